//! Two have changed the same fields: both values side by side, and which is to hold (requirement K17).

use domain::language::Language;
use leptos::prelude::*;

use crate::{
    component::{field_identity, icon::Icon},
    server::{
        form::Clash,
        record::{asked_of, side},
    },
    words::RecordWords,
};

/// What the second is asked; `is_first` where nothing above it says so already.
pub fn view(clash: &Clash, is_first: bool, words: Language) -> AnyView {
    let fields = clash.fields.iter().map(|field| {
        let name = format!("sides[{}]", field.code);
        let first = field_identity::field(&asked_of(&field.code));
        let choice = |side: &'static str, whose: String, value: String| {
            // What is wrong links to the first of the two.
            let id = (side == side::THEIRS).then(|| first.clone());
            view! {
                <label class="conflict-side">
                    <span><input type="radio" id=id name=name.clone() value=side required/> " " {whose}</span>
                    <span class="conflict-value">{value}</span>
                </label>
            }
            .into_any()
        };
        let theirs = choice(side::THEIRS, words.what_other_saved(&clash.by), field.theirs.clone());
        let mine = choice(side::MINE, words.what_you_filled_in().to_owned(), field.mine.clone());
        view! {
            <fieldset class="conflict-field">
                <legend>{field.name.clone()}</legend>
                <div class="conflict-sides">{theirs} {mine}</div>
            </fieldset>
        }
        .into_any()
    });
    view! {
        <div class="conflict notice notice-warning" role="alert" tabindex="-1" autofocus=is_first>
            <Icon name="users"/>
            <div>
                <h3>{words.both_changed(&clash.by)}</h3>
                {is_first.then(|| view! { <p>{words.choose_sides()}</p> })}
                {fields.collect_view()}
            </div>
        </div>
    }
    .into_any()
}
