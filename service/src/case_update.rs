//! The nightly run: plan, then execute (`rules.md` section 2).

use chrono::NaiveDate;
use domain::{
    access::Scope,
    coverage::{
        Contradiction, Policy,
        plan::{Decision, RegisterPlan, Waiting},
        policy::policy_on,
    },
    id::PersonId,
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
    operation::{Actor, Change, EntityKind, OperationKind},
};
use serde::Serialize;
use serde_json::{Map, Value};
use store::{ClosedCase, Connection, FinishedRun, OpenedCase, OperationTransaction, StoreError};

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

/// A plan with what is needed to carry it out and to count it in the open.
struct Planned {
    plan: RegisterPlan,
    /// Those of the plan who are protected.
    protected: std::collections::HashSet<PersonId>,
    /// How many of the examined are protected.
    protected_examined: u64,
}

async fn plan(
    connection: &mut Connection,
    municipality: MunicipalityCode,
    date: NaiveDate,
    policy: &Policy,
) -> Result<Planned, StoreError> {
    let scope = Scope::of_the_system();
    let (candidates, examined) = connection.candidates(&scope, municipality, date).await?;
    let mut planned = Planned {
        plan: RegisterPlan::new(municipality, date, policy.rule_set),
        protected: std::collections::HashSet::new(),
        protected_examined: connection.count_protected(municipality, date).await?,
    };
    for batch in candidates.chunks(BATCH) {
        for candidate in connection.candidate_facts(&scope, municipality, batch).await? {
            if candidate.protected {
                planned.protected.insert(candidate.facts.id);
            }
            planned.plan.examine(&candidate.facts, &candidate.cases, policy);
        }
    }
    planned.plan.examined = examined;
    Ok(planned)
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
    if dry_run {
        let planned = plan(&mut services.store.read().await?, municipality, date, policy).await?;
        return Ok(report(&planned.plan, language));
    }
    let started = services.now();
    let mut operation =
        services.operation(OperationKind::CaseUpdate, actor, Some(municipality), date.to_string());
    operation.at = started;
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_municipality(municipality).await?;
    let as_of = rows::as_of(services, &mut transaction).await?;
    let run = transaction.begin_run(JOB, municipality, date, started).await?;
    let planned = plan(&mut transaction, municipality, date, policy).await?;
    let mut touched = execute(&mut transaction, &planned.plan, run).await?;
    touched.sort();
    transaction.refresh_case_rows(&touched, as_of).await?;
    let errors = planned
        .plan
        .people
        .iter()
        .filter_map(|person| match &person.decision {
            Err(contradiction) => {
                Some((person.id, contradiction.code(), planned.protected.contains(&person.id)))
            }
            Ok(_) => None,
        })
        .collect();
    let finished = FinishedRun {
        job: JOB,
        municipality,
        date,
        started,
        finished: services.now(),
        examined: planned.plan.examined.saturating_sub(planned.protected_examined),
        errors,
    };
    transaction.finish_run(run, &finished).await?;
    transaction.commit().await?;
    Ok(report(&planned.plan, language))
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

/// Carries a plan out and returns whom it touched. It makes no choices.
async fn execute(
    transaction: &mut OperationTransaction,
    plan: &RegisterPlan,
    run: domain::id::RunId,
) -> Result<Vec<PersonId>, StoreError> {
    let mut touched = Vec::new();
    for batch in plan.people.chunks(BATCH) {
        let (mut opened, mut closed) = (Vec::new(), Vec::new());
        for person in batch {
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
        touched.extend(opened.iter().map(|case| case.person).chain(closed.iter().map(|case| case.person)));
    }
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

/// What a plan does, as it is told.
fn report(plan: &RegisterPlan, language: Language) -> MunicipalityReport {
    let mut report = MunicipalityReport {
        municipality: plan.municipality,
        rule_set: plan.rule_set.code(),
        examined: plan.examined,
        opened: Vec::new(),
        closed: Vec::new(),
        measures_closed: plan.measures_closed(),
        unchanged: plan.unchanged(),
        waiting: Vec::new(),
        errors: Vec::new(),
    };
    for person in &plan.people {
        let civic_number = person.civic_number.to_string();
        match &person.decision {
            Ok(Decision::Open { .. }) => report.opened.push(OpenedReport { civic_number }),
            Ok(Decision::Close { reason, .. }) => {
                report.closed.push(ClosedReport { civic_number, reason: reason.code() })
            }
            Ok(Decision::Wait(waiting)) => {
                let (would, reason) = match waiting {
                    Waiting::ToOpen => ("open", "summer-break"),
                    Waiting::ToClose(reason) => ("close", reason.code()),
                    Waiting::ForAnswer => ("close", "no-answer"),
                };
                report.waiting.push(WaitingReport { civic_number, would, reason });
            }
            Ok(Decision::Leave) => {}
            Err(contradiction) => report.errors.push(error(civic_number, contradiction, language)),
        }
    }
    report
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
    let policies = services.store.read().await?.policies().await?;
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
