//! Taking a bulk change back.

use chrono::TimeDelta;
use domain::{
    access::{Role, RoleAssignment, Scope},
    case::{
        change::{CaseChange, CaseRefusal, FieldChange},
        view::CaseRow,
    },
    contact::LivingOutside,
    id::{CaseId, JobId},
    job::{JobFailure, JobKind, JobState, OutcomeCounts, RowOutcome, RowRefusal, UndoRefusal},
    list::{CaseColumn, Filter, ListQuery, Sort},
    occupation::OccupationAtRegistration,
    operation::{Actor, OperationKind},
};
use service::{
    ServiceError, cases,
    jobs::{
        self, Origin,
        worker::{self, work_on_next},
    },
    session::{self, Session},
    undo::{self, UndoFailure},
    users,
};

use super::{BIRTHS, LEASE, all, caseworker, change, counts, register, work};
use crate::support::{
    LINKOPING, NORRKOPING, TODAY,
    database::{TestDatabase, stories},
    day, place,
    posts::{But, post},
    raw,
    users::{PASSWORD, role},
};

stories! {
    a_change_is_taken_back_as_a_whole,
    a_job_is_taken_back_as_one_change,
    a_change_is_not_taken_back_once_somebody_has_touched_a_row,
    a_large_change_is_taken_back_by_a_worker_or_not_at_all,
    a_change_is_taken_back_once,
    whoever_made_a_change_or_administers_the_municipality_takes_it_back,
    a_change_is_not_taken_back_in_a_role_that_does_not_reach_all_of_it,
    those_who_have_become_protected_stay_as_they_are,
    what_is_no_longer_allowed_is_not_brought_back,
    of_a_large_change_the_worker_finds_out_what_is_no_longer_allowed_and_names_it,
}

async fn a_change_is_taken_back_as_a_whole(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    fyren.start(&asa, &ids[..2], &all(work())).await;
    let before = fyren.here().await;
    let update = all(CaseChange {
        occupation: Some(OccupationAtRegistration::None),
        other_schooling_until: FieldChange::Set(day("2026-12-31")),
        caseworker: FieldChange::Set(asa.account),
        living_outside: FieldChange::Set(LivingOutside::Other),
        ..change()
    });
    let done = fyren.start(&asa, &ids, &update).await;
    assert_ne!(fyren.here().await, before);
    let entries = fyren.journal().await.0;
    let preview = undo::preview(&fyren.services, &asa, done.id).await.unwrap();
    assert_eq!((preview.refusal, preview.change), (None, done.clone()));
    assert_eq!(fyren.journal().await.0, entries);

    let by = undo::undo(&fyren.services, &asa, done.id).await.unwrap();
    assert_eq!(fyren.here().await, before);
    let undone = fyren.progress(&asa, by).await;
    assert_eq!((undone.kind, undone.state, undone.counts), (JobKind::Undo, JobState::Done, counts(6, 0, 0)));
    assert_eq!((undone.undoes, undone.may_be_undone()), (Some(done.id), false));
    let told = format!("cases: undo of job {}; job {by}", done.id);
    assert_eq!(fyren.latest().await, (OperationKind::BulkUndo, told, 6));
    assert_eq!(fyren.version(ids[0]).await, 4);
}

async fn a_job_is_taken_back_as_one_change(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let before = fyren.here().await;
    let id = fyren.queue(&asa, &fyren.ids().await, &all(change())).await;
    let held = worker::take(&fyren.services, LEASE).await.unwrap().unwrap().in_parts_of(4);
    assert!(held.do_part().await.unwrap());
    let going_on = undo::undo(&fyren.services, &asa, id).await;
    assert_eq!(going_on.err(), Some(UndoFailure::Refused(UndoRefusal::NotOver)));
    assert!(!held.do_part().await.unwrap());
    // Two entries of the journal, one change.
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    assert_eq!(connection.job_operations(id).await.unwrap().len(), 2);
    drop(connection);
    undo::undo(&fyren.services, &asa, id).await.unwrap();
    assert_eq!(fyren.here().await, before);
}

async fn a_change_is_not_taken_back_once_somebody_has_touched_a_row(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let done = fyren.start(&asa, &ids, &all(change())).await.id;
    // Reading touches nothing.
    let everything = ListQuery::<CaseColumn>::default().filtered(Filter::everything()).sorted(Sort::new([]));
    cases::list(&fyren.services, &asa, &everything).await.unwrap();
    assert_eq!(undo::preview(&fyren.services, &asa, done).await.unwrap().refusal, None);

    fyren.clock.pass(TimeDelta::minutes(30));
    fyren.start(&asa, &ids[1..3], &all(work())).await;
    let rows = fyren.here().await;
    let refusal = UndoRefusal::Touched {
        by: "Åsa Lindqvist".into(),
        at: "2026-11-21 09:30".into(),
        cases: vec![CaseId(ids[1]), CaseId(ids[2])],
    };
    let preview = undo::preview(&fyren.services, &asa, done).await.unwrap();
    assert_eq!(preview.refusal, Some(refusal.clone()));
    let refused = undo::undo(&fyren.services, &asa, done).await;
    assert_eq!(refused.err(), Some(UndoFailure::Refused(refusal)));
    assert_eq!(fyren.here().await, rows);

    // What the run does counts too.
    let later = fyren.start(&asa, &ids[4..], &all(work())).await.id;
    fyren.import([post(BIRTHS[4]).named("Öman").living_in(LINKOPING, "2026-11-20")]).await;
    fyren.run(NORRKOPING, TODAY).await;
    let refused = undo::undo(&fyren.services, &asa, later).await;
    let named = |failure: &UndoFailure| match failure {
        UndoFailure::Refused(UndoRefusal::Touched { cases, .. }) => cases.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused.as_ref().map_err(named), Err(vec![CaseId(ids[4])]));
}

async fn a_large_change_is_taken_back_by_a_worker_or_not_at_all(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let (ids, before) = (fyren.ids().await, fyren.here().await);
    let done = fyren.start(&asa, &ids, &all(change())).await.id;
    let by = undo::queue(&fyren.services, &asa, done).await.unwrap();
    let again = undo::queue(&fyren.services, &asa, done).await;
    assert_eq!(again.err(), Some(UndoFailure::Refused(UndoRefusal::AlreadyUndone)));
    // Before its turn comes, somebody touches a row.
    let touching = fyren.start(&asa, &ids[..1], &all(work())).await.id;
    let rows = fyren.here().await;
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    let failed = fyren.progress(&asa, by).await;
    assert_eq!((failed.state, failed.failure), (JobState::Failed, Some(JobFailure::Touched)));
    assert_eq!((failed.counts, fyren.here().await), (counts(0, 0, 0), rows));

    // Once that is taken back itself, the rows hold what the change left, but they have been touched.
    undo::undo(&fyren.services, &asa, touching).await.unwrap();
    let refused = undo::preview(&fyren.services, &asa, done).await.unwrap().refusal;
    assert!(matches!(refused, Some(UndoRefusal::Touched { .. })), "{refused:?}");

    let second = fyren
        .start(&asa, &ids[1..], &all(CaseChange { registered: Some(day("2026-10-01")), ..work() }))
        .await;
    let by = undo::queue(&fyren.services, &asa, second.id).await.unwrap();
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    assert_eq!(fyren.progress(&asa, by).await.counts, counts(5, 0, 0));
    assert_eq!(fyren.here().await[0], CaseRow { registered: day("2026-10-15"), ..before[0].clone() });
    assert!(fyren.here().await.iter().all(|row| row.registered == day("2026-10-15")));
}

async fn a_change_is_taken_back_once(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let done = fyren.start(&asa, &ids, &all(change())).await.id;
    let by = undo::undo(&fyren.services, &asa, done).await.unwrap();
    let refusal = async |id: JobId| undo::undo(&fyren.services, &asa, id).await.err();
    assert_eq!(refusal(done).await, Some(UndoFailure::Refused(UndoRefusal::AlreadyUndone)));
    assert_eq!(refusal(by).await, Some(UndoFailure::Refused(UndoRefusal::IsUndo)));
    let same = fyren.start(&asa, &ids, &all(CaseChange::default())).await.id;
    assert_eq!(refusal(same).await, Some(UndoFailure::Refused(UndoRefusal::NothingChanged)));
    assert_eq!(refusal(JobId(4711)).await, Some(UndoFailure::Unavailable(ServiceError::NotFound)));
    assert_eq!(fyren.progress(&asa, done).await.undone_by, Some(by));
}

async fn whoever_made_a_change_or_administers_the_municipality_takes_it_back(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let colleague = fyren.signed_in("bo", caseworker()).await;
    let elsewhere = fyren.signed_in("eva", role(Role::RegionAdministrator, &[LINKOPING])).await;
    let administrator =
        fyren.signed_in("ida", role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING])).await;
    let done = fyren.start(&asa, &fyren.ids().await, &all(change())).await.id;
    for other in [&colleague, &elsewhere] {
        let refused = undo::undo(&fyren.services, other, done).await;
        assert_eq!(refused.err(), Some(UndoFailure::Unavailable(ServiceError::NotFound)));
        assert_eq!(jobs::progress(&fyren.services, other, done).await.err(), Some(ServiceError::NotFound));
    }
    undo::undo(&fyren.services, &administrator, done).await.unwrap();
    assert!(fyren.here().await.iter().all(|row| row.registered == day("2026-11-01")));
}

async fn a_change_is_not_taken_back_in_a_role_that_does_not_reach_all_of_it(database: &TestDatabase) {
    let fyren = register(database).await;
    let region = role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING]);
    let roles = vec![region, caseworker(), role(Role::Caseworker, &[LINKOPING])];
    fyren.user("asa", roles, false).await;
    let token = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let acting = async |role: Role, code: &str| {
        let session = fyren.session(&token).await.unwrap();
        let reaches = |other: &&RoleAssignment| {
            other.title.shipped() == Some(role) && other.scope().reaches(place(code))
        };
        let other = session.roles.iter().find(reaches).unwrap().id;
        session::switch_role(&fyren.services, &session, other).await.unwrap();
        fyren.session(&token).await.unwrap()
    };
    let everywhere: Vec<i64> = fyren.rows().await.iter().map(|row| row.id.0).collect();
    let refusal = async |session: &Session, id: JobId| {
        let failure = undo::undo(&fyren.services, session, id).await.err();
        let queued = undo::queue(&fyren.services, session, id).await.err();
        let preview = undo::preview(&fyren.services, session, id).await.unwrap().refusal;
        let out_of_reach = UndoRefusal::OutOfReach;
        assert_eq!(preview, Some(out_of_reach.clone()));
        assert_eq!(failure, Some(UndoFailure::Refused(out_of_reach)));
        assert_eq!(queued, failure);
    };
    // None of it is reached.
    let here = acting(Role::Caseworker, NORRKOPING).await;
    let done = fyren.start(&here, &fyren.ids().await, &all(change())).await.id;
    let elsewhere = acting(Role::Caseworker, LINKOPING).await;
    refusal(&elsewhere, done).await;
    assert_eq!(fyren.progress(&elsewhere, done).await.undone_by, None);
    // In the role that made it, it is still there to be taken back.
    let here = acting(Role::Caseworker, NORRKOPING).await;
    undo::undo(&fyren.services, &here, done).await.unwrap();
    assert!(fyren.here().await.iter().all(|row| row.registered == day("2026-11-01")));

    // A part of it is reached.
    let both = acting(Role::RegionAdministrator, NORRKOPING).await;
    let done = fyren.start(&both, &everywhere, &all(change())).await.id;
    for code in [NORRKOPING, LINKOPING] {
        refusal(&acting(Role::Caseworker, code).await, done).await;
    }
    assert!(fyren.rows().await.iter().all(|row| row.registered == day("2026-10-15")));
    let both = acting(Role::RegionAdministrator, NORRKOPING).await;
    let by = undo::undo(&fyren.services, &both, done).await.unwrap();
    assert_eq!(fyren.progress(&both, by).await.counts, counts(7, 0, 0));
}

async fn those_who_have_become_protected_stay_as_they_are(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let one = fyren.start(&asa, &ids[3..4], &all(change())).await.id;
    let rest = [&ids[..3], &ids[4..]].concat();
    let several = fyren.start(&asa, &rest, &all(work())).await.id;
    fyren.import([post(BIRTHS[3]).named("Ek").protected(), post(BIRTHS[4]).named("Öman").protected()]).await;
    // The only one of a change: whoever may see it again can still take it back.
    let refused = undo::undo(&fyren.services, &asa, one).await.err();
    assert_eq!(refused, Some(UndoFailure::Refused(UndoRefusal::OutOfReach)));
    let by = undo::undo(&fyren.services, &asa, several).await.unwrap();
    let expected = OutcomeCounts { gone: 1, ..counts(4, 0, 0) };
    assert_eq!(fyren.progress(&asa, by).await.counts, expected);
}

async fn what_is_no_longer_allowed_is_not_brought_back(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await.account;
    let ids = fyren.ids().await;
    let given_to = |account| CaseChange { caseworker: FieldChange::Set(account), ..CaseChange::default() };
    let until = FieldChange::Set(day("2026-11-22"));
    fyren.start(&asa, &ids[..3], &all(given_to(bo))).await;
    let studies = CaseChange { other_schooling_until: until, ..CaseChange::default() };
    fyren.start(&asa, &ids[2..4], &all(studies)).await;
    let update = CaseChange { other_schooling_until: FieldChange::Clear, ..given_to(asa.account) };
    let done = fyren.start(&asa, &ids, &all(update)).await.id;
    assert_eq!(undo::preview(&fyren.services, &asa, done).await.unwrap().refusal, None);

    // He stops working there, and the day of the studies passes.
    users::set_active(&fyren.services, Actor::Operator, "bo", false).await.unwrap();
    fyren.clock.pass(TimeDelta::days(2));
    let asa = fyren.session(&fyren.sign_in("asa", PASSWORD).await.unwrap()).await.unwrap();
    let rows = fyren.here().await;
    let (schooling, caseworker) = (CaseRefusal::OtherSchoolingPassed, CaseRefusal::CaseworkerElsewhere);
    let reasons = [vec![caseworker], vec![caseworker], vec![schooling, caseworker], vec![schooling]]
        .map(|reasons| reasons.into_iter().map(RowRefusal::from).collect());
    let cases = ids.iter().copied().map(CaseId).zip(reasons).collect();
    let refusal = UndoRefusal::NoLongerAllowed { cases };
    assert_eq!(undo::preview(&fyren.services, &asa, done).await.unwrap().refusal, Some(refusal.clone()));
    let refused = undo::undo(&fyren.services, &asa, done).await;
    assert_eq!(refused.err(), Some(UndoFailure::Refused(refusal)));
    assert_eq!(fyren.here().await, rows);
}

/// Each case a hundred times more, closed on its first day.
const MANY_CLOSED_CASES: &str = "INSERT INTO activity_case (person_id, municipality, registered, deregistered, reason, \
    origin, entered, occupation, notes, version) WITH RECURSIVE copy(number) AS (SELECT 1 UNION ALL SELECT number + 1 \
    FROM copy WHERE number < 100) SELECT person_id, municipality, registered, registered, 'EjFbf', origin, entered, \
    occupation, notes, version FROM activity_case, copy WHERE municipality = '0581'";

async fn of_a_large_change_the_worker_finds_out_what_is_no_longer_allowed_and_names_it(
    database: &TestDatabase,
) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await.account;
    raw::execute(&database.address, MANY_CLOSED_CASES).await.unwrap();
    let ids = async || -> Vec<i64> {
        let (mut connection, here) =
            (fyren.services.store.read(&Scope::of_the_system()).await.unwrap(), place(NORRKOPING));
        let listed = connection.case_listings(&Scope::of([here]), here, CaseId(0), i64::MAX).await.unwrap();
        listed.iter().map(|listing| listing.case.id.0).collect()
    };
    let ids = ids().await;
    let everything = async || {
        let cases: Vec<CaseId> = ids.iter().copied().map(CaseId).collect();
        let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
        let edited = connection.edited_cases(&Scope::of_the_system(), &cases).await.unwrap();
        edited.into_iter().map(|case| case.values).collect::<Vec<_>>()
    };
    let given_to =
        |account| all(CaseChange { caseworker: FieldChange::Set(account), ..CaseChange::default() });
    fyren.start(&asa, &ids[..4], &given_to(bo)).await;
    let before = everything().await;
    // It is done by a worker, in several parts.
    let done = jobs::start(&fyren.services, &asa, &ids, &given_to(asa.account).into(), Origin::default())
        .await
        .unwrap();
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    assert_eq!(fyren.progress(&asa, done).await.counts, counts(606, 0, 0));
    let after = everything().await;

    users::set_active(&fyren.services, Actor::Operator, "bo", false).await.unwrap();
    assert_eq!(undo::preview(&fyren.services, &asa, done).await.unwrap().refusal, None);
    let by = undo::undo(&fyren.services, &asa, done).await.unwrap();
    assert_eq!(
        (fyren.progress(&asa, by).await.state, fyren.progress(&asa, by).await.total),
        (JobState::Queued, 606)
    );
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    let failed = fyren.progress(&asa, by).await;
    assert_eq!((failed.state, failed.failure), (JobState::Failed, Some(JobFailure::NoLongerAllowed)));
    let mut report = jobs::report(&fyren.services, &asa, by).await.unwrap();
    let titles: Vec<_> = report.iter().map(|row| row.title.clone()).collect();
    assert!(titles.is_sorted(), "{titles:?}");
    report.sort_by_key(|row| row.row);
    let named: Vec<_> = report.into_iter().map(|row| (row.row, row.outcome, row.reasons)).collect();
    let expected = ids[..4]
        .iter()
        .map(|case| (*case, RowOutcome::Refused, vec![RowRefusal::from(CaseRefusal::CaseworkerElsewhere)]));
    assert_eq!(named, expected.collect::<Vec<_>>());
    assert_eq!(everything().await, after);

    // He is back, and so is what the cases held.
    users::set_active(&fyren.services, Actor::Operator, "bo", true).await.unwrap();
    let by = undo::undo(&fyren.services, &asa, done).await.unwrap();
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    let undone = fyren.progress(&asa, by).await;
    assert_eq!((undone.state, undone.total, undone.counts), (JobState::Done, 606, counts(606, 0, 0)));
    assert_eq!(everything().await, before);
    let told = format!("cases: undo of job {done}; job {by}");
    assert_eq!(fyren.latest().await, (OperationKind::BulkUndo, told, 606));
}
