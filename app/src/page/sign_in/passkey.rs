//! The form that signs in with a passkey. The server alone draws it, and it is shown where its script runs.

use leptos::prelude::*;

/// The form on the page where one signs in, without a password.
#[component]
pub fn Passkey(
    /// Where to go on to.
    till: String,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    return drawn::without_password(&till);
    #[cfg(not(feature = "ssr"))]
    {
        drop(till);
        ().into_any()
    }
}

#[cfg(feature = "ssr")]
pub mod drawn {
    //! What the server draws.

    use leptos::prelude::*;
    use server_fn::ServerFn;

    use crate::{
        component::icon::Icon,
        preference::language,
        server::passkey::AFTER_PASSWORD,
        serverfn::session::{AskPasskey, SignInPasskey},
        words::{PasskeyWords, SignInProviderWords},
    };

    /// The form without a password, and the word that leads on to the one with it.
    pub fn without_password(till: &str) -> AnyView {
        let words = language();
        let or = view! { <p class="sign-in-or">{words.or_with_password()}</p> }.into_any();
        form(till, ("", "secondary"), Some(or))
    }

    /// The form when the password was right, and what leads on to that of the code, where there is one.
    pub fn after_password(till: &str, or: Option<AnyView>) -> AnyView {
        form(till, (AFTER_PASSWORD, "primary"), or)
    }

    fn form(till: &str, (after, variant): (&'static str, &'static str), or: Option<AnyView>) -> AnyView {
        let words = language();
        view! {
            <form
                class="sign-in-passkey"
                method="post"
                action=SignInPasskey::url()
                data-passkey="answer"
                data-ask=AskPasskey::url()
                data-after=after
            >
                <input type="hidden" name="till" value=till.to_owned()/>
                <input type="hidden" name="after" value=after/>
                <input type="hidden" name="answer"/>
                <p class="field-error passkey-problem" role="alert" hidden>
                    <Icon name="triangle-alert"/> {words.passkey_not_answered()}
                </p>
                <button class="ds-button sign-in-submit" data-variant=variant type="submit">
                    <Icon name="key-round"/> {words.passkey_sign_in()}
                </button>
                {or}
            </form>
        }
        .into_any()
    }
}
