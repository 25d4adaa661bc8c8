//! What texts are sorted by, as it stands beside them.

use domain::text::sort_key;

/// How many bytes of a Swedish sort key are stored for a person's name: enough to tell names apart.
const NAME_BYTES: usize = 24;
/// The same, for what is longer: schools, study paths, headings.
const TITLE_BYTES: usize = 64;

/// What a person's name is sorted by.
pub(crate) fn name_key(name: &str) -> Vec<u8> {
    sort_key(name, NAME_BYTES)
}

/// What a longer name is sorted by.
pub(crate) fn title_key(title: &str) -> Vec<u8> {
    sort_key(title, TITLE_BYTES)
}
