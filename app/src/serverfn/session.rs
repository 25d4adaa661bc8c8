//! Signing in and out, and switching roles. These are posted by plain forms.

use domain::id::GrantId;
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{error::AppError, serverfn::encoding::Json};

/// Signs in, and goes on to `till`; what is wrong is told where one signs in.
#[server(endpoint = "sign-in", output = Json)]
pub async fn sign_in(
    #[server(default)] user_name: String,
    #[server(default)] password: String,
    #[server(default)] till: String,
) -> Result<(), AppError> {
    use crate::{
        page::sign_in::attempt::{Attempt, Problem},
        path,
        server::{
            interrupted, request, response,
            session::{go_on_under, services},
        },
    };
    use service::session::Begun;
    let problem = match Problem::of_empty_fields(&user_name, &password) {
        Some(problem) => problem,
        None => {
            let services = services()?;
            let signed_in =
                service::session::sign_in(&services, user_name.trim(), &password, &request::client()).await;
            match signed_in {
                Ok(Begun { token, awaits_code }) => {
                    go_on_under(&services, &token).await?;
                    // What the browser keeps waits until the code is right, too.
                    if awaits_code {
                        let ways = crate::server::passkey::ways(&token).await?;
                        response::see_other(&path::sign_in_code_by(&till, ways));
                        return Ok(());
                    }
                    let resumed = interrupted::resume_or_go_on(&services, &token, &till).await;
                    response::see_other(&resumed.unwrap_or(till));
                    return Ok(());
                }
                Err(error) => error.into(),
            }
        }
    };
    Attempt { user_name: user_name.trim().to_owned(), problem }.keep();
    response::see_other(&path::sign_in_to(&till));
    Ok(())
}

/// Answers with a code when the password was right, and goes on to `till`; what is wrong is told where the code is asked for, or
/// where one begins again.
#[server(endpoint = "sign-in-code", output = Json)]
pub async fn sign_in_code(
    #[server(default)] code: String,
    #[server(default)] till: String,
) -> Result<(), AppError> {
    use crate::{
        page::sign_in::attempt::{Attempt, Problem},
        path,
        server::{cookie, interrupted, request, response, session::services},
    };
    use service::second_factor::sign_in::{CodeError, answer};
    let services = services()?;
    let token = cookie::value(service::session::COOKIE).unwrap_or_default();
    let problem: Problem = match answer(&services, &token, &code, &request::client()).await {
        Ok(token) => {
            cookie::set(service::session::COOKIE, &token, None);
            let resumed = interrupted::resume_or_go_on(&services, &token, &till).await;
            response::see_other(&resumed.unwrap_or(till));
            return Ok(());
        }
        Err(error @ (CodeError::Unreadable | CodeError::Wrong | CodeError::Unavailable(_))) => {
            let ways = crate::server::passkey::ways(&token).await?;
            response::see_other(&path::sign_in_code_by(&till, ways));
            error.into()
        }
        Err(error @ (CodeError::Ended | CodeError::LockedOut { .. })) => {
            response::see_other(&path::sign_in_to(&till));
            error.into()
        }
    };
    Attempt { user_name: String::new(), problem }.keep();
    Ok(())
}

/// What the browser is told to let a passkey answer, for the script of the form. It changes nothing for anybody.
#[server(endpoint = "ask-passkey", output = Json)]
pub async fn ask_passkey(#[server(default)] after: String) -> Result<String, AppError> {
    crate::server::passkey::ask(&after).await
}

/// Signs in whoever's passkey has answered, after the password or without one, and goes on to `till`.
#[server(endpoint = "sign-in-passkey", output = Json)]
pub async fn sign_in_passkey(
    #[server(default)] answer: String,
    #[server(default)] after: String,
    #[server(default)] till: String,
) -> Result<(), AppError> {
    crate::server::passkey::answer(&answer, &after, &till).await
}

/// Sends the browser to a provider that says who its user is, to go on to `till` from there. It is a link and no form: a page
/// sends its forms nowhere but to Fyren.
#[server(endpoint = "sign-in-with", input = GetUrl, output = Json)]
pub async fn sign_in_with(
    #[server(default)] provider: String,
    #[server(default)] till: String,
) -> Result<(), AppError> {
    use crate::server::provider;
    provider::send_to(&provider, &till).await
}

/// Signs in whom a provider's answer is about. The provider leads the browser here, with the parameters of the standard (RFC 6749
/// section 4.1.2, RFC 9207).
#[server(endpoint = "sign-in-answer", input = GetUrl, output = Json)]
pub async fn sign_in_answer(
    #[server(default)] state: String,
    #[server(default)] code: String,
    #[server(default)] error: String,
    #[server(default)] iss: Option<String>,
) -> Result<(), AppError> {
    use crate::server::provider;
    use service::identity_provider::Answer;
    provider::come_back(&Answer { state, code, error, issuer: iss }).await
}

/// Gives whoever has been invited the password that they have chosen, and leads to where that is told.
#[server(endpoint = "accept-invitation", output = Json)]
pub async fn accept_invitation(
    #[server(default)] token: String,
    #[server(default)] new: String,
    #[server(default)] again: String,
) -> Result<(), AppError> {
    use crate::{
        path,
        server::{response, session::services},
    };
    use domain::language::Named;
    use service::invitations::{InvitationError, accept};
    let leads_to = match accept(&services()?, &token, new, &again).await {
        Ok(()) => path::with(path::INVITATION, path::REASON_PARAMETER, path::ACCEPTED),
        Err(InvitationError::Ended) => path::INVITATION.to_owned(),
        Err(InvitationError::Refused(refusal)) => path::invitation_refused(&token, refusal.code()),
        Err(InvitationError::Unavailable(error)) => return Err(response::answer_with(error)),
    };
    response::see_other(&leads_to);
    Ok(())
}

/// Signs out.
#[server(endpoint = "sign-out", output = Json)]
pub async fn sign_out() -> Result<(), AppError> {
    use crate::{path, server};
    match server::session::signed_in_with_any_password().await {
        Ok((services, session)) => {
            service::session::sign_out(&services, &session).await.map_err(server::response::answer_with)?;
        }
        // Whoever is signed out already has what they asked for.
        Err(AppError::SignedOut) if server::request::accepts_html() => {}
        Err(error) => return Err(error),
    }
    server::cookie::remove(service::session::COOKIE);
    server::interrupted::forget_all();
    server::response::see_other(path::SIGN_IN);
    Ok(())
}

/// Acts in another of the reader's roles, from the start page on: what was open may lie outside the new one.
#[server(endpoint = "switch-role", output = Json)]
pub async fn switch_role(role: GrantId) -> Result<(), AppError> {
    use crate::{path, server};
    let Some((services, session)) = server::session::signed_in_or_back_to(path::START).await? else {
        return Ok(());
    };
    service::session::switch_role(&services, &session, role).await.map_err(server::response::answer_with)?;
    server::response::see_other(path::START);
    Ok(())
}
