//! Reports that have been made for Statistics Sweden, and the periods that are closed with one.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    civic_number::CivicNumber,
    id::{CaseId, PersonId, ScbExportId},
    municipality::MunicipalityCode,
    person::Name,
    scb_report::{Draft, Entry, Layout, ReportPeriod},
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    accounts::instant,
    db::on,
    dialect::{JsonType, json_texts},
    measures::all_written,
    policies::municipality,
    population::{NameRow, civic_number},
    scope,
    selections::stored,
};

/// An export to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewScbExport<'a> {
    /// Whose report it is.
    pub municipality: MunicipalityCode,
    /// About which days.
    pub period: ReportPeriod,
    /// By which layout.
    pub layout: &'a Layout,
    /// What it says.
    pub draft: &'a Draft,
    /// SHA-256 of the file, in hexadecimal digits.
    pub digest: &'a str,
    /// Who makes it.
    pub by: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

/// An export, without what it says of anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScbExportRecord {
    /// Which one.
    pub id: ScbExportId,
    /// Whose report it is.
    pub municipality: MunicipalityCode,
    /// About which days.
    pub period: ReportPeriod,
    /// The layout as it was.
    pub layout: Layout,
    /// Who made it, and when.
    pub made: (String, DateTime<Utc>),
    /// How many cases are in the file.
    pub cases: u64,
    /// How many rows it has, without the header.
    pub rows: u64,
    /// How many errors were found.
    pub errors: u64,
    /// How many warnings.
    pub warnings: u64,
    /// How many cases were left out for other studies.
    pub excluded: u64,
    /// SHA-256 of the file, in hexadecimal digits.
    pub digest: String,
}

/// What an export says of a case, with who it is.
#[derive(Clone)]
pub struct ScbEntryRecord {
    /// What it says.
    pub entry: Entry,
    /// The number as it is now.
    pub number: CivicNumber,
    /// The name as it is now.
    pub name: Name,
}

domain::private_debug!(ScbEntryRecord, entry);

/// A period whose report has been sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScbClosedPeriod {
    /// Whose.
    pub municipality: MunicipalityCode,
    /// Which days.
    pub period: ReportPeriod,
    /// With which export.
    pub export: ScbExportId,
    /// By whom, and when.
    pub closed: (String, DateTime<Utc>),
}

#[derive(sqlx::FromRow)]
struct ExportRow {
    id: i64,
    municipality: String,
    period_from: NaiveDate,
    period_to: NaiveDate,
    layout: String,
    made_by: String,
    made: i64,
    case_count: i64,
    row_count: i64,
    error_count: i64,
    warning_count: i64,
    excluded_count: i64,
    digest: String,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    case_id: i64,
    person_id: i64,
    file_rows: String,
    findings: String,
    civic_number: String,
    #[sqlx(flatten)]
    name: NameRow,
}

#[derive(sqlx::FromRow)]
struct ClosedRow {
    municipality: String,
    period_from: NaiveDate,
    period_to: NaiveDate,
    export_id: i64,
    closed_by: String,
    closed: i64,
}

fn period(from: NaiveDate, to: NaiveDate) -> Result<ReportPeriod, StoreError> {
    ReportPeriod::new(from, to)
        .map_err(|error| StoreError::Inconsistent(format!("a report's period: {error}")))
}

fn json<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Inconsistent(format!("{what}: {error}")))
}

fn written(what: &str, value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Inconsistent(format!("{what}: {error}")))
}

fn count(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}

impl ExportRow {
    fn record(self) -> Result<ScbExportRecord, StoreError> {
        Ok(ScbExportRecord {
            id: ScbExportId(self.id),
            municipality: municipality(&self.municipality)?,
            period: period(self.period_from, self.period_to)?,
            layout: json("a layout", &self.layout)?,
            made: (self.made_by, instant(self.made)),
            cases: count(self.case_count),
            rows: count(self.row_count),
            errors: count(self.error_count),
            warnings: count(self.warning_count),
            excluded: count(self.excluded_count),
            digest: self.digest,
        })
    }
}

const COLUMNS: &str = "x.id, x.municipality, x.period_from, x.period_to, x.layout, x.made_by, x.made, x.case_count, \
    x.row_count, x.error_count, x.warning_count, x.excluded_count, x.digest";

/// The condition that export `x` is within a scope. It tells of nobody.
fn within(connection: &Connection, scope: &Scope) -> String {
    scope::condition(connection.database(), scope, "x.municipality", "FALSE", "$1")
}

impl Connection {
    /// The latest exports within a scope, the latest first.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn scb_exports(
        &mut self,
        scope: &Scope,
        most: usize,
    ) -> Result<Vec<ScbExportRecord>, StoreError> {
        let within = within(self, scope);
        let sql = format!("SELECT {COLUMNS} FROM scb_export x WHERE {within} ORDER BY x.id DESC LIMIT $2");
        let rows: Vec<ExportRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(stored(most)).fetch_all(c).await?);
        rows.into_iter().map(ExportRow::record).collect()
    }

    /// An export within a scope.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn scb_export(
        &mut self,
        scope: &Scope,
        id: ScbExportId,
    ) -> Result<Option<ScbExportRecord>, StoreError> {
        let within = within(self, scope);
        let sql = format!("SELECT {COLUMNS} FROM scb_export x WHERE {within} AND x.id = $2");
        let row: Option<ExportRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(id.0).fetch_optional(c).await?);
        row.map(ExportRow::record).transpose()
    }

    /// The last export of a municipality about a period, before another.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn scb_export_before(
        &mut self,
        export: &ScbExportRecord,
    ) -> Result<Option<ScbExportRecord>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM scb_export x WHERE x.municipality = $1 AND x.period_from = $2 AND x.period_to = $3 \
             AND x.id < $4 ORDER BY x.id DESC LIMIT 1"
        );
        let (from, to) = (export.period.from(), export.period.to());
        let row: Option<ExportRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(export.municipality.as_str())
            .bind(from).bind(to).bind(export.id.0).fetch_optional(c).await?);
        row.map(ExportRow::record).transpose()
    }

    /// What an export says of the people within a scope, in the order of the file. Those who have been erased or have become
    /// protected since are left out, by which whoever asks for the file notices that it is not whole.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn scb_entries(
        &mut self,
        scope: &Scope,
        id: ScbExportId,
    ) -> Result<Vec<ScbEntryRecord>, StoreError> {
        let within = scope::condition(self.database(), scope, "x.municipality", scope::PROTECTED, "$1");
        let sql = format!(
            "SELECT e.case_id, e.person_id, e.file_rows, e.findings, p.civic_number, p.given_names, p.calling_mark, \
             p.middle_name, p.surname FROM scb_export_entry e JOIN scb_export x ON x.id = e.export_id \
             JOIN person p ON p.id = e.person_id WHERE e.export_id = $2 AND {within} ORDER BY e.place"
        );
        let rows: Vec<EntryRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(id.0).fetch_all(c).await?);
        rows.into_iter()
            .map(|row| {
                let entry = Entry {
                    case: CaseId(row.case_id),
                    person: PersonId(row.person_id),
                    rows: json("rows of a report", &row.file_rows)?,
                    findings: json("findings of a report", &row.findings)?,
                };
                let number = civic_number(&row.civic_number)?;
                Ok(ScbEntryRecord { entry, number, name: row.name.into() })
            })
            .collect()
    }

    /// The periods of some municipalities that are closed, the latest first.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn scb_closed_periods(
        &mut self,
        municipalities: &[MunicipalityCode],
    ) -> Result<Vec<ScbClosedPeriod>, StoreError> {
        let sql = format!(
            "SELECT municipality, period_from, period_to, export_id, closed_by, closed FROM scb_closed_period \
             WHERE municipality IN {} ORDER BY period_to DESC, period_from DESC, municipality",
            self.database().texts("$1")
        );
        let asked = json_texts(municipalities.iter().map(ToString::to_string));
        let rows: Vec<ClosedRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(asked).fetch_all(c).await?);
        rows.into_iter()
            .map(|row| {
                Ok(ScbClosedPeriod {
                    municipality: municipality(&row.municipality)?,
                    period: period(row.period_from, row.period_to)?,
                    export: ScbExportId(row.export_id),
                    closed: (row.closed_by, instant(row.closed)),
                })
            })
            .collect()
    }
}

impl OperationTransaction {
    /// Keeps an export with everything it says.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_scb_export(&mut self, new: &NewScbExport<'_>) -> Result<ScbExportId, StoreError> {
        use domain::scb_report::Severity;
        let sql = "INSERT INTO scb_export (municipality, period_from, period_to, layout, made_by, made, case_count, row_count, \
                   error_count, warning_count, excluded_count, digest) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id";
        let NewScbExport { municipality, period, layout, draft, digest, by, at } = *new;
        let layout = written("a layout", layout)?;
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(municipality.as_str()).bind(period.from()).bind(period.to())
            .bind(layout).bind(by).bind(at.timestamp_millis()).bind(stored(draft.reported()))
            .bind(stored(draft.rows().count())).bind(stored(draft.count(Severity::Error)))
            .bind(stored(draft.count(Severity::Warning))).bind(stored(draft.excluded)).bind(digest).fetch_one(c).await?);
        let rows = draft.entries.iter().enumerate().map(|(place, entry)| {
            Ok(serde_json::json!({
                "export_id": id,
                "place": place,
                "case_id": entry.case,
                "person_id": entry.person,
                "file_rows": written("rows of a report", &entry.rows)?,
                "findings": written("findings of a report", &entry.findings)?,
            }))
        });
        let rows: Vec<serde_json::Value> = rows.collect::<Result<_, StoreError>>()?;
        let all = rows.len();
        let columns = [
            ("export_id", JsonType::Integer),
            ("place", JsonType::Integer),
            ("case_id", JsonType::Integer),
            ("person_id", JsonType::Integer),
            ("file_rows", JsonType::Text),
            ("findings", JsonType::Text),
        ];
        let sql = format!(
            "INSERT INTO scb_export_entry (export_id, place, case_id, person_id, file_rows, findings) \
             SELECT export_id, place, case_id, person_id, file_rows, findings FROM {}",
            self.database().rows(&columns)
        );
        let rows = serde_json::Value::from(rows).to_string();
        let kept =
            on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(c).await?.rows_affected());
        all_written(kept, all)?;
        Ok(ScbExportId(id))
    }

    /// Closes the period of an export with it; one that is closed already is closed with this one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close_scb_period(
        &mut self,
        export: &ScbExportRecord,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO scb_closed_period (municipality, period_from, period_to, export_id, closed_by, closed) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (municipality, period_from, period_to) DO UPDATE SET \
                   export_id = excluded.export_id, closed_by = excluded.closed_by, closed = excluded.closed";
        let (from, to) = (export.period.from(), export.period.to());
        on!(self, c => sqlx::query(sql).bind(export.municipality.as_str()).bind(from).bind(to).bind(export.id.0)
            .bind(by).bind(at.timestamp_millis()).execute(c).await.map(drop)?);
        Ok(())
    }
}
