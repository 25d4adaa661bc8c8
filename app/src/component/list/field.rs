//! The fields of one column in the filter panel. Which of them a comparison needs is shown by the style sheet, from the
//! chosen option, so that it works without script.

use domain::{
    language::Named as _,
    list::{ColumnType, Operand, Operator},
};
use leptos::prelude::*;

use super::{
    posted::Field,
    shown::{Named, ShownField},
};
use crate::{
    component::{as_drawn::as_drawn, icon::Icon},
    preference::language,
    words::ListWords,
};

/// The fields of a column.
#[component]
pub fn FilterField(
    /// The column, what is filled in, and what may be chosen.
    field: ShownField,
) -> impl IntoView {
    let words = language();
    let ShownField { column: Named { code, name }, holds: column_type, field, values, is_refused } = field;
    let error = format!("refused-{code}");
    let told = is_refused.then(|| {
        view! { <p class="field-error" id=error.clone()><Icon name="triangle-alert"/>{words.refused_value()}</p> }
            .into_any()
    });
    let told_by = is_refused.then_some(error);
    let Field { operator, first, second, days, choices } = field;
    let input = move |part: &str| format!("fields[{code}][{part}]");
    let values = match column_type {
        ColumnType::Text => view! {
            <Value name=input("first") kind="text" label=language().value() value=first column=name.clone() class="field-first"/>
        }
        .into_any(),
        ColumnType::Date => view! {
            <Value name=input("first") kind="date" label=language().first_value() value=first column=name.clone() class="field-first"/>
            <Value name=input("second") kind="date" label=language().last_value() value=second column=name.clone() class="field-second"/>
            <Value name=input("days") kind="number" label=language().days() value=days column=name.clone() class="field-days"/>
        }
        .into_any(),
        ColumnType::Number => view! {
            <Value name=input("first") kind="number" label=language().first_value() value=first column=name.clone() class="field-first"/>
            <Value name=input("second") kind="number" label=language().last_value() value=second column=name.clone() class="field-second"/>
        }
        .into_any(),
        ColumnType::Choice => view! { <Boxes name=input("choices") values chosen=choices/> }.into_any(),
        ColumnType::YesNo => ().into_any(),
    };
    view! {
        <fieldset class="filter-field" data-type=type_name(column_type) aria-describedby=told_by data-refused=is_refused.then_some("")>
            <legend>{name.clone()}</legend>
            <Comparison name=input("operator") column=name column_type chosen=operator/>
            {values}
            {told}
        </fieldset>
    }
    .into_any()
}

const fn type_name(column_type: ColumnType) -> &'static str {
    match column_type {
        ColumnType::Text => "text",
        ColumnType::Date => "date",
        ColumnType::Choice => "choice",
        ColumnType::Number => "number",
        ColumnType::YesNo => "yes-no",
    }
}

/// What the comparison needs, for the style sheet.
const fn needs(operand: Operand) -> &'static str {
    match operand {
        Operand::Nothing => "nothing",
        Operand::Text | Operand::Day | Operand::Number => "one",
        Operand::TwoDays | Operand::TwoNumbers => "two",
        Operand::DayCount => "days",
        Operand::Choices => "choices",
    }
}

/// The choice of comparison. Those that need nothing more would apply by being first, so that *inget filter* is.
#[component]
fn Comparison(name: String, column: String, column_type: ColumnType, chosen: String) -> impl IntoView {
    let words = language();
    let none = (column_type == ColumnType::YesNo).then(|| {
        view! { <option value="" selected=chosen.is_empty()>{words.no_filter()}</option> }.into_any()
    });
    let options = Operator::of(column_type).iter().map(|operator| {
        let code = operator.code();
        view! {
            <option value=code data-needs=needs(operator.operand(column_type)) selected=code == chosen>
                {operator.name(words)}
            </option>
        }
        .into_any()
    });
    view! {
        <select class="field-operator" name=name aria-label=format!("{}: {column}", words.comparison())>
            {none}
            {options.collect_view()}
        </select>
    }
    .into_any()
}

#[component]
fn Value(
    name: String,
    kind: &'static str,
    label: &'static str,
    value: String,
    column: String,
    class: &'static str,
) -> impl IntoView {
    view! {
        <input
            class=format!("field-value {class}")
            type=kind
            name=name
            aria-label=format!("{label}: {column}")
            autocomplete="off"
            value=value.clone()
            node_ref=as_drawn(value)
        />
    }
    .into_any()
}

#[component]
fn Boxes(name: String, values: Vec<Named>, chosen: Vec<String>) -> impl IntoView {
    let boxes = values.into_iter().enumerate().map(|(place, Named { code, name: label })| {
        let checked = chosen.contains(&code);
        view! {
            <label class="field-choice">
                <input
                    type="checkbox"
                    name=format!("{name}[{place}]")
                    value=code
                    checked=checked
                    prop:checked=checked
                />
                {label}
            </label>
        }
        .into_any()
    });
    view! { <div class="field-choices">{boxes.collect_view()}</div> }.into_any()
}
