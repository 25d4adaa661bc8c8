//! How soon the alarms of the start page are given (requirement K20): what the operator has set for a municipality, or for
//! the installation.

use domain::{
    alarm::AlarmDays,
    municipality::MunicipalityCode,
    operation::{Actor, EntityKind, OperationKind},
};
use store::Connection;

use crate::{ServiceError, Services, fields};

/// The setting that tells how soon alarms are given, as JSON. That of a municipality has its code behind a dash.
const SETTING: &str = "alarm-days";

fn setting(municipality: Option<MunicipalityCode>) -> String {
    municipality.map_or_else(|| SETTING.to_owned(), |code| format!("{SETTING}-{code}"))
}

/// Sets how soon the alarms of a municipality are given, or of every one that has set nothing itself.
///
/// # Errors
/// When the database refuses.
pub async fn set(
    services: &Services,
    actor: Actor,
    municipality: Option<MunicipalityCode>,
    days: AlarmDays,
) -> Result<(), ServiceError> {
    let operation = services.operation(OperationKind::PolicyChange, actor, municipality, SETTING);
    let mut transaction = services.store.operate(operation).await?;
    let name = setting(municipality);
    // What is nonsense is mended by setting it.
    let before = match read(&mut transaction, &name).await {
        Err(ServiceError::Inconsistent) => None,
        before => before?,
    };
    let value = serde_json::to_string(&days).map_err(|_| ServiceError::Inconsistent)?;
    transaction.set_setting(&name, &value).await?;
    // The installation as a whole has no number.
    let number = municipality.and_then(|code| code.as_str().parse().ok()).unwrap_or_default();
    let [before, after] = [before, Some(days)].map(|days| days.as_ref().map(fields::fields));
    let told = fields::change(EntityKind::Policy, number, None, before, after);
    transaction.record(told.as_slice()).await?;
    Ok(transaction.commit().await?)
}

/// How soon alarms are given in a municipality, or where several are looked at together: as it has set, else as the
/// installation has, else as it is where nobody has said anything.
///
/// # Errors
/// When the database refuses or holds nonsense.
pub async fn days(
    connection: &mut Connection,
    municipality: Option<MunicipalityCode>,
) -> Result<AlarmDays, ServiceError> {
    for name in municipality.map(|code| setting(Some(code))).into_iter().chain([setting(None)]) {
        if let Some(days) = read(connection, &name).await? {
            return Ok(days);
        }
    }
    Ok(AlarmDays::default())
}

async fn read(connection: &mut Connection, name: &str) -> Result<Option<AlarmDays>, ServiceError> {
    let text = connection.setting(name).await?;
    text.map(|text| serde_json::from_str(&text).map_err(|_| ServiceError::Inconsistent)).transpose()
}
