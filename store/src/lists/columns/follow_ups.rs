//! The columns of the list of follow-ups in `follow_up_row`, and its rows.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    id::{CaseId, ContactId, PersonId},
    list::{FollowUpColumn, specs::follow_ups::FollowUpRow},
    operation::EntityKind,
};
use sea_query::Cond;

use super::{ColumnSql, stored};
use crate::{
    StoreError,
    lists::{Identity, Listed, People, Reader, within},
    policies::{municipality, named},
    population::civic_number,
};

stored! {
    /// A row as it is read.
    pub struct Row {
        contact_id: i64,
        case_id: i64,
        person_id: i64,
        follow_up: NaiveDate,
        civic_number: String,
        surname: String,
        given_name: String,
        contact_date: NaiveDate,
        way: String,
        heading: String,
        caseworker: Option<String>,
        status: String,
        municipality: String,
        closed: Option<NaiveDate>,
        closed_because: Option<String>,
    }
}

impl Listed for FollowUpColumn {
    type Row = FollowUpRow;
    type Stored = Row;
    const TABLE: &'static str = "follow_up_row";
    const ID: &'static str = "contact_id";
    const SCOPED_BY: &'static [&'static str] = &["protected"];
    const PEOPLE: Option<People> = Some(People { column: "person_id", entity: EntityKind::Contact });

    fn within(scope: &Scope) -> Cond {
        within(scope)
    }

    fn sql(self, reader: &Reader<'_>) -> ColumnSql {
        match self {
            Self::FollowUp => ColumnSql::plain("follow_up"),
            Self::CivicNumber => ColumnSql::civic_number(),
            Self::Surname => ColumnSql::text("surname"),
            Self::GivenName => ColumnSql::text("given_name"),
            Self::ContactDate => ColumnSql::plain("contact_date"),
            Self::Way => ColumnSql::choice(self, "way", reader),
            Self::Heading => ColumnSql::text("heading"),
            Self::Caseworker => ColumnSql::text("caseworker").of_account("caseworker_id").optional(),
            Self::Status => ColumnSql::choice(self, "status", reader),
            Self::Municipality => ColumnSql::choice(self, "municipality", reader),
            Self::Closed => ColumnSql::plain("closed").optional(),
            Self::ClosedBecause => ColumnSql::text("closed_because").optional(),
        }
    }

    fn identity(stored: &Row) -> Identity {
        Identity { row: stored.contact_id, person: Some(PersonId(stored.person_id)) }
    }

    fn read(stored: Row, _: &Reader<'_>) -> Result<FollowUpRow, StoreError> {
        Ok(FollowUpRow {
            id: ContactId(stored.contact_id),
            case: CaseId(stored.case_id),
            follow_up: stored.follow_up,
            civic_number: civic_number(&stored.civic_number)?,
            surname: stored.surname,
            given_name: stored.given_name,
            contact_date: stored.contact_date,
            way: named("contact way", &stored.way)?,
            heading: stored.heading,
            caseworker: stored.caseworker,
            status: named("status", &stored.status)?,
            municipality: municipality(&stored.municipality)?,
            closed: stored.closed,
            closed_because: stored.closed_because,
        })
    }
}
