//! The list of school units (`product.md` O1).

use chrono::NaiveDate;

use crate::{
    access::Permission,
    id::UnitId,
    language::{Language, named},
    list::{Cell, Column, ColumnType, Columns, Filter, Label, ListRow, ListSpec, Mark, Sort, SortKey, Tone},
    organisation::{OrganisationNumber, Validity},
};

named! {
    /// The columns of the list of units; each is a field of [`UnitRow`].
    pub enum UnitColumn {
        Name = "name", "Namn", "Name";
        Code = "code", "Skolenhetskod", "School unit code";
        Organiser = "organiser", "Huvudman", "Organiser";
        OrganiserNumber = "organiser-number", "Organisationsnummer", "Organisation number";
        ValidFrom = "valid-from", "Gäller från", "Valid from";
        ValidUntil = "valid-until", "Gäller till", "Valid until";
        InUse = "in-use", "I bruk", "In use";
    }
}

/// A school unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRow {
    /// Which unit.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// The name of its organiser.
    pub organiser: String,
    /// The organiser's number.
    pub organiser_number: OrganisationNumber,
    /// The days on which it is in use.
    pub validity: Validity,
    /// Whether it is on the day of reading.
    pub in_use: bool,
}

impl Column for UnitColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::Name | Self::Code | Self::Organiser | Self::OrganiserNumber => ColumnType::Text,
            Self::ValidFrom | Self::ValidUntil => ColumnType::Date,
            Self::InUse => ColumnType::YesNo,
        }
    }

    fn is_personal(self) -> bool {
        false
    }

    fn spec() -> ListSpec<Self> {
        ListSpec {
            code: "units",
            title: Label { swedish: "Enheter".to_owned(), english: "School units".to_owned() },
            needs: Permission::ReadCases,
            filter: Filter::everything(),
            sort: Sort::new([SortKey::ascending(Self::Name)]),
            columns: Columns::of_spec(vec![
                Self::Name,
                Self::Code,
                Self::Organiser,
                Self::ValidFrom,
                Self::ValidUntil,
                Self::InUse,
            ]),
            card: vec![Self::Name, Self::Code, Self::Organiser, Self::InUse],
            found_in: vec![Self::Name, Self::Code, Self::Organiser, Self::OrganiserNumber],
        }
    }
}

impl ListRow for UnitRow {
    type Column = UnitColumn;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn cell(&self, column: UnitColumn, _: Language) -> Cell<'_> {
        match column {
            UnitColumn::Name => Cell::text(&self.name),
            UnitColumn::Code => Cell::text(&self.code),
            UnitColumn::Organiser => Cell::text(&self.organiser),
            UnitColumn::OrganiserNumber => Cell::Text(self.organiser_number.to_string().into()),
            UnitColumn::ValidFrom => self.validity.from.into(),
            UnitColumn::ValidUntil => self.validity.until.into(),
            UnitColumn::InUse => Cell::YesNo(self.in_use),
        }
    }

    fn mark(&self, column: UnitColumn, _: NaiveDate) -> Mark {
        match column {
            UnitColumn::InUse if !self.in_use => Mark::State(Tone::Quiet),
            _ => Mark::Plain,
        }
    }
}

#[cfg(test)]
pub(in crate::list) mod tests {
    use super::*;

    /// A row with something in each column.
    pub fn row() -> UnitRow {
        UnitRow {
            id: UnitId(7),
            name: "Fria Friskolan".to_owned(),
            code: "12345678".to_owned(),
            organiser: "Norrköpings kommun".to_owned(),
            organiser_number: OrganisationNumber::try_from("212000-0456").unwrap(),
            validity: Validity { from: "2010-07-01".parse().ok(), until: "2030-06-30".parse().ok() },
            in_use: true,
        }
    }
}
