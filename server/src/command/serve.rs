//! `fyren serve`.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use chrono::TimeDelta;
use domain::clock::Clock;
use leptos::prelude::LeptosOptions;
use service::{Services, rows};
use store::OpenMode;
use tokio::sync::watch;

use super::{
    Context,
    background::{Background, Others},
    print,
};
use crate::{
    arguments::Serve,
    clock::SystemClock,
    failure::Failure,
    identity_provider, key_file,
    mail_server::MailServer,
    population_register::{Limits, PopulationRegister, Settings},
    router::router,
};

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
    let identity_providers = match &arguments.identity_providers {
        Some(file) => identity_provider::named_in(file)?,
        None => Arc::from([]),
    };
    let mail_server = match &arguments.mail_server {
        Some(file) => Some(MailServer::named_in(file)?),
        None => None,
    };
    let clock: Arc<dyn Clock> = Arc::new(match (arguments.date, arguments.clock_moved_by) {
        (Some(date), _) => SystemClock::from_date(date),
        (None, Some(hours)) => SystemClock::moved_by_hours(hours),
        (None, None) => SystemClock::new(),
    });
    let services = context.services_at(OpenMode::Existing, clock).await?;
    if services.store.is_shown_everything().await? {
        tracing::warn!(
            "row-level security does not bind Fyren's user of PostgreSQL: it is a superuser, or has BYPASSRLS"
        );
    }
    let key = key_file::key_for(&services, arguments.key_file.as_deref(), &context.database).await?;
    let requires_second_factor = arguments.require_second_factor;
    if requires_second_factor && key.is_none() {
        return Err(Failure::NoKeyFile);
    }
    let services = Services {
        key,
        requires_second_factor,
        identity_providers,
        sends_mail: mail_server.is_some(),
        ..services
    };
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
    let (stop, stopping) = watch::channel(false);
    let lease = TimeDelta::seconds(arguments.job_lease.into());
    let others = Others { register, mail_server, anchors: arguments.audit_anchor.clone() };
    let background = Background::begin(&services, others, lease, stopping);
    let asked = asked_to_stop().map_err(Failure::Output)?;
    // It serves also where nobody reads what it prints.
    _ = print(format_args!("{} http://{address}", context.say("Fyren lyser på", "Fyren shines at")));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let stopped = async move {
        asked.await;
        // Answers that are under way are finished, and so is the part of a job.
        _ = stop.send(true);
    };
    axum::serve(listener, service).with_graceful_shutdown(stopped).await?;
    background.end().await;
    services.store.close().await;
    Ok(())
}

fn default_site() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("site")));
    beside.filter(|folder| folder.is_dir()).unwrap_or_else(|| PathBuf::from("target/site"))
}

/// Ends when the operating system asks the program to stop. It listens from when it is called on, and not first when it is waited
/// for: whoever is told that the server answers may ask it to stop at once.
///
/// # Errors
/// When the operating system lets nobody listen.
#[cfg(unix)]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { _ = tokio::signal::ctrl_c().await })
}
