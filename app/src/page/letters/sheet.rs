//! A letter on a sheet, as it will lie before whoever opens it.

use domain::language::Language;
use leptos::prelude::*;
use service::letters::{LANGUAGE, Letter, Printed};

use crate::words::LetterWords;

/// One letter of some.
pub fn view(printed: &Printed, letter: &Letter) -> AnyView {
    let paragraphs: Vec<_> = letter
        .paragraphs
        .iter()
        .map(|lines| view! { <p class="notes">{lines.join("\n")}</p> }.into_any())
        .collect();
    let subject = (!letter.subject.is_empty())
        .then(|| view! { <p class="letter-subject">{letter.subject.clone()}</p> });
    view! {
        <div class="letter-page" lang=LANGUAGE.code()>
            <div class="letter-top">
                <p class="letter-sender notes">{printed.sender.join("\n")}</p>
                <p class="letter-date">{printed.date.clone()}</p>
            </div>
            <p class="letter-window notes">{letter.window.join("\n")}</p>
            {subject}
            {paragraphs}
        </div>
    }
    .into_any()
}

/// How many pages of paper it becomes, where that is known.
pub fn pages(pages: Option<usize>, words: Language) -> Option<AnyView> {
    let said = match pages? {
        1 => words.on_one_page().to_owned(),
        pages => words.on_pages(&pages.to_string()),
    };
    Some(view! { <p>{said}</p> }.into_any())
}
