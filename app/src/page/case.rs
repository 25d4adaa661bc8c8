//! The page of a case: who, why here, and what has been done. Each tab has its own address. Drawn by the server.

mod addresses;
mod contact_details;
mod contacts;
mod header;
mod log;
mod measures;
mod plans;
mod pupil_history;
mod responsibility;
mod tabs;
mod timeline;
pub mod whole;
pub mod why;

use domain::{
    case::{tab::CaseTab, view::CaseView},
    id::ContactId,
};
use leptos::prelude::*;
use service::{case_log::CaseLog, lists::Neighbours};

use crate::{
    component::{icon::Icon, notice::good, timeline::Timeline},
    page::record::{Place, RecordForm},
    path::{self, record::RecordAddress},
    preference::language,
    server::form::Draft,
    words::CaseWords,
};

/// How many events stand beside a tab; the rest are on their own tab.
const EVENTS_BESIDE: usize = 5;

/// The page of a case, with one of its tabs open.
pub struct Page {
    /// Everything that the reader may see of the case.
    pub case: CaseView,
    /// The open tab.
    pub tab: CaseTab,
    /// The state of the list that the reader came from.
    pub list: String,
    /// The cases beside it there.
    pub beside: Neighbours,
    /// Whether the reader may change it.
    pub may_edit: bool,
    /// Whether the reader may delete it once it is closed.
    pub may_delete: bool,
    /// The contact that the reader came for.
    pub contact: Option<ContactId>,
    /// The form of a record that is open in the tab.
    pub editing: Option<Editing>,
    /// What has just been saved.
    pub told: Vec<String>,
    /// Who has seen and changed it, where that is what is asked for.
    pub log: Option<CaseLog>,
    /// What stands on paper of when it was printed, and by whom.
    pub printed: String,
}

/// A form that is open, with what has been filled in.
pub struct Editing {
    /// The form.
    pub form: RecordForm,
    /// Where it stands.
    pub place: Place,
    /// What has been filled in.
    pub draft: Draft,
}

impl Page {
    /// The whole page.
    pub fn view(self) -> AnyView {
        let Self { case, tab, list, may_edit, may_delete, contact, editing, told, log, printed, .. } = self;
        let neighbours = self.beside;
        let words = language();
        // From a form that is open nothing leads on to another: what stands in it would be left.
        let steps = Steps { list: &list, may_edit: may_edit && editing.is_none(), may_delete, contact };
        let content = match editing {
            Some(Editing { form, place, draft }) => form.view(&place, &draft, words),
            None => open_tab(&case, tab, steps, log),
        };
        view! {
            {header::view(&case, tab, neighbours, steps)}
            <p class="print-only case-printed">{printed}</p>
            {tabs::view(&case, tab, &list)}
            <div class="case-columns">
                <div class="case-main">{good(told)} {content}</div>
                {beside(&case, tab, &list)}
            </div>
        }
        .into_any()
    }
}

/// The ways from a tab on.
#[derive(Clone, Copy)]
struct Steps<'a> {
    /// The state of the list that the reader came from.
    list: &'a str,
    /// Whether the reader may change the case.
    may_edit: bool,
    /// Whether the reader may delete it once it is closed.
    may_delete: bool,
    /// The contact that the reader came for.
    contact: Option<ContactId>,
}

impl Steps<'_> {
    /// The way to the form of a record, for whoever may change it.
    fn to(self, case: &CaseView, record: RecordAddress) -> Option<String> {
        self.may_edit.then(|| path::from_list(&record.path(case.row.id), self.list))
    }

    /// The button that leads to the form of a new record.
    fn add(self, case: &CaseView, record: RecordAddress, label: &'static str) -> Option<AnyView> {
        let target = self.to(case, record)?;
        Some(view! { <p class="tab-tools"><a class="ds-button" href=target><Icon name="plus"/> {label}</a></p> }.into_any())
    }

    /// The link that leads to the form of a record. `of` says of which.
    fn change(
        self,
        case: &CaseView,
        record: RecordAddress,
        label: &'static str,
        of: &str,
    ) -> Option<AnyView> {
        let target = self.to(case, record)?;
        let name = format!("{label}: {of}");
        Some(
            view! { <a class="record-change" href=target aria-label=name><Icon name="pencil"/> {label}</a> }
                .into_any(),
        )
    }
}

fn open_tab(case: &CaseView, tab: CaseTab, steps: Steps<'_>, log: Option<CaseLog>) -> AnyView {
    match tab {
        CaseTab::Contacts => contacts::view(case, steps),
        CaseTab::Responsibility => responsibility::view(case, steps),
        CaseTab::Measures => measures::view(case, steps),
        CaseTab::Addresses => addresses::view(case, steps),
        CaseTab::ContactDetails => contact_details::view(case, steps),
        CaseTab::PupilHistory => pupil_history::view(case),
        CaseTab::Plan => plans::view(case, steps),
        CaseTab::Timeline => timeline::view(case),
        CaseTab::Log => log::view(case, &log.unwrap_or_default(), steps.list),
    }
}

/// Why the person is here, and what happened last, unless the whole timeline is open.
fn beside(case: &CaseView, tab: CaseTab, list: &str) -> AnyView {
    let words = language();
    let events: Vec<_> = case.timeline.iter().take(EVENTS_BESIDE).cloned().collect();
    let timeline = path::from_list(&path::case_tab(case.row.id, CaseTab::Timeline), list);
    let whole = path::from_list(&path::print_case(case.row.id), list);
    let latest = (!events.is_empty() && tab != CaseTab::Timeline).then(|| {
        view! {
            <section class="card case-latest">
                <h2>{words.tab_timeline()}</h2>
                <Timeline events today=case.today/>
                <a href=timeline>{words.whole_timeline()}</a>
            </section>
        }
    });
    view! {
        <aside class="case-aside">
            {why::view(case)}
            {latest}
            <p><a class="record-change" href=whole><Icon name="printer"/> {words.print_whole_case()}</a></p>
        </aside>
    }
    .into_any()
}
