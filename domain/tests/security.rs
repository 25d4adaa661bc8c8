//! `docs/security.md` is what it says: every requirement stands in it once, its state is one of three, and what is met is proved by
//! tests that exist. A requirement that is forgotten, or a test that is renamed, is missed here.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The numbers of OWASP ASVS 5.0 at levels 1 and 2, each with its level.
const NUMBERS: &str = include_str!("asvs_numbers.txt");

/// The states that a requirement can have.
const STATES: [&str; 3] = ["met", "does not apply", "not met"];

/// How it begins where no test proves what is met.
const WITHOUT_A_TEST: &str = "No test: ";

/// What stands where something that is being built is not yet filled in.
const TO_FILL_IN: &str = "TODO-";

/// How the names of files end that a row may name.
const ENDINGS: [&str; 4] = [".rs", ".md", ".ts", ".toml"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn document() -> String {
    fs::read_to_string(root().join("docs/security.md")).expect("docs/security.md")
}

/// A requirement as the document has it.
struct Row<'a> {
    number: &'a str,
    level: &'a str,
    state: &'a str,
    how: &'a str,
    test: &'a str,
}

impl<'a> Row<'a> {
    /// The row of a line, when it begins with a number of three parts.
    fn of_line(line: &'a str) -> Option<Self> {
        let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
        let is_number = |text: &str| {
            let parts: Vec<&str> = text.split('.').collect();
            parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok())
        };
        let number = cells.first().filter(|text| is_number(text))?;
        let [_, level, _, state, how, test] = cells[..] else {
            panic!("{number} has {} cells; it needs six", cells.len())
        };
        Some(Self { number, level, state, how, test })
    }
}

fn rows(document: &str) -> Vec<Row<'_>> {
    document.lines().filter_map(Row::of_line).collect()
}

/// The requirements with their levels, in their order.
fn numbers() -> Vec<(&'static str, &'static str)> {
    NUMBERS.lines().map(|line| line.split_once(' ').expect("a number and a level")).collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Whether a quoted word names a file of the project from its root.
fn is_path(word: &str) -> bool {
    !word.starts_with('/')
        && word.contains('/')
        && !word.contains(' ')
        && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Whether the source of a file has a test of a name that is run.
fn has_test(source: &str, name: &str) -> bool {
    let is_there = source.contains(&format!("fn {name}(")) || source.contains(&format!("test('{name}'"));
    is_there && !source.lines().any(|line| line.trim_start().starts_with("#[ignore"))
}

/// What is wrong with the tests that a row names: files that are not there, and tests that are not in them.
fn wrong_tests(row: &Row<'_>) -> Vec<String> {
    let (mut wrong, mut file, mut named) = (Vec::new(), None, 0);
    for word in quoted(row.test) {
        if is_path(word) {
            let source = fs::read_to_string(root().join(word));
            if source.is_err() {
                wrong.push(format!("{}: there is no {word}", row.number));
            }
            file = Some((word, source.unwrap_or_default()));
            continue;
        }
        named += 1;
        match &file {
            None => wrong.push(format!("{}: {word} stands without its file", row.number)),
            Some((path, source)) if !has_test(source, word) => {
                wrong.push(format!("{}: {path} has no test {word}", row.number));
            }
            Some(_) => {}
        }
    }
    if named == 0 {
        wrong.push(format!("{}: names no test, and does not say why with \"{WITHOUT_A_TEST}\"", row.number));
    }
    wrong
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_requirement_stands_there_once_in_its_order_with_its_level() {
    let document = document();
    let found: Vec<_> = rows(&document).iter().map(|row| (row.number, row.level)).collect();
    let expected = numbers();
    assert_eq!(expected.len(), 253);
    let missing: Vec<_> = expected.iter().filter(|row| !found.contains(row)).collect();
    let unknown: Vec<_> = found.iter().filter(|row| !expected.contains(row)).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "missing {missing:?}, unknown {unknown:?}");
    let misplaced = found.iter().zip(&expected).find(|(found, expected)| found != expected);
    assert!(misplaced.is_none() && found.len() == expected.len(), "twice, or out of order: {misplaced:?}");
}

#[test]
fn every_requirement_has_a_state_and_says_why() {
    let document = document();
    let rows = rows(&document);
    let wrong = rows.iter().filter(|row| !STATES.contains(&row.state) || row.how.is_empty());
    assert_none(
        &wrong.map(|row| format!("{}: {:?}, {:?}", row.number, row.state, row.how)).collect::<Vec<_>>(),
    );
}

#[test]
fn what_is_met_is_proved_by_tests_that_exist_or_says_why_none_does() {
    let document = document();
    let mut wrong = Vec::new();
    for row in rows(&document) {
        let says_why = row.test.strip_prefix(WITHOUT_A_TEST).is_some_and(|why| !why.is_empty());
        if row.state != "met" {
            if !row.test.is_empty() {
                wrong.push(format!("{}: a test of what is {}", row.number, row.state));
            }
        } else if row.how.contains(TO_FILL_IN) || row.test.contains(TO_FILL_IN) {
            wrong.push(format!("{}: met, with something to fill in", row.number));
        } else if !says_why {
            wrong.extend(wrong_tests(&row));
        }
    }
    assert_none(&wrong);
}

#[test]
fn every_path_and_link_leads_somewhere() {
    let document = document();
    let mut wrong: Vec<String> = quoted(&document)
        .filter(|word| is_path(word) && !root().join(word).is_file())
        .map(|word| format!("there is no {word}"))
        .collect();
    let headings: Vec<String> = document
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-"))
        .collect();
    for link in document.split("](").skip(1).filter_map(|after| after.split(')').next()) {
        let leads = match link.strip_prefix('#') {
            Some(heading) => headings.iter().any(|known| known == heading),
            None => link.starts_with("https://") || root().join("docs").join(link).is_file(),
        };
        if !leads {
            wrong.push(format!("the link {link} leads nowhere"));
        }
    }
    assert_none(&wrong);
}

#[test]
fn what_is_not_met_is_listed_before_the_table() {
    let document = document();
    let mut not_met: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in rows(&document).iter().filter(|row| row.state == "not met") {
        not_met.entry(row.level).or_default().push(row.number);
    }
    for level in ["1", "2"] {
        let numbers = not_met.get(level).map_or_else(|| "none".to_owned(), |numbers| numbers.join(", "));
        let line = format!("Level {level}: {numbers}.");
        assert!(document.lines().any(|written| written == line), "the document is to say:\n{line}");
    }
}
