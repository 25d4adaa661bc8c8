//! Recertification (`access.md` section 3): from time to time everything that works in an organisation is looked through. What
//! nobody has confirmed by the due date ends.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    catalogue::Catalogue,
    duties::{self, Actor, Change},
    grant::{Grant, Granted},
    organisation::OrganisationKind,
};
use crate::{
    form::{FieldError, Reading},
    id::{AccountId, GrantId},
    language::{Language, Message, named},
    period::Period,
};

/// What the journal gives as the reason of what a recertification does.
pub const RECERTIFICATION: &str = "recertification";

/// How many days there are to look through everything, at the most.
pub const LONGEST_DAYS: u64 = 366;

/// How many days are proposed.
pub const PROPOSED_DAYS: u64 = 30;

named! {
    /// What has become of something that was to be looked through.
    pub enum Outcome {
        Confirmed = "confirmed", "Bekräftad", "Confirmed";
        Ended = "ended", "Avslutad", "Ended";
        // Nobody confirmed it, and without it the organisation would have had no administrator.
        Kept = "kept", "Kvar som sista administratör", "Kept as the last administrator";
    }
}

named! {
    /// What is decided of something that is looked through.
    pub enum RecertificationDecision {
        Confirm = "confirm", "Bekräfta", "Confirm";
        End = "end", "Avsluta", "End";
    }
}

named! {
    /// The fields of the form that begins one.
    pub enum RecertificationField {
        Due = "due", "Ska vara klar", "Due";
    }
}

/// Something that is looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// What has been given.
    pub grant: GrantId,
    /// Whose it is.
    pub account: AccountId,
    /// On which days it holds by now.
    pub period: Period,
    /// What has been decided of it.
    pub decided: Option<Outcome>,
}

/// How far one has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many have been confirmed.
    pub confirmed: usize,
    /// How many have ended, decided here or anywhere else.
    pub ended: usize,
    /// How many stayed because the organisation would have been without an administrator.
    pub kept: usize,
    /// How many are left.
    pub left: usize,
}

/// Why something of a recertification is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum RecertificationRefusal {
    /// There is one already.
    #[error("one is under way")]
    UnderWay,
    /// There is no time to look through anything.
    #[error("due too early")]
    DueTooEarly,
    /// It would take so long that it says nothing.
    #[error("due too late")]
    DueTooLate,
    /// Nothing works in the organisation.
    #[error("nothing to look through")]
    Nothing,
    /// It is over, or this is not part of it.
    #[error("not under way")]
    NotUnderWay,
    /// Somebody decides what they have themselves.
    #[error("decides their own")]
    Own,
    /// It has ended already.
    #[error("over already")]
    Over,
}

impl RecertificationRefusal {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnderWay => "recertification_under_way",
            Self::DueTooEarly => "due_too_early",
            Self::DueTooLate => "due_too_late",
            Self::Nothing => "nothing_to_recertify",
            Self::NotUnderWay => "recertification_over",
            Self::Own => "own_recertification",
            Self::Over => "grant_over",
        }
    }
}

impl Message for RecertificationRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::UnderWay => language
                .pick(
                    "En genomgång pågår redan. Gör klart den först.",
                    "A recertification is under way. Finish that one first.",
                )
                .to_owned(),
            Self::DueTooEarly => language
                .pick(
                    "Dagen ger ingen tid att gå igenom något. Välj en dag efter i dag.",
                    "The day leaves no time to look through anything. Choose a day after today.",
                )
                .to_owned(),
            Self::DueTooLate => match language {
                Language::Swedish => format!("Dagen ligger för långt fram. Välj en inom {LONGEST_DAYS} dagar."),
                Language::English => format!("The day is too far ahead. Choose one within {LONGEST_DAYS} days."),
            },
            Self::Nothing => language
                .pick(
                    "Ingen har någon behörighet som gäller i organisationen i dag, så det finns inget att gå igenom.",
                    "Nobody has a permission that works in the organisation today, so that there is nothing to look through.",
                )
                .to_owned(),
            Self::NotUnderWay => language
                .pick(
                    "Genomgången är avslutad, eller behörigheten ingår inte i den. Ladda om sidan.",
                    "The recertification is over, or the permission is no part of it. Load the page anew.",
                )
                .to_owned(),
            Self::Own => language
                .pick(
                    "Du kan inte avgöra det du själv har. Låt en annan administratör göra det, eller driften om du är ensam.",
                    "You cannot decide what you have yourself. Let another administrator do it, or the operator if you are alone.",
                )
                .to_owned(),
            Self::Over => language
                .pick(
                    "Behörigheten har redan upphört. Ge den på nytt om den behövs.",
                    "The permission is over already. Give it anew if it is needed.",
                )
                .to_owned(),
        }
    }
}

/// The day that is typed.
///
/// # Errors
/// When it is missing or is none.
pub fn read_due(text: &str, today: NaiveDate) -> Result<NaiveDate, Vec<FieldError<RecertificationField>>> {
    let mut reading = Reading::new(today);
    let due = reading.required_date(RecertificationField::Due, text);
    reading.done(|| due)
}

/// Whether everything can be looked through until a day.
///
/// # Errors
/// When it is too early or too late.
pub fn check_due(due: NaiveDate, today: NaiveDate) -> Result<(), RecertificationRefusal> {
    if due <= today {
        return Err(RecertificationRefusal::DueTooEarly);
    }
    let latest = today.checked_add_days(Days::new(LONGEST_DAYS)).unwrap_or(NaiveDate::MAX);
    if due > latest { Err(RecertificationRefusal::DueTooLate) } else { Ok(()) }
}

/// The day that is proposed.
pub fn proposed_due(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(PROPOSED_DAYS)).unwrap_or(today)
}

/// Whether what is left ends today: the due date itself is still there to decide on.
pub fn is_overdue(due: NaiveDate, today: NaiveDate) -> bool {
    due < today
}

impl Looked {
    /// What has become of it: what has ended anywhere else has ended here too.
    pub fn outcome(&self, today: NaiveDate) -> Option<Outcome> {
        let is_over = self.period.is_contradictory() || self.period.end.is_some_and(|last| last < today);
        match self.decided {
            None if is_over => Some(Outcome::Ended),
            decided => decided,
        }
    }

    /// Whether somebody may decide of it: it is another's, and is not over.
    ///
    /// # Errors
    /// Why they may not.
    pub fn may_be_decided(&self, by: AccountId, today: NaiveDate) -> Result<(), RecertificationRefusal> {
        if self.account == by {
            return Err(RecertificationRefusal::Own);
        }
        match self.outcome(today) {
            Some(Outcome::Ended | Outcome::Kept) => Err(RecertificationRefusal::Over),
            Some(Outcome::Confirmed) | None => Ok(()),
        }
    }
}

impl Progress {
    /// How far one has come by a day.
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Looked>, today: NaiveDate) -> Self {
        let mut progress = Self::default();
        for looked in all {
            match looked.outcome(today) {
                Some(Outcome::Confirmed) => progress.confirmed += 1,
                Some(Outcome::Ended) => progress.ended += 1,
                Some(Outcome::Kept) => progress.kept += 1,
                None => progress.left += 1,
            }
        }
        progress
    }

    /// How many there are.
    pub const fn total(self) -> usize {
        self.confirmed + self.ended + self.kept + self.left
    }
}

/// What becomes of what nobody has confirmed by the due date: it ends with the day before, but for what would leave the
/// organisation without an administrator. Whoever was appointed last stays then. All administrators of the organisation have to
/// be among the present grants.
pub fn lapse(
    left: &[GrantId],
    present: &[Grant],
    catalogue: &Catalogue,
    today: NaiveDate,
) -> Vec<(GrantId, Outcome)> {
    // It is the operator's rule, and the operator alone ends administrators.
    let actor = Actor { account: None, acts_in: OrganisationKind::Operator };
    let mut present = present.to_vec();
    let mut left: Vec<GrantId> = left.to_vec();
    left.sort_unstable();
    let mut lapsed = Vec::with_capacity(left.len());
    for grant in left {
        let change = Change::End { grant, last: last_day(today) };
        let outcome = match duties::judge(&change, actor, &present, catalogue, today) {
            Ok(after) => {
                present = after;
                Outcome::Ended
            }
            Err(_) if is_administrator(grant, &present) => Outcome::Kept,
            // It has ended by then already.
            Err(_) => Outcome::Ended,
        };
        lapsed.push((grant, outcome));
    }
    lapsed
}

/// The last day of what ends today.
pub fn last_day(today: NaiveDate) -> NaiveDate {
    today.pred_opt().unwrap_or(today)
}

fn is_administrator(grant: GrantId, present: &[Grant]) -> bool {
    present.iter().any(|of| of.id == grant && of.granted == Granted::Administrator)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{
        access::{
            code::PermissionCode,
            grant::{Decision, Place},
        },
        id::OrganisationId,
    };

    const TODAY: &str = "2026-11-21";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn looked(until: &str, decided: Option<Outcome>) -> Looked {
        let period = Period::new(day("2026-01-01"), until.parse().ok());
        Looked { grant: GrantId(1), account: AccountId(7), period, decided }
    }

    fn grant(id: i64, granted: Granted, until: &str) -> Grant {
        Grant {
            id: GrantId(id),
            account: AccountId(100 + id),
            granted,
            place: Place { organisation: OrganisationId(1), unit: None },
            period: Period::new(day("2026-01-01"), until.parse().ok()),
            decision: Decision::unread(),
        }
    }

    fn reading() -> Granted {
        Granted::Permission(PermissionCode::try_from("read-cases").unwrap())
    }

    #[rstest]
    #[case("2026-11-21", Err(RecertificationRefusal::DueTooEarly))]
    #[case("2026-11-22", Ok(()))]
    #[case("2027-11-22", Ok(()))]
    #[case("2027-11-23", Err(RecertificationRefusal::DueTooLate))]
    fn there_is_time_to_look_through_everything_and_not_too_much(
        #[case] due: &str,
        #[case] expected: Result<(), RecertificationRefusal>,
    ) {
        assert_eq!(check_due(day(due), day(TODAY)), expected);
    }

    #[test]
    fn the_due_date_itself_is_still_there_to_decide_on() {
        assert!(!is_overdue(day(TODAY), day(TODAY)) && is_overdue(day("2026-11-20"), day(TODAY)));
    }

    #[rstest]
    #[case("", None, None)]
    #[case("2026-11-21", None, None)]
    #[case("2026-11-20", None, Some(Outcome::Ended))]
    #[case("2026-11-20", Some(Outcome::Confirmed), Some(Outcome::Confirmed))]
    fn what_has_ended_anywhere_else_has_ended_here(
        #[case] until: &str,
        #[case] decided: Option<Outcome>,
        #[case] expected: Option<Outcome>,
    ) {
        assert_eq!(looked(until, decided).outcome(day(TODAY)), expected);
    }

    #[test]
    fn nobody_decides_what_they_have_themselves_and_what_is_over_is_not_decided() {
        let by = |account, until: &str, decided| {
            looked(until, decided).may_be_decided(AccountId(account), day(TODAY))
        };
        assert_eq!(by(7, "", None), Err(RecertificationRefusal::Own));
        assert_eq!(by(8, "", None), Ok(()));
        // Whoever has confirmed something may think better of it.
        assert_eq!(by(8, "", Some(Outcome::Confirmed)), Ok(()));
        assert_eq!(by(8, "2026-11-20", None), Err(RecertificationRefusal::Over));
        assert_eq!(by(8, "", Some(Outcome::Kept)), Err(RecertificationRefusal::Over));
    }

    #[test]
    fn progress_counts_each_once() {
        let all = [
            looked("", None),
            looked("2026-11-20", None),
            looked("", Some(Outcome::Confirmed)),
            looked("", Some(Outcome::Kept)),
        ];
        let progress = Progress::of(&all, day(TODAY));
        assert_eq!(progress, Progress { confirmed: 1, ended: 1, kept: 1, left: 1 });
        assert_eq!(progress.total(), 4);
    }

    #[test]
    fn what_nobody_has_confirmed_ends_but_the_last_administrator() {
        let catalogue = Catalogue::shipped().unwrap();
        let present = [
            grant(1, Granted::Administrator, ""),
            grant(2, reading(), ""),
            grant(3, Granted::Administrator, ""),
        ];
        let lapsed = lapse(&[GrantId(3), GrantId(2), GrantId(1)], &present, &catalogue, day(TODAY));
        let expected = [(1, Outcome::Ended), (2, Outcome::Ended), (3, Outcome::Kept)];
        assert_eq!(lapsed, expected.map(|(id, outcome)| (GrantId(id), outcome)));
        // With one that was confirmed the other ends.
        let lapsed = lapse(&[GrantId(3)], &present, &catalogue, day(TODAY));
        assert_eq!(lapsed, [(GrantId(3), Outcome::Ended)]);
    }
}
