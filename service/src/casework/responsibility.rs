//! The fields of cases, one and many, and who may have them.

use chrono::NaiveDate;
use domain::{
    case::{
        change::{CaseRefusal, CaseValues, EditedCase},
        responsibility::{ResponsibilityNotice, ResponsibilityValues, decide},
    },
    diploma::{DiplomaMark, DiplomaSource},
    id::AccountId,
    municipality::MunicipalityCode,
    operation::EntityKind,
};
use serde_json::Value;
use store::{CaseWrite, Responsibility, StoreError, WorkedCase};

use super::{BATCH, Casework, Decided, Worker, users_of};
use crate::fields;

/// How a case is written that is to hold something else.
pub(crate) fn case_write(case: &EditedCase, after: CaseValues) -> CaseWrite {
    // Of the fields, the rules of the run ask for this one.
    let judge_again = case.values.other_schooling_until != after.other_schooling_until;
    CaseWrite { id: case.id, version: case.version, values: after, notes: None, judge_again }
}

impl Casework {
    /// Finds out who may have the cases of municipalities, for [`Self::is_user`].
    pub(crate) async fn know_users(
        &mut self,
        municipalities: impl IntoIterator<Item = MunicipalityCode>,
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        let unknown: Vec<MunicipalityCode> =
            municipalities.into_iter().filter(|place| !self.known.contains(place)).collect();
        self.users.extend(users_of(&mut self.transaction, &unknown, day).await?);
        self.known.extend(unknown);
        Ok(())
    }

    /// Whether somebody may have the cases of a municipality, of which that has been found out.
    pub(crate) fn is_user(&self, account: AccountId, municipality: MunicipalityCode) -> bool {
        self.users.contains(&(account, municipality))
    }

    /// Sets fields of a case, each to what `set` makes of it.
    ///
    /// # Errors
    /// When the database refuses; the refusal of what is set is the inner result.
    pub async fn set(
        &mut self,
        case: &WorkedCase,
        set: impl FnOnce(&mut ResponsibilityValues),
        by: Worker<'_>,
    ) -> Decided<Vec<ResponsibilityNotice>, CaseRefusal> {
        let Some(before) = self.transaction.responsibility(&self.scope, case.case.id).await? else {
            return Ok(Ok(Vec::new()));
        };
        let mut after = before.values.clone();
        set(&mut after);
        self.change_case(&before, &after, by).await
    }

    /// Changes the fields of a case; where nothing differs, nothing is written.
    ///
    /// # Errors
    /// When the database refuses; the refusal of the change itself is the inner result.
    pub async fn change_case(
        &mut self,
        before: &Responsibility,
        after: &ResponsibilityValues,
        by: Worker<'_>,
    ) -> Decided<Vec<ResponsibilityNotice>, CaseRefusal> {
        let municipality = before.case.municipality;
        self.know_users([municipality], by.date).await?;
        let is_user = |account| self.is_user(account, municipality);
        let plan = match decide(&before.case, &before.values, after, by.date, is_user) {
            Ok(plan) => plan,
            Err(refusals) => return Ok(Err(refusals)),
        };
        if plan.values != before.values {
            self.write_case(before, &plan.values, by).await?;
        }
        Ok(Ok(plan.notices))
    }

    async fn write_case(
        &mut self,
        before: &Responsibility,
        after: &ResponsibilityValues,
        by: Worker<'_>,
    ) -> Result<(), StoreError> {
        let Responsibility { case, values, .. } = before;
        let write = CaseWrite { notes: Some(after.notes.clone()), ..case_write(case, after.case) };
        self.transaction.write_cases(&[write]).await?;
        let told = |values: &ResponsibilityValues| {
            let mut told = fields::fields(&values.case);
            told.insert("notes".to_owned(), Value::from(values.notes.as_str()));
            told
        };
        let (id, whose) = (case.id.0, Some(case.person));
        let change = fields::change(EntityKind::Case, id, whose, Some(told(values)), Some(told(after)));
        self.note(case.municipality, case.person, change);
        if values.home_diploma != after.home_diploma {
            self.transaction.set_home_diploma(case.person, after.home_diploma, by.date).await?;
            let [marked_before, marked_after] = [values, after].map(|values| {
                let kind = values.home_diploma?;
                Some(fields::fields(&DiplomaMark { source: DiplomaSource::HomeMunicipality, kind }))
            });
            let (entity, id) = (EntityKind::Diploma, case.person.0);
            let change = fields::change(entity, id, whose, marked_before, marked_after);
            self.note(case.municipality, case.person, change);
        }
        Ok(())
    }

    /// Writes fields of cases that have been judged.
    pub(crate) async fn write_values(
        &mut self,
        cases: &[(EditedCase, CaseValues)],
    ) -> Result<(), StoreError> {
        let writes: Vec<CaseWrite> = cases.iter().map(|(case, after)| case_write(case, *after)).collect();
        for writes in writes.chunks(BATCH) {
            self.transaction.write_cases(writes).await?;
        }
        for (case, after) in cases {
            let (before, after) = (fields::fields(&case.values), fields::fields(after));
            let told =
                fields::change(EntityKind::Case, case.id.0, Some(case.person), Some(before), Some(after));
            self.note(case.municipality, case.person, told);
        }
        Ok(())
    }
}
