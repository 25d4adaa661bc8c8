//! The report to Statistics Sweden by the operator.

use crate::support::{
    database::{TestDatabase, stories},
    fyren::{fyren, refused},
};

stories! {
    a_report_is_written_once_and_the_same_each_time,
    obstacles_are_told_and_nothing_is_made,
    what_is_wrong_with_a_report_is_told_and_changes_nothing,
}

const PERIOD: &str = "--municipality 0581 --from 2026-07-01 --to 2026-12-31";

fn demo(database: &TestDatabase) {
    fyren(&database.address, "demo --persons 400 --seed 1 --date 2026-11-21").done();
}

async fn a_report_is_written_once_and_the_same_each_time(database: &TestDatabase) {
    demo(database);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let export =
        |name: &str| fyren(&database.address, &format!("scb export {PERIOD} --out '{}'", path(name)));
    let said = export("one.csv").done().out;
    assert!(said.starts_with("Export 1, 2018H2, 2026-07-01 – 2026-12-31: "), "{said}");
    export("two.csv").done();
    let read = |name: &str| std::fs::read(path(name)).unwrap();
    let text = String::from_utf8(read("one.csv")).unwrap();
    assert!(text.starts_with("PersonNr;KommunKod;RegDatum;RegOrsak;"), "{text}");
    assert!(text.lines().count() > 1);
    assert_eq!(read("one.csv"), read("two.csv"));
    // What is there already is left as it is.
    let line = format!("scb export {PERIOD} --out '{}'", path("one.csv"));
    refused(&database.address, &line, "file_unwritable", "kan inte skrivas", "cannot be written");
    assert_eq!(read("one.csv"), text.as_bytes());
}

async fn obstacles_are_told_and_nothing_is_made(database: &TestDatabase) {
    demo(database);
    let said = fyren(&database.address, &format!("scb check {PERIOD}")).done().out;
    assert!(said.starts_with("2026-07-01 – 2026-12-31, 2018H2: "), "{said}");
    let answer = fyren(&database.address, &format!("scb check {PERIOD} --json")).done();
    let found = answer.json();
    let found = found.as_array().unwrap();
    assert_eq!(said.lines().count(), found.len() + 1);
    assert!(found.iter().all(|one| one["rule"].is_string() && one["message"].is_string()));
    let lone = fyren(&database.address, "scb check --municipality 0581").done().out;
    assert!(lone.starts_with("20"), "the last whole half-year is proposed: {lone}");
}

async fn what_is_wrong_with_a_report_is_told_and_changes_nothing(database: &TestDatabase) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.csv").display().to_string();
    let refuse = |asked: &str, code: &str, swedish: &str, english: &str| {
        let line = format!("scb export {asked} --out '{path}'");
        refused(&database.address, &line, code, swedish, english);
        assert!(!folder.path().join("file.csv").exists(), "{line}");
    };
    let backwards = "--municipality 0581 --from 2026-12-31 --to 2026-07-01";
    refuse(backwards, "argument", "ligger före", "lies before");
    let early = "--municipality 0581 --from 2016-01-01 --to 2016-06-30";
    refuse(early, "report_no_layout", "ingen fillayout", "No layout");
    let long = "--municipality 0581 --from 2018-01-01 --to 2026-06-30";
    refuse(long, "argument", "längre än ett år", "longer than a year");
    let missing = format!("scb export {PERIOD} --out '{path}/file.csv'");
    refused(&database.address, &missing, "file_unwritable", "kan inte skrivas", "cannot be written");
}
