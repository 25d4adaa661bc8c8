//! Placements of pupils.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    civic_number::CivicNumber,
    id::{OrganiserId, PersonId, PlacementId, StudyPathId, UnitId},
    organisation::AcademicYear,
    period::Period,
    text::search_key,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    db::on,
    dialect::{JsonType, json_integers},
    population::civic_number,
    register::Whose,
    scope,
};

/// A placement as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacementRecord {
    /// Which placement.
    pub id: PlacementId,
    /// Whose.
    pub person: PersonId,
    /// The person's number.
    pub civic_number: CivicNumber,
    /// The set it belongs to.
    pub academic_year: String,
    /// At which unit.
    pub unit: UnitId,
    /// On which study path.
    pub study_path: StudyPathId,
    /// The grade, or empty.
    pub grade: String,
    /// The class, or empty.
    pub class: String,
    /// The days.
    pub period: Period,
}

/// A placement to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacementWrite {
    /// Which placement is replaced, or `None` for a new one.
    pub id: Option<PlacementId>,
    /// Whose.
    pub person: PersonId,
    /// At which unit.
    pub unit: UnitId,
    /// On which study path.
    pub study_path: StudyPathId,
    /// The grade, or empty.
    pub grade: String,
    /// The class, or empty.
    pub class: String,
    /// The days.
    pub period: Period,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    person_id: i64,
    civic_number: String,
    academic_year: String,
    unit_id: i64,
    study_path_id: i64,
    grade: String,
    class: String,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
}

impl TryFrom<Row> for PlacementRecord {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: PlacementId(row.id),
            person: PersonId(row.person_id),
            civic_number: civic_number(&row.civic_number)?,
            academic_year: row.academic_year,
            unit: UnitId(row.unit_id),
            study_path: StudyPathId(row.study_path_id),
            grade: row.grade,
            class: row.class,
            period: Period::new(row.start_date, row.end_date),
        })
    }
}

const COLUMNS: &str = "t.id, t.person_id, p.civic_number, t.academic_year, t.unit_id, t.study_path_id, t.grade, t.class, t.start_date, t.end_date";

const WRITTEN: [(&str, JsonType); 12] = [
    ("id", JsonType::Integer),
    ("person_id", JsonType::Integer),
    ("organiser_id", JsonType::Integer),
    ("academic_year", JsonType::Text),
    ("unit_id", JsonType::Integer),
    ("study_path_id", JsonType::Integer),
    ("grade", JsonType::Text),
    ("grade_search", JsonType::Text),
    ("class", JsonType::Text),
    ("class_search", JsonType::Text),
    ("start_date", JsonType::Date),
    ("end_date", JsonType::Date),
];

impl Connection {
    /// The placements of people with one organiser.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn placements_of(
        &mut self,
        scope: &Scope,
        organiser: OrganiserId,
        people: &[PersonId],
    ) -> Result<Vec<PlacementRecord>, StoreError> {
        let database = self.database();
        let sql = format!(
            "SELECT {COLUMNS} FROM placement t JOIN person p ON p.id = t.person_id \
             WHERE t.organiser_id = $2 AND t.person_id IN {} AND {}",
            database.integers("$3"),
            scope::of_people(database, scope, "$1"),
        );
        let ids = json_integers(people.iter().map(|person| person.0));
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(organiser.0)
            .bind(ids).fetch_all(c).await?);
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The identities of all placements in the set of an organiser and an academic year, in order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn placement_set(
        &mut self,
        organiser: OrganiserId,
        year: AcademicYear,
    ) -> Result<Vec<PlacementId>, StoreError> {
        let sql = "SELECT id FROM placement WHERE organiser_id = $1 AND academic_year = $2 ORDER BY id";
        let ids: Vec<i64> = on!(self, c => sqlx::query_scalar(sql).bind(organiser.0).bind(year.to_string()).fetch_all(c).await?);
        Ok(ids.into_iter().map(PlacementId).collect())
    }

    /// Placements by identity.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn placements_by_id(
        &mut self,
        scope: &Scope,
        ids: &[PlacementId],
    ) -> Result<Vec<PlacementRecord>, StoreError> {
        let database = self.database();
        let sql = format!(
            "SELECT {COLUMNS} FROM placement t JOIN person p ON p.id = t.person_id WHERE t.id IN {} AND {}",
            database.integers("$2"),
            scope::of_people(database, scope, "$1"),
        );
        let ids = json_integers(ids.iter().map(|id| id.0));
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(ids).fetch_all(c).await?);
        rows.into_iter().map(TryInto::try_into).collect()
    }
}

impl OperationTransaction {
    /// Writes placements of one set, new ones and replaced ones, and returns their identities in the same order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_placements(
        &mut self,
        organiser: OrganiserId,
        year: AcademicYear,
        placements: &[PlacementWrite],
    ) -> Result<Vec<PlacementId>, StoreError> {
        let database = self.database();
        let names: Vec<&str> = WRITTEN[1..].iter().map(|(name, _)| *name).collect();
        let json = |placement: &PlacementWrite| {
            serde_json::json!({
                "id": placement.id.map(|id| id.0),
                "person_id": placement.person.0,
                "organiser_id": organiser.0,
                "academic_year": year.to_string(),
                "unit_id": placement.unit.0,
                "study_path_id": placement.study_path.0,
                "grade": placement.grade,
                "grade_search": search_key(&placement.grade),
                "class": placement.class,
                "class_search": search_key(&placement.class),
                "start_date": placement.period.start,
                "end_date": placement.period.end,
            })
        };
        let identity = |person: i64, unit: i64, path: i64, start: NaiveDate| (person, unit, path, start);
        let (new, replaced): (Vec<_>, Vec<_>) =
            placements.iter().partition(|placement| placement.id.is_none());
        let mut made = std::collections::HashMap::new();
        if !new.is_empty() {
            let sql = format!(
                "INSERT INTO placement ({0}) SELECT {0} FROM {1} RETURNING id, person_id, unit_id, study_path_id, start_date",
                names.join(", "),
                database.rows(&WRITTEN)
            );
            let rows = serde_json::Value::from_iter(new.iter().map(|placement| json(placement))).to_string();
            let returned: Vec<(i64, i64, i64, i64, NaiveDate)> =
                on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(rows).fetch_all(c).await?);
            made.extend(returned.into_iter().map(|(id, person, unit, path, start)| {
                (identity(person, unit, path, start), PlacementId(id))
            }));
        }
        if !replaced.is_empty() {
            let sets: Vec<String> = names.iter().map(|name| format!("{name} = r.{name}")).collect();
            let sql = format!(
                "UPDATE placement SET {} FROM {} WHERE placement.id = r.id",
                sets.join(", "),
                database.rows(&WRITTEN)
            );
            let rows =
                serde_json::Value::from_iter(replaced.iter().map(|placement| json(placement))).to_string();
            on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(c).await.map(drop)?);
        }
        self.judge_again(Whose::People, placements.iter().map(|placement| placement.person.0)).await?;
        placements
            .iter()
            .map(|placement| {
                let key = identity(
                    placement.person.0,
                    placement.unit.0,
                    placement.study_path.0,
                    placement.period.start,
                );
                placement.id.or_else(|| made.get(&key).copied()).ok_or_else(|| {
                    StoreError::Inconsistent("a placement that was written has no identity".to_owned())
                })
            })
            .collect()
    }

    /// Gives placements an end date.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_placements(&mut self, ids: &[PlacementId], end: NaiveDate) -> Result<(), StoreError> {
        self.judge_again(Whose::Placements, ids.iter().map(|id| id.0)).await?;
        let sql =
            format!("UPDATE placement SET end_date = $2 WHERE id IN {}", self.database().integers("$1"));
        let ids = json_integers(ids.iter().map(|id| id.0));
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(ids).bind(end).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Removes placements.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_placements(&mut self, ids: &[PlacementId]) -> Result<(), StoreError> {
        self.judge_again(Whose::Placements, ids.iter().map(|id| id.0)).await?;
        let sql = format!("DELETE FROM placement WHERE id IN {}", self.database().integers("$1"));
        let ids = json_integers(ids.iter().map(|id| id.0));
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(ids).execute(c).await.map(drop)?);
        Ok(())
    }
}
