//! All rows of the list in its default order, as they are read for a file, against one hand-written statement that reads
//! the same rows.

mod support;

use std::hint::black_box;

use domain::{
    access::Scope,
    list::{ListQuery, specs::cases::CaseColumn},
};
use sqlx::{Connection as _, SqliteConnection};

const ROWS: &str = "SELECT case_id, person_id, civic_number, surname, given_name, status, registered, deregistered, \
    reason, occupation, caseworker, birth_date, municipality, living_outside, latest_contact, next_follow_up, measure, \
    measure_start, measure_end, phone, email, address, protected FROM case_row \
    WHERE municipality = '0581' AND protected = 0 AND status NOT IN ('closed', 'other-schooling') \
    ORDER BY surname_key, given_name_key, case_id";

/// How many rows are read at a time, as `service` does.
const BATCH: usize = 2000;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    // Connections are given back within it, when all is done.
    let _context = runtime.enter();
    let people = support::people();
    let (_folder, address, store) = runtime.block_on(support::register(people));
    runtime.block_on(support::open_cases(&store, support::TODAY, store::WhomToJudge::Everybody));
    let scope = Scope::of([support::norrkoping()]);
    let query = ListQuery::<CaseColumn>::default();
    let today = support::day(support::TODAY);

    let mut raw = runtime.block_on(SqliteConnection::connect(&address)).expect("a connection");
    let floor = support::median(5, || {
        black_box(runtime.block_on(sqlx::query(ROWS).fetch_all(&mut raw)).expect("rows"));
    });
    let mut count = 0;
    let export = support::median(5, || {
        count = runtime.block_on(async {
            let mut connection = store.read_snapshot(&Scope::of_the_system()).await.expect("a snapshot");
            let order = connection.list_order(&scope, &query, today).await.expect("an order");
            let order: Vec<i64> = order.iter().map(|identity| identity.row).collect();
            for batch in order.chunks(BATCH) {
                black_box(connection.list_rows::<CaseColumn>(&scope, batch, today).await.expect("rows"));
            }
            order.len()
        });
    });
    support::table(people, &[(&format!("export, {count} rows read"), export, floor)]);
}
