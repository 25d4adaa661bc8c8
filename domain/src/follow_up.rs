//! Follow-ups: the part of a contact that lies ahead, until somebody closes it with a reason (requirements F1–F3;
//! `rules.md` section 6).
//!
//! Nothing else closes one: neither the closing of its case nor a later contact.

pub mod agenda;
pub mod closing;
pub mod feed;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// How many years ahead a follow-up may lie. What is to be done later than that is seldom meant, and is a slip of the year.
const YEARS_AHEAD: u32 = 2;

/// The latest day that a follow-up may be given, whichever form gives it.
pub fn latest(today: NaiveDate) -> NaiveDate {
    today + Months::new(12 * YEARS_AHEAD)
}

/// What lies ahead of a contact.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FollowUp {
    /// Nothing: the contact stands on its case only.
    None,
    /// It is to be followed up on a day, and stands in the list of follow-ups.
    Due(NaiveDate),
    /// It was to be, and is closed.
    Closed {
        /// The day it was to be followed up.
        due: NaiveDate,
        /// The day it was closed.
        on: NaiveDate,
        /// Why.
        reason: String,
    },
}

crate::private_debug!(FollowUp);

impl FollowUp {
    /// The day of following up, closed or not.
    pub const fn due(&self) -> Option<NaiveDate> {
        match self {
            Self::None => None,
            Self::Due(due) | Self::Closed { due, .. } => Some(*due),
        }
    }

    /// Why it is closed, once it is.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Closed { reason, .. } => Some(reason),
            Self::None | Self::Due(_) => None,
        }
    }

    /// The day it was closed, once it is.
    pub const fn closed_on(&self) -> Option<NaiveDate> {
        match self {
            Self::Closed { on, .. } => Some(*on),
            Self::None | Self::Due(_) => None,
        }
    }

    /// Whether it waits for somebody.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Due(_))
    }

    /// The same on another day; on none there is nothing to follow up, and nothing closed.
    #[must_use]
    pub fn due_on(&self, due: Option<NaiveDate>) -> Self {
        match (due, self) {
            (None, _) => Self::None,
            (Some(due), Self::Closed { on, reason, .. }) => {
                Self::Closed { due, on: *on, reason: reason.clone() }
            }
            (Some(due), Self::None | Self::Due(_)) => Self::Due(due),
        }
    }

    /// The same, closed on a day; nothing is closed twice, and what has no follow-up has nothing to close.
    pub fn closed(&self, on: NaiveDate, reason: &str) -> Option<Self> {
        match self {
            Self::Due(due) => Some(Self::Closed { due: *due, on, reason: reason.to_owned() }),
            Self::None | Self::Closed { .. } => None,
        }
    }
}
