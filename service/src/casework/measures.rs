//! Measures of cases, in one and in many: judged by the rules, written together, told.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    id::{CaseId, MeasureId},
    many::Many,
    measure::{
        MeasureFact, MeasureOutcome, MeasureRefusal, NewMeasure,
        change::{EditedMeasure, Removal},
        registration::{MeasureNotice, Registration, register, register_many},
    },
    occupation::OccupationAfter,
    operation::EntityKind,
    period::Period,
};
use store::{SeenMeasure, StoreError, WorkedCase};

use super::{Casework, Decided, Worker};
use crate::fields;

impl Casework {
    /// A measure as the municipality of a case sees it.
    pub(crate) async fn seen_measure(
        &mut self,
        case: CaseId,
        id: MeasureId,
    ) -> Result<Option<SeenMeasure>, StoreError> {
        let seen = self.transaction.seen_measures(&self.scope, case).await?;
        Ok(seen.into_iter().find(|seen| seen.measure.id == id))
    }

    /// Registers a measure, and ends the one that gives way to it. The case's facts are kept up to date.
    ///
    /// # Errors
    /// When the database refuses; the refusal of the measure itself is the inner result.
    pub async fn measure(
        &mut self,
        case: &mut WorkedCase,
        new: &NewMeasure,
        by: Worker<'_>,
    ) -> Decided<(MeasureId, Vec<MeasureNotice>), MeasureRefusal> {
        let registration = match register(&case.case, case.birth(), new, by.date) {
            Ok(registration) => registration,
            Err(refusals) => return Ok(Err(refusals)),
        };
        let made = self.write_registrations(&[(&*case, &registration)], by).await?;
        let lost = || StoreError::Inconsistent("a measure without identity".to_owned());
        let id = made.first().copied().ok_or_else(lost)?;
        case.case = registration.applied_to(&case.case, id);
        Ok(Ok((id, registration.notices)))
    }

    /// Changes a measure of a case; where nothing differs, nothing is written.
    ///
    /// # Errors
    /// When the database refuses; the refusal of the change itself is the inner result.
    pub async fn change_measure(
        &mut self,
        case: &mut WorkedCase,
        measure: &EditedMeasure,
        after: &NewMeasure,
        by: Worker<'_>,
    ) -> Decided<(), MeasureRefusal> {
        let after = match domain::measure::change::change(&case.case, case.birth(), measure, after, by.date) {
            Ok(after) => after,
            Err(refusals) => return Ok(Err(refusals)),
        };
        if after != measure.values {
            self.write_measure(case, measure, &after, by).await?;
        }
        Ok(Ok(()))
    }

    /// Ends the measure of a case that started on a day, if there is one: with its last day, what came after and how it
    /// ended.
    ///
    /// # Errors
    /// When the database refuses; the refusal of the ending itself is the inner result.
    pub async fn end_measure(
        &mut self,
        case: &mut WorkedCase,
        start: NaiveDate,
        (end, after, outcome): (NaiveDate, OccupationAfter, MeasureOutcome),
        by: Worker<'_>,
    ) -> Decided<(), MeasureRefusal> {
        let started = case.case.measures.iter().find(|measure| measure.period.start == start);
        let Some(id) = started.map(|measure| measure.id) else { return Ok(Ok(())) };
        let Some(seen) = self.seen_measure(case.case.id, id).await? else { return Ok(Ok(())) };
        let ended = seen.measure.values.ended(end, after, outcome);
        self.change_measure(case, &seen.measure, &ended, by).await
    }

    async fn write_measure(
        &mut self,
        case: &mut WorkedCase,
        measure: &EditedMeasure,
        after: &NewMeasure,
        by: Worker<'_>,
    ) -> Result<(), StoreError> {
        self.transaction.write_measure((measure.id, measure.version), after, by.name, by.at).await?;
        if let Some(fact) = case.case.measures.iter_mut().find(|fact| fact.id == measure.id) {
            *fact = MeasureFact { closed_with_case: fact.closed_with_case, ..after.fact(measure.id) };
        }
        self.tell_of_measure(case, measure, after);
        Ok(())
    }

    fn tell_of_measure(&mut self, case: &WorkedCase, measure: &EditedMeasure, after: &NewMeasure) {
        let (before, after) = (fields::fields(&measure.values), fields::fields(after));
        let (entity, id) = (EntityKind::Measure, measure.id.0);
        let told = fields::change(entity, id, Some(case.person), Some(before), Some(after));
        self.note(case.municipality, case.person, told);
    }

    /// Removes a measure of a case.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_measure(
        &mut self,
        case: &mut WorkedCase,
        measure: &EditedMeasure,
        by: Worker<'_>,
    ) -> Result<Removal, StoreError> {
        let removal = domain::measure::change::remove(&case.case, measure, by.date);
        self.transaction.remove_measure((measure.id, measure.version)).await?;
        case.case.measures.retain(|fact| fact.id != measure.id);
        let before = Some(fields::fields(&measure.values));
        let told = fields::change(EntityKind::Measure, measure.id.0, Some(case.person), before, None);
        self.note(case.municipality, case.person, told);
        Ok(removal)
    }

    /// Registers a measure in each of many cases, none of which is named twice; the open-ended ones that give way end.
    pub(crate) async fn measures(
        &mut self,
        asked: &[(&WorkedCase, &NewMeasure)],
        by: Worker<'_>,
    ) -> Result<Many<MeasureId, MeasureRefusal>, StoreError> {
        let judged = asked.iter().map(|(case, new)| (&case.case, case.birth(), *new));
        let Many { planned, refused } = register_many(judged, by.date);
        let by_id: HashMap<CaseId, &WorkedCase> =
            asked.iter().map(|(case, _)| (case.case.id, *case)).collect();
        let planned: Vec<(&WorkedCase, &Registration)> = planned
            .iter()
            .filter_map(|(case, registration)| Some((*by_id.get(case)?, registration)))
            .collect();
        let ids = self.write_registrations(&planned, by).await?;
        let planned = planned.into_iter().map(|(case, _)| case.case.id).zip(ids).collect();
        Ok(Many { planned, refused })
    }

    /// Writes measures that have been judged, at most one in each case.
    pub(super) async fn write_registrations(
        &mut self,
        registrations: &[(&WorkedCase, &Registration)],
        by: Worker<'_>,
    ) -> Result<Vec<MeasureId>, StoreError> {
        let ends: HashMap<MeasureId, &WorkedCase> = registrations
            .iter()
            .filter_map(|(case, registration)| Some((registration.ends?.0, *case)))
            .collect();
        let end_of: HashMap<MeasureId, _> =
            registrations.iter().filter_map(|(_, registration)| registration.ends).collect();
        let giving_way: Vec<MeasureId> = ends.keys().copied().collect();
        let found = match giving_way.is_empty() {
            true => Vec::new(),
            false => self.transaction.edited_measures(&self.scope, &giving_way).await?,
        };
        if found.len() != giving_way.len() {
            return Err(StoreError::Inconsistent("a measure without its case".to_owned()));
        }
        let mut writes = Vec::with_capacity(found.len());
        for measure in found.into_iter().map(|record| record.measure) {
            let (Some(case), Some(end)) = (ends.get(&measure.id), end_of.get(&measure.id)) else { continue };
            let period = Period::new(measure.values.period.start, Some(*end));
            let after = NewMeasure { period, ..measure.values.clone() };
            self.tell_of_measure(case, &measure, &after);
            writes.push((measure.id, measure.version, after));
        }
        self.transaction.write_measures(&writes, by.name, by.at).await?;
        let new: Vec<(CaseId, &NewMeasure)> =
            registrations.iter().map(|(case, registration)| (case.case.id, &registration.measure)).collect();
        let ids = self.transaction.add_measures(&new, by.name, by.at).await?;
        for ((case, registration), id) in registrations.iter().zip(&ids) {
            let after = Some(fields::fields(&registration.measure));
            let told = fields::change(EntityKind::Measure, id.0, Some(case.person), None, after);
            self.note(case.municipality, case.person, told);
        }
        Ok(ids)
    }
}
