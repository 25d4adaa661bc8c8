//! The default view of the list, a page with its exact count, against hand-written SQL over the same rows.

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use domain::{
    access::Scope,
    list::{ListQuery, specs::cases::CaseColumn},
};
use sqlx::{Connection as _, SqliteConnection};

const PAGE: &str = "SELECT case_id, civic_number, surname, given_name, status, registered, deregistered, reason, \
    occupation, caseworker, birth_date, municipality, living_outside, latest_contact, next_follow_up, measure, \
    measure_start, measure_end, phone, email, address, protected FROM case_row \
    WHERE municipality = '0581' AND protected = 0 AND status NOT IN ('closed', 'other-schooling') \
    ORDER BY surname_key, given_name_key, case_id LIMIT 15";
const COUNT: &str = "SELECT count(*) FROM case_row WHERE municipality = '0581' AND protected = 0 \
    AND status NOT IN ('closed', 'other-schooling')";

fn default_view(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    // Connections are given back within it, when all is done.
    let _context = runtime.enter();
    let people = support::people();
    let (_folder, address, store) = runtime.block_on(support::register(people));
    runtime.block_on(async {
        support::open_cases(&store, support::TODAY, store::WhomToJudge::Everybody).await;
    });
    let scope = Scope::of([support::norrkoping()]);
    let query = ListQuery::<CaseColumn>::default();
    let today = support::day(support::TODAY);

    let mut group = criterion.benchmark_group("case list");
    let mut connection = runtime.block_on(store.read(&Scope::of_the_system())).expect("a connection");
    group.bench_function("list_cases", |bencher| {
        bencher.iter(|| {
            let page = runtime.block_on(connection.list_page(&scope, &query, today)).expect("a page");
            black_box(page)
        });
    });
    let mut raw = runtime.block_on(SqliteConnection::connect(&address)).expect("a connection");
    let mut floor = || {
        runtime.block_on(async {
            let rows = sqlx::query(PAGE).fetch_all(&mut raw).await.expect("rows");
            let count: i64 = sqlx::query_scalar(COUNT).fetch_one(&mut raw).await.expect("a count");
            black_box((rows, count));
        });
    };
    group.bench_function("hand-written SQL", |bencher| bencher.iter(&mut floor));
    group.finish();

    let floor = support::median(200, &mut floor);
    let list = support::median(200, || {
        let page = runtime.block_on(connection.list_page(&scope, &query, today)).expect("a page");
        black_box(page);
    });
    support::table(people, &[("default view, page and count", list, floor)]);
}

criterion_group!(benches, default_view);
criterion_main!(benches);
