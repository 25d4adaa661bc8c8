//! Dates in words, as they stand in running text.

use chrono::{Datelike, NaiveDate};

use crate::language::Language;

/// The months of a language, from January.
const fn months(language: Language) -> [&'static str; 12] {
    match language {
        Language::Swedish => [
            "januari",
            "februari",
            "mars",
            "april",
            "maj",
            "juni",
            "juli",
            "augusti",
            "september",
            "oktober",
            "november",
            "december",
        ],
        Language::English => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    }
}

/// A date as one writes it to somebody: *5 december 2026*.
pub fn in_words(date: NaiveDate, language: Language) -> String {
    let month = months(language).get(date.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_one_writes_it_to_somebody() {
        let date = "2026-12-05".parse().unwrap();
        assert_eq!(in_words(date, Language::Swedish), "5 december 2026");
        assert_eq!(in_words(date, Language::English), "5 December 2026");
    }
}
