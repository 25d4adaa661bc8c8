//! The tab *Aktivitetsansvaret* of a case: what a caseworker may change there, and what the run alone sets (requirement
//! K5; seed 001, "Aktivitetsansvaret").

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::change::{CaseChange, CaseRefusal, CaseValues, EditedCase};
use crate::{
    diploma::DiplomaKind,
    form::{FieldError, Reading},
    id::AccountId,
    language::{Language, Message, Named, named},
    record::{FieldValue, Record},
};

named! {
    /// A field that may be changed there. The codes are the names of the fields of [`ResponsibilityForm`]; those that
    /// [`super::change::CaseField`] has too are called the same.
    pub enum ResponsibilityField {
        Registered = "registered", "Datum för registrering", "Registration date";
        Occupation = "occupation", "Sysselsättning vid registrering", "Occupation at registration";
        OtherSchooling = "other_schooling_until", "Studier annan skolform till och med", "Other schooling until";
        Caseworker = "caseworker", "Handläggare", "Caseworker";
        LivingOutside = "living_outside", "Boende utanför hemkommun", "Living outside the home municipality";
        HomeDiploma = "home_diploma", "Gymnasieexamen enligt hemkommun", "Diploma according to the home municipality";
        Notes = "notes", "Anteckningar", "Notes";
    }
}

named! {
    /// A field that is shown there and that nobody changes.
    pub enum ShownField {
        Deregistered = "deregistered", "Avregistrerad datum", "Deregistration date";
        Reason = "reason", "Orsak till avregistrering", "Reason for deregistration";
        AuthorityDiploma = "authority_diploma", "Gymnasieexamen enligt myndighetsimport", "Diploma according to the authority";
    }
}

impl Message for ShownField {
    /// Who sets it.
    fn message(&self, language: Language) -> String {
        match self {
            Self::Deregistered | Self::Reason => language.pick(
                "Sätts av körningen. Ett aktivitetsansvar kan inte avslutas för hand.",
                "Set by the run. A case cannot be closed by hand.",
            ),
            Self::AuthorityDiploma => {
                language.pick("Sätts av myndighetens import.", "Set by the authority's import.")
            }
        }
        .to_owned()
    }
}

/// What those fields hold.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponsibilityValues {
    /// The fields that can be changed for many cases at once, too.
    pub case: CaseValues,
    /// The mark of a diploma by the home municipality, if there is one.
    pub home_diploma: Option<DiplomaKind>,
    /// The municipality's own notes.
    pub notes: String,
}

crate::private_debug!(ResponsibilityValues);

/// What stands in the form, as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResponsibilityForm {
    /// The registration date.
    pub registered: String,
    /// The code of the occupation at registration.
    pub occupation: String,
    /// The last day of other schooling, or empty.
    pub other_schooling_until: String,
    /// The account of the caseworker, or empty.
    pub caseworker: String,
    /// The code of where the person lives, or empty.
    pub living_outside: String,
    /// The code of the kind of diploma, or empty.
    pub home_diploma: String,
    /// Notes, or empty.
    pub notes: String,
}

crate::private_debug!(ResponsibilityForm);

impl ResponsibilityForm {
    /// What a form holds in which nobody has changed anything.
    pub fn written(values: &ResponsibilityValues) -> Self {
        let CaseValues { registered, occupation, other_schooling_until, caseworker, living_outside } =
            values.case;
        Self {
            registered: registered.to_string(),
            occupation: occupation.code().to_owned(),
            other_schooling_until: other_schooling_until.map(|date| date.to_string()).unwrap_or_default(),
            caseworker: caseworker.map(|account| account.to_string()).unwrap_or_default(),
            living_outside: living_outside.map(Named::code).unwrap_or_default().to_owned(),
            home_diploma: values.home_diploma.map(Named::code).unwrap_or_default().to_owned(),
            notes: values.notes.clone(),
        }
    }

    /// What the fields are to hold.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read.
    pub fn read(
        &self,
        today: NaiveDate,
    ) -> Result<ResponsibilityValues, Vec<FieldError<ResponsibilityField>>> {
        use ResponsibilityField as Field;
        let mut reading = Reading::new(today);
        let registered = reading.required_date(Field::Registered, &self.registered);
        let occupation = reading.required_choice(Field::Occupation, &self.occupation);
        let other_schooling_until = reading.date(Field::OtherSchooling, &self.other_schooling_until);
        let account = |text: &str| text.parse().ok().map(AccountId);
        let caseworker = reading.chosen(Field::Caseworker, &self.caseworker, account);
        let living_outside = reading.choice(Field::LivingOutside, &self.living_outside);
        let home_diploma = reading.choice(Field::HomeDiploma, &self.home_diploma);
        let notes = reading.notes(Field::Notes, &self.notes);
        reading.done(|| {
            let (registered, occupation) = (registered?, occupation?);
            let case =
                CaseValues { registered, occupation, other_schooling_until, caseworker, living_outside };
            Some(ResponsibilityValues { case, home_diploma, notes })
        })
    }
}

/// What is saved, and what the caseworker is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponsibilityPlan {
    /// What the fields hold afterwards.
    pub values: ResponsibilityValues,
    /// What follows from it.
    pub notices: Vec<ResponsibilityNotice>,
}

/// What follows from a change of a case, told when it is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponsibilityNotice {
    /// A mark of a diploma closes the case in the next run.
    DiplomaCloses,
    /// The case is excluded until a day, and closed after it.
    Excluded {
        /// The last day of other schooling.
        until: NaiveDate,
    },
    /// The case is no longer excluded.
    NoLongerExcluded,
}

impl Message for ResponsibilityNotice {
    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::DiplomaCloses, _) => language
                .pick(
                    "Aktivitetsansvaret avslutas vid nästa körning med orsaken Fått examensbevis.",
                    "The next run closes the case with the reason Obtained a diploma.",
                )
                .to_owned(),
            (Self::Excluded { until }, Language::Swedish) => format!(
                "Till och med {until} är statusen Studier annan skolform: individen syns inte i standardurvalet och rapporteras inte till SCB. Därefter avslutas aktivitetsansvaret med orsaken Gymnasiestudier, och dagen efter skapas ett nytt om individen fortfarande omfattas."
            ),
            (Self::Excluded { until }, Language::English) => format!(
                "Until {until}, that day included, the status is Other schooling: the person is neither in the default selection nor reported to Statistics Sweden. Then the case is closed with the reason Upper secondary studies, and the day after a new one is opened if the person is still covered."
            ),
            (Self::NoLongerExcluded, _) => language
                .pick(
                    "Individen syns i standardurvalet igen och rapporteras till SCB.",
                    "The person is in the default selection again and reported to Statistics Sweden.",
                )
                .to_owned(),
        }
    }
}

/// Decides what the fields of a case hold after a change. Only what differs is judged. `before` is what stands there now, as
/// `case` has it besides notes and diploma.
///
/// # Errors
/// Everything that is wrong with it, never empty.
pub fn decide(
    case: &EditedCase,
    before: &ResponsibilityValues,
    after: &ResponsibilityValues,
    today: NaiveDate,
    is_user: impl Fn(AccountId) -> bool,
) -> Result<ResponsibilityPlan, Vec<CaseRefusal>> {
    let values = CaseChange::between(&case.values, &after.case).decide(case, today, is_user)?;
    let is_open = case.deregistered.is_none();
    let marked = before.home_diploma.is_none() && after.home_diploma.is_some();
    let (was, is) = (case.values.other_schooling_until, values.other_schooling_until);
    let notices = [
        (marked && is_open).then_some(ResponsibilityNotice::DiplomaCloses),
        is.filter(|_| was != is).map(|until| ResponsibilityNotice::Excluded { until }),
        (was.is_some() && is.is_none()).then_some(ResponsibilityNotice::NoLongerExcluded),
    ];
    Ok(ResponsibilityPlan {
        values: ResponsibilityValues { case: values, ..after.clone() },
        notices: notices.into_iter().flatten().collect(),
    })
}

impl Record for ResponsibilityValues {
    type Field = ResponsibilityField;

    fn value(&self, field: ResponsibilityField) -> FieldValue {
        let case = &self.case;
        match field {
            ResponsibilityField::Registered => FieldValue::Day(case.registered),
            ResponsibilityField::Occupation => FieldValue::choice(Some(case.occupation)),
            ResponsibilityField::OtherSchooling => FieldValue::day(case.other_schooling_until),
            ResponsibilityField::Caseworker => case.caseworker.map_or(FieldValue::Empty, FieldValue::User),
            ResponsibilityField::LivingOutside => FieldValue::choice(case.living_outside),
            ResponsibilityField::HomeDiploma => FieldValue::choice(self.home_diploma),
            ResponsibilityField::Notes => FieldValue::text(&self.notes),
        }
    }

    fn take(&mut self, from: &Self, field: ResponsibilityField) {
        match field {
            ResponsibilityField::Registered => self.case.registered = from.case.registered,
            ResponsibilityField::Occupation => self.case.occupation = from.case.occupation,
            ResponsibilityField::OtherSchooling => {
                self.case.other_schooling_until = from.case.other_schooling_until;
            }
            ResponsibilityField::Caseworker => self.case.caseworker = from.case.caseworker,
            ResponsibilityField::LivingOutside => self.case.living_outside = from.case.living_outside,
            ResponsibilityField::HomeDiploma => self.home_diploma = from.home_diploma,
            ResponsibilityField::Notes => self.notes.clone_from(&from.notes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::change::CaseField,
        contact::LivingOutside,
        id::{CaseId, PersonId},
        municipality::MunicipalityCode,
        occupation::OccupationAtRegistration,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn values() -> ResponsibilityValues {
        ResponsibilityValues {
            case: CaseValues {
                registered: day("2026-09-01"),
                occupation: OccupationAtRegistration::Unknown,
                other_schooling_until: None,
                caseworker: Some(AccountId(7)),
                living_outside: Some(LivingOutside::Nordic),
            },
            home_diploma: None,
            notes: "Vill läsa på komvux".into(),
        }
    }

    fn case(deregistered: Option<&str>) -> EditedCase {
        EditedCase {
            id: CaseId(1),
            person: PersonId(1),
            municipality: MunicipalityCode::try_from("0581").unwrap(),
            version: 1,
            values: values().case,
            deregistered: deregistered.map(day),
            earlier_until: None,
            birth: Some(day("2008-08-17")),
        }
    }

    fn notices(after: &ResponsibilityValues, deregistered: Option<&str>) -> Vec<ResponsibilityNotice> {
        decide(&case(deregistered), &values(), after, day("2026-11-21"), |_| true).unwrap().notices
    }

    #[test]
    fn what_is_written_is_read_as_the_same_and_the_fields_are_called_by_their_codes() {
        let form = ResponsibilityForm::written(&values());
        assert_eq!(form.read(day("2026-11-21")).unwrap(), values());
        let json = serde_json::to_value(form).unwrap();
        let names: std::collections::BTreeSet<&str> =
            json.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ResponsibilityField::ALL.iter().map(|field| field.code()).collect());
        assert!(CaseField::ALL.iter().all(|field| {
            ResponsibilityField::from_code(field.code())
                .is_some_and(|same| same.name(Language::Swedish) == field.name(Language::Swedish))
        }));
    }

    #[test]
    fn a_diploma_marked_by_hand_closes_the_open_case_in_the_next_run() {
        let marked = ResponsibilityValues { home_diploma: Some(DiplomaKind::UpperSecondary), ..values() };
        assert_eq!(notices(&marked, None), [ResponsibilityNotice::DiplomaCloses]);
        assert_eq!(notices(&marked, Some("2026-10-31")), []);
    }

    #[test]
    fn what_excluding_means_is_told_when_it_is_saved() {
        let until = day("2026-12-31");
        let case = CaseValues { other_schooling_until: Some(until), ..values().case };
        let excluded = ResponsibilityValues { case, ..values() };
        assert_eq!(notices(&excluded, None), [ResponsibilityNotice::Excluded { until }]);
        let message = ResponsibilityNotice::Excluded { until }.message(Language::Swedish);
        assert!(message.contains("2026-12-31") && message.contains("SCB"), "{message}");
    }

    #[test]
    fn what_the_run_sets_is_no_field_of_the_form() {
        for field in ShownField::ALL {
            assert_eq!(ResponsibilityField::from_code(field.code()), None);
            assert!(!field.message(Language::English).is_empty());
        }
    }
}
