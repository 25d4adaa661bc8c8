//! Measures as they are read to be changed, and their writing.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    id::{CaseId, MeasureId, PersonId},
    language::Named,
    measure::{NewMeasure, change::EditedMeasure},
    municipality::MunicipalityCode,
    period::Period,
    visibility::{SeenField, Standing},
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    db::on,
    dialect::{JsonType, json_integers},
    policies::{municipality, named, optional_named},
    scope::{self, PROTECTED},
};

/// A measure as the municipality of a case sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct SeenMeasure {
    /// The case that it is registered in, which may be an earlier one of the person's.
    pub case: CaseId,
    /// Whose.
    pub person: PersonId,
    /// The measure; its notes are empty where they are another municipality's.
    pub measure: EditedMeasure,
    /// Who created it, and when, in milliseconds since 1970.
    pub(crate) created: (String, i64),
    /// Who changed it last, and when.
    pub(crate) changed: Option<(String, i64)>,
}

domain::private_debug!(SeenMeasure, case, person, measure);

#[derive(sqlx::FromRow)]
struct SeenRow {
    id: i64,
    case_id: i64,
    person_id: i64,
    version: i64,
    municipality: String,
    reading: String,
    begins_later: bool,
    kind: String,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
    occupation_before: String,
    occupation_after: Option<String>,
    outcome: Option<String>,
    closed_with_case: Option<NaiveDate>,
    notes: String,
    created_by: String,
    created: i64,
    changed_by: Option<String>,
    changed: Option<i64>,
}

impl SeenRow {
    /// What the table of [`domain::visibility`] lets the reading municipality see of it.
    fn seen(self) -> Result<Option<SeenMeasure>, StoreError> {
        let registered_by: MunicipalityCode = municipality(&self.municipality)?;
        let standing = Standing::of(municipality(&self.reading)?, registered_by, self.begins_later);
        if !SeenField::MeasureKind.is_seen_by(standing) {
            return Ok(None);
        }
        let notes = if SeenField::MeasureNotes.is_seen_by(standing) { self.notes } else { String::new() };
        Ok(Some(SeenMeasure {
            case: CaseId(self.case_id),
            person: PersonId(self.person_id),
            measure: EditedMeasure {
                id: MeasureId(self.id),
                version: self.version,
                municipality: registered_by,
                values: NewMeasure {
                    kind: named("measure type", &self.kind)?,
                    period: Period::new(self.start_date, self.end_date),
                    occupation_before: named("occupation before", &self.occupation_before)?,
                    occupation_after: optional_named("occupation after", self.occupation_after.as_deref())?,
                    outcome: optional_named("measure outcome", self.outcome.as_deref())?,
                    notes,
                },
                closed_with_case: self.closed_with_case,
            },
            created: (self.created_by, self.created),
            changed: self.changed_by.zip(self.changed),
        }))
    }
}

/// A measure with whose it is, as it is to be changed where it was registered.
#[derive(Clone, PartialEq, Eq)]
pub struct MeasureRecord {
    /// The case that it is registered in.
    pub case: CaseId,
    /// Whose.
    pub person: PersonId,
    /// The measure.
    pub measure: EditedMeasure,
}

domain::private_debug!(MeasureRecord, case, person, measure);

impl Connection {
    /// Measures registered within a scope as they are to be changed, in the order of their identities. One that is not
    /// there is left out.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn edited_measures(
        &mut self,
        scope: &Scope,
        ids: &[MeasureId],
    ) -> Result<Vec<MeasureRecord>, StoreError> {
        let database = self.database();
        let within = scope::of_cases(database, scope, "$1");
        let sql = format!(
            "SELECT m.id, m.case_id, a.person_id, m.version, a.municipality, a.municipality AS reading, \
             true AS begins_later, m.kind, m.start_date, m.end_date, m.occupation_before, m.occupation_after, m.outcome, \
             m.closed_with_case, m.notes, m.created_by, m.created, m.changed_by, m.changed \
             FROM measure m JOIN activity_case a ON a.id = m.case_id JOIN person p ON p.id = a.person_id \
             WHERE m.id IN {} AND {within} ORDER BY m.id",
            database.integers("$2")
        );
        let asked = json_integers(ids.iter().map(|id| id.0));
        let rows: Vec<SeenRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(asked)
            .fetch_all(c).await?);
        let record = |SeenMeasure { case, person, measure, .. }| MeasureRecord { case, person, measure };
        // A municipality sees all of its own.
        rows.into_iter().filter_map(|row| row.seen().transpose()).map(|seen| seen.map(record)).collect()
    }

    /// The measures that the municipality of a case within a scope sees of its person, latest first: its own, and those of
    /// municipalities that the person has moved from, without notes (`product.md` K13).
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn seen_measures(
        &mut self,
        scope: &Scope,
        case: CaseId,
    ) -> Result<Vec<SeenMeasure>, StoreError> {
        let within = scope::condition(self.database(), scope, "o.municipality", PROTECTED, "$1");
        let sql = format!(
            "SELECT m.id, m.case_id, a.person_id, m.version, a.municipality, o.municipality AS reading, \
             a.registered <= o.registered AS begins_later, m.kind, m.start_date, m.end_date, m.occupation_before, \
             m.occupation_after, m.outcome, m.closed_with_case, m.notes, m.created_by, m.created, m.changed_by, m.changed \
             FROM activity_case o JOIN person p ON p.id = o.person_id JOIN activity_case a ON a.person_id = o.person_id \
             JOIN measure m ON m.case_id = a.id WHERE o.id = $2 AND {within} ORDER BY m.start_date DESC, m.id DESC"
        );
        let rows: Vec<SeenRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(case.0)
            .fetch_all(c).await?);
        rows.into_iter().filter_map(|row| row.seen().transpose()).collect()
    }
}

impl OperationTransaction {
    /// Registers a measure.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_measure(
        &mut self,
        case: CaseId,
        measure: &NewMeasure,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<MeasureId, StoreError> {
        let added = self.add_measures(&[(case, measure)], by, at).await?;
        added
            .first()
            .copied()
            .ok_or_else(|| StoreError::Inconsistent("a measure without identity".to_owned()))
    }

    /// Registers measures, at most one in each case, and returns their identities in the same order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_measures(
        &mut self,
        measures: &[(CaseId, &NewMeasure)],
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<MeasureId>, StoreError> {
        if measures.is_empty() {
            return Ok(Vec::new());
        }
        let columns = VALUES.map(|(name, _)| name).join(", ");
        let sql = format!(
            "INSERT INTO measure (case_id, {columns}, created_by, created) \
             SELECT id, {columns}, $2, $3 FROM {} WHERE true RETURNING id, case_id",
            self.database().rows(&[&[("id", JsonType::Integer)], &VALUES[..]].concat())
        );
        let rows = measures.iter().map(|(case, measure)| written(case.0, 0, measure));
        let rows = serde_json::Value::from_iter(rows).to_string();
        let made: Vec<(i64, i64)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(rows).bind(by)
            .bind(at.timestamp_millis()).fetch_all(c).await?);
        in_order(measures.iter().map(|(case, _)| *case), made).map(|ids| ids.map(MeasureId).collect())
    }

    /// Writes what a measure holds from now on, one version on.
    ///
    /// # Errors
    /// When the database refuses, and when it is no longer of the version that was read: in a transaction that has locked
    /// the register that cannot be.
    pub async fn write_measure(
        &mut self,
        (measure, version): (MeasureId, i64),
        values: &NewMeasure,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.write_measures(&[(measure, version, values.clone())], by, at).await
    }

    /// Writes what measures hold from now on, each one version on from the one that was read.
    ///
    /// # Errors
    /// As [`Self::write_measure`].
    pub async fn write_measures(
        &mut self,
        measures: &[(MeasureId, i64, NewMeasure)],
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if measures.is_empty() {
            return Ok(());
        }
        let set = VALUES.map(|(name, _)| format!("{name} = r.{name}")).join(", ");
        let keys = [("id", JsonType::Integer), ("version", JsonType::Integer)];
        let sql = format!(
            "UPDATE measure SET {set}, changed_by = $2, changed = $3, version = measure.version + 1 FROM {} \
             WHERE measure.id = r.id AND measure.version = r.version",
            self.database().rows(&[&keys, &VALUES[..]].concat())
        );
        let rows = measures.iter().map(|(id, version, values)| written(id.0, *version, values));
        let rows = serde_json::Value::from_iter(rows).to_string();
        let changed = on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).bind(by).bind(at.timestamp_millis())
            .execute(c).await?.rows_affected());
        all_written(changed, measures.len())
    }

    /// Removes a measure.
    ///
    /// # Errors
    /// As [`Self::write_measure`].
    pub async fn remove_measure(&mut self, measure: (MeasureId, i64)) -> Result<(), StoreError> {
        self.remove_measures(&[measure]).await
    }

    /// Removes measures of the versions that were read.
    ///
    /// # Errors
    /// As [`Self::write_measure`].
    pub async fn remove_measures(&mut self, measures: &[(MeasureId, i64)]) -> Result<(), StoreError> {
        remove(self, "measure", measures.iter().map(|(id, version)| (id.0, *version)).collect()).await
    }
}

/// The columns of what a measure holds.
const VALUES: [(&str, JsonType); 7] = [
    ("kind", JsonType::Text),
    ("start_date", JsonType::Date),
    ("end_date", JsonType::Date),
    ("occupation_before", JsonType::Text),
    ("occupation_after", JsonType::Text),
    ("outcome", JsonType::Text),
    ("notes", JsonType::Text),
];

/// What a measure holds as a row of JSON.
fn written(id: i64, version: i64, values: &NewMeasure) -> serde_json::Value {
    serde_json::json!({
        "id": id,
        "version": version,
        "kind": values.kind.code(),
        "start_date": values.period.start,
        "end_date": values.period.end,
        "occupation_before": values.occupation_before.code(),
        "occupation_after": values.occupation_after.map(Named::code),
        "outcome": values.outcome.map(Named::code),
        "notes": values.notes,
    })
}

/// The identities of what was made in cases, one in each, in the order of the cases.
pub(crate) fn in_order(
    cases: impl Iterator<Item = CaseId>,
    made: Vec<(i64, i64)>,
) -> Result<impl Iterator<Item = i64>, StoreError> {
    let by_case: HashMap<i64, i64> = made.into_iter().map(|(id, case)| (case, id)).collect();
    let lost = || StoreError::Inconsistent("what was made in a case has no identity".to_owned());
    let ids: Result<Vec<i64>, StoreError> =
        cases.map(|case| by_case.get(&case.0).copied().ok_or_else(lost)).collect();
    Ok(ids?.into_iter())
}

/// Removes rows of a table, of the versions that were read.
pub(crate) async fn remove(
    connection: &mut Connection,
    table: &str,
    rows: Vec<(i64, i64)>,
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let keys = connection.database().rows(&[("id", JsonType::Integer), ("version", JsonType::Integer)]);
    // Looked up by their identities, and of those only the ones of the version.
    let sql = format!(
        "DELETE FROM {table} WHERE id IN {} AND (id, version) IN (SELECT r.id, r.version FROM {keys})",
        connection.database().integers("$2")
    );
    let asked = rows.len();
    let ids = json_integers(rows.iter().map(|(id, _)| *id));
    let rows = rows.into_iter().map(|(id, version)| serde_json::json!({ "id": id, "version": version }));
    let rows = serde_json::Value::from_iter(rows).to_string();
    let removed = on!(connection, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).bind(ids).execute(c).await?.rows_affected());
    all_written(removed, asked)
}

/// Whether everything was of the version that was read.
pub(crate) fn all_written(written: u64, asked: usize) -> Result<(), StoreError> {
    if written == asked as u64 {
        Ok(())
    } else {
        Err(StoreError::Inconsistent("something changed while it was locked".to_owned()))
    }
}
