//! Reading cases: the list, and the page of one.

mod timeline;

use chrono::NaiveDate;
use domain::{
    access::Permission,
    case::{
        CaseStatus,
        view::{CaseRow, CaseView, PlanView},
    },
    civic_number::age_on,
    clock::stockholm_time,
    contact::detail,
    coverage::{Explanation, Policy, assess, policy::policy_on},
    id::{CaseId, PersonId},
    list::{CaseColumn, ListPage, ListQuery},
    municipality::MunicipalityCode,
    operation::{EntityKind, OperationKind},
    person::Address,
};
use store::{CaseRecord, Identity, PlanRecord};

use self::timeline::Told;
use crate::{ServiceError, Services, lists, session::Session};

/// A page of the list of cases; see [`lists::page`].
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reads no cases.
pub async fn list(
    services: &Services,
    session: &Session,
    query: &ListQuery<CaseColumn>,
) -> Result<ListPage<CaseRow>, ServiceError> {
    lists::page(services, session, query).await
}

/// Tells the journal of rows about people that are about to be answered outside the list itself.
pub(crate) async fn tell_of_rows(
    services: &Services,
    session: &Session,
    entity: EntityKind,
    reason: &str,
    rows: &[Identity],
) -> Result<(), ServiceError> {
    let kind = OperationKind::ReadList;
    let operation = services.operation(kind, session.actor(), session.only_municipality(), reason);
    let mut transaction = services.store.operate(operation).await?;
    transaction.record_reads(entity, rows).await?;
    Ok(transaction.commit().await?)
}

/// The names of the caseworkers of the cases that the user may see.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reads no cases.
pub async fn caseworkers(services: &Services, session: &Session) -> Result<Vec<String>, ServiceError> {
    let scope = session.scope_for(Permission::ReadCases)?;
    Ok(services.store.read(&scope).await?.caseworkers(&scope).await?)
}

/// The page of a case. That it was read stands in the journal before it is answered.
///
/// # Errors
/// [`ServiceError::NotFound`] for a case outside the user's scope, as for one that does not exist.
pub async fn view(services: &Services, session: &Session, id: CaseId) -> Result<CaseView, ServiceError> {
    let scope = session.scope_for(Permission::ReadCases)?;
    // Where the person lives now decides what is shown, and both are read one after the other.
    let mut connection = services.store.read_snapshot(&scope).await?;
    let record = connection.case(&scope, id).await?.ok_or(ServiceError::NotFound)?;
    let policies = connection.policies().await?;
    let told = timeline::told(&mut connection, &scope, &record).await?;
    drop(connection);
    tell_of_reading(services, session, record.municipality, record.id, record.person).await?;
    let today = services.today();
    let policy = policies.get(&record.municipality).and_then(|dated| policy_on(dated, today));
    Ok(assemble(record, told, today, &policy.unwrap_or_else(|| Policy::proposed(today))))
}

/// Tells the journal that a case, or a part of it, is about to be answered.
pub(crate) async fn tell_of_reading(
    services: &Services,
    session: &Session,
    municipality: MunicipalityCode,
    case: CaseId,
    person: PersonId,
) -> Result<(), ServiceError> {
    let operation = services.operation(OperationKind::ReadCase, session.actor(), Some(municipality), "");
    let mut transaction = services.store.operate(operation).await?;
    transaction.record_reads(EntityKind::Case, &[Identity { row: case.0, person: Some(person) }]).await?;
    Ok(transaction.commit().await?)
}

fn assemble(record: CaseRecord, told: Told, today: NaiveDate, policy: &Policy) -> CaseView {
    let measure = record.case.shown_measure(today);
    let address = Address::registered_line(&record.addresses);
    let own = |id| record.case.measures.iter().any(|fact| fact.id == id);
    let lacking =
        record.measures.iter().filter(|measure| own(measure.id) && measure.incomplete(today).is_some());
    let incomplete_measures = u32::try_from(lacking.count()).unwrap_or(u32::MAX);
    let row = CaseRow {
        id: record.id,
        civic_number: record.civic_number,
        surname: record.name.surname.clone(),
        given_name: [record.name.calling(), record.name.middle.clone()].join(" ").trim().to_owned(),
        status: CaseStatus::on(&record.case, &record.facts.placements, today),
        registered: record.case.registered,
        deregistered: record.case.deregistered,
        reason: record.reason,
        occupation: record.occupation,
        caseworker: record.caseworker.clone(),
        age: record.civic_number.birth_date().and_then(|birth| age_on(birth, today)),
        municipality: record.municipality,
        living_outside: record.living_outside,
        latest_contact: record.contacts.first().map(|contact| contact.date),
        next_follow_up: record
            .contacts
            .iter()
            .filter(|contact| record.case.is_open() && contact.follow_up_closed.is_none())
            .filter_map(|contact| contact.follow_up)
            .min(),
        measure: measure.map(|measure| measure.kind),
        measure_start: measure.map(|measure| measure.period.start),
        measure_end: measure.and_then(|measure| measure.period.end),
        incomplete_measures,
        phone: detail::telephone(&record.contact_details).map(|detail| detail.value.clone()),
        email: detail::email(&record.contact_details).map(|detail| detail.value.clone()),
        address,
        protected: false,
    };
    let assessed_today = (!record.has_left)
        .then(|| assess(&record.facts, record.municipality, today, policy).ok())
        .flatten()
        .map(|assessment| Explanation::new(&assessment, today, policy.rule_set));
    let registration = &record.facts.registration;
    CaseView {
        today,
        full_name: record.name.full(),
        calling_name: record.name.calling(),
        given_names: record.name.given.clone(),
        origin: record.case.origin,
        other_schooling_until: record.case.other_schooling_until,
        has_left: record.has_left,
        residence: registration.residence_on(today).filter(|_| !record.has_left),
        deregistration: registration.deregistration.map(|end| (end.code, end.date)),
        assessed_today,
        timeline: timeline::timeline(&record, told, today),
        other_cases: record.other_cases,
        notes: record.notes,
        diplomas: record.diplomas,
        opened_because: record.opened_because,
        closed_because: record.closed_because,
        measures: record.measures,
        contacts: record.contacts,
        plans: record.plans.into_iter().map(|plan| plan_view(plan, today)).collect(),
        addresses: record.addresses,
        contact_details: record.contact_details,
        placements: record.placements,
        row,
    }
}

fn plan_view(record: PlanRecord, today: NaiveDate) -> PlanView {
    let by = |(name, at): (String, _)| format!("{name}, {}", stockholm_time(at));
    PlanView {
        id: record.id,
        state: record.plan.state(today),
        plan: record.plan,
        created: by(record.created),
        changed: record.changed.map(by).unwrap_or_default(),
    }
}
