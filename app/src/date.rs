//! Dates in words, beside the date itself, where that helps.

#[cfg(feature = "ssr")]
use chrono::Datelike;
use chrono::NaiveDate;
use domain::language::Language;

/// How far a day lies from today: *idag*, *i morgon*, *om 3 dagar*, *för 2 dagar sedan*. `None` beyond a fortnight, where
/// the date itself says more.
pub fn relative(date: NaiveDate, today: NaiveDate, language: Language) -> Option<String> {
    let days = (date - today).num_days();
    let swedish = language == Language::Swedish;
    let words = match days {
        0 => language.pick("idag", "today").to_owned(),
        1 => language.pick("i morgon", "tomorrow").to_owned(),
        -1 => language.pick("i går", "yesterday").to_owned(),
        2..=14 if swedish => format!("om {days} dagar"),
        2..=14 => format!("in {days} days"),
        -14..=-2 if swedish => format!("för {} dagar sedan", -days),
        -14..=-2 => format!("{} days ago", -days),
        _ => return None,
    };
    Some(words)
}

/// The whole date: *lördag 21 november 2026*.
#[cfg(feature = "ssr")]
pub fn long(date: NaiveDate, language: Language) -> String {
    let weekdays = match language {
        Language::Swedish => ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
        Language::English => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    };
    let weekday = weekdays[date.weekday().num_days_from_monday() as usize];
    format!("{weekday} {}", domain::date::in_words(date, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn near_days_have_words_and_far_ones_do_not() {
        let today = day("2026-11-21");
        let swedish = |date| relative(day(date), today, Language::Swedish);
        assert_eq!(swedish("2026-11-21").as_deref(), Some("idag"));
        assert_eq!(swedish("2026-11-24").as_deref(), Some("om 3 dagar"));
        assert_eq!(swedish("2026-11-19").as_deref(), Some("för 2 dagar sedan"));
        assert_eq!(swedish("2025-11-21"), None);
        assert_eq!(relative(day("2026-11-20"), today, Language::English).as_deref(), Some("yesterday"));
    }

    #[test]
    #[cfg(feature = "ssr")]
    fn a_date_is_spelled_out() {
        assert_eq!(long(day("2026-11-21"), Language::Swedish), "lördag 21 november 2026");
        assert_eq!(long(day("2026-11-21"), Language::English), "Saturday 21 November 2026");
    }
}
