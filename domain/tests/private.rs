//! Debug output ends in logs and in the messages of panics: it holds nothing of a person.

use std::fmt::Debug;

use domain::{
    civic_number::CivicNumber,
    contact::{ContactWay, NewContact},
    exchange::{RowError, population::PopulationPost, pupils::PupilRow},
    id::PersonId,
    language::Named,
    measure::{MeasureRefusal, MeasureType, NewMeasure},
    occupation::OccupationBefore,
    operation::{Change, ChangeKind, EntityKind},
    period::Period,
    person::{Address, AddressKind, Name, ProtectionMarks},
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
    for printed in all.map(|value| format!("{value:?}")) {
        assert!(!printed.contains(PERSONAL) && !printed.contains("0817"), "{printed}");
        assert!(printed.contains(".."), "{printed}");
    }
}
