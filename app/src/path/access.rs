//! Addresses of the users of an organisation and of what is decided about them.

use domain::{
    access::code::ServiceCode,
    id::{ApplicationId, GrantId, OrganisationUserId},
};

use super::ACCESS;

/// A page about one user, or the form of a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessAddress {
    /// The form of a new user.
    New,
    /// The form in which a role is given to chosen users, or ended.
    Many,
    /// The form in which many users are added or changed by a table.
    Import,
    /// The applications for roles in the organisation.
    Applications,
    /// One of them.
    Application(ApplicationId),
    /// Everything that works in the organisation, to be looked through.
    Recertification,
    /// A user.
    User(OrganisationUserId),
    /// The form of a user's details.
    Change(OrganisationUserId),
    /// Which service's permissions to change.
    Services(OrganisationUserId),
    /// The permissions of a service.
    Service(OrganisationUserId, ServiceCode),
    /// The form of a role.
    Role(OrganisationUserId),
    /// Whether the user is really to be removed.
    Remove(OrganisationUserId),
    /// Why the user may or may not do something.
    Why(OrganisationUserId),
    /// The form in which the user is given what another has.
    Copy(OrganisationUserId),
    /// The form of the last day of something that has been given.
    LastDay(OrganisationUserId, GrantId),
}

impl AccessAddress {
    /// The path.
    pub fn path(&self) -> String {
        match self {
            Self::New => format!("{ACCESS}/ny"),
            Self::Many => format!("{ACCESS}/flera"),
            Self::Import => format!("{ACCESS}/importera"),
            Self::Applications => format!("{ACCESS}/ansokningar"),
            Self::Application(id) => format!("{ACCESS}/ansokningar/{id}"),
            Self::Recertification => format!("{ACCESS}/genomgang"),
            Self::User(id) => format!("{ACCESS}/{id}"),
            Self::Change(id) => format!("{ACCESS}/{id}/andra"),
            Self::Services(id) => format!("{ACCESS}/{id}/e-tjanst"),
            Self::Service(id, service) => format!("{ACCESS}/{id}/e-tjanst/{service}"),
            Self::Role(id) => format!("{ACCESS}/{id}/roll"),
            Self::Remove(id) => format!("{ACCESS}/{id}/ta-bort"),
            Self::Why(id) => format!("{ACCESS}/{id}/varfor"),
            Self::Copy(id) => format!("{ACCESS}/{id}/kopiera"),
            Self::LastDay(id, grant) => format!("{ACCESS}/{id}/beslut/{grant}"),
        }
    }

    /// What a path asks for.
    pub fn of(path: &str) -> Option<Self> {
        let rest = path.strip_prefix(ACCESS)?.strip_prefix('/')?;
        if rest == "ny" {
            return Some(Self::New);
        }
        match rest {
            "flera" => return Some(Self::Many),
            "importera" => return Some(Self::Import),
            "ansokningar" => return Some(Self::Applications),
            "genomgang" => return Some(Self::Recertification),
            _ => {}
        }
        if let Some(id) = rest.strip_prefix("ansokningar/") {
            return id.parse().ok().map(|id| Self::Application(ApplicationId(id)));
        }
        let (number, part) = rest.split_once('/').unwrap_or((rest, ""));
        let id = OrganisationUserId(number.parse().ok()?);
        match part {
            "" => Some(Self::User(id)),
            "andra" => Some(Self::Change(id)),
            "e-tjanst" => Some(Self::Services(id)),
            "roll" => Some(Self::Role(id)),
            "ta-bort" => Some(Self::Remove(id)),
            "varfor" => Some(Self::Why(id)),
            "kopiera" => Some(Self::Copy(id)),
            part => {
                if let Some(grant) = part.strip_prefix("beslut/") {
                    return grant.parse().ok().map(|grant| Self::LastDay(id, GrantId(grant)));
                }
                let service = part.strip_prefix("e-tjanst/")?;
                ServiceCode::try_from(service).ok().map(|service| Self::Service(id, service))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_back_to_what_it_is_of() {
        let id = OrganisationUserId(7);
        let service = ServiceCode::fyren();
        for address in [
            AccessAddress::New,
            AccessAddress::Many,
            AccessAddress::Import,
            AccessAddress::Recertification,
            AccessAddress::Applications,
            AccessAddress::Application(ApplicationId(4)),
            AccessAddress::User(id),
            AccessAddress::Change(id),
            AccessAddress::Services(id),
            AccessAddress::Service(id, service),
            AccessAddress::Role(id),
            AccessAddress::Remove(id),
            AccessAddress::Why(id),
            AccessAddress::Copy(id),
            AccessAddress::LastDay(id, GrantId(3)),
        ] {
            assert_eq!(AccessAddress::of(&address.path()), Some(address));
        }
        for path in
            [ACCESS, "/behorigheter/", "/behorigheter/x", "/behorigheter/7/x", "/behorigheter/7/e-tjanst/Å"]
        {
            assert_eq!(AccessAddress::of(path), None, "{path}");
        }
    }
}
