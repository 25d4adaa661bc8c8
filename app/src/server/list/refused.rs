//! What was typed in the fields of a filter and could not be read. It stands in the address of the page's answer, so that the
//! fields show it again, with and without script.
//!
//! Nothing in an address may be a person's. Of a column that is personal nothing is shown again, and of another only a
//! comparison that there is, a day that there is, written as `2026-11-21`, and what has neither letters nor more than five
//! digits: too few for a personal number, or for the day of birth that one begins with.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use domain::{
    language::Named,
    list::{Column, Operator},
};

use crate::component::list::posted::Field;

/// The parameter, the page's own, that names the columns whose filter could not be read.
const REFUSED_PARAMETER: &str = "_refused";

/// Between the parts of a field.
const PART: char = '~';
/// How long a value is that is shown again, and how many digits there are in one that is no day.
const LONGEST: usize = 10;
const MOST_DIGITS: usize = 5;

/// What the address says of the fields that could not be read: `_refused=registered~older-than-days~~~-5`.
pub fn parameter<C: Column>(refused: &[C], fields: &HashMap<String, Field>) -> String {
    let told = refused.iter().map(|column| {
        let code = column.code();
        match fields.get(code).filter(|_| !column.is_personal()) {
            Some(Field { operator, first, second, days, .. }) => {
                let [first, second, days] = [first, second, days].map(|value| shown_again(value));
                format!("{code}{PART}{}", [known(operator), first, second, days].join("~"))
            }
            None => code.to_owned(),
        }
    });
    format!("{REFUSED_PARAMETER}={}", told.collect::<Vec<_>>().join(","))
}

/// What stands after the `?` of an address says of the fields that could not be read, by their columns.
pub fn in_search<C: Column>(search: &str) -> Vec<(C, Field)> {
    let parameters = search.trim_start_matches('?').split('&');
    let told =
        parameters.filter_map(|parameter| parameter.strip_prefix(REFUSED_PARAMETER)?.strip_prefix('='));
    let field = |told: &str| {
        let mut parts = told.split(PART);
        let column = C::from_code(parts.next()?)?;
        let mut part = || parts.next().filter(|_| !column.is_personal()).unwrap_or_default();
        let operator = known(part()).to_owned();
        let mut value = || shown_again(part()).to_owned();
        let (first, second, days) = (value(), value(), value());
        Some((column, Field { operator, first, second, days, ..Field::default() }))
    };
    told.flat_map(|told| told.split(',')).filter_map(field).collect()
}

/// The code of a comparison, if it is one.
fn known(operator: &str) -> &str {
    Operator::from_code(operator).map_or("", Named::code)
}

/// The value, if it is a day, or a day or a number mistyped that cannot be a person's; else nothing.
fn shown_again(value: &str) -> &str {
    let value = value.trim();
    let is_plain = |character: char| character.is_ascii_digit() || matches!(character, '-' | '.');
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let is_short = digits <= MOST_DIGITS && value.len() <= LONGEST && value.chars().all(is_plain);
    if is_short || is_day(value) { value } else { "" }
}

/// Whether it is a day of these centuries, written as days are and in no other way.
fn is_day(value: &str) -> bool {
    let day: Option<NaiveDate> = value.parse().ok();
    day.is_some_and(|day| (1900..2100).contains(&day.year()) && day.to_string() == value)
}

#[cfg(test)]
mod tests {
    use domain::list::CaseColumn;

    use super::*;

    #[test]
    fn what_was_typed_comes_back() {
        let typed = Field {
            operator: "older-than-days".to_owned(),
            days: "-5".to_owned(),
            first: "20261".to_owned(),
            ..Field::default()
        };
        let fields = HashMap::from([("registered".to_owned(), typed.clone())]);
        let address = parameter(&[CaseColumn::Registered], &fields);
        assert_eq!(address, "_refused=registered~older-than-days~20261~~-5");
        assert!(in_search::<CaseColumn>(&format!("?page=2&{address}")) == [(CaseColumn::Registered, typed)]);
    }

    #[test]
    fn what_is_personal_or_no_value_at_all_does_not_stand_in_the_address() {
        let typed = |first: &str| Field { first: first.to_owned(), ..Field::default() };
        let fields = HashMap::from([
            ("civic-number".to_owned(), typed("20080817")),
            ("registered".to_owned(), typed("på torsdag & fredag")),
        ]);
        let address = parameter(&[CaseColumn::CivicNumber, CaseColumn::Registered], &fields);
        assert_eq!(address, "_refused=civic-number,registered~~~~");
        let (_, field) = in_search::<CaseColumn>("_refused=civic-number~equals~2008").remove(0);
        assert!(field == Field::default());
    }

    #[test]
    fn what_may_be_somebodys_does_not_stand_in_the_address() {
        let again = |value: &str| {
            let typed = Field {
                operator: value.to_owned(),
                first: value.to_owned(),
                second: value.to_owned(),
                days: value.to_owned(),
                ..Field::default()
            };
            let fields = HashMap::from([("age".to_owned(), typed)]);
            let address = parameter(&[CaseColumn::Age], &fields);
            // Nor does what somebody else writes there come into the page.
            let written = format!("_refused=age~{value}~{value}~{value}~{value}");
            let (_, field) = in_search::<CaseColumn>(&written).remove(0);
            assert_eq!(address, format!("_refused=age~~{}~{}~{}", field.first, field.second, field.days));
            field.first
        };
        for personal in [
            "20080817-2391",
            "200808172391",
            "080817-2391",
            "0808172391",
            "2008-08-17-2391",
            "0808172",
            "080817",
            "20080817",
            "2008.08.17",
            "08-08-17",
            "2008-0817",
            "2008-23-91",
            "0817-23-91",
            "-080817",
            "Dahl",
            "T08081",
        ] {
            assert_eq!(again(personal), "", "{personal}");
        }
        for plain in ["2026-11-21", "20261", "2026-1-", "11.5", "-5"] {
            assert_eq!(again(plain), plain);
        }
    }

    #[test]
    fn any_address_is_read() {
        assert!(in_search::<CaseColumn>("?_refused=~~~,shoes~1,%00&_refused").is_empty());
        let (_, field) = in_search::<CaseColumn>("_refused=registered~<script>~1~2~3~4").remove(0);
        assert_eq!((field.operator.as_str(), field.first.as_str(), field.days.as_str()), ("", "1", "3"));
    }
}
