//! The columns of the log in `log_row`, and its rows.

use domain::{
    access::Scope,
    id::OperationId,
    list::{LogColumn, specs::log::LogEntry},
};
use sea_query::{Cond, Expr};

use super::{ColumnSql, moment, stored};
use crate::{
    StoreError,
    lists::{Identity, Listed, People, Reader},
    log::entries_within,
    policies::{municipality, named},
};

stored! {
    /// A row as it is read.
    pub struct Row {
        entry_id: i64,
        position: i64,
        at: i64,
        kind: String,
        actor: String,
        role: Option<String>,
        organisation: String,
        municipality: Option<String>,
        reason: String,
        changes: i64,
    }
}

impl Listed for LogColumn {
    type Row = LogEntry;
    type Stored = Row;
    const TABLE: &'static str = "log_row";
    const ID: &'static str = "entry_id";
    const SCOPED_BY: &'static [&'static str] = &["account_id"];
    const PEOPLE: Option<People> = None;

    fn within(scope: &Scope) -> Cond {
        let condition = Cond::all();
        match entries_within(scope, "entry_id") {
            Some(within) => condition.add(Expr::cust(within)),
            None => condition,
        }
    }

    fn sql(self, reader: &Reader<'_>) -> ColumnSql {
        match self {
            Self::Number => ColumnSql::plain("position"),
            Self::At => ColumnSql::instant("at"),
            Self::Kind => ColumnSql::choice(self, "kind", reader),
            Self::Actor => ColumnSql::code("actor"),
            Self::Role => ColumnSql::choice(self, "role", reader).optional(),
            Self::Organisation => ColumnSql::code("organisation"),
            Self::Municipality => ColumnSql::choice(self, "municipality", reader).optional(),
            Self::Reason => ColumnSql::code("reason").also_searched("reason_search_english"),
            Self::Changes => ColumnSql::plain("changes"),
        }
    }

    fn identity(stored: &Row) -> Identity {
        Identity { row: stored.entry_id, person: None }
    }

    fn read(stored: Row, _: &Reader<'_>) -> Result<LogEntry, StoreError> {
        Ok(LogEntry {
            id: OperationId(stored.entry_id),
            number: stored.position,
            at: moment(stored.at),
            kind: named("operation kind", &stored.kind)?,
            actor: stored.actor,
            role: stored.role.unwrap_or_default(),
            organisation: stored.organisation,
            municipality: stored.municipality.as_deref().map(municipality).transpose()?,
            reason: stored.reason,
            changes: stored.changes,
        })
    }
}
