//! How the caseworkers of the demo work with a case, from its registration to the demo's today.
//!
//! The whole course is made anew from the case each time and then cut to the days asked for, so that it does not
//! matter how many times the demo stops on the way.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use domain::{
    contact::{ContactDetailKind, ContactWay, LivingOutside, NewContact},
    diploma::DiplomaKind,
    language::Named,
    measure::{MeasureOutcome, MeasureType, NewMeasure},
    municipality::MunicipalityCode,
    occupation::{OccupationAfter, OccupationAtRegistration, OccupationBefore},
    organisation::ProgrammeKind,
    period::Period,
    person::{Address, AddressKind},
};

use super::{
    activity::{Activity, Work},
    data::{PHRASES, fields},
    person::Person,
    post::street_address,
    random::{Random, Topic},
    school::{STUDY_PATHS, last_day, weekday, year_of},
    written::{self, Written},
};

/// Contacts: way, heading, notes.
static CONTACTS: LazyLock<Vec<(ContactWay, &str, &str)>> = LazyLock::new(|| {
    fields(include_str!("data/contacts.txt"))
        .filter_map(|[way, heading, notes]| Some((ContactWay::from_code(way)?, heading, notes)))
        .collect()
});

/// A case being worked with.
struct Course {
    registered: NaiveDate,
    today: NaiveDate,
    /// The caseworker who does most.
    by: usize,
    random: Random,
    activities: Vec<Activity>,
}

/// All that is done with a case, in order of time.
pub(super) fn course(
    person: &Person,
    seed: u64,
    municipality: MunicipalityCode,
    registered: NaiveDate,
    today: NaiveDate,
    caseworkers: usize,
) -> Vec<Activity> {
    let days = registered.signed_duration_since(NaiveDate::MIN).num_days().unsigned_abs();
    let place = municipality.as_str().parse::<u64>().unwrap_or_default();
    let case = Random::of(person.index, Topic::Casework, days * 10_000 + place).below(u64::MAX);
    let mut random = Random::of(seed, Topic::Casework, case);
    let by = random.below(caseworkers.max(1) as u64) as usize;
    let mut course = Course { registered, today, by, random, activities: Vec::new() };
    if course.random.chance(110) {
        // Some cases nobody has got to yet.
        return course.activities;
    }
    let in_introductory = person.school_years.iter().any(|placed| {
        let kind = STUDY_PATHS.get(placed.path).map(|path| path.kind);
        let current = Period::new(placed.start, Some(placed.end)).contains(registered);
        current && kind == Some(ProgrammeKind::Introductory)
    });
    course.details(person);
    course.registration(in_introductory, municipality);
    course.contacts();
    if !in_introductory || course.random.chance(150) {
        course.measures();
    }
    let written = Written { seed, case, registered, today, by };
    course.activities.extend(written::written(person, written));
    course.activities.sort_by_key(|activity| activity.date);
    course.activities
}

impl Course {
    fn add(&mut self, date: NaiveDate, what: Work) {
        self.activities.push(Activity { date, by: self.by, what });
    }

    /// A weekday so many days after another.
    fn later(&mut self, date: NaiveDate, first: i64, last: i64) -> NaiveDate {
        weekday(date + Days::new(self.random.between(first, last).unsigned_abs()))
    }

    fn text(&mut self, texts: &[&str]) -> String {
        self.random.pick(texts).copied().unwrap_or_default().to_owned()
    }

    /// How to reach the person. Numbers are those set aside for fiction, addresses of a domain that cannot exist.
    fn details(&mut self, person: &Person) {
        let day = self.later(self.registered, 1, 5);
        let mut primary = true;
        if self.random.chance(780) {
            let value = format!("070-174 06 {:02}", self.random.between(5, 99));
            self.add(day, Work::ContactDetail { kind: ContactDetailKind::Mobile, value, primary });
            primary = false;
        }
        if self.random.chance(520) {
            let name = format!("{}.{}", person.name.calling(), person.name.surname);
            let value = format!("{}@epost.example", mail_name(&name));
            self.add(day, Work::ContactDetail { kind: ContactDetailKind::Email, value, primary });
        }
    }

    fn registration(&mut self, in_introductory: bool, municipality: MunicipalityCode) {
        use OccupationAtRegistration as At;
        if self.random.chance(840) {
            let day = self.later(self.registered, 2, 25);
            self.add(day, Work::Caseworker(self.by));
        }
        let day = self.later(self.registered, 3, 30);
        if in_introductory {
            self.add(day, Work::Occupation(At::IntroductoryProgramme));
        } else if self.random.chance(800) {
            let found = self.random.one_of(
                &[
                    (At::None, 42),
                    (At::Work, 28),
                    (At::OtherStudies, 10),
                    (At::AdultEducation, 9),
                    (At::Other, 11),
                ],
                At::None,
            );
            self.add(day, Work::Occupation(found));
        }
        if self.random.chance(250) {
            let notes = self.text(&PHRASES.case_notes);
            self.add(day, Work::Notes(notes));
        }
        if self.random.chance(25) {
            let places = [LivingOutside::Nordic, LivingOutside::OutsideNordic, LivingOutside::Other];
            let place = self.random.pick(&places).copied().unwrap_or(LivingOutside::Other);
            self.add(day, Work::LivingOutside(place));
        }
        if self.random.chance(30) {
            let address: Option<Address> =
                street_address(&mut self.random, municipality, AddressKind::Postal);
            if let Some(address) = address {
                self.add(day, Work::PostalAddress(address));
            }
        }
        if self.random.chance(110) && !in_introductory {
            let day = self.later(day, 10, 90);
            let until = last_day(year_of(day) + 1);
            if day < until {
                self.add(day, Work::OtherSchooling(until));
            }
        } else if self.random.chance(25) {
            let day = self.later(day, 120, 400);
            self.add(day, Work::Diploma(DiplomaKind::UpperSecondary));
        }
    }

    /// A letter first, and then contact after contact, each following up the one before, until it falls silent.
    fn contacts(&mut self) {
        let mut date = self.later(self.registered, 2, 9);
        let mut said = Some((ContactWay::Letter, "Första brevet", "Informationsbrev med telefontid."));
        while let Some((way, heading, notes)) = said {
            if date > self.today {
                break;
            }
            let next = self.later(date, 12, 50);
            let follow_up = self.random.chance(780).then(|| self.later(date, 10, 45));
            let (heading, notes) = (heading.to_owned(), notes.to_owned());
            self.add(date, Work::Contact(NewContact { date, heading, way, notes, follow_up }));
            if self.random.chance(90) {
                break;
            }
            if follow_up.is_some() && next <= self.today {
                let reason = self.text(&PHRASES.follow_up_closed);
                self.add(next, Work::CloseFollowUp { contact: date, reason });
            }
            date = next;
            said = self.random.pick(&CONTACTS).copied();
        }
    }

    /// One measure after another. Most are ended as they should be; some are left without an end.
    fn measures(&mut self) {
        let mut start = self.later(self.registered, 12, 70);
        let mut free_from = self.registered + Days::new(1);
        let mut before = self.random.one_of(
            &[(OccupationBefore::None, 55), (OccupationBefore::Work, 20), (OccupationBefore::Other, 25)],
            OccupationBefore::None,
        );
        loop {
            let ahead = self.random.between(3, 45).unsigned_abs();
            let decided = (start - Days::new(ahead)).max(free_from);
            if decided > self.today {
                return;
            }
            let end = self.later(start, 30, 170);
            let (end_is_planned, is_ended) = self
                .random
                .one_of(&[((true, true), 56), ((false, true), 20), ((true, false), 9)], (false, false));
            let kind = self.measure_type();
            let notes =
                if self.random.chance(450) { self.text(&PHRASES.measure_notes) } else { String::new() };
            let measure = NewMeasure {
                kind,
                period: Period::new(start, end_is_planned.then_some(end)),
                occupation_before: before,
                occupation_after: None,
                outcome: None,
                notes,
            };
            self.add(decided, Work::Measure(measure));
            before = OccupationBefore::None;
            if is_ended {
                before = self.end_measure(start, end);
            } else if !end_is_planned && self.random.chance(700) {
                return;
            }
            free_from = end + Days::new(1);
            start = self.later(free_from, 5, 60);
            if self.random.chance(180) {
                return;
            }
        }
    }

    fn measure_type(&mut self) -> MeasureType {
        self.random.one_of(
            &[
                (MeasureType::WorkPlacement, 25),
                (MeasureType::CareerGuidance, 22),
                (MeasureType::ExtendedGuidance, 14),
                (MeasureType::AdultEducation, 12),
                (MeasureType::OtherStudies, 6),
                (MeasureType::IntroductoryStudies, 5),
                (MeasureType::SupportedEmployment, 4),
                (MeasureType::Combination, 4),
                (MeasureType::Declined, 3),
            ],
            MeasureType::Other,
        )
    }

    /// Ends a measure on its last day; what the person does before the next one.
    fn end_measure(&mut self, start: NaiveDate, end: NaiveDate) -> OccupationBefore {
        use OccupationAfter as After;
        let occupation_after = self.random.one_of(
            &[(After::None, 36), (After::Work, 22), (After::NewMeasure, 20), (After::AdultEducation, 8)],
            After::Other,
        );
        let outcome =
            if self.random.chance(760) { MeasureOutcome::Completed } else { MeasureOutcome::NotCompleted };
        self.add(end, Work::EndMeasure { start, end, occupation_after, outcome });
        match occupation_after {
            After::Work => OccupationBefore::Work,
            After::NewMeasure => OccupationBefore::Measure,
            After::AdultEducation => OccupationBefore::AdultEducation,
            After::Other => OccupationBefore::Other,
            _ => OccupationBefore::None,
        }
    }
}

/// A name as it stands in an e-mail address: small letters without accents.
fn mail_name(name: &str) -> String {
    let plain = |letter: char| match letter {
        'å' | 'ä' | 'á' | 'à' => 'a',
        'ö' | 'ó' | 'ø' => 'o',
        'é' | 'è' | 'ê' => 'e',
        'ü' => 'u',
        'ç' | 'č' | 'ć' => 'c',
        'š' | 'ş' | 'ś' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ğ' => 'g',
        'ł' => 'l',
        'ń' => 'n',
        'ı' => 'i',
        other => other,
    };
    let letters = name.chars().flat_map(char::to_lowercase).map(plain);
    letters.filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-')).collect()
}
