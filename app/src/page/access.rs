//! A user of an organisation and what they may do (seed 002, sections 4.4 to 4.7). Drawn by the server, with plain forms.

pub mod application;
pub mod giving;
pub mod import;
pub mod made;
pub mod many;
pub mod recertification;
pub mod report;
pub mod roles;
pub mod ticking;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    access::{
        RoleTitle,
        catalogue::Entry,
        code::{PermissionCode, ServiceCode},
        grant::Answer,
        organisation::Organisation,
        unused::GrantUse,
        user::{UserField, UserForm},
    },
    clock::stockholm_time,
    id::OrganisationUserId,
    language::{Language, Message, Named},
    period::Period,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::access_users::{AccessUser, Given, GrantRecord, RoleRecord};

use made::Made;

use crate::{
    component::{
        breadcrumb::breadcrumb,
        icon::Icon,
        notice::{Empty, good},
    },
    page::record::{Control, Field, asks_before_leaving, drawn_with, interruption, summary},
    path::{self, access::AccessAddress},
    server::form::Draft,
    serverfn::access::{
        AddAccessUser, ChangeAccessUser, EndGrant, GiveRole, MakeInvitation, MakePassword, RemoveAccessUser,
    },
    words::AccessWords,
};

/// The fields of a user.
pub fn user_fields(form: &UserForm, words: Language) -> Vec<Field> {
    let line = |kind, autocomplete| Control::Line { kind, autocomplete };
    let field = |field, control, value: &str| Field::new(field, control, value, words).required();
    vec![
        field(UserField::FirstName, Control::LINE, &form.first_name),
        field(UserField::LastName, Control::LINE, &form.last_name),
        field(UserField::HsaId, Control::LINE, &form.hsa_id).hinted(words.hsa_id_hint()),
        field(UserField::EMail, line("email", "off"), &form.e_mail),
        field(UserField::CivicNumber, Control::LINE, &form.civic_number).hinted(words.civic_number_hint()),
    ]
}

fn above(user: Option<(OrganisationUserId, &'static str)>, list: &str, words: Language) -> AnyView {
    let users = path::from_list(path::ACCESS, "");
    let users = if list.is_empty() { users } else { format!("{}?{list}", path::ACCESS) };
    let up = user.map(|(id, name)| (AccessAddress::User(id).path(), name));
    breadcrumb([(users, words.back_to_users())].into_iter().chain(up))
}

/// A personal number as it is shown where it is not changed: without the digits that are nobody else's.
fn without_last_digits(number: &str) -> String {
    number.split_once('-').map(|(birth, _)| format!("{birth}-••••")).unwrap_or_default()
}

/// The form of a new user.
pub fn new(fields: &[Field], once: &str, draft: &Draft, words: Language) -> AnyView {
    let fields: Vec<_> = fields.iter().map(|field| field.view(&draft.problems, words)).collect();
    view! {
        {above(None, "", words)}
        <div class="page-head">
            <div><h1>{words.add_user()}</h1> <p class="page-intro">{words.add_user_text()}</p></div>
        </div>
        <section class="card record">
            {interruption(draft.interrupted, draft.is_lost, words)}
            {summary::view(&draft.problems, words)}
            <form {..asks_before_leaving(draft.is_filled_in(), words)} class="record-form" method="post" action=AddAccessUser::url() novalidate>
                {drawn_with(once)}
                <div class="record-fields">{fields}</div>
                {buttons(words.save(), path::ACCESS.to_owned(), words)}
            </form>
        </section>
    }
    .into_any()
}

fn buttons(name: &'static str, back: String, words: Language) -> AnyView {
    view! {
        <div class="panel-actions">
            <button class="ds-button" type="submit">{name}</button>
            <a class="ds-button" data-variant="secondary" href=back>{words.cancel()}</a>
        </div>
    }
    .into_any()
}

/// The page of a user.
pub struct Page<'a> {
    /// The user.
    pub user: &'a AccessUser,
    /// The organisation that the reader administers.
    pub organisation: &'a Organisation,
    /// The services that the reader administers.
    pub administers: &'a BTreeSet<ServiceCode>,
    /// What has been done.
    pub told: Vec<String>,
    /// What has just been made to let the user in.
    pub made: Option<Made>,
    /// What was refused.
    pub draft: &'a Draft,
    /// The state of the list that the reader came from.
    pub list: String,
    /// In which language.
    pub words: Language,
}

impl Page<'_> {
    fn id(&self) -> OrganisationUserId {
        self.user.user.id
    }

    /// What the user is called.
    pub fn name(&self) -> String {
        name(self.user)
    }

    /// The whole page.
    pub fn view(mut self) -> AnyView {
        let words = self.words;
        let id = self.id();
        let made = self.made.take().map(|made| made.view(&self.user.user.user_name, words));
        let told = self.told.clone();
        view! {
            {above(None, &self.list, words)}
            <div class="page-head">
                <div>
                    <h1>{self.name()}</h1>
                    <p class="page-intro">{self.organisation.name.clone()}</p>
                </div>
                <div class="panel-actions">
                    <a class="ds-button" href=AccessAddress::Services(id).path()><Icon name="plus"/> {words.change_permissions()}</a>
                    <a class="ds-button" data-variant="secondary" href=AccessAddress::Role(id).path()>{words.give_role()}</a>
                    <a class="ds-button" data-variant="secondary" href=AccessAddress::Copy(id).path()>{words.copy_permissions()}</a>
                </div>
            </div>
            {good(told)}
            {summary::view(&self.draft.problems, words)}
            {made}
            {self.details()}
            {self.permissions()}
            {self.sign_in()}
            {self.decisions()}
            <p class="access-removal">
                <a class="ds-button" data-variant="secondary" href=AccessAddress::Remove(id).path()><Icon name="trash-2"/> {words.remove_user()}</a>
            </p>
        }
        .into_any()
    }

    fn details(&self) -> AnyView {
        let (words, user) = (self.words, &self.user.user);
        let known = |text: &str| if text.is_empty() { words.not_known().to_owned() } else { text.to_owned() };
        let last =
            user.last_sign_in.map_or_else(|| words.never().to_owned(), |at| stockholm_time(at).to_string());
        let disabled = (!user.active).then(|| view! { <p class="notice notice-bad">{words.disabled()}</p> });
        view! {
            <section class="card facts-card" aria-labelledby="details">
                <header class="measure-head">
                    <h2 id="details">{words.user_details()}</h2>
                    <a class="record-change" href=AccessAddress::Change(self.id()).path()>{words.change_details()}</a>
                </header>
                {disabled}
                <dl class="facts">
                    <dt>{words.name()}</dt> <dd>{self.name()}</dd>
                    <dt>{UserField::HsaId.name(words)}</dt> <dd>{known(&user.hsa_id)}</dd>
                    <dt>{UserField::EMail.name(words)}</dt> <dd>{known(&user.e_mail)}</dd>
                    <dt>{UserField::CivicNumber.name(words)}</dt> <dd>{known(&without_last_digits(&user.civic_number))}</dd>
                    <dt>{words.user_name()}</dt> <dd>{user.user_name.clone()}</dd>
                    <dt>{words.last_sign_in()}</dt> <dd>{last}</dd>
                </dl>
            </section>
        }
        .into_any()
    }

    /// What works today, by service and group, with what gives it.
    fn permissions(&self) -> AnyView {
        let (words, user) = (self.words, self.user);
        let shown = user.catalogue.grouped(|entry| !user.working(&entry.code).is_empty());
        let is_administrator = user
            .grants
            .iter()
            .any(|grant| matches!(grant.given, Given::Administrator) && grant.period.contains(user.today));
        let administrator = is_administrator
            .then(|| view! { <p>{RoleTitle::Administrator.name(words).to_owned()}</p> }.into_any());
        let services: Vec<_> = shown
            .iter()
            .map(|shown| {
                let groups: Vec<_> = shown
                    .groups
                    .iter()
                    .map(|group| {
                        let entries: Vec<_> =
                            group.entries.iter().map(|entry| self.permission(entry)).collect();
                        view! { <h4>{group.group.name.pick(words).to_owned()}</h4> <ul>{entries}</ul> }
                            .into_any()
                    })
                    .collect();
                view! { <h3>{shown.service.name.pick(words).to_owned()}</h3> {groups} }.into_any()
            })
            .collect();
        let empty = (services.is_empty() && !is_administrator).then(
            || view! { <Empty title=words.no_permissions() text=words.no_permissions_text() icon="shield"/> },
        );
        view! {
            <section class="card facts-card access-permissions" aria-labelledby="permissions">
                <header class="measure-head">
                    <h2 id="permissions">{words.current_permissions()}</h2>
                    <a class="record-change" href=AccessAddress::Why(self.id()).path()>{words.why_may()}</a>
                </header>
                {administrator}
                {services}
                {empty}
            </section>
        }
        .into_any()
    }

    fn permission(&self, entry: &Entry) -> AnyView {
        let (words, today) = (self.words, self.user.today);
        let through: BTreeSet<String> =
            self.user.working(&entry.code).iter().map(|grant| through(grant, words)).collect();
        let name = entry.name_on(today).pick(words).to_owned();
        let through = through.into_iter().collect::<Vec<_>>().join(", ");
        view! { <li>{name} " " <span class="quiet">{through}</span></li> }.into_any()
    }

    fn sign_in(&self) -> AnyView {
        let words = self.words;
        view! {
            <section class="card facts-card" aria-labelledby="sign-in">
                <h2 id="sign-in">{words.sign_in_title()}</h2>
                <p>{words.sign_in_text()}</p>
                <form method="post" action=MakeInvitation::url()>
                    <input type="hidden" name="id" value=self.id().to_string()/>
                    <p class="quiet" id="invitation">{words.make_invitation_text()}</p>
                    <button class="ds-button" data-variant="secondary" type="submit" aria-describedby="invitation">{words.make_invitation()}</button>
                </form>
                <form method="post" action=MakePassword::url()>
                    <input type="hidden" name="id" value=self.id().to_string()/>
                    <p class="quiet" id="password-ends">{words.make_password_ends()}</p>
                    <button class="ds-button" data-variant="secondary" type="submit" aria-describedby="password-ends">{words.make_password()}</button>
                </form>
            </section>
        }
        .into_any()
    }

    fn decisions(&self) -> Option<AnyView> {
        let words = self.words;
        let rows: Vec<_> = self.user.grants.iter().map(|grant| self.decision(grant)).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="card facts-card" aria-labelledby="decisions">
                    <h2 id="decisions">{words.decisions()}</h2>
                    <p class="quiet">{words.decisions_text()}</p>
                    <ul class="notices">{rows}</ul>
                </section>
            }
            .into_any()
        })
    }

    fn decision(&self, grant: &GrantRecord) -> AnyView {
        let (words, today) = (self.words, self.user.today);
        let period = grant.period;
        let what = given_name(self.user, grant, words);
        let is_left = !period.is_contradictory() && period.end.is_none_or(|last| last >= today);
        let state = match period.is_contradictory() {
            true => words.never_held().to_owned(),
            false => self.user.verdict(grant).message(words),
        };
        let holds = holds(period, words);
        let used = (is_left && period.contains(today)).then(|| used(grant.used, period, today, words));
        let by = grant.decided_by.clone().unwrap_or_else(|| words.the_operator().to_owned());
        let is_theirs_to_end = is_left
            && !matches!(grant.given, Given::Administrator)
            && grant.permissions.iter().all(|code| {
                let entry = self.user.catalogue.entry(code);
                entry.is_some_and(|entry| self.administers.contains(&entry.service))
            });
        let end = is_theirs_to_end.then(|| {
            let about = format!("grant-{}", grant.id);
            view! {
                <div class="panel-actions">
                    <a class="ds-button" data-variant="secondary" href=AccessAddress::LastDay(self.id(), grant.id).path() aria-describedby=about.clone()>{words.change_last_day()}</a>
                    <form method="post" action=EndGrant::url()>
                        <input type="hidden" name="id" value=self.id().to_string()/>
                        <input type="hidden" name="grant" value=grant.id.to_string()/>
                        <button class="ds-button" data-variant="secondary" type="submit" aria-describedby=about>{words.end_it()}</button>
                    </form>
                </div>
            }
        });
        view! {
            <li class="decision">
                <div>
                    <p id=format!("grant-{}", grant.id)><strong>{what}</strong> " " <span class="nowrap">{holds}</span></p>
                    <p class="quiet">{by} ", " {stockholm_time(grant.decided_at).to_string()} ": " {grant.reason.clone()}</p>
                    <p class="quiet">{state}</p>
                    {used}
                </div>
                {end}
            </li>
        }
        .into_any()
    }
}

/// When something was acted in, flagged where that is long ago.
fn used(of: GrantUse, period: Period, today: NaiveDate, words: Language) -> AnyView {
    match (of.unused_since(period, today), of.last) {
        (Some(since), last) => {
            let since = since.to_string();
            let told =
                if last.is_some() { words.unused_since(&since) } else { words.never_used_since(&since) };
            view! { <p class="grant-unused"><Icon name="triangle-alert"/> {told}</p> }.into_any()
        }
        (None, Some(last)) => view! { <p class="quiet">{words.last_used(&last.to_string())}</p> }.into_any(),
        (None, None) => view! { <p class="quiet">{words.never_used()}</p> }.into_any(),
    }
}

/// What has been given is called.
pub fn given_name(user: &AccessUser, grant: &GrantRecord, words: Language) -> String {
    let name = |code: &PermissionCode| {
        let entry = user.catalogue.entry(code);
        entry.map_or_else(|| code.to_string(), |entry| entry.name_on(user.today).pick(words).to_owned())
    };
    match &grant.given {
        Given::Permission(code) => name(code),
        Given::Role(_) | Given::Administrator => grant.title.name(words).to_owned(),
    }
}

/// From when to when something holds.
pub fn holds(period: Period, words: Language) -> String {
    match period.end {
        Some(last) => words.period(&period.start.to_string(), &last.to_string()),
        None => words.since(&period.start.to_string()),
    }
}

/// What a user is called.
pub fn name(user: &AccessUser) -> String {
    format!("{} {}", user.user.first_name, user.user.last_name).trim().to_owned()
}

/// What gives a permission.
fn through(grant: &GrantRecord, words: Language) -> String {
    let through = match &grant.given {
        Given::Permission(_) => words.by_itself().to_owned(),
        Given::Role(_) | Given::Administrator => words.through_role(grant.title.name(words)),
    };
    match grant.period.end {
        Some(last) => format!("{through}, {}", words.until(&last.to_string())),
        None => through,
    }
}

/// The form of a user's details.
pub fn change(user: &AccessUser, fields: &[Field], version: i64, draft: &Draft, words: Language) -> AnyView {
    let id = user.user.id;
    let fields: Vec<_> = fields.iter().map(|field| field.view(&draft.problems, words)).collect();
    view! {
        {above(Some((id, words.back_to_user())), "", words)}
        <div class="page-head">
            <div><h1>{words.change_user()}</h1> <p class="page-intro">{name(user)}</p></div>
        </div>
        <section class="card record">
            {interruption(draft.interrupted, draft.is_lost, words)}
            {summary::view(&draft.problems, words)}
            <form {..asks_before_leaving(draft.is_filled_in(), words)} class="record-form" method="post" action=ChangeAccessUser::url() novalidate>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=version.to_string()/>
                <div class="record-fields">{fields}</div>
                {buttons(words.save(), AccessAddress::User(id).path(), words)}
            </form>
        </section>
    }
    .into_any()
}

/// The services whose permissions can be given.
pub fn services(user: &AccessUser, offered: &[(ServiceCode, String)], words: Language) -> AnyView {
    let id = user.user.id;
    let content = match offered {
        [] => view! { <p>{words.no_services()}</p> }.into_any(),
        offered => {
            let links: Vec<_> = offered
                .iter()
                .map(|(code, name)| {
                    let target = AccessAddress::Service(id, code.clone()).path();
                    view! { <li><a class="ds-button" data-variant="secondary" href=target>{name.clone()}</a></li> }
                        .into_any()
                })
                .collect();
            view! { <ul class="ways">{links}</ul> }.into_any()
        }
    };
    view! {
        {above(Some((id, words.back_to_user())), "", words)}
        <div class="page-head">
            <div><h1>{words.change_permissions()}</h1> <p class="page-intro">{name(user)}</p></div>
        </div>
        <section class="card facts-card">
            <h2>{words.choose_service()}</h2>
            <p class="quiet">{words.choose_service_text()}</p>
            {content}
        </section>
    }
    .into_any()
}

/// The form in which a role is given.
pub fn role(
    user: &AccessUser,
    roles: &[RoleRecord],
    fields: &[Field],
    draft: &Draft,
    words: Language,
) -> AnyView {
    let id = user.user.id;
    let fields: Vec<_> = fields.iter().map(|field| field.view(&draft.problems, words)).collect();
    let told: Vec<_> = roles
        .iter()
        .filter(|role| role.withdrawn.is_none())
        .map(|role| {
            let names: Vec<String> = role
                .role
                .permissions()
                .iter()
                .filter_map(|code| user.catalogue.entry(code))
                .map(|entry| entry.name_on(user.today).pick(words).to_owned())
                .collect();
            view! { <dt>{role.title.name(words).to_owned()}</dt> <dd>{names.join(", ")}</dd> }.into_any()
        })
        .collect();
    view! {
        {above(Some((id, words.back_to_user())), "", words)}
        <div class="page-head">
            <div><h1>{words.give_role()}</h1> <p class="page-intro">{name(user)}</p></div>
        </div>
        <section class="card record">
            {interruption(draft.interrupted, draft.is_lost, words)}
            {summary::view(&draft.problems, words)}
            <form {..asks_before_leaving(draft.is_filled_in(), words)} class="record-form" method="post" action=GiveRole::url() novalidate>
                <input type="hidden" name="id" value=id.to_string()/>
                <div class="record-fields">{fields}</div>
                {buttons(words.give_role(), AccessAddress::User(id).path(), words)}
            </form>
        </section>
        <section class="card facts-card">
            <h2>{words.role_gives()}</h2>
            <dl class="facts">{told}</dl>
        </section>
    }
    .into_any()
}

/// Whether a user is really to be removed.
pub fn remove(user: &AccessUser, draft: &Draft, words: Language) -> AnyView {
    let id = user.user.id;
    view! {
        {above(Some((id, words.back_to_user())), "", words)}
        <div class="page-head"><h1>{words.remove_question(&name(user))}</h1></div>
        <section class="card record">
            {summary::view(&draft.problems, words)}
            <p>{words.removal_text()}</p>
            <form class="record-form" method="post" action=RemoveAccessUser::url()>
                <input type="hidden" name="id" value=id.to_string()/>
                <div class="panel-actions">
                    <button class="ds-button" data-variant="danger" type="submit">{words.remove_user()}</button>
                    <a class="ds-button" data-variant="secondary" href=AccessAddress::User(id).path()>{words.cancel()}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// Why a user may or may not do something.
pub fn why(user: &AccessUser, fields: &[Field], answer: Option<&Answer>, words: Language) -> AnyView {
    let id = user.user.id;
    let fields: Vec<_> = fields.iter().map(|field| field.view(&[], words)).collect();
    let answer = answer.map(|answer| {
        let class = if answer.verdict.works() { "notice notice-good" } else { "notice notice-bad" };
        let grant = user.grants.iter().find(|grant| Some(grant.id) == answer.grant);
        let by = grant.map(|grant| {
            let by = grant.decided_by.clone().unwrap_or_else(|| words.the_operator().to_owned());
            format!("{} · {by}, {}: {}", through(grant, words), stockholm_time(grant.decided_at), grant.reason)
        });
        view! { <div class=class role="status"><p>{answer.verdict.message(words)}</p> {by.map(|by| view! { <p>{by}</p> })}</div> }
    });
    view! {
        {above(Some((id, words.back_to_user())), "", words)}
        <div class="page-head">
            <div><h1>{words.why_title()}</h1> <p class="page-intro">{name(user)}</p></div>
        </div>
        {answer}
        <section class="card record">
            <form class="record-form" method="get" action=AccessAddress::Why(id).path()>
                <div class="record-fields">{fields}</div>
                {buttons(words.ask(), AccessAddress::User(id).path(), words)}
            </form>
        </section>
    }
    .into_any()
}
