//! Roles of accounts.

use chrono::NaiveDate;
use domain::{
    access::{Role, agreement::Agreement, code::ServiceCode, organisation::OrganisationKind},
    id::{AccountId, GrantId, OrganisationId},
    municipality::MunicipalityCode,
    period::Period,
};
use store::{Given, NewGrant, NewOrganisation, OperationTransaction};

use super::{day, place};

/// The day since which everything is given that a story does not say otherwise of.
pub fn since() -> NaiveDate {
    day("2020-01-01")
}

/// The organisation of a name, of a municipality or a region, which has Fyren.
pub async fn organisation(
    transaction: &mut OperationTransaction,
    name: &str,
    codes: &[&str],
) -> OrganisationId {
    if let Some(found) = transaction.organisation_called(name).await.unwrap() {
        return found.id;
    }
    let municipalities: Vec<MunicipalityCode> = codes.iter().map(|code| place(code)).collect();
    let kind = match codes {
        [_] => OrganisationKind::Municipality,
        _ => OrganisationKind::Region,
    };
    let new = NewOrganisation { kind, name, municipalities: &municipalities, from: since() };
    let id = transaction.add_organisation(&new).await.unwrap();
    let period = Period::new(since(), None);
    let agreement = Agreement { organisation: id, service: ServiceCode::fyren(), period };
    transaction.add_agreement(&agreement).await.unwrap();
    id
}

/// Something given by the operator until further notice.
pub fn given(account: AccountId, given: Given, organisation: OrganisationId) -> NewGrant {
    NewGrant {
        account,
        given,
        organisation,
        unit: None,
        period: Period::new(since(), None),
        decided_by: None,
        decided_at: super::instant("2020-01-01T08:00:00Z"),
        reason: "Anställd".into(),
    }
}

/// Gives an account a role that ships with Fyren, in the organisation of a name.
pub async fn give_role(
    transaction: &mut OperationTransaction,
    account: AccountId,
    role: Role,
    name: &str,
    codes: &[&str],
) -> GrantId {
    let place = organisation(transaction, name, codes).await;
    let role = transaction.shipped_role(role).await.unwrap();
    transaction.give(&given(account, Given::Role(role), place)).await.unwrap()
}
