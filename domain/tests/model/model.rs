//! The model: `rules.md` sections 1 to 4 once more, for one person and two municipalities, without any type or rule of the
//! code.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::{Event, Seen, SeenMeasure};

#[derive(Clone)]
struct Case {
    place: usize,
    from: NaiveDate,
    closed: Option<(NaiveDate, &'static str)>,
    other_school: Option<NaiveDate>,
    measures: Vec<SeenMeasure>,
}

pub struct Model {
    birth: NaiveDate,
    law: bool,
    lives: Vec<(NaiveDate, usize)>,
    placements: Vec<(NaiveDate, Option<NaiveDate>, bool)>,
    diploma: bool,
    cases: Vec<Case>,
    undo: Option<Vec<Case>>,
}

fn runs(from: NaiveDate, to: Option<NaiveDate>, on: NaiveDate) -> bool {
    from <= on && to.is_none_or(|to| on <= to)
}

impl Model {
    pub fn new(birth: NaiveDate, law: bool) -> Self {
        Self {
            birth,
            law,
            lives: vec![(birth, 0)],
            placements: Vec::new(),
            diploma: false,
            cases: Vec::new(),
            undo: None,
        }
    }

    /// The twentieth birthday; born on 29 February it is 28 February where there is none.
    fn twenty(&self) -> NaiveDate {
        let year = self.birth.year() + 20;
        self.birth.with_year(year).unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 2, 28).unwrap())
    }

    pub fn happens(&mut self, event: &Event, today: NaiveDate) {
        let before = self.cases.clone();
        let mut can_be_undone = false;
        match event {
            Event::Wait(_) => {}
            Event::Run => (0..2).for_each(|place| self.run(place, today)),
            Event::Move(place) => self.lives.push((today, *place)),
            Event::Placed { from, lasts, national } => {
                let start = today + TimeDelta::days(*from);
                self.placements.push((
                    start,
                    lasts.map(|days| start + TimeDelta::days(days as i64)),
                    *national,
                ));
            }
            Event::Diploma => self.diploma = true,
            Event::OtherSchooling(days) => {
                if let Some(case) = self.open() {
                    case.other_school = Some(today + TimeDelta::days(*days as i64));
                }
            }
            Event::Measure { from, lasts } => {
                let start = today + TimeDelta::days(*from);
                let end = lasts.map(|days| start + TimeDelta::days(days as i64));
                can_be_undone = self.measure(start, end, today);
            }
            // Nothing lasts beyond the twentieth birthday.
            Event::EndMeasure if today > self.twenty() => {}
            Event::EndMeasure => {
                if let Some(case) = self.open()
                    && let Some(measure) =
                        case.measures.iter_mut().find(|(from, to, told, _)| !told && runs(*from, *to, today))
                {
                    (measure.1, measure.2) = (Some(today), true);
                    can_be_undone = true;
                }
            }
            Event::RemoveMeasure => {
                can_be_undone = self.open().is_some_and(|case| case.measures.pop().is_some())
            }
            Event::Undo => {
                if let Some(before) = self.undo.take() {
                    self.cases = before;
                }
            }
        }
        if can_be_undone {
            self.undo = Some(before);
        } else if matches!(event, Event::Run | Event::OtherSchooling(_)) {
            self.undo = None;
        }
    }

    /// The open case that was opened last.
    fn open(&mut self) -> Option<&mut Case> {
        self.cases.sort_by_key(|case| case.place);
        self.cases.iter_mut().filter(|case| case.closed.is_none()).max_by_key(|case| case.from)
    }

    fn measure(&mut self, start: NaiveDate, end: Option<NaiveDate>, today: NaiveDate) -> bool {
        let (birth, twenty) = (self.birth, self.twenty());
        let Some(case) = self.open() else { return false };
        if start < birth || start > twenty || end.is_some_and(|end| end > twenty) {
            return false;
        }
        let meets = |from: NaiveDate, to: Option<NaiveDate>| {
            let first = start.max(from);
            runs(start, end, first) && runs(from, to, first)
        };
        if case.measures.iter().any(|(from, to, ..)| meets(*from, *to) && (to.is_some() || *from >= start)) {
            return false;
        }
        for measure in &mut case.measures {
            if meets(measure.0, measure.1) {
                measure.1 = Some(start - TimeDelta::days(1));
            }
        }
        case.measures.push((start, end, end.is_some_and(|end| end <= today), false));
        true
    }

    fn run(&mut self, place: usize, today: NaiveDate) {
        let here =
            self.lives.iter().rev().find(|(since, _)| *since <= today).is_some_and(|(_, at)| *at == place);
        let done_with_school = today >= NaiveDate::from_ymd_opt(self.birth.year() + 16, 9, 1).unwrap();
        let under_twenty = today <= self.twenty();
        // The earliest placement that counts decides.
        let current: Vec<_> = self
            .placements
            .iter()
            .filter(|(from, to, national)| runs(*from, *to, today) && (*national || self.law))
            .collect();
        let national = current.iter().filter(|(.., national)| *national).map(|(from, ..)| *from).min();
        let introductory = current.iter().filter(|(.., national)| !national).map(|(from, ..)| *from).min();
        let summer = (6..=8).contains(&today.month());
        let covered = here && done_with_school && under_twenty && current.is_empty() && !self.diploma;

        let Some(case) = self.cases.iter_mut().find(|case| case.place == place && case.closed.is_none())
        else {
            let closed_today = self
                .cases
                .iter()
                .any(|case| case.place == place && case.closed.is_some_and(|(date, _)| date == today));
            if covered && !closed_today && !summer {
                let (closed, other_school, measures) = (None, None, Vec::new());
                self.cases.push(Case { place, from: today, closed, other_school, measures });
            }
            return;
        };
        let mut placed = None;
        let reason = if !here {
            Some("EjFbf")
        } else if summer {
            (!under_twenty).then_some("20Ar")
        } else if self.diploma {
            Some("Fullf")
        } else if national.is_some() || introductory.is_some() {
            placed = national.or(introductory);
            Some(if national.is_some() { "StNat" } else { "StIM" })
        } else if !under_twenty {
            Some("20Ar")
        } else if case.other_school.is_some_and(|until| today > until) {
            Some("StNat")
        } else {
            None
        };
        let Some(reason) = reason else { return };
        case.closed = Some((today, reason));
        for (from, to, told, closed) in &mut case.measures {
            let goes_on = *from > today || (!*told && runs(*from, *to, today));
            if goes_on {
                *closed = true;
                if to.is_none() {
                    *to = placed.map(|first| first - TimeDelta::days(1)).filter(|last| *last >= *from);
                }
            }
        }
    }

    fn status(&self, case: &Case, today: NaiveDate) -> &'static str {
        let introductory =
            self.placements.iter().any(|(from, to, national)| !national && runs(*from, *to, today));
        if case.closed.is_some() {
            "Avslutad"
        } else if case.other_school.is_some_and(|until| today <= until) {
            "Studier annan skolform"
        } else if introductory {
            "Introduktionsprogram"
        } else if case.measures.iter().any(|(from, to, told, _)| !told && runs(*from, *to, today)) {
            "Pågående åtgärd"
        } else if case.measures.iter().any(|(from, ..)| *from > today) {
            "Planerad åtgärd"
        } else {
            "Åtgärdas"
        }
    }

    pub fn seen(&self, today: NaiveDate) -> Seen {
        let mut cases: Vec<&Case> = self.cases.iter().collect();
        cases.sort_by_key(|case| case.place);
        cases
            .into_iter()
            .map(|case| {
                let (until, reason) =
                    (case.closed.map(|(date, _)| date), case.closed.map(|(_, reason)| reason));
                (case.place, case.from, until, reason, self.status(case, today), case.measures.clone())
            })
            .collect()
    }
}
