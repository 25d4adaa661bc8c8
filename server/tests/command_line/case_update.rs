//! The nightly run from the command line: `rules.md` section 2 on real input.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    civic_number::CivicNumber,
    clock::Clock,
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
};
use serde_json::{Value, json};
use service::{Services, installation};
use store::Store;

use crate::support::{
    database::{TestDatabase, stories},
    files::{Folder, Post, number, pupil},
    fyren::{fyren, refused},
};

stories! {
    from_files_to_cases,
    a_run_tells_exactly_what_it_does,
    every_reason_closes,
    who_moves_is_closed_in_one_municipality_and_opened_in_the_other,
    a_new_number_takes_the_case_along,
    a_protected_person_is_not_forgotten,
    nothing_is_opened_in_the_summer_break_and_who_waits_is_listed,
    the_rule_set_of_the_day_decides_about_introductory_programmes,
    adult_education_counts_where_the_policy_says_so,
    a_day_ahead_and_a_municipality_without_policy_are_warned_of_beside_the_document,
    an_unknown_municipality_is_refused,
    whose_facts_contradict_each_other_stands_in_the_document_only,
}

const HANDBOOK: &str = "policy set --municipality 0581 --rule-set handbook --from 2015-01-01";
const ACT: &str = "policy set --municipality 0580 --rule-set act-2018-07 --from 2018-07-01";

/// A register in which both rule sets apply.
struct Register<'a> {
    database: &'a str,
    folder: Folder,
}

impl<'a> Register<'a> {
    fn new(database: &'a TestDatabase) -> Self {
        let database = database.address.as_str();
        fyren(database, HANDBOOK).done();
        fyren(database, ACT).done();
        Self { database, folder: Folder::new() }
    }

    #[track_caller]
    fn population(&self, date: &str, posts: &[Post]) -> Value {
        let file = self.folder.population(posts);
        let outcome =
            fyren(self.database, &format!("import population {file} --date {date} --json")).done().json();
        assert_eq!(outcome["errors"], json!([]), "{outcome}");
        outcome
    }

    #[track_caller]
    fn pupils(&self, date: &str, rows: &[String]) {
        let file = self.folder.pupils(rows);
        let line = format!(
            "import pupils {file} --organiser 212000-0456 --academic-year 2025/2026 --date {date} --create-missing --json"
        );
        let outcome = fyren(self.database, &line).done().json();
        assert_eq!(outcome["errors"], json!([]), "{outcome}");
    }

    /// The report of a run for every municipality.
    #[track_caller]
    fn run(&self, date: &str) -> Value {
        fyren(self.database, &format!("run case-update --municipality '*' --date {date} --json"))
            .done()
            .json()
    }

    /// What every case of a municipality is: number, status, deregistered, reason.
    #[track_caller]
    fn cases(&self, municipality: &str, date: &str) -> Vec<(String, String, Value, Value)> {
        let line = format!("cases --municipality {municipality} --date {date} --json");
        let cases = fyren(self.database, &line).done().json();
        let mut cases: Vec<_> = cases
            .as_array()
            .unwrap()
            .iter()
            .map(|case| {
                let text = |name: &str| case[name].as_str().unwrap().to_owned();
                (text("civic_number"), text("status"), case["deregistered"].clone(), case["reason"].clone())
            })
            .collect();
        cases.sort_by(|one, other| one.0.cmp(&other.0));
        cases
    }
}

/// A part of the report about a municipality, in order of numbers.
#[track_caller]
fn of(report: &Value, municipality: &str, part: &str) -> Vec<Value> {
    let found = report["municipalities"]
        .as_array()
        .unwrap()
        .iter()
        .find(|found| found["municipality"] == municipality)
        .unwrap_or_else(|| panic!("no {municipality} in {report}"));
    let mut part = found[part].as_array().unwrap().clone();
    part.sort_by_key(|person| person["civic_number"].as_str().unwrap().to_owned());
    part
}

fn opened(birth: &str) -> Value {
    json!({ "civic_number": number(birth) })
}

fn closed(birth: &str, reason: &str) -> Value {
    json!({ "civic_number": number(birth), "reason": reason })
}

async fn from_files_to_cases(database: &TestDatabase) {
    let register = Register::new(database);
    let outcome = register.population(
        "2025-09-30",
        &[
            Post::born("2008-08-17"),
            Post::born("2008-08-18"),
            Post::born("2008-08-19"),
            // Turns sixteen the year after, and is not covered before September of that year.
            Post::born("2010-03-01"),
            Post::born("2004-10-01"),
            Post::born("2008-08-20").living_in("0580", "2008-08-20"),
        ],
    );
    assert_eq!((&outcome["rows"], &outcome["created"]), (&json!(6), &json!(6)), "{outcome}");
    register.pupils(
        "2025-09-30",
        &[
            pupil("2008-08-18", "NA25", "2025-08-18", "2026-06-12"),
            pupil("2008-08-19", "IMV", "2025-08-18", ""),
        ],
    );
    let line = "run case-update --municipality '*' --date 2025-10-01 --dry-run --json";
    let planned = fyren(register.database, line).done().json();
    assert_eq!(register.cases("0581", "2025-10-01"), []);
    let done = register.run("2025-10-01");
    assert_eq!(planned["dry_run"], true);
    assert_eq!(planned["municipalities"], done["municipalities"]);
    assert_eq!(of(&done, "0581", "opened"), [opened("2008-08-17"), opened("2008-08-19")]);
    assert_eq!(of(&done, "0580", "opened"), [opened("2008-08-20")]);

    let none = Value::Null;
    let cases = register.cases("0581", "2025-10-01");
    let expected = [
        (number("2008-08-17"), "needs-action".to_owned(), none.clone(), none.clone()),
        (number("2008-08-19"), "introductory-programme".to_owned(), none.clone(), none),
    ];
    assert_eq!(cases, expected);

    let again = register.run("2025-10-01");
    for municipality in ["0580", "0581"] {
        assert_eq!(of(&again, municipality, "opened"), [] as [Value; 0]);
        assert_eq!(of(&again, municipality, "closed"), [] as [Value; 0]);
    }
    assert_eq!(register.cases("0581", "2025-10-01"), expected);
}

async fn a_run_tells_exactly_what_it_does(database: &TestDatabase) {
    let register = Register::new(database);
    register.population("2025-09-30", &[Post::born("2008-08-17"), Post::born("2010-03-01")]);
    let viggo = number("2008-08-17");
    let report = |dry_run: bool, what: &str| {
        format!(
            "{{\"date\":\"2025-10-01\",\"dry_run\":{dry_run},\"municipalities\":[{{\"municipality\":\"0581\",\
             \"rule_set\":\"handbook\",{what},\"waiting\":[],\"errors\":[]}}]}}\n"
        )
    };
    let opening = format!(
        "\"examined\":1,\"opened\":[{{\"civic_number\":\"{viggo}\"}}],\"closed\":[],\"measures_closed\":0,\"unchanged\":0"
    );
    let nothing = "\"examined\":1,\"opened\":[],\"closed\":[],\"measures_closed\":0,\"unchanged\":1";
    let line = "run case-update --municipality 0581 --date 2025-10-01 --json";
    assert_eq!(fyren(register.database, &format!("{line} --dry-run")).done().out, report(true, &opening));
    assert_eq!(fyren(register.database, line).done().out, report(false, &opening));
    assert_eq!(fyren(register.database, line).done().out, report(false, nothing));

    let cases = fyren(register.database, "cases --municipality 0581 --date 2025-10-01 --json").done();
    let begins = format!(
        "[{{\"civic_number\":\"{viggo}\",\"status\":\"needs-action\",\"registered\":\"2025-10-01\",\
         \"deregistered\":null,\"reason\":null,\"explanation\":{{\"date\":\"2025-10-01\",\"rule_set\":\"handbook\",\
         \"verdicts\":[{{\"rule\":\"R1\",\"holds\":true,\"sentence\":\""
    );
    assert!(cases.out.starts_with(&begins), "{}", cases.out);
    let rules: Vec<Value> = cases.json()[0]["explanation"]["verdicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|verdict| verdict["rule"].clone())
        .collect();
    assert_eq!(rules, ["R1", "R2", "R3", "R4", "R5"]);
    let english = fyren(register.database, "cases --municipality 0581 --json --language en").done();
    assert_ne!(english.json()[0]["explanation"], cases.json()[0]["explanation"]);

    let told = fyren(register.database, "run case-update --municipality 0581 --date 2025-10-01").done();
    assert_eq!(
        told.out.trim(),
        "Norrköping: 1 granskade, 0 nya, 0 avslutade, 0 åtgärder avslutade, 0 väntar, 0 fel."
    );
}

/// The clock of a day.
struct Standing(DateTime<Utc>);

impl Clock for Standing {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

async fn mark_diploma(store: &Store, birth: &str, date: &str) {
    let clock = Arc::new(Standing(format!("{date}T08:00:00Z").parse().unwrap()));
    let services = Services::new(store.clone(), clock);
    let person = CivicNumber::try_from(number(birth).as_str()).unwrap();
    let mark = DiplomaMark { source: DiplomaSource::Authority, kind: DiplomaKind::UpperSecondary };
    let date: NaiveDate = date.parse().unwrap();
    installation::mark_diplomas(&services, date, [(person, mark)]).await.unwrap();
}

async fn every_reason_closes(database: &TestDatabase) {
    let register = Register::new(database);
    let emigrant = Post::born("2008-01-01");
    let dead = Post::born("2008-01-02");
    register.population(
        "2025-09-30",
        &[
            emigrant.clone(),
            dead.clone(),
            Post::born("2008-01-03"),
            Post::born("2008-01-04"),
            Post::born("2005-11-02"),
            Post::born("2005-11-03"),
            Post::born("2008-01-05").living_in("0580", "2008-01-05"),
        ],
    );
    let first = register.run("2025-10-01");
    assert_eq!((of(&first, "0581", "opened").len(), of(&first, "0580", "opened").len()), (6, 1));

    register.population(
        "2025-11-03",
        &[emigrant.deregistered("UV", "2025-11-01"), dead.deregistered("AV", "2025-11-03")],
    );
    register.pupils(
        "2025-11-03",
        &[
            pupil("2008-01-03", "NA25", "2025-10-20", "2026-06-12"),
            pupil("2008-01-05", "IMV", "2025-10-20", "2026-06-12"),
        ],
    );
    mark_diploma(&database.store, "2008-01-04", "2025-11-03").await;
    let second = register.run("2025-11-03");
    assert_eq!(
        of(&second, "0581", "closed"),
        [
            closed("2005-11-02", "20Ar"),
            closed("2008-01-01", "EjFbf"),
            closed("2008-01-02", "EjFbf"),
            closed("2008-01-03", "StNat"),
            closed("2008-01-04", "Fullf"),
        ]
    );
    assert_eq!(of(&second, "0580", "closed"), [closed("2008-01-05", "StIM")]);
    let cases = register.cases("0581", "2025-11-03");
    let still_open = cases.iter().find(|(whose, ..)| *whose == number("2005-11-03")).unwrap();
    assert_eq!((still_open.1.as_str(), &still_open.2), ("needs-action", &Value::Null));
    assert_eq!(
        cases.iter().filter(|case| case.1 == "closed" && case.2 == "2025-11-03").count(),
        5,
        "{cases:?}"
    );
    let again = register.run("2025-11-03");
    assert_eq!(of(&again, "0581", "opened").len() + of(&again, "0581", "closed").len(), 0);
}

async fn who_moves_is_closed_in_one_municipality_and_opened_in_the_other(database: &TestDatabase) {
    let register = Register::new(database);
    let mover = Post::born("2008-08-17");
    register.population("2025-09-30", std::slice::from_ref(&mover));
    register.run("2025-10-01");
    register.population("2025-11-02", &[mover.moved_to("0580", "2025-11-01")]);
    let report = register.run("2025-11-03");
    assert_eq!(of(&report, "0581", "closed"), [closed("2008-08-17", "EjFbf")]);
    assert_eq!(of(&report, "0580", "opened"), [opened("2008-08-17")]);
    assert_eq!(register.cases("0581", "2025-11-03")[0].1, "closed");
    assert_eq!(register.cases("0580", "2025-11-03")[0].1, "needs-action");
}

async fn a_new_number_takes_the_case_along(database: &TestDatabase) {
    let register = Register::new(database);
    let (old, new) = (number("2008-08-17"), number("2008-08-18"));
    register.population("2025-09-30", &[Post::born("2008-08-17")]);
    register.run("2025-10-01");
    let outcome = register.population(
        "2025-10-02",
        &[
            Post::born("2008-08-17").formerly(&new).deregistered("GN", "2025-10-02"),
            Post::born("2008-08-17").numbered(&new).formerly(&old),
        ],
    );
    assert_eq!(outcome["renumbered"], 1, "{outcome}");
    let report = register.run("2025-10-03");
    assert_eq!(of(&report, "0581", "opened").len() + of(&report, "0581", "closed").len(), 0, "{report}");
    let cases = register.cases("0581", "2025-10-03");
    assert_eq!(cases, [(new, "needs-action".to_owned(), Value::Null, Value::Null)]);
}

async fn a_protected_person_is_not_forgotten(database: &TestDatabase) {
    let register = Register::new(database);
    let person = Post::born("2008-08-17").protected();
    register.population("2025-09-30", std::slice::from_ref(&person));
    assert_eq!(of(&register.run("2025-10-01"), "0581", "opened"), [opened("2008-08-17")]);
    register.population("2025-11-02", &[person.deregistered("UV", "2025-11-01")]);
    assert_eq!(of(&register.run("2025-11-03"), "0581", "closed"), [closed("2008-08-17", "EjFbf")]);
}

async fn nothing_is_opened_in_the_summer_break_and_who_waits_is_listed(database: &TestDatabase) {
    let register = Register::new(database);
    let emigrant = Post::born("2008-01-01");
    register.population("2025-09-30", &[emigrant.clone(), Post::born("2008-01-02")]);
    register.run("2025-10-01");
    register.population(
        "2026-06-09",
        &[
            emigrant.deregistered("UV", "2026-06-05"),
            Post::born("2008-01-03").living_in("0581", "2026-06-05"),
        ],
    );
    register.pupils("2026-06-09", &[pupil("2008-01-02", "NA25", "2026-06-08", "")]);
    let report = register.run("2026-06-10");
    assert_eq!(of(&report, "0581", "opened"), [] as [Value; 0]);
    assert_eq!(of(&report, "0581", "closed"), [closed("2008-01-01", "EjFbf")]);
    assert_eq!(
        of(&report, "0581", "waiting"),
        [
            json!({ "civic_number": number("2008-01-02"), "would": "close", "reason": "StNat" }),
            json!({ "civic_number": number("2008-01-03"), "would": "open", "reason": "summer-break" }),
        ]
    );
    let after = register.run("2026-09-01");
    assert_eq!(of(&after, "0581", "opened"), [opened("2008-01-03")]);
    assert_eq!(of(&after, "0581", "closed"), [closed("2008-01-02", "StNat")]);

    // A municipality without a break does both at once.
    let without = "policy set --municipality 0581 --rule-set handbook --from 2026-06-01 --summer-break none";
    fyren(register.database, without).done();
    register.population("2026-06-10", &[Post::born("2008-01-04").living_in("0581", "2026-06-05")]);
    assert_eq!(of(&register.run("2026-06-11"), "0581", "opened"), [opened("2008-01-04")]);
}

async fn the_rule_set_of_the_day_decides_about_introductory_programmes(database: &TestDatabase) {
    let register = Register::new(database);
    register.population("2025-09-30", &[Post::born("2008-01-01")]);
    register.pupils("2025-09-30", &[pupil("2008-01-01", "IMV", "2025-08-18", "")]);
    assert_eq!(of(&register.run("2025-10-01"), "0581", "opened"), [opened("2008-01-01")]);
    let act = "policy set --municipality 0581 --rule-set act-2018-07 --from 2025-11-01";
    fyren(register.database, act).done();
    assert_eq!(of(&register.run("2025-10-31"), "0581", "closed"), [] as [Value; 0]);
    assert_eq!(of(&register.run("2025-11-01"), "0581", "closed"), [closed("2008-01-01", "StIM")]);
}

async fn adult_education_counts_where_the_policy_says_so(database: &TestDatabase) {
    let register = Register::new(database);
    register.population("2025-09-30", &[Post::born("2007-01-01")]);
    register.pupils("2025-09-30", &[pupil("2007-01-01", "VUXGY", "2025-08-18", "")]);
    assert_eq!(of(&register.run("2025-10-01"), "0581", "opened"), [opened("2007-01-01")]);
    let counts = "policy set --municipality 0581 --rule-set handbook --from 2025-11-01 --komvux-counts yes";
    let said = fyren(register.database, counts).done().out;
    assert!(said.contains("komvux räknas: ja") && said.contains("06-01..08-31"), "{said}");
    assert_eq!(of(&register.run("2025-11-01"), "0581", "closed"), [closed("2007-01-01", "StNat")]);
}

async fn a_day_ahead_and_a_municipality_without_policy_are_warned_of_beside_the_document(
    database: &TestDatabase,
) {
    let address = database.address.as_str();
    let none = fyren(address, "run case-update --date 2025-10-01 --dry-run --json").done();
    assert_eq!(none.json()["municipalities"], json!([]));
    assert!(none.err.contains("Varning: Ingen kommun har någon policy"), "{}", none.err);
    let ahead =
        fyren(address, "run case-update --municipality 0480 --date 2099-10-01 --json --language en").done();
    assert_eq!(ahead.json()["municipalities"][0]["municipality"], "0480");
    assert!(ahead.err.contains("Warning: 2099-10-01 lies ahead"), "{}", ahead.err);
    assert!(ahead.err.contains("Warning: Nyköping has no policy on that date"), "{}", ahead.err);
}

async fn an_unknown_municipality_is_refused(database: &TestDatabase) {
    for line in [
        "run case-update --municipality 9999 --json",
        "cases --municipality 9999 --json",
        "policy set --municipality 9999 --rule-set handbook --from 2025-01-01",
    ] {
        refused(
            &database.address,
            line,
            "argument",
            "Ingen kommun har koden ”9999”",
            "No municipality has the code “9999”",
        );
    }
}

async fn whose_facts_contradict_each_other_stands_in_the_document_only(database: &TestDatabase) {
    let register = Register::new(database);
    // A coordination number whose day is not known, in the published series for tests.
    let number = format!("20080860-238{}", domain::civic_number::check_digit(b"080860238"));
    register.population("2025-10-01", &[Post::born("2008-01-01").numbered(&number)]);
    let line = "run case-update --municipality 0581 --date 2025-10-01 --dry-run";
    let said = fyren(register.database, line).done();
    assert!(said.err.contains("birth_date_unknown: 1"), "{}", said.err);
    assert!(!said.err.contains("080860"), "{}", said.err);
    let document = fyren(register.database, &format!("{line} --json")).done().json();
    assert_eq!(of(&document, "0581", "errors")[0]["civic_number"], number.as_str());
}
