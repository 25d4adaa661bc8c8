//! The providers through which one can sign in without a password. The server alone draws them.

use leptos::prelude::*;

/// A link to each provider, and one to help where that does not work; nothing where the operator has named none.
#[component]
pub fn Providers(
    /// Where to go on to.
    till: String,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    return drawn::providers(&till);
    #[cfg(not(feature = "ssr"))]
    {
        drop(till);
        ().into_any()
    }
}

#[cfg(feature = "ssr")]
mod drawn {
    use leptos::prelude::*;
    use server_fn::ServerFn;

    use crate::{
        component::icon::Icon, path, preference::language, server::provider, serverfn::session::SignInWith,
        words::SignInProviderWords,
    };

    pub(super) fn providers(till: &str) -> AnyView {
        let words = language();
        let offered = provider::offered();
        if offered.is_empty() {
            return ().into_any();
        }
        let link = |(code, name): (String, String)| {
            let address = path::sign_in_with(SignInWith::PATH, &code, till);
            view! {
                <a class="ds-button sign-in-submit" data-variant="secondary" href=address rel="external">
                    <Icon name="key-round"/>
                    {words.sign_in_with(&name)}
                </a>
            }
            .into_any()
        };
        let links = offered.into_iter().map(link).collect_view();
        let help = path::sign_in_failed_to(None, till);
        view! {
            <div class="sign-in-providers">
                {links}
                <p class="small"><a class="ds-link" href=help rel="external">{words.failed_help()}</a></p>
                <p class="sign-in-or">{words.or_with_password()}</p>
            </div>
        }
        .into_any()
    }
}
