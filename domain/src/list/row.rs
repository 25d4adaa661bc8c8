//! A row of a list: what stands in its cells, and how a page shows it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Cell, Column};
use crate::{case::CaseStatus, language::Language};

/// A row of a list.
pub trait ListRow: Send + 'static {
    /// The columns of its list.
    type Column: Column;

    /// What identifies it in its list.
    fn id(&self) -> i64;

    /// What the row is called, in full, for who hears it.
    fn title(&self) -> String;

    /// What stands in a cell.
    fn cell(&self, column: Self::Column, language: Language) -> Cell<'_>;

    /// How a page shows the cell.
    fn mark(&self, _column: Self::Column, _today: NaiveDate) -> Mark {
        Mark::Plain
    }
}

/// How a page shows a cell. What it says, it says in words too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// As it is.
    #[default]
    Plain,
    /// The status of a case.
    Status(CaseStatus),
    /// A state of something else.
    State(Tone),
    /// A day that something is due on, beside which stands how far away it is.
    Due,
    /// A telephone number, which can be called.
    Telephone,
    /// An e-mail address, which can be written to.
    Email,
    /// Somebody whose identity is protected: with a lock.
    Protected,
}

/// What a state asks of who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// Nothing, for it is over or at rest.
    Quiet,
    /// Nothing, for it is well.
    Good,
    /// Patience: it goes on.
    Busy,
    /// Attention.
    Warning,
    /// To do something about it.
    Bad,
}
