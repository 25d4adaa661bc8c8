//! How people are reached: contact details and the postal address that a municipality enters, as they are read to be
//! changed, and their writing.

use std::collections::BTreeMap;

use domain::{
    access::Scope,
    contact::detail::Detail,
    id::{CaseId, ContactDetailId, PersonId},
    language::Named,
    municipality::MunicipalityCode,
    person::{Address, AddressKind},
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    cases::HAS_LEFT,
    db::on,
    measures::all_written,
    policies::{municipality, named},
    scope,
};

/// A way to reach a person, with how many times it has been written.
#[derive(Clone, PartialEq, Eq)]
pub struct DetailRecord {
    /// The way.
    pub detail: Detail,
    /// Its version.
    pub version: i64,
}

domain::private_debug!(DetailRecord, detail, version);

/// A person whom a municipality may reach, because of an open case of theirs or because they live there.
#[derive(Clone, PartialEq, Eq)]
pub struct ReachedPerson {
    /// Who.
    pub person: PersonId,
    /// Whose case it is.
    pub municipality: MunicipalityCode,
    /// The ways to reach the person, in the order in which they were entered.
    pub details: Vec<DetailRecord>,
    /// The postal address that a municipality has entered, and its version.
    pub postal_address: Option<(Address, i64)>,
}

domain::private_debug!(ReachedPerson, person, municipality);

#[derive(sqlx::FromRow)]
pub(crate) struct DetailRow {
    id: i64,
    person_id: i64,
    kind: String,
    value: String,
    is_primary: bool,
    is_primary_telephone: bool,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    version: i64,
}

impl Connection {
    /// The person of a case within a scope, with how they are reached; `None` once they have left: how they are reached is
    /// then no business of the municipality's.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn reached_person(
        &mut self,
        scope: &Scope,
        case: CaseId,
    ) -> Result<Option<ReachedPerson>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT a.person_id, a.municipality FROM activity_case a JOIN person p ON p.id = a.person_id \
             WHERE a.id = $2 AND {within} AND NOT {HAS_LEFT}"
        );
        let row: Option<(i64, String)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(case.0).fetch_optional(c).await?);
        let Some((person, code)) = row else { return Ok(None) };
        let version = "SELECT version FROM address WHERE person_id = $1 AND kind = 'postal'";
        let version: Option<VersionRow> =
            on!(self, c => sqlx::query_as(version).bind(person).fetch_optional(c).await?);
        let addresses = self.addresses(&[person]).await?.remove(&person).unwrap_or_default();
        let postal = addresses.into_iter().find(|address| address.kind == AddressKind::Postal);
        Ok(Some(ReachedPerson {
            person: PersonId(person),
            municipality: municipality(&code)?,
            details: self.contact_details(&[person]).await?.remove(&person).unwrap_or_default(),
            postal_address: postal.zip(version.map(|row| row.version)),
        }))
    }

    /// The ways to reach people by person, in the order in which they were entered.
    pub(crate) async fn contact_details(
        &mut self,
        people: &[i64],
    ) -> Result<BTreeMap<i64, Vec<DetailRecord>>, StoreError> {
        let sql = "SELECT id, person_id, kind, value, is_primary, is_primary_telephone, version FROM contact_detail \
                   WHERE person_id IN {ids} ORDER BY id";
        self.grouped(sql, people, |row: DetailRow| {
            let detail = Detail {
                id: ContactDetailId(row.id),
                kind: named("contact detail", &row.kind)?,
                value: row.value,
                primary: row.is_primary,
                primary_telephone: row.is_primary_telephone,
            };
            Ok((row.person_id, DetailRecord { detail, version: row.version }))
        })
        .await
    }
}

impl OperationTransaction {
    /// Adds a way to reach a person. Its identity is given here.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_contact_detail(
        &mut self,
        person: PersonId,
        detail: &Detail,
    ) -> Result<ContactDetailId, StoreError> {
        let sql = "INSERT INTO contact_detail (person_id, kind, value, is_primary, is_primary_telephone) \
                   VALUES ($1, $2, $3, $4, $5) RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(person.0).bind(detail.kind.code()).bind(&detail.value)
            .bind(detail.primary).bind(detail.primary_telephone).fetch_one(c).await?);
        Ok(ContactDetailId(id))
    }

    /// Writes what a way to reach a person is from now on, one version on.
    ///
    /// # Errors
    /// When the database refuses, and when it is no longer of the version that was read: in a transaction that has locked
    /// the register that cannot be.
    pub async fn write_contact_detail(&mut self, detail: &Detail, version: i64) -> Result<(), StoreError> {
        let sql = "UPDATE contact_detail SET kind = $3, value = $4, is_primary = $5, is_primary_telephone = $6, \
                   version = version + 1 WHERE id = $1 AND version = $2";
        let written = on!(self, c => sqlx::query(sql).bind(detail.id.0).bind(version).bind(detail.kind.code())
            .bind(&detail.value).bind(detail.primary).bind(detail.primary_telephone).execute(c).await?.rows_affected());
        all_written(written, 1)
    }

    /// Removes a way to reach a person.
    ///
    /// # Errors
    /// As [`Self::write_contact_detail`].
    pub async fn remove_contact_detail(
        &mut self,
        (detail, version): (ContactDetailId, i64),
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM contact_detail WHERE id = $1 AND version = $2";
        let removed =
            on!(self, c => sqlx::query(sql).bind(detail.0).bind(version).execute(c).await?.rows_affected());
        all_written(removed, 1)
    }

    /// Sets the one postal address that a municipality may enter for a person, which is that municipality's from then on. Its
    /// version is the operation's number, so that one that was removed and entered anew is none that anybody has seen.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_postal_address(
        &mut self,
        person: PersonId,
        municipality: MunicipalityCode,
        address: &Address,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO address (person_id, kind, care_of, lines, postal_code, city, country, version, municipality) \
                   VALUES ($1, 'postal', $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person_id, kind) DO UPDATE SET \
                   care_of = excluded.care_of, lines = excluded.lines, postal_code = excluded.postal_code, \
                   city = excluded.city, country = excluded.country, municipality = excluded.municipality, version = \
                   CASE WHEN address.version >= excluded.version THEN address.version + 1 ELSE excluded.version END";
        let version = self.id().0;
        on!(self, c => sqlx::query(sql).bind(person.0).bind(&address.care_of).bind(address.lines.join("\n"))
            .bind(&address.postal_code).bind(&address.city).bind(&address.country).bind(version)
            .bind(municipality.as_str()).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Removes it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_postal_address(&mut self, person: PersonId) -> Result<(), StoreError> {
        let sql = "DELETE FROM address WHERE person_id = $1 AND kind = 'postal'";
        on!(self, c => sqlx::query(sql).bind(person.0).execute(c).await.map(drop)?);
        Ok(())
    }
}
