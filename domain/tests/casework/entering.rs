//! *Ny* (requirement K6; `rules.md` 2.9), and excluding (K14).

use chrono::NaiveDate;
use domain::{
    case::{
        CaseOrigin, CaseStatus, DeregistrationReason,
        entry::{EntryField, EntryForm, EntryPlan, EntryRefusal, EntryWarning, KnownPerson, enter},
    },
    coverage::{
        Contradiction,
        plan::{Decision, Waiting, decide},
    },
    diploma::DiplomaSource,
    id::{AccountId, CaseId},
    language::{Language, Message},
    organisation::ProgrammeKind,
};
use rstest::rstest;

use crate::{
    handbook_says, rules_say,
    support::{
        civic_number, day,
        situation::{LINKOPING, NORRKOPING, Situation, born, municipality, somebody},
    },
};

const TODAY: &str = "2026-11-21";

fn form(birth: &str) -> EntryForm {
    EntryForm {
        municipality: NORRKOPING.into(),
        civic_number: civic_number(day(birth)).to_string(),
        registered: TODAY.into(),
        occupation: "unknown".into(),
        ..EntryForm::default()
    }
}

/// What becomes of the form for somebody who is known.
fn entered(form: &EntryForm, situation: &Situation, today: &str) -> Result<EntryPlan, Vec<EntryRefusal>> {
    let known = KnownPerson { facts: &situation.facts, cases: &situation.cases };
    decide_entry(form, Some(known), day(today), situation)
}

fn decide_entry(
    form: &EntryForm,
    known: Option<KnownPerson<'_>>,
    today: NaiveDate,
    situation: &Situation,
) -> Result<EntryPlan, Vec<EntryRefusal>> {
    let request = form.read(today)?;
    enter(&request, known, today, &situation.policy, |account| account == AccountId(7))
}

fn codes(refusals: Vec<EntryRefusal>) -> Vec<(EntryField, &'static str)> {
    refusals.iter().map(|refusal| (refusal.field(), refusal.code())).collect()
}

#[test]
fn somebody_who_finished_early_is_registered_by_hand_and_stays() {
    handbook_says("Därför finns det möjlighet att manuellt registrera nya individer i aktivitetsansvaret.");
    let young = born("2011-02-28");
    let plan = entered(&form("2011-02-28"), &young, TODAY).unwrap();
    assert_eq!((plan.warnings.as_slice(), plan.asks_population_register), (&[][..], false));
    let case = plan.case(CaseId(1), day(TODAY));
    assert_eq!((case.origin, case.entered), (CaseOrigin::Hand, day(TODAY)));
    assert_eq!(CaseStatus::on(&case, &[], day(TODAY)), CaseStatus::NeedsAction);
}

#[test]
fn the_number_is_written_with_its_century_date_and_occupation_are_required() {
    handbook_says("Mata in personid med sekelsiffra på personen det gäller i fältet Person ID.");
    let read = |number: &str| {
        EntryForm { civic_number: number.into(), ..EntryForm::default() }
            .read(day(TODAY))
            .map_err(codes)
            .unwrap_err()
    };
    let number = EntryField::CivicNumber;
    let rest = [EntryField::Municipality, EntryField::Registered, EntryField::Occupation]
        .map(|field| (field, "missing"));
    assert_eq!(read("110228-2384"), [[(number, "civic_number_form")].as_slice(), &rest].concat());
    assert_eq!(read(""), [[(number, "civic_number_empty")].as_slice(), &rest].concat());
    let form = EntryForm { municipality: "0000".into(), ..form("2011-02-28") };
    assert_eq!(
        form.read(day(TODAY)).map_err(codes).unwrap_err(),
        [(EntryField::Municipality, "not_a_choice")]
    );
    assert_eq!(read("20110228-TF01"), [[(number, "temporary_number")].as_slice(), &rest].concat());
}

#[test]
fn somebody_unknown_is_saved_with_a_warning_and_fetched_from_the_population_register() {
    handbook_says(
        "Individen kan sparas i aktivitetsansvaret och personuppgifterna kommer att hämtas från Navet.",
    );
    rules_say(
        "One whom the population register has not answered for yet is left open and listed, at most 14 days.",
    );
    let plan = decide_entry(&form("2011-02-28"), None, day(TODAY), &somebody()).unwrap();
    assert_eq!((plan.person, plan.asks_population_register), (None, true));
    assert_eq!(plan.warnings, [EntryWarning::Unknown { waits_until: day("2026-12-05") }]);
    // The run does as the warning says.
    let unanswered = born("2011-02-28").unanswered();
    let case = plan.case(CaseId(1), day(TODAY));
    let run = |date: &str| {
        decide(
            &unanswered.facts,
            std::slice::from_ref(&case),
            municipality(NORRKOPING),
            day(date),
            &unanswered.policy,
        )
    };
    assert_eq!(run("2026-12-05"), Ok(Decision::Wait(Waiting::ForAnswer)));
    assert!(matches!(run("2026-12-06"), Ok(Decision::Close { reason: DeregistrationReason::MovedAway, .. })));
    // Somebody whom a pupil file has named, and the register not, is asked for too.
    let named = entered(&form("2011-02-28"), &unanswered, TODAY).unwrap();
    assert!(named.person.is_some() && named.asks_population_register);
    assert_eq!(named.warnings.len(), 1);
}

#[rstest]
#[case::the_day_before("2006-11-22", None)]
#[case::on_the_birthday("2006-11-21", Some("2026-11-21"))]
#[case::long_past("2005-01-01", Some("2025-01-01"))]
fn somebody_unknown_who_has_turned_twenty_is_warned_of_as_well(
    #[case] birth: &str,
    #[case] twenty: Option<&str>,
) {
    let plan = decide_entry(&form(birth), None, day(TODAY), &somebody()).unwrap();
    let on: Vec<_> = plan.warnings.iter().filter(|warning| warning.code() == "turned_twenty").collect();
    let expected = twenty.map(|on| EntryWarning::TurnedTwenty { on: day(on) });
    assert_eq!(on, expected.iter().collect::<Vec<_>>());
    assert_eq!(plan.warnings.first().map(EntryWarning::code), Some("unknown"));
}

#[test]
fn whoever_the_register_may_no_longer_hold_is_not_entered() {
    rules_say("at the latest at the end of the calendar year in which the person turns 21");
    let last = decide_entry(&form("2005-12-31"), None, day("2026-12-31"), &somebody());
    assert!(last.is_ok());
    let late = decide_entry(&form("2005-12-31"), None, day("2027-01-01"), &somebody());
    assert_eq!(late.unwrap_err(), [EntryRefusal::TooOld(day("2026-12-31"))]);
    // Known or not.
    let refused = entered(&form("2004-12-31"), &born("2004-12-31"), TODAY).unwrap_err();
    assert_eq!(refused, [EntryRefusal::TooOld(day("2025-12-31"))]);
    assert!(refused[0].message(Language::Swedish).contains("Kontrollera numret"));
}

#[test]
fn somebody_registered_elsewhere_is_saved_with_a_warning_and_closed_at_the_next_run() {
    handbook_says(
        "Observera att individ som inte är folkbokförda i den egna kommunen kommer att avslutas vid nästa schemalagda körning av aktivitetsansvaret.",
    );
    rules_say("a hand-entered person not registered in M closes at the next run.");
    let elsewhere = born("2011-02-28").moved_to(LINKOPING, "2026-09-01");
    let plan = entered(&form("2011-02-28"), &elsewhere, TODAY).unwrap();
    let warning = EntryWarning::NotRegisteredHere { municipality: Some(municipality(LINKOPING)) };
    assert_eq!(plan.warnings, [warning]);
    let message = warning.message(Language::Swedish);
    assert!(message.contains("Linköping") && message.contains("nästa körning"), "{message}");
    let nowhere = entered(&form("2011-02-28"), &born("2011-02-28").registered_nowhere(), TODAY).unwrap();
    assert_eq!(nowhere.warnings, [EntryWarning::NotRegisteredHere { municipality: None }]);
}

#[rstest]
#[case::diploma(somebody().diploma(DiplomaSource::Authority), Some(DeregistrationReason::DiplomaObtained))]
#[case::programme(
    somebody().placed(ProgrammeKind::National, "2026-08-16", ""),
    Some(DeregistrationReason::NationalProgramme)
)]
#[case::covered(somebody(), None)]
fn a_case_entered_by_hand_is_treated_the_same_and_that_is_told(
    #[case] situation: Situation,
    #[case] reason: Option<DeregistrationReason>,
) {
    rules_say("A case that was entered by hand is treated the same");
    let plan = entered(&form("2008-08-17"), &situation, TODAY).unwrap();
    assert_eq!(plan.warnings, reason.map(EntryWarning::WouldClose).into_iter().collect::<Vec<_>>());
}

#[test]
fn the_next_run_is_tomorrows() {
    // Covered on the twentieth birthday, and not the day after.
    let twenty = born("2006-11-21");
    let plan = entered(&form("2006-11-21"), &twenty, TODAY).unwrap();
    assert_eq!(plan.warnings, [EntryWarning::WouldClose(DeregistrationReason::Turned20)]);
}

#[test]
fn whoever_cannot_be_judged_is_told_of() {
    let contradictory = somebody().placed(ProgrammeKind::National, "2026-08-16", "2026-08-01");
    let plan = entered(&form("2008-08-17"), &contradictory, TODAY).unwrap();
    let start = day("2026-08-16");
    let expected = Contradiction::PlacementEndsBeforeStart { start };
    assert_eq!(plan.warnings, [EntryWarning::CannotBeJudged(expected)]);
}

#[test]
fn nobody_has_two_open_cases_and_a_case_begins_after_the_one_before() {
    let open = somebody().case("2026-09-01");
    assert_eq!(
        entered(&form("2008-08-17"), &open, TODAY).map_err(codes).unwrap_err(),
        [(EntryField::CivicNumber, "open_case")]
    );
    let closed = somebody().case("2025-09-01").closed("2025-12-31").case("2026-01-07").closed("2026-10-31");
    let on = |registered: &str| {
        let form = EntryForm { registered: registered.into(), ..form("2008-08-17") };
        entered(&form, &closed, TODAY).map(drop).map_err(codes)
    };
    assert_eq!(on("2026-11-01"), Ok(()));
    assert_eq!(on("2026-10-31"), Err(vec![(EntryField::Registered, "registered_in_earlier_case")]));
    assert_eq!(on("2026-11-22"), Err(vec![(EntryField::Registered, "registered_ahead")]));
}

#[test]
fn the_caseworker_is_a_user_of_the_municipality() {
    let with = |account: &str| {
        let form = EntryForm { caseworker: account.into(), ..form("2008-08-17") };
        entered(&form, &somebody(), TODAY).map(|plan| plan.values.caseworker).map_err(codes)
    };
    assert_eq!(with("7"), Ok(Some(AccountId(7))));
    assert_eq!(with("8"), Err(vec![(EntryField::Caseworker, "caseworker_elsewhere")]));
    assert_eq!(with("Åsa"), Err(vec![(EntryField::Caseworker, "not_a_choice")]));
}

#[test]
fn excluding_lasts_until_its_date_and_then_closes_and_opens_anew() {
    handbook_says("Innan datumet har passerats har individen status Studier annan skolform.");
    handbook_says(
        "När datumet som angets har passerat kommer aktivitetsansvaret att avslutas med orsak studier nationellt program. Ett nytt aktivitetsansvar skapas av körningen dagen efter om individen fortfarande ingår i aktivitetsansvaret.",
    );
    let mut excluded = somebody().case("2026-01-07").other_schooling_until("2026-12-18");
    assert_eq!(excluded.status("2026-12-18"), Some(CaseStatus::OtherSchooling));
    let rule_set = excluded.policy.rule_set;
    let decision = excluded.decide("2026-12-19", rule_set).unwrap();
    assert!(matches!(decision, Decision::Close { reason: DeregistrationReason::NationalProgramme, .. }));
    excluded.carry_out(&decision, "2026-12-19");
    assert_eq!(excluded.decide("2026-12-19", rule_set), Ok(Decision::Leave));
    assert!(matches!(excluded.decide("2026-12-20", rule_set), Ok(Decision::Open { .. })));
}
