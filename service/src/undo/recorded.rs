//! What the journal tells of the cases that a job has changed, a bounded number at a time: a job may have changed all of
//! a region's.

use std::collections::BTreeMap;

use domain::{
    case::change::CaseValues,
    id::{CaseId, JobId, OperationId},
    municipality::MunicipalityCode,
    operation::{Change, ChangeKind, EntityKind},
};
use serde_json::{Map, Value};
use store::Connection;

use crate::{ServiceError, fields};

/// How many changes are read from the journal at a time.
const BATCH: i64 = 2000;

/// Some of the cases that a job has changed, all in one entry of the journal.
pub(super) struct Batch {
    /// Which municipality the entry is about.
    pub municipality: Option<MunicipalityCode>,
    /// What was done to which case. Those of erased people are left out.
    pub changes: BTreeMap<CaseId, Change>,
}

impl Batch {
    /// Which cases.
    pub fn ids(&self) -> Vec<CaseId> {
        self.changes.keys().copied().collect()
    }

    /// What a case held before, if it holds now what the change left.
    pub fn back(&self, case: CaseId, present: &CaseValues) -> Option<CaseValues> {
        let object =
            |text: &Option<String>| serde_json::from_str::<Map<String, Value>>(text.as_deref()?).ok();
        let change = self.changes.get(&case)?;
        let (before, after) = (object(&change.before)?, object(&change.after)?);
        let mut values = fields::fields(present);
        if after.iter().any(|(name, value)| values.get(name) != Some(value)) {
            return None;
        }
        values.extend(before);
        serde_json::from_value(Value::Object(values)).ok()
    }
}

/// How far the entries of a job have been read, which come municipality by municipality.
pub(super) struct Reading {
    entries: Vec<(OperationId, Option<MunicipalityCode>)>,
    entry: usize,
    from: i64,
}

impl Reading {
    /// Begins to read.
    pub async fn of(connection: &mut Connection, job: JobId) -> Result<Self, ServiceError> {
        Ok(Self { entries: connection.job_operations(job).await?, entry: 0, from: 0 })
    }

    /// The next of them; `None` when all have been read.
    pub async fn next(&mut self, connection: &mut Connection) -> Result<Option<Batch>, ServiceError> {
        while let Some((operation, municipality)) = self.entries.get(self.entry) {
            let read = connection.changes_of_operation(*operation, self.from, BATCH).await?;
            let Some((last, _)) = read.last() else {
                (self.entry, self.from) = (self.entry + 1, 0);
                continue;
            };
            self.from = last + 1;
            let is_told = |change: &Change| {
                change.entity == EntityKind::Case
                    && change.kind == ChangeKind::Changed
                    && change.before.is_some()
                    && change.after.is_some()
            };
            let told = read.into_iter().map(|(_, change)| change).filter(is_told);
            let changes: BTreeMap<CaseId, Change> =
                told.map(|change| (CaseId(change.entity_id), change)).collect();
            if !changes.is_empty() {
                return Ok(Some(Batch { municipality: *municipality, changes }));
            }
        }
        Ok(None)
    }
}
