//! *Hinder för rapportering* (requirement S2): what the checks of an export would find at the moment.

use std::collections::BTreeMap;

use domain::{
    access::{Permission, Scope},
    id::CaseId,
    municipality::MunicipalityCode,
    operation::{Actor, EntityKind, OperationKind},
    scb_report::{Draft, ReportPeriod, Severity},
};
use store::{Identity, ScbCase};

use super::{Found, PAGE, ReportFailure, drafted, identity};
use crate::{ServiceError, Services, session::Session};

/// A page of the obstacles of a period.
#[derive(Clone, Debug)]
pub struct Obstacles {
    /// Whose.
    pub municipality: MunicipalityCode,
    /// Of which days.
    pub period: ReportPeriod,
    /// The name of the layout that says what is checked.
    pub layout: String,
    /// Those of the page.
    pub findings: Vec<Found>,
    /// How many there are on all pages.
    pub total: usize,
    /// How many of them are errors.
    pub errors: usize,
    /// How many cases would be in the file.
    pub reported: usize,
    /// Which page, from 1.
    pub page: usize,
}

/// The obstacles of a period in a municipality, as they are now. Whoever edits cases mends them, so whoever reads cases sees
/// them. Who is shown stands in the journal before it is answered.
///
/// # Errors
/// Why there is nothing to check; [`ServiceError::Forbidden`] for a role that reads no cases, [`ServiceError::NotFound`] for a
/// municipality out of its reach.
pub async fn obstacles(
    services: &Services,
    session: &Session,
    (municipality, period): (MunicipalityCode, ReportPeriod),
    page: usize,
) -> Result<Obstacles, ReportFailure> {
    let scope = session.scope_for(Permission::ReadCases)?;
    if !scope.reaches(municipality) {
        return Err(ServiceError::NotFound.into());
    }
    within(services, (&scope, session.actor()), (municipality, period), Some(page)).await
}

/// The same for the operator, all of them.
///
/// # Errors
/// Why there is nothing to check.
pub async fn obstacles_as_operator(
    services: &Services,
    asked: (MunicipalityCode, ReportPeriod),
) -> Result<Obstacles, ReportFailure> {
    within(services, (&Scope::of_the_system(), Actor::Operator), asked, None).await
}

async fn within(
    services: &Services,
    (scope, actor): (&Scope, Actor),
    (municipality, period): (MunicipalityCode, ReportPeriod),
    page: Option<usize>,
) -> Result<Obstacles, ReportFailure> {
    let (layout, cases, draft) = drafted(services, scope, municipality, period).await?;
    let (errors, reported) = (draft.count(Severity::Error), draft.reported());
    let all = found(&cases, &draft);
    let total = all.len();
    let shown = page.map_or(usize::MAX, |_| PAGE);
    let page = page.unwrap_or(1).clamp(1, total.div_ceil(PAGE).max(1));
    let (findings, people): (Vec<Found>, Vec<Identity>) =
        all.into_iter().skip((page - 1) * PAGE).take(shown).unzip();
    let mut people = people;
    people.dedup_by_key(|identity| identity.row);
    let reason = format!("obstacles {} {}", period.from(), period.to());
    let operation = services.operation(OperationKind::ScbReport, actor, Some(municipality), reason);
    let mut transaction = services.store.operate(operation).await?;
    transaction.record_reads(EntityKind::Case, &people).await?;
    transaction.commit().await?;
    let layout = layout.name().to_owned();
    Ok(Obstacles { municipality, period, layout, findings, total, errors, reported, page })
}

fn found(cases: &[ScbCase], draft: &Draft) -> Vec<(Found, Identity)> {
    let named: BTreeMap<CaseId, &ScbCase> = cases.iter().map(|case| (case.facts.case, case)).collect();
    let mut all = Vec::new();
    for entry in &draft.entries {
        let Some(case) = named.get(&entry.case) else { continue };
        for finding in &entry.findings {
            let who = (case.facts.number.to_string(), case.name.clone());
            let found = Found { case: entry.case, who, finding: finding.clone() };
            all.push((found, identity(entry.case, entry.person)));
        }
    }
    all
}
