//! The page of a case.

use domain::{case::view::CaseView, id::CaseId};
use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Everything that the reader may see of a case.
#[server(name = ReadCase, endpoint = "case", output = Json)]
pub async fn case(id: CaseId) -> Result<CaseView, AppError> {
    use crate::server::{response::answer_with, session::signed_in};
    let (services, session) = signed_in().await?;
    service::cases::view(&services, &session, id).await.map_err(answer_with)
}
