//! The command line.

mod mistake;
mod read;
mod swedish;

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use chrono::NaiveDate;
use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use domain::{
    coverage::policy::RuleSet,
    language::{Language, Named},
};

pub use mistake::Mistake;
pub use read::{Unread, read};

use crate::format::dates::{FIRST_YEAR, LAST_YEAR, is_taken};

/// A day of the years that both databases and the rules know.
fn date(text: &str) -> Result<NaiveDate, String> {
    let date: NaiveDate = text.parse().map_err(|error: chrono::ParseError| error.to_string())?;
    if is_taken(date) { Ok(date) } else { Err(format!("the year is not within {FIRST_YEAR}–{LAST_YEAR}")) }
}

/// One of the rule sets, by its code.
fn rule_set() -> impl TypedValueParser<Value = RuleSet> {
    let codes = RuleSet::ALL.iter().map(|rule_set| rule_set.code());
    let unknown = || "no rule set has this code".to_owned();
    PossibleValuesParser::new(codes).try_map(move |code| RuleSet::from_code(&code).ok_or_else(unknown))
}

/// The whole command line.
#[derive(Parser)]
#[command(name = "fyren", version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    about = "Fyren: the register of young people that a municipality is responsible for",
    long_about = None,
    after_help = "Start with `fyren demo` and `fyren serve`, or see README.md for the first ten minutes."
)]
pub struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes, before or after its name.
#[derive(Args, Clone)]
pub struct Global {
    /// The database: sqlite://PATH (with ?mode=ro, ?mode=rwc …) or postgres://USER@HOST/NAME
    #[arg(
        long,
        global = true,
        env = "FYREN_DATABASE",
        default_value = "sqlite://data/fyren.db",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database: String,
    /// The language of messages
    #[arg(
        long,
        global = true,
        env = "FYREN_LANGUAGE",
        default_value = "sv",
        value_name = "sv|en",
        hide_possible_values = true,
        hide_env_values = true
    )]
    pub language: MessageLanguage,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum MessageLanguage {
    /// Swedish
    Sv,
    /// English
    En,
}

impl From<MessageLanguage> for Language {
    fn from(language: MessageLanguage) -> Self {
        match language {
            MessageLanguage::Sv => Self::Swedish,
            MessageLanguage::En => Self::English,
        }
    }
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve the web pages
    Serve(Serve),
    /// Create the database if there is none, and bring it up to date
    Migrate,
    /// Fill a new database with made-up people, schools and three years of casework
    Demo(Demo),
    /// Import a file
    #[command(subcommand)]
    Import(Import),
    /// Run a job now
    #[command(subcommand)]
    Run(Run),
    /// Print every case of a municipality, closed ones too
    Cases(Cases),
    /// How municipalities apply the rules
    #[command(subcommand)]
    Policy(Policy),
    /// The report to Statistics Sweden
    #[command(subcommand)]
    Scb(Scb),
    /// Who may sign in
    #[command(subcommand)]
    User(User),
    /// The organisations, and which services they have
    #[command(subcommand)]
    Organisation(Organisation),
    /// Letters by e-mail, which say that there is a message
    #[command(subcommand)]
    Mail(Mail),
    /// The log of who did and read what
    #[command(subcommand)]
    Audit(Audit),
}

#[derive(Args)]
pub struct Serve {
    /// The address to answer on
    #[arg(
        long,
        env = "FYREN_LISTEN",
        hide_env_values = true,
        default_value = "127.0.0.1:3000",
        value_name = "ADDRESS:PORT"
    )]
    pub listen: SocketAddr,
    /// The folder with the client's files [default: site beside the program, else target/site]
    #[arg(long, env = "FYREN_SITE", hide_env_values = true, value_name = "FOLDER")]
    pub site: Option<PathBuf>,
    /// Answer as if today were this date, for demonstrations and tests
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<NaiveDate>,
    /// Answer as if it were so many hours later, or earlier, for tests
    #[arg(long, value_name = "HOURS", conflicts_with = "date", allow_negative_numbers = true, value_parser = clap::value_parser!(i32).range(-100_000..=100_000))]
    pub clock_moved_by: Option<i32>,
    /// Addresses of this site as browsers write them, behind a proxy that changes the Host header
    #[arg(
        long,
        env = "FYREN_ORIGIN",
        hide_env_values = true,
        value_name = "https://HOST",
        value_delimiter = ','
    )]
    pub origin: Vec<String>,
    /// The proxy that the last address of X-Forwarded-For is taken from, to limit attempts to sign in
    #[arg(long, env = "FYREN_TRUSTED_PROXY", hide_env_values = true, value_name = "IP")]
    pub trusted_proxy: Option<IpAddr>,
    /// After how many seconds without a word of the server at work on a large bulk change another server takes it over
    #[arg(
        long,
        env = "FYREN_JOB_LEASE",
        hide_env_values = true,
        default_value_t = 60,
        value_parser = clap::value_parser!(u16).range(10..=3600),
        value_name = "SECONDS"
    )]
    pub job_lease: u16,
    /// The file that says how the population register itself is asked for those who are entered by hand
    #[arg(long, env = "FYREN_POPULATION_REGISTER", hide_env_values = true, value_name = "FILE")]
    pub population_register: Option<PathBuf>,
    /// The file with the key that the secrets of two-step sign-in are sealed with, made when it is not there [default: beside the SQLite database]
    #[arg(long, env = "FYREN_KEY_FILE", hide_env_values = true, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// Ask everybody who signs in with a password for two-step sign-in
    #[arg(long, env = "FYREN_REQUIRE_SECOND_FACTOR", hide_env_values = true)]
    pub require_second_factor: bool,
    /// The file that names the providers of OpenID Connect through which users sign in
    #[arg(long, env = "FYREN_IDENTITY_PROVIDERS", hide_env_values = true, value_name = "FILE")]
    pub identity_providers: Option<PathBuf>,
    /// The file that names the server for e-mail to which letters are given that say that there is a message
    #[arg(long, env = "FYREN_MAIL_SERVER", hide_env_values = true, value_name = "FILE")]
    pub mail_server: Option<PathBuf>,
    /// The file outside the database that gets a line every ten minutes on where the log ends, made when it is not there
    #[arg(long, env = "FYREN_AUDIT_ANCHOR", hide_env_values = true, value_name = "FILE")]
    pub audit_anchor: Option<PathBuf>,
}

#[derive(Args)]
pub struct Demo {
    /// How many residents to make
    #[arg(long, default_value_t = 20_000, value_name = "N")]
    pub persons: u64,
    /// The same number and seed make the same data
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,
    /// The demo's today [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<NaiveDate>,
    /// Only print who can sign in to a demo
    #[arg(long)]
    pub sign_ins: bool,
}

#[derive(Subcommand)]
pub enum Import {
    /// People from the population register (XML of the Tax Agency's notification)
    Population(ImportPopulation),
    /// Pupils' placements (CSV); the file is the whole truth for its organiser and academic year
    Pupils(ImportPupils),
}

#[derive(Args)]
pub struct ImportPopulation {
    /// The file
    pub file: PathBuf,
    /// The import's date [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<NaiveDate>,
    /// Print the outcome as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct ImportPupils {
    /// The file
    pub file: PathBuf,
    /// The organiser's organisation number
    #[arg(long, value_name = "ORGNR")]
    pub organiser: String,
    /// The academic year that the file replaces, such as 2026/2027
    #[arg(long, value_name = "YEAR/YEAR")]
    pub academic_year: String,
    /// The import's date: what the file no longer has ends the day before [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<NaiveDate>,
    /// Make unknown organisers, units and study paths instead of refusing their rows
    #[arg(long)]
    pub create_missing: bool,
    /// Print the outcome as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Subcommand)]
pub enum Run {
    /// The nightly run: open and close cases
    CaseUpdate(CaseUpdate),
}

#[derive(Args)]
pub struct CaseUpdate {
    /// A municipality's code, or * for every one with a policy
    #[arg(long, default_value = "*", value_name = "CODE|*")]
    pub municipality: String,
    /// The business date [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<NaiveDate>,
    /// Tell what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct Cases {
    /// The municipality's code
    #[arg(long, value_name = "CODE")]
    pub municipality: String,
    /// As of which date statuses are [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<NaiveDate>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Subcommand)]
pub enum Scb {
    /// Make a report, keep it, and write its file
    Export {
        #[command(flatten)]
        period: ScbPeriod,
        /// The file to write, which may not be there yet
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Make another of a period that is closed
        #[arg(long)]
        again: bool,
    },
    /// Tell what would have to be mended in a report, and make none
    Check {
        #[command(flatten)]
        period: ScbPeriod,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
pub struct ScbPeriod {
    /// The municipality's code
    #[arg(long, value_name = "CODE")]
    pub municipality: String,
    /// The first day of the period [default: the last whole half-year]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, requires = "to")]
    pub from: Option<NaiveDate>,
    /// The last day of the period
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, requires = "from")]
    pub to: Option<NaiveDate>,
}

#[derive(Subcommand)]
pub enum Policy {
    /// Set how a municipality applies the rules from a date on
    Set(PolicySet),
    /// Print every municipality's policies
    List {
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Set how soon the start page gives alarms
    Alarms(PolicyAlarms),
}

#[derive(Args)]
pub struct PolicyAlarms {
    /// The municipality's code [default: every one that has set nothing itself]
    #[arg(long, value_name = "CODE")]
    pub municipality: Option<String>,
    /// After how many days without contact
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub silence: u16,
    /// How many days before a measure ends
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(0..=3650))]
    pub ending: u16,
}

#[derive(Args)]
pub struct PolicySet {
    /// The municipality's code
    #[arg(long, value_name = "CODE")]
    pub municipality: String,
    /// The rule set
    #[arg(long, value_name = "handbook|act-2018-07", value_parser = rule_set(), hide_possible_values = true)]
    pub rule_set: RuleSet,
    /// From which date
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub from: NaiveDate,
    /// The yearly break, such as 06-01..08-31, or none [default: as before, else 06-01..08-31]
    #[arg(long, value_name = "MM-DD..MM-DD|none")]
    pub summer_break: Option<String>,
    /// Whether municipal adult education counts as equal to a national programme [default: as before, else no]
    #[arg(long, value_name = "yes|no", hide_possible_values = true)]
    pub komvux_counts: Option<YesNo>,
}

#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub enum YesNo {
    Yes,
    No,
}

#[derive(Subcommand)]
pub enum User {
    /// Make a user
    Add(UserAdd),
    /// Print all users
    List {
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Give a user another password; their sessions end
    Password {
        /// The user name
        user_name: String,
        /// Read the password from standard input instead of making one
        #[arg(long)]
        password_stdin: bool,
    },
    /// Keep a user from signing in; their sessions end
    Disable {
        /// The user name
        user_name: String,
    },
    /// Let a user sign in again
    Enable {
        /// The user name
        user_name: String,
    },
    /// Write the HSA-id on the card with which a user signs in
    SetHsaId {
        /// The user name
        user_name: String,
        /// The HSA-id, such as SE2321000016-1003
        hsa_id: String,
    },
    /// Take away a user's two-step sign-in, when they have lost it; their sessions end
    ResetSecondFactor {
        /// The user name
        user_name: String,
    },
}

#[derive(Subcommand)]
pub enum Organisation {
    /// Print the organisations with their agreements
    List,
    /// Let an organisation have a service
    Agree {
        /// The name of the organisation
        organisation: String,
        /// The code of the service
        service: String,
        /// The first day [default: today]
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
        from: Option<NaiveDate>,
        /// The last day [default: until further notice]
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
        until: Option<NaiveDate>,
    },
    /// End the agreement of an organisation for a service
    End {
        /// The name of the organisation
        organisation: String,
        /// The code of the service
        service: String,
        /// The last day [default: today]
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
        last: Option<NaiveDate>,
    },
    /// Confirm what a user has in the recertification under way, for an administrator who is alone
    Confirm {
        /// The name of the organisation
        organisation: String,
        /// The user name
        user: String,
    },
}

#[derive(Subcommand)]
pub enum Mail {
    /// Send a letter, to see whether it arrives
    Test {
        /// To where
        #[arg(value_name = "NAME@HOST")]
        address: String,
        /// The file that names the server for e-mail
        #[arg(long, env = "FYREN_MAIL_SERVER", hide_env_values = true, value_name = "FILE")]
        mail_server: PathBuf,
    },
    /// Print the letters that could not be sent
    List,
}

#[derive(Subcommand)]
pub enum Audit {
    /// Prove that no entry of the log has been altered or removed; ends with status 1 when one has
    Verify {
        /// Hold the log against the anchors in this file as well
        #[arg(long, value_name = "FILE")]
        anchor: Option<PathBuf>,
    },
    /// Add where the log ends to a file outside the database, which shows when it is cut off or written anew
    Anchor {
        /// The file that a line is added to, made when it is not there
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Args)]
pub struct UserAdd {
    /// The user name
    pub user_name: String,
    /// The user's name
    #[arg(long)]
    pub name: String,
    /// The role
    #[arg(long, value_name = "caseworker|region-administrator|auditor|administrator")]
    pub role: String,
    /// The municipalities that the role reaches; several for a region
    #[arg(long, value_name = "CODE", required = true, value_delimiter = ',')]
    pub municipality: Vec<String>,
    /// The name of the region, where the role reaches several municipalities
    #[arg(long, value_name = "NAME")]
    pub organisation: Option<String>,
    /// The first day on which the user may sign in [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub from: Option<NaiveDate>,
    /// Read the password from standard input instead of making one
    #[arg(long)]
    pub password_stdin: bool,
}
