//! The rows of lists are as of a day. When the day is another, those whose status may have changed are made anew.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    operation::{Actor, OperationKind},
};
use store::{Connection, StoreError};

use crate::Services;

/// The setting that tells as of which day the rows are.
const AS_OF: &str = "case-rows-as-of";

/// Brings the rows of lists to a day. Going back, every row is made anew; going on, those whose day has come.
///
/// # Errors
/// When the database refuses.
pub async fn bring_to(services: &Services, date: NaiveDate) -> Result<(), StoreError> {
    if stored(&mut services.store.read(&Scope::of_the_system()).await?).await? == Some(date) {
        return Ok(());
    }
    let actor = Actor::System;
    let operation = services.operation(OperationKind::ListUpdate, actor, None, date.to_string());
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_register().await?;
    let stale = match stored(&mut transaction).await? {
        Some(as_of) if as_of <= date => transaction.cases_whose_day_has_come(date).await?,
        _ => transaction.people_with_cases().await?,
    };
    transaction.refresh_case_rows(&stale, date).await?;
    transaction.set_setting(AS_OF, &date.to_string()).await?;
    transaction.commit().await
}

async fn stored(connection: &mut Connection) -> Result<Option<NaiveDate>, StoreError> {
    Ok(connection.setting(AS_OF).await?.and_then(|text| text.parse().ok()))
}

/// As of which day the rows are; before there are any, the business date. To be asked in the transaction that writes
/// rows, after its lock.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn as_of(services: &Services, connection: &mut Connection) -> Result<NaiveDate, StoreError> {
    Ok(stored(connection).await?.unwrap_or_else(|| services.today()))
}
