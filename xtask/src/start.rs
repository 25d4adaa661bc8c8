//! `cargo xtask start`: from a fresh clone to a page in the browser.

use std::convert::Infallible;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::workspace::{FYREN, create_folder, remove};
use crate::{build, process};

const DATABASE: &str = "sqlite://data/fyren.db";

/// Becomes the server, and so never returns but with an error.
pub fn start(serve_arguments: &[String]) -> Result<Infallible> {
    build::all()?;
    let database = std::env::var("FYREN_DATABASE").unwrap_or_else(|_| DATABASE.to_owned());
    // Any other database belongs to somebody who fills it.
    if let Some(file) = sqlite_file(&database) {
        create_demo_when_missing(&database, &file)?;
    }
    let fyren = || {
        let mut fyren = Command::new(FYREN);
        fyren.env("FYREN_DATABASE", &database);
        fyren
    };
    process::run(fyren().args(["demo", "--sign-ins"]))?;
    let mut serve = fyren();
    serve.arg("serve").args(serve_arguments);
    let error = serve.exec();
    Err(process::unstartable(&serve)(error))
}

/// A demo database of 20,000 residents with one nightly run behind it, the same every time but for the date.
fn create_demo_when_missing(database: &str, file: &Path) -> Result<()> {
    // Stands beside the database until it is whole, so that one cut short is made again.
    let unfinished = with_suffix(file, ".unfinished");
    if unfinished.exists() {
        for leftover in ["", "-wal", "-shm", "-journal"] {
            remove(with_suffix(file, leftover))?;
        }
    } else if file.exists() {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        create_folder(folder)?;
    }
    fs::write(&unfinished, "").map_err(Error::file(&unfinished))?;
    eprintln!("xtask: creating demo data in {}", file.display());
    let demo = ["demo", "--persons", "20000", "--seed", "1"];
    process::output(Command::new(FYREN).args(demo).env("FYREN_DATABASE", database))?;
    let first_night = ["run", "case-update", "--municipality", "*"];
    process::output(Command::new(FYREN).args(first_night).env("FYREN_DATABASE", database))?;
    remove(&unfinished)
}

/// The file of a SQLite URL; none for other databases and for one in memory.
fn sqlite_file(database: &str) -> Option<PathBuf> {
    let path = database.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path.split('?').next().unwrap_or(path);
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_file_of_a_database_url() {
        assert_eq!(sqlite_file("sqlite://data/fyren.db?mode=rwc"), Some("data/fyren.db".into()));
        assert_eq!(sqlite_file("sqlite:///var/lib/fyren.db"), Some("/var/lib/fyren.db".into()));
        assert_eq!(sqlite_file("sqlite:fyren.db"), Some("fyren.db".into()));
        assert_eq!(sqlite_file("sqlite::memory:"), None);
        assert_eq!(sqlite_file("postgres://localhost/fyren"), None);
    }
}
