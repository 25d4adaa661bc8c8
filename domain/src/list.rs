//! The one query type of every list: what is kept, in what order, which page, which columns.
//!
//! A [`ListQuery`] is a plain value. The address of a page, a saved profile, a counter, a bulk action on all that match
//! and an export all hold the same value; the store turns it into SQL under a scope. A new list adds one enum of columns
//! with its [`ListSpec`] under [`specs`], and nothing here.
//!
//! | module | what lives there |
//! |---|---|
//! | [`mod@column`], [`columns`], [`layout`] | what a column is; which of them are shown, in what order; how they stand |
//! | [`operator`], [`condition`], [`filter`] | how a column is compared; one comparison; comparisons combined |
//! | [`sort`], [`page`] | the order, the page |
//! | [`query`], [`spec`], [`specs`] | all of it together; what a list starts with; the lists there are |
//! | [`row`], [`cell`] | a row, and what stands in its cells on a page and in a file |
//! | [`export`] | how a file of the rows is called, and what of a text goes into it |
//! | [`selection`] | the rows of a frozen selection as bytes |
//! | [`url`] | the query as an address, without personal data |
//! | [`profile`] | a view kept under a name, and whose it is |
//! | [`notice`] | what was left out, and why |

pub mod cell;
pub mod column;
pub mod columns;
pub mod condition;
pub mod export;
pub mod filter;
pub mod layout;
pub mod notice;
pub mod operator;
pub mod page;
pub mod profile;
pub mod query;
pub mod row;
pub mod selection;
pub mod sort;
pub mod spec;
pub mod specs;
pub mod url;

#[cfg(test)]
mod books;

pub use cell::Cell;
pub use column::{Choice, Choices, Column, ColumnType, Label, Source};
pub use columns::Columns;
pub use condition::{ChoiceTest, Condition, DateTest, NumberTest, Sentence, Test, TextTest};
pub use export::ExportFormat;
pub use filter::{Filter, FilterError};
pub use layout::{Density, Layout};
pub use notice::Notice;
pub use operator::{Operand, Operator};
pub use page::{ListPage, Page, PageSize};
pub use query::ListQuery;
pub use row::{ListRow, Mark, Tone};
pub use sort::{Direction, Sort, SortKey};
pub use spec::ListSpec;
pub use specs::{
    access_users::AccessUserColumn, cases::CaseColumn, follow_ups::FollowUpColumn, jobs::JobColumn,
    log::LogColumn, persons::PersonColumn, pupils::PupilColumn, runs::RunColumn,
    study_paths::StudyPathColumn, units::UnitColumn, users::UserColumn,
};
