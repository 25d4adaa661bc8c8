//! The list of cases through HTTP: the program itself, with sessions, scope and journal, beside the least that the same
//! can be had with, hand-written SQL in a handler that asks nobody who they are. Prints one table for each database.
//!
//! `cargo bench -p server --bench http` measures a region of 1,000,000 cases, `… -- 20000` one of 20,000. SQLite is
//! always measured, PostgreSQL where `FYREN_TEST_POSTGRES` names a server. The registers are made for it and removed
//! afterwards, unless `FYREN_BENCH_KEEP` names a folder to keep them in and to take them from the next time.

mod floor;
mod program;
mod register;
mod web;

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use floor::Asked;
use program::Program;
use tempfile::TempDir;
use web::Web;

/// How many cases, unless as many are asked for.
const CASES: u64 = 1_000_000;
/// How many rows a page has.
const PAGE: u64 = 15;
/// How many clients ask at once, and for how long.
const CLIENTS: usize = 8;
const CLIENTS_ASK_FOR: Duration = Duration::from_secs(5);

const NORRKOPING: &str = "municipality = '0581'";
const REGION: &str = "municipality IN ('0562', '0580', '0581', '0582', '0583')";
const OPEN: &str = "status NOT IN ('closed', 'other-schooling')";
const BY_NAME: &str = "surname_key, given_name_key, case_id";
/// A caseworker of Norrköping and an administrator of the region, of the demo.
const ASA: &str = "asa.lindqvist";
const BIRGITTA: &str = "birgitta.edman";

/// A page that is measured.
struct Page {
    name: &'static str,
    user: &'static str,
    /// What stands behind the list's address.
    search: String,
    /// What the quick find looks for.
    finding: &'static str,
    floor: Asked,
    times: usize,
    budget: &'static str,
}

fn pages(cases: u64) -> Vec<Page> {
    let asked = |reached: &str, filter: &str, order: &str, offset: u64| Asked {
        condition: format!("{reached} AND protected = FALSE AND {filter}"),
        order: order.to_owned(),
        offset,
    };
    let of_asa = |name, search: &str, floor, budget| Page {
        name,
        user: ASA,
        search: search.to_owned(),
        finding: "",
        floor,
        times: 200,
        budget,
    };
    let of_birgitta = |name, search: String, finding, floor| Page {
        name,
        user: BIRGITTA,
        search: format!("?filter=none{search}"),
        finding,
        floor,
        times: 7,
        budget: "≤ 3 ×",
    };
    // Page 30,000 of a million; as far behind of fewer.
    let far = (cases * 45 / 100 / PAGE).max(1);
    let texts = ["civic_number", "surname_search", "given_name_search", "caseworker_search", "phone_search"];
    let texts = texts.into_iter().chain(["email_search", "address_search"]);
    let found: Vec<String> = texts.map(|column| format!("{column} LIKE '%lindq%'")).collect();
    let found = format!("({})", found.join(" OR "));
    vec![
        of_asa("municipality, default view", "", asked(NORRKOPING, OPEN, BY_NAME, 0), "≤ 1.5 ×"),
        of_asa(
            "municipality, closed, latest first",
            "?status=any-of:closed&sort=-registered",
            asked(NORRKOPING, "status = 'closed'", "registered DESC, case_id", 0),
            "≤ 20 ms, ≤ 3 ×",
        ),
        of_asa(
            "municipality, adults, by telephone",
            "?filter=none&age=at-least:18&sort=phone",
            asked(NORRKOPING, "birth_date <= '2008-11-21'", "phone NULLS LAST, case_id", 0),
            "≤ 20 ms, ≤ 3 ×",
        ),
        of_birgitta("region, first page", String::new(), "", asked(REGION, "TRUE", BY_NAME, 0)),
        of_birgitta(
            "region, page far behind",
            format!("&page={far}"),
            "",
            asked(REGION, "TRUE", BY_NAME, (far - 1) * PAGE),
        ),
        of_birgitta("region, part of a name", String::new(), "lindq", asked(REGION, &found, BY_NAME, 0)),
    ]
}

/// The columns of the file, which are those that the list starts with.
const FILE: &str =
    "civic_number, surname, given_name, status, registered, occupation, caseworker, measure, next_follow_up";

fn main() {
    let cases = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(CASES);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let _context = runtime.enter();
    let folder = TempDir::new().expect("a folder");
    let kept = std::env::var_os("FYREN_BENCH_KEEP").map(PathBuf::from);
    let file = kept.clone().unwrap_or_else(|| folder.path().to_owned()).join(format!("fyren-{cases}.db"));
    let sqlite = format!("sqlite://{}", file.display());
    runtime.block_on(register::make_sqlite(&sqlite, &file, cases));
    measure("SQLite", &sqlite, cases, &folder, &runtime);
    if let Ok(server) = std::env::var("FYREN_TEST_POSTGRES") {
        let name = format!("fyren_test_bench_{cases}");
        let postgres = runtime.block_on(register::make_postgres(&server, &name, cases));
        measure("PostgreSQL", &postgres, cases, &folder, &runtime);
        if kept.is_none() {
            runtime.block_on(store::Store::remove_test_database(&server, &name)).expect("no database");
        }
    }
}

fn measure(database: &str, address: &str, cases: u64, folder: &TempDir, runtime: &tokio::runtime::Runtime) {
    println!("\n{database}, {cases} cases, load {}\n", program::load());
    println!("| work | Fyren | floor | ratio | budget |\n|---|---|---|---|---|");
    let program = Program::start(address, folder.path());
    println!("| start to first answered request | {} | | | ≤ 0.3 s |", text(program.started));
    println!("| idle memory | {} MiB | | | ≤ 60 MiB |", program.memory("VmRSS") / 1024);
    let floor = runtime.block_on(floor::start(address));
    for Page { name, user, search, finding, floor: asked, times, budget } in pages(cases) {
        let mut web = Web::signed_in(&program.address, user);
        let path = match finding {
            "" => format!("/aktivitetsansvar{search}"),
            finding => web.find(&search, finding),
        };
        let least = median(&mut Web::connect(&floor, ""), &asked.path(), times);
        row(name, median(&mut web, &path, times), least, budget);
    }
    let asa = Web::signed_in(&program.address, ASA);
    let fyren = rate(&program.address, asa.cookie(), "/aktivitetsansvar");
    let least = rate(&floor, "", &pages(cases)[0].floor.path());
    println!(
        "| default view, {CLIENTS} clients | {fyren:.0}/s | {least:.0}/s | {:.1} | ≥ 1,500/s |",
        least / fyren
    );
    let raw = Web::connect(&floor, "").download(&floor::file(FILE, REGION, BY_NAME));
    let workbook = floor::workbook(cases);
    for (format, least, budget) in [("csv", raw.whole, "≤ 10 s"), ("xlsx", workbook, "≤ 60 s")] {
        program.forget_the_most();
        let file = Web::signed_in(&program.address, BIRGITTA)
            .download(&format!("/export/cases.{format}?filter=none"));
        let name = format!("export of all as {format}, first byte after {}", text(file.first));
        row(&name, file.whole, least, budget);
        let most = program.memory("VmHWM") / 1024;
        println!(
            "| the same, memory at most; {:.1} MB | {most} MiB | | | ≤ 256 MiB |",
            file.bytes as f64 / 1e6
        );
    }
    println!("\nload {}", program::load());
}

fn row(name: &str, fyren: Duration, floor: Duration, budget: &str) {
    let ratio = fyren.as_secs_f64() / floor.as_secs_f64();
    println!("| {name} | {} | {} | {ratio:.1} | {budget} |", text(fyren), text(floor));
}

fn text(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{:.1} ms", seconds * 1e3),
        seconds => format!("{seconds:.1} s"),
    }
}

fn median(web: &mut Web, path: &str, times: usize) -> Duration {
    web.page(path);
    let mut measured: Vec<Duration> = (0..times)
        .map(|_| {
            let start = Instant::now();
            web.page(path);
            start.elapsed()
        })
        .collect();
    measured.sort();
    measured[times / 2]
}

/// How many pages the clients get each second.
fn rate(address: &str, cookie: &str, path: &str) -> f64 {
    let until = Instant::now() + CLIENTS_ASK_FOR;
    let pages: u32 = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                scope.spawn(move || {
                    let mut web = Web::connect(address, cookie);
                    let mut pages = 0;
                    while Instant::now() < until {
                        web.page(path);
                        pages += 1;
                    }
                    pages
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().expect("a client")).sum()
    });
    f64::from(pages) / CLIENTS_ASK_FOR.as_secs_f64()
}
