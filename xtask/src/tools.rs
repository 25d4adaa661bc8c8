//! The programs a build or a test run needs, fetched where that is possible.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::process;

pub const WASM: &str = "wasm32-unknown-unknown";

/// The WASM half of the standard library, which rustup adds when it is not there.
pub fn wasm_target() -> Result<()> {
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).exists() {
        return Ok(());
    }
    process::run(Command::new("rustup").args(["target", "add", WASM]))
        .map_err(|_| Error::missing(format!("the Rust target {WASM}"), format!("rustup target add {WASM}")))
}

/// rustfmt and clippy, which a minimal toolchain comes without.
pub fn lints() -> Result<()> {
    let is_there = |subcommand| process::succeeds(process::cargo().args([subcommand, "--version"]));
    if is_there("fmt") && is_there("clippy") {
        return Ok(());
    }
    process::run(Command::new("rustup").args(["component", "add", "rustfmt", "clippy"]))
        .map_err(|_| Error::missing("rustfmt or clippy", "rustup component add rustfmt clippy"))
}

/// The npm packages of package-lock.json, installed anew when that file is newer than they are.
pub fn npm_packages() -> Result<()> {
    let installed = std::fs::metadata("node_modules/.package-lock.json").and_then(|file| file.modified());
    let locked = std::fs::metadata("package-lock.json").and_then(|file| file.modified());
    if let (Ok(installed), Ok(locked)) = (installed, locked)
        && installed >= locked
    {
        return Ok(());
    }
    if !process::succeeds(Command::new("npm").arg("--version")) {
        return Err(Error::missing(
            "Node.js 20 or later with npm",
            "apt-get install nodejs npm    (or from your usual source when that is older than 20)",
        ));
    }
    eprintln!("xtask: npm ci");
    process::run(Command::new("npm").args(["ci", "--no-progress"]))
}

/// A program of an npm package.
pub fn npm_program(name: &str) -> Command {
    Command::new(Path::new("node_modules/.bin").join(name))
}

/// A browser for the tests: `CHROMIUM`, or the first one on the path.
pub fn chromium() -> Option<PathBuf> {
    match std::env::var_os("CHROMIUM") {
        Some(chosen) => Some(chosen.into()),
        None => ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path),
    }
}

pub fn on_path(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

/// A program that a Debian package brings.
pub struct DebianPackage {
    pub name: &'static str,
    pub is_there: fn() -> bool,
}

pub const CHROMIUM: DebianPackage = DebianPackage { name: "chromium", is_there: || chromium().is_some() };
pub const POSTGRESQL: DebianPackage =
    DebianPackage { name: "postgresql", is_there: || crate::postgres::binaries().is_some() };
pub const XMLLINT: DebianPackage =
    DebianPackage { name: "libxml2-utils", is_there: || on_path("xmllint").is_some() };

/// Installs what is missing of these when this user may; otherwise says how to.
pub fn debian_packages(wanted: &[DebianPackage]) -> Result<()> {
    let missing: Vec<_> =
        wanted.iter().filter(|package| !(package.is_there)()).map(|package| package.name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let cannot = || {
        let install = format!("sudo apt-get install {}", missing.join(" "));
        Error::missing(missing.join(" and "), install)
    };
    if !is_root() || on_path("apt-get").is_none() {
        return Err(cannot());
    }
    eprintln!("xtask: apt-get install {}", missing.join(" "));
    let apt = || {
        let mut apt = Command::new("apt-get");
        apt.arg("-qq").env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    process::run(apt().arg("update"))?;
    process::run(apt().args(["install", "-y", "--no-install-recommends"]).args(&missing))
        .map_err(|_| cannot())
}

pub fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
