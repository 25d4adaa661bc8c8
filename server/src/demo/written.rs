//! What is written about the way on of somebody whose case is worked with: individual plans, and what schools tell.
//!
//! It has chance of its own, so that the rest of a demo is the same with it as without.

use chrono::{Days, NaiveDate};
use domain::{
    individual_plan::IndividualPlan,
    period::Period,
    school_notice::{Notice, NoticeKind},
};

use super::{
    activity::{Activity, Work},
    data::PHRASES,
    person::Person,
    random::{Random, Topic},
    school::{UNITS, weekday},
};

/// A case, as far as it decides what is written.
#[derive(Clone, Copy)]
pub(super) struct Written {
    pub(super) seed: u64,
    /// Which case, among all that there could be.
    pub(super) case: u64,
    pub(super) registered: NaiveDate,
    pub(super) today: NaiveDate,
    /// The caseworker who does most.
    pub(super) by: usize,
}

/// All of it.
pub(super) fn written(person: &Person, written: Written) -> Vec<Activity> {
    let mut activities = written.plan();
    activities.extend(written.notice(person));
    activities
}

/// One of some texts.
fn text(random: &mut Random, texts: &[&str]) -> String {
    random.pick(texts).copied().unwrap_or_default().to_owned()
}

/// A weekday so many days after another.
fn later(random: &mut Random, date: NaiveDate, first: i64, last: i64) -> NaiveDate {
    weekday(date + Days::new(random.between(first, last).unsigned_abs()))
}

impl Written {
    fn activity(self, date: NaiveDate, what: Work) -> Activity {
        Activity { date, by: self.by, what }
    }

    /// Some have a plan. Most plans are evaluated around the day that was set, some wait for it too long.
    fn plan(self) -> Vec<Activity> {
        let mut random = Random::of(self.seed, Topic::Plans, self.case);
        if !random.chance(380) {
            return Vec::new();
        }
        let start = later(&mut random, self.registered, 14, 80);
        let evaluate_on = later(&mut random, start, 60, 200);
        let others = if random.chance(500) { text(&mut random, &PHRASES.plan_others) } else { String::new() };
        let plan = IndividualPlan {
            goal: text(&mut random, &PHRASES.plan_goals),
            person: text(&mut random, &PHRASES.plan_person),
            municipality: text(&mut random, &PHRASES.plan_municipality),
            others,
            period: Period::new(start, random.chance(600).then_some(evaluate_on)),
            evaluate_on,
            evaluation: String::new(),
        };
        let mut activities = vec![self.activity(start, Work::Plan(plan))];
        if random.chance(700) {
            let evaluated = later(&mut random, evaluate_on, 0, 12);
            let evaluation = text(&mut random, &PHRASES.plan_evaluations);
            activities.push(self.activity(evaluated, Work::EvaluatePlan { start, evaluation }));
        }
        activities
    }

    /// Of a few who have gone to school a school tells. What has come in the last days waits in the inbox; of what came
    /// earlier a contact was made.
    fn notice(self, person: &Person) -> Option<Activity> {
        let mut random = Random::of(self.seed, Topic::Notices, self.case);
        if !random.chance(90) {
            return None;
        }
        let waits = random.chance(500);
        let date = match waits {
            true => self.today - Days::new(random.between(0, 9).unsigned_abs()),
            false => later(&mut random, self.registered, 20, 200),
        };
        let placed = person.school_years.iter().rfind(|placed| placed.start <= date)?;
        let kind =
            random.one_of(&[(NoticeKind::MuchAbsent, 60), (NoticeKind::Leaves, 25)], NoticeKind::Starts);
        let texts = match kind {
            NoticeKind::MuchAbsent => &PHRASES.absences,
            NoticeKind::Leaves | NoticeKind::Starts => &PHRASES.changes_of_school,
        };
        let notice = Notice {
            civic_number: person.number_on(date),
            kind,
            school: UNITS.get(placed.unit)?.name.to_owned(),
            date,
            text: text(&mut random, texts),
        };
        (self.registered < date && date <= self.today)
            .then(|| self.activity(date, Work::Notice { notice, becomes_contact: !waits }))
    }
}
