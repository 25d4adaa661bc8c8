//! Deleting a case (requirement K12), and until when the register may hold one (`rules.md` 2.10).

use domain::{
    access::Role,
    case::removal::{RemovalRefusal, remove},
    civic_number::{CivicNumber, check_digit},
    language::{Language, Message},
    retention::{is_due, last_day},
};

use crate::{
    handbook_says, rules_say,
    support::{civic_number, day, situation::somebody},
};

#[test]
fn only_closed_cases_can_be_deleted_for_an_open_one_would_come_again() {
    handbook_says(
        "Bara avslutade aktivitetsansvar kan raderas. Om de är pågående kommer de att skapas upp igen vid nästa körning av aktivitetsansvaret.",
    );
    let today = day("2026-11-21");
    let open = somebody().case("2026-01-07").cases.remove(0);
    assert_eq!(remove(&open, |_| true, today), Err(RemovalRefusal::Open));
    assert!(RemovalRefusal::Open.message(Language::Swedish).contains("nästa körning"));
    let closed = somebody().case("2026-01-07").measure("2026-02-01", "").closed("2026-10-31").cases.remove(0);
    assert_eq!(remove(&closed, |_| true, today).unwrap().measures, 1);
}

#[test]
fn deleting_needs_a_permission_of_its_own() {
    handbook_says("Detta är en specifik behörighet som läggs upp av IST.");
    let closed = somebody().case("2026-01-07").closed("2026-10-31").cases.remove(0);
    for role in [Role::Caseworker, Role::Auditor] {
        assert_eq!(
            remove(&closed, |permission| role.may(permission), day("2026-11-21")),
            Err(RemovalRefusal::NotAllowed)
        );
    }
}

#[test]
fn rule_2_10_a_case_and_its_person_are_erased_at_the_end_of_the_year_of_turning_21() {
    rules_say(
        "Retention: a case and its person are erased at the latest at the end of the calendar year in which the person turns 21 (job `retention`, with a report).",
    );
    for birth in ["2005-01-01", "2005-12-31"] {
        let number = civic_number(day(birth));
        assert_eq!(last_day(&number), Some(day("2026-12-31")));
        assert!(!is_due(&number, day("2026-12-30")) && is_due(&number, day("2026-12-31")));
    }
    // A coordination number without month and day tells the year all the same.
    let digit = check_digit(b"050060238");
    let number = CivicNumber::try_from(format!("20050060-238{digit}").as_str()).unwrap();
    assert_eq!(last_day(&number), Some(day("2026-12-31")));
}
