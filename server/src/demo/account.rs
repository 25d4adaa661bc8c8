//! The accounts of the demo.

use std::sync::LazyLock;

use domain::{
    access::{Role, user::UserForm},
    language::Named,
    municipality::MunicipalityCode,
};
use service::users::GivenRole;

use super::data::fields;

/// The password of every account of the demo. It is printed when the demo is made, and is worth nothing elsewhere.
pub const PASSWORD: &str = "Fyren-demo-2026";

/// Somebody who can sign in to the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// The user name.
    pub user_name: &'static str,
    /// The person's name.
    pub name: &'static str,
    /// The roles, each in a municipality, or in the region when there is none.
    pub roles: Vec<(GivenRole, Option<MunicipalityCode>)>,
}

impl DemoAccount {
    /// Whether the person is a caseworker of the municipality.
    pub fn is_caseworker_of(&self, municipality: MunicipalityCode) -> bool {
        self.roles.contains(&(GivenRole::Shipped(Role::Caseworker), Some(municipality)))
    }

    /// The person as the administrators of an organisation know them. The HSA-ids and addresses are of nobody.
    pub fn details(&self) -> UserForm {
        let (first_name, last_name) = self.name.split_once(' ').unwrap_or((self.name, ""));
        let number = ACCOUNTS.iter().position(|account| account == self).unwrap_or_default();
        UserForm {
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            hsa_id: format!("SE2120000456-{:04X}", 0x0A31 + 0x4D * number),
            e_mail: format!("{}@kommun.example", self.user_name),
            civic_number: String::new(),
        }
    }
}

/// The accounts, in an order that does not change.
pub(super) static ACCOUNTS: LazyLock<Vec<DemoAccount>> = LazyLock::new(|| {
    let role = |text: &str| {
        let (role, organisation) = text.split_once(':')?;
        let role = match role {
            "administrator" => GivenRole::Administrator,
            code => GivenRole::Shipped(Role::from_code(code)?),
        };
        Some((role, MunicipalityCode::try_from(organisation).ok()))
    };
    fields(include_str!("data/accounts.txt"))
        .map(|[user_name, name, roles]| DemoAccount {
            user_name,
            name,
            roles: roles.split(',').filter_map(role).collect(),
        })
        .collect()
});
