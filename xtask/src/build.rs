//! The release client and the release server.

use crate::error::Result;
use crate::{client, icons, process, style, tools};

pub fn all() -> Result<()> {
    client()?;
    server()
}

/// Everything under `target/site`.
pub fn client() -> Result<()> {
    tools::wasm_target()?;
    tools::npm_packages()?;
    style::build()?;
    style::copy_static_files()?;
    icons::build()?;
    client::build()
}

pub fn server() -> Result<()> {
    process::run(process::cargo().args(["build", "--release", "--package", "server"]))
}
