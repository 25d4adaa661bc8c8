//! Which page answers where.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    layout::{Layout, hydration::mark_as_hydrated, search},
    page::{
        case::{CasePage, addresses, measures, pupil_history, responsibility, timeline},
        cases::CasesPage,
        drawn::DrawnPage,
        follow_ups::FollowUpsPage,
        log::LogPage,
        not_found::NotFoundPage,
        persons::PersonsPage,
        pupils::PupilsPage,
        runs::RunsPage,
        search::SearchPage,
        sign_in::SignInPage,
        start::StartPage,
        study_paths::StudyPathsPage,
        units::UnitsPage,
        users::UsersPage,
    },
    preference::Preferences,
};

/// The whole application. Every page waits for its data on the server ([`SsrMode::Async`]), so that it is complete
/// without script and its status is true.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Preferences::of_the_request());
    mark_as_hydrated();
    search::listen();
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/logga-in") view=SignInPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                    <Route path=path!("/") view=StartPage ssr=SsrMode::Async/>
                    <Route path=path!("/aktivitetsansvar") view=CasesPage ssr=SsrMode::Async/>
                    <Route path=path!("/aktivitetsansvar/uppdatera") view=DrawnPage ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/aktivitetsansvar/:id") view=CasePage ssr=SsrMode::Async>
                        <Route path=path!("") view=responsibility::Tab ssr=SsrMode::Async/>
                        <Route path=path!("atgarder") view=measures::Tab ssr=SsrMode::Async/>
                        <Route path=path!("adresser") view=addresses::Tab ssr=SsrMode::Async/>
                        <Route path=path!("elevhistorik") view=pupil_history::Tab ssr=SsrMode::Async/>
                        <Route path=path!("tidslinje") view=timeline::Tab ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("/jobb/:id") view=DrawnPage ssr=SsrMode::Async/>
                    <Route path=path!("/andring/:id/angra") view=DrawnPage ssr=SsrMode::Async/>
                    <Route path=path!("/uppfoljning") view=FollowUpsPage ssr=SsrMode::Async/>
                    <Route path=path!("/personer") view=PersonsPage ssr=SsrMode::Async/>
                    <Route path=path!("/elever") view=PupilsPage ssr=SsrMode::Async/>
                    <Route path=path!("/enheter") view=UnitsPage ssr=SsrMode::Async/>
                    <Route path=path!("/studievagar") view=StudyPathsPage ssr=SsrMode::Async/>
                    <Route path=path!("/korningar") view=RunsPage ssr=SsrMode::Async/>
                    <Route path=path!("/anvandare") view=UsersPage ssr=SsrMode::Async/>
                    <Route path=path!("/logg") view=LogPage ssr=SsrMode::Async/>
                    <Route path=path!("/sok") view=SearchPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
    .into_any()
}
