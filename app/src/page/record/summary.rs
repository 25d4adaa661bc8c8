//! What is wrong with the form of a record, linking to what is to be mended.

use domain::language::Language;
use leptos::prelude::*;

use crate::{
    component::{field_identity, icon::Icon},
    server::form::Problem,
    words::BulkWords,
};

/// All of it, above the form.
pub fn view(problems: &[Problem], words: Language) -> Option<AnyView> {
    if problems.is_empty() {
        return None;
    }
    let lines = problems.iter().cloned().map(|problem| match problem.field {
        Some(field) => {
            view! { <li><a href=format!("#{}", field_identity::field(&field)) rel="external">{problem.text}</a></li> }.into_any()
        }
        None => view! { <li>{problem.text}</li> }.into_any(),
    });
    Some(
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus>
                <h2><Icon name="triangle-alert"/> {words.nothing_saved()}</h2>
                <ul>{lines.collect_view()}</ul>
            </div>
        }
        .into_any(),
    )
}
