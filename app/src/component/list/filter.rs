//! The filter panel: fields for every column by what it holds. A plain form, which folds away.

use leptos::prelude::*;

use super::{
    ListForm, Posting,
    field::FilterField,
    panel::panel,
    posted::{ANY, what},
    shown::ShownList,
};
use crate::{
    component::{icon::Icon, no_scroll::no_scroll},
    preference::language,
    words::ListWords,
};

/// The panel.
pub fn filter_panel(list: &ShownList, posting: Posting) -> AnyView {
    let words = language();
    let cleared = list.cleared.clone();
    let count = list.chips.iter().filter(|chip| chip.place.is_some()).count();
    let is_refused = list.fields.iter().any(|field| field.is_refused);
    let fields = list.fields.clone();
    let summary = view! {
        <summary class="tool">
            <Icon name="filter"/>
            {words.filter()}
            {(count > 0).then(|| view! { " " <span class="count">{count}</span> }.into_any())}
        </summary>
    };
    let body = move || {
        let cleared = cleared.clone();
        let fields: Vec<_> =
            fields.iter().cloned().map(|field| view! { <FilterField field/> }.into_any()).collect();
        view! {
            <ListForm posting what=what::FILTER class="filter-form">
                <div class="filter-fields">{fields}</div>
                <div class="panel-actions">
                    <button class="ds-button" type="submit">{words.apply()}</button>
                    <button class="ds-button" data-variant="secondary" type="submit" name="value" value=ANY>
                        {words.apply_any()}
                    </button>
                    <a {..no_scroll()} class="ds-button" data-variant="tertiary" href=cleared>
                        {words.clear()}
                    </a>
                </div>
            </ListForm>
        }
        .into_any()
    };
    panel(posting.panels, "filter".to_owned(), "panel filter-panel", is_refused, summary.into_any(), body)
}
