//! The columns of the list of users in `user_row`, and its rows.

use domain::{
    access::Scope,
    id::AccountId,
    list::{UserColumn, specs::users::UserRow},
    municipality::MunicipalityCode,
};
use sea_query::{Alias, Cond, Expr, ExprTrait, Func, Query};

use super::{ColumnSql, moment, stored, truth};
use crate::{
    StoreError,
    lists::{Identity, Listed, People, Reader, column},
    policies::municipality,
};

stored! {
    /// A row as it is read.
    pub struct Row {
        assignment_id: i64,
        account_id: i64,
        name: String,
        user_name: String,
        role: String,
        organisation: String,
        municipality: Option<String>,
        #[serde(deserialize_with = "truth")]
        active: bool,
        last_sign_in: Option<i64>,
    }
}

impl Listed for UserColumn {
    type Row = UserRow;
    type Stored = Row;
    const TABLE: &'static str = "user_row";
    const ID: &'static str = "assignment_id";
    const SCOPED_BY: &'static [&'static str] = &["organisation_id"];
    const PEOPLE: Option<People> = None;

    /// Roles in organisations all of whose municipalities are reached, as what their users do is told in the log.
    fn within(scope: &Scope) -> Cond {
        let Some(reached) = scope.municipalities() else { return Cond::all() };
        let is_reached = column("municipality").is_in(reached.iter().map(MunicipalityCode::to_string));
        let all_reached = Func::count(column("municipality"))
            .eq(Func::sum(sea_query::CaseStatement::new().case(is_reached, 1).finally(0)));
        let mut organisations = Query::select();
        organisations
            .column(Alias::new("organisation_id"))
            .from(Alias::new("organisation_municipality"))
            .group_by_col(Alias::new("organisation_id"))
            .and_having(all_reached);
        Cond::all().add(Expr::col(Alias::new("organisation_id")).in_subquery(organisations))
    }

    fn sql(self, reader: &Reader<'_>) -> ColumnSql {
        match self {
            Self::Name => ColumnSql::text("name"),
            // Small letters without accents.
            Self::UserName => ColumnSql::plain("user_name"),
            Self::Role => ColumnSql::choice(self, "role", reader),
            Self::Organisation => ColumnSql::code("organisation"),
            Self::Municipality => ColumnSql::choice(self, "municipality", reader).optional(),
            Self::Active => ColumnSql::plain("active"),
            Self::LastSignIn => ColumnSql::instant("last_sign_in").optional(),
        }
    }

    fn identity(stored: &Row) -> Identity {
        Identity { row: stored.assignment_id, person: None }
    }

    fn read(stored: Row, _: &Reader<'_>) -> Result<UserRow, StoreError> {
        Ok(UserRow {
            id: stored.assignment_id,
            account: AccountId(stored.account_id),
            name: stored.name,
            user_name: stored.user_name,
            role: stored.role,
            organisation: stored.organisation,
            municipality: stored.municipality.as_deref().map(municipality).transpose()?,
            active: stored.active,
            last_sign_in: stored.last_sign_in.map(moment),
        })
    }
}
