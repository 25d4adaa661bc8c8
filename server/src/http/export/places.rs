//! The places of those whose files are made.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    id::AccountId,
    language::{Language, Message},
};

/// How many files are made at a time. Each keeps a connection to the database from the pages.
const AT_A_TIME: usize = 4;

/// The places. An account has one, so that nobody takes them all from everybody else.
#[derive(Clone, Default)]
pub struct Places(Arc<Mutex<HashSet<AccountId>>>);

impl Places {
    /// A place for an account; there is no waiting for one.
    ///
    /// # Errors
    /// [`NoPlace`] when it has one, or all are taken.
    pub fn take(&self, account: AccountId) -> Result<Place, NoPlace> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.contains(&account) {
            return Err(NoPlace::Own);
        }
        if taken.len() >= AT_A_TIME {
            return Err(NoPlace::All);
        }
        taken.insert(account);
        Ok(Place { places: self.clone(), account })
    }
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlace {
    /// A file of the same account is being made.
    Own,
    /// As many files as there may be are being made.
    All,
}

impl Message for NoPlace {
    fn message(&self, language: Language) -> String {
        let said = match self {
            Self::Own => language.pick(
                "En fil som du har begärt håller på att hämtas. Vänta tills den är klar, eller avbryt den, och försök igen.",
                "A file that you have asked for is still being fetched. Wait until it is done, or cancel it, and try again.",
            ),
            Self::All => language.pick(
                "Flera andra hämtar filer just nu. Vänta en stund och försök igen.",
                "Several others are fetching files just now. Wait a moment and try again.",
            ),
        };
        said.to_owned()
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
        assert_eq!(refused(1), Some(NoPlace::Own));
        let others: Vec<Place> = (2..=4).map(|account| take(account).unwrap()).collect();
        assert_eq!((refused(5), refused(2)), (Some(NoPlace::All), Some(NoPlace::Own)));
        // What was refused is not remembered as taken, and does not free what is.
        drop(first);
        let fifth = take(5).unwrap();
        assert_eq!(refused(1), Some(NoPlace::All));
        drop((fifth, others));
        assert!((1..=4).all(|account| refused(account).is_none()));
    }
}
