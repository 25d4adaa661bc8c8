//! The release client and the server.

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
    style::copy_script()?;
    style::copy_static_files()?;
    icons::build()?;
    client::build()
}

pub fn server() -> Result<()> {
    process::run(process::cargo().args(["build", "--release", "--package", "server"]))
}

/// [`crate::workspace::DEBUG_FYREN`]. The optimised one takes a third of the time of all tests to build, and asserts less.
/// It is asked for as what a Rust test needs: with what else those need, `cargo build` would compile half of it once more.
pub fn debug_server() -> Result<()> {
    let arguments = ["test", "--workspace", "--exclude", "frontend", "--no-run", "--test", "command_line"];
    process::run(process::cargo().args(arguments))
}
