//! The auditor's log: who did what, when.

use domain::{
    access::{Permission, Role},
    journal_view::{LogPage as Rows, LogRow},
    language::{Language, Named},
};
use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    component::{
        failure::Failure,
        icon::Icon,
        notice::Empty,
        number::grouped,
        pager::{PageStep, page_count},
    },
    path,
    preference::language,
    serverfn::log::{LOG_PAGE_SIZE, log},
    words::{CommonWords, LogWords},
};

/// The page of the log.
#[component]
pub fn LogPage() -> impl IntoView {
    let words = language();
    let query = use_query_map();
    let page = Memo::new(move |_| {
        let number = query.read().get(path::PAGE_PARAMETER).and_then(|number| number.parse::<u64>().ok());
        number.unwrap_or(1).max(1)
    });
    let rows = Resource::new(move || page.get(), log);
    view! {
        <Title text=words.page_title(words.log_title())/>
        <Transition>
            {move || Suspend::new(async move {
                match rows.await {
                    Ok(rows) => Either::Left(view! { <Log rows page=page.get_untracked()/> }.into_any()),
                    Err(error) => Either::Right(view! { <Failure error needs=Permission::ReadLog is_page=true/> }.into_any()),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Log(rows: Rows, page: u64) -> impl IntoView {
    let words = language();
    let Rows { rows, total, intact } = rows;
    let pages = page_count(total, LOG_PAGE_SIZE);
    let first = (page - 1) * LOG_PAGE_SIZE + 1;
    let last = first + rows.len() as u64;
    let is_empty = rows.is_empty();
    let seal = match intact {
        true => view! { <p class="seal seal-intact"><Icon name="circle-check"/>{words.intact()}</p> }.into_any(),
        false => view! { <p class="seal seal-broken" role="alert"><Icon name="triangle-alert"/>{words.broken()}</p> }.into_any(),
    };
    let table = match is_empty {
        true => {
            view! { <Empty title=words.log_empty() text=words.log_empty_text() icon="history"/> }.into_any()
        }
        false => view! { <Table rows/> }.into_any(),
    };
    view! {
        <div class="page-head">
            <div>
                <h1>{words.log_title()}</h1>
                <p class="page-intro">{words.log_intro()}</p>
            </div>
            {seal}
        </div>
        <section class="card list-card">
            {table}
            <div class="list-foot">
                <nav class="pager" aria-label=words.log_pages()>
                    <PageStep target=(page > 1).then(|| path::log(page - 1)) forward=false/>
                    <span class="pager-place">{format!("{} / {}", grouped(page, words), grouped(pages, words))}</span>
                    <PageStep target=(page < pages).then(|| path::log(page + 1)) forward=true/>
                </nav>
                <p class="list-total" role="status">
                    {(!is_empty).then(|| words.rows_shown(&grouped(first, words), &grouped(last - 1, words), &grouped(total, words)))}
                </p>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Table(rows: Vec<LogRow>) -> impl IntoView {
    let words = language();
    let lines = rows.into_iter().map(|row| {
        view! {
            <tr>
                <td class="nowrap" data-label=words.when()><time datetime=row.at.replace(' ', "T")>{row.at.clone()}</time></td>
                <th scope="row" data-label=words.what()>{row.kind.name(words)}</th>
                <td data-label=words.who()>{row.actor}</td>
                <td data-label=words.in_role()>{role_name(&row.role, words)}</td>
                <td data-label=words.municipality()>{row.municipality.map(|code| code.name())}</td>
                <td class="number" data-label=words.changes()>{grouped(row.changes, words)}</td>
                <td class="wide" data-label=words.reason()>{row.reason}</td>
            </tr>
        }.into_any()
    });
    view! {
        <div class="list-scroll" tabindex="0" role="region" aria-label=words.log_title()>
            <table class="list-table stacks">
                <thead>
                    <tr>
                        <th scope="col">{words.when()}</th>
                        <th scope="col">{words.what()}</th>
                        <th scope="col">{words.who()}</th>
                        <th scope="col">{words.in_role()}</th>
                        <th scope="col">{words.municipality()}</th>
                        <th scope="col" class="number">{words.changes()}</th>
                        <th scope="col">{words.reason()}</th>
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The name of a role in the log, which also holds what no user does.
fn role_name(code: &str, language: Language) -> String {
    match (Role::from_code(code), code) {
        (Some(role), _) => role.name(language).to_owned(),
        (None, "system") => language.role_system().to_owned(),
        (None, "operator") => language.role_operator().to_owned(),
        (None, code) => code.to_owned(),
    }
}
