//! The agenda of follow-ups.

use domain::{
    case::CaseStatus,
    contact::form::ContactForm,
    follow_up::{agenda::AgendaPart, closing::ClosingForm},
    id::ContactId,
    list::{FollowUpColumn, ListQuery},
};
use service::{
    contacts, follow_ups,
    jobs::{self, Asked, Origin},
    lists, selection,
    session::Session,
};

use crate::support::{
    casework::{Office, office},
    database::{TestDatabase, stories},
    day,
};

stories! {
    each_follow_up_stands_in_its_part_of_the_agenda,
    the_agenda_of_my_own_cases_is_mine,
    those_of_a_closed_case_stay_in_list_and_agenda_until_somebody_closes_them,
    of_many_chosen_those_that_are_due_first_are_read,
}

impl Office {
    async fn follow_up(&self, due: &str, caseworker: Option<&Session>) -> ContactId {
        let form = ContactForm {
            date: "2026-11-10".into(),
            heading: due.into(),
            way: "letter".into(),
            follows_up: "1".into(),
            follow_up: due.into(),
            caseworker: caseworker.map(|session| session.account.to_string()).unwrap_or_default(),
            ..ContactForm::default()
        };
        contacts::register(&self.fyren.services, &self.asa, self.case, &form).await.unwrap()
    }
}

async fn each_follow_up_stands_in_its_part_of_the_agenda(database: &TestDatabase) {
    let office = office(database).await;
    // The day of the stories is a Saturday.
    for due in ["2026-12-01", "2026-11-22", "2026-11-21", "2026-11-20", "2026-11-18"] {
        office.follow_up(due, None).await;
    }
    let sections = follow_ups::agenda(&office.fyren.services, &office.asa, false).await.unwrap();
    let told: Vec<_> = sections
        .iter()
        .map(|section| (section.part, section.total, section.rows.iter().map(|row| row.follow_up).collect()))
        .collect();
    let days = |days: &[&str]| -> Vec<_> { days.iter().map(|text| day(text)).collect() };
    let expected = [
        (AgendaPart::Overdue, 2, days(&["2026-11-18", "2026-11-20"])),
        (AgendaPart::Today, 1, days(&["2026-11-21"])),
        (AgendaPart::ThisWeek, 1, days(&["2026-11-22"])),
        (AgendaPart::Later, 1, days(&["2026-12-01"])),
    ];
    assert_eq!(told, expected);
    assert!(follow_ups::agenda(&office.fyren.services, &office.elsewhere, false).await.unwrap().is_empty());
}

async fn the_agenda_of_my_own_cases_is_mine(database: &TestDatabase) {
    let office = office(database).await;
    office.follow_up("2026-11-20", Some(&office.bo)).await;
    let of = async |session: &Session| {
        follow_ups::agenda(&office.fyren.services, session, true).await.unwrap().len()
    };
    // The two have the same name and are not the same.
    assert_eq!((of(&office.bo).await, of(&office.asa).await), (1, 0));
}

async fn those_of_a_closed_case_stay_in_list_and_agenda_until_somebody_closes_them(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let contact = office.follow_up("2026-11-20", None).await;
    office.moves().await;
    let listed = async || -> Vec<_> {
        let query = ListQuery::<FollowUpColumn>::default();
        let page = lists::page(services, &office.asa, &query).await.unwrap();
        page.rows.iter().map(|row| (row.id, row.status)).collect()
    };
    assert_eq!(listed().await, [(contact, CaseStatus::Closed)]);
    let agenda = follow_ups::agenda(services, &office.asa, false).await.unwrap();
    assert_eq!((agenda.len(), agenda[0].part, agenda[0].total), (1, AgendaPart::OfClosedCases, 1));
    // The municipality that the person has moved to has nothing of it.
    assert!(follow_ups::agenda(services, &office.elsewhere, false).await.unwrap().is_empty());
    let asked = Asked::CloseFollowUps(ClosingForm { top: "Har flyttat".into(), ..ClosingForm::default() });
    jobs::start(services, &office.asa, &[contact.0], &asked, Origin::default()).await.unwrap();
    assert_eq!(listed().await, []);
}

async fn of_many_chosen_those_that_are_due_first_are_read(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let mut chosen = Vec::new();
    for due in ["2026-12-01", "2026-11-22", "2026-11-21"] {
        chosen.push(office.follow_up(due, None).await.0);
    }
    let taken = selection::freeze_rows::<FollowUpColumn>(services, &office.asa, &chosen).await.unwrap();
    let shown = follow_ups::chosen(services, &office.asa, &taken.token, 2).await.unwrap();
    let due: Vec<_> = shown.rows.iter().map(|row| row.follow_up).collect();
    assert_eq!((due, shown.total), (vec![day("2026-11-21"), day("2026-11-22")], 3));
}
