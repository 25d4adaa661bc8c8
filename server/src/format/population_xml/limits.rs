//! What a notification may be at most (`formats.md` section 8). The schema's longest text has 80 characters and its
//! deepest element seven levels, so that the limits stop attacks and accidents only.

/// The size of a file, in bytes.
pub const FILE_BYTES: u64 = 4 << 30;
/// Posts in a file: twice the country's population.
pub const POSTS: u64 = 20_000_000;
/// The size of a post, in bytes; it bounds the history that a post can have.
pub const POST_BYTES: u64 = 1 << 20;
/// Elements within each other.
pub const DEPTH: usize = 32;
/// Attributes of an element.
pub const ATTRIBUTES: usize = 32;
/// The name of an element or attribute, in bytes.
pub const NAME_BYTES: usize = 128;
/// The text of an element, in bytes.
pub const TEXT_BYTES: usize = 16 << 10;
/// One tag, comment or run of text, in bytes: what the parser holds in memory at a time.
pub const PIECE_BYTES: usize = 64 << 10;
