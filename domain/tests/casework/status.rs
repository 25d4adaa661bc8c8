//! `rules.md` section 4: the status of a case is always derived, by the first rule that holds.

use domain::{case::CaseStatus, organisation::ProgrammeKind};

use crate::{
    rules_say,
    support::situation::{Situation, somebody},
};

const TODAY: &str = "2026-11-21";

/// A case for which every rule from the third on holds.
fn all() -> Situation {
    somebody()
        .case("2026-01-07")
        .placed(ProgrammeKind::Introductory, "2026-08-16", "")
        .measure("2026-11-01", "2026-11-30")
        .measure("2026-12-01", "")
}

fn status(situation: &Situation) -> Option<CaseStatus> {
    situation.status(TODAY)
}

#[test]
fn status_1_avslutad_it_has_a_deregistration_date() {
    rules_say("*Avslutad*: it has a deregistration date.");
    let case = all().other_schooling_until("2026-12-31").closed("2026-11-01");
    assert_eq!(status(&case), Some(CaseStatus::Closed));
}

#[test]
fn status_2_studier_annan_skolform_until_its_date_that_day_included() {
    rules_say("*Studier annan skolform*: other-school-form date D' with D ≤ D'.");
    assert_eq!(status(&all().other_schooling_until(TODAY)), Some(CaseStatus::OtherSchooling));
    assert_ne!(status(&all().other_schooling_until("2026-11-20")), Some(CaseStatus::OtherSchooling));
    assert!(!CaseStatus::OtherSchooling.is_in_default_selection());
}

#[test]
fn status_3_introduktionsprogram_a_current_placement_on_one() {
    rules_say("*Introduktionsprogram*: a current placement on an introductory programme.");
    assert_eq!(status(&all()), Some(CaseStatus::IntroductoryProgramme));
}

#[test]
fn status_4_pagaende_atgard_begun_without_outcome_and_not_past_its_end() {
    rules_say("*Pågående åtgärd*: a measure with start ≤ D, no outcome, and (no end or D ≤ end).");
    let open = || somebody().case("2026-01-07");
    for (start, end) in [(TODAY, ""), ("2026-11-01", TODAY)] {
        assert_eq!(status(&open().measure(start, end)), Some(CaseStatus::MeasureOngoing));
    }
    assert_eq!(status(&open().completed_measure("2026-11-01", "2026-12-31")), Some(CaseStatus::NeedsAction));
    assert_eq!(status(&open().measure("2026-11-01", "2026-11-20")), Some(CaseStatus::NeedsAction));
    // It comes before one that is planned.
    let both = open().measure("2026-11-01", "2026-11-30").measure("2026-12-01", "");
    assert_eq!(status(&both), Some(CaseStatus::MeasureOngoing));
}

#[test]
fn status_5_planerad_atgard_a_measure_that_starts_later() {
    rules_say("*Planerad åtgärd*: a measure with start > D.");
    let planned = somebody().case("2026-01-07").measure("2026-11-22", "");
    assert_eq!(status(&planned), Some(CaseStatus::MeasurePlanned));
}

#[test]
fn status_6_atgardas_otherwise() {
    rules_say("*Åtgärdas*: otherwise (new, or all measures ended).");
    let new = somebody().case(TODAY);
    let ended = somebody().case("2026-01-07").completed_measure("2026-02-01", "2026-03-31");
    assert_eq!(
        (status(&new), status(&ended)),
        (Some(CaseStatus::NeedsAction), Some(CaseStatus::NeedsAction))
    );
}
