//! Answers are made to their end, also when nobody waits for them any more.

use axum::{
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::sync::Semaphore;

/// How many answers are made at once, so that those who ask and go away cannot pile up work without end.
static AT_ONCE: Semaphore = Semaphore::const_new(512);

/// Makes the answer in a task of its own. A browser that goes away would else take the page with it while parts of it
/// are still being made, which then read what is no more.
pub async fn make(request: Request, next: Next) -> Response {
    let Ok(place) = AT_ONCE.acquire().await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let making = tokio::spawn(async move {
        let response = next.run(request).await;
        drop(place);
        response
    });
    match making.await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            // Whoever stands outside answers for it.
            Ok(panic) => std::panic::resume_unwind(panic),
            // The program is being stopped.
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        },
    }
}
