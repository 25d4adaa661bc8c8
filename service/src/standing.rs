//! Where somebody stands by the rules, also who is not in the register: *Varför?* for anybody (requirement K2).

use chrono::NaiveDate;
use domain::{
    access::{Permission, Scope},
    civic_number::{CivicNumber, age_on},
    coverage::{
        Policy,
        policy::policy_on,
        standing::{Standing, standing},
    },
    id::{CaseId, PersonId},
    municipality::MunicipalityCode,
    operation::{EntityKind, OperationKind},
};
use store::Identity;

use crate::{ServiceError, Services, session::Session};

/// Where somebody stands.
#[derive(Clone)]
pub struct PersonStanding {
    /// Who.
    pub person: PersonId,
    /// The number.
    pub civic_number: CivicNumber,
    /// The name as the person is addressed.
    pub name: String,
    /// The name that the person is called by.
    pub calling_name: String,
    /// Whole years today.
    pub age: Option<u32>,
    /// The day of judging.
    pub today: NaiveDate,
    /// What each municipality within reach comes to, in which the person lives or has an open case; never none.
    pub places: Vec<PlaceStanding>,
}

domain::private_debug!(PersonStanding, person);

/// Where somebody stands in a municipality.
#[derive(Clone, Debug)]
pub struct PlaceStanding {
    /// Where.
    pub municipality: MunicipalityCode,
    /// The open case there, if there is one.
    pub case: Option<CaseId>,
    /// The verdicts, and what they come to.
    pub standing: Standing,
}

/// Judges somebody who lives in a municipality within reach, or has an open case in one. That it was done stands in the
/// journal before it is answered.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reads no cases, [`ServiceError::NotFound`] for somebody outside its reach, as
/// for somebody who is not there.
pub async fn view(
    services: &Services,
    session: &Session,
    person: PersonId,
) -> Result<PersonStanding, ServiceError> {
    let scope = session.scope_for(Permission::ReadCases)?;
    let today = services.today();
    let mut connection = services.store.read_snapshot(&scope).await?;
    let reached = connection.person_to_judge(&scope, person).await?.ok_or(ServiceError::NotFound)?;
    let policies = connection.policies().await?;
    let mut places = Vec::with_capacity(reached.places.len());
    for (municipality, case) in reached.places {
        let everything = Scope::of_the_system();
        let judged = connection.candidate_facts(&everything, municipality, &[person.into()]).await?;
        let Some(candidate) = judged.into_iter().next() else { return Err(ServiceError::NotFound) };
        let policy = policies.get(&municipality).and_then(|dated| policy_on(dated, today));
        let policy = policy.unwrap_or_else(|| Policy::proposed(today));
        let standing = standing(&candidate.facts, &candidate.cases, municipality, today, &policy);
        places.push(PlaceStanding { municipality, case, standing });
    }
    drop(connection);
    let only = match places.as_slice() {
        [place] => Some(place.municipality),
        _ => session.only_municipality(),
    };
    let operation = services.operation(OperationKind::ReadVerdicts, session.actor(), only, "");
    let mut transaction = services.store.operate(operation).await?;
    let read = [Identity { row: person.0, person: Some(person) }];
    transaction.record_reads(EntityKind::Person, &read).await?;
    transaction.commit().await?;
    Ok(PersonStanding {
        person,
        civic_number: reached.civic_number,
        calling_name: reached.name.calling(),
        name: reached.name.full(),
        age: reached.civic_number.birth_date().and_then(|birth| age_on(birth, today)),
        today,
        places,
    })
}
