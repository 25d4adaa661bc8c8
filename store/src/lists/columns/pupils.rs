//! The columns of the list of pupils in `pupil_row`, and its rows.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    civic_number::age_on,
    id::{PersonId, PlacementId},
    language::Named,
    list::{
        PupilColumn,
        specs::pupils::{PlacementRow, PlacementState},
    },
    operation::EntityKind,
    period::Period,
};
use sea_query::{CaseStatement, Cond, ExprTrait};

use super::{ColumnSql, stored};
use crate::{
    StoreError,
    lists::{Identity, Listed, People, Reader, column, within},
    policies::{municipality, named},
    population::civic_number,
};

stored! {
    /// A row as it is read.
    pub struct Row {
        placement_id: i64,
        person_id: i64,
        civic_number: String,
        surname: String,
        given_name: String,
        birth_date: Option<NaiveDate>,
        unit: String,
        unit_code: String,
        organiser: String,
        study_path: String,
        kind: String,
        grade: String,
        class: String,
        academic_year: String,
        start_date: NaiveDate,
        end_date: Option<NaiveDate>,
        municipality: Option<String>,
    }
}

/// [`PlacementState::on`] in SQL.
fn state(today: NaiveDate) -> ColumnSql {
    let state = CaseStatement::new()
        .case(column("start_date").gt(today), PlacementState::Future.code())
        .case(column("end_date").lt(today), PlacementState::Ended.code())
        .finally(PlacementState::Current.code());
    ColumnSql::computed(state)
}

impl Listed for PupilColumn {
    type Row = PlacementRow;
    type Stored = Row;
    const TABLE: &'static str = "pupil_row";
    const ID: &'static str = "placement_id";
    const SCOPED_BY: &'static [&'static str] = &["protected"];
    const PEOPLE: Option<People> = Some(People { column: "person_id", entity: EntityKind::Placement });

    fn within(scope: &Scope) -> Cond {
        within(scope)
    }

    fn sql(self, reader: &Reader<'_>) -> ColumnSql {
        match self {
            Self::CivicNumber => ColumnSql::civic_number(),
            Self::Surname => ColumnSql::text("surname"),
            Self::GivenName => ColumnSql::text("given_name"),
            Self::Age => ColumnSql::age(),
            Self::Unit => ColumnSql::text("unit"),
            Self::UnitCode => ColumnSql::code("unit_code"),
            Self::Organiser => ColumnSql::text("organiser"),
            Self::StudyPath => ColumnSql::code("study_path"),
            Self::Kind => ColumnSql::choice(self, "kind", reader),
            Self::Grade => ColumnSql::code("grade"),
            Self::Class => ColumnSql::code("class"),
            // Digits and a stroke.
            Self::AcademicYear => ColumnSql::plain("academic_year"),
            Self::Start => ColumnSql::plain("start_date"),
            Self::End => ColumnSql::plain("end_date").optional(),
            Self::State => state(reader.today).ranked(self, reader),
            Self::Municipality => ColumnSql::choice(self, "municipality", reader).optional(),
        }
    }

    fn identity(stored: &Row) -> Identity {
        Identity { row: stored.placement_id, person: Some(PersonId(stored.person_id)) }
    }

    fn read(stored: Row, reader: &Reader<'_>) -> Result<PlacementRow, StoreError> {
        let period = Period::new(stored.start_date, stored.end_date);
        Ok(PlacementRow {
            id: PlacementId(stored.placement_id),
            civic_number: civic_number(&stored.civic_number)?,
            surname: stored.surname,
            given_name: stored.given_name,
            age: stored.birth_date.and_then(|birth| age_on(birth, reader.today)),
            unit: stored.unit,
            unit_code: stored.unit_code,
            organiser: stored.organiser,
            study_path: stored.study_path,
            kind: named("programme kind", &stored.kind)?,
            grade: stored.grade,
            class: stored.class,
            academic_year: stored.academic_year,
            period,
            state: PlacementState::on(period, reader.today),
            municipality: stored.municipality.as_deref().map(municipality).transpose()?,
        })
    }
}
