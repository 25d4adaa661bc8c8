//! The organisations that work in the installation.

use chrono::NaiveDate;
use domain::{
    access::{
        Scope,
        agreement::{Agreement, Agreements},
        catalogue::service_name,
        code::ServiceCode,
        organisation::{Organisation, OrganisationKind},
        role::RoleTemplate,
    },
    id::OrganisationId,
    language::{Language, Named},
    operation::{Actor, EntityKind, OperationKind},
    period::Period,
};
use store::{NewOrganisation, OperationTransaction, StoreError};

use crate::{
    Services, fields,
    users::{GivenRole, NewRole, UserError},
};

/// The organisation in which a role is to be given. One that is not there is made, and has Fyren until further notice: that
/// the operator gives somebody a role in it is the agreement.
pub(crate) async fn found_or_made(
    transaction: &mut OperationTransaction,
    role: &NewRole,
    from: NaiveDate,
) -> Result<OrganisationId, UserError> {
    let is_for = |kind: OrganisationKind| match role.role {
        GivenRole::Administrator => true,
        GivenRole::Shipped(role) => {
            let template = RoleTemplate::ALL.iter().find(|template| template.fixed() == Some(role));
            template.is_some_and(|template| template.kinds().contains(&kind))
        }
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
        let is_same = found.kind == kind && transaction.municipalities_of(found.id, from).await? == asked;
        return if is_same { Ok(found.id) } else { Err(UserError::OtherOrganisation) };
    }
    let new = NewOrganisation { kind, name: &role.organisation, municipalities: &role.municipalities, from };
    let id = transaction.add_organisation(&new).await?;
    let agreement =
        Agreement { organisation: id, service: ServiceCode::fyren(), period: Period::new(from, None) };
    transaction.add_agreement(&agreement).await?;
    let told = serde_json::json!({
        "name": role.organisation,
        "kind": kind.code(),
        "municipalities": role.municipalities,
        "agreement": agreement.service.as_str(),
        "from": from,
    });
    let told = fields::change(EntityKind::Organisation, id.0, None, None, Some(fields::fields(&told)));
    transaction.record(told.as_slice()).await?;
    Ok(id)
}

/// All organisations by name, with their agreements.
///
/// # Errors
/// When the database refuses.
pub async fn all(services: &Services) -> Result<Vec<(Organisation, Vec<Agreement>)>, StoreError> {
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    let mut all = Vec::new();
    for organisation in connection.organisations().await? {
        let agreements = connection.agreements(organisation.id).await?;
        all.push((organisation, agreements));
    }
    Ok(all)
}

async fn called(
    transaction: &mut OperationTransaction,
    organisation: &str,
    service: &ServiceCode,
) -> Result<(Organisation, Agreements), UserError> {
    let found = transaction.organisation_called(organisation).await?.ok_or(UserError::NoOrganisation)?;
    if service_name(service.as_str(), Language::Swedish).is_none() {
        return Err(UserError::NoService);
    }
    let agreements = Agreements::of(transaction.agreements(found.id).await?).map_err(UserError::Agreement)?;
    Ok((found, agreements))
}

/// Makes an agreement for a service. The operator alone does.
///
/// # Errors
/// Why it cannot be made.
pub async fn agree(
    services: &Services,
    actor: Actor,
    organisation: &str,
    service: ServiceCode,
    period: Period,
) -> Result<(), UserError> {
    let operation = services.operation(OperationKind::AccessChange, actor, None, "agreement");
    let mut transaction = services.store.operate(operation).await?;
    let (organisation, agreements) = called(&mut transaction, organisation, &service).await?;
    let new = Agreement { organisation: organisation.id, service, period };
    agreements.agree(new.clone()).map_err(UserError::Agreement)?;
    transaction.add_agreement(&new).await?;
    let told = serde_json::json!({ "service": new.service.as_str(), "from": period.start, "to": period.end });
    tell(&mut transaction, &organisation, None, &told).await?;
    Ok(transaction.commit().await?)
}

/// Ends the agreement that holds on a day with that day.
///
/// # Errors
/// Why it cannot be ended.
pub async fn end_agreement(
    services: &Services,
    actor: Actor,
    organisation: &str,
    service: ServiceCode,
    last: NaiveDate,
) -> Result<(), UserError> {
    let operation = services.operation(OperationKind::AccessChange, actor, None, "agreement");
    let mut transaction = services.store.operate(operation).await?;
    let (organisation, agreements) = called(&mut transaction, organisation, &service).await?;
    let before = agreements.clone();
    let after = agreements.end(organisation.id, &service, last).map_err(UserError::Agreement)?;
    let ended = before.all().iter().zip(after.all()).find(|(before, after)| before != after);
    if let Some((before, after)) = ended {
        transaction.end_agreement(after).await?;
        let was = serde_json::json!({ "service": service.as_str(), "to": before.period.end });
        let is = serde_json::json!({ "service": service.as_str(), "to": after.period.end });
        tell(&mut transaction, &organisation, Some(&was), &is).await?;
    }
    Ok(transaction.commit().await?)
}

async fn tell(
    transaction: &mut OperationTransaction,
    organisation: &Organisation,
    before: Option<&serde_json::Value>,
    after: &serde_json::Value,
) -> Result<(), StoreError> {
    let before = Some(before.map(fields::fields).unwrap_or_default());
    let told = fields::change(
        EntityKind::Organisation,
        organisation.id.0,
        None,
        before,
        Some(fields::fields(after)),
    );
    transaction.record(told.as_slice()).await
}
