//! What the log tells of a person, as a file: `GET /export/loggutdrag/NUMBER.csv`, by the number of the person's row.

use app::{AppError, PersonLogRequest, Refused, path};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::id::PersonId;
use service::Services;

use super::export::refusal;
use crate::format::table::write_rows;

/// The addresses of the files.
pub fn routes<S>(services: Services) -> Router<S> {
    Router::new().route(&format!("{}/{{file}}", path::PERSON_LOG_FILES), get(answer)).with_state(services)
}

async fn answer(State(services): State<Services>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    made(&services, &file, &headers).await.unwrap_or_else(|refused| refusal(refused, &headers))
}

async fn made(services: &Services, file: &str, headers: &HeaderMap) -> Result<Response, Refused> {
    let person = file.strip_suffix(".csv").and_then(|id| id.parse().ok()).ok_or(AppError::NotFound)?;
    let request = PersonLogRequest::read(services, headers, PersonId(person)).await?;
    let rows = request.rows(services).await?;
    let text = write_rows(&rows).map_err(|error| {
        tracing::error!(%error, "a person's log could not be written as a file");
        AppError::Unexpected
    })?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"loggutdrag.csv\"")),
    ];
    Ok((headers, text).into_response())
}
