//! *Elevhistorik*: the placements in upper secondary school.

use domain::{
    case::view::{CaseView, PlacementView},
    language::Named,
};
use leptos::prelude::*;

use crate::{
    component::{date_text::DateText, notice::Empty},
    preference::language,
    words::CaseWords,
};

/// The tab.
pub fn view(case: &CaseView) -> AnyView {
    let words = language();
    view! {
        <section class="card list-card">
            <h2 class="visually-hidden">{words.tab_pupil_history()}</h2>
            {match case.placements.is_empty() {
                true => view! {
                    <Empty title=words.placements_empty() text=words.placements_empty_text() icon="graduation-cap"/>
                }
                .into_any(),
                false => view! { <Placements placements=case.placements.clone()/> }
    .into_any(),
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Placements(placements: Vec<PlacementView>) -> impl IntoView {
    let words = language();
    let lines = placements.into_iter().map(|placement| {
        let path = match placement.study_path_name.is_empty() {
            true => placement.study_path,
            false => format!("{} · {}", placement.study_path, placement.study_path_name),
        };
        let until = match placement.period.end {
            Some(date) => view! { <DateText date/> }.into_any(),
            None => words.until_further_notice().into_any(),
        };
        view! {
            <tr role="row">
                <td role="cell" class="nowrap" data-label=words.from()><DateText date=placement.period.start/></td>
                <td role="cell" class="nowrap" data-label=words.until()>{until}</td>
                <th role="rowheader" scope="row" data-label=words.study_path()>
                    {path}
                    <span class="sub-line">{placement.kind.name(words)}</span>
                </th>
                <td role="cell" data-label=words.unit()>
                    {placement.unit}
                    <span class="sub-line">{placement.organiser}</span>
                </td>
                <td role="cell" data-label=words.grade()>{placement.grade}</td>
                <td role="cell" data-label=words.class()>{placement.class}</td>
            </tr>
        }.into_any()
    });
    view! {
        <div class="list-scroll" tabindex="0" role="region" aria-label=words.tab_pupil_history()>
            <table class="list-table stacks" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{words.from()}</th>
                        <th role="columnheader" scope="col">{words.until()}</th>
                        <th role="columnheader" scope="col">{words.study_path()}</th>
                        <th role="columnheader" scope="col">{words.unit()}</th>
                        <th role="columnheader" scope="col">{words.grade()}</th>
                        <th role="columnheader" scope="col">{words.class()}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{lines.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
