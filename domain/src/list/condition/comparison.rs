//! What a value is compared with, by the type of its column.

use std::{fmt, str::FromStr};

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    language::Named,
    list::{ColumnType, FilterError, Operator},
};

/// How many digits [`super::MAX_NUMBER`] has.
const MAX_DIGITS: usize = 7;

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
    pub(super) fn resolve(self, today: NaiveDate) -> Self {
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

    pub(super) fn read(
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
        let day = |place| parsed(value(place)?);
        let days = |place| parsed(value(place)?);
        let number = |place| {
            let value = value(place)?;
            // A person's number does not become a small one by zeros before it: those born in 2000 write 000817….
            let digits = value.chars().filter(char::is_ascii_digit).count();
            if digits > MAX_DIGITS { Err(FilterError::ValueDoesNotFit) } else { parsed(value) }
        };
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

    pub(super) const fn fits(&self, column_type: ColumnType) -> bool {
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

fn parsed<T: FromStr>(value: &str) -> Result<T, FilterError> {
    value.parse().map_err(|_| FilterError::ValueDoesNotFit)
}

/// The values are left out: they may be a person's.
impl fmt::Debug for Test {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.operator().code())
    }
}
