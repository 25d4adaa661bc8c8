//! The stories of the use cases, on SQLite and on PostgreSQL.

mod support;

#[path = "use_cases/access_roles.rs"]
mod access_roles;
#[path = "use_cases/access_unused.rs"]
mod access_unused;
#[path = "use_cases/access_users.rs"]
mod access_users;
#[path = "use_cases/anchor.rs"]
mod anchor;
#[path = "use_cases/applications.rs"]
mod applications;
#[path = "use_cases/bad_input.rs"]
mod bad_input;
#[path = "use_cases/bulk.rs"]
mod bulk;
#[path = "use_cases/calendar.rs"]
mod calendar;
#[path = "use_cases/case_log.rs"]
mod case_log;
#[path = "use_cases/case_update.rs"]
mod case_update;
#[path = "use_cases/contacts.rs"]
mod contacts;
#[path = "use_cases/details.rs"]
mod details;
#[path = "use_cases/dry_run.rs"]
mod dry_run;
#[path = "use_cases/entry.rs"]
mod entry;
#[path = "use_cases/follow_ups.rs"]
mod follow_ups;
#[path = "use_cases/invitations.rs"]
mod invitations;
#[path = "use_cases/letters.rs"]
mod letters;
#[path = "use_cases/lives.rs"]
mod lives;
#[path = "use_cases/mail.rs"]
mod mail;
#[path = "use_cases/measures.rs"]
mod measures;
#[path = "use_cases/moves.rs"]
mod moves;
#[path = "use_cases/nights.rs"]
mod nights;
#[path = "use_cases/note_guard.rs"]
mod note_guard;
#[path = "use_cases/notices.rs"]
mod notices;
#[path = "use_cases/own_account.rs"]
mod own_account;
#[path = "use_cases/passkeys.rs"]
mod passkeys;
#[path = "use_cases/past.rs"]
mod past;
#[path = "use_cases/person_log.rs"]
mod person_log;
#[path = "use_cases/plans.rs"]
mod plans;
#[path = "use_cases/population.rs"]
mod population;
#[path = "use_cases/profiles.rs"]
mod profiles;
#[path = "use_cases/provider_sign_in.rs"]
mod provider_sign_in;
#[path = "use_cases/pupils.rs"]
mod pupils;
#[path = "use_cases/reading.rs"]
mod reading;
#[path = "use_cases/recertification.rs"]
mod recertification;
#[path = "use_cases/removal.rs"]
mod removal;
#[path = "use_cases/renumbering.rs"]
mod renumbering;
#[path = "use_cases/responsibility.rs"]
mod responsibility;
#[path = "use_cases/scb_report.rs"]
mod scb_report;
#[path = "use_cases/search.rs"]
mod search;
#[path = "use_cases/second_factor.rs"]
mod second_factor;
#[path = "use_cases/sessions.rs"]
mod sessions;
#[path = "use_cases/standing.rs"]
mod standing;
#[path = "use_cases/system_notices.rs"]
mod system_notices;
#[path = "use_cases/timeline.rs"]
mod timeline;
#[path = "use_cases/user_messages.rs"]
mod user_messages;
