//! Jobs: who works on one, how far it has come, and what the journal tells of it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{Role, Scope},
    case::change::{CaseField, CaseRefusal},
    id::{AccountId, CaseId, GrantId, JobId},
    job::{JobFailure, JobKind, JobState, OutcomeCounts, RowOutcome, RowRefusal},
    measure::{MeasureRefusal, MeasureType},
    operation::{Change, ChangeKind, EntityKind, OperationKind},
    period::Period,
};
use store::{
    ChangedCases, Database, JobRecord, JobWork, LaterChanges, NewAccount, NewJob, Part, RowReport, Store,
    StoreError, TakenJob,
};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything, instant, operation,
    people::{born, save},
    place, raw,
    register::{open_case, open_case_in},
    roles::give_role,
    within,
};

stories! {
    a_job_waits_is_worked_on_and_is_done,
    two_workers_never_hold_the_same_job,
    a_job_whose_worker_falls_silent_is_taken_over_where_it_was,
    a_part_that_is_not_committed_has_not_been_done,
    a_job_is_held_through_a_long_transaction,
    a_job_that_is_put_off_lets_the_next_one_pass_and_counts_its_attempts,
    whoever_takes_a_job_counts_as_an_attempt_until_it_gets_on,
    what_stands_in_the_way_is_reported_by_whoever_holds_the_job,
    a_job_that_waits_is_stopped_at_once_and_one_under_way_by_its_worker,
    a_job_is_taken_back_once,
    the_same_asked_twice_is_one_job,
    the_journal_tells_what_a_job_did_and_what_came_later,
}

fn now() -> DateTime<Utc> {
    instant("2026-11-21T08:00:00Z")
}

fn after(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

async fn user(store: &Store) -> (AccountId, GrantId) {
    let mut transaction = begin(store).await;
    let account = NewAccount {
        user_name: "asa".into(),
        name: "Åsa Lindqvist".into(),
        password_hash: String::new(),
        demo: false,
        active_from: day("2020-01-01"),
        one_time_until: None,
    };
    let account = transaction.add_account(&account).await.unwrap();
    let role = give_role(&mut transaction, account, Role::Caseworker, "Norrköping", &[NORRKOPING]).await;
    transaction.commit().await.unwrap();
    (account, role)
}

const ROWS: [i64; 3] = [1, 2, 3];

fn new((account, acting_in): (AccountId, GrantId), rows: &[i64]) -> NewJob<'_> {
    NewJob {
        kind: JobKind::UpdateCases,
        account,
        acting_in,
        municipality: Some(place(NORRKOPING)),
        fields: &[CaseField::Registered, CaseField::Caseworker],
        asked: "{}",
        rows,
        undoes: None,
        once: None,
        asked_from: "",
        at: now(),
    }
}

async fn job(store: &Store, id: JobId) -> JobRecord {
    store.read(&Scope::of_the_system()).await.unwrap().job(id).await.unwrap().unwrap()
}

fn changed(rows: u64) -> OutcomeCounts {
    OutcomeCounts { changed: rows, ..OutcomeCounts::default() }
}

fn part(done_before: u64, counts: OutcomeCounts, is_last: bool) -> Part<'static> {
    Part { done_before, counts, reports: &[], lease_until: after(60), ended: is_last.then(|| after(1)) }
}

/// Which job a worker takes.
async fn take(
    store: &Store,
    worker: &str,
    at: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<JobId>, StoreError> {
    Ok(store.take_job(worker, at, until).await?.map(|taken| taken.id))
}

/// Does a part of a job, and returns whether the worker held it.
async fn advance(store: &Store, id: JobId, worker: &str, part: Part<'_>) -> bool {
    let mut transaction = begin(store).await;
    let held = transaction.advance_job(id, worker, &part).await.unwrap();
    if held {
        transaction.commit().await.unwrap();
    }
    held
}

async fn a_job_waits_is_worked_on_and_is_done(database: &TestDatabase) {
    let store = &database.store;
    let asa = user(store).await;
    let id = store.queue_job(&new(asa, &[5, 3, 9])).await.unwrap().unwrap();
    let waiting = job(store, id).await;
    assert_eq!((waiting.state, waiting.total, waiting.counts), (JobState::Queued, 3, changed(0)));
    assert_eq!((waiting.account, waiting.name.as_str(), waiting.active), (asa.0, "Åsa Lindqvist", true));
    assert_eq!((waiting.acting_in, waiting.municipality), (Some(asa.1), Some(place(NORRKOPING))));
    assert_eq!(waiting.fields, [CaseField::Registered, CaseField::Caseworker]);
    let work = async || store.read(&Scope::of_the_system()).await.unwrap().job_work(id).await.unwrap();
    assert!(work().await == Some(JobWork { asked: "{}".into(), rows: vec![3, 5, 9] }));

    let free = async |at| store.read(&Scope::of_the_system()).await.unwrap().is_job_free(at).await.unwrap();
    assert!(free(now()).await);
    assert_eq!(take(store, "one", now(), after(60)).await.unwrap(), Some(id));
    assert_eq!((free(after(59)).await, free(after(60)).await), (false, true));
    assert_eq!(job(store, id).await.state, JobState::Running);
    let counts = OutcomeCounts { changed: 1, refused: 1, gone: 1, ..OutcomeCounts::default() };
    let overlaps = MeasureRefusal::Overlaps {
        kind: MeasureType::WorkPlacement,
        period: Period::new("2026-11-01".parse().unwrap(), None),
    };
    let refused = RowReport {
        row: 5,
        case: None,
        outcome: RowOutcome::Refused,
        reasons: vec![CaseRefusal::RegisteredAhead.into(), overlaps.into()],
    };
    let gone = RowReport { row: 3, case: None, outcome: RowOutcome::Gone, reasons: Vec::new() };
    let reports = [refused.clone(), gone.clone()];
    assert!(advance(store, id, "one", Part { reports: &reports, ..part(0, counts, true) }).await);
    let done = job(store, id).await;
    assert_eq!((done.state, done.counts, done.ended), (JobState::Done, counts, Some(after(1))));
    assert!(work().await.is_none());
    let mut connection = store.read(&Scope::of_the_system()).await.unwrap();
    assert_eq!(connection.job_report(id, 10).await.unwrap(), [gone, refused]);
    assert_eq!(connection.job_report(id, 1).await.unwrap().len(), 1);
    assert_eq!(connection.job_operations(id).await.unwrap().len(), 1);
    assert_eq!(take(store, "one", after(600), after(700)).await.unwrap(), None);
    assert_eq!(connection.job(JobId(4711)).await.unwrap(), None);
}

async fn two_workers_never_hold_the_same_job(database: &TestDatabase) {
    let store = &database.store;
    let asa = user(store).await;
    let mut queued = Vec::new();
    for _ in 0..4 {
        queued.push(store.queue_job(&new(asa, &ROWS[..1])).await.unwrap().unwrap());
    }
    let take = |worker: &'static str| take(store, worker, now(), after(60));
    let (a, b, c, d, e) = tokio::join!(take("a"), take("b"), take("c"), take("d"), take("e"));
    let mut taken: Vec<JobId> = [a, b, c, d, e].into_iter().filter_map(Result::unwrap).collect();
    // Whoever came at the same time as another may have gone away with nothing; nobody has what another has.
    while let Some(next) = take("f").await.unwrap() {
        taken.push(next);
    }
    taken.sort();
    assert_eq!(taken, queued);
}

async fn a_job_whose_worker_falls_silent_is_taken_over_where_it_was(database: &TestDatabase) {
    let store = &database.store;
    let id = store.queue_job(&new(user(store).await, &ROWS)).await.unwrap().unwrap();
    take(store, "one", now(), after(60)).await.unwrap();
    assert!(advance(store, id, "one", part(0, changed(1), false)).await);
    assert_eq!(take(store, "two", after(59), after(120)).await.unwrap(), None);
    assert_eq!(take(store, "two", after(60), after(120)).await.unwrap(), Some(id));
    assert_eq!(job(store, id).await.counts, changed(1));
    // The first one wakes up, and may do nothing more; nor is anything done twice.
    assert!(!advance(store, id, "one", part(1, changed(2), true)).await);
    assert!(!advance(store, id, "two", part(0, changed(3), true)).await);
    assert!(!store.end_job(id, "one", JobState::Failed, Some(JobFailure::Unavailable), now()).await.unwrap());
    store.release_job(id, "one").await.unwrap();
    assert_eq!(take(store, "three", after(61), after(120)).await.unwrap(), None);
    assert!(advance(store, id, "two", part(1, changed(2), true)).await);
    let done = job(store, id).await;
    assert_eq!((done.state, done.counts), (JobState::Done, changed(3)));
}

async fn a_part_that_is_not_committed_has_not_been_done(database: &TestDatabase) {
    let store = &database.store;
    let id = store.queue_job(&new(user(store).await, &ROWS[..2])).await.unwrap().unwrap();
    take(store, "one", now(), after(60)).await.unwrap();
    let mut transaction = begin(store).await;
    assert!(transaction.advance_job(id, "one", &part(0, changed(1), false)).await.unwrap());
    drop(transaction);
    assert_eq!(job(store, id).await.counts, changed(0));
    store.release_job(id, "one").await.unwrap();
    assert_eq!(take(store, "two", now(), after(60)).await.unwrap(), Some(id));
}

async fn a_job_is_held_through_a_long_transaction(database: &TestDatabase) {
    let store = &database.store;
    let asa = user(store).await;
    let long = store.queue_job(&new(asa, &ROWS[..2])).await.unwrap().unwrap();
    assert_eq!(take(store, "one", now(), after(60)).await.unwrap(), Some(long));
    let next = store.queue_job(&new(asa, &ROWS[..1])).await.unwrap().unwrap();
    let mut transaction = begin(store).await;
    assert!(!transaction.hold_job(long, "two").await.unwrap());
    assert!(transaction.hold_job(long, "one").await.unwrap());
    // On SQLite nobody takes anything while another writes.
    if store.database() == Database::Postgres {
        assert_eq!(take(store, "two", after(120), after(180)).await.unwrap(), Some(next));
        assert_eq!(take(store, "three", after(120), after(180)).await.unwrap(), None);
    }
    assert!(transaction.advance_job(long, "one", &part(0, changed(2), true)).await.unwrap());
    transaction.commit().await.unwrap();
    assert_eq!(job(store, long).await.state, JobState::Done);
    // Whoever has lost it finds out before the work.
    take(store, "two", after(120), after(180)).await.unwrap();
    take(store, "three", after(240), after(300)).await.unwrap();
    let mut transaction = begin(store).await;
    assert!(!transaction.hold_job(next, "two").await.unwrap());
    assert!(transaction.hold_job(next, "three").await.unwrap());
}

async fn a_job_that_is_put_off_lets_the_next_one_pass_and_counts_its_attempts(database: &TestDatabase) {
    let store = &database.store;
    let asa = user(store).await;
    let first = store.queue_job(&new(asa, &ROWS[..2])).await.unwrap().unwrap();
    let second = store.queue_job(&new(asa, &ROWS[..1])).await.unwrap().unwrap();
    assert_eq!(take(store, "one", now(), after(60)).await.unwrap(), Some(first));
    assert_eq!(store.put_off_job(first, "two", after(30), true).await.unwrap(), None);
    assert_eq!(store.put_off_job(first, "one", after(30), true).await.unwrap(), Some(1));
    assert_eq!(take(store, "one", after(1), after(60)).await.unwrap(), Some(second));
    assert_eq!(take(store, "two", after(29), after(60)).await.unwrap(), None);
    assert_eq!(take(store, "two", after(30), after(90)).await.unwrap(), Some(first));
    assert_eq!(store.put_off_job(first, "two", after(40), true).await.unwrap(), Some(2));
    assert_eq!(take(store, "two", after(40), after(90)).await.unwrap(), Some(first));
    assert_eq!(store.put_off_job(first, "two", after(40), false).await.unwrap(), Some(2));
    // Once it goes on, it is counted anew.
    assert_eq!(take(store, "two", after(40), after(90)).await.unwrap(), Some(first));
    assert!(advance(store, first, "two", part(0, changed(1), false)).await);
    assert_eq!(store.put_off_job(first, "two", after(50), true).await.unwrap(), Some(1));
}

async fn whoever_takes_a_job_counts_as_an_attempt_until_it_gets_on(database: &TestDatabase) {
    let store = &database.store;
    let id = store.queue_job(&new(user(store).await, &ROWS)).await.unwrap().unwrap();
    let attempts = async |worker: &str, at: i64| {
        let taken = store.take_job(worker, after(at), after(at + 60)).await.unwrap().unwrap();
        assert_eq!(taken, TakenJob { id, ..taken });
        taken.attempts
    };
    assert_eq!(attempts("one", 0).await, 1);
    // It has not come back.
    assert_eq!(attempts("two", 60).await, 2);
    // Whoever lets go of it has not failed.
    store.release_job(id, "two").await.unwrap();
    assert_eq!(attempts("three", 61).await, 2);
    assert!(advance(store, id, "three", part(0, changed(1), false)).await);
    store.release_job(id, "three").await.unwrap();
    assert_eq!(attempts("four", 62).await, 1);
}

async fn what_stands_in_the_way_is_reported_by_whoever_holds_the_job(database: &TestDatabase) {
    let store = &database.store;
    let id = store.queue_job(&new(user(store).await, &ROWS)).await.unwrap().unwrap();
    store.take_job("one", now(), after(60)).await.unwrap();
    let report = |row: i64, reasons: Vec<RowRefusal>| RowReport {
        row,
        case: None,
        outcome: RowOutcome::Refused,
        reasons,
    };
    let reports = [report(3, vec![CaseRefusal::CaseworkerElsewhere.into()]), report(5, Vec::new())];
    let reported =
        async || store.read(&Scope::of_the_system()).await.unwrap().job_report(id, 9).await.unwrap();
    store.report_job(id, "two", &reports).await.unwrap();
    assert_eq!(reported().await, []);
    // Whoever was interrupted before ending the job reports the same again.
    for _ in 0..2 {
        store.report_job(id, "one", &reports).await.unwrap();
        assert_eq!(reported().await, reports);
    }
}

async fn a_job_that_waits_is_stopped_at_once_and_one_under_way_by_its_worker(database: &TestDatabase) {
    let store = &database.store;
    let asa = user(store).await;
    let first = store.queue_job(&new(asa, &ROWS[..2])).await.unwrap().unwrap();
    let second = store.queue_job(&new(asa, &ROWS[..2])).await.unwrap().unwrap();
    take(store, "one", now(), after(60)).await.unwrap();
    for id in [first, second] {
        store.cancel_job(id, after(5)).await.unwrap();
    }
    let stopped = job(store, second).await;
    assert_eq!((stopped.state, stopped.ended), (JobState::Cancelled, Some(after(5))));
    let going_on = job(store, first).await;
    assert_eq!((going_on.state, going_on.cancel_asked), (JobState::Running, true));
    assert!(advance(store, first, "one", part(0, changed(1), false)).await);
    assert!(store.end_job(first, "one", JobState::Cancelled, None, after(6)).await.unwrap());
    let stopped = job(store, first).await;
    assert_eq!((stopped.state, stopped.counts, stopped.failure), (JobState::Cancelled, changed(1), None));
    // What is over is not stopped. That it was asked just too late is noted, and nothing long afterwards.
    store.cancel_job(first, after(9)).await.unwrap();
    assert_eq!(job(store, first).await.ended, Some(after(6)));
    let cancel_asked = async |at| {
        let over = store.queue_job(&new(asa, &ROWS[..1])).await.unwrap().unwrap();
        store.take_job("one", now(), after(60)).await.unwrap();
        assert!(advance(store, over, "one", part(0, changed(1), true)).await);
        store.cancel_job(over, at).await.unwrap();
        let JobRecord { state, cancel_asked, .. } = job(store, over).await;
        assert_eq!(state, JobState::Done);
        cancel_asked
    };
    assert_eq!((cancel_asked(after(2)).await, cancel_asked(after(90)).await), (true, false));
}

async fn the_same_asked_twice_is_one_job(database: &TestDatabase) {
    let store = &database.store;
    let asa = user(store).await;
    let asked = |once| NewJob { once: Some(once), asked_from: "/uppfoljning", ..new(asa, &ROWS[..1]) };
    let first = store.queue_job(&asked("a")).await.unwrap().unwrap();
    assert_eq!(store.queue_job(&asked("a")).await.unwrap(), None);
    let mut connection = store.read(&Scope::of_the_system()).await.unwrap();
    assert_eq!(connection.job_asked_once(asa.0, "a").await.unwrap(), Some(first));
    assert_eq!(connection.job_asked_once(asa.0, "b").await.unwrap(), None);
    drop(connection);
    let other = store.queue_job(&asked("b")).await.unwrap();
    assert!(other.is_some_and(|other| other != first));
    // What asks for nothing in particular may be asked again.
    for _ in 0..2 {
        assert!(store.queue_job(&new(asa, &ROWS[..1])).await.unwrap().is_some());
    }
    store.keep_draft_of_job(first, "token").await.unwrap();
    let kept = job(store, first).await;
    assert_eq!((kept.asked_from.as_str(), kept.draft.as_deref()), ("/uppfoljning", Some("token")));
}

async fn a_job_is_taken_back_once(database: &TestDatabase) {
    let store = &database.store;
    let asa = user(store).await;
    let id = store.queue_job(&new(asa, &ROWS[..1])).await.unwrap().unwrap();
    let undo = || NewJob { kind: JobKind::Undo, undoes: Some(id), ..new(asa, &ROWS[..1]) };
    take(store, "one", now(), after(60)).await.unwrap();
    assert!(advance(store, id, "one", part(0, changed(1), true)).await);
    let by = store.queue_job(&undo()).await.unwrap().unwrap();
    assert_eq!((job(store, by).await.undoes, job(store, id).await.undone_by), (Some(id), Some(by)));
    assert_eq!(store.queue_job(&undo()).await.unwrap(), None);
    // One that could not be done is in nobody's way.
    take(store, "one", now(), after(60)).await.unwrap();
    assert!(store.end_job(by, "one", JobState::Failed, Some(JobFailure::Touched), after(1)).await.unwrap());
    assert_eq!(job(store, by).await.failure, Some(JobFailure::Touched));
    assert_eq!(job(store, id).await.undone_by, None);
    assert!(store.queue_job(&undo()).await.unwrap().is_some());
}

async fn the_journal_tells_what_a_job_did_and_what_came_later(database: &TestDatabase) {
    let store = &database.store;
    let asa = user(store).await;
    let mut transaction = begin(store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let first = open_case(&mut transaction, person, "2026-11-01").await;
    let second = open_case_in(&mut transaction, LINKOPING, person, "2026-11-01").await;
    transaction.commit().await.unwrap();
    let told = |case: CaseId, kind: ChangeKind, after: &str| Change {
        entity: EntityKind::Case,
        entity_id: case.0,
        person: Some(person),
        kind,
        before: Some("{}".into()),
        after: Some(after.into()),
    };
    let earlier = [told(first, ChangeKind::Changed, "{\"a\":0}")];
    let mut transaction = begin(store).await;
    transaction.record(&earlier).await.unwrap();
    transaction.commit().await.unwrap();

    let mine =
        [told(first, ChangeKind::Changed, "{\"a\":1}"), told(second, ChangeKind::Changed, "{\"a\":2}")];
    let mut transaction = store.operate(operation(OperationKind::BulkCaseUpdate)).await.unwrap();
    let id = transaction.begin_job(&new(asa, &[first.0, second.0]), "one").await.unwrap().unwrap();
    transaction.is_about(Some(place(LINKOPING)), "cases: registered".into());
    transaction.record(&mine[1..]).await.unwrap();
    let there = transaction.id();
    transaction.begin_next_entry(id).await.unwrap();
    transaction.is_about(Some(place(NORRKOPING)), "cases: registered".into());
    transaction.record(&mine[..1]).await.unwrap();
    let here = transaction.id();
    assert!(transaction.advance_job(id, "one", &part(0, changed(2), true)).await.unwrap());
    transaction.commit().await.unwrap();

    let mut connection = store.read(&Scope::of_the_system()).await.unwrap();
    let entries = [(there, Some(place(LINKOPING))), (here, Some(place(NORRKOPING)))];
    assert_eq!(connection.job_operations(id).await.unwrap(), entries);
    let mut both = [first, second].map(|case| (case.0, case));
    both.sort_unstable();
    assert_eq!(connection.changed_rows(id, JobKind::UpdateCases).await.unwrap(), both);
    assert_eq!(connection.changes_of_operation(there, 0, 1).await.unwrap(), [(0, mine[1].clone())]);
    assert_eq!(connection.changes_of_operation(here, 0, 9).await.unwrap(), [(0, mine[0].clone())]);
    assert_eq!(connection.changes_of_operation(here, 1, 9).await.unwrap(), []);
    assert_eq!(connection.later_changes(&everything(), id).await.unwrap(), None);
    for (code, position) in [(NORRKOPING, 0), (LINKOPING, 1)] {
        let log = connection.log(&everything(), 1, 2).await.unwrap();
        let entry = &log.rows[position];
        assert_eq!((entry.municipality, entry.reason.as_str()), (Some(place(code)), "cases: registered"));
        assert_eq!((entry.kind, entry.changes), (OperationKind::BulkCaseUpdate, 1));
    }
    let counts = |there, reached, elsewhere| ChangedCases { there, reached, elsewhere };
    assert_eq!(connection.changed_cases(&everything(), id).await.unwrap(), counts(2, 2, 0));
    assert_eq!(connection.changed_cases(&within(NORRKOPING), id).await.unwrap(), counts(2, 1, 1));
    assert_eq!(connection.changed_cases(&within("0583"), id).await.unwrap(), counts(2, 0, 2));

    let mut transaction = begin(store).await;
    let read = Change { before: None, after: None, ..told(first, ChangeKind::Read, "") };
    let twice = [0, 1].map(|_| told(second, ChangeKind::Changed, "{}"));
    transaction.record(&[read]).await.unwrap();
    transaction.record(&twice).await.unwrap();
    transaction.commit().await.unwrap();
    let later =
        LaterChanges { actor: "Fyren".into(), at: instant("2026-11-21T01:00:00Z"), cases: vec![second] };
    assert_eq!(connection.later_changes(&everything(), id).await.unwrap(), Some(later));
    assert_eq!(connection.later_changes(&within(NORRKOPING), id).await.unwrap(), None);
    assert_eq!(connection.first_broken_entry().await.unwrap(), None);
    // Of somebody who has become protected nothing is reached.
    raw::execute(&database.address, "UPDATE person SET confidentiality = true").await.unwrap();
    assert_eq!(connection.changed_cases(&within(NORRKOPING), id).await.unwrap(), counts(2, 0, 1));
}
