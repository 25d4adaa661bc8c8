//! What the timeline of a case tells, and on which day.

use domain::{
    case::{
        responsibility::ResponsibilityForm,
        view::{Event, TimelineEvent},
    },
    contact::{ContactDetailKind, detail::DetailForm, form::ContactForm, postal_address::AddressForm},
    id::CaseId,
    individual_plan::PlanForm,
    measure::form::MeasureForm,
    municipality::MunicipalityCode,
    operation::ChangeKind,
};
use service::{cases, contacts, details, measures, plans, responsibility, saving::Seen, session::Session};

use crate::support::{
    LINKOPING, NORRKOPING, TODAY,
    casework::{Office, office},
    database::{TestDatabase, stories},
    place,
};

stories! {
    what_another_municipality_did_names_it_and_what_the_run_closed_has_an_end,
    who_works_with_a_case_and_how_the_person_is_reached_is_told_on_its_day,
    what_has_been_done_stands_on_the_day_it_was_done,
    what_was_planned_and_closed_never_began,
}

/// One that ended, if it ends, with what is to be told of its end.
fn measure(start: &str, end: &str) -> MeasureForm {
    let told = |text: &str| if !end.is_empty() && end < TODAY { text.to_owned() } else { String::new() };
    MeasureForm {
        occupation_after: told("other-studies"),
        outcome: told("not-completed"),
        kind: "Prak".into(),
        start: start.into(),
        end: end.into(),
        occupation_before: "none".into(),
        ..MeasureForm::default()
    }
}

impl Office {
    async fn measured(&self, start: &str, end: &str) {
        let form = measure(start, end);
        measures::register(&self.fyren.services, &self.asa, self.case, &form).await.unwrap();
    }

    async fn timeline(&self, session: &Session, case: CaseId) -> Vec<TimelineEvent> {
        cases::view(&self.fyren.services, session, case).await.unwrap().timeline
    }

    /// What is told of how the person is reached and who works with the case, with the day.
    async fn kept(&self, session: &Session, case: CaseId) -> Vec<(String, Event)> {
        let timeline = self.timeline(session, case).await.into_iter();
        let of_the_journal = |event: &Event| {
            matches!(
                event,
                Event::DetailChanged(..) | Event::PostalAddressChanged(_) | Event::CaseworkerChanged(..)
            )
        };
        let kept = timeline.filter(|told| of_the_journal(&told.event));
        kept.map(|told| (told.date.to_string(), told.event)).collect()
    }
}

/// What is told of measures: the day, what of it, and the municipality where it is another.
fn of_measures(timeline: &[TimelineEvent]) -> Vec<(String, &'static str, Option<MunicipalityCode>)> {
    let told = timeline.iter().filter_map(|told| {
        let what = match told.event {
            Event::MeasureBegan(_) => "began",
            Event::MeasureEnded(..) => "ended",
            Event::MeasureClosedWithCase(_) => "closed",
            _ => return None,
        };
        Some((told.date.to_string(), what, told.elsewhere))
    });
    told.collect()
}

fn closings(timeline: &[TimelineEvent]) -> Vec<MunicipalityCode> {
    let closed = timeline.iter().filter_map(|told| match told.event {
        Event::Closed(municipality, _) => Some(municipality),
        _ => None,
    });
    closed.collect()
}

async fn what_another_municipality_did_names_it_and_what_the_run_closed_has_an_end(database: &TestDatabase) {
    let office = office(database).await;
    office.measured("2026-11-02", "2026-11-05").await;
    office.measured("2026-11-10", "2027-01-04").await;
    let there = office.moves().await;
    let told = |elsewhere| {
        [
            (TODAY, "closed", elsewhere),
            ("2026-11-10", "began", elsewhere),
            ("2026-11-05", "ended", elsewhere),
            ("2026-11-02", "began", elsewhere),
        ]
        .map(|(date, what, elsewhere)| (date.to_owned(), what, elsewhere))
    };
    let here = office.timeline(&office.asa, office.case).await;
    assert_eq!(of_measures(&here), told(None));
    assert_eq!(closings(&here), [place(NORRKOPING)]);
    let later = office.timeline(&office.elsewhere, there).await;
    assert_eq!(of_measures(&later), told(Some(place(NORRKOPING))));
    // Of the case itself Linköping is told nothing (`rules.md` section 3).
    assert_eq!(closings(&later), []);
    let opened = later.iter().filter_map(|told| match told.event {
        Event::Opened(municipality, _) => Some(municipality),
        _ => None,
    });
    assert_eq!(opened.collect::<Vec<_>>(), [place(LINKOPING)]);
}

async fn what_was_planned_and_closed_never_began(database: &TestDatabase) {
    let office = office(database).await;
    office.measured("2027-03-01", "").await;
    office.moves().await;
    let here = office.timeline(&office.asa, office.case).await;
    assert_eq!(of_measures(&here), [(TODAY.to_owned(), "closed", None)]);
}

async fn who_works_with_a_case_and_how_the_person_is_reached_is_told_on_its_day(database: &TestDatabase) {
    let office = office(database).await;
    let (services, case) = (&office.fyren.services, office.case);
    let form = |kind: &str, value: &str, primary: &str| DetailForm {
        kind: kind.into(),
        value: value.into(),
        primary_telephone: primary.into(),
        ..DetailForm::default()
    };
    let id = details::add(services, &office.asa, case, &form("mobile", "070-1740605", "1")).await.unwrap();
    let seen = async || {
        let person = details::reached(services, &office.asa, case).await.unwrap();
        let record = person.details.into_iter().find(|record| record.detail.id == id).unwrap();
        Seen::new(record.version, record.detail)
    };
    let changed = form("mobile", "070-1740607", "1");
    details::change(services, &office.asa, case, id, &seen().await, &changed).await.unwrap();
    // That another number is the easier one changes nothing of the first.
    let other = form("telephone", "011-150000", "1");
    details::add(services, &office.asa, case, &other).await.unwrap();
    details::remove(services, &office.asa, case, id, seen().await.version).await.unwrap();
    let address = AddressForm {
        line1: "Box 4711".into(),
        postal_code: "602 24".into(),
        city: "Norrköping".into(),
        ..AddressForm::default()
    };
    details::add_address(services, &office.asa, case, &address).await.unwrap();
    let (found, users) = responsibility::responsibility(services, &office.asa, case).await.unwrap();
    let to = users[0].account;
    let name = users[0].name.clone();
    let seen = Seen::new(found.case.version, found.values);
    let form = ResponsibilityForm { caseworker: to.to_string(), ..ResponsibilityForm::written(&seen.values) };
    responsibility::save(services, &office.asa, case, &seen, &form).await.unwrap();

    let (mobile, telephone) = (Some(ContactDetailKind::Mobile), Some(ContactDetailKind::Telephone));
    let expected = [
        Event::CaseworkerChanged(None, Some(name)),
        Event::PostalAddressChanged(ChangeKind::Created),
        Event::DetailChanged(ChangeKind::Removed, mobile),
        Event::DetailChanged(ChangeKind::Created, telephone),
        Event::DetailChanged(ChangeKind::Changed, mobile),
        Event::DetailChanged(ChangeKind::Created, mobile),
    ];
    let expected: Vec<_> = expected.into_iter().map(|event| (TODAY.to_owned(), event)).collect();
    assert_eq!(office.kept(&office.asa, case).await, expected);

    // Who has left is reached in no way, and Linköping is told neither of them nor of who worked with the case.
    let there = office.moves().await;
    assert_eq!(office.kept(&office.asa, case).await, expected[..1]);
    assert_eq!(office.kept(&office.elsewhere, there).await, []);
}

async fn what_has_been_done_stands_on_the_day_it_was_done(database: &TestDatabase) {
    let office = office(database).await;
    let (services, case) = (&office.fyren.services, office.case);
    let form = ContactForm {
        date: "2026-11-19".into(),
        heading: "Samtal".into(),
        way: "telephone".into(),
        follows_up: "1".into(),
        follow_up: "2026-12-09".into(),
        ..ContactForm::default()
    };
    let contact = contacts::register(services, &office.asa, case, &form).await.unwrap();
    let record = contacts::contact(services, &office.asa, contact).await.unwrap().contact;
    let closing = ContactForm { closed: "Ringde själv".into(), ..form };
    let seen = Seen::new(record.version, record.values);
    contacts::change(services, &office.asa, (case, contact), &seen, &closing).await.unwrap();

    let plan = PlanForm {
        goal: "Söka till gymnasiet".into(),
        person: "Går på studiebesök".into(),
        start: "2026-11-01".into(),
        evaluate_on: "2027-02-15".into(),
        ..PlanForm::default()
    };
    let id = plans::make(services, &office.asa, case, &plan).await.unwrap();
    let due = |timeline: Vec<TimelineEvent>| {
        let told = timeline.into_iter().filter_map(|told| {
            let what = match told.event {
                Event::FollowedUp(_) => "followed up",
                Event::FollowUpDue(_) => "to follow up",
                Event::PlanEvaluated(_) => "evaluated",
                Event::PlanEvaluationDue(_) => "to evaluate",
                _ => return None,
            };
            Some((told.date.to_string(), what))
        });
        told.collect::<Vec<_>>()
    };
    let told = due(office.timeline(&office.asa, case).await);
    assert_eq!(told, [("2027-02-15".to_owned(), "to evaluate"), (TODAY.to_owned(), "followed up")]);

    let record = plans::plan(services, &office.asa, case, id).await.unwrap();
    let seen = Seen::new(record.version, record.plan);
    let evaluated = PlanForm { evaluation: "Sökte två program".into(), ..plan };
    plans::change(services, &office.asa, case, id, &seen, &evaluated).await.unwrap();
    let told = due(office.timeline(&office.asa, case).await);
    assert_eq!(told, [(TODAY.to_owned(), "followed up"), (TODAY.to_owned(), "evaluated")]);
}
