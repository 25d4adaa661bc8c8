//! Lists as one would make them in memory, from what their cells show.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};
use domain::{
    access::Scope,
    case::view::CaseRow,
    language::Language,
    list::{
        CaseColumn, Cell, ChoiceTest, Choices, Column, ColumnType, Condition, Direction, Filter,
        FollowUpColumn, JobColumn, ListQuery, ListRow, LogColumn, PageSize, PersonColumn, PupilColumn,
        RunColumn, Sort, SortKey, Source, StudyPathColumn, Test, TextTest, UnitColumn, UserColumn,
        column::ME,
        specs::{
            follow_ups::FollowUpRow, jobs::JobEntry, log::LogEntry, persons::PersonRow, pupils::PlacementRow,
            runs::RunRow, study_paths::StudyPathRow, units::UnitRow, users::UserRow,
        },
    },
    municipality::{MunicipalityCode, municipalities},
    operation::{role_codes, role_name},
    text::{search_key, sort_key},
};
use store::{Connection, Listed};

use super::{
    LINKOPING, NORRKOPING, day,
    listed::{THEIR_NAME, TODAY},
    place,
};

/// What texts are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortedAs {
    /// The Swedish order of names.
    Name,
    /// The Swedish order of longer texts.
    Title,
    /// The text as it is searched.
    Folded,
    /// The text as it is.
    Itself,
}

/// What a list's cells do not tell.
pub trait InMemory: Listed {
    /// Whether the row, of somebody who is not protected, is within a scope.
    fn is_reached(row: &Self::Row, scope: &Scope) -> bool;
    /// What a text column is sorted by.
    fn sorted_as(self) -> SortedAs;
    /// Whether a text column may have no text at all, which is not the same as an empty one.
    fn may_lack(self) -> bool {
        false
    }
    /// The birth behind an age.
    fn born(_: &Self::Row) -> Option<NaiveDate> {
        None
    }
}

impl InMemory for CaseColumn {
    fn is_reached(row: &CaseRow, scope: &Scope) -> bool {
        scope.reaches(row.municipality) && (scope.includes_protected() || !row.protected)
    }

    fn sorted_as(self) -> SortedAs {
        match self {
            Self::Surname | Self::GivenName => SortedAs::Name,
            Self::Address => SortedAs::Folded,
            _ => SortedAs::Itself,
        }
    }

    fn may_lack(self) -> bool {
        matches!(self, Self::Phone | Self::Email | Self::Address)
    }

    fn born(row: &CaseRow) -> Option<NaiveDate> {
        row.civic_number.birth_date()
    }
}

impl InMemory for FollowUpColumn {
    fn is_reached(row: &FollowUpRow, scope: &Scope) -> bool {
        scope.reaches(row.municipality)
    }

    fn sorted_as(self) -> SortedAs {
        match self {
            Self::Surname | Self::GivenName => SortedAs::Name,
            Self::Heading | Self::ClosedBecause => SortedAs::Title,
            _ => SortedAs::Itself,
        }
    }

    fn may_lack(self) -> bool {
        self == Self::ClosedBecause
    }
}

impl InMemory for PersonColumn {
    fn is_reached(row: &PersonRow, scope: &Scope) -> bool {
        row.municipality.is_some_and(|municipality| scope.reaches(municipality))
    }

    fn sorted_as(self) -> SortedAs {
        match self {
            Self::Surname | Self::GivenName => SortedAs::Name,
            _ => SortedAs::Itself,
        }
    }

    fn born(row: &PersonRow) -> Option<NaiveDate> {
        row.born
    }
}

impl InMemory for PupilColumn {
    fn is_reached(row: &PlacementRow, scope: &Scope) -> bool {
        row.municipality.is_some_and(|municipality| scope.reaches(municipality))
    }

    fn sorted_as(self) -> SortedAs {
        match self {
            Self::Surname | Self::GivenName => SortedAs::Name,
            Self::Unit | Self::Organiser => SortedAs::Title,
            Self::UnitCode | Self::StudyPath | Self::Grade | Self::Class => SortedAs::Folded,
            _ => SortedAs::Itself,
        }
    }

    fn born(row: &PlacementRow) -> Option<NaiveDate> {
        row.civic_number.birth_date()
    }
}

impl InMemory for UnitColumn {
    fn is_reached(_: &UnitRow, _: &Scope) -> bool {
        true
    }

    fn sorted_as(self) -> SortedAs {
        match self {
            Self::Name | Self::Organiser => SortedAs::Title,
            Self::Code => SortedAs::Folded,
            _ => SortedAs::Itself,
        }
    }
}

impl InMemory for StudyPathColumn {
    fn is_reached(_: &StudyPathRow, _: &Scope) -> bool {
        true
    }

    fn sorted_as(self) -> SortedAs {
        match self {
            Self::Name => SortedAs::Title,
            _ => SortedAs::Folded,
        }
    }
}

impl InMemory for JobColumn {
    fn is_reached(row: &JobEntry, scope: &Scope) -> bool {
        scope.reaches_work(row.account, row.municipality)
    }

    fn sorted_as(self) -> SortedAs {
        SortedAs::Name
    }
}

impl InMemory for RunColumn {
    fn is_reached(row: &RunRow, scope: &Scope) -> bool {
        scope.reaches(row.municipality)
    }

    fn sorted_as(self) -> SortedAs {
        SortedAs::Folded
    }
}

impl InMemory for LogColumn {
    fn is_reached(row: &LogEntry, scope: &Scope) -> bool {
        row.municipality.is_some_and(|municipality| scope.reaches(municipality))
    }

    fn sorted_as(self) -> SortedAs {
        SortedAs::Folded
    }
}

impl InMemory for UserColumn {
    /// The stories' roles in more than one municipality are all in the same two.
    fn is_reached(row: &UserRow, scope: &Scope) -> bool {
        match row.municipality {
            Some(municipality) => scope.reaches(municipality),
            None => scope.reaches(place(NORRKOPING)) && scope.reaches(place(LINKOPING)),
        }
    }

    fn sorted_as(self) -> SortedAs {
        match self {
            Self::Name => SortedAs::Name,
            Self::Organisation => SortedAs::Folded,
            _ => SortedAs::Itself,
        }
    }
}

/// A query for everything, in the order of identities.
pub fn all<C: Column>() -> ListQuery<C> {
    ListQuery::default().filtered(Filter::everything()).sorted(Sort::new([])).sized(PageSize::Fifty)
}

/// Every row within a scope, in the order of identities.
pub async fn every_row<C: Listed>(connection: &mut Connection, scope: &Scope) -> Vec<C::Row> {
    let (mut rows, mut page) = (Vec::new(), 1);
    loop {
        let query = all::<C>().on_page(page);
        let found = connection.list_page(scope, &query, day(TODAY)).await.unwrap().page;
        rows.extend(found.rows);
        if rows.len() as u64 >= found.total {
            return rows;
        }
        page += 1;
    }
}

/// The rows of a query and their number, made in memory.
pub fn listed<'a, C: InMemory>(
    rows: &'a [C::Row],
    scope: &Scope,
    query: &ListQuery<C>,
) -> (Vec<&'a C::Row>, u64) {
    let today = day(TODAY);
    let filter = query.filter.clone().simplified();
    let mut kept: Vec<&C::Row> = rows
        .iter()
        .filter(|row| C::is_reached(row, scope))
        .filter(|row| holds(&filter, *row, today) && is_found::<C>(row, &query.find))
        .collect();
    kept.sort_by(|one, other| {
        query
            .sort
            .keys()
            .iter()
            .map(|key| compare(key, *one, *other))
            .find(|order| *order != Ordering::Equal)
            .unwrap_or_else(|| one.id().cmp(&other.id()))
    });
    let total = kept.len() as u64;
    let (page, _) = query.page.within(total);
    let rows = kept.into_iter().skip(page.offset() as usize).take(page.size.rows().into()).collect();
    (rows, total)
}

/// A value of a row.
#[derive(Debug)]
enum Value {
    Text(Option<String>),
    Day(Option<NaiveDate>),
    /// An instant in milliseconds, and the day it is on in Stockholm.
    Moment(Option<(i64, NaiveDate)>),
    Code(Option<String>),
    Number(Option<i64>),
    YesNo(bool),
}

/// What a cell shows, as the value that is filtered by.
fn value<C: InMemory>(row: &C::Row, column: C) -> Value {
    value_in(Language::Swedish, row, column)
}

fn value_in<C: InMemory>(language: Language, row: &C::Row, column: C) -> Value {
    match (row.cell(column, language), column.column_type()) {
        (Cell::Text(text), ColumnType::Text) => Value::Text(Some(text.into_owned())),
        (Cell::Nothing, ColumnType::Text) => Value::Text((!column.may_lack()).then(String::new)),
        (Cell::Text(name), ColumnType::Choice) => Value::Code(Some(code(column, &name))),
        (Cell::Nothing, ColumnType::Choice) => Value::Code(None),
        (Cell::Day(day), ColumnType::Date) => Value::Day(Some(day)),
        (Cell::Moment(moment), ColumnType::Date) => {
            Value::Moment(Some((moment.and_utc().timestamp_millis(), moment.date())))
        }
        (Cell::Nothing, ColumnType::Date) => Value::Day(None),
        (Cell::Number(number), ColumnType::Number) => Value::Number(Some(number)),
        (Cell::Nothing, ColumnType::Number) => Value::Number(None),
        (Cell::YesNo(yes), ColumnType::YesNo) => Value::YesNo(yes),
        _ => unreachable!("a cell fits its column"),
    }
}

/// The code of a choice that is shown by its name.
fn code<C: Column>(column: C, name: &str) -> String {
    match column.choices() {
        Choices::Fixed(choices) => {
            let mut named = choices.into_iter().filter(|choice| choice.name.swedish == name);
            let code = named.next().expect("a known name").code;
            assert!(named.next().is_none(), "{name} has two codes");
            code
        }
        Choices::AtRunTime(Source::Municipalities) => {
            municipalities().find(|known| known.name == name).expect("a municipality").code.to_string()
        }
        Choices::AtRunTime(Source::Roles) => {
            let known = role_codes().find(|code| role_name(code, Language::Swedish) == Some(name));
            known.map_or_else(|| format!("role: {name}"), str::to_owned)
        }
        Choices::AtRunTime(Source::Caseworkers | Source::Services | Source::Permissions) => name.to_owned(),
        Choices::None => unreachable!("a choice column has choices"),
    }
}

fn holds<C: InMemory>(filter: &Filter<C>, row: &C::Row, today: NaiveDate) -> bool {
    match filter {
        Filter::All(members) => members.iter().all(|member| holds(member, row, today)),
        Filter::Any(members) => members.iter().any(|member| holds(member, row, today)),
        Filter::Not(inner) => !holds(inner, row, today),
        Filter::Is(condition) => is(condition, row, today),
    }
}

fn is<C: InMemory>(condition: &Condition<C>, row: &C::Row, today: NaiveDate) -> bool {
    let is_one = |codes: &[String], code: &String| {
        let is_mine = condition.column().may_be_me() && code == THEIR_NAME;
        codes.contains(code) || (is_mine && codes.iter().any(|code| code == ME))
    };
    let among = |test: &ChoiceTest, code: Option<String>| match test {
        ChoiceTest::AnyOf(codes) => code.is_some_and(|code| is_one(codes, &code)),
        ChoiceTest::NoneOf(codes) => !code.is_some_and(|code| is_one(codes, &code)),
    };
    match (condition.test(), value(row, condition.column())) {
        (Test::Text(test), Value::Text(_)) => {
            said(row, condition.column()).iter().any(|text| matches(text, test))
        }
        (Test::Date(test), Value::Day(date)) => date.is_some_and(|date| test.range(today).contains(&date)),
        (Test::Date(test), Value::Moment(moment)) => {
            moment.is_some_and(|(_, date)| test.range(today).contains(&date))
        }
        (Test::Number(test), Value::Number(number)) => {
            number.is_some_and(|number| test.range().contains(&number))
        }
        (Test::Choice(test), Value::Code(code)) => among(test, code),
        (Test::YesNo(wanted), Value::YesNo(is)) => is == *wanted,
        (Test::Empty, value) => is_empty(&value),
        (Test::NotEmpty, value) => !is_empty(&value),
        (test, value) => unreachable!("{test:?} fits no {value:?}"),
    }
}

/// A text in each language; it is found by either.
fn said<C: InMemory>(row: &C::Row, column: C) -> Vec<String> {
    let texts = Language::ALL.iter().filter_map(|language| match value_in(*language, row, column) {
        Value::Text(text) => text,
        _ => None,
    });
    texts.collect()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.as_ref().is_none_or(String::is_empty),
        Value::Code(code) => code.is_none(),
        Value::Day(date) => date.is_none(),
        Value::Moment(moment) => moment.is_none(),
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

fn is_found<C: InMemory>(row: &C::Row, find: &str) -> bool {
    let columns = C::spec().found_in;
    search_key(find).split(' ').all(|word| {
        columns.iter().any(|column| match value(row, *column) {
            Value::Text(Some(_)) => said(row, *column).iter().any(|text| search_key(text).contains(word)),
            Value::Code(Some(text)) => search_key(&text).contains(word),
            _ => word.is_empty(),
        })
    })
}

fn compare<C: InMemory>(key: &SortKey<C>, one: &C::Row, other: &C::Row) -> Ordering {
    let ascending = ordering_key(one, key.column).cmp(&ordering_key(other, key.column));
    match key.direction {
        Direction::Ascending => ascending,
        Direction::Descending => ascending.reverse(),
    }
}

/// Whether there is no value, and what the value is ordered by.
fn ordering_key<C: InMemory>(row: &C::Row, column: C) -> (bool, Vec<u8>) {
    let number = |number: i64| (number.wrapping_add(i64::MIN) as u64).to_be_bytes().to_vec();
    let days = |date: NaiveDate| number(date.num_days_from_ce().into());
    let bytes = match value(row, column) {
        // Ages are as fine as births: whoever was born first is older.
        Value::Number(Some(_)) if column.code() == "age" => {
            C::born(row).map(|birth| number(-i64::from(birth.num_days_from_ce())))
        }
        Value::Number(value) => value.map(number),
        Value::Text(text) => text.map(|text| match column.sorted_as() {
            SortedAs::Name => sort_key(&text, 24),
            SortedAs::Title => sort_key(&text, 64),
            SortedAs::Folded => search_key(&text).into_bytes(),
            SortedAs::Itself => text.into_bytes(),
        }),
        Value::Code(code) => code.map(|code| match column.choices() {
            Choices::Fixed(choices) => {
                number(choices.iter().position(|choice| choice.code == code).expect("a known code") as i64)
            }
            Choices::AtRunTime(Source::Municipalities) => {
                sort_key(MunicipalityCode::try_from(code.as_str()).unwrap().name(), 64)
            }
            Choices::AtRunTime(Source::Roles) => {
                let place = role_codes().position(|known| known == code);
                number(place.unwrap_or_else(|| role_codes().count()) as i64)
            }
            Choices::AtRunTime(Source::Caseworkers | Source::Services | Source::Permissions)
            | Choices::None => sort_key(&code, 24),
        }),
        Value::Day(date) => date.map(days),
        Value::Moment(moment) => moment.map(|(milliseconds, _)| number(milliseconds)),
        Value::YesNo(yes) => Some(vec![u8::from(yes)]),
    };
    (bytes.is_none(), bytes.unwrap_or_default())
}
