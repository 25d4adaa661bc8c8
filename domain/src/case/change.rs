//! Changing the fields of a case that a caseworker may change, one case or many at once (*Uppdatera aktivitetsansvar*).
//!
//! What the run alone decides, deregistration and its reason, is no field here: a case can never be closed by hand
//! (requirement K5).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    civic_number::birthday,
    contact::LivingOutside,
    id::{AccountId, CaseId, PersonId},
    language::{Language, Message, Named, named},
    municipality::MunicipalityCode,
    occupation::OccupationAtRegistration,
};

named! {
    /// A field of a case that a caseworker may change (seed 001, "Uppdatera aktivitetsansvar"). The codes are the names
    /// of the fields of [`CaseValues`], in forms and in the journal.
    pub enum CaseField {
        Registered = "registered", "Datum för registrering", "Registration date";
        Occupation = "occupation", "Sysselsättning vid registrering", "Occupation at registration";
        OtherSchooling = "other_schooling_until", "Studier annan skolform till och med", "Other schooling until";
        Caseworker = "caseworker", "Handläggare", "Caseworker";
        LivingOutside = "living_outside", "Boende utanför hemkommun", "Living outside the home municipality";
    }
}

/// The values of those fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseValues {
    /// The first day of the responsibility.
    pub registered: NaiveDate,
    /// Occupation at registration.
    pub occupation: OccupationAtRegistration,
    /// The last day of studies in another form of school, if any.
    pub other_schooling_until: Option<NaiveDate>,
    /// The caseworker, if any.
    pub caseworker: Option<AccountId>,
    /// Where the person lives, if outside the home municipality.
    pub living_outside: Option<LivingOutside>,
}

/// A case that is to be changed, with what the rules ask for.
#[derive(Clone, PartialEq, Eq)]
pub struct EditedCase {
    /// Which case.
    pub id: CaseId,
    /// Whose.
    pub person: PersonId,
    /// Where.
    pub municipality: MunicipalityCode,
    /// How many times it has been written: whoever has seen another one has seen something else (requirement K17).
    pub version: i64,
    /// What the fields hold.
    pub values: CaseValues,
    /// The last day, once closed.
    pub deregistered: Option<NaiveDate>,
    /// The last day of the person's case before this one in the municipality, if there was one.
    pub earlier_until: Option<NaiveDate>,
    /// The day of birth, where the number tells it.
    pub birth: Option<NaiveDate>,
}

crate::private_debug!(EditedCase, id, municipality, version);

/// What becomes of a field that may be empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldChange<T> {
    /// It stays as it is.
    #[default]
    Leave,
    /// It is emptied.
    Clear,
    /// It gets a value.
    Set(T),
}

impl<T: Copy + PartialEq> FieldChange<T> {
    /// The change that makes one value of another.
    fn between(from: Option<T>, to: Option<T>) -> Self {
        match to {
            same if same == from => Self::Leave,
            Some(value) => Self::Set(value),
            None => Self::Clear,
        }
    }

    fn applied_to(self, value: Option<T>) -> Option<T> {
        match self {
            Self::Leave => value,
            Self::Clear => None,
            Self::Set(new) => Some(new),
        }
    }
}

/// What is to become of the fields of a case. Registration date and occupation are never empty, so they can only be set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseChange {
    /// The first day of the responsibility; `None` leaves it.
    pub registered: Option<NaiveDate>,
    /// Occupation at registration; `None` leaves it.
    pub occupation: Option<OccupationAtRegistration>,
    /// The last day of studies in another form of school.
    pub other_schooling_until: FieldChange<NaiveDate>,
    /// The caseworker.
    pub caseworker: FieldChange<AccountId>,
    /// Where the person lives, if outside the home municipality.
    pub living_outside: FieldChange<LivingOutside>,
}

named! {
    /// Why a case cannot be changed as asked. The name is the whole sentence: what is wrong, and what to do.
    pub enum CaseRefusal {
        RegisteredAhead = "registered_ahead",
            "Datum för registrering ligger framåt i tiden. Välj dagens datum eller ett tidigare.",
            "The registration date lies ahead. Choose today or an earlier day.";
        RegisteredBeforeBirth = "registered_before_birth",
            "Datum för registrering ligger före personens födelse. Välj ett senare datum.",
            "The registration date is before the person's birth. Choose a later day.";
        RegisteredAfterDeregistration = "registered_after_deregistration",
            "Datum för registrering ligger efter avregistreringen. Välj avregistreringens datum eller ett tidigare.",
            "The registration date is after the deregistration. Choose the day of deregistration or an earlier one.";
        RegisteredInEarlierCase = "registered_in_earlier_case",
            "Personen hade ett tidigare aktivitetsansvar i kommunen den dagen. Välj en dag efter att det avslutades.",
            "The person had an earlier case in the municipality on that day. Choose a day after it was closed.";
        OtherSchoolingPassed = "other_schooling_passed",
            "Datumet för studier i annan skolform har passerat. Välj dagens datum eller ett senare, eller töm fältet.",
            "The date of other schooling has passed. Choose today or a later day, or empty the field.";
        OtherSchoolingAfterTwenty = "other_schooling_after_twenty",
            "Datumet för studier i annan skolform ligger efter att personen fyllt 20 år. Välj ett tidigare datum.",
            "The date of other schooling is after the person turns 20. Choose an earlier day.";
        OtherSchoolingClosed = "other_schooling_closed",
            "Aktivitetsansvaret är avslutat, så studier i annan skolform går inte att ändra. Lämna fältet som det är.",
            "The case is closed, so other schooling cannot be changed. Leave the field as it is.";
        CaseworkerElsewhere = "caseworker_elsewhere",
            "Handläggaren har ingen roll som får ändra aktivitetsansvar i kommunen. Välj någon som har det, eller töm fältet.",
            "The caseworker has no role that may edit cases in the municipality. Choose somebody who has, or empty the field.";
    }
}

impl Message for CaseRefusal {
    fn message(&self, language: Language) -> String {
        self.name(language).to_owned()
    }
}

impl CaseRefusal {
    /// The field that is to be mended.
    pub const fn field(self) -> CaseField {
        match self {
            Self::RegisteredAhead
            | Self::RegisteredBeforeBirth
            | Self::RegisteredAfterDeregistration
            | Self::RegisteredInEarlierCase => CaseField::Registered,
            Self::OtherSchoolingPassed | Self::OtherSchoolingAfterTwenty | Self::OtherSchoolingClosed => {
                CaseField::OtherSchooling
            }
            Self::CaseworkerElsewhere => CaseField::Caseworker,
        }
    }
}

impl CaseChange {
    /// The change that makes some values of others.
    pub fn between(from: &CaseValues, to: &CaseValues) -> Self {
        Self {
            registered: (from.registered != to.registered).then_some(to.registered),
            occupation: (from.occupation != to.occupation).then_some(to.occupation),
            other_schooling_until: FieldChange::between(from.other_schooling_until, to.other_schooling_until),
            caseworker: FieldChange::between(from.caseworker, to.caseworker),
            living_outside: FieldChange::between(from.living_outside, to.living_outside),
        }
    }

    /// Whether nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The fields that are to be changed.
    pub fn fields(&self) -> impl Iterator<Item = CaseField> {
        let touched = *self;
        CaseField::ALL.iter().copied().filter(move |field| match field {
            CaseField::Registered => touched.registered.is_some(),
            CaseField::Occupation => touched.occupation.is_some(),
            CaseField::OtherSchooling => touched.other_schooling_until != FieldChange::Leave,
            CaseField::Caseworker => touched.caseworker != FieldChange::Leave,
            CaseField::LivingOutside => touched.living_outside != FieldChange::Leave,
        })
    }

    /// What the fields hold afterwards, whatever the rules say.
    pub fn applied_to(&self, values: &CaseValues) -> CaseValues {
        CaseValues {
            registered: self.registered.unwrap_or(values.registered),
            occupation: self.occupation.unwrap_or(values.occupation),
            other_schooling_until: self.other_schooling_until.applied_to(values.other_schooling_until),
            caseworker: self.caseworker.applied_to(values.caseworker),
            living_outside: self.living_outside.applied_to(values.living_outside),
        }
    }

    /// Decides what the fields of a case hold after the change; the same values when nothing differs. Only what differs
    /// is judged, so that what has stood there for long is in nobody's way.
    ///
    /// # Errors
    /// Everything that is wrong with it, never empty.
    pub fn decide(
        &self,
        case: &EditedCase,
        today: NaiveDate,
        may_have_it: impl Fn(AccountId) -> bool,
    ) -> Result<CaseValues, Vec<CaseRefusal>> {
        let after = self.applied_to(&case.values);
        let differing = Self::between(&case.values, &after);
        let mut refusals = Vec::new();
        if let Some(registered) = differing.registered {
            if registered > today {
                refusals.push(CaseRefusal::RegisteredAhead);
            } else if case.birth.is_some_and(|birth| registered < birth) {
                refusals.push(CaseRefusal::RegisteredBeforeBirth);
            } else if case.deregistered.is_some_and(|last| registered > last) {
                refusals.push(CaseRefusal::RegisteredAfterDeregistration);
            } else if case.earlier_until.is_some_and(|last| registered <= last) {
                refusals.push(CaseRefusal::RegisteredInEarlierCase);
            }
        }
        if differing.other_schooling_until != FieldChange::Leave && case.deregistered.is_some() {
            refusals.push(CaseRefusal::OtherSchoolingClosed);
        } else if let FieldChange::Set(until) = differing.other_schooling_until {
            // A day that has passed would close the case in the next run, and nobody closes a case by hand.
            if until < today {
                refusals.push(CaseRefusal::OtherSchoolingPassed);
            } else if case.birth.is_some_and(|birth| until > birthday(birth, 20)) {
                refusals.push(CaseRefusal::OtherSchoolingAfterTwenty);
            }
        }
        if let FieldChange::Set(account) = differing.caseworker
            && !may_have_it(account)
        {
            refusals.push(CaseRefusal::CaseworkerElsewhere);
        }
        if refusals.is_empty() { Ok(after) } else { Err(refusals) }
    }

    /// Why a case may not get back what it held before: what time alone has made impossible since. What was odd even then
    /// is in nobody's way.
    pub fn refusals_of_return(
        &self,
        case: &EditedCase,
        today: NaiveDate,
        may_have_it: impl Fn(AccountId) -> bool,
    ) -> Vec<CaseRefusal> {
        let mut refusals = self.decide(case, today, may_have_it).err().unwrap_or_default();
        refusals.retain(|why| {
            matches!(why, CaseRefusal::OtherSchoolingPassed | CaseRefusal::CaseworkerElsewhere)
        });
        refusals
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn case() -> EditedCase {
        EditedCase {
            id: CaseId(1),
            person: PersonId(1),
            municipality: MunicipalityCode::try_from("0581").unwrap(),
            version: 1,
            values: CaseValues {
                registered: day("2026-09-01"),
                occupation: OccupationAtRegistration::Unknown,
                other_schooling_until: None,
                caseworker: None,
                living_outside: None,
            },
            deregistered: None,
            earlier_until: Some(day("2026-01-31")),
            birth: Some(day("2008-08-17")),
        }
    }

    fn closed() -> EditedCase {
        EditedCase { deregistered: Some(day("2026-10-31")), ..case() }
    }

    fn registered(date: &str) -> CaseChange {
        CaseChange { registered: Some(day(date)), ..CaseChange::default() }
    }

    fn studies_until(date: &str) -> CaseChange {
        CaseChange { other_schooling_until: FieldChange::Set(day(date)), ..CaseChange::default() }
    }

    #[rstest]
    #[case::today(case(), registered("2026-11-21"), None)]
    #[case::tomorrow(case(), registered("2026-11-22"), Some(CaseRefusal::RegisteredAhead))]
    #[case::before_birth(case(), registered("2008-08-16"), Some(CaseRefusal::RegisteredBeforeBirth))]
    #[case::on_the_day_of_closing(closed(), registered("2026-10-31"), None)]
    #[case::after_closing(
        closed(),
        registered("2026-11-01"),
        Some(CaseRefusal::RegisteredAfterDeregistration)
    )]
    #[case::after_the_earlier_case(case(), registered("2026-02-01"), None)]
    #[case::in_the_earlier_case(case(), registered("2026-01-31"), Some(CaseRefusal::RegisteredInEarlierCase))]
    #[case::studies_until_today(case(), studies_until("2026-11-21"), None)]
    #[case::studies_until_yesterday(
        case(),
        studies_until("2026-11-20"),
        Some(CaseRefusal::OtherSchoolingPassed)
    )]
    #[case::studies_until_twenty(case(), studies_until("2028-08-17"), None)]
    #[case::studies_after_twenty(
        case(),
        studies_until("2028-08-18"),
        Some(CaseRefusal::OtherSchoolingAfterTwenty)
    )]
    #[case::studies_in_a_closed_case(
        closed(),
        studies_until("2026-12-31"),
        Some(CaseRefusal::OtherSchoolingClosed)
    )]
    fn the_dates_are_judged(
        #[case] case: EditedCase,
        #[case] change: CaseChange,
        #[case] refusal: Option<CaseRefusal>,
    ) {
        let refusals = change.decide(&case, day("2026-11-21"), |_| true).err().unwrap_or_default();
        assert_eq!(refusals, refusal.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_closed_case_keeps_why_it_was_closed_and_may_be_corrected_otherwise() {
        let correct = CaseChange {
            registered: Some(day("2026-08-17")),
            occupation: Some(OccupationAtRegistration::Work),
            living_outside: FieldChange::Set(LivingOutside::Nordic),
            caseworker: FieldChange::Set(AccountId(7)),
            ..CaseChange::default()
        };
        assert!(correct.decide(&closed(), day("2026-11-21"), |_| true).is_ok());
        let ended = EditedCase {
            values: CaseValues { other_schooling_until: Some(day("2026-10-30")), ..closed().values },
            ..closed()
        };
        let cleared = CaseChange { other_schooling_until: FieldChange::Clear, ..CaseChange::default() };
        assert_eq!(
            cleared.decide(&ended, day("2026-11-21"), |_| true),
            Err(vec![CaseRefusal::OtherSchoolingClosed])
        );
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once_and_with_its_field() {
        let change = CaseChange {
            registered: Some(day("2026-11-22")),
            other_schooling_until: FieldChange::Set(day("2026-11-20")),
            caseworker: FieldChange::Set(AccountId(7)),
            ..CaseChange::default()
        };
        let refusals = change.decide(&case(), day("2026-11-21"), |_| false).unwrap_err();
        let fields: Vec<_> = refusals.iter().map(|refusal| refusal.field()).collect();
        assert_eq!(fields, [CaseField::Registered, CaseField::OtherSchooling, CaseField::Caseworker]);
        assert_eq!(change.fields().collect::<Vec<_>>(), fields);
    }

    #[test]
    fn what_has_stood_there_for_long_is_in_nobodys_way() {
        let odd = CaseValues {
            registered: day("2027-01-01"),
            caseworker: Some(AccountId(7)),
            other_schooling_until: Some(day("2026-11-01")),
            ..case().values
        };
        let case = EditedCase { values: odd, ..case() };
        let same = CaseChange {
            registered: Some(odd.registered),
            caseworker: FieldChange::Set(AccountId(7)),
            other_schooling_until: FieldChange::Set(day("2026-11-01")),
            ..CaseChange::default()
        };
        assert_eq!(same.decide(&case, day("2026-11-21"), |_| false), Ok(odd));
    }

    #[test]
    fn only_what_time_has_made_impossible_keeps_a_case_from_being_what_it_was() {
        let back = CaseChange {
            registered: Some(day("2026-01-31")),
            other_schooling_until: FieldChange::Set(day("2026-11-20")),
            caseworker: FieldChange::Set(AccountId(7)),
            ..CaseChange::default()
        };
        let today = day("2026-11-21");
        let expected = [CaseRefusal::OtherSchoolingPassed, CaseRefusal::CaseworkerElsewhere];
        assert_eq!(back.refusals_of_return(&case(), today, |_| false), expected);
        let back = CaseChange { other_schooling_until: FieldChange::Set(today), ..back };
        assert_eq!(back.refusals_of_return(&case(), today, |_| true), []);
    }

    #[test]
    fn the_fields_of_the_values_are_called_by_their_codes() {
        let values = serde_json::to_value(case().values).unwrap();
        let names: std::collections::BTreeSet<&str> =
            values.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, CaseField::ALL.iter().map(|field| field.code()).collect());
    }
}
