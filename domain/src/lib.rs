//! The rules and types of the register of *kommunala aktivitetsansvaret*.
//!
//! Everything here is pure: no input, no output, no clock, no async. What day it is, is always an argument. The crate
//! compiles for the browser as well as for the server, so that both read a personal number or a filter alike.
//!
//! | module | what lives there |
//! |---|---|
//! | [`civic_number`], [`municipality`], [`person`], [`organisation`], [`placement`], [`diploma`] | the facts |
//! | [`coverage`] | who belongs in the register on a day, why, and the plan of a run |
//! | [`case`], [`measure`], [`occupation`], [`contact`], [`follow_up`], [`individual_plan`] | what caseworkers work with |
//! | [`code_list`], [`form`], [`many`], [`record`], [`visibility`] | forms, many cases at once, two who change the same, who sees what |
//! | [`school_notice`], [`alarm`], [`letter`], [`note_guard`] | what comes in, what is told, what goes out, what may not be written |
//! | [`user_message`] | what users write to each other, and what the system tells them |
//! | [`scb_report`] | whom a municipality reports to Statistics Sweden, and what has to be mended first |
//! | [`past`], [`retention`] | what was known on a day, and until when |
//! | [`access`], [`operation`], [`anchor`], [`job`] | who may see what; what was done, and the proof of it; work on many rows |
//! | [`list`] | the one query type of every list |
//! | [`search`], [`product_page`] | the search over people, units and pages; the pages there are |
//! | [`exchange`] | records that files are read into |
//! | [`language`], [`text`], [`clock`], [`id`] | tools |

pub mod access;
pub mod alarm;
pub mod anchor;
pub mod case;
pub mod civic_number;
pub mod clock;
pub mod code_list;
pub mod contact;
pub mod coverage;
pub mod date;
pub mod diploma;
pub mod exchange;
pub mod follow_up;
pub mod form;
pub mod id;
pub mod individual_plan;
pub mod job;
pub mod journal_view;
pub mod language;
pub mod letter;
pub mod list;
pub mod many;
pub mod measure;
pub mod municipality;
pub mod note_guard;
pub mod occupation;
pub mod operation;
pub mod organisation;
pub mod overview;
pub mod past;
pub mod period;
pub mod person;
pub mod placement;
mod private;
pub mod product_page;
pub mod record;
pub mod retention;
pub mod scb_report;
pub mod school_notice;
pub mod search;
pub mod text;
pub mod user_message;
pub mod visibility;
