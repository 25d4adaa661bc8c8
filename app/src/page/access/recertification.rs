//! Recertifications: what is left to decide, how far one has come, and those that are over. Drawn by the server, with plain
//! forms.

use std::collections::BTreeSet;

use domain::{
    access::{
        catalogue::Catalogue,
        recertification::{Outcome, Progress, RecertificationDecision},
    },
    clock::stockholm_time,
    id::{AccountId, GrantId},
    language::{Language, Named},
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::{
    access_users::Given,
    recertification::{RecertificationPage, RecertificationRecord, RecertifiedGrant},
};

use super::{above, holds, used};
use crate::{
    component::{
        icon::Icon,
        notice::{Empty, good},
    },
    page::record::{Field, asks_before_leaving, interruption, summary},
    path::access::AccessAddress,
    server::{access::recertification::END_CERTAINLY, form::Draft},
    serverfn::recertification::{BeginRecertification, DecideRecertification},
    words::{AccessWords, RecertificationWords},
};

/// How many are shown to be decided at a time, but for the last user, all of whose are.
const SHOWN: usize = 200;

/// The whole page.
pub struct Page<'a> {
    /// What there is.
    pub found: &'a RecertificationPage,
    /// The organisation's name.
    pub organisation: &'a str,
    /// Who reads.
    pub reader: AccountId,
    /// The field of the day by which all is to be looked through.
    pub due: Field,
    /// What has been done.
    pub told: Vec<String>,
    /// What is asked about: whether it is really to end.
    pub asked_about: &'a BTreeSet<GrantId>,
    /// What was refused.
    pub draft: &'a Draft,
    /// In which language.
    pub words: Language,
}

impl Page<'_> {
    /// The page.
    pub fn view(self) -> AnyView {
        let words = self.words;
        let content = match &self.found.under_way {
            Some((record, all)) => self.under_way(record, all),
            None => self.beginning(),
        };
        view! {
            {above(None, "", words)}
            <div class="page-head">
                <div>
                    <h1>{words.recertification()}</h1>
                    <p class="page-intro">{self.organisation.to_owned()} " · " {words.recertification_text()}</p>
                </div>
            </div>
            {good(self.told.clone())}
            {content}
            {self.past()}
        }
        .into_any()
    }

    fn beginning(&self) -> AnyView {
        let words = self.words;
        view! {
            <section class="card record">
                <h2>{words.begin_recertification()}</h2>
                {interruption(self.draft.interrupted, self.draft.is_lost, words)}
                {summary::view(&self.draft.problems, words)}
                <form {..asks_before_leaving(self.draft.is_filled_in(), words)} class="record-form" method="post" action=BeginRecertification::url() novalidate>
                    <div class="record-fields">{self.due.view(&self.draft.problems, words)}</div>
                    <div class="panel-actions"><button class="ds-button" type="submit">{words.begin_recertification()}</button></div>
                </form>
            </section>
        }
        .into_any()
    }

    fn under_way(&self, record: &RecertificationRecord, all: &[RecertifiedGrant]) -> AnyView {
        let (words, today) = (self.words, self.found.today);
        let progress = Progress::of(all.iter().map(|of| &of.looked), today);
        let told = words.progress_told(
            &progress.confirmed.to_string(),
            &(progress.ended + progress.kept).to_string(),
            &progress.left.to_string(),
        );
        let decided = progress.total() - progress.left;
        let (value, max) = (decided.to_string(), progress.total().to_string());
        let begun = words.begun_by(&record.begun_by, &stockholm_time(record.begun_at));
        let (left, done): (Vec<_>, Vec<_>) = all.iter().partition(|of| of.looked.outcome(today).is_none());
        view! {
            {summary::view(&self.draft.problems, words)}
            <section class="card facts-card" aria-labelledby="progress">
                <h2 id="progress">{words.how_far()}</h2>
                <progress class="job-bar" max=max value=value aria-labelledby="progress">{told.clone()}</progress>
                <p class="how-far">{told.clone()}</p>
                <dl class="facts">
                    <dt>{words.due()}</dt> <dd>{record.due.to_string()}</dd>
                    <dt>{words.begun()}</dt> <dd>{begun}</dd>
                </dl>
            </section>
            {self.left(record, &left)}
            {self.done(&done)}
        }
        .into_any()
    }

    fn left(&self, record: &RecertificationRecord, left: &[&RecertifiedGrant]) -> AnyView {
        let words = self.words;
        let title = view! {
            <h2 id="left">{words.left_to_decide()} " " <span class="count">{left.len().to_string()}</span></h2>
        };
        if left.is_empty() {
            return view! {
                <section class="card facts-card" aria-labelledby="left">
                    {title}
                    <Empty title=words.all_decided() text=words.all_decided_text() icon="circle-check"/>
                </section>
            }
            .into_any();
        }
        let of_users = left.chunk_by(|one, other| one.looked.account == other.looked.account);
        let (mut shown, mut users) = (0, Vec::new());
        for of_user in of_users {
            if shown >= SHOWN {
                break;
            }
            shown += of_user.len();
            users.push(self.user(of_user));
        }
        let more = (shown < left.len())
            .then(|| view! { <p class="quiet">{words.the_first_shown(&shown.to_string())}</p> });
        let (confirm, end) = (RecertificationDecision::Confirm.code(), RecertificationDecision::End.code());
        view! {
            <section class="card record" aria-labelledby="left">
                {title}
                <p class="quiet">{words.decide_text()}</p>
                {more}
                <form class="record-form" method="post" action=DecideRecertification::url() novalidate>
                    <input type="hidden" name="id" value=record.id.to_string()/>
                    {self.question(left)}
                    {users}
                    <div class="panel-actions">
                        <button class="ds-button" type="submit" name="what" value=confirm>{words.confirm_chosen()}</button>
                        <button class="ds-button" data-variant="secondary" type="submit" name="what" value=end>{words.end_chosen()}</button>
                    </div>
                </form>
            </section>
        }
        .into_any()
    }

    /// Asks whether what is ticked is really to end, which it does at once and for good.
    fn question(&self, left: &[&RecertifiedGrant]) -> Option<AnyView> {
        let words = self.words;
        let (catalogue, today) = (&self.found.catalogue, self.found.today);
        let asked: Vec<_> = left
            .iter()
            .filter(|of| self.asked_about.contains(&of.looked.grant))
            .map(|of| {
                let name = given_name(of, catalogue, today, words);
                view! { <li><strong>{of.name.clone()}</strong> " " {name}</li> }.into_any()
            })
            .collect();
        (!asked.is_empty()).then(|| {
            view! {
                <div class="notice notice-warning" role="alert" tabindex="-1" autofocus>
                    <Icon name="triangle-alert"/>
                    <div>
                        <h3>{words.really_end()}</h3>
                        <p>{words.really_end_text()}</p>
                        <ul>{asked}</ul>
                        <div class="panel-actions">
                            <button class="ds-button" data-color="danger" type="submit" name="what" value=END_CERTAINLY>{words.end_certainly()}</button>
                            <a class="ds-button" data-variant="secondary" href=AccessAddress::Recertification.path()>{AccessWords::cancel(words)}</a>
                        </div>
                    </div>
                </div>
            }
            .into_any()
        })
    }

    /// What one user has that is left.
    fn user(&self, of_user: &[&RecertifiedGrant]) -> AnyView {
        let Some(first) = of_user.first() else { return ().into_any() };
        let name = match first.user {
            Some(id) => view! { <a href=AccessAddress::User(id).path()>{first.name.clone()}</a> }.into_any(),
            None => first.name.clone().into_any(),
        };
        let ticks: Vec<_> = of_user.iter().map(|of| self.tick(of)).collect();
        view! { <fieldset class="ticks"><legend>{name}</legend> {ticks}</fieldset> }.into_any()
    }

    fn tick(&self, of: &RecertifiedGrant) -> AnyView {
        let (words, today, looked) = (self.words, self.found.today, &of.looked);
        let name = given_name(of, &self.found.catalogue, self.found.today, words);
        let about = format!("about-{}", looked.grant);
        let holds = view! { <p class="quiet">{holds(looked.period, words)}</p> };
        let used = used(of.used, looked.period, today, words);
        if looked.account == self.reader {
            return view! {
                <div class="tick">
                    <p>{name}</p>
                    <p class="quiet">{words.own_text()}</p>
                </div>
            }
            .into_any();
        }
        let field = format!("ticked[{}]", looked.grant);
        let checked = self.asked_about.contains(&looked.grant);
        view! {
            <div class="tick">
                <label class="field-choice">
                    <input type="checkbox" name=field value="1" checked=checked aria-describedby=about.clone()/>
                    {name}
                </label>
                <div class="tick-about" id=about>{holds} {used}</div>
            </div>
        }
        .into_any()
    }

    fn done(&self, done: &[&RecertifiedGrant]) -> Option<AnyView> {
        let (words, found) = (self.words, self.found);
        let rows: Vec<_> = done
            .iter()
            .map(|of| {
                let outcome = of.looked.outcome(found.today).unwrap_or(Outcome::Ended).name(words);
                let told = match (&of.decided_by, of.looked.decided) {
                    (Some(by), _) => words.decided_by(outcome, by),
                    (None, Some(Outcome::Confirmed)) => words.decided_by(outcome, words.the_operator()),
                    (None, _) => outcome.to_owned(),
                };
                let name = given_name(of, &found.catalogue, found.today, words);
                view! {
                    <li><strong>{of.name.clone()}</strong> " " {name} " " <span class="quiet">{told}</span></li>
                }
                .into_any()
            })
            .collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="card facts-card" aria-labelledby="done">
                    <h2 id="done">{words.decided_so_far()} " " <span class="count">{rows.len().to_string()}</span></h2>
                    <ul class="notices">{rows}</ul>
                </section>
            }
            .into_any()
        })
    }

    fn past(&self) -> Option<AnyView> {
        let words = self.words;
        let rows: Vec<_> = self
            .found
            .past
            .iter()
            .map(|(record, progress)| {
                let told = words.outcome_told(
                    &record.due.to_string(),
                    &progress.confirmed.to_string(),
                    &progress.ended.to_string(),
                    &progress.kept.to_string(),
                );
                view! { <li>{told}</li> }.into_any()
            })
            .collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="card facts-card" aria-labelledby="past">
                    <h2 id="past">{words.past_recertifications()}</h2>
                    <ul>{rows}</ul>
                </section>
            }
            .into_any()
        })
    }
}

/// What has been given is called.
fn given_name(
    of: &RecertifiedGrant,
    catalogue: &Catalogue,
    today: chrono::NaiveDate,
    words: Language,
) -> String {
    match &of.given {
        Given::Permission(code) => {
            let entry = catalogue.entry(code);
            entry.map_or_else(|| code.to_string(), |entry| entry.name_on(today).pick(words).to_owned())
        }
        Given::Role(_) | Given::Administrator => of.title.name(words).to_owned(),
    }
}
