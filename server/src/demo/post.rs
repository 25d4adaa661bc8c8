//! What the population register tells of a person on a day.

use chrono::{Datelike, NaiveDate};
use domain::{
    civic_number::{CivicNumber, CivicNumberKind},
    exchange::population::PopulationPost,
    municipality::MunicipalityCode,
    person::{Address, AddressKind, Deregistration, DeregistrationCode, ProtectionMarks, Residence},
};

use super::{
    data::{PHRASES, STREETS, TOWNS},
    person::Person,
    random::{Random, Topic},
};

impl Person {
    /// The latest day, up to `date`, on which the register learnt something of the person; `None` when it has known
    /// everything all along.
    fn changed_on(&self, date: NaiveDate) -> Option<NaiveDate> {
        let moved = self.stays.iter().filter_map(|stay| stay.since);
        moved
            .chain(self.arrived)
            .chain(self.former.map(|(_, replaced)| replaced))
            .chain(self.deregistration.map(|(told, _)| told))
            .chain(self.protection.and_then(|(since, _)| since))
            .filter(|changed| *changed <= date)
            .max()
    }

    /// The posts of the person in a delivery of a day: none when nothing has changed since the delivery before, two
    /// when a number has been replaced.
    pub(super) fn posts(
        &self,
        seed: u64,
        after: Option<NaiveDate>,
        on: NaiveDate,
    ) -> [Option<PopulationPost>; 2] {
        let changed = self.changed_on(on);
        let is_news = after.is_none_or(|after| changed.is_some_and(|changed| changed > after));
        if !is_news || !self.is_known_on(on) {
            return [None, None];
        }
        let replaced_since =
            self.former.filter(|(_, day)| *day <= on && after.is_some_and(|after| *day > after));
        let old = replaced_since.map(|(former, day)| {
            let code = match former.kind() {
                CivicNumberKind::Coordination => DeregistrationCode::OldCoordinationNumber,
                _ => DeregistrationCode::OldPersonalNumber,
            };
            let end = Deregistration { code, date: Some(day) };
            PopulationPost {
                reference: Some(self.number),
                deregistration: Some(end),
                ..self.post(seed, on, former)
            }
        });
        let reference = self.former.filter(|(_, day)| *day <= on).map(|(former, _)| former);
        [old, Some(PopulationPost { reference, ..self.post(seed, on, self.number_on(on)) })]
    }

    fn post(&self, seed: u64, on: NaiveDate, civic_number: CivicNumber) -> PopulationPost {
        let begun = |stay: &&Residence| stay.since.is_none_or(|since| since <= on);
        let mut stays: Vec<Residence> = self.stays.iter().filter(begun).copied().collect();
        let residence = stays.pop();
        stays.reverse();
        let deregistration = self.deregistration.filter(|(told, _)| *told <= on).map(|(_, end)| end);
        let protection = self
            .protection
            .filter(|(since, _)| since.is_none_or(|since| since <= on))
            .map_or(ProtectionMarks::default(), |(_, marks)| marks);
        PopulationPost {
            number: 0,
            position: 0,
            changed_at: self.changed_on(on).map(in_the_night),
            civic_number,
            reference: None,
            protection,
            deregistration,
            unknown_deregistration_code: None,
            name: Some(self.name.clone()),
            residence,
            addresses: residence.map_or_else(Vec::new, |stay| {
                self.addresses(seed, stay.municipality, stays.len(), protection, deregistration)
            }),
            earlier_residences: stays,
        }
    }

    fn addresses(
        &self,
        seed: u64,
        municipality: MunicipalityCode,
        moves: usize,
        protection: ProtectionMarks,
        deregistration: Option<Deregistration>,
    ) -> Vec<Address> {
        let mut random = Random::of(seed, Topic::Address, self.index * 8 + moves as u64);
        let registered = street_address(&mut random, municipality, AddressKind::Registered);
        let special = random.chance(20) || protection.protected_registration;
        let special = special.then(|| box_address(&mut random, municipality)).flatten();
        let abroad = deregistration
            .filter(|end| end.code == DeregistrationCode::Emigrated)
            .and_then(|_| abroad_address(&mut random));
        // Whom the register protects by registration has no street in its posts.
        let registered = registered.filter(|_| !protection.protected_registration);
        registered.into_iter().chain(special).chain(abroad).collect()
    }
}

/// An address on a street of the municipality.
pub(super) fn street_address(
    random: &mut Random,
    municipality: MunicipalityCode,
    kind: AddressKind,
) -> Option<Address> {
    let (city, postal_code) = post_town(random, municipality)?;
    let street = random.pick(&STREETS)?;
    let number = random.between(1, 68);
    let line = match random.below(5) {
        0 => format!("{street} {number} A"),
        1 => format!("{street} {number} lgh {}0{}", random.between(10, 14), random.between(1, 6)),
        _ => format!("{street} {number}"),
    };
    let care_of = if random.chance(40) { random.pick(&PHRASES.care_of).copied() } else { None };
    Some(Address {
        kind,
        care_of: care_of.unwrap_or_default().to_owned(),
        lines: vec![line],
        postal_code,
        city: city.to_owned(),
        country: String::new(),
    })
}

fn box_address(random: &mut Random, municipality: MunicipalityCode) -> Option<Address> {
    let (city, postal_code) = post_town(random, municipality)?;
    Some(Address {
        kind: AddressKind::SpecialPostal,
        care_of: String::new(),
        lines: vec![format!("Box {}", random.between(11, 989))],
        postal_code,
        city: city.to_owned(),
        country: String::new(),
    })
}

fn abroad_address(random: &mut Random) -> Option<Address> {
    let (lines, country) = random.pick(&PHRASES.abroad)?.split_once(';')?;
    Some(Address {
        kind: AddressKind::Abroad,
        care_of: String::new(),
        lines: lines.split('|').map(str::to_owned).collect(),
        postal_code: String::new(),
        city: String::new(),
        country: country.to_owned(),
    })
}

fn post_town(random: &mut Random, municipality: MunicipalityCode) -> Option<(&'static str, String)> {
    let town = TOWNS.iter().find(|town| town.code == municipality)?;
    let (city, first, last) =
        random.weighted(&town.post_towns, |(_, first, last)| (last - first + 1).unsigned_abs())?;
    Some((city, random.between(*first, *last).to_string()))
}

/// The register's changes are made at half past one in the night; the schema writes instants as one long number.
fn in_the_night(date: NaiveDate) -> i64 {
    (i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())) * 1_000_000
        + 13_000
}
