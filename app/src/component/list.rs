//! The one list of the product: any columns, any rows. A page says what its rows are ([`Listed`]), how to ask for them
//! and how to post a change; everything else is here.
//!
//! The state of a list is its address. Whatever changes the state is a link to another address, or a form whose answer
//! is a redirect to one, so that it works without script, can be shared, and the browser's Back works.

#[cfg(any(feature = "ssr", test))]
pub mod change;
mod chips;
mod columns;
mod export;
mod field;
mod filter;
mod find;
mod foot;
mod head;
mod keyboard;
mod keys;
mod links;
mod order;
pub mod posted;
mod profile;
mod rows;

use chrono::NaiveDate;
use domain::{
    language::{Language, Message},
    list::{Choice, Column, ListPage, ListQuery, Notice, profile::ShownProfiles},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{component::icon::Icon, preference::language, words::ListWords};
use links::Links;
use posted::REFUSED_PARAMETER;

/// A row of a list.
pub trait Listed: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The columns it can show.
    type Column: Column;
    /// Where the list lives.
    const PATH: &'static str;
    /// The column whose cell opens the row. When it is not shown, the first column does.
    const OPENED_BY: Self::Column;

    /// The page that the row opens, which leads back to the list in its present state: what stands after its `?`.
    fn target(&self, list: &str) -> String;

    /// What the row is called, in full, for who hears it.
    fn title(&self) -> String;

    /// What stands in a cell.
    fn cell(&self, column: Self::Column, today: NaiveDate, language: Language) -> AnyView;
}

/// What the server answers a list with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "C: Column, R: Serialize + DeserializeOwned")]
pub struct ListAnswer<C: Column, R> {
    /// What was asked, with the part that the server keeps.
    pub query: ListQuery<C>,
    /// The token of that part, if there is one.
    pub token: Option<String>,
    /// What was left out of the address, and why.
    pub notices: Vec<Notice>,
    /// The rows.
    pub page: ListPage<R>,
    /// The day of reading.
    pub today: NaiveDate,
    /// The values of columns whose values are known only at run time.
    pub choices: Vec<(C, Vec<Choice>)>,
    /// The profiles that the reader has.
    pub profiles: ShownProfiles,
}

/// How the list's forms are posted: without script to an address, with script by a call that leads on to the next.
#[derive(Clone, Copy)]
pub struct Posting {
    /// The address.
    pub url: &'static str,
    /// The call.
    pub submit: Callback<SubmitEvent>,
}

/// A form of the list. Its fields are those of [`crate::serverfn::cases::ChangeCases`].
#[component]
fn ListForm(
    /// How it is posted.
    posting: Posting,
    /// What it changes.
    what: &'static str,
    /// The present state of the list.
    search: String,
    /// What it looks like.
    class: &'static str,
    /// What it is for, if that is searching.
    #[prop(optional)]
    role: Option<&'static str>,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        keyboard::fold_panel(&event);
        posting.submit.run(event);
    };
    view! {
        <form class=class role=role method="post" action=posting.url on:submit=submit>
            <input type="hidden" name="search" value=search.clone() prop:value=search/>
            <input type="hidden" name="what" value=what/>
            {children()}
        </form>
    }
    .into_any()
}

/// The list: tools, what is chosen, rows, pages.
#[component]
pub fn List<R: Listed>(
    /// What the server answered.
    answer: ListAnswer<R::Column, R>,
    /// How forms are posted.
    posting: Posting,
    /// Whether a newer answer is under way; the old rows stay meanwhile.
    pending: Signal<bool>,
    /// What the list is called, for who hears it.
    title: &'static str,
) -> impl IntoView {
    let words = language();
    let links = Links::new(R::PATH, &answer.query, answer.token.clone(), answer.profiles.active.is_some());
    let address = links.to(&answer.query);
    let search = address.split_once('?').map(|(_, search)| search.to_owned()).unwrap_or_default();
    let ListAnswer { query, notices, page, today, choices, profiles, .. } = answer;
    let notices: Vec<String> =
        notices.iter().chain(&page.notices).map(|notice| notice.message(words)).collect();
    keyboard::listen();
    view! {
        <div class="list-tools">
            <find::Find query=query.clone() posting search=search.clone()/>
            <filter::FilterPanel query=query.clone() links=links.clone() choices posting search=search.clone()/>
            <order::Order query=query.clone() links=links.clone() posting search=search.clone()/>
            <columns::ColumnChooser query=query.clone() links=links.clone() posting search=search.clone()/>
            <export::Export query=query.clone() links=links.clone() total=page.total/>
            <profile::ProfilePanel profiles posting search=search.clone() address/>
            <keys::Keys/>
        </div>
        <chips::Chips query=query.clone() links=links.clone() posting search=search.clone()/>
        <Notices notices/>
        <profile::Outcome/>
        <Refused<R::Column> column=std::marker::PhantomData/>
        <div class="card list-card" class:list-pending=pending aria-busy=move || pending.get().to_string()>
            <div class="progress" aria-hidden="true"></div>
            <head::SortSentence query=query.clone()/>
            <rows::Rows rows=page.rows.clone() query=query.clone() links=links.clone() search=search.clone() today title/>
            <foot::Foot page query links posting search pending/>
        </div>
    }
    .into_any()
}

/// What was left out of what the address asks for.
#[component]
fn Notices(notices: Vec<String>) -> impl IntoView {
    (!notices.is_empty()).then(|| {
        let items = notices.into_iter().map(|notice| view! { <li>{notice}</li> });
        view! {
            <div class="notice" role="status">
                <Icon name="info"/>
                <ul>{items.collect_view()}</ul>
            </div>
        }
    })
}

/// Which fields of the filter could not be read, by the address that the form led to.
#[component]
fn Refused<C: Column>(column: std::marker::PhantomData<C>) -> impl IntoView {
    _ = column;
    let words = language();
    let query = use_query_map();
    move || {
        let refused = query.read().get(REFUSED_PARAMETER)?;
        let names: Vec<_> =
            refused.split(',').filter_map(C::from_code).map(|column| column.name(words)).collect();
        (!names.is_empty()).then(|| {
            view! {
                <div class="notice notice-bad" role="alert">
                    <Icon name="triangle-alert"/>
                    <p>{words.refused(&names.join(", "))}</p>
                </div>
            }
        })
    }
}
