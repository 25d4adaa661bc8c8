//! The journal as the auditor reads it, and the proof that its chain is whole.

use domain::{
    access::Scope,
    clock::stockholm_time,
    id::OperationId,
    journal_view::{LogPage, LogRow},
};
use sha2::Sha256;
use sqlx::AssertSqlSafe;

use crate::{
    Connection, StoreError,
    accounts::instant,
    db::on,
    journal::{ChainEntry, digest_change},
    policies::{municipality, named},
    scope,
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
    digest: String,
    previous_hash: String,
    hash: String,
    /// Of the changes, those that the reader may not know of.
    #[sqlx(default)]
    hidden: i64,
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
            digest: &self.digest,
        };
        entry.hash(&self.previous_hash) == self.hash
    }
}

const COLUMNS: &str = "o.id, o.position, o.at, o.kind, o.actor, o.account_id, o.role, o.organisation, o.municipality, \
    o.run_id, o.reason, o.changes, o.digest, o.previous_hash, o.hash";

impl Connection {
    /// A page of the journal within a scope, latest first. What was done to protected people is not counted where they
    /// are not reached. Whether the chain is intact is told of the page's entries.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn log(&mut self, scope: &Scope, page: u64, size: u64) -> Result<LogPage, StoreError> {
        let within = scope::condition(self.database(), scope, "o.municipality", "false", "$1");
        let sql = format!("SELECT count(*) FROM operation o WHERE {within}");
        let total: i64 = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(scope::bind(scope)).fetch_one(c).await?);
        let hidden = if scope.includes_protected() {
            "CAST(0 AS BIGINT)"
        } else {
            "(SELECT count(*) FROM operation_change c JOIN person p ON p.id = c.person_id \
             WHERE c.operation_id = o.id AND (p.confidentiality OR p.protected_registration))"
        };
        let sql = format!(
            "SELECT {COLUMNS}, {hidden} AS hidden FROM operation o WHERE {within} ORDER BY o.position DESC LIMIT $2 OFFSET $3"
        );
        let limit = i64::try_from(size).unwrap_or(i64::MAX);
        let offset = i64::try_from(page.saturating_sub(1).saturating_mul(size)).unwrap_or(i64::MAX);
        let rows: Vec<OperationRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(limit)
            .bind(offset).fetch_all(c).await?);
        let intact = rows.iter().all(OperationRow::is_intact);
        let rows = rows
            .into_iter()
            .map(|row| {
                Ok(LogRow {
                    id: OperationId(row.id),
                    at: stockholm_time(instant(row.at)),
                    kind: named("operation kind", &row.kind)?,
                    actor: row.actor,
                    role: row.role,
                    municipality: row.municipality.as_deref().map(municipality).transpose()?,
                    reason: row.reason,
                    changes: u64::try_from(row.changes - row.hidden).unwrap_or_default(),
                })
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(LogPage { rows, total: u64::try_from(total).unwrap_or_default(), intact })
    }

    /// Walks the whole chain with every change and returns the place of the first entry that is not as it was written.
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
                let (head, hash): (i64, String) = on!(self, c => sqlx::query_as("SELECT position, hash FROM journal_head").fetch_one(c).await?);
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
