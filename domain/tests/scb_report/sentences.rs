//! Sentence by sentence, what `formats.md` section 2 says of who is reported and of the checks.

use domain::{
    case::DeregistrationReason::{DiplomaObtained, IntroductoryProgramme, MovedAway, NationalProgramme},
    id::CaseId,
    language::{Language, Message},
    occupation::OccupationAtRegistration,
    organisation::ProgrammeKind::{Introductory, National},
    scb_report::{
        CaseFacts, Differs, Draft, MeasureFacts, Place, RegistrationReason, Row, Severity, Standing,
        difference, standing,
    },
};

use crate::{
    register::{But, LAYOUT_2016, LAYOUT_2018, autumn, case, days, done, found, layout, ongoing, report},
    support::day,
};

fn stands(case: &CaseFacts) -> Standing {
    standing(case, autumn(), &layout(LAYOUT_2018))
}

#[test]
fn included_are_cases_open_on_some_day_of_the_period() {
    let one = || case(1, "2001-01-01");
    let since = |date| CaseFacts { registered: day(date), ..one() };
    assert_eq!(stands(&since("2018-12-31")), Standing::Reported);
    assert_eq!(stands(&since("2019-01-01")), Standing::NotOpen);
    let earlier = || since("2017-09-01");
    assert_eq!(stands(&earlier().closed("2018-07-01", MovedAway)), Standing::Reported);
    assert_eq!(stands(&earlier().closed("2018-06-30", MovedAway)), Standing::NotOpen);
}

#[test]
fn excluded_are_those_who_study_elsewhere_on_the_last_day_or_were_closed_after_it() {
    let one = || case(1, "2001-01-01");
    assert_eq!(stands(&one().elsewhere_until("2018-12-31")), Standing::Excluded);
    assert_eq!(stands(&one().elsewhere_until("2018-12-30")), Standing::Reported);
    // Closed in the period for another reason: on the last day there are no studies elsewhere.
    let moved = one().elsewhere_until("2019-06-01").closed("2018-11-01", MovedAway);
    assert_eq!(stands(&moved), Standing::Reported);
    // On the last day it was open; that it was closed since is of the next report.
    let later = one().elsewhere_until("2019-06-01").closed("2019-01-08", MovedAway);
    assert_eq!(stands(&later), Standing::Excluded);
    let after = one().elsewhere_until("2018-10-31").closed("2018-11-01", NationalProgramme);
    assert_eq!(stands(&after), Standing::Excluded);
    assert_eq!(stands(&after.placed(days("2018-11-01", ""), National)), Standing::Reported);
    let diploma = one().elsewhere_until("2018-10-31").closed("2018-11-01", DiplomaObtained);
    assert_eq!(stands(&diploma), Standing::Reported);
}

#[test]
fn youths_on_an_introductory_programme_are_reported_by_the_layout_of_2016_alone() {
    let one = case(1, "2001-01-01").placed(days("2018-08-20", ""), Introductory);
    assert_eq!(stands(&one), Standing::Excluded);
    assert_eq!(standing(&one, autumn(), &layout(LAYOUT_2016)), Standing::Reported);
    // Whoever was closed for it had been covered until then.
    let closed = case(1, "2001-01-01")
        .placed(days("2018-11-20", ""), Introductory)
        .closed("2018-11-20", IntroductoryProgramme);
    assert_eq!(stands(&closed), Standing::Reported);
    assert_eq!(found(&report(std::slice::from_ref(&closed), &layout(LAYOUT_2018))), []);
    // The layout of 2016 has no code for that reason.
    assert_eq!(found(&report(&[closed], &layout(LAYOUT_2016))), [("coded", "case.reason")]);
}

#[test]
fn protected_people_and_temporary_numbers_are_told_of_and_not_in_the_file() {
    let layout = layout(LAYOUT_2018);
    let people = [
        CaseFacts { is_protected: true, ..case(1, "2001-01-01") },
        CaseFacts { number: "20010102-TF01".parse().unwrap(), ..case(2, "2001-01-02") },
    ];
    let draft = report(&people, &layout);
    assert_eq!((draft.rows().count(), draft.reported()), (0, 0));
    assert_eq!(found(&draft), [("protected", "person.number"), ("real-number", "person.number")]);
    assert_eq!((draft.count(Severity::ByHand), draft.count(Severity::Error)), (1, 1));
    let mut text = crate::register::text_of(LAYOUT_2018);
    text.protected = "in-file".to_owned();
    let allowing = domain::scb_report::Layout::try_from(text).unwrap();
    assert_eq!(report(&people, &allowing).reported(), 1);
}

#[test]
fn who_is_left_out_is_counted_but_for_protected_people() {
    let one = |id| case(id, "2001-01-01").elsewhere_until("2018-12-31");
    let people = [one(1), CaseFacts { is_protected: true, ..one(2) }];
    let draft = report(&people, &layout(LAYOUT_2018));
    assert_eq!((draft.excluded, draft.entries.len()), (1, 0));
}

#[test]
fn a_measure_that_overlaps_the_period_is_reported_though_it_begins_before_or_ends_after() {
    let one = CaseFacts { registered: day("2018-01-01"), ..case(1, "2001-01-01") }
        .measure(done(1, "2018-03-01", "2018-06-30"))
        .measure(done(2, "2018-06-01", "2018-07-01"))
        .measure(MeasureFacts { period: days("2018-12-31", "2019-03-01"), ..ongoing(3, "2018-12-31") })
        .measure(ongoing(4, "2019-01-01"));
    let draft = report(&[one], &layout(LAYOUT_2018));
    let starts: Vec<&str> = draft.rows().map(|row| row[8].as_str()).collect();
    assert_eq!(starts, ["2018-06-01", "2018-12-31"]);
    // An end that lies ahead needs neither occupation after nor outcome.
    assert_eq!(found(&draft), []);
}

#[test]
fn an_end_date_needs_occupation_after_and_outcome() {
    let ended = MeasureFacts { period: days("2018-10-01", "2018-11-01"), ..ongoing(7, "2018-10-01") };
    let closed = MeasureFacts { closed_with_case: Some(day("2018-11-01")), ..ongoing(8, "2018-10-01") };
    let draft = report(&[case(1, "2001-01-01").measure(ended)], &layout(LAYOUT_2018));
    assert_eq!(
        found(&draft),
        [("measure-ending", "measure.occupation-after"), ("measure-ending", "measure.outcome")]
    );
    let finding = &draft.entries[0].findings[0];
    assert_eq!(
        (finding.place, finding.severity),
        (Place::Measure(domain::id::MeasureId(7)), Severity::Error)
    );
    let told = finding.message(Language::Swedish);
    assert!(told.starts_with("Praktik, 2018-10-01: Sysselsättning efter åtgärd saknas"), "{told}");
    let closed = case(1, "2001-01-01").closed("2018-11-01", MovedAway).measure(closed);
    assert_eq!(found(&report(&[closed], &layout(LAYOUT_2018))).len(), 3);
}

#[test]
fn a_measure_lies_inside_the_dates_of_its_case() {
    let early = case(1, "2001-01-01").measure(done(1, "2018-08-31", "2018-10-01"));
    assert_eq!(found(&report(&[early], &layout(LAYOUT_2018))), [("measure-within-case", "measure.start")]);
    let late = case(1, "2001-01-01")
        .closed("2018-10-15", MovedAway)
        .measure(done(1, "2018-09-01", "2018-10-15"))
        .measure(done(2, "2018-10-16", "2018-10-20"));
    assert_eq!(
        found(&report(&[late], &layout(LAYOUT_2018))),
        [("measure-within-case", "measure.start"), ("measure-within-case", "measure.end")]
    );
}

#[test]
fn no_measures_overlap_and_the_later_one_is_told_of() {
    let one =
        case(1, "2001-01-01").measure(ongoing(2, "2018-10-01")).measure(done(1, "2018-09-10", "2018-10-01"));
    let draft = report(&[one], &layout(LAYOUT_2018));
    assert_eq!(found(&draft), [("measures-apart", "measure.start")]);
    assert_eq!(draft.entries[0].findings[0].place, Place::Measure(domain::id::MeasureId(2)));
}

#[test]
fn an_unknown_occupation_at_registration_is_a_warning() {
    let one = CaseFacts { occupation: OccupationAtRegistration::Unknown, ..case(1, "2001-01-01") };
    let draft = report(&[one], &layout(LAYOUT_2018));
    assert_eq!(found(&draft), [("occupation-known", "case.occupation")]);
    assert_eq!((draft.count(Severity::Warning), draft.count(Severity::Error)), (1, 0));
    assert_eq!(draft.entries[0].findings[0].place, Place::Case);
}

#[test]
fn deregistration_date_and_reason_go_together() {
    let one = || case(1, "2001-01-01").closed("2018-10-15", MovedAway);
    let layout = layout(LAYOUT_2018);
    let lacking = |case| found(&report(&[case], &layout));
    assert_eq!(lacking(one()), []);
    assert_eq!(lacking(CaseFacts { reason: None, ..one() }), [("deregistration-whole", "case.reason")]);
    assert_eq!(
        lacking(CaseFacts { deregistered: None, ..one() }),
        [("deregistration-whole", "case.deregistered")]
    );
}

#[test]
fn a_deregistration_after_the_period_is_of_the_next_report() {
    let draft = report(&[case(1, "2001-01-01").closed("2019-01-10", MovedAway)], &layout(LAYOUT_2018));
    let row = draft.rows().next().unwrap();
    assert_eq!((row[5].as_str(), row[6].as_str()), ("", ""));
}

#[test]
fn the_reason_for_registration_is_what_placements_tell() {
    let one = || case(1, "2001-01-01");
    let national = one().placed(days("2017-08-20", "2018-05-01"), National);
    assert_eq!(one().registration_reason(), RegistrationReason::NeverStudied);
    assert_eq!(national.registration_reason(), RegistrationReason::LeftNationalProgramme);
    let then = national.placed(days("2018-05-02", "2018-06-01"), Introductory);
    assert_eq!(then.registration_reason(), RegistrationReason::Other);
    let later = one().placed(days("2018-11-01", ""), National);
    assert_eq!(later.registration_reason(), RegistrationReason::NeverStudied);
}

#[test]
fn contacts_of_the_period_are_rows_with_what_the_person_did_then() {
    let one = case(1, "2001-01-01")
        .measure(done(1, "2018-10-01", "2018-10-31"))
        .contact(1, "2018-06-30")
        .contact(4, "2018-12-01")
        .contact(3, "2018-10-15")
        .contact(2, "2018-09-15");
    let draft = report(&[one], &layout(LAYOUT_2018));
    let contacts: Vec<_> = draft.rows().skip(1).map(|row| (row[13].as_str(), row[14].as_str())).collect();
    assert_eq!(contacts, [("2018-09-15", "Arbete"), ("2018-10-15", "Atgard"), ("2018-12-01", "Arbete")]);
    assert_eq!(found(&draft), []);
}

fn in_file(draft: &Draft) -> impl Iterator<Item = (CaseId, &[Row])> {
    draft.entries.iter().map(|entry| (entry.case, entry.rows.as_slice()))
}

#[test]
fn what_differs_between_two_exports_is_told_case_by_case() {
    let layout = layout(LAYOUT_2018);
    let before = report(&[case(1, "2001-01-01"), case(2, "2001-01-02"), case(3, "2001-01-03")], &layout);
    let changed = CaseFacts { occupation: OccupationAtRegistration::None, ..case(2, "2001-01-02") };
    let after = report(&[case(4, "2001-01-04"), changed, case(3, "2001-01-03")], &layout);
    let told = difference(in_file(&before), in_file(&after));
    let expected = [(CaseId(1), Differs::Gone), (CaseId(2), Differs::Changed), (CaseId(4), Differs::New)];
    assert_eq!(told, expected);
    assert_eq!(difference(in_file(&after), in_file(&after)), []);
}
