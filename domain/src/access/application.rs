//! Applications: somebody who has too little applies for a role, or for one of theirs to end, and whoever administers permissions
//! decides (`access.md` section 3; seed 000, "Behörighet").

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::duties::{self, DutyRefusal};
use crate::{
    form::{FieldError, Reading},
    id::{AccountId, UserRoleId},
    language::{Language, Message, named},
    period::Period,
};

named! {
    /// What an application is for. Ending uses the same form.
    pub enum ApplicationKind {
        Give = "give", "Få en roll", "Get a role";
        End = "end", "Avsluta en roll", "End a role";
    }
}

named! {
    /// What has become of an application.
    pub enum ApplicationState {
        Submitted = "submitted", "Väntar på beslut", "Awaits a decision";
        Approved = "approved", "Beviljad", "Approved";
        Refused = "refused", "Avslagen", "Refused";
        Withdrawn = "withdrawn", "Återtagen", "Withdrawn";
    }
}

named! {
    /// What is decided of an application.
    pub enum ApplicationDecision {
        Approve = "approve", "Bevilja", "Approve";
        Refuse = "refuse", "Avslå", "Refuse";
    }
}

named! {
    /// The fields of an application.
    pub enum ApplicationField {
        Kind = "kind", "Ansökan gäller", "The application is for";
        Role = "role", "Roll", "Role";
        From = "from", "Från", "From";
        Until = "until", "Till", "Until";
        Reason = "reason", "Motivering", "Reason";
    }
}

/// What stands in the form, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApplicationForm {
    /// What it is for.
    pub kind: String,
    /// Which role.
    pub role: String,
    /// The first day with the role, or without it.
    pub from: String,
    /// The last day; empty until further notice.
    pub until: String,
    /// Why.
    pub reason: String,
}

/// What is applied for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedFor {
    /// Whether it is to be given or to end.
    pub kind: ApplicationKind,
    /// Which role.
    pub role: UserRoleId,
    /// On which days it is to be had; of one that is to end the first day without it.
    pub period: Period,
    /// Why.
    pub reason: String,
}

impl ApplicationForm {
    /// What it applies for.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read, never empty.
    pub fn read(&self, today: NaiveDate) -> Result<AppliedFor, Vec<FieldError<ApplicationField>>> {
        let mut reading = Reading::new(today);
        let kind = reading.required_choice::<ApplicationKind>(ApplicationField::Kind, &self.kind);
        let role = reading.required_line(ApplicationField::Role, &self.role);
        let from = reading.required_date(ApplicationField::From, &self.from);
        let until = reading.date(ApplicationField::Until, &self.until);
        let reason = reading.required_line(ApplicationField::Reason, &self.reason);
        reading.done(|| {
            // What is no number is no role that there is, as any other number that is none.
            let role = UserRoleId(role?.parse().unwrap_or_default());
            Some(AppliedFor { kind: kind?, role, period: Period::new(from?, until), reason: reason? })
        })
    }
}

/// Why something about an application is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ApplicationRefusal {
    /// The same has been applied for already and is not decided.
    #[error("applied already")]
    AppliedAlready,
    /// There is no such role to be had there.
    #[error("no such role")]
    NoSuchRole,
    /// The role is to end, and the applicant does not have it.
    #[error("role not held")]
    NotHeld,
    /// The days contradict each other, or have been.
    #[error("days are over")]
    DaysOver,
    /// It has been decided or withdrawn.
    #[error("not to be decided")]
    NotSubmitted,
    /// Nobody says why it is refused.
    #[error("answer missing")]
    AnswerMissing,
}

impl ApplicationRefusal {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AppliedAlready => "applied_already",
            Self::NoSuchRole => "no_such_role",
            Self::NotHeld => "role_not_held",
            Self::DaysOver => "days_over",
            Self::NotSubmitted => "application_decided",
            Self::AnswerMissing => "answer_missing",
        }
    }

    /// The field that is to be mended; none where it is the whole.
    pub const fn field(self) -> Option<ApplicationField> {
        match self {
            Self::NoSuchRole | Self::NotHeld => Some(ApplicationField::Role),
            Self::DaysOver => Some(ApplicationField::Until),
            Self::AnswerMissing => Some(ApplicationField::Reason),
            Self::AppliedAlready | Self::NotSubmitted => None,
        }
    }
}

impl Message for ApplicationRefusal {
    fn message(&self, language: Language) -> String {
        let (swedish, english) = match self {
            Self::AppliedAlready => (
                "Du har redan ansökt om det. Vänta på beslutet, eller återta den ansökan först.",
                "You have applied for that already. Wait for the decision, or withdraw that application first.",
            ),
            Self::NoSuchRole => (
                "Rollen går inte att få i organisationen. Välj en annan i listan.",
                "The role cannot be had in the organisation. Choose another of the list.",
            ),
            Self::NotHeld => (
                "Du har inte den rollen, så den går inte att avsluta. Välj en som du har.",
                "You do not have that role, so that it cannot be ended. Choose one that you have.",
            ),
            Self::DaysOver => (
                "Dagarna har redan varit, eller slutar innan de börjar. Välj en senare sista dag.",
                "The days are over already, or end before they begin. Choose a later last day.",
            ),
            Self::NotSubmitted => (
                "Ansökan är redan avgjord eller återtagen. Ladda om sidan.",
                "The application has been decided or withdrawn already. Load the page anew.",
            ),
            Self::AnswerMissing => (
                "Motivering saknas. Skriv varför ansökan avslås.",
                "The reason is missing. Write why the application is refused.",
            ),
        };
        language.pick(swedish, english).to_owned()
    }
}

/// Whether something can be applied for, by whoever holds some roles today or will.
///
/// # Errors
/// Why not.
pub fn check(applied: &AppliedFor, held: &[UserRoleId], today: NaiveDate) -> Result<(), ApplicationRefusal> {
    let Period { end, .. } = applied.period;
    if applied.period.is_contradictory() || end.is_some_and(|last| last < today) {
        return Err(ApplicationRefusal::DaysOver);
    }
    match applied.kind {
        ApplicationKind::End if !held.contains(&applied.role) => Err(ApplicationRefusal::NotHeld),
        ApplicationKind::Give | ApplicationKind::End => Ok(()),
    }
}

/// Whether somebody may decide an application in a state: it waits, and is another's.
///
/// # Errors
/// Why they may not.
pub fn may_decide(
    state: ApplicationState,
    applicant: AccountId,
    decider: AccountId,
) -> Result<Result<(), ApplicationRefusal>, DutyRefusal> {
    duties::decide_application(applicant, decider)?;
    Ok(may_withdraw(state))
}

/// Whether an application in a state can be withdrawn by its applicant.
///
/// # Errors
/// When it waits no longer.
pub const fn may_withdraw(state: ApplicationState) -> Result<(), ApplicationRefusal> {
    match state {
        ApplicationState::Submitted => Ok(()),
        ApplicationState::Approved | ApplicationState::Refused | ApplicationState::Withdrawn => {
            Err(ApplicationRefusal::NotSubmitted)
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::language::Named;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn form() -> ApplicationForm {
        ApplicationForm {
            kind: "give".to_owned(),
            role: "7".to_owned(),
            from: "2026-12-01".to_owned(),
            until: String::new(),
            reason: " Ny tjänst ".to_owned(),
        }
    }

    #[test]
    fn what_is_missing_is_told_at_once_and_what_is_there_comes_tidied() {
        let wrong = ApplicationForm::default().read(day("2026-11-21")).unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|error| error.field.code()).collect();
        assert_eq!(fields, ["kind", "role", "from", "reason"]);
        let applied = form().read(day("2026-11-21")).unwrap();
        assert_eq!((applied.role, applied.reason.as_str()), (UserRoleId(7), "Ny tjänst"));
    }

    #[rstest]
    #[case("give", "", Ok(()))]
    #[case("end", "", Err(ApplicationRefusal::NotHeld))]
    #[case("give", "2026-11-30", Err(ApplicationRefusal::DaysOver))]
    fn what_cannot_be_is_not_applied_for(
        #[case] kind: &str,
        #[case] until: &str,
        #[case] expected: Result<(), ApplicationRefusal>,
    ) {
        let form = ApplicationForm { kind: kind.to_owned(), until: until.to_owned(), ..form() };
        let applied = form.read(day("2026-11-21")).unwrap();
        assert_eq!(check(&applied, &[UserRoleId(8)], day("2026-11-21")), expected);
        assert_eq!(check(&applied, &[UserRoleId(7)], day("2027-01-01")).is_ok(), until.is_empty());
    }

    #[test]
    fn nobody_decides_their_own_and_what_is_decided_is_decided_once() {
        let of = |state, decider| may_decide(state, AccountId(1), AccountId(decider));
        for state in ApplicationState::ALL {
            assert_eq!(of(*state, 1), Err(DutyRefusal::OwnApplication));
            assert_eq!(of(*state, 2).unwrap().is_ok(), *state == ApplicationState::Submitted);
        }
    }
}
