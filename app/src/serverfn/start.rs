//! What the start page shows.

use chrono::NaiveDate;
use domain::{access::RoleAssignment, overview::Overview};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, serverfn::encoding::Json};

/// The start page of a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The reader's name.
    pub name: String,
    /// The role acted in.
    pub acting: RoleAssignment,
    /// The day of reading.
    pub today: NaiveDate,
    /// The numbers of the scope, for a role that reads cases.
    pub overview: Option<Overview>,
}

/// The numbers of the reader's part of the register.
#[server(name = ReadStart, endpoint = "start", output = Json)]
pub async fn start() -> Result<Start, AppError> {
    use crate::server::{response::answer_with, session::signed_in};
    use domain::access::Permission;
    let (services, session) = signed_in().await?;
    let overview = match session.may(Permission::ReadCases) {
        true => Some(service::overview::overview(&services, &session).await.map_err(answer_with)?),
        false => None,
    };
    Ok(Start { name: session.name, acting: session.acting, today: services.clock.today(), overview })
}
