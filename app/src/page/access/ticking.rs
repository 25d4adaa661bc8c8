//! The form in which permissions of a service are ticked (seed 002, section 4.7). Drawn by the server, with a plain form.

use std::collections::BTreeSet;

use domain::{
    access::{catalogue::Entry, code::ServiceCode},
    language::Language,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::access_users::{AccessUser, Given};

use super::{above, buttons, name, through};
use crate::{
    page::record::{Field, asks_before_leaving, interruption, summary},
    path::access::AccessAddress,
    server::form::Draft,
    serverfn::access::SetPermissions,
    words::AccessWords,
};

/// The code of the field that tells what had been given when the form was drawn.
pub const SEEN: &str = "seen";

/// The form in which permissions of a service are ticked.
pub struct Ticking<'a> {
    /// The user.
    pub user: &'a AccessUser,
    /// The service.
    pub service: &'a ServiceCode,
    /// What can be given.
    pub offered: &'a [Entry],
    /// What is ticked.
    pub ticked: &'a BTreeSet<String>,
    /// What had been given by itself when the form was drawn first: codes with spaces between.
    pub seen: &'a str,
    /// The fields of the decision.
    pub fields: &'a [Field],
    /// What was refused.
    pub draft: &'a Draft,
    /// In which language.
    pub words: Language,
}

impl Ticking<'_> {
    /// The whole page.
    pub fn view(&self, service_name: String) -> AnyView {
        let (words, id) = (self.words, self.user.user.id);
        let fields: Vec<_> =
            self.fields.iter().map(|field| field.view(&self.draft.problems, words)).collect();
        let shown =
            self.user.catalogue.grouped(|entry| self.offered.iter().any(|one| one.code == entry.code));
        let groups: Vec<_> = shown
            .iter()
            .flat_map(|shown| &shown.groups)
            .map(|group| {
                let boxes: Vec<_> = group.entries.iter().map(|entry| self.tick(entry)).collect();
                view! {
                    <fieldset class="ticks"><legend>{group.group.name.pick(words).to_owned()}</legend> {boxes}</fieldset>
                }
                .into_any()
            })
            .collect();
        let content = match groups.is_empty() {
            true => view! { <p>{words.nothing_offered()}</p> }.into_any(),
            false => view! {
                <form {..asks_before_leaving(self.draft.is_filled_in(), words)} class="record-form" method="post" action=SetPermissions::url() novalidate>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <input type="hidden" name="service" value=self.service.to_string()/>
                    <input type="hidden" name=format!("fields[{SEEN}]") value=self.seen.to_owned()/>
                    {groups}
                    <p class="quiet">{words.new_alone()}</p>
                    <div class="record-fields">{fields}</div>
                    {buttons(words.done(), AccessAddress::User(id).path(), words)}
                </form>
            }
            .into_any(),
        };
        view! {
            {above(Some((id, words.back_to_user())), "", words)}
            <div class="page-head">
                <div><h1>{service_name}</h1> <p class="page-intro">{name(self.user)}</p></div>
            </div>
            <section class="card record">
                <h2>{words.choose_permissions()}</h2>
                {interruption(self.draft.interrupted, self.draft.is_lost, words)}
                {summary::view(&self.draft.problems, words)}
                {content}
            </section>
        }
        .into_any()
    }

    fn tick(&self, entry: &Entry) -> AnyView {
        let words = self.words;
        let working = self.user.working(&entry.code);
        let roles: Vec<String> = working
            .iter()
            .filter(|grant| !matches!(grant.given, Given::Permission(_)))
            .map(|grant| through(grant, words))
            .collect();
        let name = entry.name_on(self.user.today).pick(words).to_owned();
        let information = entry.information.pick(words).to_owned();
        let code = entry.code.to_string();
        let field = format!("ticked[{code}]");
        let about = format!("about-{code}");
        let through = roles.join(", ");
        let told = [information, through]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        let described = (!told.is_empty()).then(|| about.clone());
        view! {
            <div class="tick">
                <label class="field-choice">
                    <input type="checkbox" name=field value="1" checked=self.ticked.contains(&code) aria-describedby=described/>
                    {name}
                </label>
                {(!told.is_empty()).then(|| view! { <p class="quiet" id=about>{told}</p> })}
            </div>
        }
        .into_any()
    }
}
