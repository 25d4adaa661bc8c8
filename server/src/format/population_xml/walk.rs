//! The walk through the elements of a file: checks what the parser does not, and fills the post at hand.

use quick_xml::{
    XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart},
};

use super::{element::Element, limits, post::PostBuilder, reader::Entry};
use crate::format::{
    refusal::{FileRefusal, Limit},
    text::quoted,
};

/// Where the walk is and what it has gathered.
#[derive(Debug, Default)]
pub struct Walk {
    path: Vec<Element>,
    /// The text since the last tag.
    text: String,
    post: PostBuilder,
    posts: u64,
    has_root: bool,
    has_posts: bool,
}

impl Walk {
    fn place(&self) -> Element {
        self.path.last().copied().unwrap_or(Element::File)
    }

    /// Whether the walk stands outside the root element.
    pub const fn is_outside(&self) -> bool {
        self.path.is_empty()
    }

    /// An element begins.
    pub fn start(&mut self, tag: &BytesStart<'_>, position: u64) -> Result<(), FileRefusal> {
        let broken = |limit| Err(FileRefusal::Limit { limit, position });
        let name = tag.name();
        check_name(name.as_ref(), position)?;
        if self.path.len() == limits::DEPTH {
            return broken(Limit::Depth(limits::DEPTH));
        }
        if self.path.is_empty() && self.has_root {
            return Err(FileRefusal::NotWellFormed { position });
        }
        let parent = self.place();
        let place = parent.child(name.local_name().as_ref().as_bytes());
        match place {
            Element::Root => self.has_root = true,
            Element::Posts => self.has_posts = true,
            Element::Post => {
                self.posts += 1;
                if self.posts > limits::POSTS {
                    return broken(Limit::Records(limits::POSTS));
                }
                self.post.begin(self.posts, position);
            }
            _ if parent == Element::File => return Err(FileRefusal::Root(quoted(name.as_ref()))),
            _ => {}
        }
        if self.is_inside_post() && position - self.post.position() > limits::POST_BYTES {
            return broken(Limit::RecordSize(limits::POST_BYTES));
        }
        if parent.is_mark() {
            // A mark that is more than a text is unknown, and what is unknown protects.
            self.post.protect(parent);
        }
        self.attributes(tag, place, position)?;
        self.path.push(place);
        self.text.clear();
        Ok(())
    }

    fn is_inside_post(&self) -> bool {
        self.path.get(2) == Some(&Element::Post)
    }

    /// Checks the attributes and takes the only one that means something.
    fn attributes(&mut self, tag: &BytesStart<'_>, place: Element, position: u64) -> Result<(), FileRefusal> {
        if tag.attributes_raw().trim_ascii().is_empty() {
            return Ok(());
        }
        for (count, attribute) in tag.attributes().enumerate() {
            if count == limits::ATTRIBUTES {
                let limit = Limit::Attributes(limits::ATTRIBUTES);
                return Err(FileRefusal::Limit { limit, position });
            }
            let attribute = attribute.map_err(|_| FileRefusal::NotWellFormed { position })?;
            check_name(attribute.key.as_ref(), position)?;
            check_characters(&attribute.value, position)?;
            if attribute.value.contains('<') {
                return Err(FileRefusal::NotWellFormed { position });
            }
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_| FileRefusal::Entity { position })?;
            if place == Element::Errand && attribute.key.local_name().as_ref() == "andringstidpunkt" {
                self.post.set_changed_at(&value);
            }
        }
        Ok(())
    }

    /// Text within an element, or white space outside.
    pub fn text(&mut self, text: &str, position: u64) -> Result<(), FileRefusal> {
        check_characters(text, position)?;
        if self.path.is_empty() {
            let is_white = text.bytes().all(|byte| byte.is_ascii_whitespace());
            return if is_white { Ok(()) } else { Err(FileRefusal::NotWellFormed { position }) };
        }
        if self.text.len() + text.len() > limits::TEXT_BYTES {
            return Err(FileRefusal::Limit { limit: Limit::Text(limits::TEXT_BYTES), position });
        }
        self.text.push_str(text);
        Ok(())
    }

    /// A reference to a character or to one of the five predefined entities.
    pub fn reference(&mut self, reference: &BytesRef<'_>, position: u64) -> Result<(), FileRefusal> {
        if self.path.is_empty() {
            return Err(FileRefusal::NotWellFormed { position });
        }
        let character = reference.resolve_char_ref().map_err(|_| FileRefusal::NotWellFormed { position })?;
        match character {
            Some(character) => self.text(character.encode_utf8(&mut [0; 4]), position),
            None => {
                let text = resolve_predefined_entity(reference).ok_or(FileRefusal::Entity { position })?;
                self.text(text, position)
            }
        }
    }

    /// An element ends; a post that ends with it is handed out.
    pub fn end(&mut self) -> Option<Entry> {
        let place = self.path.pop()?;
        let post = &mut self.post;
        match place {
            Element::Other => {}
            Element::Post => {
                self.text.clear();
                return Some(post.finish());
            }
            _ => post.end(place, &self.text),
        }
        self.text.clear();
        None
    }

    /// The file ends here.
    pub const fn finish(&self) -> Result<(), FileRefusal> {
        match (self.has_root && self.path.is_empty(), self.has_posts) {
            (false, _) => Err(FileRefusal::Truncated),
            (true, false) => Err(FileRefusal::NoPosts),
            (true, true) => Ok(()),
        }
    }
}

/// Refuses names that XML does not allow or that are too long.
fn check_name(name: &str, position: u64) -> Result<(), FileRefusal> {
    let bytes = name.as_bytes();
    if bytes.len() > limits::NAME_BYTES {
        return Err(FileRefusal::Limit { limit: Limit::Name(limits::NAME_BYTES), position });
    }
    let begins = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':' | 0x80..);
    let goes_on = |byte: &u8| begins(byte) || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    if bytes.first().is_some_and(begins) && bytes.iter().all(goes_on) {
        Ok(())
    } else {
        Err(FileRefusal::NotWellFormed { position })
    }
}

/// Refuses the control characters that XML does not allow.
fn check_characters(text: &str, position: u64) -> Result<(), FileRefusal> {
    let is_forbidden = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    // Without an early exit the compiler makes it a few instructions for a whole text.
    if text.bytes().fold(false, |found, byte| found | is_forbidden(byte)) {
        Err(FileRefusal::NotWellFormed { position })
    } else {
        Ok(())
    }
}
