//! The page of a case: who, why here, and what has been done. Each tab has its own address. Drawn by the server.

mod addresses;
mod header;
mod measures;
mod pupil_history;
mod responsibility;
mod tabs;
mod timeline;
mod why;

use domain::case::view::CaseView;
use leptos::prelude::*;
use service::lists::Neighbours;

use crate::{
    component::timeline::Timeline,
    path::{self, CaseTab},
    preference::language,
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
}

impl Page {
    /// What it is called: the person's name.
    pub fn title(&self) -> &str {
        &self.case.full_name
    }

    /// The whole page.
    pub fn view(self) -> AnyView {
        let Self { case, tab, list, beside: neighbours } = self;
        view! {
            {header::view(&case, tab, &list, neighbours)}
            {tabs::view(&case, tab, &list)}
            <div class="case-columns">
                <div class="case-main">{open_tab(&case, tab, &list)}</div>
                {beside(&case, tab, &list)}
            </div>
        }
        .into_any()
    }
}

fn open_tab(case: &CaseView, tab: CaseTab, list: &str) -> AnyView {
    match tab {
        CaseTab::Responsibility => responsibility::view(case, list),
        CaseTab::Measures => measures::view(case),
        CaseTab::Addresses => addresses::view(case),
        CaseTab::PupilHistory => pupil_history::view(case),
        CaseTab::Timeline => timeline::view(case),
    }
}

/// Why the person is here, and what happened last, unless the whole timeline is open.
fn beside(case: &CaseView, tab: CaseTab, list: &str) -> AnyView {
    let words = language();
    let events: Vec<_> = case.timeline.iter().take(EVENTS_BESIDE).cloned().collect();
    let timeline = path::from_list(&path::case_tab(case.row.id, CaseTab::Timeline), list);
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
        </aside>
    }
    .into_any()
}
