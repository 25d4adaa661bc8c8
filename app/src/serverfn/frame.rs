//! What the frame round each page shows of the reader.

use domain::access::{Permission, RoleAssignment};
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
    /// Whether the reader is to choose a password before anything else.
    pub has_one_time_password: bool,
}

impl Frame {
    /// Whether the role acted in has the permission. What it may not is not offered; the server refuses it besides.
    pub fn may(&self, permission: Permission) -> bool {
        !self.has_one_time_password && self.acting.may(permission)
    }

    /// Another role of the reader's that has the permission.
    pub fn other_role_that_may(&self, permission: Permission) -> Option<&RoleAssignment> {
        self.roles.iter().find(|role| role.id != self.acting.id && role.may(permission))
    }
}

/// Who reads, and in what role.
#[server(name = ReadFrame, endpoint = "frame", output = Json)]
pub async fn frame() -> Result<Frame, AppError> {
    let (_, session) = crate::server::session::signed_in_with_any_password().await?;
    let has_one_time_password = session.has_one_time_password();
    Ok(Frame { has_one_time_password, name: session.name, roles: session.roles, acting: session.acting })
}
