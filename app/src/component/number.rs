//! Numbers as they are read.

use domain::language::Language;

/// Thousands apart, by a hard space in Swedish and a comma in English.
pub fn grouped(number: u64, language: Language) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push_str(language.pick("\u{a0}", ","));
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(412, Language::Swedish), "412");
        assert_eq!(grouped(8214, Language::Swedish), "8\u{a0}214");
        assert_eq!(grouped(1_000_000, Language::English), "1,000,000");
    }
}
