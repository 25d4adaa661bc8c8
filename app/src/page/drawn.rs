//! Shows a page that the server draws whole.

use std::time::Duration;

use domain::access::Permission;
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};
use leptos_meta::Title;
use leptos_router::hooks::use_url;

use crate::{
    component::failure::Failure,
    error::AppError,
    layout::Unread,
    path,
    preference::language,
    serverfn::drawn::{Drawn, drawn},
    words::CommonWords,
};

/// How often something that goes on is looked at.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// The start page.
#[component]
pub fn StartPage() -> impl IntoView {
    page(None)
}

/// *Min sida*, and the reader's messages.
#[component]
pub fn OwnPage() -> impl IntoView {
    page(None)
}

/// A page of cases: one with one of its tabs, or what is to be followed up of them.
#[component]
pub fn CasePage() -> impl IntoView {
    page(Some(Permission::ReadCases))
}

/// The register as of a date.
#[component]
pub fn PastPage() -> impl IntoView {
    page(Some(Permission::ReadPast))
}

/// The report to Statistics Sweden.
#[component]
pub fn ScbPage() -> impl IntoView {
    page(Some(Permission::ReportToScb))
}

/// What the log tells of a person.
#[component]
pub fn PersonLogPage() -> impl IntoView {
    page(Some(Permission::ReadLog))
}

/// A page about a user of the organisation that the reader administers.
#[component]
pub fn AccessPage() -> impl IntoView {
    page(Some(Permission::AdministerAccess))
}

/// A page about a change of cases.
#[component]
pub fn ChangePage() -> impl IntoView {
    page(Some(Permission::EditCases))
}

/// The page of the address, for which a role needs a permission. What is shown stays until the next is there.
fn page(needs: Option<Permission>) -> AnyView {
    let words = language();
    // Of this page: on the way to another it stays as it is, which is no reason to ask for what is not here.
    let url = use_url();
    let address = Memo::new(move |_| {
        url.with(|url| format!("{}?{}", url.path(), url.search().trim_start_matches('?')))
    });
    let answer = Resource::new(move || address.get(), drawn);
    // What was shown last of what goes on, and at which address.
    let last = StoredValue::new(None::<(String, Drawn)>);
    let kept = move |error: &AppError| {
        let (address_of, drawn) = last.get_value()?;
        (error.may_pass() && address_of == address.get_untracked()).then_some(drawn)
    };
    let unread = use_context::<Unread>();
    let (told, set_told) = signal(String::new());
    Effect::new(move |_| {
        let goes_on = match answer.get() {
            Some(Ok(drawn)) => {
                let goes_on = drawn.goes_on;
                if let (Some(Unread(unread)), Some(count)) = (unread, drawn.unread) {
                    unread.set(Some(count));
                }
                set_told.set(drawn.told.clone());
                if !goes_on {
                    request_animation_frame(focus_what_is_wrong);
                    tell_once();
                }
                last.set_value(goes_on.then(|| (address.get_untracked(), drawn)));
                goes_on
            }
            Some(Err(error)) => kept(&error).is_some(),
            None => false,
        };
        if goes_on {
            set_timeout(move || answer.refetch(), LOOK_AGAIN);
        }
    });
    let draw = move |Drawn { title, progress, body, .. }: Drawn| {
        view! {
            <Title text=title_text(words.page_title(&title))/>
            <div inner_html=progress></div>
            <div inner_html=body></div>
        }
        .into_any()
    };
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match answer.await {
                    Ok(drawn) => draw(drawn),
                    Err(error) => match kept(&error) {
                        // Work goes on while a network or a server is away, and so does following it.
                        Some(drawn) => view! {
                            <p class="notice notice-bad" role="alert">{error.title(words)} ". " {words.trying_again()}</p>
                            {draw(drawn)}
                        }
                        .into_any(),
                        None => view! { <Failure error needs is_page=true/> }.into_any(),
                    },
                }
            })}
        </Transition>
        // It stays while what it tells of is drawn anew, or it would not be read aloud.
        <p class="visually-hidden" role="status">{told}</p>
    }
    .into_any()
}

/// Moves the focus to what the page says is to be read first, as a browser does that loads it, unless it is already where
/// somebody has put it.
fn focus_what_is_wrong() {
    let is_free =
        document().active_element().is_none_or(|active| matches!(active.id().as_str(), "" | "main"));
    let first = document().query_selector("main [autofocus]").ok().flatten();
    if let (true, Some(first)) = (is_free, first.and_then(|first| first.dyn_into::<HtmlElement>().ok())) {
        // Focusing an element that is in the page does not fail.
        _ = first.focus();
    }
}

/// What has been saved is told once: the address that names it is exchanged for one that does not, so that neither loading it
/// anew nor coming back to it tells that again.
fn tell_once() {
    let location = window().location();
    let (search, told) = (location.search().unwrap_or_default(), format!("{}=", path::SAVED_PARAMETER));
    let parts = search.trim_start_matches('?').split('&');
    let kept: Vec<&str> = parts.clone().filter(|part| !part.starts_with(&told)).collect();
    if let (true, Ok(history)) = (kept.len() < parts.count(), window().history()) {
        let mark = if kept.is_empty() { "" } else { "?" };
        let (path, part) = (location.pathname().unwrap_or_default(), location.hash().unwrap_or_default());
        let here = format!("{path}{mark}{}{part}", kept.join("&"));
        // The address is our own, with less in it, which a browser takes.
        _ = history.replace_state_with_url(&history.state().unwrap_or_default(), "", Some(&here));
    }
}

/// The server writes a title into the page as it stands, so that markup in a name is made harmless there; the browser
/// takes it for the text that it is.
fn title_text(text: String) -> String {
    if cfg!(feature = "ssr") {
        return text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    }
    text
}
