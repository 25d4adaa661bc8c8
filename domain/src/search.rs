//! The search over people, units and pages (`product.md` K24): what is asked, and what is found, the best first.
//!
//! What is typed is nearly always somebody's name or number. It never stands in debug output, nor in what the journal
//! tells.

mod asked;
mod found;
mod grade;

pub use asked::{Asked, AskedError, LONGEST, MOST_WORDS};
pub use found::{
    Found, MOST_OTHERS, MOST_PEOPLE, MOST_UNITS, OtherHit, PersonHit, UnitHit, best_pages, best_people,
    best_units,
};
