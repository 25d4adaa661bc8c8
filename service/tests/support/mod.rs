//! What the stories of the use cases share: a database, a clock that stands still, people and posts.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod authenticator;
pub mod casework;
#[path = "../../../store/tests/support/database.rs"]
pub mod database;
pub mod posts;
#[path = "../../../store/tests/support/raw.rs"]
pub mod raw;
pub mod users;
pub mod waiting;

use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use database::TestDatabase;
use domain::{
    access::Scope,
    civic_number::{CivicNumber, check_digit},
    clock::Clock,
    coverage::{
        Policy,
        policy::{DatedPolicy, RuleSet},
    },
    language::Language,
    list::{CaseColumn, Filter, ListQuery, LogColumn, PageSize, specs::log::LogEntry},
    municipality::MunicipalityCode,
    operation::{Actor, Operation, OperationKind},
    scb_report::{Layout, LayoutText},
};
use service::{
    Services,
    case_update::{self, MunicipalityReport},
    lists,
    session::Session,
};
use store::{OperationTransaction, PersonRecord};

/// Where people live unless a story says otherwise.
pub const NORRKOPING: &str = "0581";
/// Where people move to.
pub const LINKOPING: &str = "0580";
/// The day of the stories.
pub const TODAY: &str = "2026-11-21";

/// A clock that stands still until it is put forward.
pub struct FixedClock(Mutex<DateTime<Utc>>);

impl FixedClock {
    /// Nine in the morning of a day in Stockholm, in winter.
    pub fn morning_of(date: &str) -> Self {
        Self(Mutex::new(format!("{date}T08:00:00Z").parse().unwrap()))
    }

    /// Puts the clock forward.
    pub fn pass(&self, time: TimeDelta) {
        *self.0.lock().unwrap() += time;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// The use cases on a database.
pub struct Installation {
    pub services: Services,
    pub clock: Arc<FixedClock>,
}

/// The layouts that ship.
fn scb_layouts() -> Arc<[Layout]> {
    let texts = [
        include_str!("../../../server/layouts/scb/2016H2.toml"),
        include_str!("../../../server/layouts/scb/2018H2.toml"),
    ];
    let read = |text: &str| Layout::try_from(toml::from_str::<LayoutText>(text).unwrap()).unwrap();
    texts.into_iter().map(read).collect()
}

pub fn installation(database: &TestDatabase) -> Installation {
    let clock = Arc::new(FixedClock::morning_of(TODAY));
    let services =
        Services { scb_layouts: scb_layouts(), ..Services::new(database.store.clone(), clock.clone()) };
    Installation { services, clock }
}

/// A day written as `2026-11-21`.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

/// The municipality of a code.
pub fn place(code: &str) -> MunicipalityCode {
    MunicipalityCode::try_from(code).unwrap()
}

/// A number of the published series for tests, whose birth numbers are 238 and 239.
pub fn number(birth: &str) -> CivicNumber {
    let eight = day(birth).format("%Y%m%d").to_string();
    let nine: [u8; 9] = format!("{}238", &eight[2..]).as_bytes().try_into().unwrap();
    CivicNumber::try_from(format!("{eight}-238{}", check_digit(&nine)).as_str()).unwrap()
}

impl Installation {
    /// A person by number.
    pub async fn person(&self, birth: &str) -> Option<PersonRecord> {
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        let scope = Scope::of_the_system();
        connection.people_by_number(&scope, &[number(birth)]).await.unwrap().remove(&number(birth))
    }

    /// A transaction to write with, as casework does.
    pub async fn write(&self) -> OperationTransaction {
        let operation = Operation {
            kind: OperationKind::Casework,
            actor: Actor::Operator,
            at: self.clock.now(),
            municipality: None,
            run: None,
            reason: String::new(),
        };
        self.services.store.operate(operation).await.unwrap()
    }

    /// Runs the case update of a municipality under the handbook's rules.
    pub async fn run(&self, code: &str, date: &str) -> MunicipalityReport {
        self.run_under(RuleSet::Handbook, code, date, false).await
    }

    pub async fn run_under(
        &self,
        rule_set: RuleSet,
        code: &str,
        date: &str,
        dry: bool,
    ) -> MunicipalityReport {
        let policy = Policy { rule_set, ..Policy::proposed(day(date)) };
        let (place, date) = (place(code), day(date));
        let language = Language::English;
        case_update::run(&self.services, Actor::Operator, place, &policy, date, dry, language).await.unwrap()
    }

    /// Gives a municipality the handbook's policy.
    pub async fn with_policy(&self, code: &str) {
        let policy = Policy { rule_set: RuleSet::Handbook, ..Policy::proposed(day("2018-01-01")) };
        let mut transaction = self.write().await;
        let dated = DatedPolicy { from: day("2018-01-01"), policy };
        transaction.set_policy(place(code), &dated).await.unwrap();
        transaction.commit().await.unwrap();
    }

    /// Every case there is, as the system sees them.
    pub async fn rows(&self) -> Vec<domain::case::view::CaseRow> {
        let query = ListQuery::<CaseColumn>::default().filtered(Filter::everything()).sized(PageSize::Fifty);
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        connection.list_page(&Scope::of_the_system(), &query, day(TODAY)).await.unwrap().page.rows
    }

    /// The latest entries of the journal that somebody reads, the latest first.
    pub async fn log(&self, reader: &Session) -> Vec<LogEntry> {
        lists::page(&self.services, reader, &ListQuery::<LogColumn>::default()).await.unwrap().rows
    }

    /// How many entries the journal has, and of the latest how many changes.
    pub async fn journal(&self) -> (u64, u64) {
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        assert_eq!(connection.first_broken_entry().await.unwrap(), None);
        let log = connection.log(&Scope::of_the_system(), 1, 1).await.unwrap();
        (log.total, log.rows.first().map_or(0, |row| row.changes))
    }
}
