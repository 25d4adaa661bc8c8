//! The commands for people who build Fyren. `cargo xtask` lists them.
//!
//! They need rustup, Node with npm and a Unix; whatever else is missing is fetched, or named
//! together with the command that installs it.

mod browser;
mod build;
mod checks;
mod client;
mod compress;
mod error;
mod icons;
mod postgres;
mod process;
mod report;
mod rust_tests;
mod stamp;
mod start;
mod style;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use error::{Error, Result};

const USAGE: &str = "\
Usage: cargo xtask <command>

  start [-- ARGS]            build, create demo data when there is none, and serve;
                             ARGS go to `fyren serve`, e.g. `-- --listen 127.0.0.1:3001`
  test [STAGE…] [-- ARGS]    all checks and tests, or only STAGE: checks, rust, browser;
                             ARGS go to `cargo test` (rust) or to Playwright (browser)
  build [--client-only]      the release client in target/site and the release server
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next();
    let mut own: Vec<String> = arguments.collect();
    let passed_on = match own.iter().position(|argument| argument == "--") {
        Some(at) => own.split_off(at).split_off(1),
        None => Vec::new(),
    };
    match run(command.as_deref(), &own, &passed_on) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Option<&str>, own: &[String], passed_on: &[String]) -> Result<ExitCode> {
    workspace::enter()?;
    match (command, own) {
        (Some("build"), []) => build::all().map(|()| ExitCode::SUCCESS),
        (Some("build"), [only]) if only == "--client-only" => build::client().map(|()| ExitCode::SUCCESS),
        (Some("start"), []) => start::start(passed_on).map(|never| match never {}),
        (Some("test"), stages) => test::test(&test::Stages::parse(stages)?, passed_on),
        (None | Some("help" | "--help" | "-h"), _) => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        _ => Err(Error::Usage(USAGE)),
    }
}
