//! The rules of the house, read from the sources: who may use whom, and what stands where.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The crates with those they may depend on.
const CRATES: [(&str, &[&str]); 8] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("service", &["domain", "store"]),
    ("app", &["domain", "service"]),
    ("frontend", &["app"]),
    ("paper", &[]),
    ("server", &["domain", "store", "service", "app", "paper"]),
    ("xtask", &[]),
];

/// Methods of the store that read tables of people without a scope, with the reason why that is right.
const WITHOUT_A_SCOPE: [(&str, &str); 6] = [
    ("cases_whose_day_has_come", "identities for the making of rows, which nobody is shown"),
    ("lettered_cases", "identities of the letters of a job, whose people are read under a scope"),
    ("people_with_cases", "identities for the making of rows, which nobody is shown"),
    ("placement_set", "identities for the import, which reads them under its scope"),
    ("is_empty", "whether there is anything at all"),
    (
        "tell_of_reads",
        "how many of those whom the journal is told of are not protected, which nobody is answered",
    ),
];

/// Tables whose rows are about people.
const PEOPLE: [&str; 12] = [
    "person",
    "former_number",
    "residence",
    "address",
    "placement",
    "diploma",
    "activity_case",
    "measure",
    "contact",
    "contact_detail",
    "case_row",
    "scb_export_entry",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_path_buf()
}

fn is_skipped(name: &str) -> bool {
    matches!(name, "target" | "node_modules" | "data" | "test-results" | "playwright-report")
        || (name.starts_with('.') && name != ".ci")
}

/// Every file below a folder, by its path from the root, without what is built or fetched.
fn files(folder: &str) -> Vec<(String, PathBuf)> {
    let (root, mut found) = (root(), Vec::new());
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if is_skipped(&entry.file_name().to_string_lossy()) && !is_named(&path, "domain/data") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(&root).expect("below the root");
                found.push((relative.to_string_lossy().replace('\\', "/"), path.clone()));
            }
        }
    }
    found.sort();
    found
}

fn is_named(path: &Path, end: &str) -> bool {
    path.ends_with(end)
}

/// A Rust file without its tests and comments.
struct Source {
    path: String,
    whole: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let rust: Vec<_> = files("").into_iter().filter(|(path, _)| path.ends_with(".rs")).collect();
    let test_modules: Vec<String> = rust
        .iter()
        .flat_map(|(path, file)| test_modules(path, &fs::read_to_string(file).unwrap_or_default()))
        .collect();
    rust.into_iter()
        .map(|(path, file)| {
            let whole = fs::read_to_string(&file).expect("a readable file");
            let is_test = path.contains("/tests/")
                || path.contains("/benches/")
                || test_modules.iter().any(|module| path.ends_with(module));
            let code = if is_test { String::new() } else { without_tests_and_comments(&whole) };
            Source { path, whole, code }
        })
        .collect()
}

/// The files of the modules that a file has for tests only.
fn test_modules(path: &str, whole: &str) -> Vec<String> {
    let folder = path.strip_suffix("/lib.rs").or(path.strip_suffix("/main.rs")).or(path.strip_suffix(".rs"));
    let folder = folder.unwrap_or_default();
    let modules = whole.split("#[cfg(test)]\n").skip(1).filter_map(|after| {
        let line = after.lines().next()?.trim().trim_start_matches("pub(crate) ").trim_start_matches("pub ");
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    modules.map(|module| format!("{folder}/{module}.rs")).collect()
}

/// By the house's style the tests of a file stand at its end.
fn without_tests_and_comments(whole: &str) -> String {
    let test_modules = ["#[cfg(test)]\nmod tests {", "#[cfg(test)]\npub(in crate::list) mod tests {"];
    let before_tests =
        test_modules.iter().filter_map(|begins| whole.split(begins).next()).min_by_key(|code| code.len());
    let before_tests = before_tests.unwrap_or_default();
    // A constant that cannot be made does not compile.
    let code = before_tests.lines().filter(|line| {
        !["//", "const ", "pub const "].iter().any(|begins| line.trim_start().starts_with(begins))
    });
    code.collect::<Vec<_>>().join("\n")
}

/// Says where something is that must not be, all at once.
fn assert_nowhere(rule: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

fn places<'a>(
    sources: &'a [Source],
    words: &'a [&'a str],
    is_allowed: impl Fn(&str) -> bool + 'a,
) -> Vec<String> {
    sources
        .iter()
        .filter(|source| !is_allowed(&source.path))
        .flat_map(|source| {
            let found = words.iter().filter(|word| source.code.contains(**word));
            found.map(|word| format!("{}: {word}", source.path))
        })
        .collect()
}

fn within<'a>(folders: &'a [&'a str]) -> impl Fn(&str) -> bool + 'a {
    |path| folders.iter().any(|folder| path.starts_with(folder))
}

/// The names in a table of a manifest.
fn names(manifest: &str, table: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut is_inside = false;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            // Neither what tests use nor what builds use is used by the program.
            let name = line.trim_matches(['[', ']']);
            is_inside =
                name == table || (name.starts_with("target.") && name.ends_with(&format!(".{table}")));
        } else if let Some((name, _)) = line.split_once('=').filter(|_| is_inside) {
            names.insert(name.trim().split('.').next().unwrap_or_default().to_owned());
        }
    }
    names
}

fn manifests() -> BTreeMap<&'static str, String> {
    let read = |name: &str| fs::read_to_string(root().join(name).join("Cargo.toml")).expect("a manifest");
    CRATES.iter().map(|(name, _)| (*name, read(name))).collect()
}

#[test]
fn each_crate_depends_on_those_below_it_only() {
    let manifests = manifests();
    let workspace: BTreeSet<&str> = manifests.keys().copied().collect();
    for (name, allowed) in CRATES {
        let used = names(&manifests[name], "dependencies");
        let used: BTreeSet<&str> =
            used.iter().map(String::as_str).filter(|used| workspace.contains(used)).collect();
        let allowed: BTreeSet<&str> = allowed.iter().copied().collect();
        assert!(used.is_subset(&allowed), "{name} uses {used:?}, and may use {allowed:?}");
    }
    let app = &manifests["app"];
    assert!(app.contains("service = { workspace = true, optional = true }"), "service only under ssr");
    let members = fs::read_to_string(root().join("Cargo.toml")).expect("the workspace");
    let members = members.lines().find(|line| line.starts_with("members")).expect("members").to_owned();
    for (name, _) in CRATES {
        assert!(members.contains(&format!("\"{name}\"")), "{name} is a member");
    }
    assert_eq!(members.matches('"').count(), 2 * CRATES.len(), "a crate that this test does not know");
}

#[test]
fn a_crate_uses_only_what_belongs_in_its_room() {
    let rooms: [(&[&str], &[&str]); 5] = [
        (&["sqlx", "sea-query", "sea-query-sqlx"], &["store"]),
        (&["leptos", "leptos_meta", "leptos_router", "leptos_axum"], &["app", "frontend", "server"]),
        (&["typst", "typst-layout", "typst-pdf"], &["paper"]),
        (&["quick-xml", "csv", "encoding_rs", "calamine", "rust_xlsxwriter"], &["server"]),
        (
            &["tokio", "axum", "sqlx", "tracing", "getrandom", "reqwest"],
            &["store", "service", "app", "server"],
        ),
    ];
    for (name, manifest) in manifests() {
        let used = names(&manifest, "dependencies");
        for (crates, allowed) in rooms.iter().filter(|(_, allowed)| !allowed.contains(&name)) {
            let misplaced: Vec<_> = crates.iter().filter(|other| used.contains(**other)).collect();
            assert!(misplaced.is_empty(), "{name} uses {misplaced:?}, which belongs in {allowed:?}");
        }
    }
}

#[test]
fn sql_stands_in_the_store_only() {
    let words = ["sqlx::", "sea_query", "\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE FROM"];
    assert_nowhere(
        "SQL outside store",
        places(&sources(), &words, within(&["store/", "service/tests/", "server/tests/"])),
    );
}

#[test]
fn leptos_stands_in_the_app_and_its_wiring_only() {
    let wiring = [
        "app/",
        "frontend/",
        "server/src/main.rs",
        "server/src/router.rs",
        "server/src/http",
        "server/src/command/serve",
        "server/src/serve",
    ];
    assert_nowhere("Leptos elsewhere", places(&sources(), &["leptos::", "leptos_axum::"], within(&wiring)));
}

#[test]
fn file_formats_stand_in_the_format_folder_only() {
    let words = ["quick_xml::", "csv::", "encoding_rs::", "calamine::", "rust_xlsxwriter::"];
    assert_nowhere("a file format elsewhere", places(&sources(), &words, within(&["server/src/format"])));
}

#[test]
fn only_the_clock_reads_the_clock() {
    let words = ["Utc::now()", "Local::now()", "SystemTime::now()"];
    let allowed = ["server/src/clock.rs", "xtask/"];
    assert_nowhere("the time is a parameter", places(&sources(), &words, within(&allowed)));
}

#[test]
fn every_read_of_people_takes_a_scope() {
    let mut without = BTreeSet::new();
    for source in sources().iter().filter(|source| source.path.starts_with("store/src/")) {
        for method in public_methods(&source.code) {
            let reads_people = PEOPLE
                .iter()
                .any(|table| ["FROM", "JOIN"].iter().any(|word| has_word_after(&method, word, table)));
            if reads_people && method.contains("SELECT ") && !method.contains("scope: &Scope") {
                without.insert(name_of(&method));
            }
        }
    }
    let known: BTreeSet<String> = WITHOUT_A_SCOPE.iter().map(|(name, _)| (*name).to_owned()).collect();
    let unknown: Vec<_> = without.difference(&known).cloned().collect();
    assert_nowhere("a read of people without a scope", unknown);
    let stale: Vec<_> = known.difference(&without).cloned().collect();
    assert_nowhere("an exception that nobody needs any longer", stale);
}

/// Each public method with its body, those that write in an operation left out: they show nobody anything.
fn public_methods(code: &str) -> Vec<String> {
    let mut methods = Vec::new();
    let mut is_reading = false;
    for line in code.lines() {
        if line.starts_with("impl ") {
            is_reading = line.starts_with("impl Connection") || line.starts_with("impl Store");
        }
        if line.starts_with("    pub async fn ") && is_reading {
            methods.push(String::new());
        } else if line.starts_with("    async fn ")
            || line.starts_with("    pub(crate)")
            || line.starts_with('}')
        {
            // What is private is reached through what is public.
            methods.push("private".to_owned());
        }
        if let Some(method) = methods.last_mut().filter(|method| *method != "private") {
            method.push_str(line);
            method.push('\n');
        }
    }
    methods.retain(|method| method != "private");
    methods
}

fn name_of(method: &str) -> String {
    let after = method.split("fn ").nth(1).unwrap_or_default();
    after.split(['(', '<']).next().unwrap_or_default().to_owned()
}

fn has_word_after(text: &str, word: &str, table: &str) -> bool {
    let looked_for = format!("{word} {table}");
    text.match_indices(&looked_for).any(|(at, found)| {
        let next = text[at + found.len()..].chars().next();
        !next.is_some_and(|next| next.is_alphanumeric() || next == '_')
    })
}

#[test]
fn user_text_stands_in_the_one_escaped_textarea_only() {
    let allowed = ["app/src/component/textarea.rs", "app/src/component/form/textarea.rs"];
    assert_nowhere("a text area elsewhere", places(&sources(), &["<textarea"], within(&allowed)));
}

#[test]
fn nothing_panics_but_tests() {
    let words = [".unwrap()", ".expect(", "panic!(", "unreachable!("];
    assert_nowhere("an error that is not handled", places(&sources(), &words, within(&["xtask/"])));
}

#[test]
fn every_file_is_small_enough_to_read() {
    let long = sources().into_iter().map(|source| (source.whole.lines().count(), source.path));
    let long = long.filter(|(lines, _)| *lines > 700);
    assert_nowhere("longer than 700 lines", long.map(|(lines, path)| format!("{path}: {lines}")).collect());
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    // Put together, so that this file does not hold what it looks for.
    let words = [["/wo", "rk/"].concat(), ["/ho", "me/"].concat(), ["/ro", "ot/"].concat()];
    let is_text = |path: &str| {
        ["rs", "toml", "md", "sql", "css", "ts", "json", "sh", "yml", "html", "txt"]
            .iter()
            .any(|end| path.ends_with(&format!(".{end}")))
            || path.starts_with(".ci/")
    };
    let found = files("").into_iter().filter(|(path, _)| is_text(path)).filter_map(|(path, file)| {
        let text = fs::read_to_string(file).unwrap_or_default();
        words.iter().find(|word| text.contains(word.as_str())).map(|word| format!("{path}: {word}"))
    });
    assert_nowhere("the path of a machine", found.collect());
}
