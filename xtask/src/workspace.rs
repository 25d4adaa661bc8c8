//! Where things stand in the workspace. Every path is relative to its root.

use std::path::Path;

use crate::error::{Error, Result};

/// What the server serves besides its pages: `fyren serve --site` has the same default.
pub const SITE: &str = "target/site";
/// The client: scripts, WASM, CSS, fonts, icons.
pub const PKG: &str = "target/site/pkg";
/// The release server.
pub const FYREN: &str = "target/release/fyren";
/// The same with its assertions on, as the tests build it.
pub const DEBUG_FYREN: &str = "target/debug/fyren";

/// Makes the workspace's root the working directory, wherever cargo was called from.
pub fn enter() -> Result<()> {
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    let root = Path::new(&here).parent().unwrap_or(Path::new("."));
    std::env::set_current_dir(root).map_err(Error::file(root))
}

pub fn create_folder(path: impl AsRef<Path>) -> Result<()> {
    std::fs::create_dir_all(&path).map_err(Error::file(path))
}

/// Removes a file or a folder; that there is none is as good.
pub fn remove(path: impl AsRef<Path>) -> Result<()> {
    let path = path.as_ref();
    let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file(path)(error)),
        _ => Ok(()),
    }
}
