//! The measures of one case.

use domain::{
    access::Role,
    case::CaseStatus,
    form::Mistake,
    id::{CaseId, MeasureId},
    measure::{
        MeasureField, MeasureRefusal, MeasureType, NewMeasure, change::RemovalNotice, form::MeasureForm,
        registration::MeasureNotice,
    },
    operation::{ChangeKind, EntityKind},
    period::Period,
    record::{ChangedMeanwhile, Side},
};
use service::{
    ServiceError,
    measures::{self, Registered},
    saving::{SaveFailure, Seen},
    session::Session,
};

use crate::support::{
    NORRKOPING,
    casework::{Office, office},
    database::{TestDatabase, stories},
    day, place,
    users::role,
};

stories! {
    a_measure_is_registered_told_and_stands_in_the_list,
    one_that_goes_on_until_further_notice_gives_way,
    what_the_rules_refuse_changes_nothing,
    everything_that_is_wrong_with_a_measure_is_told_at_once,
    a_measure_is_ended_and_removed,
    what_two_have_changed_is_both_or_asked_about,
    what_another_has_changed_is_not_removed_unseen,
    foreign_and_protected_cases_are_not_found,
    what_an_earlier_municipality_registered_is_seen_and_not_touched,
    a_role_without_permission_registers_nothing,
}

fn form(start: &str, end: &str) -> MeasureForm {
    MeasureForm {
        kind: "Prak".into(),
        start: start.into(),
        end: end.into(),
        occupation_before: "none".into(),
        notes: "Bara för kommunen".into(),
        ..MeasureForm::default()
    }
}

impl Office {
    async fn measure(&self, start: &str, end: &str) -> Registered {
        measures::register(&self.fyren.services, &self.asa, self.case, &form(start, end)).await.unwrap()
    }

    async fn seen(&self, session: &Session, case: CaseId, id: MeasureId) -> Seen<NewMeasure> {
        let seen = measures::measure(&self.fyren.services, session, case, id).await.unwrap().measure;
        Seen::new(seen.version, seen.values)
    }
}

async fn a_measure_is_registered_told_and_stands_in_the_list(database: &TestDatabase) {
    let office = office(database).await;
    assert_eq!(office.row().await.status, CaseStatus::NeedsAction);
    let entries = office.entries().await;
    let Registered { id, notices } = office.measure("2026-11-20", "").await;
    assert!(notices.is_empty());
    let row = office.row().await;
    assert_eq!((row.status, row.measure), (CaseStatus::MeasureOngoing, Some(MeasureType::WorkPlacement)));
    assert_eq!(office.fyren.journal().await, (entries + 1, 1));
    let told = office.told(1).await.remove(0);
    assert_eq!((told.entity, told.entity_id, told.kind), (EntityKind::Measure, id.0, ChangeKind::Created));
    let shown = office.view().await.measures.remove(0);
    assert_eq!((shown.id, shown.municipality), (id, place(NORRKOPING)));
    assert_eq!((shown.created.as_str(), shown.changed.as_str()), ("Åsa Lindqvist, 2026-11-21 09:00", ""));
    // One that lies ahead is planned, until its day comes.
    let seen = office.seen(&office.asa, office.case, id).await;
    let later = form("2026-11-30", "");
    measures::change(&office.fyren.services, &office.bo, office.case, id, &seen, &later).await.unwrap();
    assert_eq!(office.row().await.status, CaseStatus::MeasurePlanned);
    assert_eq!(office.view().await.measures[0].changed, "Åsa Lindqvist, 2026-11-21 09:00");
}

async fn one_that_goes_on_until_further_notice_gives_way(database: &TestDatabase) {
    let office = office(database).await;
    let one = office.measure("2026-11-10", "").await.id;
    let Registered { notices, .. } = office.measure("2026-11-20", "").await;
    assert_eq!(notices, [MeasureNotice::EndsAnother]);
    // Both are one entry of the journal.
    assert_eq!(office.fyren.journal().await.1, 2);
    let seen = office.seen(&office.asa, office.case, one).await;
    assert_eq!((seen.version, seen.values.period.end), (2, Some(day("2026-11-19"))));
    let told = &office.told(3).await[0];
    assert_eq!((told.entity_id, told.kind), (one.0, ChangeKind::Changed));
    let ended = r#"{"period":{"start":"2026-11-10","end":"2026-11-19"}}"#;
    let fields = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(told.after.as_deref().map(fields), Some(fields(ended)));
}

async fn what_the_rules_refuse_changes_nothing(database: &TestDatabase) {
    let office = office(database).await;
    office.measure("2026-11-10", "").await;
    let entries = office.entries().await;
    let refused = async |form: &MeasureForm| {
        measures::register(&office.fyren.services, &office.asa, office.case, form).await.unwrap_err()
    };
    let other = Period::new(day("2026-11-10"), None);
    let overlaps = MeasureRefusal::Overlaps { kind: MeasureType::WorkPlacement, period: other };
    assert_eq!(refused(&form("2026-11-10", "")).await, SaveFailure::Refused(vec![overlaps]));
    let incomplete = SaveFailure::Refused(vec![MeasureRefusal::EndedIncomplete]);
    assert_eq!(refused(&form("2026-10-01", "2026-10-31")).await, incomplete);
    let SaveFailure::Unreadable(errors) = refused(&MeasureForm::default()).await else { panic!("unread") };
    let missing: Vec<_> = errors.iter().map(|error| (error.field, error.mistake)).collect();
    let required = [MeasureField::Kind, MeasureField::Start, MeasureField::OccupationBefore];
    assert_eq!(missing, required.map(|field| (field, Mistake::Missing)));
    assert_eq!(office.entries().await, entries);
    assert_eq!(office.view().await.measures.len(), 1);
}

async fn everything_that_is_wrong_with_a_measure_is_told_at_once(database: &TestDatabase) {
    let office = office(database).await;
    let (services, case) = (&office.fyren.services, office.case);
    let id = office.measure("2026-11-10", "2026-12-10").await.id;
    let seen = office.seen(&office.asa, case, id).await;
    let entries = office.entries().await;
    let both = |failure: SaveFailure<MeasureField, MeasureRefusal>| match failure {
        SaveFailure::Both(errors, refusals) => {
            (errors.iter().map(|error| error.field).collect::<Vec<_>>(), refusals)
        }
        other => panic!("{other:?}"),
    };
    let without_kind = |start: &str, end: &str| MeasureForm { kind: String::new(), ..form(start, end) };
    let ended = without_kind("2026-10-01", "2026-10-31");
    let failure = measures::register(services, &office.asa, case, &ended).await.unwrap_err();
    assert_eq!(both(failure), (vec![MeasureField::Kind], vec![MeasureRefusal::EndedIncomplete]));
    let backwards = without_kind("2026-11-10", "2026-11-01");
    let failure = measures::change(services, &office.asa, case, id, &seen, &backwards).await.unwrap_err();
    let (fields, refusals) = both(failure);
    assert_eq!(fields, [MeasureField::Kind]);
    assert!(refusals.contains(&MeasureRefusal::EndsBeforeStart), "{refusals:?}");
    assert_eq!(office.seen(&office.asa, case, id).await.version, 1);
    // Nothing but that it was read.
    assert_eq!(office.entries().await, entries + 1);
}

async fn a_measure_is_ended_and_removed(database: &TestDatabase) {
    let office = office(database).await;
    let (services, case) = (&office.fyren.services, office.case);
    let id = office.measure("2026-11-10", "").await.id;
    let seen = office.seen(&office.asa, case, id).await;
    let ended = MeasureForm {
        occupation_after: "work".into(),
        outcome: "completed".into(),
        ..form("2026-11-10", "2026-11-20")
    };
    measures::change(services, &office.asa, case, id, &seen, &ended).await.unwrap();
    assert_eq!(office.row().await.status, CaseStatus::NeedsAction);
    // Saving the same once more writes nothing.
    let (entries, seen) = (office.entries().await, office.seen(&office.asa, case, id).await);
    measures::change(services, &office.asa, case, id, &seen, &ended).await.unwrap();
    assert_eq!(office.seen(&office.asa, case, id).await.version, 2);
    // Two readings.
    assert_eq!(office.entries().await, entries + 2);
    let notices = measures::remove(services, &office.asa, case, id, 2).await.unwrap();
    assert_eq!(notices, [RemovalNotice::Reported]);
    let told = office.told(1).await.remove(0);
    assert_eq!((told.entity, told.kind), (EntityKind::Measure, ChangeKind::Removed));
    assert!(office.view().await.measures.is_empty());
    let gone = measures::remove(services, &office.asa, case, id, 2).await.unwrap_err();
    assert_eq!(gone, SaveFailure::Unavailable(ServiceError::NotFound));
}

async fn what_two_have_changed_is_both_or_asked_about(database: &TestDatabase) {
    let office = office(database).await;
    let (services, case) = (&office.fyren.services, office.case);
    let id = office.measure("2026-11-10", "").await.id;
    let first = office.seen(&office.asa, case, id).await;
    let change = async |session: &Session, seen: &Seen<NewMeasure>, form: MeasureForm| {
        measures::change(services, session, case, id, seen, &form).await
    };
    // The one changes the type, the other the notes: both are kept, and the second is told.
    let kind = MeasureForm { kind: "SYV".into(), ..form("2026-11-10", "") };
    change(&office.bo, &first, kind).await.unwrap();
    let notes = |text: &str| MeasureForm { notes: text.into(), ..form("2026-11-10", "") };
    let saved = change(&office.asa, &first, notes("Åsas")).await.unwrap().taken_over.unwrap();
    assert_eq!((saved.fields, saved.by.as_str()), (vec![MeasureField::Kind], "Åsa Lindqvist"));
    let both = office.seen(&office.asa, case, id).await;
    assert_eq!(both.values.kind, MeasureType::CareerGuidance);
    assert_eq!((both.version, both.values.notes.as_str()), (3, "Åsas"));
    // Both change the notes: nothing is changed, and both values are told.
    let entries = office.entries().await;
    let failure = change(&office.bo, &first, notes("Bos")).await.unwrap_err();
    let SaveFailure::Conflict(clash) = failure else { panic!("no conflict") };
    assert_eq!((clash.version, clash.fields.len()), (3, 1));
    assert_eq!(clash.fields[0].field, MeasureField::Notes);
    assert_eq!(office.entries().await, entries);
    // What has been chosen of an older version is asked about again.
    let mut chosen = Seen { sides: [("notes".to_owned(), Side::Mine)].into(), ..first };
    assert!(matches!(change(&office.bo, &chosen, notes("Bos")).await, Err(SaveFailure::Conflict(_))));
    chosen.version = clash.version;
    change(&office.bo, &chosen, notes("Bos")).await.unwrap();
    let after = office.seen(&office.asa, case, id).await.values;
    assert_eq!((after.kind, after.notes.as_str()), (MeasureType::CareerGuidance, "Bos"));
}

async fn what_another_has_changed_is_not_removed_unseen(database: &TestDatabase) {
    let office = office(database).await;
    let (services, case) = (&office.fyren.services, office.case);
    let id = office.measure("2026-11-10", "").await.id;
    let seen = office.seen(&office.bo, case, id).await;
    measures::change(services, &office.bo, case, id, &seen, &form("2026-11-11", "")).await.unwrap();
    let failure = measures::remove(services, &office.asa, case, id, seen.version).await.unwrap_err();
    assert_eq!(failure, SaveFailure::ChangedMeanwhile(ChangedMeanwhile));
    assert_eq!(office.view().await.measures.len(), 1);
}

async fn foreign_and_protected_cases_are_not_found(database: &TestDatabase) {
    let office = office(database).await;
    let (services, case) = (&office.fyren.services, office.case);
    let id = office.measure("2026-11-10", "").await.id;
    let seen = office.seen(&office.asa, case, id).await;
    let not_found = || SaveFailure::Unavailable(ServiceError::NotFound);
    let tries = async |session: &Session| {
        let form = form("2026-11-12", "");
        let entries = office.entries().await;
        let read = measures::measure(services, session, case, id).await;
        assert_eq!(read.err(), Some(ServiceError::NotFound));
        let registered = measures::register(services, session, case, &form).await;
        assert_eq!(registered.unwrap_err(), not_found());
        let changed = measures::change(services, session, case, id, &seen, &form).await;
        assert_eq!(changed.unwrap_err(), not_found());
        assert_eq!(measures::remove(services, session, case, id, 1).await.unwrap_err(), not_found());
        assert_eq!(office.entries().await, entries);
    };
    tries(&office.elsewhere).await;
    office.is_protected().await;
    tries(&office.asa).await;
}

async fn what_an_earlier_municipality_registered_is_seen_and_not_touched(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let id = office.measure("2026-11-10", "").await.id;
    let there = office.moves().await;
    let seen = office.seen(&office.elsewhere, there, id).await;
    assert_eq!((seen.values.kind, seen.values.notes.as_str()), (MeasureType::WorkPlacement, ""));
    let other = MeasureRefusal::OtherMunicipality { municipality: place(NORRKOPING) };
    let refused = || SaveFailure::Refused(vec![other.clone()]);
    let form = form("2026-11-20", "");
    let changed = measures::change(services, &office.elsewhere, there, id, &seen, &form).await;
    assert_eq!(changed.unwrap_err(), refused());
    let removed = measures::remove(services, &office.elsewhere, there, id, seen.version).await;
    assert_eq!(removed.unwrap_err(), refused());
    // Of what the later one registers, the earlier one sees nothing, from its own case or the other.
    let later = measures::register(services, &office.elsewhere, there, &form).await.unwrap().id;
    for case in [office.case, there] {
        let read = measures::measure(services, &office.asa, case, later).await;
        assert_eq!(read.err(), Some(ServiceError::NotFound));
        let removed = measures::remove(services, &office.asa, case, later, 1).await;
        assert_eq!(removed.unwrap_err(), SaveFailure::Unavailable(ServiceError::NotFound));
    }
    // Its own closed case takes what was over when it closed, and nothing that would go on.
    let on = measures::register(services, &office.asa, office.case, &form).await.unwrap_err();
    let SaveFailure::Refused(refusals) = on else { panic!("not refused") };
    assert!(refusals.iter().any(|refusal| matches!(refusal, MeasureRefusal::CaseClosed { .. })));
}

async fn a_role_without_permission_registers_nothing(database: &TestDatabase) {
    let office = office(database).await;
    let auditor = office.fyren.signed_in("sara", role(Role::Auditor, &[NORRKOPING])).await;
    let registered =
        measures::register(&office.fyren.services, &auditor, office.case, &form("2026-11-12", "")).await;
    assert_eq!(registered.unwrap_err(), SaveFailure::Unavailable(ServiceError::Forbidden));
}
