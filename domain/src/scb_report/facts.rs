//! What the report needs to know of a case, as plain values.

use chrono::NaiveDate;

use crate::{
    case::DeregistrationReason,
    civic_number::CivicNumber,
    id::{CaseId, ContactId, MeasureId, PersonId},
    language::named,
    measure::{MeasureOutcome, MeasureType, incomplete::Ending},
    municipality::MunicipalityCode,
    occupation::{OccupationAfter, OccupationAtRegistration, OccupationBefore},
    organisation::ProgrammeKind,
    period::Period,
};

named! {
    /// Why a person came to be covered (*orsak till registrering*), which is reported since 2017-07-01.
    pub enum RegistrationReason {
        LeftNationalProgramme = "left-national-programme", "Avbrutit nationellt program", "Left a national programme";
        StudyCertificate = "study-certificate", "Studiebevis", "Study certificate";
        NeverStudied = "never-studied", "Aldrig påbörjat gymnasiestudier", "Never began upper secondary studies";
        Other = "other", "Annan orsak", "Other reason";
    }
}

/// A case and what is reported of it. Nothing else of it is read.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseFacts {
    /// Which case.
    pub case: CaseId,
    /// Whose.
    pub person: PersonId,
    /// The person's number.
    pub number: CivicNumber,
    /// Whether the person is protected.
    pub is_protected: bool,
    /// Whose case it is.
    pub municipality: MunicipalityCode,
    /// The first day.
    pub registered: NaiveDate,
    /// The last day, once closed.
    pub deregistered: Option<NaiveDate>,
    /// Why closed.
    pub reason: Option<DeregistrationReason>,
    /// Occupation at registration.
    pub occupation: OccupationAtRegistration,
    /// The last day of studies in another form of school.
    pub other_schooling_until: Option<NaiveDate>,
    /// The measures, in any order.
    pub measures: Vec<MeasureFacts>,
    /// The contacts, in any order.
    pub contacts: Vec<ContactFacts>,
    /// The person's placements and their kinds, in any order.
    pub placements: Vec<(Period, ProgrammeKind)>,
}

crate::private_debug!(CaseFacts, case);

/// A measure, without its notes: they never leave the municipality.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MeasureFacts {
    /// Which measure.
    pub id: MeasureId,
    /// Its type.
    pub kind: MeasureType,
    /// Its days.
    pub period: Period,
    /// What the person did before it.
    pub before: OccupationBefore,
    /// What the person did after it, once that is told.
    pub after: Option<OccupationAfter>,
    /// How it ended, once that is told.
    pub outcome: Option<MeasureOutcome>,
    /// The day on which the run closed it with its case, if it has.
    pub closed_with_case: Option<NaiveDate>,
}

crate::private_debug!(MeasureFacts, id);

impl MeasureFacts {
    /// What tells how it ended.
    pub const fn ending(&self) -> Ending {
        Ending {
            period: self.period,
            after: self.after,
            outcome: self.outcome,
            closed_with_case: self.closed_with_case,
        }
    }
}

/// A contact, without what was said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ContactFacts {
    /// Which contact.
    pub id: ContactId,
    /// When it was made.
    pub date: NaiveDate,
}

crate::private_debug!(ContactFacts, id);

impl CaseFacts {
    /// Whether the case was open on some day of a period.
    pub fn was_open_in(&self, period: super::ReportPeriod) -> bool {
        period.overlaps(&Period::new(self.registered, self.deregistered))
    }

    /// The day on which it was closed, if that is known on a day. What comes later belongs to a later report.
    pub fn deregistered_by(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.deregistered.filter(|deregistered| *deregistered <= day)
    }

    /// Whether its studies in another form of school go on, on a day.
    pub fn studies_elsewhere_on(&self, day: NaiveDate) -> bool {
        self.deregistered_by(day).is_none() && self.other_schooling_until.is_some_and(|until| day <= until)
    }

    /// Whether it was closed because the day of other schooling had passed (`rules.md` 2.3). The run keeps that day.
    pub fn closed_after_other_schooling(&self) -> bool {
        self.reason == Some(DeregistrationReason::NationalProgramme)
            && self.other_schooling_until.zip(self.deregistered).is_some_and(|(until, day)| day > until)
            && !self.begins_programme_by_closing()
    }

    /// Whether a placement on a national programme is what closed it, so that the other schooling is not.
    fn begins_programme_by_closing(&self) -> bool {
        let closed = self.deregistered.unwrap_or(NaiveDate::MAX);
        let is_national = |kind| matches!(kind, ProgrammeKind::National | ProgrammeKind::Adapted);
        self.placements.iter().any(|(period, kind)| is_national(*kind) && period.contains(closed))
    }

    /// Whether the person studies on an introductory programme on a day on which the case is open.
    pub fn is_introductory_on(&self, day: NaiveDate) -> bool {
        let is_introductory = |(period, kind): &(Period, ProgrammeKind)| {
            *kind == ProgrammeKind::Introductory && period.contains(day)
        };
        self.deregistered_by(day).is_none() && self.placements.iter().any(is_introductory)
    }

    /// Why the person came to be covered, as their placements tell it. That somebody has a study certificate is told by no
    /// source of the register, and is therefore never the answer.
    pub fn registration_reason(&self) -> RegistrationReason {
        let before = self.placements.iter().filter(|(period, _)| period.start < self.registered);
        match before.max_by_key(|(period, kind)| (period.start, period.end, *kind)) {
            None => RegistrationReason::NeverStudied,
            Some((_, ProgrammeKind::National | ProgrammeKind::Adapted)) => {
                RegistrationReason::LeftNationalProgramme
            }
            Some(_) => RegistrationReason::Other,
        }
    }

    /// What the register knows the person to have done on a day, as codes of the occupations: a measure that goes on, else what
    /// came after the last one, else the occupation at registration. No field of a contact tells it.
    pub fn occupation_on(&self, day: NaiveDate) -> Occupation {
        if self.measures.iter().any(|measure| measure.period.contains(day)) {
            return Occupation::Before(OccupationBefore::Measure);
        }
        let over = self.measures.iter().filter(|measure| measure.period.end.is_some_and(|end| end < day));
        let last =
            over.max_by_key(|measure| (measure.period.end, measure.id)).and_then(|measure| measure.after);
        last.map_or(Occupation::AtRegistration(self.occupation), Occupation::After)
    }
}

/// An occupation of one of the three code lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occupation {
    /// At registration.
    AtRegistration(OccupationAtRegistration),
    /// Before something.
    Before(OccupationBefore),
    /// After something.
    After(OccupationAfter),
}
