//! Contacts as they are read to be changed, and their writing.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    contact::{
        NewContact,
        change::{ContactValues, EditedContact},
    },
    follow_up::FollowUp,
    id::{CaseId, ContactId, PersonId},
    language::Named,
    text::search_key,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    db::on,
    dialect::{JsonType, json_bytes, json_integers},
    keys::title_key,
    measures::{all_written, in_order, remove},
    policies::{municipality, named},
    scope,
};

/// A contact with whose it is.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactRecord {
    /// Whose.
    pub person: PersonId,
    /// The contact.
    pub contact: EditedContact,
}

domain::private_debug!(ContactRecord, person, contact);

#[derive(sqlx::FromRow)]
struct ContactRow {
    id: i64,
    case_id: i64,
    person_id: i64,
    municipality: String,
    version: i64,
    contact_date: NaiveDate,
    heading: String,
    way: String,
    notes: String,
    follow_up: Option<NaiveDate>,
    follow_up_closed: Option<String>,
    follow_up_closed_on: Option<NaiveDate>,
}

impl ContactRow {
    fn record(self) -> Result<ContactRecord, StoreError> {
        let follow_up = match (self.follow_up, self.follow_up_closed_on, self.follow_up_closed) {
            (None, ..) => FollowUp::None,
            (Some(due), Some(on), Some(reason)) => FollowUp::Closed { due, on, reason },
            (Some(due), ..) => FollowUp::Due(due),
        };
        Ok(ContactRecord {
            person: PersonId(self.person_id),
            contact: EditedContact {
                id: ContactId(self.id),
                case: CaseId(self.case_id),
                municipality: municipality(&self.municipality)?,
                version: self.version,
                values: ContactValues {
                    date: self.contact_date,
                    heading: self.heading,
                    way: named("contact way", &self.way)?,
                    notes: self.notes,
                    follow_up,
                },
            },
        })
    }
}

impl Connection {
    /// Contacts within a scope as they are to be changed, in the order of their identities. One that is not there is left
    /// out.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn edited_contacts(
        &mut self,
        scope: &Scope,
        ids: &[ContactId],
    ) -> Result<Vec<ContactRecord>, StoreError> {
        self.contact_records(scope, "t.id", json_integers(ids.iter().map(|id| id.0))).await
    }

    /// The contacts of a case within a scope, likewise.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn edited_contacts_of(
        &mut self,
        scope: &Scope,
        case: CaseId,
    ) -> Result<Vec<ContactRecord>, StoreError> {
        self.contact_records(scope, "t.case_id", json_integers([case.0])).await
    }

    async fn contact_records(
        &mut self,
        scope: &Scope,
        by: &str,
        asked: String,
    ) -> Result<Vec<ContactRecord>, StoreError> {
        let database = self.database();
        let within = scope::of_cases(database, scope, "$1");
        let sql = format!(
            "SELECT t.id, t.case_id, a.person_id, a.municipality, t.version, t.contact_date, t.heading, t.way, t.notes, \
             t.follow_up, t.follow_up_closed, t.follow_up_closed_on FROM contact t \
             JOIN activity_case a ON a.id = t.case_id JOIN person p ON p.id = a.person_id \
             WHERE {by} IN {} AND {within} ORDER BY t.id",
            database.integers("$2")
        );
        let rows: Vec<ContactRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(asked)
            .fetch_all(c).await?);
        rows.into_iter().map(ContactRow::record).collect()
    }
}

impl OperationTransaction {
    /// Registers a contact.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_contact(
        &mut self,
        case: CaseId,
        contact: &NewContact,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<ContactId, StoreError> {
        let added = self.add_contacts(&[case], contact, by, at).await?;
        added
            .first()
            .copied()
            .ok_or_else(|| StoreError::Inconsistent("a contact without its case".to_owned()))
    }

    /// Registers the same contact with cases, each named once, and returns the identities in the order of the cases.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_contacts(
        &mut self,
        cases: &[CaseId],
        contact: &NewContact,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<ContactId>, StoreError> {
        let sql = format!(
            "INSERT INTO contact (case_id, municipality, contact_date, heading, heading_search, heading_key, way, notes, \
             follow_up, created_by, created) \
             SELECT id, municipality, $2, $3, $4, $5, $6, $7, $8, $9, $10 FROM activity_case WHERE id IN {} \
             ORDER BY id RETURNING id, case_id",
            self.database().integers("$1")
        );
        let asked = json_integers(cases.iter().map(|case| case.0));
        let made: Vec<(i64, i64)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(asked).bind(contact.date)
            .bind(&contact.heading).bind(search_key(&contact.heading)).bind(title_key(&contact.heading))
            .bind(contact.way.code()).bind(&contact.notes).bind(contact.follow_up).bind(by).bind(at.timestamp_millis())
            .fetch_all(c).await?);
        in_order(cases.iter().copied(), made).map(|ids| ids.map(ContactId).collect())
    }

    /// Writes what contacts hold from now on, each one version on from the one that was read.
    ///
    /// # Errors
    /// When the database refuses, and when one is no longer of the version that was read: in a transaction that has locked
    /// the register that cannot be.
    pub async fn write_contacts(
        &mut self,
        contacts: &[(ContactId, i64, ContactValues)],
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if contacts.is_empty() {
            return Ok(());
        }
        let sql = format!(
            "UPDATE contact SET contact_date = r.date, heading = r.heading, heading_search = r.heading_search, \
             heading_key = r.heading_key, way = r.way, notes = r.notes, follow_up = r.due, follow_up_closed = r.reason, \
             follow_up_closed_search = r.reason_search, follow_up_closed_key = r.reason_key, \
             follow_up_closed_on = r.closed_on, changed_by = $2, changed = $3, version = contact.version + 1 \
             FROM {} WHERE contact.id = r.id AND contact.version = r.version",
            self.database().rows(&[
                ("id", JsonType::Integer),
                ("version", JsonType::Integer),
                ("date", JsonType::Date),
                ("heading", JsonType::Text),
                ("heading_search", JsonType::Text),
                ("heading_key", JsonType::Bytes),
                ("way", JsonType::Text),
                ("notes", JsonType::Text),
                ("due", JsonType::Date),
                ("reason", JsonType::Text),
                ("reason_search", JsonType::Text),
                ("reason_key", JsonType::Bytes),
                ("closed_on", JsonType::Date),
            ])
        );
        let rows = contacts.iter().map(|(id, version, values)| {
            let reason = values.follow_up.reason();
            serde_json::json!({
                "id": id.0,
                "version": version,
                "date": values.date,
                "heading": values.heading,
                "heading_search": search_key(&values.heading),
                "heading_key": json_bytes(&title_key(&values.heading)),
                "way": values.way.code(),
                "notes": values.notes,
                "due": values.follow_up.due(),
                "reason": reason,
                "reason_search": reason.map(search_key),
                "reason_key": reason.map(|reason| json_bytes(&title_key(reason))),
                "closed_on": values.follow_up.closed_on(),
            })
        });
        let rows = serde_json::Value::from_iter(rows).to_string();
        let written = on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).bind(by).bind(at.timestamp_millis())
            .execute(c).await?.rows_affected());
        all_written(written, contacts.len())
    }

    /// Removes a contact.
    ///
    /// # Errors
    /// As [`Self::write_contacts`].
    pub async fn remove_contact(&mut self, contact: (ContactId, i64)) -> Result<(), StoreError> {
        self.remove_contacts(&[contact]).await
    }

    /// Removes contacts of the versions that were read.
    ///
    /// # Errors
    /// As [`Self::write_contacts`].
    pub async fn remove_contacts(&mut self, contacts: &[(ContactId, i64)]) -> Result<(), StoreError> {
        remove(self, "contact", contacts.iter().map(|(id, version)| (id.0, *version)).collect()).await
    }
}
