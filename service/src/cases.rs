//! Reading cases: the list, and the page of one.

use chrono::NaiveDate;
use domain::{
    access::Permission,
    case::{
        CaseStatus,
        view::{CaseRow, CaseView, Event, TimelineEvent},
    },
    civic_number::age_on,
    coverage::{Explanation, Policy, assess, policy::policy_on},
    id::CaseId,
    list::{CaseColumn, ListPage, ListQuery},
    operation::{EntityKind, OperationKind},
    person::Address,
};
use store::{CaseRecord, Identity};

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

/// Tells the journal of rows of cases that are about to be answered outside the list itself.
pub(crate) async fn tell_of_rows(
    services: &Services,
    session: &Session,
    reason: &str,
    rows: &[Identity],
) -> Result<(), ServiceError> {
    let kind = OperationKind::ReadList;
    let operation = services.operation(kind, session.actor(), session.only_municipality(), reason);
    let mut transaction = services.store.operate(operation).await?;
    transaction.record_reads(EntityKind::Case, rows).await?;
    Ok(transaction.commit().await?)
}

/// The names of the caseworkers of the cases that the user may see.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reads no cases.
pub async fn caseworkers(services: &Services, session: &Session) -> Result<Vec<String>, ServiceError> {
    let scope = session.scope_for(Permission::ReadCases)?;
    Ok(services.store.read().await?.caseworkers(&scope).await?)
}

/// The page of a case. That it was read stands in the journal before it is answered.
///
/// # Errors
/// [`ServiceError::NotFound`] for a case outside the user's scope, as for one that does not exist.
pub async fn view(services: &Services, session: &Session, id: CaseId) -> Result<CaseView, ServiceError> {
    let scope = session.scope_for(Permission::ReadCases)?;
    // Where the person lives now decides what is shown, and both are read one after the other.
    let mut connection = services.store.read_snapshot().await?;
    let record = connection.case(&scope, id).await?.ok_or(ServiceError::NotFound)?;
    let policies = connection.policies().await?;
    drop(connection);
    tell_of_reading(services, session, &record).await?;
    let today = services.today();
    let policy = policies.get(&record.municipality).and_then(|dated| policy_on(dated, today));
    Ok(assemble(record, today, &policy.unwrap_or_else(|| Policy::proposed(today))))
}

async fn tell_of_reading(
    services: &Services,
    session: &Session,
    record: &CaseRecord,
) -> Result<(), ServiceError> {
    let operation =
        services.operation(OperationKind::ReadCase, session.actor(), Some(record.municipality), "");
    let mut transaction = services.store.operate(operation).await?;
    let identity = Identity { row: record.id.0, person: Some(record.person) };
    transaction.record_reads(EntityKind::Case, &[identity]).await?;
    Ok(transaction.commit().await?)
}

fn assemble(record: CaseRecord, today: NaiveDate, policy: &Policy) -> CaseView {
    let measure = record.case.shown_measure(today);
    let detail = |kinds: &[domain::contact::ContactDetailKind]| {
        record
            .contact_details
            .iter()
            .find(|detail| kinds.contains(&detail.kind))
            .map(|detail| detail.value.clone())
    };
    use domain::contact::ContactDetailKind::{Email, Mobile, Telephone};
    let address = Address::registered_line(&record.addresses);
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
        phone: detail(&[Mobile, Telephone]),
        email: detail(&[Email]),
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
        timeline: timeline(&record, today),
        other_cases: record.other_cases,
        notes: record.notes,
        diplomas: record.diplomas,
        opened_because: record.opened_because,
        closed_because: record.closed_because,
        measures: record.measures,
        contacts: record.contacts,
        addresses: record.addresses,
        contact_details: record.contact_details,
        placements: record.placements,
        row,
    }
}

/// Everything that has happened and what is due, the latest first.
fn timeline(record: &CaseRecord, today: NaiveDate) -> Vec<TimelineEvent> {
    let mut events = Vec::new();
    let mut tell = |date: NaiveDate, event: Event| events.push(TimelineEvent { date, event });
    tell(record.case.registered, Event::Opened(record.municipality, record.case.origin));
    if let Some(date) = record.case.deregistered {
        tell(date, Event::Closed(record.municipality, record.reason));
    }
    for other in &record.other_cases {
        tell(other.registered, Event::Opened(other.municipality, domain::case::CaseOrigin::Run));
        if let Some(date) = other.deregistered {
            tell(date, Event::Closed(other.municipality, other.reason));
        }
    }
    for placement in &record.placements {
        let named = || (placement.study_path.clone(), placement.unit.clone());
        let (path, unit) = named();
        tell(placement.period.start, Event::PlacementBegan(path, unit));
        if let Some(end) = placement.period.end.filter(|end| *end <= today) {
            let (path, unit) = named();
            tell(end, Event::PlacementEnded(path, unit));
        }
    }
    for measure in &record.measures {
        tell(measure.period.start, Event::MeasureBegan(measure.kind));
        if let Some(end) = measure.period.end.filter(|end| *end <= today) {
            tell(end, Event::MeasureEnded(measure.kind, measure.outcome));
        }
    }
    for contact in &record.contacts {
        tell(contact.date, Event::Contacted(contact.way, contact.heading.clone()));
        if let Some(date) = contact.follow_up.filter(|_| contact.follow_up_closed.is_none()) {
            tell(date, Event::FollowUpDue(contact.heading.clone()));
        }
    }
    let registration = &record.facts.registration;
    for stay in registration.earlier.iter().chain(&registration.present) {
        if let Some(since) = stay.since {
            tell(since, Event::Moved(stay.municipality));
        }
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.date));
    events
}
