//! Below the rows: rows per page, pages, how many there are.

use leptos::prelude::*;

use super::{ListForm, Posting, posted::what, shown::ShownFoot};
use crate::{
    component::{no_scroll::no_scroll, number::grouped, pager::PageStep},
    preference::language,
    words::{CommonWords, ListWords},
};

/// The foot of the list.
pub fn foot(foot: ShownFoot, posting: Posting) -> AnyView {
    let words = language();
    let ShownFoot { page, last, previous, next, sizes, span, .. } = foot;
    let sizes: Vec<_> = sizes
        .into_iter()
        .map(|(rows, target, is_present)| {
            view! {
                <li>
                    <a {..no_scroll()} class="size" href=target aria-current=is_present.then_some("true")>{rows}</a>
                </li>
            }.into_any()
        })
        .collect();
    let pending = posting.pending;
    let status = move || if pending.get() { words.loading().to_owned() } else { span.clone() };
    view! {
        <div class="list-foot">
            <div class="sizes">
                <span id="rows-per-page">{words.rows_per_page()}</span>
                <ul aria-labelledby="rows-per-page">{sizes}</ul>
            </div>
            <nav class="pager" aria-label=words.pages()>
                <PageStep target=previous forward=false/>
                <ListForm posting what=what::PAGE class="pager-form">
                    <label for="page-number">{words.page()}</label>
                    <input
                        class="pager-number"
                        id="page-number"
                        name="value"
                        type="number"
                        inputmode="numeric"
                        min="1"
                        value=page.to_string()
                        prop:value=page.to_string()
                    />
                    <span>{words.of_pages(&grouped(u64::from(last), words))}</span>
                    <button class="pager-go" type="submit">{words.go()}</button>
                </ListForm>
                <PageStep target=next forward=true/>
            </nav>
            <p class="list-total" role="status" aria-live="polite">{status}</p>
        </div>
    }
    .into_any()
}
