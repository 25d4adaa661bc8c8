//! Opening a database by its address, and bringing it up to date.

use std::{str::FromStr, time::Duration};

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool,
    error::DatabaseError,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteError, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{Store, StoreError, db::Pool, row_guard::OF_THE_SYSTEM};

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// How long a writer waits for another before it gives up.
const WAIT_FOR_LOCK: Duration = Duration::from_secs(10);

/// How many read SQLite at a time.
const MOST_READERS: u32 = 8;

/// What SQLite's `cache_size` takes for 16 MB: of the connection that writes, which looks again and again at the pages of
/// an import or a run.
const CACHE_OF_THE_WRITER: &str = "-16000";
/// Of each that reads. What it does not keep, the operating system's memory does, once for all of them.
const CACHE_OF_A_READER: &str = "-4000";

/// Who owns what is in the databases of tests.
const TEST_OWNER: &str = "fyren_test_owner";

/// What to do about a database that is missing or older.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMode {
    /// It must exist and be up to date.
    Existing,
    /// A missing SQLite file is made, and everything is brought up to date.
    CreateAndMigrate,
}

impl Store {
    /// Opens a database: `sqlite://path`, with `?mode=rwc` and the like, or `postgres://…`.
    ///
    /// # Errors
    /// What is wrong with the address or the database; see [`StoreError`].
    pub async fn open(address: &str, mode: OpenMode) -> Result<Self, StoreError> {
        let store = if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            Self::open_postgres(address).await?
        } else if address.starts_with("sqlite:") {
            Self::open_sqlite(address, mode).await?
        } else {
            return Err(StoreError::Address(without_password(address)));
        };
        match mode {
            OpenMode::CreateAndMigrate => store.migrate().await?,
            OpenMode::Existing => store.check_version().await?,
        }
        Ok(store)
    }

    async fn open_sqlite(address: &str, mode: OpenMode) -> Result<Self, StoreError> {
        let options =
            SqliteConnectOptions::from_str(address).map_err(|_| StoreError::Address(address.to_owned()))?;
        let file = options.get_filename().to_path_buf();
        let in_memory = address.contains(":memory:") || address.contains("mode=memory");
        let asks_to_create = address.contains("mode=rwc");
        let only_reads = address.contains("mode=ro");
        if !in_memory && !file.exists() {
            if mode == OpenMode::Existing && !asks_to_create {
                return Err(StoreError::Missing(file.display().to_string()));
            }
            if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder)
                    .map_err(|error| StoreError::Unreachable(error.to_string()))?;
            }
        }
        let mut options = options
            .foreign_keys(true)
            .busy_timeout(WAIT_FOR_LOCK)
            .synchronous(SqliteSynchronous::Normal)
            .pragma("temp_store", "memory")
            .pragma("cache_size", CACHE_OF_THE_WRITER)
            .disable_statement_logging();
        if mode == OpenMode::CreateAndMigrate || asks_to_create {
            options = options.create_if_missing(true);
        }
        if !only_reads && !in_memory {
            // Readers go on while somebody writes.
            options = options.journal_mode(SqliteJournalMode::Wal);
        }
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            // What lives in memory lives as long as its connection.
            .min_connections(u32::from(in_memory))
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(WAIT_FOR_LOCK)
            .test_before_acquire(false)
            .connect_with(options.clone())
            .await?;
        if in_memory {
            return Ok(Self { pool: Pool::Sqlite { readers: writer.clone(), writer } });
        }
        // The order of a million rows that no index gives is sorted in a file without a name, not in memory.
        let options = options.pragma("cache_size", CACHE_OF_A_READER).pragma("temp_store", "default");
        let readers = SqlitePoolOptions::new()
            .max_connections(MOST_READERS)
            .acquire_timeout(WAIT_FOR_LOCK)
            // A connection to a file does not go away while nobody uses it.
            .test_before_acquire(false)
            .connect_with(options)
            .await?;
        Ok(Self { pool: Pool::Sqlite { readers, writer } })
    }

    async fn open_postgres(address: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(address)
            .map_err(|_| StoreError::Address(without_password(address)))?;
        let wait = [("lock_timeout", format!("{}s", WAIT_FOR_LOCK.as_secs()))];
        // To translate a question into machine code takes hundreds of times as long as to answer most of them.
        let interpreted = [("jit", "off")];
        let options = options
            .application_name("fyren")
            .options(wait)
            .options(interpreted)
            .options(OF_THE_SYSTEM)
            .disable_statement_logging();
        // A pool tries again for as long as it waits and then tells of the wait only; a single connection tells at
        // once that nobody answers.
        tokio::time::timeout(WAIT_FOR_LOCK, PgConnection::connect_with(&options))
            .await
            .map_err(|_| StoreError::Unreachable(format!("no answer in {} s", WAIT_FOR_LOCK.as_secs())))?
            .map_err(|error| match error {
                sqlx::Error::Database(said) => StoreError::Unreachable(said.message().to_owned()),
                error => error.into(),
            })?
            .close()
            .await?;
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(WAIT_FOR_LOCK)
            .connect_lazy_with(options);
        Ok(Self { pool: Pool::Postgres(pool) })
    }

    /// Brings the database up to date.
    async fn migrate(&self) -> Result<(), StoreError> {
        let result = match &self.pool {
            Pool::Sqlite { writer, .. } => SQLITE.run(writer).await,
            Pool::Postgres(pool) => POSTGRES.run(pool).await,
        };
        result.map_err(|error| match error {
            sqlx::migrate::MigrateError::VersionMissing(_) => StoreError::NewerVersion,
            sqlx::migrate::MigrateError::Execute(error) => error.into(),
            error => StoreError::Inconsistent(error.to_string()),
        })?;
        self.keep_what_ships().await
    }

    /// The database must have every migration that this program knows and none that it does not.
    async fn check_version(&self) -> Result<(), StoreError> {
        let latest = SQLITE.iter().map(|migration| migration.version).max().unwrap_or_default();
        let query = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations";
        let found: Result<i64, sqlx::Error> = match &self.pool {
            Pool::Sqlite { readers, .. } => sqlx::query_scalar(query).fetch_one(readers).await,
            Pool::Postgres(pool) => sqlx::query_scalar(query).fetch_one(pool).await,
        };
        match found {
            Ok(found) if found == latest => Ok(()),
            Ok(found) if found > latest => Err(StoreError::NewerVersion),
            Ok(_) => Err(StoreError::NotMigrated),
            Err(sqlx::Error::Database(said)) if is_no_such_table(said.as_ref()) => {
                Err(StoreError::NotMigrated)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Makes a PostgreSQL database whose name says that it is for tests, or empties it, and returns its address. Whoever opens it
    /// there is its owner and nothing more, as in a real installation: row-level security holds for an owner and not for a
    /// superuser.
    ///
    /// # Errors
    /// [`StoreError::Address`] for any other database.
    pub async fn create_test_database(server: &str, name: &str) -> Result<String, StoreError> {
        if !is_for_tests(server, name) {
            return Err(StoreError::Address(without_password(server)));
        }
        let (before, parameters) = server.split_once('?').unwrap_or((server, ""));
        let host = before.rfind('/').map_or(before, |end| &before[..end]);
        let address = format!("{host}/{name}?{parameters}");
        let mut connection = PgConnection::connect(server).await?;
        // Several test programs may make it at once.
        sqlx::raw_sql(AssertSqlSafe(format!(
            "DO $$ BEGIN CREATE ROLE {TEST_OWNER} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )))
        .execute(&mut connection)
        .await?;
        let known: Option<i32> = sqlx::query_scalar("SELECT 1 FROM pg_database WHERE datname = $1")
            .bind(name)
            .fetch_optional(&mut connection)
            .await?;
        if known.is_none() {
            let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
            sqlx::query(create).execute(&mut connection).await?;
        }
        connection.close().await?;
        // Much faster than dropping the database, which waits for a checkpoint.
        let mut connection = PgConnection::connect(&address).await?;
        sqlx::raw_sql(AssertSqlSafe(format!(
            "SET client_min_messages = warning; DROP SCHEMA public CASCADE; \
             CREATE SCHEMA public AUTHORIZATION {TEST_OWNER}; GRANT USAGE ON SCHEMA public TO PUBLIC",
        )))
        .execute(&mut connection)
        .await?;
        connection.close().await?;
        let and = if parameters.is_empty() { "" } else { "&" };
        Ok(format!("{address}{and}options=-c%20role%3D{TEST_OWNER}"))
    }

    /// Removes a PostgreSQL database that [`Store::create_test_database`] has made and nobody uses any longer.
    ///
    /// # Errors
    /// [`StoreError::Address`] for any other database.
    pub async fn remove_test_database(server: &str, name: &str) -> Result<(), StoreError> {
        if !is_for_tests(server, name) {
            return Err(StoreError::Address(without_password(server)));
        }
        let pool = PgPool::connect(server).await?;
        sqlx::query(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).execute(&pool).await?;
        pool.close().await;
        Ok(())
    }
}

/// Whether a table was missing: there is none of migrations in a database that has never been migrated.
fn is_no_such_table(said: &dyn DatabaseError) -> bool {
    match said.try_downcast_ref::<SqliteError>() {
        Some(said) => said.message().starts_with("no such table"),
        // undefined_table
        None => said.code().as_deref() == Some("42P01"),
    }
}

/// Whether a database's name says that it is for tests, in letters that need no quotation in a statement.
fn is_for_tests(server: &str, name: &str) -> bool {
    let is_plain = |byte: u8| byte == b'_' || byte.is_ascii_lowercase() || byte.is_ascii_digit();
    server.starts_with("postgres") && name.starts_with("fyren_test_") && name.bytes().all(is_plain)
}

/// An address as it may be shown: its scheme and host only, since a password can stand before the host and after it.
/// A text that is no address at all, such as a file's name, is shown as it is.
fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once(':') else { return address.to_owned() };
    let host = rest
        .strip_prefix("//")
        // With several of these it cannot be told where a password ends.
        .filter(|rest| rest.matches('@').count() <= 1)
        .and_then(|rest| rest.split('?').next())
        .and_then(|rest| rest.rsplit('@').next())
        .and_then(|rest| rest.split(['/', ':', '#']).next());
    match host {
        Some(host) => format!("{scheme}://…{host}…"),
        None => format!("{scheme}:…"),
    }
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn an_address_is_shown_by_scheme_and_host_wherever_its_password_stands() {
        for (address, shown) in [
            ("fyren.db", "fyren.db"),
            ("mysql://fyren:hemligt@host:5432/fyren", "mysql://…host…"),
            ("postgres://host/fyren?user=fyren&password=hemligt", "postgres://…host…"),
            ("postgres://host/fyren?password=hem@ligt", "postgres://…host…"),
            ("postgres://fyren:hem/ligt@host/fyren", "postgres://…host…"),
            ("postgres://fyren:hem@ligt?hemligt@host/fyren", "postgres:…"),
            ("postgres:/fyren:hemligt@host/fyren", "postgres:…"),
        ] {
            assert_eq!(without_password(address), shown, "{address}");
        }
    }
}
