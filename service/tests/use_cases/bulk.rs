//! Bulk changes: selections that are frozen, *Uppdatera aktivitetsansvar*, jobs, and taking a change back.

#[path = "bulk/casework.rs"]
mod casework;
#[path = "bulk/jobs.rs"]
mod jobs;
#[path = "bulk/selections.rs"]
mod selections;
#[path = "bulk/undo.rs"]
mod undo;
#[path = "bulk/undone_casework.rs"]
mod undone_casework;
#[path = "bulk/updates.rs"]
mod updates;

use chrono::TimeDelta;
use domain::{
    access::{Role, Scope},
    case::{change::CaseChange, view::CaseRow},
    id::{CaseId, JobId},
    job::OutcomeCounts,
    list::CaseColumn,
    occupation::OccupationAtRegistration,
    operation::OperationKind,
};
use service::{
    jobs::{Asked, CaseUpdate, Origin, Progress},
    selection::{self, Selection},
    session::Session,
};

use crate::support::{
    Installation, LINKOPING, NORRKOPING,
    database::TestDatabase,
    day, installation, place,
    posts::{But, post},
    users::role,
};

/// How long the workers of the stories hold a job from its last part.
const LEASE: TimeDelta = TimeDelta::seconds(60);

const BIRTHS: [&str; 6] =
    ["2008-08-17", "2008-08-18", "2008-08-19", "2008-08-20", "2008-08-21", "2008-08-22"];

/// Six people with open cases in Norrköping since 1 November, and one in Linköping.
async fn register(database: &TestDatabase) -> Installation {
    let fyren = installation(database);
    let names = ["Zetterlund", "Åberg", "Dahl", "Ek", "Öman", "Adler"];
    let posts = BIRTHS.iter().zip(names).map(|(birth, name)| post(birth).named(name));
    let elsewhere = post("2008-09-01").living_in(LINKOPING, "2010-01-01");
    fyren.import(posts.chain([elsewhere])).await;
    fyren.run(NORRKOPING, "2026-11-01").await;
    fyren.run(LINKOPING, "2026-11-01").await;
    fyren
}

fn caseworker() -> service::users::NewRole {
    role(Role::Caseworker, &[NORRKOPING])
}

fn change() -> CaseChange {
    CaseChange { registered: Some(day("2026-10-15")), ..CaseChange::default() }
}

/// The change to work as occupation.
fn work() -> CaseChange {
    CaseChange { occupation: Some(OccupationAtRegistration::Work), ..CaseChange::default() }
}

fn all(change: CaseChange) -> CaseUpdate {
    CaseUpdate { all: change, rows: Vec::new() }
}

fn counts(changed: u64, unchanged: u64, refused: u64) -> OutcomeCounts {
    OutcomeCounts { changed, unchanged, refused, ..OutcomeCounts::default() }
}

impl Installation {
    /// The rows of Norrköping's cases, in the order of their identities.
    async fn here(&self) -> Vec<CaseRow> {
        let mut rows = self.rows().await;
        rows.retain(|row| row.municipality == place(NORRKOPING));
        rows.sort_by_key(|row| row.id);
        rows
    }

    async fn ids(&self) -> Vec<i64> {
        self.here().await.iter().map(|row| row.id.0).collect()
    }

    async fn start(&self, session: &Session, rows: &[i64], update: &CaseUpdate) -> Progress {
        let id =
            service::jobs::start(&self.services, session, rows, &update.clone().into(), Origin::default())
                .await
                .unwrap();
        service::jobs::progress(&self.services, session, id).await.unwrap()
    }

    async fn ask(&self, session: &Session, rows: &[i64], asked: &Asked) -> Progress {
        let id = service::jobs::start(&self.services, session, rows, asked, Origin::default()).await.unwrap();
        self.progress(session, id).await
    }

    async fn queue(&self, session: &Session, rows: &[i64], update: &CaseUpdate) -> JobId {
        service::jobs::queue(&self.services, session, rows, &update.clone().into()).await.unwrap()
    }

    async fn progress(&self, session: &Session, id: JobId) -> Progress {
        service::jobs::progress(&self.services, session, id).await.unwrap()
    }

    async fn frozen(&self, session: &Session, rows: &[i64]) -> Selection {
        selection::freeze_rows::<CaseColumn>(&self.services, session, rows).await.unwrap()
    }

    /// The kind, reason and number of changes of the journal's latest entry, whose chain is whole.
    async fn latest(&self) -> (OperationKind, String, u64) {
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        assert_eq!(connection.first_broken_entry().await.unwrap(), None);
        let row = connection.log(&Scope::of_the_system(), 1, 1).await.unwrap().rows.remove(0);
        (row.kind, row.reason, row.changes)
    }

    async fn version(&self, case: i64) -> i64 {
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        connection.edited_cases(&Scope::of_the_system(), &[CaseId(case)]).await.unwrap()[0].version
    }
}
