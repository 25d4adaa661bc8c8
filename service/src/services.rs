//! What every use case needs.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    clock::Clock,
    municipality::MunicipalityCode,
    operation::{Actor, Operation, OperationKind},
};
use store::Store;

/// The database and the clock of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

impl Services {
    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The business date.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// An operation that begins now.
    pub fn operation(
        &self,
        kind: OperationKind,
        actor: Actor,
        municipality: Option<MunicipalityCode>,
        reason: impl Into<String>,
    ) -> Operation {
        Operation { kind, actor, at: self.now(), municipality, run: None, reason: reason.into() }
    }
}
