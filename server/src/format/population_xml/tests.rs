//! What the reader takes, what it refuses, and that what is written is read.

mod bad_posts;
mod hostile;
mod posts;
mod round_trip;

use std::io::Read;

use domain::exchange::population::PopulationPost;

use super::{PopulationReader, error::BadPost};
use crate::format::refusal::FileRefusal;

/// A number of the published test series.
const NUMBER: &str = "200808172381";
/// The person's identity in a post.
const IDENTITY: &str = "<PersonId><PersonNr>200808172381</PersonNr></PersonId>";

type Entry = Result<Box<PopulationPost>, Box<BadPost>>;

fn read(file: impl Read) -> Result<Vec<Entry>, FileRefusal> {
    PopulationReader::new(file)?.collect()
}

fn file(posts: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Navetavisering>\n<Folkbokforingsposter>\n{posts}\n</Folkbokforingsposter>\n</Navetavisering>\n"
    )
}

/// The one entry of a file with one post, of which the inside is given.
fn entry(inside: &str) -> Entry {
    let posts = format!("<Folkbokforingspost>{inside}</Folkbokforingspost>");
    let mut entries = read(file(&posts).as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}: {posts}"));
    assert_eq!(entries.len(), 1, "{posts}");
    entries.remove(0)
}

/// The post of a person, of whom everything but the number is given.
fn person(rest: &str) -> PopulationPost {
    *entry(&format!("<Personpost>{IDENTITY}{rest}</Personpost>"))
        .unwrap_or_else(|bad| panic!("{bad:?}: {rest}"))
}
