//! Where one answers with a code or a passkey when the password was right. The server alone draws it; the code needs no script.

use leptos::prelude::*;

/// The page where one answers with a code, with what was wrong the last time, if anything.
#[component]
pub fn CodePage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    return drawn::page();
    #[cfg(not(feature = "ssr"))]
    ().into_any()
}

#[cfg(feature = "ssr")]
mod drawn {
    use leptos::prelude::*;
    use leptos_meta::Title;
    use leptos_router::hooks::use_query_map;
    use server_fn::ServerFn;

    use crate::{
        component::icon::Icon,
        layout::{Brand, SkipLink, settings::LanguageChoice},
        page::sign_in::{Summary, attempt::Attempt, passkey::drawn::after_password},
        path,
        preference::language,
        serverfn::session::SignInCode,
        words::{CommonWords, FrameWords, PasskeyWords, SignInCodeWords, SignInWords},
    };

    pub(super) fn page() -> AnyView {
        let words = language();
        let till = use_query_map().read_untracked().get(path::RETURN_PARAMETER).unwrap_or_default();
        let till = path::own(&till).unwrap_or_default().to_owned();
        let again = path::sign_in_to(&till);
        let problem = Attempt::of_the_request().map(|attempt| attempt.problem);
        let way = use_query_map().read_untracked().get(path::WAY_PARAMETER).unwrap_or_default();
        let by_passkey = [path::PASSKEY_WAY, path::EITHER_WAY].contains(&way.as_str());
        let by_code = way != path::PASSKEY_WAY;
        let (heading, intro) = match by_passkey {
            true => (words.passkey_title(), words.passkey_intro()),
            false => (words.code_title(), words.code_intro()),
        };
        let title = match &problem {
            Some(_) => words.page_title(words.problem_heading()),
            None => words.page_title(heading),
        };
        let error = problem.as_ref().and_then(|problem| problem.at_code(words));
        let is_wrong = error.is_some();
        let described = if is_wrong { "code-hint code-error" } else { "code-hint" };
        let error = error.map(|text| {
            view! { <p class="field-error" id="code-error"><Icon name="triangle-alert"/> {text}</p> }
                .into_any()
        });
        let or = by_code.then(|| view! { <p class="sign-in-or">{words.passkey_or_code()}</p> }.into_any());
        let passkey = by_passkey.then(|| after_password(&till, or));
        let without_code = (!by_code).then(|| {
            view! {
                <p class="notice passkey-without">{words.passkey_sign_in_needs_script()}</p>
                <p class="quiet small">{words.passkey_lost()}</p>
            }
            .into_any()
        });
        let form = by_code.then(|| {
            view! {
                    <form class="sign-in-form" method="post" action=SignInCode::url() novalidate>
                        <input type="hidden" name="till" value=till.clone()/>
                        <div class="ds-field">
                            <label class="ds-label" for="code">{words.code_label()}</label>
                            <p class="quiet small" id="code-hint">{words.code_hint()}</p>
                            {error}
                            <input
                                class="ds-input"
                                id="code"
                                name="code"
                                type="text"
                                inputmode="numeric"
                                autocomplete="one-time-code"
                                autocapitalize="none"
                                spellcheck="false"
                                required
                                aria-required="true"
                                aria-invalid=is_wrong.then_some("true")
                                aria-describedby=described
                                autofocus=!by_passkey
                            />
                        </div>
                        <button class="ds-button sign-in-submit" type="submit">{words.sign_in()}</button>
                    </form>
                    <p class="quiet small">{words.code_lost()}</p>
            }
            .into_any()
        });
        view! {
            <Title text=title/>
            <SkipLink/>
            <div class="sign-in">
                <header class="sign-in-brand">
                    <Brand/>
                    <p class="sign-in-product">{words.product()}</p>
                </header>
                <main id="main" class="sign-in-card" tabindex="-1">
                    <h1>{heading}</h1>
                    <p class="quiet">{intro}</p>
                    {problem.map(|problem| view! { <Summary problem/> }.into_any())}
                    {passkey}
                    {form}
                    {without_code}
                    <p><a class="ds-link" href=again rel="external">{words.sign_in_as_another()}</a></p>
                </main>
                <footer class="sign-in-language">
                    <LanguageChoice/>
                </footer>
            </div>
        }
        .into_any()
    }
}
