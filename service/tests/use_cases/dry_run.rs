//! What the next run will do, told before it does it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::{
    access::Role,
    case::DeregistrationReason,
    coverage::difference::{Outcome, Part},
    language::{Language, Message},
    operation::OperationKind,
};
use service::{
    ServiceError,
    dry_run::{self, Asked, DryRun},
    session::Session,
};

use crate::support::{
    Installation, LINKOPING, NORRKOPING, TODAY,
    database::{TestDatabase, stories},
    day, installation, number, place,
    posts::{But, post, row},
    users::role,
};

stories! {
    it_tells_what_the_run_then_does_and_changes_nothing,
    once_todays_run_has_been_it_tells_of_tomorrows,
    the_summer_break_is_a_waiting_list_with_what_is_new_on_it,
    protected_people_and_other_municipalities_are_not_told_of,
    whose_plan_was_shown_stands_in_the_journal,
    a_large_plan_comes_in_pages,
}

async fn caseworker(fyren: &Installation) -> Session {
    fyren.with_policy(NORRKOPING).await;
    fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await
}

async fn view(fyren: &Installation, session: &Session, part: Option<Part>) -> DryRun {
    let asked = Asked { municipality: None, part, page: 1 };
    dry_run::view(&fyren.services, session, asked).await.unwrap()
}

fn numbers(run: &DryRun) -> BTreeSet<String> {
    run.people.iter().map(|who| who.civic_number.to_string()).collect()
}

async fn it_tells_what_the_run_then_does_and_changes_nothing(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    fyren.import(["2006-11-20", "2008-08-17", "2008-08-18", "2008-08-19"].map(post)).await;
    fyren.run(NORRKOPING, "2026-11-19").await;
    fyren.import([post("2008-08-20")]).await;
    let wrong =
        [row("2008-08-18", "NA", "2026-11-20", ""), row("2008-08-19", "NA", "2026-08-17", "2026-08-16")];
    fyren.pupils("2026-11-20", wrong).await;
    let rows = fyren.rows().await;
    let told = view(&fyren, &asa, None).await;
    let again = view(&fyren, &asa, Some(Part::Leaves)).await;
    assert_eq!(fyren.rows().await, rows, "a dry run changes nothing");
    assert_eq!((told.date, told.part, told.examined), (day(TODAY), Part::Enters, 5));
    assert_eq!(
        [Part::Enters, Part::Leaves, Part::Waits, Part::Errors].map(|part| told.count(part)),
        [1, 2, 0, 1]
    );
    assert_eq!(again.reasons.get(&DeregistrationReason::Turned20), Some(&1));
    let leaves = again.people.iter().find(|who| who.civic_number == number("2008-08-18")).unwrap();
    assert_eq!(leaves.outcome, Some(Outcome::Closes(DeregistrationReason::NationalProgramme)));
    let explanation = leaves.standing.explanation.as_ref().unwrap();
    let failing = explanation.verdicts.iter().find(|verdict| !verdict.holds).unwrap();
    assert!(failing.fact.message(Language::Swedish).contains("NA"));

    let done = fyren.run(NORRKOPING, TODAY).await;
    let opened: BTreeSet<String> = done.opened.iter().map(|case| case.civic_number.clone()).collect();
    let closed: BTreeSet<String> = done.closed.iter().map(|case| case.civic_number.clone()).collect();
    assert_eq!((numbers(&told), numbers(&again)), (opened, closed));
    assert_eq!(done.errors.len(), 1);
}

async fn once_todays_run_has_been_it_tells_of_tomorrows(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    fyren.import([post("2006-11-21"), post("2008-08-17")]).await;
    assert_eq!(view(&fyren, &asa, None).await.compared_with, None);
    fyren.run(NORRKOPING, TODAY).await;
    let told = view(&fyren, &asa, None).await;
    assert_eq!((told.date, told.compared_with), (day("2026-11-22"), Some((day(TODAY), true))));
    assert_eq!(numbers(&told), BTreeSet::from([number("2006-11-21").to_string()]));
    // Whom the run has opened a case for is no difference, unless it closes again.
    let differs = view(&fyren, &asa, Some(Part::Differs)).await;
    assert_eq!((numbers(&differs), differs.people[0].before), (numbers(&told), Some(Outcome::Opens)));
}

async fn the_summer_break_is_a_waiting_list_with_what_is_new_on_it(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    // The morning of a day in June.
    fyren.clock.pass(day("2026-06-15") - day(TODAY));
    fyren.import([post("2008-08-01"), post("2008-08-02")]).await;
    fyren.pupils("2026-05-01", [row("2008-08-02", "NA", "2025-08-17", "")]).await;
    let first = view(&fyren, &asa, None).await;
    assert_eq!((first.date, first.part, first.count(Part::Waits)), (day("2026-06-15"), Part::Waits, 1));
    fyren.clock.pass(TimeDelta::days(1));
    fyren.pupils("2026-06-16", [row("2008-08-02", "NA", "2025-08-17", "2026-06-15")]).await;
    let second = view(&fyren, &asa, Some(Part::Differs)).await;
    assert_eq!(second.compared_with, Some((day("2026-06-15"), false)), "nobody has run it");
    assert_eq!((second.count(Part::Waits), second.count(Part::Enters)), (2, 0));
    assert_eq!(numbers(&second), BTreeSet::from([number("2008-08-02").to_string()]));
    assert_eq!(second.people[0].outcome, Some(Outcome::WaitsToOpen));
    // Who no longer waits is told too.
    fyren.clock.pass(TimeDelta::days(1));
    fyren.pupils("2026-06-17", [row("2008-08-02", "NA", "2025-08-17", "")]).await;
    let third = view(&fyren, &asa, Some(Part::Differs)).await;
    assert_eq!((third.people[0].before, third.people[0].outcome), (Some(Outcome::WaitsToOpen), None));
}

async fn protected_people_and_other_municipalities_are_not_told_of(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    let elsewhere = post("2008-08-19").living_in(LINKOPING, "2020-01-01");
    fyren.import([post("2008-08-17"), post("2008-08-18").protected(), elsewhere]).await;
    let told = view(&fyren, &asa, None).await;
    assert_eq!((told.count(Part::Enters), told.examined), (1, 1));
    assert_eq!(numbers(&told), BTreeSet::from([number("2008-08-17").to_string()]));
    // Somebody who becomes protected is not told of as somebody who is gone, either.
    fyren.import([post("2008-08-17").protected()]).await;
    fyren.clock.pass(TimeDelta::days(1));
    let told = view(&fyren, &asa, Some(Part::Differs)).await;
    assert_eq!((told.count(Part::Differs), told.count(Part::Enters), told.people.len()), (0, 0, 0));
    let asked = Asked { municipality: Some(place(LINKOPING)), ..Asked::default() };
    let foreign = dry_run::view(&fyren.services, &asa, asked).await;
    assert_eq!(foreign.err(), Some(ServiceError::NotFound));
    let auditor = fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    let refused = dry_run::view(&fyren.services, &auditor, Asked::default()).await;
    assert_eq!(refused.err(), Some(ServiceError::Forbidden));
}

async fn whose_plan_was_shown_stands_in_the_journal(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    fyren.import([post("2008-08-17"), post("2008-08-18")]).await;
    view(&fyren, &asa, None).await;
    assert_eq!(fyren.journal().await.1, 2, "each of the two");
    let auditor = fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    let log = fyren.log(&auditor).await;
    let entry = log.iter().find(|entry| entry.kind == OperationKind::ReadVerdicts).unwrap();
    assert_eq!((entry.reason.as_str(), entry.municipality), ("dry-run", Some(place(NORRKOPING))));
}

async fn a_large_plan_comes_in_pages(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    let births = (1..=60).map(|day_of_it| {
        let birth = day("2008-01-01") + TimeDelta::days(day_of_it);
        post(&birth.to_string())
    });
    fyren.import(births).await;
    let page = async |page| {
        let asked = Asked { part: Some(Part::Enters), page, ..Asked::default() };
        dry_run::view(&fyren.services, &asa, asked).await.unwrap()
    };
    let (first, second, beyond) = (page(1).await, page(2).await, page(7).await);
    assert_eq!((first.pages(), first.people.len(), second.people.len()), (2, 50, 10));
    assert_eq!((beyond.page, numbers(&beyond)), (2, numbers(&second)));
    assert_eq!(numbers(&first).union(&numbers(&second)).count(), 60);
}
