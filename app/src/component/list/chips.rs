//! What is chosen, as sentences; each can be removed.

use domain::list::{Column, Filter, ListQuery};
use leptos::prelude::*;

use super::{ListForm, Posting, links::Links, posted::what};
use crate::{
    component::{icon::Icon, no_scroll::no_scroll},
    preference::language,
    words::ListWords,
};

/// A chip for each part of the filter and for the quick find, and *Rensa*.
#[component]
pub fn Chips<C: Column>(
    query: ListQuery<C>,
    links: Links<C>,
    posting: Posting,
    search: String,
) -> impl IntoView {
    let words = language();
    let parts = query.filter.parts();
    let is_default = query.filter == C::spec().filter.simplified() && query.find.is_empty();
    let finding = (!query.find.is_empty()).then(|| {
        let text = format!("”{}”", query.find);
        let name = words.remove_find(&text);
        let words_of = view! { <i>{words.finding()}</i> " " <b>{text}</b> };
        let target = links.reachable(&query.clone().finding(""));
        view! {
            <li class="chip">
                <span class="chip-text">{words_of}</span>
                <Remove target name part=None posting search=search.clone()/>
            </li>
        }
    });
    let chips = parts.iter().enumerate().map(|(place, part)| {
        let sentence = match part {
            Filter::Is(condition) => {
                let sentence = condition.sentence(words);
                view! { <i>{sentence.column}</i> " " {sentence.operator} " " <b>{sentence.value}</b> }
                    .into_any()
            }
            group => view! { <b>{group.sentence(words)}</b> }.into_any(),
        };
        let name = words.remove_filter(&part.sentence(words));
        let target = links.reachable(&query.clone().without_part(place));
        view! {
            <li class="chip">
                <span class="chip-text">{sentence}</span>
                <Remove target name part=Some(place) posting search=search.clone()/>
            </li>
        }
    });
    let cleared = query.clone().filtered(C::spec().filter).finding("");
    let clear = (!is_default).then(|| {
        view! {
            <li>
                <a {..no_scroll()} class="chip-clear" href=links.to(&cleared)>
                    <Icon name="rotate-ccw"/>
                    {words.clear()}
                </a>
            </li>
        }
    });
    let chips = chips.collect_view();
    let is_bare = parts.is_empty() && query.find.is_empty() && clear.is_none();
    view! {
        <ul class="chips" class:chips-bare=is_bare aria-label=words.chosen_filters()>
            {finding}
            {chips}
            {clear}
        </ul>
    }
    .into_any()
}

/// The way to remove a part: a link where the rest has an address, else a form.
#[component]
fn Remove(
    target: Option<String>,
    name: String,
    /// The place of the part; `None` for the quick find.
    part: Option<usize>,
    posting: Posting,
    search: String,
) -> impl IntoView {
    let title = language().remove();
    match (target, part) {
        (Some(target), _) => view! {
            <a {..no_scroll()} class="chip-remove" href=target aria-label=name title=title>
                <Icon name="x"/>
            </a>
        }
        .into_any(),
        (None, Some(place)) => view! {
            <ListForm posting what=what::WITHOUT search class="chip-form">
                <input type="hidden" name="part" value=place.to_string()/>
                <button class="chip-remove" type="submit" aria-label=name title=title>
                    <Icon name="x"/>
                </button>
            </ListForm>
        }
        .into_any(),
        (None, None) => view! {
            <ListForm posting what=what::FIND search class="chip-form">
                <input type="hidden" name="value" value=""/>
                <button class="chip-remove" type="submit" aria-label=name title=title>
                    <Icon name="x"/>
                </button>
            </ListForm>
        }
        .into_any(),
    }
}
