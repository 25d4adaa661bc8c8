//! Who may do what: `access.md` sections 1 and 2 sentence by sentence, the calendar of the catalogue, and what holds for all.

#[path = "access/calendar.rs"]
mod calendar;
#[path = "access/given.rs"]
mod given;
#[path = "access/properties.rs"]
mod properties;
#[path = "access/sentences.rs"]
mod sentences;
#[path = "access/sources.rs"]
mod sources;
mod support;
