//! Readings that take a whole municipality into memory wait for each other, so that however many ask at once, the register
//! answers everybody else.

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::ServiceError;

/// How many of them there are at a time: one works while the database reads for the other.
const AT_ONCE: usize = 2;

static READINGS: Semaphore = Semaphore::const_new(AT_ONCE);

/// Waits for one's turn, which lasts as long as what is returned.
///
/// # Errors
/// [`ServiceError::Unavailable`] never happens while the program runs.
pub async fn turn() -> Result<SemaphorePermit<'static>, ServiceError> {
    READINGS.acquire().await.map_err(|_| ServiceError::Unavailable)
}
