//! What the journal tells of a case: the entries that concern it, as far as its municipality may know of them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    clock::day_begins,
    id::{CaseId, OperationId, PersonId},
    language::Named,
    municipality::MunicipalityCode,
    operation::{Change, EntityKind, OperationKind},
};
use sqlx::AssertSqlSafe;

use crate::{
    CaseRecord, Connection, StoreError,
    accounts::instant,
    cases::HAS_LEFT,
    db::on,
    dialect::json_integers,
    journal::RecordedRow,
    policies::{municipality, named},
    scope,
};

/// An operation with what it did to the things of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct LoggedOperation {
    /// Which operation.
    pub id: OperationId,
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub kind: OperationKind,
    /// By whom.
    pub actor: String,
    /// In what role: its code.
    pub role: String,
    /// For which organisation, or empty.
    pub organisation: String,
    /// Where, if in one municipality.
    pub municipality: Option<MunicipalityCode>,
    /// Why, or with what.
    pub reason: String,
    /// What it did, as far as it concerns the case.
    pub changes: Vec<Change>,
}

domain::private_debug!(LoggedOperation, id, kind);

#[derive(sqlx::FromRow)]
struct CaseRow {
    person_id: i64,
    municipality: String,
    deregistered: Option<NaiveDate>,
    has_left: bool,
}

#[derive(sqlx::FromRow)]
struct OperationRow {
    id: i64,
    at: i64,
    kind: String,
    actor: String,
    role: String,
    organisation: String,
    municipality: Option<String>,
    reason: String,
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    operation_id: i64,
    #[sqlx(flatten)]
    recorded: RecordedRow,
}

#[derive(sqlx::FromRow)]
struct ToldRow {
    at: i64,
    #[sqlx(flatten)]
    recorded: RecordedRow,
}

/// The condition that change `c` of operation `o` to person `$1` concerns case `$2` of municipality `$3`, which sees the
/// measures `$4`: what was done to the case itself, and since it is there (from the place `$5` of the journal on) what its
/// municipality has done to the person's measures, contacts and ways of contact, what was done to a measure that it sees,
/// and what the registers and schools have told while the person lived there (before `$6`).
fn concerns(measures: &str) -> String {
    format!(
        "c.person_id = $1 AND (c.entity = 'case' AND c.entity_id = $2 OR o.position >= $5 AND (\
           c.entity = 'measure' AND (c.entity_id IN {measures} OR o.municipality = $3 AND NOT EXISTS (\
             SELECT 1 FROM measure m JOIN activity_case a ON a.id = m.case_id WHERE m.id = c.entity_id AND a.person_id = $1)) \
           OR c.entity = 'contact' AND (EXISTS (SELECT 1 FROM contact k WHERE k.id = c.entity_id AND k.case_id = $2) \
             OR o.municipality = $3 AND NOT EXISTS (\
               SELECT 1 FROM contact k JOIN activity_case a ON a.id = k.case_id WHERE k.id = c.entity_id AND a.person_id = $1)) \
           OR c.entity IN ('individual-plan', 'school-notice') AND o.municipality = $3 \
           OR c.entity IN ('person', 'address', 'contact-detail', 'placement', 'diploma') AND o.at < $6 \
             AND (o.municipality = $3 OR o.municipality IS NULL)))"
    )
}

impl Connection {
    /// A page of the entries of the journal that concern a case within a scope, or of those that have changed it alone, the
    /// latest first, and how many there are.
    /// What an entry did to others, or to what the case's municipality does not see, is not in it; values whose key has been
    /// destroyed are gone.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn case_log(
        &mut self,
        scope: &Scope,
        case: CaseId,
        (page, size): (u64, u64),
        changes_only: bool,
    ) -> Result<(Vec<LoggedOperation>, u64), StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT a.person_id, a.municipality, a.deregistered, {HAS_LEFT} AS has_left FROM activity_case a \
             JOIN person p ON p.id = a.person_id WHERE a.id = $2 AND {within}"
        );
        let row: Option<CaseRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(case.0).fetch_optional(c).await?);
        let Some(row) = row else { return Ok((Vec::new(), 0)) };
        let here = municipality(&row.municipality)?;
        let seen = self.seen_measures(scope, case).await?;
        let measures = json_integers(seen.into_iter().map(|seen| seen.measure.id.0));
        let from = self.opened_at(PersonId(row.person_id), case).await?;
        let left = match row.deregistered {
            Some(last) => {
                let left = self.left_after(PersonId(row.person_id), here, last).await?;
                left.or_else(|| last.succ_opt().filter(|_| row.has_left))
            }
            None => None,
        };
        let until = left.map_or(i64::MAX, |day| day_begins(day).timestamp_millis());
        let concerns = concerns(&self.database().integers("$4"));
        let changed = if changes_only { " AND c.kind <> 'read'" } else { "" };
        let entries = format!(
            "FROM operation o WHERE o.id IN (SELECT c.operation_id FROM operation_change c \
             JOIN operation o ON o.id = c.operation_id WHERE {concerns}{changed})"
        );
        let sql = format!("SELECT count(*) {entries}");
        let total: i64 = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(row.person_id).bind(case.0)
            .bind(here.as_str()).bind(&measures).bind(from).bind(until).fetch_one(c).await?);
        let sql = format!(
            "SELECT o.id, o.at, o.kind, o.actor, o.role, o.organisation, o.municipality, o.reason {entries} \
             ORDER BY o.position DESC LIMIT $7 OFFSET $8"
        );
        let limit = i64::try_from(size).unwrap_or(i64::MAX);
        let offset = i64::try_from(page.saturating_sub(1).saturating_mul(size)).unwrap_or(i64::MAX);
        let rows: Vec<OperationRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(row.person_id).bind(case.0)
            .bind(here.as_str()).bind(&measures).bind(from).bind(until).bind(limit).bind(offset).fetch_all(c).await?);
        let sql = format!(
            "SELECT c.operation_id, c.entity, c.entity_id, c.kind, c.content, k.key FROM operation_change c \
             JOIN operation o ON o.id = c.operation_id LEFT JOIN person_key k ON k.person_id = c.person_id \
             WHERE {concerns} AND c.operation_id IN {} ORDER BY c.operation_id, c.ordinal",
            self.database().integers("$7")
        );
        let shown = json_integers(rows.iter().map(|row| row.id));
        let changes: Vec<ChangeRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(row.person_id).bind(case.0)
            .bind(here.as_str()).bind(&measures).bind(from).bind(until).bind(shown).fetch_all(c).await?);
        let person = PersonId(row.person_id);
        let operations = rows.into_iter().map(|row| {
            let of_it = changes.iter().filter(|change| change.operation_id == row.id);
            Ok(LoggedOperation {
                id: OperationId(row.id),
                at: instant(row.at),
                kind: named("operation kind", &row.kind)?,
                actor: row.actor,
                role: row.role,
                organisation: row.organisation,
                municipality: row.municipality.as_deref().map(municipality).transpose()?,
                reason: row.reason,
                changes: of_it.map(|change| change.recorded.opened(person)).collect::<Result<_, _>>()?,
            })
        });
        Ok((operations.collect::<Result<_, StoreError>>()?, u64::try_from(total).unwrap_or_default()))
    }

    /// The place of the journal from which it tells of a case: where it was opened.
    async fn opened_at(&mut self, person: PersonId, case: CaseId) -> Result<i64, StoreError> {
        // That it is no reading names the index in which it is found.
        let sql = "SELECT max(o.position) FROM operation_change c JOIN operation o ON o.id = c.operation_id \
                   WHERE c.person_id = $1 AND c.entity = 'case' AND c.entity_id = $2 AND c.kind <> 'read' AND c.kind = 'created'";
        let opened: Option<i64> =
            on!(self, c => sqlx::query_scalar(sql).bind(person.0).bind(case.0).fetch_one(c).await?);
        Ok(opened.unwrap_or_default())
    }

    /// What the journal alone knows of what has happened in a case within a scope, the earliest first: changes of the case
    /// itself, and what its municipality has done since it was opened to the person's plans and ways of contact. Of the ways of
    /// somebody who has left nothing is told, as on the page of the case.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn case_changes_told(
        &mut self,
        scope: &Scope,
        case: &CaseRecord,
    ) -> Result<Vec<(DateTime<Utc>, Change)>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let from = self.opened_at(case.person, case.id).await?;
        let entities = match case.has_left {
            true => "'individual-plan'",
            false => "'individual-plan', 'contact-detail', 'address'",
        };
        let sql = format!(
            "SELECT o.at, c.entity, c.entity_id, c.kind, c.content, k.key FROM operation_change c \
             JOIN operation o ON o.id = c.operation_id LEFT JOIN person_key k ON k.person_id = c.person_id \
             WHERE c.person_id = $2 AND c.kind <> 'read' AND (c.entity = 'case' AND c.entity_id = $3 AND c.kind = 'changed' \
               OR c.entity IN ({entities}) AND o.municipality = $4 AND o.position >= $5) \
               AND EXISTS (SELECT 1 FROM activity_case a JOIN person p ON p.id = a.person_id WHERE a.id = $3 AND {within}) \
             ORDER BY o.position, c.ordinal"
        );
        let rows: Vec<ToldRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(case.person.0)
            .bind(case.id.0).bind(case.municipality.as_str()).bind(from).fetch_all(c).await?);
        rows.iter().map(|row| Ok((instant(row.at), row.recorded.opened(case.person)?))).collect()
    }

    /// Who was the last to remove a thing of the person of a case within a scope, in the case's municipality: one of a kind, with
    /// a number where it has one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn removed_by(
        &mut self,
        scope: &Scope,
        case: CaseId,
        (kind, id): (EntityKind, Option<i64>),
    ) -> Result<Option<String>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT o.actor FROM activity_case a JOIN person p ON p.id = a.person_id \
             JOIN operation_change c ON c.person_id = a.person_id \
             JOIN operation o ON o.id = c.operation_id AND o.municipality = a.municipality \
             WHERE a.id = $2 AND {within} AND c.kind = 'removed' AND c.entity = $3 \
               AND c.entity_id = coalesce($4, c.entity_id) ORDER BY o.position DESC LIMIT 1"
        );
        Ok(on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(case.0)
            .bind(kind.code()).bind(id).fetch_optional(c).await?))
    }

    /// The first day on which somebody whom a closed case concerns no longer lived in its municipality, though they may live
    /// there again.
    async fn left_after(
        &mut self,
        person: PersonId,
        here: MunicipalityCode,
        closed: NaiveDate,
    ) -> Result<Option<NaiveDate>, StoreError> {
        // The case was within the reader's reach, and of the person only a day is asked.
        let facts = self.person_facts(&Scope::of_the_system(), &[person.0]).await?;
        Ok(facts.first().and_then(|(facts, _)| facts.registration.left_after(here, closed)))
    }
}
