//! The frame round each page: header, menu, content.

mod brand;
mod header;
pub mod hydration;
pub mod leaving;
pub mod look_up;
pub mod menu;
mod role;
pub mod search;
pub mod settings;

use leptos::prelude::*;
use leptos_router::components::Outlet;

pub use brand::Brand;
pub use role::role_name;

use crate::{
    error::AppError, layout::header::Header, layout::menu::MainMenu, preference::language,
    serverfn::frame::Frame, words::FrameWords,
};

/// Who reads, as the frame and some pages ask for it.
pub type FrameResource = Resource<Result<Frame, AppError>>;

/// How many messages the reader has not read, as the last page told that has come since the frame.
#[derive(Clone, Copy)]
pub struct Unread(pub RwSignal<Option<i64>>);

/// The frame of everybody who is signed in.
#[component]
pub fn Layout() -> impl IntoView {
    let reader: FrameResource = Resource::new(|| (), |()| crate::serverfn::frame::frame());
    provide_context(reader);
    provide_context(Unread(RwSignal::new(None)));
    hydration::follow_navigation();
    view! {
        <SkipLink/>
        <div class="frame">
            <Header reader/>
            <MainMenu reader/>
            <main id="main" class="frame-main" tabindex="-1">
                <Outlet/>
            </main>
        </div>
    }
    .into_any()
}

/// The first thing that the keyboard reaches. The router leaves it alone, so that the browser moves the focus.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        <a class="ds-skip-link" href="#main" rel="external">
            {language().skip_to_content()}
        </a>
    }
    .into_any()
}
