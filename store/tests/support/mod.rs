//! What the stories of the store share: databases, people, operations.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod database;
pub mod listed;
pub mod memory;
pub mod people;
pub mod raw;
pub mod register;
pub mod roles;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    municipality::MunicipalityCode,
    operation::{Actor, Operation, OperationKind},
};
use store::{OperationTransaction, Store};

/// Where people live unless a story says otherwise.
pub const NORRKOPING: &str = "0581";
/// Where people move to.
pub const LINKOPING: &str = "0580";

/// A day written as `2026-11-21`.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

/// An instant written as `2026-11-21T01:00:00Z`.
pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_else(|_| panic!("{text} is no instant"))
}

/// The municipality of a code.
pub fn place(code: &str) -> MunicipalityCode {
    MunicipalityCode::try_from(code).unwrap()
}

/// What a caseworker of a municipality reaches.
pub fn within(code: &str) -> Scope {
    Scope::of([place(code)])
}

/// Everything.
pub fn everything() -> Scope {
    Scope::of_the_system()
}

/// An operation of the operator.
pub fn operation(kind: OperationKind) -> Operation {
    Operation {
        kind,
        actor: Actor::Operator,
        at: instant("2026-11-21T01:00:00Z"),
        municipality: None,
        run: None,
        reason: String::new(),
    }
}

/// A transaction to write with.
pub async fn begin(store: &Store) -> OperationTransaction {
    store.operate(operation(OperationKind::Casework)).await.unwrap()
}
