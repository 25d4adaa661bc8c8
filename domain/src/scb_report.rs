//! The report to Statistics Sweden: whom a municipality reports for half a year, as what, and what has to be mended first
//! (`formats.md` section 2; seed 001, "SCB Export").
//!
//! What a file looks like changes between half-years, so it is data: a [`Layout`] names the columns, the [`Source`] of each,
//! its codes and the checks. [`draft`] makes rows and [`Finding`]s of what the register knows; the same function stands behind
//! the export, the live list of obstacles and the command line.

mod check;
mod difference;
mod draft;
mod facts;
mod file;
mod finding;
mod form;
mod layout;
mod period;
mod refusal;
mod source;

pub use difference::{Difference, Differs, difference};
pub use draft::{Draft, Entry, Row, Standing, draft, standing};
pub use facts::{CaseFacts, ContactFacts, MeasureFacts, RegistrationReason};
pub use finding::{Finding, Place, Rule, Severity};
pub use form::{ReportField, ReportForm, ReportFormError};
pub use layout::{
    ColumnText, DateForm, Encoding, Excluded, Layout, LayoutColumn, LayoutText, LineEnd, NumberForm,
    ProtectedPeople, Repeated, layout_of,
};
pub use period::{PeriodRefusal, ReportPeriod};
pub use refusal::LayoutRefusal;
pub use source::{CodeTable, Part, Source};
