//! The roles that an organisation makes (*Användarroller*; seed 001, "Säkerhet"). Drawn by the server, with plain forms.

use std::collections::BTreeSet;

use domain::{
    access::{RoleTitle, catalogue::Entry, giving::GivingField, role::UserRole},
    clock::stockholm_time,
    id::UserRoleId,
    language::Language,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::access_roles::{RoleChoices, RolePage, RoleRecord};

use super::buttons;
use crate::{
    component::{breadcrumb::breadcrumb, icon::Icon, notice::good},
    page::record::{Control, Field, asks_before_leaving, drawn_with, interruption, summary},
    path::{self, access::AccessAddress, access_roles::RoleAddress},
    server::form::Draft,
    serverfn::access_roles::{ChangeRole, MakeRole, ReinstateRole, WithdrawRole},
    words::AccessWords,
};

/// The code of the field of a role's name.
pub const NAME: &str = "name";

fn above(role: Option<(UserRoleId, Language)>, words: Language) -> AnyView {
    let up = role.map(|(id, words)| (RoleAddress::One(id).path(), words.back_to_role()));
    breadcrumb([(path::ACCESS_ROLES.to_owned(), words.user_roles())].into_iter().chain(up))
}

/// What a role can do, by name, on the day of reading. What is announced and has not come says so.
fn names(role: &UserRole, choices: &RoleChoices, words: Language) -> Vec<String> {
    let entries = role.permissions().iter().filter_map(|code| choices.catalogue.entry(code));
    entries.map(|entry| name_of(entry, choices, words)).collect()
}

fn name_of(entry: &Entry, choices: &RoleChoices, words: Language) -> String {
    let name = entry.name_on(choices.today).pick(words);
    match entry.first > choices.today {
        true => format!("{name} ({})", words.works_from(&entry.first.to_string())),
        false => name.to_owned(),
    }
}

/// All roles of the organisation.
pub fn all(
    roles: &[RoleRecord],
    choices: &RoleChoices,
    organisation: &str,
    told: Vec<String>,
    words: Language,
) -> AnyView {
    let rows: Vec<_> = roles
        .iter()
        .map(|role| {
            let ships = matches!(role.title, RoleTitle::Shipped(_)).then(|| words.ships().to_owned());
            let withdrawn = role.withdrawn.map(|_| words.withdrawn().to_owned());
            let state = ships.or(withdrawn).unwrap_or_else(|| words.own_role().to_owned());
            let permissions = role.role.permissions().len().to_string();
            view! {
                <tr>
                    <th scope="row"><a href=RoleAddress::One(role.id).path()>{role.title.name(words).to_owned()}</a></th>
                    <td data-label=words.kind_of_role()>{state}</td>
                    <td class="number" data-label=words.permissions()>{permissions}</td>
                    <td class="number" data-label=words.holders()>{role.holders.to_string()}</td>
                    <td data-label=words.role_gives()>{names(&role.role, choices, words).join(", ")}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="page-head">
            <div>
                <h1>{words.user_roles()}</h1>
                <p class="page-intro">{organisation.to_owned()} " · " {words.user_roles_text()}</p>
            </div>
            <div class="panel-actions">
                <a class="ds-button" href=RoleAddress::New.path()><Icon name="plus"/> {words.make_role()}</a>
            </div>
        </div>
        {good(told)}
        <section class="card facts-card">
            <table class="plain-table stacks role-table">
                <thead>
                    <tr>
                        <th scope="col">{words.role()}</th>
                        <th scope="col">{words.kind_of_role()}</th>
                        <th scope="col" class="number">{words.permissions()}</th>
                        <th scope="col" class="number">{words.holders()}</th>
                        <th scope="col">{words.role_gives()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// A role, what it can do and who has it.
pub fn one(page: &RolePage, told: Vec<String>, words: Language) -> AnyView {
    let RolePage { role, holders, choices, is_changeable, is_reinstatable } = page;
    let id = role.id;
    let shown = choices.catalogue.grouped(|entry| role.role.permissions().contains(&entry.code));
    let services: Vec<_> = shown
        .iter()
        .map(|shown| {
            let groups: Vec<_> = shown
                .groups
                .iter()
                .map(|group| {
                    let entries: Vec<_> = group
                        .entries
                        .iter()
                        .map(|entry| view! { <li>{name_of(entry, choices, words)}</li> }.into_any())
                        .collect();
                    view! { <h4>{group.group.name.pick(words).to_owned()}</h4> <ul>{entries}</ul> }.into_any()
                })
                .collect();
            view! { <h3>{shown.service.name.pick(words).to_owned()}</h3> {groups} }.into_any()
        })
        .collect();
    let state = match (&role.title, role.withdrawn) {
        (RoleTitle::Shipped(_), _) => words.ships_text().to_owned(),
        (_, Some(at)) => words.withdrawn_text(&stockholm_time(at).to_string()),
        (_, None) if *is_changeable => words.own_role_text().to_owned(),
        _ => words.not_yours_text().to_owned(),
    };
    let changes = is_changeable.then(|| {
        view! {
            <a class="ds-button" href=RoleAddress::Change(id).path()><Icon name="pencil"/> {words.change_role()}</a>
            <a class="ds-button" data-variant="secondary" href=RoleAddress::Withdraw(id).path()>{words.withdraw_role()}</a>
        }
    });
    let reinstate = is_reinstatable.then(|| {
        view! {
            <form method="post" action=ReinstateRole::url()>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=role.version.to_string()/>
                <button class="ds-button" type="submit">{words.reinstate_role()}</button>
            </form>
        }
    });
    let copy = path::with(&RoleAddress::New.path(), path::OF_PARAMETER, &id.to_string());
    let who: Vec<_> = holders
        .iter()
        .map(|holder| {
            let from = holder.from.to_string();
            let holds = match holder.until {
                Some(last) => words.period(&from, &last.to_string()),
                None => words.since(&from),
            };
            view! {
                <li><a href=AccessAddress::User(holder.user).path()>{holder.name.clone()}</a> " " <span class="quiet">{holds}</span></li>
            }
            .into_any()
        })
        .collect();
    let nobody = who.is_empty().then(|| view! { <p class="quiet">{words.no_holders()}</p> });
    view! {
        {above(None, words)}
        <div class="page-head">
            <div>
                <h1>{role.title.name(words).to_owned()}</h1>
                <p class="page-intro">{state}</p>
            </div>
            <div class="panel-actions">
                {changes}
                {reinstate}
                <a class="ds-button" data-variant="secondary" href=copy>{words.copy_role()}</a>
            </div>
        </div>
        {good(told)}
        <section class="card facts-card access-permissions" aria-labelledby="gives">
            <h2 id="gives">{words.role_gives()}</h2>
            {services}
        </section>
        <section class="card facts-card" aria-labelledby="holders">
            <h2 id="holders">{words.holders()}</h2>
            {nobody}
            <ul>{who}</ul>
        </section>
    }
    .into_any()
}

/// The form of a role.
pub struct RoleForm<'a> {
    /// The role that is changed, its version, and how many have it; none of a new one.
    pub role: Option<(UserRoleId, i64, i64)>,
    /// What a new one is drawn with.
    pub once: Option<String>,
    /// What it is called.
    pub name: String,
    /// Why.
    pub reason: String,
    /// What is ticked.
    pub ticked: BTreeSet<String>,
    /// What can be.
    pub choices: &'a RoleChoices,
    /// What was refused.
    pub draft: &'a Draft,
    /// In which language.
    pub words: Language,
}

impl RoleForm<'_> {
    /// The whole page.
    pub fn view(&self) -> AnyView {
        let words = self.words;
        let is_offered = |entry: &Entry| self.choices.offered.iter().any(|one| one.code == entry.code);
        let shown = self.choices.catalogue.grouped(is_offered);
        let services: Vec<_> = shown
            .iter()
            .map(|shown| {
                let groups: Vec<_> = shown
                    .groups
                    .iter()
                    .map(|group| {
                        let boxes: Vec<_> = group.entries.iter().map(|entry| self.tick(entry)).collect();
                        view! {
                            <fieldset class="ticks"><legend>{group.group.name.pick(words).to_owned()}</legend> {boxes}</fieldset>
                        }
                        .into_any()
                    })
                    .collect();
                view! { <h2>{shown.service.name.pick(words).to_owned()}</h2> {groups} }.into_any()
            })
            .collect();
        let (title, intro, action, back, button) = match self.role {
            Some((id, _, holders)) => (
                words.change_role(),
                words.change_role_text(&holders.to_string()),
                ChangeRole::url(),
                RoleAddress::One(id).path(),
                words.save(),
            ),
            None => (
                words.make_role(),
                words.make_role_text().to_owned(),
                MakeRole::url(),
                path::ACCESS_ROLES.to_owned(),
                words.save(),
            ),
        };
        let known = self.role.map(|(id, version, _)| {
            view! {
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=version.to_string()/>
            }
        });
        let name = Field {
            code: NAME.to_owned(),
            name: words.role_name().to_owned(),
            control: Control::LINE,
            value: self.name.clone(),
            is_required: true,
            is_required_at_times: false,
            hint: Some(words.role_name_hint().into()),
        };
        let reason = Field::new(GivingField::Reason, Control::LINE, &self.reason, words)
            .required()
            .hinted(words.reason_hint());
        view! {
            {above(self.role.map(|(id, ..)| (id, words)), words)}
            <div class="page-head"><div><h1>{title}</h1> <p class="page-intro">{intro}</p></div></div>
            <section class="card record">
                {interruption(self.draft.interrupted, self.draft.is_lost, words)}
                {summary::view(&self.draft.problems, words)}
                <form {..asks_before_leaving(self.draft.is_filled_in(), words)} class="record-form" method="post" action=action novalidate>
                    {known}
                    {self.once.as_deref().map(drawn_with)}
                    <div class="record-fields">{name.view(&self.draft.problems, words)}</div>
                    {services}
                    <div class="record-fields">{reason.view(&self.draft.problems, words)}</div>
                    {buttons(button, back, words)}
                </form>
            </section>
        }
        .into_any()
    }

    fn tick(&self, entry: &Entry) -> AnyView {
        let (words, code) = (self.words, entry.code.to_string());
        let information = entry.information.pick(words).to_owned();
        let about = format!("about-{code}");
        let described = (!information.is_empty()).then(|| about.clone());
        view! {
            <div class="tick">
                <label class="field-choice">
                    <input type="checkbox" name=format!("ticked[{code}]") value="1" checked=self.ticked.contains(&code) aria-describedby=described/>
                    {name_of(entry, self.choices, words)}
                </label>
                {(!information.is_empty()).then(|| view! { <p class="quiet" id=about>{information}</p> })}
            </div>
        }
        .into_any()
    }
}

/// Whether a role is really to be withdrawn.
pub fn withdraw(page: &RolePage, draft: &Draft, words: Language) -> AnyView {
    let role = &page.role;
    view! {
        {above(Some((role.id, words)), words)}
        <div class="page-head"><h1>{words.withdraw_question(role.title.name(words))}</h1></div>
        <section class="card record">
            {summary::view(&draft.problems, words)}
            <p>{words.withdrawal_text(&role.holders.to_string())}</p>
            <form class="record-form" method="post" action=WithdrawRole::url()>
                <input type="hidden" name="id" value=role.id.to_string()/>
                <input type="hidden" name="version" value=role.version.to_string()/>
                <div class="panel-actions">
                    <button class="ds-button" data-variant="danger" type="submit">{words.withdraw_role()}</button>
                    <a class="ds-button" data-variant="secondary" href=RoleAddress::One(role.id).path()>{words.cancel()}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}
