//! A calendar of follow-ups that other programmes subscribe to (RFC 5545). It lies outside Fyren, so that it tells of
//! nobody but by initials, and of no heading (requirement F3).

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::{
    contact::ContactWay,
    id::ContactId,
    language::{Language, Named},
};

/// The longest line in bytes, its end not counted (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// A follow-up as the calendar tells of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which contact; the entry keeps its name in the calendar for as long as the contact is there.
    pub contact: ContactId,
    /// The day.
    pub due: NaiveDate,
    /// The person's initials, as [`crate::person::Name::initials`] gives them.
    pub initials: String,
    /// How the contact was made.
    pub way: ContactWay,
    /// When the contact was written last.
    pub written: DateTime<Utc>,
    /// The address of the case, which asks for signing in.
    pub address: String,
}

crate::private_debug!(Entry, contact, due);

/// The calendar of follow-ups as text. `host` is the name of the installation, by which its entries differ from those of
/// others.
pub fn calendar(entries: &[Entry], host: &str, language: Language) -> String {
    let mut text = String::new();
    let name = language.pick("Fyren: uppföljningar", "Fyren: follow-ups");
    let mut line = |content: &str| text.push_str(&folded(content));
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Fyren//Fyren//SV");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escaped(name)));
    line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    line("X-PUBLISHED-TTL:PT1H");
    for entry in entries {
        let word = language.pick("Uppföljning", "Follow-up");
        let summary = format!("{word}: {} ({})", entry.initials, entry.way.name(language));
        let next = entry.due.checked_add_days(Days::new(1)).unwrap_or(entry.due);
        line("BEGIN:VEVENT");
        line(&format!("UID:follow-up-{}@{}", entry.contact, escaped(host)));
        line(&format!("DTSTAMP:{}", entry.written.format("%Y%m%dT%H%M%SZ")));
        line(&format!("DTSTART;VALUE=DATE:{}", entry.due.format("%Y%m%d")));
        line(&format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
        line(&format!("SUMMARY:{}", escaped(&summary)));
        // An address is no text, so that nothing in it is escaped; what it must not hold is left out.
        let address: String = entry.address.chars().filter(|character| !character.is_control()).collect();
        line(&format!("URL:{address}"));
        line("CLASS:CONFIDENTIAL");
        // It is a thing to do, not an hour that is taken.
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// A text as a value: backslash, semicolon, comma and line feed are escaped; other control characters are left out (RFC
/// 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            other if other.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// A line as it is written: broken where it is too long, never inside a character; what goes on begins with a space.
fn folded(content: &str) -> String {
    let mut folded = String::with_capacity(content.len() + 2);
    let mut length = 0;
    for character in content.chars() {
        if length + character.len_utf8() > LONGEST_LINE {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(character);
        length += character.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry() -> Entry {
        Entry {
            contact: ContactId(17),
            due: "2026-12-31".parse().unwrap(),
            initials: "V.D.".into(),
            way: ContactWay::Telephone,
            written: "2026-11-21T08:15:00Z".parse().unwrap(),
            address: "https://fyren.example/aktivitetsansvar/7/kontakttillfallen".into(),
        }
    }

    /// The lines that a reader sees, put together again.
    fn lines(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    fn read(value: &str) -> String {
        let mut characters = value.chars();
        let mut text = String::new();
        while let Some(character) = characters.next() {
            match character {
                '\\' => match characters.next() {
                    Some('n') => text.push('\n'),
                    Some(other) => text.push(other),
                    None => {}
                },
                other => text.push(other),
            }
        }
        text
    }

    #[test]
    fn a_follow_up_is_a_whole_day_with_initials_alone() {
        let told = lines(&calendar(&[entry()], "fyren.example", Language::Swedish));
        let expected = [
            "BEGIN:VEVENT",
            "UID:follow-up-17@fyren.example",
            "DTSTAMP:20261121T081500Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "SUMMARY:Uppföljning: V.D. (Telefon)",
            "URL:https://fyren.example/aktivitetsansvar/7/kontakttillfallen",
            "CLASS:CONFIDENTIAL",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
        ];
        assert_eq!(told[told.len() - expected.len()..], expected);
    }

    #[test]
    fn without_follow_ups_it_is_a_calendar_all_the_same() {
        let text = calendar(&[], "fyren.example", Language::English);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(!text.contains("VEVENT"));
    }

    #[test]
    fn nothing_in_a_value_begins_a_line_of_its_own() {
        let hostile = Entry {
            initials: "A\r\nEND:VEVENT\nX;Y,Z\\".into(),
            address: "https://x.example/\r\nATTACH:evil".into(),
            ..entry()
        };
        let told = lines(&calendar(&[hostile], "fyren.example", Language::Swedish));
        assert_eq!(told.iter().filter(|line| line.starts_with("END:VEVENT")).count(), 1);
        assert!(!told.iter().any(|line| line.starts_with("ATTACH")));
        assert!(told.iter().any(|line| line.contains("A\\nEND:VEVENT\\nX\\;Y\\,Z\\\\")), "{told:?}");
        let rung = Entry { initials: "A\rB\u{7}\u{0}".into(), ..entry() };
        let text = calendar(&[rung], "fyren.example", Language::Swedish);
        assert!(text.contains("SUMMARY:Uppföljning: AB (Telefon)\r\n"), "{text}");
    }

    proptest! {
        #[test]
        fn no_line_is_longer_than_75_bytes_and_put_together_they_say_the_same(text in "\\PC{0,300}") {
            let written = folded(&text);
            prop_assert!(written.split_terminator("\r\n").all(|line| line.len() <= LONGEST_LINE));
            prop_assert!(written.ends_with("\r\n"));
            let mut parts = written.split_terminator("\r\n");
            let mut whole = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let rest = part.strip_prefix(' ');
                prop_assert!(rest.is_some());
                whole.push_str(rest.unwrap_or_default());
            }
            prop_assert_eq!(whole, text);
        }

        #[test]
        fn what_is_escaped_is_read_as_the_same(text in "[a-zåäö ;,\\\\\n]{0,60}") {
            let written = escaped(&text);
            prop_assert!(!written.contains('\n'));
            prop_assert_eq!(read(&written), text);
        }
    }
}
