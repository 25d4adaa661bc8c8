//! Imports that go well, as a whole or but for some rows.

use chrono::NaiveDate;
use domain::{access::Scope, civic_number::CivicNumber};
use serde_json::{Value, json};

use crate::support::{
    database::{TestDatabase, stories},
    files::{Folder, HEADER, Post, iso_8859_1, notification, number, pupil},
    fyren::fyren,
};

stories! {
    both_encodings_of_the_population_register_are_read,
    a_bad_post_is_listed_and_the_rest_goes_on,
    a_bad_row_is_listed_and_the_rest_goes_on,
    what_is_unknown_is_listed_or_made,
    a_file_of_pupils_may_be_separated_by_commas,
    importing_again_changes_nothing,
    errors_are_told_to_people_beside_the_summary,
}

const PUPILS: &str = "--organiser 2120000456 --academic-year 2025/2026 --date 2025-10-01";

/// What an import says, in either case with status 0.
#[track_caller]
fn imported(database: &TestDatabase, line: &str) -> Value {
    fyren(&database.address, &format!("import {line} --json")).done().json()
}

#[track_caller]
fn codes(outcome: &Value) -> Vec<(u64, String)> {
    let errors = outcome["errors"].as_array().unwrap();
    assert_eq!(outcome["error_count"], errors.len(), "{outcome}");
    let mut codes: Vec<_> = errors
        .iter()
        .map(|error| {
            let (swedish, english) = (&error["message_sv"], &error["message_en"]);
            assert!(swedish != english && swedish.is_string() && english.is_string(), "{error}");
            assert!(error["position"].as_u64().unwrap() > 0, "{error}");
            (error["row"].as_u64().unwrap(), error["code"].as_str().unwrap().to_owned())
        })
        .collect();
    codes.sort();
    codes
}

async fn both_encodings_of_the_population_register_are_read(database: &TestDatabase) {
    let folder = Folder::new();
    let utf_8 = folder.write("utf-8.xml", notification("UTF-8", &[Post::born("2008-01-01")]));
    let latin_text = notification("ISO-8859-1", &[Post::born("2008-01-02")]);
    let latin = folder.write("latin.xml", iso_8859_1(&latin_text));
    for file in [utf_8, latin] {
        let outcome = imported(database, &format!("population {file} --date 2025-10-01"));
        assert_eq!((&outcome["created"], &outcome["error_count"]), (&json!(1), &json!(0)), "{outcome}");
    }
    let numbers =
        ["2008-01-01", "2008-01-02"].map(|birth| CivicNumber::try_from(number(birth).as_str()).unwrap());
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let people = connection.people_by_number(&Scope::of_the_system(), &numbers).await.unwrap();
    for number in numbers {
        let name = &people[&number].name;
        assert_eq!((name.given.as_str(), name.surname.as_str()), ("Åsa", "Öberg"));
    }
}

async fn a_bad_post_is_listed_and_the_rest_goes_on(database: &TestDatabase) {
    let folder = Folder::new();
    let posts = [
        Post::born("2008-01-01"),
        Post::born("2008-01-02").numbered("200801022388"),
        Post::born("2008-01-03").numbered("2008-01"),
        Post::born("2008-01-04").living_in("9999", "2008-01-04"),
        Post::born("2008-01-05"),
    ];
    let outcome = imported(database, &format!("population {} --date 2025-10-01", folder.population(&posts)));
    assert_eq!((&outcome["rows"], &outcome["created"]), (&json!(5), &json!(2)), "{outcome}");
    let codes = codes(&outcome);
    assert_eq!(codes.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(codes[2].1, "population_municipality");
    let keys: Vec<&String> = outcome.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 13, "{keys:?}");
}

async fn a_bad_row_is_listed_and_the_rest_goes_on(database: &TestDatabase) {
    let folder = Folder::new();
    imported(
        database,
        &format!("population {} --date 2025-10-01", folder.population(&[Post::born("2008-01-01")])),
    );
    let file = folder.pupils(&[
        pupil("2008-01-01", "NA25", "2025-08-18", "2025-12-19"),
        pupil("2008-01-01", "EK25", "2025-12-19", ""),
        pupil("2008-01-02", "NA25", "2025-08-18", "").replacen("20080102", "20080132", 1),
        pupil("2008-01-03", "NA25", "2025-13-18", ""),
        pupil("2008-01-04", "NA25", "2025-08-18", "2025-08-01"),
        pupil("2008-01-05", "", "2025-08-18", ""),
        "20080106-2387;Åsa".to_owned(),
    ]);
    let outcome = imported(database, &format!("pupils {file} {PUPILS} --create-missing"));
    assert_eq!(outcome["created"], 1, "{outcome}");
    assert_eq!(
        codes(&outcome),
        [
            (3, "placements_overlap"),
            (4, "civic_number_date"),
            (5, "pupil_date"),
            (6, "pupil_end_before_start"),
            (7, "pupil_missing"),
            (8, "pupil_cells"),
        ]
        .map(|(row, code)| (row, code.to_owned()))
    );
    let listed = outcome["errors"].as_array().unwrap();
    let overlap = listed.iter().find(|error| error["code"] == "placements_overlap").unwrap();
    let swedish = overlap["message_sv"].as_str().unwrap();
    assert!(swedish.contains("2025-08-18–2025-12-19 på rad 2"), "{swedish}");
    assert!(overlap["message_en"].as_str().unwrap().contains("A pupil is on one study path at a time"));
}

async fn what_is_unknown_is_listed_or_made(database: &TestDatabase) {
    let folder = Folder::new();
    let file = folder.pupils(&[pupil("2008-01-01", "QQ", "2025-08-18", "")]);
    let outcome = imported(database, &format!("pupils {file} {PUPILS}"));
    assert_eq!(codes(&outcome), [(2, "unknown_organiser".to_owned())]);
    let outcome = imported(database, &format!("pupils {file} {PUPILS} --create-missing"));
    assert_eq!(codes(&outcome), []);
    assert_eq!(outcome["warnings"][0]["code"], "unknown_programme", "{outcome}");
    let other = folder.pupils(&[
        pupil("2008-01-01", "QQ", "2025-08-18", "").replace("58110010", "58110011"),
        pupil("2008-01-02", "XX", "2025-08-18", ""),
    ]);
    let outcome = imported(database, &format!("pupils {other} {PUPILS}"));
    assert_eq!(codes(&outcome), [(2, "unknown_unit".to_owned()), (3, "unknown_study_path".to_owned())]);
}

async fn a_file_of_pupils_may_be_separated_by_commas(database: &TestDatabase) {
    let folder = Folder::new();
    let text = format!("{HEADER}\n{}\n", pupil("2008-01-01", "NA25", "2025-08-18", "")).replace(';', ",");
    for (name, bytes) in [("utf-8.csv", text.clone().into_bytes()), ("latin.csv", iso_8859_1(&text))] {
        let file = folder.write(name, bytes);
        let outcome = imported(database, &format!("pupils {file} {PUPILS} --create-missing"));
        assert_eq!((&outcome["rows"], &outcome["error_count"]), (&json!(1), &json!(0)), "{outcome}");
    }
}

async fn importing_again_changes_nothing(database: &TestDatabase) {
    let folder = Folder::new();
    let population = folder.population(&[Post::born("2008-01-01"), Post::born("2008-01-02")]);
    let pupils = folder.pupils(&[
        pupil("2008-01-01", "NA25", "2025-08-18", "2025-12-19"),
        pupil("2008-01-01", "EK25", "2025-12-20", ""),
        pupil("2008-01-02", "IMV", "2025-08-18", ""),
    ]);
    for (line, things) in [
        (format!("population {population} --date 2025-10-01"), 2),
        (format!("pupils {pupils} {PUPILS} --create-missing"), 3),
    ] {
        assert_eq!(imported(database, &line)["created"], things);
        let again = imported(database, &line);
        assert_eq!(
            (&again["created"], &again["changed"], &again["unchanged"], &again["ended"], &again["removed"]),
            (&json!(0), &json!(0), &json!(things), &json!(0), &json!(0)),
            "{again}"
        );
    }
    // The file is the whole truth: what it no longer has ends, or is removed when it had not begun.
    let shorter = folder.pupils(&[pupil("2008-01-02", "IMV", "2025-08-18", "")]);
    let outcome = imported(database, &format!("pupils {shorter} {PUPILS}"));
    assert_eq!((&outcome["ended"], &outcome["removed"]), (&json!(1), &json!(1)), "{outcome}");
    assert_eq!(outcome["date"].as_str().unwrap().parse::<NaiveDate>().unwrap().to_string(), "2025-10-01");
}

async fn errors_are_told_to_people_beside_the_summary(database: &TestDatabase) {
    let folder = Folder::new();
    let file = folder.population(&[Post::born("2008-01-01").living_in("9999", "2008-01-01")]);
    for (language, summary, row, sentence) in [
        ("sv", "1 lästa, 0 nya", "Rad 1 (population_municipality)", "Ingen kommun har koden ”9999”"),
        ("en", "1 read, 0 new", "Row 1 (population_municipality)", "No municipality has the code “9999”"),
    ] {
        let line = format!("import population {file} --date 2025-10-01 --language {language}");
        let answer = fyren(&database.address, &line).done();
        assert!(
            answer.out.starts_with("folkbokforing.xml: ") && answer.out.contains(summary),
            "{}",
            answer.out
        );
        assert!(answer.err.contains(row) && answer.err.contains(sentence), "{}", answer.err);
    }
}
