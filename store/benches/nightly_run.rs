//! The first nightly run and the next day's, against one set-based statement that does only the anti-join.

mod support;

use std::{hint::black_box, time::Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use domain::access::Scope;
use sqlx::{Connection as _, SqliteConnection};
use store::WhomToJudge;

/// Who is covered and has no case, and nothing else: the least that any run has to find out.
const FLOOR: &str = "SELECT p.id FROM person p WHERE p.municipality = '0581' \
    AND p.birth_date BETWEEN '2006-11-19' AND '2010-12-31' \
    AND NOT EXISTS (SELECT 1 FROM placement t JOIN study_path s ON s.id = t.study_path_id WHERE t.person_id = p.id \
      AND t.start_date <= '2026-11-21' AND (t.end_date IS NULL OR t.end_date >= '2026-11-21') \
      AND s.kind IN ('national', 'adapted')) \
    AND NOT EXISTS (SELECT 1 FROM diploma d WHERE d.person_id = p.id) \
    AND NOT EXISTS (SELECT 1 FROM activity_case a WHERE a.person_id = p.id AND a.deregistered IS NULL)";

fn nightly_run(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    // Connections are given back within it, when all is done.
    let _context = runtime.enter();
    let people = support::people();
    let (_folder, address, store) = runtime.block_on(support::register(people));
    let mut raw = runtime.block_on(SqliteConnection::connect(&address)).expect("a connection");
    let mut anti_join = || {
        let found: Vec<i64> =
            runtime.block_on(sqlx::query_scalar(FLOOR).fetch_all(&mut raw)).expect("the anti-join");
        black_box(found);
    };
    let floor = support::median(5, &mut anti_join);
    let run = |date: &str, choice| {
        let start = Instant::now();
        let changed = runtime.block_on(support::open_cases(&store, date, choice));
        (start.elapsed(), changed)
    };
    let (first, (opened, _)) = run(support::TODAY, WhomToJudge::Everybody);
    let next_day = "2026-11-22";
    let (next, (reopened, closed)) = run(next_day, WhomToJudge::Since(support::day(support::TODAY)));
    let (everybody, changed) = run(next_day, WhomToJudge::Everybody);
    assert_eq!(changed, (0, 0), "all has been done");
    println!("the first run opened {opened}, the next day's opened {reopened} and closed {closed}");
    support::table(
        people,
        &[
            ("first run, which opens a fifth", first, floor),
            ("everybody again, nothing to do", everybody, floor),
            ("next day's run against everybody again", next, everybody),
            ("next day's run against the first", next, first),
        ],
    );

    let (scope, date) = (Scope::of_the_system(), support::day(next_day));
    let mut group = criterion.benchmark_group("nightly run");
    group.sample_size(10);
    group.bench_function("choosing candidates", |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let mut connection = store.read(&Scope::of_the_system()).await.expect("a connection");
                black_box(
                    connection
                        .candidates(&scope, support::norrkoping(), date, WhomToJudge::Everybody)
                        .await
                        .expect("candidates"),
                )
            })
        });
    });
    group.bench_function("anti-join by hand", |bencher| bencher.iter(&mut anti_join));
    group.finish();
}

criterion_group!(benches, nightly_run);
criterion_main!(benches);
