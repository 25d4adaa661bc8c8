//! What every use case needs.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    clock::Clock,
    municipality::MunicipalityCode,
    operation::{Actor, Operation, OperationKind},
};
use store::Store;

use crate::sealing::SealingKey;

/// The database and the clock of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// What secrets are sealed with; none where the operator has given none.
    pub key: Option<Arc<SealingKey>>,
    /// Whether everybody who signs in with a password is to have a second factor.
    pub requires_second_factor: bool,
}

impl Services {
    /// Those of a database and a clock alone: without a key, and asking nobody for a second factor.
    pub const fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock, key: None, requires_second_factor: false }
    }

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
