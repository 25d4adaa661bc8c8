//! The demo: the same for the same seed, and with a run left to be made.

use serde_json::Value;

use crate::support::{
    database::{TestDatabase, on_postgres, on_sqlite},
    fyren::fyren,
};

/// The municipalities of the demo.
const MUNICIPALITIES: [&str; 5] = ["0562", "0580", "0581", "0582", "0583"];

/// Every case of the demo.
fn cases(address: &str) -> Vec<String> {
    MUNICIPALITIES
        .iter()
        .map(|code| {
            let line = format!("cases --municipality {code} --date 2026-11-21 --json");
            fyren(address, &line).done().out
        })
        .collect()
}

/// How many cases a run of every municipality opens and closes.
fn run(address: &str) -> (usize, usize) {
    let line = "run case-update --municipality '*' --date 2026-11-21 --json";
    let report = fyren(address, line).done().json();
    let municipalities = report["municipalities"].as_array().unwrap();
    assert_eq!(municipalities.len(), MUNICIPALITIES.len());
    assert!(municipalities.iter().all(|found| found["errors"] == Value::Array(Vec::new())), "{report}");
    let count = |part: &str| municipalities.iter().map(|found| found[part].as_array().unwrap().len()).sum();
    (count("opened"), count("closed"))
}

/// The cases of a demo before its last run and after it.
async fn told(database: &TestDatabase) -> (Vec<String>, Vec<String>) {
    let address = database.address.as_str();
    let made = fyren(address, "demo --persons 2000 --seed 1 --date 2026-11-21").done();
    assert!(made.out.contains("asa.lindqvist") && made.out.contains("Lösenord för alla"), "{}", made.out);
    let before = cases(address);
    let (opened, closed) = run(address);
    assert!(opened > 0 && closed > 0, "{opened} opened, {closed} closed");
    let after = cases(address);
    assert_ne!(before, after);
    assert_eq!(run(address), (0, 0));
    assert_eq!(cases(address), after);
    (before, after)
}

#[tokio::test]
async fn the_same_seed_gives_the_same_demo_on_both_databases_and_its_last_run_opens_and_closes() {
    let mut all = Vec::new();
    on_sqlite(async |database: &TestDatabase| all.push(told(database).await)).await;
    on_postgres(async |database: &TestDatabase| all.push(told(database).await)).await;
    assert!(all[0].0.iter().all(|cases| cases.len() > 1000), "{:?}", all[0].0);
    assert_eq!(all[0], all[1]);
}

#[tokio::test]
async fn another_seed_gives_another_demo() {
    let mut all = Vec::new();
    for seed in [1, 1, 2] {
        on_sqlite(async |database: &TestDatabase| {
            fyren(&database.address, &format!("demo --persons 200 --seed {seed} --date 2026-11-21")).done();
            all.push(cases(&database.address));
        })
        .await;
    }
    assert_eq!(all[0], all[1]);
    assert_ne!(all[0], all[2]);
}
