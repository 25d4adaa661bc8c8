//! Text as it is taken from files.

use domain::text::turns_text;

/// How much of a text from a file an error message quotes, in characters.
const QUOTED_CHARACTERS: usize = 40;

/// The text without surrounding white space, with single spaces within, and without control characters.
pub fn clean(text: &str) -> String {
    // Nearly all texts of a file are clean already, so the common case is one copy.
    let is_plain = |byte: &u8| *byte > b' ' && *byte < 0x7f;
    if text.as_bytes().iter().all(is_plain) {
        return text.to_owned();
    }
    let mut cleaned = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let before = cleaned.len();
        if before > 0 {
            cleaned.push(' ');
        }
        let begin = cleaned.len();
        cleaned.extend(word.chars().filter(|character| !character.is_control() && !turns_text(*character)));
        if cleaned.len() == begin {
            // A word of nothing but control characters leaves no space behind.
            cleaned.truncate(before);
        }
    }
    cleaned
}

/// The beginning of a text from a file, short enough for an error message.
pub fn quoted(text: &str) -> String {
    let text = clean(text);
    match text.char_indices().nth(QUOTED_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_trimmed_and_collapsed_and_control_characters_are_dropped() {
        assert_eq!(clean("  Anna \t\r\n Maria "), "Anna Maria");
        assert_eq!(clean("Da\u{7f}h\u{81}l \u{90} Ek"), "Dahl Ek");
        assert_eq!(clean("\u{90} Åsa"), "Åsa");
        assert_eq!(clean(""), "");
    }

    #[test]
    fn a_long_text_is_quoted_by_its_beginning() {
        assert_eq!(quoted(&"å".repeat(41)), format!("{}…", "å".repeat(40)));
        assert_eq!(quoted(&"å".repeat(40)), "å".repeat(40));
    }
}
