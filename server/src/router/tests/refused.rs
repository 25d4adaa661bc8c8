//! What is refused stands in the log of the server, and nothing of whom it is about.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use axum::{body::Body, http::StatusCode};

use super::site::{Site, Who, asked, posted};

/// What has been logged.
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<u8>>>);

impl Write for Logged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Logged {
    /// The lines since the last time.
    fn lines(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap());
        String::from_utf8(bytes)
            .unwrap()
            .lines()
            .filter(|line| line.contains("refused"))
            .map(str::to_owned)
            .collect()
    }
}

#[tokio::test]
async fn what_is_refused_stands_in_the_log_without_a_word_of_whom_it_is_about() {
    let logged = Logged::default();
    let writer = logged.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let site = Site::open().await;
    let session = service::session::told(Site::token(Who::Caseworker).unwrap());
    assert_eq!(logged.lines(), Vec::<String>::new());

    let other = format!("/aktivitetsansvar/{}?f=20080818-2380", site.cases.other);
    assert_eq!(site.page(Who::Caseworker, &other).await.status, StatusCode::NOT_FOUND);
    let told = logged.lines();
    assert_eq!(told.len(), 1, "{told:?}");
    for part in ["status=404", "method=\"GET\"", "/aktivitetsansvar/{id}", &session] {
        assert!(told[0].contains(part), "{part}: {told:?}");
    }
    assert!(!told[0].contains("20080818") && !told[0].contains(Site::token(Who::Caseworker).unwrap()));

    let function = site.call(Who::Auditor, "/api/update-cases", "what=save").await;
    assert_eq!(function.status, StatusCode::FORBIDDEN);
    assert!(logged.lines()[0].contains("/api/update-cases"));

    // What another site posts, without a session too.
    let mut request = posted("/api/sign-in", None, true, "user_name=asa&password=x");
    request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    request.headers_mut().insert("origin", "https://evil.example".parse().unwrap());
    assert_eq!(site.send(request).await.status, StatusCode::FORBIDDEN);
    assert!(logged.lines()[0].contains("status=403"));

    // A slip of the hand of somebody unknown, and what is answered, are no attempts.
    let nowhere = asked("GET", "/finns-inte", None, true).body(Body::empty()).unwrap();
    assert_eq!(site.send(nowhere).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.page(Who::Caseworker, "/").await.status, StatusCode::OK);
    assert_eq!(logged.lines(), Vec::<String>::new());
}
