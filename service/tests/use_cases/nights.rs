//! A year and a half of nights: each run, which looks only at what has changed since the one before, does what looking
//! at everybody would.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use domain::{
    access::Scope,
    case::change::CaseValues,
    civic_number::{CivicNumber, check_digit},
    coverage::{Policy, calendar::SummerBreak, policy::RuleSet},
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    exchange::{population::PopulationPost, pupils::PupilRow},
    language::Language,
    municipality::MunicipalityCode,
    operation::Actor,
    person::DeregistrationCode,
};
use proptest::{
    prelude::{Just, Strategy, any, prop_oneof},
    sample::select,
    strategy::ValueTree,
    test_runner::TestRunner,
};
use service::case_update::{self, MunicipalityReport};
use store::CaseWrite;

use crate::support::{
    Installation, LINKOPING, NORRKOPING,
    database::{TestDatabase, stories},
    day, installation, number, place,
    posts::{But, post, row},
};

stories! {
    a_night_does_what_looking_at_everybody_would,
    a_night_that_goes_back_in_time_looks_at_everybody,
}

const BIRTHS: [&str; 12] = [
    "2006-04-20",
    "2006-08-31",
    "2006-11-21",
    "2007-02-28",
    "2007-09-01",
    "2008-02-29",
    "2008-08-17",
    "2009-01-01",
    "2010-06-06",
    "2010-12-31",
    "2011-01-01",
    "2011-12-31",
];

/// What may happen to somebody between two nights. Days are counted from the day it is told.
#[derive(Clone, Debug)]
enum Event {
    Moves { to: &'static str, in_days: i64 },
    Leaves { code: DeregistrationCode, in_days: i64 },
    IsPlaced { path: &'static str, in_days: i64, for_days: Option<i64> },
    IsTakenOut,
    Graduates(DiplomaKind),
    StudiesElsewhere { for_days: i64 },
}

fn event() -> impl Strategy<Value = Event> {
    let days = || -40_i64..40;
    let codes = select(vec![DeregistrationCode::Dead, DeregistrationCode::Emigrated]);
    let paths = select(vec!["NA", "NA", "IMV", "IAIND", "VUXGY", "FHSK"]);
    prop_oneof![
        4 => (select(vec![NORRKOPING, LINKOPING, "0583"]), days()).prop_map(|(to, in_days)| Event::Moves { to, in_days }),
        1 => (codes, days()).prop_map(|(code, in_days)| Event::Leaves { code, in_days }),
        6 => (paths, days(), proptest::option::of(0_i64..60))
            .prop_map(|(path, in_days, for_days)| Event::IsPlaced { path, in_days, for_days }),
        3 => Just(Event::IsTakenOut),
        1 => any::<bool>().prop_map(|adapted| Event::Graduates(match adapted {
            true => DiplomaKind::AdaptedCertificate,
            false => DiplomaKind::UpperSecondary,
        })),
        2 => (-10_i64..30).prop_map(|for_days| Event::StudiesElsewhere { for_days }),
    ]
}

/// What happens before a night: to whom, and how many days have passed.
fn day_of_events() -> impl Strategy<Value = (Vec<(usize, Event)>, u64)> {
    let passed = prop_oneof![6 => 0_u64..4, 3 => 5_u64..25, 1 => 25_u64..120];
    (proptest::collection::vec((0..BIRTHS.len(), event()), 0..5), passed)
}

fn after(date: NaiveDate, days: i64) -> String {
    (date + chrono::TimeDelta::days(days)).to_string()
}

async fn happen(
    fyren: &Installation,
    pupils: &mut BTreeMap<usize, PupilRow>,
    date: NaiveDate,
    who: usize,
    event: Event,
) {
    let birth = BIRTHS[who];
    match event {
        Event::Moves { to, in_days } => {
            fyren.import([post(birth).living_in(to, &after(date, in_days))]).await;
        }
        Event::Leaves { code, in_days } => {
            fyren.import([post(birth).deregistered(code, &after(date, in_days))]).await;
        }
        Event::IsPlaced { path, in_days, for_days } => {
            let end = for_days.map(|days| after(date, in_days + days)).unwrap_or_default();
            pupils.insert(who, row(birth, path, &after(date, in_days), &end));
            fyren.pupils(&date.to_string(), pupils.values().cloned()).await;
        }
        Event::IsTakenOut => {
            pupils.remove(&who);
            fyren.pupils(&date.to_string(), pupils.values().cloned()).await;
        }
        Event::Graduates(kind) => {
            let mark = DiplomaMark { source: DiplomaSource::Authority, kind };
            service::installation::mark_diplomas(&fyren.services, date, [(number(birth), mark)])
                .await
                .unwrap();
        }
        Event::StudiesElsewhere { for_days } => {
            let until = after(date, for_days).parse().ok();
            for code in [NORRKOPING, LINKOPING] {
                // Also days that have passed, as if they had been set before: the rules of the form are not what is told.
                let mut transaction = fyren.write().await;
                let scope = Scope::of_the_system();
                let open = transaction.open_cases_of(&scope, place(code)).await.unwrap();
                let of_person = open.into_iter().filter(|case| case.civic_number == number(birth));
                let ids: Vec<_> = of_person.map(|case| case.case.id).collect();
                let edited = transaction.edited_cases(&scope, &ids).await.unwrap();
                let writes: Vec<_> = edited
                    .iter()
                    .map(|case| CaseWrite {
                        id: case.id,
                        version: case.version,
                        values: CaseValues { other_schooling_until: until, ..case.values },
                        notes: None,
                        judge_again: true,
                    })
                    .collect();
                transaction.write_cases(&writes).await.unwrap();
                let people: Vec<_> = edited.iter().map(|case| case.person).collect();
                transaction.refresh_case_rows(&people, date).await.unwrap();
                transaction.commit().await.unwrap();
            }
        }
    }
}

async fn run(
    fyren: &Installation,
    place: MunicipalityCode,
    policy: &Policy,
    date: NaiveDate,
    dry: bool,
) -> MunicipalityReport {
    let language = Language::English;
    case_update::run(&fyren.services, Actor::Operator, place, policy, date, dry, language).await.unwrap()
}

/// The same policy for a day in other words, so that no run has applied it before and everybody is looked at.
fn said_otherwise(policy: &Policy, date: NaiveDate) -> Policy {
    let elsewhere = (date + Days::new(40)).format("%m-%d");
    let summer_break = match policy.is_summer_break(date) {
        true => "05-31..08-31".parse::<SummerBreak>().ok(),
        false => format!("{elsewhere}..{elsewhere}").parse().ok(),
    };
    Policy { summer_break, ..*policy }
}

/// The post of somebody whose coordination number lacks the day.
fn of_unknown_birth(code: &str, since: &str) -> PopulationPost {
    let nine: [u8; 9] = *b"080860238";
    let number = format!("20080860-238{}", check_digit(&nine));
    let civic_number = CivicNumber::try_from(number.as_str()).unwrap();
    PopulationPost { civic_number, ..post("2008-08-17").living_in(code, since) }
}

async fn a_night_does_what_looking_at_everybody_would(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import(BIRTHS.map(post)).await;
    let mut runner = TestRunner::deterministic();
    let (mut date, mut pupils) = (day("2026-03-01"), BTreeMap::new());
    let (mut opened, mut closed, mut waited, mut wrong) = (0, 0, 0, 0);
    for night in 0..60 {
        let (events, passed) = day_of_events().new_tree(&mut runner).unwrap().current();
        // Of some the birth date is not known; they move away and are then no business of the old municipality's.
        match night {
            5 => _ = fyren.import([of_unknown_birth(NORRKOPING, "2015-01-01")]).await,
            30 => _ = fyren.import([of_unknown_birth(LINKOPING, &date.to_string())]).await,
            _ => {}
        }
        for (who, event) in events {
            happen(&fyren, &mut pupils, date, who, event).await;
        }
        let proposed = Policy::proposed(date);
        for (code, policy) in [
            (NORRKOPING, Policy { rule_set: RuleSet::Handbook, ..proposed }),
            // Without a break 1 September is a day like any other; the policy changes once.
            (LINKOPING, Policy { summer_break: None, komvux_counts: night > 40, ..proposed }),
        ] {
            let expected = run(&fyren, place(code), &said_otherwise(&policy, date), date, true).await;
            let done = run(&fyren, place(code), &policy, date, false).await;
            let [told, expected] = [&done, &expected].map(|report| serde_json::to_value(report).unwrap());
            assert_eq!(told, expected, "{code} {date}");
            opened += done.opened.len();
            closed += done.closed.len();
            waited += done.waiting.len();
            wrong += done.errors.len();
        }
        date = date + Days::new(passed);
    }
    assert!(opened > 12 && closed > 12 && waited > 5 && wrong > 50, "{opened} {closed} {waited} {wrong}");
    assert!(date > day("2027-08-01"), "{date}");
}

async fn a_night_that_goes_back_in_time_looks_at_everybody(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2006-11-19")]).await;
    let policy = Policy { rule_set: RuleSet::Handbook, ..Policy::proposed(day("2026-11-01")) };
    // On 20 November the birthday has passed; the day before it has not.
    assert_eq!(run(&fyren, place(NORRKOPING), &policy, day("2026-11-20"), false).await.opened.len(), 0);
    assert_eq!(run(&fyren, place(NORRKOPING), &policy, day("2026-11-19"), false).await.opened.len(), 1);
}
