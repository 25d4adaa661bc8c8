//! A register to list, and the list as one would make it in memory.

use std::cmp::Ordering;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::view::CaseRow,
    contact::{ContactDetailKind, ContactWay, NewContact},
    language::Named,
    list::{
        ChoiceTest, Choices, Column, Condition, Direction, Filter, ListQuery, Page, PageSize, Sort, SortKey,
        Test, TextTest, specs::cases::CaseColumn,
    },
    measure::MeasureType,
    municipality::MunicipalityCode,
    occupation::OccupationAtRegistration,
    text::{search_key, sort_key},
};
use store::{CaseFields, ClosedCase, Connection, NewAccount, Store};

use super::{
    LINKOPING, NORRKOPING, begin, day, everything, instant,
    people::{But, address, numbered, with_number},
    place,
    register::{add_measure, explanation, measure},
};

/// The day of reading.
pub const TODAY: &str = "2026-11-21";

/// Names in the order of the Swedish alphabet, and such as break careless SQL.
pub const SURNAMES: [&str; 14] = [
    "Andersson",
    "de Geer",
    "Dahl",
    "Dahl_",
    "Édith",
    "O'Hara",
    "Percent%",
    "Quote\"s",
    "Zetterlund",
    "Åberg",
    "Ärlig",
    "Öström",
    "Back\\slash",
    "🙂 Glad",
];
const GIVEN: [&str; 6] = ["Viggo", "Åsa", "Östen", "Anna-Karin", "Éva", "X"];
const STREETS: [&str; 5] = ["Kungsgatan 1", "Åvägen 2", "100%-gränd 3", "Öster_gatan 4", "O'Connells väg 5"];

/// Writes down a varied register: three municipalities, protected people, closed cases, missing values.
pub async fn register(store: &Store, size: u16) {
    let mut transaction = begin(store).await;
    let mut caseworkers = Vec::new();
    for (user_name, name) in [("asa", "Åsa Lindqvist"), ("bo", "Bo Ek"), ("orjan", "Örjan Åberg")] {
        let account = NewAccount {
            user_name: user_name.into(),
            name: name.into(),
            password_hash: String::new(),
            demo: false,
        };
        caseworkers.push(transaction.add_account(&account, &[]).await.unwrap());
    }
    let mut people = Vec::new();
    let mut places = Vec::new();
    for nth in 0..size {
        let at = usize::from(nth);
        let birth = day("2006-12-01") + chrono::Days::new(u64::from(nth % 30) * 41);
        let code = [NORRKOPING, NORRKOPING, NORRKOPING, LINKOPING, "0583"][at % 5];
        let mut person = with_number(numbered(birth, 100 + nth))
            .living_in(code)
            .named(GIVEN[at % GIVEN.len()], SURNAMES[(at / 2) % SURNAMES.len()]);
        if nth % 11 == 3 {
            person = person.protected();
        }
        if nth % 3 != 0 {
            person = person.at(address(STREETS[at % STREETS.len()], "Norrköping"));
        }
        people.push(person);
        places.push(code);
    }
    let ids = transaction.save_people(&people).await.unwrap();
    for (nth, (person, code)) in ids.iter().zip(&places).enumerate() {
        let registered = day("2026-09-01") + chrono::Days::new(nth as u64 % 83);
        let occupation = OccupationAtRegistration::ALL[nth % OccupationAtRegistration::ALL.len()];
        let case =
            transaction.enter_case(*person, place(code), registered, registered, occupation).await.unwrap();
        let fields = CaseFields {
            caseworker: (nth % 4 != 0).then(|| caseworkers[nth % 3]),
            living_outside: (nth % 9 == 0).then_some(domain::contact::LivingOutside::Nordic),
            other_schooling_until: (nth % 13 == 5).then(|| day("2026-12-31")),
            ..CaseFields::default()
        };
        transaction.set_case_fields(case, &fields).await.unwrap();
        if nth % 4 == 1 {
            let kind = MeasureType::ALL[nth % MeasureType::ALL.len()];
            let start = ["2026-11-01", "2026-12-01"][nth % 8 / 4];
            add_measure(&mut transaction, case, &measure(kind, start, ["", "2026-12-24"][nth % 3 % 2])).await;
        }
        if nth % 3 == 1 {
            let contact = NewContact {
                date: day("2026-10-01") + chrono::Days::new(nth as u64 % 40),
                heading: String::new(),
                way: ContactWay::Letter,
                notes: String::new(),
                follow_up: (nth % 2 == 0).then(|| day("2026-11-15") + chrono::Days::new(nth as u64 % 14)),
            };
            transaction.add_contact(case, &contact, "Bo Ek", instant("2026-11-01T08:00:00Z")).await.unwrap();
        }
        if nth % 5 == 2 {
            let mobile = ContactDetailKind::Mobile;
            transaction
                .add_contact_detail(*person, mobile, &format!("070-17406{nth:02}"), true)
                .await
                .unwrap();
            let email = format!("Åsa.{nth}@example.se");
            transaction.add_contact_detail(*person, ContactDetailKind::Email, &email, true).await.unwrap();
        }
        if nth % 6 == 5 {
            let closed = ClosedCase {
                case,
                person: *person,
                reason: domain::case::DeregistrationReason::ALL[nth % 4],
                explanation: explanation(&mut transaction, code, *person, TODAY).await,
                measures: Vec::new(),
            };
            transaction.close_cases(day(TODAY), None, &[closed]).await.unwrap();
        }
    }
    transaction.refresh_case_rows(&ids, day(TODAY)).await.unwrap();
    transaction.commit().await.unwrap();
}

/// A query for everything, in the order of identities.
pub fn all() -> ListQuery<CaseColumn> {
    ListQuery::default().filtered(Filter::everything()).sorted(Sort::new([])).sized(PageSize::Fifty)
}

/// Every row there is, in the order of identities.
pub async fn every_row(connection: &mut Connection) -> Vec<CaseRow> {
    let (mut rows, mut page) = (Vec::new(), 1);
    loop {
        let found = connection.list_page(&everything(), &all().on_page(page), day(TODAY)).await.unwrap().page;
        rows.extend(found.rows);
        if rows.len() as u64 >= found.total {
            return rows;
        }
        page += 1;
    }
}

/// The rows of a query and their number, made in memory.
pub fn listed<'a>(
    rows: &'a [CaseRow],
    scope: &Scope,
    query: &ListQuery<CaseColumn>,
) -> (Vec<&'a CaseRow>, u64) {
    let today = day(TODAY);
    let seen =
        |row: &&CaseRow| scope.reaches(row.municipality) && (scope.includes_protected() || !row.protected);
    let filter = query.filter.clone().simplified();
    let mut kept: Vec<&CaseRow> = rows
        .iter()
        .filter(seen)
        .filter(|row| holds(&filter, row, today) && is_found(row, &query.find))
        .collect();
    kept.sort_by(|one, other| {
        query
            .sort
            .keys()
            .iter()
            .map(|key| compare(key, one, other))
            .find(|order| *order != Ordering::Equal)
            .unwrap_or_else(|| one.id.cmp(&other.id))
    });
    let total = kept.len() as u64;
    let (page, _) = query.page.within(total);
    let page: Page = page;
    let rows = kept.into_iter().skip(page.offset() as usize).take(page.size.rows().into()).collect();
    (rows, total)
}

/// A value of a row.
enum Value {
    Text(Option<String>),
    Date(Option<NaiveDate>),
    Code(Option<&'static str>),
    Proper(Option<String>),
    Number(Option<i64>),
    YesNo(bool),
}

fn value(row: &CaseRow, column: CaseColumn) -> Value {
    use CaseColumn as C;
    let code = |code: &'static str| Value::Code(Some(code));
    match column {
        C::CivicNumber => Value::Text(Some(row.civic_number.to_string())),
        C::Surname => Value::Text(Some(row.surname.clone())),
        C::GivenName => Value::Text(Some(row.given_name.clone())),
        C::Phone => Value::Text(row.phone.clone()),
        C::Email => Value::Text(row.email.clone()),
        C::Address => Value::Text(row.address.clone()),
        C::Status => code(row.status.code()),
        C::Reason => Value::Code(row.reason.map(Named::code)),
        C::Occupation => code(row.occupation.code()),
        C::LivingOutside => Value::Code(row.living_outside.map(Named::code)),
        C::Measure => Value::Code(row.measure.map(Named::code)),
        C::Caseworker => Value::Proper(row.caseworker.clone()),
        C::Municipality => Value::Proper(Some(row.municipality.to_string())),
        C::Registered => Value::Date(Some(row.registered)),
        C::Deregistered => Value::Date(row.deregistered),
        C::LatestContact => Value::Date(row.latest_contact),
        C::NextFollowUp => Value::Date(row.next_follow_up),
        C::MeasureStart => Value::Date(row.measure_start),
        C::MeasureEnd => Value::Date(row.measure_end),
        C::Age => Value::Number(row.age.map(i64::from)),
        C::Protected => Value::YesNo(row.protected),
    }
}

fn holds(filter: &Filter<CaseColumn>, row: &CaseRow, today: NaiveDate) -> bool {
    match filter {
        Filter::All(members) => members.iter().all(|member| holds(member, row, today)),
        Filter::Any(members) => members.iter().any(|member| holds(member, row, today)),
        Filter::Not(inner) => !holds(inner, row, today),
        Filter::Is(condition) => is(condition, row, today),
    }
}

fn is(condition: &Condition<CaseColumn>, row: &CaseRow, today: NaiveDate) -> bool {
    let among = |test: &ChoiceTest, code: Option<&str>| match test {
        ChoiceTest::AnyOf(codes) => code.is_some_and(|code| codes.iter().any(|other| other == code)),
        ChoiceTest::NoneOf(codes) => !code.is_some_and(|code| codes.iter().any(|other| other == code)),
    };
    match (condition.test(), value(row, condition.column())) {
        (Test::Text(test), Value::Text(text)) => text.is_some_and(|text| matches(&text, test)),
        (Test::Date(test), Value::Date(date)) => date.is_some_and(|date| test.range(today).contains(&date)),
        (Test::Number(test), Value::Number(number)) => {
            number.is_some_and(|number| test.range().contains(&number))
        }
        (Test::Choice(test), Value::Code(code)) => among(test, code),
        (Test::Choice(test), Value::Proper(code)) => among(test, code.as_deref()),
        (Test::YesNo(wanted), Value::YesNo(is)) => is == *wanted,
        (Test::Empty, value) => is_empty(&value),
        (Test::NotEmpty, value) => !is_empty(&value),
        _ => unreachable!("a test fits its column"),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Text(text) | Value::Proper(text) => text.as_ref().is_none_or(String::is_empty),
        Value::Date(date) => date.is_none(),
        Value::Code(code) => code.is_none(),
        Value::Number(number) => number.is_none(),
        Value::YesNo(_) => false,
    }
}

fn matches(text: &str, test: &TextTest) -> bool {
    let text = search_key(text);
    match test {
        TextTest::Contains(part) => text.contains(&search_key(part)),
        TextTest::StartsWith(part) => text.starts_with(&search_key(part)),
        TextTest::Equals(whole) => text == search_key(whole),
    }
}

fn is_found(row: &CaseRow, find: &str) -> bool {
    let columns = CaseColumn::spec().found_in;
    search_key(find).split(' ').all(|word| {
        columns.iter().any(|column| match value(row, *column) {
            Value::Text(Some(text)) | Value::Proper(Some(text)) => search_key(&text).contains(word),
            _ => word.is_empty(),
        })
    })
}

fn compare(key: &SortKey<CaseColumn>, one: &CaseRow, other: &CaseRow) -> Ordering {
    let ascending = ordering_key(one, key.column).cmp(&ordering_key(other, key.column));
    match key.direction {
        Direction::Ascending => ascending,
        Direction::Descending => ascending.reverse(),
    }
}

/// Whether there is no value, and what the value is ordered by.
fn ordering_key(row: &CaseRow, column: CaseColumn) -> (bool, Vec<u8>) {
    let number = |number: i64| (number.wrapping_add(i64::MIN) as u64).to_be_bytes().to_vec();
    let bytes = match (column, value(row, column)) {
        // Ages are as fine as births: whoever was born first is older.
        (CaseColumn::Age, _) => row.civic_number.birth_date().map(|birth| number(-i64::from(days(birth)))),
        (CaseColumn::Surname | CaseColumn::GivenName, Value::Text(text)) => {
            text.map(|text| sort_key(&text, 24))
        }
        (CaseColumn::Caseworker, Value::Proper(name)) => name.map(|name| sort_key(&name, 24)),
        (CaseColumn::Municipality, _) => Some(municipality_key(row.municipality)),
        (CaseColumn::Address, Value::Text(text)) => text.map(|text| search_key(&text).into_bytes()),
        (_, Value::Text(text) | Value::Proper(text)) => text.map(String::into_bytes),
        (_, Value::Date(date)) => date.map(|date| number(days(date).into())),
        (_, Value::Code(code)) => code.map(|code| {
            let Choices::Fixed(choices) = column.choices() else { unreachable!("a fixed list") };
            let place = choices.iter().position(|choice| choice.code == code).expect("a known code");
            number(place as i64)
        }),
        (_, Value::Number(value)) => value.map(number),
        (_, Value::YesNo(yes)) => Some(vec![u8::from(yes)]),
    };
    (bytes.is_none(), bytes.unwrap_or_default())
}

fn days(date: NaiveDate) -> i32 {
    use chrono::Datelike;
    date.num_days_from_ce()
}

fn municipality_key(code: MunicipalityCode) -> Vec<u8> {
    sort_key(code.name(), 64)
}
