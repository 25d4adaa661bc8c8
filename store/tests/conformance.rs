//! Every story of the store, on SQLite and on PostgreSQL.

mod support;

#[path = "conformance/access.rs"]
mod access;
#[path = "conformance/accounts.rs"]
mod accounts;
#[path = "conformance/candidates.rs"]
mod candidates;
#[path = "conformance/case_changes.rs"]
mod case_changes;
#[path = "conformance/cases.rs"]
mod cases;
#[path = "conformance/casework.rs"]
mod casework;
#[path = "conformance/diplomas.rs"]
mod diplomas;
#[path = "conformance/export.rs"]
mod export;
#[path = "conformance/jobs.rs"]
mod jobs;
#[path = "conformance/journal.rs"]
mod journal;
#[path = "conformance/list.rs"]
mod list;
#[path = "conformance/list_against_memory.rs"]
mod list_against_memory;
#[path = "conformance/lists.rs"]
mod lists;
#[path = "conformance/log.rs"]
mod log;
#[path = "conformance/opening.rs"]
mod opening;
#[path = "conformance/overview.rs"]
mod overview;
#[path = "conformance/passkeys.rs"]
mod passkeys;
#[path = "conformance/people.rs"]
mod people;
#[path = "conformance/plans.rs"]
mod plans;
#[path = "conformance/private.rs"]
mod private;
#[path = "conformance/profiles.rs"]
mod profiles;
#[path = "conformance/pupils.rs"]
mod pupils;
#[path = "conformance/row_guard.rs"]
mod row_guard;
#[path = "conformance/rows.rs"]
mod rows;
#[path = "conformance/scb.rs"]
mod scb;
#[path = "conformance/search.rs"]
mod search;
#[path = "conformance/second_factors.rs"]
mod second_factors;
#[path = "conformance/selections.rs"]
mod selections;
#[path = "conformance/settings.rs"]
mod settings;
