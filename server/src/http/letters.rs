//! Letters as a PDF: `GET /export/brev/JOB-NUMBER.pdf`, those that a job has written, and `/export/brev/prov.pdf?…`, the first
//! of those that would be.

use std::sync::Arc;

use app::{AppError, LettersRequest, Pager, Refused, path};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use paper::{Letter, Letters};
use service::{
    Services,
    letters::{LANGUAGE, Printed},
};
use tokio::sync::Semaphore;

use super::{
    export::refusal,
    places::{Place, Places},
};

/// How many files are set at a time: each takes a processor and a good deal of memory. The others wait.
const AT_ONCE: usize = 2;

#[derive(Clone)]
struct Office {
    services: Services,
    places: Places,
    desks: Arc<Semaphore>,
}

/// The addresses of letters, and what tells how many pages a letter becomes.
pub fn routes<S>(services: Services) -> (Router<S>, Pager) {
    let desks = Arc::new(Semaphore::new(AT_ONCE));
    let office = Office { services, places: Places::default(), desks: desks.clone() };
    let pager = Pager(Arc::new(move |printed| Box::pin(counted(desks.clone(), printed))));
    (addresses(office), pager)
}

/// How many pages letters become; while files are set at every desk it is not said, rather than waited for.
async fn counted(desks: Arc<Semaphore>, printed: Printed) -> Option<usize> {
    let desk = desks.try_acquire_owned().ok()?;
    let counted = tokio::task::spawn_blocking(move || {
        let counted = paper::pages(&pages(printed));
        drop(desk);
        counted
    });
    counted.await.ok()?.ok()
}

fn addresses<S>(office: Office) -> Router<S> {
    Router::new().route(&format!("{}/{{file}}", path::LETTER_FILES), get(answer)).with_state(office)
}

async fn answer(
    State(office): State<Office>,
    Path(file): Path<String>,
    RawQuery(search): RawQuery,
    headers: HeaderMap,
) -> Response {
    let made = made(&office, &file, &search.unwrap_or_default(), &headers).await;
    made.unwrap_or_else(|refused| refusal(refused, &headers))
}

async fn made(office: &Office, file: &str, search: &str, headers: &HeaderMap) -> Result<Response, Refused> {
    let Office { services, places, desks } = office;
    let request = LettersRequest::read(services, headers, file, search).await?;
    let place = places.take(request.session.account)?;
    let printed = at_desk(desks, place, request.printed(services), |printed| paper::pdf(&pages(printed)));
    let pdf = printed.await?.map_err(|error| {
        tracing::error!(%error, "letters could not be put on paper");
        AppError::Unexpected
    })?;
    // What would be is looked at where one is; what has been written is kept.
    let disposition = match search.is_empty() {
        true => "attachment; filename=\"brev.pdf\"",
        false => "inline; filename=\"brev.pdf\"",
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
    ];
    Ok((headers, pdf).into_response())
}

/// Does work at a desk: what it is done on is read once there is one, so that nobody waits with letters in memory, and nobody
/// is told of as read whose letter is not set. Desk and place are kept until the work is done, even if nobody waits for it
/// any more: it goes on all the same.
async fn at_desk<L: Send + 'static, R: Send + 'static>(
    desks: &Arc<Semaphore>,
    place: Place,
    letters: impl Future<Output = Result<L, AppError>>,
    work: impl FnOnce(L) -> R + Send + 'static,
) -> Result<R, AppError> {
    let desk = desks.clone().acquire_owned().await.map_err(|_| AppError::Unexpected)?;
    let letters = letters.await?;
    let done = tokio::task::spawn_blocking(move || {
        let done = work(letters);
        drop(place);
        drop(desk);
        done
    });
    done.await.map_err(|_| AppError::Unexpected)
}

fn pages(printed: Printed) -> Letters {
    let letters = printed.letters.into_iter();
    Letters {
        title: printed.title,
        sender: printed.sender,
        date: printed.date,
        language: LANGUAGE.code().to_owned(),
        letters: letters
            .map(|letter| Letter {
                window: letter.window,
                subject: letter.subject,
                paragraphs: letter.paragraphs,
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use domain::id::AccountId;
    use futures_util::FutureExt;
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn a_desk_is_taken_until_the_letters_are_set_though_nobody_waits_for_them() {
        let (desks, places) = (Arc::new(Semaphore::new(1)), Places::default());
        let (begun, has_begun) = oneshot::channel();
        let (go_on, may_go_on) = mpsc::channel::<()>();
        let place = places.take(AccountId(1)).unwrap();
        let asked = tokio::spawn({
            let desks = desks.clone();
            async move {
                let work = move |()| {
                    begun.send(()).unwrap();
                    may_go_on.recv().unwrap();
                };
                at_desk(&desks, place, async { Ok(()) }, work).await
            }
        });
        has_begun.await.unwrap();
        // Whoever asked has gone; the work goes on, and so nobody else gets its desk, nor the same account another place.
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
        assert_eq!(desks.available_permits(), 0);
        assert_eq!(places.take(AccountId(1)).err(), Some(AppError::FileUnderWay));
        go_on.send(()).unwrap();
        let desk = desks.acquire().await.unwrap();
        assert!(places.take(AccountId(1)).is_ok());
        drop(desk);
    }

    #[tokio::test]
    async fn nothing_is_read_before_there_is_a_desk() {
        let (desks, places) = (Arc::new(Semaphore::new(1)), Places::default());
        let taken = desks.clone().acquire_owned().await.unwrap();
        let (read, mut is_read) = oneshot::channel();
        let letters = async {
            read.send(()).unwrap();
            Ok(())
        };
        let mut asked = Box::pin(at_desk(&desks, places.take(AccountId(1)).unwrap(), letters, |()| ()));
        assert!((&mut asked).now_or_never().is_none());
        assert!(is_read.try_recv().is_err());
        drop(taken);
        asked.await.unwrap();
        assert!(is_read.try_recv().is_ok());
    }
}
