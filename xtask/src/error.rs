//! What can go wrong while building and testing, each with what to do about it.

use std::path::{Path, PathBuf};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something this program cannot, or may not, install by itself.
    #[error("{what} is missing; install it with\n    {install}")]
    Missing { what: String, install: String },

    #[error("`{command}` failed ({status})")]
    Failed { command: String, status: std::process::ExitStatus },

    #[error("`{command}` could not be started: {source}")]
    Unstartable { command: String, source: std::io::Error },

    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },

    #[error("{}: {message}", path.display())]
    Content { path: PathBuf, message: String },

    #[error("wasm-bindgen: {0}")]
    Bindgen(String),

    #[error("not understood.\n\n{0}")]
    Usage(&'static str),
}

impl Error {
    pub fn missing(what: impl Into<String>, install: impl Into<String>) -> Self {
        Self::Missing { what: what.into(), install: install.into() }
    }

    /// For `map_err`: says which file the trouble was with.
    pub fn file(path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::File { path: path.as_ref().to_owned(), source }
    }
}
