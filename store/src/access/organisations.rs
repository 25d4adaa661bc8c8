//! Organisations, the municipalities whose people they reach, and their agreements.

use chrono::NaiveDate;
use domain::{
    access::{
        agreement::Agreement,
        code::ServiceCode,
        organisation::{Organisation, OrganisationKind},
    },
    id::OrganisationId,
    language::Named,
    municipality::MunicipalityCode,
    period::Period,
    text::search_key,
};

use crate::{
    Connection, OperationTransaction, StoreError,
    db::on,
    keys::name_key,
    policies::{municipality, named, unknown_code},
};

/// An organisation to be made.
#[derive(Clone, Debug)]
pub struct NewOrganisation<'a> {
    /// What it is.
    pub kind: OrganisationKind,
    /// What it is called.
    pub name: &'a str,
    /// The municipalities whose people it reaches: of a municipality its own alone.
    pub municipalities: &'a [MunicipalityCode],
    /// Since when.
    pub from: NaiveDate,
}

#[derive(sqlx::FromRow)]
struct OrganisationRow {
    id: i64,
    kind: String,
    name: String,
}

impl TryFrom<OrganisationRow> for Organisation {
    type Error = StoreError;

    fn try_from(row: OrganisationRow) -> Result<Self, StoreError> {
        let kind: OrganisationKind = named("kind of organisation", &row.kind)?;
        Ok(Self { id: OrganisationId(row.id), kind, name: row.name })
    }
}

#[derive(sqlx::FromRow)]
struct AgreementRow {
    organisation_id: i64,
    service: String,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
}

/// The code of a service.
pub(super) fn service(code: &str) -> Result<ServiceCode, StoreError> {
    ServiceCode::try_from(code).map_err(|_| unknown_code("service", code))
}

impl Connection {
    /// All organisations by name.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn organisations(&mut self) -> Result<Vec<Organisation>, StoreError> {
        let sql = "SELECT id, kind, name FROM organisation ORDER BY name_key";
        let rows: Vec<OrganisationRow> = on!(self, c => sqlx::query_as(sql).fetch_all(c).await?);
        rows.into_iter().map(Organisation::try_from).collect()
    }

    /// An organisation.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown kind.
    pub async fn organisation(&mut self, id: OrganisationId) -> Result<Option<Organisation>, StoreError> {
        let sql = "SELECT id, kind, name FROM organisation WHERE id = $1";
        let row: Option<OrganisationRow> =
            on!(self, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
        row.map(Organisation::try_from).transpose()
    }

    /// The organisation of a name, in whatever case.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn organisation_called(&mut self, name: &str) -> Result<Option<Organisation>, StoreError> {
        let sql = "SELECT id, kind, name FROM organisation WHERE name_search = $1";
        let row: Option<OrganisationRow> =
            on!(self, c => sqlx::query_as(sql).bind(search_key(name)).fetch_optional(c).await?);
        row.map(Organisation::try_from).transpose()
    }

    /// The organisation that is a municipality.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn organisation_of(
        &mut self,
        municipality: MunicipalityCode,
    ) -> Result<Option<Organisation>, StoreError> {
        let sql = "SELECT id, kind, name FROM organisation WHERE municipality = $1";
        let row: Option<OrganisationRow> =
            on!(self, c => sqlx::query_as(sql).bind(municipality.as_str()).fetch_optional(c).await?);
        row.map(Organisation::try_from).transpose()
    }

    /// The municipalities whose people an organisation reaches on a day, in order.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn municipalities_of(
        &mut self,
        organisation: OrganisationId,
        day: NaiveDate,
    ) -> Result<Vec<MunicipalityCode>, StoreError> {
        let sql = "SELECT municipality FROM organisation_municipality WHERE organisation_id = $1 \
                   AND from_day <= $2 AND (to_day IS NULL OR to_day >= $2) ORDER BY municipality";
        let codes: Vec<String> =
            on!(self, c => sqlx::query_scalar(sql).bind(organisation.0).bind(day).fetch_all(c).await?);
        codes.iter().map(|code| municipality(code)).collect()
    }

    /// The agreements of an organisation, in the order in which they begin.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn agreements(&mut self, organisation: OrganisationId) -> Result<Vec<Agreement>, StoreError> {
        let sql = "SELECT organisation_id, service, from_day, to_day FROM agreement WHERE organisation_id = $1 \
                   ORDER BY from_day, id";
        let rows: Vec<AgreementRow> =
            on!(self, c => sqlx::query_as(sql).bind(organisation.0).fetch_all(c).await?);
        let agreement = |row: AgreementRow| {
            Ok(Agreement {
                organisation: OrganisationId(row.organisation_id),
                service: service(&row.service)?,
                period: Period::new(row.from_day, row.to_day),
            })
        };
        rows.into_iter().map(agreement).collect()
    }
}

impl OperationTransaction {
    /// Makes an organisation.
    ///
    /// # Errors
    /// When the database refuses, for instance because the name is taken.
    pub async fn add_organisation(
        &mut self,
        organisation: &NewOrganisation<'_>,
    ) -> Result<OrganisationId, StoreError> {
        let own = match (organisation.kind, organisation.municipalities) {
            (OrganisationKind::Municipality, [own]) => Some(own.as_str()),
            _ => None,
        };
        let sql = "INSERT INTO organisation (kind, name, name_search, name_key, municipality) \
                   VALUES ($1, $2, $3, $4, $5) RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(organisation.kind.code()).bind(organisation.name)
            .bind(search_key(organisation.name)).bind(name_key(organisation.name)).bind(own).fetch_one(c).await?);
        for code in organisation.municipalities {
            let sql = "INSERT INTO organisation_municipality (organisation_id, municipality, from_day) \
                       VALUES ($1, $2, $3)";
            on!(self, c => sqlx::query(sql).bind(id).bind(code.as_str()).bind(organisation.from).execute(c).await.map(drop)?);
        }
        Ok(OrganisationId(id))
    }

    /// Keeps an agreement. Whether it may be is for the caller to judge by those that are kept.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_agreement(&mut self, agreement: &Agreement) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO agreement (organisation_id, service, from_day, to_day) VALUES ($1, $2, $3, $4)";
        on!(self, c => sqlx::query(sql).bind(agreement.organisation.0).bind(agreement.service.as_str())
            .bind(agreement.period.start).bind(agreement.period.end).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Lets the agreement of an organisation for a service that began on a day end with another.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_agreement(&mut self, agreement: &Agreement) -> Result<(), StoreError> {
        let sql =
            "UPDATE agreement SET to_day = $4 WHERE organisation_id = $1 AND service = $2 AND from_day = $3";
        on!(self, c => sqlx::query(sql).bind(agreement.organisation.0).bind(agreement.service.as_str())
            .bind(agreement.period.start).bind(agreement.period.end).execute(c).await.map(drop)?);
        Ok(())
    }
}
