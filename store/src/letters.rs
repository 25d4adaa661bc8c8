//! Templates of letters, those they are written to, and what has been written.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    id::{AccountId, CaseId, ContactId, JobId, LetterTemplateId, PersonId},
    municipality::MunicipalityCode,
    person::{Address, AddressKind, Name},
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    accounts::instant,
    db::on,
    dialect::{json_integers, json_texts},
    measures::all_written,
    policies::municipality,
    population::NameRow,
    scope,
    selections::stored,
};

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateRecord {
    /// Which one.
    pub id: LetterTemplateId,
    /// Whose.
    pub municipality: MunicipalityCode,
    /// What it is called.
    pub name: String,
    /// The line above its text, with its fields in braces; empty where there is none.
    pub subject: String,
    /// What it says, with its fields in braces.
    pub text: String,
    /// Who wrote it last, and when.
    pub changed: (String, DateTime<Utc>),
    /// How many times it has been written.
    pub version: i64,
}

/// What is written of a template, by whom and when.
#[derive(Clone, Copy, Debug)]
pub struct TemplateText<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The line above its text.
    pub subject: &'a str,
    /// What it says.
    pub text: &'a str,
    /// Who writes it.
    pub by: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

/// Somebody to whom a letter is written.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// In which case.
    pub case: CaseId,
    /// Who.
    pub person: PersonId,
    /// Whose case it is.
    pub municipality: MunicipalityCode,
    /// The name.
    pub name: Name,
    /// The case's caseworker.
    pub caseworker: Option<(AccountId, String)>,
    /// Whether they are dead.
    pub is_dead: bool,
    /// Whether they are not registered in the municipality any more, whether or not a run has closed the case since. It is
    /// told of no address then.
    pub has_left: bool,
    /// The addresses; of postal ones only one that the municipality itself has entered.
    pub addresses: Vec<Address>,
}

/// What a job writes: a template as it was, and the days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterBatch {
    /// Whose template it is.
    pub municipality: MunicipalityCode,
    /// What it is called.
    pub title: String,
    /// The line above its text; empty where there is none.
    pub subject: String,
    /// What it says, with its fields in braces.
    pub text: String,
    /// The day of the letters.
    pub sent: NaiveDate,
    /// The day on which they are followed up.
    pub follow_up: Option<NaiveDate>,
}

domain::private_debug!(Recipient, case, person);

#[derive(sqlx::FromRow)]
struct TemplateRow {
    id: i64,
    municipality: String,
    name: String,
    subject: String,
    text: String,
    changed_by: String,
    changed: i64,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct BatchRow {
    municipality: String,
    title: String,
    subject: String,
    text: String,
    sent: NaiveDate,
    follow_up: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct RecipientRow {
    id: i64,
    person_id: i64,
    municipality: String,
    #[sqlx(flatten)]
    name: NameRow,
    caseworker_id: Option<i64>,
    caseworker: Option<String>,
    is_dead: bool,
    has_left: bool,
    has_own_postal: bool,
}

/// Whether the person `p` of case `a` is no longer registered in its municipality, as the population register tells it. Whoever
/// it has not told of yet is not known to have left.
const IS_ELSEWHERE: &str =
    "(p.deregistration_code IS NOT NULL OR COALESCE(p.municipality <> a.municipality, p.answered))";

/// Whether they are dead. Of a death after having left, a municipality is not told.
const IS_DEAD: &str = "(p.deregistration_code IS NOT NULL AND p.deregistration_code = 'AV' \
    AND COALESCE(p.municipality = a.municipality, a.deregistered IS NULL))";

impl Connection {
    /// The templates of municipalities, municipality by municipality in the order of their names.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn letter_templates(
        &mut self,
        municipalities: &[MunicipalityCode],
    ) -> Result<Vec<TemplateRecord>, StoreError> {
        let sql = format!(
            "SELECT id, municipality, name, subject, text, changed_by, changed, version FROM letter_template \
             WHERE municipality IN {} ORDER BY municipality, name, id",
            self.database().texts("$1")
        );
        let asked = json_texts(municipalities.iter().map(MunicipalityCode::to_string));
        let rows: Vec<TemplateRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(asked).fetch_all(c).await?);
        rows.into_iter()
            .map(|row| {
                Ok(TemplateRecord {
                    id: LetterTemplateId(row.id),
                    municipality: municipality(&row.municipality)?,
                    name: row.name,
                    subject: row.subject,
                    text: row.text,
                    changed: (row.changed_by, instant(row.changed)),
                    version: row.version,
                })
            })
            .collect()
    }

    /// Those of the cases within a scope to whom letters can be written, in the order of their names.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn recipients(
        &mut self,
        scope: &Scope,
        cases: &[CaseId],
    ) -> Result<Vec<Recipient>, StoreError> {
        self.recipients_among(scope, cases, 0, cases.len()).await
    }

    /// Some of them: so many, after the first so many.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn recipients_among(
        &mut self,
        scope: &Scope,
        cases: &[CaseId],
        after: usize,
        most: usize,
    ) -> Result<Vec<Recipient>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT a.id, a.person_id, a.municipality, p.given_names, p.calling_mark, p.middle_name, p.surname, \
             w.id AS caseworker_id, w.name AS caseworker, {IS_DEAD} AS is_dead, {IS_ELSEWHERE} AS has_left, \
             EXISTS (SELECT 1 FROM address o WHERE o.person_id = p.id AND o.kind = 'postal' \
             AND o.municipality = a.municipality) AS has_own_postal FROM activity_case a JOIN person p ON p.id = a.person_id \
             LEFT JOIN account w ON w.id = a.caseworker_id WHERE a.id IN {} AND {within} \
             ORDER BY p.surname_key, p.given_name_key, a.id LIMIT $3 OFFSET $4",
            self.database().integers("$2")
        );
        let asked = json_integers(cases.iter().map(|case| case.0));
        let rows: Vec<RecipientRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(asked)
            .bind(stored(most)).bind(stored(after)).fetch_all(c).await?);
        let people: Vec<i64> = rows.iter().filter(|row| !row.has_left).map(|row| row.person_id).collect();
        let mut addresses = std::collections::BTreeMap::new();
        for people in people.chunks(2000) {
            addresses.append(&mut self.addresses(people).await?);
        }
        rows.into_iter()
            .map(|row| {
                let here = (!row.has_left).then(|| addresses.get(&row.person_id).cloned()).flatten();
                let mut here = here.unwrap_or_default();
                here.retain(|address| address.kind != AddressKind::Postal || row.has_own_postal);
                Ok(Recipient {
                    case: CaseId(row.id),
                    person: PersonId(row.person_id),
                    municipality: municipality(&row.municipality)?,
                    name: row.name.into(),
                    caseworker: row.caseworker_id.map(AccountId).zip(row.caseworker),
                    is_dead: row.is_dead,
                    has_left: row.has_left,
                    addresses: here,
                })
            })
            .collect()
    }

    /// What a job has written, whosever it is.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn letter_batch(&mut self, job: JobId) -> Result<Option<LetterBatch>, StoreError> {
        let sql =
            "SELECT municipality, title, subject, text, sent, follow_up FROM letter_batch WHERE job_id = $1";
        let row: Option<BatchRow> = on!(self, c => sqlx::query_as(sql).bind(job.0).fetch_optional(c).await?);
        row.map(|row| {
            Ok(LetterBatch {
                municipality: municipality(&row.municipality)?,
                title: row.title,
                subject: row.subject,
                text: row.text,
                sent: row.sent,
                follow_up: row.follow_up,
            })
        })
        .transpose()
    }

    /// The cases of the letters that a job has written, those from one place to before another, in their order; without those
    /// whose contact has been removed since.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn lettered_cases(
        &mut self,
        job: JobId,
        places: Range<usize>,
    ) -> Result<Vec<CaseId>, StoreError> {
        let sql = "SELECT c.case_id FROM letter l JOIN contact c ON c.id = l.contact_id WHERE l.job_id = $1 \
                   AND l.place >= $2 AND l.place < $3 ORDER BY l.place";
        let cases: Vec<i64> = on!(self, c => sqlx::query_scalar(sql).bind(job.0).bind(stored(places.start))
            .bind(stored(places.end)).fetch_all(c).await?);
        Ok(cases.into_iter().map(CaseId).collect())
    }

    /// How many places of letters a job has, to the last that is still there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn letter_places(&mut self, job: JobId) -> Result<usize, StoreError> {
        let sql = "SELECT COALESCE(max(place) + 1, 0) FROM letter WHERE job_id = $1";
        let places: i64 = on!(self, c => sqlx::query_scalar(sql).bind(job.0).fetch_one(c).await?);
        Ok(usize::try_from(places).unwrap_or_default())
    }
}

impl OperationTransaction {
    /// Adds a template.
    ///
    /// # Errors
    /// When the database refuses, as it does a name that the municipality has a template of already.
    pub async fn add_letter_template(
        &mut self,
        municipality: MunicipalityCode,
        template: TemplateText<'_>,
    ) -> Result<LetterTemplateId, StoreError> {
        let TemplateText { name, subject, text, by, at } = template;
        let sql = "INSERT INTO letter_template (municipality, name, subject, text, changed_by, changed) \
                   VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(municipality.as_str()).bind(name).bind(subject)
            .bind(text).bind(by).bind(at.timestamp_millis()).fetch_one(c).await?);
        Ok(LetterTemplateId(id))
    }

    /// Writes a template, one version on.
    ///
    /// # Errors
    /// When the database refuses, and when it is no longer of the version that was read.
    pub async fn write_letter_template(
        &mut self,
        (id, version): (LetterTemplateId, i64),
        template: TemplateText<'_>,
    ) -> Result<(), StoreError> {
        let TemplateText { name, subject, text, by, at } = template;
        let sql = "UPDATE letter_template SET name = $3, subject = $4, text = $5, changed_by = $6, changed = $7, \
                   version = version + 1 WHERE id = $1 AND version = $2";
        let written = on!(self, c => sqlx::query(sql).bind(id.0).bind(version).bind(name).bind(subject).bind(text)
            .bind(by).bind(at.timestamp_millis()).execute(c).await?.rows_affected());
        all_written(written, 1)
    }

    /// Removes a template.
    ///
    /// # Errors
    /// As [`Self::write_letter_template`].
    pub async fn remove_letter_template(
        &mut self,
        (id, version): (LetterTemplateId, i64),
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM letter_template WHERE id = $1 AND version = $2";
        let removed =
            on!(self, c => sqlx::query(sql).bind(id.0).bind(version).execute(c).await?.rows_affected());
        all_written(removed, 1)
    }

    /// Takes note of letters that a job has written, by the contacts that they were registered as.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_letters(
        &mut self,
        job: JobId,
        batch: &LetterBatch,
        contacts: &[ContactId],
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO letter_batch (job_id, municipality, title, subject, text, sent, follow_up) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
        on!(self, c => sqlx::query(sql).bind(job.0).bind(batch.municipality.as_str()).bind(&batch.title).bind(&batch.subject)
            .bind(&batch.text).bind(batch.sent).bind(batch.follow_up).execute(c).await.map(drop)?);
        let first = self.letter_places(job).await?;
        let sql = format!(
            "INSERT INTO letter (contact_id, job_id, place) SELECT id, $1, $3 + row_number() OVER (ORDER BY id) - 1 \
             FROM contact WHERE id IN {}",
            self.database().integers("$2")
        );
        let asked = json_integers(contacts.iter().map(|contact| contact.0));
        let written = on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(job.0).bind(asked)
            .bind(stored(first)).execute(c).await?.rows_affected());
        all_written(written, contacts.len())
    }
}
