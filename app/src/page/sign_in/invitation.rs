//! Where somebody who has been invited chooses a password of their own. A plain form, without any script, which the server alone
//! draws.

use leptos::prelude::*;

/// The page of an invitation.
#[component]
pub fn InvitationPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    return drawn::page();
    #[cfg(not(feature = "ssr"))]
    ().into_any()
}

#[cfg(feature = "ssr")]
mod drawn {
    use domain::{
        access::password::{PasswordPart, PasswordRefusal},
        language::{Language, Named},
    };
    use leptos::prelude::*;
    use leptos_meta::Title;
    use leptos_router::hooks::use_query_map;
    use server_fn::ServerFn;
    use service::invitations::{self, Invited};

    use crate::{
        component::icon::Icon,
        error::AppError,
        layout::{Brand, SkipLink, settings::LanguageChoice},
        path::{self, ACCEPTED},
        preference::language,
        server::session::services,
        serverfn::session::AcceptInvitation,
        words::{CommonWords, FrameWords, InvitationWords, OwnWords, SignInWords},
    };

    pub(super) fn page() -> AnyView {
        let query = use_query_map().read_untracked().clone();
        let token = query.get(path::INVITATION_PARAMETER).unwrap_or_default();
        // Only a code of our own is told: an address can be written by anybody.
        let reason = query.get(path::REASON_PARAMETER);
        let refusal = reason.as_deref().and_then(PasswordRefusal::from_code);
        if reason.as_deref() == Some(ACCEPTED) {
            return framed(accepted(language()));
        }
        let found = Resource::new_blocking(|| (), {
            let token = token.clone();
            move |()| {
                let token = token.clone();
                async move { read(&token).await }
            }
        });
        framed(
            view! {
                <Suspense>
                    {
                        let token = token.clone();
                        move || {
                            let token = token.clone();
                            Suspend::new(async move {
                                let words = language();
                                match found.await {
                                    Ok(Some((name, user_name))) => {
                                        choosing(&token, &Invited { name, user_name }, refusal, words)
                                    }
                                    Ok(None) => ended(words),
                                    Err(error) => {
                                        use domain::language::Message;
                                        view! { <h1>{words.invitation_title()}</h1> <p role="alert">{error.message(words)}</p> }
                                            .into_any()
                                    }
                                }
                            })
                        }
                    }
                </Suspense>
            }
            .into_any(),
        )
    }

    /// The name and the user name of whoever has been invited.
    async fn read(token: &str) -> Result<Option<(String, String)>, AppError> {
        let found = invitations::read(&services()?, token).await?;
        Ok(found.map(|invited| (invited.name, invited.user_name)))
    }

    fn framed(inner: AnyView) -> AnyView {
        let words = language();
        view! {
            <Title text=words.page_title(words.invitation_title())/>
            <SkipLink/>
            <div class="sign-in">
                <header class="sign-in-brand">
                    <Brand/>
                    <p class="sign-in-product">{words.product()}</p>
                </header>
                <main id="main" class="sign-in-card" tabindex="-1">{inner}</main>
                <footer class="sign-in-language">
                    <LanguageChoice/>
                </footer>
            </div>
        }
        .into_any()
    }

    fn choosing(
        token: &str,
        invited: &Invited,
        refusal: Option<PasswordRefusal>,
        words: Language,
    ) -> AnyView {
        let Invited { name, user_name } = invited;
        view! {
            <h1>{words.invitation_welcome(name)}</h1>
            <p class="quiet">{words.invitation_text()}</p>
            <form class="sign-in-form" method="post" action=AcceptInvitation::url() novalidate>
                <input type="hidden" name="token" value=token.to_owned()/>
                <div class="ds-field">
                    <label class="ds-label" for="user-name">{words.invitation_user_name()}</label>
                    // Whatever keeps passwords learns whose it is.
                    <input class="ds-input" id="user-name" type="text" value=user_name.clone() autocomplete="username" readonly/>
                </div>
                {field(("new", words.new_password(), PasswordPart::New), Some(words.new_password_hint()), refusal, words)}
                {field(("again", words.new_password_again(), PasswordPart::Again), None, refusal, words)}
                <button class="ds-button sign-in-submit" type="submit">{words.invitation_choose()}</button>
            </form>
        }
        .into_any()
    }

    fn field(
        (name, label, part): (&'static str, &'static str, PasswordPart),
        hint: Option<&'static str>,
        refusal: Option<PasswordRefusal>,
        words: Language,
    ) -> AnyView {
        let wrong = refusal.filter(|refusal| refusal.part() == part);
        let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
        let described: Vec<&str> = [hint.map(|_| hint_id.as_str()), wrong.map(|_| error_id.as_str())]
            .into_iter()
            .flatten()
            .collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        let error = wrong.map(|refusal| {
            view! {
                <p class="field-error" id=error_id.clone() role="alert">
                    <Icon name="triangle-alert"/>
                    {refusal.name(words)}
                </p>
            }
            .into_any()
        });
        view! {
            <div class="ds-field">
                <label class="ds-label" for=name>{label}</label>
                {hint.map(|hint| view! { <p class="quiet small" id=hint_id.clone()>{hint}</p> }.into_any())}
                {error}
                <input
                    class="ds-input"
                    id=name
                    name=name
                    type="password"
                    autocomplete="new-password"
                    required
                    aria-required="true"
                    aria-invalid=wrong.map(|_| "true")
                    aria-describedby=described
                    autofocus=wrong.is_some()
                />
            </div>
        }
        .into_any()
    }

    fn accepted(words: Language) -> AnyView {
        view! {
            <h1>{words.invitation_accepted()}</h1>
            <p role="status">{words.invitation_accepted_text()}</p>
            {to_sign_in(words)}
        }
        .into_any()
    }

    fn ended(words: Language) -> AnyView {
        view! {
            <h1>{words.invitation_ended()}</h1>
            <p>{words.invitation_ended_text()}</p>
            {to_sign_in(words)}
        }
        .into_any()
    }

    fn to_sign_in(words: Language) -> AnyView {
        view! { <p><a class="ds-button" href=path::SIGN_IN rel="external">{words.sign_in()}</a></p> }
            .into_any()
    }
}
