//! One comparison of one column.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    Choices, Column, ColumnType, FilterError, Operator,
    filter::{MAX_CHOICES, MAX_TEXT},
};
use crate::language::{Language, Named};

/// The most days a relative date reaches: a hundred years.
pub const MAX_DAYS: u16 = 36_525;

/// A column and what its value is compared with. The comparison fits the column's type.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "C: Column", try_from = "Unchecked<C>")]
pub struct Condition<C: Column> {
    column: C,
    test: Test,
}

#[derive(Deserialize)]
#[serde(bound = "C: Column")]
struct Unchecked<C: Column> {
    column: C,
    test: Test,
}

impl<C: Column> TryFrom<Unchecked<C>> for Condition<C> {
    type Error = FilterError;

    fn try_from(unchecked: Unchecked<C>) -> Result<Self, FilterError> {
        Self::new(unchecked.column, unchecked.test)
    }
}

/// What a value is compared with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// A text column, which has a value.
    Text(TextTest),
    /// A date column, which has a value.
    Date(DateTest),
    /// A choice column.
    Choice(ChoiceTest),
    /// A number column, which has a value.
    Number(NumberTest),
    /// A yes/no column.
    YesNo(bool),
    /// There is no value, or an empty text. Fits every type but yes/no.
    Empty,
    /// There is a value. Fits every type but yes/no.
    NotEmpty,
}

/// Comparisons of texts. Both sides are compared in the form of [`crate::text::search_key`]: case does not matter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextTest {
    /// The text stands somewhere in the value.
    Contains(String),
    /// The value starts with the text.
    StartsWith(String),
    /// The value is the text.
    Equals(String),
}

/// Comparisons of dates. Each is a range of days: see [`DateTest::range`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateTest {
    /// That day.
    On(NaiveDate),
    /// A day before that one.
    Before(NaiveDate),
    /// A day after that one.
    After(NaiveDate),
    /// From the one to the other, both included.
    Between(NaiveDate, NaiveDate),
    /// The day of reading.
    Today,
    /// From the day of reading to that many days later, both included.
    NextDays(u16),
    /// From that many days before the day of reading to it, both included.
    PastDays(u16),
    /// Before what [`DateTest::PastDays`] covers; with 0, before the day of reading.
    OlderThanDays(u16),
}

/// Comparisons of choices, by their codes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceTest {
    /// The value is one of these.
    AnyOf(Vec<String>),
    /// The value is none of these, or there is none.
    NoneOf(Vec<String>),
}

/// Comparisons of whole numbers. Each is a range: see [`NumberTest::range`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberTest {
    /// That number.
    Equals(i64),
    /// That number or a greater one.
    AtLeast(i64),
    /// That number or a lesser one.
    AtMost(i64),
    /// From the one to the other, both included.
    Between(i64, i64),
}

/// From and to, both included; `None` is without bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<T> {
    /// The least value.
    pub from: Option<T>,
    /// The greatest value.
    pub to: Option<T>,
}

impl<T: PartialOrd> Range<T> {
    /// Whether a value lies within.
    pub fn contains(&self, value: &T) -> bool {
        self.from.as_ref().is_none_or(|from| from <= value) && self.to.as_ref().is_none_or(|to| value <= to)
    }
}

impl DateTest {
    /// The days that pass the test on the day of reading.
    pub fn range(self, today: NaiveDate) -> Range<NaiveDate> {
        let later = |days: u16| today.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX);
        let earlier = |days: u16| today.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN);
        let (from, to) = match self {
            Self::On(day) => (Some(day), Some(day)),
            Self::Before(day) => (None, day.pred_opt()),
            Self::After(day) => (day.succ_opt(), None),
            Self::Between(from, to) => (Some(from), Some(to)),
            Self::Today => (Some(today), Some(today)),
            Self::NextDays(days) => (Some(today), Some(later(days))),
            Self::PastDays(days) => (Some(earlier(days)), Some(today)),
            Self::OlderThanDays(days) => (None, earlier(days).pred_opt()),
        };
        Range { from, to }
    }

    /// The same days as a test that does not depend on the day of reading.
    fn resolve(self, today: NaiveDate) -> Self {
        match self {
            Self::On(_) | Self::Before(_) | Self::After(_) | Self::Between(..) => self,
            Self::Today => Self::On(today),
            Self::OlderThanDays(days) => {
                Self::Before(today.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN))
            }
            Self::NextDays(_) | Self::PastDays(_) => match self.range(today) {
                Range { from: Some(from), to: Some(to) } => Self::Between(from, to),
                Range { .. } => self,
            },
        }
    }
}

impl NumberTest {
    /// The numbers that pass the test.
    pub const fn range(self) -> Range<i64> {
        let (from, to) = match self {
            Self::Equals(number) => (Some(number), Some(number)),
            Self::AtLeast(number) => (Some(number), None),
            Self::AtMost(number) => (None, Some(number)),
            Self::Between(from, to) => (Some(from), Some(to)),
        };
        Range { from, to }
    }
}

impl Test {
    /// The operator.
    pub const fn operator(&self) -> Operator {
        match self {
            Self::Text(TextTest::Contains(_)) => Operator::Contains,
            Self::Text(TextTest::StartsWith(_)) => Operator::StartsWith,
            Self::Text(TextTest::Equals(_)) | Self::Number(NumberTest::Equals(_)) => Operator::Equals,
            Self::Date(DateTest::On(_)) => Operator::On,
            Self::Date(DateTest::Before(_)) => Operator::Before,
            Self::Date(DateTest::After(_)) => Operator::After,
            Self::Date(DateTest::Between(..)) | Self::Number(NumberTest::Between(..)) => Operator::Between,
            Self::Date(DateTest::Today) => Operator::Today,
            Self::Date(DateTest::NextDays(_)) => Operator::NextDays,
            Self::Date(DateTest::PastDays(_)) => Operator::PastDays,
            Self::Date(DateTest::OlderThanDays(_)) => Operator::OlderThanDays,
            Self::Choice(ChoiceTest::AnyOf(_)) => Operator::AnyOf,
            Self::Choice(ChoiceTest::NoneOf(_)) => Operator::NoneOf,
            Self::Number(NumberTest::AtLeast(_)) => Operator::AtLeast,
            Self::Number(NumberTest::AtMost(_)) => Operator::AtMost,
            Self::YesNo(true) => Operator::Yes,
            Self::YesNo(false) => Operator::No,
            Self::Empty => Operator::Empty,
            Self::NotEmpty => Operator::NotEmpty,
        }
    }

    /// The values as they are typed and as they stand in an address.
    pub fn values(&self) -> Vec<String> {
        match self {
            Self::Text(TextTest::Contains(text) | TextTest::StartsWith(text) | TextTest::Equals(text)) => {
                vec![text.clone()]
            }
            Self::Date(DateTest::On(day) | DateTest::Before(day) | DateTest::After(day)) => {
                vec![day.to_string()]
            }
            Self::Date(DateTest::Between(from, to)) => vec![from.to_string(), to.to_string()],
            Self::Date(
                DateTest::NextDays(days) | DateTest::PastDays(days) | DateTest::OlderThanDays(days),
            ) => vec![days.to_string()],
            Self::Choice(ChoiceTest::AnyOf(codes) | ChoiceTest::NoneOf(codes)) => codes.clone(),
            Self::Number(
                NumberTest::Equals(number) | NumberTest::AtLeast(number) | NumberTest::AtMost(number),
            ) => vec![number.to_string()],
            Self::Number(NumberTest::Between(from, to)) => vec![from.to_string(), to.to_string()],
            Self::Date(DateTest::Today) | Self::YesNo(_) | Self::Empty | Self::NotEmpty => Vec::new(),
        }
    }

    fn read(
        column_type: ColumnType,
        operator: Operator,
        values: &[impl AsRef<str>],
    ) -> Result<Self, FilterError> {
        // A text may hold commas, which an address written by hand leaves as they are.
        let text = || values.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(",");
        let value = |place: usize| {
            let value = values.get(place).map_or("", |value| value.as_ref().trim());
            if value.is_empty() { Err(FilterError::ValueMissing) } else { Ok(value) }
        };
        let day = |place| value(place)?.parse().map_err(|_| FilterError::ValueDoesNotFit);
        let days = |place| value(place)?.parse().map_err(|_| FilterError::ValueDoesNotFit);
        let number = |place| value(place)?.parse().map_err(|_| FilterError::ValueDoesNotFit);
        let codes = || values.iter().map(|code| code.as_ref().to_owned()).collect();
        let is_text = matches!(column_type, ColumnType::Text);
        let is_date = matches!(column_type, ColumnType::Date);
        Ok(match operator {
            Operator::Contains => Self::Text(TextTest::Contains(text())),
            Operator::StartsWith => Self::Text(TextTest::StartsWith(text())),
            Operator::Equals if is_text => Self::Text(TextTest::Equals(text())),
            Operator::Equals => Self::Number(NumberTest::Equals(number(0)?)),
            Operator::On => Self::Date(DateTest::On(day(0)?)),
            Operator::Before => Self::Date(DateTest::Before(day(0)?)),
            Operator::After => Self::Date(DateTest::After(day(0)?)),
            Operator::Between if is_date => Self::Date(DateTest::Between(day(0)?, day(1)?)),
            Operator::Between => Self::Number(NumberTest::Between(number(0)?, number(1)?)),
            Operator::Today => Self::Date(DateTest::Today),
            Operator::NextDays => Self::Date(DateTest::NextDays(days(0)?)),
            Operator::PastDays => Self::Date(DateTest::PastDays(days(0)?)),
            Operator::OlderThanDays => Self::Date(DateTest::OlderThanDays(days(0)?)),
            Operator::AnyOf => Self::Choice(ChoiceTest::AnyOf(codes())),
            Operator::NoneOf => Self::Choice(ChoiceTest::NoneOf(codes())),
            Operator::AtLeast => Self::Number(NumberTest::AtLeast(number(0)?)),
            Operator::AtMost => Self::Number(NumberTest::AtMost(number(0)?)),
            Operator::Yes => Self::YesNo(true),
            Operator::No => Self::YesNo(false),
            Operator::Empty => Self::Empty,
            Operator::NotEmpty => Self::NotEmpty,
        })
    }

    const fn fits(&self, column_type: ColumnType) -> bool {
        match self {
            Self::Text(_) => matches!(column_type, ColumnType::Text),
            Self::Date(_) => matches!(column_type, ColumnType::Date),
            Self::Choice(_) => matches!(column_type, ColumnType::Choice),
            Self::Number(_) => matches!(column_type, ColumnType::Number),
            Self::YesNo(_) => matches!(column_type, ColumnType::YesNo),
            Self::Empty | Self::NotEmpty => !matches!(column_type, ColumnType::YesNo),
        }
    }
}

/// The values are left out: they may be a person's.
impl fmt::Debug for Test {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.operator().code())
    }
}

impl<C: Column> Condition<C> {
    /// A condition, its values tidied: texts without outer white space and control characters, the lesser bound first,
    /// each choice once.
    ///
    /// # Errors
    /// When the test does not fit the column, or a value is missing, unknown, too long or too far away.
    pub fn new(column: C, test: Test) -> Result<Self, FilterError> {
        if !test.fits(column.column_type()) {
            return Err(FilterError::OperatorDoesNotFit);
        }
        let test = match test {
            Test::Text(TextTest::Contains(text)) => Test::Text(TextTest::Contains(tidy_value(&text)?)),
            Test::Text(TextTest::StartsWith(text)) => Test::Text(TextTest::StartsWith(tidy_value(&text)?)),
            Test::Text(TextTest::Equals(text)) => Test::Text(TextTest::Equals(tidy_value(&text)?)),
            Test::Date(date) => Test::Date(checked_date(date)?),
            Test::Choice(ChoiceTest::AnyOf(codes)) => {
                Test::Choice(ChoiceTest::AnyOf(checked_codes(column, &codes)?))
            }
            Test::Choice(ChoiceTest::NoneOf(codes)) => {
                Test::Choice(ChoiceTest::NoneOf(checked_codes(column, &codes)?))
            }
            Test::Number(NumberTest::Between(from, to)) => {
                Test::Number(NumberTest::Between(from.min(to), from.max(to)))
            }
            Test::Number(_) | Test::YesNo(_) | Test::Empty | Test::NotEmpty => test,
        };
        Ok(Self { column, test })
    }

    /// A condition of an operator and values as they are typed; values beyond those the operator takes are ignored.
    ///
    /// # Errors
    /// As [`Condition::new`].
    pub fn read(column: C, operator: Operator, values: &[impl AsRef<str>]) -> Result<Self, FilterError> {
        if !Operator::of(column.column_type()).contains(&operator) {
            return Err(FilterError::OperatorDoesNotFit);
        }
        Self::new(column, Test::read(column.column_type(), operator, values)?)
    }

    /// The column.
    pub const fn column(&self) -> C {
        self.column
    }

    /// What its value is compared with.
    pub const fn test(&self) -> &Test {
        &self.test
    }

    /// Whether it holds a value that says who a person is. That a telephone number is missing says nothing of the kind.
    pub fn is_personal(&self) -> bool {
        self.column.is_personal() && !self.test.values().is_empty()
    }

    /// With a relative date made absolute.
    #[must_use]
    pub fn resolve(self, today: NaiveDate) -> Self {
        match self.test {
            Test::Date(date) => Self { column: self.column, test: Test::Date(date.resolve(today)) },
            _ => self,
        }
    }

    /// The condition in words, for a filter chip.
    pub fn sentence(&self, language: Language) -> Sentence {
        let operator = self.test.operator();
        let mut words = operator.name(language).to_owned();
        let value = match &self.test {
            Test::Text(_) => match language {
                Language::Swedish => format!("”{}”", self.test.values().concat()),
                Language::English => format!("“{}”", self.test.values().concat()),
            },
            Test::Date(DateTest::NextDays(days)) => {
                words = language
                    .pick(if *days == 1 { "den närmaste" } else { "de närmaste" }, "in the next")
                    .to_owned();
                the_days(*days, language)
            }
            Test::Date(DateTest::PastDays(days)) => {
                words = language
                    .pick(if *days == 1 { "den senaste" } else { "de senaste" }, "in the past")
                    .to_owned();
                the_days(*days, language)
            }
            Test::Date(DateTest::OlderThanDays(days)) => match (days, language) {
                (1, Language::Swedish) => "1 dag".to_owned(),
                (1, Language::English) => "1 day".to_owned(),
                (_, Language::Swedish) => format!("{days} dagar"),
                (_, Language::English) => format!("{days} days"),
            },
            Test::Choice(ChoiceTest::AnyOf(codes) | ChoiceTest::NoneOf(codes)) => codes
                .iter()
                .map(|code| self.column.choice_name(code, language))
                .collect::<Vec<_>>()
                .join(", "),
            Test::Date(_) | Test::Number(_) => self.test.values().join(language.pick(" och ", " and ")),
            Test::YesNo(_) | Test::Empty | Test::NotEmpty => String::new(),
        };
        Sentence { column: self.column.name(language).to_owned(), operator: words, value }
    }
}

fn the_days(days: u16, language: Language) -> String {
    match (days, language) {
        (1, Language::Swedish) => "dagen".to_owned(),
        (1, Language::English) => "day".to_owned(),
        (_, Language::Swedish) => format!("{days} dagarna"),
        (_, Language::English) => format!("{days} days"),
    }
}

/// The values of personal columns are left out.
impl<C: Column> fmt::Debug for Condition<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.column.code(), self.test.operator().code())?;
        if self.is_personal() {
            formatter.write_str("(…)")
        } else {
            write!(formatter, "({})", self.test.values().join(","))
        }
    }
}

/// A condition in words, in three parts that a filter chip shows in different type.
#[derive(Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The heading of the column: *Status*.
    pub column: String,
    /// The comparison: *är inte*.
    pub operator: String,
    /// The value, or empty: *Avslutad, Studier annan skolform*.
    pub value: String,
}

impl fmt::Display for Sentence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.column, self.operator)?;
        if self.value.is_empty() { Ok(()) } else { write!(formatter, " {}", self.value) }
    }
}

/// A text without outer white space and without control characters, which PostgreSQL does not take as text.
pub(super) fn tidy(text: &str) -> Result<String, FilterError> {
    let visible: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let tidy = visible.trim();
    if tidy.chars().count() > MAX_TEXT { Err(FilterError::TextTooLong) } else { Ok(tidy.to_owned()) }
}

fn tidy_value(text: &str) -> Result<String, FilterError> {
    let tidy = tidy(text)?;
    if tidy.is_empty() { Err(FilterError::ValueMissing) } else { Ok(tidy) }
}

/// Years have four digits, so that dates order the same as text.
fn checked_date(test: DateTest) -> Result<DateTest, FilterError> {
    let is_near = |day: &NaiveDate| (1000..=9999).contains(&day.year());
    let fits = match &test {
        DateTest::On(day) | DateTest::Before(day) | DateTest::After(day) => is_near(day),
        DateTest::Between(from, to) => is_near(from) && is_near(to),
        DateTest::NextDays(days) | DateTest::PastDays(days) | DateTest::OlderThanDays(days) => {
            *days <= MAX_DAYS
        }
        DateTest::Today => true,
    };
    match test {
        _ if !fits => Err(FilterError::ValueDoesNotFit),
        DateTest::Between(from, to) => Ok(DateTest::Between(from.min(to), from.max(to))),
        _ => Ok(test),
    }
}

fn checked_codes<C: Column>(column: C, codes: &[String]) -> Result<Vec<String>, FilterError> {
    let mut checked = Vec::new();
    for code in codes {
        let code = tidy(code)?;
        if !code.is_empty() && !checked.contains(&code) {
            checked.push(code);
        }
    }
    let is_known = |code: &String| match column.choices() {
        Choices::Fixed(choices) => choices.iter().any(|choice| choice.code == *code),
        Choices::None | Choices::AtRunTime => true,
    };
    if checked.is_empty() {
        Err(FilterError::ValueMissing)
    } else if checked.len() > MAX_CHOICES {
        Err(FilterError::TooManyChoices)
    } else if !checked.iter().all(is_known) {
        Err(FilterError::ValueDoesNotFit)
    } else {
        Ok(checked)
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use rstest::rstest;

    use super::*;
    use crate::list::{
        CaseColumn,
        books::{BookColumn, Genre},
    };

    fn date(day: &str) -> NaiveDate {
        day.parse().unwrap()
    }

    fn sentence<C: Column>(column: C, operator: Operator, values: &[&str]) -> String {
        let condition = Condition::read(column, operator, values).unwrap();
        Language::ALL.map(|language| condition.sentence(language).to_string()).join(" / ")
    }

    #[test]
    fn a_condition_reads_as_a_sentence() {
        assert_snapshot!(
            sentence(CaseColumn::Status, Operator::NoneOf, &["closed", "other-schooling"]),
            @"Status är inte Avslutad, Studier annan skolform / Status is not Closed, Other schooling"
        );
        assert_snapshot!(
            sentence(CaseColumn::Municipality, Operator::AnyOf, &["0581"]),
            @"Kommun är Norrköping / Municipality is Norrköping"
        );
        assert_snapshot!(
            sentence(CaseColumn::Surname, Operator::StartsWith, &["Å"]),
            @"Efternamn börjar med ”Å” / Surname starts with “Å”"
        );
        assert_snapshot!(
            sentence(CaseColumn::Registered, Operator::Between, &["2026-09-01", "2026-08-01"]),
            @"Registrerad mellan 2026-08-01 och 2026-09-01 / Registered between 2026-08-01 and 2026-09-01"
        );
        assert_snapshot!(
            sentence(CaseColumn::NextFollowUp, Operator::NextDays, &["7"]),
            @"Nästa uppföljning de närmaste 7 dagarna / Next follow-up in the next 7 days"
        );
        assert_snapshot!(
            sentence(CaseColumn::Registered, Operator::PastDays, &["1"]),
            @"Registrerad den senaste dagen / Registered in the past day"
        );
        assert_snapshot!(
            sentence(CaseColumn::LatestContact, Operator::OlderThanDays, &["30"]),
            @"Senaste kontakt äldre än 30 dagar / Latest contact older than 30 days"
        );
        assert_snapshot!(
            sentence(CaseColumn::Caseworker, Operator::Empty, &[]),
            @"Handläggare är tom / Caseworker is empty"
        );
    }

    #[test]
    fn an_operator_that_does_not_fit_the_column_cannot_be_had() {
        for column in BookColumn::ALL {
            for operator in Operator::ALL {
                let fits = Operator::of(column.column_type()).contains(operator);
                let read = Condition::read(*column, *operator, &["novel"]);
                assert_eq!(read == Err(FilterError::OperatorDoesNotFit), !fits, "{column:?} {operator:?}");
            }
        }
        let wrong = Condition::new(BookColumn::Pages, Test::Text(TextTest::Equals("3".to_owned())));
        assert_eq!(wrong, Err(FilterError::OperatorDoesNotFit));
        let json = r#"{"column":"on-loan","test":"empty"}"#;
        assert!(serde_json::from_str::<Condition<BookColumn>>(json).is_err());
    }

    #[rstest]
    #[case(BookColumn::Title, Operator::Contains, " \u{0}\t", FilterError::ValueMissing)]
    #[case(BookColumn::Title, Operator::Contains, &"å".repeat(201), FilterError::TextTooLong)]
    #[case(BookColumn::Genre, Operator::AnyOf, "opera", FilterError::ValueDoesNotFit)]
    #[case(BookColumn::Genre, Operator::AnyOf, "", FilterError::ValueMissing)]
    #[case(BookColumn::Pages, Operator::AtLeast, "many", FilterError::ValueDoesNotFit)]
    #[case(BookColumn::Published, Operator::On, "+12345-01-01", FilterError::ValueDoesNotFit)]
    #[case(BookColumn::Published, Operator::PastDays, "40000", FilterError::ValueDoesNotFit)]
    #[case(BookColumn::Published, Operator::Between, "2026-01-01", FilterError::ValueMissing)]
    fn a_value_that_does_not_fit_is_refused(
        #[case] column: BookColumn,
        #[case] operator: Operator,
        #[case] value: &str,
        #[case] why: FilterError,
    ) {
        assert_eq!(Condition::read(column, operator, &[value]), Err(why));
    }

    #[test]
    fn at_most_300_choices_stand_in_one_condition() {
        let shelves: Vec<_> = (0..=MAX_CHOICES).map(|shelf| shelf.to_string()).collect();
        assert!(Condition::read(BookColumn::Shelf, Operator::AnyOf, &shelves[1..]).is_ok());
        let read = Condition::read(BookColumn::Shelf, Operator::AnyOf, &shelves);
        assert_eq!(read, Err(FilterError::TooManyChoices));
    }

    #[test]
    fn values_are_tidied() {
        let codes = [Genre::Novel.code(), Genre::Novel.code()];
        let once = Condition::read(BookColumn::Genre, Operator::NoneOf, &codes).unwrap();
        assert_eq!(once.test().values(), ["novel"]);
        let text =
            Condition::read(BookColumn::Title, Operator::Equals, &["  Gösta\u{0}Berlings saga\n"]).unwrap();
        assert_eq!(text.test().values(), ["Gösta Berlings saga"]);
    }

    #[rstest]
    #[case(DateTest::Before(date("2026-11-21")), None, Some("2026-11-20"))]
    #[case(DateTest::After(date("2026-11-21")), Some("2026-11-22"), None)]
    #[case(DateTest::Today, Some("2026-11-21"), Some("2026-11-21"))]
    #[case(DateTest::NextDays(7), Some("2026-11-21"), Some("2026-11-28"))]
    #[case(DateTest::PastDays(7), Some("2026-11-14"), Some("2026-11-21"))]
    #[case(DateTest::OlderThanDays(7), None, Some("2026-11-13"))]
    #[case(DateTest::OlderThanDays(0), None, Some("2026-11-20"))]
    fn a_date_test_is_a_range_of_days(
        #[case] test: DateTest,
        #[case] from: Option<&str>,
        #[case] to: Option<&str>,
    ) {
        let range = test.range(date("2026-11-21"));
        assert_eq!(range, Range { from: from.map(date), to: to.map(date) });
        assert_eq!(range.contains(&date("2026-11-30")), to.is_none());
    }

    #[test]
    fn that_a_value_is_missing_is_not_personal() {
        let nothing: [&str; 0] = [];
        assert!(!Condition::read(CaseColumn::Phone, Operator::Empty, &nothing).unwrap().is_personal());
        assert!(Condition::read(CaseColumn::Phone, Operator::Contains, &["070"]).unwrap().is_personal());
    }
}
