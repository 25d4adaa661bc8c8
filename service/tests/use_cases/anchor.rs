//! The anchor of the journal: what the chain of hashes cannot prove of itself.

use chrono::TimeDelta;
use domain::{
    anchor::{Anchor, JournalFault},
    operation::{Actor, OperationKind},
};
use service::anchor::{AnchorError, NextAnchor, first_fault_of_journal, next};

use crate::support::{
    Installation,
    database::{TestDatabase, stories},
    installation, raw,
};

stories! {
    the_end_of_the_journal_is_anchored_once,
    a_chain_that_is_written_anew_from_the_middle_is_caught,
    an_end_that_is_cut_off_is_caught,
    the_journal_of_another_installation_is_caught,
    a_broken_chain_is_told_before_what_follows_it,
    an_empty_journal_has_no_anchor,
}

/// As many entries, one a minute.
async fn entries(fyren: &Installation, reasons: &[&str]) {
    for reason in reasons {
        fyren.clock.pass(TimeDelta::minutes(1));
        let operation = fyren.services.operation(OperationKind::PolicyChange, Actor::Operator, None, *reason);
        fyren.services.store.operate(operation).await.unwrap().commit().await.unwrap();
    }
}

/// The anchor of the journal as it ends now, behind none.
async fn anchor(fyren: &Installation) -> Anchor {
    match next(&fyren.services, None).await.unwrap() {
        NextAnchor::New(anchor) => anchor,
        other => panic!("{other:?}"),
    }
}

/// Takes the entries behind a position away and mends the chain, so that it does not tell by itself.
async fn cut_off(database: &TestDatabase, after: i64) {
    let behind = format!("SELECT id FROM operation WHERE position > {after}");
    for sql in [
        format!("DELETE FROM operation_change WHERE operation_id IN ({behind})"),
        format!("DELETE FROM operation WHERE position > {after}"),
        format!(
            "UPDATE journal_head SET position = {after}, \
             hash = coalesce((SELECT hash FROM operation WHERE position = {after}), '')"
        ),
    ] {
        raw::execute(&database.address, &sql).await.unwrap();
    }
}

async fn fault(fyren: &Installation, anchors: &[Anchor]) -> Option<JournalFault> {
    first_fault_of_journal(&fyren.services, anchors).await.unwrap()
}

async fn the_end_of_the_journal_is_anchored_once(database: &TestDatabase) {
    let fyren = installation(database);
    entries(&fyren, &["one", "two"]).await;
    let first = anchor(&fyren).await;
    assert_eq!((first.position(), first.at()), (2, fyren.services.now()));
    fyren.clock.pass(TimeDelta::minutes(10));
    assert_eq!(next(&fyren.services, Some(&first)).await.unwrap(), NextAnchor::Same(first.clone()));
    entries(&fyren, &["three"]).await;
    let NextAnchor::New(second) = next(&fyren.services, Some(&first)).await.unwrap() else {
        panic!("the journal has gone on");
    };
    assert_eq!(second.position(), 3);
    assert_eq!(fault(&fyren, &[first, second]).await, None);
    let told = raw::count(&database.address, "SELECT position FROM journal_head").await;
    assert_eq!(told, 3, "anchoring is no entry, or there would be something new each time");
}

async fn a_chain_that_is_written_anew_from_the_middle_is_caught(database: &TestDatabase) {
    let fyren = installation(database);
    entries(&fyren, &["one", "two"]).await;
    let before = anchor(&fyren).await;
    entries(&fyren, &["three", "four"]).await;
    let after = anchor(&fyren).await;
    cut_off(database, 2).await;
    entries(&fyren, &["otherwise", "four", "five"]).await;
    let other = JournalFault::Other { anchored: after.clone(), proven: Some(2) };
    assert_eq!(fault(&fyren, &[]).await, None, "the chain alone fits");
    assert_eq!(fault(&fyren, std::slice::from_ref(&before)).await, None);
    assert_eq!(fault(&fyren, &[before, after.clone()]).await, Some(other));
    // Nor is it anchored as if nothing were wrong.
    let refused = next(&fyren.services, Some(&after)).await;
    assert!(
        matches!(&refused, Err(AnchorError::Fault(JournalFault::Other { proven: None, .. }))),
        "{refused:?}"
    );
}

async fn an_end_that_is_cut_off_is_caught(database: &TestDatabase) {
    let fyren = installation(database);
    entries(&fyren, &["one", "two", "three", "four"]).await;
    let anchored = anchor(&fyren).await;
    cut_off(database, 2).await;
    let missing = JournalFault::Missing { entry: 3, anchored: anchored.clone() };
    assert_eq!(fault(&fyren, &[]).await, None, "the chain alone fits");
    assert_eq!(fault(&fyren, std::slice::from_ref(&anchored)).await, Some(missing.clone()));
    let refused = next(&fyren.services, Some(&anchored)).await;
    assert!(matches!(&refused, Err(AnchorError::Fault(fault)) if *fault == missing), "{refused:?}");
    cut_off(database, 0).await;
    let missing = JournalFault::Missing { entry: 1, anchored: anchored.clone() };
    assert_eq!(fault(&fyren, std::slice::from_ref(&anchored)).await, Some(missing));
}

async fn the_journal_of_another_installation_is_caught(database: &TestDatabase) {
    let fyren = installation(database);
    entries(&fyren, &["of another", "two"]).await;
    let anothers = anchor(&fyren).await;
    cut_off(database, 0).await;
    entries(&fyren, &["one", "two", "three"]).await;
    let other = JournalFault::Other { anchored: anothers.clone(), proven: None };
    assert_eq!(fault(&fyren, std::slice::from_ref(&anothers)).await, Some(other));
    assert!(matches!(next(&fyren.services, Some(&anothers)).await, Err(AnchorError::Fault(_))));
}

async fn a_broken_chain_is_told_before_what_follows_it(database: &TestDatabase) {
    let fyren = installation(database);
    entries(&fyren, &["one", "two", "three", "four"]).await;
    let anchored = anchor(&fyren).await;
    raw::execute(&database.address, "DELETE FROM operation WHERE position = 4").await.unwrap();
    assert_eq!(fault(&fyren, std::slice::from_ref(&anchored)).await, Some(JournalFault::Broken(4)));
    raw::execute(&database.address, "UPDATE operation SET reason = 'otherwise' WHERE position = 2")
        .await
        .unwrap();
    assert_eq!(fault(&fyren, std::slice::from_ref(&anchored)).await, Some(JournalFault::Broken(2)));
}

async fn an_empty_journal_has_no_anchor(database: &TestDatabase) {
    let fyren = installation(database);
    assert_eq!(next(&fyren.services, None).await.unwrap(), NextAnchor::Nothing);
    assert_eq!(fault(&fyren, &[]).await, None);
}
