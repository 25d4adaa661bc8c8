//! The journal as the auditor reads it, and the proof that its chain is whole.

use std::collections::BTreeMap;

use domain::{
    access::Scope,
    clock::stockholm_time,
    id::OperationId,
    journal_view::{LogPage, LogRow},
    language::Named,
    operation::{EntityKind, OperationKind},
};
use sha2::Sha256;
use sqlx::AssertSqlSafe;

use crate::{
    Connection, StoreError,
    accounts::instant,
    db::on,
    dialect::json_integers,
    journal::{ChainEntry, digest_change},
    policies::{municipality, named},
};

#[derive(sqlx::FromRow)]
struct OperationRow {
    id: i64,
    position: i64,
    at: i64,
    kind: String,
    actor: String,
    account_id: Option<i64>,
    role: String,
    organisation: String,
    municipality: Option<String>,
    run_id: Option<i64>,
    reason: String,
    changes: i64,
    open_changes: i64,
    digest: String,
    previous_hash: String,
    hash: String,
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    ordinal: i64,
    entity: String,
    entity_id: i64,
    person_id: Option<i64>,
    kind: String,
    content: Vec<u8>,
}

impl OperationRow {
    fn is_intact(&self) -> bool {
        let entry = ChainEntry {
            position: self.position,
            at: self.at,
            kind: &self.kind,
            actor: &self.actor,
            account: self.account_id,
            role: &self.role,
            organisation: &self.organisation,
            municipality: self.municipality.as_deref(),
            run: self.run_id,
            reason: &self.reason,
            changes: self.changes,
            open_changes: self.open_changes,
            digest: &self.digest,
        };
        entry.hash(&self.previous_hash) == self.hash
    }
}

const COLUMNS: &str = "o.id, o.position, o.at, o.kind, o.actor, o.account_id, o.role, o.organisation, o.municipality, \
    o.run_id, o.reason, o.changes, o.open_changes, o.digest, o.previous_hash, o.hash";

/// The condition that an entry of the journal, with its identity in the column `entry`, is within a scope; `None` when
/// everything is. What no municipality has done, such as signing in for a region, is told where all the account's
/// municipalities are reached.
pub(crate) fn entries_within(scope: &Scope, entry: &str) -> Option<String> {
    let reached: Vec<String> = scope.municipalities()?.iter().map(|code| format!("'{code}'")).collect();
    // No municipality is a code of four digits, so that nobody's scope is a list without members.
    let reached = if reached.is_empty() { "('')".to_owned() } else { format!("({})", reached.join(", ")) };
    let accounts = format!(
        "(SELECT g.account_id FROM access_grant g \
         LEFT JOIN organisation_municipality m ON m.organisation_id = g.organisation_id \
         GROUP BY g.account_id HAVING count(*) = sum(CASE WHEN m.municipality IN {reached} THEN 1 ELSE 0 END))"
    );
    Some(format!(
        "(municipality IN {reached} OR municipality IS NULL AND (account_id IN {accounts} \
         OR kind IN ('{}', '{}', '{}') AND EXISTS (SELECT 1 FROM operation_change c \
         WHERE c.operation_id = {entry} AND c.entity = '{}' AND c.entity_id IN {accounts})))",
        OperationKind::SignInFailed.code(),
        OperationKind::AccountChange.code(),
        OperationKind::AccessChange.code(),
        EntityKind::Account.code(),
    ))
}

impl Connection {
    /// A page of the journal within a scope, latest first: what was done in its municipalities, and what accounts did, or
    /// had done to them, whose roles all lie within it. What was done to protected people is not counted where they are
    /// not reached.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn log(&mut self, scope: &Scope, page: u64, size: u64) -> Result<LogPage, StoreError> {
        let within = entries_within(scope, "o.id").unwrap_or_else(|| "true".to_owned());
        let sql = format!("SELECT count(*) FROM operation o WHERE {within}");
        let total: i64 = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(c).await?);
        let sql = format!(
            "SELECT {COLUMNS} FROM operation o WHERE {within} ORDER BY o.position DESC LIMIT $1 OFFSET $2"
        );
        let limit = i64::try_from(size).unwrap_or(i64::MAX);
        let offset = i64::try_from(page.saturating_sub(1).saturating_mul(size)).unwrap_or(i64::MAX);
        let rows: Vec<OperationRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(limit)
            .bind(offset).fetch_all(c).await?);
        let intact = rows.iter().all(OperationRow::is_intact);
        let rows = rows
            .into_iter()
            .map(|row| {
                let changes = if scope.includes_protected() { row.changes } else { row.open_changes };
                Ok(LogRow {
                    id: OperationId(row.id),
                    at: stockholm_time(instant(row.at)),
                    kind: named("operation kind", &row.kind)?,
                    actor: row.actor,
                    role: row.role,
                    municipality: row.municipality.as_deref().map(municipality).transpose()?,
                    reason: row.reason,
                    changes: u64::try_from(changes).unwrap_or_default(),
                })
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(LogPage { rows, total: u64::try_from(total).unwrap_or_default(), intact })
    }

    /// Walks the whole chain with every change and returns the place of the first entry that is not as it was written.
    /// On a connection of [`crate::Store::read_snapshot`], so that what is written meanwhile does not look broken.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn first_broken_entry(&mut self) -> Result<Option<i64>, StoreError> {
        let (mut position, mut previous_hash) = (0, String::new());
        loop {
            let sql = format!(
                "SELECT {COLUMNS} FROM operation o WHERE o.position > $1 ORDER BY o.position LIMIT 1000"
            );
            let rows: Vec<OperationRow> =
                on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(position).fetch_all(c).await?);
            if rows.is_empty() {
                let (head, hash) = self.journal_head().await?;
                return Ok((head != position || hash != previous_hash).then_some(position + 1));
            }
            for row in rows {
                let follows = row.position == position + 1 && row.previous_hash == previous_hash;
                if !(follows
                    && row.is_intact()
                    && self.digest_of(row.id).await? == (row.digest.clone(), row.changes))
                {
                    return Ok(Some(position + 1));
                }
                (position, previous_hash) = (row.position, row.hash);
            }
        }
    }

    /// The position and the hash of the last entry of the journal; 0 and nothing before the first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn journal_head(&mut self) -> Result<(i64, String), StoreError> {
        let sql = "SELECT position, hash FROM journal_head";
        Ok(on!(self, c => sqlx::query_as(sql).fetch_one(c).await?))
    }

    /// The hashes of the entries at some positions; of those that are not there, nothing.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn entry_hashes(
        &mut self,
        positions: impl IntoIterator<Item = i64>,
    ) -> Result<BTreeMap<i64, String>, StoreError> {
        let sql = format!(
            "SELECT position, hash FROM operation WHERE position IN {}",
            self.database().integers("$1")
        );
        let positions = json_integers(positions);
        let found: Vec<(i64, String)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(positions).fetch_all(c).await?);
        Ok(found.into_iter().collect())
    }

    /// The digest of an operation's changes as they are now, and how many they are.
    async fn digest_of(&mut self, operation: i64) -> Result<(String, i64), StoreError> {
        use sha2::Digest;
        let mut digest = Sha256::new();
        let mut next = 0;
        loop {
            let sql = "SELECT ordinal, entity, entity_id, person_id, kind, content FROM operation_change \
                       WHERE operation_id = $1 AND ordinal >= $2 ORDER BY ordinal LIMIT 1000";
            let rows: Vec<ChangeRow> =
                on!(self, c => sqlx::query_as(sql).bind(operation).bind(next).fetch_all(c).await?);
            let Some(last) = rows.last().map(|row| row.ordinal) else {
                return Ok((hex::encode(digest.finalize()), next));
            };
            for row in &rows {
                digest_change(
                    &mut digest,
                    row.ordinal,
                    &row.entity,
                    row.entity_id,
                    row.person_id,
                    &row.kind,
                    &row.content,
                );
            }
            next = last + 1;
        }
    }
}
