//! Whoever has too little applies for a role, and an administrator of the organisation decides (`access.md` section 3).

use domain::{
    access::{
        Permission, Role,
        application::{
            ApplicationDecision, ApplicationKind, ApplicationRefusal, ApplicationState, AppliedFor,
        },
        duties::DutyRefusal,
        giving::Giving,
    },
    id::{ApplicationId, OrganisationUserId},
    operation::OperationKind,
    period::Period,
};
use service::{
    ServiceError,
    access_users::{AccessFailure, AccessRefusal},
    applications,
    session::Session,
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
    a_role_is_applied_for_and_approved,
    what_is_approved_may_be_changed_first,
    what_is_refused_tells_why_and_gives_nothing,
    ending_a_role_uses_the_same_form,
    nobody_decides_their_own_application,
    the_same_is_applied_for_once_and_can_be_taken_back,
    what_cannot_be_given_is_refused_and_waits_on,
    another_organisation_has_no_part_in_an_application,
}

use ApplicationDecision::{Approve, Refuse};

impl Office {
    /// A caseworker who acts in Norrköping.
    async fn asa(&self) -> (Session, OrganisationUserId) {
        let asa = self.fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
        let id = self.id_of(&asa).await;
        (asa, id)
    }

    async fn wanted(&self, kind: ApplicationKind, of: Role, from: &str, until: &str) -> AppliedFor {
        let period = Period::new(day(from), until.parse().ok());
        AppliedFor { kind, role: self.role(of).await, period, reason: "Granskar loggen i vår".to_owned() }
    }

    async fn apply(&self, by: &Session, wanted: &AppliedFor) -> Result<ApplicationId, AccessFailure> {
        applications::apply(&self.fyren.services, by, wanted).await
    }

    /// An application for the role of an auditor from today on.
    async fn applied(&self, by: &Session) -> ApplicationId {
        let wanted = self.wanted(ApplicationKind::Give, Role::Auditor, TODAY, "").await;
        self.apply(by, &wanted).await.unwrap()
    }

    async fn decide(
        &self,
        by: &Session,
        id: ApplicationId,
        decision: ApplicationDecision,
        (of, giving): (Role, &Giving),
    ) -> Result<(), AccessFailure> {
        let decided = (Some(self.role(of).await), giving);
        applications::decide(&self.fyren.services, by, id, decision, decided).await
    }

    async fn waiting(&self) -> i64 {
        applications::waiting(&self.fyren.services, &self.anna).await.unwrap()
    }

    /// What has become of the latest application of somebody, and what they are answered.
    async fn state(&self, by: &Session) -> (ApplicationState, String) {
        let own = applications::own(&self.fyren.services, by).await.unwrap();
        let latest = own.applications.into_iter().max_by_key(|application| application.id).unwrap();
        (latest.state, latest.answer)
    }
}

fn refusal(refusal: ApplicationRefusal) -> Vec<AccessRefusal> {
    vec![AccessRefusal::Application(refusal)]
}

async fn a_role_is_applied_for_and_approved(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (asa, of_asa) = office.asa().await;
    let id = office.applied(&asa).await;
    assert_eq!((office.waiting().await, office.state(&asa).await.0), (1, ApplicationState::Submitted));
    assert!(!office.may(of_asa, Permission::ReadLog, TODAY).await.works());
    let entries = office.fyren.journal().await.0;
    office.decide(&office.anna, id, Approve, (Role::Auditor, &now())).await.unwrap();
    assert!(office.may(of_asa, Permission::ReadLog, TODAY).await.works());
    assert_eq!(office.state(&asa).await, (ApplicationState::Approved, "Ny tjänst".to_owned()));
    assert_eq!(office.waiting().await, 0);
    // The decision, what it gave and the notice of it stand together, with who decided.
    assert_eq!(office.fyren.journal().await, (entries + 1, 3));
    let auditor = office.fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    let told = office.fyren.log(&auditor).await;
    let told: Vec<_> = told.iter().filter(|entry| entry.kind == OperationKind::AccessChange).collect();
    assert_eq!((told[0].reason.as_str(), told[1].reason.as_str()), ("Ny tjänst", "Granskar loggen i vår"));
    // What is decided is decided once.
    let again = office.decide(&office.anna, id, Refuse, (Role::Auditor, &now())).await;
    assert_eq!(refusals(again.unwrap_err()), refusal(ApplicationRefusal::NotSubmitted));
}

async fn what_is_approved_may_be_changed_first(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (asa, of_asa) = office.asa().await;
    let id = office.applied(&asa).await;
    let changed = giving("2026-12-01", "2026-12-31");
    office.decide(&office.anna, id, Approve, (Role::Auditor, &changed)).await.unwrap();
    for (on, works) in [(TODAY, false), ("2026-12-01", true), ("2026-12-31", true), ("2027-01-01", false)] {
        assert_eq!(office.may(of_asa, Permission::ReadLog, on).await.works(), works, "{on}");
    }
}

async fn what_is_refused_tells_why_and_gives_nothing(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (asa, of_asa) = office.asa().await;
    let id = office.applied(&asa).await;
    let silent = Giving { reason: String::new(), ..now() };
    let unsaid = office.decide(&office.anna, id, Refuse, (Role::Auditor, &silent)).await;
    assert_eq!(refusals(unsaid.unwrap_err()), refusal(ApplicationRefusal::AnswerMissing));
    assert_eq!(office.state(&asa).await.0, ApplicationState::Submitted);
    let why = Giving { reason: "Gunnar granskar loggen".to_owned(), ..now() };
    office.decide(&office.anna, id, Refuse, (Role::Auditor, &why)).await.unwrap();
    assert_eq!(office.state(&asa).await, (ApplicationState::Refused, why.reason.clone()));
    assert!(!office.may(of_asa, Permission::ReadLog, TODAY).await.works());
    // Whoever is refused may apply anew.
    office.applied(&asa).await;
}

async fn ending_a_role_uses_the_same_form(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (asa, of_asa) = office.asa().await;
    let not_held = office.wanted(ApplicationKind::End, Role::Auditor, TODAY, "").await;
    let tried = office.apply(&asa, &not_held).await.unwrap_err();
    assert_eq!(refusals(tried), refusal(ApplicationRefusal::NotHeld));
    let held = office.wanted(ApplicationKind::End, Role::Caseworker, "2026-12-01", "").await;
    let id = office.apply(&asa, &held).await.unwrap();
    let from = giving("2026-12-01", "");
    office.decide(&office.anna, id, Approve, (Role::Caseworker, &from)).await.unwrap();
    assert!(office.may(of_asa, Permission::ReadCases, "2026-11-30").await.works());
    assert!(!office.may(of_asa, Permission::ReadCases, "2026-12-01").await.works());
}

async fn nobody_decides_their_own_application(database: &TestDatabase) {
    let office = Office::of(database).await;
    let id = office.applied(&office.anna).await;
    for decision in [Approve, Refuse] {
        let own = office.decide(&office.anna, id, decision, (Role::Auditor, &now())).await;
        assert_eq!(refusals(own.unwrap_err()), [AccessRefusal::Duty(DutyRefusal::OwnApplication)]);
    }
    let (asa, _) = office.asa().await;
    let outside = office.decide(&asa, id, Approve, (Role::Auditor, &now())).await;
    assert_eq!(outside, Err(AccessFailure::Unavailable(ServiceError::Forbidden)));
    // Another administrator may; that an administrator would use what they administer is refused then.
    let bo = office.fyren.signed_in_as("Bo Al", administrator(NORRKOPING)).await;
    let both = refusals(office.decide(&bo, id, Approve, (Role::Auditor, &now())).await.unwrap_err());
    assert!(matches!(both[..], [AccessRefusal::Duty(DutyRefusal::AdministersAndUses { .. })]), "{both:?}");
    assert_eq!(office.state(&office.anna).await.0, ApplicationState::Submitted);
    office.decide(&bo, id, Refuse, (Role::Auditor, &now())).await.unwrap();
}

async fn the_same_is_applied_for_once_and_can_be_taken_back(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let (asa, _) = office.asa().await;
    let id = office.applied(&asa).await;
    let wanted = office.wanted(ApplicationKind::Give, Role::Auditor, TODAY, "").await;
    let twice = office.apply(&asa, &wanted).await.unwrap_err();
    assert_eq!(refusals(twice), refusal(ApplicationRefusal::AppliedAlready));
    assert_eq!(office.waiting().await, 1);
    let others = applications::withdraw(services, &office.anna, id).await;
    assert_eq!(others, Err(AccessFailure::Unavailable(ServiceError::NotFound)));
    applications::withdraw(services, &asa, id).await.unwrap();
    assert_eq!((office.waiting().await, office.state(&asa).await.0), (0, ApplicationState::Withdrawn));
    let late = office.decide(&office.anna, id, Approve, (Role::Auditor, &now())).await;
    assert_eq!(refusals(late.unwrap_err()), refusal(ApplicationRefusal::NotSubmitted));
    office.applied(&asa).await;
}

async fn what_cannot_be_given_is_refused_and_waits_on(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (asa, _) = office.asa().await;
    let entries = office.fyren.journal().await.0;
    // No role of a region in a municipality.
    let other = office.wanted(ApplicationKind::Give, Role::RegionAdministrator, TODAY, "").await;
    let tried = office.apply(&asa, &other).await.unwrap_err();
    assert_eq!(refusals(tried), refusal(ApplicationRefusal::NoSuchRole));
    let over = office.wanted(ApplicationKind::Give, Role::Auditor, "2026-11-01", "2026-11-20").await;
    let tried = office.apply(&asa, &over).await.unwrap_err();
    assert_eq!(refusals(tried), refusal(ApplicationRefusal::DaysOver));
    assert_eq!(office.fyren.journal().await.0, entries);
    let held = office.wanted(ApplicationKind::Give, Role::Caseworker, TODAY, "").await;
    let id = office.apply(&asa, &held).await.unwrap();
    let tried = office.decide(&office.anna, id, Approve, (Role::Caseworker, &now())).await.unwrap_err();
    assert_eq!(refusals(tried), [AccessRefusal::HasAlready]);
    assert_eq!((office.waiting().await, office.state(&asa).await.0), (1, ApplicationState::Submitted));
}

async fn another_organisation_has_no_part_in_an_application(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let (asa, _) = office.asa().await;
    let id = office.applied(&asa).await;
    let lina = office.fyren.signed_in("lina", administrator(LINKOPING)).await;
    assert!(applications::all(services, &lina).await.unwrap().is_empty());
    assert_eq!(applications::one(services, &lina, id).await.err(), Some(ServiceError::NotFound));
    let tried = office.decide(&lina, id, Approve, (Role::Auditor, &now())).await;
    assert_eq!(tried, Err(AccessFailure::Unavailable(ServiceError::NotFound)));
    assert_eq!(applications::all(services, &asa).await.err(), Some(ServiceError::Forbidden));
    assert_eq!(applications::one(services, &office.anna, id).await.unwrap().application.id, id);
}
