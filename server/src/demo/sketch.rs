//! The people whom the drawings of the interface show, so that the demo looks like the drawings.
//!
//! They live in Norrköping and are part of a demo of at least a thousand people whose today is near the day of the
//! drawings, 21 November 2026.

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    civic_number::CivicNumber,
    contact::{ContactDetailKind, ContactWay, NewContact},
    language::Named,
    measure::{MeasureType, NewMeasure},
    municipality::MunicipalityCode,
    occupation::{OccupationAtRegistration, OccupationBefore},
    organisation::ProgrammeKind,
    period::Period,
    person::{Name, Residence},
};

use super::{
    activity::{Activity, Work},
    data::fields,
    number::personal_number,
    person::Person,
    school::{UNITS, first_day, last_day, study_path},
    schooling::SchoolYear,
};

/// The fewest people of a demo that has the people of the drawings.
const LEAST_PERSONS: u64 = 1000;

/// Somebody of the drawings, as written in `data/sketches.txt`.
struct Sketch {
    number: CivicNumber,
    person: Person,
    work: Vec<Activity>,
}

/// The numbers of the people of the drawings, or none when the demo is too small or plays at another time.
pub(super) fn numbers(persons: u64, today: NaiveDate) -> Vec<CivicNumber> {
    let first = NaiveDate::from_ymd_opt(2026, 11, 21);
    let last = NaiveDate::from_ymd_opt(2027, 5, 31);
    let near = first.is_some_and(|first| first <= today) && last.is_some_and(|last| today <= last);
    if near && persons >= LEAST_PERSONS {
        sketches().map(|sketch| sketch.number).collect()
    } else {
        Vec::new()
    }
}

/// The person with the number.
pub(super) fn person(index: u64) -> Option<Person> {
    let person = sketches().nth(usize::try_from(index).ok()?)?.person;
    Some(Person { index, ..person })
}

/// What is done with the case of a person of the drawings.
pub(super) fn course(index: u64) -> Vec<Activity> {
    let sketch = usize::try_from(index).ok().and_then(|index| sketches().nth(index));
    let mut work = sketch.map(|sketch| sketch.work).unwrap_or_default();
    work.sort_by_key(|activity| activity.date);
    work
}

fn sketches() -> impl Iterator<Item = Sketch> {
    fields(include_str!("data/sketches.txt")).filter_map(sketch)
}

fn sketch([birth, number, given, surname, since, school, work]: [&'static str; 7]) -> Option<Sketch> {
    let birth: NaiveDate = birth.parse().ok()?;
    let number = personal_number(birth, number.parse().ok()?)?;
    let home = MunicipalityCode::try_from("0581").ok()?;
    let name = Name {
        given: given.to_owned(),
        calling_mark: Some(10),
        middle: String::new(),
        surname: surname.to_owned(),
    };
    let person = Person {
        index: 0,
        number,
        former: None,
        birth,
        name,
        arrived: None,
        stays: vec![Residence { municipality: home, since: since.parse().ok() }],
        deregistration: None,
        protection: None,
        school_years: school.split(',').flat_map(|text| school_years(text, birth.year() + 16)).collect(),
        diploma: None,
    };
    let work = work.split(',').filter_map(activity).collect();
    Some(Sketch { number, person, work })
}

/// Reads `unit programme first-grade-year last-day`: the years from the first up to the one of the last day.
fn school_years(text: &str, first_at_sixteen: i32) -> Vec<SchoolYear> {
    let mut words = text.split(' ');
    let (Some(unit), Some(programme), Some(years_late), last) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Vec::new();
    };
    let Some(unit) = UNITS.iter().position(|known| known.code == unit) else { return Vec::new() };
    let began = first_at_sixteen + years_late.parse::<i32>().unwrap_or_default();
    let kind = ProgrammeKind::proposed(programme).unwrap_or(ProgrammeKind::National);
    let last: Option<NaiveDate> = last.and_then(|last| last.parse().ok());
    let year = |grade: i32| {
        let year = began + grade - 1;
        let start = first_day(year);
        let planned_end = if grade == 3 { last_day(year + 1) } else { first_day(year + 1) - Days::new(1) };
        let end = last.map_or(planned_end, |last| last.min(planned_end));
        (start <= end).then(|| SchoolYear {
            year,
            unit,
            path: study_path(programme, kind, began),
            grade: grade.unsigned_abs() as u8,
            class: format!("{programme}{:02}A", began % 100),
            start,
            planned_end,
            end,
        })
    };
    let grades = if kind == ProgrammeKind::National { 3 } else { 1 };
    (1..=grades).filter_map(year).collect()
}

/// Reads `date|caseworker|what|…`.
fn activity(text: &'static str) -> Option<Activity> {
    let parts: Vec<&str> = text.split('|').collect();
    let part = |place: usize| parts.get(place).copied().unwrap_or_default();
    let date: NaiveDate = part(0).parse().ok()?;
    let by = part(1).parse().ok()?;
    let what = match part(2) {
        "caseworker" => Work::Caseworker(by),
        "occupation" => Work::Occupation(OccupationAtRegistration::from_code(part(3))?),
        "phone" => {
            Work::ContactDetail { kind: ContactDetailKind::Mobile, value: part(3).to_owned(), primary: true }
        }
        "closed" => Work::CloseFollowUp { contact: part(3).parse().ok()?, reason: part(4).to_owned() },
        "measure" => Work::Measure(NewMeasure {
            kind: MeasureType::from_code(part(3))?,
            period: Period::new(part(4).parse().ok()?, part(5).parse().ok()),
            occupation_before: OccupationBefore::from_code(part(6))?,
            occupation_after: None,
            outcome: None,
            notes: String::new(),
        }),
        way => Work::Contact(NewContact {
            date,
            heading: part(3).to_owned(),
            way: ContactWay::from_code(way)?,
            notes: part(5).to_owned(),
            follow_up: part(4).parse().ok(),
        }),
    };
    Some(Activity { date, by, what })
}
