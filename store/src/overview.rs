//! The numbers of the start page.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    access::Scope,
    alarm::{Alarm, AlarmDays},
    case::CaseStatus,
    clock::stockholm_time,
    language::Named,
    overview::{LastRun, Overview},
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, StoreError,
    accounts::instant,
    db::on,
    policies::{municipality, named},
    scope,
};

/// How many weeks the chart of new cases shows.
const WEEKS: u64 = 26;

#[derive(sqlx::FromRow)]
struct RunRow {
    municipality: String,
    business_date: NaiveDate,
    finished: i64,
    succeeded: bool,
    examined: i64,
    errors: i64,
    opened: i64,
    closed: i64,
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// How many open cases have their next follow-up today, and how many have it behind them: those that the list shows.
fn follow_ups_sql(within: &str) -> String {
    format!(
        "SELECT coalesce(sum(CASE WHEN r.next_follow_up = $2 THEN 1 ELSE 0 END), 0), \
         coalesce(sum(CASE WHEN r.next_follow_up < $2 THEN 1 ELSE 0 END), 0) FROM case_row r \
         WHERE {within} AND r.next_follow_up <= $2 AND r.status <> 'closed'"
    )
}

/// How many open cases nobody has.
fn without_caseworker_sql(within: &str) -> String {
    format!(
        "SELECT count(*) FROM case_row r WHERE {within} AND r.caseworker_key IS NULL \
         AND r.status NOT IN ('closed', 'other-schooling')"
    )
}

impl Connection {
    /// The numbers of a scope on a day.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn overview(
        &mut self,
        scope: &Scope,
        today: NaiveDate,
        alarm_days: AlarmDays,
    ) -> Result<Overview, StoreError> {
        let database = self.database();
        let within = scope::condition(database, scope, "r.municipality", "r.protected", "$1");
        let bound = &scope::bind(scope);

        let sql = format!(
            "SELECT r.status, count(*) FROM case_row r WHERE {within} AND r.status <> 'closed' GROUP BY r.status"
        );
        let counts: Vec<(String, i64)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(bound).fetch_all(c).await?);
        let mut by_status = BTreeMap::<CaseStatus, u64>::new();
        for (code, number) in counts {
            by_status.insert(named("status", &code)?, count(number));
        }
        let open_by_status = CaseStatus::ALL
            .iter()
            .filter(|status| **status != CaseStatus::Closed)
            .map(|status| (*status, by_status.get(status).copied().unwrap_or_default()))
            .collect();

        let sql = follow_ups_sql(&within);
        let (due, overdue): (i64, i64) =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(bound).bind(today).fetch_one(c).await?);

        let week_ago = today.checked_sub_days(Days::new(6)).unwrap_or(today);
        let sql = format!(
            "SELECT count(*) FROM case_row r WHERE {within} AND r.registered >= $2 AND r.registered <= $3"
        );
        let new_last_week: i64 = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(bound).bind(week_ago).bind(today).fetch_one(c).await?);

        let sql = without_caseworker_sql(&within);
        let without_caseworker: i64 =
            on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(bound).fetch_one(c).await?);

        let monday = today
            .checked_sub_days(Days::new(u64::from(today.weekday().num_days_from_monday())))
            .unwrap_or(today);
        let first = monday.checked_sub_days(Days::new(7 * (WEEKS - 1))).unwrap_or(monday);
        let sql = format!(
            "SELECT r.registered, count(*) FROM case_row r WHERE {within} AND r.registered >= $2 AND r.registered <= $3 \
             GROUP BY r.registered"
        );
        let per_day: Vec<(NaiveDate, i64)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(bound).bind(first).bind(today).fetch_all(c).await?);
        let opened_per_week = (0..WEEKS)
            .filter_map(|week| first.checked_add_days(Days::new(7 * week)))
            .map(|start| {
                let in_week = |date: NaiveDate| (0..7).contains(&(date - start).num_days());
                (
                    start,
                    per_day.iter().filter(|(date, _)| in_week(*date)).map(|(_, number)| count(*number)).sum(),
                )
            })
            .collect();

        let mut alarms = Vec::new();
        for alarm in Alarm::ALL {
            alarms.push((*alarm, self.list_count(scope, &alarm.query(alarm_days), today).await?));
        }

        Ok(Overview {
            alarms,
            alarm_days,
            open_by_status,
            follow_ups_due: (count(due), count(overdue)),
            new_last_week: count(new_last_week),
            without_caseworker: count(without_caseworker),
            last_runs: self.last_runs(scope).await?,
            opened_per_week,
        })
    }

    /// The latest case update of each municipality in a scope. What was opened and closed is that of every run of its
    /// business date, so that a second run of a day does not hide what the first one did; it is counted anew in the
    /// scope, so that nobody is counted whom the reader may not see.
    async fn last_runs(&mut self, scope: &Scope) -> Result<Vec<LastRun>, StoreError> {
        let database = self.database();
        let within = scope::condition(database, scope, "u.municipality", "false", "$1");
        let visible = if scope.includes_protected() { "true" } else { "NOT r.protected" };
        let counted = |run: &str| {
            format!(
                "SELECT count(*) FROM run d JOIN activity_case a ON a.{run} = d.id JOIN case_row r ON r.case_id = a.id \
                 WHERE d.job = u.job AND d.municipality = u.municipality AND d.business_date = u.business_date AND {visible}"
            )
        };
        let (opened, closed) = (counted("opened_run"), counted("closed_run"));
        let sql = format!(
            "SELECT u.municipality, u.business_date, u.finished, u.succeeded, u.examined, u.errors, \
             ({opened}) AS opened, ({closed}) AS closed \
             FROM run u WHERE u.id IN (SELECT max(v.id) FROM run v WHERE v.job = 'case-update' GROUP BY v.municipality) \
             AND {within} ORDER BY u.municipality"
        );
        let rows: Vec<RunRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).fetch_all(c).await?);
        rows.into_iter()
            .map(|row| {
                Ok(LastRun {
                    municipality: municipality(&row.municipality)?,
                    date: row.business_date,
                    finished: stockholm_time(instant(row.finished)),
                    succeeded: row.succeeded,
                    examined: count(row.examined),
                    opened: count(row.opened),
                    closed: count(row.closed),
                    errors: count(row.errors),
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::municipality::MunicipalityCode;
    use sqlx::Row;

    use super::*;
    use crate::{OpenMode, Store, db::Either};

    /// How SQLite goes about a question.
    async fn plan(sql: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", folder.path().join("fyren.db").display());
        let store = Store::open(&address, OpenMode::CreateAndMigrate).await.unwrap();
        let mut connection = store.read(&Scope::of_the_system()).await.unwrap();
        let Either::Sqlite(connection) = connection.either() else { unreachable!("it is SQLite") };
        let scope = Scope::of([MunicipalityCode::try_from("0581").unwrap()]);
        let today: NaiveDate = "2026-11-21".parse().unwrap();
        let sql = format!("EXPLAIN QUERY PLAN {sql}");
        let rows =
            sqlx::query(AssertSqlSafe(sql)).bind(scope::bind(&scope)).bind(today).fetch_all(connection).await;
        let steps: Vec<String> = rows.unwrap().iter().map(|row| row.get("detail")).collect();
        steps.join("\n")
    }

    fn within() -> String {
        let scope = Scope::of([MunicipalityCode::try_from("0581").unwrap()]);
        scope::condition(crate::Database::Sqlite, &scope, "r.municipality", "r.protected", "$1")
    }

    #[tokio::test]
    async fn follow_ups_are_counted_from_what_is_due() {
        let plan = plan(&follow_ups_sql(&within())).await;
        assert!(plan.contains("COVERING INDEX case_row_by_follow_up"), "{plan}");
    }

    #[tokio::test]
    async fn alarms_are_counted_from_what_they_ask_for() {
        let scope = Scope::of([MunicipalityCode::try_from("0581").unwrap()]);
        let today: NaiveDate = "2026-11-21".parse().unwrap();
        for alarm in Alarm::ALL {
            let query = alarm.query(AlarmDays::default());
            let [_, count] = crate::list_sql(crate::Database::Sqlite, &scope, &query, today);
            let plan = plan(&format!("{count} AND $1 = $1 AND $2 = $2")).await;
            assert!(plan.contains("COVERING INDEX case_row_by_alarm"), "{alarm:?} {plan}");
        }
    }

    #[tokio::test]
    async fn cases_without_a_caseworker_are_counted_from_an_index() {
        let plan = plan(&format!("{} AND $2 = $2", without_caseworker_sql(&within()))).await;
        assert!(plan.contains("COVERING INDEX case_row_by_caseworker"), "{plan}");
    }
}
