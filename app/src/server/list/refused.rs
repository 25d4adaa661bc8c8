//! What was typed in the fields of a filter and could not be read. It stands in the address of the page's answer, so that the
//! fields show it again, with and without script; what is personal does not, nor what no day or number is made of.

use std::collections::HashMap;

use domain::list::Column;

use crate::component::list::posted::{Field, REFUSED_PARAMETER};

/// Between the parts of a field.
const PART: char = '~';
/// How much of a value is shown again.
const LONGEST: usize = 20;

/// What the address says of the fields that could not be read: `_refused=registered~older-than-days~~~-5`.
pub fn parameter<C: Column>(refused: &[C], fields: &HashMap<String, Field>) -> String {
    let told = refused.iter().map(|column| {
        let code = column.code();
        match fields.get(code).filter(|_| !column.is_personal()) {
            Some(Field { operator, first, second, days, .. }) => {
                let values = [operator, first, second, days].map(|value| shown_again(value));
                format!("{code}{PART}{}", values.join("~"))
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
        let mut value = || shown_again(parts.next().unwrap_or_default()).to_owned();
        let (operator, first, second, days) = (value(), value(), value(), value());
        Some((column, Field { operator, first, second, days, ..Field::default() }))
    };
    told.flat_map(|told| told.split(',')).filter_map(field).collect()
}

/// The value, if it can be a day or a number mistyped; else nothing.
fn shown_again(value: &str) -> &str {
    let value = value.trim();
    let is_plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '.');
    if value.len() <= LONGEST && value.chars().all(is_plain) { value } else { "" }
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
    }

    #[test]
    fn any_address_is_read() {
        assert!(in_search::<CaseColumn>("?_refused=~~~,shoes~1,%00&_refused").is_empty());
        let (_, field) = in_search::<CaseColumn>("_refused=registered~<script>~1~2~3~4").remove(0);
        assert_eq!((field.operator.as_str(), field.first.as_str(), field.days.as_str()), ("", "1", "3"));
    }
}
