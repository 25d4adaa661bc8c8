//! The page of a case: who, why here, and what has been done. Each tab has its own address.

pub mod addresses;
mod header;
pub mod measures;
pub mod pupil_history;
pub mod responsibility;
mod tabs;
pub mod timeline;
mod why;

use std::sync::Arc;

use domain::{access::Permission, case::view::CaseView, id::CaseId};
use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::{
    components::Outlet,
    hooks::{use_location, use_params_map, use_query_map},
};

use crate::{
    component::{failure::Failure, timeline::Timeline},
    error::AppError,
    path,
    preference::language,
    serverfn::case::case,
    words::{CaseWords, CommonWords},
};

/// How many events stand beside a tab; the rest are on their own tab.
const EVENTS_BESIDE: usize = 5;

/// The case that the tabs show a part of.
type CaseResource = Resource<Result<CaseView, AppError>>;

/// The page of a case, with one of its tabs.
#[component]
pub fn CasePage() -> impl IntoView {
    let parameters = use_params_map();
    let id = Memo::new(move |_| parameters.read().get("id").and_then(|id| id.parse().ok()).map(CaseId));
    let answer: CaseResource = Resource::new(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => case(id).await,
                None => {
                    #[cfg(feature = "ssr")]
                    crate::server::response::answer_with(AppError::NotFound);
                    Err(AppError::NotFound)
                }
            }
        },
    );
    provide_context(answer);
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match answer.await {
                    Ok(case) => Either::Left(view! { <Head case=Arc::new(case)/> }.into_any()),
                    Err(error) => Either::Right(view! { <Failure error needs=Permission::ReadCases is_page=true/> }.into_any()),
                }
            })}
        </Suspense>
        <div class="case-columns">
            <div class="case-main">
                <Outlet/>
            </div>
            <Suspense>
                {move || Suspend::new(async move {
                    answer.await.ok().map(|case| view! { <Beside case=Arc::new(case)/> }.into_any())
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Head(case: Arc<CaseView>) -> impl IntoView {
    let words = language();
    view! {
        <Title text=title_text(words.page_title(&case.full_name))/>
        <header::CaseHeader case=Arc::clone(&case)/>
        <tabs::Tabs case/>
    }
    .into_any()
}

/// The server writes a title into the page as it stands, so that markup in a name is made harmless there; the browser
/// takes it for the text that it is.
fn title_text(text: String) -> String {
    if cfg!(feature = "ssr") {
        return text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    }
    text
}

/// The state of the list that the reader came from, which stands in the address of the case.
fn list_of_the_reader() -> String {
    use_query_map().read_untracked().get(path::LIST_PARAMETER).unwrap_or_default()
}

/// Why the person is here, and what happened last, unless the whole timeline is open.
#[component]
fn Beside(case: Arc<CaseView>) -> impl IntoView {
    let words = language();
    let mut events = case.timeline.clone();
    events.truncate(EVENTS_BESIDE);
    let timeline = path::case_tab(case.row.id, path::CaseTab::Timeline);
    let pathname = use_location().pathname;
    let is_open = {
        let timeline = timeline.clone();
        move || pathname.read().trim_end_matches('/') == timeline
    };
    let timeline = path::from_list(&timeline, &list_of_the_reader());
    let (today, has_events) = (case.today, !events.is_empty());
    let latest = move || {
        (has_events && !is_open()).then(|| {
            view! {
                <section class="card case-latest">
                    <h2>{words.tab_timeline()}</h2>
                    <Timeline events=events.clone() today/>
                    <a href=timeline.clone()>{words.whole_timeline()}</a>
                </section>
            }
            .into_any()
        })
    };
    view! {
        <aside class="case-aside">
            <why::Why case/>
            {latest}
        </aside>
    }
    .into_any()
}

/// Draws a tab of the case once it is there. That it could not be had is said above the tabs.
fn with_case<V: IntoView + 'static>(draw: fn(CaseView) -> V) -> impl IntoView {
    let answer = expect_context::<CaseResource>();
    view! {
        <Suspense>
            {move || Suspend::new(async move { answer.await.ok().map(draw) })}
        </Suspense>
    }
    .into_any()
}
