//! Shows a page that the server draws whole.

use std::time::Duration;

use domain::access::Permission;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_url;

use crate::{
    component::failure::Failure,
    error::AppError,
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

/// The page of a case, with one of its tabs.
#[component]
pub fn CasePage() -> impl IntoView {
    page(Some(Permission::ReadCases))
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
    let (told, set_told) = signal(String::new());
    Effect::new(move |_| {
        let goes_on = match answer.get() {
            Some(Ok(drawn)) => {
                let goes_on = drawn.goes_on;
                set_told.set(drawn.told.clone());
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

/// The server writes a title into the page as it stands, so that markup in a name is made harmless there; the browser
/// takes it for the text that it is.
fn title_text(text: String) -> String {
    if cfg!(feature = "ssr") {
        return text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    }
    text
}
