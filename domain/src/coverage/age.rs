//! R3: under twenty, the birthday itself included.

use chrono::NaiveDate;

use super::{Fact, Rule, Verdict};
use crate::civic_number::birthday;

/// The age at which the responsibility ends.
const AGE_LIMIT: u32 = 20;

pub(super) fn under_twenty(birth_date: NaiveDate, date: NaiveDate) -> Verdict {
    let twentieth = birthday(birth_date, AGE_LIMIT);
    let holds = date <= twentieth;
    let fact = if holds { Fact::Turns20 { on: twentieth } } else { Fact::Turned20 { on: twentieth } };
    Verdict { rule: Rule::Age, holds, fact }
}
