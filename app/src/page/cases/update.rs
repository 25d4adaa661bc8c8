//! *Uppdatera aktivitetsansvar* (requirement K7): a row for all and *Verkställ*, a row for each case, *Spara*,
//! *Återställ*, *Avbryt*. Drawn by the server, as plain forms.

mod field;
mod for_all;
mod rows;
mod summary;

use domain::{
    language::{Language, Named},
    product_page::ProductPage,
};
use leptos::prelude::*;
use service::case_changes::EditPage;

use crate::{
    component::{breadcrumb::breadcrumb, icon::Icon, number::grouped},
    page::record::interruption,
    path,
    server::bulk::form::Draft,
    words::{BulkWords, CommonWords, CountWords},
};

/// The page.
pub struct Page {
    /// The cases.
    pub shown: EditPage,
    /// What has been filled in.
    pub draft: Draft,
    /// Whether something had been filled in that could not be kept.
    pub is_lost: bool,
    /// The token of the selection.
    pub token: String,
    /// The state of the list that one came from.
    pub list: String,
    /// How many of the selection are not in that list, as far as is known.
    pub elsewhere: u64,
    /// In which language.
    pub language: Language,
}

impl Page {
    /// The whole page.
    pub fn view(&self) -> AnyView {
        let words = self.language;
        let total = self.shown.total;
        let elsewhere = (self.elsewhere > 0).then(|| self.count(self.elsewhere));
        let chosen = words.cases_chosen(total, &self.count(total), elsewhere.as_deref());
        let content = match self.shown.rows.is_empty() {
            true => nothing(words.none_chosen(), words.none_chosen_text(), path::cases(&self.list), words),
            false => view! { {self.for_all()} {self.rows()} {self.steps()} }.into_any(),
        };
        view! {
            {heading(&self.list, Some(&chosen), words)}
            {interruption(self.draft.interrupted, self.is_lost, words)}
            {self.summary()}
            {content}
        }
        .into_any()
    }

    fn count(&self, number: u64) -> String {
        grouped(number, self.language)
    }

    /// The pages of the selection.
    fn steps(&self) -> Option<AnyView> {
        let words = self.language;
        let EditPage { page, pages, .. } = self.shown;
        let to = |page: usize| path::update_cases(&self.token, page, None, &self.list);
        let back = (page > 1).then(|| view! { <a class="ds-button" data-variant="secondary" href=to(page - 1) rel="prev">{words.previous()}</a> });
        let on = (page < pages).then(|| view! { <a class="ds-button" data-variant="secondary" href=to(page + 1) rel="next">{words.next()}</a> });
        (pages > 1).then(|| {
            let place = words.place_of(&self.count(page as u64), &self.count(pages as u64));
            view! {
                <nav class="bulk-bar" aria-label=BulkWords::pages(words)>{back} <span class="pager-place">{place}</span> {on}</nav>
            }
            .into_any()
        })
    }
}

/// The page of a selection that is no longer there.
pub fn gone(list: &str, words: Language) -> AnyView {
    let content = nothing(words.selection_gone(), words.selection_gone_text(), path::cases(list), words);
    view! { {heading(list, None, words)} {content} }.into_any()
}

fn heading(list: &str, intro: Option<&str>, words: Language) -> AnyView {
    let intro = intro.map(|intro| view! { <p class="page-intro">{intro.to_owned()}</p> });
    view! {
        {breadcrumb([(path::cases(list), ProductPage::Cases.name(words))])}
        <div class="page-head"><div><h1>{words.update_cases()}</h1>{intro}</div></div>
    }
    .into_any()
}

/// What is said where no rows have been chosen, with the way to the list.
pub fn nothing(title: &'static str, text: &'static str, back: String, words: Language) -> AnyView {
    view! {
        <div class="state">
            <span class="state-icon"><Icon name="info"/></span>
            <p class="state-title">{title}</p>
            <p class="state-text">{text}</p>
            <div class="state-actions"><a class="ds-button" href=back>{words.back_to_list()}</a></div>
        </div>
    }
    .into_any()
}
