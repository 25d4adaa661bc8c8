//! Recertification: what works in an organisation is looked through, and what nobody confirms ends (`access.md` section 3).

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::{
    access::{
        Permission, Role, Scope,
        duties::DutyRefusal,
        recertification::{Outcome, Progress, RecertificationDecision, RecertificationRefusal},
        verdict::Verdict,
    },
    id::{GrantId, RecertificationId},
    operation::{Actor, OperationKind},
};
use service::{
    ServiceError,
    access_users::{AccessFailure, AccessRefusal},
    recertification::{self, RecertifiedGrant},
    session::Session,
    users::{NewRole, UserError},
};

use crate::{
    access_users::{Office, administrator, giving, now, refusals},
    support::{
        LINKOPING, NORRKOPING, TODAY,
        database::{TestDatabase, stories},
        day,
        users::role,
    },
};

stories! {
    what_works_is_frozen_confirmed_or_ended,
    what_nobody_has_confirmed_ends_the_day_after,
    the_last_administrator_stays,
    nobody_decides_what_they_have_themselves,
    another_organisation_has_no_part_in_it,
    what_cannot_begin_is_refused,
    however_many_servers_end_it_it_is_done_once,
    the_operator_confirms_an_administrator_who_is_alone,
}

use RecertificationDecision::{Confirm, End};

/// The due date of the stories, and how long it is until the day after.
const DUE: &str = "2026-12-01";
const UNTIL_OVERDUE: TimeDelta = TimeDelta::days(11);

impl Office {
    async fn begin(&self) -> RecertificationId {
        recertification::begin(&self.fyren.services, &self.anna, day(DUE)).await.unwrap()
    }

    async fn looked_through(&self) -> Vec<RecertifiedGrant> {
        let page = recertification::page(&self.fyren.services, &self.anna).await.unwrap();
        page.under_way.unwrap().1
    }

    /// How far one has come, which the remark on the list of users says too.
    async fn progress(&self) -> Option<Progress> {
        let services = &self.fyren.services;
        let under_way = recertification::page(services, &self.anna).await.unwrap().under_way;
        let progress =
            under_way.map(|(_, all)| Progress::of(all.iter().map(|of| &of.looked), services.today()));
        let told = recertification::under_way(services, &self.anna).await.unwrap();
        let left = progress.map(|progress| (day(DUE), i64::try_from(progress.left).unwrap()));
        assert_eq!(told, left);
        progress
    }

    /// What is looked through of a user.
    async fn had_by(&self, user_name: &str) -> GrantId {
        let all = self.looked_through().await;
        all.iter().find(|of| of.name.starts_with(user_name)).unwrap().looked.grant
    }

    async fn close_overdue(&self) -> usize {
        recertification::close_overdue(&self.fyren.services).await.unwrap().len()
    }

    /// A user with a role.
    async fn with_role(&self, name: &str, hsa_id: &str) -> domain::id::OrganisationUserId {
        let id = self.added(name, hsa_id).await;
        self.give(id, Role::Caseworker, &now()).await.unwrap();
        id
    }

    async fn another_administrator(&self) -> Session {
        self.fyren.signed_in_as("Bo Al", administrator(NORRKOPING)).await
    }
}

async fn decide(
    office: &Office,
    by: &Session,
    id: RecertificationId,
    grants: &[GrantId],
    decision: RecertificationDecision,
) -> Vec<Option<AccessRefusal>> {
    let chosen: BTreeSet<GrantId> = grants.iter().copied().collect();
    let decided = recertification::decide(&office.fyren.services, by, id, &chosen, decision).await.unwrap();
    decided.into_iter().map(|decided| decided.refusal).collect()
}

fn only(refusal: RecertificationRefusal) -> Option<AccessRefusal> {
    Some(AccessRefusal::Recertification(refusal))
}

async fn what_works_is_frozen_confirmed_or_ended(database: &TestDatabase) {
    let office = Office::of(database).await;
    let ali = office.with_role("Ali", "SE2321000016-1003").await;
    let eva = office.with_role("Eva", "SE2321000016-1004").await;
    let later = office.added("Ida", "SE2321000016-1005").await;
    office.give(later, Role::Caseworker, &giving("2027-01-01", "")).await.unwrap();
    let id = office.begin().await;
    // The administrator and two caseworkers: what has not begun does not work.
    assert_eq!(office.progress().await, Some(Progress { left: 3, ..Progress::default() }));
    office.with_role("Per", "SE2321000016-1006").await;
    assert_eq!(office.looked_through().await.len(), 3);

    let before = office.fyren.journal().await.0;
    let of_ali = office.had_by("Ali").await;
    assert_eq!(decide(&office, &office.anna, id, &[of_ali], Confirm).await, [None]);
    // Saying so again changes nothing.
    assert_eq!(decide(&office, &office.anna, id, &[of_ali], Confirm).await, [None]);
    assert_eq!(office.fyren.journal().await.0, before + 1);
    let of_eva = office.had_by("Eva").await;
    assert_eq!(decide(&office, &office.anna, id, &[of_eva], End).await, [None]);
    assert_eq!(office.progress().await, Some(Progress { confirmed: 1, ended: 1, left: 1, kept: 0 }));
    assert!(office.may(ali, Permission::ReadCases, TODAY).await.works());
    assert!(!office.may(eva, Permission::ReadCases, TODAY).await.works());
    // What is over is not confirmed.
    let over = only(RecertificationRefusal::Over);
    assert_eq!(decide(&office, &office.anna, id, &[of_eva], Confirm).await, [over]);
    // Of several each is decided by itself.
    let several = decide(&office, &office.anna, id, &[of_ali, of_eva], End).await;
    assert_eq!(several.iter().filter(|refusal| refusal.is_none()).count(), 1);
    assert_eq!(office.progress().await, Some(Progress { confirmed: 0, ended: 2, left: 1, kept: 0 }));
}

async fn what_nobody_has_confirmed_ends_the_day_after(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let bo = office.another_administrator().await;
    let ali = office.with_role("Ali", "SE2321000016-1003").await;
    let eva = office.with_role("Eva", "SE2321000016-1004").await;
    let id = office.begin().await;
    let kept = [office.had_by("Ali").await, office.had_by("Bo").await];
    assert_eq!(decide(&office, &office.anna, id, &kept, Confirm).await, [None, None]);
    let of_anna = office.had_by("Åsa").await;
    assert_eq!(decide(&office, &bo, id, &[of_anna], Confirm).await, [None]);
    // On the due date there still is time.
    office.fyren.clock.pass(UNTIL_OVERDUE - TimeDelta::days(1));
    assert_eq!(office.close_overdue().await, 0);
    assert!(office.may(eva, Permission::ReadCases, DUE).await.works());
    office.fyren.clock.pass(TimeDelta::days(1));
    let of_eva = office.had_by("Eva").await;
    let closed = recertification::close_overdue(services).await.unwrap();
    assert_eq!(closed.len(), 1);
    assert_eq!(closed[0].ended.iter().map(|(grant, _)| *grant).collect::<Vec<_>>(), [of_eva]);
    assert!(closed[0].kept.is_empty());
    let last = day(DUE);
    assert_eq!(office.may(eva, Permission::ReadCases, "2026-12-02").await, Verdict::Ended { last });
    assert!(office.may(eva, Permission::ReadCases, DUE).await.works());
    assert!(office.may(ali, Permission::ReadCases, "2026-12-02").await.works());
    assert_eq!(office.progress().await, None);
    let page = recertification::page(services, &office.anna).await.unwrap();
    assert_eq!(page.past[0].1, Progress { confirmed: 3, ended: 1, kept: 0, left: 0 });
    // It is told by the system, with before and after and what users were told of it, in a chain that holds.
    let auditor = office.fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    let told = office.fyren.log(&auditor).await;
    let told = told.iter().find(|entry| entry.kind == OperationKind::AccessChange).unwrap();
    assert_eq!((told.reason.as_str(), told.actor.as_str(), told.changes), ("recertification", "Fyren", 4));
    // What is over is decided no more, and another can begin.
    let late = recertification::decide(services, &office.anna, id, &[of_eva].into(), Confirm).await;
    let over = AccessRefusal::Recertification(RecertificationRefusal::NotUnderWay);
    assert_eq!(refusals(late.err().unwrap()), [over]);
    recertification::begin(services, &office.anna, day("2027-01-01")).await.unwrap();
}

async fn the_last_administrator_stays(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    office.begin().await;
    office.fyren.clock.pass(UNTIL_OVERDUE);
    let of_anna = office.anna.acting.id;
    let closed = recertification::close_overdue(services).await.unwrap();
    assert_eq!(closed[0].kept, [(of_anna, office.anna.account)]);
    let page = recertification::page(services, &office.anna).await.unwrap();
    assert_eq!(page.past[0].1, Progress { kept: 1, ..Progress::default() });
    assert_eq!(office.user(office.id_of(&office.anna).await).await.grants[0].period.end, None);
}

async fn nobody_decides_what_they_have_themselves(database: &TestDatabase) {
    let office = Office::of(database).await;
    let bo = office.another_administrator().await;
    let id = office.begin().await;
    let of_anna = office.had_by("Åsa").await;
    for decision in [Confirm, End] {
        let own = only(RecertificationRefusal::Own);
        assert_eq!(decide(&office, &office.anna, id, &[of_anna], decision).await, [own]);
    }
    // Another administrator confirms it; the operator alone ends it.
    let operators = Some(AccessRefusal::Duty(DutyRefusal::OnlyTheOperator));
    assert_eq!(decide(&office, &bo, id, &[of_anna], End).await, [operators]);
    assert_eq!(decide(&office, &bo, id, &[of_anna], Confirm).await, [None]);
    assert_eq!(office.progress().await, Some(Progress { confirmed: 1, left: 1, ..Progress::default() }));
}

async fn another_organisation_has_no_part_in_it(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let ali = office.with_role("Ali", "SE2321000016-1003").await;
    let id = office.begin().await;
    let of_ali = office.had_by("Ali").await;
    let other = office.fyren.signed_in("lina", administrator(LINKOPING)).await;
    assert!(recertification::page(services, &other).await.unwrap().under_way.is_none());
    let tried = recertification::decide(services, &other, id, &[of_ali].into(), End).await;
    let over = AccessRefusal::Recertification(RecertificationRefusal::NotUnderWay);
    assert_eq!(refusals(tried.err().unwrap()), [over]);
    assert!(office.may(ali, Permission::ReadCases, TODAY).await.works());
    // Whoever administers nothing neither sees nor begins one.
    let asa: NewRole = role(Role::Caseworker, &[NORRKOPING]);
    let asa = office.fyren.signed_in("asa", asa).await;
    assert_eq!(recertification::page(services, &asa).await.err(), Some(ServiceError::Forbidden));
    let begun = recertification::begin(services, &asa, day(DUE)).await;
    assert_eq!(begun, Err(AccessFailure::Unavailable(ServiceError::Forbidden)));
}

async fn what_cannot_begin_is_refused(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let entries = office.fyren.journal().await.0;
    let tried = async |due: &str| {
        let begun = recertification::begin(services, &office.anna, day(due)).await;
        begun.map_err(|failure| refusals(failure)[0].clone())
    };
    let refusal = |refusal| Err(AccessRefusal::Recertification(refusal));
    assert_eq!(tried(TODAY).await, refusal(RecertificationRefusal::DueTooEarly));
    assert_eq!(tried("2028-01-01").await, refusal(RecertificationRefusal::DueTooLate));
    assert_eq!(office.fyren.journal().await.0, entries);
    let id = office.begin().await;
    assert_eq!(tried(DUE).await, refusal(RecertificationRefusal::UnderWay));
    let nothing = recertification::decide(services, &office.anna, id, &BTreeSet::new(), Confirm).await;
    assert_eq!(refusals(nothing.err().unwrap()), [AccessRefusal::NothingChosen]);
    assert_eq!(office.fyren.journal().await.0, entries + 1);
}

async fn however_many_servers_end_it_it_is_done_once(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    office.with_role("Ali", "SE2321000016-1003").await;
    office.begin().await;
    office.fyren.clock.pass(UNTIL_OVERDUE);
    let before = office.fyren.journal().await.0;
    let close = || recertification::close_overdue(services);
    let (one, other) = tokio::join!(close(), close());
    assert_eq!(one.unwrap().len() + other.unwrap().len(), 1);
    assert_eq!(office.close_overdue().await, 0);
    assert_eq!(office.fyren.journal().await.0, before + 1);
}

async fn the_operator_confirms_an_administrator_who_is_alone(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let confirm = async |organisation: &str, user: &str| {
        recertification::confirm_as_operator(services, Actor::Operator, organisation, user).await
    };
    assert!(matches!(confirm("Norrköping", "anna").await, Err(UserError::NothingToConfirm)));
    office.begin().await;
    assert!(matches!(confirm("Inget", "anna").await, Err(UserError::NoOrganisation)));
    assert!(matches!(confirm("Norrköping", "ingen").await, Err(UserError::Unknown)));
    assert_eq!(confirm("Norrköping", "anna").await.unwrap(), 1);
    assert!(matches!(confirm("Norrköping", "anna").await, Err(UserError::NothingToConfirm)));
    office.fyren.clock.pass(UNTIL_OVERDUE);
    let closed = recertification::close_overdue(services).await.unwrap();
    assert!(closed[0].kept.is_empty() && closed[0].ended.is_empty());
    let page = recertification::page(services, &office.anna).await.unwrap();
    assert_eq!(page.past[0].1.confirmed, 1);
    assert!(page.past[0].0.closed_at.is_some());
    let outcome = Outcome::Confirmed;
    let all = services
        .store
        .read(&Scope::of_the_system())
        .await
        .unwrap()
        .recertified_grants(page.past[0].0.id, None)
        .await
        .unwrap();
    assert_eq!((all[0].looked.decided, &all[0].decided_by), (Some(outcome), &None));
}
