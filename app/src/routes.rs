//! Which page answers where.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    component::list::selection::Selection,
    layout::{Layout, hydration::mark_as_hydrated, leaving, look_up, search},
    page::{
        access_users::AccessUsersPage,
        cases::CasesPage,
        drawn::{AccessPage, CasePage, ChangePage, OwnPage, PastPage, PersonLogPage, ScbPage, StartPage},
        follow_ups::FollowUpsPage,
        jobs::JobsPage,
        log::LogPage,
        not_found::NotFoundPage,
        persons::PersonsPage,
        pupils::PupilsPage,
        runs::RunsPage,
        search::SearchPage,
        sign_in::{SignInPage, code::CodePage, failed::FailedPage, invitation::InvitationPage},
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
    leaving::listen();
    search::listen();
    look_up::listen();
    Selection::provide();
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/logga-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/logga-in/kod") view=CodePage ssr=SsrMode::Async/>
                <Route path=path!("/logga-in/inbjudan") view=InvitationPage ssr=SsrMode::Async/>
                <Route path=path!("/logga-in/misslyckades") view=FailedPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                    <Route path=path!("/") view=StartPage ssr=SsrMode::Async/>
                    <Route path=path!("/aktivitetsansvar") view=CasesPage ssr=SsrMode::Async/>
                    <Route path=path!("/aktivitetsansvar/uppdatera") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/aktivitetsansvar/ny") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/aktivitetsansvar/atgarder") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/aktivitetsansvar/kontakt") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/aktivitetsansvar/brev") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/aktivitetsansvar/lamna-over") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/aktivitetsansvar/:id/:tab?") view=CasePage ssr=SsrMode::Async/>
                    <Route path=path!("/aktivitetsansvar/:id/:tab/:record") view=CasePage ssr=SsrMode::Async/>
                    <Route path=path!("/min-sida") view=OwnPage ssr=SsrMode::Async/>
                    <Route path=path!("/min-sida/ansok") view=OwnPage ssr=SsrMode::Async/>
                    <Route path=path!("/meddelanden") view=OwnPage ssr=SsrMode::Async/>
                    <Route path=path!("/meddelanden/:id") view=OwnPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobb") view=JobsPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobb/:id") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/andring/:id/angra") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/uppfoljning") view=FollowUpsPage ssr=SsrMode::Async/>
                    <Route path=path!("/inkorg") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/inkorg/:id") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/uppfoljning/agenda") view=CasePage ssr=SsrMode::Async/>
                    <Route path=path!("/uppfoljning/kalender") view=CasePage ssr=SsrMode::Async/>
                    <Route path=path!("/uppfoljning/avsluta") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/uppfoljning/kontakt") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/personer") view=PersonsPage ssr=SsrMode::Async/>
                    <Route path=path!("/elever") view=PupilsPage ssr=SsrMode::Async/>
                    <Route path=path!("/enheter") view=UnitsPage ssr=SsrMode::Async/>
                    <Route path=path!("/studievagar") view=StudyPathsPage ssr=SsrMode::Async/>
                    <Route path=path!("/korningar") view=RunsPage ssr=SsrMode::Async/>
                    <Route path=path!("/korningar/prov") view=CasePage ssr=SsrMode::Async/>
                    <Route path=path!("/personer/:id/varfor") view=CasePage ssr=SsrMode::Async/>
                    <Route path=path!("/anvandare") view=UsersPage ssr=SsrMode::Async/>
                    <Route path=path!("/behorigheter") view=AccessUsersPage ssr=SsrMode::Async/>
                    <Route path=path!("/behorigheter/:id") view=AccessPage ssr=SsrMode::Async/>
                    <Route path=path!("/behorigheter/:id/:part") view=AccessPage ssr=SsrMode::Async/>
                    <Route path=path!("/behorigheter/:id/:part/:service") view=AccessPage ssr=SsrMode::Async/>
                    <Route path=path!("/behorigheter-per-datum") view=AccessPage ssr=SsrMode::Async/>
                    <Route path=path!("/anvandarroller") view=AccessPage ssr=SsrMode::Async/>
                    <Route path=path!("/anvandarroller/:id") view=AccessPage ssr=SsrMode::Async/>
                    <Route path=path!("/anvandarroller/:id/:part") view=AccessPage ssr=SsrMode::Async/>
                    <Route path=path!("/brevmallar") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/brevmallar/:id") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/logg") view=LogPage ssr=SsrMode::Async/>
                    <Route path=path!("/logg/person") view=PersonLogPage ssr=SsrMode::Async/>
                    <Route path=path!("/logg/person/:id") view=PersonLogPage ssr=SsrMode::Async/>
                    <Route path=path!("/register-per-datum") view=PastPage ssr=SsrMode::Async/>
                    <Route path=path!("/scb-export") view=ScbPage ssr=SsrMode::Async/>
                    <Route path=path!("/scb-export/:id") view=ScbPage ssr=SsrMode::Async/>
                    <Route path=path!("/hinder-for-rapportering") view=CasePage ssr=SsrMode::Async/>
                    <Route path=path!("/sok") view=SearchPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
    .into_any()
}
