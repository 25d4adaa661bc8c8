//! Registering a measure, in one case or in many (`rules.md` section 3; seed 001, "Registrera åtgärder").

use chrono::NaiveDate;

use super::{MeasureField, MeasureRefusal, NewMeasure, plan_measure};
use crate::{
    case::CaseFact,
    civic_number::birthday,
    id::MeasureId,
    language::{Language, Message, named},
    many::Many,
    occupation::{OccupationAfter, OccupationAtRegistration, OccupationBefore},
    period::Period,
};

/// A measure that is registered, and what that does to the measures already there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// What is registered.
    pub measure: NewMeasure,
    /// The open-ended measure that ends the day before the new one starts, and that day. It becomes incomplete: what came
    /// after it and how it ended are not told.
    pub ends: Option<(MeasureId, NaiveDate)>,
    /// What the caseworker is told besides.
    pub notices: Vec<MeasureNotice>,
}

named! {
    /// What a caseworker is told of a measure that is registered nevertheless. The name is the whole sentence.
    pub enum MeasureNotice {
        EndsAnother = "ends_another",
            "Den pågående åtgärden får slutdatum dagen före. Fyll i dess Sysselsättning efter och Orsak avslutad.",
            "The ongoing measure ends the day before. Fill in its occupation after and outcome.";
        StartsBeforeCase = "starts_before_case",
            "Startdatum ligger före Datum för registrering, vilket SCB inte tar emot. Ändra ett av dem före nästa rapportering.",
            "The start date is before the registration date, which Statistics Sweden does not accept. Change one of them before the next report.";
    }
}

impl Registration {
    /// The case with the measure, registered as `id`.
    #[must_use]
    pub fn applied_to(&self, case: &CaseFact, id: MeasureId) -> CaseFact {
        let mut measures = case.measures.clone();
        for measure in &mut measures {
            if let Some((_, end)) = self.ends.filter(|(ended, _)| *ended == measure.id) {
                measure.period.end = Some(end);
            }
        }
        measures.push(self.measure.fact(id));
        CaseFact { measures, ..case.clone() }
    }
}

/// Decides whether a measure can be registered in a case. `birth` is the person's day of birth, where the number tells it.
///
/// # Errors
/// Everything that is wrong with it, never empty.
pub fn register(
    case: &CaseFact,
    birth: Option<NaiveDate>,
    new: &NewMeasure,
    today: NaiveDate,
) -> Result<Registration, Vec<MeasureRefusal>> {
    let mut refusals = within_responsibility(&new.period, birth);
    refusals.extend(after_closing(case, &new.period));
    let plan = match plan_measure(&case.measures, new, today) {
        Ok(plan) if refusals.is_empty() => plan,
        Ok(_) => return Err(refusals),
        Err(refusal) => {
            refusals.push(refusal);
            return Err(refusals);
        }
    };
    let notices = [
        plan.ends.map(|_| MeasureNotice::EndsAnother),
        (new.period.start < case.registered).then_some(MeasureNotice::StartsBeforeCase),
    ];
    Ok(Registration {
        measure: new.clone(),
        ends: plan.ends,
        notices: notices.into_iter().flatten().collect(),
    })
}

/// Decides about a measure in each of many cases: those in which it cannot be registered do not hinder the others. Each
/// comes with the person's day of birth and its own form of the measure.
pub fn register_many<'a>(
    cases: impl IntoIterator<Item = (&'a CaseFact, Option<NaiveDate>, &'a NewMeasure)>,
    today: NaiveDate,
) -> Many<Registration, MeasureRefusal> {
    cases.into_iter().map(|(case, birth, new)| (case.id, register(case, birth, new, today))).collect()
}

/// What is wrong with days outside the years of the responsibility: before birth, or after the twentieth birthday.
pub(super) fn within_responsibility(period: &Period, birth: Option<NaiveDate>) -> Vec<MeasureRefusal> {
    let Some(birth) = birth else { return Vec::new() };
    let last = birthday(birth, 20);
    let beyond = |field| MeasureRefusal::BeyondTwenty { field, birthday: last };
    if period.start < birth {
        vec![MeasureRefusal::StartsBeforeBirth]
    } else if period.start > last {
        vec![beyond(MeasureField::Start)]
    } else if period.end.is_some_and(|end| end > last) {
        vec![beyond(MeasureField::End)]
    } else {
        Vec::new()
    }
}

/// A closed case takes what was over when it closed; nobody would end anything else in it.
pub(super) fn after_closing(case: &CaseFact, period: &Period) -> Option<MeasureRefusal> {
    let deregistered = case.deregistered?;
    let is_over = period.end.is_some_and(|end| end <= deregistered);
    (!is_over).then_some(MeasureRefusal::CaseClosed { deregistered })
}

/// The occupation that the form of a new measure proposes: what followed the latest measure, else the occupation at
/// registration, which it may be the same as (seed 001, "Sysselsättning"). Nothing where that is not known.
pub fn proposed_occupation(
    at_registration: OccupationAtRegistration,
    after_latest: Option<OccupationAfter>,
) -> Option<OccupationBefore> {
    match after_latest {
        Some(OccupationAfter::NewMeasure) => return Some(OccupationBefore::Measure),
        Some(OccupationAfter::Other) => return Some(OccupationBefore::Other),
        Some(OccupationAfter::None) => return Some(OccupationBefore::None),
        Some(OccupationAfter::Work) => return Some(OccupationBefore::Work),
        Some(OccupationAfter::OtherStudies) => return Some(OccupationBefore::OtherStudies),
        Some(OccupationAfter::AdultEducation) => return Some(OccupationBefore::AdultEducation),
        // Whoever studies on a national programme has left the register; what was before tells nothing of now.
        Some(OccupationAfter::Unknown | OccupationAfter::NationalProgramme) => return None,
        None => {}
    }
    match at_registration {
        OccupationAtRegistration::Unknown => None,
        OccupationAtRegistration::Other => Some(OccupationBefore::Other),
        OccupationAtRegistration::None => Some(OccupationBefore::None),
        OccupationAtRegistration::Work => Some(OccupationBefore::Work),
        OccupationAtRegistration::OtherStudies => Some(OccupationBefore::OtherStudies),
        OccupationAtRegistration::AdultEducation => Some(OccupationBefore::AdultEducation),
        OccupationAtRegistration::IntroductoryProgramme => Some(OccupationBefore::IntroductoryProgramme),
    }
}

impl Message for MeasureNotice {
    fn message(&self, language: Language) -> String {
        use crate::language::Named;
        self.name(language).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Named;

    #[test]
    fn the_proposal_is_what_followed_the_latest_measure_else_what_was_at_registration() {
        let proposed = |at, after| proposed_occupation(at, after).map(Named::code);
        assert_eq!(proposed(OccupationAtRegistration::Unknown, None), None);
        assert_eq!(proposed(OccupationAtRegistration::Work, None), Some("work"));
        assert_eq!(
            proposed(OccupationAtRegistration::Work, Some(OccupationAfter::NewMeasure)),
            Some("measure")
        );
        assert_eq!(proposed(OccupationAtRegistration::Work, Some(OccupationAfter::Unknown)), None);
        // Whatever is in two of the lists is called the same in both.
        for at in OccupationAtRegistration::ALL {
            assert!(proposed(*at, None).is_none_or(|code| code == at.code()), "{at:?}");
        }
    }
}
