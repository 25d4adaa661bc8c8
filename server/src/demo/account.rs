//! The accounts of the demo.

use std::sync::LazyLock;

use domain::{access::Role, language::Named, municipality::MunicipalityCode};

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
    pub roles: Vec<(Role, Option<MunicipalityCode>)>,
}

impl DemoAccount {
    /// Whether the person is a caseworker of the municipality.
    pub fn is_caseworker_of(&self, municipality: MunicipalityCode) -> bool {
        self.roles.contains(&(Role::Caseworker, Some(municipality)))
    }
}

/// The accounts, in an order that does not change.
pub(super) static ACCOUNTS: LazyLock<Vec<DemoAccount>> = LazyLock::new(|| {
    let role = |text: &str| {
        let (role, organisation) = text.split_once(':')?;
        Some((Role::from_code(role)?, MunicipalityCode::try_from(organisation).ok()))
    };
    fields(include_str!("data/accounts.txt"))
        .map(|[user_name, name, roles]| DemoAccount {
            user_name,
            name,
            roles: roles.split(',').filter_map(role).collect(),
        })
        .collect()
});
