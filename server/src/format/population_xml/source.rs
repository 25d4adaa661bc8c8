//! The bytes of a file as UTF-8, in pieces of bounded size.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, WINDOWS_1252};
use quick_xml::events::{BytesDecl, BytesStart};

use super::limits;
use crate::format::{
    refusal::{FileRefusal, Limit},
    text::quoted,
};

/// How much is read at a time.
const CHUNK_BYTES: usize = 64 << 10;
/// How far into the file the XML declaration must have ended.
const DECLARATION_BYTES: usize = 1 << 10;
/// The byte order mark of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The most bytes that one byte becomes in UTF-8.
const GROWTH: usize = 3;

/// Reads a file and hands it out as UTF-8. UTF-8 itself is handed out as it is; the parser checks it piece by piece.
#[derive(Debug)]
pub struct Source<R> {
    inner: R,
    chunk: Box<[u8]>,
    /// What of the chunk has been read and not handed out yet.
    unread: std::ops::Range<usize>,
    /// Bytes read from the file.
    read: u64,
    /// Bytes of the file that have been consumed.
    position: u64,
    /// Bytes consumed since the last piece began.
    piece: usize,
    ended: bool,
    decoding: Option<Decoding>,
}

/// The state of turning single-byte text into UTF-8.
struct Decoding {
    decoder: Decoder,
    text: Box<[u8]>,
    unread: std::ops::Range<usize>,
}

impl std::fmt::Debug for Decoding {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Decoding")
    }
}

impl<R: Read> Source<R> {
    /// Looks at the beginning of the file: what it is and how it is encoded.
    ///
    /// # Errors
    /// The file is empty, an archive, or in an encoding that is not read.
    pub fn new(inner: R) -> Result<Self, FileRefusal> {
        let mut source = Self {
            inner,
            chunk: vec![0; CHUNK_BYTES].into_boxed_slice(),
            unread: 0..0,
            read: 0,
            position: 0,
            piece: 0,
            ended: false,
            decoding: None,
        };
        while !source.ended && source.unread.len() < DECLARATION_BYTES {
            source.read_more().map_err(|error| FileRefusal::of_io(&error))?;
        }
        let beginning = &source.chunk[source.unread.clone()];
        let with_mark = beginning.starts_with(BYTE_ORDER_MARK);
        let text = beginning.strip_prefix(BYTE_ORDER_MARK).unwrap_or(beginning);
        if source.ended && text.trim_ascii().is_empty() {
            return Err(FileRefusal::Empty);
        }
        if encoding(beginning)? == WINDOWS_1252 {
            source.decoding = Some(Decoding {
                decoder: WINDOWS_1252.new_decoder_without_bom_handling(),
                text: vec![0; CHUNK_BYTES * GROWTH].into_boxed_slice(),
                unread: 0..0,
            });
        }
        if with_mark {
            source.unread.start += BYTE_ORDER_MARK.len();
            source.position = BYTE_ORDER_MARK.len() as u64;
        }
        Ok(source)
    }

    /// The position in the file of the next byte to be consumed.
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// Whether everything has been consumed.
    pub fn is_at_end(&self) -> bool {
        let is_decoded = self.decoding.as_ref().is_none_or(|decoding| decoding.unread.is_empty());
        self.ended && self.unread.is_empty() && is_decoded
    }

    /// Begins a new piece, whose size counts from here.
    pub const fn begin_piece(&mut self) {
        self.piece = 0;
    }

    /// Reads behind what is unread, from the chunk's start if nothing is.
    fn read_more(&mut self) -> io::Result<()> {
        if self.unread.is_empty() {
            self.unread = 0..0;
        }
        let count = loop {
            match self.inner.read(&mut self.chunk[self.unread.end..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result?,
            }
        };
        self.unread.end += count;
        self.read += count as u64;
        self.ended = count == 0;
        if self.read > limits::FILE_BYTES {
            let limit = Limit::FileSize(limits::FILE_BYTES);
            return Err(FileRefusal::Limit { limit, position: self.position }.into());
        }
        Ok(())
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.piece > limits::PIECE_BYTES {
            let limit = Limit::Piece(limits::PIECE_BYTES);
            return Err(FileRefusal::Limit { limit, position: self.position }.into());
        }
        let decoded = self.decoding.as_ref().is_some_and(|decoding| !decoding.unread.is_empty());
        if !decoded && self.unread.is_empty() && !self.ended {
            self.read_more()?;
        }
        let Some(decoding) = &mut self.decoding else {
            return Ok(&self.chunk[self.unread.clone()]);
        };
        if decoding.unread.is_empty() && !self.unread.is_empty() {
            let (result, taken, written) = decoding.decoder.decode_to_utf8_without_replacement(
                &self.chunk[self.unread.clone()],
                &mut decoding.text,
                false,
            );
            // Every byte is a character in this encoding, and the buffer holds the largest outcome.
            if matches!(result, DecoderResult::Malformed(..)) {
                return Err(FileRefusal::Bytes { position: self.position }.into());
            }
            self.unread.start += taken;
            decoding.unread = 0..written;
        }
        Ok(&decoding.text[decoding.unread.clone()])
    }

    fn consume(&mut self, count: usize) {
        self.piece += count;
        match &mut self.decoding {
            None => {
                self.unread.start += count;
                self.position += count as u64;
            }
            Some(decoding) => {
                let consumed = &decoding.text[decoding.unread.start..decoding.unread.start + count];
                // One byte of the file per character, so that continuation bytes do not count.
                self.position += consumed.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u64;
                decoding.unread.start += count;
            }
        }
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

/// The encoding of a file that begins so.
fn encoding(beginning: &[u8]) -> Result<&'static Encoding, FileRefusal> {
    match beginning {
        [b'P', b'K', ..] | [0x1f, 0x8b, ..] => return Err(FileRefusal::Archive),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'<', ..] | [b'<', 0, ..] => {
            return Err(FileRefusal::Encoding("UTF-16".into()));
        }
        // A byte order mark decides, whatever the declaration says.
        [0xef, 0xbb, 0xbf, ..] => return Ok(UTF_8),
        _ => {}
    }
    let Some(declared) = declared_encoding(beginning) else { return Ok(UTF_8) };
    match Encoding::for_label(declared.as_bytes()) {
        // The label ISO-8859-1 is read as windows-1252, which differs where ISO-8859-1 has control characters only.
        Some(encoding) if encoding == UTF_8 || encoding == WINDOWS_1252 => Ok(encoding),
        _ => Err(FileRefusal::Encoding(quoted(&declared))),
    }
}

/// The encoding that the XML declaration names.
fn declared_encoding(beginning: &[u8]) -> Option<String> {
    let rest = beginning.strip_prefix(b"<?")?;
    let end = rest.windows(2).position(|two| two == b"?>")?;
    let content = std::str::from_utf8(&rest[..end]).ok()?;
    content.strip_prefix("xml")?.starts_with([' ', '\t', '\r', '\n']).then_some(())?;
    let declaration = BytesDecl::from_start(BytesStart::from_content(content, 3));
    Some(declaration.encoding()?.ok()?.into_owned())
}
