//! What notes may not hold is asked about before it is saved.

use domain::{access::Role, id::CaseId, note_guard::RiskKind};
use service::{
    ServiceError,
    note_guard::{self, Note},
};

use crate::support::{
    NORRKOPING,
    casework::{Office, office},
    database::{TestDatabase, stories},
    posts::{But, post},
    users::role,
};

stories! {
    what_a_note_may_not_hold_is_asked_about_once,
    the_persons_own_number_is_no_risk,
    nobody_learns_of_a_case_out_of_reach,
    a_note_for_many_is_judged_whoever_of_them_is_gone,
}

impl Office {
    async fn unread(&self, text: &str, before: &str, read: &[RiskKind]) -> Vec<RiskKind> {
        let notes = [Note { text: "Ringer igen", before: "" }, Note { text, before }];
        note_guard::unread(&self.fyren.services, &self.asa, self.case, &notes, read).await.unwrap()
    }
}

async fn what_a_note_may_not_hold_is_asked_about_once(database: &TestDatabase) {
    let office = office(database).await;
    let entries = office.entries().await;
    let (text, health) = ("Sjukskriven, polisanmäld", RiskKind::Health);
    assert_eq!(office.unread(text, "", &[]).await, [health, RiskKind::Crime]);
    assert_eq!(office.unread(text, "", &[health]).await, [RiskKind::Crime]);
    assert_eq!(office.unread(text, "", &[health, RiskKind::Crime]).await, []);
    assert_eq!(office.unread(text, text, &[]).await, []);
    assert_eq!(office.unread("Ringer på måndag", "", &[]).await, []);
    // Nothing is told of what is asked about.
    assert_eq!(office.entries().await, entries);
}

async fn the_persons_own_number_is_no_risk(database: &TestDatabase) {
    let office = office(database).await;
    let own = office.row().await.civic_number.to_string();
    assert_eq!(office.unread(&format!("Nummer: {own}"), "", &[]).await, []);
    assert_eq!(office.unread("Syster: 20090101-2385", "", &[]).await, [RiskKind::OtherNumber]);
}

async fn nobody_learns_of_a_case_out_of_reach(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let notes = [Note { text: "Sjuk", before: "" }];
    let asked = note_guard::unread(services, &office.elsewhere, office.case, &notes, &[]).await;
    assert_eq!(asked.unwrap_err(), ServiceError::NotFound);
    let auditor = office.fyren.signed_in("sara", role(Role::Auditor, &[NORRKOPING])).await;
    let asked = note_guard::unread(services, &auditor, office.case, &notes, &[]).await;
    assert_eq!(asked.unwrap_err(), ServiceError::Forbidden);
}

async fn a_note_for_many_is_judged_whoever_of_them_is_gone(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    office.fyren.import([post("2008-08-18").named("Ek")]).await;
    office.fyren.run(NORRKOPING, "2026-11-20").await;
    let own = office.row().await.civic_number.to_string();
    let cases: Vec<CaseId> = office.fyren.rows().await.iter().map(|row| row.id).collect();
    assert_eq!(cases.len(), 2);
    let unread = async |cases: Vec<CaseId>, text: &str| {
        let notes = [(cases, Note { text, before: "" })];
        note_guard::unread_of_many(services, &office.asa, &notes, &[]).await.unwrap()
    };
    // The first of the chosen are gone; those behind them are there.
    let gone: Vec<CaseId> = (1..=150).map(|number| CaseId(1_000_000 + number)).collect();
    let both = [gone.clone(), cases.clone()].concat();
    assert_eq!(unread(both.clone(), "Dömd för rån").await, [RiskKind::Crime]);
    assert_eq!(unread(both, &format!("Nummer: {own}")).await, [RiskKind::OtherNumber]);
    // The same person twice is one; of two people everybody's number is somebody else's.
    assert_eq!(unread(vec![office.case, office.case], &format!("Nummer: {own}")).await, []);
    let other = *cases.iter().find(|case| **case != office.case).unwrap();
    let twice = vec![office.case, office.case, other];
    assert_eq!(unread(twice, &format!("Nummer: {own}")).await, [RiskKind::OtherNumber]);
    // With nobody there, what is written is judged all the same.
    let text = format!("Dömd, {own}");
    assert_eq!(unread(gone, &text).await, [RiskKind::OtherNumber, RiskKind::Crime]);
}
