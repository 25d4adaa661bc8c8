//! Why a command did not do its work, said in both languages.

use std::path::PathBuf;

use domain::{
    anchor::JournalFault,
    language::{Language, Message},
    municipality::UnknownMunicipality,
    scb_report::LayoutRefusal,
    user_message::mail::MailFailure,
};
use service::{
    ServiceError,
    scb_report::{ReportFailure, ReportRefusal},
    users::UserError,
};
use store::StoreError;

use crate::{format::refusal::FileRefusal, settings_file::SettingsError};

/// The failure of a command. Nothing has been changed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A use case.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// A file as a whole.
    #[error(transparent)]
    Refused(#[from] FileRefusal),
    /// What is said of another system.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A letter by e-mail.
    #[error("the letter was not sent")]
    Mail(MailFailure),
    /// A user.
    #[error(transparent)]
    User(#[from] UserError),
    /// A file cannot be opened.
    #[error("{path}: {error}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the operating system says.
        error: std::io::Error,
    },
    /// A file cannot be written.
    #[error("{path}: {error}")]
    OutFile {
        /// Which file.
        path: PathBuf,
        /// What the operating system says.
        error: std::io::Error,
    },
    /// A layout of the report to Statistics Sweden is none.
    #[error(transparent)]
    Layout(#[from] LayoutRefusal),
    /// No report is made.
    #[error("{0:?}")]
    Report(ReportRefusal),
    /// An argument.
    #[error("{swedish}")]
    Argument {
        /// In Swedish.
        swedish: String,
        /// In English.
        english: String,
    },
    /// The address is taken.
    #[error("{address} is taken")]
    PortTaken {
        /// Which address.
        address: std::net::SocketAddr,
    },
    /// The client's files are missing.
    #[error("no site at {0}")]
    NoSite(PathBuf),
    /// The database has people already, or was made for real.
    #[error("the database is not empty")]
    NotEmpty,
    /// The file of the key cannot be read or made.
    #[error("{path}: {error}")]
    KeyFile {
        /// Which file.
        path: PathBuf,
        /// What the operating system says.
        error: std::io::Error,
    },
    /// The file of the key holds none.
    #[error("no key in {0}")]
    NoKey(PathBuf),
    /// What has been sealed was sealed with another key.
    #[error("another key than that in {0}")]
    AnotherKey(PathBuf),
    /// No file of a key is named, and one is needed.
    #[error("no key file")]
    NoKeyFile,
    /// The demo cannot be made.
    #[error(transparent)]
    Demo(#[from] crate::demo::DemoError),
    /// A run failed in some municipalities, which has been told one by one.
    #[error("partly done")]
    PartlyDone,
    /// A password was made and could not be shown.
    #[error("the password could not be shown")]
    PasswordNotShown,
    /// The journal is not what was written.
    #[error(transparent)]
    Journal(#[from] JournalFault),
    /// The file of anchors cannot be read or written.
    #[error("{path}: {error}")]
    AnchorFile {
        /// Which file.
        path: PathBuf,
        /// What the operating system says.
        error: std::io::Error,
    },
    /// The file is of another kind than that of anchors.
    #[error("no anchor file: {0}")]
    NoAnchorFile(PathBuf),
    /// The file of anchors is empty.
    #[error("no anchors in {0}")]
    NoAnchors(PathBuf),
    /// A line of the file of anchors cannot be read.
    #[error("no anchor in line {line} of {path}")]
    NoAnchor {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
    },
    /// The command failed when it had begun to print.
    #[error(transparent)]
    Interrupted(Box<Failure>),
    /// The output cannot be written.
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

impl Failure {
    /// The failure of an argument that says itself what is wrong.
    pub fn argument(said: &dyn Message) -> Self {
        Self::Argument { swedish: said.message(Language::Swedish), english: said.message(Language::English) }
    }

    /// Whether somebody stopped reading what is printed, such as `head`, and so wants no more.
    pub fn is_unread(&self) -> bool {
        match self {
            Self::Output(error) => error.kind() == std::io::ErrorKind::BrokenPipe,
            Self::Interrupted(failure) => failure.is_unread(),
            _ => false,
        }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) | Self::User(UserError::Store(error)) => error.code(),
            Self::Service(error) => error.code(),
            Self::Refused(refusal) => refusal.code(),
            Self::Settings(error) => error.code(),
            Self::Mail(failure) => failure.code(),
            Self::User(_) => "user",
            Self::File { .. } => "file_unreadable",
            Self::OutFile { .. } => "file_unwritable",
            Self::Layout(refusal) => refusal.code(),
            Self::Report(refusal) => refusal.code(),
            Self::Argument { .. } => "argument",
            Self::PortTaken { .. } => "port_taken",
            Self::NoSite(_) => "site_missing",
            Self::NotEmpty => "database_not_empty",
            Self::KeyFile { .. } => "key_file_unusable",
            Self::NoKey(_) => "key_file_holds_none",
            Self::AnotherKey(_) => "key_file_of_another",
            Self::NoKeyFile => "key_file_not_named",
            Self::Demo(_) => "demo",
            Self::PartlyDone => "partly_done",
            Self::PasswordNotShown => "password_not_shown",
            Self::Interrupted(failure) => failure.code(),
            Self::Journal(fault) => fault.code(),
            Self::AnchorFile { .. } => "anchor_file_unusable",
            Self::NoAnchorFile(_) => "anchor_file_of_another_kind",
            Self::NoAnchors(_) => "anchor_file_empty",
            Self::NoAnchor { .. } => "anchor_unreadable",
            Self::Output(_) => "output",
        }
    }
}

impl From<ReportFailure> for Failure {
    fn from(failure: ReportFailure) -> Self {
        match failure {
            ReportFailure::Refused(refusal) => Self::Report(refusal),
            ReportFailure::Unavailable(error) => Self::Service(error),
        }
    }
}

impl From<UnknownMunicipality> for Failure {
    fn from(error: UnknownMunicipality) -> Self {
        Self::argument(&error)
    }
}

impl Message for Failure {
    fn message(&self, language: Language) -> String {
        let swedish = language == Language::Swedish;
        match self {
            Self::Store(error) => error.message(language),
            Self::Service(error) => error.message(language),
            Self::Refused(refusal) => refusal.message(language),
            Self::Settings(error) => error.message(language),
            Self::Mail(failure) => failure.message(language),
            Self::User(error) => error.message(language),
            Self::Demo(error) => error.message(language),
            Self::File { path, error } if swedish => {
                format!("Filen {} kan inte öppnas: {error}. Kontrollera sökvägen och läsrättigheten.", path.display())
            }
            Self::File { path, error } => {
                format!("The file {} cannot be opened: {error}. Check the path and the right to read it.", path.display())
            }
            Self::OutFile { path, error } if swedish => format!(
                "Filen {} kan inte skrivas: {error}. Ange en som inte finns än, i en mapp där du får skriva.",
                path.display()
            ),
            Self::OutFile { path, error } => format!(
                "The file {} cannot be written: {error}. Name one that is not there yet, in a folder where you may write.",
                path.display()
            ),
            Self::Layout(refusal) => refusal.message(language),
            Self::Report(refusal) => refusal.message(language),
            Self::Argument { swedish: said, .. } if swedish => said.clone(),
            Self::Argument { english, .. } => english.clone(),
            Self::PortTaken { address } if swedish => format!(
                "Adressen {address} är upptagen av ett annat program. Stäng det, eller välj en annan med --listen, till exempel --listen 127.0.0.1:3001."
            ),
            Self::PortTaken { address } => format!(
                "The address {address} is taken by another program. Close it, or choose another with --listen, such as --listen 127.0.0.1:3001."
            ),
            Self::NoSite(folder) if swedish => {
                format!("Klientens filer saknas i {}. Bygg dem med cargo xtask build, eller ange mappen med --site.", folder.display())
            }
            Self::NoSite(folder) => {
                format!("The client's files are missing in {}. Build them with cargo xtask build, or name the folder with --site.", folder.display())
            }
            Self::NotEmpty => language
                .pick(
                    "Databasen har redan uppgifter. Demo görs bara i en ny databas: ange en annan med --database, eller ta bort filen.",
                    "The database holds data already. A demo is only made in a new database: name another with --database, or remove the file.",
                )
                .to_owned(),
            Self::KeyFile { path, error } if swedish => format!(
                "Nyckelfilen {} kan inte användas: {error}. Lägg tillbaka den från säkerhetskopian, eller rätta läsrättigheten.",
                path.display()
            ),
            Self::KeyFile { path, error } => format!(
                "The key file {} cannot be used: {error}. Put it back from the backup, or mend the right to read it.",
                path.display()
            ),
            Self::NoKey(path) if swedish => format!(
                "Nyckelfilen {} innehåller ingen nyckel. Lägg tillbaka den från säkerhetskopian, eller ange en annan med --key-file.",
                path.display()
            ),
            Self::NoKey(path) => format!(
                "The key file {} holds no key. Put it back from the backup, or name another with --key-file.",
                path.display()
            ),
            Self::AnotherKey(path) if swedish => format!(
                "Nyckeln i {} är inte den som databasens tvåstegsinloggningar är förseglade med. Lägg tillbaka den rätta från säkerhetskopian, eller ange den med --key-file.",
                path.display()
            ),
            Self::AnotherKey(path) => format!(
                "The key in {} is not the one that the two-step sign-ins of the database are sealed with. Put the right one back from the backup, or name it with --key-file.",
                path.display()
            ),
            Self::NoKeyFile => language
                .pick(
                    "En nyckelfil behövs för tvåstegsinloggning. Ange den med --key-file.",
                    "Two-step sign-in needs a key file. Name it with --key-file.",
                )
                .to_owned(),
            Self::PartlyDone => language
                .pick(
                    "Körningen misslyckades i de kommuner som nämns ovan, där inget har ändrats. Kör om den för dem.",
                    "The run failed in the municipalities named above, where nothing has been changed. Run it again for them.",
                )
                .to_owned(),
            Self::PasswordNotShown => language
                .pick(
                    "Lösenordet kunde inte visas. Gör ett nytt med fyren user password ANVÄNDARNAMN.",
                    "The password could not be shown. Make a new one with fyren user password USER-NAME.",
                )
                .to_owned(),
            Self::Journal(fault) => fault.message(language),
            Self::AnchorFile { path, error } if swedish => format!(
                "Ankarfilen {} kan inte användas: {error}. Kontrollera sökvägen, rättigheterna och att disken har plats.",
                path.display()
            ),
            Self::AnchorFile { path, error } => format!(
                "The anchor file {} cannot be used: {error}. Check the path, the rights and that the disk has room.",
                path.display()
            ),
            Self::NoAnchorFile(path) if swedish => format!(
                "{} är ingen ankarfil och har lämnats som den är. Ange en fil som inte finns än, eller en som Fyren har skrivit.",
                path.display()
            ),
            Self::NoAnchorFile(path) => format!(
                "{} is no anchor file and has been left as it is. Name a file that is not there yet, or one that Fyren has written.",
                path.display()
            ),
            Self::NoAnchors(path) if swedish => format!(
                "Ankarfilen {} är tom, så den visar inget. Ange filen där fyren audit anchor eller fyren serve --audit-anchor har skrivit.",
                path.display()
            ),
            Self::NoAnchors(path) => format!(
                "The anchor file {} is empty, so that it proves nothing. Name the file where fyren audit anchor or fyren serve --audit-anchor has written.",
                path.display()
            ),
            Self::NoAnchor { path, line } if swedish => format!(
                "Rad {line} i ankarfilen {} kan inte läsas; det som kan läsas stämmer med loggen. Är raden avbruten, ta bort den och kontrollera igen; har någon ändrat den, jämför med en kopia av filen.",
                path.display()
            ),
            Self::NoAnchor { path, line } => format!(
                "Line {line} of the anchor file {} cannot be read; what can be read agrees with the log. If the line is torn, remove it and verify again; if somebody has altered it, compare the file with a copy.",
                path.display()
            ),
            Self::Interrupted(failure) => failure.message(language),
            Self::Output(error) => error.to_string(),
        }
    }
}
