//! The list of an organisation's users, for its administrators (seed 002, section 4).

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    access::{Permission, catalogue::service_name},
    id::AccountId,
    language::{Language, named},
    list::{
        Cell, Choices, Column, ColumnType, Columns, Filter, Label, ListRow, ListSpec, Mark, Sort, SortKey,
        Source, Tone,
    },
    operation::role_name,
};

named! {
    /// The columns of the list of an organisation's users; each is a field of [`AccessUserRow`].
    pub enum AccessUserColumn {
        FirstName = "first-name", "Förnamn", "First name";
        LastName = "last-name", "Efternamn", "Last name";
        HsaId = "hsa-id", "HSA-id", "HSA-id";
        EMail = "e-mail", "E-post", "E-mail";
        Role = "role", "Roller", "Roles";
        Service = "service", "E-tjänster", "Services";
        Permission = "permission", "Behörigheter", "Permissions";
        Until = "until", "Gäller till", "Until";
        UnusedSince = "unused-since", "Oanvänt sedan", "Unused since";
        UserName = "user-name", "Användarnamn", "User name";
        Active = "active", "Aktiv", "Active";
        LastSignIn = "last-sign-in", "Senast inloggad", "Last sign-in";
    }
}

/// A user of an organisation, with what works for them on the day of reading.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessUserRow {
    /// The identity of the user within the organisation.
    pub id: i64,
    /// The account.
    pub account: AccountId,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The HSA-id, where it is known.
    pub hsa_id: String,
    /// The e-mail address, where it is known.
    pub e_mail: String,
    /// The roles, as the log keeps them.
    pub roles: Vec<String>,
    /// The codes of the services in which something works for them.
    pub services: Vec<String>,
    /// How many permissions work for them.
    pub permissions: usize,
    /// The first last day of what has been given to them.
    pub until: Option<NaiveDate>,
    /// The first day since which something that they have has not been acted in, of what is flagged for that.
    pub unused_since: Option<NaiveDate>,
    /// What they sign in with.
    pub user_name: String,
    /// Whether they may sign in.
    pub active: bool,
    /// When they last did, by the clocks of Stockholm.
    pub last_sign_in: Option<NaiveDateTime>,
}

crate::private_debug!(AccessUserRow, id, account);

impl Column for AccessUserColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::FirstName | Self::LastName | Self::HsaId | Self::EMail | Self::UserName => ColumnType::Text,
            Self::Role | Self::Service | Self::Permission => ColumnType::Choice,
            Self::Active => ColumnType::YesNo,
            Self::Until | Self::UnusedSince | Self::LastSignIn => ColumnType::Date,
        }
    }

    /// Permissions are many, and none of them is the first.
    fn is_sortable(self) -> bool {
        self != Self::Permission
    }

    fn is_personal(self) -> bool {
        matches!(self, Self::FirstName | Self::LastName | Self::HsaId | Self::EMail | Self::UserName)
    }

    fn choices(self) -> Choices {
        match self {
            Self::Role => Choices::AtRunTime(Source::Roles),
            Self::Service => Choices::AtRunTime(Source::Services),
            Self::Permission => Choices::AtRunTime(Source::Permissions),
            _ => Choices::None,
        }
    }

    fn spec() -> ListSpec<Self> {
        ListSpec {
            code: "access-users",
            title: Label { swedish: "Behörigheter".to_owned(), english: "Permissions".to_owned() },
            needs: Permission::AdministerAccess,
            filter: Filter::everything(),
            sort: Sort::new([SortKey::ascending(Self::FirstName), SortKey::ascending(Self::LastName)]),
            columns: Columns::of_spec(vec![
                Self::FirstName,
                Self::LastName,
                Self::HsaId,
                Self::EMail,
                Self::Role,
                Self::Service,
                Self::Until,
                Self::UnusedSince,
            ]),
            card: vec![Self::FirstName, Self::LastName, Self::HsaId, Self::Role, Self::Service],
            found_in: vec![Self::FirstName, Self::LastName, Self::HsaId, Self::EMail, Self::UserName],
        }
    }
}

impl ListRow for AccessUserRow {
    type Column = AccessUserColumn;

    fn id(&self) -> i64 {
        self.id
    }

    fn title(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    fn cell(&self, column: AccessUserColumn, language: Language) -> Cell<'_> {
        match column {
            AccessUserColumn::FirstName => Cell::text(&self.first_name),
            AccessUserColumn::LastName => Cell::text(&self.last_name),
            AccessUserColumn::HsaId => Cell::text(&self.hsa_id),
            AccessUserColumn::EMail => Cell::text(&self.e_mail),
            AccessUserColumn::Role => {
                let names = self.roles.iter().map(|role| role_name(role, language).unwrap_or(role));
                listed(names.collect())
            }
            AccessUserColumn::Service => {
                let name = |code: &'_ String| service_name(code, language).unwrap_or(code).to_owned();
                let names: Vec<String> = self.services.iter().map(name).collect();
                listed(names.iter().map(String::as_str).collect())
            }
            AccessUserColumn::Permission => match self.permissions {
                0 => Cell::Nothing,
                many => Cell::Text(many.to_string().into()),
            },
            AccessUserColumn::Until => self.until.into(),
            AccessUserColumn::UnusedSince => self.unused_since.into(),
            AccessUserColumn::UserName => Cell::text(&self.user_name),
            AccessUserColumn::Active => Cell::YesNo(self.active),
            AccessUserColumn::LastSignIn => self.last_sign_in.into(),
        }
    }

    fn mark(&self, column: AccessUserColumn, _: NaiveDate) -> Mark {
        match column {
            AccessUserColumn::Active if !self.active => Mark::State(Tone::Quiet),
            AccessUserColumn::UnusedSince if self.unused_since.is_some() => Mark::State(Tone::Warning),
            _ => Mark::Plain,
        }
    }
}

fn listed(names: Vec<&str>) -> Cell<'static> {
    if names.is_empty() { Cell::Nothing } else { Cell::Text(names.join(", ").into()) }
}

#[cfg(test)]
pub(in crate::list) mod tests {
    use super::*;

    /// A row with something in each column.
    pub fn row() -> AccessUserRow {
        let day: NaiveDate = "2026-11-21".parse().unwrap();
        AccessUserRow {
            id: 7,
            account: AccountId(3),
            first_name: "Åsa".to_owned(),
            last_name: "Lindqvist".to_owned(),
            hsa_id: "SE2120000456-0A31".to_owned(),
            e_mail: "asa.lindqvist@kommun.example".to_owned(),
            roles: vec!["caseworker".to_owned(), "role: Fältare".to_owned()],
            services: vec!["fyren".to_owned()],
            permissions: 3,
            until: Some(day),
            unused_since: Some(day),
            user_name: "asa.lindqvist".to_owned(),
            active: true,
            last_sign_in: day.and_hms_opt(9, 0, 0),
        }
    }

    #[test]
    fn roles_are_told_by_their_names() {
        let row = row();
        let told = row.cell(AccessUserColumn::Role, Language::Swedish);
        assert_eq!(told.words(Language::Swedish), "Handläggare, Fältare");
    }
}
