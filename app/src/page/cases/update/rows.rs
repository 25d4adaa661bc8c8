//! A row for each case, and one above them that fills them in.

use domain::{case::change::CaseField, language::Named};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::case_changes::{EditRow, PAGE};

use super::{
    Page,
    field::{Owner, error_identity, value},
    summary::said,
};
use crate::{
    component::icon::Icon,
    page::record::asks_before_leaving,
    path,
    server::bulk::{
        form::{Problem, beside, written},
        update::what,
    },
    serverfn::bulk::{CaseForm, UpdateCases},
    words::BulkWords,
};

impl Page {
    /// What both forms post besides their fields.
    pub(super) fn hidden(&self) -> AnyView {
        view! {
            <input type="hidden" name="selection" value=self.token.clone()/>
            <input type="hidden" name="list" value=self.list.clone()/>
            <input type="hidden" name="page" value=self.shown.page.to_string()/>
        }
        .into_any()
    }

    /// The form of the rows of the page.
    pub(super) fn rows(&self) -> AnyView {
        let words = self.language;
        let headings: Vec<_> =
            CaseField::ALL.iter().map(|field| view! { <th scope="col">{field.name(words)}</th> }).collect();
        let top = match self.shown.total <= PAGE as u64 {
            true => &self.draft.top,
            // What stands there is of the form for the whole selection.
            false if self.draft.rows.is_empty() => &CaseForm::default(),
            false => &self.draft.top,
        };
        let above: Vec<_> = CaseField::ALL
            .iter()
            .map(|field| view! { <td data-label=field.name(words)>{self.field(*field, Owner::Page, top, &[])}</td> })
            .collect();
        let rows: Vec<_> = self.shown.rows.iter().map(|row| self.row(row)).collect();
        let reset = path::update_cases(&self.token, self.shown.page, None, &self.list);
        view! {
            <form {..asks_before_leaving(!self.draft.rows.is_empty() && self.draft.is_unsaved(), words)} class="bulk-form" method="post" action=UpdateCases::url()>
                {self.hidden()}
                <p class="quiet">{words.same_for_all()}</p>
                <div class="card bulk-card">
                    <div class="list-scroll" tabindex="0" role="region" aria-label=words.update_cases()>
                        <table class="list-table stacks bulk-table">
                            <thead><tr><th scope="col">{words.individual()}</th> {headings}</tr></thead>
                            <tbody>
                                <tr class="bulk-top">
                                    <th scope="row">
                                        {words.all_here()}
                                        " "
                                        <button class="ds-button" data-variant="secondary" type="submit" name="what" value=what::FILL>{words.apply()}</button>
                                    </th>
                                    {above}
                                </tr>
                                {rows}
                            </tbody>
                        </table>
                    </div>
                </div>
                <div class="bulk-bar">
                    <button class="ds-button" type="submit" name="what" value=what::SAVE>{words.save()}</button>
                    <a class="ds-button" data-variant="secondary" href=reset>{words.reset()}</a>
                    <a class="ds-button" data-variant="tertiary" href=path::cases(&self.list)>{words.cancel()}</a>
                    <span class="quiet">{words.can_be_undone()}</span>
                </div>
            </form>
        }
        .into_any()
    }

    fn row(&self, row: &EditRow) -> AnyView {
        let words = self.language;
        let problems = self.draft.problems.get(&row.id.0).map(Vec::as_slice).unwrap_or_default();
        let present = written(&row.values, row.version);
        let mut form = self.draft.rows.get(&row.id.0).cloned().unwrap_or_else(|| present.clone());
        if problems.contains(&Problem::Conflict) {
            form = beside(&form, &present);
        }
        let cells: Vec<_> = CaseField::ALL
            .iter()
            .map(|field| {
                let now = self.present(*field, row, &form, &present);
                view! { <td data-label=field.name(words)>{self.field(*field, Owner::Row(row), &form, problems)} {now}</td> }
            })
            .collect();
        let wrong: Vec<_> = problems
            .iter()
            .map(|problem| {
                let id = problem.field().map(|field| error_identity(field, Owner::Row(row)));
                let said = said(*problem, words);
                view! { <p class="field-error" id=id><Icon name="triangle-alert"/>{said}</p> }
            })
            .collect();
        // In a row of their own, where there is room for them.
        let columns = (CaseField::ALL.len() + 1).to_string();
        let wrong = (!problems.is_empty())
            .then(|| view! { <tr class="bulk-errors"><td colspan=columns>{wrong}</td></tr> });
        let closed = row.closed.then(|| view! { " " <span class="tag">{words.closed()}</span> });
        let class = if problems.is_empty() { "bulk-row" } else { "bulk-row bulk-row-bad" };
        view! {
            <tr id=format!("rad-{}", row.id) class=class>
                <th scope="row">
                    <input type="hidden" name=format!("rows[{}][version]", row.id) value=form.version.to_string()/>
                    <input type="hidden" name=format!("rows[{}][seen]", row.id) value=form.seen.clone()/>
                    <a href=path::case(row.id)>{row.title.clone()}</a> {closed}
                    <span class="quiet bulk-number">{row.civic_number.clone()}</span>
                </th>
                {cells}
            </tr>
            {wrong}
        }
        .into_any()
    }

    /// What the register holds where the form says something else.
    fn present(
        &self,
        field: CaseField,
        row: &EditRow,
        form: &CaseForm,
        present: &CaseForm,
    ) -> Option<AnyView> {
        let words = self.language;
        let (typed, stands) = (value(form, field), value(present, field));
        let name = match field {
            CaseField::Registered | CaseField::OtherSchooling => stands.to_owned(),
            CaseField::Occupation => row.values.occupation.name(words).to_owned(),
            CaseField::Caseworker => row.caseworker.clone().unwrap_or_default(),
            CaseField::LivingOutside => {
                row.values.living_outside.map(|place| place.name(words)).unwrap_or_default().to_owned()
            }
        };
        let name = if name.is_empty() { crate::words::CaseWords::none(words).to_owned() } else { name };
        (typed != stands).then(|| view! { <p class="bulk-now">{words.now_it_says(&name)}</p> }.into_any())
    }
}
