//! What the journal tells of what a job has changed, a bounded number at a time: a job may have changed all of a region's
//! cases.

use std::collections::HashMap;

use domain::{
    id::{JobId, OperationId},
    municipality::MunicipalityCode,
    operation::{Change, ChangeKind, EntityKind},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use store::Connection;

use crate::{ServiceError, fields};

/// How many changes are read from the journal at a time.
const BATCH: i64 = 2000;

/// Some of what a job has done, all in one entry of the journal. What it did to erased people is left out.
pub(super) struct Batch {
    /// Which municipality the entry is about.
    pub municipality: Option<MunicipalityCode>,
    /// What was done, in its order.
    pub changes: Vec<Change>,
}

/// What becomes of a thing that is brought back.
pub(super) enum Back<T> {
    /// It is removed again.
    Removed,
    /// It holds again what it held.
    Values(T),
}

impl Batch {
    /// What was done to things of a kind, by their identities.
    pub fn of(&self, entity: EntityKind) -> HashMap<i64, &Change> {
        let of_it = self.changes.iter().filter(|change| change.entity == entity);
        of_it.map(|change| (change.entity_id, change)).collect()
    }
}

/// What becomes of a thing when a change is taken back, if it holds now what the change left.
pub(super) fn back<T: Serialize + DeserializeOwned>(change: &Change, present: &T) -> Option<Back<T>> {
    let object = |text: &Option<String>| serde_json::from_str::<Map<String, Value>>(text.as_deref()?).ok();
    let back = change.taken_back()?;
    let left = object(&back.before)?;
    let mut values = fields::fields(present);
    if left.iter().any(|(name, value)| values.get(name) != Some(value)) {
        return None;
    }
    match back.kind {
        // Of what was made, everything is told that is not empty.
        ChangeKind::Removed => values
            .iter()
            .all(|(name, value)| value.is_null() || left.contains_key(name))
            .then_some(Back::Removed),
        ChangeKind::Changed => {
            values.extend(object(&back.after)?);
            serde_json::from_value(Value::Object(values)).ok().map(Back::Values)
        }
        // No job removes anything.
        ChangeKind::Created | ChangeKind::Read => None,
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
            let is_told = |change: &Change| match change.kind {
                ChangeKind::Created => change.after.is_some(),
                ChangeKind::Changed => change.before.is_some() && change.after.is_some(),
                ChangeKind::Removed => change.before.is_some(),
                ChangeKind::Read => false,
            };
            let changes: Vec<Change> = read.into_iter().map(|(_, change)| change).filter(is_told).collect();
            if !changes.is_empty() {
                return Ok(Some(Batch { municipality: *municipality, changes }));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: ChangeKind, before: Option<&str>, after: Option<&str>) -> Change {
        Change {
            entity: EntityKind::Measure,
            entity_id: 7,
            person: None,
            kind,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        }
    }

    fn present(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn what_was_made_is_removed_as_long_as_it_is_what_was_made() {
        let made = change(ChangeKind::Created, None, Some(r#"{"a":1}"#));
        let removed = |text| matches!(back(&made, &present(text)), Some(Back::Removed));
        assert!(removed(r#"{"a":1}"#) && removed(r#"{"a":1,"b":null}"#));
        assert!(!removed(r#"{"a":2}"#) && !removed(r#"{"a":1,"b":3}"#));
    }

    #[test]
    fn what_was_changed_holds_what_it_held_and_the_rest_stays() {
        let changed = change(ChangeKind::Changed, Some(r#"{"a":null}"#), Some(r#"{"a":1}"#));
        let values = |text| match back(&changed, &present(text)) {
            Some(Back::Values(values)) => Some(values),
            _ => None,
        };
        assert_eq!(values(r#"{"a":1,"b":2}"#), Some(present(r#"{"a":null,"b":2}"#)));
        assert_eq!(values(r#"{"a":3,"b":2}"#), None);
        let removed = change(ChangeKind::Removed, Some(r#"{"a":1}"#), None);
        assert!(back(&removed, &present("{}")).is_none());
    }
}
