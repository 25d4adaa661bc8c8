//! The list of users: one row for each role that a user has (`access.md` section 1).

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    access::Permission,
    id::AccountId,
    language::{Language, named},
    list::{
        Cell, Choices, Column, ColumnType, Columns, Filter, Label, ListRow, ListSpec, Mark, Sort, SortKey,
        Source, Tone,
    },
    municipality::MunicipalityCode,
    operation::role_name,
};

named! {
    /// The columns of the list of users; each is a field of [`UserRow`].
    pub enum UserColumn {
        Name = "name", "Namn", "Name";
        UserName = "user-name", "Användarnamn", "User name";
        Role = "role", "Roll", "Role";
        Organisation = "organisation", "Organisation", "Organisation";
        Municipality = "municipality", "Kommun", "Municipality";
        Active = "active", "Aktiv", "Active";
        LastSignIn = "last-sign-in", "Senast inloggad", "Last sign-in";
    }
}

/// A role of a user.
#[derive(Clone, PartialEq, Eq)]
pub struct UserRow {
    /// The identity of the role's assignment.
    pub id: i64,
    /// Whose.
    pub account: AccountId,
    /// The user's name.
    pub name: String,
    /// What the user signs in with.
    pub user_name: String,
    /// The role, as the log keeps it.
    pub role: String,
    /// Where the user has it: a municipality or a region.
    pub organisation: String,
    /// The municipality that it reaches, if it is just one.
    pub municipality: Option<MunicipalityCode>,
    /// Whether the user may sign in.
    pub active: bool,
    /// When the user last did, in whichever role, by the clocks of Stockholm.
    pub last_sign_in: Option<NaiveDateTime>,
}

crate::private_debug!(UserRow, id, account);

impl Column for UserColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::Name | Self::UserName | Self::Organisation => ColumnType::Text,
            Self::Role | Self::Municipality => ColumnType::Choice,
            Self::Active => ColumnType::YesNo,
            Self::LastSignIn => ColumnType::Date,
        }
    }

    fn is_personal(self) -> bool {
        matches!(self, Self::Name | Self::UserName)
    }

    fn choices(self) -> Choices {
        match self {
            Self::Role => Choices::AtRunTime(Source::Roles),
            Self::Municipality => Choices::AtRunTime(Source::Municipalities),
            _ => Choices::None,
        }
    }

    fn spec() -> ListSpec<Self> {
        ListSpec {
            code: "users",
            title: Label { swedish: "Användare".to_owned(), english: "Users".to_owned() },
            needs: Permission::ReadUsers,
            filter: Filter::everything(),
            sort: Sort::new([SortKey::ascending(Self::Name)]),
            columns: Columns::of_spec(vec![
                Self::Name,
                Self::UserName,
                Self::Role,
                Self::Organisation,
                Self::Active,
                Self::LastSignIn,
            ]),
            card: vec![Self::Name, Self::UserName, Self::Role, Self::Organisation, Self::Active],
            found_in: vec![Self::Name, Self::UserName, Self::Organisation],
        }
    }
}

impl ListRow for UserRow {
    type Column = UserColumn;

    fn id(&self) -> i64 {
        self.id
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn cell(&self, column: UserColumn, language: Language) -> Cell<'_> {
        match column {
            UserColumn::Name => Cell::text(&self.name),
            UserColumn::UserName => Cell::text(&self.user_name),
            UserColumn::Role => Cell::text(role_name(&self.role, language).unwrap_or(&self.role)),
            UserColumn::Organisation => Cell::text(&self.organisation),
            UserColumn::Municipality => {
                self.municipality.map_or(Cell::Nothing, |code| Cell::text(code.name()))
            }
            UserColumn::Active => Cell::YesNo(self.active),
            UserColumn::LastSignIn => self.last_sign_in.into(),
        }
    }

    fn mark(&self, column: UserColumn, _: NaiveDate) -> Mark {
        match column {
            UserColumn::Active if !self.active => Mark::State(Tone::Quiet),
            _ => Mark::Plain,
        }
    }
}

#[cfg(test)]
pub(in crate::list) mod tests {
    use super::*;

    /// A row with something in each column.
    pub fn row() -> UserRow {
        let day: NaiveDate = "2026-11-21".parse().unwrap();
        UserRow {
            id: 7,
            account: AccountId(3),
            name: "Åsa Lindqvist".to_owned(),
            user_name: "asa.lindqvist".to_owned(),
            role: "caseworker".to_owned(),
            organisation: "Norrköping".to_owned(),
            municipality: MunicipalityCode::try_from("0581").ok(),
            active: true,
            last_sign_in: day.and_hms_opt(9, 0, 0),
        }
    }
}
