//! The register: the same things done by users through the use cases, by the run and by imports.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::{
    access::{Role, Scope},
    case::{
        change::{CaseChange, FieldChange},
        responsibility::ResponsibilityForm,
        view::CaseRow,
    },
    clock::Clock,
    contact::form::ContactForm,
    coverage::policy::RuleSet,
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    exchange::pupils::PupilRow,
    follow_up::{FollowUp, closing::ClosingForm},
    id::{AccountId, CaseId, JobId},
    language::{Language, Named},
    list::{CaseColumn, Filter, FollowUpColumn, ListQuery, PageSize},
    measure::form::MeasureForm,
    occupation::OccupationAtRegistration,
    period::Period,
};
use service::{
    ServiceError, cases, contacts,
    hand_over::{self, HandOverFailure},
    jobs::{self, Asked, CaseUpdate, Measures, Origin},
    lists, measures, responsibility, rows,
    saving::{SaveFailure, Seen as SeenBefore},
    session::Session,
    undo::{self, UndoFailure},
};
use store::{ContactRecord, Listed, WorkedCase};

use super::{
    Seen, SeenCase, SeenFollowUp,
    event::{Event, Field},
};
use crate::support::{
    Installation, LINKOPING, NORRKOPING, number, place,
    posts::{But, post, row},
    users::role,
};

/// Where people may live; the last has no register here.
const PLACES: [&str; 3] = [NORRKOPING, LINKOPING, "0584"];
const RULES: [RuleSet; 2] = [RuleSet::Handbook, RuleSet::Act201807];
const OCCUPATIONS: [OccupationAtRegistration; 3] = [
    OccupationAtRegistration::Unknown,
    OccupationAtRegistration::Work,
    OccupationAtRegistration::OtherStudies,
];

/// Two caseworkers in each of the two municipalities.
pub struct Offices([[Session; 2]; 2]);

impl Offices {
    pub async fn of(fyren: &Installation) -> Self {
        let signed_in =
            async |name: &str, code: &str| fyren.signed_in_as(name, role(Role::Caseworker, &[code])).await;
        let here = [signed_in("Asa", NORRKOPING).await, signed_in("Bo", NORRKOPING).await];
        Self([here, [signed_in("Eva", LINKOPING).await, signed_in("Sara", LINKOPING).await]])
    }

    fn user(&self, place: usize) -> &Session {
        &self.0[place][0]
    }

    fn account(&self, place: usize, which: usize) -> AccountId {
        self.0[place][which].account
    }
}

pub struct Register<'a> {
    fyren: &'a Installation,
    offices: &'a Offices,
    births: Vec<String>,
    pupils: Vec<PupilRow>,
    /// What has been done with many, and where.
    jobs: Vec<(JobId, usize)>,
}

/// What became of something; `None` is that there was nothing to do it with.
type Became = Option<bool>;

fn saved<T, F: Named + std::fmt::Debug, W: std::fmt::Debug>(result: Result<T, SaveFailure<F, W>>) -> Became {
    match result {
        Ok(_) => Some(true),
        Err(SaveFailure::Refused(_)) => Some(false),
        Err(other) => panic!("{other:?}"),
    }
}

fn told(became: Became) -> String {
    match became {
        Some(true) => "done",
        Some(false) => "refused",
        None => "nothing",
    }
    .to_owned()
}

fn shifted(date: NaiveDate, days: i64) -> NaiveDate {
    date + TimeDelta::days(days)
}

fn measure(from: i64, lasts: Option<i64>, today: NaiveDate) -> MeasureForm {
    let start = shifted(today, from);
    let end = lasts.map(|lasts| shifted(start, lasts));
    let is_over = end.is_some_and(|end| end <= today);
    MeasureForm {
        kind: "AnAtg".into(),
        start: start.to_string(),
        end: end.map(|end| end.to_string()).unwrap_or_default(),
        occupation_before: "none".into(),
        occupation_after: if is_over { "work" } else { "" }.into(),
        outcome: if is_over { "completed" } else { "" }.into(),
        notes: "Bara för kommunen".into(),
    }
}

impl<'a> Register<'a> {
    /// People who live in the first municipality, and nobody else.
    pub async fn begin(
        fyren: &'a Installation,
        offices: &'a Offices,
        births: &[NaiveDate],
        today: NaiveDate,
    ) -> Register<'a> {
        let births: Vec<String> = births.iter().map(NaiveDate::to_string).collect();
        let register = Self { fyren, offices, births, pupils: Vec::new(), jobs: Vec::new() };
        register.comes(today).await;
        fyren.import(register.births.iter().map(|birth| post(birth))).await;
        register
    }

    /// Lets a day come, back or forth.
    async fn comes(&self, today: NaiveDate) {
        let morning = today.and_time(NaiveTime::from_hms_opt(8, 0, 0).unwrap()).and_utc();
        self.fyren.clock.pass(morning - self.fyren.clock.now());
        rows::bring_to(&self.fyren.services, today).await.unwrap();
    }

    /// A whole list as a user sees it.
    async fn list<C: Listed>(&self, place: usize) -> Vec<C::Row> {
        let query = ListQuery::<C>::default().filtered(Filter::everything()).sized(PageSize::Fifty);
        lists::page(&self.fyren.services, self.offices.user(place), &query).await.unwrap().rows
    }

    /// The rows of the cases of a municipality, in the order in which they were opened.
    async fn cases(&self, place: usize) -> Vec<CaseRow> {
        let mut rows = self.list::<CaseColumn>(place).await;
        rows.sort_by_key(|row| row.id);
        rows
    }

    fn whose(&self, row: &domain::civic_number::CivicNumber) -> usize {
        self.births.iter().position(|birth| number(birth) == *row).unwrap()
    }

    /// The case of a person that was opened last, and where.
    async fn latest(&self, who: usize) -> Option<(CaseId, usize)> {
        let mut found = Vec::new();
        for at in 0..2 {
            let rows = self.cases(at).await;
            found.extend(
                rows.iter().filter(|row| self.whose(&row.civic_number) == who).map(|row| (row.id, at)),
            );
        }
        found.into_iter().max()
    }

    /// What its users work with of a case.
    async fn worked(&self, (case, place): (CaseId, usize)) -> (WorkedCase, Vec<ContactRecord>) {
        let scope = self.offices.user(place).scope();
        let mut connection = self.fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
        let mut worked = connection.worked_cases(&scope, &[case]).await.unwrap().remove(0);
        worked.case.measures.sort_by_key(|measure| measure.id);
        let mut contacts = connection.edited_contacts_of(&scope, case).await.unwrap();
        contacts.sort_by_key(|record| record.contact.id);
        (worked, contacts)
    }

    fn caseworker(&self, place: usize, which: Option<usize>) -> String {
        which.map(|which| self.offices.account(place, which).to_string()).unwrap_or_default()
    }

    fn contact(
        &self,
        place: usize,
        (ago, due, caseworker): (i64, Option<i64>, Option<usize>),
        today: NaiveDate,
    ) -> ContactForm {
        let date = shifted(today, -ago);
        ContactForm {
            date: date.to_string(),
            heading: "Samtal".into(),
            way: "telephone".into(),
            notes: "Bara för kommunen".into(),
            follows_up: if due.is_some() { "1" } else { "" }.into(),
            follow_up: due.map(|due| shifted(date, due).to_string()).unwrap_or_default(),
            closed: String::new(),
            caseworker: self.caseworker(place, caseworker),
        }
    }

    /// Lets something happen, and says what became of it.
    pub async fn happens(&mut self, event: &Event, today: NaiveDate) -> String {
        match event {
            Event::Wait(_) => {
                self.comes(today).await;
                told(Some(true))
            }
            Event::Run => {
                let mut said = Vec::new();
                for (code, rules) in PLACES.iter().zip(RULES) {
                    let report = self.fyren.run_under(rules, code, &today.to_string(), false).await;
                    assert!(report.errors.is_empty(), "{:?}", report.errors.len());
                    said.push(format!("{} opened, {} closed", report.opened.len(), report.closed.len()));
                }
                said.join("; ")
            }
            Event::Move { who, to } => {
                let moved = post(&self.births[*who]).living_in(PLACES[*to], &today.to_string());
                self.fyren.import([moved]).await;
                told(Some(true))
            }
            Event::Placed { who, from, lasts, national } => {
                let start = shifted(today, *from);
                let end = lasts.map(|lasts| shifted(start, lasts as i64));
                let path = if *national { "NA" } else { "IMV" };
                let placed = PupilRow {
                    period: Period::new(start, end),
                    ..row(&self.births[*who], path, &start.to_string(), "")
                };
                self.pupils.push(placed);
                self.fyren.pupils(&today.to_string(), self.pupils.iter().cloned()).await;
                told(Some(true))
            }
            Event::Diploma(who) => {
                let mark =
                    DiplomaMark { source: DiplomaSource::Authority, kind: DiplomaKind::UpperSecondary };
                let marks = [(number(&self.births[*who]), mark)];
                service::installation::mark_diplomas(&self.fyren.services, today, marks).await.unwrap();
                told(Some(true))
            }
            Event::Undo(back) => self.undo(*back).await,
            Event::SetMany { .. }
            | Event::MeasureMany { .. }
            | Event::ContactMany { .. }
            | Event::CloseMany(_)
            | Event::HandOver { .. } => self.ask(event, today).await,
            Event::Set { who, .. }
            | Event::Measure { who, .. }
            | Event::ShiftMeasure { who, .. }
            | Event::EndMeasure(who)
            | Event::RemoveMeasure(who)
            | Event::Contact { who, .. }
            | Event::CloseFollowUp(who)
            | Event::RemoveContact(who) => match self.latest(*who).await {
                Some(case) => told(self.work(case, event, today).await),
                None => told(None),
            },
        }
    }

    /// What is done with one case.
    async fn work(&self, (case, place): (CaseId, usize), event: &Event, today: NaiveDate) -> Became {
        let (services, user) = (&self.fyren.services, self.offices.user(place));
        let (worked, made) = self.worked((case, place)).await;
        let all = &worked.case.measures;
        match event {
            Event::Set { field, .. } => {
                let (found, _) = responsibility::responsibility(services, user, case).await.unwrap();
                let mut form = ResponsibilityForm::written(&found.values);
                match field {
                    Field::Registered(ago) => form.registered = shifted(today, -ago).to_string(),
                    Field::Occupation(which) => form.occupation = OCCUPATIONS[*which].code().into(),
                    Field::OtherSchooling(until) => {
                        let until = until.map(|until| shifted(today, until).to_string());
                        form.other_schooling_until = until.unwrap_or_default();
                    }
                    Field::Caseworker(which) => form.caseworker = self.caseworker(place, *which),
                }
                let seen = SeenBefore::new(found.case.version, found.values);
                saved(responsibility::save(services, user, case, &seen, &form).await)
            }
            Event::Measure { from, lasts, .. } => {
                saved(measures::register(services, user, case, &measure(*from, *lasts, today)).await)
            }
            Event::ShiftMeasure { days, .. } => {
                let id = all.last()?.id;
                let seen = measures::measure(services, user, case, id).await.unwrap().measure;
                let mut values = seen.values.clone();
                let Period { start, end } = values.period;
                values.period = Period::new(shifted(start, *days), end.map(|end| shifted(end, *days)));
                let before = SeenBefore::new(seen.version, seen.values);
                let form = MeasureForm::written(&values);
                saved(measures::change(services, user, case, id, &before, &form).await)
            }
            Event::EndMeasure(_) => {
                let id = all.iter().find(|measure| measure.is_ongoing(today))?.id;
                let seen = measures::measure(services, user, case, id).await.unwrap().measure;
                let form = MeasureForm {
                    end: today.to_string(),
                    occupation_after: "unknown".into(),
                    outcome: "not-completed".into(),
                    ..MeasureForm::written(&seen.values)
                };
                let before = SeenBefore::new(seen.version, seen.values);
                saved(measures::change(services, user, case, id, &before, &form).await)
            }
            Event::RemoveMeasure(_) => {
                let id = all.last()?.id;
                let version = measures::measure(services, user, case, id).await.unwrap().measure.version;
                saved(measures::remove(services, user, case, id, version).await)
            }
            Event::Contact { ago, due, caseworker, .. } => {
                let form = self.contact(place, (*ago, *due, *caseworker), today);
                saved(contacts::register(services, user, case, &form).await)
            }
            Event::CloseFollowUp(_) => {
                let first = made.iter().find(|record| record.contact.values.follow_up.is_open())?;
                let contact = &first.contact;
                let form = ContactForm { closed: "Nådd".into(), ..ContactForm::written(&contact.values) };
                let seen = SeenBefore::new(contact.version, contact.values.clone());
                saved(contacts::change(services, user, (contact.case, contact.id), &seen, &form).await)
            }
            _ => {
                let last = &made.last()?.contact;
                saved(contacts::remove(services, user, (last.case, last.id), last.version).await)
            }
        }
    }

    /// What is done with many at once.
    async fn ask(&mut self, event: &Event, today: NaiveDate) -> String {
        let services = &self.fyren.services;
        let (place, asked) = match event {
            Event::SetMany { place, field } => {
                let mut all = CaseChange::default();
                match field {
                    Field::Registered(ago) => all.registered = Some(shifted(today, -ago)),
                    Field::Occupation(which) => all.occupation = Some(OCCUPATIONS[*which]),
                    Field::OtherSchooling(until) => {
                        let until = until.map(|until| FieldChange::Set(shifted(today, until)));
                        all.other_schooling_until = until.unwrap_or(FieldChange::Clear);
                    }
                    Field::Caseworker(which) => {
                        let account =
                            which.map(|which| FieldChange::Set(self.offices.account(*place, which)));
                        all.caseworker = account.unwrap_or(FieldChange::Clear);
                    }
                }
                (*place, Asked::UpdateCases(CaseUpdate { all, rows: Vec::new() }))
            }
            Event::MeasureMany { place, from, lasts } => {
                let all = measure(*from, *lasts, today).read(today).unwrap();
                (*place, Asked::RegisterMeasures(Measures { all: Some(all), rows: Vec::new() }))
            }
            Event::ContactMany { place, ago, due, caseworker } => {
                let form = self.contact(*place, (*ago, *due, *caseworker), today);
                (*place, Asked::RegisterContacts(form.read(today).unwrap()))
            }
            Event::HandOver { place, from } => {
                let [from, to] = [*from, 1 - from].map(|which| self.offices.account(*place, which));
                return match hand_over::start(
                    services,
                    self.offices.user(*place),
                    from,
                    to,
                    Origin::default(),
                )
                .await
                {
                    Ok(job) => self.done(job, *place).await,
                    Err(HandOverFailure::Refused(_)) => told(None),
                    Err(other) => panic!("{other:?}"),
                };
            }
            Event::CloseMany(place) => {
                (*place, Asked::CloseFollowUps(ClosingForm { top: "Klart".into(), ..ClosingForm::default() }))
            }
            one => panic!("{one} is of one"),
        };
        let rows: Vec<i64> = match asked {
            Asked::CloseFollowUps(_) => {
                self.list::<FollowUpColumn>(place).await.iter().map(|row| row.id.0).collect()
            }
            _ => self.cases(place).await.iter().map(|row| row.id.0).collect(),
        };
        if rows.is_empty() {
            return told(None);
        }
        let job =
            jobs::start(services, self.offices.user(place), &rows, &asked, Origin::default()).await.unwrap();
        self.done(job, place).await
    }

    async fn done(&mut self, job: JobId, place: usize) -> String {
        let progress = jobs::progress(&self.fyren.services, self.offices.user(place), job).await.unwrap();
        let counts = progress.counts;
        assert_eq!((counts.conflict, counts.gone, counts.total()), (0, 0, progress.total));
        self.jobs.push((job, place));
        format!("{} changed, {} unchanged, {} refused", counts.changed, counts.unchanged, counts.refused)
    }

    async fn undo(&self, back: usize) -> String {
        let Some(number) = self.jobs.len().checked_sub(back + 1) else { return told(None) };
        let (job, place) = self.jobs[number];
        let (services, user) = (&self.fyren.services, self.offices.user(place));
        let preview = undo::preview(services, user, job).await.unwrap().refusal;
        match undo::undo(services, user, job).await {
            Ok(_) => {
                assert_eq!(preview, None);
                told(Some(true))
            }
            Err(UndoFailure::Refused(refusal)) => {
                assert_eq!(preview, Some(refusal));
                told(Some(false))
            }
            Err(UndoFailure::Unavailable(error)) => panic!("{error:?}"),
        }
    }

    /// What its users see.
    pub async fn seen(&self, today: NaiveDate) -> Seen {
        let (mut cases, mut follow_ups) = (Vec::new(), Vec::new());
        for (at, code) in PLACES.iter().take(2).enumerate() {
            for row in self.cases(at).await {
                assert_eq!(row.municipality, place(code));
                cases.push((row.id, self.case(at, row, today).await));
            }
            let rows = self.list::<FollowUpColumn>(at).await;
            follow_ups.extend(rows.iter().map(|row| -> SeenFollowUp {
                (self.whose(&row.civic_number), at, row.follow_up, row.closed)
            }));
        }
        cases.sort_by_key(|(id, case)| (case.whose, case.place, *id));
        follow_ups.sort();
        Seen { cases: cases.into_iter().map(|(_, case)| case).collect(), follow_ups }
    }

    async fn case(&self, at: usize, row: CaseRow, today: NaiveDate) -> SeenCase {
        let (WorkedCase { case, caseworker, .. }, contacts) = self.worked((row.id, at)).await;
        assert_eq!((case.registered, case.deregistered), (row.registered, row.deregistered), "on {today}");
        let which: HashMap<AccountId, usize> =
            (0..2).map(|which| (self.offices.account(at, which), which)).collect();
        SeenCase {
            whose: self.whose(&row.civic_number),
            place: at,
            registered: row.registered,
            closed: row.deregistered.zip(row.reason.map(Named::code)),
            status: row.status.name(Language::Swedish),
            occupation: row.occupation.name(Language::Swedish),
            other_schooling: case.other_schooling_until,
            caseworker: caseworker.map(|account| which[&account]),
            latest_contact: row.latest_contact,
            next_follow_up: row.next_follow_up,
            measure: row.measure_start,
            measures: case
                .measures
                .iter()
                .map(|measure| {
                    let Period { start, end } = measure.period;
                    (start, end, measure.outcome.is_some(), measure.closed_with_case.is_some())
                })
                .collect(),
            contacts: contacts
                .into_iter()
                .map(|record| {
                    let follow_up = record.contact.values.follow_up;
                    let closed = match &follow_up {
                        FollowUp::Closed { on, reason, .. } => Some((*on, reason.clone())),
                        FollowUp::None | FollowUp::Due(_) => None,
                    };
                    (record.contact.values.date, follow_up.due(), closed)
                })
                .collect(),
        }
    }

    /// Each page of a case shows what its row does, and whoever has no case there does not find it.
    pub async fn pages_are_as_rows(&self) {
        for at in 0..2 {
            for row in self.cases(at).await {
                let view = cases::view(&self.fyren.services, self.offices.user(at), row.id).await.unwrap();
                assert_eq!(view.row, row);
                let elsewhere = cases::view(&self.fyren.services, self.offices.user(1 - at), row.id).await;
                assert_eq!(elsewhere.err(), Some(ServiceError::NotFound));
            }
        }
    }
}
