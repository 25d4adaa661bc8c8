//! The columns of the list of runs in `run_row`, and its rows.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    id::RunId,
    list::{RunColumn, specs::runs::RunRow},
};
use sea_query::Cond;

use super::{ColumnSql, moment, stored};
use crate::{
    StoreError,
    lists::{Identity, Listed, People, Reader, in_municipalities},
    policies::{municipality, named},
};

stored! {
    /// A row as it is read.
    pub struct Row {
        run_id: i64,
        job: String,
        municipality: String,
        business_date: NaiveDate,
        actor: String,
        started: i64,
        finished: i64,
        state: String,
        examined: i64,
        opened: i64,
        closed: i64,
        errors: i64,
    }
}

impl Listed for RunColumn {
    type Row = RunRow;
    type Stored = Row;
    const TABLE: &'static str = "run_row";
    const ID: &'static str = "run_id";
    const SCOPED_BY: &'static [&'static str] = &[];
    const PEOPLE: Option<People> = None;

    fn within(scope: &Scope) -> Cond {
        in_municipalities(scope)
    }

    fn sql(self, reader: &Reader<'_>) -> ColumnSql {
        match self {
            Self::Started => ColumnSql::instant("started"),
            Self::Finished => ColumnSql::instant("finished"),
            Self::Job => ColumnSql::choice(self, "job", reader),
            Self::Municipality => ColumnSql::choice(self, "municipality", reader),
            Self::Date => ColumnSql::plain("business_date"),
            Self::State => ColumnSql::choice(self, "state", reader),
            Self::Examined => ColumnSql::plain("examined"),
            Self::Opened => ColumnSql::plain("opened"),
            Self::Closed => ColumnSql::plain("closed"),
            Self::Errors => ColumnSql::plain("errors"),
            Self::Actor => ColumnSql::code("actor"),
        }
    }

    fn identity(stored: &Row) -> Identity {
        Identity { row: stored.run_id, person: None }
    }

    fn read(stored: Row, _: &Reader<'_>) -> Result<RunRow, StoreError> {
        Ok(RunRow {
            id: RunId(stored.run_id),
            started: moment(stored.started),
            finished: moment(stored.finished),
            job: named("job", &stored.job)?,
            municipality: municipality(&stored.municipality)?,
            date: stored.business_date,
            state: named("run state", &stored.state)?,
            examined: stored.examined,
            opened: stored.opened,
            closed: stored.closed,
            errors: stored.errors,
            actor: stored.actor,
        })
    }
}
