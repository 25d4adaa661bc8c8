//! What can go wrong between Fyren and its database, said so that somebody can act on it.

use domain::language::{Language, Message};

/// An error of the store. None of them carries personal data.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of the database cannot be read.
    #[error("not a database address: {0}")]
    Address(String),
    /// There is no such database file.
    #[error("no database at {0}")]
    Missing(String),
    /// The database exists but holds no register, or an older one.
    #[error("the database is not migrated")]
    NotMigrated,
    /// A later Fyren has written the database.
    #[error("the database is of a newer version")]
    NewerVersion,
    /// The database may only be read.
    #[error("the database is read-only")]
    ReadOnly,
    /// Somebody else is writing, and went on for longer than is worth waiting.
    #[error("the database is locked")]
    Locked,
    /// The database holds something that cannot be.
    #[error("the database is inconsistent: {0}")]
    Inconsistent(String),
    /// The file is no database.
    #[error("not a database")]
    NotADatabase,
    /// The server cannot be reached or refuses.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// Anything else that the database says.
    #[error("database error: {0}")]
    Database(sqlx::Error),
}

impl StoreError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Address(_) => "database_address",
            Self::Missing(_) => "database_missing",
            Self::NotMigrated => "database_not_migrated",
            Self::NewerVersion => "database_newer",
            Self::ReadOnly => "database_read_only",
            Self::Locked => "database_locked",
            Self::Inconsistent(_) => "database_inconsistent",
            Self::NotADatabase => "database_not_a_database",
            Self::Unreachable(_) => "database_unreachable",
            Self::Database(_) => "database_error",
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(said) = &error {
            let code = said.code();
            if said.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
                // SQLite's primary result code is the low byte of what it returns.
                match code.as_deref().and_then(|code| code.parse::<u32>().ok()).map(|code| code & 0xff) {
                    Some(5 | 6) => return Self::Locked,
                    Some(8) => return Self::ReadOnly,
                    Some(26) => return Self::NotADatabase,
                    _ => {}
                }
            }
            match code.as_deref() {
                // lock_not_available, deadlock_detected, serialization_failure
                Some("55P03" | "40P01" | "40001") => return Self::Locked,
                // read_only_sql_transaction
                Some("25006") => return Self::ReadOnly,
                _ => {}
            }
        }
        match error {
            sqlx::Error::Io(error) => Self::Unreachable(error.to_string()),
            sqlx::Error::PoolTimedOut => Self::Locked,
            error => Self::Database(error),
        }
    }
}

impl Message for StoreError {
    fn message(&self, language: Language) -> String {
        let sentence = |swedish: &str, english: &str| language.pick(swedish, english).to_owned();
        match self {
            Self::Address(address) => match language {
                Language::Swedish => {
                    format!("”{address}” är ingen databasadress. Skriv sqlite://sökväg eller postgres://…")
                }
                Language::English => {
                    format!("“{address}” is not a database address. Write sqlite://path or postgres://…")
                }
            },
            Self::Missing(path) => match language {
                Language::Swedish => format!(
                    "Databasen {path} finns inte. Skapa den med fyren migrate eller fyren demo, eller ange en annan med --database."
                ),
                Language::English => format!(
                    "There is no database {path}. Create it with fyren migrate or fyren demo, or name another with --database."
                ),
            },
            Self::NotMigrated => sentence(
                "Databasen är inte uppdaterad till den här versionen av Fyren. Kör fyren migrate.",
                "The database is not up to date with this version of Fyren. Run fyren migrate.",
            ),
            Self::NewerVersion => sentence(
                "Databasen har skrivits av en nyare version av Fyren. Använd den versionen; inget har ändrats.",
                "The database was written by a newer version of Fyren. Use that version; nothing has been changed.",
            ),
            Self::ReadOnly => sentence(
                "Databasen får bara läsas. Ge skrivrätt till filen och dess mapp, eller välj en annan databas. Inget har ändrats.",
                "The database is read-only. Allow writing to the file and its folder, or choose another database. Nothing has been changed.",
            ),
            Self::Locked => sentence(
                "Databasen är upptagen av en annan skrivning. Vänta en stund och försök igen. Inget har ändrats.",
                "The database is busy with another write. Wait a moment and try again. Nothing has been changed.",
            ),
            Self::Inconsistent(what) => match language {
                Language::Swedish => format!(
                    "Databasen innehåller något som inte kan stämma: {what}. Återställ en säkerhetskopia eller kontakta supporten."
                ),
                Language::English => format!(
                    "The database holds something that cannot be: {what}. Restore a backup or ask for support."
                ),
            },
            Self::NotADatabase => sentence(
                "Filen är ingen SQLite-databas. Ange en annan med --database.",
                "The file is not an SQLite database. Name another with --database.",
            ),
            Self::Unreachable(why) => match language {
                Language::Swedish => {
                    format!("Databasen kan inte nås: {why}. Kontrollera adressen och att den är igång.")
                }
                Language::English => format!(
                    "The database cannot be reached: {why}. Check the address and that it is running."
                ),
            },
            Self::Database(error) => match language {
                Language::Swedish => format!("Databasen svarade med ett fel: {error}. Inget har ändrats."),
                Language::English => {
                    format!("The database answered with an error: {error}. Nothing has been changed.")
                }
            },
        }
    }
}
