//! The model: `rules.md` sections 1 to 6 once more, for some people and two municipalities, without any type or rule of
//! the code. Norrköping goes by the handbook, Linköping by the act.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::{
    Seen, SeenCase,
    event::{Event, Field},
};

const OCCUPATIONS: [&str; 3] = ["Okänd", "Arbete", "Andra studier"];
/// The municipality that goes by the act, under which introductory programmes end the responsibility.
const BY_THE_ACT: usize = 1;

struct Person {
    birth: NaiveDate,
    lives: Vec<(NaiveDate, usize)>,
    placements: Vec<(NaiveDate, Option<NaiveDate>, bool)>,
    diploma: bool,
}

#[derive(Clone, PartialEq)]
struct Fields {
    registered: NaiveDate,
    occupation: usize,
    other_schooling: Option<NaiveDate>,
    caseworker: Option<usize>,
}

struct Measure {
    id: usize,
    from: NaiveDate,
    to: Option<NaiveDate>,
    told: bool,
    closed: bool,
}

struct Contact {
    id: usize,
    date: NaiveDate,
    due: Option<NaiveDate>,
    closed: Option<(NaiveDate, String)>,
    touched: usize,
}

struct Case {
    whose: usize,
    place: usize,
    fields: Fields,
    closed: Option<(NaiveDate, &'static str)>,
    measures: Vec<Measure>,
    contacts: Vec<Contact>,
    /// How often its fields have been changed, and its measures.
    touched: (usize, usize),
}

/// What something that was done with many has done to a case, with how often that had been touched afterwards.
enum Made {
    Fields { before: Fields, touched: usize },
    Measure { id: usize, gave_way: Option<usize>, touched: usize },
    Contact { id: usize, touched: usize },
    Closed { id: usize, touched: usize },
}

pub struct Model {
    people: Vec<Person>,
    /// In the order in which they were opened.
    cases: Vec<Case>,
    /// What has been done with many, and whether it has been taken back.
    jobs: Vec<(Vec<(usize, Made)>, bool)>,
    things: usize,
}

fn runs(from: NaiveDate, to: Option<NaiveDate>, on: NaiveDate) -> bool {
    from <= on && to.is_none_or(|to| on <= to)
}

fn meet(one: (NaiveDate, Option<NaiveDate>), other: (NaiveDate, Option<NaiveDate>)) -> bool {
    let first = one.0.max(other.0);
    runs(one.0, one.1, first) && runs(other.0, other.1, first)
}

fn days(days: i64) -> TimeDelta {
    TimeDelta::days(days)
}

const fn said(is_done: bool) -> &'static str {
    if is_done { "done" } else { "refused" }
}

impl Person {
    /// The twentieth birthday; born on 29 February it is 28 February where there is none.
    fn twenty(&self) -> NaiveDate {
        let year = self.birth.year() + 20;
        self.birth.with_year(year).unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 2, 28).unwrap())
    }
}

impl Case {
    fn may_have_measure(&self, person: &Person, from: NaiveDate, to: Option<NaiveDate>) -> bool {
        let last = person.twenty();
        from >= person.birth
            && to.is_none_or(|to| from <= to && to <= last)
            && from <= last
            && self.closed.is_none_or(|(closed, _)| to.is_some_and(|to| to <= closed))
    }

    /// The case gets a measure, if it may: says what gave way to it.
    fn measure(
        &mut self,
        person: &Person,
        id: usize,
        (from, to): (NaiveDate, Option<NaiveDate>),
        today: NaiveDate,
    ) -> Option<Option<usize>> {
        let in_the_way = |other: &&Measure| meet((other.from, other.to), (from, to));
        if !self.may_have_measure(person, from, to)
            || self.measures.iter().filter(in_the_way).any(|other| other.to.is_some() || other.from >= from)
        {
            return None;
        }
        let gives_way = self.measures.iter_mut().find(|other| in_the_way(&&**other));
        let gave_way = gives_way.map(|other| {
            other.to = Some(from - days(1));
            other.id
        });
        let told = to.is_some_and(|to| to <= today);
        self.measures.push(Measure { id, from, to, told, closed: false });
        self.touched.1 += 1;
        Some(gave_way)
    }

    /// The case gets a contact, if it may be what it is to be: says whether the case has become another's.
    fn contact(&mut self, contact: Contact, caseworker: Option<usize>, today: NaiveDate) -> Option<bool> {
        if contact.date > today || contact.due.is_some_and(|due| due < contact.date) {
            return None;
        }
        self.contacts.push(contact);
        let given = caseworker.is_some() && caseworker != self.fields.caseworker;
        if given {
            self.fields.caseworker = caseworker;
            self.touched.0 += 1;
        }
        Some(given)
    }
}

impl Model {
    pub fn new(births: &[NaiveDate]) -> Self {
        let person = |birth: &NaiveDate| Person {
            birth: *birth,
            lives: vec![(*birth, 0)],
            placements: Vec::new(),
            diploma: false,
        };
        let people = births.iter().map(person).collect();
        Self { people, cases: Vec::new(), jobs: Vec::new(), things: 0 }
    }

    /// Lets something happen, and says what became of it.
    pub fn happens(&mut self, event: &Event, today: NaiveDate) -> String {
        let done = |is_done| said(is_done).to_owned();
        match event {
            Event::Wait(_) => done(true),
            Event::Run => {
                let told: Vec<String> = (0..2).map(|place| self.run(place, today)).collect();
                told.join("; ")
            }
            Event::Move { who, to } => {
                self.people[*who].lives.push((today, *to));
                done(true)
            }
            Event::Placed { who, from, lasts, national } => {
                let start = today + days(*from);
                let end = lasts.map(|lasts| start + days(lasts as i64));
                let placements = &mut self.people[*who].placements;
                // A pupil is in one study path at a time: the later row of a file is an error.
                if !placements.iter().any(|(from, to, _)| meet((*from, *to), (start, end))) {
                    placements.push((start, end, *national));
                }
                done(true)
            }
            Event::Diploma(who) => {
                self.people[*who].diploma = true;
                done(true)
            }
            Event::Undo(back) => self.undo(*back, today),
            Event::SetMany { place, field } => {
                let (mut made, mut counts) = (Vec::new(), [0; 3]);
                for case in self.of(*place) {
                    let before = self.cases[case].fields.clone();
                    let outcome = match self.set(case, *field, today) {
                        None => 2,
                        Some(false) => 1,
                        Some(true) => {
                            made.push((case, Made::Fields { before, touched: 0 }));
                            0
                        }
                    };
                    counts[outcome] += 1;
                }
                self.note(made, counts)
            }
            Event::MeasureMany { place, from, lasts } => {
                let (mut made, mut counts) = (Vec::new(), [0; 3]);
                for case in self.of(*place) {
                    match self.measure(case, *from, *lasts, today) {
                        Some((id, gave_way)) => {
                            made.push((case, Made::Measure { id, gave_way, touched: 0 }));
                            counts[0] += 1;
                        }
                        None => counts[2] += 1,
                    }
                }
                self.note(made, counts)
            }
            Event::ContactMany { place, ago, due, caseworker } => {
                let (mut made, mut counts) = (Vec::new(), [0; 3]);
                for case in self.of(*place) {
                    let before = self.cases[case].fields.clone();
                    match self.contact(case, (*ago, *due, *caseworker), today) {
                        Some((id, given)) => {
                            made.push((case, Made::Contact { id, touched: 0 }));
                            if given {
                                made.push((case, Made::Fields { before, touched: 0 }));
                            }
                            counts[0] += 1;
                        }
                        None => counts[2] += 1,
                    }
                }
                self.note(made, counts)
            }
            Event::CloseMany(place) => {
                let (mut made, mut counts) = (Vec::new(), [0; 3]);
                for (number, case) in
                    self.cases.iter_mut().enumerate().filter(|(_, case)| case.place == *place)
                {
                    for contact in case.contacts.iter_mut().filter(|contact| contact.due.is_some()) {
                        if contact.closed.is_some() {
                            counts[2] += 1;
                            continue;
                        }
                        contact.closed = Some((today, "Klart".to_owned()));
                        contact.touched += 1;
                        made.push((number, Made::Closed { id: contact.id, touched: 0 }));
                        counts[0] += 1;
                    }
                }
                self.note(made, counts)
            }
            Event::HandOver { place, from } => {
                let (mut made, mut counts) = (Vec::new(), [0; 3]);
                for (number, case) in
                    self.cases.iter_mut().enumerate().filter(|(_, case)| case.place == *place)
                {
                    if case.closed.is_none() && case.fields.caseworker == Some(*from) {
                        let before = case.fields.clone();
                        case.fields.caseworker = Some(1 - from);
                        case.touched.0 += 1;
                        made.push((number, Made::Fields { before, touched: 0 }));
                        counts[0] += 1;
                    }
                }
                self.note(made, counts)
            }
            Event::Set { who, .. }
            | Event::Measure { who, .. }
            | Event::ShiftMeasure { who, .. }
            | Event::EndMeasure(who)
            | Event::RemoveMeasure(who)
            | Event::Contact { who, .. }
            | Event::CloseFollowUp(who)
            | Event::RemoveContact(who) => match self.cases.iter().rposition(|case| case.whose == *who) {
                Some(case) => self.work(case, event, today),
                None => "nothing".to_owned(),
            },
        }
    }

    /// What is done with one case.
    fn work(&mut self, case: usize, event: &Event, today: NaiveDate) -> String {
        let is_done = match event {
            Event::Set { field, .. } => self.set(case, *field, today).is_some(),
            Event::Measure { from, lasts, .. } => self.measure(case, *from, *lasts, today).is_some(),
            Event::Contact { ago, due, caseworker, .. } => {
                self.contact(case, (*ago, *due, *caseworker), today).is_some()
            }
            Event::ShiftMeasure { days: by, .. } => match self.shift(case, *by, today) {
                Some(is_done) => is_done,
                None => return "nothing".to_owned(),
            },
            Event::EndMeasure(_) => match self.end(case, today) {
                Some(is_done) => is_done,
                None => return "nothing".to_owned(),
            },
            Event::RemoveMeasure(_) => {
                let Some(last) = self.cases[case].measures.iter().map(|measure| measure.id).max() else {
                    return "nothing".to_owned();
                };
                self.remove_measure(case, last);
                true
            }
            Event::CloseFollowUp(_) => {
                let contacts = &mut self.cases[case].contacts;
                let Some(contact) =
                    contacts.iter_mut().find(|contact| contact.due.is_some() && contact.closed.is_none())
                else {
                    return "nothing".to_owned();
                };
                contact.closed = Some((today, "Nådd".to_owned()));
                contact.touched += 1;
                true
            }
            _ => match self.cases[case].contacts.pop() {
                Some(_) => true,
                None => return "nothing".to_owned(),
            },
        };
        said(is_done).to_owned()
    }

    fn of(&self, place: usize) -> Vec<usize> {
        (0..self.cases.len()).filter(|case| self.cases[*case].place == place).collect()
    }

    fn thing(&mut self) -> usize {
        self.things += 1;
        self.things
    }

    /// Notes what has been done with many, and says how many have been changed, were so already, and cannot be.
    fn note(&mut self, mut made: Vec<(usize, Made)>, counts: [usize; 3]) -> String {
        if counts == [0; 3] {
            return "nothing".to_owned();
        }
        for (case, made) in &mut made {
            let now = self.touched(*case, made);
            match made {
                Made::Fields { touched, .. }
                | Made::Measure { touched, .. }
                | Made::Contact { touched, .. }
                | Made::Closed { touched, .. } => *touched = now.unwrap(),
            }
        }
        self.jobs.push((made, false));
        let [changed, unchanged, refused] = counts;
        format!("{changed} changed, {unchanged} unchanged, {refused} refused")
    }

    /// How often that which was made has been touched; nothing once it is gone.
    fn touched(&self, case: usize, made: &Made) -> Option<usize> {
        let case = &self.cases[case];
        match made {
            Made::Fields { .. } => Some(case.touched.0),
            Made::Measure { .. } => Some(case.touched.1),
            Made::Contact { id, .. } | Made::Closed { id, .. } => {
                case.contacts.iter().find(|contact| contact.id == *id).map(|contact| contact.touched)
            }
        }
    }

    fn undo(&mut self, back: usize, today: NaiveDate) -> String {
        let Some(number) = self.jobs.len().checked_sub(back + 1) else { return "nothing".to_owned() };
        let (made, is_undone) = &self.jobs[number];
        let may_be = |(case, made): &(usize, Made)| {
            let (Made::Fields { touched, .. }
            | Made::Measure { touched, .. }
            | Made::Contact { touched, .. }
            | Made::Closed { touched, .. }) = made;
            // A day that has passed is not set again.
            let passed = match made {
                Made::Fields { before, .. } => {
                    before.other_schooling.is_some_and(|until| until < today)
                        && before.other_schooling != self.cases[*case].fields.other_schooling
                }
                _ => false,
            };
            self.touched(*case, made) == Some(*touched) && !passed
        };
        if *is_undone || made.is_empty() || !made.iter().all(may_be) {
            return said(false).to_owned();
        }
        let made = std::mem::take(&mut self.jobs[number].0);
        self.jobs[number].1 = true;
        for (number, made) in made {
            let case = &mut self.cases[number];
            match made {
                Made::Fields { before, .. } => {
                    case.fields = before;
                    case.touched.0 += 1;
                }
                Made::Measure { id, gave_way, .. } => {
                    if let Some(other) = case.measures.iter_mut().find(|other| gave_way == Some(other.id)) {
                        other.to = None;
                    }
                    self.remove_measure(number, id);
                }
                Made::Contact { id, .. } => case.contacts.retain(|contact| contact.id != id),
                Made::Closed { id, .. } => {
                    let contact = case.contacts.iter_mut().find(|contact| contact.id == id).unwrap();
                    contact.closed = None;
                    contact.touched += 1;
                }
            }
        }
        said(true).to_owned()
    }

    /// Of a measure that is gone nobody knows the case any more: all of the person's there count as touched.
    fn remove_measure(&mut self, case: usize, id: usize) {
        let (whose, place) = (self.cases[case].whose, self.cases[case].place);
        self.cases[case].measures.retain(|measure| measure.id != id);
        for case in self.cases.iter_mut().filter(|case| (case.whose, case.place) == (whose, place)) {
            case.touched.1 += 1;
        }
    }

    /// Sets a field, if it may be: says whether that has changed anything.
    fn set(&mut self, number: usize, field: Field, today: NaiveDate) -> Option<bool> {
        let case = &self.cases[number];
        let mut after = case.fields.clone();
        let person = &self.people[case.whose];
        let may_be = match field {
            Field::Registered(ago) => {
                let date = today - days(ago);
                after.registered = date;
                let earlier = self.cases[..number]
                    .iter()
                    .filter(|other| (other.whose, other.place) == (case.whose, case.place))
                    .filter_map(|other| other.closed);
                date <= today
                    && date >= person.birth
                    && case.closed.is_none_or(|(last, _)| date <= last)
                    && earlier.map(|(last, _)| last).max().is_none_or(|last| date > last)
            }
            Field::Occupation(occupation) => {
                after.occupation = occupation;
                true
            }
            Field::OtherSchooling(until) => {
                after.other_schooling = until.map(|until| today + days(until));
                case.closed.is_none()
                    && after.other_schooling.is_none_or(|until| until >= today && until <= person.twenty())
            }
            Field::Caseworker(caseworker) => {
                after.caseworker = caseworker;
                true
            }
        };
        if after == case.fields {
            return Some(false);
        }
        if may_be {
            self.cases[number].fields = after;
            self.cases[number].touched.0 += 1;
        }
        may_be.then_some(true)
    }

    fn measure(
        &mut self,
        case: usize,
        from: i64,
        lasts: Option<i64>,
        today: NaiveDate,
    ) -> Option<(usize, Option<usize>)> {
        let start = today + days(from);
        let id = self.thing();
        let case = &mut self.cases[case];
        let gave_way = case.measure(
            &self.people[case.whose],
            id,
            (start, lasts.map(|lasts| start + days(lasts))),
            today,
        )?;
        Some((id, gave_way))
    }

    fn shift(&mut self, case: usize, by: i64, today: NaiveDate) -> Option<bool> {
        let case = &mut self.cases[case];
        let person = &self.people[case.whose];
        let latest = case.measures.iter().max_by_key(|measure| measure.id)?;
        let (from, to) = (latest.from + days(by), latest.to.map(|to| to + days(by)));
        let others = || case.measures.iter().filter(|other| other.id != latest.id);
        let may_be = by == 0
            || case.may_have_measure(person, from, to)
                && !others().any(|other| meet((other.from, other.to), (from, to)))
                && (latest.told || to.is_none_or(|to| to > today));
        let id = latest.id;
        if may_be && by != 0 {
            case.touched.1 += 1;
            let latest = case.measures.iter_mut().find(|measure| measure.id == id)?;
            (latest.from, latest.to) = (from, to);
        }
        Some(may_be)
    }

    fn end(&mut self, case: usize, today: NaiveDate) -> Option<bool> {
        let case = &mut self.cases[case];
        let person = &self.people[case.whose];
        let is_ongoing = |measure: &&mut Measure| !measure.told && runs(measure.from, measure.to, today);
        let measure = case.measures.iter_mut().find(is_ongoing)?;
        let is_too_late = today > person.twenty() || case.closed.is_some_and(|(closed, _)| today > closed);
        // What ends today anyway only gets its outcome.
        if is_too_late && measure.to != Some(today) {
            return Some(false);
        }
        (measure.to, measure.told) = (Some(today), true);
        case.touched.1 += 1;
        Some(true)
    }

    fn contact(
        &mut self,
        case: usize,
        (ago, due, caseworker): (i64, Option<i64>, Option<usize>),
        today: NaiveDate,
    ) -> Option<(usize, bool)> {
        let date = today - days(ago);
        let id = self.thing();
        let contact = Contact { id, date, due: due.map(|due| date + days(due)), closed: None, touched: 0 };
        Some((id, self.cases[case].contact(contact, caseworker, today)?))
    }

    fn run(&mut self, place: usize, today: NaiveDate) -> String {
        let (mut opened, mut closed) = (0, 0);
        let summer = (6..=8).contains(&today.month());
        for whose in 0..self.people.len() {
            let person = &self.people[whose];
            let here = person
                .lives
                .iter()
                .rev()
                .find(|(since, _)| *since <= today)
                .is_some_and(|(_, at)| *at == place);
            let done_with_school = today >= NaiveDate::from_ymd_opt(person.birth.year() + 16, 9, 1).unwrap();
            let under_twenty = today <= person.twenty();
            // The earliest placement that counts decides.
            let counts = |national: bool| {
                let current = person
                    .placements
                    .iter()
                    .filter(|(from, to, kind)| *kind == national && runs(*from, *to, today));
                current.map(|(from, ..)| *from).min()
            };
            let national = counts(true);
            let introductory = counts(false).filter(|_| place == BY_THE_ACT);
            let placed = national.or(introductory);
            let mine = |case: &Case| (case.whose, case.place) == (whose, place);
            let Some(case) = self.cases.iter_mut().find(|case| mine(case) && case.closed.is_none()) else {
                let covered = here && done_with_school && under_twenty && placed.is_none() && !person.diploma;
                let closed_today =
                    |case: &Case| mine(case) && case.closed.is_some_and(|(date, _)| date == today);
                if covered && !summer && !self.cases.iter().any(closed_today) {
                    let fields =
                        Fields { registered: today, occupation: 0, other_schooling: None, caseworker: None };
                    let (measures, contacts, touched) = (Vec::new(), Vec::new(), (0, 0));
                    self.cases.push(Case { whose, place, fields, closed: None, measures, contacts, touched });
                    opened += 1;
                }
                continue;
            };
            let reason = if !here {
                "EjFbf"
            } else if summer {
                if under_twenty {
                    continue;
                }
                "20Ar"
            } else if person.diploma {
                "Fullf"
            } else if national.is_some() {
                "StNat"
            } else if introductory.is_some() {
                "StIM"
            } else if !under_twenty {
                "20Ar"
            } else if case.fields.other_schooling.is_some_and(|until| today > until) {
                "StNat"
            } else {
                continue;
            };
            closed += 1;
            case.closed = Some((today, reason));
            case.touched.0 += 1;
            let by_placement = placed.filter(|_| reason == "StIM" || reason == "StNat");
            for measure in &mut case.measures {
                if measure.from > today || (!measure.told && runs(measure.from, measure.to, today)) {
                    measure.closed = true;
                    if measure.to.is_none() {
                        measure.to =
                            by_placement.map(|first| first - days(1)).filter(|last| *last >= measure.from);
                    }
                    case.touched.1 += 1;
                }
            }
        }
        format!("{opened} opened, {closed} closed")
    }

    fn status(&self, case: &Case, today: NaiveDate) -> &'static str {
        let placements = &self.people[case.whose].placements;
        if case.closed.is_some() {
            "Avslutad"
        } else if case.fields.other_schooling.is_some_and(|until| today <= until) {
            "Studier annan skolform"
        } else if placements.iter().any(|(from, to, national)| !national && runs(*from, *to, today)) {
            "Introduktionsprogram"
        } else if case.measures.iter().any(|measure| !measure.told && runs(measure.from, measure.to, today)) {
            "Pågående åtgärd"
        } else if case.measures.iter().any(|measure| measure.from > today) {
            "Planerad åtgärd"
        } else {
            "Åtgärdas"
        }
    }

    pub fn seen(&self, today: NaiveDate) -> Seen {
        let mut cases: Vec<&Case> = self.cases.iter().collect();
        cases.sort_by_key(|case| (case.whose, case.place));
        let mut follow_ups: Vec<_> = cases
            .iter()
            .flat_map(|case| case.contacts.iter().map(|contact| (case.whose, case.place, contact)))
            .filter_map(|(whose, place, contact)| {
                Some((whose, place, contact.due?, contact.closed.as_ref().map(|(on, _)| *on)))
            })
            .collect();
        follow_ups.sort();
        let shown = |case: &Case| {
            let ongoing =
                case.measures.iter().find(|measure| !measure.told && runs(measure.from, measure.to, today));
            let planned = case.measures.iter().map(|measure| measure.from).filter(|from| *from > today).min();
            ongoing.map(|measure| measure.from).or(planned).filter(|_| case.closed.is_none())
        };
        let waits = |case: &Case| {
            let open = case.contacts.iter().filter(|contact| contact.closed.is_none());
            open.filter_map(|contact| contact.due).min().filter(|_| case.closed.is_none())
        };
        let cases = cases.into_iter().map(|case| SeenCase {
            whose: case.whose,
            place: case.place,
            registered: case.fields.registered,
            closed: case.closed,
            status: self.status(case, today),
            occupation: OCCUPATIONS[case.fields.occupation],
            other_schooling: case.fields.other_schooling,
            caseworker: case.fields.caseworker,
            latest_contact: case.contacts.iter().map(|contact| contact.date).max(),
            next_follow_up: waits(case),
            measure: shown(case),
            measures: case
                .measures
                .iter()
                .map(|measure| (measure.from, measure.to, measure.told, measure.closed))
                .collect(),
            contacts: case
                .contacts
                .iter()
                .map(|contact| (contact.date, contact.due, contact.closed.clone()))
                .collect(),
        });
        Seen { cases: cases.collect(), follow_ups }
    }
}
