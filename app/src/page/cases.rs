//! *Aktivitetsansvar*: the list of cases.

mod row;
pub mod selection;

use domain::access::Permission;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use server_fn::ServerFn;

use crate::{
    component::{
        failure::Failure,
        list::{List, Posting, posted::Posted},
        number::grouped,
    },
    path,
    preference::language,
    serverfn::cases::{ChangeCases, cases},
    words::{CommonWords, FrameWords, ListWords},
};

/// The page of the list.
#[component]
pub fn CasesPage() -> impl IntoView {
    let words = language();
    let location = use_location();
    // On the way to another page the address changes first; that is no reason to read the list again.
    let search = Memo::new(move |previous: Option<&String>| match location.pathname.get().as_str() {
        path::CASES => location.search.get(),
        _ => previous.cloned().unwrap_or_default(),
    });
    let answer = Resource::new(move || search.get(), cases);
    let change = ServerAction::<ChangeCases>::new();
    let submit = move |event: SubmitEvent| {
        if let Some(posted) = Posted::from_event(&event) {
            event.prevent_default();
            change.dispatch(posted.into());
        }
    };
    let posting = Posting { url: ChangeCases::url(), submit: Callback::new(submit) };
    let (is_reading, set_reading) = signal(false);
    // Until the reader has asked for other rows, what is shown is what was asked for, though it is still coming alive.
    let (has_moved, set_moved) = signal(false);
    Effect::new(move |first: Option<String>| {
        let now = search.get();
        let first = first.unwrap_or_else(|| now.clone());
        if first != now {
            set_moved.set(true);
        }
        first
    });
    let pending = Signal::derive(move || (has_moved.get() && is_reading.get()) || change.pending().get());
    let refused = move || {
        change
            .value()
            .get()
            .and_then(Result::err)
            .map(|error| view! { <Failure error needs=Permission::ReadCases/> })
    };
    view! {
        <Title text=words.page_title(words.cases())/>
        <Transition set_pending=set_reading>
            <div class="page-head">
                <div>
                    <h1>{words.cases()}</h1>
                    <p class="page-intro">
                        {move || Suspend::new(async move {
                            answer.await.ok().map(|answer| words.individuals(&grouped(answer.page.total, words)))
                        })}
                    </p>
                </div>
            </div>
            {refused}
            {move || Suspend::new(async move {
                match answer.await {
                    Ok(answer) => view! { <List answer posting pending title=words.cases()/> }.into_any(),
                    Err(error) => view! { <Failure error needs=Permission::ReadCases/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}
