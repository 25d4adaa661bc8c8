//! Saving what another may have changed meanwhile (requirement K17): what is asked for is put together with what has become
//! of the thing since it was seen, and where both have changed the same, nothing is changed and both are told.

use std::collections::HashMap;

use domain::{
    form::FieldError,
    language::Named,
    record::{ChangedMeanwhile, Conflict, Merge, Record, Side, TakenOver},
};
use store::StoreError;

use crate::ServiceError;

/// A thing as it was when the one who saves it saw it.
#[derive(Clone)]
pub struct Seen<R> {
    /// The version that was seen; when sides have been chosen, that of which they were chosen.
    pub version: i64,
    /// What the fields held then.
    pub values: R,
    /// Whose value is kept of the fields that were in conflict, by their codes.
    pub sides: HashMap<String, Side>,
}

impl<R> Seen<R> {
    /// A thing as it was, before anybody has had to choose.
    pub fn new(version: i64, values: R) -> Self {
        Self { version, values, sides: HashMap::new() }
    }
}

/// What is shown of two changes of the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash<F> {
    /// The version that is there now, of which sides are chosen.
    pub version: i64,
    /// Who has saved it, as the journal has it.
    pub by: String,
    /// The fields of which somebody has to choose, with both values.
    pub fields: Vec<Conflict<F>>,
    /// The fields that only the other has changed.
    pub theirs_alone: Vec<F>,
}

/// Why something is not saved. Nothing has then been changed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveFailure<F: Named, W> {
    /// Something in the form is missing or cannot be read.
    #[error("the form cannot be read")]
    Unreadable(Vec<FieldError<F>>),
    /// Something in the form cannot be read, and the rules do not allow the rest; neither is empty.
    #[error("the form cannot be read, and is refused")]
    Both(Vec<FieldError<F>>, Vec<W>),
    /// The rules do not allow it; never empty.
    #[error("refused")]
    Refused(Vec<W>),
    /// Another has changed the same.
    #[error("in conflict")]
    Conflict(Clash<F>),
    /// Another has changed what was to be removed.
    #[error(transparent)]
    ChangedMeanwhile(#[from] ChangedMeanwhile),
    /// It could not be tried, or is out of reach.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl<F: Named, W> SaveFailure<F, W> {
    /// What cannot be read, and what the rules say of the rest.
    pub(crate) fn of_both(errors: Vec<FieldError<F>>, refusals: Vec<W>) -> Self {
        if refusals.is_empty() { Self::Unreadable(errors) } else { Self::Both(errors, refusals) }
    }
}

impl<F: Named, W> From<StoreError> for SaveFailure<F, W> {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// What has been saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved<F, N> {
    /// What follows from it.
    pub notices: Vec<N>,
    /// What another has changed meanwhile and is kept, if anything.
    pub taken_over: Option<TakenOver<F>>,
}

/// What one who saves asks for, put together with what is there.
pub(crate) struct Merged<R: Record> {
    /// What is to be there.
    pub values: R,
    /// The fields that are as another has left them since.
    pub taken_over: Vec<R::Field>,
}

/// Puts it together.
///
/// # Errors
/// The fields of which somebody has to choose, in what is shown of the two changes. `by` is who has made the other.
pub(crate) fn merge<R: Record>(
    seen: &Seen<R>,
    present: (&R, i64),
    mine: &R,
    by: &str,
) -> Result<Merged<R>, Clash<R::Field>> {
    let (theirs, version) = present;
    let merge = Merge { base: &seen.values, theirs, mine };
    // Sides are chosen of what was shown, and of nothing that has come later.
    let chosen = |field: R::Field| seen.sides.get(field.code()).copied().filter(|_| seen.version == version);
    let was_shown = seen.version == version;
    let taken_over = if was_shown { merge.taken_over_as_shown() } else { merge.taken_over() };
    match merge.merged(chosen) {
        Ok(values) => Ok(Merged { values, taken_over }),
        Err(fields) => Err(Clash { version, by: by.to_owned(), fields, theirs_alone: taken_over }),
    }
}

impl<R: Record> Merged<R> {
    /// What is told of what has been taken over. `by` is who has changed it.
    pub(crate) fn told(self, by: impl FnOnce() -> String) -> Option<TakenOver<R::Field>> {
        (!self.taken_over.is_empty()).then(|| TakenOver { fields: self.taken_over, by: by() })
    }
}
