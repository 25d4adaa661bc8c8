//! What an unknown address is answered with.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    component::icon::Icon,
    layout::{Brand, SkipLink},
    path,
    preference::language,
    words::CommonWords,
};

/// The page of status 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let words = language();
    #[cfg(feature = "ssr")]
    crate::server::response::answer_with(crate::error::AppError::NotFound);
    view! {
        <Title text=words.page_title(words.not_found_title())/>
        <SkipLink/>
        <header class="header">
            <Brand/>
        </header>
        <main id="main" class="frame-main" tabindex="-1">
            <div class="state">
                <span class="state-icon"><Icon name="map-pin"/></span>
                <h1 class="state-title">{words.not_found_title()}</h1>
                <p class="state-text">{words.not_found_text()}</p>
                <div class="state-actions">
                    <a class="ds-button" href=path::START>{words.to_start()}</a>
                </div>
            </div>
        </main>
    }
    .into_any()
}
