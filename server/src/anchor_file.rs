//! The file of anchors: lines that are only ever added to, each the end of the journal at an instant.
//!
//! Several servers may add to one file: whoever does holds its lock from before they read the journal until the line is
//! written, so that no line stands behind a later one. A line goes to the disk in one piece and before it is told of. One
//! that was torn all the same, by a full disk or a lost machine, stays: the next begins on a line of its own.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, ErrorKind, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use domain::anchor::{Anchor, begins_as_anchors};
use service::{
    Services,
    anchor::{AnchorError, NextAnchor, next},
};
use tokio::task::spawn_blocking;

use crate::failure::Failure;

/// How much of the end is read for the last line; many lines fit.
const END: u64 = 4096;

/// How often it is tried to get the lock, and with what pause: for ten seconds in all.
const TRIES: u32 = 200;
const PAUSE: Duration = Duration::from_millis(50);

/// What anchoring has come to.
pub struct Anchored {
    /// The journal's end, and whether it is new to the file.
    pub next: NextAnchor,
    /// Whether the line that was last could not be read.
    pub last_is_unreadable: bool,
}

/// The file, locked for others until it is dropped.
struct AnchorFile {
    file: File,
    path: PathBuf,
    /// The last anchor that can be read.
    last: Option<Anchor>,
    last_is_unreadable: bool,
    /// Whether a line has to be ended before the next.
    is_torn: bool,
    is_empty: bool,
}

/// Adds the end of the journal to a file, unless its last line says it already.
///
/// # Errors
/// [`Failure::AnchorFile`] when the file cannot be read or written, [`Failure::NoAnchorFile`] when it is another kind of
/// file, [`Failure::Journal`] when the journal is not what the last line says. Nothing has then been written.
pub async fn anchor(services: &Services, path: &Path) -> Result<Anchored, Failure> {
    let failed = |error| Failure::AnchorFile { path: path.to_owned(), error };
    let file = lock(open(path).map_err(failed)?).await.map_err(failed)?;
    let begun = path.to_owned();
    let file = in_peace(move || AnchorFile::read(file, begun)).await.map_err(failed)?;
    let Some(file) = file else { return Err(Failure::NoAnchorFile(path.to_owned())) };
    let last_is_unreadable = file.last_is_unreadable;
    let next = next(services, file.last.as_ref()).await.map_err(|error| match error {
        AnchorError::Store(error) => Failure::Store(error),
        AnchorError::Fault(fault) => Failure::Journal(fault),
    })?;
    if let NextAnchor::New(anchor) = next.clone() {
        in_peace(move || file.append(&anchor)).await.map_err(failed)?;
    }
    Ok(Anchored { next, last_is_unreadable })
}

/// The anchors of a file, and the number of the first line that is none.
///
/// # Errors
/// [`Failure::AnchorFile`] when the file cannot be read, [`Failure::NoAnchors`] when it is empty.
pub fn anchors(path: &Path) -> Result<(Vec<Anchor>, Option<usize>), Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::AnchorFile { path: path.to_owned(), error })?;
    if bytes.is_empty() {
        return Err(Failure::NoAnchors(path.to_owned()));
    }
    let text = String::from_utf8_lossy(&bytes);
    let read: Vec<_> = text.lines().map(Anchor::try_from).collect();
    let unreadable = read.iter().position(Result::is_err).map(|place| place + 1);
    Ok((read.into_iter().flatten().collect(), unreadable))
}

/// Does what waits for a disk where nobody waits for it.
async fn in_peace<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

/// Opens the file for adding to, or makes it, for nobody but whoever runs the program.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Waits for its turn. Whoever holds the lock writes a line; somebody who does not let go is not waited for.
async fn lock(file: File) -> io::Result<File> {
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => tokio::time::sleep(PAUSE).await,
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::Error::new(ErrorKind::TimedOut, "another program has locked it"))
}

impl AnchorFile {
    /// Reads how a locked file ends; `None` when it is no file of anchors.
    fn read(mut file: File, path: PathBuf) -> io::Result<Option<Self>> {
        let mut beginning = Vec::new();
        Read::by_ref(&mut file).take(64).read_to_end(&mut beginning)?;
        if !begins_as_anchors(&beginning) {
            return Ok(None);
        }
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(length.saturating_sub(END)))?;
        let mut end = Vec::new();
        file.read_to_end(&mut end)?;
        let text = String::from_utf8_lossy(&end);
        let mut lines = text.lines().rev().map(|line| Anchor::try_from(line).ok()).peekable();
        let last_is_unreadable = matches!(lines.peek(), Some(None));
        let last = lines.flatten().next();
        let is_torn = end.last().is_some_and(|byte| *byte != b'\n');
        let is_empty = end.is_empty();
        Ok(Some(Self { file, path, last, last_is_unreadable, is_torn, is_empty }))
    }

    /// Adds a line, and lets go of the file when it is on the disk.
    fn append(mut self, anchor: &Anchor) -> io::Result<()> {
        let before = if self.is_torn { "\n" } else { "" };
        // In one piece: what adds to a file writes such a piece whole, or not at all while the disk has room.
        self.file.write_all(format!("{before}{anchor}\n").as_bytes())?;
        self.file.sync_all()?;
        if self.is_empty {
            self.keep_its_name();
        }
        Ok(())
    }

    /// Has the folder remember a file that is new. A file system that cannot do that by itself does it in its time.
    fn keep_its_name(&self) {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
            _ = folder.sync_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs};

    use super::*;

    fn anchor(position: i64) -> Anchor {
        let at = "2026-11-23T09:20:00Z".parse().unwrap();
        Anchor::new(position, &"a".repeat(64), at).unwrap()
    }

    async fn opened(path: &Path) -> Option<AnchorFile> {
        AnchorFile::read(lock(open(path).unwrap()).await.unwrap(), path.to_owned()).unwrap()
    }

    async fn add(path: &Path, position: i64) {
        opened(path).await.unwrap().append(&anchor(position)).unwrap();
    }

    #[tokio::test]
    async fn lines_are_added_to_a_file_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("anchors");
        add(&path, 1).await;
        add(&path, 7).await;
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("{}\n{}\n", anchor(1), anchor(7)));
        assert_eq!(anchors(&path).unwrap(), (vec![anchor(1), anchor(7)], None));
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn anchors_that_are_added_at_once_are_whole_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("anchors");
        let adding: Vec<_> = (1..=16)
            .map(|position| {
                let path = path.clone();
                tokio::spawn(async move { add(&path, position).await })
            })
            .collect();
        for added in adding {
            added.await.unwrap();
        }
        let (read, unreadable) = anchors(&path).unwrap();
        assert_eq!((read.len(), unreadable), (16, None));
        let positions: BTreeSet<i64> = read.iter().map(Anchor::position).collect();
        assert_eq!(positions, (1..=16).collect());
    }

    #[tokio::test]
    async fn whoever_holds_the_lock_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("anchors");
        let held = opened(&path).await.unwrap();
        let waiting = open(&path).unwrap();
        assert!(matches!(waiting.try_lock(), Err(TryLockError::WouldBlock)));
        held.append(&anchor(1)).unwrap();
        waiting.try_lock().unwrap();
    }

    #[tokio::test]
    async fn behind_a_line_that_is_torn_anywhere_the_next_begins_on_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let (first, torn) = (format!("{}\n", anchor(1)), anchor(2).to_string());
        for end in 1..=torn.len() {
            let path = folder.path().join(format!("torn-{end}"));
            fs::write(&path, format!("{first}{}", &torn[..end])).unwrap();
            let file = opened(&path).await.unwrap();
            let is_whole = end == torn.len();
            assert_eq!(file.last_is_unreadable, !is_whole, "{end}");
            assert_eq!(file.last, Some(anchor(if is_whole { 2 } else { 1 })), "{end}");
            drop(file);
            add(&path, 3).await;
            let (read, unreadable) = anchors(&path).unwrap();
            let expected =
                if is_whole { vec![anchor(1), anchor(2), anchor(3)] } else { vec![anchor(1), anchor(3)] };
            assert_eq!((read, unreadable), (expected, (!is_whole).then_some(2)), "{end}");
        }
    }

    #[tokio::test]
    async fn the_last_of_many_lines_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("anchors");
        let lines: String = (1..=500).map(|position| format!("{}\n", anchor(position))).collect();
        fs::write(&path, lines).unwrap();
        assert_eq!(opened(&path).await.unwrap().last, Some(anchor(500)));
    }

    #[tokio::test]
    async fn what_is_no_file_of_anchors_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fyren.db");
        fs::write(&path, "SQLite format 3\0").unwrap();
        assert!(opened(&path).await.is_none());
        assert_eq!(fs::read(&path).unwrap(), b"SQLite format 3\0");
    }

    #[test]
    fn an_empty_file_has_no_anchors_and_a_missing_one_is_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("anchors");
        assert!(matches!(anchors(&path), Err(Failure::AnchorFile { .. })));
        fs::write(&path, "").unwrap();
        assert!(matches!(anchors(&path), Err(Failure::NoAnchors(_))));
    }
}
