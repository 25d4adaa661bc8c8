//! The report to Statistics Sweden: sentences of `formats.md` section 2, both shipped layouts as golden files, and what holds
//! for every register and layout.

#[path = "scb_report/golden.rs"]
mod golden;
#[path = "scb_report/layouts.rs"]
mod layouts;
#[path = "scb_report/properties.rs"]
mod properties;
#[path = "scb_report/register.rs"]
mod register;
#[path = "scb_report/sentences.rs"]
mod sentences;
mod support;
