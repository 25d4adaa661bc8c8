//! The same value for everything that is chosen.

use domain::{case::change::CaseField, language::Named};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::{case_changes::PAGE, jobs::MOST_AT_ONCE};

use super::{Page, field::Owner};
use crate::{
    page::record::asks_before_leaving,
    path,
    server::bulk::update::what,
    serverfn::bulk::{CaseForm, UpdateCases},
    words::BulkWords,
};

impl Page {
    /// The form that gives the whole selection the same, when it is larger than a page.
    pub(super) fn for_all(&self) -> Option<AnyView> {
        let words = self.language;
        if self.shown.total <= PAGE as u64 {
            return None;
        }
        let count = self.count(self.shown.total);
        let as_a_job = (self.shown.total > MOST_AT_ONCE as u64)
            .then(|| view! { <p class="quiet">{words.done_as_job()}</p> });
        // What has come back without rows is the row for all.
        let is_unsaved = self.draft.rows.is_empty() && self.draft.is_unsaved();
        let top = match self.draft.rows.is_empty() {
            true => &self.draft.top,
            // What stands there is of the form of the page's rows.
            false => &CaseForm::default(),
        };
        let fields = CaseField::ALL.iter().map(|field| {
            view! {
                <div class="bulk-field">
                    <span class="bulk-label" aria-hidden="true">{field.name(words)}</span>
                    {self.field(*field, Owner::All, top, &self.draft.top_problems)}
                </div>
            }
        });
        let fields: Vec<_> = fields.collect();
        Some(
            view! {
                <form {..asks_before_leaving(is_unsaved, words)} id="alla" class="card bulk-all" method="post" action=UpdateCases::url()>
                    {self.hidden()}
                    <h2>{words.all_get_this(&count)}</h2>
                    {as_a_job}
                    <div class="bulk-fields">{fields}</div>
                    <div class="bulk-bar">
                        <button class="ds-button" type="submit" name="what" value=what::SAVE_ALL>{words.save_for_all(&count)}</button>
                        <a class="ds-button" data-variant="tertiary" href=path::cases(&self.list)>{words.cancel()}</a>
                        <span class="quiet">{words.can_be_undone()}</span>
                    </div>
                </form>
                <h2 class="bulk-heading">{words.row_by_row()}</h2>
            }
            .into_any(),
        )
    }
}
