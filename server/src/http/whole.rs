//! Answers are made to their end, also when nobody waits for them any more.

use axum::{
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Makes the answer in a task of its own. A browser that goes away would else take the page with it while parts of it
/// are still being made, which then read what is no more.
pub async fn make(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        // The program is being stopped.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
