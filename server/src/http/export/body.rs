//! A file as the body of an answer, sent while it is made.

use std::{
    future::Future,
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Poll, ready},
    time::{Duration, Instant},
};

use axum::body::{Body, Bytes};
use domain::list::{ExportFormat, ListRow};
use futures_util::stream::poll_fn;
use service::ServiceError;
use tokio::{
    runtime::Handle,
    sync::mpsc::{Receiver, Sender, channel},
    task::{spawn, spawn_blocking},
    time::timeout,
};

use super::patience::Patience;
use crate::format::table::{ROWS_OF_A_SHEET, Table, TableError, write_csv, write_xlsx};

/// How much is sent at a time, in bytes.
const PIECE: usize = 64 * 1024;
/// How many pieces may wait to be sent.
const PIECES: usize = 4;
/// How many batches of rows may wait to be written.
const BATCHES: usize = 2;

/// Where the rows of a file come from.
pub trait Rows: Send + 'static {
    /// A row.
    type Row: ListRow;
    /// Some rows, as they came.
    type Batch: Send + 'static;

    /// The next rows; none when all have been read.
    fn next(&mut self) -> impl Future<Output = Result<Option<Self::Batch>, ServiceError>> + Send;

    /// The rows of a batch. They are looked at where the file is written, while the next are read.
    fn rows(batch: Self::Batch) -> Result<Vec<Self::Row>, ServiceError>;
}

/// A batch of rows on its way to the file, or that there are no more. Rows that just stop coming have not ended.
enum Read<B> {
    Batch(B),
    End,
}

/// The body of a file with all the rows. `kept` is let go of when the last work on the file has ended.
pub fn of<S: Rows>(
    rows: S,
    table: Table<S::Row>,
    format: ExportFormat,
    patience: Patience,
    kept: impl Send + 'static,
) -> Body {
    let (read, batches) = channel(BATCHES);
    let (sender, mut pieces) = channel(PIECES);
    spawn(read_ahead(rows, read, sender.clone()));
    let handle = Handle::current();
    let is_whole = Arc::new(AtomicBool::new(false));
    let finished = Arc::clone(&is_whole);
    spawn_blocking(move || {
        let mut file = Pieces {
            sender,
            waiting: Vec::with_capacity(PIECE),
            patience,
            taken: 0,
            waited: Duration::ZERO,
            handle,
        };
        let batches = Batches::<S> { read: batches, ended: false };
        let written = match format {
            ExportFormat::Csv => write_csv(&table, batches, &mut file),
            ExportFormat::Xlsx => write_xlsx(&table, batches, &mut file, ROWS_OF_A_SHEET),
        };
        match written.and_then(|()| Ok(file.send()?)) {
            Ok(()) => finished.store(true, Ordering::Release),
            Err(error) => tracing::info!(%error, "an export was not finished"),
        }
        // Before the file ends with `file`: whoever has all of it may ask for the next at once.
        drop(kept);
        drop(file);
    });
    let mut has_ended = false;
    Body::from_stream(poll_fn(move |context| {
        if has_ended {
            return Poll::Ready(None);
        }
        let piece = ready!(pieces.poll_recv(context));
        has_ended = piece.is_none();
        // A body that just ended would pass for a whole file.
        let is_broken = has_ended && !is_whole.load(Ordering::Acquire);
        let broken = || Err(io::Error::from(io::ErrorKind::ConnectionAborted));
        Poll::Ready(piece.map(Ok).or_else(|| is_broken.then(broken)))
    }))
}

/// Reads until the rows end or nobody wants the file.
async fn read_ahead<S: Rows>(mut rows: S, read: Sender<Read<S::Batch>>, file: Sender<Bytes>) {
    loop {
        let batch = tokio::select! {
            batch = rows.next() => batch,
            () = file.closed() => return,
        };
        let next = match batch {
            Ok(None) => Read::End,
            Ok(Some(batch)) => Read::Batch(batch),
            // What went wrong has been told where it did.
            Err(_) => return,
        };
        let ends = matches!(next, Read::End);
        if read.send(next).await.is_err() || ends {
            return;
        }
    }
}

/// The rows, as whoever makes the file takes them.
struct Batches<S: Rows> {
    read: Receiver<Read<S::Batch>>,
    ended: bool,
}

impl<S: Rows> Iterator for Batches<S> {
    type Item = Result<Vec<S::Row>, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.read.blocking_recv() {
            Some(Read::Batch(batch)) => Some(S::rows(batch).map_err(|_| TableError::Rows)),
            Some(Read::End) => {
                self.ended = true;
                None
            }
            None => {
                self.ended = true;
                Some(Err(TableError::Rows))
            }
        }
    }
}

/// The file, which leaves in pieces as it is written.
struct Pieces {
    sender: Sender<Bytes>,
    waiting: Vec<u8>,
    patience: Patience,
    /// How many bytes have been sent on.
    taken: u64,
    /// How long the reader has been waited for.
    waited: Duration,
    handle: Handle,
}

impl Pieces {
    /// Sends what waits.
    fn send(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.waiting, Vec::with_capacity(PIECE));
        let (size, begun) = (piece.len() as u64, Instant::now());
        let longest = self.patience.left(self.taken, self.waited);
        let sent = self.handle.block_on(timeout(longest, self.sender.send(piece.into())));
        self.waited += begun.elapsed();
        match sent {
            Ok(Ok(())) => {
                self.taken += size;
                Ok(())
            }
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A workbook is put together before its first piece is written, so whether anybody waits for it is asked here.
        if self.sender.is_closed() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    /// Pieces leave when they are full, and the last one at the end.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use domain::language::{Language, Named};
    use futures_util::StreamExt;
    use tokio::{
        sync::oneshot::{self, error::TryRecvError},
        time::interval,
    };

    use super::*;
    use crate::format::table::fixture::{Note, batch, table};

    /// How long to wait for what must happen; that it does not is a failure and not a wait.
    const LONGEST_WAIT: Duration = Duration::from_secs(20);

    /// So many batches of rows, and then the end, an error or no end.
    struct Numbered {
        left: usize,
        then: Result<(), ServiceError>,
        /// Gone when nobody reads any longer.
        _reading: oneshot::Sender<()>,
    }

    impl Rows for Numbered {
        type Row = Note;
        type Batch = Vec<Note>;

        async fn next(&mut self) -> Result<Option<Vec<Note>>, ServiceError> {
            match self.left.checked_sub(1) {
                Some(left) => {
                    self.left = left;
                    Ok(Some(batch()))
                }
                None => self.then.map(|()| None),
            }
        }

        fn rows(batch: Vec<Note>) -> Result<Vec<Note>, ServiceError> {
            Ok(batch)
        }
    }

    /// A body, and what tells that reading and writing have ended.
    struct Told {
        body: Body,
        reading: oneshot::Receiver<()>,
        writing: oneshot::Receiver<()>,
    }

    fn told(left: usize, then: Result<(), ServiceError>, format: ExportFormat, patience: Patience) -> Told {
        let (_reading, reading) = oneshot::channel();
        let (kept, writing) = oneshot::channel::<()>();
        let body = of(Numbered { left, then, _reading }, table(Language::Swedish), format, patience, kept);
        Told { body, reading, writing }
    }

    async fn end(work: oneshot::Receiver<()>) {
        assert!(timeout(LONGEST_WAIT, work).await.expect("the work has ended").is_err());
    }

    #[tokio::test]
    async fn a_file_holds_all_rows() {
        for format in ExportFormat::ALL {
            let mut told = told(300, Ok(()), *format, Patience::default());
            let bytes = timeout(LONGEST_WAIT, to_bytes(told.body, usize::MAX)).await.unwrap().unwrap();
            match format {
                ExportFormat::Csv => {
                    let text = String::from_utf8(bytes.to_vec()).unwrap();
                    assert_eq!(text.lines().count(), 30_001);
                }
                ExportFormat::Xlsx => assert!(bytes.starts_with(b"PK") && bytes.len() > PIECE),
            }
            // Whoever has the last byte may ask for another file.
            assert!(matches!(told.writing.try_recv(), Err(TryRecvError::Closed)), "{format:?}");
            end(told.reading).await;
        }
    }

    #[tokio::test]
    async fn a_file_whose_rows_break_off_is_no_whole_file() {
        for format in ExportFormat::ALL {
            let told = told(30, Err(ServiceError::Unavailable), *format, Patience::default());
            let read = timeout(LONGEST_WAIT, to_bytes(told.body, usize::MAX)).await.unwrap();
            assert!(read.is_err(), "{format:?}");
            end(told.reading).await;
            end(told.writing).await;
        }
    }

    #[tokio::test]
    async fn the_work_ends_when_the_browser_leaves() {
        // A text leaves while it is written; of a workbook nothing does before all rows have been read.
        let told_csv = told(usize::MAX, Ok(()), ExportFormat::Csv, Patience::default());
        let mut pieces = told_csv.body.into_data_stream();
        let first = timeout(LONGEST_WAIT, pieces.next()).await.unwrap().unwrap().unwrap();
        assert!(first.starts_with("\u{feff}Text;".as_bytes()));
        drop(pieces);
        let told_xlsx = told(usize::MAX, Ok(()), ExportFormat::Xlsx, Patience::default());
        drop(told_xlsx.body);
        for work in [told_csv.reading, told_csv.writing, told_xlsx.reading, told_xlsx.writing] {
            end(work).await;
        }
    }

    #[tokio::test]
    async fn a_browser_that_stays_and_takes_nothing_is_given_up() {
        let impatient = Patience { longest_stall: Duration::from_millis(5), ..Patience::default() };
        let told = told(usize::MAX, Ok(()), ExportFormat::Csv, impatient);
        end(told.writing).await;
        // What was sent before can still be taken, and then the file breaks off.
        assert!(timeout(LONGEST_WAIT, to_bytes(told.body, usize::MAX)).await.unwrap().is_err());
        end(told.reading).await;
    }

    #[tokio::test]
    async fn a_browser_that_takes_a_piece_now_and_then_is_given_up_in_the_end() {
        // Each wait is far shorter than the longest, and all of them together are not.
        let stall = Duration::from_millis(200);
        let told = told(
            usize::MAX,
            Ok(()),
            ExportFormat::Csv,
            Patience { longest_stall: stall, least_rate: u64::MAX },
        );
        let mut pieces = told.body.into_data_stream();
        let now_and_then = async {
            let mut ticks = interval(stall / 10);
            while let Some(Ok(_)) = pieces.next().await {
                ticks.tick().await;
            }
        };
        timeout(LONGEST_WAIT, now_and_then).await.expect("the file breaks off");
        end(told.writing).await;
        end(told.reading).await;
    }
}
