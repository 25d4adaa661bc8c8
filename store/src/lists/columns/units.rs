//! The columns of the list of units in `unit_row`, and its rows.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    id::UnitId,
    list::{UnitColumn, specs::units::UnitRow},
    organisation::{OrganisationNumber, Validity},
};
use sea_query::Cond;

use super::{ColumnSql, in_use, stored};
use crate::{
    StoreError,
    lists::{Identity, Listed, People, Reader},
};

stored! {
    /// A row as it is read.
    pub struct Row {
        unit_id: i64,
        code: String,
        name: String,
        organiser: String,
        organiser_number: String,
        valid_from: Option<NaiveDate>,
        valid_until: Option<NaiveDate>,
    }
}

impl Listed for UnitColumn {
    type Row = UnitRow;
    type Stored = Row;
    const TABLE: &'static str = "unit_row";
    const ID: &'static str = "unit_id";
    const SCOPED_BY: &'static [&'static str] = &[];
    const PEOPLE: Option<People> = None;

    /// Schools are no municipality's own: its young people go to school everywhere.
    fn within(_: &Scope) -> Cond {
        Cond::all()
    }

    fn sql(self, reader: &Reader<'_>) -> ColumnSql {
        match self {
            Self::Name => ColumnSql::text("name"),
            Self::Code => ColumnSql::code("code"),
            Self::Organiser => ColumnSql::text("organiser"),
            Self::OrganiserNumber => ColumnSql::organisation_number("organiser_number"),
            Self::ValidFrom => ColumnSql::plain("valid_from").optional(),
            Self::ValidUntil => ColumnSql::plain("valid_until").optional(),
            Self::InUse => in_use(reader.today),
        }
    }

    fn identity(stored: &Row) -> Identity {
        Identity { row: stored.unit_id, person: None }
    }

    fn read(stored: Row, reader: &Reader<'_>) -> Result<UnitRow, StoreError> {
        let organiser_number = OrganisationNumber::try_from(stored.organiser_number)
            .map_err(|error| StoreError::Inconsistent(error.to_string()))?;
        let validity = Validity { from: stored.valid_from, until: stored.valid_until };
        Ok(UnitRow {
            id: UnitId(stored.unit_id),
            name: stored.name,
            code: stored.code,
            organiser: stored.organiser,
            organiser_number,
            validity,
            in_use: validity.contains(reader.today),
        })
    }
}
