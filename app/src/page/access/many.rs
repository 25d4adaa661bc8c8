//! A role of many users at once. Drawn by the server, with a plain form.

use domain::language::Language;
use leptos::prelude::*;
use server_fn::ServerFn;

use super::{above, buttons};
use crate::{
    component::notice::{Empty, good},
    page::record::{Field, asks_before_leaving, interruption, summary},
    path::{self, access::AccessAddress},
    server::form::Draft,
    serverfn::access::ChangeRoleOfMany,
    words::AccessWords,
};

/// The form, with those who are chosen.
pub struct ManyForm<'a> {
    /// The token of the selection.
    pub selection: &'a str,
    /// Who is chosen: the path of their page, their name, and what they have.
    pub users: Vec<(String, String, Vec<String>)>,
    /// The fields.
    pub fields: &'a [Field],
    /// What was refused.
    pub draft: &'a Draft,
    /// What has been done.
    pub told: Vec<String>,
    /// The state of the list that they were chosen in.
    pub list: String,
    /// In which language.
    pub words: Language,
}

impl ManyForm<'_> {
    /// The whole page.
    pub fn view(self) -> AnyView {
        let words = self.words;
        let list = match self.list.as_str() {
            "" => path::ACCESS.to_owned(),
            list => format!("{}?{list}", path::ACCESS),
        };
        view! {
            {above(None, &self.list, words)}
            <div class="page-head">
                <div><h1>{words.roles_of_many()}</h1> <p class="page-intro">{words.roles_of_many_text()}</p></div>
            </div>
            {good(self.told.clone())}
            {self.content(list)}
        }
        .into_any()
    }

    fn content(&self, list: String) -> AnyView {
        let words = self.words;
        if self.users.is_empty() {
            return view! {
                <section class="card">
                    <Empty title=words.none_chosen() text=words.none_chosen_text() icon="users">
                        <a class="ds-button" data-variant="secondary" href=list.clone()>{words.show_users()}</a>
                    </Empty>
                </section>
            }
            .into_any();
        }
        let fields: Vec<_> =
            self.fields.iter().map(|field| field.view(&self.draft.problems, words)).collect();
        let users: Vec<_> = self
            .users
            .iter()
            .map(|(target, name, has)| {
                view! { <dt><a href=target.clone()>{name.clone()}</a></dt> <dd>{has.join(", ")}</dd> }
                    .into_any()
            })
            .collect();
        view! {
            <section class="card record">
                {interruption(self.draft.interrupted, self.draft.is_lost, words)}
                {summary::view(&self.draft.problems, words)}
                <form {..asks_before_leaving(self.draft.is_filled_in(), words)} class="record-form" method="post" action=ChangeRoleOfMany::url() novalidate>
                    <input type="hidden" name="selection" value=self.selection.to_owned()/>
                    <div class="record-fields">{fields}</div>
                    {buttons(words.decide(), list, words)}
                </form>
            </section>
            <section class="card facts-card">
                <h2>{words.chosen_users()} " " <span class="count">{self.users.len().to_string()}</span></h2>
                <dl class="facts">{users}</dl>
            </section>
        }
        .into_any()
    }
}

/// The page of one of those who are chosen.
pub fn target(id: domain::id::OrganisationUserId) -> String {
    AccessAddress::User(id).path()
}
