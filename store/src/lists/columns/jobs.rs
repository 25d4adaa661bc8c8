//! The columns of the list of jobs in `listed_job`, and its rows.

use std::collections::BTreeSet;

use domain::{
    access::Scope,
    id::{AccountId, JobId},
    job::OutcomeCounts,
    list::{JobColumn, specs::jobs::JobEntry},
    municipality::MunicipalityCode,
};
use sea_query::{Cond, ExprTrait};

use super::{ColumnSql, moment, stored, truth};
use crate::{
    StoreError,
    lists::{Identity, Listed, People, Reader, column},
    policies::{municipality, named},
};

stored! {
    /// A row as it is read.
    pub struct Row {
        job_id: i64,
        kind: String,
        account_id: i64,
        name: String,
        municipality: Option<String>,
        total: i64,
        state: String,
        changed: i64,
        unchanged: i64,
        refused: i64,
        conflict: i64,
        gone: i64,
        begun: i64,
        ended: Option<i64>,
        #[serde(deserialize_with = "truth")]
        undone: bool,
    }
}

impl Listed for JobColumn {
    type Row = JobEntry;
    type Stored = Row;
    const TABLE: &'static str = "listed_job";
    const ID: &'static str = "job_id";
    const SCOPED_BY: &'static [&'static str] = &[];
    const PEOPLE: Option<People> = None;

    /// One's own, and as an administrator those of the municipalities: as [`Scope::reaches_work`] has it.
    fn within(scope: &Scope) -> Cond {
        let none = BTreeSet::new();
        let administered = match (scope.administers(), scope.municipalities()) {
            (true, None) => return Cond::all(),
            (true, Some(reached)) => reached,
            (false, _) => &none,
        };
        let administered = column("municipality").is_in(administered.iter().map(MunicipalityCode::to_string));
        let own = scope.reader().map(|reader| column("account_id").eq(reader.0));
        Cond::all().add(Cond::any().add(administered).add_option(own))
    }

    fn sql(self, reader: &Reader<'_>) -> ColumnSql {
        match self {
            Self::Begun => ColumnSql::instant("begun"),
            Self::Ended => ColumnSql::instant("ended").optional(),
            Self::Kind => ColumnSql::choice(self, "kind", reader),
            Self::By => ColumnSql::text("name"),
            Self::Municipality => ColumnSql::choice(self, "municipality", reader).optional(),
            Self::State => ColumnSql::choice(self, "state", reader),
            Self::Total => ColumnSql::plain("total"),
            Self::Changed => ColumnSql::plain("changed"),
            Self::Unchanged => ColumnSql::plain("unchanged"),
            Self::NotChanged => ColumnSql::plain("not_changed"),
            Self::Undone => ColumnSql::plain("undone"),
        }
    }

    fn identity(stored: &Row) -> Identity {
        Identity { row: stored.job_id, person: None }
    }

    fn read(stored: Row, _: &Reader<'_>) -> Result<JobEntry, StoreError> {
        Ok(JobEntry {
            id: JobId(stored.job_id),
            begun: moment(stored.begun),
            ended: stored.ended.map(moment),
            kind: named("job kind", &stored.kind)?,
            account: AccountId(stored.account_id),
            by: stored.name,
            municipality: stored.municipality.as_deref().map(municipality).transpose()?,
            state: named("job state", &stored.state)?,
            total: stored.total,
            counts: OutcomeCounts {
                changed: stored.changed.unsigned_abs(),
                unchanged: stored.unchanged.unsigned_abs(),
                refused: stored.refused.unsigned_abs(),
                conflict: stored.conflict.unsigned_abs(),
                gone: stored.gone.unsigned_abs(),
            },
            undone: stored.undone,
        })
    }
}
