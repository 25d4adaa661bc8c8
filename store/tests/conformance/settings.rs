//! Settings, policies and runs.

use domain::{
    access::Scope,
    coverage::{
        Policy,
        policy::{DatedPolicy, RuleSet},
    },
    id::RunId,
};
use store::FinishedRun;

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, instant,
    people::{born, save},
    place, raw,
};

stories! {
    a_setting_is_what_it_was_last_set_to,
    a_municipality_has_a_policy_from_each_date,
    a_run_tells_how_it_ended,
}

async fn a_setting_is_what_it_was_last_set_to(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    assert_eq!(transaction.setting("demo").await.unwrap(), None);
    transaction.set_setting("demo", "2026-11-20").await.unwrap();
    transaction.set_setting("demo", "2026-11-21").await.unwrap();
    transaction.commit().await.unwrap();
    let found = database.store.read(&Scope::of_the_system()).await.unwrap().setting("demo").await.unwrap();
    assert_eq!(found.as_deref(), Some("2026-11-21"));
}

async fn a_municipality_has_a_policy_from_each_date(database: &TestDatabase) {
    let dated = |from: &str, rule_set, summer_break: Option<&str>, komvux_counts| DatedPolicy {
        from: day(from),
        policy: Policy {
            rule_set,
            summer_break: summer_break.map(|text| text.parse().unwrap()),
            komvux_counts,
        },
    };
    let first = dated("2015-01-01", RuleSet::Handbook, Some("06-15..08-15"), false);
    let replaced = dated("2018-07-01", RuleSet::Handbook, None, false);
    let second = dated("2018-07-01", RuleSet::Act201807, None, true);
    let mut transaction = begin(&database.store).await;
    transaction.set_policy(place(NORRKOPING), &replaced).await.unwrap();
    transaction.set_policy(place(NORRKOPING), &second).await.unwrap();
    transaction.set_policy(place(NORRKOPING), &first).await.unwrap();
    transaction.set_policy(place(LINKOPING), &first).await.unwrap();
    transaction.commit().await.unwrap();

    let mut policies = database.store.read(&Scope::of_the_system()).await.unwrap().policies().await.unwrap();
    let mut of_norrkoping = policies.remove(&place(NORRKOPING)).unwrap();
    of_norrkoping.sort_by_key(|dated| dated.from);
    assert_eq!(of_norrkoping, [first, second]);
    assert_eq!(policies.remove(&place(LINKOPING)).unwrap(), [first]);
    assert!(policies.is_empty());
}

async fn a_run_tells_how_it_ended(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let people = transaction.save_people(&["2008-08-17", "2008-08-18"].map(born)).await.unwrap();
    save(&mut transaction, &born("2008-08-19")).await;
    transaction.lock_municipality(place(NORRKOPING)).await.unwrap();
    let started = instant("2026-11-21T01:00:00Z");
    let run =
        transaction.begin_run("case-update", place(NORRKOPING), day("2026-11-21"), started).await.unwrap();
    let finished = FinishedRun {
        job: "case-update",
        municipality: place(NORRKOPING),
        date: day("2026-11-21"),
        started,
        finished: instant("2026-11-21T01:00:30Z"),
        examined: 3,
        errors: vec![
            (people[0], "birth_date_unknown", false),
            (people[1], "placement_ends_before_it_starts", true),
        ],
    };
    transaction.finish_run(run, &finished).await.unwrap();
    transaction.commit().await.unwrap();
    let RunId(id) = run;
    // Of the two in error one is protected, so only the other is counted in the open.
    let sql = format!(
        "SELECT count(*) FROM run WHERE id = {id} AND succeeded AND examined = 3 AND errors = 1 AND finished - started = 30000"
    );
    assert_eq!(raw::count(&database.address, &sql).await, 1);
    assert_eq!(raw::count(&database.address, "SELECT count(*) FROM run_error").await, 2);
}
