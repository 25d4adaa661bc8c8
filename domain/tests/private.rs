//! Debug output ends in logs and in the messages of panics: it holds nothing of a person.

use std::fmt::Debug;

use domain::{
    case::{
        entry::EntryForm,
        responsibility::{ResponsibilityForm, ResponsibilityValues},
    },
    civic_number::CivicNumber,
    contact::{
        ContactWay, NewContact, change::ContactValues, detail::DetailForm, form::ContactForm,
        postal_address::AddressForm,
    },
    exchange::{RowError, population::PopulationPost, pupils::PupilRow},
    follow_up::{FollowUp, closing::ClosingForm},
    id::PersonId,
    individual_plan::PlanForm,
    language::Named,
    measure::{MeasureRefusal, MeasureType, NewMeasure, form::MeasureForm},
    occupation::OccupationBefore,
    operation::{Change, ChangeKind, EntityKind},
    period::Period,
    person::{Address, AddressKind, Name, ProtectionMarks},
    record::FieldValue,
    school_notice::{NoticeForm, NoticeState},
};

/// What stands in every field that is a person's.
const PERSONAL: &str = "Hemligt";

fn text() -> String {
    PERSONAL.to_owned()
}

#[test]
fn debug_output_holds_no_personal_data() {
    let number: CivicNumber = "20080817-2381".parse().unwrap();
    let date = "2026-11-21".parse().unwrap();
    let name = Name { given: text(), calling_mark: None, middle: text(), surname: text() };
    let address = Address {
        kind: AddressKind::Registered,
        care_of: text(),
        lines: vec![text()],
        postal_code: text(),
        city: text(),
        country: text(),
    };
    let post = PopulationPost {
        number: 7,
        position: 0,
        changed_at: None,
        civic_number: number,
        reference: Some(number),
        protection: ProtectionMarks::default(),
        deregistration: None,
        unknown_deregistration_code: Some(text()),
        name: Some(name.clone()),
        residence: None,
        earlier_residences: Vec::new(),
        addresses: vec![address.clone()],
    };
    let row = PupilRow {
        number: 7,
        position: 0,
        civic_number: number,
        given_name: text(),
        surname: text(),
        unit_code: text(),
        study_path_code: text(),
        grade: text(),
        class: text(),
        period: Period::new(date, None),
    };
    let error = RowError::new(7, 0, Some("20080817-2381".into()), "code", &MeasureRefusal::EndsBeforeStart);
    let contact =
        NewContact { date, heading: text(), way: ContactWay::Letter, notes: text(), follow_up: None };
    let measure = NewMeasure {
        kind: MeasureType::ALL[0],
        period: Period::new(date, None),
        occupation_before: OccupationBefore::None,
        occupation_after: None,
        outcome: None,
        notes: text(),
    };
    let change = Change {
        entity: EntityKind::Person,
        entity_id: 7,
        person: Some(PersonId(7)),
        kind: ChangeKind::Changed,
        before: Some(text()),
        after: Some(text()),
    };
    let all: [&dyn Debug; 8] = [&name, &address, &post, &row, &error, &contact, &measure, &change];
    let forms = forms();
    for printed in all.into_iter().chain(forms.iter().map(|form| &**form)).map(|value| format!("{value:?}")) {
        assert!(!printed.contains(PERSONAL) && !printed.contains("0817"), "{printed}");
        assert!(printed.contains(".."), "{printed}");
    }
}

/// What is typed and what is read of it.
fn forms() -> Vec<Box<dyn Debug>> {
    let number = "20080817-2381".to_owned();
    let day: chrono::NaiveDate = "2026-11-21".parse().unwrap();
    let closed = FollowUp::Closed { due: day, on: day, reason: text() };
    let contact = ContactValues {
        date: day,
        heading: text(),
        way: ContactWay::Letter,
        notes: text(),
        follow_up: closed.clone(),
    };
    let plan = PlanForm { goal: text(), person: text(), ..PlanForm::default() };
    let plan_read = PlanForm { start: "2026-11-21".into(), evaluate_on: "2026-11-21".into(), ..plan.clone() };
    let notice = NoticeForm {
        civic_number: number.clone(),
        kind: "leaves".into(),
        school: text(),
        date: "2026-11-21".into(),
        text: text(),
    };
    let detail =
        DetailForm { kind: "email".into(), value: format!("{PERSONAL}@example.se"), ..DetailForm::default() };
    let values = ResponsibilityValues {
        case: domain::case::change::CaseValues {
            registered: day,
            occupation: domain::occupation::OccupationAtRegistration::Unknown,
            other_schooling_until: None,
            caseworker: None,
            living_outside: None,
        },
        home_diploma: None,
        notes: text(),
    };
    let conflict = domain::record::Conflict {
        field: domain::measure::MeasureField::Notes,
        theirs: FieldValue::text(PERSONAL),
        mine: FieldValue::text(PERSONAL),
    };
    let report = domain::scb_report::Entry {
        case: domain::id::CaseId(7),
        person: PersonId(7),
        rows: vec![vec![text(), number.clone()]],
        findings: Vec::new(),
    };
    vec![
        Box::new(EntryForm { civic_number: number, notes: text(), ..EntryForm::default() }),
        Box::new(ResponsibilityForm::written(&values)),
        Box::new(values),
        Box::new(MeasureForm { notes: text(), ..MeasureForm::default() }),
        Box::new(ContactForm::written(&contact)),
        Box::new(contact),
        Box::new(closed),
        Box::new(ClosingForm { top: text(), rows: std::iter::once((1, text())).collect() }),
        Box::new(plan_read.read(day).unwrap()),
        Box::new(plan),
        Box::new(notice.read(day).unwrap()),
        Box::new(notice),
        Box::new(NoticeState::PutAside(text())),
        Box::new(detail.read(day).unwrap()),
        Box::new(detail),
        Box::new(AddressForm { line1: text(), ..AddressForm::default() }),
        Box::new(conflict),
        Box::new(report),
    ]
}
