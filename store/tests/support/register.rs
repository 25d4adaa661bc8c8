//! Schools, placements and cases, readably written down.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::change::CaseValues,
    contact::{ContactDetailKind, change::ContactValues, detail::Detail},
    coverage::{Explanation, Policy, assess},
    id::{CaseId, ContactDetailId, OrganiserId, PersonId, PlacementId, StudyPathId, UnitId},
    measure::{MeasureType, NewMeasure},
    occupation::OccupationBefore,
    organisation::{AcademicYear, OrganisationNumber, ProgrammeKind, Validity},
    period::Period,
};
use store::{CaseWrite, NewStudyPath, NewUnit, OpenedCase, OperationTransaction, PlacementWrite};

use super::{NORRKOPING, day, instant, place};

/// An organiser with one unit and a study path of each kind.
pub struct School {
    pub organiser: OrganiserId,
    pub unit: UnitId,
    paths: Vec<(ProgrammeKind, StudyPathId)>,
}

/// The academic year of the stories.
pub fn academic_year() -> AcademicYear {
    "2026/2027".parse().unwrap()
}

/// A period; an empty end is until further notice.
pub fn period(start: &str, end: &str) -> Period {
    Period::new(day(start), (!end.is_empty()).then(|| day(end)))
}

impl School {
    pub async fn build(transaction: &mut OperationTransaction) -> Self {
        let number = OrganisationNumber::try_from("212000-0456").unwrap();
        let organiser = transaction.add_organiser(&number, "Norrköpings kommun").await.unwrap();
        let unit = NewUnit {
            organiser,
            code: "12345678".into(),
            name: "Fria Friskolan".into(),
            validity: Validity::default(),
        };
        let unit = transaction.add_unit(&unit).await.unwrap();
        let mut paths = Vec::new();
        for (code, kind) in [
            ("NA", ProgrammeKind::National),
            ("IMV", ProgrammeKind::Introductory),
            ("IAIND", ProgrammeKind::Adapted),
            ("VUXGY", ProgrammeKind::Komvux),
            ("FHSK", ProgrammeKind::Other),
        ] {
            let path = NewStudyPath {
                code: code.into(),
                national_code: code.into(),
                name: String::new(),
                kind,
                validity: Validity::default(),
            };
            paths.push((kind, transaction.add_study_path(&path).await.unwrap()));
        }
        Self { organiser, unit, paths }
    }

    pub fn path(&self, kind: ProgrammeKind) -> StudyPathId {
        self.paths.iter().find(|(other, _)| *other == kind).expect("a path of each kind").1
    }

    pub fn placement(&self, person: PersonId, kind: ProgrammeKind, period: Period) -> PlacementWrite {
        PlacementWrite {
            id: None,
            person,
            unit: self.unit,
            study_path: self.path(kind),
            grade: "1".into(),
            class: "NA26B".into(),
            period,
        }
    }

    pub async fn place(
        &self,
        transaction: &mut OperationTransaction,
        person: PersonId,
        kind: ProgrammeKind,
        period: Period,
    ) -> PlacementId {
        let placement = self.placement(person, kind, period);
        transaction.save_placements(self.organiser, academic_year(), &[placement]).await.unwrap()[0]
    }
}

/// Why a case is opened or closed on a day, from what is stored.
pub async fn explanation(
    transaction: &mut OperationTransaction,
    municipality: &str,
    person: PersonId,
    date: &str,
) -> Explanation {
    let (scope, policy) = (Scope::of_the_system(), Policy::proposed(day(date)));
    let found = transaction.candidate_facts(&scope, place(municipality), &[person.into()]).await.unwrap();
    let facts = &found[0].facts;
    let assessment = assess(facts, place(municipality), day(date), &policy).unwrap();
    Explanation::new(&assessment, day(date), policy.rule_set)
}

/// Opens a case in Norrköping, and writes its row.
pub async fn open_case(transaction: &mut OperationTransaction, person: PersonId, date: &str) -> CaseId {
    open_case_in(transaction, NORRKOPING, person, date).await
}

/// Opens a case, and writes its row.
pub async fn open_case_in(
    transaction: &mut OperationTransaction,
    municipality: &str,
    person: PersonId,
    date: &str,
) -> CaseId {
    let explanation = explanation(transaction, municipality, person, date).await;
    let opened = [OpenedCase { person, explanation }];
    let cases = transaction.open_cases(place(municipality), day(date), None, &opened).await.unwrap();
    transaction.refresh_case_rows(&[person], day(date)).await.unwrap();
    cases[0]
}

/// A measure that has not ended.
pub fn measure(kind: MeasureType, start: &str, end: &str) -> NewMeasure {
    NewMeasure {
        kind,
        period: period(start, end),
        occupation_before: OccupationBefore::None,
        occupation_after: None,
        outcome: None,
        notes: "Bara för kommunen".into(),
    }
}

/// Sets fields of a case.
pub async fn set_fields(
    transaction: &mut OperationTransaction,
    case: CaseId,
    notes: Option<&str>,
    set: impl FnOnce(&mut CaseValues),
) {
    let edited = transaction.edited_cases(&Scope::of_the_system(), &[case]).await.unwrap().remove(0);
    let mut values = edited.values;
    set(&mut values);
    let notes = notes.map(str::to_owned);
    let write = CaseWrite { id: case, version: edited.version, values, notes, judge_again: true };
    transaction.write_cases(&[write]).await.unwrap();
}

/// Closes the open follow-ups of the contacts that were made with a case on a day.
pub async fn close_follow_ups(
    transaction: &mut OperationTransaction,
    case: CaseId,
    contact: NaiveDate,
    reason: &str,
    on: &str,
) {
    let contacts = transaction.edited_contacts_of(&Scope::of_the_system(), case).await.unwrap();
    let closed: Vec<_> = contacts
        .into_iter()
        .map(|record| record.contact)
        .filter(|made| made.values.date == contact)
        .filter_map(|made| {
            let follow_up = made.values.follow_up.closed(day(on), reason)?;
            Some((made.id, made.version, ContactValues { follow_up, ..made.values }))
        })
        .collect();
    transaction.write_contacts(&closed, "Bo Ek", instant("2026-11-20T08:00:00Z")).await.unwrap();
}

/// A way to reach somebody, not yet registered.
pub fn detail(kind: ContactDetailKind, value: &str, primary: bool) -> Detail {
    let (id, value) = (ContactDetailId(0), value.to_owned());
    Detail { id, kind, value, primary, primary_telephone: false }
}

/// Registers a measure.
pub async fn add_measure(
    transaction: &mut OperationTransaction,
    case: CaseId,
    measure: &NewMeasure,
) -> domain::id::MeasureId {
    transaction.add_measure(case, measure, "Åsa Lindqvist", instant("2026-11-20T08:00:00Z")).await.unwrap()
}
