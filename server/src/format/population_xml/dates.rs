//! Dates as the population register writes them: eight digits, zeros where it does not know.

use chrono::NaiveDate;

use crate::format::dates::is_taken;

/// What a date field tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterDate {
    /// Nothing, or zeros only.
    Absent,
    /// A year, perhaps a month, but no day.
    Incomplete,
    /// A day.
    Known(NaiveDate),
    /// Something that is no date.
    Unreadable,
}

impl RegisterDate {
    /// Reads eight digits; dashes between them are allowed.
    pub fn parse(text: &str) -> Self {
        let mut digits = [0; 8];
        let mut count = 0;
        for byte in text.bytes().filter(|byte| *byte != b'-') {
            if !byte.is_ascii_digit() || count == digits.len() {
                return Self::Unreadable;
            }
            digits[count] = byte - b'0';
            count += 1;
        }
        let number = |from: usize, to: usize| {
            digits[from..to].iter().fold(0_u32, |number, digit| number * 10 + u32::from(*digit))
        };
        if digits.iter().all(|digit| *digit == 0) {
            return Self::Absent;
        }
        if count < digits.len() {
            return Self::Unreadable;
        }
        let (year, month, day) = (number(0, 4), number(4, 6), number(6, 8));
        if year == 0 || month == 0 || day == 0 {
            return Self::Incomplete;
        }
        // Four digits always fit.
        NaiveDate::from_ymd_opt(year as i32, month, day)
            .filter(|date| is_taken(*date))
            .map_or(Self::Unreadable, Self::Known)
    }

    /// The day, if it is known.
    pub const fn known(self) -> Option<NaiveDate> {
        match self {
            Self::Known(date) => Some(date),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_known_incomplete_absent_or_unreadable() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        for (text, expected) in [
            ("20261121", RegisterDate::Known(day)),
            ("2026-11-21", RegisterDate::Known(day)),
            ("20261100", RegisterDate::Incomplete),
            ("20260000", RegisterDate::Incomplete),
            ("00000000", RegisterDate::Absent),
            ("0", RegisterDate::Absent),
            ("", RegisterDate::Absent),
            ("20260230", RegisterDate::Unreadable),
            ("18991231", RegisterDate::Unreadable),
            ("22000101", RegisterDate::Unreadable),
            ("202611", RegisterDate::Unreadable),
            ("202611210", RegisterDate::Unreadable),
            ("2026112å", RegisterDate::Unreadable),
        ] {
            assert_eq!(RegisterDate::parse(text), expected, "{text}");
        }
    }
}
