//! The document that every page stands in.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::{layout::search, path, preference::Preferences, routes::App};

/// The whole document. The page where one signs in ships nothing of the program, since whoever has not signed in gets as little of
/// it as possible. Nor does the page that searches without script.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let preferences = Preferences::of_the_request();
    #[cfg(feature = "ssr")]
    crate::server::policy::set_content_security_policy();
    let is_alive = path::ships_program(&requested_path());
    let scripts = is_alive.then(|| view! { <HydrationScripts options/> }.into_any());
    // All that runs where one signs in: the few lines that ask the browser for a passkey.
    let asks_passkeys = is_alive || path::is_sign_in(&requested_path());
    let passkey = asks_passkeys
        .then(|| view! { <script src="/pkg/passkey.js" nonce=use_nonce() defer></script> }.into_any());
    view! {
        <!DOCTYPE html>
        <html
            lang=preferences.language.code()
            data-theme=preferences.theme.attribute()
            data-menu=preferences.menu.attribute()
            data-script=preferences.script.attribute()
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href="/pkg/app.css"/>
                {scripts}
                {passkey}
                <MetaTags/>
            </head>
            <body>
                <App/>
                {is_alive.then(|| search::dialog(preferences.language))}
            </body>
        </html>
    }
    .into_any()
}

fn requested_path() -> String {
    #[cfg(feature = "ssr")]
    if let Some(parts) = crate::server::request::parts() {
        return parts.uri.path().to_owned();
    }
    String::new()
}
