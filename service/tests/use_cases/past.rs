//! The register as of a date.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    access::Role,
    case::{CaseStatus, DeregistrationReason},
    measure::form::MeasureForm,
    operation::OperationKind,
    past::PastView,
};
use service::{
    ServiceError, measures,
    past::{self, Asked, PastRegister},
    saving::Seen,
    session::Session,
};

use crate::support::{
    LINKOPING, NORRKOPING, TODAY,
    casework::{BIRTH, Office, office},
    database::{TestDatabase, stories},
    day, number, place,
    posts::{But, post},
    users::role,
};

stories! {
    a_day_shows_the_cases_as_they_stood,
    what_was_entered_afterwards_was_not_known,
    a_measure_that_has_been_removed_was_known,
    nobody_protected_and_no_other_municipality_is_shown,
    whose_past_was_read_stands_in_the_journal,
}

fn asked(date: NaiveDate, view: PastView) -> Asked {
    Asked { date, municipality: None, view, status: None, page: 1 }
}

impl Office {
    async fn auditor(&self) -> Session {
        self.fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await
    }

    async fn past(&self, reader: &Session, date: &str, view: PastView) -> PastRegister {
        past::view(&self.fyren.services, reader, asked(day(date), view)).await.unwrap()
    }
}

fn measure(start: &str) -> MeasureForm {
    MeasureForm {
        kind: "Prak".into(),
        start: start.into(),
        occupation_before: "none".into(),
        ..MeasureForm::default()
    }
}

async fn a_day_shows_the_cases_as_they_stood(database: &TestDatabase) {
    let office = office(database).await;
    let gunnar = office.auditor().await;
    let services = &office.fyren.services;
    measures::register(services, &office.asa, office.case, &measure("2026-11-10")).await.unwrap();
    office.moves().await;
    let status = async |date: &str| {
        let register = office.past(&gunnar, date, PastView::Valid).await;
        register.rows.first().map(|row| (row.civic_number, row.status))
    };
    let who = number(BIRTH);
    assert_eq!(status("2026-10-31").await, None);
    assert_eq!(status("2026-11-01").await, Some((who, CaseStatus::MeasurePlanned)));
    assert_eq!(status("2026-11-20").await, Some((who, CaseStatus::MeasureOngoing)));
    assert_eq!(status(TODAY).await, None, "it is closed, and what is open is asked for");
    let closed = Asked { status: Some(CaseStatus::Closed), ..asked(day(TODAY), PastView::Valid) };
    let closed = past::view(services, &gunnar, closed).await.unwrap();
    let row = &closed.rows[0];
    assert_eq!((row.deregistered, row.reason), (Some(day(TODAY)), Some(DeregistrationReason::MovedAway)));
    assert_eq!((closed.open(), closed.total), (0, 1));
    let tomorrow = past::view(services, &gunnar, asked(day("2026-11-22"), PastView::Valid)).await;
    assert_eq!(tomorrow.err(), Some(ServiceError::NotFound), "it has not come");
}

async fn what_was_entered_afterwards_was_not_known(database: &TestDatabase) {
    let office = office(database).await;
    let gunnar = office.auditor().await;
    let services = &office.fyren.services;
    let id = measures::register(services, &office.asa, office.case, &measure(TODAY)).await.unwrap().id;
    // Two days later it turns out to have begun before, and to have ended.
    office.fyren.clock.pass(TimeDelta::days(2));
    let seen = measures::measure(services, &office.asa, office.case, id).await.unwrap().measure;
    let seen = Seen::new(seen.version, seen.values);
    let ended = MeasureForm {
        end: "2026-11-20".into(),
        occupation_after: "work".into(),
        outcome: "completed".into(),
        ..measure("2026-11-02")
    };
    measures::change(services, &office.asa, office.case, id, &seen, &ended).await.unwrap();
    let period = async |date: &str, view| {
        let register = office.past(&gunnar, date, view).await;
        register.rows.first().map(|row| (row.status, row.measure.map(|(_, period)| period.start)))
    };
    let began = Some(day(TODAY));
    assert_eq!(period(TODAY, PastView::Known).await, Some((CaseStatus::MeasureOngoing, began)));
    assert_eq!(period(TODAY, PastView::Valid).await, Some((CaseStatus::NeedsAction, None)));
    // By then the case itself, which the run of that day has opened later, was not known.
    assert_eq!(period("2026-11-19", PastView::Known).await, None);
    assert!(period("2026-11-19", PastView::Valid).await.is_some());
}

async fn a_measure_that_has_been_removed_was_known(database: &TestDatabase) {
    let office = office(database).await;
    let gunnar = office.auditor().await;
    let services = &office.fyren.services;
    let id = measures::register(services, &office.asa, office.case, &measure("2026-11-20")).await.unwrap().id;
    office.fyren.clock.pass(TimeDelta::days(1));
    let seen = measures::measure(services, &office.asa, office.case, id).await.unwrap().measure;
    measures::remove(services, &office.asa, office.case, id, seen.version).await.unwrap();
    let status = async |view| office.past(&gunnar, TODAY, view).await.rows[0].status;
    assert_eq!(status(PastView::Known).await, CaseStatus::MeasureOngoing);
    assert_eq!(status(PastView::Valid).await, CaseStatus::NeedsAction);
}

async fn nobody_protected_and_no_other_municipality_is_shown(database: &TestDatabase) {
    let office = office(database).await;
    office.fyren.import([post("2008-08-18").living_in(LINKOPING, "2020-01-01")]).await;
    office.fyren.run(LINKOPING, TODAY).await;
    let gunnar = office.auditor().await;
    let services = &office.fyren.services;
    for view in [PastView::Valid, PastView::Known] {
        assert_eq!(office.past(&gunnar, TODAY, view).await.total, 1);
    }
    let there = Asked { municipality: Some(place(LINKOPING)), ..asked(day(TODAY), PastView::Valid) };
    assert_eq!(past::view(services, &gunnar, there).await.err(), Some(ServiceError::NotFound));
    let caseworker = past::view(services, &office.asa, asked(day(TODAY), PastView::Valid)).await;
    assert_eq!(caseworker.err(), Some(ServiceError::Forbidden));
    office.is_protected().await;
    for view in [PastView::Valid, PastView::Known] {
        let register = office.past(&gunnar, TODAY, view).await;
        assert_eq!((register.total, register.open()), (0, 0));
    }
}

async fn whose_past_was_read_stands_in_the_journal(database: &TestDatabase) {
    let office = office(database).await;
    let gunnar = office.auditor().await;
    let entries = office.entries().await;
    office.past(&gunnar, "2026-11-20", PastView::Valid).await;
    assert_eq!(office.fyren.journal().await, (entries + 1, 1));
    let log = office.fyren.log(&gunnar).await;
    assert_eq!((log[0].kind, log[0].reason.as_str()), (OperationKind::ReadPast, "2026-11-20"));
}
