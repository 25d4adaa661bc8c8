//! The operation journal: who did what to whom, chained by hashes, personal values encrypted with a key per person.
//!
//! A change's values are encrypted so that erasing a person means destroying one key: the chain covers the ciphertext
//! and stays whole. Places in the chain are given when an operation is finished, so that a long import does not keep
//! others from writing until its very end.

use std::{collections::HashMap, fmt::Write};

use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce, aead::Aead};
use domain::{
    access::Scope,
    id::{OperationId, PersonId},
    language::{Language, Named},
    municipality::MunicipalityCode,
    operation::{Actor, Change, ChangeKind, EntityKind, Operation, told},
    text::search_key,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, Database, Identity, OperationTransaction, Store, StoreError,
    db::{Either, on},
    dialect::{JsonType, json_bytes, json_integers},
    policies::named,
    scope::{self, PROTECTED},
};

const KEY_LENGTH: usize = 32;
const NONCE_LENGTH: usize = 24;

/// The operation that a transaction is doing.
pub(crate) struct Journal {
    operation: Operation,
    id: i64,
    changes: i64,
    digest: Sha256,
}

/// What stands encrypted in a change. Of a change without values, such as that somebody was read, nothing stands there.
#[derive(Default, Serialize, Deserialize)]
struct Content {
    before: Option<String>,
    after: Option<String>,
}

/// Random bytes from the operating system.
pub(crate) fn random_bytes(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes).map_err(|error| StoreError::Inconsistent(format!("no random numbers: {error}")))
}

fn encrypt(key: &[u8], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let broken = || StoreError::Inconsistent("a key of the journal has the wrong length".to_owned());
    let cipher = XChaCha20Poly1305::new_from_slice(key).map_err(|_| broken())?;
    let mut nonce = [0; NONCE_LENGTH];
    random_bytes(&mut nonce)?;
    let sealed = cipher.encrypt(&XNonce::from(nonce), plain).map_err(|_| broken())?;
    Ok([nonce.as_slice(), sealed.as_slice()].concat())
}

/// The values of a change, or `None` when the key does not open them.
fn decrypt(key: &[u8], content: &[u8]) -> Option<Content> {
    if content.is_empty() {
        return Some(Content::default());
    }
    let (nonce, sealed) = content.split_at_checked(NONCE_LENGTH)?;
    let nonce: [u8; NONCE_LENGTH] = nonce.try_into().ok()?;
    let plain = XChaCha20Poly1305::new_from_slice(key).ok()?.decrypt(&XNonce::from(nonce), sealed).ok()?;
    serde_json::from_slice(&plain).ok()
}

fn has_values(change: &Change) -> bool {
    change.before.is_some() || change.after.is_some()
}

/// What is kept of a change's values: nothing of a change without, and else what only the key of its person opens.
fn content(change: &Change, keys: &HashMap<i64, Vec<u8>>) -> Result<Vec<u8>, StoreError> {
    if !has_values(change) {
        return Ok(Vec::new());
    }
    let content = Content { before: change.before.clone(), after: change.after.clone() };
    let plain = serde_json::to_vec(&content).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
    match change.person.and_then(|person| keys.get(&person.0)) {
        Some(key) => encrypt(key, &plain),
        None => Ok(plain),
    }
}

/// Rows and whose they are, as a JSON object with the rows as names and their people as values: it is read in one go, in
/// its order. Of an array of objects SQLite would take each apart by itself, which takes three times as long.
fn rows_with_people(identities: &[Identity]) -> String {
    let mut rows = String::with_capacity(identities.len() * 24 + 2);
    rows.push('{');
    for Identity { row, person } in identities {
        let before = if rows.len() == 1 { "" } else { "," };
        // Writing to a text does not fail.
        let _ = match person {
            Some(person) => write!(rows, r#"{before}"{row}":{}"#, person.0),
            None => write!(rows, r#"{before}"{row}":null"#),
        };
    }
    rows.push('}');
    rows
}

/// The statement that tells of rows that were read, from [`rows_with_people`], as changes of an operation from an ordinal on.
/// All but the database are what stands for a value.
fn insert_reads(database: Database, operation: &str, first: &str, [entity, kind, rows]: [&str; 3]) -> String {
    let (who, place, content, from) = match database {
        Database::Sqlite => (
            "CAST(key AS INTEGER), value",
            "row_number() OVER (ORDER BY id)",
            "x''",
            format!("json_each({rows})"),
        ),
        Database::Postgres => (
            "CAST(r.key AS bigint), CAST(r.value AS bigint)",
            "r.place",
            "CAST('' AS bytea)",
            format!("json_each_text(CAST({rows} AS json)) WITH ORDINALITY AS r(key, value, place)"),
        ),
    };
    format!(
        "INSERT INTO operation_change (operation_id, ordinal, entity, entity_id, person_id, kind, content) \
         SELECT {operation}, {first} + {place} - 1, {entity}, {who}, {kind}, {content} FROM {from}"
    )
}

/// Which place an operation has in the chain.
#[derive(sqlx::FromRow)]
struct Place {
    position: i64,
    /// The hash of the entry before it.
    hash: String,
    /// How many of its changes are of protected people.
    hidden: i64,
}

/// The statement that takes the next place in the chain.
const NEXT_PLACE: &str =
    "UPDATE journal_head SET position = position + 1 WHERE one = 1 RETURNING position, hash";

/// The identity of an operation that begins: SQLite's writer holds the lock, and PostgreSQL's sequence never gives a number
/// twice.
const fn next_identity(database: Database) -> &'static str {
    match database {
        Database::Sqlite => "(SELECT coalesce(max(id), 0) + 1 FROM operation)",
        Database::Postgres => "nextval(pg_get_serial_sequence('operation', 'id'))",
    }
}

impl Journal {
    pub(crate) async fn begin(connection: &mut Connection, operation: Operation) -> Result<Self, StoreError> {
        let sql = AssertSqlSafe(format!("SELECT {}", next_identity(connection.database())));
        let id = on!(connection, c => sqlx::query_scalar(sql).fetch_one(c).await?);
        Ok(Self::new(operation, id))
    }

    fn new(operation: Operation, id: i64) -> Self {
        Self { operation, id, changes: 0, digest: Sha256::new() }
    }

    /// Takes the next place in the chain: its position, the hash before it, and how many of the operation's changes are of
    /// protected people. These the log may not count where such people are not reached; they are counted once, here, so
    /// that reading the log need not look at every change of an import.
    async fn take_place(&self, connection: &mut Connection) -> Result<Place, StoreError> {
        let hidden = format!(
            "SELECT count(*) FROM operation_change c JOIN person p ON p.id = c.person_id \
             WHERE c.operation_id = $1 AND {PROTECTED}"
        );
        match connection.either() {
            // There is one writer, who has the lock already.
            Either::Sqlite(connection) => {
                let sql = AssertSqlSafe(format!("{NEXT_PLACE}, ({hidden}) AS hidden"));
                Ok(sqlx::query_as(sql).bind(self.id).fetch_one(connection).await?)
            }
            // The head is locked by its update: others wait from then on, and not while the changes are counted.
            Either::Postgres(connection) => {
                let hidden: i64 = sqlx::query_scalar(AssertSqlSafe(hidden))
                    .bind(self.id)
                    .fetch_one(&mut *connection)
                    .await?;
                let sql = AssertSqlSafe(format!("{NEXT_PLACE}, $1 AS hidden"));
                Ok(sqlx::query_as(sql).bind(hidden).fetch_one(connection).await?)
            }
        }
    }

    /// Gives a change its place in the operation and adds it to the operation's digest.
    fn add(&mut self, entity: &str, entity_id: i64, person: Option<i64>, kind: &str, content: &[u8]) -> i64 {
        let ordinal = self.changes;
        self.changes += 1;
        digest_change(&mut self.digest, ordinal, entity, entity_id, person, kind, content);
        ordinal
    }

    /// Adds rows of people's data that were read.
    fn add_reads(&mut self, entity: EntityKind, identities: &[Identity]) {
        for Identity { row, person } in identities {
            self.add(entity.code(), *row, person.map(|person| person.0), ChangeKind::Read.code(), &[]);
        }
    }

    /// Who does what is being done.
    pub(crate) const fn actor(&self) -> &Actor {
        &self.operation.actor
    }

    /// Closes the operation and begins another of the same kind, by the same actor, in the same transaction.
    pub(crate) async fn begin_next(&mut self, connection: &mut Connection) -> Result<(), StoreError> {
        self.finish(connection).await?;
        *self = Self::begin(connection, self.operation.clone()).await?;
        Ok(())
    }

    pub(crate) async fn finish(&mut self, connection: &mut Connection) -> Result<(), StoreError> {
        let place = self.take_place(connection).await?;
        self.close(connection, place, None).await
    }

    /// Writes the entry, and with it what an operation has read that does nothing else.
    async fn close(
        &mut self,
        connection: &mut Connection,
        place: Place,
        read: Option<(EntityKind, &str)>,
    ) -> Result<(), StoreError> {
        let Place { position, hash: previous_hash, hidden } = place;
        let digest = hex::encode(self.digest.finalize_reset());
        let role = self.operation.actor.role_code();
        let entry = ChainEntry {
            position,
            at: self.operation.at.timestamp_millis(),
            kind: self.operation.kind.code(),
            actor: self.operation.actor.name(),
            account: self.operation.actor.account().map(|account| account.0),
            role: &role,
            organisation: match &self.operation.actor {
                Actor::User { organisation, .. } => organisation,
                _ => "",
            },
            municipality: self.operation.municipality.as_ref().map(|code| code.as_str()),
            run: self.operation.run.map(|run| run.0),
            reason: &self.operation.reason,
            changes: self.changes,
            open_changes: self.changes - hidden,
            digest: &digest,
        };
        let hash = entry.hash(&previous_hash);
        let [details, english] = [Language::Swedish, Language::English]
            .map(|language| search_key(&told::details(self.operation.kind, entry.reason, language)));
        const ENTRY: &str = "INSERT INTO operation (id, position, at, kind, actor, account_id, role, organisation, \
             municipality, run_id, reason, changes, open_changes, digest, previous_hash, hash, actor_search, \
             organisation_search, reason_search, reason_search_english) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
        const NEW_HEAD: &str = "UPDATE journal_head SET hash = $16 WHERE one = 1";
        // All at once: each statement is a way to the database and back.
        let database = connection.database();
        let reads = read.map(|_| insert_reads(database, "$1", "0", ["$21", "$22", "$23"]));
        let sql = match (database, reads) {
            (Database::Sqlite, None) => format!("{ENTRY}; {NEW_HEAD}"),
            (Database::Sqlite, Some(reads)) => format!("{reads}; {ENTRY}; {NEW_HEAD}"),
            (Database::Postgres, None) => format!("WITH entry AS ({ENTRY}) {NEW_HEAD}"),
            (Database::Postgres, Some(reads)) => {
                format!("WITH reads AS ({reads}), entry AS ({ENTRY}) {NEW_HEAD}")
            }
        };
        on!(connection, c => {
            let query = sqlx::query(AssertSqlSafe(sql))
                .bind(self.id).bind(position).bind(entry.at).bind(entry.kind).bind(entry.actor).bind(entry.account)
                .bind(entry.role).bind(entry.organisation).bind(entry.municipality).bind(entry.run).bind(entry.reason)
                .bind(entry.changes).bind(entry.open_changes).bind(&digest).bind(&previous_hash).bind(&hash)
                .bind(search_key(entry.actor)).bind(search_key(entry.organisation)).bind(details).bind(english);
            let query = match read {
                Some((entity, rows)) => query.bind(entity.code()).bind(ChangeKind::Read.code()).bind(rows),
                None => query,
            };
            query.execute(c).await.map(drop)?
        });
        Ok(())
    }
}

/// What the chain covers of an operation.
pub(crate) struct ChainEntry<'a> {
    pub position: i64,
    pub at: i64,
    pub kind: &'a str,
    pub actor: &'a str,
    pub account: Option<i64>,
    pub role: &'a str,
    pub organisation: &'a str,
    pub municipality: Option<&'a str>,
    pub run: Option<i64>,
    pub reason: &'a str,
    pub changes: i64,
    /// Of the changes, those whose people were not protected when it was written.
    pub open_changes: i64,
    pub digest: &'a str,
}

impl ChainEntry<'_> {
    /// The hash of the entry behind another; each field is preceded by its length, so that none can run into the next.
    pub(crate) fn hash(&self, previous_hash: &str) -> String {
        let optional = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let fields = [
            previous_hash.to_owned(),
            self.position.to_string(),
            self.at.to_string(),
            self.kind.to_owned(),
            self.actor.to_owned(),
            optional(self.account),
            self.role.to_owned(),
            self.organisation.to_owned(),
            self.municipality.unwrap_or_default().to_owned(),
            optional(self.run),
            self.reason.to_owned(),
            self.changes.to_string(),
            self.open_changes.to_string(),
            self.digest.to_owned(),
        ];
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex::encode(hasher.finalize())
    }
}

/// Adds a change to the digest of its operation.
pub(crate) fn digest_change(
    digest: &mut Sha256,
    ordinal: i64,
    entity: &str,
    entity_id: i64,
    person: Option<i64>,
    kind: &str,
    content: &[u8],
) {
    for number in [ordinal, entity_id, person.unwrap_or(-1)] {
        digest.update(number.to_be_bytes());
    }
    for field in [entity.as_bytes(), kind.as_bytes(), content] {
        digest.update((field.len() as u64).to_be_bytes());
        digest.update(field);
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct RecordedRow {
    entity: String,
    entity_id: i64,
    kind: String,
    content: Vec<u8>,
    key: Option<Vec<u8>>,
}

impl RecordedRow {
    /// The change to a person, with its values if the person's key opens them.
    pub(crate) fn opened(&self, person: PersonId) -> Result<Change, StoreError> {
        let content = self.key.as_deref().and_then(|key| decrypt(key, &self.content));
        self.change(Some(person), content)
    }

    fn change(&self, person: Option<PersonId>, content: Option<Content>) -> Result<Change, StoreError> {
        let (before, after) = content.map(|content| (content.before, content.after)).unwrap_or_default();
        Ok(Change {
            entity: named("entity kind", &self.entity)?,
            entity_id: self.entity_id,
            person,
            kind: named("change kind", &self.kind)?,
            before,
            after,
        })
    }
}

impl Connection {
    /// What the journal tells of a person within a scope, in the order it happened. Values whose key has been destroyed
    /// are gone.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn changes_of(&mut self, scope: &Scope, person: PersonId) -> Result<Vec<Change>, StoreError> {
        let within = scope::of_people(self.database(), scope, "$1");
        let sql = format!(
            "SELECT c.entity, c.entity_id, c.kind, c.content, k.key FROM operation_change c \
             JOIN operation o ON o.id = c.operation_id JOIN person p ON p.id = c.person_id \
             LEFT JOIN person_key k ON k.person_id = c.person_id \
             WHERE c.person_id = $2 AND {within} ORDER BY o.position, c.ordinal"
        );
        let rows: Vec<RecordedRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(person.0).fetch_all(c).await?);
        rows.iter().map(|row| row.opened(person)).collect()
    }
}

impl Connection {
    /// Who has made, changed or removed one of some things of a person last, as the journal has it; empty where it tells of
    /// nobody.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn last_changed_by(
        &mut self,
        person: PersonId,
        things: &[(EntityKind, i64)],
    ) -> Result<String, StoreError> {
        let sql = format!(
            "SELECT o.actor FROM operation_change c JOIN operation o ON o.id = c.operation_id \
             JOIN {} ON r.entity = c.entity AND r.id = c.entity_id \
             WHERE c.person_id = $2 AND c.kind <> 'read' ORDER BY o.position DESC LIMIT 1",
            self.database().rows(&[("entity", JsonType::Text), ("id", JsonType::Integer)])
        );
        let things =
            things.iter().map(|(entity, id)| serde_json::json!({ "entity": entity.code(), "id": id }));
        let things = serde_json::Value::from_iter(things).to_string();
        let actor: Option<String> = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(things).bind(person.0)
            .fetch_optional(c).await?);
        Ok(actor.unwrap_or_default())
    }
}

#[derive(sqlx::FromRow)]
struct OperationChangeRow {
    ordinal: i64,
    person_id: Option<i64>,
    #[sqlx(flatten)]
    recorded: RecordedRow,
}

impl Connection {
    /// What an operation has done, from the change at `from` on, with the place of each. Values whose key has been
    /// destroyed are gone.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn changes_of_operation(
        &mut self,
        operation: OperationId,
        from: i64,
        limit: i64,
    ) -> Result<Vec<(i64, Change)>, StoreError> {
        let sql = "SELECT c.ordinal, c.person_id, c.entity, c.entity_id, c.kind, c.content, k.key FROM operation_change c \
                   LEFT JOIN person_key k ON k.person_id = c.person_id \
                   WHERE c.operation_id = $1 AND c.ordinal >= $2 ORDER BY c.ordinal LIMIT $3";
        let rows: Vec<OperationChangeRow> = on!(self, c => sqlx::query_as(sql).bind(operation.0).bind(from).bind(limit)
            .fetch_all(c).await?);
        rows.into_iter()
            .map(|OperationChangeRow { ordinal, person_id, recorded }| {
                let content = match (person_id, &recorded.key) {
                    (None, _) => serde_json::from_slice(&recorded.content).ok(),
                    (Some(_), Some(key)) => decrypt(key, &recorded.content),
                    (Some(_), None) => None,
                };
                Ok((ordinal, recorded.change(person_id.map(PersonId), content)?))
            })
            .collect()
    }
}

impl Store {
    /// Tells the journal of an operation that does nothing but read rows of people's data, and makes that last. It is the
    /// same as such an operation by itself, with half as many ways to the database and back: every page of a list begins
    /// with it.
    ///
    /// # Errors
    /// When the database refuses; nothing has then been told.
    pub async fn tell_of_reads(
        &self,
        operation: Operation,
        entity: EntityKind,
        identities: &[Identity],
    ) -> Result<(), StoreError> {
        let mut connection = self.begin_writing().await?;
        let rows = rows_with_people(identities);
        let id = next_identity(connection.database());
        let people = match connection.database() {
            Database::Sqlite => "json_each($1)",
            Database::Postgres => "json_each_text(CAST($1 AS json))",
        };
        let sql = format!(
            "{NEXT_PLACE}, {id} AS id, (SELECT count(*) FROM {people} r JOIN person p ON p.id = CAST(r.value AS bigint) \
             WHERE {PROTECTED}) AS hidden"
        );
        #[derive(sqlx::FromRow)]
        struct Begun {
            id: i64,
            #[sqlx(flatten)]
            place: Place,
        }
        let Begun { id, place } =
            on!(connection, c => sqlx::query_as(AssertSqlSafe(sql)).bind(&rows).fetch_one(c).await?);
        let mut journal = Journal::new(operation, id);
        journal.add_reads(entity, identities);
        journal.close(&mut connection, place, Some((entity, &rows))).await?;
        connection.commit().await
    }
}

impl OperationTransaction {
    /// The identity that the operation has in the journal.
    pub const fn id(&self) -> OperationId {
        OperationId(self.journal.id)
    }

    /// Says which municipality the operation concerns and why it is done, where that is known only once it is under way.
    pub fn is_about(&mut self, municipality: Option<MunicipalityCode>, reason: String) {
        self.journal.operation.municipality = municipality.or(self.journal.operation.municipality);
        self.journal.operation.reason = reason;
    }

    /// Closes the entry of the journal and begins another of the same kind, in the same transaction.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_next(&mut self) -> Result<(), StoreError> {
        self.journal.begin_next(&mut self.connection).await
    }

    /// Says in the journal what the transaction has done.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn record(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        let with_values = changes.iter().filter(|change| has_values(change));
        let keys = self.person_keys(with_values.filter_map(|change| change.person)).await?;
        let mut rows = Vec::with_capacity(changes.len());
        for change in changes {
            let content = content(change, &keys)?;
            let (entity, kind, person) =
                (change.entity.code(), change.kind.code(), change.person.map(|person| person.0));
            let ordinal = self.journal.add(entity, change.entity_id, person, kind, &content);
            rows.push(serde_json::json!({
                "operation_id": self.journal.id,
                "ordinal": ordinal,
                "entity": entity,
                "entity_id": change.entity_id,
                "person_id": person,
                "kind": kind,
                "content": json_bytes(&content),
            }));
        }
        let sql = format!(
            "INSERT INTO operation_change (operation_id, ordinal, entity, entity_id, person_id, kind, content) \
             SELECT operation_id, ordinal, entity, entity_id, person_id, kind, content FROM {}",
            self.database().rows(&[
                ("operation_id", JsonType::Integer),
                ("ordinal", JsonType::Integer),
                ("entity", JsonType::Text),
                ("entity_id", JsonType::Integer),
                ("person_id", JsonType::Integer),
                ("kind", JsonType::Text),
                ("content", JsonType::Bytes),
            ])
        );
        let rows = serde_json::Value::from(rows).to_string();
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Says in the journal that rows of people's data were read. It is the same as [`Self::record`] of as many changes
    /// without values, for as many rows as a file may have: what all of them share is sent once.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn record_reads(
        &mut self,
        entity: EntityKind,
        identities: &[Identity],
    ) -> Result<(), StoreError> {
        if identities.is_empty() {
            return Ok(());
        }
        let (operation, first) = (self.journal.id, self.journal.changes);
        self.journal.add_reads(entity, identities);
        let sql = AssertSqlSafe(insert_reads(self.database(), "$1", "$2", ["$3", "$4", "$5"]));
        on!(self, c => sqlx::query(sql).bind(operation).bind(first).bind(entity.code()).bind(ChangeKind::Read.code())
            .bind(rows_with_people(identities)).execute(c).await.map(drop)?);
        Ok(())
    }

    /// The keys of people; those who have none get one.
    async fn person_keys(
        &mut self,
        people: impl Iterator<Item = PersonId>,
    ) -> Result<HashMap<i64, Vec<u8>>, StoreError> {
        let people: std::collections::BTreeSet<i64> = people.map(|person| person.0).collect();
        if people.is_empty() {
            return Ok(HashMap::new());
        }
        let sql = format!(
            "SELECT person_id, key FROM person_key WHERE person_id IN {}",
            self.database().integers("$1")
        );
        let ids = json_integers(people.iter().copied());
        let found: Vec<(i64, Vec<u8>)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(c).await?);
        let mut keys: HashMap<i64, Vec<u8>> = found.into_iter().collect();
        let mut made = Vec::new();
        for person in people {
            if let std::collections::hash_map::Entry::Vacant(place) = keys.entry(person) {
                let mut key = vec![0; KEY_LENGTH];
                random_bytes(&mut key)?;
                made.push(serde_json::json!({ "person_id": person, "key": json_bytes(&key) }));
                place.insert(key);
            }
        }
        if !made.is_empty() {
            let sql = format!(
                "INSERT INTO person_key (person_id, key) SELECT person_id, key FROM {}",
                self.database().rows(&[("person_id", JsonType::Integer), ("key", JsonType::Bytes)])
            );
            let made = serde_json::Value::from(made).to_string();
            on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(made).execute(c).await.map(drop)?);
        }
        Ok(keys)
    }
}
