//! The program `fyren`: web server, command line, file formats.
//!
//! | module | what lives there |
//! |---|---|
//! | [`arguments`] | the command line as it is read |
//! | [`command`] | what each command does |
//! | [`router`], [`http`] | the web server |
//! | [`format`] | files: bytes to records and back |
//! | [`population_register`] | asking the population register itself |
//! | [`identity_provider`], [`mail_server`] | asking who somebody is, and sending letters by e-mail |
//! | [`demo`] | made-up people, schools and casework |
//! | [`key_file`] | the key that secrets are sealed with |
//! | [`anchor_file`] | what proves the log from outside the database |
//! | [`clock`] | the only reader of the clock |

// The types of nested views are deep.
#![recursion_limit = "512"]

mod anchor_file;
mod arguments;
mod clock;
mod command;
mod demo;
mod failure;
mod format;
mod http;
mod identity_provider;
mod key_file;
mod mail_server;
mod population_register;
mod router;
mod settings_file;

use std::{
    io::{IsTerminal, Write},
    process::ExitCode,
};

use mimalloc::MiMalloc;
use tracing_subscriber::EnvFilter;

use crate::{
    arguments::{Command, Unread},
    command::Context,
};

/// A page is drawn of thousands of small texts, many at once: that of the system took a quarter longer, and kept what an
/// export had needed.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

/// The exit status of a command line that is wrong.
const WRONG_COMMAND_LINE: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match arguments::read(std::env::args_os().collect()) {
        Ok(arguments) => arguments,
        Err(Unread::Help(text)) => {
            // Whoever does not read the help misses nothing by it.
            _ = std::io::stdout().write_all(text.as_bytes());
            return ExitCode::SUCCESS;
        }
        Err(Unread::Mistake(mistake)) => {
            command::tell_mistake(&mistake);
            return ExitCode::from(WRONG_COMMAND_LINE);
        }
    };
    log_to_standard_error(&arguments.command);
    let context = Context::new(&arguments);
    match command::run(&context, arguments.command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if failure.is_unread() => ExitCode::SUCCESS,
        Err(failure) => {
            context.fail(&failure);
            ExitCode::FAILURE
        }
    }
}

/// The server logs what goes wrong while nobody looks; any other command tells it itself, in the reader's language, and
/// logs only what is asked for.
fn log_to_standard_error(command: &Command) {
    let usual = if matches!(command, Command::Serve(_)) { "warn,fyren=info" } else { "off" };
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("FYREN_LOG").unwrap_or_else(|_| usual.into()))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
