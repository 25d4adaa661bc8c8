//! What to do when a card did not sign its user in (seed 002, section 3.1.1). The server alone draws it.

use leptos::prelude::*;

/// The page with the steps to try, and with why nobody was signed in where that is known.
#[component]
pub fn FailedPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    return drawn::page();
    #[cfg(not(feature = "ssr"))]
    ().into_any()
}

#[cfg(feature = "ssr")]
mod drawn {
    use domain::{
        access::provider::ProviderRefusal,
        language::{Message, Named},
    };
    use leptos::prelude::*;
    use leptos_meta::Title;
    use leptos_router::hooks::use_query_map;

    use crate::{
        component::icon::Icon,
        layout::{Brand, SkipLink, settings::LanguageChoice},
        path,
        preference::language,
        words::{CommonWords, FrameWords, SignInProviderWords, SignInWords},
    };

    pub(super) fn page() -> AnyView {
        let words = language();
        let query = use_query_map().read_untracked().clone();
        let till = query.get(path::RETURN_PARAMETER).unwrap_or_default();
        let again = path::sign_in_to(&till);
        // Only a code of our own is told: an address can be written by anybody.
        let refusal = query.get(path::REASON_PARAMETER).and_then(|code| ProviderRefusal::from_code(&code));
        let heading = match refusal {
            Some(_) => words.problem_heading(),
            None => words.failed_help(),
        };
        let why = refusal.map(|refusal| {
            view! {
                <p class="field-error" role="alert">
                    <Icon name="triangle-alert"/>
                    {refusal.message(words)}
                </p>
            }
            .into_any()
        });
        let steps = [
            words.failed_wait(),
            words.failed_card(),
            words.failed_reader(),
            words.failed_browser(),
            words.failed_read_again(),
        ];
        let steps = steps.into_iter().map(|step| view! { <li>{step}</li> }.into_any()).collect_view();
        view! {
            <Title text=words.page_title(heading)/>
            <SkipLink/>
            <div class="sign-in">
                <header class="sign-in-brand">
                    <Brand/>
                    <p class="sign-in-product">{words.product()}</p>
                </header>
                <main id="main" class="sign-in-card" tabindex="-1">
                    <h1>{heading}</h1>
                    {why}
                    <h2>{words.failed_steps()}</h2>
                    <p class="quiet">{words.failed_between()}</p>
                    <ol class="sign-in-steps">{steps}</ol>
                    <p>{words.failed_ask()}</p>
                    <p><a class="ds-link" href=again rel="external">{words.failed_again()}</a></p>
                </main>
                <footer class="sign-in-language">
                    <LanguageChoice/>
                </footer>
            </div>
        }
        .into_any()
    }
}
