//! Taking back measures, contacts, closed follow-ups and cases handed over, many at once.

use domain::{
    access::Scope,
    case::change::CaseValues,
    contact::change::ContactValues,
    id::{AccountId, CaseId, ContactId, JobId, MeasureId},
    job::{JobFailure, JobKind, JobState, OutcomeCounts, UndoRefusal},
    measure::{NewMeasure, form::MeasureForm},
    operation::OperationKind,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use service::{
    contacts,
    jobs::{self, Asked, Measures, RowMeasure, worker::work_on_next},
    measures,
    saving::Seen,
    session::Session,
    undo::{self, UndoFailure},
};

use super::{
    BIRTHS, LEASE, all,
    casework::{closing, contact, measure, measures as registered},
    caseworker, counts, register, work,
};
use crate::support::{
    Installation, LINKOPING, NORRKOPING, TODAY,
    database::{TestDatabase, stories},
    day,
    posts::{But, post},
};

stories! {
    measures_are_taken_back_and_what_gave_way_goes_on,
    measures_are_not_taken_back_once_another_of_the_case_is_touched,
    contacts_are_taken_back_with_the_caseworkers_they_gave,
    a_contact_that_was_changed_or_removed_is_not_taken_back,
    closed_follow_ups_are_open_again,
    a_case_that_has_been_closed_since_keeps_its_measures,
    those_who_have_become_protected_keep_what_they_got,
    whatever_is_asked_of_many_can_be_taken_back,
}

/// What the cases hold, with their measures and contacts. Versions and who changed what are left out: those go on.
#[derive(Debug, Clone, PartialEq)]
struct Picture {
    cases: Vec<(CaseId, CaseValues)>,
    measures: Vec<(MeasureId, CaseId, NewMeasure)>,
    contacts: Vec<(ContactId, CaseId, ContactValues)>,
    rows: Vec<domain::case::view::CaseRow>,
}

impl Installation {
    async fn picture(&self) -> Picture {
        let rows = self.here().await;
        let cases: Vec<CaseId> = rows.iter().map(|row| row.id).collect();
        let (everywhere, all) = (Scope::of_the_system(), 1..1000_i64);
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        let cases = connection.edited_cases(&everywhere, &cases).await.unwrap();
        let measures: Vec<MeasureId> = all.clone().map(MeasureId).collect();
        let measures = connection.edited_measures(&everywhere, &measures).await.unwrap();
        let contacts: Vec<ContactId> = all.map(ContactId).collect();
        let contacts = connection.edited_contacts(&everywhere, &contacts).await.unwrap();
        Picture {
            cases: cases.into_iter().map(|case| (case.id, case.values)).collect(),
            measures: measures
                .into_iter()
                .map(|record| (record.measure.id, record.case, record.measure.values))
                .collect(),
            contacts: contacts
                .into_iter()
                .map(|record| (record.contact.id, record.contact.case, record.contact.values))
                .collect(),
            rows,
        }
    }

    async fn refusal(&self, session: &Session, job: JobId) -> Option<UndoRefusal> {
        let preview = undo::preview(&self.services, session, job).await.unwrap().refusal;
        match undo::undo(&self.services, session, job).await {
            Err(UndoFailure::Refused(refusal)) => {
                assert_eq!(preview.as_ref(), Some(&refusal));
                Some(refusal)
            }
            done => {
                done.unwrap();
                assert_eq!(preview, None);
                None
            }
        }
    }

    /// The cases that something later has touched, for which a change is not taken back.
    async fn touched(&self, session: &Session, job: JobId) -> Vec<i64> {
        match self.refusal(session, job).await {
            Some(UndoRefusal::Touched { cases, .. }) => cases.into_iter().map(|case| case.0).collect(),
            other => panic!("{other:?}"),
        }
    }
}

async fn measures_are_taken_back_and_what_gave_way_goes_on(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    fyren.ask(&asa, &ids[..3], &registered("2026-11-05", "")).await;
    let before = fyren.picture().await;
    let done = fyren.ask(&asa, &ids, &registered("2026-11-21", "")).await;
    assert_ne!(fyren.picture().await, before);
    let by = undo::undo(&fyren.services, &asa, done.id).await.unwrap();
    assert_eq!(fyren.picture().await, before);
    let undone = fyren.progress(&asa, by).await;
    assert_eq!((undone.kind, undone.total, undone.counts), (JobKind::Undo, 6, counts(6, 0, 0)));
    let told = format!("cases: undo of job {}; job {by}", done.id);
    assert_eq!(fyren.latest().await, (OperationKind::BulkUndo, told, 9));
    for (job, why) in [(done.id, UndoRefusal::AlreadyUndone), (by, UndoRefusal::IsUndo)] {
        assert_eq!(fyren.refusal(&asa, job).await, Some(why));
    }
}

async fn measures_are_not_taken_back_once_another_of_the_case_is_touched(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let done = fyren.ask(&asa, &ids, &registered("2026-11-21", "2026-12-24")).await.id;
    // Somebody registers another one beside it, and somebody removes one that was made.
    let form = MeasureForm::written(&measure("2027-01-07", ""));
    measures::register(&fyren.services, &asa, CaseId(ids[1]), &form).await.unwrap();
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let seen = connection.seen_measures(&Scope::of_the_system(), CaseId(ids[4])).await.unwrap();
    drop(connection);
    let removed = &seen[0].measure;
    measures::remove(&fyren.services, &asa, CaseId(ids[4]), removed.id, removed.version).await.unwrap();
    let before = fyren.picture().await;
    assert_eq!(fyren.touched(&asa, done).await, [ids[1], ids[4]]);
    assert_eq!(fyren.picture().await, before);
    // What happens to the case itself is nothing to its measures.
    let later = fyren.ask(&asa, &ids[..1], &registered("2027-02-01", "")).await.id;
    fyren.start(&asa, &ids[..1], &all(work())).await;
    fyren.ask(&asa, &ids[..1], &contact("2026-11-20", "", None)).await;
    assert_eq!(fyren.refusal(&asa, later).await, None);
    // The worker finds the same, and names the rows.
    let another = fyren.ask(&asa, &ids[2..4], &registered("2027-02-01", "")).await.id;
    let by = undo::queue(&fyren.services, &asa, another).await.unwrap();
    fyren.ask(&asa, &ids[3..4], &registered("2027-03-01", "")).await;
    assert!(work_on_next(&fyren.services, LEASE, || false).await.unwrap());
    let failed = fyren.progress(&asa, by).await;
    assert_eq!((failed.state, failed.failure), (JobState::Failed, Some(JobFailure::Touched)));
    let named = jobs::report(&fyren.services, &asa, by).await.unwrap();
    assert_eq!(named.iter().map(|row| row.case).collect::<Vec<_>>(), [Some(CaseId(ids[3]))]);
}

async fn contacts_are_taken_back_with_the_caseworkers_they_gave(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let ids = fyren.ids().await;
    fyren.ask(&asa, &ids[..2], &contact("2026-11-10", "2026-11-30", Some(&asa))).await;
    let before = fyren.picture().await;
    let done = fyren.ask(&asa, &ids, &contact("2026-11-20", "2026-12-01", Some(&bo))).await;
    let by = undo::undo(&fyren.services, &asa, done.id).await.unwrap();
    assert_eq!(fyren.picture().await, before);
    assert_eq!(fyren.progress(&asa, by).await.counts, counts(6, 0, 0));
    let handed = service::hand_over::start(
        &fyren.services,
        &asa,
        asa.account,
        bo.account,
        service::jobs::Origin::default(),
    )
    .await
    .unwrap();
    assert_ne!(fyren.picture().await, before);
    assert_eq!(fyren.refusal(&asa, handed).await, None);
    assert_eq!(fyren.picture().await, before);
}

async fn a_contact_that_was_changed_or_removed_is_not_taken_back(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let done = fyren.ask(&asa, &ids, &contact("2026-11-10", "2026-11-30", None)).await.id;
    let made = fyren.follow_ups().await;
    fyren.ask(&asa, &made[..1], &closing("Nådd", &[])).await;
    contacts::remove(&fyren.services, &asa, (CaseId(ids[2]), ContactId(made[2])), 1).await.unwrap();
    assert_eq!(fyren.touched(&asa, done).await, [ids[0], ids[2]]);
    // A change of another contact of the case is nothing to it.
    let later = fyren.ask(&asa, &ids[3..], &contact("2026-11-11", "", None)).await.id;
    fyren.ask(&asa, &made[3..4], &closing("Nådd", &[])).await;
    assert_eq!(fyren.refusal(&asa, later).await, None);
}

async fn closed_follow_ups_are_open_again(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    fyren.ask(&asa, &ids[..2], &contact("2026-11-10", "2026-11-30", None)).await;
    fyren.ask(&asa, &ids[..1], &contact("2026-11-11", "2026-12-01", None)).await;
    let (before, chosen) = (fyren.picture().await, fyren.follow_ups().await);
    let done = fyren.ask(&asa, &chosen, &closing("Nådd", &[])).await;
    let by = undo::undo(&fyren.services, &asa, done.id).await.unwrap();
    assert_eq!(fyren.picture().await, before);
    // Its rows are the follow-ups, of which two are of the same case.
    let undone = fyren.progress(&asa, by).await;
    assert_eq!((undone.total, undone.counts), (3, counts(3, 0, 0)));
    let again = fyren.ask(&asa, &chosen, &closing("Nådd", &[])).await.id;
    let form = domain::contact::form::ContactForm {
        heading: "Annat".into(),
        ..domain::contact::form::ContactForm::written(&before.contacts[0].2)
    };
    let record = contacts::contact(&fyren.services, &asa, ContactId(chosen[0])).await.unwrap();
    let at = (record.contact.case, record.contact.id);
    let seen = Seen::new(record.contact.version, record.contact.values);
    contacts::change(&fyren.services, &asa, at, &seen, &form).await.unwrap();
    assert_eq!(fyren.touched(&asa, again).await, [ids[0]]);
}

async fn a_case_that_has_been_closed_since_keeps_its_measures(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let done = fyren.ask(&asa, &ids, &registered("2026-11-21", "")).await.id;
    fyren.import([post(BIRTHS[4]).named("Öman").living_in(LINKOPING, "2026-11-20")]).await;
    fyren.run(NORRKOPING, TODAY).await;
    assert_eq!(fyren.touched(&asa, done).await, [ids[4]]);
}

async fn those_who_have_become_protected_keep_what_they_got(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let ids = fyren.ids().await;
    let before = fyren.picture().await;
    let done = fyren.ask(&asa, &ids, &registered("2026-11-21", "")).await.id;
    fyren.import([post(BIRTHS[3]).named("Ek").protected()]).await;
    let by = undo::undo(&fyren.services, &asa, done).await.unwrap();
    let expected = OutcomeCounts { gone: 1, ..counts(5, 0, 0) };
    assert_eq!(fyren.progress(&asa, by).await.counts, expected);
    let kept: Vec<i64> = fyren.picture().await.measures.iter().map(|(_, case, _)| case.0).collect();
    assert_eq!((before.measures.len(), kept), (0, vec![ids[3]]));
}

/// Something that is asked of many rows: of which, and what.
fn asked(cases: Vec<i64>, follow_ups: Vec<i64>, users: [AccountId; 2]) -> BoxedStrategy<(Vec<i64>, Asked)> {
    let start = (0..120_i64)
        .prop_map(|days| day(TODAY) - chrono::TimeDelta::days(20) + chrono::TimeDelta::days(days));
    let new = (start, proptest::option::of(1..60_i64)).prop_map(|(start, length)| {
        let end = length.map(|days| start + chrono::TimeDelta::days(days));
        let ended = end.filter(|end| *end <= day(TODAY)).is_some();
        let form = MeasureForm {
            kind: "SYV".into(),
            start: start.to_string(),
            end: end.map(|end| end.to_string()).unwrap_or_default(),
            occupation_before: "work".into(),
            occupation_after: if ended { "work" } else { "" }.into(),
            outcome: if ended { "completed" } else { "" }.into(),
            notes: String::new(),
        };
        form.read(day(TODAY)).unwrap()
    });
    let some = |rows: Vec<i64>| {
        let most = rows.len();
        proptest::sample::subsequence(rows, 1.min(most)..=most)
    };
    let own = proptest::collection::vec((proptest::sample::select(cases.clone()), new.clone()), 0..3);
    let measures = (some(cases.clone()), new, own).prop_map(|(rows, all, own)| {
        let own = own.into_iter().map(|(case, measure)| RowMeasure { case: CaseId(case), measure });
        (rows, Asked::RegisterMeasures(Measures { all: Some(all), rows: own.collect() }))
    });
    let to = proptest::option::of(proptest::sample::select(users.to_vec()));
    let contacts = (some(cases.clone()), 0..30_i64, proptest::option::of(0..30_i64), to).prop_map(
        |(rows, ago, due, caseworker)| {
            let date = day(TODAY) - chrono::TimeDelta::days(ago);
            let follow_up = due.map(|days| date + chrono::TimeDelta::days(days));
            let form = domain::contact::form::ContactForm {
                date: date.to_string(),
                heading: "Samtal".into(),
                way: "letter".into(),
                follows_up: if follow_up.is_some() { "1" } else { "" }.into(),
                follow_up: follow_up.map(|due| due.to_string()).unwrap_or_default(),
                caseworker: caseworker.map(|account| account.to_string()).unwrap_or_default(),
                ..Default::default()
            };
            (rows, Asked::RegisterContacts(form.read(day(TODAY)).unwrap()))
        },
    );
    let closing = (some(follow_ups), "[a-zå]{0,8}").prop_map(|(rows, reason)| (rows, closing(&reason, &[])));
    let handing = (some(cases), any::<bool>()).prop_map(move |(rows, turned)| {
        let [one, other] = users;
        let (from, to) = if turned { (other, one) } else { (one, other) };
        (rows, Asked::HandOver { from, to })
    });
    prop_oneof![3 => measures, 2 => contacts, 2 => closing, 1 => handing].boxed()
}

async fn whatever_is_asked_of_many_can_be_taken_back(database: &TestDatabase) {
    let fyren = register(database).await;
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let ids = fyren.ids().await;
    let mut runner = TestRunner::deterministic();
    let (mut stays, mut taken_back) = (0, 0);
    for nth in 0..40 {
        let before = fyren.picture().await;
        let strategy = asked(ids.clone(), fyren.follow_ups().await, [asa.account, bo.account]);
        let (rows, asked) = strategy.new_tree(&mut runner).unwrap().current();
        let done = fyren.ask(&asa, &rows, &asked).await;
        assert_eq!(done.counts.total(), rows.len() as u64);
        if done.counts.changed == 0 {
            assert_eq!(fyren.picture().await, before, "{asked:?}");
            assert_eq!(fyren.refusal(&asa, done.id).await, Some(UndoRefusal::NothingChanged));
            continue;
        }
        assert_ne!(fyren.picture().await, before);
        // Every third stays, so that there is more to meet.
        if nth % 3 == 0 {
            stays += 1;
            continue;
        }
        assert_eq!(fyren.refusal(&asa, done.id).await, None);
        assert_eq!(fyren.picture().await, before, "{:?}", done.kind);
        taken_back += 1;
    }
    assert!(stays > 5 && taken_back > 10, "{stays} {taken_back}");
}
