//! `rules.md` section 3: measures.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::{CaseFact, CaseStatus},
    id::{CaseId, MeasureId},
    language::{Language, Message, Named},
    measure::{
        MeasureField, MeasureOutcome, MeasureRefusal, MeasureType, NewMeasure,
        change::{EditedMeasure, RemovalNotice, change, may_touch, remove},
        form::MeasureForm,
        incomplete::missing,
        registration::{MeasureNotice, register, register_many},
    },
    occupation::{OccupationAfter, OccupationBefore},
    period::Period,
};
use rstest::rstest;

use crate::{
    handbook_says, rules_say,
    support::{
        day,
        situation::{LINKOPING, NORRKOPING, Situation, municipality, period, somebody},
    },
};

const TODAY: &str = "2026-11-21";

fn today() -> NaiveDate {
    day(TODAY)
}

/// Born 2008-08-17, whose responsibility ends on 2028-08-17.
fn birth() -> Option<NaiveDate> {
    Some(day("2008-08-17"))
}

fn case(situation: Situation) -> CaseFact {
    situation.cases.into_iter().next_back().unwrap()
}

fn open() -> Situation {
    somebody().case("2026-01-07")
}

fn measure(start: &str, end: &str) -> NewMeasure {
    NewMeasure {
        kind: MeasureType::CareerGuidance,
        period: period(start, end),
        occupation_before: OccupationBefore::None,
        occupation_after: None,
        outcome: None,
        notes: String::new(),
    }
}

fn told(start: &str, end: &str) -> NewMeasure {
    measure(start, end).ended(day(end), OccupationAfter::Work, MeasureOutcome::Completed)
}

fn registered(id: i64, values: NewMeasure) -> EditedMeasure {
    EditedMeasure {
        id: MeasureId(id),
        version: 1,
        municipality: municipality(NORRKOPING),
        values,
        closed_with_case: None,
    }
}

fn codes(refusals: Vec<MeasureRefusal>) -> Vec<&'static str> {
    refusals.iter().map(MeasureRefusal::code).collect()
}

#[test]
fn type_start_and_occupation_before_are_required_end_and_notes_are_not() {
    rules_say(
        "Required: type, start date, occupation before (*Sysselsättning vid åtgärd*; never *Okänd*). Optional: end date, notes.",
    );
    let form = MeasureForm {
        kind: "SYV".into(),
        start: TODAY.into(),
        occupation_before: "none".into(),
        ..MeasureForm::default()
    };
    assert_eq!(form.read(today()).unwrap(), measure(TODAY, ""));
    let fields: Vec<_> =
        MeasureForm::default().read(today()).unwrap_err().iter().map(|error| error.field).collect();
    assert_eq!(fields, [MeasureField::Kind, MeasureField::Start, MeasureField::OccupationBefore]);
    assert!(MeasureForm { occupation_before: "unknown".into(), ..form }.read(today()).is_err());
}

#[test]
fn measures_belong_to_their_case_and_overlap_looks_at_that_cases_only() {
    rules_say("Measures belong to their case; status and overlap look at that case's only.");
    let earlier = case(open().measure("2026-02-01", "2026-12-31"));
    let present = CaseFact { id: CaseId(2), measures: Vec::new(), ..earlier.clone() };
    let new = measure("2026-11-01", "");
    assert!(register(&earlier, birth(), &new, today()).is_err());
    assert!(register(&present, birth(), &new, today()).is_ok());
    assert_eq!(CaseStatus::on(&present, &[], today()), CaseStatus::NeedsAction);
}

#[test]
fn a_measure_that_starts_on_or_before_the_end_of_another_is_refused_with_an_error_that_names_it() {
    rules_say("A case has at most one measure at a time.");
    rules_say("is refused for that person, with an error that names the other measure.");
    handbook_says(
        "Försöker man skapa en ny åtgärd med startdatum innan pågående åtgärds slutdatum kommer ingen åtgärd skapas åt individen utan ett felmeddelande fås.",
    );
    let case = case(open().measure("2026-10-01", "2026-12-31"));
    for start in ["2026-10-01", "2026-11-01", "2026-12-31"] {
        let refusals = register(&case, birth(), &measure(start, ""), today()).unwrap_err();
        let message = refusals[0].message(Language::Swedish);
        assert!(message.contains("Praktik 2026-10-01–2026-12-31"), "{message}");
        assert_eq!(refusals[0].field(), Some(MeasureField::Start));
    }
    assert!(register(&case, birth(), &measure("2027-01-01", ""), today()).is_ok());
    // Its own days lie wholly before.
    assert!(register(&case, birth(), &told("2026-08-01", "2026-09-30"), today()).is_ok());
}

#[test]
fn an_open_ended_measure_that_starts_the_same_day_or_later_refuses_the_new_one() {
    rules_say("An open-ended measure that starts the same day or later refuses the new one.");
    for start in ["2026-11-21", "2026-11-22", "2027-03-01"] {
        let case = case(open().measure(start, ""));
        let refusals = register(&case, birth(), &measure("2026-11-21", ""), today()).unwrap_err();
        assert_eq!(codes(refusals), ["measure_overlaps"], "{start}");
    }
}

#[test]
fn an_open_ended_measure_that_started_earlier_ends_the_day_before_and_becomes_incomplete() {
    rules_say(
        "If the existing overlapping measure has no end date and started earlier, it gets end date = the new start − 1 day (and becomes incomplete: occupation after and outcome are missing).",
    );
    handbook_says(
        "Om individen har en pågående åtgärd utan slutdatum och man skapar en ny åtgärd kommer slutdatum sättas på den tidigare åtgärden.",
    );
    let before = case(open().measure("2026-10-01", ""));
    let registration = register(&before, birth(), &measure("2026-11-15", ""), today()).unwrap();
    assert_eq!(registration.ends, Some((MeasureId(1), day("2026-11-14"))));
    assert_eq!(registration.notices, [MeasureNotice::EndsAnother]);
    let after = registration.applied_to(&before, MeasureId(2));
    let periods: Vec<Period> = after.measures.iter().map(|measure| measure.period).collect();
    assert_eq!(periods, [period("2026-10-01", "2026-11-14"), period("2026-11-15", "")]);
    assert_eq!(CaseStatus::on(&after, &[], today()), CaseStatus::MeasureOngoing);
    let left = missing(&measure("2026-10-01", "2026-11-14"), None, today()).unwrap();
    assert_eq!(left.fields, [MeasureField::OccupationAfter, MeasureField::Outcome]);
}

#[rstest]
#[case::ended_yesterday("2026-11-20", None, false)]
#[case::ends_today("2026-11-21", None, false)]
#[case::ends_tomorrow("2026-11-22", None, true)]
#[case::ended_and_told("2026-11-20", Some(MeasureOutcome::NotCompleted), true)]
#[case::ahead_and_told("2026-12-31", Some(MeasureOutcome::NotCompleted), true)]
fn end_date_occupation_after_and_outcome_go_together_and_a_planned_end_requires_neither(
    #[case] end: &str,
    #[case] outcome: Option<MeasureOutcome>,
    #[case] allowed: bool,
) {
    rules_say(
        "End date, occupation after and outcome go together: an end date in the past or today requires both. A planned end date ahead requires neither yet.",
    );
    let new = NewMeasure {
        outcome,
        occupation_after: outcome.map(|_| OccupationAfter::Unknown),
        ..measure("2026-11-01", end)
    };
    assert_eq!(register(&case(open()), birth(), &new, today()).is_ok(), allowed);
    // The same holds when a measure that goes on is ended.
    let ongoing = case(open().measure("2026-11-01", ""));
    let edited = registered(1, measure("2026-11-01", ""));
    assert_eq!(change(&ongoing, birth(), &edited, &new, today()).is_ok(), allowed);
}

#[test]
fn occupation_after_or_outcome_without_an_end_date_is_refused() {
    rules_say("End date, occupation after and outcome go together");
    let half = NewMeasure { outcome: Some(MeasureOutcome::Completed), ..measure("2026-11-01", "") };
    assert_eq!(
        codes(register(&case(open()), birth(), &half, today()).unwrap_err()),
        ["measure_outcome_without_end"]
    );
}

#[test]
fn an_outcome_is_completed_or_not_and_an_ended_measure_puts_the_case_back() {
    rules_say(
        "Outcome: *Genomförd*, *Ej genomförd*. An ended measure puts the case back to *Åtgärdas* if still open.",
    );
    handbook_says(
        "Om åtgärden avslutas kommer Status aktivitetsansvaret ändras till Åtgärdas om individen fortfarande ingår i aktivitetsansvaret.",
    );
    let names: Vec<_> = MeasureOutcome::ALL.iter().map(|outcome| outcome.name(Language::Swedish)).collect();
    assert_eq!(names, ["Genomförd", "Ej genomförd"]);
    let ongoing = case(open().measure("2026-11-01", ""));
    assert_eq!(CaseStatus::on(&ongoing, &[], today()), CaseStatus::MeasureOngoing);
    let edited = registered(1, measure("2026-11-01", ""));
    let ended = change(&ongoing, birth(), &edited, &told("2026-11-01", TODAY), today()).unwrap();
    let after = CaseFact { measures: vec![ended.fact(MeasureId(1))], ..ongoing };
    assert_eq!(CaseStatus::on(&after, &[], today()), CaseStatus::NeedsAction);
    let closed = CaseFact { deregistered: Some(today()), ..after };
    assert_eq!(CaseStatus::on(&closed, &[], today()), CaseStatus::Closed);
}

#[test]
fn those_that_fail_are_reported_per_person_and_the_others_are_saved() {
    let free = case(open());
    let busy = CaseFact { id: CaseId(2), ..case(open().measure("2026-10-01", "2027-01-31")) };
    let another = CaseFact { id: CaseId(3), ..case(open().measure("2026-10-01", "")) };
    let (for_all, own) = (measure("2026-12-01", ""), measure("2026-12-01", "2026-12-24"));
    let rows = [(&free, birth(), &for_all), (&busy, birth(), &for_all), (&another, birth(), &own)];
    let many = register_many(rows, today());
    let saved: Vec<_> = many.planned.iter().map(|(id, plan)| (id.0, plan.measure.period.end)).collect();
    assert_eq!(saved, [(1, None), (3, Some(day("2026-12-24")))]);
    assert_eq!(many.refused.len(), 1);
    assert_eq!((many.refused[0].0, codes(many.refused[0].1.clone())), (CaseId(2), vec!["measure_overlaps"]));
    assert!(many.message(Language::Swedish).starts_with("1 av 3 kan inte sparas."));
}

#[rstest]
#[case::end_before_start("2026-12-24", "2026-12-01", &["measure_ends_before_start"])]
#[case::starts_on_the_twentieth_birthday("2028-08-17", "", &[])]
#[case::starts_beyond_twenty("2028-08-18", "", &["measure_beyond_twenty"])]
#[case::ends_on_the_twentieth_birthday("2026-12-01", "2028-08-17", &[])]
#[case::ends_beyond_twenty("2026-12-01", "2028-08-18", &["measure_beyond_twenty"])]
#[case::starts_before_birth("2008-08-16", "", &["measure_starts_before_birth"])]
fn dates_that_cannot_be_meant_are_refused(#[case] start: &str, #[case] end: &str, #[case] expected: &[&str]) {
    let refusals = register(&case(open()), birth(), &measure(start, end), today()).err().unwrap_or_default();
    for refusal in &refusals {
        for language in Language::ALL {
            assert!(refusal.message(language).ends_with('.'), "{refusal:?}");
        }
    }
    assert_eq!(codes(refusals), expected);
}

#[test]
fn without_a_day_of_birth_the_form_alone_bounds_the_dates() {
    assert!(register(&case(open()), None, &measure("2035-01-01", ""), today()).is_ok());
    let far = MeasureForm {
        kind: "SYV".into(),
        start: "2206-12-01".into(),
        occupation_before: "none".into(),
        ..MeasureForm::default()
    };
    assert_eq!(far.read(today()).unwrap_err()[0].mistake.code(), "date_far_off");
}

#[test]
fn a_closed_case_takes_only_what_was_over_when_it_closed() {
    let closed = case(open().closed("2026-10-31"));
    let of = |new: NewMeasure| register(&closed, birth(), &new, today()).map(drop).map_err(codes);
    assert_eq!(of(told("2026-09-01", "2026-10-31")), Ok(()));
    assert_eq!(of(told("2026-09-01", "2026-11-01")), Err(vec!["measure_case_closed"]));
    assert_eq!(of(measure("2026-09-01", "")), Err(vec!["measure_case_closed"]));
}

#[test]
fn a_measure_before_the_registration_is_told_and_taken() {
    let registration = register(&case(open()), birth(), &told("2025-12-01", "2026-01-31"), today()).unwrap();
    assert_eq!(registration.notices, [MeasureNotice::StartsBeforeCase]);
}

#[test]
fn a_change_is_refused_where_it_would_overlap_and_ends_nothing_else() {
    let case = case(open().measure("2026-10-01", "2026-10-31").measure("2026-12-01", ""));
    let first = registered(1, measure("2026-10-01", "2026-10-31"));
    let extended = |end: &str| change(&case, birth(), &first, &measure("2026-10-01", end), today());
    assert_eq!(codes(extended("2026-12-01").unwrap_err()), ["measure_overlaps"]);
    assert!(extended("2026-11-30").is_ok());
    assert_eq!(codes(extended("").unwrap_err()), ["measure_overlaps"]);
    // What would give way to a new measure does not give way to one that is moved.
    let second = registered(2, measure("2026-12-01", ""));
    let moved = NewMeasure { period: period("2026-10-15", ""), ..second.values.clone() };
    assert_eq!(codes(change(&case, birth(), &second, &moved, today()).unwrap_err()), ["measure_overlaps"]);
}

#[test]
fn only_what_differs_is_judged() {
    // The run has closed it with its case, and it is still incomplete.
    let closed = case(open().measure("2026-09-01", "2026-11-30").closed("2026-10-31"));
    let incomplete = registered(1, measure("2026-09-01", "2026-11-30"));
    let noted = NewMeasure { notes: "Utvärdering saknas".into(), ..incomplete.values.clone() };
    assert_eq!(change(&closed, birth(), &incomplete, &noted, day("2026-12-24")), Ok(noted));
    let finished = NewMeasure { ..told("2026-09-01", "2026-10-15") };
    assert_eq!(change(&closed, birth(), &incomplete, &finished, day("2026-12-24")), Ok(finished));
    let half = NewMeasure { outcome: Some(MeasureOutcome::Completed), ..incomplete.values.clone() };
    assert_eq!(
        codes(change(&closed, birth(), &incomplete, &half, day("2026-12-24")).unwrap_err()),
        ["measure_ended_incomplete"]
    );
}

#[test]
fn a_measure_is_changed_and_removed_only_where_it_was_registered() {
    let norrkoping = Scope::of([municipality(NORRKOPING)]);
    assert_eq!(may_touch(municipality(NORRKOPING), &norrkoping), Ok(()));
    let refusal = may_touch(municipality(LINKOPING), &norrkoping).unwrap_err();
    assert!(refusal.message(Language::Swedish).contains("Linköping"));
    assert_eq!(refusal.field(), None);
}

#[test]
fn removing_a_measure_leaves_those_beside_it_and_says_so() {
    let case = case(open().measure("2026-10-01", "2026-11-14").measure("2026-11-15", ""));
    let second = registered(2, measure("2026-11-15", ""));
    let removal = remove(&case, &second, today());
    assert_eq!(removal.notices, [RemovalNotice::KeepsEndOfAnother, RemovalNotice::Reported]);
    let planned = registered(3, measure("2027-01-01", ""));
    assert_eq!(remove(&case, &planned, today()).notices, []);
}

#[rstest]
#[case::goes_on("2026-11-01", "", None, &[])]
#[case::planned_end_ahead("2026-11-01", "2026-11-22", None, &[])]
#[case::end_has_come("2026-11-01", "2026-11-21", None, &["occupation_after", "outcome"])]
#[case::closed_with_its_case("2026-11-01", "", Some("2026-11-20"), &["end", "occupation_after", "outcome"])]
#[case::closed_with_a_planned_end("2026-11-01", "2027-01-31", Some("2026-11-20"), &["occupation_after", "outcome"])]
fn incomplete_measures_are_work_to_do(
    #[case] start: &str,
    #[case] end: &str,
    #[case] closed: Option<&str>,
    #[case] expected: &[&str],
) {
    rules_say(
        "Occupation after and outcome are not filled in; a measure left incomplete this way is listed as work to do.",
    );
    handbook_says(
        "Fälten Sysselsättning efter åtgärd samt Åtgärd slutdatum måste fyllas i manuellt för att åtgärden ska kunna tas emot av SCB.",
    );
    let incomplete = missing(&measure(start, end), closed.map(day), today());
    let fields: Vec<_> =
        incomplete.iter().flat_map(|incomplete| &incomplete.fields).map(|field| field.code()).collect();
    assert_eq!(fields, expected);
}

#[test]
fn a_measure_that_never_began_may_be_removed() {
    let incomplete = missing(&measure("2026-12-01", ""), Some(day("2026-11-20")), today()).unwrap();
    assert!(incomplete.never_began);
    assert_eq!(
        incomplete.message(Language::Swedish),
        "Åtgärden kan inte rapporteras. Fyll i Slutdatum, Sysselsättning efter åtgärd och Orsak avslutad. Åtgärden hann inte börja: ta bort den om den inte blev av."
    );
    assert_eq!(missing(&told("2026-11-01", "2026-11-19"), Some(day("2026-11-20")), today()), None);
}
