//! The columns of the list of study paths in `study_path`, and its rows.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    id::StudyPathId,
    list::{StudyPathColumn, specs::study_paths::StudyPathRow},
    organisation::Validity,
};
use sea_query::Cond;

use super::{ColumnSql, in_use, stored};
use crate::{
    StoreError,
    lists::{Identity, Listed, People, Reader},
    policies::named,
};

stored! {
    /// A row as it is read.
    pub struct Row {
        id: i64,
        code: String,
        name: String,
        national_code: String,
        kind: String,
        valid_from: Option<NaiveDate>,
        valid_until: Option<NaiveDate>,
    }
}

impl Listed for StudyPathColumn {
    type Row = StudyPathRow;
    type Stored = Row;
    const TABLE: &'static str = "study_path";
    const ID: &'static str = "id";
    const SCOPED_BY: &'static [&'static str] = &[];
    const PEOPLE: Option<People> = None;

    /// Study paths are the same everywhere.
    fn within(_: &Scope) -> Cond {
        Cond::all()
    }

    fn sql(self, reader: &Reader<'_>) -> ColumnSql {
        match self {
            Self::Code => ColumnSql::code("code"),
            Self::Name => ColumnSql::text("name"),
            Self::NationalCode => ColumnSql::code("national_code"),
            Self::Kind => ColumnSql::choice(self, "kind", reader),
            Self::ValidFrom => ColumnSql::plain("valid_from").optional(),
            Self::ValidUntil => ColumnSql::plain("valid_until").optional(),
            Self::InUse => in_use(reader.today),
        }
    }

    fn identity(stored: &Row) -> Identity {
        Identity { row: stored.id, person: None }
    }

    fn read(stored: Row, reader: &Reader<'_>) -> Result<StudyPathRow, StoreError> {
        let validity = Validity { from: stored.valid_from, until: stored.valid_until };
        Ok(StudyPathRow {
            id: StudyPathId(stored.id),
            code: stored.code,
            name: stored.name,
            national_code: stored.national_code,
            kind: named("programme kind", &stored.kind)?,
            validity,
            in_use: validity.contains(reader.today),
        })
    }
}
