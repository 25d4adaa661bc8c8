//! A PostgreSQL of the test run's own, gone when it ends.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::workspace::remove;
use crate::{process, tools};

/// A running cluster that listens on a socket in its own folder only. Dropping it stops and deletes it.
pub struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
}

/// Durability costs time and would protect data that is thrown away.
const SETTINGS: &str = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
                        -c max_connections=300 -c timezone=UTC";

impl Cluster {
    pub fn start() -> Result<Self> {
        tools::debian_packages(&[tools::POSTGRESQL])?;
        let binaries =
            binaries().ok_or_else(|| Error::missing("postgresql", "sudo apt-get install postgresql"))?;
        let cluster = Self { binaries, folder: folder()? };
        cluster.stop(); // one that an interrupted run left behind
        remove(&cluster.folder)?;
        std::fs::create_dir_all(&cluster.folder).map_err(Error::file(&cluster.folder))?;
        if tools::is_root() {
            process::run(Command::new("chown").arg("postgres:").arg(&cluster.folder))?;
        }
        let initdb = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"];
        process::output(cluster.command("initdb").args(initdb))?;
        let settings = format!("-k {} {SETTINGS}", cluster.folder.display());
        let log = cluster.folder.join("log");
        process::run(
            cluster.command("pg_ctl").args(["-s", "-w", "-o", &settings, "-l"]).arg(log).arg("start"),
        )?;
        Ok(cluster)
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.folder.display())
    }

    fn stop(&self) {
        if self.data().join("postmaster.pid").exists() {
            _ = process::succeeds(self.command("pg_ctl").args(["-s", "-m", "immediate", "stop"]));
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// PostgreSQL refuses to run as root, so root hands it to the user of Debian's package.
    fn command(&self, program: &str) -> Command {
        let program = self.binaries.join(program);
        let mut command = if tools::is_root() {
            let mut runuser = Command::new("runuser");
            runuser.args(["-u", "postgres", "--"]).arg(program);
            runuser
        } else {
            Command::new(program)
        };
        command.arg("-D").arg(self.data()).current_dir("/");
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
        _ = remove(&self.folder);
    }
}

/// The newest PostgreSQL of Debian's packages, or the one on the path.
pub fn binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .map(|version| version.path().join("bin"))
        .filter(|folder| folder.join("initdb").is_file())
        .max_by_key(|folder| version_of(folder));
    newest.or_else(|| tools::on_path("initdb")?.parent().map(Path::to_owned))
}

fn version_of(binaries: &Path) -> Option<u32> {
    binaries.parent()?.file_name()?.to_str()?.parse().ok()
}

/// Not under `target`: the user postgres may not enter a checkout in somebody's home, and the path of a
/// socket may have no more than 107 characters. Each checkout has its own.
fn folder() -> Result<PathBuf> {
    let root = std::env::current_dir().map_err(Error::file("."))?;
    let mut hasher = DefaultHasher::new();
    root.hash(&mut hasher);
    Ok(std::env::temp_dir().join(format!("fyren-postgres-{:016x}", hasher.finish())))
}
