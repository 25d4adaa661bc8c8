//! What is posted is a form, as browsers write one by default: all that the pages and their script ever post.

use app::{AppError, answer_with_error};
use axum::{
    extract::Request,
    http::{Method, header},
    middleware::Next,
    response::Response,
};

/// How a form is written.
const FORM: &str = "application/x-www-form-urlencoded";

/// Refuses what is posted in another way, which no function would read.
pub async fn only(request: Request, next: Next) -> Response {
    let written = request.headers().get(header::CONTENT_TYPE).and_then(|written| written.to_str().ok());
    let is_form = written.is_some_and(|written| written.starts_with(FORM));
    if request.method() == Method::POST && !is_form {
        return answer_with_error(request.headers(), AppError::Invalid);
    }
    next.run(request).await
}
