//! The catalogue of permissions as it is kept.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    access::{
        Permission, Role,
        catalogue::{Catalogue, Entry, NameSince, NewEntry},
        code::{GroupCode, PermissionCode},
        organisation::OrganisationKind,
        role::RoleTemplate,
        wording::Wording,
    },
    language::{Language, Named},
    text::search_key,
};

use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

use super::organisations::service;
use crate::{
    Connection, Store, StoreError,
    db::on,
    dialect::JsonType,
    policies::{named, unknown_code},
};

/// The first day of what a role that ships has always been able to do.
pub(super) const ALWAYS: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

#[derive(sqlx::FromRow)]
struct EntryRow {
    code: String,
    service: String,
    permission_group: String,
    kinds: String,
    information_swedish: String,
    information_english: String,
    announced: NaiveDate,
    first_day: NaiveDate,
    retired: Option<NaiveDate>,
    source: String,
}

#[derive(sqlx::FromRow)]
struct NameRow {
    permission: String,
    from_day: NaiveDate,
    swedish: String,
    english: String,
}

/// Kinds of organisation as they are stored: their codes with spaces between.
pub(super) fn kinds(codes: &str) -> Result<BTreeSet<OrganisationKind>, StoreError> {
    codes.split_whitespace().map(|code| named("kind of organisation", code)).collect()
}

/// Kinds of organisation to be stored.
fn kind_codes(kinds: impl IntoIterator<Item = OrganisationKind>) -> String {
    kinds.into_iter().map(Named::code).collect::<Vec<_>>().join(" ")
}

/// The code of a permission.
pub(super) fn permission(code: &str) -> Result<PermissionCode, StoreError> {
    PermissionCode::try_from(code).map_err(|_| unknown_code("permission", code))
}

fn nonsense(code: &str) -> impl Fn() -> StoreError + '_ {
    move || StoreError::Inconsistent(format!("the permission {code:?} of the catalogue"))
}

impl Connection {
    /// The catalogue: the services that the program knows, with the permissions that are kept.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn catalogue(&mut self) -> Result<Catalogue, StoreError> {
        let sql = "SELECT code, service, permission_group, kinds, information_swedish, information_english, \
                   announced, first_day, retired, source FROM permission_entry ORDER BY place";
        let entries: Vec<EntryRow> = on!(self, c => sqlx::query_as(sql).fetch_all(c).await?);
        let sql = "SELECT permission, from_day, swedish, english FROM permission_name ORDER BY permission, from_day";
        let names: Vec<NameRow> = on!(self, c => sqlx::query_as(sql).fetch_all(c).await?);
        let services = Catalogue::of_services()
            .map_err(|_| StoreError::Inconsistent("the services of the catalogue".to_owned()))?;
        entries.into_iter().try_fold(services, |catalogue, row| {
            let code = row.code.clone();
            let mut names = names.iter().filter(|name| name.permission == code);
            let first = names.next().ok_or_else(nonsense(&code))?;
            let later = names
                .map(|name| {
                    let wording = Wording::name(&name.swedish, &name.english);
                    wording.map(|name_then| NameSince { from: name.from_day, name: name_then })
                })
                .collect::<Result<Vec<_>, _>>()
                .map_err(|_| nonsense(&code)())?;
            let new = NewEntry {
                code: row.code,
                service: service(&row.service)?,
                group: GroupCode::try_from(row.permission_group.as_str()).map_err(|_| nonsense(&code)())?,
                kinds: kinds(&row.kinds)?,
                name: (first.swedish.clone(), first.english.clone()),
                information: (row.information_swedish, row.information_english),
                announced: row.announced,
                first: row.first_day,
                source: row.source,
            };
            catalogue.keep(new, row.retired, later).map_err(|_| nonsense(&code)())
        })
    }

    /// The codes of all permissions that are kept, and of the roles that ship.
    async fn kept_codes(&mut self) -> Result<BTreeSet<String>, StoreError> {
        let sql =
            "SELECT code FROM permission_entry UNION ALL SELECT code FROM user_role WHERE code IS NOT NULL";
        let codes: Vec<String> = on!(self, c => sqlx::query_scalar(sql).fetch_all(c).await?);
        Ok(codes.into_iter().collect())
    }

    /// Inserts rows given as JSON, with their columns in order; those that are there already stay.
    async fn insert_rows(
        &mut self,
        table: &str,
        columns: &[(&str, JsonType)],
        rows: Vec<Value>,
    ) -> Result<(), StoreError> {
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let names = names.join(", ");
        let from = self.database().rows(columns);
        // SQLite reads ON CONFLICT as part of a join where no WHERE stands before it.
        let sql = format!(
            "INSERT INTO {table} ({names}) SELECT {names} FROM {from} WHERE true ON CONFLICT DO NOTHING"
        );
        let rows = Value::from(rows).to_string();
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(c).await.map(drop)?);
        Ok(())
    }
}

const ENTRY: &[(&str, JsonType)] = &[
    ("code", JsonType::Text),
    ("service", JsonType::Text),
    ("permission_group", JsonType::Text),
    ("kinds", JsonType::Text),
    ("information_swedish", JsonType::Text),
    ("information_english", JsonType::Text),
    ("announced", JsonType::Date),
    ("first_day", JsonType::Date),
    ("retired", JsonType::Date),
    ("source", JsonType::Text),
];
const NAME: &[(&str, JsonType)] = &[
    ("permission", JsonType::Text),
    ("from_day", JsonType::Date),
    ("swedish", JsonType::Text),
    ("english", JsonType::Text),
];
const ROLE: &[(&str, JsonType)] = &[
    ("code", JsonType::Text),
    ("kinds", JsonType::Text),
    ("name", JsonType::Text),
    ("name_key", JsonType::Text),
];

fn entry_row(entry: &Entry) -> Value {
    json!({
        "code": entry.code.as_str(),
        "service": entry.service.as_str(),
        "permission_group": entry.group.as_str(),
        "kinds": kind_codes(entry.kinds.iter().copied()),
        "information_swedish": entry.information.pick(Language::Swedish),
        "information_english": entry.information.pick(Language::English),
        "announced": entry.announced,
        "first_day": entry.first,
        "retired": entry.retired,
        "source": entry.source,
    })
}

fn name_rows(entry: &Entry) -> impl Iterator<Item = Value> {
    entry.names().iter().map(|since| {
        json!({
            "permission": entry.code.as_str(),
            "from_day": since.from,
            "swedish": since.name.pick(Language::Swedish),
            "english": since.name.pick(Language::English),
        })
    })
}

fn role_row(role: Role) -> Value {
    let template = RoleTemplate::ALL.iter().find(|template| template.fixed() == Some(role));
    let kinds = template.map_or(&[][..], |template| template.kinds());
    let name = role.name(Language::Swedish);
    json!({
        "code": role.code(),
        "kinds": kind_codes(kinds.iter().copied()),
        "name": name,
        "name_key": search_key(name),
    })
}

impl Store {
    /// Keeps what ships with Fyren and is not kept yet: the permissions of the catalogue, and the roles. What the operator has
    /// changed since stays.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn keep_what_ships(&self) -> Result<(), StoreError> {
        let shipped = Catalogue::shipped()
            .map_err(|_| StoreError::Inconsistent("the catalogue that ships".to_owned()))?;
        let mut writer = self.begin_writing().await?;
        let kept = writer.kept_codes().await?;
        let entries: Vec<&Entry> =
            shipped.entries().iter().filter(|entry| !kept.contains(entry.code.as_str())).collect();
        let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| !kept.contains(role.code())).collect();
        if entries.is_empty() && roles.is_empty() {
            return Ok(());
        }
        writer
            .insert_rows("permission_entry", ENTRY, entries.iter().map(|entry| entry_row(entry)).collect())
            .await?;
        let names = entries.iter().flat_map(|entry| name_rows(entry)).collect();
        writer.insert_rows("permission_name", NAME, names).await?;
        writer.insert_rows("user_role", ROLE, roles.into_iter().map(role_row).collect()).await?;
        // A permission that is new has not been taken out of a role by anybody.
        let is_new = |permission: &Permission| !kept.contains(permission.code());
        let of_role = |role: &Role| {
            let code = role.code();
            let new = role.permissions().into_iter().filter(is_new);
            new.map(|permission| json!({ "code": code, "permission": permission.code() })).collect::<Vec<_>>()
        };
        let permissions: Vec<Value> = Role::ALL.iter().flat_map(of_role).collect();
        let from = writer.database().rows(&[("code", JsonType::Text), ("permission", JsonType::Text)]);
        let sql = format!(
            "INSERT INTO user_role_permission (user_role_id, permission, from_day) \
             SELECT u.id, r.permission, $2 FROM {from} JOIN user_role u ON u.code = r.code \
             WHERE true ON CONFLICT DO NOTHING"
        );
        let permissions = Value::from(permissions).to_string();
        on!(writer, c => sqlx::query(AssertSqlSafe(sql)).bind(permissions).bind(ALWAYS).execute(c).await.map(drop)?);
        writer.commit().await
    }
}
