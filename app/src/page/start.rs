//! The start page: what waits, what the last run did, how the register grows. Drawn by the server.

mod growth;
mod numbers;
mod runs;

use chrono::NaiveDate;
use domain::{access::RoleAssignment, overview::Overview};
use leptos::prelude::*;

use crate::{component::icon::Icon, date, layout::role_name, path, preference::language, words::StartWords};

/// The start page of a reader, by name, in the role acted in; with the numbers of a role that reads cases.
pub fn view(name: &str, acting: &RoleAssignment, today: NaiveDate, overview: Option<Overview>) -> AnyView {
    let words = language();
    let first_name = name.split_whitespace().next().unwrap_or_default();
    let place = role_name(acting, words);
    let numbers = match overview {
        Some(overview) => view! {
            <numbers::Numbers overview=overview.clone() today/>
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
