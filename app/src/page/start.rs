//! The start page: what waits, what the last run did, how the register grows. Drawn by the server.

mod alarms;
mod growth;
mod numbers;
mod runs;

use chrono::NaiveDate;
use domain::{access::RoleAssignment, language::Language, overview::Overview};
use leptos::prelude::*;

use crate::{
    component::{icon::Icon, number::grouped},
    date,
    layout::role_name,
    path,
    preference::language,
    words::{InboxWords, StartWords},
};

/// The start page of a reader, by name, in the role acted in; with the numbers of a role that reads cases, and how many
/// notices from schools wait.
pub fn view(
    name: &str,
    acting: &RoleAssignment,
    today: NaiveDate,
    overview: Option<Overview>,
    waiting: u64,
) -> AnyView {
    let words = language();
    let first_name = name.split_whitespace().next().unwrap_or_default();
    let place = role_name(acting, words);
    let numbers = match overview {
        Some(overview) => view! {
            {(waiting > 0).then(|| inbox(waiting, words))}
            <numbers::Numbers overview=overview.clone() today/>
            {alarms::view(&overview.alarms, overview.alarm_days, words)}
            <div class="start-columns">
                <growth::Growth weeks=overview.opened_per_week/>
                <runs::Runs runs=overview.last_runs/>
            </div>
        }
        .into_any(),
        None => view! {
            <section class="card start-log">
                <p>{words.log_card()}</p>
                <a class="ds-button" href=path::LOG>
                    <Icon name="shield"/>
                    {words.log_link()}
                </a>
            </section>
        }
        .into_any(),
    };
    view! {
        <div class="page-head">
            <div>
                <h1>{words.hello(first_name)}</h1>
                <p class="page-intro">
                    <time class="start-date" datetime=today.to_string()>{date::long(today, words)}</time>
                    " · "
                    {place}
                </p>
            </div>
        </div>
        {numbers}
    }
    .into_any()
}

/// That notices from schools wait, and where.
fn inbox(waiting: u64, words: Language) -> AnyView {
    view! {
        <p class="notice">
            <Icon name="inbox"/>
            <span>
                <a href=path::INBOX>{words.notices_wait()}</a> ": " <strong>{grouped(waiting, words)}</strong> " " {words.in_the_inbox()}
            </span>
        </p>
    }
    .into_any()
}
