//! The individual plan of a case, which the National Agency for Education's general advice asks for: the goal, what each
//! answers for, the days, and how it went (requirement K18).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    form::{FieldError, Reading},
    language::{Language, Message, Named, named},
    period::Period,
    record::{FieldValue, Record},
};

named! {
    /// A field of a plan. The codes are the names of the fields of [`PlanForm`].
    pub enum PlanField {
        Goal = "goal", "Mål", "Goal";
        Person = "person", "Individen ansvarar för", "The young person answers for";
        Municipality = "municipality", "Kommunen ansvarar för", "The municipality answers for";
        Others = "others", "Andra ansvarar för", "Others answer for";
        Start = "start", "Från och med", "From";
        End = "end", "Till och med", "To";
        EvaluateOn = "evaluate_on", "Utvärderas", "To be evaluated";
        Evaluation = "evaluation", "Utvärdering", "Evaluation";
    }
}

named! {
    /// Where a plan stands on a day.
    pub enum PlanState {
        Ahead = "ahead", "Börjar senare", "Begins later";
        Ongoing = "ongoing", "Pågår", "Under way";
        ToEvaluate = "to-evaluate", "Ska utvärderas", "To be evaluated";
        Evaluated = "evaluated", "Utvärderad", "Evaluated";
    }
}

named! {
    /// Why a plan cannot be saved. The name is the whole sentence.
    pub enum PlanRefusal {
        EndsBeforeStart = "plan_ends_before_start",
            "Till och med ligger före från och med. Ändra ett av datumen.",
            "The last day is before the first. Change one of them.";
        EvaluatedBeforeStart = "plan_evaluated_before_start",
            "Utvärderingen ligger före planens första dag. Välj ett senare datum.",
            "The evaluation is before the plan's first day. Choose a later day.";
        NobodyAnswers = "plan_nobody_answers",
            "Ingen ansvarar för något. Skriv vad individen, kommunen eller andra ska göra.",
            "Nobody answers for anything. Write what the young person, the municipality or others will do.";
    }
}

impl Message for PlanRefusal {
    fn message(&self, language: Language) -> String {
        self.name(language).to_owned()
    }
}

impl PlanRefusal {
    /// The field that is to be mended.
    pub const fn field(self) -> PlanField {
        match self {
            Self::EndsBeforeStart => PlanField::End,
            Self::EvaluatedBeforeStart => PlanField::EvaluateOn,
            Self::NobodyAnswers => PlanField::Person,
        }
    }
}

/// What stands in the form, as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    /// The goal.
    pub goal: String,
    /// What the young person answers for, or empty.
    pub person: String,
    /// What the municipality answers for, or empty.
    pub municipality: String,
    /// What others answer for, or empty.
    pub others: String,
    /// The first day.
    pub start: String,
    /// The last day, or empty.
    pub end: String,
    /// The day of evaluation.
    pub evaluate_on: String,
    /// How it went, or empty.
    pub evaluation: String,
}

crate::private_debug!(PlanForm);

/// A plan.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndividualPlan {
    /// The goal.
    pub goal: String,
    /// What the young person answers for.
    pub person: String,
    /// What the municipality answers for.
    pub municipality: String,
    /// What others answer for.
    pub others: String,
    /// Its days.
    pub period: Period,
    /// The day of evaluation.
    pub evaluate_on: NaiveDate,
    /// How it went, once that is written.
    pub evaluation: String,
}

crate::private_debug!(IndividualPlan, period, evaluate_on);

impl PlanForm {
    /// What a form holds in which nobody has changed anything.
    pub fn written(plan: &IndividualPlan) -> Self {
        Self {
            goal: plan.goal.clone(),
            person: plan.person.clone(),
            municipality: plan.municipality.clone(),
            others: plan.others.clone(),
            start: plan.period.start.to_string(),
            end: plan.period.end.map(|end| end.to_string()).unwrap_or_default(),
            evaluate_on: plan.evaluate_on.to_string(),
            evaluation: plan.evaluation.clone(),
        }
    }

    /// The plan that it asks for. Whether the rules allow it [`IndividualPlan::check`] says.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read.
    pub fn read(&self, today: NaiveDate) -> Result<IndividualPlan, Vec<FieldError<PlanField>>> {
        let mut reading = Reading::new(today);
        let goal = reading.required_notes(PlanField::Goal, &self.goal);
        let person = reading.notes(PlanField::Person, &self.person);
        let municipality = reading.notes(PlanField::Municipality, &self.municipality);
        let others = reading.notes(PlanField::Others, &self.others);
        let start = reading.required_date(PlanField::Start, &self.start);
        let end = reading.date(PlanField::End, &self.end);
        let evaluate_on = reading.required_date(PlanField::EvaluateOn, &self.evaluate_on);
        let evaluation = reading.notes(PlanField::Evaluation, &self.evaluation);
        reading.done(|| {
            let (goal, period, evaluate_on) = (goal?, Period::new(start?, end), evaluate_on?);
            Some(IndividualPlan { goal, person, municipality, others, period, evaluate_on, evaluation })
        })
    }
}

impl IndividualPlan {
    /// Whether the plan holds together.
    ///
    /// # Errors
    /// Everything that is wrong with it, never empty.
    pub fn check(&self) -> Result<(), Vec<PlanRefusal>> {
        let nobody = [&self.person, &self.municipality, &self.others].into_iter().all(|text| text.is_empty());
        let refusals: Vec<PlanRefusal> = [
            self.period.is_contradictory().then_some(PlanRefusal::EndsBeforeStart),
            (self.evaluate_on < self.period.start).then_some(PlanRefusal::EvaluatedBeforeStart),
            nobody.then_some(PlanRefusal::NobodyAnswers),
        ]
        .into_iter()
        .flatten()
        .collect();
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }

    /// Where the plan stands on a day.
    pub fn state(&self, today: NaiveDate) -> PlanState {
        if !self.evaluation.is_empty() {
            PlanState::Evaluated
        } else if today >= self.evaluate_on {
            PlanState::ToEvaluate
        } else if today < self.period.start {
            PlanState::Ahead
        } else {
            PlanState::Ongoing
        }
    }
}

impl Record for IndividualPlan {
    type Field = PlanField;

    fn value(&self, field: PlanField) -> FieldValue {
        match field {
            PlanField::Goal => FieldValue::text(&self.goal),
            PlanField::Person => FieldValue::text(&self.person),
            PlanField::Municipality => FieldValue::text(&self.municipality),
            PlanField::Others => FieldValue::text(&self.others),
            PlanField::Start => FieldValue::Day(self.period.start),
            PlanField::End => FieldValue::day(self.period.end),
            PlanField::EvaluateOn => FieldValue::Day(self.evaluate_on),
            PlanField::Evaluation => FieldValue::text(&self.evaluation),
        }
    }

    fn take(&mut self, from: &Self, field: PlanField) {
        match field {
            PlanField::Goal => self.goal.clone_from(&from.goal),
            PlanField::Person => self.person.clone_from(&from.person),
            PlanField::Municipality => self.municipality.clone_from(&from.municipality),
            PlanField::Others => self.others.clone_from(&from.others),
            PlanField::Start => self.period.start = from.period.start,
            PlanField::End => self.period.end = from.period.end,
            PlanField::EvaluateOn => self.evaluate_on = from.evaluate_on,
            PlanField::Evaluation => self.evaluation.clone_from(&from.evaluation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn form() -> PlanForm {
        PlanForm {
            goal: "Söka till gymnasiet\r\ni vår".into(),
            person: "Går på studiebesök".into(),
            start: "2026-11-01".into(),
            end: "2027-02-28".into(),
            evaluate_on: "2027-02-15".into(),
            ..PlanForm::default()
        }
    }

    #[test]
    fn a_plan_has_a_goal_days_and_somebody_who_answers_for_something() {
        let plan = form().read(today()).unwrap();
        assert_eq!(plan.check(), Ok(()));
        assert_eq!(PlanForm::written(&plan).read(today()).unwrap(), plan);
        let fields: Vec<_> =
            PlanForm::default().read(today()).unwrap_err().iter().map(|error| error.field).collect();
        assert_eq!(fields, [PlanField::Goal, PlanField::Start, PlanField::EvaluateOn]);
        let wrong = PlanForm {
            person: " \n".into(),
            end: "2026-10-01".into(),
            evaluate_on: "2026-10-31".into(),
            ..form()
        };
        assert_eq!(
            wrong.read(today()).unwrap().check(),
            Err(vec![
                PlanRefusal::EndsBeforeStart,
                PlanRefusal::EvaluatedBeforeStart,
                PlanRefusal::NobodyAnswers
            ])
        );
    }

    #[test]
    fn a_plan_is_to_be_evaluated_from_its_day_until_it_is() {
        let plan = form().read(today()).unwrap();
        let on = |day: &str| plan.state(day.parse().unwrap());
        assert_eq!(on("2026-10-31"), PlanState::Ahead);
        assert_eq!(on("2026-11-01"), PlanState::Ongoing);
        assert_eq!(on("2027-02-15"), PlanState::ToEvaluate);
        assert_eq!(on("2027-12-01"), PlanState::ToEvaluate);
        let done = IndividualPlan { evaluation: "Sökte två program".into(), ..plan };
        assert_eq!(done.state(today()), PlanState::Evaluated);
    }
}
