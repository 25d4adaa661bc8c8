//! What the system tells users among their messages: each once, however many servers look.

use chrono::TimeDelta;
use domain::{
    access::{
        Role, RoleTitle,
        application::{ApplicationDecision, ApplicationKind, ApplicationState, AppliedFor},
        giving::Giving,
    },
    id::UserRoleId,
    language::Language,
    period::Period,
    user_message::{MessageBox, notice::SystemNotice},
};
use service::{
    applications, recertification,
    session::Session,
    system_notices,
    user_messages::{self, Content},
};

use crate::{
    access_users::{Office, administrator, giving, now},
    support::{
        NORRKOPING, TODAY,
        database::{TestDatabase, stories},
        day,
        users::role,
    },
};

stories! {
    a_grant_that_ends_is_told_of_30_and_7_days_before_to_its_user_and_the_administrators,
    what_is_prolonged_or_followed_by_more_of_the_same_does_not_end,
    however_many_servers_look_it_is_told_once,
    an_application_is_told_to_who_can_decide_it_and_its_decision_to_who_applied,
    a_recertification_is_told_when_it_begins_and_when_it_is_over,
}

impl Office {
    /// What the system tells somebody, the latest first.
    async fn told(&self, whom: &Session) -> Vec<SystemNotice> {
        let services = &self.fyren.services;
        let found = user_messages::read_box(services, whom, MessageBox::Received, 1).await.unwrap();
        let notice = |content| match content {
            Content::Notice(notice) => Some(notice),
            Content::Written { .. } => None,
        };
        found.messages.into_iter().filter_map(|message| notice(message.content)).collect()
    }

    async fn look(&self) -> usize {
        system_notices::tell_what_is_due(&self.fyren.services).await.unwrap()
    }

    /// A caseworker who has the log, too, until a day.
    async fn with_the_log_until(&self, last: &str) -> Session {
        let eva = self.fyren.signed_in_as("Eva Ek", role(Role::Caseworker, &[NORRKOPING])).await;
        let id = self.id_of(&eva).await;
        self.give(id, Role::Auditor, &giving("2026-01-01", last)).await.unwrap();
        eva
    }

    async fn until(&self, days: i64) {
        self.fyren.clock.pass(TimeDelta::days(days));
    }
}

fn ends(last: &str) -> SystemNotice {
    SystemNotice::GrantEnds {
        title: RoleTitle::Shipped(Role::Auditor),
        organisation: "Norrköping".to_owned(),
        last: day(last),
    }
}

fn of_one(last: &str) -> SystemNotice {
    SystemNotice::GrantsEnd { users: 1, organisation: "Norrköping".to_owned(), first: day(last) }
}

/// 40 days after the day of the stories.
const LAST: &str = "2026-12-31";

async fn a_grant_that_ends_is_told_of_30_and_7_days_before_to_its_user_and_the_administrators(
    database: &TestDatabase,
) {
    let office = Office::of(database).await;
    let eva = office.with_the_log_until(LAST).await;
    assert_eq!(office.look().await, 0, "it is far off");
    office.until(10).await;
    assert_eq!((office.look().await, office.look().await), (1, 0));
    assert_eq!(
        (office.told(&eva).await, office.told(&office.anna).await),
        (vec![ends(LAST)], vec![of_one(LAST)])
    );
    office.until(22).await;
    assert_eq!(office.look().await, 0, "it has been told, and the next is not due");
    office.until(1).await;
    assert_eq!(office.look().await, 1);
    assert_eq!((office.told(&eva).await.len(), office.told(&office.anna).await.len()), (2, 2));
    office.until(7).await;
    assert_eq!(office.look().await, 0);
    let unread = user_messages::unread(&office.fyren.services, &eva, None).await.unwrap();
    assert_eq!(unread, 2);
    assert!(ends(LAST).text(Language::Swedish).contains("till och med 2026-12-31"));
}

async fn what_is_prolonged_or_followed_by_more_of_the_same_does_not_end(database: &TestDatabase) {
    let office = Office::of(database).await;
    let eva = office.with_the_log_until(LAST).await;
    let id = office.id_of(&eva).await;
    // It goes on without a gap: nothing ends.
    office.give(id, Role::Auditor, &giving("2027-01-01", "2027-06-30")).await.unwrap();
    office.until(10).await;
    assert_eq!(office.look().await, 0);
    // Nobody who is no user any more is told of anything.
    let per = office.added("Per", "SE2321000016-1006").await;
    office.give(per, Role::Auditor, &giving(TODAY, LAST)).await.unwrap();
    service::access_users::remove(&office.fyren.services, &office.anna, per).await.unwrap();
    assert_eq!(office.look().await, 0);
    assert_eq!(office.told(&office.anna).await, []);
}

async fn however_many_servers_look_it_is_told_once(database: &TestDatabase) {
    let office = Office::of(database).await;
    let eva = office.with_the_log_until(LAST).await;
    office.until(10).await;
    let services = &office.fyren.services;
    let look = || async { system_notices::tell_what_is_due(services).await };
    let (first, second, third) = tokio::join!(look(), look(), look());
    assert_eq!(first.unwrap_or_default() + second.unwrap_or_default() + third.unwrap_or_default(), 1);
    office.look().await;
    assert_eq!(
        (office.told(&eva).await, office.told(&office.anna).await),
        (vec![ends(LAST)], vec![of_one(LAST)])
    );
}

async fn an_application_is_told_to_who_can_decide_it_and_its_decision_to_who_applied(
    database: &TestDatabase,
) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let bo = office.fyren.signed_in_as("Bo Al", administrator(NORRKOPING)).await;
    let eva = office.fyren.signed_in_as("Eva Ek", role(Role::Caseworker, &[NORRKOPING])).await;
    let auditor: UserRoleId = office.role(Role::Auditor).await;
    let applied = AppliedFor {
        kind: ApplicationKind::Give,
        role: auditor,
        period: Period::new(day(TODAY), None),
        reason: "Granskar loggen".to_owned(),
    };
    let id = applications::apply(services, &eva, &applied).await.unwrap();
    let title = RoleTitle::Shipped(Role::Auditor);
    let waits = SystemNotice::ApplicationWaits {
        application: id,
        name: "Eva Ek".to_owned(),
        kind: ApplicationKind::Give,
        title: title.clone(),
    };
    for administrator in [&office.anna, &bo] {
        assert_eq!(office.told(administrator).await, std::slice::from_ref(&waits));
    }
    assert_eq!(office.told(&eva).await, []);
    let decided: (Option<UserRoleId>, &Giving) = (Some(auditor), &now());
    applications::decide(services, &bo, id, ApplicationDecision::Refuse, decided).await.unwrap();
    let refused = SystemNotice::ApplicationDecided {
        state: ApplicationState::Refused,
        kind: ApplicationKind::Give,
        title,
    };
    assert_eq!(office.told(&eva).await, [refused]);
}

async fn a_recertification_is_told_when_it_begins_and_when_it_is_over(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let bo = office.fyren.signed_in_as("Bo Al", administrator(NORRKOPING)).await;
    let eva = office.fyren.signed_in_as("Eva Ek", role(Role::Caseworker, &[NORRKOPING])).await;
    recertification::begin(services, &office.anna, day("2026-12-01")).await.unwrap();
    let organisation = || "Norrköping".to_owned();
    let begun = SystemNotice::RecertificationBegun { organisation: organisation(), due: day("2026-12-01") };
    assert_eq!(office.told(&bo).await, std::slice::from_ref(&begun));
    assert_eq!(office.told(&office.anna).await, [], "who has begun it knows");
    office.until(11).await;
    recertification::close_overdue(services).await.unwrap();
    recertification::close_overdue(services).await.unwrap();
    let unconfirmed = SystemNotice::GrantUnconfirmed {
        title: RoleTitle::Shipped(Role::Caseworker),
        organisation: organisation(),
        last: day("2026-12-01"),
    };
    assert_eq!(office.told(&eva).await, [unconfirmed]);
    // One administrator is left at least, and is told how it went.
    let told = [office.told(&office.anna).await, office.told(&bo).await].concat();
    let over = told.iter().filter(|notice| matches!(notice, SystemNotice::RecertificationOver { .. }));
    assert!(over.count() >= 1, "{told:?}");
}
