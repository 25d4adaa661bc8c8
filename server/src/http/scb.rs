//! The files of exports to Statistics Sweden: `GET /export/scb/NUMBER.csv`, and the log of one, `NUMBER-logg.csv`.

use app::{AppError, Refused, ScbFile, ScbRequest, path};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use service::Services;

use super::export::refusal;
use crate::format::table::write_rows;

/// The addresses of the files.
pub fn routes<S>(services: Services) -> Router<S> {
    Router::new().route(&format!("{}/{{file}}", path::SCB_FILES), get(answer)).with_state(services)
}

async fn answer(State(services): State<Services>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    made(&services, &file, &headers).await.unwrap_or_else(|refused| refusal(refused, &headers))
}

async fn made(services: &Services, file: &str, headers: &HeaderMap) -> Result<Response, Refused> {
    let request = ScbRequest::read(services, headers, file).await?;
    let (kind, name, bytes) = match request.file(services).await? {
        // What a programme of Statistics Sweden reads is sent as it is: its letters are those of the layout.
        ScbFile::Report(name, bytes) => ("application/octet-stream", name, bytes),
        ScbFile::Log(name, rows) => {
            let text = write_rows(&rows).map_err(|error| {
                tracing::error!(%error, "the log of an export could not be written as a file");
                AppError::Unexpected
            })?;
            ("text/csv; charset=utf-8", name, text)
        }
    };
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    let disposition = disposition.map_err(|_| AppError::Unexpected)?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}
