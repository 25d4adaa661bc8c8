//! What caseworkers do with the cases of a municipality, as one operation: measures, contacts, details, fields.
//!
//! A [`Casework`] that is dropped has changed nothing; [`Casework::finish`] makes it last.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    access::Scope,
    contact::{ContactDetailKind, NewContact},
    diploma::DiplomaMark,
    id::{MeasureId, PersonId},
    language::Named,
    measure::{MeasureFact, MeasureRefusal, NewMeasure, plan_measure},
    municipality::MunicipalityCode,
    operation::{Actor, Change, EntityKind, OperationKind},
    period::Period,
    person::Address,
};
use serde_json::{Map, Value};
use store::{CaseFields, MeasureEnding, OpenCase, OperationTransaction, StoreError};

use crate::{Services, fields, rows};

/// How many changes are told at a time.
const BATCH: usize = 1000;

/// Work on the cases of a municipality.
pub struct Casework {
    transaction: OperationTransaction,
    municipality: MunicipalityCode,
    changes: Vec<Change>,
    touched: HashSet<PersonId>,
    as_of: NaiveDate,
}

/// Who works, and on which day.
#[derive(Clone, Copy, Debug)]
pub struct Worker<'a> {
    /// The name that is noted.
    pub name: &'a str,
    /// The day.
    pub date: NaiveDate,
}

impl Worker<'_> {
    /// Noon of the day: when during the day something was done is not told.
    fn at(self) -> DateTime<Utc> {
        self.date.and_time(NaiveTime::from_hms_opt(11, 0, 0).unwrap_or_default()).and_utc()
    }
}

impl Casework {
    /// Begins work on the cases of a municipality.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin(
        services: &Services,
        actor: Actor,
        kind: OperationKind,
        municipality: MunicipalityCode,
    ) -> Result<Self, StoreError> {
        let operation = services.operation(kind, actor, Some(municipality), "");
        let mut transaction = services.store.operate(operation).await?;
        transaction.lock_register().await?;
        let as_of = rows::as_of(services, &mut transaction).await?;
        Ok(Self { transaction, municipality, changes: Vec::new(), touched: HashSet::new(), as_of })
    }

    /// The open cases within a scope.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn open_cases(&mut self, scope: &Scope) -> Result<Vec<OpenCase>, StoreError> {
        self.transaction.open_cases_of(scope, self.municipality).await
    }

    /// Makes the work last.
    ///
    /// # Errors
    /// When the database refuses; nothing has then been changed.
    pub async fn finish(mut self) -> Result<(), StoreError> {
        self.tell().await?;
        let mut touched: Vec<PersonId> = self.touched.into_iter().collect();
        touched.sort();
        self.transaction.refresh_case_rows(&touched, self.as_of).await?;
        self.transaction.commit().await
    }

    async fn tell(&mut self) -> Result<(), StoreError> {
        let changes = std::mem::take(&mut self.changes);
        self.transaction.record(&changes).await
    }

    async fn note(&mut self, person: PersonId, change: Option<Change>) -> Result<(), StoreError> {
        self.touched.insert(person);
        self.changes.extend(change);
        if self.changes.len() >= BATCH { self.tell().await } else { Ok(()) }
    }

    /// Notes what has been set of something that was there, of which the journal is told what it is from now on.
    async fn note_set(
        &mut self,
        entity: EntityKind,
        id: i64,
        person: PersonId,
        after: Map<String, Value>,
    ) -> Result<(), StoreError> {
        let told = fields::change(entity, id, Some(person), Some(Map::new()), Some(after));
        self.note(person, told).await
    }

    /// Registers a contact.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn contact(
        &mut self,
        case: &OpenCase,
        contact: &NewContact,
        by: Worker<'_>,
    ) -> Result<(), StoreError> {
        let id = self.transaction.add_contact(case.case.id, contact, by.name, by.at()).await?;
        let told =
            fields::change(EntityKind::Contact, id.0, Some(case.person), None, Some(fields::fields(contact)));
        self.note(case.person, told).await
    }

    /// Closes the follow-up of the contact made on a day, on the day `closed`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close_follow_up(
        &mut self,
        case: &OpenCase,
        contact: NaiveDate,
        reason: &str,
        closed: NaiveDate,
    ) -> Result<(), StoreError> {
        self.transaction.close_follow_up(case.case.id, contact, reason, closed).await?;
        let after = Map::from_iter([
            ("contact".to_owned(), Value::from(contact.to_string())),
            ("follow_up_closed".to_owned(), Value::from(reason)),
            ("follow_up_closed_on".to_owned(), Value::from(closed.to_string())),
        ]);
        self.note_set(EntityKind::Case, case.case.id.0, case.person, after).await
    }

    /// Registers a measure. The case's facts are kept up to date.
    ///
    /// # Errors
    /// When the database refuses; the refusal of the measure itself is the inner result.
    pub async fn measure(
        &mut self,
        case: &mut OpenCase,
        measure: &NewMeasure,
        by: Worker<'_>,
    ) -> Result<Result<MeasureId, MeasureRefusal>, StoreError> {
        let plan = match plan_measure(&case.case.measures, measure, by.date) {
            Ok(plan) => plan,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if let Some((other, end)) = plan.ends {
            self.end(case, other, &MeasureEnding { end, told: None }, by).await?;
        }
        let id = self.transaction.add_measure(case.case.id, measure, by.name, by.at()).await?;
        case.case.measures.push(MeasureFact {
            id,
            kind: measure.kind,
            period: measure.period,
            outcome: measure.outcome,
            closed_with_case: None,
        });
        let told =
            fields::change(EntityKind::Measure, id.0, Some(case.person), None, Some(fields::fields(measure)));
        self.note(case.person, told).await?;
        Ok(Ok(id))
    }

    /// Ends the measure that started on a day, if there is one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_measure(
        &mut self,
        case: &mut OpenCase,
        start: NaiveDate,
        ending: &MeasureEnding,
        by: Worker<'_>,
    ) -> Result<(), StoreError> {
        match case
            .case
            .measures
            .iter()
            .find(|measure| measure.period.start == start)
            .map(|measure| measure.id)
        {
            Some(id) => self.end(case, id, ending, by).await,
            None => Ok(()),
        }
    }

    async fn end(
        &mut self,
        case: &mut OpenCase,
        id: MeasureId,
        ending: &MeasureEnding,
        by: Worker<'_>,
    ) -> Result<(), StoreError> {
        self.transaction.end_measure(id, ending, by.name, by.at()).await?;
        let object = |end: Option<NaiveDate>, told: Option<(&'static str, &'static str)>| {
            Map::from_iter([
                ("end".to_owned(), end.map_or(Value::Null, |end| Value::from(end.to_string()))),
                ("occupation_after".to_owned(), told.map_or(Value::Null, |(after, _)| Value::from(after))),
                ("outcome".to_owned(), told.map_or(Value::Null, |(_, outcome)| Value::from(outcome))),
            ])
        };
        let Some(measure) = case.case.measures.iter_mut().find(|measure| measure.id == id) else {
            return Ok(());
        };
        let before = object(measure.period.end, None);
        measure.period = Period::new(measure.period.start, Some(ending.end));
        measure.outcome = ending.told.map(|(_, outcome)| outcome);
        let after =
            object(Some(ending.end), ending.told.map(|(after, outcome)| (after.code(), outcome.code())));
        let told = fields::change(EntityKind::Measure, id.0, Some(case.person), Some(before), Some(after));
        self.note(case.person, told).await
    }

    /// Sets fields of a case.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_fields(&mut self, case: &OpenCase, set: &CaseFields) -> Result<(), StoreError> {
        self.transaction.set_case_fields(case.case.id, set).await?;
        let mut after = Map::new();
        let mut tell = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                after.insert(name.to_owned(), value);
            }
        };
        tell("occupation", set.occupation.map(|occupation| Value::from(occupation.code())));
        tell("caseworker", set.caseworker.map(|account| Value::from(account.0)));
        tell("other_schooling_until", set.other_schooling_until.map(|date| Value::from(date.to_string())));
        tell("living_outside", set.living_outside.map(|place| Value::from(place.code())));
        tell("notes", set.notes.as_deref().map(Value::from));
        self.note_set(EntityKind::Case, case.case.id.0, case.person, after).await
    }

    /// Adds a way to reach the person.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn contact_detail(
        &mut self,
        case: &OpenCase,
        kind: ContactDetailKind,
        value: &str,
        primary: bool,
    ) -> Result<(), StoreError> {
        let id = self.transaction.add_contact_detail(case.person, kind, value, primary).await?;
        let after = Map::from_iter([
            ("kind".to_owned(), Value::from(kind.code())),
            ("value".to_owned(), Value::from(value)),
            ("primary".to_owned(), Value::from(primary)),
        ]);
        let told = fields::change(EntityKind::ContactDetail, id, Some(case.person), None, Some(after));
        self.note(case.person, told).await
    }

    /// Sets the postal address of the person.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn postal_address(&mut self, case: &OpenCase, address: &Address) -> Result<(), StoreError> {
        self.transaction.set_postal_address(case.person, address).await?;
        let after = Map::from_iter([("postal_address".to_owned(), Value::Object(fields::fields(address)))]);
        self.note_set(EntityKind::Person, case.person.0, case.person, after).await
    }

    /// Marks a diploma.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn diploma(
        &mut self,
        case: &OpenCase,
        mark: DiplomaMark,
        on: NaiveDate,
    ) -> Result<(), StoreError> {
        self.transaction.mark_diploma(case.person, mark, on).await?;
        let told = fields::change(
            EntityKind::Diploma,
            case.person.0,
            Some(case.person),
            None,
            Some(fields::fields(&mark)),
        );
        self.note(case.person, told).await
    }
}
