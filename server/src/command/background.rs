//! What the server does besides answering: it follows the days, does jobs, asks the population register, sends letters, and
//! anchors the journal.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use chrono::TimeDelta;
use service::{
    Services,
    anchor::NextAnchor,
    jobs::worker::work_on_next,
    mail,
    recertification::{self, Closed},
    rows, system_notices,
    unanswered::Asker,
};
use tokio::{
    sync::watch,
    task::{JoinHandle, JoinSet},
};

use crate::{anchor_file, mail_server::MailServer, population_register::PopulationRegister};

/// How often it is looked whether a new day has come.
const LOOK_FOR_A_NEW_DAY: Duration = Duration::from_secs(60);

/// How often it is looked whether a job waits.
const LOOK_FOR_JOBS: Duration = Duration::from_secs(1);

/// How often it is looked whether somebody has been entered by hand whom the population register is to be asked for.
const LOOK_FOR_UNANSWERED: Duration = Duration::from_secs(5);

/// How often it is looked whether a letter waits.
const LOOK_FOR_LETTERS: Duration = Duration::from_secs(5);

/// How often the end of the journal is anchored.
const ANCHOR: Duration = Duration::from_secs(600);

/// How long after it could not be anchored that is tried again.
const ANCHOR_AGAIN: Duration = Duration::from_secs(60);

/// How long after it has broken off a work begins anew.
const PAUSE_AFTER_A_FAULT: Duration = Duration::from_secs(10);

/// The works that are under way.
pub struct Background {
    days: JoinHandle<()>,
    asking: Option<JoinHandle<()>>,
    sending: Option<JoinHandle<()>>,
    jobs: JoinHandle<()>,
    anchoring: Option<Anchoring>,
}

/// What else the server has to do with, where the operator has named it.
pub struct Others {
    /// Who is asked for those who are entered by hand.
    pub register: Option<PopulationRegister>,
    /// Who takes letters by e-mail.
    pub mail_server: Option<MailServer>,
    /// The file of anchors.
    pub anchors: Option<PathBuf>,
}

/// The anchoring of the journal, where that is wanted.
struct Anchoring {
    under_way: JoinHandle<()>,
    services: Services,
    file: Arc<Path>,
}

impl Background {
    /// Begins all of them: jobs until `stopping`, and what has to do with others where there are any.
    pub fn begin(
        services: &Services,
        others: Others,
        lease: TimeDelta,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        let Others { register, mail_server, anchors } = others;
        let days = {
            let services = services.clone();
            move || follow_the_days(services.clone())
        };
        let asking = register.map(Arc::new).map(|register| {
            let services = services.clone();
            move || ask_for_unanswered(services.clone(), Arc::clone(&register))
        });
        let sending = mail_server.map(Arc::new).map(|server| {
            let services = services.clone();
            move || send_letters(services.clone(), Arc::clone(&server))
        });
        let jobs = {
            let services = services.clone();
            move || do_jobs(services.clone(), lease, stopping.clone())
        };
        let anchoring = anchors.map(Arc::<Path>::from).map(|file| {
            let work = {
                let (services, file) = (services.clone(), Arc::clone(&file));
                move || keep_anchoring(services.clone(), Arc::clone(&file))
            };
            let under_way = tokio::spawn(keep_up("anchor", work, PAUSE_AFTER_A_FAULT));
            Anchoring { under_way, services: services.clone(), file }
        });
        Self {
            days: tokio::spawn(keep_up("days", days, PAUSE_AFTER_A_FAULT)),
            asking: asking
                .map(|asking| tokio::spawn(keep_up("population register", asking, PAUSE_AFTER_A_FAULT))),
            sending: sending.map(|sending| tokio::spawn(keep_up("letters", sending, PAUSE_AFTER_A_FAULT))),
            jobs: tokio::spawn(keep_up("jobs", jobs, PAUSE_AFTER_A_FAULT)),
            anchoring,
        }
    }

    /// Ends all of them; of a job the part that is under way is done first, and what all of them have told the journal is
    /// anchored last.
    pub async fn end(self) {
        self.days.abort();
        for work in [self.asking, self.sending].into_iter().flatten() {
            work.abort();
        }
        if self.jobs.await.is_err() {
            tracing::error!("the work on jobs ended by itself");
        }
        if let Some(Anchoring { under_way, services, file }) = self.anchoring {
            under_way.abort();
            _ = under_way.await;
            anchor(&services, &file).await;
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

/// Brings the rows of lists to each new day, soon after midnight, ends what nobody has confirmed in recertifications that were due
/// the day before, and tells users what has come about by itself.
async fn follow_the_days(services: Services) {
    let mut ticks = tokio::time::interval(LOOK_FOR_A_NEW_DAY);
    loop {
        ticks.tick().await;
        close_recertifications(&services).await;
        tell_what_is_due(&services).await;
        if let Err(error) = rows::bring_to(&services, services.today()).await {
            tracing::warn!(
                code = error.code(),
                "the lists were not brought to the new day; it is tried again"
            );
        }
    }
}

async fn tell_what_is_due(services: &Services) {
    let told = match system_notices::tell_what_is_due(services).await {
        Ok(_) => mail::forget(services).await,
        Err(error) => Err(error),
    };
    if let Err(error) = told {
        tracing::warn!(code = error.code(), "users were not told what is due; it is tried again");
    }
}

/// Gives letters to the server for e-mail, one after the other.
async fn send_letters(services: Services, server: Arc<MailServer>) {
    let mut ticks = tokio::time::interval(LOOK_FOR_LETTERS);
    loop {
        ticks.tick().await;
        loop {
            match mail::send_next(&services, &*server).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(code = error.code(), "a letter was not sent; it is tried again");
                    break;
                }
            }
        }
    }
}

async fn close_recertifications(services: &Services) {
    match recertification::close_overdue(services).await {
        Ok(closed) => {
            for Closed { organisation, ended, kept } in closed {
                tracing::info!(
                    organisation = organisation.0,
                    ended = ended.len(),
                    kept = kept.len(),
                    "a recertification is over"
                );
            }
        }
        Err(error) => tracing::warn!(
            code = error.code(),
            "what nobody confirmed in a recertification was not ended; it is tried again"
        ),
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

/// Anchors the journal at once and then from time to time.
async fn keep_anchoring(services: Services, file: Arc<Path>) {
    loop {
        let pause = if anchor(&services, &file).await { ANCHOR } else { ANCHOR_AGAIN };
        tokio::time::sleep(pause).await;
    }
}

/// Anchors the journal, if it has gone on, and says whether that could be done. That it could not is an error of the log of
/// the server, which goes on: what is anchored later proves no less.
async fn anchor(services: &Services, file: &Path) -> bool {
    match anchor_file::anchor(services, file).await {
        Ok(anchored) => {
            if anchored.last_is_unreadable && matches!(anchored.next, NextAnchor::New(_)) {
                tracing::warn!(
                    "the last line of the anchor file could not be read; a new one stands behind it"
                );
            }
            true
        }
        Err(error) => {
            tracing::error!(code = error.code(), %error, "the journal was not anchored; it is tried again");
            false
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
