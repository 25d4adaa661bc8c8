//! What may happen in a life and to its cases.

use std::fmt;

use chrono::{Days, NaiveDate};
use proptest::{collection::vec, option, prelude::*};

use crate::support::day;

/// A sequence: who it is about, when it begins, and what happens.
#[derive(Clone, Debug)]
pub struct Life {
    pub births: Vec<NaiveDate>,
    pub begins: NaiveDate,
    pub events: Vec<Event>,
}

/// A field of the tab *Aktivitetsansvaret*. Days are counted from the day on which it happens.
#[derive(Clone, Copy, Debug)]
pub enum Field {
    Registered(i64),
    Occupation(usize),
    OtherSchooling(Option<i64>),
    Caseworker(Option<usize>),
}

/// What happens. Days are counted from the day on which it does, people from nought; casework is done with the case of a
/// person that was opened last, by a user of its municipality.
#[derive(Clone, Debug)]
pub enum Event {
    Wait(u64),
    Run,
    /// To one of the two municipalities, or to a third that has no register.
    Move {
        who: usize,
        to: usize,
    },
    Placed {
        who: usize,
        from: i64,
        lasts: Option<u64>,
        national: bool,
    },
    Diploma(usize),
    Set {
        who: usize,
        field: Field,
    },
    Measure {
        who: usize,
        from: i64,
        lasts: Option<i64>,
    },
    /// The latest measure is put off, or brought forward.
    ShiftMeasure {
        who: usize,
        days: i64,
    },
    /// The ongoing measure ends today, with an outcome.
    EndMeasure(usize),
    /// The latest measure is removed.
    RemoveMeasure(usize),
    Contact {
        who: usize,
        ago: i64,
        due: Option<i64>,
        caseworker: Option<usize>,
    },
    /// The first open follow-up is closed.
    CloseFollowUp(usize),
    /// The latest contact is removed.
    RemoveContact(usize),
    /// The same in all cases of a municipality, at once.
    SetMany {
        place: usize,
        field: Field,
    },
    MeasureMany {
        place: usize,
        from: i64,
        lasts: Option<i64>,
    },
    ContactMany {
        place: usize,
        ago: i64,
        due: Option<i64>,
        caseworker: Option<usize>,
    },
    CloseMany(usize),
    HandOver {
        place: usize,
        from: usize,
    },
    /// Of what was done with many at once, that which lies so far back is taken back.
    Undo(usize),
}

impl Event {
    pub const fn is_of_many(&self) -> bool {
        use Event::{CloseMany, ContactMany, HandOver, MeasureMany, SetMany};
        matches!(
            self,
            SetMany { .. } | MeasureMany { .. } | ContactMany { .. } | CloseMany(_) | HandOver { .. }
        )
    }
}

fn from_now(days: i64) -> String {
    format!("{days:+} days from now")
}

fn or_without_end(days: Option<impl fmt::Display>) -> String {
    days.map_or("until further notice".to_owned(), |days| format!("for {days} days"))
}

impl fmt::Display for Event {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wait(days) => write!(out, "{days} days have passed"),
            Self::Run => write!(out, "the run, in both"),
            Self::Move { who, to } => write!(out, "{who} moves to {to}"),
            Self::Placed { who, from, lasts, national } => {
                let kind = if *national { "a national" } else { "an introductory" };
                let (from, lasts) = (from_now(*from), or_without_end(*lasts));
                write!(out, "{who} is placed on {kind} programme, {from}, {lasts}")
            }
            Self::Diploma(who) => write!(out, "{who} has a diploma"),
            Self::Set { who, field } => write!(out, "{field:?} is set in the case of {who}"),
            Self::Measure { who, from, lasts } => {
                write!(out, "{who} gets a measure, {}, {}", from_now(*from), or_without_end(*lasts))
            }
            Self::ShiftMeasure { who, days } => {
                write!(out, "the latest measure of {who} moves {days:+} days")
            }
            Self::EndMeasure(who) => write!(out, "the measure of {who} ends"),
            Self::RemoveMeasure(who) => write!(out, "the latest measure of {who} is removed"),
            Self::Contact { who, ago, due, caseworker } => {
                write!(out, "contact with {who} {ago} days ago, due {due:?} later, caseworker {caseworker:?}")
            }
            Self::CloseFollowUp(who) => write!(out, "the first follow-up of {who} is closed"),
            Self::RemoveContact(who) => write!(out, "the latest contact with {who} is removed"),
            Self::SetMany { place, field } => write!(out, "{field:?} is set in all cases of {place}"),
            Self::MeasureMany { place, from, lasts } => {
                write!(
                    out,
                    "a measure in all cases of {place}, {}, {}",
                    from_now(*from),
                    or_without_end(*lasts)
                )
            }
            Self::ContactMany { place, ago, due, caseworker } => write!(
                out,
                "contact in all cases of {place} {ago} days ago, due {due:?} later, caseworker {caseworker:?}"
            ),
            Self::CloseMany(place) => write!(out, "all follow-ups of {place} are closed"),
            Self::HandOver { place, from } => {
                write!(out, "the cases of caseworker {from} of {place} are handed over")
            }
            Self::Undo(back) => write!(out, "number {back} back of what was done with many is taken back"),
        }
    }
}

fn field() -> impl Strategy<Value = Field> {
    prop_oneof![
        1 => (-1_i64..200).prop_map(Field::Registered),
        1 => (0_usize..3).prop_map(Field::Occupation),
        2 => option::of(-1_i64..60).prop_map(Field::OtherSchooling),
        1 => option::of(0_usize..2).prop_map(Field::Caseworker),
    ]
}

fn event(people: usize) -> impl Strategy<Value = Event> {
    let (who, place) = (move || 0..people, || 0_usize..2);
    // Half of what begins has no end that is known; some would end before it begins.
    let lasts = || option::of(-2_i64..120);
    let (due, caseworker) = (|| option::of(-1_i64..40), || option::of(0_usize..2));
    let set = (who(), field()).prop_map(|(who, field)| Event::Set { who, field });
    let measure =
        (who(), -20_i64..30, lasts()).prop_map(|(who, from, lasts)| Event::Measure { who, from, lasts });
    let contact = (who(), -1_i64..20, due(), caseworker())
        .prop_map(|(who, ago, due, caseworker)| Event::Contact { who, ago, due, caseworker });
    let measures = (place(), -20_i64..30, lasts()).prop_map(|(place, from, lasts)| Event::MeasureMany {
        place,
        from,
        lasts,
    });
    let contacts = (place(), -1_i64..20, due(), caseworker())
        .prop_map(|(place, ago, due, caseworker)| Event::ContactMany { place, ago, due, caseworker });
    prop_oneof![
        6 => (0_u64..25).prop_map(Event::Wait),
        6 => Just(Event::Run),
        3 => (who(), 0_usize..3).prop_map(|(who, to)| Event::Move { who, to }),
        2 => (who(), -10_i64..20, option::of(0_u64..90), any::<bool>())
            .prop_map(|(who, from, lasts, national)| Event::Placed { who, from, lasts, national }),
        1 => who().prop_map(Event::Diploma),
        3 => set,
        4 => measure,
        1 => (who(), -20_i64..20).prop_map(|(who, days)| Event::ShiftMeasure { who, days }),
        1 => who().prop_map(Event::EndMeasure),
        1 => who().prop_map(Event::RemoveMeasure),
        3 => contact,
        1 => who().prop_map(Event::CloseFollowUp),
        1 => who().prop_map(Event::RemoveContact),
        2 => (place(), field()).prop_map(|(place, field)| Event::SetMany { place, field }),
        3 => measures,
        2 => contacts,
        1 => place().prop_map(Event::CloseMany),
        1 => (place(), 0_usize..2).prop_map(|(place, from)| Event::HandOver { place, from }),
        4 => (0_usize..3).prop_map(Event::Undo),
    ]
}

/// A life of so many people, most of whom are covered when it begins; two are never born on the same day.
pub fn life(people: usize) -> impl Strategy<Value = Life> {
    let births = vec((prop_oneof![1 => 15_u64..21, 3 => 17_u64..19], 0_u64..120), people);
    (births, 0_u64..366, vec(event(people), 1..45)).prop_map(move |(births, start, events)| {
        let first = day("2026-01-01");
        let births = births
            .iter()
            .enumerate()
            .map(|(place, (age, days))| first - Days::new(age * 365 + days * people as u64 + place as u64));
        Life { births: births.collect(), begins: first + Days::new(start), events }
    })
}
