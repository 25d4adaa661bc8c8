//! What the next run of a municipality will do, and why, before anything is done (requirement K1).
//!
//! The run itself is planned, by the code of the nightly run, and stopped before its first step. Of what it tells of
//! protected people nothing is shown and nothing counted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    access::{Permission, Scope},
    case::DeregistrationReason,
    civic_number::CivicNumber,
    coverage::{
        Policy,
        difference::{Difference, Outcome, Outcomes, Part, differences},
        policy::policy_on,
        standing::{Standing, standing},
    },
    id::{CaseId, PersonId},
    municipality::MunicipalityCode,
    operation::{EntityKind, OperationKind},
};
use store::{CandidateId, Identity, KeptPlan, PlannedRecord};

use crate::{ServiceError, Services, case_update, session::Session, turn::turn};

/// How many people a page shows.
pub const PAGE: u64 = 50;

/// What the journal says was looked at.
pub const TOLD: &str = "dry-run";

/// What is asked of the next run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// Where; the first municipality within reach if nothing is said.
    pub municipality: Option<MunicipalityCode>,
    /// Which part; the first of which there is something if nothing is said.
    pub part: Option<Part>,
    /// Which page of it, from 1.
    pub page: u64,
}

/// What the next run of a municipality will do.
#[derive(Clone, Debug)]
pub struct DryRun {
    /// Where.
    pub municipality: MunicipalityCode,
    /// The municipalities that may be asked for.
    pub municipalities: Vec<MunicipalityCode>,
    /// The business date of the run: today, or tomorrow once today's has been.
    pub date: NaiveDate,
    /// What is applied.
    pub policy: Policy,
    /// Whether that is only the proposed policy, because the municipality has decided none.
    pub policy_is_proposed: bool,
    /// How many people it is about.
    pub examined: u64,
    /// How many of them each part has.
    pub counts: BTreeMap<Part, u64>,
    /// How many cases are closed for each reason.
    pub reasons: BTreeMap<DeregistrationReason, u64>,
    /// The day of the plan that this one is compared with, and whether that one was carried out.
    pub compared_with: Option<(NaiveDate, bool)>,
    /// The part that is shown.
    pub part: Part,
    /// Those of the part on the page, by name.
    pub people: Vec<PlannedPerson>,
    /// Which page it is, from 1.
    pub page: u64,
}

/// Somebody about whom the next run does something, or no longer does.
#[derive(Clone)]
pub struct PlannedPerson {
    /// Who.
    pub person: PersonId,
    /// The number.
    pub civic_number: CivicNumber,
    /// The name, surname first.
    pub name: String,
    /// The open case in the municipality, if there is one.
    pub case: Option<CaseId>,
    /// What the run does.
    pub outcome: Option<Outcome>,
    /// What the plan before did, where that is asked for and was something.
    pub before: Option<Outcome>,
    /// The verdicts.
    pub standing: Standing,
}

domain::private_debug!(PlannedPerson, person, case, outcome, before);

impl DryRun {
    /// How many people a part has.
    pub fn count(&self, part: Part) -> u64 {
        self.counts.get(&part).copied().unwrap_or_default()
    }

    /// How many pages the part has, at least one.
    pub fn pages(&self) -> u64 {
        self.count(self.part).div_ceil(PAGE).max(1)
    }
}

/// What the next run of a municipality will do. Of whom it is told stands in the journal before it is answered.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reads no cases, [`ServiceError::NotFound`] for a municipality that it does not
/// reach.
pub async fn view(services: &Services, session: &Session, asked: Asked) -> Result<DryRun, ServiceError> {
    let scope = session.scope_for(Permission::ReadCases)?;
    let municipalities = session.acting.municipalities.clone();
    let municipality = asked.municipality.or_else(|| municipalities.first().copied());
    let municipality = municipality.filter(|code| scope.reaches(*code)).ok_or(ServiceError::NotFound)?;
    let today = services.today();

    let turn = turn().await?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let last = connection.last_judged(municipality).await?;
    let has_run = last.is_some_and(|last| last.date >= today);
    let date = if has_run { today.succ_opt().unwrap_or(today) } else { today };
    let policies = connection.policies().await?;
    let decided = policies.get(&municipality).and_then(|dated| policy_on(dated, date));
    let policy = decided.unwrap_or_else(|| Policy::proposed(date));
    let mut all = Outcomes::new();
    let examined = case_update::look_ahead(&mut connection, municipality, &policy, date, |plan, _| {
        all.extend(plan.outcomes());
    })
    .await?;
    let kept = connection.kept_plan(municipality, date).await?;
    let different =
        kept.as_ref().map_or_else(Vec::new, |kept| differences(&kept.outcomes, &all, kept.was_run));

    // Whom the reader may see of them: nobody who is protected, and nobody who is no longer the municipality's.
    let mut ids: Vec<PersonId> = all.iter().map(|(person, _)| *person).collect();
    ids.extend(different.iter().filter(|difference| difference.today.is_none()).map(|gone| gone.person));
    let seen = connection.planned_people(&scope, municipality, date, &ids).await?;
    let reached: BTreeSet<PersonId> = seen.iter().map(|record| record.person).collect();
    let outcomes: BTreeMap<PersonId, Outcome> =
        all.iter().filter(|(person, _)| reached.contains(person)).copied().collect();
    let different: BTreeMap<PersonId, Difference> = different
        .into_iter()
        .filter(|difference| reached.contains(&difference.person))
        .map(|difference| (difference.person, difference))
        .collect();

    let mut counts = BTreeMap::<Part, u64>::new();
    let mut reasons = BTreeMap::<DeregistrationReason, u64>::new();
    for outcome in outcomes.values() {
        *counts.entry(Part::of(*outcome)).or_default() += 1;
        if let Outcome::Closes(reason) = outcome {
            *reasons.entry(*reason).or_default() += 1;
        }
    }
    counts.insert(Part::Differs, different.len() as u64);
    let first = [Part::Enters, Part::Leaves, Part::Waits, Part::Errors]
        .into_iter()
        .find(|part| counts.get(part).is_some_and(|count| *count > 0));
    let part = asked.part.or(first).unwrap_or(Part::Enters);
    let of_the_part: Vec<PlannedRecord> = seen
        .into_iter()
        .filter(|record| match part {
            Part::Differs => different.contains_key(&record.person),
            part => outcomes.get(&record.person).is_some_and(|outcome| Part::of(*outcome) == part),
        })
        .collect();
    let pages = (of_the_part.len() as u64).div_ceil(PAGE).max(1);
    let page = asked.page.clamp(1, pages);
    let skipped = usize::try_from((page - 1) * PAGE).unwrap_or(usize::MAX);
    let shown: Vec<PlannedRecord> =
        of_the_part.into_iter().skip(skipped).take(usize::try_from(PAGE).unwrap_or(usize::MAX)).collect();

    let ids: Vec<CandidateId> = shown.iter().map(|record| record.person.into()).collect();
    let judged = connection.candidate_facts(&Scope::of_the_system(), municipality, &ids).await?;
    drop((connection, turn));
    let mut standings: BTreeMap<PersonId, Standing> = judged
        .iter()
        .map(|candidate| {
            let standing = standing(&candidate.facts, &candidate.cases, municipality, date, &policy);
            (candidate.facts.id, standing)
        })
        .collect();
    let people: Vec<PlannedPerson> = shown
        .into_iter()
        .filter_map(|record| {
            Some(PlannedPerson {
                person: record.person,
                civic_number: record.civic_number,
                name: record.name.listed(),
                case: record.case,
                outcome: outcomes.get(&record.person).copied(),
                before: different.get(&record.person).and_then(|difference| difference.yesterday),
                standing: standings.remove(&record.person)?,
            })
        })
        .collect();

    let read: Vec<Identity> =
        people.iter().map(|who| Identity { row: who.person.0, person: Some(who.person) }).collect();
    let operation =
        services.operation(OperationKind::ReadVerdicts, session.actor(), Some(municipality), TOLD);
    let mut transaction = services.store.operate(operation).await?;
    transaction.record_reads(EntityKind::Person, &read).await?;
    transaction.keep_plan(municipality, &KeptPlan { date, was_run: false, outcomes: all }).await?;
    transaction.commit().await?;

    Ok(DryRun {
        municipality,
        municipalities,
        date,
        policy,
        policy_is_proposed: decided.is_none(),
        examined: examined.all.saturating_sub(examined.protected),
        counts,
        reasons,
        compared_with: kept.map(|kept| (kept.date, kept.was_run)),
        part,
        people,
        page,
    })
}
