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
