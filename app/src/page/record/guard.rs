//! What the notes of a form seem to hold that the register may not, why not, and the box that says it has been read
//! (requirement K21). Nothing is blocked without a way on.

use domain::{
    language::{Language, Message, Named},
    note_guard::RiskKind,
};
use leptos::prelude::*;

use crate::{component::icon::Icon, words::RecordWords};

/// The level of its heading, which follows that of what it stands in.
#[derive(Clone, Copy)]
pub enum Heading {
    /// In a page that has no heading but its own.
    Second,
    /// In a part of a page.
    Third,
}

/// The warnings that a save came back with, and those that have been read.
pub fn view(risks: &[RiskKind], read: &[RiskKind], heading: Heading, words: Language) -> Option<AnyView> {
    let kinds = RiskKind::ALL.iter().copied();
    let shown: Vec<RiskKind> = kinds.filter(|kind| risks.contains(kind) || read.contains(kind)).collect();
    if shown.is_empty() {
        return None;
    }
    let warning = |kind: RiskKind| {
        let (id, name) = (format!("risk-{}", kind.code()), format!("read[{}]", kind.code()));
        let checked = read.contains(&kind);
        view! {
            <li>
                <p id=id.clone()><strong>{kind.name(words)}</strong> ". " {kind.message(words)}</p>
                <label class="field-choice">
                    <input type="checkbox" name=name value="1" checked=checked aria-describedby=id/>
                    {words.have_read(kind.name(words))}
                </label>
            </li>
        }
        .into_any()
    };
    let warnings: Vec<_> = shown.into_iter().map(warning).collect();
    let title = match heading {
        Heading::Second => view! { <h2>{words.guard_title()}</h2> }.into_any(),
        Heading::Third => view! { <h3>{words.guard_title()}</h3> }.into_any(),
    };
    let role = (!risks.is_empty()).then_some("alert");
    Some(
        view! {
            <div class="notice notice-warning guard" role=role tabindex="-1" autofocus=!risks.is_empty()>
                <Icon name="triangle-alert"/>
                <div>
                    {title}
                    <p>{words.guard_text()}</p>
                    <ul>{warnings}</ul>
                </div>
            </div>
        }
        .into_any(),
    )
}
