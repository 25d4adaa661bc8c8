//! One thing asked for many cases: what is done for those it can be done for, and what stands in the way of the others
//! (requirements K8 and K9).

use crate::{
    id::CaseId,
    language::{Language, Message},
};

/// What is planned for many cases. A plan is never changed once made; whoever carries it out makes no choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Many<P, R> {
    /// The cases for which it can be done, in the order they were asked for, with what is done.
    pub planned: Vec<(CaseId, P)>,
    /// The cases for which it cannot, in the order they were asked for, with everything that is wrong.
    pub refused: Vec<(CaseId, Vec<R>)>,
}

impl<P, R> Default for Many<P, R> {
    fn default() -> Self {
        Self { planned: Vec::new(), refused: Vec::new() }
    }
}

impl<P, R> FromIterator<(CaseId, Result<P, Vec<R>>)> for Many<P, R> {
    fn from_iter<I: IntoIterator<Item = (CaseId, Result<P, Vec<R>>)>>(rows: I) -> Self {
        let mut many = Self::default();
        for (case, decided) in rows {
            match decided {
                Ok(plan) => many.planned.push((case, plan)),
                Err(refusals) => many.refused.push((case, refusals)),
            }
        }
        many
    }
}

impl<P, R> Many<P, R> {
    /// How many cases were asked for.
    pub const fn total(&self) -> usize {
        self.planned.len() + self.refused.len()
    }
}

impl<P, R> Message for Many<P, R> {
    /// How many can be saved, and what becomes of the others.
    fn message(&self, language: Language) -> String {
        let (total, refused) = (self.total(), self.refused.len());
        match (refused, language) {
            (0, Language::Swedish) => format!("Alla {total} kan sparas."),
            (0, Language::English) => format!("All {total} can be saved."),
            (_, Language::Swedish) => {
                format!(
                    "{refused} av {total} kan inte sparas. De övriga sparas; rätta de här och spara igen."
                )
            }
            (_, Language::English) => {
                format!(
                    "{refused} of {total} cannot be saved. The others are saved; mend these and save again."
                )
            }
        }
    }
}
