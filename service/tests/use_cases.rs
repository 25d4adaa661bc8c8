//! The stories of the use cases, on SQLite and on PostgreSQL.

mod support;

#[path = "use_cases/bulk.rs"]
mod bulk;
#[path = "use_cases/case_update.rs"]
mod case_update;
#[path = "use_cases/nights.rs"]
mod nights;
#[path = "use_cases/population.rs"]
mod population;
#[path = "use_cases/profiles.rs"]
mod profiles;
#[path = "use_cases/pupils.rs"]
mod pupils;
#[path = "use_cases/reading.rs"]
mod reading;
#[path = "use_cases/renumbering.rs"]
mod renumbering;
#[path = "use_cases/search.rs"]
mod search;
#[path = "use_cases/sessions.rs"]
mod sessions;
