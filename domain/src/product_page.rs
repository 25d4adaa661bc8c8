//! The pages of the product that the menu leads to. The menu, the search and whatever else offers pages ask here which
//! there are and who may open them.

use crate::{
    access::{Permission, Role},
    language::{Language, named},
};

named! {
    /// A page that stands in the menu, under the name it has there.
    pub enum ProductPage {
        Start = "start", "Start", "Start";
        Cases = "cases", "Aktivitetsansvar", "Activity responsibility";
        Log = "log", "Logg", "Log";
    }
}

named! {
    /// A part of the menu with a heading.
    pub enum PageGroup {
        Register = "register", "Register", "Register";
        System = "system", "System", "System";
    }
}

impl ProductPage {
    /// What a role must have to open it; nothing for a page that everybody who is signed in has.
    pub const fn needs(self) -> Option<Permission> {
        match self {
            Self::Start => None,
            Self::Cases => Some(Permission::ReadCases),
            Self::Log => Some(Permission::ReadLog),
        }
    }

    /// The part of the menu in which it stands; what has none stands above them all.
    pub const fn group(self) -> Option<PageGroup> {
        match self {
            Self::Start => None,
            Self::Cases => Some(PageGroup::Register),
            Self::Log => Some(PageGroup::System),
        }
    }

    /// Whether the role may open it.
    pub fn is_open_to(self, role: Role) -> bool {
        self.needs().is_none_or(|permission| role.may(permission))
    }

    /// What else people call it, for who looks for it.
    pub const fn synonyms(self, language: Language) -> &'static str {
        match self {
            Self::Start => {
                language.pick("startsida hem översikt nyckeltal", "home overview dashboard numbers")
            }
            Self::Cases => language.pick(
                "ärenden KAA kommunala aktivitetsansvaret ungdomar individer lista register",
                "cases young people individuals list register",
            ),
            Self::Log => language.pick(
                "loggbok granskning händelser journal vem har läst",
                "audit journal events who has read",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Named;

    #[test]
    fn a_role_has_the_pages_it_may_open() {
        let pages = |role: Role| -> Vec<ProductPage> {
            ProductPage::ALL.iter().copied().filter(|page| page.is_open_to(role)).collect()
        };
        assert_eq!(pages(Role::Caseworker), [ProductPage::Start, ProductPage::Cases]);
        assert_eq!(pages(Role::RegionAdministrator), [ProductPage::Start, ProductPage::Cases]);
        assert_eq!(pages(Role::Auditor), [ProductPage::Start, ProductPage::Log]);
    }
}
