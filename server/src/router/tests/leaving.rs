//! Browsers that go away before they are answered.

use std::sync::{
    Once,
    atomic::{AtomicUsize, Ordering},
};

use axum::http::StatusCode;

use super::site::{Site, Who};

/// How often something that is no more was read.
static READ_TOO_LATE: AtomicUsize = AtomicUsize::new(0);

/// A page breaks on a thread of its own, which the test learns of by the message only.
fn count_what_is_read_too_late() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if panic.to_string().contains("disposed") {
                READ_TOO_LATE.fetch_add(1, Ordering::SeqCst);
            }
            usual(panic);
        }));
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_leaves_before_the_answer_breaks_nothing() {
    count_what_is_read_too_late();
    let site = Site::open().await;
    let case = format!("/aktivitetsansvar/{}/tidslinje", site.cases.own);
    for (who, path) in [
        (Who::Caseworker, "/"),
        (Who::Caseworker, "/aktivitetsansvar?sort=-registered"),
        (Who::Caseworker, case.as_str()),
        (Who::Auditor, "/logg"),
    ] {
        // Ever later, until the answer is there before the browser goes.
        let mut looks = 1;
        while site.leave(who, path, looks).await {
            looks += looks / 8 + 1;
        }
        // Whoever stays is answered, and by then what the others left behind has come to its end.
        assert_eq!(site.page(who, path).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(READ_TOO_LATE.load(Ordering::SeqCst), 0);
}
