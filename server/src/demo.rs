//! The demo: a made-up corner of Sweden to try Fyren in.
//!
//! A [`DemoPlan`] is a pure function of a number of people, a seed and a day: the same three give the same demo on every
//! machine. Each person's whole life follows from the seed and the person's place alone, so posts and rows are made
//! person by person, and a demo of a million people needs no more memory than one of a thousand.
//!
//! The demo is built as a register would have been: for each [`Snapshot`] in turn the changes of the population
//! register and the schools' files are imported, the nightly run is made, and caseworkers then work with the open
//! cases until the next snapshot ([`DemoPlan::casework`]).
//!
//! | module | what lives there |
//! |---|---|
//! | `random` | the source of chance |
//! | `data` | the lists in `data/`: names, towns, streets, texts |
//! | `number` | which number each person has |
//! | `person`, `schooling` | a person's life |
//! | `movers` | those who move on the demo's today |
//! | `post`, `pupil` | what the population register and the schools tell of it on a day |
//! | `activity`, `casework`, `written` | what caseworkers do, and what they and schools write |
//! | `school`, `account` | organisers, units, study paths; accounts |
//! | `sketch` | the people whom the drawings of the interface show |

mod account;
mod activity;
mod casework;
mod data;
mod movers;
mod number;
mod person;
mod post;
mod pupil;
mod random;
mod school;
mod schooling;
mod sketch;
#[cfg(test)]
mod tests;
mod written;

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::{
    civic_number::CivicNumber,
    coverage::{
        Policy,
        policy::{DatedPolicy, RuleSet},
    },
    diploma::DiplomaMark,
    exchange::{population::PopulationPost, pupils::PupilRow},
    language::{Language, Message},
    municipality::MunicipalityCode,
    organisation::AcademicYear,
};

pub use account::{DemoAccount, PASSWORD};
pub use activity::{Activity, Work};
pub use school::{DemoOrganiser, DemoStudyPath, DemoUnit};

use number::Numbers;
use person::{Person, Window};

/// The name of the region over the municipalities of the demo.
pub const REGION: &str = "Region Östergötland";

/// A demo with more people stops at fewer dates on the way, so that it is made in reasonable time.
const MANY_PERSONS: u64 = 100_000;

/// Why a demo cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DemoError {
    /// There are not enough numbers for so many people.
    #[error("at most {0} people")]
    TooManyPersons(u64),
    /// The policies of the demo begin in 2015, and so does the demo.
    #[error("the day is before 2019 or after 2150")]
    OutsideTime,
}

impl Message for DemoError {
    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::TooManyPersons(most), Language::Swedish) => {
                format!("Personnumren räcker till högst {most} personer. Ange ett mindre antal.")
            }
            (Self::TooManyPersons(most), Language::English) => {
                format!("There are personal numbers for at most {most} people. Give a smaller number.")
            }
            (Self::OutsideTime, Language::Swedish) => {
                "Demons dag ska ligga mellan 2019-01-01 och 2150-12-31.".to_owned()
            }
            (Self::OutsideTime, Language::English) => {
                "The day of the demo must be between 2019-01-01 and 2150-12-31.".to_owned()
            }
        }
    }
}

/// A stop on the way to the demo's today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The stop before, whose news is known already; `None` at the first.
    pub after: Option<NaiveDate>,
    /// The day of the imports and the run.
    pub date: NaiveDate,
    /// The last day on which caseworkers work before the next stop; at the last stop the day itself.
    pub until: NaiveDate,
    /// The pupil files delivered.
    pub files: Vec<PupilFile>,
}

/// A pupil file: the truth for an organiser and an academic year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PupilFile {
    /// The place among [`DemoPlan::organisers`].
    pub organiser: usize,
    /// The academic year.
    pub academic_year: AcademicYear,
    /// The calendar year in which it begins.
    year: i32,
}

/// Everything of a demo, to be made piece by piece.
pub struct DemoPlan {
    persons: u64,
    window: Window,
    numbers: Numbers,
    snapshots: Vec<Snapshot>,
}

impl DemoPlan {
    /// Plans a demo of so many people, whose today is the given day.
    ///
    /// # Errors
    /// When there are too many people, or the day is out of reach.
    pub fn new(persons: u64, seed: u64, today: NaiveDate) -> Result<Self, DemoError> {
        if !(2019..=2150).contains(&today.year()) {
            return Err(DemoError::OutsideTime);
        }
        let numbers = Numbers::new(persons, seed, today, sketch::numbers(persons, today));
        if persons > numbers.capacity() {
            return Err(DemoError::TooManyPersons(numbers.capacity()));
        }
        let snapshots = snapshots(today, persons > MANY_PERSONS);
        let first = snapshots.first().map_or(today, |snapshot| snapshot.date);
        Ok(Self { persons, window: Window { seed, first, today }, numbers, snapshots })
    }

    /// The municipalities with the policies they follow, all dated before the first snapshot.
    pub fn policies(&self) -> Vec<(MunicipalityCode, DatedPolicy)> {
        let dated = |from: Option<NaiveDate>, rule_set| {
            let from = from.unwrap_or(NaiveDate::MIN);
            DatedPolicy { from, policy: Policy { rule_set, ..Policy::proposed(from) } }
        };
        let of_town = |town: &data::Town| {
            let mut policies =
                vec![(town.code, dated(NaiveDate::from_ymd_opt(2015, 1, 1), RuleSet::Handbook))];
            if town.rule_set == Some(RuleSet::Act201807) {
                policies.push((town.code, dated(NaiveDate::from_ymd_opt(2018, 7, 1), RuleSet::Act201807)));
            }
            policies
        };
        data::TOWNS.iter().filter(|town| town.rule_set.is_some()).flat_map(of_town).collect()
    }

    /// The municipalities of the demo, all of them in the region.
    pub fn municipalities(&self) -> Vec<MunicipalityCode> {
        data::TOWNS.iter().filter(|town| town.rule_set.is_some()).map(|town| town.code).collect()
    }

    /// The organisers of schools.
    pub fn organisers(&self) -> &'static [DemoOrganiser] {
        &school::ORGANISERS
    }

    /// The school units.
    pub fn units(&self) -> &'static [DemoUnit] {
        &school::UNITS
    }

    /// The study paths, for units of every organiser alike.
    pub fn study_paths(&self) -> &'static [DemoStudyPath] {
        &school::STUDY_PATHS
    }

    /// The accounts, all with the password [`PASSWORD`].
    pub fn accounts(&self) -> &'static [DemoAccount] {
        &account::ACCOUNTS
    }

    /// The caseworkers of a municipality; the places in an [`Activity`] are places in this list.
    pub fn caseworkers(&self, municipality: MunicipalityCode) -> Vec<&'static DemoAccount> {
        self.accounts().iter().filter(|account| account.is_caseworker_of(municipality)).collect()
    }

    /// The stops in order of time; the last is the demo's today.
    pub fn snapshots(&self) -> &[Snapshot] {
        &self.snapshots
    }

    /// What the population register has to tell at a stop, numbered from one: everybody at the first stop, then those
    /// of whom something has changed.
    pub fn posts(&self, snapshot: &Snapshot) -> impl Iterator<Item = PopulationPost> {
        let (after, on) = (snapshot.after, snapshot.date);
        (0..self.persons)
            .filter_map(|index| self.resident(index))
            .flat_map(move |person| person.posts(self.window.seed, after, on).into_iter().flatten())
            .zip(1..)
            .map(|(post, number)| PopulationPost { number, ..post })
    }

    /// The rows of all files of a stop, person by person, each with the place of its file in the stop's files and its
    /// row number there; the header is row one.
    pub fn pupil_rows(&self, snapshot: &Snapshot) -> impl Iterator<Item = (usize, PupilRow)> {
        let mut latest_row = vec![1_u64; snapshot.files.len()];
        self.people().flat_map(|person| person.pupil_rows(snapshot.date).collect::<Vec<_>>()).filter_map(
            move |(organiser, year, row)| {
                let of_file = |file: &PupilFile| file.organiser == organiser && file.year == year;
                let file = snapshot.files.iter().position(of_file)?;
                let number = latest_row.get_mut(file)?;
                *number += 1;
                Some((file, PupilRow { number: *number, ..row }))
            },
        )
    }

    /// The diplomas that the authority tells of at a stop, to be marked before the stop's run.
    pub fn diplomas(&self, snapshot: &Snapshot) -> impl Iterator<Item = (CivicNumber, DiplomaMark)> {
        let (after, on) = (snapshot.after, snapshot.date);
        self.people().filter_map(move |person| person.diploma_told(after, on))
    }

    /// What caseworkers do, from one day to another, both included, with a case that is open all that time. In order
    /// of time; asking for the same case in pieces gives the same as asking for all at once.
    ///
    /// Empty for a number that nobody of the demo has or has had.
    pub fn casework(
        &self,
        civic_number: &CivicNumber,
        municipality: MunicipalityCode,
        registered: NaiveDate,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Vec<Activity> {
        let Some(index) = self.index_of(civic_number) else { return Vec::new() };
        let mut activities = if self.is_of_the_drawings(index) {
            sketch::course(index)
        } else {
            let Some(person) = self.person(index) else { return Vec::new() };
            let caseworkers = self.caseworkers(municipality).len();
            let Window { seed, today, .. } = self.window;
            casework::course(&person, seed, municipality, registered, today, caseworkers)
        };
        activities
            .retain(|activity| from <= activity.date && activity.date <= to && registered <= activity.date);
        activities
    }

    fn people(&self) -> impl Iterator<Item = Person> {
        (0..self.persons).filter_map(|index| self.person(index))
    }

    fn person(&self, index: u64) -> Option<Person> {
        let resident = self.resident(index)?;
        let is_as_it_is = self.is_of_the_drawings(index) || self.moves_today(&resident);
        Some(if is_as_it_is { resident } else { resident.with_schooling(self.window) })
    }

    /// The person as the population register knows them.
    fn resident(&self, index: u64) -> Option<Person> {
        if self.is_of_the_drawings(index) {
            return sketch::person(index);
        }
        let person = Person::new(self.window, index, self.numbers.of(index)?, self.numbers.former(index))?;
        Some(if self.moves_today(&person) { person.moving_today(self.window) } else { person })
    }

    fn moves_today(&self, person: &Person) -> bool {
        let place = person.index.checked_sub(self.numbers.named());
        place.is_some_and(|place| person.moves_today(place, self.window))
    }

    fn is_of_the_drawings(&self, index: u64) -> bool {
        index < self.numbers.named()
    }

    fn index_of(&self, civic_number: &CivicNumber) -> Option<u64> {
        self.numbers.index_of(civic_number)
    }
}

/// The stops up to a day: early autumn and winter of three years, a few more in the last year, the last week, the day.
fn snapshots(today: NaiveDate, only_the_main: bool) -> Vec<Snapshot> {
    let ago = |months: u32| today.checked_sub_months(Months::new(months)).unwrap_or(today);
    let mut dates = vec![today, today - Days::new(7)];
    for year in today.year() - 3..=today.year() {
        let days = [(2, 11, 36), (9, 2, 36), (3, 27, 14), (11, 3, 13), (10, 14, 3)];
        for (month, day, months_back) in days {
            let is_main = months_back == 36;
            let date = NaiveDate::from_ymd_opt(year, month, day);
            let date = date.filter(|date| ago(months_back) < *date && (is_main || !only_the_main));
            dates.extend(date);
        }
    }
    if !only_the_main {
        dates.push(today - Days::new(2));
    }
    dates.retain(|date| *date <= today);
    dates.sort_unstable();
    dates.dedup();
    let snapshot = |place: usize, date: NaiveDate| {
        let after = place.checked_sub(1).and_then(|before| dates.get(before)).copied();
        Snapshot {
            after,
            date,
            until: dates.get(place + 1).map_or(today, |next| *next - Days::new(1)),
            files: files(after, date),
        }
    };
    dates.iter().enumerate().map(|(place, date)| snapshot(place, *date)).collect()
}

/// Every organiser's file of the current academic year. The first time in a year also the last of the year before,
/// so that early ends in spring become known.
fn files(after: Option<NaiveDate>, date: NaiveDate) -> Vec<PupilFile> {
    let year = school::year_of(date);
    let is_first_of_year = after.is_none_or(|after| school::year_of(after) < year);
    let years = (year - i32::from(is_first_of_year))..=year;
    years
        .filter_map(|year| Some((year, school::academic_year(year)?)))
        .flat_map(|(year, academic_year)| {
            (0..school::ORGANISERS.len()).map(move |organiser| PupilFile { organiser, academic_year, year })
        })
        .collect()
}
