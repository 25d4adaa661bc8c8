//! `fyren serve`.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use chrono::TimeDelta;
use domain::clock::Clock;
use leptos::prelude::LeptosOptions;
use service::{
    Services, jobs::worker::work_on_next, population_source::PopulationSource, rows, unanswered::Asker,
};
use store::OpenMode;
use tokio::sync::watch;

use super::{Context, print};
use crate::{
    arguments::Serve,
    clock::SystemClock,
    failure::Failure,
    population_register::{Limits, PopulationRegister, Settings},
    router::router,
};

/// How often it is looked whether a new day has come.
const LOOK_FOR_A_NEW_DAY: Duration = Duration::from_secs(60);

/// How often it is looked whether a job waits.
const LOOK_FOR_JOBS: Duration = Duration::from_secs(1);

/// How often it is looked whether somebody has been entered by hand whom the population register is to be asked for.
const LOOK_FOR_UNANSWERED: Duration = Duration::from_secs(5);

/// The name of the client's files.
const CLIENT: &str = "app";

pub async fn serve(context: &Context, arguments: &Serve) -> Result<(), Failure> {
    let site = arguments.site.clone().unwrap_or_else(default_site);
    if !site.join("pkg").join(format!("{CLIENT}.css")).is_file() {
        return Err(Failure::NoSite(site));
    }
    let register = match &arguments.population_register {
        Some(file) => Some(PopulationRegister::new(Settings::read(file)?, Limits::default())?),
        None => None,
    };
    let clock: Arc<dyn Clock> = match arguments.date {
        Some(date) => Arc::new(SystemClock::from_date(date)),
        None => Arc::new(SystemClock::new()),
    };
    let services = context.services_at(OpenMode::Existing, clock).await?;
    rows::bring_to(&services, services.today()).await?;
    let listener =
        tokio::net::TcpListener::bind(arguments.listen).await.map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => Failure::PortTaken { address: arguments.listen },
            _ => Failure::Output(error),
        })?;
    let address = listener.local_addr()?;
    let options = LeptosOptions::builder()
        .output_name(CLIENT)
        .site_root(site.to_string_lossy())
        .site_pkg_dir("pkg")
        .site_addr(address)
        .build();
    let wrong_origin = |said: String| Failure::Argument {
        swedish: format!("--origin är ingen adress: {said}. Skriv till exempel https://fyren.example.se."),
        english: format!("--origin is not an address: {said}. Write for example https://fyren.example.se."),
    };
    let router = router(services.clone(), options, &site, &arguments.origin, arguments.trusted_proxy)
        .map_err(wrong_origin)?;
    let days = tokio::spawn(follow_the_days(services.clone()));
    let asking = register.map(|register| tokio::spawn(ask_for_unanswered(services.clone(), register)));
    let (stop, stopping) = watch::channel(false);
    let lease = TimeDelta::seconds(arguments.job_lease.into());
    let jobs = tokio::spawn(do_jobs(services.clone(), lease, stopping));
    // It serves also where nobody reads what it prints.
    _ = print(format_args!("{} http://{address}", context.say("Fyren lyser på", "Fyren shines at")));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let stopped = async move {
        asked_to_stop().await;
        // Answers that are under way are finished, and so is the part of a job.
        _ = stop.send(true);
    };
    axum::serve(listener, service).with_graceful_shutdown(stopped).await?;
    days.abort();
    if let Some(asking) = asking {
        asking.abort();
    }
    if jobs.await.is_err() {
        tracing::error!("the work on jobs ended by itself");
    }
    services.store.close().await;
    Ok(())
}

fn default_site() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("site")));
    beside.filter(|folder| folder.is_dir()).unwrap_or_else(|| PathBuf::from("target/site"))
}

/// Brings the rows of lists to each new day, soon after midnight.
async fn follow_the_days(services: Services) {
    let mut ticks = tokio::time::interval(LOOK_FOR_A_NEW_DAY);
    loop {
        ticks.tick().await;
        if let Err(error) = rows::bring_to(&services, services.today()).await {
            tracing::warn!(
                code = error.code(),
                "the lists were not brought to the new day; it is tried again"
            );
        }
    }
}

/// Asks the population register for those who have been entered by hand, soon after they have been.
async fn ask_for_unanswered(services: Services, register: impl PopulationSource) {
    let mut ticks = tokio::time::interval(LOOK_FOR_UNANSWERED);
    let mut asker = Asker::default();
    loop {
        ticks.tick().await;
        match asker.ask(&services, &register).await {
            Ok(None) => {}
            Ok(Some(outcome)) => tracing::info!(
                answered = outcome.rows,
                errors = outcome.error_count,
                "the population register was asked"
            ),
            Err(error) => tracing::warn!(
                code = error.code(),
                "the population register was not asked; it is tried again later"
            ),
        }
    }
}

/// Does the jobs that wait, one after the other, until the server is asked to stop. Then the part under way is finished,
/// and the rest is left to the next server.
async fn do_jobs(services: Services, lease: TimeDelta, mut stopping: watch::Receiver<bool>) {
    loop {
        let stops = stopping.clone();
        let worked = work_on_next(&services, lease, || *stops.borrow()).await;
        if let Err(error) = worked {
            tracing::warn!(code = error.code(), "a job was not gone on with");
        }
        // Behind one job there may be another.
        let pause = if worked == Ok(true) { Duration::ZERO } else { LOOK_FOR_JOBS };
        tokio::select! {
            biased;
            _ = stopping.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Ends when the operating system asks the program to stop.
async fn asked_to_stop() {
    let interrupted = async { _ = tokio::signal::ctrl_c().await };
    #[cfg(unix)]
    let terminated = async {
        if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            signal.recv().await;
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
