//! The header: brand, search, role, settings, signing out.

use leptos::prelude::*;
use server_fn::ServerFn;

use super::{Brand, FrameResource, Unread, role::RoleSwitcher, search::SearchOpener, settings::Settings};
use crate::{
    component::{icon::Icon, number::grouped},
    path,
    preference::language,
    serverfn::{frame::Frame, session::SignOut},
    words::FrameWords,
};

/// The header of each page.
#[component]
pub fn Header(reader: FrameResource) -> impl IntoView {
    let words = language();
    view! {
        <header class="header">
            <button
                class="header-button menu-opener"
                type="button"
                popovertarget="menu"
                aria-label=words.open_menu()
            >
                <Icon name="menu"/>
            </button>
            <Brand/>
            <SearchOpener/>
            <div class="header-reader">
                <Suspense>
                    {move || Suspend::new(async move {
                        let reader = reader.await.ok()?;
                        let name = reader.name.clone();
                        Some(view! {
                            <RoleSwitcher reader=reader.clone()/>
                            <Messages reader/>
                            <Settings name/>
                        }.into_any())
                    })}
                </Suspense>
                <form class="sign-out" method="post" action=SignOut::url()>
                    <button class="header-button" type="submit" title=words.sign_out()>
                        <Icon name="log-out"/>
                        <span class="header-button-text">{words.sign_out()}</span>
                    </button>
                </form>
            </div>
        </header>
    }
    .into_any()
}

/// The way to the reader's messages, with how many of them have not been read; nothing before what is due has been done.
#[component]
fn Messages(reader: Frame) -> impl IntoView {
    let words = language();
    let told = use_context::<Unread>();
    let count = move || told.and_then(|Unread(told)| told.get()).unwrap_or(reader.unread);
    let name = move || match count() {
        0 => words.messages().to_owned(),
        count => words.unread_messages(&grouped(count.unsigned_abs(), words)),
    };
    let shown = move || {
        let count = count();
        (count > 0).then(|| view! { <span class="count header-count" aria-hidden="true">{grouped(count.unsigned_abs(), words)}</span> })
    };
    reader.due.is_none().then(|| {
        view! {
            <a class="header-button header-messages" href=path::MESSAGES title=words.messages() aria-label=name>
                <Icon name="mail"/>
                {shown}
            </a>
        }
        .into_any()
    })
}
