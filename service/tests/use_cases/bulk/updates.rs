//! *Uppdatera aktivitetsansvar*: what becomes of each case, and what is told.

use domain::{
    access::{Role, Scope},
    case::change::{CaseChange, CaseRefusal, FieldChange},
    contact::LivingOutside,
    id::{AccountId, CaseId},
    job::{JobKind, JobState, OutcomeCounts, RowOutcome},
    list::CaseColumn,
    occupation::OccupationAtRegistration,
    operation::{Actor, OperationKind},
};
use service::{
    ServiceError, case_changes,
    jobs::{self, CaseUpdate, Origin, RowChange},
    selection,
    undo::{self, UndoFailure},
    users,
};

use super::{BIRTHS, all, caseworker, change, counts, register, work};
use crate::support::{
    LINKOPING, NORRKOPING, TODAY,
    database::{TestDatabase, stories},
    day, place,
    posts::{But, post},
    users::{PASSWORD, role},
};

stories! {
    one_value_is_given_to_all_as_one_operation,
    each_row_gets_its_own_and_what_cannot_be_saved_is_told,
    rows_that_are_gone_or_foreign_are_told_and_left_alone,
    what_another_has_changed_meanwhile_is_not_overwritten,
    a_role_without_permission_changes_nothing,
    caseworkers_are_those_who_may_edit_the_cases_of_the_municipality,
    other_schooling_is_judged_by_the_next_run,
    the_page_shows_what_the_selection_names_and_says_that_it_was_read,
    each_municipality_reads_in_its_log_what_touched_it,
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
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
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
    assert_eq!((report[0].row, report[0].title.as_deref()), (ids[1], Some("Åberg, Viggo")));
    assert_eq!(report[0].outcome, RowOutcome::Refused);
    assert_eq!(report[0].reasons, [CaseRefusal::RegisteredAhead.into()]);
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
    fyren.start(&bo, &ids[..2], &all(work())).await;
    assert_eq!((fyren.version(ids[0]).await, fyren.version(ids[2]).await), (2, 1));
    let none = CaseChange { occupation: Some(OccupationAtRegistration::None), ..CaseChange::default() };
    let row = |case: i64, change| RowChange { case: CaseId(case), version: 1, change };
    // The second asks for what is there already, so nothing is lost.
    let rows = vec![row(ids[0], none), row(ids[1], work()), row(ids[2], none)];
    let done = fyren.start(&asa, &ids[..3], &CaseUpdate { rows, ..CaseUpdate::default() }).await;
    assert_eq!(done.counts, OutcomeCounts { conflict: 1, ..counts(1, 1, 0) });
    let report = jobs::report(&fyren.services, &asa, done.id).await.unwrap();
    assert_eq!((report[0].case, report[0].outcome), (Some(CaseId(ids[0])), RowOutcome::Conflict));
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
    assert_eq!(
        jobs::start(services, &auditor, &ids, &all(change()).into(), Origin::default()).await.err(),
        forbidden
    );
    assert_eq!(jobs::queue(services, &auditor, &ids, &all(change()).into()).await.err(), forbidden);
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

async fn caseworkers_are_those_who_may_edit_the_cases_of_the_municipality(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let elsewhere = fyren.signed_in("bo", role(Role::Caseworker, &[LINKOPING])).await.account;
    let gone = fyren.signed_in("eva", caseworker()).await.account;
    users::set_active(&fyren.services, Actor::Operator, "eva", false).await.unwrap();
    let auditor = fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await.account;
    let region =
        fyren.signed_in("ida", role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING])).await.account;
    // A caseworker there, who only reads the log here.
    let roles = vec![role(Role::Auditor, &[NORRKOPING]), role(Role::Caseworker, &[LINKOPING])];
    fyren.user("karin", roles, false).await;
    let both = fyren.session(&fyren.sign_in("karin", PASSWORD).await.unwrap()).await.unwrap().account;
    let ids = fyren.ids().await;
    for nobody in [elsewhere, gone, auditor, both, AccountId(4711)] {
        let update = all(CaseChange { caseworker: FieldChange::Set(nobody), ..CaseChange::default() });
        let done = fyren.start(&asa, &ids, &update).await;
        assert_eq!(done.counts, counts(0, 0, 6));
        let report = jobs::report(&fyren.services, &asa, done.id).await.unwrap();
        assert!(report.iter().all(|row| row.reasons == [CaseRefusal::CaseworkerElsewhere.into()]));
    }
    let taken = fyren.frozen(&asa, &ids).await;
    let page = case_changes::page(&fyren.services, &asa, &taken.token, 1).await.unwrap();
    let offered: Vec<AccountId> = page.users.iter().map(|user| user.account).collect();
    assert_eq!(offered, [asa.account, region]);
    for somebody in offered {
        let update = all(CaseChange { caseworker: FieldChange::Set(somebody), ..CaseChange::default() });
        assert_eq!(fyren.start(&asa, &ids, &update).await.counts, counts(6, 0, 0));
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

async fn each_municipality_reads_in_its_log_what_touched_it(database: &TestDatabase) {
    let fyren = register(database).await;
    let region = fyren.signed_in("ida", role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING])).await;
    let auditors = [
        (fyren.signed_in("eva", role(Role::Auditor, &[NORRKOPING])).await, NORRKOPING, 6),
        (fyren.signed_in("bo", role(Role::Auditor, &[LINKOPING])).await, LINKOPING, 1),
    ];
    let everywhere: Vec<i64> = fyren.rows().await.iter().map(|row| row.id.0).collect();
    let (before, _) = fyren.journal().await;
    let done = fyren.start(&region, &everywhere, &all(change())).await;
    assert_eq!((done.counts, fyren.journal().await.0), (counts(7, 0, 0), before + 2));
    let by = undo::undo(&fyren.services, &region, done.id).await.unwrap();
    assert_eq!(fyren.progress(&region, by).await.counts, counts(7, 0, 0));
    assert!(fyren.rows().await.iter().all(|row| row.registered == day("2026-11-01")));
    for (auditor, code, touched) in auditors {
        let read: Vec<_> = fyren
            .log(&auditor)
            .await
            .into_iter()
            .map(|entry| (entry.kind, entry.municipality, entry.changes, entry.reason))
            .take(2)
            .collect();
        let undone = format!("cases: undo of job {}; job {by}", done.id);
        let changed = format!("cases: registered; job {}", done.id);
        let expected = [(OperationKind::BulkUndo, undone), (OperationKind::BulkCaseUpdate, changed)]
            .map(|(kind, reason)| (kind, Some(place(code)), touched, reason));
        assert_eq!(read, expected);
    }
}
