//! The header: brand, search, role, settings, signing out.

use leptos::prelude::*;
use server_fn::ServerFn;

use super::{Brand, FrameResource, role::RoleSwitcher, search::SearchOpener, settings::Settings};
use crate::{component::icon::Icon, preference::language, serverfn::session::SignOut, words::FrameWords};

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
                            <RoleSwitcher reader/>
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
