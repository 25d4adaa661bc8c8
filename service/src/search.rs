//! The search over people, units and pages.

use domain::{
    access::Permission,
    language::{Language, Message},
    operation::{EntityKind, OperationKind},
    search::{
        Asked, AskedError, Found, MOST_OTHERS, MOST_PEOPLE, MOST_UNITS, OtherHit, PersonHit, best_pages,
        best_people, best_units,
    },
};
use store::Identity;

use crate::{ServiceError, Services, session::Session};

/// Why nothing was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// The text is none to look for.
    #[error(transparent)]
    Asked(#[from] AskedError),
    /// It could not be done.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl Message for SearchError {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Asked(error) => error.message(language),
            Self::Service(error) => error.message(language),
        }
    }
}

/// What answers to a text, within what the role reaches: people and units for a role that reads cases, and the pages
/// it may open. Whoever is found stands in the journal before it is answered, with whether a name or a number was
/// looked for, and never with which.
///
/// # Errors
/// [`SearchError::Asked`] for a text that is too short or too long; nothing is looked for then, and nothing told.
pub async fn find(services: &Services, session: &Session, text: &str) -> Result<Found, SearchError> {
    let today = services.today();
    let asked = Asked::parse(text, today)?;
    let pages = best_pages(&asked, |permission| session.may(permission));
    let Ok(scope) = session.scope_for(Permission::ReadCases) else {
        return Ok(Found { pages, ..Found::default() });
    };
    let mut connection = services.store.read(&session.scope()).await.map_err(ServiceError::from)?;
    let cases = connection.search_people(&scope, &asked).await.map_err(ServiceError::from)?;
    let mut others = connection.search_others(&scope, &asked).await.map_err(ServiceError::from)?;
    let units = connection.units_to_search().await.map_err(ServiceError::from)?;
    drop(connection);
    let mut people = best_people(&asked, cases);
    let mut units = best_units(&asked, units, today);
    let has_more = people.len() > MOST_PEOPLE || others.len() > MOST_OTHERS || units.len() > MOST_UNITS;
    people.truncate(MOST_PEOPLE);
    others.truncate(MOST_OTHERS);
    units.truncate(MOST_UNITS);
    tell(services, session, &asked, &people, &others).await?;
    Ok(Found { people, others, units, pages, has_more })
}

/// Tells the journal whose data is shown.
async fn tell(
    services: &Services,
    session: &Session,
    asked: &Asked,
    people: &[PersonHit],
    others: &[OtherHit],
) -> Result<(), ServiceError> {
    let identity = |hit: &PersonHit| Identity { row: hit.case.0, person: Some(hit.person) };
    let read: Vec<Identity> = people.iter().map(identity).collect();
    let (kind, municipality) = (OperationKind::Search, session.only_municipality());
    let operation = services.operation(kind, session.actor(), municipality, asked.told());
    let mut transaction = services.store.operate(operation).await?;
    transaction.record_reads(EntityKind::Case, &read).await?;
    let others = others.iter().map(|hit| Identity { row: hit.person.0, person: Some(hit.person) });
    transaction.record_reads(EntityKind::Person, &others.collect::<Vec<_>>()).await?;
    Ok(transaction.commit().await?)
}
