//! The columns of the list of cases in `case_row`, and its rows.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::view::CaseRow,
    civic_number::age_on,
    id::{CaseId, PersonId},
    list::CaseColumn,
    operation::EntityKind,
};
use sea_query::Cond;

use super::{ColumnSql, stored, truth};
use crate::{
    StoreError,
    lists::{Identity, Listed, People, Reader, within},
    policies::{municipality, named, optional_named},
    population::civic_number,
};

stored! {
    /// A row as it is read.
    pub struct Row {
        case_id: i64,
        person_id: i64,
        civic_number: String,
        surname: String,
        given_name: String,
        status: String,
        registered: NaiveDate,
        deregistered: Option<NaiveDate>,
        reason: Option<String>,
        occupation: String,
        caseworker: Option<String>,
        birth_date: Option<NaiveDate>,
        municipality: String,
        living_outside: Option<String>,
        latest_contact: Option<NaiveDate>,
        next_follow_up: Option<NaiveDate>,
        measure: Option<String>,
        measure_start: Option<NaiveDate>,
        measure_end: Option<NaiveDate>,
        incomplete_measures: i64,
        phone: Option<String>,
        email: Option<String>,
        address: Option<String>,
        #[serde(deserialize_with = "truth")]
        protected: bool,
    }
}

impl Listed for CaseColumn {
    type Row = CaseRow;
    type Stored = Row;
    const TABLE: &'static str = "case_row";
    const ID: &'static str = "case_id";
    const SCOPED_BY: &'static [&'static str] = &[];

    const PEOPLE: Option<People> = Some(People { column: "person_id", entity: EntityKind::Case });

    fn within(scope: &Scope) -> Cond {
        within(scope)
    }

    fn sql(self, reader: &Reader<'_>) -> ColumnSql {
        match self {
            Self::CivicNumber => ColumnSql::civic_number(),
            Self::Surname => ColumnSql::text("surname"),
            Self::GivenName => ColumnSql::text("given_name"),
            Self::Status => ColumnSql::choice(self, "status", reader),
            Self::Registered => ColumnSql::plain("registered"),
            Self::Deregistered => ColumnSql::plain("deregistered").optional(),
            Self::Reason => ColumnSql::choice(self, "reason", reader).optional(),
            Self::Occupation => ColumnSql::choice(self, "occupation", reader),
            Self::Caseworker => ColumnSql::text("caseworker").of_account("caseworker_id").optional(),
            Self::Age => ColumnSql::age(),
            Self::Municipality => ColumnSql::choice(self, "municipality", reader),
            Self::LivingOutside => ColumnSql::choice(self, "living_outside", reader).optional(),
            Self::LatestContact => ColumnSql::plain("latest_contact").optional(),
            Self::NextFollowUp => ColumnSql::plain("next_follow_up").optional(),
            Self::Measure => ColumnSql::choice(self, "measure", reader).optional(),
            Self::MeasureStart => ColumnSql::plain("measure_start").optional(),
            Self::MeasureEnd => ColumnSql::plain("measure_end").optional(),
            Self::IncompleteMeasures => ColumnSql::plain("incomplete_measures"),
            Self::Phone => ColumnSql::text("phone").sorted_by("phone").optional(),
            Self::Email => ColumnSql::text("email").sorted_by("email").optional(),
            Self::Address => ColumnSql::code("address").optional(),
            Self::Protected => ColumnSql::plain("protected"),
        }
    }

    fn identity(stored: &Row) -> Identity {
        Identity { row: stored.case_id, person: Some(PersonId(stored.person_id)) }
    }

    fn read(stored: Row, reader: &Reader<'_>) -> Result<CaseRow, StoreError> {
        Ok(CaseRow {
            id: CaseId(stored.case_id),
            civic_number: civic_number(&stored.civic_number)?,
            surname: stored.surname,
            given_name: stored.given_name,
            status: named("status", &stored.status)?,
            registered: stored.registered,
            deregistered: stored.deregistered,
            reason: optional_named("deregistration reason", stored.reason.as_deref())?,
            occupation: named("occupation", &stored.occupation)?,
            caseworker: stored.caseworker,
            age: stored.birth_date.and_then(|birth| age_on(birth, reader.today)),
            municipality: municipality(&stored.municipality)?,
            living_outside: optional_named("living outside", stored.living_outside.as_deref())?,
            latest_contact: stored.latest_contact,
            next_follow_up: stored.next_follow_up,
            measure: optional_named("measure type", stored.measure.as_deref())?,
            measure_start: stored.measure_start,
            measure_end: stored.measure_end,
            incomplete_measures: u32::try_from(stored.incomplete_measures).unwrap_or_default(),
            phone: stored.phone,
            email: stored.email,
            address: stored.address,
            protected: stored.protected,
        })
    }
}
