//! How well a text answers what is looked for.

/// How a word stands in a text, the best way first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Whole,
    Beginning,
    Inside,
}

/// How far the words are from standing whole in one of the texts; the least is the best, and `None` is when a word
/// stands nowhere. Words and texts are folded as [`crate::text::search_key`] folds.
pub(super) fn distance(words: &[String], texts: &[String]) -> Option<usize> {
    words
        .iter()
        .map(|word| texts.iter().filter_map(|text| place(word, text)).min())
        .try_fold(0, |sum, place| Some(sum + place? as usize))
}

fn place(word: &str, text: &str) -> Option<Place> {
    let is_letter = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    text.match_indices(word)
        .map(|(at, found)| {
            let begins = !is_letter(text[..at].chars().next_back());
            let ends = !is_letter(text[at + found.len()..].chars().next());
            match (begins, ends) {
                (true, true) => Place::Whole,
                (true, false) => Place::Beginning,
                (false, _) => Place::Inside,
            }
        })
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn far(words: &str, texts: &[&str]) -> Option<usize> {
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        distance(&words, &texts)
    }

    #[test]
    fn a_whole_word_is_before_a_beginning_and_that_before_the_inside() {
        assert_eq!(far("dahl", &["dahl", "viggo"]), Some(0));
        assert_eq!(far("dahl", &["dahlberg", "viggo"]), Some(1));
        assert_eq!(far("dahl", &["rosendahl", "viggo"]), Some(2));
        assert_eq!(far("dahl", &["öst", "viggo"]), None);
    }

    #[test]
    fn words_count_in_any_order_and_each_must_stand_somewhere() {
        assert_eq!(far("viggo dahl", &["dahl", "viggo"]), Some(0));
        assert_eq!(far("vig dah", &["dahl", "viggo"]), Some(2));
        assert_eq!(far("viggo ek", &["dahl", "viggo"]), None);
    }

    #[test]
    fn the_parts_of_a_joined_name_are_words_too() {
        assert_eq!(far("karin", &["öst", "anna-karin"]), Some(0));
        assert_eq!(far("anna-karin", &["öst", "anna-karin"]), Some(0));
        assert_eq!(far("essen", &["von essen"]), Some(0));
        // The best place counts, not the first one.
        assert_eq!(far("ann", &["johannson ann"]), Some(0));
    }
}
