//! The journal told of the people in a file, part by part.

use std::time::Duration;

use domain::{
    municipality::MunicipalityCode,
    operation::{Actor, EntityKind, OperationKind},
};
use store::Identity;
use tokio::{sync::watch, time::sleep};

use crate::{ServiceError, Services};

/// How many people one entry of the journal tells of. Nobody else writes on SQLite while an entry is written, so that
/// of a million people is written in parts, between which others have their turn.
const PEOPLE_OF_AN_ENTRY: usize = 20_000;

/// How long after somebody else has written for too long it is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// Whom the journal is told of, a part of them an entry.
pub(crate) struct Telling {
    pub(crate) services: Services,
    pub(crate) actor: Actor,
    pub(crate) municipality: Option<MunicipalityCode>,
    /// What the journal calls a row, in a list of people's data.
    pub(crate) entity: Option<EntityKind>,
    pub(crate) reason: String,
    pub(crate) order: Vec<Identity>,
}

impl Telling {
    /// Tells of the part that begins with a row, and returns how many rows have been told of with it. An export of nobody is
    /// told too, and in one entry one of a list without people.
    pub(crate) async fn tell(&self, first: usize) -> Result<usize, ServiceError> {
        let all = self.order.len();
        let (reason, end) = match self.entity {
            Some(_) if all > PEOPLE_OF_AN_ENTRY => {
                let (part, parts) = (first / PEOPLE_OF_AN_ENTRY + 1, all.div_ceil(PEOPLE_OF_AN_ENTRY));
                (format!("{} ({part}/{parts})", self.reason), all.min(first + PEOPLE_OF_AN_ENTRY))
            }
            _ => (self.reason.clone(), all),
        };
        let kind = OperationKind::ExportList;
        let operation = self.services.operation(kind, self.actor.clone(), self.municipality, reason);
        // The end of the journal, for which others wait, is taken when all else is written.
        let mut transaction = self.services.store.operate(operation).await?;
        if let Some(entity) = self.entity {
            transaction.record_reads(entity, &self.order[first..end]).await?;
        }
        transaction.commit().await?;
        Ok(end)
    }

    /// Tells of all of them.
    pub(crate) async fn tell_all(&self) -> Result<(), ServiceError> {
        let mut end = self.tell(0).await?;
        while end < self.order.len() {
            end = self.tell(end).await?;
        }
        Ok(())
    }

    /// Tells of the others, until nobody reads on.
    pub(crate) async fn tell_the_rest(self, told: watch::Sender<usize>) {
        let mut end = *told.borrow();
        while end < self.order.len() && !told.is_closed() {
            end = match self.tell(end).await {
                Ok(end) => end,
                // A night's run writes for longer than one waits, and what has been sent of the file is not to be in vain.
                Err(ServiceError::Busy) => {
                    sleep(PAUSE).await;
                    continue;
                }
                Err(error) => {
                    tracing::warn!(code = error.code(), "an export could not be told of");
                    return;
                }
            };
            // Nobody who reads on is found at the next turn.
            _ = told.send(end);
        }
    }
}
