//! People as the population register tells of them.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::{
    access::Scope,
    civic_number::CivicNumber,
    id::PersonId,
    language::Named,
    person::{
        Address, AddressKind, Deregistration, DeregistrationCode, Name, ProtectionMarks, Registration,
        Residence,
    },
    text::search_key,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    db::on,
    dialect::{JsonType, json_bytes, json_integers, json_texts},
    keys::name_key,
    policies::{municipality, named, optional_named},
    register::Whose,
    scope,
};

/// A person as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonRecord {
    /// Who.
    pub id: PersonId,
    /// The number.
    pub civic_number: CivicNumber,
    /// The name.
    pub name: Name,
    /// The marks of protection.
    pub protection: ProtectionMarks,
    /// Where the person is registered.
    pub registration: Registration,
    /// The addresses that come from the population register.
    pub addresses: Vec<Address>,
    /// Whether the person was entered by hand.
    pub entered_by_hand: bool,
    /// When the population register changed the post that is stored.
    pub population_changed_at: Option<i64>,
}

domain::private_debug!(PersonRecord, id);

/// A person to be written: new when there is no identity yet.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonWrite {
    /// Which person is replaced, or `None` for a new one.
    pub id: Option<PersonId>,
    /// The number.
    pub civic_number: CivicNumber,
    /// The name.
    pub name: Name,
    /// The marks of protection.
    pub protection: ProtectionMarks,
    /// Where the person is registered.
    pub registration: Registration,
    /// The addresses; a postal address that the municipality has entered is left alone.
    pub addresses: Vec<Address>,
    /// Whether the person was entered by hand.
    pub entered_by_hand: bool,
    /// When the population register changed the post.
    pub population_changed_at: Option<i64>,
}

domain::private_debug!(PersonWrite, id);

/// A name as it stands with a person.
#[derive(sqlx::FromRow)]
pub(crate) struct NameRow {
    given_names: String,
    calling_mark: Option<i64>,
    middle_name: String,
    surname: String,
}

impl From<NameRow> for Name {
    fn from(row: NameRow) -> Self {
        Self {
            given: row.given_names,
            calling_mark: row.calling_mark.and_then(|mark| u8::try_from(mark).ok()),
            middle: row.middle_name,
            surname: row.surname,
        }
    }
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    asked: String,
    id: i64,
    civic_number: String,
    #[sqlx(flatten)]
    name: NameRow,
    confidentiality: bool,
    protected_registration: bool,
    answered: bool,
    municipality: Option<String>,
    residence_since: Option<NaiveDate>,
    deregistration_code: Option<String>,
    deregistration_date: Option<NaiveDate>,
    entered_by_hand: bool,
    population_changed_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct ResidenceRow {
    person_id: i64,
    municipality: String,
    since: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct AddressRow {
    person_id: i64,
    kind: String,
    care_of: String,
    lines: String,
    postal_code: String,
    city: String,
    country: String,
}

/// A number as stored.
pub(crate) fn civic_number(text: &str) -> Result<CivicNumber, StoreError> {
    CivicNumber::try_from(text).map_err(|error| StoreError::Inconsistent(format!("a civic number: {error}")))
}

/// A present stay as stored.
pub(crate) fn residence(
    code: Option<&str>,
    since: Option<NaiveDate>,
) -> Result<Option<Residence>, StoreError> {
    code.map(|code| Ok(Residence { municipality: municipality(code)?, since })).transpose()
}

/// The end of a registration as stored.
pub(crate) fn deregistration(
    code: Option<&str>,
    date: Option<NaiveDate>,
) -> Result<Option<Deregistration>, StoreError> {
    Ok(optional_named::<DeregistrationCode>("deregistration code", code)?
        .map(|code| Deregistration { code, date }))
}

const COLUMNS: &str = "p.id, p.civic_number, p.given_names, p.calling_mark, p.middle_name, p.surname, \
    p.confidentiality, p.protected_registration, p.answered, p.municipality, p.residence_since, \
    p.deregistration_code, p.deregistration_date, p.entered_by_hand, p.population_changed_at";

impl Connection {
    /// The people who have or have had the given numbers, each under the number asked for: whoever has it, else whoever has had
    /// it.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn people_by_number(
        &mut self,
        scope: &Scope,
        numbers: &[CivicNumber],
    ) -> Result<HashMap<CivicNumber, PersonRecord>, StoreError> {
        let database = self.database();
        let (texts, within) = (database.texts("$2"), scope::of_people(database, scope, "$1"));
        // Whoever has a number comes last, for the last of a number is the one that is kept.
        let sql = format!(
            "SELECT 1 AS place, p.civic_number AS asked, {COLUMNS} FROM person p \
             WHERE p.civic_number IN {texts} AND {within} \
             UNION ALL \
             SELECT 0 AS place, f.civic_number AS asked, {COLUMNS} FROM former_number f \
             JOIN person p ON p.id = f.person_id WHERE f.civic_number IN {texts} AND {within} ORDER BY place"
        );
        let asked = json_texts(numbers.iter().map(|number| number.to_string()));
        let rows: Vec<PersonRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(asked).fetch_all(c).await?);
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let earlier = self.earlier_residences(&ids).await?;
        let addresses = self.addresses(&ids).await?;
        let mut people = HashMap::with_capacity(rows.len());
        for row in rows {
            let mut told = addresses.get(&row.id).cloned().unwrap_or_default();
            told.retain(|address| address.kind != AddressKind::Postal);
            let record = PersonRecord {
                id: PersonId(row.id),
                civic_number: civic_number(&row.civic_number)?,
                name: row.name.into(),
                protection: ProtectionMarks {
                    confidentiality: row.confidentiality,
                    protected_registration: row.protected_registration,
                },
                registration: Registration {
                    answered: row.answered,
                    present: residence(row.municipality.as_deref(), row.residence_since)?,
                    // One person may be asked for by two numbers.
                    earlier: earlier.get(&row.id).cloned().unwrap_or_default(),
                    deregistration: deregistration(
                        row.deregistration_code.as_deref(),
                        row.deregistration_date,
                    )?,
                },
                addresses: told,
                entered_by_hand: row.entered_by_hand,
                population_changed_at: row.population_changed_at,
            };
            people.insert(civic_number(&row.asked)?, record);
        }
        Ok(people)
    }

    /// Earlier stays by person, the latest first.
    pub(crate) async fn earlier_residences(
        &mut self,
        people: &[i64],
    ) -> Result<BTreeMap<i64, Vec<Residence>>, StoreError> {
        let sql = "SELECT person_id, municipality, since FROM residence WHERE person_id IN {ids} ORDER BY until DESC";
        self.grouped(sql, people, |row: ResidenceRow| {
            Ok((
                row.person_id,
                Residence { municipality: municipality(&row.municipality)?, since: row.since },
            ))
        })
        .await
    }

    /// Addresses by person, in the order of their kinds.
    pub(crate) async fn addresses(
        &mut self,
        people: &[i64],
    ) -> Result<BTreeMap<i64, Vec<Address>>, StoreError> {
        let sql = "SELECT person_id, kind, care_of, lines, postal_code, city, country FROM address WHERE person_id IN {ids}";
        let told = |row: AddressRow| {
            let address = Address {
                kind: named("address kind", &row.kind)?,
                care_of: row.care_of,
                lines: row.lines.lines().map(str::to_owned).collect(),
                postal_code: row.postal_code,
                city: row.city,
                country: row.country,
            };
            Ok((row.person_id, address))
        };
        let mut addresses = self.grouped(sql, people, told).await?;
        for list in addresses.values_mut() {
            list.sort_by_key(|address| address.kind);
        }
        Ok(addresses)
    }
}

/// The columns of a person as they come in JSON.
const WRITTEN: [(&str, JsonType); 22] = [
    ("id", JsonType::Integer),
    ("civic_number", JsonType::Text),
    ("birth_date", JsonType::Date),
    ("given_names", JsonType::Text),
    ("calling_mark", JsonType::Integer),
    ("middle_name", JsonType::Text),
    ("surname", JsonType::Text),
    ("given_name", JsonType::Text),
    ("given_name_search", JsonType::Text),
    ("given_name_key", JsonType::Bytes),
    ("surname_search", JsonType::Text),
    ("surname_key", JsonType::Bytes),
    ("confidentiality", JsonType::Boolean),
    ("protected_registration", JsonType::Boolean),
    ("answered", JsonType::Boolean),
    ("municipality", JsonType::Text),
    ("residence_since", JsonType::Date),
    ("deregistration_code", JsonType::Text),
    ("deregistration_date", JsonType::Date),
    ("entered_by_hand", JsonType::Boolean),
    ("population_changed_at", JsonType::Integer),
    ("ordinal", JsonType::Integer),
];

fn person_json(person: &PersonWrite) -> serde_json::Value {
    let Registration { answered, present, deregistration, .. } = &person.registration;
    let given_name = person.name.before_surname();
    serde_json::json!({
        "id": person.id.map(|id| id.0),
        "civic_number": person.civic_number,
        "birth_date": person.civic_number.birth_date(),
        "given_names": person.name.given,
        "calling_mark": person.name.calling_mark,
        "middle_name": person.name.middle,
        "surname": person.name.surname,
        "given_name": given_name,
        "given_name_search": search_key(&given_name),
        "given_name_key": json_bytes(&name_key(&given_name)),
        "surname_search": search_key(&person.name.surname),
        "surname_key": json_bytes(&name_key(&person.name.surname)),
        "confidentiality": person.protection.confidentiality,
        "protected_registration": person.protection.protected_registration,
        "answered": answered,
        "municipality": present.map(|stay| stay.municipality),
        "residence_since": present.and_then(|stay| stay.since),
        "deregistration_code": deregistration.map(|end| end.code.code()),
        "deregistration_date": deregistration.and_then(|end| end.date),
        "entered_by_hand": person.entered_by_hand,
        "population_changed_at": person.population_changed_at,
    })
}

impl OperationTransaction {
    /// Writes people, new ones and replaced ones, and returns their identities in the same order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_people(&mut self, people: &[PersonWrite]) -> Result<Vec<PersonId>, StoreError> {
        let database = self.database();
        let written: Vec<&str> = WRITTEN[1..21].iter().map(|(name, _)| *name).collect();
        let (new, replaced): (Vec<_>, Vec<_>) = people.iter().partition(|person| person.id.is_none());
        let mut ids: HashMap<CivicNumber, PersonId> =
            replaced.iter().filter_map(|person| Some((person.civic_number, person.id?))).collect();
        if !new.is_empty() {
            let sql = format!(
                "INSERT INTO person ({0}) SELECT {0} FROM {1} RETURNING id, civic_number",
                written.join(", "),
                database.rows(&WRITTEN)
            );
            let rows = serde_json::Value::from_iter(new.iter().map(|person| person_json(person))).to_string();
            let made: Vec<(i64, String)> =
                on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(rows).fetch_all(c).await?);
            for (id, number) in made {
                ids.insert(civic_number(&number)?, PersonId(id));
            }
        }
        if !replaced.is_empty() {
            let sets: Vec<String> = written.iter().map(|name| format!("{name} = r.{name}")).collect();
            let sql = format!(
                "UPDATE person SET {} FROM {} WHERE person.id = r.id",
                sets.join(", "),
                database.rows(&WRITTEN)
            );
            let rows =
                serde_json::Value::from_iter(replaced.iter().map(|person| person_json(person))).to_string();
            on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(c).await.map(drop)?);
            let replaced_ids = json_integers(replaced.iter().filter_map(|person| person.id).map(|id| id.0));
            for sql in [
                format!("DELETE FROM residence WHERE person_id IN {}", database.integers("$1")),
                format!(
                    "DELETE FROM address WHERE kind <> 'postal' AND person_id IN {}",
                    database.integers("$1")
                ),
            ] {
                let replaced_ids = &replaced_ids;
                on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(replaced_ids).execute(c).await.map(drop)?);
            }
        }
        let identity = |person: &PersonWrite| {
            ids.get(&person.civic_number).copied().ok_or_else(|| {
                StoreError::Inconsistent("a person that was written has no identity".to_owned())
            })
        };
        let mut stays = Vec::new();
        let mut addresses = Vec::new();
        for person in people {
            let id = identity(person)?.0;
            stays.extend(ended_stays(&person.registration).map(|(stay, until)| {
                serde_json::json!({ "person_id": id, "municipality": stay.municipality, "since": stay.since, "until": until })
            }));
            addresses.extend(person.addresses.iter().map(|address| {
                serde_json::json!({
                    "person_id": id, "kind": address.kind.code(), "care_of": address.care_of,
                    "lines": address.lines.join("\n"), "postal_code": address.postal_code, "city": address.city,
                    "country": address.country,
                })
            }));
        }
        if !stays.is_empty() {
            let sql = format!(
                "INSERT INTO residence (person_id, municipality, since, until) SELECT person_id, municipality, since, until FROM {}",
                database.rows(&[
                    ("person_id", JsonType::Integer),
                    ("municipality", JsonType::Text),
                    ("since", JsonType::Date),
                    ("until", JsonType::Date),
                ])
            );
            let rows = serde_json::Value::from(stays).to_string();
            on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(c).await.map(drop)?);
        }
        if !addresses.is_empty() {
            let columns = ["person_id", "kind", "care_of", "lines", "postal_code", "city", "country"];
            let typed: Vec<(&str, JsonType)> = columns
                .iter()
                .map(|name| (*name, if *name == "person_id" { JsonType::Integer } else { JsonType::Text }))
                .collect();
            let sql = format!(
                "INSERT INTO address ({0}) SELECT {0} FROM {1}",
                columns.join(", "),
                database.rows(&typed)
            );
            let rows = serde_json::Value::from(addresses).to_string();
            on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(c).await.map(drop)?);
        }
        let ids = people.iter().map(identity).collect::<Result<Vec<_>, _>>()?;
        self.judge_again(Whose::People, ids.iter().map(|id| id.0)).await?;
        Ok(ids)
    }

    /// Marks people as protected without touching anything else of them; unknown numbers are left out.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn protect(&mut self, person: PersonId, marks: ProtectionMarks) -> Result<(), StoreError> {
        let sql = "UPDATE person SET confidentiality = confidentiality OR $2, \
                   protected_registration = protected_registration OR $3 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(person.0).bind(marks.confidentiality).bind(marks.protected_registration)
            .execute(c).await.map(drop)?);
        Ok(())
    }

    /// Gives a person a new number; what arrives under the old one still belongs to them.
    ///
    /// # Errors
    /// When the database refuses, for instance because somebody has the new number.
    pub async fn renumber(
        &mut self,
        person: PersonId,
        from: CivicNumber,
        to: CivicNumber,
    ) -> Result<(), StoreError> {
        let update = "UPDATE person SET civic_number = $2, birth_date = $3 WHERE id = $1";
        on!(self, c => sqlx::query(update).bind(person.0).bind(to.to_string()).bind(to.birth_date()).execute(c).await.map(drop)?);
        self.judge_again(Whose::People, [person.0]).await?;
        self.remember_number(person, from).await
    }

    /// Notes that a person has had a number.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remember_number(&mut self, person: PersonId, number: CivicNumber) -> Result<(), StoreError> {
        let sql = "INSERT INTO former_number (civic_number, person_id) VALUES ($1, $2) \
                   ON CONFLICT (civic_number) DO UPDATE SET person_id = excluded.person_id";
        on!(self, c => sqlx::query(sql).bind(number.to_string()).bind(person.0).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Whether two people both have an open case in one municipality, so that they cannot become one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn have_colliding_cases(&mut self, one: PersonId, other: PersonId) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM activity_case a JOIN activity_case b ON a.municipality = b.municipality \
                   WHERE a.person_id = $1 AND b.person_id = $2 AND a.deregistered IS NULL AND b.deregistered IS NULL";
        let count: i64 =
            on!(self, c => sqlx::query_scalar(sql).bind(one.0).bind(other.0).fetch_one(c).await?);
        Ok(count > 0)
    }

    /// Makes two people one: all that belongs to `from` then belongs to `into`, who has had its number.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn merge_people(
        &mut self,
        from: PersonId,
        number: CivicNumber,
        into: PersonId,
    ) -> Result<(), StoreError> {
        for sql in [
            "UPDATE placement SET person_id = $2 WHERE person_id = $1 AND NOT EXISTS (SELECT 1 FROM placement other \
             WHERE other.person_id = $2 AND other.unit_id = placement.unit_id \
             AND other.study_path_id = placement.study_path_id AND other.start_date = placement.start_date)",
            "UPDATE diploma SET person_id = $2 WHERE person_id = $1 AND NOT EXISTS (SELECT 1 FROM diploma other \
             WHERE other.person_id = $2 AND other.source = diploma.source)",
            "UPDATE activity_case SET person_id = $2 WHERE person_id = $1",
            "UPDATE case_row SET person_id = $2 WHERE person_id = $1",
            // What the one person who remains has is there once, and what is easiest stays what it was.
            "UPDATE contact_detail SET person_id = $2, \
             is_primary = is_primary AND NOT EXISTS (SELECT 1 FROM contact_detail other \
               WHERE other.person_id = $2 AND other.is_primary), \
             is_primary_telephone = is_primary_telephone AND NOT EXISTS (SELECT 1 FROM contact_detail other \
               WHERE other.person_id = $2 AND other.is_primary_telephone) \
             WHERE person_id = $1 AND NOT EXISTS (SELECT 1 FROM contact_detail other WHERE other.person_id = $2 \
               AND other.kind = contact_detail.kind AND other.value = contact_detail.value)",
            "UPDATE former_number SET person_id = $2 WHERE person_id = $1",
            "UPDATE scb_export_entry SET person_id = $2 WHERE person_id = $1",
            "UPDATE school_notice SET person_id = $2 WHERE person_id = $1",
            "UPDATE address SET person_id = $2 WHERE person_id = $1 AND kind = 'postal' AND NOT EXISTS \
             (SELECT 1 FROM address other WHERE other.person_id = $2 AND other.kind = 'postal')",
            "UPDATE person SET entered_by_hand = person.entered_by_hand OR old.entered_by_hand, \
             confidentiality = person.confidentiality OR old.confidentiality, \
             protected_registration = person.protected_registration OR old.protected_registration \
             FROM person old WHERE old.id = $1 AND person.id = $2",
        ] {
            on!(self, c => sqlx::query(sql).bind(from.0).bind(into.0).execute(c).await.map(drop)?);
        }
        on!(self, c => sqlx::query("DELETE FROM person WHERE id = $1").bind(from.0).execute(c).await.map(drop)?);
        self.judge_again(Whose::People, [into.0]).await?;
        self.remember_number(into, number).await
    }
}

/// Earlier stays with their last days: the day before the next stay began. A stay whose successor began on an unknown
/// day has no place in time and is left out.
fn ended_stays(registration: &Registration) -> impl Iterator<Item = (Residence, NaiveDate)> {
    let mut stays: Vec<Residence> = registration.earlier.clone();
    stays.sort_by_key(|stay| stay.since);
    let next_begins: Vec<Option<NaiveDate>> = stays
        .iter()
        .skip(1)
        .map(|stay| stay.since)
        .chain([registration.present.and_then(|stay| stay.since)])
        .collect();
    stays
        .into_iter()
        .zip(next_begins)
        .filter_map(|(stay, next)| Some((stay, next?.pred_opt()?)))
        .filter(|(stay, until)| stay.since.is_none_or(|since| since <= *until))
}
