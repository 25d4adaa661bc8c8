//! The pages of what is drawn by the server: where one is, and the way to the others.

use leptos::prelude::*;

use super::{number::grouped, pager::PageStep};
use crate::{
    preference::language,
    words::{CommonWords, DrawnWords},
};

/// The page that one is on, of how many, and the steps to those beside it; nothing where there is but one.
pub fn pages(page: u64, last: u64, address: impl Fn(u64) -> String) -> AnyView {
    let words = language();
    if last <= 1 {
        return ().into_any();
    }
    let before = (page > 1).then(|| address(page - 1));
    let after = (page < last).then(|| address(page + 1));
    view! {
        <nav class="drawn-pages" aria-label=words.pages()>
            <PageStep target=before forward=false/>
            <span>{DrawnWords::page_of(words, &grouped(page, words), &grouped(last, words))}</span>
            <PageStep target=after forward=true/>
        </nav>
    }
    .into_any()
}
