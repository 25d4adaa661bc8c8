//! A person of the demo and everything the population register will tell of them.

use chrono::{Days, NaiveDate};
use domain::{
    civic_number::CivicNumber,
    diploma::DiplomaKind,
    municipality::MunicipalityCode,
    person::{Deregistration, DeregistrationCode, Name, ProtectionMarks, Residence},
};

use super::{
    data::{ORIGINS, Origin, TOWNS, Town},
    number::coordination_number,
    random::{Random, Topic},
    schooling::{self, SchoolYear},
};

/// The whole life of a person, as far as the demo tells of it.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) index: u64,
    /// The present number.
    pub(super) number: CivicNumber,
    /// The number before, and the day on which it was replaced.
    pub(super) former: Option<(CivicNumber, NaiveDate)>,
    pub(super) birth: NaiveDate,
    pub(super) name: Name,
    /// The day from which the population register knows of somebody who came from abroad.
    pub(super) arrived: Option<NaiveDate>,
    /// Where the person has been registered, earliest first; none with a coordination number.
    pub(super) stays: Vec<Residence>,
    /// The end of the registration, and the day on which the register was told.
    pub(super) deregistration: Option<(NaiveDate, Deregistration)>,
    /// The marks, from a day or always.
    pub(super) protection: Option<(Option<NaiveDate>, ProtectionMarks)>,
    pub(super) school_years: Vec<SchoolYear>,
    pub(super) diploma: Option<(NaiveDate, DiplomaKind)>,
}

/// The days that the demo plays over.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub(super) seed: u64,
    /// The first import.
    pub(super) first: NaiveDate,
    /// The demo's today.
    pub(super) today: NaiveDate,
}

impl Window {
    /// Some day after the first import, up to today.
    fn day(&self, random: &mut Random) -> NaiveDate {
        let days = (self.today - self.first).num_days().max(1);
        self.first + Days::new(random.between(1, days).unsigned_abs())
    }
}

impl Person {
    /// The person at a place of the demo, without the years in school, which the population register has no use for.
    pub(super) fn new(
        window: Window,
        index: u64,
        mut number: CivicNumber,
        former: Option<CivicNumber>,
    ) -> Option<Self> {
        let birth = number.birth_date()?;
        let mut random = Random::of(window.seed, Topic::Register, index);
        let home = random.weighted(&TOWNS, |town| town.weight)?;
        let (arrived, mut stays) = residence(window, index, birth, home);
        let mut former = former.filter(|_| arrived.is_none()).map(|former| (former, window.day(&mut random)));

        // A few are not registered in the population register; some of them are later.
        let coordination = if former.is_none() && arrived.is_none() && random.chance(4) {
            coordination_number(number)
        } else {
            None
        };
        if let Some(coordination) = coordination {
            let from = window.day(&mut random);
            if random.chance(300) {
                stays = vec![Residence { municipality: home.code, since: Some(from) }];
                former = Some((coordination, from));
            } else {
                number = coordination;
                stays.clear();
            }
        }
        let deregistration = deregistration(window, &mut random).filter(|(told, _)| {
            coordination.is_none() && arrived.is_none_or(|arrived| arrived < *told) && former.is_none()
        });
        let protection = random.chance(3).then(|| {
            let confidentiality = random.chance(750);
            let marks = ProtectionMarks { confidentiality, protected_registration: !confidentiality };
            (random.chance(300).then(|| window.day(&mut random)), marks)
        });
        let name = name(&mut Random::of(window.seed, Topic::Name, index))?;
        Some(Self {
            index,
            number,
            former,
            birth,
            name,
            arrived,
            stays,
            deregistration,
            protection,
            school_years: Vec::new(),
            diploma: None,
        })
    }

    /// The same person with the years in school.
    pub(super) fn with_schooling(mut self, window: Window) -> Self {
        schooling::live(&mut self, window);
        self
    }

    /// The number that holds on a day.
    pub(super) fn number_on(&self, date: NaiveDate) -> CivicNumber {
        self.former.filter(|(_, replaced)| date < *replaced).map_or(self.number, |(former, _)| former)
    }

    /// Whether anybody knows of the person on a day.
    pub(super) fn is_known_on(&self, date: NaiveDate) -> bool {
        self.arrived.is_none_or(|arrived| arrived <= date)
    }

    /// Where the person is registered on a day.
    pub(super) fn home_on(&self, date: NaiveDate) -> Option<MunicipalityCode> {
        let stay = self.stays.iter().rfind(|stay| stay.since.is_none_or(|since| since <= date));
        stay.map(|stay| stay.municipality)
    }
}

/// When the person came from abroad, if so, and where they have lived.
fn residence(
    window: Window,
    index: u64,
    birth: NaiveDate,
    home: &'static Town,
) -> (Option<NaiveDate>, Vec<Residence>) {
    let mut random = Random::of(window.seed, Topic::Residence, index);
    let stay = |town: &Town, since| Residence { municipality: town.code, since: Some(since) };
    let arrived = random.chance(25).then(|| window.day(&mut random));
    let childhood = i64::max((window.first - birth).num_days() - 1, 1);
    let mut stays = match arrived {
        Some(arrived) => vec![stay(home, arrived)],
        None if random.chance(180) => {
            let moved = birth + Days::new(random.between(1, childhood).unsigned_abs());
            let before = random.pick(&TOWNS).filter(|town| town.code != home.code);
            before.map(|town| stay(town, birth)).into_iter().chain([stay(home, moved)]).collect()
        }
        None => vec![stay(home, birth)],
    };
    if arrived.is_none() && random.chance(45) {
        // Half of those who move go to another municipality of the demo.
        let within = random.chance(500);
        let to = random.weighted(&TOWNS, |town| match (town.code == home.code, town.weight) {
            (true, _) => 0,
            (_, 0) => u64::from(!within),
            (_, weight) => weight * u64::from(within),
        });
        stays.extend(to.map(|town| stay(town, window.day(&mut random))));
    }
    (arrived, stays)
}

fn deregistration(window: Window, random: &mut Random) -> Option<(NaiveDate, Deregistration)> {
    let code = random.one_of(
        &[
            (None, 9915),
            (Some(DeregistrationCode::Emigrated), 60),
            (Some(DeregistrationCode::Dead), 8),
            (Some(DeregistrationCode::Missing), 4),
            (Some(DeregistrationCode::Other), 4),
        ],
        None,
    )?;
    let date = window.day(random);
    // Sometimes the register does not say from when.
    Some((date, Deregistration { code, date: (!random.chance(80)).then_some(date) }))
}

fn name(random: &mut Random) -> Option<Name> {
    let family = random.weighted(&ORIGINS, |origin| origin.weight)?;
    // Some have given names of another origin than their surname.
    let given_from =
        if random.chance(100) { random.weighted(&ORIGINS, |origin| origin.weight)? } else { family };
    let girl = random.chance(490);
    let names = |origin: &'static Origin| if girl { &origin.girls } else { &origin.boys };
    let mut given = vec![*random.pick(names(given_from))?];
    for _ in 0..random.one_of(&[(0, 25), (1, 50), (2, 25)], 0) {
        let next = *random.pick(names(family))?;
        if !given.contains(&next) {
            given.push(next);
        }
    }
    let surname = *random.pick(&family.surnames)?;
    let other = || ORIGINS.first();
    let mut middle = String::new();
    let mut surname = surname.to_owned();
    if random.chance(70) {
        middle.push_str(random.pick(&other()?.surnames)?);
    } else if random.chance(25) {
        let second = random.pick(&other()?.surnames)?;
        surname = format!("{surname}-{second}");
    }
    Some(Name { calling_mark: calling_mark(random, &given), given: given.join(" "), middle, surname })
}

/// Nearly always the first name; each part of a hyphenated name counts as one.
fn calling_mark(random: &mut Random, given: &[&str]) -> Option<u8> {
    let parts = |name: &str| name.split('-').count() as u8;
    if random.chance(60) {
        return None;
    }
    let place = if given.len() > 1 && random.chance(180) { 1 } else { 0 };
    let before: u8 = given.iter().take(place).map(|name| parts(name)).sum();
    let first = before + 1;
    let second = if given.get(place).is_some_and(|name| parts(name) > 1) { first + 1 } else { 0 };
    Some(first * 10 + second)
}
