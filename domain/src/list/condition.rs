//! One comparison of one column.

mod comparison;

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    Choices, Column, FilterError, Operator,
    column::{ME, user_code},
    filter::{MAX_CHOICES, MAX_TEXT},
};
use crate::{
    id::AccountId,
    language::{Language, Named},
};

/// The most days a relative date reaches: a hundred years.
pub const MAX_DAYS: u16 = 36_525;

/// The greatest number that is compared with, either way. Whatever has more digits may be a person's number, which never
/// stands in an address.
pub const MAX_NUMBER: i64 = 9_999_999;

pub use comparison::{ChoiceTest, DateTest, NumberTest, Range, Test, TextTest};

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
            Test::Number(number) => Test::Number(checked_number(number)?),
            Test::YesNo(_) | Test::Empty | Test::NotEmpty => test,
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

    /// The condition that holds of exactly the rows of which this does not, where one comparison says so.
    pub fn opposite(&self) -> Option<Self> {
        let test = match &self.test {
            Test::Choice(ChoiceTest::AnyOf(codes)) => Test::Choice(ChoiceTest::NoneOf(codes.clone())),
            Test::Choice(ChoiceTest::NoneOf(codes)) => Test::Choice(ChoiceTest::AnyOf(codes.clone())),
            Test::Empty => Test::NotEmpty,
            Test::NotEmpty => Test::Empty,
            _ => return None,
        };
        Some(Self { column: self.column, test })
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
        let values = self.test.values();
        let is_me = self.column.may_be_me() && values.iter().all(|value| value == ME);
        self.column.is_personal() && !values.is_empty() && !is_me
    }

    /// With a relative date made absolute.
    #[must_use]
    pub fn resolve(self, today: NaiveDate) -> Self {
        match self.test {
            Test::Date(date) => Self { column: self.column, test: Test::Date(date.resolve(today)) },
            _ => self,
        }
    }

    /// With whoever asks, by account, in the place of [`ME`].
    #[must_use]
    pub fn asked_by(mut self, account: AccountId) -> Self {
        if self.column.may_be_me()
            && let Test::Choice(ChoiceTest::AnyOf(codes) | ChoiceTest::NoneOf(codes)) = &mut self.test
        {
            for code in codes.iter_mut().filter(|code| *code == ME) {
                *code = user_code(account);
            }
        }
        self
    }

    /// The condition in words, for a filter chip.
    pub fn sentence(&self, language: Language) -> Sentence {
        self.sentence_by(language, &|_, _| None)
    }

    /// The same, where some values have names that are known only at run time.
    pub fn sentence_by(&self, language: Language, name: NameOf<'_, C>) -> Sentence {
        let name_of = |code: &String| {
            if self.column.may_be_me() && code == ME {
                return language.pick("jag", "me").to_owned();
            }
            name(self.column, code).unwrap_or_else(|| self.column.choice_name(code, language))
        };
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
            Test::Choice(ChoiceTest::AnyOf(codes) | ChoiceTest::NoneOf(codes)) => {
                codes.iter().map(name_of).collect::<Vec<_>>().join(", ")
            }
            Test::Date(_) | Test::Number(_) => self.test.values().join(language.pick(" och ", " and ")),
            Test::YesNo(_) | Test::Empty | Test::NotEmpty => String::new(),
        };
        Sentence { column: self.column.name(language).to_owned(), operator: words, value }
    }
}

/// The names of values that are known only at run time, by column and code.
pub type NameOf<'a, C> = &'a dyn Fn(C, &str) -> Option<String>;

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

/// Numbers are too small to be a person's.
fn checked_number(test: NumberTest) -> Result<NumberTest, FilterError> {
    let Range { from, to } = test.range();
    if [from, to].into_iter().flatten().any(|number| number.unsigned_abs() > MAX_NUMBER.unsigned_abs()) {
        return Err(FilterError::ValueDoesNotFit);
    }
    match test {
        NumberTest::Between(from, to) => Ok(NumberTest::Between(from.min(to), from.max(to))),
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
        Choices::None | Choices::AtRunTime(_) => true,
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
    #[case(BookColumn::Pages, Operator::AtLeast, "200808172391", FilterError::ValueDoesNotFit)]
    #[case(BookColumn::Pages, Operator::Equals, "0001012391", FilterError::ValueDoesNotFit)]
    #[case(BookColumn::Pages, Operator::AtMost, "-10000000", FilterError::ValueDoesNotFit)]
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
    fn a_number_has_at_most_seven_digits_however_it_is_written() {
        for number in ["9999999", "-9999999", "0000018"] {
            assert!(Condition::read(BookColumn::Pages, Operator::AtLeast, &[number]).is_ok(), "{number}");
        }
        let json = r#"{"column":"pages","test":{"number":{"between":[1,2008081723]}}}"#;
        assert!(serde_json::from_str::<Condition<BookColumn>>(json).is_err());
        assert!(serde_json::from_str::<Condition<BookColumn>>(&json.replace("2008081723", "2")).is_ok());
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
