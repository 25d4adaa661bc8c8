//! The places of those whose files are made.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use app::AppError;
use domain::id::AccountId;

/// How many files are made at a time of those that share places: lists keep a connection to the database from the pages, letters
/// much memory.
const AT_A_TIME: usize = 4;

/// The places. An account has one, so that nobody takes them all from everybody else.
#[derive(Clone, Default)]
pub struct Places(Arc<Mutex<HashSet<AccountId>>>);

impl Places {
    /// A place for an account; there is no waiting for one.
    ///
    /// # Errors
    /// [`AppError::FileUnderWay`] when it has one, [`AppError::FilesUnderWay`] when all are taken.
    pub fn take(&self, account: AccountId) -> Result<Place, AppError> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.contains(&account) {
            return Err(AppError::FileUnderWay);
        }
        if taken.len() >= AT_A_TIME {
            return Err(AppError::FilesUnderWay);
        }
        taken.insert(account);
        Ok(Place { places: self.clone(), account })
    }
}

/// A place, free again when this is let go of.
pub struct Place {
    places: Places,
    account: AccountId,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.account);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_one_place_and_there_are_four() {
        let places = Places::default();
        let take = |account| places.take(AccountId(account));
        let refused = |account| take(account).err();
        let first = take(1).unwrap();
        assert_eq!(refused(1), Some(AppError::FileUnderWay));
        let others: Vec<Place> = (2..=4).map(|account| take(account).unwrap()).collect();
        assert_eq!((refused(5), refused(2)), (Some(AppError::FilesUnderWay), Some(AppError::FileUnderWay)));
        // What was refused is not remembered as taken, and does not free what is.
        drop(first);
        let fifth = take(5).unwrap();
        assert_eq!(refused(1), Some(AppError::FilesUnderWay));
        drop((fifth, others));
        assert!((1..=4).all(|account| refused(account).is_none()));
    }
}
