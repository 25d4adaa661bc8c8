//! The least that a list can be had with: hand-written statements and a table of their rows, without sessions, scopes or
//! a journal.

use std::{
    convert::Infallible,
    fmt::Write,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{RawQuery, State},
    response::Html,
    routing::get,
};
use futures_util::{StreamExt, stream::poll_fn};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use sqlx::{AssertSqlSafe, PgPool, Row, SqlitePool};

const TEXTS: &str = "civic_number, surname, given_name, status, reason, occupation, caseworker, municipality, \
    living_outside, measure, phone, email, address";
const DATES: [&str; 7] = [
    "registered",
    "deregistered",
    "birth_date",
    "latest_contact",
    "next_follow_up",
    "measure_start",
    "measure_end",
];

/// What a page holds.
pub struct Asked {
    /// Which rows.
    pub condition: String,
    /// In which order.
    pub order: String,
    /// How many rows stand before the page.
    pub offset: u64,
}

impl Asked {
    /// Where the page is, with its SQL in the address.
    pub fn path(&self) -> String {
        let Self { condition, order, offset } = self;
        let rows = format!(
            "SELECT {TEXTS}, {} FROM case_row WHERE case_id IN (SELECT case_id FROM case_row WHERE {condition} \
             ORDER BY {order} LIMIT 15 OFFSET {offset}) ORDER BY {order}",
            DATES.map(in_text).join(", ")
        );
        let count = format!("SELECT count(*) FROM case_row WHERE {condition}");
        format!("/?{}.{}", hexadecimal(&rows), hexadecimal(&count))
    }
}

fn in_text(column: &str) -> String {
    format!("CAST({column} AS TEXT) AS {column}_text")
}

fn hexadecimal(text: &str) -> String {
    text.bytes().fold(String::new(), |mut hexadecimal, byte| {
        let _ = write!(hexadecimal, "{byte:02x}");
        hexadecimal
    })
}

fn from_hexadecimal(hexadecimal: &str) -> String {
    let digit = |place: usize| u8::from_str_radix(&hexadecimal[place..place + 2], 16).expect("a byte");
    let bytes = (0..hexadecimal.len()).step_by(2).map(digit).collect();
    String::from_utf8(bytes).expect("a text")
}

/// Where the file with some columns of all rows is.
pub fn file(columns: &str, condition: &str, order: &str) -> String {
    let columns: Vec<String> = columns.split(", ").map(in_text).collect();
    let sql = format!(
        "SELECT {} FROM case_row WHERE {condition} AND protected = FALSE ORDER BY {order}",
        columns.join(", ")
    );
    format!("/file?{}", hexadecimal(&sql))
}

#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Serves the pages, and tells where.
pub async fn start(database: &str) -> String {
    let pool = if database.starts_with("postgres") {
        Pool::Postgres(PgPool::connect(database).await.expect("the database"))
    } else {
        Pool::Sqlite(SqlitePool::connect(database).await.expect("the database"))
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a place to listen");
    let address = listener.local_addr().expect("an address").to_string();
    let router = Router::new().route("/", get(page)).route("/file", get(rows)).with_state(pool);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Reads the rows and their count on whichever connection there is.
macro_rules! read_page {
    ($pool:expr, $rows:expr, $count:expr) => {{
        let mut connection = $pool.acquire().await.expect("a connection");
        let rows = sqlx::query(AssertSqlSafe($rows)).fetch_all(&mut *connection).await.expect("rows");
        let count: i64 =
            sqlx::query_scalar(AssertSqlSafe($count)).fetch_one(&mut *connection).await.expect("a count");
        let mut table = String::new();
        for row in rows {
            table.push_str("<tr>");
            for place in 0..row.columns().len() {
                let cell: Option<&str> = row.get(place);
                let _ = write!(table, "<td>{}", cell.unwrap_or_default());
            }
        }
        (table, count)
    }};
}

async fn page(State(pool): State<Pool>, RawQuery(asked): RawQuery) -> Html<String> {
    let asked = asked.expect("what is asked for");
    let (rows, count) = asked.split_once('.').expect("two statements");
    let (rows, count) = (from_hexadecimal(rows), from_hexadecimal(count));
    let (rows, count) = match pool {
        Pool::Sqlite(pool) => read_page!(pool, rows, count),
        Pool::Postgres(pool) => read_page!(pool, rows, count),
    };
    Html(format!("<!DOCTYPE html><table>{rows}</table><p>{count}"))
}

/// Sends each row as a line on whichever connection there is.
macro_rules! send_rows {
    ($pool:expr, $sql:expr, $sender:expr) => {{
        let mut rows = sqlx::query(AssertSqlSafe($sql)).fetch(&$pool);
        let mut piece = String::new();
        while let Some(row) = rows.next().await {
            let row = row.expect("a row");
            for place in 0..row.columns().len() {
                let cell: Option<&str> = row.get(place);
                let _ = write!(piece, "{};", cell.unwrap_or_default());
            }
            piece.push('\n');
            if piece.len() > 64 * 1024 && $sender.send(Bytes::from(std::mem::take(&mut piece))).await.is_err()
            {
                return;
            }
        }
        let _ = $sender.send(Bytes::from(piece)).await;
    }};
}

async fn rows(State(pool): State<Pool>, RawQuery(asked): RawQuery) -> Body {
    let sql = from_hexadecimal(&asked.expect("what is asked for"));
    let (sender, mut pieces) = tokio::sync::mpsc::channel(4);
    tokio::spawn(async move {
        match pool {
            Pool::Sqlite(pool) => send_rows!(pool, sql, sender),
            Pool::Postgres(pool) => send_rows!(pool, sql, sender),
        }
    });
    Body::from_stream(poll_fn(move |context| {
        pieces.poll_recv(context).map(|piece| piece.map(Ok::<_, Infallible>))
    }))
}

/// How long a workbook takes of so many rows, which come from nowhere, with as many columns as the file.
pub fn workbook(rows: u64) -> Duration {
    let start = Instant::now();
    let mut workbook = Workbook::new();
    let day = ExcelDateTime::from_ymd(2026, 8, 17).expect("a day");
    let as_day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet_with_constant_memory().expect("a sheet");
    for row in 0..u32::try_from(rows).expect("a sheet's rows") {
        for (column, text) in (0..).zip(["20080817-2381", "Lindqvist", "Åsa", "Ingen sysselsättning"]) {
            sheet.write_string(row, column, text).expect("a cell");
        }
        sheet.write_datetime_with_format(row, 4, &day, &as_day).expect("a cell");
        for (column, text) in (5..).zip(["Arbetssökande", "Åsa Lindqvist", "Samtal"]) {
            sheet.write_string(row, column, text).expect("a cell");
        }
        sheet.write_datetime_with_format(row, 8, &day, &as_day).expect("a cell");
    }
    workbook.save_to_writer(Sink).expect("a workbook");
    start.elapsed()
}

/// Takes whatever is written.
struct Sink;

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
