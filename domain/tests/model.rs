//! Random lives and random casework, compared day by day with a model that is told in the simplest words of `rules.md` and
//! shares no rule with the code: who has which case, closed why, with what status and what measures.

#[path = "model/model.rs"]
mod model;
#[path = "model/register.rs"]
mod register;
mod support;

use chrono::{Days, NaiveDate};
use model::Model;
use proptest::{collection::vec, option, prelude::*};
use register::Register;
use support::day;

/// What happens.
#[derive(Clone, Debug)]
pub enum Event {
    /// Days go by.
    Wait(u64),
    /// The run is made for both municipalities.
    Run,
    /// The person moves: to one of the two, or away from both.
    Move(usize),
    /// A placement begins so many days from now and lasts so many days; whether it is national.
    Placed { from: i64, lasts: Option<u64>, national: bool },
    /// A diploma is marked.
    Diploma,
    /// In the open case where the person's latest open case is: studies in another form of school for so many days.
    OtherSchooling(u64),
    /// A measure of so many days is registered there, beginning so many days from now.
    Measure { from: i64, lasts: Option<u64> },
    /// The ongoing measure there ends today, with an outcome.
    EndMeasure,
    /// The latest measure there is removed.
    RemoveMeasure,
    /// What was done to measures last is taken back.
    Undo,
}

/// What both are compared by: where, from, until, why, with what status, and the measures with their days and whether the
/// run closed them.
pub type Seen =
    Vec<(usize, NaiveDate, Option<NaiveDate>, Option<&'static str>, &'static str, Vec<SeenMeasure>)>;
/// A measure: its first day, its last, whether it has an outcome, whether the run closed it.
pub type SeenMeasure = (NaiveDate, Option<NaiveDate>, bool, bool);

fn event() -> impl Strategy<Value = Event> {
    // Half of what begins has no end that is known.
    let lasts = || option::of(0_u64..120);
    prop_oneof![
        6 => (0_u64..25).prop_map(Event::Wait),
        8 => Just(Event::Run),
        2 => (0_usize..3).prop_map(Event::Move),
        3 => (-10_i64..20, lasts(), any::<bool>())
            .prop_map(|(from, lasts, national)| Event::Placed { from, lasts, national }),
        1 => Just(Event::Diploma),
        2 => (0_u64..60).prop_map(Event::OtherSchooling),
        6 => (-20_i64..30, lasts()).prop_map(|(from, lasts)| Event::Measure { from, lasts }),
        2 => Just(Event::EndMeasure),
        1 => Just(Event::RemoveMeasure),
        1 => Just(Event::Undo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn whatever_happens_the_register_is_as_the_model_says(
        age in prop_oneof![1 => 15_u64..21, 3 => 17_u64..19], days in 0_u64..366, start in 0_u64..366, law in any::<bool>(), events in vec(event(), 0..50),
    ) {
        let mut today = day("2026-01-01") + Days::new(start);
        let birth = day("2026-01-01") - Days::new(age * 365 + days);
        let mut register = Register::new(birth, law);
        let mut model = Model::new(birth, law);
        // A register begins with a run.
        for (number, event) in [Event::Run].iter().chain(&events).enumerate() {
            if let Event::Wait(days) = event {
                today = today + Days::new(*days);
            }
            register.happens(event, today);
            model.happens(event, today);
            prop_assert_eq!(register.seen(today), model.seen(today), "{}, on {}: {:?}", number, today, event);
        }
    }
}
