//! Below the rows: rows per page, pages, how many there are.

use domain::list::{Column, ListPage, ListQuery, PageSize};
use leptos::prelude::*;

use super::{ListForm, Posting, links::Links, posted::what};
use crate::{
    component::{no_scroll::no_scroll, number::grouped, pager::PageStep},
    preference::language,
    words::{CommonWords, ListWords},
};

/// The foot of the list.
#[component]
pub fn Foot<C: Column, R: Send + Sync + 'static>(
    page: ListPage<R>,
    query: ListQuery<C>,
    links: Links<C>,
    posting: Posting,
    search: String,
    pending: Signal<bool>,
) -> impl IntoView {
    let words = language();
    let (number, last) = (page.page.number(), page.page.last(page.total));
    let to = |number: u32| links.to(&query.clone().on_page(number));
    let previous = (number > 1).then(|| to(number - 1));
    let next = (number < last).then(|| to(number + 1));
    let sizes = PageSize::ALL.map(|size| {
        let is_present = size == page.page.size;
        view! {
            <li>
                <a {..no_scroll()}
                    class="size"
                    href=links.to(&query.clone().sized(size))
                    aria-current=is_present.then_some("true")
                >
                    {size.rows()}
                </a>
            </li>
        }
    });
    let shown = match page.span() {
        Some((first, last)) => {
            words.rows_shown(&grouped(first, words), &grouped(last, words), &grouped(page.total, words))
        }
        None => words.no_rows().to_owned(),
    };
    let status = move || if pending.get() { words.loading().to_owned() } else { shown.clone() };
    view! {
        <div class="list-foot">
            <div class="sizes">
                <span id="rows-per-page">{words.rows_per_page()}</span>
                <ul aria-labelledby="rows-per-page">{sizes.collect_view()}</ul>
            </div>
            <nav class="pager" aria-label=words.pages()>
                <PageStep target=previous forward=false/>
                <ListForm posting what=what::PAGE search class="pager-form">
                    <label for="page-number">{words.page()}</label>
                    <input
                        class="pager-number"
                        id="page-number"
                        name="value"
                        type="number"
                        inputmode="numeric"
                        min="1"
                        max=last.to_string()
                        value=number.to_string()
                        prop:value=number.to_string()
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
