//! Every case of a municipality, for the operator at the command line.

use domain::{access::Scope, id::CaseId, municipality::MunicipalityCode};
use store::{CaseListing, Connection, StoreError};

use crate::Services;

/// How many cases are read at a time.
const BATCH: i64 = 2000;

/// The cases of a municipality, closed and protected ones too, read a batch at a time.
pub struct Listing {
    connection: Connection,
    municipality: MunicipalityCode,
    after: CaseId,
}

impl Listing {
    /// Begins to read.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin(services: &Services, municipality: MunicipalityCode) -> Result<Self, StoreError> {
        Ok(Self {
            connection: services.store.read(&Scope::of_the_system()).await?,
            municipality,
            after: CaseId(0),
        })
    }

    /// The next cases in the order of their identities; none when all have been read.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn next(&mut self) -> Result<Vec<CaseListing>, StoreError> {
        let everything = Scope::of_the_system();
        let batch = self.connection.case_listings(&everything, self.municipality, self.after, BATCH).await?;
        if let Some(last) = batch.last() {
            self.after = last.case.id;
        }
        Ok(batch)
    }
}
