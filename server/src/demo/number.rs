//! Which number each person of the demo has.
//!
//! Numbers are of the Tax Agency's series for tests: birth number 238 or 239 on each day of birth from 1995 on, so no
//! real person has them. When these are used up, the series is extended by 237, 236 … 1 and then 240 … 999.
//! A person's number follows from the person's place in the demo, and the other way round, without any table.

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::civic_number::{CivicNumber, CivicNumberKind, check_digit};

use super::random::{Random, Topic};

/// Every so manieth person is younger or older than those whom the register is about.
const TAIL_EVERY: u64 = 20;
/// Every so manieth person has had another number before.
const RENUMBERED_EVERY: u64 = 977;
/// Which one of them.
const RENUMBERED_REMAINDER: u64 = 5;
/// How many birth numbers there are for a day.
const BIRTH_NUMBERS: u64 = 998;

/// Days of birth in a shuffled order, used over and over with a new birth number each time.
struct Births {
    /// Periods: the first day, and how many days.
    periods: Vec<(NaiveDate, u64)>,
    days: u64,
    multiplier: u64,
    inverse: u64,
    offset: u64,
}

impl Births {
    fn new(periods: &[(NaiveDate, NaiveDate)], random: &mut Random) -> Self {
        let periods: Vec<(NaiveDate, u64)> = periods
            .iter()
            .map(|(first, next)| (*first, (*next - *first).num_days().max(0).unsigned_abs()))
            .collect();
        let days = periods.iter().map(|(_, days)| days).sum::<u64>().max(1);
        // Multiplying by a number without a common factor visits each day once; its inverse finds the way back.
        let start = days / 3 + random.below(days / 3 + 1);
        let inverse_of = |multiplier: u64| (1..=days).find(|inverse| multiplier * inverse % days == 1 % days);
        let (multiplier, inverse) = (start..start + days)
            .find_map(|multiplier| Some((multiplier, inverse_of(multiplier)?)))
            .unwrap_or((1, 1));
        Self { periods, days, multiplier, inverse, offset: random.below(days) }
    }

    /// The day and how many times it has been used before.
    fn at(&self, place: u64) -> (NaiveDate, u64) {
        let mut day = (place % self.days * self.multiplier + self.offset) % self.days;
        for (first, days) in &self.periods {
            if day < *days {
                return (*first + Days::new(day), place / self.days);
            }
            day -= days;
        }
        (NaiveDate::MIN, 0)
    }

    fn place(&self, date: NaiveDate, layer: u64) -> Option<u64> {
        let mut before = 0;
        for (first, days) in &self.periods {
            let day = u64::try_from((date - *first).num_days()).ok().filter(|day| day < days);
            if let Some(day) = day {
                let position =
                    (before + day + self.days - self.offset) % self.days * self.inverse % self.days;
                return Some(layer * self.days + position);
            }
            before += days;
        }
        None
    }
}

/// The numbers of all people.
pub(super) struct Numbers {
    persons: u64,
    /// People with a number of their own, who come first.
    named: Vec<CivicNumber>,
    /// Those from fourteen to twenty-one.
    young: Births,
    /// Some younger, and the rest of those whom the register may still hold: people turning 21 this year.
    others: Births,
}

impl Numbers {
    /// The numbers of so many people on a day.
    pub(super) fn new(persons: u64, seed: u64, today: NaiveDate, named: Vec<CivicNumber>) -> Self {
        let years_ago = |years: u32| today.checked_sub_months(Months::new(12 * years)).unwrap_or(today);
        let new_year = NaiveDate::from_ymd_opt(today.year() - 21, 1, 1).unwrap_or(today);
        let mut random = Random::of(seed, Topic::Numbers, 0);
        Self {
            persons,
            named,
            young: Births::new(&[(years_ago(21), years_ago(14))], &mut random),
            others: Births::new(&[(new_year, years_ago(21)), (years_ago(14), years_ago(12))], &mut random),
        }
    }

    /// How many people have a number of their own; they come first.
    pub(super) fn named(&self) -> u64 {
        self.named.len() as u64
    }

    /// The most people there are numbers for.
    pub(super) fn capacity(&self) -> u64 {
        (self.young.days * (BIRTH_NUMBERS / 2)).min(self.others.days * BIRTH_NUMBERS * TAIL_EVERY)
    }

    fn unnamed(&self) -> u64 {
        self.persons.saturating_sub(self.named())
    }

    /// The person's number.
    pub(super) fn of(&self, index: u64) -> Option<CivicNumber> {
        let Some(place) = index.checked_sub(self.named()) else {
            return self.named.get(index as usize).copied();
        };
        if place % TAIL_EVERY == TAIL_EVERY - 1 {
            self.number(self.others.at(place / TAIL_EVERY))
        } else {
            self.number(self.young.at(place - place / TAIL_EVERY))
        }
    }

    /// The number the person had before, for the few who got a new one: of the same day of birth.
    pub(super) fn former(&self, index: u64) -> Option<CivicNumber> {
        let place = index.checked_sub(self.named()).filter(|place| has_former(*place))?;
        let (birth, layer) = self.young.at(place - place / TAIL_EVERY);
        self.number((birth, layer + self.present_layers()))
    }

    /// How many numbers of a day are people's present ones, at most; former ones follow.
    fn present_layers(&self) -> u64 {
        self.unnamed().div_ceil(self.young.days)
    }

    /// Whose number it is or has been.
    pub(super) fn index_of(&self, number: &CivicNumber) -> Option<u64> {
        if let Some(index) = self.named.iter().position(|named| named == number) {
            return Some(index as u64);
        }
        let birth = number.birth_date()?;
        let layer = self.layer_of(birth, number.compact().get(8..11)?.parse().ok()?)?;
        let is_former = layer >= self.present_layers();
        let young_layer = if is_former { layer - self.present_layers() } else { layer };
        let place = if let Some(place) = self.young.place(birth, young_layer) {
            // Of every twenty places, nineteen are young.
            Some(place + place / (TAIL_EVERY - 1)).filter(|place| !is_former || has_former(*place))?
        } else {
            self.others.place(birth, layer)? * TAIL_EVERY + TAIL_EVERY - 1
        };
        (place < self.unnamed()).then_some(place + self.named())
    }

    fn number(&self, (birth, layer): (NaiveDate, u64)) -> Option<CivicNumber> {
        let layer = match self.taken(birth) {
            Some(taken) if layer >= layer_of_birth_number(taken) => layer + 1,
            _ => layer,
        };
        personal_number(birth, birth_number(layer))
    }

    fn layer_of(&self, birth: NaiveDate, birth_number: u64) -> Option<u64> {
        let layer = layer_of_birth_number(birth_number);
        match self.taken(birth) {
            Some(taken) if layer_of_birth_number(taken) == layer => None,
            Some(taken) if layer_of_birth_number(taken) < layer => Some(layer - 1),
            _ => Some(layer),
        }
    }

    /// The birth number of the named person born that day.
    fn taken(&self, birth: NaiveDate) -> Option<u64> {
        let named = self.named.iter().find(|named| named.birth_date() == Some(birth))?;
        named.compact().get(8..11)?.parse().ok()
    }
}

/// Whether the person at a place after the named ones has had another number.
const fn has_former(place: u64) -> bool {
    place % RENUMBERED_EVERY == RENUMBERED_REMAINDER && place % TAIL_EVERY != TAIL_EVERY - 1
}

/// 238, 239, 237, 236 … 1, 240 … 999.
const fn birth_number(layer: u64) -> u64 {
    match layer {
        0 => 238,
        1 => 239,
        2..239 => 239 - layer,
        _ => layer + 1,
    }
}

const fn layer_of_birth_number(number: u64) -> u64 {
    match number {
        238 => 0,
        239 => 1,
        0..238 => 239 - number,
        _ => number - 1,
    }
}

/// The personal number of a day and a birth number, with its check digit.
pub(super) fn personal_number(birth: NaiveDate, birth_number: u64) -> Option<CivicNumber> {
    let (year, month, day) = (birth.year(), birth.month(), birth.day());
    with_check_digit(&format!("{year:04}{month:02}{day:02}{birth_number:03}"))
}

/// The coordination number that goes with a personal number: 60 is added to the day.
pub(super) fn coordination_number(number: CivicNumber) -> Option<CivicNumber> {
    let digits = number.compact();
    let day: u32 = digits.get(6..8)?.parse().ok()?;
    (number.kind() == CivicNumberKind::Personal)
        .then(|| with_check_digit(&format!("{}{}{}", &digits[..6], day + 60, &digits[8..11])))?
}

fn with_check_digit(eleven: &str) -> Option<CivicNumber> {
    let nine: &[u8; 9] = eleven.as_bytes().get(2..)?.try_into().ok()?;
    CivicNumber::try_from(format!("{eleven}{}", check_digit(nine))).ok()
}
