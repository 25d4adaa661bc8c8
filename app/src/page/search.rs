//! The search as a page, for who has no script. The server draws it alone: it ships no program, and whoever has the
//! program searches in the dialog of the header instead.

use leptos::prelude::*;

/// The page.
#[cfg(feature = "ssr")]
#[component]
pub fn SearchPage() -> impl IntoView {
    use leptos_meta::Title;
    use leptos_router::hooks::use_query_map;

    use crate::{
        component::failure::Failure,
        path,
        preference::language,
        words::{CommonWords, SearchWords},
    };

    let words = language();
    let token = use_query_map().read_untracked().get(path::TOKEN_PARAMETER).unwrap_or_default();
    view! {
        <Title text=words.page_title(words.search())/>
        <Suspense>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    match look_up(&token).await {
                        Ok((text, answer)) => drawn(text, answer).into_any(),
                        Err(error) => view! { <Failure error is_page=true/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// The page of a browser that has the program, to which nothing in the program leads.
#[cfg(not(feature = "ssr"))]
#[component]
pub fn SearchPage() -> impl IntoView {}

#[cfg(feature = "ssr")]
type Answered = (String, Option<crate::server::search::Answer>);

/// What is kept under the token, and what it leads to.
#[cfg(feature = "ssr")]
async fn look_up(token: &str) -> Result<Answered, crate::error::AppError> {
    use crate::{
        preference::language,
        server::{search, session::signed_in},
    };
    let (services, session) = signed_in().await?;
    let text = search::text_of(&services, &session, token).await?;
    if text.is_empty() {
        return Ok((text, None));
    }
    let answer = search::answer(&services, &session, &text, language()).await?;
    Ok((text, Some(answer)))
}

#[cfg(feature = "ssr")]
fn drawn(text: String, answer: Option<crate::server::search::Answer>) -> impl IntoView {
    use server_fn::ServerFn;

    use crate::{component::hits, preference::language, serverfn::search::KeepSearch, words::SearchWords};

    let words = language();
    let found = answer.map(|answer| {
        view! {
            <p class="search-note" role="status">{answer.note}</p>
            {hits::lists(answer.groups)}
        }
    });
    view! {
        <div class="page-head">
            <div>
                <h1>{words.search_all()}</h1>
                <p class="page-intro">{words.search_hint()}</p>
            </div>
        </div>
        <section class="card search-page">
            <form class="find" role="search" method="post" action=KeepSearch::url()>
                <label class="visually-hidden" for="search-text">{words.search_field()}</label>
                <input
                    class="find-field"
                    id="search-text"
                    type="search"
                    name="text"
                    value=text
                    placeholder=words.search_field()
                    autocomplete="off"
                    spellcheck="false"
                    autofocus
                />
                <button class="find-button" type="submit">{words.search()}</button>
            </form>
            {found}
        </section>
    }
}
