//! The filter panel: fields for every column by what it holds. A plain form, which folds away.

use domain::list::{Choice, Choices, Column, ListQuery};
use leptos::prelude::*;

use super::{
    ListForm, Posting,
    field::FilterField,
    links::Links,
    posted::{Field, shown_conditions, what},
};
use crate::{
    component::{icon::Icon, no_scroll::no_scroll},
    preference::language,
    words::ListWords,
};

/// The panel.
#[component]
pub fn FilterPanel<C: Column>(
    query: ListQuery<C>,
    links: Links<C>,
    /// The values of columns whose values are known only at run time.
    choices: Vec<(C, Vec<Choice>)>,
    posting: Posting,
    search: String,
) -> impl IntoView {
    let words = language();
    let shown = shown_conditions(&query.filter);
    let count = query.filter.parts().len();
    let fields = C::ALL.iter().filter(|column| column.is_filter_offered()).map(|column| {
        let condition = shown.iter().find(|condition| condition.column() == *column);
        let field = condition.map(|condition| Field::of(condition)).unwrap_or_default();
        let values = match column.choices() {
            Choices::Fixed(values) => values,
            Choices::AtRunTime(_) => {
                let found = choices.iter().find(|(listed, _)| listed == column);
                found.map(|(_, values)| values.clone()).unwrap_or_default()
            }
            Choices::None => Vec::new(),
        };
        let values =
            values.into_iter().map(|value| (value.name.in_language(words).to_owned(), value.code)).collect();
        view! {
            <FilterField
                code=column.code()
                name=column.name(words)
                column_type=column.column_type()
                field
                values
            />
        }
    });
    let fields = fields.collect_view();
    let cleared = query.clone().filtered(C::spec().filter).finding("");
    view! {
        <details class="panel filter-panel" name="list-panel">
            <summary class="tool">
                <Icon name="filter"/>
                {words.filter()}
                {(count > 0).then(|| view! { " " <span class="count">{count}</span> })}
            </summary>
            <ListForm posting what=what::FILTER search class="filter-form">
                <div class="filter-fields">{fields}</div>
                <div class="panel-actions">
                    <button class="ds-button" type="submit">{words.apply()}</button>
                    <a {..no_scroll()} class="ds-button" data-variant="tertiary" href=links.to(&cleared)>
                        {words.clear()}
                    </a>
                </div>
            </ListForm>
        </details>
    }
    .into_any()
}
