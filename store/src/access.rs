//! Who may do what: organisations with their agreements, the catalogue of permissions, and what has been granted.

mod applications;
mod catalogue;
mod colleagues;
mod grants;
mod organisations;
mod recertifications;
mod report;
mod roles;
mod unused;
mod users;

pub use applications::{ApplicationRecord, ApplicationsOf};
pub use colleagues::{Colleague, EndingGrant};
pub use grants::{Given, NewGrant, Right};
pub(crate) use grants::{WORKING_JOINS, WorkingRow, acting, holds, working_columns};
pub use organisations::NewOrganisation;
pub use recertifications::{RecertificationRecord, RecertifiedGrant};
pub use report::ToldRight;
pub use roles::{RoleHolder, RoleRecord};
pub use users::{AccessUserRecord, GrantRecord};
