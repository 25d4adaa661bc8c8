//! The profiles of lists: choosing, saving, naming, sharing and removing them. Each is told in the journal, with what a
//! profile shows but never with the values that say who people are.

use domain::{
    id::ProfileId,
    language::{Language, Message},
    list::{
        Column, ListQuery,
        profile::{
            ListProfile, MOST_PROFILES, ProfileError, ProfileName, Sharing, ShownProfiles, StoredView,
            check_sharing, default_of,
        },
    },
    municipality::MunicipalityCode,
    operation::{Change, ChangeKind, EntityKind, OperationKind},
};
use serde_json::{Map, Value};
use store::{NewProfile, OperationTransaction, StoreError};

use crate::{ServiceError, Services, fields, session::Session};

/// Why a profile is not as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileFailure {
    /// It was refused, and the user can do something about it.
    #[error(transparent)]
    Refused(#[from] ProfileError),
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<StoreError> for ProfileFailure {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl Message for ProfileFailure {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Refused(error) => error.message(language),
            Self::Unavailable(error) => error.message(language),
        }
    }
}

/// The profiles of a list that a user has in a role.
#[derive(Clone, Debug)]
pub struct Profiles {
    all: Vec<ListProfile>,
    active: Option<ProfileId>,
}

impl Profiles {
    /// The one that is shown when the list is opened: the chosen one, else what the role starts with.
    pub fn active(&self) -> Option<&ListProfile> {
        self.all.iter().find(|profile| Some(profile.id) == self.active)
    }

    /// What a page shows of them beside a list in the state of a query.
    pub fn shown<C: Column>(&self, session: &Session, query: &ListQuery<C>) -> ShownProfiles {
        let differs = self.active().is_some_and(|active| active.view.differs_from(query));
        ShownProfiles::new(&self.all, session.account, &session.acting, self.active, differs)
    }
}

/// The profiles of a list.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that does not see the list.
pub async fn all<C: Column>(services: &Services, session: &Session) -> Result<Profiles, ServiceError> {
    let spec = C::spec();
    session.scope_for(spec.needs)?;
    let mut connection = services.store.read(&session.scope()).await?;
    let acting = &session.acting;
    let all = connection.profiles(spec.code, session.account, &acting.municipalities).await?;
    let active = match connection.active_profile(acting.id, spec.code).await? {
        Some(chosen) => chosen,
        None => acting.title.shipped().and_then(|role| default_of(role, &all)).map(|profile| profile.id),
    };
    // One that was shared, and no longer is, is not to be had.
    let active = active.filter(|active| all.iter().any(|profile| profile.id == *active));
    Ok(Profiles { all, active })
}

/// Chooses a profile for the user in the role acted in, and returns it; `None` chooses the list as it starts.
///
/// # Errors
/// [`ProfileError::Gone`] for one that the user does not have.
pub async fn choose<C: Column>(
    services: &Services,
    session: &Session,
    id: Option<ProfileId>,
) -> Result<Option<ListProfile>, ProfileFailure> {
    let work = Work::begin::<C>(services, session, "choose").await?;
    let chosen = match id {
        Some(id) => Some(work.profile(id)?),
        None => None,
    };
    work.choose(session, chosen.as_ref()).await?;
    Ok(chosen)
}

/// Chooses a profile as it was saved: what the user has changed in it for themselves is forgotten.
///
/// # Errors
/// [`ProfileError::Gone`] for one that the user does not have.
pub async fn reset<C: Column>(
    services: &Services,
    session: &Session,
    id: ProfileId,
) -> Result<ListProfile, ProfileFailure> {
    let mut work = Work::begin::<C>(services, session, "reset").await?;
    let chosen = ListProfile { overlay: None, ..work.profile(id)? };
    work.transaction.forget_overlay(session.account, id).await?;
    work.choose(session, Some(&chosen)).await?;
    Ok(chosen)
}

/// Keeps what the user has made of a profile that is not theirs to change, beside it and for them alone, when that differs
/// from what is kept. A view that is as it was saved is no change. It stays, whatever becomes of the profile, until the user
/// resets it or saves it under a name of its own, or the profile is removed or no longer shared. Of a profile that is
/// theirs to change nothing is kept: they save it.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that does not see the list.
pub async fn keep_change<C: Column>(
    services: &Services,
    session: &Session,
    id: ProfileId,
    query: &ListQuery<C>,
) -> Result<(), ServiceError> {
    let profiles = all::<C>(services, session).await?;
    let locked = profiles.all.iter().find(|profile| profile.id == id);
    let locked = locked.filter(|profile| !profile.may_be_changed_by(session.account, &session.acting));
    if let Some(profile) = locked {
        let overlay = profile.overlay_of(query);
        if overlay != profile.overlay {
            services.store.keep_overlay(session.account, id, overlay.as_ref()).await?;
        }
    }
    Ok(())
}

/// Keeps what a list shows as a new profile of the user's, and chooses it. If it is what they had changed in the one chosen
/// before, it has its own name now and that one is as it was saved.
///
/// # Errors
/// Those of [`ProfileError`] that speak of names, numbers and sharing.
pub async fn add<C: Column>(
    services: &Services,
    session: &Session,
    name: &str,
    sharing: Sharing,
    query: &ListQuery<C>,
) -> Result<ProfileId, ProfileFailure> {
    let name = ProfileName::try_from(name)?;
    let view = StoredView::of(query);
    check_sharing(&view, sharing, |permission| session.may(permission))?;
    let mut work = Work::begin::<C>(services, session, "add").await?;
    let names = work.transaction.profile_names(work.list, session.account).await?;
    if names.iter().any(|(_, key)| *key == name.key()) {
        return Err(ProfileError::NameTaken.into());
    }
    if names.len() >= MOST_PROFILES {
        return Err(ProfileError::TooMany.into());
    }
    let municipalities = shared_in(session, sharing);
    let new = NewProfile {
        owner: session.account,
        list: work.list,
        name: &name,
        sharing,
        municipalities: &municipalities,
        view: &view,
    };
    let id = work.transaction.add_profile(&new).await?;
    for profile in work.all.iter().filter(|profile| profile.overlay.as_ref() == Some(&view)) {
        work.transaction.forget_overlay(session.account, profile.id).await?;
    }
    work.transaction.choose_profile(session.acting.id, work.list, Some(id)).await?;
    let after = told(&name, sharing, &municipalities, &view);
    let mut changes = work.withdraw_defaults(session, sharing, id).await?;
    changes.extend(fields::change(EntityKind::ListProfile, id.0, None, None, Some(after)));
    work.end(&changes).await?;
    Ok(id)
}

/// Keeps what a list shows in a profile that there is.
///
/// # Errors
/// [`ProfileError::Locked`] when it is somebody else's, [`ProfileError::PersonalShared`], [`ProfileError::Gone`].
pub async fn save_over<C: Column>(
    services: &Services,
    session: &Session,
    id: ProfileId,
    query: &ListQuery<C>,
) -> Result<(), ProfileFailure> {
    let view = StoredView::of(query);
    let mut work = Work::begin::<C>(services, session, "save").await?;
    let before = work.changeable(session, id)?;
    check_sharing(&view, before.sharing, |permission| session.may(permission))?;
    work.transaction.forget_overlay(session.account, id).await?;
    let after = ListProfile { view, ..before.clone() };
    let told = work.save(&before, &after).await?;
    work.end(told.as_slice()).await
}

/// Gives a profile another name.
///
/// # Errors
/// Those of [`ProfileError`] that speak of names; [`ProfileError::Locked`], [`ProfileError::Gone`].
pub async fn rename<C: Column>(
    services: &Services,
    session: &Session,
    id: ProfileId,
    name: &str,
) -> Result<(), ProfileFailure> {
    let name = ProfileName::try_from(name)?;
    let mut work = Work::begin::<C>(services, session, "rename").await?;
    let before = work.changeable(session, id)?;
    let names = work.transaction.profile_names(work.list, before.owner).await?;
    if names.iter().any(|(other, key)| *other != id && *key == name.key()) {
        return Err(ProfileError::NameTaken.into());
    }
    let after = ListProfile { name, ..before.clone() };
    let told = work.save(&before, &after).await?;
    work.end(told.as_slice()).await
}

/// Lets others have a profile, or no longer.
///
/// # Errors
/// [`ProfileError::PersonalShared`], [`ProfileError::RoleNotAdministered`], [`ProfileError::Locked`],
/// [`ProfileError::Gone`].
pub async fn share<C: Column>(
    services: &Services,
    session: &Session,
    id: ProfileId,
    sharing: Sharing,
) -> Result<(), ProfileFailure> {
    let mut work = Work::begin::<C>(services, session, "share").await?;
    let before = work.changeable(session, id)?;
    check_sharing(&before.view, sharing, |permission| session.may(permission))?;
    if !sharing.is_shared() && before.owner != session.account {
        // It would go to its maker's own, out of reach of who did it and of those who use it.
        return Err(ProfileError::Locked.into());
    }
    let municipalities = match before.sharing.is_shared() && sharing.is_shared() {
        true => before.municipalities.clone(),
        false => shared_in(session, sharing),
    };
    if !sharing.is_shared() {
        work.transaction.forget_overlays(id).await?;
    }
    let after = ListProfile { sharing, municipalities, ..before.clone() };
    let told = work.save(&before, &after).await?;
    let mut changes = work.withdraw_defaults(session, sharing, id).await?;
    changes.extend(told);
    work.end(&changes).await
}

/// Removes a profile.
///
/// # Errors
/// [`ProfileError::Locked`], [`ProfileError::Gone`].
pub async fn remove<C: Column>(
    services: &Services,
    session: &Session,
    id: ProfileId,
) -> Result<(), ProfileFailure> {
    let mut work = Work::begin::<C>(services, session, "remove").await?;
    let before = work.changeable(session, id)?;
    work.transaction.remove_profile(id).await?;
    let told = fields::change(EntityKind::ListProfile, id.0, None, Some(told_of(&before)), None);
    work.end(told.as_slice()).await
}

/// Where a profile is shared from now on: in all municipalities of the role acted in.
fn shared_in(session: &Session, sharing: Sharing) -> Vec<MunicipalityCode> {
    if sharing.is_shared() { session.acting.municipalities.clone() } else { Vec::new() }
}

fn told_of(profile: &ListProfile) -> Map<String, Value> {
    told(&profile.name, profile.sharing, &profile.municipalities, &profile.view)
}

/// What the journal tells of a profile: of the conditions that say who people are, only that there are some.
fn told(
    name: &ProfileName,
    sharing: Sharing,
    municipalities: &[MunicipalityCode],
    view: &StoredView,
) -> Map<String, Value> {
    let places: Vec<&str> = municipalities.iter().map(MunicipalityCode::as_str).collect();
    fields::fields(&serde_json::json!({
        "name": name.as_str(),
        "sharing": sharing.code(),
        "municipalities": places,
        "query": view.query,
        "filters_by_person": view.is_personal(),
    }))
}

/// A change of the profiles of a list, under way.
struct Work {
    list: &'static str,
    transaction: OperationTransaction,
    all: Vec<ListProfile>,
}

impl Work {
    async fn begin<C: Column>(
        services: &Services,
        session: &Session,
        what: &str,
    ) -> Result<Self, ProfileFailure> {
        let spec = C::spec();
        session.scope_for(spec.needs)?;
        let (list, municipality) = (spec.code, session.only_municipality());
        let reason = format!("{list}: {what}");
        let operation =
            services.operation(OperationKind::ProfileChange, session.actor(), municipality, reason);
        let mut transaction = services.store.operate(operation).await?;
        transaction.lock_profiles().await?;
        let all = transaction.profiles(list, session.account, &session.acting.municipalities).await?;
        Ok(Self { list, transaction, all })
    }

    /// A profile that the user has.
    fn profile(&self, id: ProfileId) -> Result<ListProfile, ProfileError> {
        self.all.iter().find(|profile| profile.id == id).cloned().ok_or(ProfileError::Gone)
    }

    /// A profile that the user may change.
    fn changeable(&self, session: &Session, id: ProfileId) -> Result<ListProfile, ProfileError> {
        let profile = self.profile(id)?;
        if profile.may_be_changed_by(session.account, &session.acting) {
            Ok(profile)
        } else {
            Err(ProfileError::Locked)
        }
    }

    /// Chooses a profile, or the list as it starts, and ends.
    async fn choose(mut self, session: &Session, chosen: Option<&ListProfile>) -> Result<(), ProfileFailure> {
        let id = chosen.map(|profile| profile.id);
        self.transaction.choose_profile(session.acting.id, self.list, id).await?;
        let told = id.map(|id| Change {
            entity: EntityKind::ListProfile,
            entity_id: id.0,
            person: None,
            kind: ChangeKind::Read,
            before: None,
            after: None,
        });
        self.end(told.as_slice()).await
    }

    async fn save(
        &mut self,
        before: &ListProfile,
        after: &ListProfile,
    ) -> Result<Option<Change>, StoreError> {
        self.transaction.save_profile(after).await?;
        let (id, before, after) = (after.id.0, told_of(before), told_of(after));
        Ok(fields::change(EntityKind::ListProfile, id, None, Some(before), Some(after)))
    }

    /// A role starts with one profile: what it started with so far is shared as any other from now on.
    async fn withdraw_defaults(
        &mut self,
        session: &Session,
        sharing: Sharing,
        id: ProfileId,
    ) -> Result<Vec<Change>, StoreError> {
        let mut changes = Vec::new();
        if matches!(sharing, Sharing::Role(_)) {
            for other in std::mem::take(&mut self.all) {
                let is_replaced = other.id != id
                    && other.sharing == sharing
                    && other.may_be_changed_by(session.account, &session.acting);
                if is_replaced {
                    let after = ListProfile { sharing: Sharing::Organisation, ..other.clone() };
                    changes.extend(self.save(&other, &after).await?);
                }
            }
        }
        Ok(changes)
    }

    async fn end(mut self, changes: &[Change]) -> Result<(), ProfileFailure> {
        self.transaction.record(changes).await?;
        Ok(self.transaction.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_journal_is_told_that_a_view_is_of_people_and_not_of_whom() {
        let view = StoredView { query: "size=5".into(), private_filter: "surname.equals(Dahl)".into() };
        let name = ProfileName::try_from("Egen").unwrap();
        let told = Value::Object(told(&name, Sharing::Private, &[], &view)).to_string();
        assert!(told.contains(r#""filters_by_person":true"#) && told.contains("size=5"), "{told}");
        assert!(!told.contains("Dahl") && !told.contains("surname"), "{told}");
    }
}
