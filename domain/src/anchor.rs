//! The anchor of the journal: where its chain of hashes ended at an instant, written outside the database.
//!
//! The chain proves itself from within: an entry that is altered or removed no longer fits what follows. Whoever holds the
//! whole database can write the chain anew from some entry on, or cut off its end, and it fits again. What was written of
//! it elsewhere then no longer does.
//!
//! An anchor is a line: what it is and in which version, the position of the last entry, its hash, and the instant in UTC.
//! `fyren-anchor-1 4711 9f86d081…0f00a08 2026-11-23T09:20:00Z`

use std::{
    collections::BTreeMap,
    fmt::{self, Display, Formatter},
};

use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};

use crate::{
    clock::stockholm_time,
    language::{Language, Message},
};

/// What each line begins with.
const NAME: &str = "fyren-anchor-";

/// The version of the line that is written and read here.
const VERSION: &str = "1";

/// How an instant is written.
const INSTANT: &str = "%Y-%m-%dT%H:%M:%SZ";

/// How many hexadecimal digits a hash has.
const HASH_LENGTH: usize = 64;

/// Where the chain ended at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    position: i64,
    hash: String,
    at: DateTime<Utc>,
}

/// A line that is no anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no anchor")]
pub struct NoAnchor;

impl Anchor {
    /// The anchor of an entry, to the second; `None` for a position before the first and what is no hash.
    pub fn new(position: i64, hash: &str, at: DateTime<Utc>) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let is_hash = hash.len() == HASH_LENGTH && hash.bytes().all(is_digit);
        (position > 0 && is_hash).then(|| Self { position, hash: hash.to_owned(), at: at.trunc_subsecs(0) })
    }

    /// The position of the last entry.
    pub const fn position(&self) -> i64 {
        self.position
    }

    /// When that was.
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Whether an entry is the one that was anchored.
    pub fn is_of(&self, position: i64, hash: &str) -> bool {
        self.position == position && self.hash == hash
    }
}

/// The line, without its end.
impl Display for Anchor {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { position, hash, at } = self;
        write!(formatter, "{NAME}{VERSION} {position} {hash} {}", at.format(INSTANT))
    }
}

impl TryFrom<&str> for Anchor {
    type Error = NoAnchor;

    fn try_from(line: &str) -> Result<Self, NoAnchor> {
        let parts: Vec<&str> = line.split(' ').collect();
        let [_, position, hash, at] = parts.as_slice() else { return Err(NoAnchor) };
        let position = position.parse().map_err(|_| NoAnchor)?;
        let at = NaiveDateTime::parse_from_str(at, INSTANT).map_err(|_| NoAnchor)?.and_utc();
        // There is one way to write an anchor, so that what a line says is all that stands in it.
        Self::new(position, hash, at).filter(|anchor| anchor.to_string() == line).ok_or(NoAnchor)
    }
}

/// Whether a file may hold anchors: it is empty, or begins as one does, were it torn there.
pub fn begins_as_anchors(bytes: &[u8]) -> bool {
    let length = bytes.len().min(NAME.len());
    bytes[..length] == NAME.as_bytes()[..length]
}

/// Why the journal is not what was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalFault {
    /// The chain is broken.
    #[error("the journal is broken at entry {0}")]
    Broken(i64),
    /// An entry that was anchored is not there.
    #[error("the journal lacks entry {entry}")]
    Missing {
        /// The first one that is missing.
        entry: i64,
        /// What tells that it was there.
        anchored: Anchor,
    },
    /// Another entry stands where one was anchored.
    #[error("the journal has another entry {} than the anchored one", .anchored.position)]
    Other {
        /// The one that was anchored.
        anchored: Anchor,
        /// The last anchored entry before it that is as it was.
        proven: Option<i64>,
    },
}

impl JournalFault {
    /// The first entry that is not as it was.
    pub const fn entry(&self) -> i64 {
        match self {
            Self::Broken(entry) | Self::Missing { entry, .. } => *entry,
            Self::Other { anchored, .. } => anchored.position,
        }
    }

    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Broken(_) => "journal_broken",
            Self::Missing { .. } => "journal_cut_off",
            Self::Other { .. } => "journal_not_as_anchored",
        }
    }
}

impl Message for JournalFault {
    fn message(&self, language: Language) -> String {
        let swedish = language == Language::Swedish;
        match self {
            Self::Broken(entry) if swedish => format!(
                "Loggen är bruten vid post {entry}: den har ändrats eller tagits bort. Spara databasen som den är och jämför den med en säkerhetskopia."
            ),
            Self::Broken(entry) => format!(
                "The log is broken at entry {entry}: it has been altered or removed. Keep the database as it is and compare it with a backup."
            ),
            Self::Missing { entry, anchored } if swedish => format!(
                "Post {entry} saknas i loggen, som hade post {} när den förankrades {}: slutet har tagits bort, eller en äldre säkerhetskopia har lagts tillbaka. Spara databasen som den är och jämför den med en säkerhetskopia; har en lagts tillbaka med avsikt, börja en ny ankarfil.",
                anchored.position,
                stockholm_time(anchored.at)
            ),
            Self::Missing { entry, anchored } => format!(
                "Entry {entry} is missing in the log, which had entry {} when it was anchored at {}: its end has been removed, or an older backup has been put back. Keep the database as it is and compare it with a backup; where one was put back on purpose, begin a new anchor file.",
                anchored.position,
                stockholm_time(anchored.at)
            ),
            Self::Other { anchored, proven } if swedish => {
                let since = match proven {
                    Some(entry) => format!("någonstans efter post {entry}"),
                    None => "någonstans fram till dit".to_owned(),
                };
                format!(
                    "Post {} är en annan än den som förankrades {}: loggen har skrivits om {since}, eller så är ankarfilen en annan databas. Spara databasen och ankarfilen som de är och jämför databasen med en säkerhetskopia.",
                    anchored.position,
                    stockholm_time(anchored.at)
                )
            }
            Self::Other { anchored, proven } => {
                let since = match proven {
                    Some(entry) => format!("somewhere after entry {entry}"),
                    None => "somewhere up to there".to_owned(),
                };
                format!(
                    "Entry {} is another than the one that was anchored at {}: the log has been written anew {since}, or the anchor file is that of another database. Keep the database and the anchor file as they are and compare the database with a backup.",
                    anchored.position,
                    stockholm_time(anchored.at)
                )
            }
        }
    }
}

/// The first entry that is not as it was: `broken` by the chain itself, or by an anchor, in whatever order these stand.
/// `head` is the position of the last entry, `hashes` those of the entries at the anchors' positions. Of one entry it is
/// told that the chain is broken there, which says most.
pub fn first_fault(
    anchors: &[Anchor],
    head: i64,
    broken: Option<i64>,
    hashes: &BTreeMap<i64, String>,
) -> Option<JournalFault> {
    let mut in_order: Vec<&Anchor> = anchors.iter().collect();
    in_order.sort_by_key(|anchor| anchor.position);
    let mut proven = None;
    let by_an_anchor = in_order.into_iter().find_map(|anchor| {
        let anchored = anchor.clone();
        match hashes.get(&anchor.position) {
            None => Some(JournalFault::Missing { entry: anchor.position.min(head + 1), anchored }),
            Some(hash) if anchor.is_of(anchor.position, hash) => {
                proven = Some(anchor.position);
                None
            }
            Some(_) => Some(JournalFault::Other {
                anchored,
                proven: proven.filter(|entry| *entry < anchor.position),
            }),
        }
    });
    let by_the_chain = broken.map(JournalFault::Broken);
    by_the_chain.into_iter().chain(by_an_anchor).min_by_key(JournalFault::entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(digit: char) -> String {
        digit.to_string().repeat(HASH_LENGTH)
    }

    fn anchor(position: i64, digit: char) -> Anchor {
        Anchor::new(position, &hash(digit), "2026-11-23T09:20:00.750Z".parse().unwrap()).unwrap()
    }

    fn chain(entries: &[(i64, char)]) -> BTreeMap<i64, String> {
        entries.iter().map(|(position, digit)| (*position, hash(*digit))).collect()
    }

    #[test]
    fn an_anchor_is_one_line_that_is_read_as_it_was_written() {
        let anchor = anchor(4711, 'a');
        let line = format!("fyren-anchor-1 4711 {} 2026-11-23T09:20:00Z", hash('a'));
        assert_eq!(anchor.to_string(), line);
        assert_eq!(Anchor::try_from(line.as_str()), Ok(anchor));
    }

    #[test]
    fn what_is_written_otherwise_or_torn_anywhere_is_no_anchor() {
        let line = anchor(4711, 'a').to_string();
        for end in 0..line.len() {
            assert_eq!(Anchor::try_from(&line[..end]), Err(NoAnchor), "{}", &line[..end]);
            assert_eq!(Anchor::try_from(&line[end + 1..]), Err(NoAnchor), "{}", &line[end + 1..]);
        }
        for (from, to) in [
            ("-1 ", "-2 "),
            ("4711", "04711"),
            ("4711", "+4711"),
            ("4711", "0"),
            ("4711", "-4711"),
            ("aaaa", "AAAA"),
            ("aaaa", "aaag"),
            ("T09:20:00Z", "T9:20:00Z"),
            ("T09:20:00Z", "T09:20:00+01:00"),
            ("T09:20:00Z", "T09:20:00Z "),
            ("T09:20:00Z", "T25:20:00Z"),
            ("fyren", " fyren"),
            (" 4711", "  4711"),
        ] {
            let written = line.replacen(from, to, 1);
            assert_eq!(Anchor::try_from(written.as_str()), Err(NoAnchor), "{written}");
        }
    }

    #[test]
    fn what_is_no_entry_is_not_anchored() {
        let at = "2026-11-23T09:20:00Z".parse().unwrap();
        for (position, hash) in [(0, hash('a')), (-1, hash('a')), (1, String::new()), (1, hash('a') + "a")] {
            assert_eq!(Anchor::new(position, &hash, at), None, "{position} {hash}");
        }
    }

    #[test]
    fn a_file_of_anchors_is_empty_or_begins_as_one_also_where_it_is_torn() {
        for begun in ["", "f", "fyren-anch", "fyren-anchor-1 4711", "fyren-anchor-2 …"] {
            assert!(begins_as_anchors(begun.as_bytes()), "{begun}");
        }
        for other in ["SQLite format 3\0", "\n", "fyren-key", "[Service]"] {
            assert!(!begins_as_anchors(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn a_chain_that_has_what_was_anchored_has_no_fault() {
        let anchors = [anchor(3, 'c'), anchor(1, 'a'), anchor(3, 'c')];
        assert_eq!(first_fault(&anchors, 5, None, &chain(&[(1, 'a'), (3, 'c')])), None);
        assert_eq!(first_fault(&[], 0, None, &BTreeMap::new()), None);
    }

    #[test]
    fn the_first_entry_that_is_other_than_anchored_is_named_with_the_last_that_is_not() {
        let anchors = [anchor(5, 'e'), anchor(3, 'c'), anchor(1, 'a')];
        let found = chain(&[(1, 'a'), (3, 'd'), (5, 'f')]);
        let other = |proven| Some(JournalFault::Other { anchored: anchor(3, 'c'), proven });
        assert_eq!(first_fault(&anchors, 5, None, &found), other(Some(1)));
        assert_eq!(first_fault(&anchors[..2], 5, None, &found), other(None));
        // Two anchors of one entry that say different things.
        let twice = [anchor(3, 'd'), anchor(3, 'c')];
        assert_eq!(first_fault(&twice, 5, None, &found), other(None));
    }

    #[test]
    fn of_an_end_that_is_cut_off_the_first_entry_is_named() {
        let anchors = [anchor(1, 'a'), anchor(7, 'b'), anchor(9, 'c')];
        let missing = JournalFault::Missing { entry: 5, anchored: anchor(7, 'b') };
        assert_eq!(first_fault(&anchors, 4, None, &chain(&[(1, 'a')])), Some(missing));
        let all = JournalFault::Missing { entry: 1, anchored: anchor(1, 'a') };
        assert_eq!(first_fault(&anchors, 0, None, &BTreeMap::new()), Some(all));
    }

    #[test]
    fn what_comes_first_is_told_and_of_one_entry_that_the_chain_is_broken_there() {
        let (anchors, found) = ([anchor(3, 'c')], chain(&[(3, 'd')]));
        let fault = |broken| first_fault(&anchors, 5, broken, &found);
        assert_eq!(fault(Some(2)), Some(JournalFault::Broken(2)));
        assert_eq!(fault(Some(3)), Some(JournalFault::Broken(3)));
        assert_eq!(fault(Some(4)), Some(JournalFault::Other { anchored: anchor(3, 'c'), proven: None }));
    }

    #[test]
    fn each_fault_says_in_both_languages_which_entry_it_is_and_what_to_do() {
        for (fault, entry) in [
            (JournalFault::Broken(4), "4"),
            (JournalFault::Missing { entry: 5, anchored: anchor(7, 'b') }, "5"),
            (JournalFault::Other { anchored: anchor(6, 'b'), proven: None }, "6"),
            (JournalFault::Other { anchored: anchor(6, 'b'), proven: Some(4) }, "post 4|entry 4"),
        ] {
            let said = [Language::Swedish, Language::English].map(|language| fault.message(language));
            for (said, does) in said.iter().zip(["Spara databasen", "Keep the database"]) {
                assert!(entry.split('|').any(|entry| said.contains(entry)), "{said}");
                assert!(said.contains(does), "{said}");
            }
            assert_ne!(said[0], said[1]);
        }
    }
}
