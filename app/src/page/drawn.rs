//! Shows a page that the server draws whole.

use std::time::Duration;

use domain::access::Permission;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use crate::{
    component::failure::Failure,
    preference::language,
    serverfn::drawn::{Drawn, drawn},
    words::CommonWords,
};

/// How often something that goes on is looked at.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// The page of the address.
#[component]
pub fn DrawnPage() -> impl IntoView {
    let words = language();
    let location = use_location();
    let first = location.pathname.get_untracked();
    // On the way to another page the address changes first; that is no reason to ask for what is not here.
    let address = Memo::new(move |previous: Option<&String>| {
        let (pathname, search) = (location.pathname.get(), location.search.get());
        match previous {
            Some(previous) if pathname != first => previous.clone(),
            _ => format!("{pathname}?{}", search.trim_start_matches('?')),
        }
    });
    let answer = Resource::new(move || address.get(), drawn);
    Effect::new(move |_| {
        if matches!(answer.get(), Some(Ok(Drawn { goes_on: true, .. }))) {
            set_timeout(move || answer.refetch(), LOOK_AGAIN);
        }
    });
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match answer.await {
                    Ok(Drawn { title, progress, body, .. }) => view! {
                        <Title text=words.page_title(&title)/>
                        <div inner_html=progress></div>
                        <div inner_html=body></div>
                    }
                    .into_any(),
                    Err(error) => view! { <Failure error needs=Permission::EditCases is_page=true/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}
