//! The program `fyren` as an operator meets it: every story on SQLite and on PostgreSQL.

mod support;

#[path = "command_line/alarms.rs"]
mod alarms;
#[path = "command_line/anchor.rs"]
mod anchor;
#[path = "command_line/audit.rs"]
mod audit;
#[path = "command_line/bad_files.rs"]
mod bad_files;
#[path = "command_line/bad_surroundings.rs"]
mod bad_surroundings;
#[path = "command_line/case_update.rs"]
mod case_update;
#[path = "command_line/database_address.rs"]
mod database_address;
#[path = "command_line/demo.rs"]
mod demo;
#[path = "command_line/help.rs"]
mod help;
#[path = "command_line/imports.rs"]
mod imports;
#[path = "command_line/key_file.rs"]
mod key_file;
#[path = "command_line/killed.rs"]
mod killed;
#[path = "command_line/mail.rs"]
mod mail;
#[path = "command_line/scb.rs"]
mod scb;
#[path = "command_line/users.rs"]
mod users;
