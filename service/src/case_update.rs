//! The nightly run: plan, then execute (`rules.md` section 2).

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    coverage::{
        Contradiction, Policy, RULES,
        difference::Outcomes,
        plan::{Decision, RegisterPlan, Waiting},
        policy::policy_on,
    },
    id::{PersonId, RunId},
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
    operation::{Actor, Change, EntityKind, OperationKind},
};
use serde::Serialize;
use serde_json::{Map, Value};
use store::{
    Candidate, CandidateId, ClosedCase, Connection, Examined, FinishedRun, KeptPlan, LastJudged, OpenedCase,
    OperationTransaction, StoreError, WhomToJudge,
};

use crate::{Services, fields, rows};

/// The job's name.
pub const JOB: &str = "case-update";

/// How many people are loaded, and how many cases written, at a time.
const BATCH: usize = 2000;

/// What a run did, or would do. Stable as JSON.
#[derive(Clone, Debug, Serialize)]
pub struct RunReport {
    /// The business date.
    pub date: NaiveDate,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// One report a municipality.
    pub municipalities: Vec<MunicipalityReport>,
    /// The municipalities whose run failed and changed nothing; absent when none did.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<FailureReport>,
}

/// A municipality whose run failed.
#[derive(Clone, Debug, Serialize)]
pub struct FailureReport {
    /// Where.
    pub municipality: MunicipalityCode,
    /// The code of the error.
    pub code: &'static str,
    /// What is wrong, and what to do.
    pub message: String,
}

/// What a run did in a municipality.
#[derive(Clone, Debug, Serialize)]
pub struct MunicipalityReport {
    /// Where.
    pub municipality: MunicipalityCode,
    /// The code of the rule set.
    pub rule_set: &'static str,
    /// How many people were examined.
    pub examined: u64,
    /// For whom a case was opened.
    pub opened: Vec<OpenedReport>,
    /// Whose case was closed.
    pub closed: Vec<ClosedReport>,
    /// How many measures were closed with their cases.
    pub measures_closed: u64,
    /// How many of the examined nothing changed for.
    pub unchanged: u64,
    /// Who waits for what.
    pub waiting: Vec<WaitingReport>,
    /// Who could not be judged.
    pub errors: Vec<ErrorReport>,
}

/// A case that was opened.
#[derive(Clone, Debug, Serialize)]
pub struct OpenedReport {
    /// Whose.
    pub civic_number: String,
}

/// A case that was closed.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedReport {
    /// Whose.
    pub civic_number: String,
    /// The code of the reason.
    pub reason: &'static str,
}

/// Somebody who waits.
#[derive(Clone, Debug, Serialize)]
pub struct WaitingReport {
    /// Who.
    pub civic_number: String,
    /// What would be done: `open` or `close`.
    pub would: &'static str,
    /// The code of the reason for closing, or what is waited for: `summer-break`, `no-answer`.
    pub reason: &'static str,
}

/// Somebody who could not be judged.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorReport {
    /// Who.
    pub civic_number: String,
    /// The code of the contradiction.
    pub code: &'static str,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Whom the run of a day has to judge: those about whom something may have changed since the last one, if that judged by
/// the same policy and the same rules, else everybody.
fn whom_to_judge(last: Option<LastJudged>, policy: &Policy, date: NaiveDate) -> WhomToJudge {
    let is_alike = |last: &LastJudged| {
        last.date <= date
            && last.policy == *policy
            && last.rules == RULES
            && policy.is_summer_break(last.date) == policy.is_summer_break(date)
    };
    last.filter(is_alike).map_or(WhomToJudge::Everybody, |last| WhomToJudge::Since(last.date))
}

/// What a run needs to know of all the batches behind it.
struct Progress {
    report: MunicipalityReport,
    /// People whose facts contradict each other, with the code and whether they are protected.
    errors: Vec<(PersonId, &'static str, bool)>,
    /// Whom the next run has to judge whatever its day: those who wait, those in error, and those of whom the population
    /// register has told of a day ahead.
    again: Vec<PersonId>,
    /// What is done about whom, for the next one to be compared with.
    outcomes: Outcomes,
}

impl Progress {
    fn new(municipality: MunicipalityCode, policy: &Policy, examined: u64) -> Self {
        let report = MunicipalityReport {
            municipality,
            rule_set: policy.rule_set.code(),
            examined,
            opened: Vec::new(),
            closed: Vec::new(),
            measures_closed: 0,
            unchanged: examined,
            waiting: Vec::new(),
            errors: Vec::new(),
        };
        Self { report, errors: Vec::new(), again: Vec::new(), outcomes: Vec::new() }
    }

    /// The report of a run about so many, of which none had been counted before.
    fn of(self, examined: u64) -> MunicipalityReport {
        let done = self.report.opened.len() + self.report.closed.len() + self.report.errors.len();
        MunicipalityReport { examined, unchanged: examined.saturating_sub(done as u64), ..self.report }
    }

    /// Takes note of what a batch's plan does.
    fn take(&mut self, plan: &RegisterPlan, batch: &[Candidate], language: Language) {
        let protected: HashSet<PersonId> = batch
            .iter()
            .filter(|candidate| candidate.protected)
            .map(|candidate| candidate.facts.id)
            .collect();
        for person in &plan.people {
            match &person.decision {
                Err(contradiction) => {
                    let is_protected = protected.contains(&person.id);
                    self.errors.push((person.id, contradiction.code(), is_protected));
                    self.again.push(person.id);
                }
                Ok(Decision::Wait(_)) => self.again.push(person.id),
                Ok(_) => {}
            }
        }
        let ahead = batch.iter().filter(|candidate| candidate.facts.registration.changes_after(plan.date));
        self.again.extend(ahead.map(|candidate| candidate.facts.id));
        self.outcomes.extend(plan.outcomes());
        self.report.add(plan, language);
    }
}

/// Plans a batch of candidates and returns the plan with those it is about.
async fn plan(
    connection: &mut Connection,
    municipality: MunicipalityCode,
    date: NaiveDate,
    policy: &Policy,
    batch: &[CandidateId],
) -> Result<(RegisterPlan, Vec<Candidate>), StoreError> {
    let mut plan = RegisterPlan::new(municipality, date, policy.rule_set);
    let candidates = connection.candidate_facts(&Scope::of_the_system(), municipality, batch).await?;
    for candidate in &candidates {
        plan.examine(&candidate.facts, &candidate.cases, policy);
    }
    Ok((plan, candidates))
}

/// Plans the run of a municipality on a day as it stands on a connection of one moment, a batch at a time, and carries
/// nothing out. `told` is given each batch's plan with those it is about. Answers how many the run is about.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn look_ahead(
    connection: &mut Connection,
    municipality: MunicipalityCode,
    policy: &Policy,
    date: NaiveDate,
    mut told: impl FnMut(&RegisterPlan, &[Candidate]),
) -> Result<Examined, StoreError> {
    let scope = Scope::of_the_system();
    let whom = whom_to_judge(connection.last_judged(municipality).await?, policy, date);
    let examined = connection.examined(&scope, municipality, date).await?;
    for batch in connection.candidates(&scope, municipality, date, whom).await?.chunks(BATCH) {
        let (plan, candidates) = plan(connection, municipality, date, policy, batch).await?;
        told(&plan, &candidates);
    }
    Ok(examined)
}

/// Updates the cases of a municipality, or tells what would be done.
///
/// # Errors
/// When the database refuses; nothing has then been changed.
pub async fn run(
    services: &Services,
    actor: Actor,
    municipality: MunicipalityCode,
    policy: &Policy,
    date: NaiveDate,
    dry_run: bool,
    language: Language,
) -> Result<MunicipalityReport, StoreError> {
    let scope = Scope::of_the_system();
    if dry_run {
        let mut connection = services.store.read_snapshot(&Scope::of_the_system()).await?;
        let mut progress = Progress::new(municipality, policy, 0);
        let told = |plan: &RegisterPlan, batch: &[Candidate]| progress.take(plan, batch, language);
        let examined = look_ahead(&mut connection, municipality, policy, date, told).await?;
        return Ok(progress.of(examined.all));
    }
    let started = services.now();
    let mut operation =
        services.operation(OperationKind::CaseUpdate, actor, Some(municipality), date.to_string());
    operation.at = started;
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_municipality(municipality).await?;
    let as_of = rows::as_of(services, &mut transaction).await?;
    let run = transaction.begin_run(JOB, municipality, date, started).await?;
    let whom = whom_to_judge(transaction.last_judged(municipality).await?, policy, date);
    let examined = transaction.examined(&scope, municipality, date).await?;
    let mut progress = Progress::new(municipality, policy, examined.all);
    for batch in transaction.candidates(&scope, municipality, date, whom).await?.chunks(BATCH) {
        let (plan, candidates) = plan(&mut transaction, municipality, date, policy, batch).await?;
        let touched = execute(&mut transaction, &plan, run).await?;
        transaction.refresh_case_rows(&touched, as_of).await?;
        progress.take(&plan, &candidates, language);
    }
    let Progress { report, errors, mut again, outcomes } = progress;
    again.sort();
    again.dedup();
    transaction.note_judged(municipality, &LastJudged::of(date, *policy), &again).await?;
    transaction.keep_plan(municipality, &KeptPlan { date, was_run: true, outcomes }).await?;
    let finished = FinishedRun {
        job: JOB,
        municipality,
        date,
        started,
        finished: services.now(),
        examined: examined.all.saturating_sub(examined.protected),
        errors,
    };
    transaction.finish_run(run, &finished).await?;
    transaction.commit().await?;
    Ok(report)
}

/// Notes that a run failed, so that the last outcome that is shown is the true one.
///
/// # Errors
/// When the database refuses this too.
pub async fn note_failure(
    services: &Services,
    actor: Actor,
    municipality: MunicipalityCode,
    date: NaiveDate,
    code: &str,
) -> Result<(), StoreError> {
    let reason = format!("{date}, {code}");
    let operation = services.operation(OperationKind::CaseUpdate, actor, Some(municipality), reason);
    let mut transaction = services.store.operate(operation).await?;
    transaction.begin_run(JOB, municipality, date, services.now()).await?;
    transaction.commit().await
}

/// Carries a batch's plan out and returns whom it touched, in order. It makes no choices.
async fn execute(
    transaction: &mut OperationTransaction,
    plan: &RegisterPlan,
    run: RunId,
) -> Result<Vec<PersonId>, StoreError> {
    let (mut opened, mut closed) = (Vec::new(), Vec::new());
    for person in &plan.people {
        match &person.decision {
            Ok(Decision::Open { explanation }) => {
                opened.push(OpenedCase { person: person.id, explanation: explanation.clone() });
            }
            Ok(Decision::Close { case, reason, explanation, measures }) => closed.push(ClosedCase {
                case: *case,
                person: person.id,
                reason: *reason,
                explanation: explanation.clone(),
                measures: measures.clone(),
            }),
            Ok(Decision::Leave | Decision::Wait(_)) | Err(_) => {}
        }
    }
    let mut changes = Vec::new();
    if !opened.is_empty() {
        let ids = transaction.open_cases(plan.municipality, plan.date, Some(run), &opened).await?;
        changes.extend(opened.iter().zip(ids).filter_map(|(case, id)| {
            let after = Map::from_iter([
                ("municipality".to_owned(), Value::from(plan.municipality.as_str())),
                ("registered".to_owned(), Value::from(plan.date.to_string())),
            ]);
            fields::change(EntityKind::Case, id.0, Some(case.person), None, Some(after))
        }));
    }
    if !closed.is_empty() {
        transaction.close_cases(plan.date, Some(run), &closed).await?;
        changes.extend(closed.iter().flat_map(|case| closing_changes(case, plan.date)));
    }
    transaction.record(&changes).await?;
    let mut touched: Vec<PersonId> =
        opened.iter().map(|case| case.person).chain(closed.iter().map(|case| case.person)).collect();
    touched.sort();
    Ok(touched)
}

fn closing_changes(case: &ClosedCase, date: NaiveDate) -> Vec<Change> {
    let object = |fields: &[(&str, Value)]| {
        Some(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect::<Map<_, _>>())
    };
    let date = Value::from(date.to_string());
    let closing = fields::change(
        EntityKind::Case,
        case.case.0,
        Some(case.person),
        object(&[("deregistered", Value::Null), ("reason", Value::Null)]),
        object(&[("deregistered", date.clone()), ("reason", Value::from(case.reason.code()))]),
    );
    let measures = case.measures.iter().filter_map(|measure| {
        let mut after = vec![("closed_with_case", date.clone())];
        let mut before = vec![("closed_with_case", Value::Null)];
        if let Some(end) = measure.new_end {
            before.push(("end", Value::Null));
            after.push(("end", Value::from(end.to_string())));
        }
        fields::change(EntityKind::Measure, measure.id.0, Some(case.person), object(&before), object(&after))
    });
    closing.into_iter().chain(measures).collect()
}

impl MunicipalityReport {
    /// Adds what a batch's plan does.
    fn add(&mut self, plan: &RegisterPlan, language: Language) {
        self.measures_closed += plan.measures_closed();
        self.unchanged = self.unchanged.saturating_sub(plan.examined - plan.unchanged());
        for person in &plan.people {
            let civic_number = person.civic_number.to_string();
            match &person.decision {
                Ok(Decision::Open { .. }) => self.opened.push(OpenedReport { civic_number }),
                Ok(Decision::Close { reason, .. }) => {
                    self.closed.push(ClosedReport { civic_number, reason: reason.code() })
                }
                Ok(Decision::Wait(waiting)) => {
                    let (would, reason) = match waiting {
                        Waiting::ToOpen => ("open", "summer-break"),
                        Waiting::ToClose(reason) => ("close", reason.code()),
                        Waiting::ForAnswer => ("close", "no-answer"),
                    };
                    self.waiting.push(WaitingReport { civic_number, would, reason });
                }
                Ok(Decision::Leave) => {}
                Err(contradiction) => self.errors.push(error(civic_number, contradiction, language)),
            }
        }
    }
}

fn error(civic_number: String, contradiction: &Contradiction, language: Language) -> ErrorReport {
    ErrorReport { civic_number, code: contradiction.code(), message: contradiction.message(language) }
}

/// For which municipalities a run is asked.
#[derive(Clone, Debug)]
pub enum Which {
    /// One, whether it has a policy or not.
    One(MunicipalityCode),
    /// Every one with a policy on the day.
    All,
}

/// The municipalities of a run with their policies on a day, and whether the policy is only the proposed one.
///
/// # Errors
/// When the database refuses.
pub async fn municipalities(
    services: &Services,
    which: &Which,
    date: NaiveDate,
) -> Result<Vec<(MunicipalityCode, Policy, bool)>, StoreError> {
    let policies = services.store.read(&Scope::of_the_system()).await?.policies().await?;
    Ok(match which {
        Which::One(code) => match policies.get(code).and_then(|dated| policy_on(dated, date)) {
            Some(policy) => vec![(*code, policy, false)],
            None => vec![(*code, Policy::proposed(date), true)],
        },
        Which::All => policies
            .iter()
            .filter_map(|(code, dated)| Some((*code, policy_on(dated, date)?, false)))
            .collect(),
    })
}
