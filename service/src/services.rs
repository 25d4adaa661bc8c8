//! What every use case needs.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    clock::Clock,
    municipality::MunicipalityCode,
    operation::{Actor, Operation, OperationKind},
    scb_report::Layout,
};
use store::Store;

use crate::{identity_provider::IdentityProviders, sealing::SealingKey};

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
    /// What files to Statistics Sweden look like, half-year by half-year; none where nothing is reported.
    pub scb_layouts: Arc<[Layout]>,
    /// Who besides Fyren says who somebody is.
    pub identity_providers: IdentityProviders,
    /// Whether letters are sent by e-mail.
    pub sends_mail: bool,
}

impl Services {
    /// Those of a database and a clock alone: without a key, asking nobody for a second factor, knowing no provider, and sending no letters.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        let identity_providers = Arc::from([]);
        let scb_layouts = Arc::from([]);
        Self {
            store,
            clock,
            key: None,
            requires_second_factor: false,
            scb_layouts,
            identity_providers,
            sends_mail: false,
        }
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
