//! A part of *Uppdatera aktivitetsansvar*: some cases are read, decided about, written and told, in one transaction that
//! has locked the register.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    access::{Permission, Scope},
    case::change::{CaseRefusal, CaseValues, EditedCase},
    id::{AccountId, CaseId, JobId, PersonId},
    job::RowOutcome,
    language::Named,
    municipality::MunicipalityCode,
    operation::{Change, EntityKind},
};
use store::{CaseReport, CaseWrite, Connection, OperationTransaction};

use super::{CaseUpdate, Done, RowChange};
use crate::{ServiceError, Services, fields, rows};

/// How many cases are read and written at a time.
const BATCH: usize = 2000;

/// What is to be done.
pub(crate) struct Part<'a> {
    pub job: JobId,
    pub scope: &'a Scope,
    pub update: &'a CaseUpdate,
    pub cases: &'a [CaseId],
}

/// Does it, and says what became of each case.
pub(crate) async fn carry_out(
    services: &Services,
    transaction: &mut OperationTransaction,
    part: &Part<'_>,
) -> Result<Done, ServiceError> {
    let mut done = Done::default();
    let mut writing = Writing::default();
    let own: HashMap<CaseId, &RowChange> = part.update.rows.iter().map(|row| (row.case, row)).collect();
    for batch in part.cases.chunks(BATCH) {
        let found = transaction.edited_cases(part.scope, batch).await?;
        let caseworkers = caseworkers(transaction, &found).await?;
        let there: HashSet<CaseId> = found.iter().map(|case| case.id).collect();
        for case in batch.iter().filter(|case| !there.contains(case)) {
            done.take(*case, RowOutcome::Gone, Vec::new());
        }
        for case in found {
            let (change, seen) =
                own.get(&case.id).map_or((part.update.all, None), |row| (row.change, Some(row.version)));
            let may_have_it = |account: AccountId| caseworkers.contains(&(account, case.municipality));
            let decided = change.decide(&case, services.today(), may_have_it);
            match decided {
                // Whoever asks for what is there already is in nobody's way, whatever they have seen.
                Ok(after) if after == case.values => done.take(case.id, RowOutcome::Unchanged, Vec::new()),
                _ if seen.is_some_and(|seen| seen != case.version) => {
                    done.take(case.id, RowOutcome::Conflict, Vec::new());
                }
                Err(refusals) => done.take(case.id, RowOutcome::Refused, refusals),
                Ok(after) => {
                    done.take(case.id, RowOutcome::Changed, Vec::new());
                    writing.take(&case, after);
                }
            }
        }
    }
    // The fields, never their values.
    let fields: Vec<&str> = part.update.fields().into_iter().map(Named::code).collect();
    let reason = format!("cases: {}; job {}", fields.join(", "), part.job);
    writing.write(services, transaction, part.job, &reason).await?;
    Ok(done)
}

/// Who may be the caseworker of cases in which of the cases' municipalities.
pub(crate) async fn caseworkers(
    connection: &mut Connection,
    cases: &[EditedCase],
) -> Result<HashSet<(AccountId, MunicipalityCode)>, ServiceError> {
    let mut municipalities: Vec<MunicipalityCode> = cases.iter().map(|case| case.municipality).collect();
    municipalities.sort_unstable();
    municipalities.dedup();
    let users = connection.users_of(&municipalities, Permission::EditCases).await?;
    let places = users.into_iter().flat_map(|user| {
        let account = user.account;
        user.municipalities.into_iter().map(move |municipality| (account, municipality))
    });
    Ok(places.collect())
}

impl Done {
    pub(crate) fn take(&mut self, case: CaseId, outcome: RowOutcome, reasons: Vec<CaseRefusal>) {
        self.counts.count(outcome);
        if !matches!(outcome, RowOutcome::Changed | RowOutcome::Unchanged) {
            self.reports.push(CaseReport { case, outcome, reasons });
        }
    }
}

/// How a case is written that is to hold something else.
pub(crate) fn write(case: &EditedCase, after: CaseValues) -> CaseWrite {
    // Of the fields, the rules of the run ask for this one.
    let judge_again = case.values.other_schooling_until != after.other_schooling_until;
    CaseWrite { id: case.id, version: case.version, values: after, judge_again }
}

/// Cases that are to be written, and what the journal is told of them, municipality by municipality.
#[derive(Default)]
struct Writing {
    writes: Vec<CaseWrite>,
    changes: BTreeMap<MunicipalityCode, Vec<Change>>,
    people: Vec<PersonId>,
}

impl Writing {
    fn take(&mut self, case: &EditedCase, after: CaseValues) {
        let (before, told) = (fields::fields(&case.values), fields::fields(&after));
        self.changes.entry(case.municipality).or_default().extend(fields::change(
            EntityKind::Case,
            case.id.0,
            Some(case.person),
            Some(before),
            Some(told),
        ));
        self.writes.push(write(case, after));
        self.people.push(case.person);
    }

    /// Writes the cases as part of a job. Each municipality has its entry of the journal, so that its log tells of it.
    async fn write(
        mut self,
        services: &Services,
        transaction: &mut OperationTransaction,
        job: JobId,
        reason: &str,
    ) -> Result<(), ServiceError> {
        for writes in self.writes.chunks(BATCH) {
            transaction.write_cases(writes).await?;
        }
        self.people.sort_unstable();
        self.people.dedup();
        let as_of = rows::as_of(services, transaction).await?;
        transaction.refresh_case_rows(&self.people, as_of).await?;
        // Others wait for the end of the journal from its first entry on, so it comes last.
        transaction.is_about(None, reason.to_owned());
        for (place, (municipality, changes)) in self.changes.into_iter().enumerate() {
            if place > 0 {
                transaction.begin_next_entry(job).await?;
            }
            transaction.is_about(Some(municipality), reason.to_owned());
            for changes in changes.chunks(BATCH) {
                transaction.record(changes).await?;
            }
        }
        Ok(())
    }
}
