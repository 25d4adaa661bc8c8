//! The connections that SQLite is read with, but for snapshots.

use std::{sync::Arc, time::Duration};

use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::{
    sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::StoreError;

/// Some connections, lent out and taken back as they are. The pool of sqlx asks each that comes back whether it still answers,
/// in a task of its own, which to a connection on a file are two ways to its thread for nothing, and lends out the one that has
/// rested longest. Here a lonely reader always gets the same.
#[derive(Clone, Debug)]
pub(crate) struct Readers {
    options: Arc<SqliteConnectOptions>,
    /// How long somebody waits for one.
    longest_wait: Duration,
    /// As many as there are connections.
    places: Arc<Semaphore>,
    /// Each is opened when it is needed first.
    connections: Arc<[Arc<Mutex<Option<SqliteConnection>>>]>,
}

impl Readers {
    /// So many.
    pub(crate) fn new(options: SqliteConnectOptions, most: usize, longest_wait: Duration) -> Self {
        let connections = (0..most).map(|_| Arc::default()).collect();
        Self { options: Arc::new(options), longest_wait, places: Arc::new(Semaphore::new(most)), connections }
    }

    /// Lends the first that is free.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when all are lent for too long.
    pub(crate) async fn lend(&self) -> Result<Reader, StoreError> {
        let place = timeout(self.longest_wait, Arc::clone(&self.places).acquire_owned())
            .await
            .map_err(|_| sqlx::Error::PoolTimedOut)?
            .map_err(|_| sqlx::Error::PoolClosed)?;
        for connection in self.connections.iter() {
            let Ok(mut free) = Arc::clone(connection).try_lock_owned() else { continue };
            if free.is_none() {
                *free = Some(self.options.connect().await?);
            }
            if let Ok(connection) = OwnedMutexGuard::try_map(free, Option::as_mut) {
                return Ok(Reader { connection, _place: place });
            }
        }
        Err(sqlx::Error::PoolClosed.into())
    }

    /// Closes all, each when who has it lets it go.
    pub(crate) async fn close(&self) {
        self.places.close();
        for connection in self.connections.iter() {
            if let Some(connection) = connection.lock().await.take() {
                // What cannot be closed goes with the program.
                let _ = connection.close().await;
            }
        }
    }
}

/// A connection that is lent until this is dropped.
pub(crate) struct Reader {
    pub(crate) connection: OwnedMappedMutexGuard<Option<SqliteConnection>, SqliteConnection>,
    /// Let go of after the connection, so that whoever has a place finds one.
    _place: OwnedSemaphorePermit,
}
