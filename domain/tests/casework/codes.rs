//! `rules.md` section 5: code lists. The tables of the specification are compared with the code.

use domain::{
    case::DeregistrationReason,
    code_list::CodeList,
    contact::{ContactWay, LivingOutside},
    language::{Language, Named},
    measure::MeasureType,
    occupation::{OccupationAfter, OccupationAtRegistration, OccupationBefore},
};

use crate::{rules_say, support::day};

fn names<N: Named>() -> Vec<&'static str> {
    N::ALL.iter().map(|value| value.name(Language::Swedish)).collect()
}

#[test]
fn each_occupation_stands_in_the_lists_that_the_table_says() {
    let table = [
        ("Okänd", [true, false, true]),
        ("Annan sysselsättning", [true, true, true]),
        ("Ingen sysselsättning", [true, true, true]),
        ("Arbete", [true, true, true]),
        ("Andra studier", [true, true, true]),
        ("Studier inom kommunal vuxenutbildning", [true, true, true]),
        ("Studier på introduktionsprogram", [true, true, false]),
        ("Studier på nationellt program", [false, false, true]),
        ("Åtgärd (inom aktivitetsansvaret)", [false, true, false]),
        ("Ny åtgärd", [false, false, true]),
    ];
    let lists =
        [names::<OccupationAtRegistration>(), names::<OccupationBefore>(), names::<OccupationAfter>()];
    let yes = |is| if is { "yes" } else { "no" };
    for (name, [registration, before, after]) in table {
        rules_say(&format!("| {name} | {} | {} | {} |", yes(registration), yes(before), yes(after)));
        assert_eq!(lists.clone().map(|list| list.contains(&name)), [registration, before, after], "{name}");
    }
    let known = |name: &&str| table.iter().any(|(row, _)| row == name);
    assert!(lists.iter().flatten().all(known));
}

#[test]
fn each_measure_and_reason_has_its_code() {
    for kind in MeasureType::ALL {
        rules_say(&format!("`{}` {}", kind.code(), kind.name(Language::Swedish)));
    }
    assert_eq!(MeasureType::ALL.len(), 10);
    for reason in DeregistrationReason::ALL {
        rules_say(&format!("`{}` {}", reason.code(), reason.name(Language::Swedish)));
    }
    assert_eq!(DeregistrationReason::ALL.len(), 5);
}

#[test]
fn each_contact_way_and_place_is_named() {
    rules_say(&format!("Contact way: {}.", names::<ContactWay>().join(", ")));
    rules_say(&format!("Living outside home municipality: {}.", names::<LivingOutside>().join(", ")));
}

#[test]
fn each_value_has_a_validity_in_time_and_an_old_record_keeps_its_old_value() {
    rules_say(
        "Code lists change over the years: each value has a validity in time, and an old record keeps its old value.",
    );
    rules_say("`StIM` Studier på introduktionsprogram (only under `act-2018-07`).");
    let new = DeregistrationReason::IntroductoryProgramme;
    let offered = |date, present| DeregistrationReason::offered(day(date), present);
    assert!(!offered("2018-06-30", None).contains(&new) && offered("2018-07-01", None).contains(&new));
    assert!(offered("2018-06-30", Some(new)).contains(&new));
    assert_eq!(MeasureType::offered(day("2026-11-21"), None), MeasureType::ALL);
}
