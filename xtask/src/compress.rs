//! Siblings compressed once at build time, which the server sends instead of compressing each answer.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::error::{Error, Result};

/// Writes `file.br` and `file.gz` beside `file`.
pub fn precompress(file: &Path) -> Result<()> {
    let plain = fs::read(file).map_err(Error::file(file))?;
    let sibling = |extension: &str| {
        let mut name = file.as_os_str().to_owned();
        name.push(extension);
        std::path::PathBuf::from(name)
    };
    let write = |path: std::path::PathBuf, compressed: std::io::Result<Vec<u8>>| {
        compressed.and_then(|bytes| fs::write(&path, bytes)).map_err(Error::file(path))
    };
    write(sibling(".br"), brotli(&plain))?;
    write(sibling(".gz"), gzip(&plain))
}

fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*plain, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(plain)?;
    encoder.finish()
}
