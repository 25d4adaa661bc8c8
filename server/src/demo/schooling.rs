//! How the people of the demo go to upper secondary school: year by year, with late starts, changes and drop-outs.

use chrono::{Datelike, Days, NaiveDate};
use domain::{diploma::DiplomaKind, municipality::MunicipalityCode, organisation::ProgrammeKind};

use super::{
    person::{Person, Window},
    random::{Random, Topic},
    school::{UNITS, first_day, last_day, study_path, weekday, year_of},
};

/// The part of an academic year that a pupil spends on one study path at one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SchoolYear {
    /// The calendar year in which the academic year began.
    pub(super) year: i32,
    /// The place of the unit in `UNITS`.
    pub(super) unit: usize,
    /// The place of the study path in `STUDY_PATHS`.
    pub(super) path: usize,
    /// The grade; 0 where there is none.
    pub(super) grade: u8,
    /// The class, or empty.
    pub(super) class: String,
    pub(super) start: NaiveDate,
    /// What the school says before anybody knows that the pupil leaves early.
    pub(super) planned_end: NaiveDate,
    pub(super) end: NaiveDate,
}

/// A programme that somebody follows at a unit.
#[derive(Clone, Copy)]
struct Studies {
    kind: ProgrammeKind,
    unit: usize,
    programme: &'static str,
    grade: u8,
    /// The autumn in which the person began it, which decides the curriculum.
    began: i32,
}

/// What a person is doing when an autumn begins.
#[derive(Clone, Copy)]
enum State {
    /// In compulsory school or abroad.
    Before,
    In(Studies),
    /// Has left.
    Out,
    /// Has a diploma.
    Finished,
}

use State::{Before, Finished, In, Out};

struct Life<'a> {
    person: &'a mut Person,
    random: Random,
    /// Where the person is registered this autumn.
    home: Option<MunicipalityCode>,
}

/// Fills in the years from sixteen up to the demo's today.
pub(super) fn live(person: &mut Person, window: Window) {
    let random = Random::of(window.seed, Topic::Schooling, person.index);
    let first = person.birth.year() + 16;
    let mut life = Life { person, random, home: None };
    let mut state = Before;
    for year in first..=(first + 4).min(year_of(window.today)) {
        let begins = first_day(year);
        life.home = life.person.home_on(begins);
        let gone = life.person.deregistration.is_some_and(|(told, _)| told <= begins);
        if gone || !life.person.is_known_on(begins) {
            continue;
        }
        state = life.autumn(state, year, year - first);
        if let In(studies) = state {
            state = life.spend(year, studies);
        }
    }
    if let Some((told, _)) = life.person.deregistration {
        life.person.school_years.retain(|placed| placed.start <= told);
        life.leave_by(told);
    }
}

impl Life<'_> {
    /// What the person begins or goes on with this autumn; `late` is how many years after the usual age.
    fn autumn(&mut self, state: State, year: i32, late: i32) -> State {
        let kind = |life: &mut Self, kinds: &[(Option<ProgrammeKind>, u64)]| life.random.one_of(kinds, None);
        use ProgrammeKind::{Adapted, Introductory, Komvux, National};
        let chosen = match state {
            // Who came from abroad begins with the language.
            Before if self.person.arrived.is_some() => Some(Introductory),
            Before => kind(
                self,
                &[(Some(National), 830), (Some(Introductory), 115), (Some(Adapted), 25), (None, 30)],
            ),
            Out if late >= 2 => kind(
                self,
                &[(Some(National), 90), (Some(Introductory), 60), (Some(Komvux), 220), (None, 630)],
            ),
            Out => kind(self, &[(Some(National), 200), (Some(Introductory), 150), (None, 650)]),
            In(Studies { kind: Introductory, .. }) => {
                kind(self, &[(Some(National), 480), (Some(Introductory), 370), (None, 150)])
            }
            In(Studies { kind: Komvux, .. }) => kind(self, &[(Some(Komvux), 400), (None, 600)]),
            In(Studies { kind: National, grade: 2, .. }) if self.random.chance(50) => Some(National),
            In(studies) if self.has_moved_from(studies.unit) && self.random.chance(400) => {
                return self.elsewhere(studies, year);
            }
            In(_) | Finished => return state,
        };
        chosen.and_then(|kind| self.begin(kind, year)).map_or(Out, In)
    }

    fn has_moved_from(&self, unit: usize) -> bool {
        UNITS.get(unit).is_some_and(|unit| Some(unit.municipality) != self.home)
    }

    /// The same year of the same kind of programme, at a school where the pupil lives now.
    fn elsewhere(&mut self, studies: Studies, year: i32) -> State {
        let there = self.begin(studies.kind, year);
        In(there.map_or(studies, |there| Studies { grade: studies.grade, began: studies.began, ..there }))
    }

    /// Chooses a unit, near home if there is one, and a programme.
    fn begin(&mut self, kind: ProgrammeKind, year: i32) -> Option<Studies> {
        let near = !self.random.chance(150);
        let at_home = |unit: usize| UNITS.get(unit).is_some_and(|unit| Some(unit.municipality) == self.home);
        let offering: Vec<usize> = (0..UNITS.len()).filter(|unit| UNITS[*unit].offers(kind)).collect();
        let nearest: Vec<usize> = offering.iter().copied().filter(|unit| near && at_home(*unit)).collect();
        let among = if nearest.is_empty() { &offering } else { &nearest };
        let unit = *self.random.weighted(among, |unit| UNITS[*unit].weight)?;
        let programmes: Vec<&'static str> = UNITS[unit].programmes(kind).collect();
        let language = self.person.arrived.is_some() && programmes.contains(&"IMS");
        let programme = if language { "IMS" } else { *self.random.pick(&programmes)? };
        let grade = u8::from(kind != ProgrammeKind::Komvux);
        Some(Studies { kind, unit, programme, grade, began: year })
    }

    /// Spends a year in school; what the person does when it is over.
    fn spend(&mut self, year: i32, studies: Studies) -> State {
        let Studies { kind, grade, .. } = studies;
        let late_start = if self.random.chance(20) { self.random.between(14, 70) } else { 0 };
        let start = weekday(first_day(year) + Days::new(late_start.unsigned_abs()));
        let is_last = is_last_grade(kind, grade);
        let end = if is_last { last_day(year + 1) } else { first_day(year + 1) - Days::new(1) };
        self.add(year, studies, start, end);

        let some_day = weekday(start + Days::new(self.random.between(25, 250).unsigned_abs()));
        let leaves = match kind {
            ProgrammeKind::National => 38,
            ProgrammeKind::Introductory => 70,
            ProgrammeKind::Komvux => 200,
            _ => 12,
        };
        if some_day >= end {
            // Too late in the year for a change.
        } else if self.random.chance(leaves) {
            self.leave(some_day);
            return Out;
        } else if self.random.chance(30) && kind != ProgrammeKind::Komvux {
            return self.change(year, studies, some_day, end);
        }
        if !is_last {
            return next_year(studies);
        }
        let (passes, diploma) = match kind {
            ProgrammeKind::National => (880, DiplomaKind::UpperSecondary),
            ProgrammeKind::Adapted => (950, DiplomaKind::AdaptedCertificate),
            _ => (100, DiplomaKind::UpperSecondary),
        };
        if self.random.chance(passes) {
            self.person.diploma = Some((end, diploma));
            Finished
        } else if kind == ProgrammeKind::Komvux {
            In(studies)
        } else {
            Out
        }
    }

    /// Changes school or programme in the middle of a year; from an introductory programme often to a national one.
    fn change(&mut self, year: i32, studies: Studies, day: NaiveDate, end: NaiveDate) -> State {
        let to = match studies.kind {
            ProgrammeKind::Introductory if self.random.chance(600) => ProgrammeKind::National,
            kind => kind,
        };
        let Some(begun) = self.begin(to, studies.began) else { return Out };
        let changed = Studies { grade: studies.grade, ..begun };
        self.leave(day - Days::new(1));
        self.add(year, changed, day, end);
        // Who changes in the last year seldom finishes in time.
        if is_last_grade(to, changed.grade) { Out } else { next_year(changed) }
    }

    fn add(&mut self, year: i32, studies: Studies, start: NaiveDate, end: NaiveDate) {
        let Studies { kind, unit, programme, grade, began } = studies;
        let letter = [b'A', b'B', b'C'][self.random.below(3) as usize] as char;
        let class = if grade == 0 {
            String::new()
        } else {
            format!("{programme}{:02}{letter}", (year - i32::from(grade) + 1) % 100)
        };
        let path = study_path(programme, kind, began);
        let placed = SchoolYear { year, unit, path, grade, class, start, planned_end: end, end };
        self.person.school_years.push(placed);
    }

    /// Nobody goes to school here after leaving the country.
    fn leave_by(&mut self, last: NaiveDate) {
        for placed in &mut self.person.school_years {
            placed.end = placed.end.min(last);
        }
        self.person.diploma = self.person.diploma.filter(|(date, _)| *date <= last);
    }

    fn leave(&mut self, last: NaiveDate) {
        if let Some(latest) = self.person.school_years.last_mut() {
            latest.end = last;
        }
    }
}

/// National programmes have three years, those of the adapted school four; adult education goes by the year.
fn is_last_grade(kind: ProgrammeKind, grade: u8) -> bool {
    match kind {
        ProgrammeKind::National => grade >= 3,
        ProgrammeKind::Adapted => grade >= 4,
        ProgrammeKind::Komvux => true,
        _ => false,
    }
}

/// Introductory programmes have no grades to move up through.
fn next_year(studies: Studies) -> State {
    let is_introductory = studies.kind == ProgrammeKind::Introductory;
    In(Studies { grade: if is_introductory { studies.grade } else { studies.grade + 1 }, ..studies })
}
