//! The web server as a browser, or somebody with worse intentions, meets it.

mod access;
mod bulk;
mod drawn;
mod escaping;
mod export;
mod guards;
mod leaving;
mod profiles;
mod search;
mod session;
mod site;
