//! *Avsluta valda poster*: one reason for all, or one per row (requirement F2; seed 001, "Avsluta valda poster").

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::FollowUp;
use crate::{
    form::{FieldError, LONGEST_LINE, Mistake},
    id::ContactId,
    language::{Language, Message, named},
    text::clean_line,
};

named! {
    /// The field of the form.
    pub enum ClosingField {
        Reason = "reason", "Orsak avslutad", "Reason for closing";
    }
}

/// What stands in the form, as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClosingForm {
    /// The reason for all, in the top row.
    pub top: String,
    /// The reasons of rows of their own; an empty one is as if it were not there.
    pub rows: BTreeMap<i64, String>,
}

crate::private_debug!(ClosingForm);

/// Why the follow-up of a row is not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ClosingRefusal {
    /// What stands in the form is missing or too long.
    #[error("reason {0}")]
    Reason(#[from] Mistake),
    /// It is closed already.
    #[error("already closed")]
    AlreadyClosed,
    /// The contact is not followed up.
    #[error("no follow-up")]
    NoFollowUp,
}

impl Message for ClosingRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Reason(mistake) => {
                FieldError { field: ClosingField::Reason, mistake: *mistake }.message(language)
            }
            Self::AlreadyClosed => language
                .pick(
                    "Uppföljningen är redan avslutad. Inget mer behöver göras.",
                    "The follow-up is closed already. Nothing more needs to be done.",
                )
                .to_owned(),
            Self::NoFollowUp => language
                .pick(
                    "Kontakttillfället ska inte följas upp, så det finns inget att avsluta.",
                    "The contact is not to be followed up, so that there is nothing to close.",
                )
                .to_owned(),
        }
    }
}

impl ClosingForm {
    /// The reason for a row: its own, else that for all.
    ///
    /// # Errors
    /// When there is neither, or it is too long.
    pub fn reason(&self, row: ContactId) -> Result<String, Mistake> {
        let own = self.rows.get(&row.0).map(|text| clean_line(text)).filter(|own| !own.is_empty());
        let reason = own.unwrap_or_else(|| clean_line(&self.top));
        match reason.chars().count() {
            0 => Err(Mistake::Missing),
            1..=LONGEST_LINE => Ok(reason),
            _ => Err(Mistake::TooLong { limit: LONGEST_LINE }),
        }
    }

    /// The same with the reason for all in each of the rows (*Verkställ*), where it can be altered.
    #[must_use]
    pub fn filled(&self, rows: impl IntoIterator<Item = ContactId>) -> Self {
        let mut filled = self.clone();
        if !clean_line(&self.top).is_empty() {
            filled.rows.extend(rows.into_iter().map(|row| (row.0, self.top.clone())));
        }
        filled
    }
}

/// What is closed, and what cannot be. A plan is never changed once made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosingPlan {
    /// The contacts with what lies ahead of them from now on.
    pub closed: Vec<(ContactId, FollowUp)>,
    /// Those that stay as they are, and why.
    pub refused: Vec<(ContactId, ClosingRefusal)>,
}

/// Decides which of the chosen follow-ups are closed on a day, and with what reason. One that cannot be closed does not
/// hinder the others. A follow-up of a closed case is closed like any other.
pub fn close<'a>(
    chosen: impl IntoIterator<Item = (ContactId, &'a FollowUp)>,
    form: &ClosingForm,
    today: NaiveDate,
) -> ClosingPlan {
    let mut plan = ClosingPlan::default();
    for (id, follow_up) in chosen {
        let decided = match follow_up {
            FollowUp::None => Err(ClosingRefusal::NoFollowUp),
            FollowUp::Closed { .. } => Err(ClosingRefusal::AlreadyClosed),
            FollowUp::Due(due) => form
                .reason(id)
                .map_err(ClosingRefusal::from)
                .map(|reason| FollowUp::Closed { due: *due, on: today, reason }),
        };
        match decided {
            Ok(closed) => plan.closed.push((id, closed)),
            Err(refusal) => plan.refused.push((id, refusal)),
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn form(top: &str, rows: &[(i64, &str)]) -> ClosingForm {
        let rows = rows.iter().map(|(id, text)| (*id, (*text).to_owned())).collect();
        ClosingForm { top: top.to_owned(), rows }
    }

    #[test]
    fn one_reason_is_for_all_and_a_row_may_have_its_own() {
        let form = form(" Nådd\n", &[(2, "Har flyttat"), (3, " ")]);
        let due = FollowUp::Due(day("2026-11-20"));
        let plan = close([1, 2, 3].map(|id| (ContactId(id), &due)), &form, day("2026-11-21"));
        let reasons: Vec<_> =
            plan.closed.iter().map(|(id, closed)| (id.0, closed.reason().unwrap_or_default())).collect();
        assert_eq!(reasons, [(1, "Nådd"), (2, "Har flyttat"), (3, "Nådd")]);
        assert!(plan.closed.iter().all(|(_, closed)| closed.due() == due.due()));
        assert!(plan.closed.iter().all(|(_, closed)| closed.closed_on() == Some(day("2026-11-21"))));
        assert!(plan.refused.is_empty());
    }

    #[test]
    fn what_cannot_be_closed_hinders_nothing_else() {
        let due = FollowUp::Due(day("2026-11-20"));
        let closed = due.closed(day("2026-11-20"), "Nådd").unwrap();
        let chosen = [
            (ContactId(1), &due),
            (ContactId(2), &closed),
            (ContactId(3), &FollowUp::None),
            (ContactId(4), &due),
        ];
        let plan = close(chosen, &form("", &[(4, "Klart")]), day("2026-11-21"));
        assert_eq!(plan.closed.iter().map(|(id, _)| id.0).collect::<Vec<_>>(), [4]);
        assert_eq!(
            plan.refused,
            [
                (ContactId(1), ClosingRefusal::Reason(Mistake::Missing)),
                (ContactId(2), ClosingRefusal::AlreadyClosed),
                (ContactId(3), ClosingRefusal::NoFollowUp),
            ]
        );
        assert_eq!(plan.refused[0].1.message(Language::Swedish), "Orsak avslutad saknas. Fyll i fältet.");
    }

    #[test]
    fn carrying_out_fills_the_rows_so_that_one_can_be_altered() {
        let filled = form("Nådd", &[(1, "Har flyttat")]).filled([ContactId(1), ContactId(2)]);
        assert_eq!(filled.rows.values().collect::<Vec<_>>(), ["Nådd", "Nådd"]);
        let untouched = form(" ", &[(1, "Har flyttat")]);
        assert_eq!(untouched.filled([ContactId(1)]), untouched);
    }
}
