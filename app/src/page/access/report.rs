//! Who could do what on a day: for each service, its users and its permissions. Drawn by the server.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access::{
        RoleTitle,
        catalogue::{Entry, service_name},
        code::{PermissionCode, ServiceCode},
    },
    id::AccountId,
    language::Language,
};
use leptos::prelude::*;
use service::access_report::{AccessReport, ToldRight};

use crate::{component::notice::Empty, path, words::AccessWords};

/// The whole page.
pub fn view(report: &AccessReport, organisation: &str, is_unreadable: bool, words: Language) -> AnyView {
    let services: BTreeSet<&ServiceCode> = report.rights.iter().map(|right| &right.service).collect();
    let tables: Vec<_> = services.into_iter().map(|service| matrix(report, service, words)).collect();
    let empty = tables
        .is_empty()
        .then(|| view! { <Empty title=words.nobody_could() text=words.nobody_could_text() icon="shield"/> });
    let unreadable = is_unreadable
        .then(|| view! { <p class="notice notice-bad" role="status">{words.day_unreadable()}</p> });
    view! {
        <div class="page-head">
            <div>
                <h1>{words.access_report()}</h1>
                <p class="page-intro">{organisation.to_owned()} " · " {words.access_report_text()}</p>
            </div>
        </div>
        {unreadable}
        <form class="drawn-choice" method="get" action=path::ACCESS_REPORT>
            <label for="report-day">{words.on_day()}</label>
            <input id="report-day" class="field-value" type="date" autocomplete="off" name=path::DATE_PARAMETER value=report.day.to_string()/>
            <button class="ds-button" type="submit">{words.show()}</button>
        </form>
        {empty}
        {tables}
    }
    .into_any()
}

/// What somebody could do of a service, and through what.
#[derive(Default)]
struct Row<'a> {
    name: &'a str,
    user_name: &'a str,
    permissions: BTreeMap<&'a PermissionCode, BTreeSet<String>>,
    administers: BTreeSet<String>,
}

fn through(right: &ToldRight, words: Language) -> String {
    match &right.through {
        RoleTitle::Permissions => words.by_itself().to_owned(),
        title => title.name(words).to_owned(),
    }
}

fn matrix(report: &AccessReport, service: &ServiceCode, words: Language) -> AnyView {
    let mut rows: Vec<(AccountId, Row<'_>)> = Vec::new();
    for right in report.rights.iter().filter(|right| right.service == *service) {
        if rows.last().is_none_or(|(account, _)| *account != right.account) {
            let row = Row { name: &right.name, user_name: &right.user_name, ..Row::default() };
            rows.push((right.account, row));
        }
        let Some((_, row)) = rows.last_mut() else { continue };
        let given = match &right.permission {
            Some(code) => row.permissions.entry(code).or_default(),
            None => &mut row.administers,
        };
        given.insert(through(right, words));
    }
    let is_held = |entry: &&Entry| rows.iter().any(|(_, row)| row.permissions.contains_key(&entry.code));
    let held: Vec<&Entry> =
        report.catalogue.entries().iter().filter(|entry| entry.service == *service).filter(is_held).collect();
    let administered = rows.iter().any(|(_, row)| !row.administers.is_empty());
    let name = |entry: &Entry| entry.name_on(report.day).pick(words).to_owned();
    let heads: Vec<_> = administered
        .then(|| words.administers().to_owned())
        .into_iter()
        .chain(held.iter().map(|entry| name(entry)))
        .map(|name| view! { <th scope="col"><span>{name}</span></th> }.into_any())
        .collect();
    let lines: Vec<_> = rows
        .iter()
        .map(|(_, row)| {
            let none = BTreeSet::new();
            let administers = administered.then(|| cell(words.administers().to_owned(), &row.administers));
            let cells: Vec<_> = administers
                .into_iter()
                .chain(held.iter().map(|entry| {
                    cell(name(entry), row.permissions.get(&entry.code).unwrap_or(&none))
                }))
                .collect();
            view! {
                <tr>
                    <th scope="row">{row.name.to_owned()} " " <span class="quiet">{row.user_name.to_owned()}</span></th>
                    {cells}
                </tr>
            }
            .into_any()
        })
        .collect();
    let title = service_name(service.as_str(), words).unwrap_or_default();
    let (title_id, count) = (format!("service-{service}"), rows.len().to_string());
    view! {
        <section class="card facts-card">
            <h2 id=title_id.clone()>{title}</h2>
            <p class="quiet">{words.users_counted(&count)}</p>
            <div class="matrix-scroll" tabindex="0" role="region" aria-labelledby=title_id.clone()>
                <table class="matrix">
                    <thead><tr><th scope="col">{words.user()}</th> {heads}</tr></thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// Whether somebody could do something, with what let them.
fn cell(name: String, through: &BTreeSet<String>) -> AnyView {
    let told: Vec<&str> = through.iter().map(String::as_str).collect();
    let told = told.join(", ");
    match told.is_empty() {
        true => view! { <td class="matrix-no"></td> }.into_any(),
        false => view! {
            <td data-label=name title=told.clone()><span aria-hidden="true">"✓"</span> <span class="matrix-through">{told.clone()}</span></td>
        }
        .into_any(),
    }
}
