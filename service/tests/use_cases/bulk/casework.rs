//! Measures, contacts, closed follow-ups and cases handed over, many at once.

use std::collections::BTreeMap;

use domain::{
    access::{Role, Scope},
    case::{CaseStatus, hand_over::HandOverRefusal, view::CaseView},
    contact::{ContactRefusal, form::ContactForm},
    follow_up::closing::{ClosingForm, ClosingRefusal},
    form::Mistake,
    id::{CaseId, ContactId},
    job::{JobKind, JobState, OutcomeCounts, RowOutcome, RowRefusal},
    list::FollowUpColumn,
    measure::{MeasureRefusal, MeasureType, NewMeasure, form::MeasureForm},
    operation::OperationKind,
    period::Period,
};
use service::{
    cases, follow_ups,
    hand_over::{self, HandOverFailure},
    jobs::{
        self, Asked, Measures, Origin, RowMeasure,
        worker::{self, work_on_next},
    },
    selection,
    session::Session,
};

use super::{BIRTHS, LEASE, caseworker, counts, register};
use crate::support::{
    Installation, LINKOPING, NORRKOPING, TODAY,
    database::{TestDatabase, stories},
    day, place,
    posts::{But, post},
    raw,
    users::role,
};

stories! {
    a_measure_is_registered_in_every_case_and_gives_way_where_one_goes_on,
    each_case_may_have_a_measure_of_its_own_and_what_cannot_be_registered_is_told,
    a_large_registration_is_done_in_parts_and_stopped_between_them,
    a_contact_is_registered_with_every_case_and_gives_it_its_caseworker,
    a_case_chosen_through_several_follow_ups_gets_one_contact,
    chosen_follow_ups_are_closed_with_one_reason_or_their_own,
    what_is_closed_already_or_foreign_is_told_and_hinders_nothing,
    the_open_cases_of_one_caseworker_are_handed_over_to_another,
    nobody_hands_over_what_is_not_there,
    what_is_told_of_a_case_in_a_report_goes_with_it,
}

pub(super) fn measure(start: &str, end: &str) -> NewMeasure {
    let form = MeasureForm {
        kind: "Prak".into(),
        start: start.into(),
        end: end.into(),
        occupation_before: "none".into(),
        notes: "Bara för kommunen".into(),
        ..MeasureForm::default()
    };
    form.read(day(TODAY)).unwrap()
}

pub(super) fn measures(start: &str, end: &str) -> Asked {
    Asked::RegisterMeasures(Measures { all: Some(measure(start, end)), rows: Vec::new() })
}

pub(super) fn contact(date: &str, due: &str, caseworker: Option<&Session>) -> Asked {
    let form = ContactForm {
        date: date.into(),
        heading: "Samtal".into(),
        way: "telephone".into(),
        notes: "Bara för kommunen".into(),
        follows_up: if due.is_empty() { "" } else { "1" }.into(),
        follow_up: due.into(),
        caseworker: caseworker.map(|session| session.account.to_string()).unwrap_or_default(),
        ..ContactForm::default()
    };
    Asked::RegisterContacts(form.read(day(TODAY)).unwrap())
}

pub(super) fn closing(top: &str, rows: &[(i64, &str)]) -> Asked {
    let rows = rows.iter().map(|(id, text)| (*id, (*text).to_owned())).collect::<BTreeMap<_, _>>();
    Asked::CloseFollowUps(ClosingForm { top: top.to_owned(), rows })
}

impl Installation {
    async fn view(&self, session: &Session, case: i64) -> CaseView {
        cases::view(&self.services, session, CaseId(case)).await.unwrap()
    }

    async fn periods(&self, session: &Session, case: i64) -> Vec<Period> {
        self.view(session, case).await.measures.iter().map(|measure| measure.period).collect()
    }

    /// What a report tells of its rows.
    async fn told(
        &self,
        session: &Session,
        job: domain::id::JobId,
    ) -> Vec<(i64, RowOutcome, Vec<RowRefusal>)> {
        let mut report = jobs::report(&self.services, session, job).await.unwrap();
        report.sort_by_key(|row| row.row);
        report.into_iter().map(|row| (row.row, row.outcome, row.reasons)).collect()
    }

    /// The follow-ups that there are, in the order of their identities.
    pub(super) async fn follow_ups(&self) -> Vec<i64> {
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        let all: Vec<ContactId> = (1..200).map(ContactId).collect();
        let found = connection.edited_contacts(&Scope::of_the_system(), &all).await.unwrap();
        found.into_iter().map(|record| record.contact.id.0).collect()
    }
}

fn period(start: &str, end: &str) -> Period {
    Period::new(day(start), end.parse().ok())
}

async fn a_measure_is_registered_in_every_case_and_gives_way_where_one_goes_on(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    fyren.ask(&asa, &ids[..2], &measures("2026-11-05", "")).await;
    let done = fyren.ask(&asa, &ids, &measures("2026-11-21", "2026-12-24")).await;
    assert_eq!((done.kind, done.state), (JobKind::RegisterMeasures, JobState::Done));
    assert_eq!((done.total, done.counts), (6, counts(6, 0, 0)));
    // Six are made and two end.
    assert_eq!(fyren.latest().await, (OperationKind::BulkMeasures, format!("job {}", done.id), 8));
    assert!(fyren.here().await.iter().all(|row| row.status == CaseStatus::MeasureOngoing));
    let expected = [period("2026-11-21", "2026-12-24"), period("2026-11-05", "2026-11-20")];
    assert_eq!(fyren.periods(&asa, ids[1]).await, expected);
    assert_eq!(fyren.periods(&asa, ids[2]).await, expected[..1]);
    let view = fyren.view(&asa, ids[1]).await;
    assert!(view.measures.iter().all(|measure| measure.kind == MeasureType::WorkPlacement));
    assert!(view.measures[0].created.starts_with("Åsa Lindqvist"));
}

async fn each_case_may_have_a_measure_of_its_own_and_what_cannot_be_registered_is_told(
    database: &TestDatabase,
) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    fyren.ask(&asa, &ids[1..2], &measures("2026-11-30", "")).await;
    let own =
        |case: i64, start: &str, end: &str| RowMeasure { case: CaseId(case), measure: measure(start, end) };
    let rows = vec![
        own(ids[0], "2026-11-05", ""),
        own(ids[2], "2030-01-01", ""),
        own(ids[3], "2026-12-24", "2026-12-01"),
    ];
    let asked = Asked::RegisterMeasures(Measures { all: Some(measure("2026-11-21", "")), rows });
    let asked_of: Vec<i64> = ids.iter().copied().chain([4711]).collect();
    let done = fyren.ask(&asa, &asked_of, &asked).await;
    assert_eq!(done.counts, OutcomeCounts { gone: 1, ..counts(3, 0, 3) });
    let overlaps =
        MeasureRefusal::Overlaps { kind: MeasureType::WorkPlacement, period: period("2026-11-30", "") };
    let told = fyren.told(&asa, done.id).await;
    assert_eq!(told[0], (ids[1], RowOutcome::Refused, vec![overlaps.into()]));
    assert!(matches!(told[1].2[..], [RowRefusal::Measure(MeasureRefusal::BeyondTwenty { .. })]), "{told:?}");
    assert_eq!(told[2], (ids[3], RowOutcome::Refused, vec![MeasureRefusal::EndsBeforeStart.into()]));
    assert_eq!(told[3], (4711, RowOutcome::Gone, Vec::new()));
    assert_eq!(fyren.periods(&asa, ids[0]).await, [period("2026-11-05", "")]);
    assert_eq!(fyren.periods(&asa, ids[5]).await, [period("2026-11-21", "")]);
    assert!(fyren.periods(&asa, ids[3]).await.is_empty());
}

async fn a_large_registration_is_done_in_parts_and_stopped_between_them(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let asked = measures("2026-11-21", "");
    let id = jobs::queue(&fyren.services, &asa, &ids, &asked).await.unwrap();
    let held = worker::take(&fyren.services, LEASE).await.unwrap().unwrap().in_parts_of(4);
    assert!(held.do_part().await.unwrap());
    assert_eq!(fyren.progress(&asa, id).await.counts, counts(4, 0, 0));
    jobs::cancel(&fyren.services, &asa, id).await.unwrap();
    assert!(!held.do_part().await.unwrap());
    let stopped = fyren.progress(&asa, id).await;
    assert_eq!((stopped.state, stopped.counts), (JobState::Cancelled, counts(4, 0, 0)));
    assert_eq!(fyren.here().await.iter().filter(|row| row.status == CaseStatus::MeasureOngoing).count(), 4);
    // Asked for again, those that have it refuse it and the others get it.
    let again = jobs::queue(&fyren.services, &asa, &ids, &asked).await.unwrap();
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    assert_eq!(fyren.progress(&asa, again).await.counts, counts(2, 0, 4));
    assert!(fyren.view(&asa, ids[5]).await.measures[0].created.starts_with("Åsa Lindqvist"));
}

async fn a_contact_is_registered_with_every_case_and_gives_it_its_caseworker(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let eva = fyren.signed_in("eva", role(Role::Caseworker, &[LINKOPING])).await;
    let ids = fyren.ids().await;
    let done = fyren.ask(&asa, &ids, &contact("2026-11-20", "2026-11-30", Some(&bo))).await;
    assert_eq!((done.kind, done.counts), (JobKind::RegisterContacts, counts(6, 0, 0)));
    assert_eq!(fyren.latest().await, (OperationKind::BulkContacts, format!("job {}", done.id), 12));
    let rows = fyren.here().await;
    assert!(rows.iter().all(|row| row.next_follow_up == Some(day("2026-11-30")) && row.caseworker.is_some()));
    assert!(rows.iter().all(|row| row.latest_contact == Some(day("2026-11-20"))));
    // Nobody outside the municipality gets its cases, and then nothing is registered either.
    let refused = fyren.ask(&asa, &ids[..2], &contact("2026-11-21", "", Some(&eva))).await;
    assert_eq!(refused.counts, counts(0, 0, 2));
    let told = fyren.told(&asa, refused.id).await;
    assert!(told.iter().all(|row| row.2 == [ContactRefusal::CaseworkerElsewhere.into()]));
    let ahead = fyren.ask(&asa, &ids[..1], &contact("2026-11-22", "", None)).await;
    assert_eq!(fyren.told(&asa, ahead.id).await[0].2, [ContactRefusal::DateAhead.into()]);
    assert_eq!(fyren.view(&asa, ids[0]).await.contacts.len(), 1);
}

async fn a_case_chosen_through_several_follow_ups_gets_one_contact(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    fyren.ask(&asa, &ids[..2], &contact("2026-11-10", "2026-11-20", None)).await;
    fyren.ask(&asa, &ids[..1], &contact("2026-11-11", "2026-11-21", None)).await;
    let chosen = fyren.follow_ups().await;
    assert_eq!(chosen.len(), 3);
    let frozen = selection::freeze_rows::<FollowUpColumn>(&fyren.services, &asa, &chosen).await.unwrap();
    let chosen =
        selection::rows::<FollowUpColumn>(&fyren.services, &asa, &frozen.token).await.unwrap().unwrap();
    let cases = follow_ups::cases(&fyren.services, &asa, &chosen).await.unwrap();
    assert_eq!(cases.keys().copied().collect::<Vec<_>>(), chosen);
    let cases: std::collections::BTreeSet<i64> = cases.into_values().map(|case| case.0).collect();
    let cases: Vec<i64> = cases.into_iter().collect();
    assert_eq!(cases, ids[..2]);
    let done = fyren.ask(&asa, &cases, &contact("2026-11-21", "", None)).await;
    assert_eq!(done.counts, counts(2, 0, 0));
    assert_eq!(fyren.view(&asa, ids[0]).await.contacts.len(), 3);
    let eva = fyren.signed_in("eva", role(Role::Caseworker, &[LINKOPING])).await;
    assert!(follow_ups::cases(&fyren.services, &eva, &chosen).await.unwrap().is_empty());
}

async fn chosen_follow_ups_are_closed_with_one_reason_or_their_own(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    fyren.ask(&asa, &ids[..2], &contact("2026-11-10", "2026-11-20", None)).await;
    fyren.ask(&asa, &ids[..1], &contact("2026-11-11", "2026-11-25", None)).await;
    let chosen = fyren.follow_ups().await;
    // Each once, however often it is chosen.
    let twice = [&chosen[..], &chosen[..]].concat();
    let done = fyren.ask(&asa, &twice, &closing("Nådd", &[(chosen[1], "Har flyttat")])).await;
    assert_eq!((done.kind, done.counts), (JobKind::CloseFollowUps, counts(3, 0, 0)));
    assert_eq!(fyren.latest().await, (OperationKind::BulkClosing, format!("job {}", done.id), 3));
    let closed = |view: CaseView| -> BTreeMap<i64, Option<String>> {
        view.contacts.into_iter().map(|contact| (contact.id.0, contact.follow_up_closed)).collect()
    };
    let [one, other] = [ids[0], ids[1]].map(|case| fyren.view(&asa, case));
    let (one, other) = (closed(one.await), closed(other.await));
    assert!(one.values().all(|reason| reason.as_deref() == Some("Nådd")) && one.len() == 2);
    assert_eq!(other[&chosen[1]].as_deref(), Some("Har flyttat"));
    assert!(fyren.here().await.iter().all(|row| row.next_follow_up.is_none()));
}

async fn what_is_closed_already_or_foreign_is_told_and_hinders_nothing(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let eva = fyren.signed_in("eva", role(Role::Caseworker, &[LINKOPING])).await;
    let ids = fyren.ids().await;
    fyren.ask(&asa, &ids[..3], &contact("2026-11-10", "2026-11-20", None)).await;
    let chosen = fyren.follow_ups().await;
    fyren.ask(&asa, &chosen[..1], &closing("Nådd", &[])).await;
    // A second click, a row without a reason, and one that is not there.
    let asked_of = [chosen[0], chosen[1], chosen[2], 4711];
    let done = fyren.ask(&asa, &asked_of, &closing("", &[(chosen[2], "Klart")])).await;
    assert_eq!(done.counts, OutcomeCounts { gone: 1, ..counts(1, 0, 2) });
    let refused = |row, why: ClosingRefusal| (row, RowOutcome::Refused, vec![why.into()]);
    let expected = [
        refused(chosen[0], ClosingRefusal::AlreadyClosed),
        refused(chosen[1], ClosingRefusal::Reason(Mistake::Missing)),
        (4711, RowOutcome::Gone, Vec::new()),
    ];
    assert_eq!(fyren.told(&asa, done.id).await, expected);
    // The report names whose the follow-ups are.
    let report = jobs::report(&fyren.services, &asa, done.id).await.unwrap();
    assert_eq!((report[1].case, report[1].title.is_some()), (Some(CaseId(ids[1])), true));
    let foreign = fyren.ask(&eva, &chosen[1..2], &closing("Nådd", &[])).await;
    assert_eq!(foreign.counts, OutcomeCounts { gone: 1, ..counts(0, 0, 0) });
    // The follow-ups of a closed case are closed like any other, where they are.
    fyren.import([post(BIRTHS[1]).named("Åberg").living_in(LINKOPING, "2026-11-20")]).await;
    fyren.run(NORRKOPING, TODAY).await;
    assert_eq!(fyren.ask(&asa, &chosen[1..2], &closing("Flyttat", &[])).await.counts, counts(1, 0, 0));
}

async fn the_open_cases_of_one_caseworker_are_handed_over_to_another(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let ids = fyren.ids().await;
    fyren.ask(&asa, &ids[..4], &contact("2026-11-20", "", Some(&bo))).await;
    fyren.ask(&asa, &ids[4..5], &contact("2026-11-20", "", Some(&asa))).await;
    // A closed case keeps whose it was.
    fyren.import([post(BIRTHS[3]).named("Ek").living_in(LINKOPING, "2026-11-20")]).await;
    fyren.run(NORRKOPING, TODAY).await;
    let choices = hand_over::choices(&fyren.services, &asa).await.unwrap();
    let from: Vec<_> = choices.from.iter().map(|caseworker| (caseworker.account, caseworker.open)).collect();
    assert!(from.contains(&(bo.account, 3)) && from.contains(&(asa.account, 1)), "{from:?}");
    assert!(choices.to.iter().any(|user| user.account == asa.account));
    let id =
        hand_over::start(&fyren.services, &asa, bo.account, asa.account, Origin::default()).await.unwrap();
    let done = fyren.progress(&asa, id).await;
    assert_eq!((done.kind, done.total, done.counts), (JobKind::HandOver, 3, counts(3, 0, 0)));
    assert_eq!(fyren.latest().await, (OperationKind::HandOver, format!("job {id}"), 3));
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let cases: Vec<CaseId> = ids.iter().copied().map(CaseId).collect();
    let edited = connection.edited_cases(&Scope::of([place(NORRKOPING)]), &cases).await.unwrap();
    let whose: Vec<_> = edited.iter().map(|case| case.values.caseworker).collect();
    let (asa, bo) = (Some(asa.account), Some(bo.account));
    assert_eq!(whose, [asa, asa, asa, bo, asa, None]);
}

async fn nobody_hands_over_what_is_not_there(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let eva = fyren.signed_in("eva", role(Role::Caseworker, &[LINKOPING])).await;
    let ids = fyren.ids().await;
    let refused = async |from: &Session, to: &Session| match hand_over::start(
        &fyren.services,
        &asa,
        from.account,
        to.account,
        Origin::default(),
    )
    .await
    {
        Err(HandOverFailure::Refused(refusal)) => Some(refusal),
        _ => None,
    };
    assert_eq!(refused(&asa, &asa).await, Some(HandOverRefusal::SamePerson));
    assert_eq!(refused(&bo, &asa).await, Some(HandOverRefusal::Nothing));
    fyren.ask(&asa, &ids[..2], &contact("2026-11-20", "", Some(&bo))).await;
    // Whoever may not have them does not get them, and that is told.
    let id =
        hand_over::start(&fyren.services, &asa, bo.account, eva.account, Origin::default()).await.unwrap();
    assert_eq!(fyren.progress(&asa, id).await.counts, counts(0, 0, 2));
    // What is given away between the question and the doing is left alone.
    let rows = &ids[..2];
    let asked = Asked::HandOver { from: bo.account, to: asa.account };
    let waiting = jobs::queue(&fyren.services, &asa, rows, &asked).await.unwrap();
    fyren.ask(&asa, &ids[..1], &contact("2026-11-21", "", Some(&asa))).await;
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    assert_eq!(fyren.progress(&asa, waiting).await.counts, OutcomeCounts { conflict: 1, ..counts(1, 0, 0) });
}

async fn what_is_told_of_a_case_in_a_report_goes_with_it(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let asked = measures("2026-11-21", "");
    fyren.ask(&asa, &ids[..2], &asked).await;
    let refused = fyren.ask(&asa, &ids[..2], &asked).await;
    assert_eq!(fyren.told(&asa, refused.id).await.len(), 2);
    let foreign_keys = if database.address.starts_with("sqlite") { "PRAGMA foreign_keys = ON; " } else { "" };
    let sql = format!("{foreign_keys}DELETE FROM activity_case WHERE id = {}", ids[0]);
    raw::execute(&database.address, &sql).await.unwrap();
    assert_eq!(fyren.told(&asa, refused.id).await.len(), 1);
}
