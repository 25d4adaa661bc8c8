//! Two people change the same thing (requirement K17): nobody's change is lost silently.

use domain::{
    case::{change::CaseValues, responsibility::ResponsibilityValues},
    contact::{ContactField, ContactWay, change::ContactValues},
    follow_up::FollowUp,
    id::AccountId,
    language::{Language, Message, Named},
    measure::{MeasureField, MeasureOutcome, MeasureType, NewMeasure},
    occupation::{OccupationAfter, OccupationAtRegistration, OccupationBefore},
    record::{ChangedMeanwhile, Conflict, FieldValue, Merge, Record, Side, TakenOver, is_as_seen},
};

use crate::support::{day, situation::period};

fn fields<F: Named>(conflicts: &[Conflict<F>]) -> Vec<&'static str> {
    conflicts.iter().map(|conflict| conflict.field.code()).collect()
}

fn responsibility() -> ResponsibilityValues {
    ResponsibilityValues {
        case: CaseValues {
            registered: day("2026-09-01"),
            occupation: OccupationAtRegistration::Unknown,
            other_schooling_until: None,
            caseworker: Some(AccountId(7)),
            living_outside: None,
        },
        home_diploma: None,
        notes: "Ringde".into(),
    }
}

fn measure() -> NewMeasure {
    NewMeasure {
        kind: MeasureType::WorkPlacement,
        period: period("2026-11-01", ""),
        occupation_before: OccupationBefore::None,
        occupation_after: None,
        outcome: None,
        notes: String::new(),
    }
}

#[test]
fn what_only_one_of_two_has_touched_is_taken_as_that_one_left_it() {
    let base = responsibility();
    let theirs = ResponsibilityValues {
        case: CaseValues { occupation: OccupationAtRegistration::Work, ..base.case },
        ..base.clone()
    };
    let mine = ResponsibilityValues { notes: "Ringde, svarade inte".into(), ..base.clone() };
    let merge = Merge { base: &base, theirs: &theirs, mine: &mine };
    assert_eq!(fields(&merge.conflicts()), [] as [&str; 0]);
    assert_eq!(merge.taken_over().iter().map(|field| field.code()).collect::<Vec<_>>(), ["occupation"]);
    let told = TakenOver { fields: merge.taken_over(), by: "Bo Ek".into() }.message(Language::Swedish);
    assert_eq!(
        told,
        "Bo Ek har under tiden ändrat Sysselsättning vid registrering. Det är kvar i det som sparades."
    );
    let merged = merge.merged(|_| None).unwrap();
    assert_eq!(merged, ResponsibilityValues { notes: mine.notes.clone(), ..theirs.clone() });
}

#[test]
fn what_another_has_changed_is_not_removed_unseen() {
    assert_eq!(is_as_seen(3, 3), Ok(()));
    assert_eq!(is_as_seen(3, 4), Err(ChangedMeanwhile));
    assert!(ChangedMeanwhile.message(Language::Swedish).contains("Läs vad som står där nu"));
}

#[test]
fn the_second_sees_both_values_and_chooses_per_field() {
    let base = responsibility();
    let with = |account, notes: &str| ResponsibilityValues {
        case: CaseValues { caseworker: account, ..base.case },
        notes: notes.into(),
        ..base.clone()
    };
    let (theirs, mine) = (with(Some(AccountId(8)), "Skrev brev"), with(None, "Skickade SMS"));
    let merge = Merge { base: &base, theirs: &theirs, mine: &mine };
    let left = merge.merged(|_| None).unwrap_err();
    let user = |account: AccountId| (account == AccountId(8)).then(|| "Bo Ek".to_owned());
    let shown: Vec<_> = left
        .iter()
        .map(|conflict| {
            let text = |value: &FieldValue| value.shown(Language::Swedish, user);
            (conflict.field.name(Language::Swedish), text(&conflict.theirs), text(&conflict.mine))
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("Handläggare", "Bo Ek".to_owned(), "tomt".to_owned()),
            ("Anteckningar", "Skrev brev".to_owned(), "Skickade SMS".to_owned()),
        ]
    );
    let chosen =
        merge.merged(|field| Some(if field.code() == "notes" { Side::Mine } else { Side::Theirs })).unwrap();
    assert_eq!(chosen, with(Some(AccountId(8)), "Skickade SMS"));
    // One that is still to be chosen is told again.
    let half = merge.merged(|field| (field.code() == "notes").then_some(Side::Mine)).unwrap_err();
    assert_eq!(fields(&half), ["caseworker"]);
}

#[test]
fn who_did_the_same_is_in_nobodys_way() {
    let base = responsibility();
    let same = ResponsibilityValues { notes: "Nådd".into(), ..base.clone() };
    let merge = Merge { base: &base, theirs: &same, mine: &same };
    assert_eq!(merge.merged(|_| None).unwrap(), same);
}

#[test]
fn how_a_measure_ended_is_told_by_one_of_them() {
    let base = measure();
    let theirs = base.ended(day("2026-11-20"), OccupationAfter::Work, MeasureOutcome::Completed);
    let mine = NewMeasure { period: period("2026-11-01", "2026-12-31"), ..base.clone() };
    let merge = Merge { base: &base, theirs: &theirs, mine: &mine };
    // The other two I have not touched, but with my end date they would say something that nobody meant.
    assert_eq!(fields(&merge.conflicts()), ["end", "occupation_after", "outcome"]);
    assert_eq!(merge.merged(|_| Some(Side::Mine)).unwrap(), mine);
    assert_eq!(merge.merged(|_| Some(Side::Theirs)).unwrap(), theirs);
    let noted = NewMeasure { notes: "Trivs".into(), ..base.clone() };
    let merge = Merge { base: &base, theirs: &theirs, mine: &noted };
    assert_eq!(merge.merged(|_| None).unwrap(), NewMeasure { notes: "Trivs".into(), ..theirs });
}

#[test]
fn a_follow_up_is_moved_by_one_and_closed_by_another() {
    let values = |follow_up| ContactValues {
        date: day("2026-11-01"),
        heading: "Ej anträffbar".into(),
        way: ContactWay::Telephone,
        notes: String::new(),
        follow_up,
    };
    let base = values(FollowUp::Due(day("2026-11-20")));
    let theirs = values(base.follow_up.closed(day("2026-11-20"), "Nådd").unwrap());
    let mine = values(FollowUp::Due(day("2026-12-01")));
    let merge = Merge { base: &base, theirs: &theirs, mine: &mine };
    assert_eq!(fields(&merge.conflicts()), ["follow_up", "closed"]);
    assert_eq!(merge.merged(|_| Some(Side::Mine)).unwrap(), mine);
    assert_eq!(merge.merged(|_| Some(Side::Theirs)).unwrap(), theirs);
    let moved =
        merge.merged(|field| Some(if field == ContactField::FollowUp { Side::Mine } else { Side::Theirs }));
    let closed = FollowUp::Closed { due: day("2026-12-01"), on: day("2026-11-20"), reason: "Nådd".into() };
    assert_eq!(moved.unwrap(), values(closed));
}

#[test]
fn every_field_of_a_record_is_shown_and_taken() {
    let (from, mut to) = (
        NewMeasure {
            notes: "Trivs".into(),
            kind: MeasureType::Other,
            ..measure().ended(day("2026-12-01"), OccupationAfter::Unknown, MeasureOutcome::NotCompleted)
        },
        measure(),
    );
    to.period.start = day("2026-10-01");
    to.occupation_before = OccupationBefore::Work;
    for field in MeasureField::ALL {
        assert_ne!(from.value(*field), to.value(*field), "{field:?}");
        to.take(&from, *field);
        assert_eq!(from.value(*field), to.value(*field), "{field:?}");
    }
    assert_eq!(from, to);
}
