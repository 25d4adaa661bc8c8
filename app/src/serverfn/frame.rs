//! What the frame round each page shows of the reader.

use domain::access::{Permission, RoleAssignment, due::Due};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, serverfn::encoding::Json};

/// The reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The reader's name.
    pub name: String,
    /// Every role that the reader may act in.
    pub roles: Vec<RoleAssignment>,
    /// The one acted in.
    pub acting: RoleAssignment,
    /// What the reader is to do before anything else.
    pub due: Option<Due>,
    /// How many messages the reader has not read.
    pub unread: i64,
}

impl Frame {
    /// Whether the role acted in has the permission. What it may not is not offered; the server refuses it besides.
    pub fn may(&self, permission: Permission) -> bool {
        self.due.is_none() && self.acting.may(permission)
    }

    /// Another role of the reader's that has the permission.
    pub fn other_role_that_may(&self, permission: Permission) -> Option<&RoleAssignment> {
        self.roles.iter().find(|role| role.id != self.acting.id && role.may(permission))
    }
}

/// Who reads, and in what role.
#[server(name = ReadFrame, endpoint = "frame", output = Json)]
pub async fn frame() -> Result<Frame, AppError> {
    let (services, session) = crate::server::session::signed_in_with_any_password().await?;
    let unread = crate::server::messages::unread(&services, &session).await?;
    let due = session.due();
    Ok(Frame { due, unread, name: session.name, roles: session.roles, acting: session.acting })
}
