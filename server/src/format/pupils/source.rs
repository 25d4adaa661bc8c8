//! The bytes of a pupil file, bounded, and what they mean as text.

use std::{
    borrow::Cow,
    io::{self, Cursor, Read},
};

use encoding_rs::WINDOWS_1252;

use crate::format::refusal::{FileRefusal, Limit};

/// The size of a file, in bytes. A row has about a hundred.
pub const FILE_BYTES: u64 = 256 << 20;
/// Rows in a file, the header not counted.
pub const ROWS: u64 = 2_000_000;
/// The size of a row, in bytes; a quotation that is not closed soon exceeds it.
pub const ROW_BYTES: u64 = 64 << 10;
/// The text of a cell, in bytes.
pub const CELL_BYTES: usize = 1_000;

/// How far the header row may reach.
const HEADER_BYTES: usize = 8 << 10;
/// The byte order mark of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The encoding of a file as far as it is known. The first row with a letter outside ASCII decides for all: a text in
/// windows-1252 with å, ä or ö is no UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// Nothing but ASCII so far.
    Undecided,
    /// UTF-8.
    Utf8,
    /// windows-1252, as spreadsheets save it.
    Windows1252,
}

impl TextEncoding {
    /// Decides by a cell, unless it is decided; `false` if the cell contradicts what is decided.
    fn accepts(&mut self, cell: &[u8]) -> bool {
        let is_utf8 = std::str::from_utf8(cell).is_ok();
        if *self == Self::Undecided && !cell.is_ascii() {
            *self = if is_utf8 { Self::Utf8 } else { Self::Windows1252 };
        }
        is_utf8 || *self == Self::Windows1252
    }

    /// The text of a cell, or `None` if it is not in the encoding of the cells before.
    pub fn decode<'a>(&mut self, cell: &'a [u8]) -> Option<Cow<'a, str>> {
        if !self.accepts(cell) {
            return None;
        }
        match self {
            Self::Windows1252 => Some(WINDOWS_1252.decode_without_bom_handling(cell).0),
            Self::Undecided | Self::Utf8 => std::str::from_utf8(cell).ok().map(Cow::Borrowed),
        }
    }
}

/// What the beginning of a file tells.
pub struct Beginning<R> {
    /// The file without its byte order mark.
    pub source: Source<R>,
    /// The separator of the header row.
    pub separator: u8,
    /// The encoding as far as it is known.
    pub encoding: TextEncoding,
    /// The length of the byte order mark, in bytes.
    pub offset: u64,
}

/// Looks at the beginning of a file: what it is, and what separates its cells.
pub fn begin<R: Read>(mut file: R) -> Result<Beginning<R>, FileRefusal> {
    let mut bytes = Vec::new();
    file.by_ref()
        .take(HEADER_BYTES as u64)
        .read_to_end(&mut bytes)
        .map_err(|error| FileRefusal::of_io(&error))?;
    match bytes.as_slice() {
        [b'P', b'K', 3 | 5 | 7, ..] | [b'P', b'K'] | [0x1f, 0x8b, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            return Err(FileRefusal::Archive);
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(FileRefusal::Encoding("UTF-16".into())),
        _ => {}
    }
    let offset = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let text = &bytes[offset..];
    if text.trim_ascii().is_empty() && bytes.len() < HEADER_BYTES {
        return Err(FileRefusal::Empty);
    }
    let header = text.trim_ascii_start().split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |separator| header.iter().filter(|byte| **byte == separator).count();
    let separator = if count(b';') >= count(b',') { b';' } else { b',' };
    let encoding = if offset == 0 { TextEncoding::Undecided } else { TextEncoding::Utf8 };
    let beginning = Cursor::new(bytes.split_off(offset));
    let source = Source { bytes: beginning.chain(file), read: 0, row: 0 };
    Ok(Beginning { source, separator, encoding, offset: offset as u64 })
}

/// A file that cannot become too large, nor can a row of it.
#[derive(Debug)]
pub struct Source<R> {
    bytes: io::Chain<Cursor<Vec<u8>>, R>,
    read: u64,
    row: u64,
}

impl<R> Source<R> {
    /// Begins a new row, whose size counts from here. What is buffered already counts for the row before.
    pub const fn begin_row(&mut self) {
        self.row = 0;
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let broken = |limit, position| Err(FileRefusal::Limit { limit, position }.into());
        if self.row > ROW_BYTES {
            return broken(Limit::RecordSize(ROW_BYTES), self.read);
        }
        let count = self.bytes.read(buffer)?;
        self.read += count as u64;
        self.row += count as u64;
        if self.read > FILE_BYTES {
            return broken(Limit::FileSize(FILE_BYTES), self.read);
        }
        Ok(count)
    }
}
