//! The read model of the list: one row a case, written in the transaction that changes what it is made of.
//!
//! [`OperationTransaction::refresh_case_rows`] makes the rows of people anew from the facts; nothing else writes the
//! table. A status, and what is missing of a measure, can change because a day has come though nobody writes anything:
//! `status_until` says when, and
//! [`Connection::cases_whose_day_has_come`] finds them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    case::CaseStatus,
    contact::detail::{self, Detail},
    id::PersonId,
    language::Named,
    measure::incomplete::Ending,
    period::Period,
    person::{Address, Name},
    text::search_key,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    cases::HAS_LEFT,
    db::on,
    dialect::{JsonType, json_bytes, json_integers},
    keys::name_key,
    policies::optional_named,
    population::NameRow,
    scope::PROTECTED,
};

/// How many people's rows are made at a time.
const BATCH: usize = 2000;

#[derive(sqlx::FromRow)]
struct SourceRow {
    case_id: i64,
    person_id: i64,
    municipality: String,
    protected: bool,
    civic_number: String,
    #[sqlx(flatten)]
    name: NameRow,
    birth_date: Option<NaiveDate>,
    registered: NaiveDate,
    deregistered: Option<NaiveDate>,
    reason: Option<String>,
    occupation: String,
    living_outside: Option<String>,
    caseworker_id: Option<i64>,
    caseworker: Option<String>,
    latest_contact: Option<NaiveDate>,
    next_follow_up: Option<NaiveDate>,
    has_left: bool,
}

const COLUMNS: [(&str, JsonType); 35] = [
    ("case_id", JsonType::Integer),
    ("person_id", JsonType::Integer),
    ("municipality", JsonType::Text),
    ("protected", JsonType::Boolean),
    ("status", JsonType::Text),
    ("civic_number", JsonType::Text),
    ("surname", JsonType::Text),
    ("given_name", JsonType::Text),
    ("surname_key", JsonType::Bytes),
    ("given_name_key", JsonType::Bytes),
    ("surname_search", JsonType::Text),
    ("given_name_search", JsonType::Text),
    ("registered", JsonType::Date),
    ("deregistered", JsonType::Date),
    ("reason", JsonType::Text),
    ("occupation", JsonType::Text),
    ("caseworker_id", JsonType::Integer),
    ("caseworker", JsonType::Text),
    ("caseworker_key", JsonType::Bytes),
    ("caseworker_search", JsonType::Text),
    ("birth_date", JsonType::Date),
    ("living_outside", JsonType::Text),
    ("latest_contact", JsonType::Date),
    ("next_follow_up", JsonType::Date),
    ("measure", JsonType::Text),
    ("measure_start", JsonType::Date),
    ("measure_end", JsonType::Date),
    ("phone", JsonType::Text),
    ("phone_search", JsonType::Text),
    ("email", JsonType::Text),
    ("email_search", JsonType::Text),
    ("address", JsonType::Text),
    ("address_search", JsonType::Text),
    ("incomplete_measures", JsonType::Integer),
    ("status_until", JsonType::Date),
];

fn bytes(text: &str) -> String {
    json_bytes(&name_key(text))
}

#[derive(sqlx::FromRow)]
struct EndingRow {
    case_id: i64,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
    occupation_after: Option<String>,
    outcome: Option<String>,
    closed_with_case: Option<NaiveDate>,
}

impl Connection {
    /// What tells how the measures of cases ended, of those of which it may be missing, by case.
    async fn endings(&mut self, cases: &[i64]) -> Result<BTreeMap<i64, Vec<Ending>>, StoreError> {
        let sql = "SELECT case_id, start_date, end_date, occupation_after, outcome, closed_with_case FROM measure \
                   WHERE (end_date IS NULL OR occupation_after IS NULL OR outcome IS NULL) AND case_id IN {ids}";
        self.grouped(sql, cases, |row: EndingRow| {
            let ending = Ending {
                period: Period::new(row.start_date, row.end_date),
                after: optional_named("occupation after", row.occupation_after.as_deref())?,
                outcome: optional_named("measure outcome", row.outcome.as_deref())?,
                closed_with_case: row.closed_with_case,
            };
            Ok((row.case_id, ending))
        })
        .await
    }

    /// People some of whose cases may have another status on `date` than their row says, or more to fill in.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn cases_whose_day_has_come(&mut self, date: NaiveDate) -> Result<Vec<PersonId>, StoreError> {
        let sql = "SELECT DISTINCT person_id FROM case_row WHERE status_until IS NOT NULL AND status_until <= $1 ORDER BY person_id";
        let ids: Vec<i64> = on!(self, c => sqlx::query_scalar(sql).bind(date).fetch_all(c).await?);
        Ok(ids.into_iter().map(PersonId).collect())
    }

    /// Everybody who has or has had a case.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn people_with_cases(&mut self) -> Result<Vec<PersonId>, StoreError> {
        let sql = "SELECT DISTINCT person_id FROM activity_case ORDER BY person_id";
        let ids: Vec<i64> = on!(self, c => sqlx::query_scalar(sql).fetch_all(c).await?);
        Ok(ids.into_iter().map(PersonId).collect())
    }
}

impl OperationTransaction {
    /// Makes the rows of people's cases anew, as of a day.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn refresh_case_rows(
        &mut self,
        people: &[PersonId],
        date: NaiveDate,
    ) -> Result<(), StoreError> {
        for batch in people.chunks(BATCH) {
            self.refresh_batch(batch, date).await?;
        }
        Ok(())
    }

    async fn refresh_batch(&mut self, people: &[PersonId], date: NaiveDate) -> Result<(), StoreError> {
        let database = self.database();
        let ids: Vec<i64> = people.iter().map(|person| person.0).collect();
        let asked = &json_integers(ids.iter().copied());
        let sql = format!(
            "SELECT a.id AS case_id, a.person_id, a.municipality, {PROTECTED} AS protected, \
             p.civic_number, p.given_names, p.calling_mark, p.middle_name, p.surname, p.birth_date, a.registered, \
             a.deregistered, a.reason, a.occupation, a.living_outside, a.caseworker_id, w.name AS caseworker, {HAS_LEFT} AS has_left, \
             (SELECT max(c.contact_date) FROM contact c WHERE c.case_id = a.id) AS latest_contact, \
             (SELECT min(c.follow_up) FROM contact c WHERE c.case_id = a.id AND c.follow_up_closed IS NULL) AS next_follow_up \
             FROM activity_case a JOIN person p ON p.id = a.person_id LEFT JOIN account w ON w.id = a.caseworker_id \
             WHERE a.person_id IN {}",
            database.integers("$1")
        );
        let sources: Vec<SourceRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(asked).fetch_all(c).await?);
        if sources.is_empty() {
            return Ok(());
        }
        let with_cases: Vec<i64> = sources.iter().map(|source| source.person_id).collect();
        let cases = self.case_facts(&with_cases, None).await?;
        let cases_of: Vec<i64> = sources.iter().map(|source| source.case_id).collect();
        let endings = self.endings(&cases_of).await?;
        let placements = self.placement_facts(&with_cases).await?;
        let addresses = self.addresses(&with_cases).await?;
        let details = self.contact_details(&with_cases).await?;
        let mut rows = Vec::with_capacity(sources.len());
        for source in sources {
            let Some(case) = cases
                .get(&source.person_id)
                .and_then(|cases| cases.iter().find(|case| case.id.0 == source.case_id))
            else {
                continue;
            };
            let placements = placements.get(&source.person_id).map(Vec::as_slice).unwrap_or_default();
            let status = CaseStatus::on(case, placements, date);
            let measure = case.shown_measure(date);
            let endings = endings.get(&source.case_id).map(Vec::as_slice).unwrap_or_default();
            let incomplete = endings.iter().filter(|ending| ending.missing(date).is_some()).count();
            let lacking = endings.iter().filter_map(|ending| ending.may_lack_after(date));
            let until = CaseStatus::may_change_after(case, placements, date);
            let name = Name::from(source.name);
            let given = name.before_surname();
            let address = addresses
                .get(&source.person_id)
                .filter(|_| !source.has_left)
                .and_then(|addresses| Address::registered_line(addresses));
            let details: Vec<Detail> = match details.get(&source.person_id) {
                Some(records) if !source.has_left => {
                    records.iter().map(|record| record.detail.clone()).collect()
                }
                _ => Vec::new(),
            };
            let phone = detail::telephone(&details).map(|detail| detail.value.as_str());
            let email = detail::email(&details).map(|detail| detail.value.as_str());
            rows.push(serde_json::json!({
                "case_id": source.case_id,
                "person_id": source.person_id,
                "municipality": source.municipality,
                "protected": source.protected,
                "status": status.code(),
                "civic_number": source.civic_number,
                "surname": name.surname,
                "given_name": given,
                "surname_key": bytes(&name.surname),
                "given_name_key": bytes(&given),
                "surname_search": search_key(&name.surname),
                "given_name_search": search_key(&given),
                "registered": source.registered,
                "deregistered": source.deregistered,
                "reason": source.reason,
                "occupation": source.occupation,
                "caseworker_id": source.caseworker_id,
                "caseworker": source.caseworker,
                "caseworker_key": source.caseworker.as_deref().map(bytes),
                "caseworker_search": source.caseworker.as_deref().map(search_key),
                "birth_date": source.birth_date,
                "living_outside": source.living_outside,
                "latest_contact": source.latest_contact,
                // The follow-ups of a closed case wait in the list of follow-ups, not here as if the case were late.
                "next_follow_up": source.next_follow_up.filter(|_| case.is_open()),
                "measure": measure.map(|measure| measure.kind.code()),
                "measure_start": measure.map(|measure| measure.period.start),
                "measure_end": measure.and_then(|measure| measure.period.end),
                "phone": phone,
                "phone_search": phone.map(search_key),
                "email": email,
                "email_search": email.map(search_key),
                "address": address,
                "address_search": address.as_deref().map(search_key),
                "incomplete_measures": incomplete,
                "status_until": lacking.chain(until).min(),
            }));
        }
        let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        let sets: Vec<String> = names[1..].iter().map(|name| format!("{name} = excluded.{name}")).collect();
        // SQLite needs a WHERE to tell the ON of a conflict from the ON of a join.
        let sql = format!(
            "INSERT INTO case_row ({0}) SELECT {0} FROM {1} WHERE true ON CONFLICT (case_id) DO UPDATE SET {2}",
            names.join(", "),
            database.rows(&COLUMNS),
            sets.join(", ")
        );
        let rows = serde_json::Value::from(rows).to_string();
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(c).await.map(drop)?);
        Ok(())
    }
}
