//! What the journal tells of a person: who has seen them and done something to what is kept of them (`access.md` section 6).

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    civic_number::CivicNumber,
    id::{OperationId, PersonId},
    municipality::MunicipalityCode,
    operation::{ChangeKind, EntityKind, OperationKind},
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, StoreError,
    accounts::instant,
    db::on,
    dialect::json_integers,
    log::entries_within,
    policies::{municipality, named},
    population::civic_number,
    scope::{self, PROTECTED},
};

/// An entry of the journal, as far as it is about a person.
#[derive(Clone, Debug)]
pub struct PersonLogEntry {
    /// Which one.
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
    /// What became of which kind of thing of the person.
    pub things: Vec<(EntityKind, ChangeKind)>,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: i64,
    at: i64,
    kind: String,
    actor: String,
    role: String,
    organisation: String,
    municipality: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ThingRow {
    operation_id: i64,
    entity: String,
    kind: String,
}

/// The condition that the person `p` lives in a municipality of a scope or has or has had a case in one.
fn within(connection: &Connection, scope: &Scope, parameter: &str) -> String {
    let home = scope::condition(connection.database(), scope, "p.municipality", "false", parameter);
    let of_case = scope::condition(connection.database(), scope, "a.municipality", "false", parameter);
    let visible = if scope.includes_protected() { "true".to_owned() } else { format!("NOT {PROTECTED}") };
    format!(
        "{visible} AND (({home}) OR EXISTS (SELECT 1 FROM activity_case a WHERE a.person_id = p.id AND {of_case}))"
    )
}

impl Connection {
    /// Whoever has or has had a number, and lives in a municipality of a scope or has or has had a case in one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn logged_person_with(
        &mut self,
        scope: &Scope,
        number: CivicNumber,
    ) -> Result<Option<PersonId>, StoreError> {
        let sql = format!(
            "SELECT p.id FROM (SELECT 0 AS place, id FROM person WHERE civic_number = $2 \
             UNION ALL SELECT 1 AS place, person_id AS id FROM former_number WHERE civic_number = $2) found \
             JOIN person p ON p.id = found.id WHERE {} ORDER BY found.place LIMIT 1",
            within(self, scope, "$1")
        );
        let id: Option<i64> = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(number.to_string()).fetch_optional(c).await?);
        Ok(id.map(PersonId))
    }

    /// The number of somebody who lives in a municipality of a scope or has or has had a case in one.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn logged_person(
        &mut self,
        scope: &Scope,
        person: PersonId,
    ) -> Result<Option<CivicNumber>, StoreError> {
        let sql =
            format!("SELECT p.civic_number FROM person p WHERE p.id = $2 AND {}", within(self, scope, "$1"));
        let number: Option<String> = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(person.0).fetch_optional(c).await?);
        number.as_deref().map(civic_number).transpose()
    }

    /// A page of what the journal tells of a person within a scope, the latest first, and how many entries there are. What
    /// was done elsewhere is told where it was done.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn person_log(
        &mut self,
        scope: &Scope,
        person: PersonId,
        (page, size): (u64, u64),
    ) -> Result<(Vec<PersonLogEntry>, u64), StoreError> {
        let within = entries_within(scope, "o.id").unwrap_or_else(|| "true".to_owned());
        let of_them = format!(
            "FROM operation o WHERE o.id IN (SELECT d.operation_id FROM operation_change d WHERE d.person_id = $1) AND {within}"
        );
        let sql = format!("SELECT count(*) {of_them}");
        let total: i64 =
            on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(person.0).fetch_one(c).await?);
        let sql = format!(
            "SELECT o.id, o.at, o.kind, o.actor, o.role, o.organisation, o.municipality {of_them} \
             ORDER BY o.position DESC LIMIT $2 OFFSET $3"
        );
        let limit = i64::try_from(size).unwrap_or(i64::MAX);
        let offset = i64::try_from(page.saturating_sub(1).saturating_mul(size)).unwrap_or(i64::MAX);
        let rows: Vec<EntryRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(person.0).bind(limit)
            .bind(offset).fetch_all(c).await?);
        let ids = json_integers(rows.iter().map(|row| row.id));
        let sql = format!(
            "SELECT DISTINCT operation_id, entity, kind FROM operation_change WHERE person_id = $1 \
             AND operation_id IN {} ORDER BY operation_id, entity, kind",
            self.database().integers("$2")
        );
        let things: Vec<ThingRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(person.0).bind(ids).fetch_all(c).await?);
        let things_of = |id: i64| {
            let of_it = things.iter().filter(move |thing| thing.operation_id == id);
            of_it.map(|thing| Ok((named("entity", &thing.entity)?, named("change", &thing.kind)?)))
        };
        let entries = rows.iter().map(|row| {
            Ok(PersonLogEntry {
                id: OperationId(row.id),
                at: instant(row.at),
                kind: named("operation kind", &row.kind)?,
                actor: row.actor.clone(),
                role: row.role.clone(),
                organisation: row.organisation.clone(),
                municipality: row.municipality.as_deref().map(municipality).transpose()?,
                things: things_of(row.id).collect::<Result<_, StoreError>>()?,
            })
        });
        Ok((entries.collect::<Result<_, StoreError>>()?, u64::try_from(total).unwrap_or(0)))
    }
}
