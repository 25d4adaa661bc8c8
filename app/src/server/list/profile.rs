//! The profiles of lists: what a form of theirs does, and what a list shows that is opened without asking for anything.

use domain::{
    id::ProfileId,
    language::Named,
    list::{
        Column, ListQuery,
        profile::{ProfileOutcome, Sharing, ShownProfiles},
        url::asks_for_nothing,
    },
};
use service::{
    Services,
    profiles::{self, ProfileFailure},
    session::Session,
};

use super::{Asked, address, links, page::Page, read, request, response};
use crate::server::bulk::select;
use crate::{
    component::list::posted::{PROFILE_PARAMETER, Posted, what},
    error::AppError,
    path,
};

/// Reads what stands after the `?` of an address; when that asks for nothing, the chosen profile is asked for.
///
/// # Errors
/// When the role does not see the list, or the database does not answer.
pub async fn open<C: Column>(
    services: &Services,
    session: &Session,
    search: &str,
) -> Result<(Asked<C>, ShownProfiles), AppError> {
    let profiles = profiles::all::<C>(services, session).await.map_err(response::answer_with)?;
    let mut asked = read::<C>(services, session, search).await?;
    if let Some(active) = profiles.active().filter(|_| asks_for_nothing(search)) {
        (asked.query, asked.notices) = active.opened().read();
        asked.kept = super::keep(services, session, &asked.query, None).await?;
    }
    let shown = profiles.shown(session, &asked.query);
    Ok((asked, shown))
}

/// Keeps for the reader what they make of a profile that is not theirs to change by a form or a link of the list, which
/// names that profile; one that names none keeps nothing.
///
/// # Errors
/// When the role does not see the list, or the database does not answer.
pub async fn keep<C: Column>(
    services: &Services,
    session: &Session,
    search: &str,
    query: &ListQuery<C>,
) -> Result<(), AppError> {
    let Some(profile) = links::changed_by(search) else { return Ok(()) };
    profiles::keep_change(services, session, profile, query).await.map_err(response::answer_with)
}

/// Keeps what a link of the list changes. One that was followed from anywhere else keeps nothing, and leads on to the same
/// address without what says so, lest it is taken for the reader's own later.
///
/// # Errors
/// As [`keep`].
pub async fn follow<C: Page>(services: &Services, session: &Session, search: &str) -> Result<(), AppError> {
    if links::changed_by(search).is_none() {
        return Ok(());
    }
    if !request::comes_from_here() {
        let plain = path::without(search.trim_start_matches('?'), &[path::CHANGE_PARAMETER]);
        response::see_other(&format!("{}?{plain}", C::PATH));
        return Ok(());
    }
    let asked = read::<C>(services, session, search).await?;
    keep(services, session, search, &asked.query).await
}

/// Whether the list is opened with a profile, so that an empty address does not mean the list as it starts.
pub async fn is_chosen<C: Column>(services: &Services, session: &Session) -> bool {
    profiles::all::<C>(services, session).await.is_ok_and(|profiles| profiles.active().is_some())
}

/// Does what a form of the profiles asks, and returns the address to go on to.
///
/// # Errors
/// When the role does not see the list, or the database does not answer.
pub async fn changed<C: Column>(
    services: &Services,
    session: &Session,
    path: &str,
    asked: Asked<C>,
    posted: &Posted,
) -> Result<String, AppError> {
    let Asked { query, kept, .. } = asked;
    let mut shown = query.clone();
    let outcome = match done(services, session, &query, posted).await {
        Ok((outcome, chosen)) => {
            shown = chosen.unwrap_or(shown);
            outcome.code()
        }
        Err(ProfileFailure::Refused(error)) => error.code(),
        Err(ProfileFailure::Unavailable(error)) => return Err(response::answer_with(error)),
    };
    let mut target = address(services, session, path, &shown, kept, true).await?;
    if let Some(token) = select::token_in(&posted.search) {
        target = links::path_with(&target, token);
    }
    // The same done twice leads to another address, or the page would not be read again.
    let moment = services.now().timestamp_millis();
    Ok(format!("{target}&{PROFILE_PARAMETER}={outcome}.{moment}"))
}

/// What has been done, and what is to be shown when that is something else than before.
async fn done<C: Column>(
    services: &Services,
    session: &Session,
    query: &ListQuery<C>,
    posted: &Posted,
) -> Result<(ProfileOutcome, Option<ListQuery<C>>), ProfileFailure> {
    let id = ProfileId(posted.profile);
    // A box that is not ticked is not sent.
    let sharing = Sharing::from_code(&posted.sharing).unwrap_or(Sharing::Private);
    let outcome = match posted.what.as_str() {
        what::ADD_PROFILE => {
            profiles::add(services, session, &posted.value, sharing, query).await?;
            ProfileOutcome::Saved
        }
        what::SAVE_PROFILE => {
            profiles::save_over(services, session, id, query).await?;
            ProfileOutcome::Saved
        }
        what::RENAME_PROFILE => {
            profiles::rename::<C>(services, session, id, &posted.value).await?;
            ProfileOutcome::Renamed
        }
        what::SHARE_PROFILE => {
            profiles::share::<C>(services, session, id, sharing).await?;
            ProfileOutcome::Shared
        }
        what::RESET_PROFILE => {
            let profile = profiles::reset::<C>(services, session, id).await?;
            return Ok((ProfileOutcome::Reset, Some(profile.view.read().0)));
        }
        what::REMOVE_PROFILE => {
            profiles::remove::<C>(services, session, id).await?;
            ProfileOutcome::Removed
        }
        _ => {
            let wanted = (posted.profile != 0).then_some(id);
            let chosen = profiles::choose::<C>(services, session, wanted).await?;
            return Ok(match chosen {
                Some(profile) => (ProfileOutcome::Chosen, Some(profile.opened().read().0)),
                None => (ProfileOutcome::Left, Some(ListQuery::default())),
            });
        }
    };
    Ok((outcome, None))
}
