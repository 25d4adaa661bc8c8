//! The form in which it is said who sends the letters of a municipality, and how its caseworkers are reached.

use domain::{
    language::{Language, Named},
    letter::{
        MergeField,
        sender::{Sender, SenderField},
    },
    municipality::MunicipalityCode,
    product_page::ProductPage,
};
use leptos::prelude::*;
use server_fn::ServerFn;

use super::theirs;
use crate::{
    component::breadcrumb::breadcrumb,
    page::record::{Field, asks_before_leaving, interruption, summary},
    path,
    server::form::Draft,
    serverfn::letters::SaveSender,
    words::{BulkWords, LetterWords},
};

/// The names of some parts of it, as they stand within a sentence.
pub fn named(fields: &[SenderField], words: Language) -> String {
    let names: Vec<String> = fields.iter().map(|field| field.name(words).to_lowercase()).collect();
    let and = words.pick("och", "and");
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {and} {last}", others.join(", ")),
        None => String::new(),
    }
}

/// What it holds, as it is shown to somebody who has filled in something else.
pub fn told(sender: &Sender, municipality: MunicipalityCode) -> String {
    sender.lines(municipality.name()).join("\n")
}

/// The form: the parts of the sender, and for each user, by name, the telephone number and the e-mail address.
pub fn form(
    municipality: MunicipalityCode,
    fields: &[Field],
    users: &[(String, [Field; 2])],
    (draft, is_unsaved): (&Draft, bool),
    words: Language,
) -> AnyView {
    let fields: Vec<_> = fields.iter().map(|field| field.view(&draft.problems, words)).collect();
    let rows: Vec<_> = users
        .iter()
        .map(|(name, [telephone, email])| {
            view! {
                <tr>
                    <th scope="row">{name.clone()}</th>
                    <td data-label=SenderField::Telephone.name(words)>{telephone.in_row(&draft.problems)}</td>
                    <td data-label=SenderField::Email.name(words)>{email.in_row(&draft.problems)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let of_users = (!rows.is_empty()).then(|| {
        view! {
            <section class="letter-fields" aria-labelledby="letter-users">
                <h2 id="letter-users">{words.caseworkers_reach()}</h2>
                <p class="quiet">{words.caseworkers_reach_text()}</p>
                <table class="plain-table stacks">
                    <thead>
                        <tr>
                            <th scope="col">{MergeField::Caseworker.name(words)}</th>
                            <th scope="col">{SenderField::Telephone.name(words)}</th>
                            <th scope="col">{SenderField::Email.name(words)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    });
    view! {
        {breadcrumb([(path::LETTER_TEMPLATES.to_owned(), ProductPage::LetterTemplates.name(words))])}
        <div class="page-head">
            <div>
                <h1>{title(municipality, words)}</h1>
                <p class="page-intro">{words.letter_sender_text()}</p>
            </div>
        </div>
        <section class="card record">
            {interruption(draft.interrupted, draft.is_lost, words)}
            {summary::view(&draft.problems, words)}
            <form {..asks_before_leaving(is_unsaved, words)} class="record-form" method="post" action=SaveSender::url() novalidate>
                <input type="hidden" name="municipality" value=municipality.to_string()/>
                <input type="hidden" name="version" value=draft.version.to_string()/>
                <div class="record-fields">{fields}</div>
                {of_users}
                {theirs(words.sender_saved_now(), draft)}
                <div class="panel-actions">
                    <button class="ds-button" type="submit">{words.save_sender()}</button>
                    <a class="ds-button" data-variant="tertiary" href=path::LETTER_TEMPLATES>{BulkWords::cancel(words)}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// What the page is called.
pub fn title(municipality: MunicipalityCode, words: Language) -> String {
    format!("{}: {}", words.letter_sender(), municipality.name())
}
