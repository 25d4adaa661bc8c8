//! Notices from schools: the inbox of a municipality.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    id::{AccountId, CaseId, ContactId, NoticeId, PersonId},
    language::Named,
    municipality::MunicipalityCode,
    person::Name,
    school_notice::{Notice, NoticeState},
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    accounts::instant,
    db::on,
    measures::all_written,
    policies::{municipality, named},
    population::{NameRow, civic_number},
    scope::{self, PROTECTED},
};

/// Whom a notice is about, where the municipality knows them.
#[derive(Clone, PartialEq, Eq)]
pub struct Pupil {
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: Name,
    /// The open case of the person in the municipality, if there is one.
    pub open_case: Option<CaseId>,
}

/// A notice with what has become of it.
#[derive(Clone, PartialEq, Eq)]
pub struct NoticeRecord {
    /// Which one.
    pub id: NoticeId,
    /// Whose inbox it lies in.
    pub municipality: MunicipalityCode,
    /// What the school says.
    pub notice: Notice,
    /// When it came.
    pub received: DateTime<Utc>,
    /// Who entered it.
    pub entered_by: String,
    /// What has become of it. A contact that has been removed since is put aside, with nothing said of why.
    pub state: NoticeState,
    /// By whom and when.
    pub handled: Option<(String, DateTime<Utc>)>,
    /// Whom it is about. Nobody, of somebody whom the municipality does not know or whom the reader may not see.
    pub pupil: Option<Pupil>,
}

domain::private_debug!(Pupil, person);
domain::private_debug!(NoticeRecord, id, notice);

/// A notice that is entered.
#[derive(Clone, Copy)]
pub struct NewNotice<'a> {
    /// In whose inbox.
    pub municipality: MunicipalityCode,
    /// What the school says.
    pub notice: &'a Notice,
    /// Who enters it, by name and account.
    pub by: (&'a str, Option<AccountId>),
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct NoticeRow {
    id: i64,
    municipality: String,
    civic_number: String,
    kind: String,
    school: String,
    notice_date: NaiveDate,
    text: String,
    received: i64,
    entered_by: String,
    state: String,
    case_id: Option<i64>,
    contact_id: Option<i64>,
    put_aside: Option<String>,
    handled_by: Option<String>,
    handled: Option<i64>,
    known: Option<i64>,
    #[sqlx(flatten)]
    name: NameRow,
    open_case: Option<i64>,
}

impl NoticeRow {
    fn record(self) -> Result<NoticeRecord, StoreError> {
        let state = match (self.state.as_str(), self.case_id, self.contact_id) {
            ("waiting", ..) => NoticeState::Waiting,
            (_, Some(case), Some(contact)) => NoticeState::Contact(CaseId(case), ContactId(contact)),
            _ => NoticeState::PutAside(self.put_aside.unwrap_or_default()),
        };
        let pupil = self.known.map(|person| Pupil {
            person: PersonId(person),
            name: self.name.into(),
            open_case: self.open_case.map(CaseId),
        });
        Ok(NoticeRecord {
            id: NoticeId(self.id),
            municipality: municipality(&self.municipality)?,
            notice: Notice {
                civic_number: civic_number(&self.civic_number)?,
                kind: named("notice", &self.kind)?,
                school: self.school,
                date: self.notice_date,
                text: self.text,
            },
            received: instant(self.received),
            entered_by: self.entered_by,
            state,
            handled: self.handled_by.zip(self.handled.map(instant)),
            pupil,
        })
    }
}

/// Which notices are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notices {
    /// Those that wait, the oldest first.
    Waiting,
    /// Those of which something has been made, the latest first.
    Handled,
    /// One.
    One(NoticeId),
}

/// The notices `n` of a scope, with whoever `p` has or has had the number of each, and the condition on both. That somebody is
/// protected nobody learns: what is told of them lies in the inbox of whoever entered it, as of somebody who is not known, and in
/// nobody else's.
///
/// Whose each is, is found first, so that PostgreSQL looks the people up by a column: it uses no index for what is found in the
/// same breath, since it cannot tell whether looking tells of a row that it holds back.
struct Within {
    with: String,
    from: &'static str,
    condition: String,
}

fn within(connection: &Connection, scope: &Scope, notices: Notices) -> Within {
    let database = connection.database();
    let place = scope::condition(database, scope, "n.municipality", "false", "$1");
    let which = match notices {
        Notices::Waiting => "n.state = 'waiting' AND $3 = $3",
        Notices::Handled => "n.state <> 'waiting' AND $3 = $3",
        Notices::One(_) => "n.id = $3",
    };
    let with = format!(
        "WITH n AS MATERIALIZED (SELECT n.*, coalesce(n.person_id, \
         (SELECT k.id FROM person k WHERE k.civic_number = n.civic_number), \
         (SELECT f.person_id FROM former_number f WHERE f.civic_number = n.civic_number)) AS whose \
         FROM school_notice n WHERE {place} AND {which})"
    );
    // Whose it is decides before who reads, so that the parameters are there whatever the scope.
    let protected = format!("(coalesce({PROTECTED}, false) AND coalesce(n.account_id, 0) <> $2)");
    let within = scope::condition(database, scope, "n.municipality", &protected, "$1");
    Within {
        with,
        from: "FROM n LEFT JOIN person p ON p.id = n.whose",
        condition: format!("{within} AND $2 = $2"),
    }
}

impl Connection {
    /// A page of the notices within a scope.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn notices(
        &mut self,
        scope: &Scope,
        notices: Notices,
        (skipped, taken): (i64, i64),
    ) -> Result<Vec<NoticeRecord>, StoreError> {
        let Within { with, from, condition } = within(self, scope, notices);
        let order = match notices {
            Notices::Handled => "n.handled DESC, n.id DESC",
            Notices::Waiting | Notices::One(_) => "n.received, n.id",
        };
        // Somebody whom the municipality has nothing to do with is as unknown to it as somebody nobody has heard of.
        let is_known = format!(
            "p.id IS NOT NULL AND NOT {PROTECTED} AND (coalesce(p.municipality, '') = n.municipality \
             OR EXISTS (SELECT 1 FROM activity_case o WHERE o.person_id = p.id AND o.municipality = n.municipality))"
        );
        let shown = |column: &str| format!("CASE WHEN {is_known} THEN p.{column} ELSE '' END AS {column}");
        let sql = format!(
            "{with} SELECT n.id, n.municipality, n.civic_number, n.kind, n.school, n.notice_date, n.text, n.received, \
             n.entered_by, n.state, n.case_id, n.contact_id, n.put_aside, n.handled_by, n.handled, \
             CASE WHEN {is_known} THEN p.id END AS known, {}, {}, {}, p.calling_mark, \
             CASE WHEN {is_known} THEN (SELECT max(a.id) FROM activity_case a WHERE a.person_id = p.id \
             AND a.municipality = n.municipality AND a.deregistered IS NULL) END AS open_case \
             {from} WHERE {condition} ORDER BY {order} LIMIT $4 OFFSET $5",
            shown("given_names"),
            shown("middle_name"),
            shown("surname"),
        );
        let (reader, one) = bound(scope, notices);
        let rows: Vec<NoticeRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(reader)
            .bind(one).bind(taken).bind(skipped).fetch_all(c).await?);
        rows.into_iter().map(NoticeRow::record).collect()
    }

    /// How many notices there are within a scope.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn count_notices(&mut self, scope: &Scope, notices: Notices) -> Result<u64, StoreError> {
        let Within { with, from, condition } = within(self, scope, notices);
        let sql = format!("{with} SELECT count(*) {from} WHERE {condition}");
        let (reader, one) = bound(scope, notices);
        let count: i64 = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(reader)
            .bind(one).fetch_one(c).await?);
        Ok(u64::try_from(count).unwrap_or_default())
    }
}

/// What is bound beside the municipalities: who reads, and which one.
fn bound(scope: &Scope, notices: Notices) -> (i64, i64) {
    let one = match notices {
        Notices::One(id) => id.0,
        Notices::Waiting | Notices::Handled => 0,
    };
    (scope.reader().map_or(0, |account| account.0), one)
}

impl OperationTransaction {
    /// Puts a notice into an inbox. Returns it with whose it is, also of somebody whom nobody may see: the journal tells it of
    /// that person.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_notice(
        &mut self,
        new: NewNotice<'_>,
    ) -> Result<(NoticeId, Option<PersonId>), StoreError> {
        let NewNotice { municipality, notice, by: (name, account), at } = new;
        let sql = "INSERT INTO school_notice (municipality, civic_number, person_id, kind, school, notice_date, text, received, \
                   entered_by, account_id, state) VALUES ($1, $2, coalesce((SELECT id FROM person WHERE civic_number = $2), \
                   (SELECT person_id FROM former_number WHERE civic_number = $2)), $3, $4, $5, $6, $7, $8, $9, 'waiting') \
                   RETURNING id, person_id";
        let (id, person): (i64, Option<i64>) = on!(self, c => sqlx::query_as(sql).bind(municipality.as_str())
            .bind(notice.civic_number.to_string()).bind(notice.kind.code()).bind(&notice.school).bind(notice.date)
            .bind(&notice.text).bind(at.timestamp_millis()).bind(name).bind(account.map(|account| account.0))
            .fetch_one(c).await?);
        Ok((NoticeId(id), person.map(PersonId)))
    }

    /// Writes what has become of a notice that waited.
    ///
    /// # Errors
    /// When the database refuses, and when it does not wait any more: in a transaction that has locked the register that
    /// cannot be.
    pub async fn handle_notice(
        &mut self,
        id: NoticeId,
        state: &NoticeState,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (code, case, contact, reason) = match state {
            NoticeState::Waiting => ("waiting", None, None, None),
            NoticeState::Contact(case, contact) => ("contact", Some(case.0), Some(contact.0), None),
            NoticeState::PutAside(reason) => ("put-aside", None, None, Some(reason)),
        };
        let sql = "UPDATE school_notice SET state = $2, case_id = $3, contact_id = $4, put_aside = $5, handled_by = $6, \
                   handled = $7 WHERE id = $1 AND state = 'waiting'";
        let written = on!(self, c => sqlx::query(sql).bind(id.0).bind(code).bind(case).bind(contact).bind(reason).bind(by)
            .bind(at.timestamp_millis()).execute(c).await?.rows_affected());
        all_written(written, 1)
    }
}
