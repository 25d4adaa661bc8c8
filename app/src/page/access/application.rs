//! Applications for roles: one's own, those of an organisation, and one that is decided. Drawn by the server, with plain forms.

use domain::{
    access::application::{ApplicationDecision, ApplicationKind, ApplicationState},
    clock::stockholm_time,
    language::{Language, Named},
    product_page::ProductPage,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::applications::{ApplicationPage, ApplicationRecord};

use super::above;
use crate::{
    component::{
        breadcrumb::breadcrumb,
        notice::{Empty, good},
    },
    page::record::{Field, asks_before_leaving, drawn_with, interruption, summary},
    path::{self, access::AccessAddress},
    server::form::Draft,
    serverfn::application::{ApplyForRole, DecideApplication, WithdrawApplication},
    words::{AccessWords, ApplicationWords},
};

/// The form of an application, with what its reader has applied for.
pub struct Own<'a> {
    /// What has been applied for.
    pub applications: &'a [ApplicationRecord],
    /// The organisation that the reader acts in.
    pub organisation: &'a str,
    /// The fields of the form.
    pub fields: &'a [Field],
    /// What the form is drawn with.
    pub once: &'a str,
    /// What has been done.
    pub told: Vec<String>,
    /// What was refused.
    pub draft: &'a Draft,
    /// In which language.
    pub words: Language,
}

impl Own<'_> {
    /// The whole page.
    pub fn view(self) -> AnyView {
        let words = self.words;
        let fields: Vec<_> =
            self.fields.iter().map(|field| field.view(&self.draft.problems, words)).collect();
        let rows: Vec<_> = self.applications.iter().map(|application| own_row(application, words)).collect();
        let own = (!rows.is_empty()).then(|| {
            view! {
                <section class="card facts-card" aria-labelledby="own">
                    <h2 id="own">{words.own_applications()}</h2>
                    <ul class="notices">{rows}</ul>
                </section>
            }
        });
        view! {
            {breadcrumb([(path::OWN_PAGE.to_owned(), ProductPage::OwnPage.name(words))])}
            <div class="page-head">
                <div>
                    <h1>{words.apply()}</h1>
                    <p class="page-intro">{self.organisation.to_owned()} " · " {words.apply_text()}</p>
                </div>
            </div>
            {good(self.told.clone())}
            <section class="card record">
                {interruption(self.draft.interrupted, self.draft.is_lost, words)}
                {summary::view(&self.draft.problems, words)}
                <form {..asks_before_leaving(self.draft.is_filled_in(), words)} class="record-form" method="post" action=ApplyForRole::url() novalidate>
                    {drawn_with(self.once)}
                    <div class="record-fields">{fields}</div>
                    <div class="panel-actions">
                        <button class="ds-button" type="submit">{words.send_application()}</button>
                        <a class="ds-button" data-variant="secondary" href=path::OWN_PAGE>{AccessWords::cancel(words)}</a>
                    </div>
                </form>
            </section>
            {own}
        }
        .into_any()
    }
}

/// What is applied for.
fn wants(application: &ApplicationRecord, words: Language) -> String {
    words.wants(application.applied.kind.name(words), application.title.name(words))
}

/// On which days.
fn days(application: &ApplicationRecord, words: Language) -> String {
    let period = application.applied.period;
    match (period.end, application.applied.kind) {
        (Some(last), ApplicationKind::Give) => words.days(&period.start.to_string(), &last.to_string()),
        _ => words.days_from(&period.start.to_string()),
    }
}

/// What has become of it, when and by whom.
fn settled(application: &ApplicationRecord, words: Language) -> String {
    let state = application.state.name(words);
    match (application.decided_at, &application.decided_by) {
        (None, _) => state.to_owned(),
        (Some(at), None) => words.settled(state, &stockholm_time(at)),
        (Some(at), Some(by)) => words.settled_by(state, &stockholm_time(at), by),
    }
}

fn own_row(application: &ApplicationRecord, words: Language) -> AnyView {
    let about = format!("application-{}", application.id);
    let answer = (!application.answer.is_empty()).then(|| {
        view! { <p class="quiet">{words.answer()} ": " {application.answer.clone()}</p> }
    });
    let withdraw = (application.state == ApplicationState::Submitted).then(|| {
        view! {
            <form method="post" action=WithdrawApplication::url()>
                <input type="hidden" name="id" value=application.id.to_string()/>
                <button class="ds-button" data-variant="secondary" type="submit" aria-describedby=about.clone()>{words.withdraw_application()}</button>
            </form>
        }
    });
    view! {
        <li class="decision">
            <div>
                <p id=about.clone()><strong>{wants(application, words)}</strong> " " <span class="nowrap">{days(application, words)}</span></p>
                <p>{settled(application, words)}</p>
                {answer}
            </div>
            {withdraw}
        </li>
    }
    .into_any()
}

/// The applications in an organisation.
pub fn all(found: &[ApplicationRecord], organisation: &str, words: Language) -> AnyView {
    let rows: Vec<_> = found
        .iter()
        .map(|application| {
            let target = AccessAddress::Application(application.id).path();
            view! {
                <li class="decision">
                    <div>
                        <p><a href=target>{application.name.clone()}</a> " " <strong>{wants(application, words)}</strong></p>
                        <p class="quiet">{stockholm_time(application.submitted_at)} " · " {days(application, words)}</p>
                    </div>
                    <p>{settled(application, words)}</p>
                </li>
            }
            .into_any()
        })
        .collect();
    let content = match rows.is_empty() {
        true => {
            view! { <Empty title=words.no_applications() text=words.no_applications_text() icon="inbox"/> }
                .into_any()
        }
        false => view! { <ul class="notices">{rows}</ul> }.into_any(),
    };
    view! {
        {above(None, "", words)}
        <div class="page-head">
            <div>
                <h1>{words.applications()}</h1>
                <p class="page-intro">{organisation.to_owned()} " · " {words.applications_text()}</p>
            </div>
        </div>
        <section class="card facts-card">{content}</section>
    }
    .into_any()
}

/// An application, and the form in which it is decided.
pub struct One<'a> {
    /// The application.
    pub found: &'a ApplicationPage,
    /// The fields of the decision.
    pub fields: &'a [Field],
    /// What has been done.
    pub told: Vec<String>,
    /// What was refused.
    pub draft: &'a Draft,
    /// In which language.
    pub words: Language,
}

impl One<'_> {
    /// The whole page.
    pub fn view(self) -> AnyView {
        let (words, application) = (self.words, &self.found.application);
        let name = match application.user {
            Some(id) => {
                let target = AccessAddress::User(id).path();
                view! { <a href=target>{application.name.clone()}</a> }.into_any()
            }
            None => application.name.clone().into_any(),
        };
        let answer = (!application.answer.is_empty())
            .then(|| view! { <dt>{words.answer()}</dt> <dd>{application.answer.clone()}</dd> });
        let up = (AccessAddress::Applications.path(), words.back_to_applications());
        view! {
            {breadcrumb([up])}
            <div class="page-head">
                <div><h1>{wants(application, words)}</h1> <p class="page-intro">{application.name.clone()}</p></div>
            </div>
            {good(self.told.clone())}
            <section class="card facts-card" aria-labelledby="about">
                <h2 id="about">{words.application()}</h2>
                <dl class="facts">
                    <dt>{words.applicant()}</dt> <dd>{name}</dd>
                    <dt>{words.applied_at()}</dt> <dd>{stockholm_time(application.submitted_at)}</dd>
                    <dt>{words.wished_days()}</dt> <dd>{days(application, words)}</dd>
                    <dt>{words.their_reason()}</dt> <dd>{application.applied.reason.clone()}</dd>
                    <dt>{words.state()}</dt> <dd>{settled(application, words)}</dd>
                    {answer}
                </dl>
            </section>
            {self.decision()}
        }
        .into_any()
    }

    fn decision(&self) -> Option<AnyView> {
        let (words, application) = (self.words, &self.found.application);
        if application.state != ApplicationState::Submitted {
            return None;
        }
        if self.found.is_own {
            return Some(view! { <p class="notice">{words.own_application_text()}</p> }.into_any());
        }
        let fields: Vec<_> =
            self.fields.iter().map(|field| field.view(&self.draft.problems, words)).collect();
        let (approve, refuse) = (ApplicationDecision::Approve.code(), ApplicationDecision::Refuse.code());
        Some(
            view! {
                <section class="card record">
                    <h2>{words.decide_application()}</h2>
                    <p class="quiet">{words.decide_application_text()}</p>
                    {interruption(self.draft.interrupted, self.draft.is_lost, words)}
                    {summary::view(&self.draft.problems, words)}
                    <form {..asks_before_leaving(self.draft.is_filled_in(), words)} class="record-form" method="post" action=DecideApplication::url() novalidate>
                        <input type="hidden" name="id" value=application.id.to_string()/>
                        <div class="record-fields">{fields}</div>
                        <div class="panel-actions">
                            <button class="ds-button" type="submit" name="what" value=approve>{words.approve()}</button>
                            <button class="ds-button" data-variant="secondary" type="submit" name="what" value=refuse>{words.refuse()}</button>
                        </div>
                    </form>
                </section>
            }
            .into_any(),
        )
    }
}
