//! The numbers of the start page.

use domain::{
    access::Scope,
    alarm::{Alarm, AlarmDays},
    case::{CaseStatus, DeregistrationReason},
    contact::{ContactWay, NewContact},
    id::PersonId,
    measure::MeasureType,
};
use store::{ClosedCase, FinishedRun, NewAccount, OpenedCase, OperationTransaction};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything, instant,
    people::{But, born, save},
    place,
    register::{add_measure, explanation, measure, open_case, open_case_in, set_fields},
    within,
};

stories! {
    an_empty_register_counts_nothing,
    the_numbers_are_those_of_the_scope,
    the_last_run_tells_what_it_did,
    each_alarm_counts_the_cases_of_its_list,
}

const TODAY: &str = "2026-11-21";

async fn an_empty_register_counts_nothing(database: &TestDatabase) {
    let overview = database
        .store
        .read(&Scope::of_the_system())
        .await
        .unwrap()
        .overview(&within(NORRKOPING), day(TODAY), AlarmDays::default())
        .await
        .unwrap();
    assert_eq!(overview.open_by_status.len(), CaseStatus::ALL.len() - 1);
    assert!(overview.open_by_status.iter().all(|(_, count)| *count == 0));
    assert_eq!(
        (overview.follow_ups_due, overview.new_last_week, overview.without_caseworker),
        ((0, 0), 0, 0)
    );
    assert_eq!((overview.opened_per_week.len(), overview.last_runs.len()), (26, 0));
    // 2026-11-16 is a Monday.
    assert_eq!(overview.opened_per_week[25].0, day("2026-11-16"));
}

use domain::language::Named;

async fn the_numbers_are_those_of_the_scope(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let people = [
        born("2008-08-01"),
        born("2008-08-02"),
        born("2008-08-03"),
        born("2008-08-04").protected(),
        born("2008-08-05").living_in(LINKOPING),
    ];
    let people = transaction.save_people(&people).await.unwrap();
    let mut cases = Vec::new();
    for (person, date) in people.iter().zip(["2026-11-15", "2026-11-14", "2026-06-01", TODAY]) {
        cases.push(open_case(&mut transaction, *person, date).await);
    }
    cases.push(open_case_in(&mut transaction, LINKOPING, people[4], TODAY).await);
    add_measure(&mut transaction, cases[1], &measure(MeasureType::Other, "2026-11-20", "")).await;
    let until = Some(day("2026-12-01"));
    set_fields(&mut transaction, cases[2], None, |values| values.other_schooling_until = until).await;
    let account = NewAccount {
        user_name: "asa".into(),
        name: "Åsa".into(),
        password_hash: String::new(),
        demo: false,
        active_from: day("2020-01-01"),
        one_time_until: None,
    };
    let caseworker = Some(transaction.add_account(&account).await.unwrap());
    set_fields(&mut transaction, cases[0], None, |values| values.caseworker = caseworker).await;
    for (case, follow_up) in
        [(0, "2026-11-20"), (0, TODAY), (1, TODAY), (1, "2026-11-22"), (3, TODAY), (4, TODAY)]
    {
        let contact = NewContact {
            date: day("2026-11-15"),
            heading: String::new(),
            way: ContactWay::Letter,
            notes: String::new(),
            follow_up: Some(day(follow_up)),
        };
        transaction.add_contact(cases[case], &contact, "Åsa", instant("2026-11-15T08:00:00Z")).await.unwrap();
    }
    transaction.refresh_case_rows(&people, day(TODAY)).await.unwrap();

    let overview = transaction.overview(&within(NORRKOPING), day(TODAY), AlarmDays::default()).await.unwrap();
    let counted: Vec<_> = overview.open_by_status.iter().filter(|(_, count)| *count > 0).copied().collect();
    let expected =
        [(CaseStatus::NeedsAction, 1), (CaseStatus::MeasureOngoing, 1), (CaseStatus::OtherSchooling, 1)];
    assert_eq!(counted, expected);
    assert_eq!((overview.follow_ups_due, overview.new_last_week), ((1, 1), 1));
    assert_eq!(overview.without_caseworker, 1);
    let weeks: Vec<_> = overview.opened_per_week.iter().filter(|(_, count)| *count > 0).copied().collect();
    assert_eq!(weeks, [(day("2026-06-01"), 1), (day("2026-11-09"), 2)]);
    let all = transaction.overview(&everything(), day(TODAY), AlarmDays::default()).await.unwrap();
    assert_eq!(all.open_by_status[0], (CaseStatus::NeedsAction, 3));
}

async fn run(
    transaction: &mut OperationTransaction,
    code: &str,
    date: &str,
    opens: &[PersonId],
    closes: &[ClosedCase],
) {
    let started = instant("2026-11-21T01:00:00Z");
    let id = transaction.begin_run("case-update", place(code), day(date), started).await.unwrap();
    let mut opened = Vec::new();
    for person in opens {
        let explanation = explanation(transaction, code, *person, date).await;
        opened.push(OpenedCase { person: *person, explanation });
    }
    transaction.open_cases(place(code), day(date), Some(id), &opened).await.unwrap();
    transaction.close_cases(day(date), Some(id), closes).await.unwrap();
    let finished = FinishedRun {
        job: "case-update",
        municipality: place(code),
        date: day(date),
        started,
        finished: instant("2026-11-21T01:14:00Z"),
        examined: 7,
        errors: opens.iter().map(|person| (*person, "birth_date_unknown", false)).collect(),
    };
    transaction.finish_run(id, &finished).await.unwrap();
}

async fn the_last_run_tells_what_it_did(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let people = [born("2008-08-01"), born("2008-08-02").protected(), born("2008-08-03")];
    let people = transaction.save_people(&people).await.unwrap();
    let case = open_case(&mut transaction, people[2], "2026-11-01").await;
    run(&mut transaction, NORRKOPING, "2026-11-20", &[], &[]).await;
    let closed = ClosedCase {
        case,
        person: people[2],
        reason: DeregistrationReason::MovedAway,
        explanation: explanation(&mut transaction, NORRKOPING, people[2], TODAY).await,
        measures: Vec::new(),
    };
    run(&mut transaction, NORRKOPING, TODAY, &people[..2], &[closed]).await;
    run(&mut transaction, LINKOPING, TODAY, &[], &[]).await;
    transaction.refresh_case_rows(&people, day(TODAY)).await.unwrap();

    let runs =
        transaction.overview(&within(NORRKOPING), day(TODAY), AlarmDays::default()).await.unwrap().last_runs;
    assert_eq!(runs.len(), 1);
    let last = &runs[0];
    assert_eq!((last.municipality, last.date, last.succeeded), (place(NORRKOPING), day(TODAY), true));
    assert_eq!(last.finished, "2026-11-21 02:14");
    // Of the two that were opened one is protected.
    assert_eq!((last.examined, last.opened, last.closed, last.errors), (7, 1, 1, 2));
    // The day is run once more, and finds nothing left to do.
    run(&mut transaction, NORRKOPING, TODAY, &[], &[]).await;
    let again =
        &transaction.overview(&within(NORRKOPING), day(TODAY), AlarmDays::default()).await.unwrap().last_runs
            [0];
    assert_eq!((again.examined, again.opened, again.closed, again.errors), (7, 1, 1, 0));
    assert_eq!(
        transaction.overview(&everything(), day(TODAY), AlarmDays::default()).await.unwrap().last_runs.len(),
        2
    );
    save(&mut transaction, &born("2008-08-09")).await;
}

async fn each_alarm_counts_the_cases_of_its_list(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let people = ["2008-08-01", "2008-08-02", "2008-08-03", "2008-08-04"].map(born);
    let people = transaction.save_people(&people).await.unwrap();
    // Of the first nobody has heard for 91 days, of the second for 90; the third is new, the fourth is of another municipality.
    let mut cases = Vec::new();
    for (person, date) in people.iter().zip(["2026-01-10", "2026-08-23", TODAY]) {
        cases.push(open_case(&mut transaction, *person, date).await);
    }
    let other = open_case_in(&mut transaction, LINKOPING, people[3], "2026-01-10").await;
    let contact = NewContact {
        date: day("2026-08-22"),
        heading: String::new(),
        way: ContactWay::Letter,
        notes: String::new(),
        follow_up: None,
    };
    transaction.add_contact(cases[0], &contact, "Åsa", instant("2026-08-22T08:00:00Z")).await.unwrap();
    // It ends in a fortnight, and in a day more.
    add_measure(&mut transaction, cases[1], &measure(MeasureType::Other, "2026-11-01", "2026-12-05")).await;
    add_measure(&mut transaction, other, &measure(MeasureType::Other, "2026-11-01", "2026-12-06")).await;
    // It has ended without anybody telling how, and so has that of a closed case.
    add_measure(&mut transaction, cases[2], &measure(MeasureType::Other, "2026-11-01", "2026-11-20")).await;
    let closed = ClosedCase {
        case: cases[2],
        person: people[2],
        reason: DeregistrationReason::MovedAway,
        explanation: explanation(&mut transaction, NORRKOPING, people[2], TODAY).await,
        measures: Vec::new(),
    };
    transaction.close_cases(day(TODAY), None, &[closed]).await.unwrap();
    transaction.refresh_case_rows(&people, day(TODAY)).await.unwrap();
    let days = AlarmDays::default();
    let overview = transaction.overview(&within(NORRKOPING), day(TODAY), days).await.unwrap();
    let expected = [(Alarm::Silence, 1), (Alarm::MeasureEnding, 1), (Alarm::MeasureWithoutOutcome, 1)];
    assert_eq!(overview.alarms, expected);
    let sooner = AlarmDays { silence: 89, ending: 13 };
    let overview = transaction.overview(&within(NORRKOPING), day(TODAY), sooner).await.unwrap();
    assert_eq!(overview.alarms.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [2, 0, 1]);
    let all = transaction.overview(&everything(), day(TODAY), days).await.unwrap();
    assert_eq!(all.alarms.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [2, 1, 1]);
}
