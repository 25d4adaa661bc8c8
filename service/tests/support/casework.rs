//! A case to work with, and those who do.

use domain::{
    access::{Role, Scope},
    case::view::{CaseRow, CaseView},
    id::{CaseId, PersonId},
    operation::Change,
};
use service::{cases, session::Session};

use super::{
    Installation, LINKOPING, NORRKOPING, TODAY,
    database::TestDatabase,
    installation, place,
    posts::{But, post},
    users::role,
};

/// The one whose case it is.
pub const BIRTH: &str = "2008-08-17";

/// A case in Norrköping since 1 November, two caseworkers there and one in Linköping.
pub struct Office {
    pub fyren: Installation,
    pub case: CaseId,
    pub asa: Session,
    pub bo: Session,
    pub elsewhere: Session,
}

pub async fn office(database: &TestDatabase) -> Office {
    let fyren = installation(database);
    fyren.import([post(BIRTH)]).await;
    fyren.run(NORRKOPING, "2026-11-01").await;
    let case = fyren.rows().await[0].id;
    let [asa, bo] = [
        fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await,
        fyren.signed_in("bo", role(Role::Caseworker, &[NORRKOPING])).await,
    ];
    let elsewhere = fyren.signed_in("eva", role(Role::Caseworker, &[LINKOPING])).await;
    Office { fyren, case, asa, bo, elsewhere }
}

impl Office {
    /// The person moves to Linköping, where a case is opened, and the one in Norrköping is closed.
    pub async fn moves(&self) -> CaseId {
        self.fyren.import([post(BIRTH).living_in(LINKOPING, "2026-11-20")]).await;
        self.fyren.run(NORRKOPING, TODAY).await;
        self.fyren.run(LINKOPING, TODAY).await;
        let rows = self.fyren.rows().await;
        assert!(rows.iter().any(|row| row.id == self.case && row.deregistered.is_some()));
        rows.iter().find(|row| row.municipality == place(LINKOPING)).unwrap().id
    }

    /// The person becomes protected.
    pub async fn is_protected(&self) {
        self.fyren.import([post(BIRTH).protected()]).await;
    }

    pub async fn person(&self) -> PersonId {
        self.fyren.person(BIRTH).await.unwrap().id
    }

    /// The row of the case.
    pub async fn row(&self) -> CaseRow {
        self.fyren.rows().await.into_iter().find(|row| row.id == self.case).unwrap()
    }

    /// The page of the case.
    pub async fn view(&self) -> CaseView {
        cases::view(&self.fyren.services, &self.asa, self.case).await.unwrap()
    }

    /// The version of the case.
    pub async fn version(&self) -> i64 {
        let mut connection = self.fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
        connection.edited_cases(&Scope::of_the_system(), &[self.case]).await.unwrap()[0].version
    }

    /// How many entries the journal has.
    pub async fn entries(&self) -> u64 {
        self.fyren.journal().await.0
    }

    /// The latest things that the journal tells of the person, the latest last.
    pub async fn told(&self, how_many: usize) -> Vec<Change> {
        let person = self.person().await;
        let mut connection = self.fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
        let mut told = connection.changes_of(&Scope::of_the_system(), person).await.unwrap();
        told.split_off(told.len() - how_many)
    }
}
