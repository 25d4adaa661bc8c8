//! Words that many of the pages say that the server draws.

use crate::i18n::words;

words! {
    /// Words that many drawn pages say.
    DrawnWords;
    no_name: "Namn saknas", "No name";
    really_leave: "Det du har fyllt i är inte sparat. Vill du lämna sidan ändå?", "What you have filled in is not saved. Do you want to leave the page all the same?";
    {
        page_of(page: &str, last: &str): "Sida {page} av {last}", "Page {page} of {last}";
    }
}
