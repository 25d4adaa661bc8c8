//! Posts streamed out of a file.

use std::io::Read;

use domain::exchange::population::PopulationPost;
use quick_xml::{Reader, errors::IllFormedError, events::Event};

use super::{error::BadPost, source::Source, walk::Walk};
use crate::format::refusal::FileRefusal;

/// A post, or why it cannot be taken.
pub type Entry = Result<Box<PopulationPost>, Box<BadPost>>;

/// An iterator over the posts of a notification. After a [`FileRefusal`] it ends; only when it has ended without one
/// was the file whole.
///
/// Its memory is bounded by the limits of `formats.md` section 8, not by the file.
#[derive(Debug)]
pub struct PopulationReader<R: Read> {
    xml: Reader<Source<R>>,
    piece: Vec<u8>,
    walk: Walk,
    has_begun: bool,
    has_ended: bool,
}

impl<R: Read> PopulationReader<R> {
    /// Looks at the beginning of the file. It need not be buffered.
    ///
    /// # Errors
    /// The file is empty, an archive, or in an encoding that is not read.
    pub fn new(file: R) -> Result<Self, FileRefusal> {
        let mut xml = Reader::from_reader(Source::new(file)?);
        xml.config_mut().check_comments = true;
        Ok(Self { xml, piece: Vec::new(), walk: Walk::default(), has_begun: false, has_ended: false })
    }

    /// How much of the file has been read, in bytes: for showing progress.
    pub const fn position(&self) -> u64 {
        self.xml.get_ref().position()
    }

    /// Reads to the end of the next post.
    fn read_entry(&mut self) -> Result<Option<Entry>, FileRefusal> {
        loop {
            self.piece.clear();
            self.xml.get_mut().begin_piece();
            let position = self.xml.get_ref().position();
            let event = match self.xml.read_event_into(&mut self.piece) {
                Ok(event) => event,
                Err(error) => return Err(self.refusal(&error, position)),
            };
            let is_first = !std::mem::replace(&mut self.has_begun, true);
            let entry = match event {
                Event::Start(tag) => {
                    self.walk.start(&tag, position)?;
                    None
                }
                Event::Empty(tag) => {
                    self.walk.start(&tag, position)?;
                    self.walk.end()
                }
                Event::End(_) => self.walk.end(),
                Event::Text(text) => {
                    self.walk.text(&text, position)?;
                    None
                }
                Event::CData(_) if self.walk.is_outside() => {
                    return Err(FileRefusal::NotWellFormed { position });
                }
                Event::CData(text) => {
                    self.walk.text(&text, position)?;
                    None
                }
                Event::GeneralRef(reference) => {
                    self.walk.reference(&reference, position)?;
                    None
                }
                Event::DocType(_) => return Err(FileRefusal::DocumentType { position }),
                Event::Decl(_) if !is_first => return Err(FileRefusal::NotWellFormed { position }),
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => None,
                Event::Eof => {
                    self.walk.finish()?;
                    return Ok(None);
                }
            };
            if entry.is_some() {
                return Ok(entry);
            }
        }
    }

    /// What an error of the parser means for the file.
    fn refusal(&self, error: &quick_xml::Error, position: u64) -> FileRefusal {
        match error {
            quick_xml::Error::Io(error) => FileRefusal::of_io(error),
            quick_xml::Error::Encoding(_) => FileRefusal::Bytes { position },
            // A tag, comment or reference is open where the file ends.
            quick_xml::Error::Syntax(_) | quick_xml::Error::IllFormed(IllFormedError::UnclosedReference)
                if self.xml.get_ref().is_at_end() =>
            {
                FileRefusal::Truncated
            }
            _ => FileRefusal::NotWellFormed { position },
        }
    }
}

impl<R: Read> Iterator for PopulationReader<R> {
    type Item = Result<Entry, FileRefusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended {
            return None;
        }
        let next = self.read_entry().transpose();
        self.has_ended = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<R: Read> std::iter::FusedIterator for PopulationReader<R> {}
