//! Selections: the rows that have been chosen, frozen.

use chrono::TimeDelta;
use domain::{
    access::Role,
    list::{CaseColumn, Condition, ExportFormat, Filter, ListQuery, Operator},
    operation::OperationKind,
};
use service::{ServiceError, case_changes, export, selection};

use super::{all, caseworker, register, work};
use crate::{
    reading::next_rows,
    support::{
        NORRKOPING,
        database::{TestDatabase, stories},
        posts::{But, post},
        users::role,
    },
};

stories! {
    a_selection_stays_what_it_was_and_its_tokens_are_ones_own,
    only_rows_within_reach_are_frozen,
    how_many_of_a_selection_a_list_does_not_show_is_known,
    a_selection_ends_with_old_sessions,
    a_chosen_file_holds_the_chosen_rows_in_the_lists_order,
}

async fn a_selection_stays_what_it_was_and_its_tokens_are_ones_own(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let unknown = Condition::read(CaseColumn::Occupation, Operator::AnyOf, &["unknown"]).unwrap();
    let query = ListQuery::<CaseColumn>::default().narrowed(unknown).on_page(3);
    let taken = selection::freeze_matching(&fyren.services, &asa, &query).await.unwrap();
    assert_eq!((taken.list.as_str(), taken.count), ("cases", 6));
    fyren.start(&asa, &fyren.ids().await, &all(work())).await;

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

async fn how_many_of_a_selection_a_list_does_not_show_is_known(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let taken = fyren.frozen(&asa, &ids).await;
    let unknown = Condition::read(CaseColumn::Occupation, Operator::AnyOf, &["unknown"]).unwrap();
    let unknown = ListQuery::<CaseColumn>::default().narrowed(unknown).on_page(3);
    let elsewhere = async |query: &ListQuery<CaseColumn>| {
        selection::elsewhere(&fyren.services, &asa, &taken.token, query).await.unwrap()
    };
    assert_eq!(elsewhere(&unknown).await, Some(0));
    fyren.start(&asa, &ids[..2], &all(work())).await;
    assert_eq!(elsewhere(&unknown).await, Some(2));
    assert_eq!(elsewhere(&ListQuery::default()).await, Some(0));
    let eva = fyren.signed_in("eva", role(Role::Auditor, &[NORRKOPING])).await;
    let forbidden = selection::elsewhere(&fyren.services, &eva, &taken.token, &unknown).await;
    assert_eq!(forbidden, Err(ServiceError::Forbidden));
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
