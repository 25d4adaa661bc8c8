//! What an installation is: a demo or the real thing, and the making of what a demo stands on.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    civic_number::CivicNumber,
    diploma::DiplomaMark,
    operation::{Actor, EntityKind, OperationKind},
    organisation::OrganisationNumber,
};
use store::{NewStudyPath, NewUnit, OperationTransaction, StoreError};

use crate::{Services, fields};

/// The setting that tells that a database is a demo, and as of which day.
pub const DEMO: &str = "demo";

/// An organiser with its units.
#[derive(Clone, Debug)]
pub struct OrganiserWithUnits {
    /// Its number.
    pub number: OrganisationNumber,
    /// Its name.
    pub name: String,
    /// Code, name and validity of each unit.
    pub units: Vec<(String, String, domain::organisation::Validity)>,
}

/// Whether the database holds nobody yet.
///
/// # Errors
/// When the database refuses.
pub async fn is_empty(services: &Services) -> Result<bool, StoreError> {
    services.store.read(&Scope::of_the_system()).await?.is_empty().await
}

/// Marks the database as a demo, and makes the schools of the demo.
///
/// # Errors
/// When the database refuses.
pub async fn begin_demo(
    services: &Services,
    date: NaiveDate,
    organisers: &[OrganiserWithUnits],
    study_paths: &[NewStudyPath],
) -> Result<(), StoreError> {
    let mut transaction = demo_transaction(services).await?;
    transaction.set_setting(DEMO, &date.to_string()).await?;
    for organiser in organisers {
        let id = transaction.add_organiser(&organiser.number, &organiser.name).await?;
        for (code, name, validity) in &organiser.units {
            let unit = NewUnit { organiser: id, code: code.clone(), name: name.clone(), validity: *validity };
            transaction.add_unit(&unit).await?;
        }
    }
    for path in study_paths {
        transaction.add_study_path(path).await?;
    }
    transaction.commit().await
}

/// Marks diplomas that the authority tells of; unknown numbers are left out.
///
/// # Errors
/// When the database refuses.
pub async fn mark_diplomas(
    services: &Services,
    on: NaiveDate,
    diplomas: impl IntoIterator<Item = (CivicNumber, DiplomaMark)>,
) -> Result<(), StoreError> {
    let mut transaction = demo_transaction(services).await?;
    transaction.lock_register().await?;
    let mut diplomas = diplomas.into_iter().peekable();
    while diplomas.peek().is_some() {
        let batch: Vec<(CivicNumber, DiplomaMark)> = diplomas.by_ref().take(1000).collect();
        let marked = transaction.mark_diplomas(on, &batch).await?;
        let changes: Vec<_> = marked
            .into_iter()
            .filter_map(|(person, mark)| {
                let after = Some(fields::fields(&mark));
                fields::change(EntityKind::Diploma, person.0, Some(person), None, after)
            })
            .collect();
        transaction.record(&changes).await?;
    }
    transaction.commit().await
}

async fn demo_transaction(services: &Services) -> Result<OperationTransaction, StoreError> {
    services.store.operate(services.operation(OperationKind::Demo, Actor::Operator, None, "")).await
}
