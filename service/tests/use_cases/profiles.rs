//! Profiles of lists: whose they are, who may change them, and what a user finds again.

use domain::{
    access::{Role, Scope},
    id::ProfileId,
    list::{
        CaseColumn, Condition, ListQuery, Operator, PageSize,
        profile::{ListProfile, MOST_PROFILES, ProfileError, ProfileName, Sharing, StoredView},
    },
};
use service::{
    ServiceError,
    profiles::{self, ProfileFailure},
    session::{self, Session},
};
use store::OperationTransaction;

use crate::support::{
    Installation, LINKOPING, NORRKOPING,
    database::{TestDatabase, stories},
    installation,
    users::{PASSWORD, role},
    waiting::until_waiting,
};

stories! {
    what_is_saved_is_there_again_at_the_next_sign_in,
    two_users_profiles_do_not_affect_each_other,
    a_shared_profile_is_locked_for_others_who_make_their_own_of_it,
    what_a_role_starts_with_is_shown_until_something_is_chosen,
    personal_values_are_never_shared,
    a_name_is_used_once_and_there_is_a_limit,
    every_change_of_a_profile_is_told,
    a_role_that_does_not_see_the_list_has_no_profiles_of_it,
    a_profile_that_is_no_longer_shared_is_shown_to_nobody_else,
    what_two_change_at_once_is_changed_by_both,
    what_is_removed_meanwhile_is_gone,
    what_is_shared_meanwhile_says_nothing_of_people,
    two_who_choose_what_a_role_starts_with_at_once_choose_one,
    what_is_changed_in_a_locked_profile_is_kept_for_whoever_changed_it,
    what_is_changed_stays_when_the_profile_is_changed_and_goes_with_it,
    what_is_changed_on_two_devices_at_once_is_kept_as_the_last_one_has_it,
    what_is_changed_in_ones_own_profile_is_not_kept_until_it_is_saved,
}

type Query = ListQuery<CaseColumn>;

fn caseworker() -> service::users::NewRole {
    role(Role::Caseworker, &[NORRKOPING])
}

fn region() -> service::users::NewRole {
    role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING])
}

fn grown() -> Query {
    let grown = Condition::read(CaseColumn::Age, Operator::AtLeast, &["18"]).unwrap();
    ListQuery::default().narrowed(grown).sized(PageSize::Fifty)
}

fn of_dahl() -> Query {
    ListQuery::default().narrowed(Condition::read(CaseColumn::Surname, Operator::Equals, &["Dahl"]).unwrap())
}

impl Installation {
    async fn add(
        &self,
        session: &Session,
        name: &str,
        sharing: Sharing,
        query: &Query,
    ) -> Result<ProfileId, ProfileFailure> {
        profiles::add(&self.services, session, name, sharing, query).await
    }

    /// What the list shows when it is opened.
    async fn opened(&self, session: &Session) -> Option<(String, Query)> {
        let profiles = profiles::all::<CaseColumn>(&self.services, session).await.unwrap();
        profiles.active().map(|active| (active.name.as_str().to_owned(), active.opened().read().0))
    }

    /// The names that there are to choose, with whether they may be changed.
    async fn offered(&self, session: &Session) -> Vec<(String, bool)> {
        let profiles = profiles::all::<CaseColumn>(&self.services, session).await.unwrap();
        let shown = profiles.shown(session, &Query::default());
        shown.all.iter().map(|profile| (profile.name.as_str().to_owned(), profile.may_change)).collect()
    }

    async fn choose(&self, session: &Session, id: Option<ProfileId>) -> Result<(), ProfileFailure> {
        profiles::choose::<CaseColumn>(&self.services, session, id).await.map(drop)
    }

    async fn share(&self, session: &Session, id: ProfileId, sharing: Sharing) -> Result<(), ProfileFailure> {
        profiles::share::<CaseColumn>(&self.services, session, id, sharing).await
    }
}

fn refused(why: ProfileError) -> ProfileFailure {
    ProfileFailure::Refused(why)
}

async fn what_is_saved_is_there_again_at_the_next_sign_in(database: &TestDatabase) {
    let fyren = installation(database);
    let session = fyren.signed_in("asa", caseworker()).await;
    assert_eq!(fyren.opened(&session).await, None);
    let mine = fyren.add(&session, "Vuxna", Sharing::Private, &grown().on_page(3)).await.unwrap();
    session::sign_out(&fyren.services, &session).await.unwrap();
    let session = fyren.session(&fyren.sign_in("asa", PASSWORD).await.unwrap()).await.unwrap();
    assert_eq!(fyren.opened(&session).await, Some(("Vuxna".into(), grown())));
    profiles::save_over(&fyren.services, &session, mine, &of_dahl().finding("Viggo")).await.unwrap();
    profiles::rename::<CaseColumn>(&fyren.services, &session, mine, "Dahlarna").await.unwrap();
    assert_eq!(fyren.opened(&session).await, Some(("Dahlarna".into(), of_dahl())));
    fyren.choose(&session, None).await.unwrap();
    assert_eq!(fyren.opened(&session).await, None);
    fyren.choose(&session, Some(mine)).await.unwrap();
    profiles::remove::<CaseColumn>(&fyren.services, &session, mine).await.unwrap();
    assert_eq!(fyren.opened(&session).await, None);
    assert_eq!(fyren.choose(&session, Some(mine)).await, Err(refused(ProfileError::Gone)));
}

async fn two_users_profiles_do_not_affect_each_other(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let birgitta = fyren.signed_in("birgitta", region()).await;
    let mine = fyren.add(&asa, "Vuxna", Sharing::Private, &grown()).await.unwrap();
    fyren.add(&bo, "Vuxna", Sharing::Private, &of_dahl()).await.unwrap();
    assert_eq!(fyren.offered(&birgitta).await, []);
    for other in [&bo, &birgitta] {
        let gone = Err(refused(ProfileError::Gone));
        assert_eq!(fyren.choose(other, Some(mine)).await, gone);
        assert_eq!(profiles::save_over(&fyren.services, other, mine, &of_dahl()).await, gone);
        assert_eq!(profiles::rename::<CaseColumn>(&fyren.services, other, mine, "x").await, gone);
        assert_eq!(profiles::remove::<CaseColumn>(&fyren.services, other, mine).await, gone);
        assert_eq!(fyren.share(other, mine, Sharing::Organisation).await, gone);
    }
    assert_eq!(fyren.opened(&asa).await, Some(("Vuxna".into(), grown())));
    assert_eq!(fyren.opened(&bo).await, Some(("Vuxna".into(), of_dahl())));
}

async fn a_shared_profile_is_locked_for_others_who_make_their_own_of_it(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let birgitta = fyren.signed_in("birgitta", region()).await;
    let johan = fyren.signed_in("johan", role(Role::Caseworker, &[LINKOPING])).await;
    let shared = fyren.add(&asa, "Vuxna", Sharing::Organisation, &grown()).await.unwrap();
    assert_eq!(fyren.offered(&bo).await, [("Vuxna".to_owned(), false)]);
    assert_eq!(fyren.offered(&birgitta).await, [("Vuxna".to_owned(), true)]);
    assert_eq!(fyren.offered(&johan).await, []);
    fyren.choose(&bo, Some(shared)).await.unwrap();
    let locked = Err(refused(ProfileError::Locked));
    assert_eq!(profiles::save_over(&fyren.services, &bo, shared, &Query::default()).await, locked);
    assert_eq!(profiles::rename::<CaseColumn>(&fyren.services, &bo, shared, "x").await, locked);
    assert_eq!(profiles::remove::<CaseColumn>(&fyren.services, &bo, shared).await, locked);
    assert_eq!(fyren.share(&bo, shared, Sharing::Private).await, locked);
    fyren.add(&bo, "Vuxna", Sharing::Private, &of_dahl()).await.unwrap();
    assert_eq!(fyren.opened(&bo).await, Some(("Vuxna".into(), of_dahl())));
    assert_eq!(fyren.opened(&asa).await, Some(("Vuxna".into(), grown())));
    // Who administers changes it for all, but does not hide it with its maker.
    profiles::save_over(&fyren.services, &birgitta, shared, &Query::default()).await.unwrap();
    assert_eq!(fyren.opened(&asa).await, Some(("Vuxna".into(), Query::default())));
    assert_eq!(fyren.share(&birgitta, shared, Sharing::Private).await, locked);
}

async fn what_a_role_starts_with_is_shown_until_something_is_chosen(database: &TestDatabase) {
    let fyren = installation(database);
    let bo = fyren.signed_in("bo", caseworker()).await;
    let birgitta = fyren.signed_in("birgitta", region()).await;
    let start = Sharing::Role(Role::Caseworker);
    let first = fyren.add(&birgitta, "Regionens", start, &grown()).await.unwrap();
    assert_eq!(fyren.opened(&bo).await, Some(("Regionens".into(), grown())));
    let refusal = fyren.add(&bo, "Min", start, &grown()).await;
    assert_eq!(refusal, Err(refused(ProfileError::RoleNotAdministered)));
    // A role starts with one.
    let second = fyren.add(&birgitta, "Nya", Sharing::Organisation, &Query::default()).await.unwrap();
    fyren.share(&birgitta, second, start).await.unwrap();
    assert_eq!(fyren.opened(&bo).await.unwrap().0, "Nya");
    fyren.choose(&bo, None).await.unwrap();
    assert_eq!(fyren.opened(&bo).await, None);
    fyren.choose(&bo, Some(first)).await.unwrap();
    assert_eq!(fyren.opened(&bo).await.unwrap().0, "Regionens");
}

async fn personal_values_are_never_shared(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let personal = Err(refused(ProfileError::PersonalShared));
    assert_eq!(fyren.add(&asa, "Dahlar", Sharing::Organisation, &of_dahl()).await.map(drop), personal);
    let own = fyren.add(&asa, "Egen", Sharing::Private, &of_dahl()).await.unwrap();
    assert_eq!(fyren.share(&asa, own, Sharing::Organisation).await, personal);
    let shared = fyren.add(&asa, "Allas", Sharing::Organisation, &grown()).await.unwrap();
    assert_eq!(profiles::save_over(&fyren.services, &asa, shared, &of_dahl()).await, personal);
    assert_eq!(fyren.opened(&asa).await, Some(("Allas".into(), grown())));
}

async fn a_name_is_used_once_and_there_is_a_limit(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let add = async |name: &str| fyren.add(&asa, name, Sharing::Private, &grown()).await;
    let first = add("Profil 1").await.unwrap();
    assert_eq!(add(" ").await, Err(refused(ProfileError::NameMissing)));
    assert_eq!(add(&"x".repeat(81)).await, Err(refused(ProfileError::NameTooLong)));
    assert_eq!(add("profil  1").await, Err(refused(ProfileError::NameTaken)));
    for number in 2..=MOST_PROFILES {
        add(&format!("Profil {number}")).await.unwrap();
    }
    assert_eq!(add("En till").await, Err(refused(ProfileError::TooMany)));
    let rename = async |name: &str| profiles::rename::<CaseColumn>(&fyren.services, &asa, first, name).await;
    assert_eq!(rename("Profil 2").await, Err(refused(ProfileError::NameTaken)));
    rename("PROFIL 1").await.unwrap();
}

async fn every_change_of_a_profile_is_told(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let (before, _) = fyren.journal().await;
    let mine = fyren.add(&asa, "Vuxna", Sharing::Private, &grown()).await.unwrap();
    profiles::save_over(&fyren.services, &asa, mine, &Query::default()).await.unwrap();
    profiles::rename::<CaseColumn>(&fyren.services, &asa, mine, "Alla").await.unwrap();
    fyren.share(&asa, mine, Sharing::Organisation).await.unwrap();
    fyren.choose(&asa, Some(mine)).await.unwrap();
    profiles::remove::<CaseColumn>(&fyren.services, &asa, mine).await.unwrap();
    assert_eq!(fyren.journal().await, (before + 6, 1));
    // What was refused has changed nothing and is not told.
    assert!(fyren.choose(&asa, Some(mine)).await.is_err());
    assert_eq!(fyren.journal().await.0, before + 6);
}

async fn a_role_that_does_not_see_the_list_has_no_profiles_of_it(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let gunnar = fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    fyren.add(&asa, "Vuxna", Sharing::Organisation, &grown()).await.unwrap();
    let found = profiles::all::<CaseColumn>(&fyren.services, &gunnar).await;
    assert_eq!(found.map(drop), Err(ServiceError::Forbidden));
    let forbidden = Err(ProfileFailure::Unavailable(ServiceError::Forbidden));
    assert_eq!(fyren.add(&gunnar, "Min", Sharing::Private, &grown()).await, forbidden);
    assert_eq!(fyren.choose(&gunnar, None).await.map(|()| ProfileId(0)), forbidden);
}

async fn a_profile_that_is_no_longer_shared_is_shown_to_nobody_else(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let shared = fyren.add(&asa, "Vuxna", Sharing::Organisation, &grown()).await.unwrap();
    fyren.choose(&bo, Some(shared)).await.unwrap();
    fyren.share(&asa, shared, Sharing::Private).await.unwrap();
    assert_eq!(fyren.opened(&bo).await, None);
    assert_eq!(fyren.opened(&asa).await, Some(("Vuxna".into(), grown())));
}

impl Installation {
    /// Somebody who changes profiles, and has read what there is.
    async fn changing(&self) -> OperationTransaction {
        let mut transaction = self.write().await;
        transaction.lock_profiles().await.unwrap();
        transaction
    }

    /// A profile as it is kept.
    async fn kept(&self, session: &Session, id: ProfileId) -> Option<ListProfile> {
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        let all =
            connection.profiles("cases", session.account, &session.acting.municipalities).await.unwrap();
        all.into_iter().find(|profile| profile.id == id)
    }
}

async fn what_two_change_at_once_is_changed_by_both(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let shared = fyren.add(&asa, "Vuxna", Sharing::Organisation, &grown()).await.unwrap();
    let renamed = ListProfile {
        name: ProfileName::try_from("Alla").unwrap(),
        ..fyren.kept(&asa, shared).await.unwrap()
    };
    let mut first = fyren.changing().await;
    let query = Query::default().sized(PageSize::Five);
    let (saved, ()) = tokio::join!(profiles::save_over(&fyren.services, &asa, shared, &query), async {
        until_waiting(database, 1).await;
        first.save_profile(&renamed).await.unwrap();
        first.commit().await.unwrap();
    });
    assert_eq!(saved, Ok(()));
    let expected = ListProfile { view: StoredView::of(&query), ..renamed };
    assert_eq!(fyren.kept(&asa, shared).await, Some(expected));
}

async fn what_is_removed_meanwhile_is_gone(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let shared = fyren.add(&asa, "Vuxna", Sharing::Organisation, &grown()).await.unwrap();
    let mut first = fyren.changing().await;
    let query = Query::default();
    let (saved, renamed, chosen, hidden, removed, ()) = tokio::join!(
        profiles::save_over(&fyren.services, &asa, shared, &query),
        profiles::rename::<CaseColumn>(&fyren.services, &asa, shared, "Alla"),
        fyren.choose(&asa, Some(shared)),
        fyren.share(&asa, shared, Sharing::Private),
        profiles::remove::<CaseColumn>(&fyren.services, &asa, shared),
        async {
            until_waiting(database, 5).await;
            first.remove_profile(shared).await.unwrap();
            first.commit().await.unwrap();
        }
    );
    for answer in [saved, renamed, chosen, hidden, removed] {
        assert_eq!(answer, Err(refused(ProfileError::Gone)));
    }
}

async fn what_is_shared_meanwhile_says_nothing_of_people(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let mine = fyren.add(&asa, "Vuxna", Sharing::Private, &grown()).await.unwrap();
    let shared = ListProfile {
        sharing: Sharing::Organisation,
        municipalities: asa.acting.municipalities.clone(),
        ..fyren.kept(&asa, mine).await.unwrap()
    };
    let mut first = fyren.changing().await;
    let query = of_dahl();
    let (saved, ()) = tokio::join!(profiles::save_over(&fyren.services, &asa, mine, &query), async {
        until_waiting(database, 1).await;
        first.save_profile(&shared).await.unwrap();
        first.commit().await.unwrap();
    });
    assert_eq!(saved, Err(refused(ProfileError::PersonalShared)));
    assert_eq!(fyren.kept(&asa, mine).await, Some(shared));
}

async fn two_who_choose_what_a_role_starts_with_at_once_choose_one(database: &TestDatabase) {
    let fyren = installation(database);
    let birgitta = fyren.signed_in("birgitta", region()).await;
    let ida = fyren.signed_in("ida", region()).await;
    let one = fyren.add(&birgitta, "Ett", Sharing::Organisation, &grown()).await.unwrap();
    let other = fyren.add(&ida, "Två", Sharing::Organisation, &grown()).await.unwrap();
    let default = Sharing::Role(Role::Caseworker);
    let first = fyren.changing().await;
    let (chose, also, ()) =
        tokio::join!(fyren.share(&birgitta, one, default), fyren.share(&ida, other, default), async {
            until_waiting(database, 2).await;
            first.commit().await.unwrap();
        });
    assert_eq!((chose, also), (Ok(()), Ok(())));
    let mut sharing = Vec::new();
    for id in [one, other] {
        sharing.push(fyren.kept(&ida, id).await.unwrap().sharing);
    }
    assert_eq!(sharing.iter().filter(|sharing| **sharing == default).count(), 1, "{sharing:?}");
}

impl Installation {
    async fn change(&self, session: &Session, id: ProfileId, query: &Query) {
        profiles::keep_change(&self.services, session, id, query).await.unwrap();
    }
}

async fn what_is_changed_in_a_locked_profile_is_kept_for_whoever_changed_it(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let cilla = fyren.signed_in("cilla", caseworker()).await;
    let birgitta = fyren.signed_in("birgitta", region()).await;
    let shared = fyren.add(&asa, "Vuxna", Sharing::Organisation, &grown()).await.unwrap();
    fyren.choose(&bo, Some(shared)).await.unwrap();
    fyren.choose(&cilla, Some(shared)).await.unwrap();
    let (told, _) = fyren.journal().await;
    // Whose it is: theirs alone, people's names and all, without what is looked for just now.
    fyren.change(&bo, shared, &of_dahl().finding("Viggo").on_page(2)).await;
    assert_eq!(fyren.journal().await.0, told, "it is nobody else's");
    session::sign_out(&fyren.services, &bo).await.unwrap();
    let bo = fyren.session(&fyren.sign_in("bo", PASSWORD).await.unwrap()).await.unwrap();
    assert_eq!(fyren.opened(&bo).await, Some(("Vuxna".into(), of_dahl())));
    for other in [&asa, &cilla] {
        assert_eq!(fyren.opened(other).await, Some(("Vuxna".into(), grown())));
    }
    let shown = profiles::all::<CaseColumn>(&fyren.services, &bo).await.unwrap().shown(&bo, &of_dahl());
    assert!(shown.current().is_some_and(|current| current.is_changed));
    // It is there again when the profile is chosen again.
    fyren.choose(&bo, None).await.unwrap();
    fyren.choose(&bo, Some(shared)).await.unwrap();
    assert_eq!(fyren.opened(&bo).await.unwrap().1, of_dahl());

    // What is as it was saved is no change; neither is what has been reset or saved under a name of its own.
    fyren.change(&bo, shared, &grown()).await;
    assert_eq!(fyren.kept(&bo, shared).await.unwrap().overlay, None);
    fyren.change(&bo, shared, &of_dahl()).await;
    let reset = profiles::reset::<CaseColumn>(&fyren.services, &bo, shared).await.unwrap();
    assert_eq!((reset.overlay, fyren.opened(&bo).await.unwrap().1), (None, grown()));
    fyren.change(&bo, shared, &of_dahl()).await;
    fyren.add(&bo, "Dahlarna", Sharing::Private, &of_dahl()).await.unwrap();
    assert_eq!(fyren.opened(&bo).await, Some(("Dahlarna".into(), of_dahl())));
    assert_eq!(fyren.kept(&bo, shared).await.unwrap().overlay, None);

    // What a role starts with is locked for those who have the role.
    let start = fyren.add(&birgitta, "Regionens", Sharing::Role(Role::Caseworker), &grown()).await.unwrap();
    let ny = fyren.signed_in("ny", caseworker()).await;
    fyren.change(&ny, start, &of_dahl()).await;
    assert_eq!(fyren.opened(&ny).await, Some(("Regionens".into(), of_dahl())));
    assert_eq!(fyren.opened(&birgitta).await, Some(("Regionens".into(), grown())));
}

async fn what_is_changed_stays_when_the_profile_is_changed_and_goes_with_it(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let shared = fyren.add(&asa, "Vuxna", Sharing::Organisation, &grown()).await.unwrap();
    fyren.choose(&bo, Some(shared)).await.unwrap();
    fyren.change(&bo, shared, &of_dahl()).await;
    let newer = Query::default().sized(PageSize::Five);
    profiles::save_over(&fyren.services, &asa, shared, &newer).await.unwrap();
    assert_eq!(fyren.opened(&bo).await.unwrap().1, of_dahl());
    profiles::reset::<CaseColumn>(&fyren.services, &bo, shared).await.unwrap();
    assert_eq!(fyren.opened(&bo).await.unwrap().1, newer);

    // Nobody else has what is private, and shared anew it is as it is shared.
    fyren.change(&bo, shared, &of_dahl()).await;
    fyren.share(&asa, shared, Sharing::Private).await.unwrap();
    fyren.change(&bo, shared, &of_dahl()).await;
    assert_eq!(fyren.opened(&bo).await, None);
    fyren.share(&asa, shared, Sharing::Organisation).await.unwrap();
    assert_eq!(fyren.opened(&bo).await.unwrap().1, newer);

    fyren.change(&bo, shared, &of_dahl()).await;
    profiles::remove::<CaseColumn>(&fyren.services, &asa, shared).await.unwrap();
    assert_eq!(fyren.opened(&bo).await, None);
    // Another tab that knows nothing of that goes on showing the list.
    fyren.change(&bo, shared, &grown()).await;
    let gone = profiles::reset::<CaseColumn>(&fyren.services, &bo, shared).await;
    assert_eq!(gone, Err(refused(ProfileError::Gone)));
}

async fn what_is_changed_on_two_devices_at_once_is_kept_as_the_last_one_has_it(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let shared = fyren.add(&asa, "Vuxna", Sharing::Organisation, &grown()).await.unwrap();
    fyren.choose(&bo, Some(shared)).await.unwrap();
    let (dahl, five) = (of_dahl(), grown().sized(PageSize::Five));
    tokio::join!(fyren.change(&bo, shared, &dahl), fyren.change(&bo, shared, &five));
    let kept = fyren.opened(&bo).await.unwrap().1;
    assert!(kept == dahl || kept == five);
    fyren.change(&bo, shared, &five).await;
    assert_eq!(fyren.opened(&bo).await.unwrap().1, five);
}

async fn what_is_changed_in_ones_own_profile_is_not_kept_until_it_is_saved(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let own = fyren.add(&asa, "Egen", Sharing::Private, &grown()).await.unwrap();
    let shared = fyren.add(&asa, "Vuxna", Sharing::Organisation, &grown()).await.unwrap();
    for id in [own, shared] {
        fyren.change(&asa, id, &of_dahl()).await;
        assert_eq!(fyren.kept(&asa, id).await.unwrap().overlay, None);
    }
    // Nor is anything kept of what somebody else has for themselves.
    fyren.change(&bo, own, &of_dahl()).await;
    assert_eq!(fyren.kept(&asa, own).await.unwrap().overlay, None);
    let gunnar = fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    let forbidden = profiles::keep_change(&fyren.services, &gunnar, shared, &grown()).await;
    assert_eq!(forbidden, Err(ServiceError::Forbidden));
}
