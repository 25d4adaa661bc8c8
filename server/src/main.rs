//! The program `fyren`: web server, command line, file formats.
//!
//! | module | what lives there |
//! |---|---|
//! | [`arguments`] | the command line as it is read |
//! | [`command`] | what each command does |
//! | [`router`], [`http`] | the web server |
//! | [`format`] | files: bytes to records and back |
//! | [`demo`] | made-up people, schools and casework |
//! | [`clock`] | the only reader of the clock |

// The types of nested views are deep.
#![recursion_limit = "512"]

mod arguments;
mod clock;
mod command;
mod demo;
mod failure;
mod format;
mod http;
mod router;

use std::process::ExitCode;

use clap::Parser;

use crate::{arguments::Arguments, command::Context};

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("FYREN_LOG")
                .unwrap_or_else(|_| "warn,fyren=info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let arguments = Arguments::parse();
    let context = Context::new(&arguments);
    match command::run(&context, arguments.command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            context.fail(&failure);
            ExitCode::FAILURE
        }
    }
}
