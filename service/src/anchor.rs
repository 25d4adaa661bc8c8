//! The anchor of the journal: what is to be written outside the database, and whether the journal is what was written.

use domain::{
    access::Scope,
    anchor::{Anchor, JournalFault, first_fault},
};
use store::StoreError;

use crate::Services;

/// What an anchor behind the last one is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextAnchor {
    /// The journal has no entry yet.
    Nothing,
    /// The last one says it already.
    Same(Anchor),
    /// The journal has gone on.
    New(Anchor),
}

/// Why nothing is to be anchored.
#[derive(Debug, thiserror::Error)]
pub enum AnchorError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal is not what was anchored last.
    #[error(transparent)]
    Fault(#[from] JournalFault),
}

/// What is to be anchored behind the last anchor, as the journal ends now. A journal that the last anchor is not of is not
/// anchored behind it: it has been written anew or cut off, or it is another's.
///
/// # Errors
/// [`AnchorError::Fault`] when the journal is not what was anchored last.
pub async fn next(services: &Services, last: Option<&Anchor>) -> Result<NextAnchor, AnchorError> {
    let mut snapshot = services.store.read_snapshot(&Scope::of_the_system()).await?;
    let (head, hash) = snapshot.journal_head().await?;
    if let Some(last) = last {
        let hashes = snapshot.entry_hashes([last.position()]).await?;
        if let Some(fault) = first_fault(std::slice::from_ref(last), head, None, &hashes) {
            return Err(fault.into());
        }
        if last.is_of(head, &hash) {
            return Ok(NextAnchor::Same(last.clone()));
        }
    }
    if head == 0 {
        return Ok(NextAnchor::Nothing);
    }
    let anchor = Anchor::new(head, &hash, services.now());
    let nonsense = || StoreError::Inconsistent("the last entry of the journal has no hash".to_owned());
    Ok(NextAnchor::New(anchor.ok_or_else(nonsense)?))
}

/// Walks the whole journal and holds it against its anchors: the first entry that is not as it was, if any.
///
/// # Errors
/// When the database refuses.
pub async fn first_fault_of_journal(
    services: &Services,
    anchors: &[Anchor],
) -> Result<Option<JournalFault>, StoreError> {
    // Of one moment, so that what is written meanwhile does not look broken.
    let mut snapshot = services.store.read_snapshot(&Scope::of_the_system()).await?;
    let broken = snapshot.first_broken_entry().await?;
    let (head, _) = snapshot.journal_head().await?;
    let hashes = snapshot.entry_hashes(anchors.iter().map(Anchor::position)).await?;
    Ok(first_fault(anchors, head, broken, &hashes))
}
