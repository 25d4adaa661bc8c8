//! The columns of the list of people in `person_row`, and its rows.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    civic_number::age_on,
    id::{CaseId, PersonId},
    list::{PersonColumn, specs::persons::PersonRow},
    municipality::MunicipalityCode,
    operation::EntityKind,
};
use sea_query::{Alias, Cond, ExprTrait, Query, SelectStatement, UnionType};

use super::{ColumnSql, stored};
use crate::{
    StoreError,
    lists::{Identity, Listed, People, Reader, column, in_municipalities, unprotected},
    policies::{municipality, optional_named},
    population::civic_number,
};

stored! {
    /// A row as it is read.
    pub struct Row {
        person_id: i64,
        civic_number: String,
        surname: String,
        given_name: String,
        birth_date: Option<NaiveDate>,
        municipality: Option<String>,
        residence_since: Option<NaiveDate>,
        deregistration_date: Option<NaiveDate>,
        deregistration_code: Option<String>,
        open_in: Option<String>,
    }
}

/// The people of a table who stand in it with a municipality of a scope.
fn people_of(table: &'static str, person: &'static str, scope: &Scope) -> SelectStatement {
    let mut people = Query::select();
    people.column(Alias::new(person)).from(Alias::new(table)).cond_where(in_municipalities(scope));
    people
}

/// The people with an open case in a municipality of a scope.
fn with_an_open_case(scope: &Scope) -> SelectStatement {
    let mut people = people_of("activity_case", "person_id", scope);
    people.cond_where(column("deregistered").is_null());
    people
}

impl Listed for PersonColumn {
    type Row = PersonRow;
    type Stored = Row;
    const TABLE: &'static str = "person_row";
    const ID: &'static str = "person_id";
    const SCOPED_BY: &'static [&'static str] = &["protected"];
    const PEOPLE: Option<People> = Some(People { column: "person_id", entity: EntityKind::Person });

    /// Those who live in a municipality, and those who have an open case there. Where somebody lives now who has left is none
    /// of the business of the municipality that they left.
    fn within(scope: &Scope) -> Cond {
        let condition = unprotected(Cond::all(), scope);
        if scope.municipalities().is_none() {
            return condition;
        }
        let mut reached = people_of("person", "id", scope);
        reached.union(UnionType::Distinct, with_an_open_case(scope));
        condition.add(column("person_id").in_subquery(reached))
    }

    fn sql(self, reader: &Reader<'_>) -> ColumnSql {
        match self {
            Self::CivicNumber => ColumnSql::civic_number(),
            Self::Surname => ColumnSql::text("surname"),
            Self::GivenName => ColumnSql::text("given_name"),
            Self::Born => ColumnSql::plain("birth_date").optional(),
            Self::Age => ColumnSql::age(),
            Self::Municipality => ColumnSql::choice(self, "municipality", reader).optional(),
            Self::Since => ColumnSql::plain("residence_since").optional(),
            Self::Deregistered => ColumnSql::plain("deregistration_date").optional(),
            Self::DeregisteredBecause => ColumnSql::choice(self, "deregistration_code", reader).optional(),
            Self::OpenCase => {
                ColumnSql::computed(column("person_id").in_subquery(with_an_open_case(reader.scope)))
            }
        }
    }

    fn identity(stored: &Row) -> Identity {
        Identity { row: stored.person_id, person: Some(PersonId(stored.person_id)) }
    }

    /// That another municipality has a case of somebody is not for the reader.
    fn read(stored: Row, reader: &Reader<'_>) -> Result<PersonRow, StoreError> {
        let mut open_in = stored.open_in.iter().flat_map(|cases| cases.split(','));
        let reached = |case: &str| {
            let (municipality, id) = case.split_once(':')?;
            let municipality = MunicipalityCode::try_from(municipality).ok()?;
            let id = id.parse().ok().filter(|_| reader.scope.reaches(municipality))?;
            Some(CaseId(id))
        };
        Ok(PersonRow {
            id: PersonId(stored.person_id),
            civic_number: civic_number(&stored.civic_number)?,
            surname: stored.surname,
            given_name: stored.given_name,
            born: stored.birth_date,
            age: stored.birth_date.and_then(|birth| age_on(birth, reader.today)),
            municipality: stored.municipality.as_deref().map(municipality).transpose()?,
            since: stored.residence_since,
            deregistered: stored.deregistration_date,
            deregistered_because: optional_named(
                "deregistration code",
                stored.deregistration_code.as_deref(),
            )?,
            open_case: open_in.find_map(reached),
        })
    }
}
