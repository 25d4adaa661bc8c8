//! Organisers, units and study paths.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    id::{OrganiserId, StudyPathId, UnitId},
    language::Named,
    organisation::{OrganisationNumber, ProgrammeKind, Validity},
    text::search_key,
};

use crate::{Connection, OperationTransaction, StoreError, db::on, keys::title_key, policies::named};

/// A unit as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRecord {
    /// Which unit.
    pub id: UnitId,
    /// The days it is in use.
    pub validity: Validity,
}

/// A study path as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyPathRecord {
    /// Which study path.
    pub id: StudyPathId,
    /// Its kind.
    pub kind: ProgrammeKind,
    /// The days it is in use.
    pub validity: Validity,
}

/// A unit to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUnit {
    /// Whose it is.
    pub organiser: OrganiserId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The days it is in use.
    pub validity: Validity,
}

/// A study path to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStudyPath {
    /// Its code.
    pub code: String,
    /// The code of its national programme, or empty.
    pub national_code: String,
    /// Its name, or empty.
    pub name: String,
    /// Its kind.
    pub kind: ProgrammeKind,
    /// The days it is in use.
    pub validity: Validity,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    code: String,
    kind: String,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
}

impl Row {
    fn validity(&self) -> Validity {
        Validity { from: self.valid_from, until: self.valid_until }
    }
}

impl Connection {
    /// The organiser with a number.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn organiser(
        &mut self,
        number: &OrganisationNumber,
    ) -> Result<Option<OrganiserId>, StoreError> {
        let sql = "SELECT id FROM organiser WHERE number = $1";
        let id: Option<i64> =
            on!(self, c => sqlx::query_scalar(sql).bind(number.as_str()).fetch_optional(c).await?);
        Ok(id.map(OrganiserId))
    }

    /// The units of an organiser by code.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn units(&mut self, organiser: OrganiserId) -> Result<HashMap<String, UnitRecord>, StoreError> {
        let sql = "SELECT id, code, '' AS kind, valid_from, valid_until FROM unit WHERE organiser_id = $1";
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(sql).bind(organiser.0).fetch_all(c).await?);
        Ok(rows
            .into_iter()
            .map(|row| (row.code.clone(), UnitRecord { id: UnitId(row.id), validity: row.validity() }))
            .collect())
    }

    /// All study paths by code.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown kind.
    pub async fn study_paths(&mut self) -> Result<HashMap<String, StudyPathRecord>, StoreError> {
        let sql = "SELECT id, code, kind, valid_from, valid_until FROM study_path";
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(sql).fetch_all(c).await?);
        rows.into_iter()
            .map(|row| {
                let kind = named("programme kind", &row.kind)?;
                let validity = row.validity();
                Ok((row.code, StudyPathRecord { id: StudyPathId(row.id), kind, validity }))
            })
            .collect()
    }
}

impl OperationTransaction {
    /// Makes an organiser.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_organiser(
        &mut self,
        number: &OrganisationNumber,
        name: &str,
    ) -> Result<OrganiserId, StoreError> {
        let sql = "INSERT INTO organiser (number, name, name_search, name_key) VALUES ($1, $2, $3, $4) RETURNING id";
        Ok(OrganiserId(on!(self, c => sqlx::query_scalar(sql).bind(number.as_str()).bind(name)
            .bind(search_key(name)).bind(title_key(name)).fetch_one(c).await?)))
    }

    /// Makes a unit.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_unit(&mut self, unit: &NewUnit) -> Result<UnitId, StoreError> {
        let sql = "INSERT INTO unit (organiser_id, code, code_search, name, name_search, name_key, valid_from, valid_until) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
        Ok(UnitId(on!(self, c => sqlx::query_scalar(sql).bind(unit.organiser.0).bind(&unit.code)
            .bind(search_key(&unit.code)).bind(&unit.name).bind(search_key(&unit.name)).bind(title_key(&unit.name))
            .bind(unit.validity.from).bind(unit.validity.until).fetch_one(c).await?)))
    }

    /// Makes a study path.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_study_path(&mut self, path: &NewStudyPath) -> Result<StudyPathId, StoreError> {
        let sql = "INSERT INTO study_path (code, code_search, national_code, national_code_search, name, name_search, name_key, \
                   kind, valid_from, valid_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
        Ok(StudyPathId(on!(self, c => sqlx::query_scalar(sql).bind(&path.code).bind(search_key(&path.code))
            .bind(&path.national_code).bind(search_key(&path.national_code)).bind(&path.name)
            .bind(search_key(&path.name)).bind(title_key(&path.name))
            .bind(path.kind.code()).bind(path.validity.from).bind(path.validity.until).fetch_one(c).await?)))
    }
}
