//! Connections and transactions over either database.

use domain::access::Scope;
use sqlx::{
    AssertSqlSafe, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, pool::PoolConnection,
};

use crate::{Database, StoreError, journal::Journal, row_guard};

/// The database of an installation. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) pool: Pool,
}

#[derive(Clone, Debug)]
pub(crate) enum Pool {
    Sqlite {
        /// The writer's, for what lives in memory, and with one connection.
        readers: SqlitePool,
        writer: SqlitePool,
    },
    Postgres(PgPool),
}

/// A connection to read with.
pub struct Connection(pub(crate) Inner);

pub(crate) enum Inner {
    Sqlite(PoolConnection<Sqlite>),
    SqliteTransaction(sqlx::Transaction<'static, Sqlite>),
    Postgres(PoolConnection<Postgres>),
    PostgresTransaction(sqlx::Transaction<'static, Postgres>),
}

/// One of the two kinds of connection.
pub(crate) enum Either<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// Runs the same expression on whichever connection there is; `$c` is a `&mut` connection of sqlx in it.
macro_rules! on {
    ($connection:expr, $c:ident => $body:expr) => {
        match $connection.either() {
            $crate::db::Either::Sqlite($c) => $body,
            $crate::db::Either::Postgres($c) => $body,
        }
    };
}
pub(crate) use on;

impl Connection {
    pub(crate) fn either(&mut self) -> Either<'_> {
        match &mut self.0 {
            Inner::Sqlite(connection) => Either::Sqlite(connection),
            Inner::SqliteTransaction(transaction) => Either::Sqlite(transaction),
            Inner::Postgres(connection) => Either::Postgres(connection),
            Inner::PostgresTransaction(transaction) => Either::Postgres(transaction),
        }
    }

    /// Which database this is.
    pub const fn database(&self) -> Database {
        match &self.0 {
            Inner::Sqlite(_) | Inner::SqliteTransaction(_) => Database::Sqlite,
            Inner::Postgres(_) | Inner::PostgresTransaction(_) => Database::Postgres,
        }
    }
}

impl Connection {
    /// Makes everything last that a transaction has written.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self.0 {
            Inner::SqliteTransaction(transaction) => transaction.commit().await?,
            Inner::PostgresTransaction(transaction) => transaction.commit().await?,
            Inner::Sqlite(_) | Inner::Postgres(_) => {}
        }
        Ok(())
    }
}

/// A transaction that writes, and says in the journal what it wrote. Dropped without [`OperationTransaction::commit`],
/// it has changed nothing.
pub struct OperationTransaction {
    pub(crate) connection: Connection,
    pub(crate) journal: Journal,
}

impl std::ops::Deref for OperationTransaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl std::ops::DerefMut for OperationTransaction {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

impl Store {
    /// A connection to read with, on which PostgreSQL shows no row outside of a scope whatever is asked (decision 044).
    /// SQLite has no such guard: there the conditions of the questions stand alone.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn read(&self, scope: &Scope) -> Result<Connection, StoreError> {
        Ok(Connection(match &self.pool {
            Pool::Sqlite { readers, .. } => Inner::Sqlite(readers.acquire().await?),
            Pool::Postgres(pool) => match row_guard::settings(scope) {
                None => Inner::Postgres(pool.acquire().await?),
                Some(settings) => Inner::PostgresTransaction(
                    pool.begin_with(AssertSqlSafe(format!("BEGIN READ ONLY; {settings}"))).await?,
                ),
            },
        }))
    }

    /// The same, on which the database is seen as it is at the first question, whatever is written meanwhile.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn read_snapshot(&self, scope: &Scope) -> Result<Connection, StoreError> {
        Ok(Connection(match &self.pool {
            Pool::Sqlite { readers, .. } => Inner::SqliteTransaction(readers.begin().await?),
            Pool::Postgres(pool) => {
                let settings = row_guard::settings(scope).unwrap_or_default();
                let begin = format!("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; {settings}");
                Inner::PostgresTransaction(pool.begin_with(AssertSqlSafe(begin)).await?)
            }
        }))
    }

    /// Whether PostgreSQL holds nothing back from whoever this store is to it: a superuser, or a role with `BYPASSRLS`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn is_shown_everything(&self) -> Result<bool, StoreError> {
        let sql = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user";
        match &self.pool {
            Pool::Sqlite { .. } => Ok(false),
            Pool::Postgres(pool) => Ok(sqlx::query_scalar(sql).fetch_one(pool).await?),
        }
    }

    /// A transaction that does one operation.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when somebody else writes for too long, [`StoreError::ReadOnly`].
    pub async fn operate(
        &self,
        operation: domain::operation::Operation,
    ) -> Result<OperationTransaction, StoreError> {
        let mut connection = self.begin_writing().await?;
        let journal = Journal::begin(&mut connection, operation).await?;
        Ok(OperationTransaction { connection, journal })
    }

    /// A connection that writes, and has changed nothing when it is dropped.
    pub(crate) async fn begin_writing(&self) -> Result<Connection, StoreError> {
        Ok(Connection(match &self.pool {
            // The lock is taken at once, so that what is read in the transaction is still true when it writes.
            Pool::Sqlite { writer, .. } => {
                Inner::SqliteTransaction(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Pool::Postgres(pool) => Inner::PostgresTransaction(pool.begin().await?),
        }))
    }

    /// Which database this is.
    pub const fn database(&self) -> Database {
        match &self.pool {
            Pool::Sqlite { .. } => Database::Sqlite,
            Pool::Postgres(_) => Database::Postgres,
        }
    }

    /// Lets go of every connection, having written out what SQLite keeps beside its file.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

impl OperationTransaction {
    /// Closes the operation in the journal and makes everything last.
    ///
    /// # Errors
    /// When the database refuses; nothing has then been changed.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.journal.finish(&mut self.connection).await?;
        self.connection.commit().await
    }
}

impl Store {
    /// A connection that writes what is not of the register: sessions seen, filters kept. Each statement stands alone.
    pub(crate) async fn write_aside(&self) -> Result<Connection, StoreError> {
        Ok(Connection(match &self.pool {
            Pool::Sqlite { writer, .. } => Inner::Sqlite(writer.acquire().await?),
            Pool::Postgres(pool) => Inner::Postgres(pool.acquire().await?),
        }))
    }
}
