//! *Plan*: the individual plans of the case, the latest first. Printed, each stands on a page of its own with room to sign.

use domain::{
    case::view::{CaseView, PlanView},
    individual_plan::{PlanField, PlanState},
    language::Named,
};
use leptos::prelude::*;

use crate::{
    component::{date_text::DueDate, notice::Empty},
    path::record::RecordAddress,
    preference::language,
    words::PlanWords,
};

use super::Steps;

/// The tab.
pub fn view(case: &CaseView, steps: Steps<'_>) -> AnyView {
    let words = language();
    let card = |plan: &PlanView| {
        let record = RecordAddress::Plan(Some(plan.id));
        let of = plan.plan.period.start.to_string();
        plan_card(case, plan, steps.change(case, record, words.change_or_evaluate(), &of))
    };
    view! {
        <h2 class="visually-hidden">{domain::case::tab::CaseTab::Plan.name(words)}</h2>
        {steps.add(case, RecordAddress::Plan(None), words.add_plan())}
        {match case.plans.is_empty() {
            true => view! {
                <section class="card">
                    <Empty title=words.plans_empty() text=words.plans_empty_text() icon="file-text"/>
                </section>
            }
            .into_any(),
            false => case.plans.iter().map(card).collect_view().into_any(),
        }}
    }
    .into_any()
}

fn plan_card(case: &CaseView, view: &PlanView, change: Option<AnyView>) -> AnyView {
    let words = language();
    let plan = &view.plan;
    let end = plan.period.end.map_or_else(|| words.until_further_notice().to_owned(), |end| end.to_string());
    let part = |field: PlanField, text: &str| {
        (!text.is_empty()).then(|| {
            view! { <dt>{field.name(words)}</dt> <dd class="notes">{text.to_owned()}</dd> }.into_any()
        })
    };
    let evaluate_on = match view.state {
        PlanState::Evaluated => plan.evaluate_on.to_string().into_any(),
        _ => view! { <DueDate date=plan.evaluate_on today=case.today/> }.into_any(),
    };
    let changed = (!view.changed.is_empty()).then(|| words.plan_changed_by(&view.changed));
    let signature = |whose: &'static str| {
        let lines = [words.place_and_date(), words.signature(), words.name_in_print()];
        let lines: Vec<_> =
            lines.into_iter().map(|line| view! { <p class="plan-signature">{line}</p> }.into_any()).collect();
        view! { <div><h5>{whose}</h5> {lines}</div> }.into_any()
    };
    view! {
        <article class="card facts-card plan">
            <header class="measure-head">
                <h3>{words.plan_of(&case.called(words))}</h3>
                <span class="pill">{view.state.name(words)}</span>
            </header>
            <p class="measure-period">{plan.period.start.to_string()} "–" {end}</p>
            <dl class="facts">
                {part(PlanField::Goal, &plan.goal)}
                {part(PlanField::Person, &plan.person)}
                {part(PlanField::Municipality, &plan.municipality)}
                {part(PlanField::Others, &plan.others)}
                <dt>{PlanField::EvaluateOn.name(words)}</dt>
                <dd>{evaluate_on}</dd>
                {part(PlanField::Evaluation, &plan.evaluation)}
            </dl>
            <p class="quiet">{words.made_by(&view.created)} {changed.map(|changed| format!(". {changed}"))}</p>
            <div class="plan-signatures print-only">
                <h4>{words.signatures()}</h4>
                {signature(words.signed_by_person())}
                {signature(words.signed_by_municipality())}
            </div>
            {change}
        </article>
    }
    .into_any()
}
