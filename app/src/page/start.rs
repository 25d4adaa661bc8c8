//! The start page: what waits, what the last run did, how the register grows.

mod growth;
mod numbers;
mod runs;

use leptos::{either::Either, prelude::*};
use leptos_meta::Title;

use crate::{
    component::{failure::Failure, icon::Icon},
    date,
    layout::role_name,
    path,
    preference::language,
    serverfn::start::{Start, start},
    words::{CommonWords, FrameWords, StartWords},
};

/// The start page.
#[component]
pub fn StartPage() -> impl IntoView {
    let words = language();
    let answer = Resource::new(|| (), |()| start());
    view! {
        <Title text=words.page_title(FrameWords::start(words))/>
        <Suspense>
            {move || Suspend::new(async move {
                match answer.await {
                    Ok(start) => Either::Left(view! { <Page start/> }.into_any()),
                    Err(error) => Either::Right(view! { <Failure error is_page=true/> }.into_any()),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Page(start: Start) -> impl IntoView {
    let words = language();
    let Start { name, acting, today, overview } = start;
    let first_name = name.split_whitespace().next().unwrap_or_default().to_owned();
    let place = role_name(&acting, words);
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
                <h1>{words.hello(&first_name)}</h1>
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
