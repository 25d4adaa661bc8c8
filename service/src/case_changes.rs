//! The cases of a selection as they are to be changed: *Uppdatera aktivitetsansvar* before it is saved.

use domain::{
    access::Permission,
    case::change::CaseValues,
    id::CaseId,
    list::{CaseColumn, Column, ListRow},
    municipality::MunicipalityCode,
    operation::EntityKind,
};
pub use store::UserOf;

use crate::{ServiceError, Services, cases, selection, session::Session};

/// How many cases a page shows.
pub const PAGE: usize = 50;
/// Up to how many cases a selection is shown in the list's order; beyond, in that of their identities.
const SORTED: usize = 10_000;

/// A case to be changed.
#[derive(Clone, PartialEq, Eq)]
pub struct EditRow {
    /// Which case.
    pub id: CaseId,
    /// The version that is shown.
    pub version: i64,
    /// Whose.
    pub title: String,
    /// The person's number.
    pub civic_number: String,
    /// Where.
    pub municipality: MunicipalityCode,
    /// Whether it is closed.
    pub closed: bool,
    /// What its fields hold.
    pub values: CaseValues,
    /// The caseworker's name, who need not be a user any more.
    pub caseworker: Option<String>,
}

domain::private_debug!(EditRow, id, version);

/// A page of them.
#[derive(Clone, Debug)]
pub struct EditPage {
    /// The cases.
    pub rows: Vec<EditRow>,
    /// How many the selection names.
    pub total: u64,
    /// Which page, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Who cases may be given to.
    pub users: Vec<UserOf>,
}

/// A page of the cases of a selection; one beyond the end becomes the last. That they are read stands in the journal
/// before they are answered.
///
/// # Errors
/// [`ServiceError::NotFound`] for a selection that is not there, [`ServiceError::Forbidden`] for a role that edits no
/// cases.
pub async fn page(
    services: &Services,
    session: &Session,
    token: &str,
    page: usize,
) -> Result<EditPage, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let chosen =
        selection::rows::<CaseColumn>(services, session, token).await?.ok_or(ServiceError::NotFound)?;
    let total = chosen.len() as u64;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let sort = CaseColumn::spec().sort;
    let all = match chosen.len() {
        0..=SORTED => {
            let sorted =
                connection.list_order_among::<CaseColumn>(&scope, &sort, &chosen, services.today()).await?;
            sorted.into_iter().map(|identity| identity.row).collect()
        }
        _ => chosen,
    };
    let pages = all.len().div_ceil(PAGE).max(1);
    let page = page.clamp(1, pages);
    let ids: Vec<i64> = all.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
    let shown = connection.list_rows::<CaseColumn>(&scope, &ids, services.today()).await?;
    let cases: Vec<CaseId> = shown.iter().map(|row| row.id).collect();
    let edited = connection.edited_cases(&scope, &cases).await?;
    let people = connection.list_order_among::<CaseColumn>(&scope, &sort, &ids, services.today()).await?;
    let users =
        connection.users_of(&session.acting.municipalities, Permission::EditCases, services.today()).await?;
    drop(connection);
    cases::tell_of_rows(services, session, EntityKind::Case, "cases: update", &people).await?;
    let mut edited: std::collections::HashMap<CaseId, _> =
        edited.into_iter().map(|case| (case.id, case)).collect();
    let rows = shown
        .into_iter()
        .filter_map(|row| {
            let case = edited.remove(&row.id)?;
            Some(EditRow {
                id: row.id,
                version: case.version,
                title: row.title(),
                civic_number: row.civic_number.to_string(),
                municipality: case.municipality,
                closed: case.deregistered.is_some(),
                values: case.values,
                caseworker: row.caseworker,
            })
        })
        .collect();
    Ok(EditPage { rows, total, page, pages, users })
}
