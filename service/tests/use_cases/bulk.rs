//! Bulk changes: selections that are frozen, *Uppdatera aktivitetsansvar*, jobs, and taking a change back.

use chrono::TimeDelta;
use domain::{
    access::{Role, RoleAssignment, Scope},
    case::{
        change::{CaseChange, CaseRefusal, FieldChange},
        view::CaseRow,
    },
    contact::LivingOutside,
    id::{AccountId, CaseId, JobId},
    job::{JobKind, JobState, OutcomeCounts, RowOutcome, UndoRefusal},
    list::{CaseColumn, Condition, ExportFormat, Filter, ListQuery, Operator, Sort},
    occupation::OccupationAtRegistration,
    operation::OperationKind,
};
use service::{
    ServiceError, case_changes, cases, export,
    jobs::{
        self, CaseUpdate, RowChange,
        worker::{self, work_on_next},
    },
    selection::{self, Selection},
    session::{self, Session},
    undo::{self, UndoFailure},
    users,
};
use store::{NewJob, NewRole};

use crate::{
    reading::next_rows,
    support::{
        Installation, LINKOPING, NORRKOPING, TODAY,
        database::{TestDatabase, stories},
        day, installation, place,
        posts::{But, post},
        users::{PASSWORD, role},
    },
};

stories! {
    a_selection_stays_what_it_was_and_its_tokens_are_ones_own,
    only_rows_within_reach_are_frozen,
    a_selection_ends_with_old_sessions,
    a_chosen_file_holds_the_chosen_rows_in_the_lists_order,
    one_value_is_given_to_all_as_one_operation,
    each_row_gets_its_own_and_what_cannot_be_saved_is_told,
    rows_that_are_gone_or_foreign_are_told_and_left_alone,
    what_another_has_changed_meanwhile_is_not_overwritten,
    a_role_without_permission_changes_nothing,
    caseworkers_are_users_of_the_municipality,
    other_schooling_is_judged_by_the_next_run,
    the_page_shows_what_the_selection_names_and_says_that_it_was_read,
    a_job_stopped_half_way_has_done_exactly_what_it_counts,
    a_job_goes_on_where_its_server_was_killed,
    a_job_whose_owner_may_no_longer_do_it_ends,
    a_job_that_cannot_be_done_ends_and_those_behind_it_are_done,
    a_change_is_taken_back_as_a_whole,
    a_job_is_taken_back_as_one_change,
    a_change_is_not_taken_back_once_somebody_has_touched_a_row,
    a_large_change_is_taken_back_by_a_worker_or_not_at_all,
    a_change_is_taken_back_once,
    whoever_made_a_change_or_administers_the_municipality_takes_it_back,
    a_change_is_not_taken_back_in_a_role_that_does_not_reach_all_of_it,
    those_who_have_become_protected_stay_as_they_are,
}

const BIRTHS: [&str; 6] =
    ["2008-08-17", "2008-08-18", "2008-08-19", "2008-08-20", "2008-08-21", "2008-08-22"];

/// Six people with open cases in Norrköping since 1 November, and one in Linköping.
async fn register(database: &TestDatabase) -> Installation {
    let fyren = installation(database);
    let names = ["Zetterlund", "Åberg", "Dahl", "Ek", "Öman", "Adler"];
    let posts = BIRTHS.iter().zip(names).map(|(birth, name)| post(birth).named(name));
    let elsewhere = post("2008-09-01").living_in(LINKOPING, "2010-01-01");
    fyren.import(posts.chain([elsewhere])).await;
    fyren.run(NORRKOPING, "2026-11-01").await;
    fyren.run(LINKOPING, "2026-11-01").await;
    fyren
}

fn caseworker() -> NewRole {
    role(Role::Caseworker, &[NORRKOPING])
}

fn change() -> CaseChange {
    CaseChange { registered: Some(day("2026-10-15")), ..CaseChange::default() }
}

fn all(change: CaseChange) -> CaseUpdate {
    CaseUpdate { all: change, rows: Vec::new() }
}

fn counts(changed: u64, unchanged: u64, refused: u64) -> OutcomeCounts {
    OutcomeCounts { changed, unchanged, refused, ..OutcomeCounts::default() }
}

impl Installation {
    /// The rows of Norrköping's cases, in the order of their identities.
    async fn here(&self) -> Vec<CaseRow> {
        let mut rows = self.rows().await;
        rows.retain(|row| row.municipality == place(NORRKOPING));
        rows.sort_by_key(|row| row.id);
        rows
    }

    async fn ids(&self) -> Vec<i64> {
        self.here().await.iter().map(|row| row.id.0).collect()
    }

    async fn start(&self, session: &Session, rows: &[i64], update: &CaseUpdate) -> jobs::Progress {
        let id = jobs::start(&self.services, session, rows, update).await.unwrap();
        jobs::progress(&self.services, session, id).await.unwrap()
    }

    async fn queue(&self, session: &Session, rows: &[i64], update: &CaseUpdate) -> JobId {
        jobs::queue(&self.services, session, rows, update).await.unwrap()
    }

    async fn progress(&self, session: &Session, id: JobId) -> jobs::Progress {
        jobs::progress(&self.services, session, id).await.unwrap()
    }

    async fn frozen(&self, session: &Session, rows: &[i64]) -> Selection {
        selection::freeze_rows::<CaseColumn>(&self.services, session, rows).await.unwrap()
    }

    /// The kind, reason and number of changes of the journal's latest entry, whose chain is whole.
    async fn latest(&self) -> (OperationKind, String, u64) {
        let mut connection = self.services.store.read().await.unwrap();
        assert_eq!(connection.first_broken_entry().await.unwrap(), None);
        let row = connection.log(&Scope::of_the_system(), 1, 1).await.unwrap().rows.remove(0);
        (row.kind, row.reason, row.changes)
    }

    async fn version(&self, case: i64) -> i64 {
        let mut connection = self.services.store.read().await.unwrap();
        connection.edited_cases(&Scope::of_the_system(), &[CaseId(case)]).await.unwrap()[0].version
    }
}

async fn a_selection_stays_what_it_was_and_its_tokens_are_ones_own(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let unknown = Condition::read(CaseColumn::Occupation, Operator::AnyOf, &["unknown"]).unwrap();
    let query = ListQuery::<CaseColumn>::default().narrowed(unknown).on_page(3);
    let taken = selection::freeze_matching(&fyren.services, &asa, &query).await.unwrap();
    assert_eq!((taken.list.as_str(), taken.count), ("cases", 6));
    let all_work = CaseChange { occupation: Some(OccupationAtRegistration::Work), ..CaseChange::default() };
    fyren.start(&asa, &fyren.ids().await, &all(all_work)).await;

    let found = selection::find(&fyren.services, &asa, &taken.token).await.unwrap();
    assert_eq!(found, Some(taken.clone()));
    let rows = selection::rows::<CaseColumn>(&fyren.services, &asa, &taken.token).await.unwrap();
    assert_eq!(rows, Some(fyren.ids().await));
    assert_eq!(selection::freeze_matching(&fyren.services, &asa, &query).await.unwrap().count, 0);
    for (session, token) in [(&bo, taken.token.as_str()), (&asa, "made-up")] {
        assert_eq!(selection::find(&fyren.services, session, token).await.unwrap(), None);
        assert_eq!(selection::rows::<CaseColumn>(&fyren.services, session, token).await.unwrap(), None);
    }
    assert_ne!(fyren.frozen(&asa, &[1]).await.token, fyren.frozen(&asa, &[1]).await.token);
}

async fn only_rows_within_reach_are_frozen(database: &TestDatabase) {
    let fyren = register(database).await;
    fyren.import([post("2008-10-01").protected()]).await;
    fyren.run(NORRKOPING, "2026-11-02").await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let mut every: Vec<i64> = fyren.rows().await.iter().map(|row| row.id.0).collect();
    every.extend([4711, -1, every[0]]);
    let taken = fyren.frozen(&asa, &every).await;
    let rows = selection::rows::<CaseColumn>(&fyren.services, &asa, &taken.token).await.unwrap().unwrap();
    assert_eq!((taken.count, rows.len()), (6, 6));
    let everything = ListQuery::<CaseColumn>::default().filtered(Filter::everything());
    assert_eq!(selection::freeze_matching(&fyren.services, &asa, &everything).await.unwrap().count, 6);
    let auditor = fyren.signed_in("eva", role(Role::Auditor, &[NORRKOPING])).await;
    let forbidden = Some(ServiceError::Forbidden);
    assert_eq!(
        selection::freeze_rows::<CaseColumn>(&fyren.services, &auditor, &every).await.err(),
        forbidden
    );
    assert_eq!(selection::freeze_matching(&fyren.services, &auditor, &everything).await.err(), forbidden);
}

async fn a_selection_ends_with_old_sessions(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let taken = fyren.frozen(&asa, &fyren.ids().await).await;
    fyren.clock.pass(TimeDelta::hours(13));
    assert!(selection::find(&fyren.services, &asa, &taken.token).await.unwrap().is_some());
    fyren.signed_in("bo", caseworker()).await;
    assert_eq!(selection::find(&fyren.services, &asa, &taken.token).await.unwrap(), None);
    let refused = case_changes::page(&fyren.services, &asa, &taken.token, 1).await;
    assert_eq!(refused.err(), Some(ServiceError::NotFound));
}

async fn a_chosen_file_holds_the_chosen_rows_in_the_lists_order(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let chosen = [ids[1], ids[0], ids[2], 4711];
    // What is filtered by makes no difference to what has been chosen.
    let query = ListQuery::<CaseColumn>::default().finding("Nobody");
    let mut file =
        export::begin_among(&fyren.services, &asa, &query, &chosen, ExportFormat::Csv).await.unwrap();
    let (kind, reason, changes) = fyren.latest().await;
    assert_eq!((kind, changes), (OperationKind::ExportList, 3));
    assert!(reason.starts_with("cases: selection; csv, 3 rows: "), "{reason}");
    let surnames: Vec<String> = next_rows(&mut file).await.into_iter().map(|row| row.surname).collect();
    assert_eq!(surnames, ["Dahl", "Zetterlund", "Åberg"]);
    assert_eq!(file.total(), 3);
}

async fn one_value_is_given_to_all_as_one_operation(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let (before, _) = fyren.journal().await;
    let update = all(CaseChange {
        occupation: Some(OccupationAtRegistration::Work),
        living_outside: FieldChange::Set(LivingOutside::Nordic),
        caseworker: FieldChange::Set(asa.account),
        ..change()
    });
    // Each once, however often it is named.
    let named_twice = [ids.as_slice(), &ids[..2]].concat();
    let done = fyren.start(&asa, &named_twice, &update).await;
    assert_eq!((done.kind, done.state, done.total), (JobKind::UpdateCases, JobState::Done, 6));
    assert_eq!((done.counts, done.by.as_str()), (counts(6, 0, 0), "Åsa Lindqvist"));
    assert_eq!(fyren.journal().await.0, before + 1);
    let reason = format!("cases: registered, occupation, caseworker, living_outside; job {}", done.id);
    assert_eq!(fyren.latest().await, (OperationKind::BulkCaseUpdate, reason, 6));
    for row in fyren.here().await {
        assert_eq!((row.registered, row.occupation), (day("2026-10-15"), OccupationAtRegistration::Work));
        assert_eq!(row.caseworker.as_deref(), Some("Åsa Lindqvist"));
        assert_eq!(row.living_outside, Some(LivingOutside::Nordic));
    }
    let person = fyren.person(BIRTHS[0]).await.unwrap().id;
    let mut connection = fyren.services.store.read().await.unwrap();
    let told = connection.changes_of(&Scope::of_the_system(), person).await.unwrap().pop().unwrap();
    let before =
        r#"{"caseworker":null,"living_outside":null,"occupation":"unknown","registered":"2026-11-01"}"#;
    assert_eq!(told.before.as_deref(), Some(before));
    // Once more: nothing differs any longer.
    assert_eq!(fyren.start(&asa, &ids, &update).await.counts, counts(0, 6, 0));
    let clear = all(CaseChange { caseworker: FieldChange::Clear, ..CaseChange::default() });
    fyren.start(&asa, &ids[..1], &clear).await;
    let caseworkers: Vec<bool> = fyren.here().await.iter().map(|row| row.caseworker.is_some()).collect();
    assert_eq!(caseworkers, [false, true, true, true, true, true]);
}

async fn each_row_gets_its_own_and_what_cannot_be_saved_is_told(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let row = |case: i64, registered: &str| RowChange {
        case: CaseId(case),
        version: 1,
        change: CaseChange { registered: Some(day(registered)), ..CaseChange::default() },
    };
    let rows = vec![row(ids[0], "2026-09-01"), row(ids[1], "2026-12-24"), row(ids[2], "2026-11-01")];
    let done = fyren.start(&asa, &ids, &CaseUpdate { all: change(), rows }).await;
    assert_eq!((done.state, done.counts), (JobState::Done, counts(4, 1, 1)));
    let registered: Vec<_> = fyren.here().await.iter().map(|row| row.registered.to_string()).collect();
    let expected = ["2026-09-01", "2026-11-01", "2026-11-01", "2026-10-15", "2026-10-15", "2026-10-15"];
    assert_eq!(registered, expected);
    let report = jobs::report(&fyren.services, &asa, done.id).await.unwrap();
    assert_eq!(report.len(), 1);
    assert_eq!((report[0].case, report[0].title.as_deref()), (CaseId(ids[1]), Some("Åberg, Viggo")));
    assert_eq!(report[0].outcome, RowOutcome::Refused);
    assert_eq!(report[0].reasons, [CaseRefusal::RegisteredAhead]);
    assert_eq!(fyren.latest().await, (OperationKind::ReadList, "cases: report".into(), 1));
}

async fn rows_that_are_gone_or_foreign_are_told_and_left_alone(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let foreign = fyren.rows().await.iter().find(|row| row.municipality == place(LINKOPING)).unwrap().id;
    let ids = fyren.ids().await;
    // One becomes protected after the choice was made.
    let taken = fyren.frozen(&asa, &ids).await;
    fyren.import([post(BIRTHS[3]).named("Ek").protected()]).await;
    let mut chosen =
        selection::rows::<CaseColumn>(&fyren.services, &asa, &taken.token).await.unwrap().unwrap();
    chosen.extend([foreign.0, 4711]);
    let done = fyren.start(&asa, &chosen, &all(change())).await;
    assert_eq!(done.counts, OutcomeCounts { changed: 5, gone: 3, ..OutcomeCounts::default() });
    let report = jobs::report(&fyren.services, &asa, done.id).await.unwrap();
    assert!(report.iter().all(|row| row.outcome == RowOutcome::Gone && row.title.is_none()));
    let untouched: Vec<_> = fyren
        .rows()
        .await
        .into_iter()
        .filter(|row| row.registered == day("2026-11-01"))
        .map(|row| row.id.0)
        .collect();
    assert_eq!(untouched.len(), 2);
    assert!(untouched.contains(&foreign.0) && untouched.contains(&ids[3]));
}

async fn what_another_has_changed_meanwhile_is_not_overwritten(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let ids = fyren.ids().await;
    let work = CaseChange { occupation: Some(OccupationAtRegistration::Work), ..CaseChange::default() };
    fyren.start(&bo, &ids[..2], &all(work)).await;
    assert_eq!((fyren.version(ids[0]).await, fyren.version(ids[2]).await), (2, 1));
    let none = CaseChange { occupation: Some(OccupationAtRegistration::None), ..CaseChange::default() };
    let row = |case: i64, change| RowChange { case: CaseId(case), version: 1, change };
    // The second asks for what is there already, so nothing is lost.
    let rows = vec![row(ids[0], none), row(ids[1], work), row(ids[2], none)];
    let done = fyren.start(&asa, &ids[..3], &CaseUpdate { rows, ..CaseUpdate::default() }).await;
    assert_eq!(done.counts, OutcomeCounts { conflict: 1, ..counts(1, 1, 0) });
    let report = jobs::report(&fyren.services, &asa, done.id).await.unwrap();
    assert_eq!((report[0].case, report[0].outcome), (CaseId(ids[0]), RowOutcome::Conflict));
    let occupations: Vec<_> = fyren.here().await.iter().take(3).map(|row| row.occupation).collect();
    let (work, none) = (OccupationAtRegistration::Work, OccupationAtRegistration::None);
    assert_eq!(occupations, [work, work, none]);
}

async fn a_role_without_permission_changes_nothing(database: &TestDatabase) {
    let fyren = register(database).await;
    let auditor = fyren.signed_in("eva", role(Role::Auditor, &[NORRKOPING])).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let done = fyren.start(&asa, &ids[..1], &all(change())).await.id;
    let waiting = fyren.queue(&asa, &ids, &all(change())).await;
    let (entries, _) = fyren.journal().await;
    let (services, forbidden) = (&fyren.services, Some(ServiceError::Forbidden));
    assert_eq!(jobs::start(services, &auditor, &ids, &all(change())).await.err(), forbidden);
    assert_eq!(jobs::queue(services, &auditor, &ids, &all(change())).await.err(), forbidden);
    assert_eq!(jobs::progress(services, &auditor, done).await.err(), forbidden);
    assert_eq!(jobs::report(services, &auditor, done).await.err(), forbidden);
    assert_eq!(jobs::cancel(services, &auditor, waiting).await.err(), forbidden);
    assert_eq!(undo::preview(services, &auditor, done).await.err(), forbidden);
    let refused = undo::undo(services, &auditor, done).await;
    assert_eq!(refused.err(), Some(UndoFailure::Unavailable(ServiceError::Forbidden)));
    assert_eq!(case_changes::page(services, &auditor, "token", 1).await.err(), forbidden);
    assert_eq!(fyren.journal().await.0, entries);
    assert_eq!(fyren.progress(&asa, waiting).await.state, JobState::Queued);
}

async fn caseworkers_are_users_of_the_municipality(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let elsewhere = fyren.signed_in("bo", role(Role::Caseworker, &[LINKOPING])).await.account;
    let gone = fyren.signed_in("eva", caseworker()).await.account;
    users::set_active(&fyren.services, domain::operation::Actor::Operator, "eva", false).await.unwrap();
    let ids = fyren.ids().await;
    for nobody in [elsewhere, gone, AccountId(4711)] {
        let update = all(CaseChange { caseworker: FieldChange::Set(nobody), ..CaseChange::default() });
        let done = fyren.start(&asa, &ids, &update).await;
        assert_eq!(done.counts, counts(0, 0, 6));
        let report = jobs::report(&fyren.services, &asa, done.id).await.unwrap();
        assert!(report.iter().all(|row| row.reasons == [CaseRefusal::CaseworkerElsewhere]));
    }
}

async fn other_schooling_is_judged_by_the_next_run(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    fyren.run(NORRKOPING, TODAY).await;
    let ids = fyren.ids().await;
    let until =
        CaseChange { other_schooling_until: FieldChange::Set(day("2026-11-22")), ..CaseChange::default() };
    fyren.start(&asa, &ids[..2], &all(until)).await;
    let excluded: Vec<_> =
        fyren.here().await.iter().map(|row| row.status.is_in_default_selection()).collect();
    assert_eq!(excluded, [false, false, true, true, true, true]);
    assert_eq!(fyren.run(NORRKOPING, "2026-11-22").await.closed.len(), 0);
    assert_eq!(fyren.run(NORRKOPING, "2026-11-23").await.closed.len(), 2);
}

async fn the_page_shows_what_the_selection_names_and_says_that_it_was_read(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    fyren.signed_in("bo", role(Role::Caseworker, &[LINKOPING])).await;
    let ids = fyren.ids().await;
    fyren.start(&asa, &ids[..1], &all(change())).await;
    let taken = fyren.frozen(&asa, &ids[..3]).await;
    let page = case_changes::page(&fyren.services, &asa, &taken.token, 7).await.unwrap();
    let rows: Vec<_> = page.rows.iter().map(|row| (row.title.as_str(), row.version, row.closed)).collect();
    let expected = [("Dahl, Viggo", 1, false), ("Zetterlund, Viggo", 2, false), ("Åberg, Viggo", 1, false)];
    assert_eq!(rows, expected);
    assert_eq!(page.rows[1].values.registered, day("2026-10-15"));
    assert_eq!((page.total, page.page, page.pages), (3, 1, 1));
    let users: Vec<AccountId> = page.users.iter().map(|user| user.account).collect();
    assert_eq!(users, [asa.account]);
    assert_eq!(fyren.latest().await, (OperationKind::ReadList, "cases: update".into(), 3));
}

async fn a_job_stopped_half_way_has_done_exactly_what_it_counts(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let id = fyren.queue(&asa, &ids, &all(change())).await;
    let held = worker::take(&fyren.services).await.unwrap().unwrap().in_parts_of(2);
    assert_eq!(held.id(), id);
    assert!(held.do_part().await.unwrap() && held.do_part().await.unwrap());
    jobs::cancel(&fyren.services, &asa, id).await.unwrap();
    assert!(!held.do_part().await.unwrap());
    let stopped = fyren.progress(&asa, id).await;
    assert_eq!((stopped.state, stopped.counts), (JobState::Cancelled, counts(4, 0, 0)));
    let changed = |rows: Vec<CaseRow>| rows.iter().filter(|row| row.registered == day("2026-10-15")).count();
    assert_eq!(changed(fyren.here().await), 4);
    assert!(!work_on_next(&fyren.services, || false).await.unwrap());
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
    let killed = worker::take(&fyren.services).await.unwrap().unwrap().in_parts_of(2);
    assert!(killed.do_part().await.unwrap());
    // The lease still holds: nobody else touches the job.
    assert!(!work_on_next(&fyren.services, || false).await.unwrap());
    fyren.clock.pass(TimeDelta::minutes(2));
    let other = worker::take(&fyren.services).await.unwrap().unwrap().in_parts_of(2);
    assert_eq!(other.id(), id);
    // The one that was thought dead comes too late, and does nothing twice.
    assert_eq!(killed.do_part().await.err(), Some(ServiceError::Busy));
    assert!(other.do_part().await.unwrap());
    // A server that is asked to stop leaves the rest to the next at once.
    other.release().await.unwrap();
    assert!(work_on_next(&fyren.services, || true).await.unwrap());
    assert_eq!(fyren.progress(&asa, id).await.counts, counts(4, 0, 0));
    assert!(work_on_next(&fyren.services, || false).await.unwrap());
    let done = fyren.progress(&asa, id).await;
    assert_eq!((done.state, done.counts), (JobState::Done, counts(6, 0, 0)));
    for case in ids {
        assert_eq!(fyren.version(case).await, 2);
    }
    assert_eq!(fyren.latest().await.1, format!("cases: registered; job {id}"));
}

async fn a_job_whose_owner_may_no_longer_do_it_ends(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let id = fyren.queue(&asa, &fyren.ids().await, &all(change())).await;
    users::set_active(&fyren.services, domain::operation::Actor::Operator, "asa", false).await.unwrap();
    assert!(work_on_next(&fyren.services, || false).await.unwrap());
    let ended = fyren.progress(&asa, id).await;
    assert_eq!((ended.state, ended.failure.as_deref()), (JobState::Failed, Some("forbidden")));
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
        role_assignment: asa.acting.id,
        municipality: None,
        asked: "",
        rows: &ids,
        undoes: None,
        at: fyren.services.now(),
    };
    let hopeless = fyren.services.store.queue_job(&nonsense).await.unwrap().unwrap();
    let behind = fyren.queue(&asa, &ids, &all(change())).await;
    let failed = work_on_next(&fyren.services, || false).await;
    assert_eq!(failed.err(), Some(ServiceError::Inconsistent));
    let ended = fyren.progress(&asa, hopeless).await;
    assert_eq!((ended.state, ended.failure.as_deref()), (JobState::Failed, Some("inconsistent")));
    assert!(work_on_next(&fyren.services, || false).await.unwrap());
    let done = fyren.progress(&asa, behind).await;
    assert_eq!((done.state, done.counts), (JobState::Done, counts(6, 0, 0)));
    assert!(!work_on_next(&fyren.services, || false).await.unwrap());
}

async fn a_change_is_taken_back_as_a_whole(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let work = CaseChange { occupation: Some(OccupationAtRegistration::Work), ..CaseChange::default() };
    fyren.start(&asa, &ids[..2], &all(work)).await;
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
    let held = worker::take(&fyren.services).await.unwrap().unwrap().in_parts_of(4);
    assert!(held.do_part().await.unwrap());
    let going_on = undo::undo(&fyren.services, &asa, id).await;
    assert_eq!(going_on.err(), Some(UndoFailure::Refused(UndoRefusal::NotOver)));
    assert!(!held.do_part().await.unwrap());
    // Two entries of the journal, one change.
    let mut connection = fyren.services.store.read().await.unwrap();
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
    let work = CaseChange { occupation: Some(OccupationAtRegistration::Work), ..CaseChange::default() };
    fyren.start(&asa, &ids[1..3], &all(work)).await;
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
    let later = fyren.start(&asa, &ids[4..], &all(work)).await.id;
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
    let work = CaseChange { occupation: Some(OccupationAtRegistration::Work), ..CaseChange::default() };
    let touching = fyren.start(&asa, &ids[..1], &all(work)).await.id;
    let rows = fyren.here().await;
    assert!(work_on_next(&fyren.services, || false).await.unwrap());
    let failed = fyren.progress(&asa, by).await;
    assert_eq!((failed.state, failed.failure.as_deref()), (JobState::Failed, Some("touched_since")));
    assert_eq!((failed.counts, fyren.here().await), (counts(0, 0, 0), rows));

    // Once that is taken back itself, the rows hold what the change left, but they have been touched.
    undo::undo(&fyren.services, &asa, touching).await.unwrap();
    let refused = undo::preview(&fyren.services, &asa, done).await.unwrap().refusal;
    assert!(matches!(refused, Some(UndoRefusal::Touched { .. })), "{refused:?}");

    let second =
        fyren.start(&asa, &ids[1..], &all(CaseChange { registered: Some(day("2026-10-01")), ..work })).await;
    let by = undo::queue(&fyren.services, &asa, second.id).await.unwrap();
    assert!(work_on_next(&fyren.services, || false).await.unwrap());
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
        let reaches = |other: &&RoleAssignment| other.role == role && other.scope().reaches(place(code));
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
    let work = CaseChange { occupation: Some(OccupationAtRegistration::Work), ..CaseChange::default() };
    let several = fyren.start(&asa, &rest, &all(work)).await.id;
    fyren.import([post(BIRTHS[3]).named("Ek").protected(), post(BIRTHS[4]).named("Öman").protected()]).await;
    // The only one of a change: whoever may see it again can still take it back.
    let refused = undo::undo(&fyren.services, &asa, one).await.err();
    assert_eq!(refused, Some(UndoFailure::Refused(UndoRefusal::OutOfReach)));
    let by = undo::undo(&fyren.services, &asa, several).await.unwrap();
    let expected = OutcomeCounts { gone: 1, ..counts(4, 0, 0) };
    assert_eq!(fyren.progress(&asa, by).await.counts, expected);
}
