//! How long something that has been given holds, and giving what another user has. Drawn by the server, with plain forms.

use domain::{id::GrantId, language::Language};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::access_users::AccessUser;

use super::{above, buttons, name};
use crate::{
    page::record::{Field, asks_before_leaving, interruption, summary},
    path::access::AccessAddress,
    server::form::Draft,
    serverfn::access::{CopyPermissions, SetLastDay},
    words::AccessWords,
};

/// The form of the last day of what has been given.
pub fn last_day(
    user: &AccessUser,
    (grant, what, holds): (GrantId, String, String),
    fields: &[Field],
    draft: &Draft,
    words: Language,
) -> AnyView {
    let id = user.user.id;
    let fields: Vec<_> = fields.iter().map(|field| field.view(&draft.problems, words)).collect();
    view! {
        {above(Some((id, words.back_to_user())), "", words)}
        <div class="page-head">
            <div>
                <h1>{words.change_last_day()}</h1>
                <p class="page-intro">{name(user)} " · " {what} " · " {holds}</p>
            </div>
        </div>
        <section class="card record">
            {interruption(draft.interrupted, draft.is_lost, words)}
            {summary::view(&draft.problems, words)}
            <form {..asks_before_leaving(draft.is_filled_in(), words)} class="record-form" method="post" action=SetLastDay::url() novalidate>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="grant" value=grant.to_string()/>
                <div class="record-fields">{fields}</div>
                {buttons(words.save(), AccessAddress::User(id).path(), words)}
            </form>
        </section>
    }
    .into_any()
}

/// The form in which a user is given what another has.
pub fn copy(
    user: &AccessUser,
    others: &[(String, Vec<String>)],
    fields: &[Field],
    draft: &Draft,
    words: Language,
) -> AnyView {
    let id = user.user.id;
    let fields: Vec<_> = fields.iter().map(|field| field.view(&draft.problems, words)).collect();
    let told: Vec<_> = others
        .iter()
        .map(|(name, has)| view! { <dt>{name.clone()}</dt> <dd>{has.join(", ")}</dd> }.into_any())
        .collect();
    view! {
        {above(Some((id, words.back_to_user())), "", words)}
        <div class="page-head">
            <div><h1>{words.copy_permissions()}</h1> <p class="page-intro">{name(user)} " · " {words.copy_text()}</p></div>
        </div>
        <section class="card record">
            {interruption(draft.interrupted, draft.is_lost, words)}
            {summary::view(&draft.problems, words)}
            <form {..asks_before_leaving(draft.is_filled_in(), words)} class="record-form" method="post" action=CopyPermissions::url() novalidate>
                <input type="hidden" name="id" value=id.to_string()/>
                <div class="record-fields">{fields}</div>
                {buttons(words.copy_permissions(), AccessAddress::User(id).path(), words)}
            </form>
        </section>
        <section class="card facts-card">
            <h2>{words.others_have()}</h2>
            <dl class="facts">{told}</dl>
        </section>
    }
    .into_any()
}
