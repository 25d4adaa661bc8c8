//! Random lives and random casework through the use cases, on a whole register: whatever happens, what users see of cases,
//! measures, contacts and follow-ups is what a model says that shares no rule with the code.
//!
//! A sequence that fails is made as short as it can be, and told day by day.

#[path = "lives/event.rs"]
mod event;
#[path = "lives/model.rs"]
mod model;
#[path = "lives/register.rs"]
mod register;

use chrono::{Days, NaiveDate, TimeDelta};
use event::{Event, Life, life};
use model::Model;
use proptest::{strategy::Strategy, strategy::ValueTree, test_runner::TestRunner};
use register::{Offices, Register};

use crate::support::{
    Installation,
    database::{TestDatabase, stories},
    installation, raw,
};

stories! {
    whatever_happens_the_register_is_as_the_model_says,
}

/// How many sequences are tried.
const LIVES: usize = 20;
/// How many people each is about.
const PEOPLE: usize = 3;
/// How many shorter sequences are tried of one that fails.
const SHORTER: usize = 200;

/// A case as users see it, in the plainest terms: what the model says and what the register holds are compared by it.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenCase {
    /// Whose, counted from nought.
    whose: usize,
    /// Where: nought and one.
    place: usize,
    registered: NaiveDate,
    closed: Option<(NaiveDate, &'static str)>,
    status: &'static str,
    occupation: &'static str,
    other_schooling: Option<NaiveDate>,
    /// Which of the two users there.
    caseworker: Option<usize>,
    latest_contact: Option<NaiveDate>,
    next_follow_up: Option<NaiveDate>,
    /// The first day of the measure that the list shows.
    measure: Option<NaiveDate>,
    measures: Vec<SeenMeasure>,
    contacts: Vec<SeenContact>,
}

/// A measure: its first day, its last, whether it has an outcome, whether the run closed it.
pub type SeenMeasure = (NaiveDate, Option<NaiveDate>, bool, bool);
/// A contact: its day, that of its follow-up, and when and why that was closed.
pub type SeenContact = (NaiveDate, Option<NaiveDate>, Option<(NaiveDate, String)>);
/// A row of the list of follow-ups: whose, where, when it is due and when it was closed.
pub type SeenFollowUp = (usize, usize, NaiveDate, Option<NaiveDate>);

/// Everything that is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    cases: Vec<SeenCase>,
    follow_ups: Vec<SeenFollowUp>,
}

/// What differs of two pictures, line by line.
fn difference(seen: &Seen, expected: &Seen) -> Option<String> {
    fn lines(seen: &Seen) -> Vec<String> {
        let cases = seen.cases.iter().map(|case| format!("{case:?}"));
        cases.chain(seen.follow_ups.iter().map(|row| format!("follow-up {row:?}"))).collect()
    }
    if seen == expected {
        return None;
    }
    let (seen, expected) = (lines(seen), lines(expected));
    let only = |lines: &[String], others: &[String]| -> String {
        lines.iter().filter(|line| !others.contains(line)).map(|line| format!("    {line}\n")).collect()
    };
    let (here, there) = (only(&seen, &expected), only(&expected, &seen));
    Some(format!("  the register has\n{here}  the model says\n{there}"))
}

/// Lets a life happen to the register and to the model, and says where they part: after the story of how that came.
async fn part_ways(
    fyren: &Installation,
    offices: &Offices,
    database: &TestDatabase,
    life: &Life,
) -> Option<String> {
    // Nobody is left of the life before.
    let foreign_keys = if database.address.starts_with("sqlite") { "PRAGMA foreign_keys = ON; " } else { "" };
    raw::execute(&database.address, &format!("{foreign_keys}DELETE FROM person")).await.unwrap();
    let mut today = life.begins;
    let mut register = Register::begin(fyren, offices, &life.births, today).await;
    let mut model = Model::new(&life.births);
    let mut story = String::new();
    // A register begins with a run.
    for event in [Event::Run].iter().chain(&life.events) {
        if let Event::Wait(days) = event {
            today = today + Days::new(*days);
        }
        story += &format!("{today}: {event}\n");
        let (done, expected) = (register.happens(event, today).await, model.happens(event, today));
        if done != expected {
            return Some(format!("{story}  the register answers: {done}\n  the model answers: {expected}\n"));
        }
        if let Some(difference) = difference(&register.seen(today).await, &model.seen(today)) {
            return Some(format!("{story}{difference}"));
        }
    }
    register.pages_are_as_rows().await;
    None
}

async fn whatever_happens_the_register_is_as_the_model_says(database: &TestDatabase) {
    let fyren = installation(database);
    // They have worked there since before the lives begin.
    fyren.clock.pass(TimeDelta::days(-365));
    let offices = Offices::of(&fyren).await;
    fyren.clock.pass(TimeDelta::days(365));
    let mut runner = TestRunner::deterministic();
    let mut happened = [0; 4];
    for _ in 0..LIVES {
        let mut tree = life(PEOPLE).new_tree(&mut runner).unwrap();
        let Some(mut story) = part_ways(&fyren, &offices, database, &tree.current()).await else {
            let events = tree.current().events;
            let count = |is: fn(&Event) -> bool| events.iter().filter(|event| is(event)).count();
            happened[0] += count(|event| matches!(event, Event::Run));
            happened[1] += count(|event| matches!(event, Event::Undo(_)));
            happened[2] += count(|event| matches!(event, Event::Move { .. }));
            happened[3] += count(Event::is_of_many);
            continue;
        };
        let mut goes_on = tree.simplify();
        for _ in 0..SHORTER {
            if !goes_on {
                break;
            }
            match part_ways(&fyren, &offices, database, &tree.current()).await {
                Some(shorter) => (story, goes_on) = (shorter, tree.simplify()),
                None => goes_on = tree.complicate(),
            }
        }
        panic!("of those born {:?}\n{story}", tree.current().births);
    }
    assert!(happened.iter().all(|times| *times > LIVES / 2), "{happened:?}");
    // The journal has told all of it in one whole chain.
    fyren.journal().await;
}
