//! The report to Statistics Sweden: made, kept, fetched byte for byte, closed, and what is in its way at the moment.

use chrono::TimeDelta;
use domain::{
    access::Role,
    id::ScbExportId,
    measure::form::MeasureForm,
    operation::{ChangeKind, EntityKind, OperationKind},
    scb_report::{Differs, ReportPeriod, Rule, Severity},
};
use service::{
    ServiceError, measures,
    scb_report::{self, Asked, Made, ReportFailure, ReportRefusal},
    session::Session,
};

use crate::support::{
    LINKOPING, NORRKOPING,
    casework::{BIRTH, Office, office},
    database::{TestDatabase, stories},
    day, number, place,
    posts::{But, post},
    raw,
    users::role,
};

stories! {
    a_report_is_made_kept_told_and_fetched_byte_for_byte,
    a_report_of_another_municipality_is_not_there,
    a_role_that_does_not_report_makes_none,
    protected_people_are_in_no_report_of_a_user,
    a_file_with_somebody_who_has_become_protected_is_given_to_nobody,
    what_a_report_says_of_somebody_is_erased_with_them,
    a_report_follows_somebody_who_was_two_people,
    a_closed_period_asks_before_another_report_is_made,
    what_differs_from_the_report_before_is_told,
    obstacles_are_those_of_the_moment_and_go_when_they_are_mended,
    a_period_before_every_layout_has_no_report,
}

fn autumn() -> ReportPeriod {
    ReportPeriod::new(day("2026-07-01"), day("2026-12-31")).unwrap()
}

fn asked() -> Asked {
    Asked { municipality: place(NORRKOPING), period: autumn(), again: false }
}

impl Office {
    async fn reporter(&self, code: &str) -> Session {
        let role = role(Role::RegionAdministrator, &[code]);
        self.fyren.signed_in(&format!("rut{code}"), role).await
    }

    async fn report(&self, session: &Session) -> Made {
        scb_report::make(&self.fyren.services, session, asked()).await.unwrap()
    }

    async fn ended_measure(&self) {
        let form = MeasureForm {
            kind: "Prak".into(),
            start: "2026-11-03".into(),
            occupation_before: "none".into(),
            ..MeasureForm::default()
        };
        measures::register(&self.fyren.services, &self.asa, self.case, &form).await.unwrap();
    }

    async fn file(&self, session: &Session, id: ScbExportId) -> Result<Vec<u8>, ReportFailure> {
        scb_report::file(&self.fyren.services, session, id).await.map(|(_, bytes)| bytes)
    }
}

fn refused<T>(result: Result<T, ReportFailure>) -> &'static str {
    match result {
        Err(ReportFailure::Refused(refusal)) => refusal.code(),
        Err(ReportFailure::Unavailable(error)) => error.code(),
        Ok(_) => "done",
    }
}

async fn a_report_is_made_kept_told_and_fetched_byte_for_byte(database: &TestDatabase) {
    let office = office(database).await;
    let rut = office.reporter(NORRKOPING).await;
    office.ended_measure().await;
    let (before, _) = office.fyren.journal().await;
    let made = office.report(&rut).await;
    // The export and the one whose data it holds.
    assert_eq!(office.fyren.journal().await, (before + 1, 2));
    let told = office.told(1).await.remove(0);
    assert_eq!((told.entity, told.entity_id, told.kind), (EntityKind::Case, office.case.0, ChangeKind::Read));
    let text = String::from_utf8(made.bytes.clone()).unwrap();
    let row =
        format!("{};0581;2026-11-01;EjPab;Okand;;;Prak;2026-11-03;;Ingen;;;;\r\n", number(BIRTH).compact());
    assert!(text.ends_with(&row), "{text}");
    // The register goes on; the file of the export stays what it was.
    office.moves().await;
    office.fyren.clock.pass(TimeDelta::minutes(5));
    let (name, bytes) = scb_report::file(&office.fyren.services, &rut, made.id).await.unwrap();
    assert_eq!((name.as_str(), &bytes), ("kaa-0581-2026-07-01-2026-12-31.csv", &made.bytes));
    assert_eq!(office.told(1).await.remove(0).kind, ChangeKind::Read);
    let (exports, closed) = scb_report::exports(&office.fyren.services, &rut).await.unwrap();
    assert_eq!((exports.len(), closed.len()), (1, 0));
    let record = &exports[0];
    assert_eq!((record.cases, record.rows, record.errors, record.warnings), (1, 1, 0, 1));
    assert_eq!((record.layout.name(), record.made.0.as_str()), ("2018H2", "Åsa Lindqvist"));
    let export = scb_report::export(&office.fyren.services, &rut, made.id, 1).await.unwrap();
    assert!(export.is_whole && export.before.is_none() && export.total == 1);
    assert_eq!(export.findings[0].finding.rule, Rule::OccupationKnown);
    let (_, log) = scb_report::log(&office.fyren.services, &rut, made.id).await.unwrap();
    assert_eq!(log.len(), 1);
    let gunnar = office.fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    let kinds: Vec<_> = office.fyren.log(&gunnar).await.iter().map(|entry| entry.kind).collect();
    let ours = kinds.iter().filter(|kind| **kind == OperationKind::ScbReport).count();
    assert_eq!(ours, 4);
}

async fn a_report_of_another_municipality_is_not_there(database: &TestDatabase) {
    let office = office(database).await;
    let (rut, eva) = (office.reporter(NORRKOPING).await, office.reporter(LINKOPING).await);
    let made = office.report(&rut).await;
    let services = &office.fyren.services;
    let (before, _) = office.fyren.journal().await;
    assert_eq!(refused(scb_report::make(services, &eva, asked()).await), "not_found");
    assert_eq!(refused(office.file(&eva, made.id).await), "not_found");
    assert_eq!(scb_report::export(services, &eva, made.id, 1).await.err(), Some(ServiceError::NotFound));
    assert_eq!(scb_report::log(services, &eva, made.id).await.err(), Some(ServiceError::NotFound));
    assert_eq!(scb_report::close(services, &eva, made.id).await, Err(ServiceError::NotFound));
    assert!(scb_report::exports(services, &eva).await.unwrap().0.is_empty());
    let asked = (place(NORRKOPING), autumn());
    assert_eq!(refused(scb_report::obstacles(services, &eva, asked, 1).await), "not_found");
    assert_eq!(refused(office.file(&rut, ScbExportId(4711)).await), "not_found");
    assert_eq!(office.fyren.journal().await.0, before);
}

async fn a_role_that_does_not_report_makes_none(database: &TestDatabase) {
    let office = office(database).await;
    let rut = office.reporter(NORRKOPING).await;
    let made = office.report(&rut).await;
    let services = &office.fyren.services;
    let gunnar = office.fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    for reader in [&office.asa, &gunnar] {
        assert_eq!(refused(scb_report::make(services, reader, asked()).await), "forbidden");
        assert_eq!(refused(office.file(reader, made.id).await), "forbidden");
        assert_eq!(scb_report::exports(services, reader).await.err(), Some(ServiceError::Forbidden));
        assert_eq!(scb_report::close(services, reader, made.id).await, Err(ServiceError::Forbidden));
    }
    // Whoever edits cases sees what is to be mended.
    let asked = (place(NORRKOPING), autumn());
    assert_eq!(scb_report::obstacles(services, &office.asa, asked, 1).await.unwrap().total, 1);
    assert_eq!(refused(scb_report::obstacles(services, &gunnar, asked, 1).await), "forbidden");
}

async fn protected_people_are_in_no_report_of_a_user(database: &TestDatabase) {
    let office = office(database).await;
    office.is_protected().await;
    let rut = office.reporter(NORRKOPING).await;
    let made = office.report(&rut).await;
    assert!(made.draft.entries.is_empty());
    let asked_of = (place(NORRKOPING), autumn());
    let services = &office.fyren.services;
    assert_eq!(scb_report::obstacles(services, &rut, asked_of, 1).await.unwrap().total, 0);
    // The operator is told whom to report on paper, and a user is not told of it by the operator's export.
    let by_operator = scb_report::make_as_operator(services, asked()).await.unwrap();
    assert_eq!((by_operator.draft.count(Severity::ByHand), by_operator.draft.reported()), (1, 0));
    let seen = scb_report::export(services, &rut, by_operator.id, 1).await.unwrap();
    assert!(seen.total == 0 && seen.is_whole);
    assert_eq!((seen.record.errors, seen.record.warnings, seen.record.cases), (0, 0, 0));
    let all = scb_report::obstacles_as_operator(services, asked_of).await.unwrap();
    assert_eq!(all.findings[0].finding.rule, Rule::Protected);
}

async fn a_file_with_somebody_who_has_become_protected_is_given_to_nobody(database: &TestDatabase) {
    let office = office(database).await;
    let rut = office.reporter(NORRKOPING).await;
    let made = office.report(&rut).await;
    assert_eq!(office.file(&rut, made.id).await.unwrap(), made.bytes);
    office.is_protected().await;
    let (before, _) = office.fyren.journal().await;
    assert_eq!(refused(office.file(&rut, made.id).await), ReportRefusal::NotWhole.code());
    assert_eq!(office.fyren.journal().await.0, before);
    let export = scb_report::export(&office.fyren.services, &rut, made.id, 1).await.unwrap();
    assert!(!export.is_whole && export.findings.is_empty());
}

async fn what_a_report_says_of_somebody_is_erased_with_them(database: &TestDatabase) {
    let office = office(database).await;
    let rut = office.reporter(NORRKOPING).await;
    let made = office.report(&rut).await;
    let foreign_keys = if database.address.starts_with("sqlite") { "PRAGMA foreign_keys = ON; " } else { "" };
    raw::execute(&database.address, &format!("{foreign_keys}DELETE FROM person")).await.unwrap();
    assert_eq!(refused(office.file(&rut, made.id).await), ReportRefusal::NotWhole.code());
    let left = raw::count(&database.address, "SELECT count(*) FROM scb_export_entry").await;
    assert_eq!(left, 0);
    // That there was a report stays.
    assert_eq!(scb_report::exports(&office.fyren.services, &rut).await.unwrap().0[0].rows, 1);
}

async fn a_report_follows_somebody_who_was_two_people(database: &TestDatabase) {
    let office = office(database).await;
    let rut = office.reporter(NORRKOPING).await;
    let made = office.report(&rut).await;
    // Another who is known without a case turns out to be the same, under another number.
    office.fyren.import([post("2008-08-18")]).await;
    let outcome = office.fyren.import([post("2008-08-18").refers_to(BIRTH)]).await;
    assert_eq!((outcome.renumbered, outcome.error_count), (1, 0));
    assert_eq!(office.file(&rut, made.id).await.unwrap(), made.bytes);
    let export = scb_report::export(&office.fyren.services, &rut, made.id, 1).await.unwrap();
    assert_eq!(export.findings[0].who.0, number("2008-08-18").to_string());
}

async fn a_closed_period_asks_before_another_report_is_made(database: &TestDatabase) {
    let office = office(database).await;
    let rut = office.reporter(NORRKOPING).await;
    let services = &office.fyren.services;
    let first = office.report(&rut).await;
    scb_report::close(services, &rut, first.id).await.unwrap();
    let (before, _) = office.fyren.journal().await;
    assert_eq!(refused(scb_report::make(services, &rut, asked()).await), "report_period_closed");
    assert_eq!(refused(scb_report::make_as_operator(services, asked()).await), "report_period_closed");
    assert_eq!(office.fyren.journal().await.0, before);
    let again = Asked { again: true, ..asked() };
    let second = scb_report::make(services, &rut, again).await.unwrap();
    let export = scb_report::export(services, &rut, second.id, 1).await.unwrap();
    assert_eq!(export.closed.map(|closed| closed.export), Some(first.id));
    scb_report::close(services, &rut, second.id).await.unwrap();
    let (_, closed) = scb_report::exports(services, &rut).await.unwrap();
    assert_eq!(closed.iter().map(|closed| closed.export).collect::<Vec<_>>(), [second.id]);
    // Another period is not closed by it.
    let spring = ReportPeriod::new(day("2026-01-01"), day("2026-06-30")).unwrap();
    let other = Asked { period: spring, ..asked() };
    assert_eq!(scb_report::make(services, &rut, other).await.unwrap().draft.reported(), 0);
}

async fn what_differs_from_the_report_before_is_told(database: &TestDatabase) {
    let office = office(database).await;
    let rut = office.reporter(NORRKOPING).await;
    let services = &office.fyren.services;
    let first = office.report(&rut).await;
    let same = office.report(&rut).await;
    assert_eq!(first.bytes, same.bytes);
    let export = scb_report::export(services, &rut, same.id, 1).await.unwrap();
    let (before, differing) = export.before.unwrap();
    assert_eq!((before.id, differing.len()), (first.id, 0));
    office.ended_measure().await;
    office.fyren.import([post("2008-08-18")]).await;
    office.fyren.run(NORRKOPING, "2026-11-21").await;
    let third = office.report(&rut).await;
    let export = scb_report::export(services, &rut, third.id, 1).await.unwrap();
    let (before, differing) = export.before.unwrap();
    assert_eq!(before.id, same.id);
    let told: Vec<_> = differing.iter().map(|differing| differing.how).collect();
    assert_eq!((told, export.differences), (vec![Differs::Changed, Differs::New], [1, 0, 1]));
}

async fn obstacles_are_those_of_the_moment_and_go_when_they_are_mended(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let asked = (place(NORRKOPING), autumn());
    let (before, _) = office.fyren.journal().await;
    let obstacles = scb_report::obstacles(services, &office.asa, asked, 1).await.unwrap();
    assert_eq!((obstacles.total, obstacles.errors, obstacles.reported), (1, 0, 1));
    assert_eq!((obstacles.layout.as_str(), obstacles.page), ("2018H2", 1));
    let found = &obstacles.findings[0];
    assert_eq!((found.case, found.who.0.as_str()), (office.case, number(BIRTH).to_string().as_str()));
    assert_eq!(office.fyren.journal().await, (before + 1, 1));
    office.knows_the_occupation().await;
    assert_eq!(scb_report::obstacles(services, &office.asa, asked, 9).await.unwrap().total, 0);
}

impl Office {
    async fn knows_the_occupation(&self) {
        let mut transaction = self.fyren.write().await;
        let scope = domain::access::Scope::of_the_system();
        let edited = transaction.edited_cases(&scope, &[self.case]).await.unwrap().remove(0);
        let mut values = edited.values;
        values.occupation = domain::occupation::OccupationAtRegistration::Work;
        let write = store::CaseWrite {
            id: self.case,
            version: edited.version,
            values,
            notes: None,
            judge_again: false,
        };
        transaction.write_cases(&[write]).await.unwrap();
        transaction.commit().await.unwrap();
    }
}

async fn a_period_before_every_layout_has_no_report(database: &TestDatabase) {
    let office = office(database).await;
    let rut = office.reporter(NORRKOPING).await;
    let services = &office.fyren.services;
    let period = ReportPeriod::new(day("2016-01-01"), day("2016-06-30")).unwrap();
    let (before, _) = office.fyren.journal().await;
    let asked = Asked { period, ..asked() };
    assert_eq!(refused(scb_report::make(services, &rut, asked).await), "report_no_layout");
    let of = (place(NORRKOPING), period);
    assert_eq!(refused(scb_report::obstacles(services, &rut, of, 1).await), "report_no_layout");
    assert_eq!(office.fyren.journal().await.0, before);
}
