//! What the server does besides answering: it follows the days, does jobs, and asks the population register.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use service::{Services, jobs::worker::work_on_next, rows, unanswered::Asker};
use tokio::{
    sync::watch,
    task::{JoinHandle, JoinSet},
};

use crate::population_register::PopulationRegister;

/// How often it is looked whether a new day has come.
const LOOK_FOR_A_NEW_DAY: Duration = Duration::from_secs(60);

/// How often it is looked whether a job waits.
const LOOK_FOR_JOBS: Duration = Duration::from_secs(1);

/// How often it is looked whether somebody has been entered by hand whom the population register is to be asked for.
const LOOK_FOR_UNANSWERED: Duration = Duration::from_secs(5);

/// How long after it has broken off a work begins anew.
const PAUSE_AFTER_A_FAULT: Duration = Duration::from_secs(10);

/// The works that are under way.
pub struct Background {
    days: JoinHandle<()>,
    asking: Option<JoinHandle<()>>,
    jobs: JoinHandle<()>,
}

impl Background {
    /// Begins all of them: jobs until `stopping`, the population register where there is one.
    pub fn begin(
        services: &Services,
        register: Option<PopulationRegister>,
        lease: TimeDelta,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        let days = {
            let services = services.clone();
            move || follow_the_days(services.clone())
        };
        let asking = register.map(Arc::new).map(|register| {
            let services = services.clone();
            move || ask_for_unanswered(services.clone(), Arc::clone(&register))
        });
        let jobs = {
            let services = services.clone();
            move || do_jobs(services.clone(), lease, stopping.clone())
        };
        Self {
            days: tokio::spawn(keep_up("days", days, PAUSE_AFTER_A_FAULT)),
            asking: asking
                .map(|asking| tokio::spawn(keep_up("population register", asking, PAUSE_AFTER_A_FAULT))),
            jobs: tokio::spawn(keep_up("jobs", jobs, PAUSE_AFTER_A_FAULT)),
        }
    }

    /// Ends all of them; of a job the part that is under way is done first.
    pub async fn end(self) {
        self.days.abort();
        if let Some(asking) = self.asking {
            asking.abort();
        }
        if self.jobs.await.is_err() {
            tracing::error!("the work on jobs ended by itself");
        }
    }
}

/// Does a work to its end, and anew when a fault has broken it off: on it hangs what nobody waits for at a screen.
async fn keep_up<F>(name: &'static str, work: impl Fn() -> F, pause: Duration)
where
    F: Future<Output = ()> + Send + 'static,
{
    // Dropped, it ends what is under way.
    let mut under_way = JoinSet::new();
    under_way.spawn(work());
    while let Some(Err(broken)) = under_way.join_next().await {
        if !broken.is_panic() {
            return;
        }
        tracing::error!(name, "a work in the background has broken off; it begins anew");
        tokio::time::sleep(pause).await;
        under_way.spawn(work());
    }
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
async fn ask_for_unanswered(services: Services, register: Arc<PopulationRegister>) {
    let mut ticks = tokio::time::interval(LOOK_FOR_UNANSWERED);
    let mut asker = Asker::default();
    loop {
        ticks.tick().await;
        match asker.ask(&services, &*register).await {
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn what_a_fault_has_broken_off_begins_anew() {
        let begun = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&begun);
        let work = move || {
            let time = count.fetch_add(1, Ordering::Relaxed);
            async move { assert!(time >= 2, "a fault") }
        };
        keep_up("test", work, Duration::ZERO).await;
        assert_eq!(begun.load(Ordering::Relaxed), 3);
    }
}
