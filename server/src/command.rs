//! What each command does.

mod audit;
mod background;
mod case_update;
mod cases;
mod demo;
mod import;
mod mail;
mod organisation;
mod policy;
mod scb;
mod serve;
mod user;

use std::{fmt::Display, io::Write, sync::Arc};

use chrono::NaiveDate;
use domain::{
    clock::Clock,
    language::{Language, Message},
};
use serde::Serialize;
use service::Services;
use store::{OpenMode, Store};

use crate::{
    arguments::{Arguments, Audit, Command, Import, Mistake, Policy, Run, Scb, User},
    clock::SystemClock,
    failure::Failure,
    format::scb_layout,
};

/// What every command needs.
pub struct Context {
    database: String,
    language: Language,
    json: bool,
}

impl Context {
    /// The context of a command line.
    pub fn new(arguments: &Arguments) -> Self {
        let json = match &arguments.command {
            Command::Import(Import::Population(import)) => import.json,
            Command::Import(Import::Pupils(import)) => import.json,
            Command::Run(Run::CaseUpdate(run)) => run.json,
            Command::Cases(cases) => cases.json,
            Command::Policy(Policy::List { json })
            | Command::User(User::List { json })
            | Command::Scb(Scb::Check { json, .. }) => *json,
            _ => false,
        };
        Self { database: arguments.global.database.clone(), language: arguments.global.language.into(), json }
    }

    /// Opens the database, on the machine's clock.
    async fn services(&self, mode: OpenMode) -> Result<Services, Failure> {
        self.services_at(mode, Arc::new(SystemClock::new())).await
    }

    async fn services_at(&self, mode: OpenMode, clock: Arc<dyn Clock>) -> Result<Services, Failure> {
        let scb_layouts = scb_layout::shipped()?;
        Ok(Services { scb_layouts, ..Services::new(Store::open(&self.database, mode).await?, clock) })
    }

    /// One of two sentences.
    fn say(&self, swedish: &str, english: &str) -> String {
        self.language.pick(swedish, english).to_owned()
    }

    /// A warning, on standard error.
    fn warn(&self, swedish: &str, english: &str) {
        tell(format_args!("{}: {}", self.say("Varning", "Warning"), self.language.pick(swedish, english)));
    }

    /// Tells why the command failed. With `--json`, standard output is a document in any case.
    pub fn fail(&self, failure: &Failure) {
        // What was partly done has told its document already, or begun to.
        let json = self.json && !matches!(failure, Failure::PartlyDone | Failure::Interrupted(_));
        tell_failure(failure.code(), &failure.message(self.language), "", json);
    }

    /// The date asked for, or today; a later one is accepted with a warning.
    fn date(&self, asked: Option<NaiveDate>, services: &Services) -> NaiveDate {
        let today = services.today();
        let date = asked.unwrap_or(today);
        if date > today {
            self.warn(
                &format!("{date} ligger framåt i tiden; idag är {today}."),
                &format!("{date} lies ahead; today is {today}."),
            );
        }
        date
    }
}

/// Tells what is wrong with the command line.
pub fn tell_mistake(mistake: &Mistake) {
    tell_failure("argument", &mistake.message, &format!("\n\n{}", mistake.usage), mistake.json);
}

/// Tells why nothing was done, for people on standard error and with `--json` for programs on standard output.
fn tell_failure(code: &str, message: &str, more: &str, json: bool) {
    tell(format_args!("fyren: {message}{more}"));
    if json {
        let document = serde_json::json!({ "error": { "code": code, "message": message } });
        // Whoever does not read the answer misses nothing by it.
        _ = print(document);
    }
}

/// Prints a line on standard output.
fn print(line: impl Display) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// Tells something on standard error. What cannot be told there is told nowhere.
fn tell(line: impl Display) {
    _ = writeln!(std::io::stderr(), "{line}");
}

/// Prints a document on standard output.
fn print_json(document: &impl Serialize) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, document).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// Does what the command line asks.
///
/// # Errors
/// Why it could not be done; nothing has then been changed.
pub async fn run(context: &Context, command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(arguments) => serve::serve(context, &arguments).await,
        Command::Migrate => {
            context.services(OpenMode::CreateAndMigrate).await?.store.close().await;
            print(context.say("Databasen är uppdaterad.", "The database is up to date."))
        }
        Command::Demo(arguments) => demo::demo(context, &arguments).await,
        Command::Import(Import::Population(arguments)) => import::population(context, &arguments).await,
        Command::Import(Import::Pupils(arguments)) => import::pupils(context, &arguments).await,
        Command::Run(Run::CaseUpdate(arguments)) => case_update::case_update(context, &arguments).await,
        Command::Cases(arguments) => cases::cases(context, &arguments).await,
        Command::Policy(arguments) => policy::policy(context, &arguments).await,
        Command::Scb(arguments) => scb::scb(context, arguments).await,
        Command::User(arguments) => user::user(context, arguments).await,
        Command::Organisation(arguments) => organisation::organisation(context, arguments).await,
        Command::Mail(arguments) => mail::mail(context, arguments).await,
        Command::Audit(Audit::Verify { anchor }) => audit::verify(context, anchor.as_deref()).await,
        Command::Audit(Audit::Anchor { file }) => audit::anchor(context, &file).await,
    }
}
