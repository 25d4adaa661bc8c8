//! What is shown in place of what could not be had.

use domain::{access::Permission, language::Message};
use leptos::{ev::MouseEvent, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use super::icon::Icon;
use crate::{
    error::AppError,
    layout::{FrameResource, role_name},
    path,
    preference::language,
    words::CommonWords,
};

/// What happened, what to do, and *Försök igen* where that may help. Whoever has been signed out is taken to where one
/// signs in, and comes back here.
#[component]
pub fn Failure(
    /// Why.
    error: AppError,
    /// What a role must have to see what is not shown, so that a reader who has such a role learns of it.
    #[prop(optional_no_strip, into)]
    needs: Option<Permission>,
    /// Whether it stands in place of the whole page, so that its title is the page's heading.
    #[prop(optional)]
    is_page: bool,
    /// How it is tried again without reading the whole page anew.
    #[prop(optional)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let words = language();
    let location = use_location();
    let here = Memo::new(move |_| {
        let search = location.search.get();
        let mark = if search.is_empty() || search.starts_with('?') { "" } else { "?" };
        format!("{}{mark}{search}", location.pathname.get())
    });
    if error == AppError::SignedOut {
        Effect::new(move |_| {
            // Fails only when the browser forbids leaving the page, and the link below remains.
            _ = window().location().assign(&path::sign_in_to(&here.get_untracked()));
        });
    }
    let title = error.title(words);
    let heading = match is_page {
        true => view! {
            <Title text=words.page_title(title)/>
            <h1 class="state-title">{title}</h1>
        }
        .into_any(),
        false => view! { <p class="state-title">{title}</p> }.into_any(),
    };
    let what_to_do = match (error, needs) {
        (AppError::Forbidden, Some(needs)) => view! { <OtherRole needs/> }.into_any(),
        _ => error.message(words).into_any(),
    };
    let way_out = if error.may_pass() {
        let again = move |event: MouseEvent| {
            if let Some(retry) = retry {
                event.prevent_default();
                retry.run(());
            }
        };
        view! {
            <a class="ds-button" data-variant="secondary" href=here rel="external" on:click=again>
                {words.try_again()}
            </a>
        }
        .into_any()
    } else if error == AppError::SignedOut {
        let target = move || path::sign_in_to(&here.get());
        let text = crate::words::SignInWords::sign_in(words);
        view! { <a class="ds-button" href=target rel="external">{text}</a> }.into_any()
    } else {
        view! { <a class="ds-button" data-variant="secondary" href=path::START>{words.to_start()}</a> }
            .into_any()
    };
    view! {
        <div class="state state-failure" role="alert" data-code=error.code()>
            <span class="state-icon"><Icon name="triangle-alert"/></span>
            {heading}
            <p class="state-text">{what_to_do}</p>
            <div class="state-actions">{way_out}</div>
        </div>
    }
    .into_any()
}

/// Which role to switch to, or whom to ask when the reader has none that helps.
#[component]
fn OtherRole(needs: Permission) -> impl IntoView {
    let words = language();
    let reader = use_context::<FrameResource>();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let reader = match reader {
                    Some(reader) => reader.await.ok(),
                    None => None,
                };
                let other = reader.as_ref().and_then(|reader| reader.other_role_that_may(needs));
                match other {
                    Some(role) => words.switch_to(&role_name(role, words)),
                    None => AppError::Forbidden.message(words),
                }
            })}
        </Suspense>
    }
    .into_any()
}
