//! Text as people search and sort it.

/// The form of a text that substring search compares: lower case, white space folded to single spaces.
///
/// Letters keep their accents: in Swedish å, ä and ö are letters of their own.
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    key
}

/// Whether a character turns the direction of what follows it around (Unicode Standard Annex 9, "Explicit Directional
/// Embeddings" and "Overrides"), so that a text reads otherwise than it is, and what stands beside it with it. Letters that
/// are written from right to left need none of them.
pub const fn turns_text(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text of one line as it is kept: white space and control characters folded to single spaces, none around it, and
/// nothing that turns text around.
pub fn clean_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|character: char| character.is_whitespace() || character.is_control()) {
        let mut word = word.chars().filter(|character| !turns_text(*character)).peekable();
        if word.peek().is_some() && !line.is_empty() {
            line.push(' ');
        }
        line.extend(word);
    }
    line
}

/// A text of several lines as it is kept: each line ended by one line feed alone, whatever the browser sends, without
/// other control characters than tabs, which a database may not take and a page does not show, and without what turns text
/// around.
pub fn clean_lines(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let lines = unix.split('\n').map(|line| {
        let is_kept =
            |character: &char| *character == '\t' || !(character.is_control() || turns_text(*character));
        let kept: String = line.chars().filter(is_kept).collect();
        kept.trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

#[cfg(feature = "collation")]
pub use collation::sort_key;

#[cfg(feature = "collation")]
mod collation {
    use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
    use icu_locale_core::locale;

    thread_local! {
        static SWEDISH: Option<CollatorBorrowed<'static>> =
            Collator::try_new(locale!("sv").into(), CollatorOptions::default()).ok();
    }

    /// Bytes that order as Swedish does: å, ä, ö after z, case only where all else is equal. At most `limit` bytes.
    pub fn sort_key(text: &str, limit: usize) -> Vec<u8> {
        let mut key = Vec::with_capacity(2 * text.len() + 4);
        SWEDISH.with(|collator| match collator {
            // Writing to a vector cannot fail.
            Some(collator) => _ = collator.write_sort_key_to(text, &mut key),
            None => key.extend(super::search_key(text).bytes()),
        });
        key.truncate(limit);
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searching_folds_case_and_space_but_not_letters() {
        assert_eq!(search_key("  Åsa\t LINDQVIST "), "åsa lindqvist");
        assert_ne!(search_key("Åsa"), search_key("Asa"));
    }

    #[test]
    fn what_is_kept_of_a_text_is_what_is_seen() {
        assert_eq!(clean_line(" Ej\u{0}anträffbar \r\n\t<b>idag</b>\u{7} "), "Ej anträffbar <b>idag</b>");
        assert_eq!(clean_line("\u{0}\u{1b} "), "");
        assert_eq!(
            clean_lines("\r\nFörsta raden  \r\n\r\n\tandra\u{0}\u{8}\rtredje\n\n"),
            "Första raden\n\n\tandra\ntredje"
        );
        for turned in ["tab\u{202e}omvänt", "\u{2066}tabomvänt\u{2069}"] {
            assert_eq!((clean_line(turned), clean_lines(turned)), ("tabomvänt".into(), "tabomvänt".into()));
        }
        assert_eq!(clean_line("a \u{202e} b"), "a b");
        for text in ["", "a\nb", "مرحبا", "<script>alert(1)</script>", "=1+1", "👩‍👧"] {
            assert_eq!(clean_lines(text), text);
        }
    }

    #[cfg(feature = "collation")]
    #[test]
    fn swedish_letters_come_after_z() {
        let mut names =
            ["Östman", "Zetterlund", "Åberg", "Ärlig", "adam", "Çelik", "Dahl", "Ek", "Cederholm", "Édith"];
        names.sort_by_key(|name| sort_key(name, 64));
        assert_eq!(
            names,
            ["adam", "Cederholm", "Çelik", "Dahl", "Édith", "Ek", "Zetterlund", "Åberg", "Ärlig", "Östman"]
        );
    }
}
