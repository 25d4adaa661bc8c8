//! The search: people by the cases within a scope, and school units.
//!
//! Each question begins with the municipality and goes into an index of its own: numbers and names by how they begin,
//! and only when that finds too few, names by what stands inside them. The last reads the names of a whole
//! municipality, but from an index alone.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    id::{CaseId, PersonId, UnitId},
    municipality::MunicipalityCode,
    organisation::Validity,
    person::Name,
    search::{Asked, MOST_OTHERS, MOST_PEOPLE, OtherHit, PersonHit, UnitHit},
};
use sea_query::{
    Alias, Cond, Expr, ExprTrait, Func, LikeExpr, Order, PostgresQueryBuilder, Query, SelectStatement,
    SqliteQueryBuilder,
};

use crate::{
    Connection, Database, StoreError,
    db::on,
    lists::{column, escaped, within},
    policies::{municipality, named},
    population::{NameRow, civic_number},
};

/// How many cases each question gives at most: enough to choose the best from.
const CANDIDATES: u64 = 40;
/// By how many of the words names are looked up. What begins with none of them is found inside.
const LOOKED_UP: usize = 3;
/// How many characters a stored number has.
const WHOLE_NUMBER: usize = 13;
/// No text that begins with another comes after it and this.
const LAST: char = char::MAX;

const PERSON: &str = "person";
const SURNAME: &str = "surname_search";
const GIVEN_NAME: &str = "given_name_search";
const NUMBER: &str = "civic_number";

#[derive(sqlx::FromRow)]
struct PersonRow {
    case_id: i64,
    person_id: i64,
    civic_number: String,
    surname: String,
    given_name: String,
    surname_key: Vec<u8>,
    given_name_key: Vec<u8>,
    status: String,
    registered: NaiveDate,
    municipality: String,
}

impl PersonRow {
    const COLUMNS: [&str; 10] = [
        "case_id",
        "person_id",
        "civic_number",
        "surname",
        "given_name",
        "surname_key",
        "given_name_key",
        "status",
        "registered",
        "municipality",
    ];

    fn read(self) -> Result<PersonHit, StoreError> {
        Ok(PersonHit {
            person: PersonId(self.person_id),
            case: CaseId(self.case_id),
            civic_number: civic_number(&self.civic_number)?,
            surname: self.surname,
            given_name: self.given_name,
            // Keys hold no zero, so that a surname comes before every longer one.
            order: [self.surname_key.as_slice(), &[0], &self.given_name_key].concat(),
            status: named("status", &self.status)?,
            registered: self.registered,
            municipality: municipality(&self.municipality)?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct OtherRow {
    id: i64,
    civic_number: String,
    #[sqlx(flatten)]
    name: NameRow,
    surname_key: Vec<u8>,
    given_name_key: Vec<u8>,
    municipality: String,
}

impl OtherRow {
    const COLUMNS: [&str; 9] = [
        "id",
        "civic_number",
        "given_names",
        "calling_mark",
        "middle_name",
        "surname",
        "surname_key",
        "given_name_key",
        "municipality",
    ];

    fn order(&self) -> (&[u8], &[u8], i64) {
        (&self.surname_key, &self.given_name_key, self.id)
    }

    fn read(self) -> Result<OtherHit, StoreError> {
        let name: Name = self.name.into();
        Ok(OtherHit {
            person: PersonId(self.id),
            civic_number: civic_number(&self.civic_number)?,
            name: name.listed(),
            municipality: municipality(&self.municipality)?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct UnitRow {
    id: i64,
    code: String,
    name: String,
    organiser: String,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
}

fn begins(name: &'static str, beginning: &str) -> Cond {
    Cond::all().add(column(name).gte(beginning)).add(column(name).lt(format!("{beginning}{LAST}")))
}

fn is_of_a_number(word: &str) -> bool {
    word.contains(|sign: char| sign.is_ascii_digit())
}

/// The condition that a word stands in a name, or in the number if it has a digit.
fn stands(word: &str) -> Cond {
    let inside =
        |name: &'static str, text: &str| column(name).like(LikeExpr::new(format!("%{text}%")).escape('\\'));
    if is_of_a_number(word) {
        // The letters of a temporary number are stored as capitals.
        return Cond::all().add(inside(NUMBER, &escaped(word).to_uppercase()));
    }
    Cond::any().add(inside(SURNAME, &escaped(word))).add(inside(GIVEN_NAME, &escaped(word)))
}

/// The people of the first cases, in an order, that answer a condition.
fn question(scope: &Scope, condition: Cond, order: &[&'static str]) -> SelectStatement {
    let mut cases = Query::select();
    cases.column(Alias::new("case_id")).from(Alias::new("case_row"));
    cases.cond_where(within(scope)).cond_where(condition);
    for name in order.iter().chain(&["case_id"]) {
        cases.order_by(Alias::new(*name), Order::Asc);
    }
    cases.limit(CANDIDATES);
    // Whose they are stands in the rows, of which only these are read.
    let mut people = Query::select();
    people.distinct().column(Alias::new("person_id")).from(Alias::new("case_row"));
    people.cond_where(column("case_id").in_subquery(cases));
    people
}

/// By how numbers and names begin.
fn by_beginning(scope: &Scope, asked: &Asked) -> Vec<SelectStatement> {
    if !asked.numbers().is_empty() {
        let numbers = asked.numbers().iter();
        return numbers.map(|number| question(scope, begins(NUMBER, number), &[NUMBER])).collect();
    }
    by_words(asked).into_iter().map(|(condition, order)| question(scope, condition, &order)).collect()
}

/// The conditions that names begin with the longest of the words, and that every word stands in them, with the order in
/// which an index has them.
fn by_words(asked: &Asked) -> Vec<(Cond, [&'static str; 2])> {
    let every_word = || asked.words().iter().fold(Cond::all(), |all, word| all.add(stands(word)));
    let mut words: Vec<&String> = asked.words().iter().filter(|word| !is_of_a_number(word)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(LOOKED_UP);
    let orders = [[SURNAME, GIVEN_NAME], [GIVEN_NAME, SURNAME]];
    let by = |word: &String| orders.map(|order| (begins(order[0], word).add(every_word()), order));
    words.into_iter().flat_map(by).collect()
}

/// By what stands inside names, or inside numbers when there are digits only. Nobody is called by the inside of what is
/// a whole number, or the beginning of one.
fn inside(scope: &Scope, asked: &Asked) -> Option<SelectStatement> {
    let order: &[&'static str] = match asked.words().iter().all(|word| is_of_a_number(word)) {
        true => &[NUMBER],
        false => &[SURNAME, GIVEN_NAME],
    };
    let every_word = asked.words().iter().fold(Cond::all(), |all, word| all.add(stands(word)));
    asked.numbers().is_empty().then(|| question(scope, every_word, order))
}

/// Who lives within a scope and has no case in it: by a whole number, now or earlier, or by how names begin.
fn others(scope: &Scope, asked: &Asked) -> Vec<SelectStatement> {
    let person = || Expr::col((Alias::new(PERSON), Alias::new("id")));
    let question = |condition: Cond, order: &[&'static str]| {
        let mut cases = Query::select();
        cases.expr(Expr::value(1)).from(Alias::new("activity_case"));
        cases.and_where(Expr::col((Alias::new("activity_case"), Alias::new("person_id"))).eq(person()));
        if let Some(reached) = scope.municipalities() {
            let place = Expr::col((Alias::new("activity_case"), Alias::new("municipality")));
            cases.and_where(place.is_in(reached.iter().map(MunicipalityCode::to_string)));
        }
        let mut people = Query::select();
        people.columns(OtherRow::COLUMNS.map(Alias::new)).from(Alias::new(PERSON));
        people.cond_where(within(scope)).cond_where(condition).and_where(Expr::exists(cases).not());
        people.and_where(column("municipality").is_not_null());
        for name in order.iter().chain(&["id"]) {
            people.order_by(Alias::new(*name), Order::Asc);
        }
        people.limit(MOST_OTHERS as u64 + 1);
        people
    };
    if !asked.numbers().is_empty() {
        let whole = asked.numbers().iter().filter(|number| number.len() == WHOLE_NUMBER);
        return whole
            .flat_map(|number| {
                let mut former = Query::select();
                former.column(Alias::new("person_id")).from(Alias::new("former_number"));
                former.and_where(column(NUMBER).eq(number.as_str()));
                let now = Cond::all().add(column(NUMBER).eq(number.as_str()));
                [now, Cond::all().add(person().in_subquery(former))].map(|is_it| question(is_it, &[NUMBER]))
            })
            .collect();
    }
    // Of a part of a number everybody has one like it.
    if asked.words().iter().any(|word| is_of_a_number(word)) {
        return Vec::new();
    }
    by_words(asked).into_iter().map(|(condition, order)| question(condition, &order)).collect()
}

/// Every case within a scope of some people.
fn cases_of(scope: &Scope, people: &[i64]) -> SelectStatement {
    let mut select = Query::select();
    select.columns(PersonRow::COLUMNS.map(Alias::new)).from(Alias::new("case_row"));
    select.cond_where(column("person_id").is_in(people.iter().copied()));
    if let Some(reached) = scope.municipalities() {
        // As an expression it is compared with the few rows of these people, and not looked up.
        let place = Func::coalesce([column("municipality"), Expr::value("")]);
        let reached = reached.iter().map(MunicipalityCode::to_string);
        select.and_where(Expr::from(place).is_in(reached));
    }
    if !scope.includes_protected() {
        select.and_where(column("protected").eq(false));
    }
    select
}

/// The statements by which people are found, with their values in them: for looking at the plans that a database makes
/// of them.
pub fn search_sql(database: Database, scope: &Scope, asked: &Asked) -> Vec<String> {
    let questions = by_beginning(scope, asked).into_iter().chain(inside(scope, asked));
    written(database, questions.chain([cases_of(scope, &[1, 2])]))
}

/// The same of those by which people without a case are.
pub fn search_others_sql(database: Database, scope: &Scope, asked: &Asked) -> Vec<String> {
    written(database, others(scope, asked))
}

fn written(database: Database, questions: impl IntoIterator<Item = SelectStatement>) -> Vec<String> {
    let written = |select: SelectStatement| match database {
        Database::Sqlite => select.to_string(SqliteQueryBuilder),
        Database::Postgres => select.to_string(PostgresQueryBuilder),
    };
    questions.into_iter().map(written).collect()
}

impl Connection {
    /// Every case within a scope of the people who answer best to what is asked, in no order. Somebody is found by an
    /// earlier number too.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn search_people(
        &mut self,
        scope: &Scope,
        asked: &Asked,
    ) -> Result<Vec<PersonHit>, StoreError> {
        let mut people: Vec<i64> = Vec::new();
        for number in asked.numbers().iter().filter(|number| number.len() == WHOLE_NUMBER) {
            let sql = "SELECT person_id FROM former_number WHERE civic_number = $1";
            let found: Option<i64> =
                on!(self, c => sqlx::query_scalar(sql).bind(number).fetch_optional(c).await?);
            people.extend(found);
        }
        for question in by_beginning(scope, asked) {
            let found: Vec<(i64,)> = self.rows(question).await?;
            people.extend(found.into_iter().map(|(person,)| person));
        }
        people.sort_unstable();
        people.dedup();
        if people.len() <= MOST_PEOPLE
            && let Some(question) = inside(scope, asked)
        {
            let found: Vec<(i64,)> = self.rows(question).await?;
            people.extend(found.into_iter().map(|(person,)| person));
        }
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<PersonRow> = self.rows(cases_of(scope, &people)).await?;
        rows.into_iter().map(PersonRow::read).collect()
    }

    /// Who lives within a scope, has no case in it, and has just the number that is asked for, now or earlier, or is called
    /// as asked; as many as are shown, and one more.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn search_others(&mut self, scope: &Scope, asked: &Asked) -> Result<Vec<OtherHit>, StoreError> {
        let mut found: Vec<OtherRow> = Vec::new();
        for question in others(scope, asked) {
            found.extend(self.rows::<OtherRow>(question).await?);
        }
        found.sort_by(|one, other| one.order().cmp(&other.order()));
        found.dedup_by_key(|row| row.id);
        found.truncate(MOST_OTHERS + 1);
        found.into_iter().map(OtherRow::read).collect()
    }

    /// Every school unit, to be searched. They are few, and no people.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn units_to_search(&mut self) -> Result<Vec<UnitHit>, StoreError> {
        let sql = "SELECT u.id, u.code, u.name, o.name AS organiser, u.valid_from, u.valid_until \
                   FROM unit u JOIN organiser o ON o.id = u.organiser_id";
        let rows: Vec<UnitRow> = on!(self, c => sqlx::query_as(sql).fetch_all(c).await?);
        let read = |row: UnitRow| UnitHit {
            id: UnitId(row.id),
            code: row.code,
            name: row.name,
            organiser: row.organiser,
            validity: Validity { from: row.valid_from, until: row.valid_until },
        };
        Ok(rows.into_iter().map(read).collect())
    }
}
