//! The rows of lists are as of a day. When the day is another, those whose status may have changed are made anew.

use chrono::NaiveDate;
use domain::operation::{Actor, OperationKind};

use store::StoreError;

use crate::Services;

/// The setting that tells as of which day the rows are.
const AS_OF: &str = "case-rows-as-of";

/// Brings the rows of lists to a day. Going back, every row is made anew; going on, those whose day has come.
///
/// # Errors
/// When the database refuses.
pub async fn bring_to(services: &Services, date: NaiveDate) -> Result<(), StoreError> {
    let mut connection = services.store.read().await?;
    let as_of: Option<NaiveDate> = connection.setting(AS_OF).await?.and_then(|text| text.parse().ok());
    if as_of == Some(date) {
        return Ok(());
    }
    drop(connection);
    let actor = Actor::System("case-rows".to_owned());
    let operation = services.operation(OperationKind::CaseUpdate, actor, None, format!("case-rows {date}"));
    let mut transaction = services.store.operate(operation).await?;
    let stale = match as_of {
        Some(as_of) if as_of <= date => transaction.cases_whose_day_has_come(date).await?,
        _ => transaction.people_with_cases().await?,
    };
    transaction.refresh_case_rows(&stale, date).await?;
    transaction.set_setting(AS_OF, &date.to_string()).await?;
    transaction.commit().await
}

/// As of which day the rows are; before there are any, the business date.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn as_of(
    services: &Services,
    connection: &mut store::Connection,
) -> Result<NaiveDate, StoreError> {
    let as_of = connection.setting(AS_OF).await?.and_then(|text| text.parse().ok());
    Ok(as_of.unwrap_or_else(|| services.today()))
}
