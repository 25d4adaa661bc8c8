//! What the log tells of a person. Drawn by the server, with a plain form.

use domain::{
    access::Role,
    clock::stockholm_time,
    language::{Language, Named},
    operation::{OPERATOR, SYSTEM},
    product_page::ProductPage,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::person_log::{PersonLog, PersonLogEntry};

use crate::{
    component::{breadcrumb::breadcrumb, icon::Icon, number::grouped, pages::pages},
    page::record::{Control, Field, summary},
    path,
    server::form::Draft,
    serverfn::person_log::FindPersonLog,
    words::PersonLogWords,
};

/// The code of the field of the number.
pub const NUMBER: &str = "civic_number";

/// The form that asks for a person.
pub fn form(draft: &Draft, words: Language) -> AnyView {
    let field = Field {
        code: NUMBER.to_owned(),
        name: words.person_number().to_owned(),
        control: Control::LINE,
        value: draft.fields.get(NUMBER).cloned().unwrap_or_default(),
        is_required: true,
        is_required_at_times: false,
        hint: Some(words.person_number_hint().into()),
    };
    view! {
        {breadcrumb([(path::LOG.to_owned(), ProductPage::Log.name(words))])}
        <div class="page-head">
            <div><h1>{words.person_log()}</h1> <p class="page-intro">{words.person_log_text()}</p></div>
        </div>
        <section class="card record">
            {summary::view(&draft.problems, words)}
            <form class="record-form" method="post" action=FindPersonLog::url() novalidate>
                <div class="record-fields">
                    {field.view(&draft.problems, words)}
                </div>
                <div class="panel-actions"><button class="ds-button" type="submit">{words.show_log()}</button></div>
            </form>
        </section>
    }
    .into_any()
}

/// What the columns are called.
pub fn headings(words: Language) -> [&'static str; 5] {
    [words.at(), words.who(), words.for_whom(), words.done(), words.concerned()]
}

/// A role as the log keeps it, in words.
fn role(code: &str, words: Language) -> String {
    match code {
        "" | SYSTEM | OPERATOR => String::new(),
        code => Role::from_code(code).map_or_else(
            || code.strip_prefix("role: ").unwrap_or(code).to_owned(),
            |role| role.name(words).to_owned(),
        ),
    }
}

/// An entry in words: when, who, as what and for whom, what, and which of the person's data.
pub fn cells(entry: &PersonLogEntry, words: Language) -> [String; 5] {
    let place = entry.municipality.map(|place| place.name().to_owned());
    let for_whom = [Some(role(&entry.role, words)), Some(entry.organisation.clone()), place];
    let mut for_whom: Vec<String> = for_whom.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    for_whom.dedup();
    let things: Vec<String> = entry
        .things
        .iter()
        .map(|(entity, change)| format!("{} ({})", entity.name(words), change.name(words).to_lowercase()))
        .collect();
    [
        stockholm_time(entry.at).to_string(),
        entry.actor.clone(),
        for_whom.join(", "),
        entry.kind.name(words).to_owned(),
        things.join(", "),
    ]
}

/// What the log tells of a person.
pub fn view(log: &PersonLog, words: Language) -> AnyView {
    let heads: Vec<_> =
        headings(words).iter().map(|name| view! { <th scope="col">{*name}</th> }.into_any()).collect();
    let rows: Vec<_> = log
        .entries
        .iter()
        .map(|entry| {
            let cells = cells(entry, words);
            let cells: Vec<_> = cells
                .into_iter()
                .zip(headings(words))
                .map(|(text, heading)| view! { <td data-label=heading>{text}</td> }.into_any())
                .collect();
            view! { <tr>{cells}</tr> }.into_any()
        })
        .collect();
    let file = format!("{}/{}.csv", path::PERSON_LOG_FILES, log.person);
    view! {
        {breadcrumb([
            (path::LOG.to_owned(), ProductPage::Log.name(words)),
            (path::PERSON_LOG.to_owned(), words.another_person()),
        ])}
        <div class="page-head">
            <div>
                <h1>{words.person_log_of(&log.civic_number.to_string())}</h1>
                <p class="page-intro">{words.person_log_text()}</p>
            </div>
            <div class="panel-actions">
                <a class="ds-button" data-variant="secondary" href=file download rel="external"><Icon name="download"/> {words.get_csv()}</a>
            </div>
        </div>
        <section class="card facts-card">
            <p class="quiet">{words.entries(&grouped(log.total, words))}</p>
            <table class="plain-table stacks">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {pages(log.page, log.pages(), |page| path::person_log(log.person, page))}
        </section>
    }
    .into_any()
}
