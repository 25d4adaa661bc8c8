//! The nightly run, carried out.

use domain::{
    access::Scope,
    case::{CaseStatus, DeregistrationReason},
    coverage::policy::RuleSet,
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    id::CaseId,
    list::CaseColumn,
    measure::{MeasureType, NewMeasure},
    occupation::OccupationBefore,
    period::Period,
};
use service::case_update::{self, Which};
use store::CaseRecord;

use crate::support::{
    Installation, LINKOPING, NORRKOPING, TODAY,
    database::{TestDatabase, stories},
    day, installation, number, place,
    posts::{But, post, row},
};

stories! {
    a_case_is_opened_for_everybody_who_is_covered,
    a_case_closes_with_the_reason_of_the_rule_that_fails,
    measures_close_with_the_case_and_are_counted,
    running_twice_on_a_day_changes_nothing,
    a_dry_run_tells_the_same_and_writes_nothing,
    a_move_within_one_run_closes_there_and_opens_here,
    the_summer_break_opens_nothing_and_lists_who_waits,
    protected_people_get_cases_that_are_counted_nowhere,
    a_contradiction_is_listed_and_stops_nobody,
    the_run_for_all_is_for_those_with_a_policy,
}

async fn case(fyren: &Installation, birth: &str) -> CaseRecord {
    let rows = fyren.rows().await;
    let row = rows.iter().find(|row| row.civic_number == number(birth)).expect("a case");
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    connection.case(&Scope::of_the_system(), row.id).await.unwrap().unwrap()
}

async fn a_case_is_opened_for_everybody_who_is_covered(database: &TestDatabase) {
    let fyren = installation(database);
    let pupil = row("2008-08-19", "NA", "2026-08-17", "");
    fyren.import([post("2008-08-17"), post("2012-08-18"), post("2008-08-19")]).await;
    fyren.import([post("2008-08-20").living_in(LINKOPING, "2020-01-01")]).await;
    fyren.pupils("2026-09-01", [pupil]).await;
    let report = fyren.run(NORRKOPING, TODAY).await;
    assert_eq!(
        report.opened.iter().map(|case| &case.civic_number).collect::<Vec<_>>(),
        [&number("2008-08-17").to_string()]
    );
    assert_eq!((report.examined, report.unchanged, report.rule_set), (2, 1, "handbook"));
    let case = case(&fyren, "2008-08-17").await;
    assert_eq!(case.case.registered, day(TODAY));
    let because = case.opened_because.unwrap();
    assert!(because.verdicts.iter().all(|verdict| verdict.holds) && because.verdicts.len() == 5);
    assert_eq!(fyren.rows().await[0].status, CaseStatus::NeedsAction);
}

async fn a_case_closes_with_the_reason_of_the_rule_that_fails(database: &TestDatabase) {
    let fyren = installation(database);
    let births = ["2006-11-21", "2008-08-01", "2008-08-02", "2008-08-03", "2008-08-04", "2008-08-05"];
    fyren.import(births.map(post)).await;
    assert_eq!(fyren.run_under(RuleSet::Act201807, NORRKOPING, TODAY, false).await.opened.len(), 6);
    fyren.import([post("2008-08-01").living_in(LINKOPING, "2026-11-22")]).await;
    let placed = [row("2008-08-02", "NA", "2026-11-22", ""), row("2008-08-03", "IMV", "2026-11-22", "")];
    fyren.pupils("2026-11-22", placed).await;
    let mark = DiplomaMark { source: DiplomaSource::Authority, kind: DiplomaKind::UpperSecondary };
    service::installation::mark_diplomas(&fyren.services, day(TODAY), [(number("2008-08-04"), mark)])
        .await
        .unwrap();

    let report = fyren.run_under(RuleSet::Act201807, NORRKOPING, "2026-11-22", false).await;
    assert_eq!((report.closed.len(), report.unchanged), (5, 1));
    for (birth, reason) in [
        ("2006-11-21", DeregistrationReason::Turned20),
        ("2008-08-01", DeregistrationReason::MovedAway),
        ("2008-08-02", DeregistrationReason::NationalProgramme),
        ("2008-08-03", DeregistrationReason::IntroductoryProgramme),
        ("2008-08-04", DeregistrationReason::DiplomaObtained),
    ] {
        let case = case(&fyren, birth).await;
        assert_eq!((case.reason, case.case.deregistered), (Some(reason), Some(day("2026-11-22"))), "{birth}");
        assert!(case.closed_because.unwrap().verdicts.iter().any(|verdict| !verdict.holds), "{birth}");
    }
    assert!(case(&fyren, "2008-08-05").await.case.is_open());
}

async fn add_measure(fyren: &Installation, case: CaseId, start: &str, end: &str) {
    let measure = NewMeasure {
        kind: MeasureType::WorkPlacement,
        period: Period::new(day(start), end.parse().ok()),
        occupation_before: OccupationBefore::None,
        occupation_after: None,
        outcome: None,
        notes: String::new(),
    };
    let at = domain::clock::Clock::now(&*fyren.clock);
    let mut transaction = fyren.write().await;
    transaction.add_measure(case, &measure, "Åsa Lindqvist", at).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn measures_close_with_the_case_and_are_counted(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17")]).await;
    fyren.run(NORRKOPING, "2026-11-01").await;
    let id = case(&fyren, "2008-08-17").await.id;
    add_measure(&fyren, id, "2026-11-02", "2026-11-10").await;
    add_measure(&fyren, id, "2026-11-12", "").await;
    add_measure(&fyren, id, "2026-12-01", "2026-12-20").await;
    fyren.pupils("2026-11-20", [row("2008-08-17", "NA", "2026-11-20", "")]).await;
    let report = fyren.run(NORRKOPING, TODAY).await;
    assert_eq!((report.closed.len(), report.measures_closed), (1, 2));
    assert_eq!(fyren.journal().await.1, 3, "the case and both its measures");
    let measures = case(&fyren, "2008-08-17").await.measures;
    let ends: Vec<_> =
        measures.iter().map(|measure| (measure.period.end, measure.closed_with_case)).collect();
    let today = Some(day(TODAY));
    let expected =
        [(Some(day("2026-12-20")), today), (Some(day("2026-11-19")), today), (Some(day("2026-11-10")), None)];
    assert_eq!(ends, expected);
}

async fn running_twice_on_a_day_changes_nothing(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17"), post("2008-08-18")]).await;
    fyren.run(NORRKOPING, "2026-11-20").await;
    fyren.import([post("2008-08-17").living_in(LINKOPING, TODAY)]).await;
    fyren.run(NORRKOPING, TODAY).await;
    let (before, rows) = (fyren.journal().await.0, fyren.rows().await);
    let again = fyren.run(NORRKOPING, TODAY).await;
    assert_eq!((again.opened.len(), again.closed.len(), again.measures_closed), (0, 0, 0));
    assert_eq!(again.examined, again.unchanged);
    assert_eq!(fyren.journal().await, (before + 1, 0), "the journal tells of the run and of no change");
    assert_eq!(fyren.rows().await, rows);
}

async fn a_dry_run_tells_the_same_and_writes_nothing(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17"), post("2008-08-18").protected()]).await;
    let before = fyren.journal().await;
    let told = fyren.run_under(RuleSet::Handbook, NORRKOPING, TODAY, true).await;
    assert_eq!(fyren.journal().await, before);
    assert!(fyren.rows().await.is_empty());
    let done = fyren.run(NORRKOPING, TODAY).await;
    assert_eq!(serde_json::to_value(&told).unwrap(), serde_json::to_value(&done).unwrap());
}

async fn a_move_within_one_run_closes_there_and_opens_here(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.with_policy(NORRKOPING).await;
    fyren.with_policy(LINKOPING).await;
    fyren.import([post("2008-08-17")]).await;
    fyren.run(NORRKOPING, "2026-11-20").await;
    fyren.import([post("2008-08-17").living_in(LINKOPING, TODAY)]).await;
    let (mut opened, mut closed) = (Vec::new(), Vec::new());
    for (code, ..) in case_update::municipalities(&fyren.services, &Which::All, day(TODAY)).await.unwrap() {
        let report = fyren.run(code.as_str(), TODAY).await;
        opened.extend(report.opened.iter().map(|_| code));
        closed.extend(report.closed.iter().map(|case| (code, case.reason)));
    }
    assert_eq!((opened, closed), (vec![place(LINKOPING)], vec![(place(NORRKOPING), "EjFbf")]));
}

async fn the_summer_break_opens_nothing_and_lists_who_waits(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import(["2008-08-01", "2008-08-02", "2008-08-03"].map(post)).await;
    fyren.pupils("2026-05-01", [row("2008-08-03", "NA", "2025-08-17", "2026-06-12")]).await;
    fyren.run(NORRKOPING, "2026-05-31").await;
    fyren.pupils("2026-06-15", [row("2008-08-01", "NA", "2026-06-15", "")]).await;
    fyren.import([post("2008-08-02").living_in(LINKOPING, "2026-06-14")]).await;
    let report = fyren.run(NORRKOPING, "2026-06-15").await;
    assert_eq!((report.opened.len(), report.closed.len()), (0, 1));
    assert_eq!(report.closed[0].reason, "EjFbf");
    let mut waiting: Vec<_> = report.waiting.iter().map(|who| (who.would, who.reason)).collect();
    waiting.sort();
    assert_eq!(waiting, [("close", "StNat"), ("open", "summer-break")]);
    assert_eq!(fyren.run(NORRKOPING, "2026-09-01").await.closed[0].reason, "StNat");
}

async fn protected_people_get_cases_that_are_counted_nowhere(database: &TestDatabase) {
    let fyren = installation(database);
    let young = post("2016-08-18").protected();
    fyren.import([post("2008-08-17"), post("2008-08-18").protected(), young]).await;
    // Whoever runs it holds the database, and is told of everybody.
    assert_eq!(fyren.run(NORRKOPING, TODAY).await.opened.len(), 2);
    assert_eq!(fyren.rows().await.len(), 2);
    let scope = Scope::of([place(NORRKOPING)]);
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let overview =
        connection.overview(&scope, day(TODAY), domain::alarm::AlarmDays::default()).await.unwrap();
    assert_eq!((overview.last_runs[0].examined, overview.last_runs[0].opened), (1, 1));
    assert_eq!((overview.new_last_week, overview.without_caseworker), (1, 1));
    let list =
        connection.list_page::<CaseColumn>(&scope, &Default::default(), day(TODAY)).await.unwrap().page;
    assert_eq!((list.total, list.rows[0].civic_number), (1, number("2008-08-17")));
    assert_eq!(connection.log(&scope, 1, 10).await.unwrap().rows[0].changes, 1);
}

async fn a_contradiction_is_listed_and_stops_nobody(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17"), post("2008-08-18")]).await;
    fyren.pupils("2026-09-01", [row("2008-08-18", "NA", "2026-08-17", "2026-08-16")]).await;
    let report = fyren.run(NORRKOPING, TODAY).await;
    assert_eq!((report.opened.len(), report.errors.len()), (1, 1));
    assert_eq!(report.errors[0].code, "placement_ends_before_start");
    assert_eq!(report.errors[0].civic_number, number("2008-08-18").to_string());
}

async fn the_run_for_all_is_for_those_with_a_policy(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.with_policy(NORRKOPING).await;
    let all = case_update::municipalities(&fyren.services, &Which::All, day(TODAY)).await.unwrap();
    let all: Vec<_> = all.into_iter().map(|(code, _, is_proposed)| (code, is_proposed)).collect();
    assert_eq!(all, [(place(NORRKOPING), false)]);
    let before = case_update::municipalities(&fyren.services, &Which::All, day("2017-12-31")).await.unwrap();
    assert!(before.is_empty());
    let one = Which::One(place(LINKOPING));
    assert!(case_update::municipalities(&fyren.services, &one, day(TODAY)).await.unwrap()[0].2);
}
