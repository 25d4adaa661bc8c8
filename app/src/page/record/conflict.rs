//! Two have changed the same fields: both values side by side, and which is to hold (requirement K17).

use domain::language::Language;
use leptos::prelude::*;

use super::field;
use crate::{
    component::{field_identity, icon::Icon},
    server::{
        form::{Clash, Problem},
        record::{asked_of, side},
    },
    words::RecordWords,
};

/// What the second is asked, with what is wrong with the answers.
pub fn view(clash: &Clash, problems: &[Problem], words: Language) -> AnyView {
    // Where nothing above it says so already.
    let is_first = problems.is_empty();
    let fields = clash.fields.iter().map(|asked| {
        let (name, code) = (format!("sides[{}]", asked.code), asked_of(&asked.code));
        let first = field_identity::field(&code);
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
        let theirs = choice(side::THEIRS, words.what_other_saved(&clash.by), asked.theirs.clone());
        let mine = choice(side::MINE, words.what_you_filled_in().to_owned(), asked.mine.clone());
        let wrong = problems.iter().filter(|problem| problem.field.as_deref() == Some(&code));
        let wrong: Vec<&str> = wrong.map(|problem| problem.text.as_str()).collect();
        let (described, invalid) = match wrong.is_empty() {
            true => (None, None),
            false => (Some(field_identity::error(&code)), Some("true")),
        };
        view! {
            <fieldset class="conflict-field" role="radiogroup" aria-invalid=invalid aria-describedby=described>
                <legend>{asked.name.clone()}</legend>
                <div class="conflict-sides">{theirs} {mine}</div>
                {field::error(&code, &wrong)}
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
