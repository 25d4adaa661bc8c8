//! Addresses of what is asked of many rows at once.

use super::{CHOSEN_PARAMETER, LIST_PARAMETER, encoded, own_parameter, with};

/// What is asked of many rows at once, by the form that asks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManyAddress {
    /// *Registrera åtgärder*, of chosen cases.
    Measures,
    /// *Registrera kontakttillfälle*, of chosen cases.
    Contacts,
    /// The same, of the cases of chosen follow-ups.
    ContactsOfFollowUps,
    /// *Avsluta valda poster*, of chosen follow-ups.
    Closing,
    /// *Skriv brev*, to the people of chosen cases.
    Letters,
    /// All cases of one caseworker to another; nothing is chosen.
    HandOver,
}

impl ManyAddress {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Measures,
        Self::Contacts,
        Self::ContactsOfFollowUps,
        Self::Closing,
        Self::Letters,
        Self::HandOver,
    ];

    /// The code of the list whose rows are chosen for it.
    pub const fn list(self) -> &'static str {
        match self {
            Self::Measures | Self::Contacts | Self::Letters | Self::HandOver => "cases",
            Self::ContactsOfFollowUps | Self::Closing => "follow-ups",
        }
    }

    /// Where its form stands.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Measures => "/aktivitetsansvar/atgarder",
            Self::Contacts => "/aktivitetsansvar/kontakt",
            Self::ContactsOfFollowUps => "/uppfoljning/kontakt",
            Self::Closing => "/uppfoljning/avsluta",
            Self::Letters => "/aktivitetsansvar/brev",
            Self::HandOver => "/aktivitetsansvar/lamna-over",
        }
    }

    /// What a path asks for.
    pub fn of(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|many| many.path() == path)
    }

    /// The form of a selection.
    pub fn address(self, selection: &str) -> String {
        match self {
            Self::HandOver => self.path().to_owned(),
            _ => with(self.path(), CHOSEN_PARAMETER, &encoded(selection)),
        }
    }

    /// What an address asks for, and of which selection.
    pub fn read(address: &str) -> Option<(Self, String)> {
        let (path, search) = address.split_once('?').unwrap_or((address, ""));
        let selection = own_parameter(search, CHOSEN_PARAMETER).unwrap_or_default();
        let is_token = selection.chars().all(|character| character.is_ascii_alphanumeric());
        Some((Self::of(path)?, if is_token { selection.to_owned() } else { String::new() }))
    }

    /// The form of a selection, which leads back to the list in a state.
    pub fn from_list(self, selection: &str, list: &str) -> String {
        let address = self.address(selection);
        if list.is_empty() { address } else { with(&address, LIST_PARAMETER, &encoded(list)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_its_address_with_the_selection() {
        for many in ManyAddress::ALL {
            let selection = if many == ManyAddress::HandOver { "" } else { "0a1b" };
            assert_eq!(
                ManyAddress::read(&many.from_list(selection, "page=2")),
                Some((many, selection.to_owned()))
            );
        }
        assert_eq!(ManyAddress::read("/aktivitetsansvar/7"), None);
        let odd = "/uppfoljning/avsluta?urval=%0d%0a";
        assert_eq!(ManyAddress::read(odd), Some((ManyAddress::Closing, String::new())));
    }
}
