//! A part of a job: some rows are read, decided about by the rules, written and told, in one transaction that has locked
//! the register. What cannot be done to a row hinders no other.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use domain::{
    case::{
        change::{CaseValues, EditedCase},
        hand_over::hand_over,
    },
    contact::form::ContactRequest,
    follow_up::closing::ClosingForm,
    id::{AccountId, CaseId, ContactId, JobId},
    job::{OutcomeCounts, RowOutcome, RowRefusal},
    language::Named,
    many::Many,
    measure::NewMeasure,
};
use store::{RowReport, WorkedCase};

use super::asked::{Asked, CaseUpdate, Measures, RowChange};
use crate::{
    ServiceError,
    casework::{Casework, Worker},
    letters::{self, Letters},
};

/// Which rows, and what is asked of them.
pub(crate) struct Part<'a> {
    pub job: JobId,
    pub account: AccountId,
    pub asked: &'a Asked,
    pub rows: &'a [i64],
}

/// What became of some rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Done {
    pub counts: OutcomeCounts,
    pub reports: Vec<RowReport>,
}

impl Done {
    /// Takes note of a row, and of the case that it is or belongs to.
    pub(crate) fn take(
        &mut self,
        row: i64,
        case: Option<CaseId>,
        outcome: RowOutcome,
        reasons: Vec<RowRefusal>,
    ) {
        self.counts.count(outcome);
        if !matches!(outcome, RowOutcome::Changed | RowOutcome::Unchanged) {
            self.reports.push(RowReport { row, case, outcome, reasons });
        }
    }

    fn case(&mut self, case: CaseId, outcome: RowOutcome) {
        self.take(case.0, Some(case), outcome, Vec::new());
    }

    fn refused<R: Into<RowRefusal>>(&mut self, case: CaseId, reasons: Vec<R>) {
        let reasons = reasons.into_iter().map(Into::into).collect();
        self.take(case.0, Some(case), RowOutcome::Refused, reasons);
    }

    fn gone(&mut self, rows: &[i64], there: impl Iterator<Item = i64>) {
        let there: HashSet<i64> = there.collect();
        for row in rows.iter().filter(|row| !there.contains(row)) {
            self.take(*row, None, RowOutcome::Gone, Vec::new());
        }
    }

    fn many<P, R: Into<RowRefusal>>(&mut self, many: Many<P, R>) {
        for (case, _) in many.planned {
            self.case(case, RowOutcome::Changed);
        }
        for (case, reasons) in many.refused {
            self.refused(case, reasons);
        }
    }
}

/// Does it, and says what became of each row.
pub(crate) async fn carry_out(
    work: &mut Casework,
    part: &Part<'_>,
    by: Worker<'_>,
) -> Result<Done, ServiceError> {
    let done = match part.asked {
        Asked::UpdateCases(update) => update_cases(work, part.rows, update, by).await,
        Asked::RegisterMeasures(measures) => register_measures(work, part.rows, measures, by).await,
        Asked::RegisterContacts(request) => register_contacts(work, part.rows, request, by).await,
        Asked::CloseFollowUps(form) => close_follow_ups(work, part.rows, form, by).await,
        Asked::WriteLetters(letters) => write_letters(work, part, letters, by).await,
        Asked::HandOver { from, to } => give_over(work, part.rows, (*from, *to), by).await,
    }?;
    let reason = match part.asked {
        // The fields, never their values.
        Asked::UpdateCases(update) => {
            let fields: Vec<&str> = update.fields().into_iter().map(Named::code).collect();
            format!("cases: {}; job {}", fields.join(", "), part.job)
        }
        _ => format!("job {}", part.job),
    };
    work.tell(Some(part.job), &reason).await?;
    Ok(done)
}

fn cases(rows: &[i64]) -> Vec<CaseId> {
    rows.iter().copied().map(CaseId).collect()
}

/// The cases of some rows as they are to be changed. Those that are gone are taken note of.
async fn edited(
    work: &mut Casework,
    rows: &[i64],
    day: NaiveDate,
    done: &mut Done,
) -> Result<Vec<EditedCase>, ServiceError> {
    let (scope, transaction) = work.reading();
    let found = transaction.edited_cases(scope, &cases(rows)).await?;
    done.gone(rows, found.iter().map(|case| case.id.0));
    work.know_users(found.iter().map(|case| case.municipality), day).await?;
    Ok(found)
}

/// The same as they are worked with.
async fn worked(work: &mut Casework, rows: &[i64], done: &mut Done) -> Result<Vec<WorkedCase>, ServiceError> {
    let (scope, transaction) = work.reading();
    let found = transaction.worked_cases(scope, &cases(rows)).await?;
    done.gone(rows, found.iter().map(|worked| worked.case.id.0));
    Ok(found)
}

async fn update_cases(
    work: &mut Casework,
    rows: &[i64],
    update: &CaseUpdate,
    by: Worker<'_>,
) -> Result<Done, ServiceError> {
    let mut done = Done::default();
    let own: HashMap<CaseId, &RowChange> = update.rows.iter().map(|row| (row.case, row)).collect();
    let mut writes = Vec::new();
    for case in edited(work, rows, by.date(), &mut done).await? {
        let (change, seen) =
            own.get(&case.id).map_or((update.all, None), |row| (row.change, Some(row.version)));
        let may_have_it = |account: AccountId| work.is_user(account, case.municipality);
        match change.decide(&case, by.date(), may_have_it) {
            // Whoever asks for what is there already is in nobody's way, whatever they have seen.
            Ok(after) if after == case.values => done.case(case.id, RowOutcome::Unchanged),
            _ if seen.is_some_and(|seen| seen != case.version) => done.case(case.id, RowOutcome::Conflict),
            Err(refusals) => done.refused(case.id, refusals),
            Ok(after) => {
                done.case(case.id, RowOutcome::Changed);
                writes.push((case, after));
            }
        }
    }
    work.write_values(&writes).await?;
    Ok(done)
}

async fn register_measures(
    work: &mut Casework,
    rows: &[i64],
    measures: &Measures,
    by: Worker<'_>,
) -> Result<Done, ServiceError> {
    let mut done = Done::default();
    let found = worked(work, rows, &mut done).await?;
    let own: HashMap<CaseId, &NewMeasure> =
        measures.rows.iter().map(|row| (row.case, &row.measure)).collect();
    let mut asked = Vec::with_capacity(found.len());
    for case in &found {
        match own.get(&case.case.id).copied().or(measures.all.as_ref()) {
            Some(measure) => asked.push((case, measure)),
            None => done.case(case.case.id, RowOutcome::Unchanged),
        }
    }
    done.many(work.measures(&asked, by).await?);
    Ok(done)
}

async fn register_contacts(
    work: &mut Casework,
    rows: &[i64],
    request: &ContactRequest,
    by: Worker<'_>,
) -> Result<Done, ServiceError> {
    let mut done = Done::default();
    let found = worked(work, rows, &mut done).await?;
    done.many(work.contacts(&found, request, by).await?);
    Ok(done)
}

async fn write_letters(
    work: &mut Casework,
    part: &Part<'_>,
    letters: &Letters,
    by: Worker<'_>,
) -> Result<Done, ServiceError> {
    let mut done = Done::default();
    let mut found = worked(work, part.rows, &mut done).await?;
    let (scope, transaction) = work.reading();
    let sender = letters::sender_of(transaction, letters.municipality).await?;
    let desk = letters.desk(&sender, (part.account, by.name()))?;
    let recipients = transaction.recipients(scope, &cases(part.rows)).await?;
    let mut written = HashSet::with_capacity(recipients.len());
    for recipient in &recipients {
        match desk.to(recipient) {
            Ok(_) => _ = written.insert(recipient.case),
            Err(refusal) => done.refused(recipient.case, vec![refusal]),
        }
    }
    found.retain(|worked| written.contains(&worked.case.id));
    let request = ContactRequest { contact: letters.contact(), caseworker: None };
    let many = work.contacts(&found, &request, by).await?;
    let contacts: Vec<ContactId> = many.planned.iter().map(|(_, contact)| *contact).collect();
    work.reading().1.keep_letters(part.job, &letters.batch(), &contacts).await?;
    done.many(many);
    Ok(done)
}

async fn close_follow_ups(
    work: &mut Casework,
    rows: &[i64],
    form: &ClosingForm,
    by: Worker<'_>,
) -> Result<Done, ServiceError> {
    let mut done = Done::default();
    let chosen: Vec<ContactId> = rows.iter().copied().map(ContactId).collect();
    let (scope, transaction) = work.reading();
    let found = transaction.edited_contacts(scope, &chosen).await?;
    done.gone(rows, found.iter().map(|record| record.contact.id.0));
    let case_of: HashMap<ContactId, CaseId> =
        found.iter().map(|record| (record.contact.id, record.contact.case)).collect();
    let plan = work.close_follow_ups(&found, form, by).await?;
    for (contact, _) in plan.closed {
        done.take(contact.0, case_of.get(&contact).copied(), RowOutcome::Changed, Vec::new());
    }
    for (contact, refusal) in plan.refused {
        let case = case_of.get(&contact).copied();
        done.take(contact.0, case, RowOutcome::Refused, vec![refusal.into()]);
    }
    Ok(done)
}

async fn give_over(
    work: &mut Casework,
    rows: &[i64],
    (from, to): (AccountId, AccountId),
    by: Worker<'_>,
) -> Result<Done, ServiceError> {
    let mut done = Done::default();
    let found = edited(work, rows, by.date(), &mut done).await?;
    let is_user = |account, municipality| work.is_user(account, municipality);
    // Of a part none of whose cases are the first one's any more, nothing is handed over.
    let many = hand_over(&found, from, to, by.date(), is_user).unwrap_or_default();
    let mut after: BTreeMap<CaseId, CaseValues> = many.planned.iter().copied().collect();
    let refused: HashSet<CaseId> = many.refused.iter().map(|(case, _)| *case).collect();
    let mut writes = Vec::with_capacity(after.len());
    for case in found {
        match after.remove(&case.id) {
            Some(values) => writes.push((case, values)),
            None if refused.contains(&case.id) => {}
            // Somebody else has given it away meanwhile, or it has been closed.
            None => done.case(case.id, RowOutcome::Conflict),
        }
    }
    done.many(many);
    work.write_values(&writes).await?;
    Ok(done)
}
