//! What is answered where no page is drawn: more was sent than is taken, or there is no file.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::language::Message;

use super::{
    cookie,
    preference::THEME_COOKIE,
    request::{language, wants_html},
};
use crate::{error::AppError, path, preference::Theme, words::CommonWords};

/// What the page may load: its looks.
const POLICY: &str = "default-src 'none'; object-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// After how many seconds whoever could not be served just now may try again.
const AGAIN_AFTER: &str = "30";

/// Answers with an error: a page of its own for a browser, the error itself for a script.
pub fn answer(headers: &HeaderMap, error: AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = if wants_html(headers) {
        let kinds = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        ];
        (status, kinds, page(headers, error)).into_response()
    } else {
        let told = serde_json::to_string(&error).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/json")], told).into_response()
    };
    if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(AGAIN_AFTER));
    }
    answer
}

/// The page, in the language and the colours of the reader. Nothing in it is taken from what anybody has sent.
pub fn page(headers: &HeaderMap, error: AppError) -> String {
    let language = language(headers);
    let theme = Theme::from_code(&cookie::among(headers, THEME_COOKIE).unwrap_or_default()).attribute();
    let theme = theme.map(|theme| format!(r#" data-theme="{theme}""#)).unwrap_or_default();
    let (code, title, text) = (language.code(), error.title(language), error.message(language));
    let (page_title, start, to_start) = (language.page_title(title), path::START, language.to_start());
    format!(
        r##"<!DOCTYPE html>
<html lang="{code}"{theme}>
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>{page_title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
<link rel="stylesheet" href="/pkg/app.css"/>
</head>
<body>
<main id="main" class="frame-main">
<div class="state state-failure">
<span class="state-icon"><svg class="icon" aria-hidden="true"><use href="/pkg/icons.svg#triangle-alert"/></svg></span>
<h1 class="state-title">{title}</h1>
<p class="state-text">{text}</p>
<div class="state-actions"><a class="ds-button" data-variant="secondary" href="{start}">{to_start}</a></div>
</div>
</main>
</body>
</html>
"##
    )
}
