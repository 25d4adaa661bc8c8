//! The organisations that work in the installation.

use chrono::NaiveDate;
use domain::{
    access::{agreement::Agreement, code::ServiceCode, organisation::OrganisationKind, role::RoleTemplate},
    id::OrganisationId,
    language::Named,
    operation::EntityKind,
    period::Period,
};
use store::{NewOrganisation, OperationTransaction};

use crate::{
    fields,
    users::{NewRole, UserError},
};

/// The organisation in which a role is to be given. One that is not there is made, and has Fyren until further notice: that
/// the operator gives somebody a role in it is the agreement.
pub(crate) async fn found_or_made(
    transaction: &mut OperationTransaction,
    role: &NewRole,
    today: NaiveDate,
) -> Result<OrganisationId, UserError> {
    let is_for = |kind: OrganisationKind| {
        let template = RoleTemplate::ALL.iter().find(|template| template.fixed() == Some(role.role));
        template.is_some_and(|template| template.kinds().contains(&kind))
    };
    let kind = match role.municipalities.as_slice() {
        [only] if is_for(OrganisationKind::Municipality) => {
            if let Some(found) = transaction.organisation_of(*only).await? {
                return Ok(found.id);
            }
            OrganisationKind::Municipality
        }
        _ => OrganisationKind::Region,
    };
    if let Some(found) = transaction.organisation_called(&role.organisation).await? {
        let mut asked = role.municipalities.clone();
        asked.sort_unstable();
        asked.dedup();
        let is_same = found.kind == kind && transaction.municipalities_of(found.id, today).await? == asked;
        return if is_same { Ok(found.id) } else { Err(UserError::OtherOrganisation) };
    }
    let new =
        NewOrganisation { kind, name: &role.organisation, municipalities: &role.municipalities, from: today };
    let id = transaction.add_organisation(&new).await?;
    let agreement =
        Agreement { organisation: id, service: ServiceCode::fyren(), period: Period::new(today, None) };
    transaction.add_agreement(&agreement).await?;
    let told = serde_json::json!({
        "name": role.organisation,
        "kind": kind.code(),
        "municipalities": role.municipalities,
        "agreement": agreement.service.as_str(),
        "from": today,
    });
    let told = fields::change(EntityKind::Organisation, id.0, None, None, Some(fields::fields(&told)));
    transaction.record(told.as_slice()).await?;
    Ok(id)
}
