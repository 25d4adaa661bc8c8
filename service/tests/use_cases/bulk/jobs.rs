//! Jobs: who works on one, and what is left when one ends early.

use chrono::TimeDelta;
use domain::{
    access::Role,
    case::{
        change::{CaseChange, CaseField, FieldChange},
        view::CaseRow,
    },
    id::{CaseId, JobId},
    job::{JobFailure, JobKind, JobState},
    operation::Actor,
    user_message::{MessageBox, notice::SystemNotice},
};
use service::{
    ServiceError,
    jobs::{
        self, CaseUpdate, RowChange,
        worker::{self, work_on_next},
    },
    session::Session,
    system_notices, undo,
    user_messages::{self, Content},
    users,
};
use store::NewJob;

use super::{LEASE, all, caseworker, change, counts, register};
use crate::support::{
    Installation, LINKOPING, NORRKOPING,
    database::{TestDatabase, stories},
    day, raw,
    users::role,
    waiting::{is_postgres, until_waiting},
};

stories! {
    a_job_stopped_half_way_has_done_exactly_what_it_counts,
    a_job_goes_on_where_its_server_was_killed,
    a_job_that_no_server_survives_ends,
    nobody_takes_a_job_while_a_part_of_it_is_done,
    what_a_job_has_to_do_is_read_once,
    a_job_whose_owner_may_no_longer_do_it_ends,
    a_job_that_cannot_be_done_ends_and_those_behind_it_are_done,
    an_undo_for_another_needs_the_permission_for_it_until_it_is_done,
    once_a_job_is_over_nothing_of_what_was_asked_is_left,
    an_account_can_be_removed_though_another_has_taken_its_change_back,
    whoever_asked_is_told_once_of_a_job_that_took_long_or_failed,
}

async fn a_job_stopped_half_way_has_done_exactly_what_it_counts(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let id = fyren.queue(&asa, &ids, &all(change())).await;
    let held = worker::take(&fyren.services, LEASE).await.unwrap().unwrap().in_parts_of(2);
    assert_eq!(held.id(), id);
    assert!(held.do_part().await.unwrap() && held.do_part().await.unwrap());
    jobs::cancel(&fyren.services, &asa, id).await.unwrap();
    assert!(!held.do_part().await.unwrap());
    let stopped = fyren.progress(&asa, id).await;
    assert_eq!((stopped.state, stopped.counts), (JobState::Cancelled, counts(4, 0, 0)));
    let changed = |rows: Vec<CaseRow>| rows.iter().filter(|row| row.registered == day("2026-10-15")).count();
    assert_eq!(changed(fyren.here().await), 4);
    assert!(!work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    // What it has done can be taken back.
    assert!(stopped.may_be_undone());
    undo::undo(&fyren.services, &asa, id).await.unwrap();
    assert_eq!(changed(fyren.here().await), 0);
}

async fn a_job_goes_on_where_its_server_was_killed(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let id = fyren.queue(&asa, &ids, &all(change())).await;
    let killed = worker::take(&fyren.services, LEASE).await.unwrap().unwrap().in_parts_of(2);
    assert!(killed.do_part().await.unwrap());
    // The lease still holds: nobody else touches the job.
    assert!(!work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    fyren.clock.pass(TimeDelta::minutes(2));
    let other = worker::take(&fyren.services, LEASE).await.unwrap().unwrap().in_parts_of(2);
    assert_eq!(other.id(), id);
    // The one that was thought dead comes too late, and does nothing twice.
    assert_eq!(killed.do_part().await.err(), Some(ServiceError::Busy));
    assert!(other.do_part().await.unwrap());
    // A server that is asked to stop leaves the rest to the next at once.
    other.release().await.unwrap();
    assert!(work_on_next(&fyren.services, LEASE, || true).await.unwrap());
    assert_eq!(fyren.progress(&asa, id).await.counts, counts(4, 0, 0));
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    let done = fyren.progress(&asa, id).await;
    assert_eq!((done.state, done.counts), (JobState::Done, counts(6, 0, 0)));
    for case in ids {
        assert_eq!(fyren.version(case).await, 2);
    }
    assert_eq!(fyren.latest().await.1, format!("cases: registered; job {id}"));
}

async fn a_job_that_no_server_survives_ends(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let id = fyren.queue(&asa, &fyren.ids().await, &all(change())).await;
    for _ in 0..5 {
        // Nobody hears of the worker again.
        worker::take(&fyren.services, LEASE).await.unwrap().unwrap();
        assert_eq!(fyren.progress(&asa, id).await.state, JobState::Running);
        fyren.clock.pass(TimeDelta::minutes(2));
    }
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    let ended = fyren.progress(&asa, id).await;
    assert_eq!((ended.state, ended.failure), (JobState::Failed, Some(JobFailure::GivenUp)));
    assert_eq!(ended.counts, counts(0, 0, 0));
    assert!(!work_on_next(&fyren.services, LEASE, || false).await.unwrap());
}

async fn nobody_takes_a_job_while_a_part_of_it_is_done(database: &TestDatabase) {
    if !is_postgres(database) {
        // Nobody takes anything while another writes.
        return;
    }
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let id = fyren.queue(&asa, &fyren.ids().await, &all(change())).await;
    let held = worker::take(&fyren.services, LEASE).await.unwrap().unwrap();
    let mut run = fyren.write().await;
    run.lock_register().await.unwrap();
    let (done, ()) = tokio::join!(held.do_part(), async {
        // It waits for somebody else for longer than it may be silent.
        until_waiting(database, 1).await;
        fyren.clock.pass(TimeDelta::minutes(2));
        assert!(worker::take(&fyren.services, LEASE).await.unwrap().is_none());
        drop(run);
    });
    assert_eq!(done, Ok(false));
    let done = fyren.progress(&asa, id).await;
    assert_eq!((done.state, done.counts), (JobState::Done, counts(6, 0, 0)));
}

async fn what_a_job_has_to_do_is_read_once(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let id = fyren.queue(&asa, &fyren.ids().await, &all(change())).await;
    let held = worker::take(&fyren.services, LEASE).await.unwrap().unwrap().in_parts_of(2);
    assert!(held.do_part().await.unwrap());
    raw::execute(&database.address, "UPDATE job SET packed = NULL").await.unwrap();
    assert!(held.do_part().await.unwrap() && !held.do_part().await.unwrap());
    assert_eq!(fyren.progress(&asa, id).await.counts, counts(6, 0, 0));
}

async fn a_job_whose_owner_may_no_longer_do_it_ends(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let id = fyren.queue(&asa, &fyren.ids().await, &all(change())).await;
    users::set_active(&fyren.services, Actor::Operator, "asa", false).await.unwrap();
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    let ended = fyren.progress(&asa, id).await;
    assert_eq!((ended.state, ended.failure), (JobState::Failed, Some(JobFailure::Forbidden)));
    assert_eq!(ended.counts, counts(0, 0, 0));
    assert!(fyren.here().await.iter().all(|row| row.registered == day("2026-11-01")));
}

async fn a_job_that_cannot_be_done_ends_and_those_behind_it_are_done(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    // It takes nothing back, which cannot be.
    let nonsense = NewJob {
        kind: JobKind::Undo,
        account: asa.account,
        acting_in: asa.acting.id,
        municipality: None,
        fields: &[],
        asked: "",
        rows: &ids,
        undoes: None,
        once: None,
        asked_from: "",
        at: fyren.services.now(),
    };
    let hopeless = fyren.services.store.queue_job(&nonsense).await.unwrap().unwrap();
    let behind = fyren.queue(&asa, &ids, &all(change())).await;
    let failed = work_on_next(&fyren.services, LEASE, || false).await;
    assert_eq!(failed.err(), Some(ServiceError::Inconsistent));
    let ended = fyren.progress(&asa, hopeless).await;
    assert_eq!((ended.state, ended.failure), (JobState::Failed, Some(JobFailure::Inconsistent)));
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    let done = fyren.progress(&asa, behind).await;
    assert_eq!((done.state, done.counts), (JobState::Done, counts(6, 0, 0)));
    assert!(!work_on_next(&fyren.services, LEASE, || false).await.unwrap());
}

async fn an_undo_for_another_needs_the_permission_for_it_until_it_is_done(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ida = fyren.signed_in("ida", role(Role::RegionAdministrator, &[NORRKOPING])).await;
    let done = fyren.start(&asa, &fyren.ids().await, &all(change())).await.id;
    let by = undo::queue(&fyren.services, &ida, done).await.unwrap();
    // She may still edit cases, but not for others.
    let sql = format!(
        "UPDATE access_grant SET user_role_id = (SELECT id FROM user_role WHERE code = 'caseworker') WHERE id = {}",
        ida.acting.id
    );
    raw::execute(&database.address, &sql).await.unwrap();
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    let ended = fyren.progress(&ida, by).await;
    assert_eq!((ended.state, ended.failure), (JobState::Failed, Some(JobFailure::Forbidden)));
    assert!(fyren.here().await.iter().all(|row| row.registered == day("2026-10-15")));
}

async fn once_a_job_is_over_nothing_of_what_was_asked_is_left(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let row = |case: &i64| RowChange {
        case: CaseId(*case),
        version: 1,
        change: CaseChange { other_schooling_until: FieldChange::Set(day("2026-12-24")), ..change() },
    };
    let update = CaseUpdate { rows: ids.iter().map(row).collect(), ..CaseUpdate::default() };
    let kept = async || {
        let mut kept = String::new();
        for table in ["job", "job_row", "job_operation"] {
            kept += &raw::text(&database.address, table).await;
        }
        kept
    };
    let fields = [CaseField::Registered, CaseField::OtherSchooling];
    let is_forgotten = async |id: JobId, state: JobState| {
        assert_eq!(fyren.progress(&asa, id).await.state, state);
        let kept = kept().await;
        for value in ["2026-10-15", "2026-12-24", "version"] {
            assert!(!kept.contains(value), "{state:?}: {kept}");
        }
        let sql = "SELECT count(*) FROM job WHERE asked IS NOT NULL OR packed IS NOT NULL";
        assert_eq!(raw::count(&database.address, sql).await, 0);
        assert_eq!(undo::preview(&fyren.services, &asa, id).await.unwrap().fields, fields);
    };
    let queued = async || fyren.queue(&asa, &ids, &update).await;

    let stopped_while_waiting = queued().await;
    assert!(kept().await.contains("2026-12-24"));
    jobs::cancel(&fyren.services, &asa, stopped_while_waiting).await.unwrap();
    is_forgotten(stopped_while_waiting, JobState::Cancelled).await;

    let stopped = queued().await;
    let held = worker::take(&fyren.services, LEASE).await.unwrap().unwrap().in_parts_of(2);
    assert!(held.do_part().await.unwrap());
    jobs::cancel(&fyren.services, &asa, stopped).await.unwrap();
    assert!(!held.do_part().await.unwrap());
    is_forgotten(stopped, JobState::Cancelled).await;

    let done = queued().await;
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    is_forgotten(done, JobState::Done).await;

    let at_once = fyren.start(&asa, &ids, &update).await.id;
    is_forgotten(at_once, JobState::Done).await;

    let failed = queued().await;
    users::set_active(&fyren.services, Actor::Operator, "asa", false).await.unwrap();
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    is_forgotten(failed, JobState::Failed).await;
}

async fn an_account_can_be_removed_though_another_has_taken_its_change_back(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ida = fyren.signed_in("ida", role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING])).await;
    let done = fyren.start(&asa, &fyren.ids().await, &all(change())).await.id;
    let by = undo::undo(&fyren.services, &ida, done).await.unwrap();
    let foreign_keys = if database.address.starts_with("sqlite") { "PRAGMA foreign_keys = ON; " } else { "" };
    let sql = format!("{foreign_keys}DELETE FROM account WHERE id = {}", asa.account.0);
    raw::execute(&database.address, &sql).await.unwrap();
    let undone = fyren.progress(&ida, by).await;
    assert_eq!((undone.state, undone.undoes, undone.counts), (JobState::Done, None, counts(6, 0, 0)));
    assert!(!undone.may_be_undone());
}

impl Installation {
    /// What the system tells somebody, the latest first, once more what is due has been told.
    async fn notices_to(&self, session: &Session) -> Vec<SystemNotice> {
        system_notices::tell_what_is_due(&self.services).await.unwrap();
        let messages =
            user_messages::read_box(&self.services, session, MessageBox::Received, 1).await.unwrap();
        let notice = |content| match content {
            Content::Notice(notice) => Some(notice),
            Content::Written { .. } => None,
        };
        messages.messages.into_iter().filter_map(|message| notice(message.content)).collect()
    }
}

async fn whoever_asked_is_told_once_of_a_job_that_took_long_or_failed(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    fyren.queue(&asa, &ids, &all(change())).await;
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    assert_eq!(fyren.notices_to(&asa).await, [], "it was over before anybody could turn to something else");
    let long = fyren.queue(&asa, &ids, &all(super::work())).await;
    fyren.clock.pass(TimeDelta::minutes(2));
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    let over = |job, state| SystemNotice::JobOver { job, kind: JobKind::UpdateCases, state };
    assert_eq!(fyren.notices_to(&asa).await, [over(long, JobState::Done)]);
    let broken = fyren.queue(&asa, &ids, &all(change())).await;
    users::set_active(&fyren.services, Actor::Operator, "asa", false).await.unwrap();
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    // However often it is looked, it is told once.
    for _ in 0..2 {
        assert_eq!(
            fyren.notices_to(&asa).await,
            [over(broken, JobState::Failed), over(long, JobState::Done)]
        );
    }
}
