//! Every word of `rules.md` sections 2 to 6 stands in a sentence of this table, and every sentence has a test that is called
//! what it says. A rule that is added, or a test that is renamed, is missed here.

use std::{fs, path::Path};

const RUN: &str = "domain/tests/casework/run.rs";
const MEASURES: &str = "domain/tests/casework/measures.rs";
const STATUS: &str = "domain/tests/casework/status.rs";
const CODES: &str = "domain/tests/casework/codes.rs";
const CONTACTS: &str = "domain/tests/casework/contacts.rs";
const UPDATE: &str = "service/tests/use_cases/case_update.rs";
const TABLE: &str = "domain/tests/coverage_table.rs";

/// A sentence, the file of its test and the test.
type Row = (&'static str, &'static str, &'static str);

const RULES: [Row; 57] = [
    (
        "For each person with a case, and each covered person without one:",
        UPDATE,
        "a_case_is_opened_for_everybody_who_is_covered",
    ),
    (
        "1. **Open** a case when covered, none is open in M, none in M was closed on D, and D is outside the summer break. Registration date = D, occupation at registration = *Okänd*.",
        RUN,
        "rule_2_1_a_case_is_opened_when_covered_none_is_open_none_was_closed_that_day_and_outside_the_break",
    ),
    (
        "2. **Close** an open case when not covered. Deregistration date = D. Reason, by the first rule that fails in this order: no longer registered (R1) `EjFbf`; diploma (R5) `Fullf`; national programme (R4) `StNat` (introductory under `act-2018-07`: `StIM`); turned twenty (R3) `20Ar`.",
        RUN,
        "rule_2_2_a_case_is_closed_by_the_first_rule_that_fails",
    ),
    (
        "(The handbook says in one place that a diploma closes with *Gymnasiestudier*; it says `Fullf` in two, and SCB's list does too: `Fullf`.)",
        UPDATE,
        "a_case_closes_with_the_reason_of_the_rule_that_fails",
    ),
    (
        "3. **Other school form**: when its date D' has passed (D > D'), the case closes with `StNat`; the run of the next day opens a new one if the person is still covered.",
        RUN,
        "rule_2_3_when_the_other_school_form_has_passed_the_case_closes_and_a_new_one_opens_the_day_after",
    ),
    (
        "While D ≤ D', closing by R1, R3, R4, R5 works as for any other case.",
        TABLE,
        "the_run_does_what_each_sentence_says",
    ),
    (
        "4. **Measures of a closing case**: every ongoing or planned one becomes closed. Its end date is left alone, except where the reason is `StNat` by a placement and the measure has no end date: end date = the day before the placement's first day.",
        RUN,
        "rule_2_4_measures_of_a_closing_case_become_closed_and_get_an_end_only_by_a_placement",
    ),
    (
        "The same for `StIM`; if that date would precede the measure's start, it stays empty.",
        RUN,
        "rule_2_4_the_same_for_an_introductory_programme_and_no_end_precedes_its_start",
    ),
    (
        "Occupation after and outcome are not filled in; a measure left incomplete this way is listed as work to do.",
        MEASURES,
        "incomplete_measures_are_work_to_do",
    ),
    (
        "5. **Summer break** (per municipality, default 1 June–31 August, both inclusive; may cross a year's end):",
        RUN,
        "rule_2_5_the_break_is_the_municipalitys_own_both_days_inclusive_and_may_cross_a_years_end",
    ),
    (
        "nothing is opened, and only R1 and R3 are considered:",
        RUN,
        "rule_2_5_the_summer_break_opens_nothing_and_considers_only_residence_and_age",
    ),
    (
        "whoever fails R1 closes with `EjFbf`, else whoever fails R3 with `20Ar`, even if R4 or R5 fails too; other failures wait.",
        RUN,
        "rule_2_5_the_summer_break_opens_nothing_and_considers_only_residence_and_age",
    ),
    (
        "Who would have been opened or closed is shown as a waiting list.",
        UPDATE,
        "the_summer_break_opens_nothing_and_lists_who_waits",
    ),
    (
        "6. Follow-ups of a closed case stay in the follow-up list until somebody closes them.",
        RUN,
        "rule_2_6_follow_ups_of_a_closed_case_stay_until_somebody_closes_them",
    ),
    (
        "7. Running twice on the same D changes nothing the second time. A day that was missed is not simulated afterwards: the next run uses its own D.",
        RUN,
        "rule_2_7_running_twice_changes_nothing_and_a_missed_day_is_not_simulated",
    ),
    (
        "8. A person who moved from A to B: A's case closes `EjFbf`, B's run opens a new one.",
        RUN,
        "rule_2_8_a_person_who_moved_is_closed_there_and_opened_here",
    ),
    ("Within one run for `*`, both happen.", UPDATE, "a_move_within_one_run_closes_there_and_opens_here"),
    (
        "9. A case that was entered by hand is treated the same;",
        RUN,
        "rule_2_9_a_case_entered_by_hand_is_treated_the_same",
    ),
    (
        "a hand-entered person not registered in M closes at the next run.",
        "domain/tests/casework/entering.rs",
        "somebody_registered_elsewhere_is_saved_with_a_warning_and_closed_at_the_next_run",
    ),
    (
        "One whom the population register has not answered for yet is left open and listed, at most 14 days.",
        "domain/tests/casework/entering.rs",
        "somebody_unknown_is_saved_with_a_warning_and_fetched_from_the_population_register",
    ),
    (
        "10. Retention: a case and its person are erased at the latest at the end of the calendar year in which the person turns 21 (job `retention`, with a report).",
        "domain/tests/casework/removal.rs",
        "rule_2_10_a_case_and_its_person_are_erased_at_the_end_of_the_year_of_turning_21",
    ),
    (
        "The run reports, per municipality: examined, opened, closed by reason, measures closed, left unchanged, and errors per person.",
        RUN,
        "the_run_reports_who_was_examined_closed_unchanged_and_wrong",
    ),
    (
        "A person whose facts are contradictory (no birth date derivable, placement ending before it starts) is skipped and listed, and never stops the run.",
        UPDATE,
        "a_contradiction_is_listed_and_stops_nobody",
    ),
    (
        "- Required: type, start date, occupation before (*Sysselsättning vid åtgärd*; never *Okänd*). Optional: end date, notes.",
        MEASURES,
        "type_start_and_occupation_before_are_required_end_and_notes_are_not",
    ),
    (
        "- Measures belong to their case; status and overlap look at that case's only.",
        MEASURES,
        "measures_belong_to_their_case_and_overlap_looks_at_that_cases_only",
    ),
    (
        "- A case has at most one measure at a time.",
        "domain/tests/properties/measures.rs",
        "a_case_never_has_two_measures_at_a_time",
    ),
    (
        "A new measure whose start is on or before the end date of an existing one (and whose own interval overlaps it) is refused for that person, with an error that names the other measure.",
        MEASURES,
        "a_measure_that_starts_on_or_before_the_end_of_another_is_refused_with_an_error_that_names_it",
    ),
    (
        "- An open-ended measure that starts the same day or later refuses the new one.",
        MEASURES,
        "an_open_ended_measure_that_starts_the_same_day_or_later_refuses_the_new_one",
    ),
    (
        "If the existing overlapping measure has no end date and started earlier, it gets end date = the new start − 1 day (and becomes incomplete: occupation after and outcome are missing).",
        MEASURES,
        "an_open_ended_measure_that_started_earlier_ends_the_day_before_and_becomes_incomplete",
    ),
    (
        "- End date, occupation after and outcome go together: an end date in the past or today requires both. A planned end date ahead requires neither yet.",
        MEASURES,
        "end_date_occupation_after_and_outcome_go_together_and_a_planned_end_requires_neither",
    ),
    (
        "- Outcome: *Genomförd*, *Ej genomförd*. An ended measure puts the case back to *Åtgärdas* if still open.",
        MEASURES,
        "an_outcome_is_completed_or_not_and_an_ended_measure_puts_the_case_back",
    ),
    (
        "- Notes on a measure are never reported and never leave the municipality that wrote them.",
        "domain/tests/casework/moving.rs",
        "notes_on_a_measure_never_leave_the_municipality_that_wrote_them",
    ),
    (
        "1. *Avslutad*: it has a deregistration date.",
        STATUS,
        "status_1_avslutad_it_has_a_deregistration_date",
    ),
    (
        "2. *Studier annan skolform*: other-school-form date D' with D ≤ D'. Not reported to SCB, not in the default selection.",
        STATUS,
        "status_2_studier_annan_skolform_until_its_date_that_day_included",
    ),
    (
        "3. *Introduktionsprogram*: a current placement on an introductory programme.",
        STATUS,
        "status_3_introduktionsprogram_a_current_placement_on_one",
    ),
    (
        "4. *Pågående åtgärd*: a measure with start ≤ D, no outcome, and (no end or D ≤ end).",
        STATUS,
        "status_4_pagaende_atgard_begun_without_outcome_and_not_past_its_end",
    ),
    (
        "5. *Planerad åtgärd*: a measure with start > D.",
        STATUS,
        "status_5_planerad_atgard_a_measure_that_starts_later",
    ),
    ("6. *Åtgärdas*: otherwise (new, or all measures ended).", STATUS, "status_6_atgardas_otherwise"),
    (
        "Occupation (R = at registration, B = before a measure, A = after a measure): | Swedish | R | B | A | |---|---|---|---|",
        CODES,
        "each_occupation_stands_in_the_lists_that_the_table_says",
    ),
    (
        "| Okänd | yes | no | yes | | Annan sysselsättning | yes | yes | yes | | Ingen sysselsättning | yes | yes | yes |",
        CODES,
        "each_occupation_stands_in_the_lists_that_the_table_says",
    ),
    (
        "| Arbete | yes | yes | yes | | Andra studier | yes | yes | yes |",
        CODES,
        "each_occupation_stands_in_the_lists_that_the_table_says",
    ),
    (
        "| Studier inom kommunal vuxenutbildning | yes | yes | yes |",
        CODES,
        "each_occupation_stands_in_the_lists_that_the_table_says",
    ),
    (
        "| Studier på introduktionsprogram | yes | yes | no |",
        CODES,
        "each_occupation_stands_in_the_lists_that_the_table_says",
    ),
    (
        "| Studier på nationellt program | no | no | yes |",
        CODES,
        "each_occupation_stands_in_the_lists_that_the_table_says",
    ),
    (
        "| Åtgärd (inom aktivitetsansvaret) | no | yes | no | | Ny åtgärd | no | no | yes |",
        CODES,
        "each_occupation_stands_in_the_lists_that_the_table_says",
    ),
    (
        "Measure: `Prak` Praktik, `Anst` Anställning med stöd, `StInt` Studier inom introduktionsprogrammet, `StVux` Studier inom kommunal vuxenutbildning,",
        CODES,
        "each_measure_and_reason_has_its_code",
    ),
    (
        "`StAn` Andra studier, `SYV` Studie- och yrkesvägledning, `Vagl` Fördjupad vägledning, `AnAtg` Annan åtgärd,",
        CODES,
        "each_measure_and_reason_has_its_code",
    ),
    (
        "`Komb` Kombination av åtgärder, `Erbj` Erbjuden åtgärd som individen inte vill eller kan delta i.",
        CODES,
        "each_measure_and_reason_has_its_code",
    ),
    (
        "Deregistration: `20Ar` Fyllt 20 år, `StNat` Gymnasiestudier, `EjFbf` Ej längre folkbokförd i kommunen, `Fullf` Fått examensbevis,",
        CODES,
        "each_measure_and_reason_has_its_code",
    ),
    (
        "`StIM` Studier på introduktionsprogram (only under `act-2018-07`).",
        CODES,
        "each_value_has_a_validity_in_time_and_an_old_record_keeps_its_old_value",
    ),
    (
        "Contact way: Brev, Epost, Telefon, SMS, Personligt möte, Annan. Living outside home municipality: Norden, Utanför Norden, Annan.",
        CODES,
        "each_contact_way_and_place_is_named",
    ),
    (
        "Code lists change over the years: each value has a validity in time, and an old record keeps its old value.",
        CODES,
        "each_value_has_a_validity_in_time_and_an_old_record_keeps_its_old_value",
    ),
    (
        "Date (default today), heading*, way*, notes, follow-up yes/no, follow-up date (required if yes),",
        CONTACTS,
        "the_date_is_today_heading_and_way_are_required_and_the_follow_up_date_if_yes",
    ),
    (
        "caseworker (sets the case's caseworker when given; leaves it alone when empty).",
        CONTACTS,
        "the_caseworker_becomes_the_cases_when_given_and_leaves_it_alone_when_empty",
    ),
    (
        "Only the own municipality's contacts are visible.",
        "domain/tests/casework/moving.rs",
        "only_the_own_municipalitys_contacts_are_visible",
    ),
    (
        "A contact without follow-up appears on the case only;",
        CONTACTS,
        "with_follow_up_it_stands_in_the_list_until_closed_with_a_reason",
    ),
    (
        "with follow-up on both the case and the follow-up list until closed with a reason.",
        CONTACTS,
        "with_follow_up_it_stands_in_the_list_until_closed_with_a_reason",
    ),
];

/// Sections 2 to 6 with all white space folded and without their headings.
fn sections() -> String {
    let text = include_str!("../../docs/rules.md");
    let after = text.split_once("\n## 2.").map(|(_, after)| after).unwrap();
    let lines = format!("## 2.{}", after.split_once("\n## 7.").unwrap().0);
    let words = lines.lines().filter(|line| !line.starts_with("## ")).flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_word_of_the_rules_of_casework_stands_in_a_sentence_that_has_a_test() {
    let mut text = sections();
    for (sentence, ..) in RULES {
        assert!(text.contains(sentence), "the rules do not say: {sentence}");
        text = text.replacen(sentence, "\u{b6}", 1);
    }
    let left: Vec<&str> = text.split('\u{b6}').map(str::trim).filter(|part| !part.is_empty()).collect();
    assert!(left.is_empty(), "no test is named for:\n{}", left.join("\n"));
}

#[test]
fn every_test_that_a_rule_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let missing: Vec<String> = RULES
        .iter()
        .filter(|(_, file, test)| {
            let source = fs::read_to_string(root.join(file)).unwrap_or_default();
            !source.contains(&format!("fn {test}(")) || source.contains("#[ignore")
        })
        .map(|(sentence, file, test)| format!("{file} · {test}: {sentence}"))
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
