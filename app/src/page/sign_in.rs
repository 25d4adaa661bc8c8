//! Where one signs in. A plain form; only what asks for a passkey needs a script.

pub mod attempt;
pub mod code;
pub mod failed;
pub mod invitation;
mod passkey;
mod providers;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use server_fn::ServerFn;

use crate::{
    component::icon::Icon,
    layout::{Brand, SkipLink, settings::LanguageChoice},
    path,
    preference::language,
    serverfn::session::SignIn,
    words::{CommonWords, FrameWords, SignInWords},
};
use attempt::{Attempt, Problem};
use passkey::Passkey;
use providers::Providers;

/// The page where one signs in, with what was wrong the last time, if anything.
#[component]
pub fn SignInPage() -> impl IntoView {
    let words = language();
    let attempt = Attempt::of_the_request();
    let till = use_query_map().read_untracked().get(path::RETURN_PARAMETER).unwrap_or_default();
    let till = path::own(&till).unwrap_or_default().to_owned();
    let goes_on = !till.is_empty();
    let (user_name, problem) = match attempt {
        Some(Attempt { user_name, problem }) => (user_name, Some(problem)),
        None => (String::new(), None),
    };
    let title = match &problem {
        Some(_) => words.page_title(words.problem_heading()),
        None => words.page_title(words.sign_in()),
    };
    let name_error = problem.as_ref().and_then(|problem| problem.at_user_name(words));
    let password_error = problem.as_ref().and_then(|problem| problem.at_password(words));
    view! {
        <Title text=title/>
        <SkipLink/>
        <div class="sign-in">
            <header class="sign-in-brand">
                <Brand/>
                <p class="sign-in-product">{words.product()}</p>
            </header>
            <main id="main" class="sign-in-card" tabindex="-1">
                <h1>{words.sign_in()}</h1>
                <p class="quiet">{if goes_on { words.to_go_on() } else { words.about() }}</p>
                {problem.map(|problem| view! { <Summary problem/> }.into_any())}
                <Providers till=till.clone()/>
                <Passkey till=till.clone()/>
                <form class="sign-in-form" method="post" action=SignIn::url() novalidate>
                    <input type="hidden" name="till" value=till/>
                    <div class="ds-field">
                        <label class="ds-label" for="user-name">{words.user_name()}</label>
                        {name_error.map(|text| view! { <FieldError id="user-name-error" text/> }.into_any())}
                        <input
                            class="ds-input"
                            id="user-name"
                            name="user_name"
                            type="text"
                            autocomplete="username"
                            autocapitalize="none"
                            spellcheck="false"
                            required
                            aria-required="true"
                            aria-invalid=name_error.map(|_| "true")
                            aria-describedby=name_error.map(|_| "user-name-error")
                            value=user_name
                        />
                    </div>
                    <div class="ds-field">
                        <label class="ds-label" for="password">{words.password()}</label>
                        {password_error.map(|text| view! { <FieldError id="password-error" text/> }.into_any())}
                        <input
                            class="ds-input"
                            id="password"
                            name="password"
                            type="password"
                            autocomplete="current-password"
                            required
                            aria-required="true"
                            aria-invalid=password_error.map(|_| "true")
                            aria-describedby=password_error.map(|_| "password-error")
                        />
                    </div>
                    <p class="quiet small">{words.all_required()}</p>
                    <button class="ds-button sign-in-submit" type="submit">{words.sign_in()}</button>
                </form>
            </main>
            <footer class="sign-in-language">
                <LanguageChoice/>
            </footer>
        </div>
    }
    .into_any()
}

/// What is wrong, linking to the field where it is put right.
#[component]
fn Summary(problem: Problem) -> impl IntoView {
    let words = language();
    let items = problem.in_summary(words).into_iter().map(|(field, text)| {
        view! { <li><a href=format!("#{field}") rel="external">{text}</a></li> }.into_any()
    });
    view! {
        <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="problem">
            <h2 id="problem">
                <Icon name="triangle-alert"/>
                {words.problem_heading()}
            </h2>
            <ul>{items.collect_view()}</ul>
        </div>
    }
    .into_any()
}

#[component]
fn FieldError(id: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <p class="field-error" id=id>
            <Icon name="triangle-alert"/>
            {text}
        </p>
    }
    .into_any()
}
