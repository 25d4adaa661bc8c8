//! Work on many rows at once: what was asked, how far it has come, what became of each row.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    case::change::CaseRefusal,
    contact::ContactRefusal,
    follow_up::closing::ClosingRefusal,
    id::CaseId,
    language::{Language, Message, named},
    letter::LetterRefusal,
    measure::MeasureRefusal,
};

named! {
    /// What a job does.
    pub enum JobKind {
        UpdateCases = "update-cases", "Uppdatera aktivitetsansvar", "Update cases";
        RegisterMeasures = "register-measures", "Registrera åtgärder", "Register measures";
        RegisterContacts = "register-contacts", "Registrera kontakttillfälle", "Register a contact";
        CloseFollowUps = "close-follow-ups", "Avsluta valda poster", "Close follow-ups";
        WriteLetters = "write-letters", "Skriv brev", "Write letters";
        HandOver = "hand-over", "Lämna över aktivitetsansvar", "Hand over cases";
        Undo = "undo", "Ångra ändring", "Undo a change";
    }
}

impl JobKind {
    /// What it counts of the rows to which it has done what it does.
    pub const fn done(self, language: Language) -> &'static str {
        let (swedish, english) = match self {
            Self::UpdateCases => ("Ändrade aktivitetsansvar", "Cases changed"),
            Self::RegisterMeasures => ("Registrerade åtgärder", "Measures registered"),
            Self::RegisterContacts => ("Registrerade kontakttillfällen", "Contacts registered"),
            Self::CloseFollowUps => ("Avslutade uppföljningar", "Follow-ups closed"),
            Self::WriteLetters => ("Skrivna brev", "Letters written"),
            Self::HandOver => ("Överlämnade aktivitetsansvar", "Cases handed over"),
            Self::Undo => ("Återställda rader", "Rows put back"),
        };
        match language {
            Language::Swedish => swedish,
            Language::English => english,
        }
    }

    /// Whether the rows are contacts that are followed up; those of other jobs are cases. An undo has the rows of what it
    /// takes back.
    pub const fn is_of_contacts(self) -> bool {
        matches!(self, Self::CloseFollowUps)
    }
}

/// Why a row was not changed as asked, whatever was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum RowRefusal {
    /// The fields of a case.
    #[error("case: {0:?}")]
    Case(CaseRefusal),
    /// A measure.
    #[error("measure: {0}")]
    Measure(MeasureRefusal),
    /// A contact.
    #[error("contact: {0:?}")]
    Contact(ContactRefusal),
    /// The closing of a follow-up.
    #[error("closing: {0}")]
    Closing(ClosingRefusal),
    /// A letter.
    #[error("letter: {0}")]
    Letter(LetterRefusal),
}

impl Message for RowRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Case(refusal) => refusal.message(language),
            Self::Measure(refusal) => refusal.message(language),
            Self::Contact(refusal) => refusal.message(language),
            Self::Closing(refusal) => refusal.message(language),
            Self::Letter(refusal) => refusal.message(language),
        }
    }
}

impl From<CaseRefusal> for RowRefusal {
    fn from(refusal: CaseRefusal) -> Self {
        Self::Case(refusal)
    }
}

impl From<MeasureRefusal> for RowRefusal {
    fn from(refusal: MeasureRefusal) -> Self {
        Self::Measure(refusal)
    }
}

impl From<ContactRefusal> for RowRefusal {
    fn from(refusal: ContactRefusal) -> Self {
        Self::Contact(refusal)
    }
}

impl From<LetterRefusal> for RowRefusal {
    fn from(refusal: LetterRefusal) -> Self {
        Self::Letter(refusal)
    }
}

impl From<ClosingRefusal> for RowRefusal {
    fn from(refusal: ClosingRefusal) -> Self {
        Self::Closing(refusal)
    }
}

named! {
    /// How far a job has come.
    pub enum JobState {
        Queued = "queued", "Väntar", "Waiting";
        Running = "running", "Pågår", "Under way";
        Done = "done", "Klart", "Done";
        Cancelled = "cancelled", "Avbrutet", "Cancelled";
        Failed = "failed", "Misslyckades", "Failed";
    }
}

impl JobState {
    /// Whether nothing more will be done.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }
}

named! {
    /// What became of a row.
    pub enum RowOutcome {
        Changed = "changed", "Ändrad", "Changed";
        Unchanged = "unchanged", "Oförändrad", "Unchanged";
        Refused = "refused", "Kunde inte ändras", "Could not be changed";
        Conflict = "conflict", "Ändrad av någon annan under tiden", "Changed by somebody else meanwhile";
        Gone = "gone", "Finns inte längre, eller syns inte för din roll", "No longer there, or not seen by your role";
    }
}

/// How many rows each outcome has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeCounts {
    /// Rows that were changed.
    pub changed: u64,
    /// Rows that held already what was asked for.
    pub unchanged: u64,
    /// Rows whose change was refused.
    pub refused: u64,
    /// Rows that somebody else has changed meanwhile, which were left alone.
    pub conflict: u64,
    /// Rows that are not there, or out of reach.
    pub gone: u64,
}

impl OutcomeCounts {
    /// Counts one more row.
    pub const fn count(&mut self, outcome: RowOutcome) {
        *self.place(outcome) += 1;
    }

    /// How many rows have an outcome.
    pub const fn of(mut self, outcome: RowOutcome) -> u64 {
        *self.place(outcome)
    }

    /// How many rows there are in all.
    pub const fn total(self) -> u64 {
        self.changed + self.unchanged + self.refused + self.conflict + self.gone
    }

    /// How many rows were asked for in vain: refused, changed by somebody else, or gone.
    pub const fn not_changed(self) -> u64 {
        self.refused + self.conflict + self.gone
    }

    const fn place(&mut self, outcome: RowOutcome) -> &mut u64 {
        match outcome {
            RowOutcome::Changed => &mut self.changed,
            RowOutcome::Unchanged => &mut self.unchanged,
            RowOutcome::Refused => &mut self.refused,
            RowOutcome::Conflict => &mut self.conflict,
            RowOutcome::Gone => &mut self.gone,
        }
    }
}

named! {
    /// Why a job ended before all was done, and what to do.
    pub enum JobFailure {
        Forbidden = "forbidden", "Rollen som jobbet startades i får inte längre ändra aktivitetsansvar. Det som är gjort är gjort.", "The role that the job was started in may no longer edit cases. What is done is done.";
        NothingChanged = "nothing_changed", "Inget av det som ändringen rörde finns kvar, så det finns inget att ångra.", "Nothing that the change touched is still there, so there is nothing to undo.";
        NotOver = "not_over", "Ändringen pågick ännu, så inget är ångrat. Vänta tills den är klar och ångra på nytt.", "The change was still under way, so nothing is undone. Wait until it is done and undo anew.";
        IsUndo = "is_undo", "Det som skulle ångras är redan en ångring. Gör ändringen på nytt i stället.", "What was to be undone is an undo itself. Make the change anew instead.";
        AlreadyUndone = "already_undone", "Ändringen är redan ångrad. Inget mer behöver göras.", "The change has been undone already. Nothing more needs to be done.";
        OutOfReach = "out_of_reach", "Ändringen rör aktivitetsansvar som rollen inte når, så inget är ångrat. Byt till rollen som ändringen gjordes i och ångra på nytt, eller be en administratör.", "The change is about cases that the role does not reach, so nothing is undone. Switch to the role that the change was made in and undo anew, or ask an administrator.";
        NoLongerAllowed = "no_longer_allowed", "Några av raderna får inte längre vara som de var, så inget är ångrat. De första står nedan med varför. Ändringen kan inte ångras som helhet; rätta raderna var för sig.", "Some of the rows may no longer be as they were, so nothing is undone. The first of them stand below with why. The change cannot be undone as a whole; mend the rows one by one.";
        Touched = "touched_since", "Någon har ändrat rader sedan dess, så inget är ångrat. De första står nedan. Ändringen kan inte ångras som helhet; rätta raderna var för sig.", "Somebody has changed rows since, so nothing is undone. The first of them stand below. The change cannot be undone as a whole; mend the rows one by one.";
        GivenUp = "given_up", "Jobbet avbröts gång på gång utan att komma vidare, så det försöks inte igen. Säg till den som sköter driften.", "The job was interrupted again and again without getting on, so it is not tried any more. Tell whoever runs Fyren.";
        Unavailable = "unavailable", "Databasen svarade inte, hur många gånger det än försöktes. Säg till den som sköter driften, och gör om det som är kvar senare.", "The database did not answer, however often it was tried. Tell whoever runs Fyren, and do what is left again later.";
        Inconsistent = "inconsistent", "Uppgifterna i databasen gick inte att läsa. Säg till den som sköter driften; felet finns i loggen.", "What the database holds could not be read. Tell whoever runs Fyren; the error is in the log.";
    }
}

/// Why a bulk change is not taken back (requirement K16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum UndoRefusal {
    /// It has changed nothing.
    #[error("nothing changed")]
    NothingChanged,
    /// It goes on.
    #[error("not over")]
    NotOver,
    /// It takes another change back.
    #[error("is an undo")]
    IsUndo,
    /// It has been taken back.
    #[error("already undone")]
    AlreadyUndone,
    /// Some of its rows are out of reach of the role that asks.
    #[error("out of reach")]
    OutOfReach,
    /// Some of its rows may no longer be what they were.
    #[error("no longer allowed")]
    NoLongerAllowed {
        /// Which cases, in the order of their identities, and why not.
        cases: Vec<(CaseId, Vec<RowRefusal>)>,
    },
    /// Something later has touched some of its rows.
    #[error("touched since")]
    Touched {
        /// By whom the last time; empty when nobody knows.
        by: String,
        /// When the last time (Stockholm time).
        at: String,
        /// Which cases.
        cases: Vec<CaseId>,
    },
}

impl UndoRefusal {
    /// How a job ends that is refused so.
    pub const fn failure(&self) -> JobFailure {
        match self {
            Self::NothingChanged => JobFailure::NothingChanged,
            Self::NotOver => JobFailure::NotOver,
            Self::IsUndo => JobFailure::IsUndo,
            Self::AlreadyUndone => JobFailure::AlreadyUndone,
            Self::OutOfReach => JobFailure::OutOfReach,
            Self::NoLongerAllowed { .. } => JobFailure::NoLongerAllowed,
            Self::Touched { .. } => JobFailure::Touched,
        }
    }

    /// The cases that stand in the way, in the order of their identities, and why where the rules say so.
    pub fn cases(&self) -> Vec<(CaseId, &[RowRefusal])> {
        match self {
            Self::NoLongerAllowed { cases } => {
                cases.iter().map(|(case, reasons)| (*case, &reasons[..])).collect()
            }
            Self::Touched { cases, .. } => cases.iter().map(|case| (*case, &[][..])).collect(),
            Self::NothingChanged | Self::NotOver | Self::IsUndo | Self::AlreadyUndone | Self::OutOfReach => {
                Vec::new()
            }
        }
    }
}

impl Message for UndoRefusal {
    fn message(&self, language: Language) -> String {
        let sentence = |swedish, english| language.pick(swedish, english).to_owned();
        match self {
            Self::NothingChanged => sentence(
                "Ändringen rörde inga aktivitetsansvar, så det finns inget att ångra.",
                "The change touched no cases, so there is nothing to undo.",
            ),
            Self::NotOver => sentence(
                "Ändringen pågår. Vänta tills den är klar, eller avbryt den, och ångra sedan.",
                "The change is under way. Wait until it is done, or cancel it, and then undo.",
            ),
            Self::IsUndo => sentence(
                "Det här är redan en ångring. Gör ändringen på nytt i stället.",
                "This is an undo itself. Make the change anew instead.",
            ),
            Self::AlreadyUndone => sentence(
                "Ändringen är redan ångrad. Inget mer behöver göras.",
                "The change has been undone already. Nothing more needs to be done.",
            ),
            Self::OutOfReach => sentence(
                "Ändringen rör aktivitetsansvar som din roll inte når, så den kan inte ångras som helhet. Byt till rollen som ändringen gjordes i, eller be en administratör.",
                "The change is about cases that your role does not reach, so it cannot be undone as a whole. Switch to the role that the change was made in, or ask an administrator.",
            ),
            Self::NoLongerAllowed { cases } => {
                let reasons: BTreeSet<String> =
                    cases.iter().flat_map(|(_, reasons)| reasons).map(|why| why.message(language)).collect();
                let reasons: Vec<String> = reasons.into_iter().collect();
                let (count, reasons) = (cases.len(), reasons.join(" "));
                match language {
                    Language::Swedish => format!(
                        "{count} av raderna får inte längre vara som de var: {reasons} Ändringen kan inte ångras som helhet; rätta raderna var för sig."
                    ),
                    Language::English => format!(
                        "{count} of the rows may no longer be as they were: {reasons} The change cannot be undone as a whole; mend the rows one by one."
                    ),
                }
            }
            Self::Touched { by, at, cases } => {
                let (count, last) =
                    (cases.len(), if by.is_empty() { String::new() } else { format!(": {by}, {at}") });
                match language {
                    Language::Swedish => format!(
                        "{count} av raderna har ändrats efteråt{last}. Ändringen kan inte ångras som helhet; rätta raderna var för sig."
                    ),
                    Language::English => format!(
                        "{count} of the rows have been changed since{last}. The change cannot be undone as a whole; mend the rows one by one."
                    ),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Named;

    #[test]
    fn every_row_is_counted_once() {
        let mut counts = OutcomeCounts::default();
        for outcome in RowOutcome::ALL {
            counts.count(*outcome);
            assert_eq!(counts.of(*outcome), 1);
        }
        assert_eq!(counts.total(), 5);
    }
}
