//! Cases written down briefly, and the layouts that ship.

use domain::{
    case::DeregistrationReason,
    id::{CaseId, ContactId, MeasureId, PersonId},
    language::Named,
    measure::{MeasureOutcome, MeasureType},
    municipality::MunicipalityCode,
    occupation::{OccupationAfter, OccupationAtRegistration, OccupationBefore},
    organisation::ProgrammeKind,
    period::Period,
    scb_report::{CaseFacts, ContactFacts, Draft, Layout, LayoutText, MeasureFacts, ReportPeriod, draft},
};

use crate::support::{civic_number, day};

pub const LAYOUT_2016: &str = include_str!("../../../server/layouts/scb/2016H2.toml");
pub const LAYOUT_2018: &str = include_str!("../../../server/layouts/scb/2018H2.toml");

pub fn text_of(toml: &str) -> LayoutText {
    toml::from_str(toml).unwrap()
}

pub fn layout(toml: &str) -> Layout {
    Layout::try_from(text_of(toml)).unwrap()
}

pub fn days(start: &str, end: &str) -> Period {
    Period::new(day(start), end.parse().ok())
}

pub fn autumn() -> ReportPeriod {
    ReportPeriod::new(day("2018-07-01"), day("2018-12-31")).unwrap()
}

/// The report of the autumn of 2018, made the January after.
pub fn report(cases: &[CaseFacts], layout: &Layout) -> Draft {
    draft(cases, autumn(), layout, day("2019-01-15"))
}

/// The codes of what has been found, with their fields.
pub fn found(draft: &Draft) -> Vec<(&'static str, &'static str)> {
    let findings = draft.entries.iter().flat_map(|entry| &entry.findings);
    findings.map(|finding| (finding.rule.code(), finding.field.code())).collect()
}

/// An open case since 1 September 2018, of somebody who worked.
pub fn case(id: i64, birth: &str) -> CaseFacts {
    CaseFacts {
        case: CaseId(id),
        person: PersonId(100 + id),
        number: civic_number(day(birth)),
        is_protected: false,
        municipality: MunicipalityCode::try_from("0581").unwrap(),
        registered: day("2018-09-01"),
        deregistered: None,
        reason: None,
        occupation: OccupationAtRegistration::Work,
        other_schooling_until: None,
        measures: Vec::new(),
        contacts: Vec::new(),
        placements: Vec::new(),
    }
}

pub trait But {
    fn closed(self, day: &str, reason: DeregistrationReason) -> Self;
    fn elsewhere_until(self, day: &str) -> Self;
    fn measure(self, measure: MeasureFacts) -> Self;
    fn contact(self, id: i64, date: &str) -> Self;
    fn placed(self, days: Period, kind: ProgrammeKind) -> Self;
}

impl But for CaseFacts {
    fn closed(self, last: &str, reason: DeregistrationReason) -> Self {
        Self { deregistered: Some(day(last)), reason: Some(reason), ..self }
    }

    fn elsewhere_until(self, last: &str) -> Self {
        Self { other_schooling_until: Some(day(last)), ..self }
    }

    fn measure(mut self, measure: MeasureFacts) -> Self {
        self.measures.push(measure);
        self
    }

    fn contact(mut self, id: i64, date: &str) -> Self {
        self.contacts.push(ContactFacts { id: ContactId(id), date: day(date) });
        self
    }

    fn placed(mut self, days: Period, kind: ProgrammeKind) -> Self {
        self.placements.push((days, kind));
        self
    }
}

/// A measure that goes on.
pub fn ongoing(id: i64, start: &str) -> MeasureFacts {
    MeasureFacts {
        id: MeasureId(id),
        kind: MeasureType::WorkPlacement,
        period: days(start, ""),
        before: OccupationBefore::None,
        after: None,
        outcome: None,
        closed_with_case: None,
    }
}

/// A measure that has ended and is complete.
pub fn done(id: i64, start: &str, end: &str) -> MeasureFacts {
    MeasureFacts {
        period: days(start, end),
        after: Some(OccupationAfter::Work),
        outcome: Some(MeasureOutcome::Completed),
        ..ongoing(id, start)
    }
}
