//! A database of its own for each story, on SQLite and on PostgreSQL.
//!
//! The server is the one of `FYREN_TEST_POSTGRES`. Without it the tests start a throwaway cluster from the installed
//! binaries; it ends with the test program, however that ends.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use store::{OpenMode, Store};

/// Makes two tests of each story, one on each database.
macro_rules! stories {
    ($($story:ident,)+) => {
        $(
            mod $story {
                #[tokio::test]
                async fn sqlite() {
                    $crate::support::database::on_sqlite(super::$story).await;
                }

                #[tokio::test]
                async fn postgres() {
                    $crate::support::database::on_postgres(super::$story).await;
                }
            }
        )+
    };
}
pub(crate) use stories;

/// A migrated and empty database.
pub struct TestDatabase {
    /// The database.
    pub store: Store,
    /// Its address.
    pub address: String,
}

/// Tells a story on SQLite.
pub async fn on_sqlite(story: impl AsyncFnOnce(&TestDatabase)) {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}", folder.path().join("fyren.db").display());
    let store = Store::open(&address, OpenMode::CreateAndMigrate).await.unwrap();
    let database = TestDatabase { store, address };
    story(&database).await;
    database.store.close().await;
}

/// Tells a story on PostgreSQL, in a database that is emptied for it.
pub async fn on_postgres(story: impl AsyncFnOnce(&TestDatabase)) {
    // Making and dropping databases is slow, so the next story takes over the one that has become free.
    static FREE: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let free = FREE.lock().unwrap().pop();
    let name = free.unwrap_or_else(unused_name);
    let address = Store::create_test_database(server(), &name).await.unwrap();
    let store = Store::open(&address, OpenMode::CreateAndMigrate).await.unwrap();
    let database = TestDatabase { store, address };
    story(&database).await;
    database.store.close().await;
    FREE.lock().unwrap().push(name);
}

/// A name for a database that no other test has.
pub fn unused_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("fyren_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The address of the server.
pub fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| std::env::var("FYREN_TEST_POSTGRES").unwrap_or_else(|_| start_cluster()))
}

/// Ends the cluster when its standard input closes, which it does when the test program ends.
const GUARD: &str = r#"
cat >/dev/null
cd /
if [ "$(id -u)" = 0 ]; then as="runuser -u postgres --"; fi
$as "$1/pg_ctl" -D "$2/data" -s -m immediate stop
rm -rf "$2"
"#;

const START: &str = r#"
set -e
cd /
if [ "$(id -u)" = 0 ]; then chown postgres: "$2"; as="runuser -u postgres --"; fi
$as "$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >/dev/null
$as "$1/pg_ctl" -D "$2/data" -s -w -l "$2/log" -o "-k $2 -c listen_addresses='' -c fsync=off \
  -c synchronous_commit=off -c full_page_writes=off -c max_connections=300" start
"#;

fn start_cluster() -> String {
    let binaries = binaries().expect("PostgreSQL is installed: apt-get install postgresql");
    // The path of a socket is short, so the folder stands right under the one for temporary files.
    let folder = tempfile::Builder::new().prefix("fyren-pg-").tempdir().unwrap().keep();
    let shell = |script: &str| {
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg("sh").arg(&binaries).arg(&folder);
        command
    };
    let started = shell(START).stdout(Stdio::null()).status().unwrap();
    assert!(started.success(), "the throwaway cluster did not start: {started}");
    static CLUSTER_GUARD: OnceLock<Child> = OnceLock::new();
    let guard = shell(GUARD).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    assert!(CLUSTER_GUARD.set(guard).is_ok(), "one cluster a program");
    format!("postgres://postgres@localhost/postgres?host={}", folder.display())
}

/// The newest of Debian's packages.
fn binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let number = |folder: &Path| folder.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    versions
        .map(|version| version.path().join("bin"))
        .filter(|folder| folder.join("initdb").is_file())
        .max_by_key(|folder| number(folder))
}

/// Writes a file, for stories about files that are no database.
pub fn write(path: &Path, text: &str) {
    std::fs::File::create(path).and_then(|mut file| file.write_all(text.as_bytes())).unwrap();
}
