//! The web server as a browser, or somebody with worse intentions, meets it.

mod access;
mod bad_input;
mod bulk;
mod case_page;
mod casework;
mod drawn;
mod entry;
mod escaping;
mod export;
mod follow_ups;
mod guards;
mod inbox;
mod invitations;
mod leaving;
mod letters;
mod many;
mod messages;
mod own_account;
mod profiles;
mod provider;
mod removal;
mod scb;
mod search;
mod second_factor;
mod session;
mod site;
