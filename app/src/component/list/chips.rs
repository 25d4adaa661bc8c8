//! What is chosen, as sentences; each is changed in a panel of its own, and can be removed.

use leptos::prelude::*;

use super::{
    ListForm, Posting,
    field::FilterField,
    panel::panel,
    posted::{NOT, what},
    shown::{Chip, ShownList},
};
use crate::{
    component::{icon::Icon, no_scroll::no_scroll},
    preference::language,
    words::ListWords,
};

/// A chip for each part of the filter and for the quick find, and *Rensa*.
pub fn chips(list: &ShownList, posting: Posting) -> AnyView {
    let words = language();
    let is_bare = list.chips.is_empty() && !list.is_narrowed;
    let clear = list.is_narrowed.then(|| {
        view! {
            <li>
                <a {..no_scroll()} class="chip-clear" href=list.cleared.clone()>
                    <Icon name="rotate-ccw"/>
                    {words.clear()}
                </a>
            </li>
        }
        .into_any()
    });
    let chips: Vec<_> = list.chips.iter().cloned().map(|chip| one(chip, posting)).collect();
    view! {
        <ul class="chips" class:chips-bare=is_bare aria-label=words.chosen_filters()>
            {chips}
            {clear}
        </ul>
    }
    .into_any()
}

fn one(chip: Chip, posting: Posting) -> AnyView {
    let words = language();
    let name = match chip.place {
        Some(_) => words.remove_filter(&chip.sentence()),
        None => words.remove_find(&chip.words[2]),
    };
    let (place, without) = (chip.place, chip.without.clone());
    let [column, operator, value] = chip.words.clone();
    let sentence = view! { <i>{column}</i> " " {operator} " " <b>{value}</b> }.into_any();
    let text = match chip.place.filter(|_| !chip.fields.is_empty()) {
        Some(place) => {
            let summary =
                view! { <summary class="chip-text" title=words.change_filter()>{sentence}</summary> };
            let body = move || {
                let fields: Vec<_> = (chip.fields.iter().cloned())
                    .map(|field| view! { <FilterField field/> }.into_any())
                    .collect();
                let (as_it_is, the_other_way) = if chip.is_negated { (NOT, "") } else { ("", NOT) };
                view! {
                    <ListForm posting what=what::REPLACE class="panel-body chip-body">
                        <input type="hidden" name="part" value=place.to_string()/>
                        {fields}
                        <div class="panel-actions">
                            <button class="ds-button" type="submit" name="value" value=as_it_is>{words.apply()}</button>
                            <button class="ds-button" data-variant="secondary" type="submit" name="value" value=the_other_way>
                                {words.negated()}
                            </button>
                        </div>
                    </ListForm>
                }
                .into_any()
            };
            let name = format!("chip-{place}");
            panel(posting.panels, name, "chip-edit", false, summary.into_any(), body)
        }
        None => view! { <span class="chip-text">{sentence}</span> }.into_any(),
    };
    view! { <li class="chip">{text} {remove(without, name, place, posting)}</li> }.into_any()
}

/// The way to remove a part: a link where the rest has an address, else a form.
fn remove(without: Option<String>, name: String, place: Option<usize>, posting: Posting) -> AnyView {
    let title = language().remove();
    match without {
        Some(target) => view! {
            <a {..no_scroll()} class="chip-remove" href=target aria-label=name title=title>
                <Icon name="x"/>
            </a>
        }
        .into_any(),
        None => {
            let what = if place.is_some() { what::WITHOUT } else { what::FIND };
            let part = place
                .map(|place| view! { <input type="hidden" name="part" value=place.to_string()/> }.into_any());
            view! {
                <ListForm posting what class="chip-form">
                    {part}
                    <button class="chip-remove" type="submit" aria-label=name title=title>
                        <Icon name="x"/>
                    </button>
                </ListForm>
            }
            .into_any()
        }
    }
}
