//! Changing, ending and removing a measure that is registered (seed 001, "Ändra och avsluta en befintlig åtgärd").

use chrono::{Days, NaiveDate};

use super::{
    MeasureField, MeasureOutcome, MeasureRefusal, NewMeasure,
    registration::{after_closing, within_responsibility},
};
use crate::{
    access::Scope,
    case::CaseFact,
    id::MeasureId,
    language::{Language, Message, named},
    municipality::MunicipalityCode,
    occupation::OccupationAfter,
    period::Period,
    record::{FieldValue, Record},
};

/// A registered measure as it is to be changed.
#[derive(Clone, PartialEq, Eq)]
pub struct EditedMeasure {
    /// Which measure.
    pub id: MeasureId,
    /// How many times it has been written: whoever has seen another one has seen something else (requirement K17).
    pub version: i64,
    /// The municipality that registered it.
    pub municipality: MunicipalityCode,
    /// What its fields hold.
    pub values: NewMeasure,
    /// The day on which the run closed it with its case, if it has.
    pub closed_with_case: Option<NaiveDate>,
}

crate::private_debug!(EditedMeasure, id, version, municipality);

/// Whether a measure may be changed or removed within a scope: only where it was registered, whoever may see it.
///
/// # Errors
/// When another municipality has registered it.
pub fn may_touch(municipality: MunicipalityCode, scope: &Scope) -> Result<(), MeasureRefusal> {
    if scope.reaches(municipality) { Ok(()) } else { Err(MeasureRefusal::OtherMunicipality { municipality }) }
}

/// Decides what a measure of a case holds after a change; the same values when nothing differs. Only what differs is
/// judged, so that notes can be written on a measure that has been left incomplete.
///
/// Unlike a new measure, a changed one never ends another: what it would overlap refuses it.
///
/// # Errors
/// Everything that is wrong with it, never empty.
pub fn change(
    case: &CaseFact,
    birth: Option<NaiveDate>,
    measure: &EditedMeasure,
    after: &NewMeasure,
    today: NaiveDate,
) -> Result<NewMeasure, Vec<MeasureRefusal>> {
    let before = &measure.values;
    let told = |values: &NewMeasure| (values.period.end, values.occupation_after, values.outcome);
    let mut refusals = Vec::new();
    if before.period != after.period {
        if after.period.is_contradictory() {
            refusals.push(MeasureRefusal::EndsBeforeStart);
        }
        refusals.extend(within_responsibility(&after.period, birth));
        refusals.extend(after_closing(case, &after.period));
        let in_the_way = case
            .measures
            .iter()
            .find(|other| other.id != measure.id && overlaps(&other.period, &after.period));
        refusals.extend(
            in_the_way.map(|other| MeasureRefusal::Overlaps { kind: other.kind, period: other.period }),
        );
    }
    if told(before) != told(after) {
        refusals.extend(after.ending(today).err());
    }
    if refusals.is_empty() { Ok(after.clone()) } else { Err(refusals) }
}

/// Periods that contradict themselves cover no day and overlap nothing.
fn overlaps(one: &Period, other: &Period) -> bool {
    !one.is_contradictory() && !other.is_contradictory() && one.overlaps(other)
}

impl Record for NewMeasure {
    type Field = MeasureField;

    fn value(&self, field: MeasureField) -> FieldValue {
        match field {
            MeasureField::Kind => FieldValue::choice(Some(self.kind)),
            MeasureField::Start => FieldValue::Day(self.period.start),
            MeasureField::End => FieldValue::day(self.period.end),
            MeasureField::OccupationBefore => FieldValue::choice(Some(self.occupation_before)),
            MeasureField::OccupationAfter => FieldValue::choice(self.occupation_after),
            MeasureField::Outcome => FieldValue::choice(self.outcome),
            MeasureField::Notes => FieldValue::text(&self.notes),
        }
    }

    fn take(&mut self, from: &Self, field: MeasureField) {
        match field {
            MeasureField::Kind => self.kind = from.kind,
            MeasureField::Start => self.period.start = from.period.start,
            MeasureField::End => self.period.end = from.period.end,
            MeasureField::OccupationBefore => self.occupation_before = from.occupation_before,
            MeasureField::OccupationAfter => self.occupation_after = from.occupation_after,
            MeasureField::Outcome => self.outcome = from.outcome,
            MeasureField::Notes => self.notes.clone_from(&from.notes),
        }
    }

    /// End date, occupation after and outcome tell one thing: how the measure ended.
    fn go_together(one: MeasureField, other: MeasureField) -> bool {
        let tells_the_end = |field| {
            matches!(field, MeasureField::End | MeasureField::OccupationAfter | MeasureField::Outcome)
        };
        tells_the_end(one) && tells_the_end(other)
    }
}

impl NewMeasure {
    /// The measure as it is ended: end date, occupation after and outcome go together.
    #[must_use]
    pub fn ended(&self, end: NaiveDate, after: OccupationAfter, outcome: MeasureOutcome) -> Self {
        Self {
            period: Period::new(self.period.start, Some(end)),
            occupation_after: Some(after),
            outcome: Some(outcome),
            ..self.clone()
        }
    }
}

/// A measure that is removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// Which measure.
    pub id: MeasureId,
    /// What the caseworker is told before it is done.
    pub notices: Vec<RemovalNotice>,
}

named! {
    /// What a caseworker is told before a measure is removed. The name is the whole sentence.
    pub enum RemovalNotice {
        KeepsEndOfAnother = "keeps_end_of_another",
            "Åtgärden före fick slutdatum när den här registrerades, och behåller det. Ändra den om den fortfarande pågår.",
            "The measure before it was ended when this one was registered, and stays ended. Change it if it still goes on.";
        Reported = "reported",
            "Åtgärden kan redan ha rapporterats till SCB. Nästa rapport ersätter den, utan åtgärden.",
            "The measure may have been reported to Statistics Sweden already. The next report replaces it, without the measure.";
    }
}

impl Message for RemovalNotice {
    fn message(&self, language: Language) -> String {
        use crate::language::Named;
        self.name(language).to_owned()
    }
}

/// What removing a measure of a case does; its status follows of itself. The measures beside it stay as they are.
pub fn remove(case: &CaseFact, measure: &EditedMeasure, today: NaiveDate) -> Removal {
    let day_before = measure.values.period.start.checked_sub_days(Days::new(1));
    let gave_way = case.measures.iter().any(|other| {
        other.id != measure.id
            && other.outcome.is_none()
            && other.period.end.is_some()
            && other.period.end == day_before
    });
    let has_begun = measure.values.period.start <= today;
    let notices =
        [gave_way.then_some(RemovalNotice::KeepsEndOfAnother), has_begun.then_some(RemovalNotice::Reported)];
    Removal { id: measure.id, notices: notices.into_iter().flatten().collect() }
}
