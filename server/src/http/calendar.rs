//! Calendars of follow-ups for other programmes: `GET /kalender/TOKEN.ics`, without a session.
//!
//! Whoever asks under a token that is not good is answered the same as whoever asks under one that never was. The address is
//! written to no log.

use app::{AppError, answer_with_error, origin_of, path};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use service::{Services, calendar};

use super::limits::{self, Limit, limit_calendars};

/// The name of an installation whose host nobody has named.
const UNNAMED: &str = "fyren";

#[derive(Clone)]
struct Calendars {
    services: Services,
    /// Where browsers find Fyren, as the operator says.
    origin: Option<String>,
}

/// The addresses of all calendars.
pub fn routes<S>(services: Services, origin: Option<String>) -> Router<S> {
    Router::new()
        .route(&format!("{}/{{file}}", path::CALENDARS), get(answer))
        .layer(middleware::from_fn_with_state(Limit::new(limits::CALENDARS), limit_calendars))
        .with_state(Calendars { services, origin })
}

/// Answers with a calendar, or tells that there is none.
async fn answer(
    State(Calendars { services, origin }): State<Calendars>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let token = file.strip_suffix(".ics").unwrap_or_default();
    let origin = origin.or_else(|| origin_of(&headers)).unwrap_or_default();
    let host = origin.split_once("://").map_or(UNNAMED, |(_, host)| host);
    let address = |case, contact| format!("{origin}{}", path::contact(case, contact));
    match calendar::read(&services, token, host, address).await {
        Ok(Some(text)) => {
            let kinds = [
                (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
                (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"fyren.ics\"")),
            ];
            (kinds, text).into_response()
        }
        Ok(None) => answer_with_error(&headers, AppError::NotFound),
        Err(error) => answer_with_error(&headers, error.into()),
    }
}
