//! A panel of the list that folds.

use std::collections::BTreeSet;

use leptos::{either::Either, html::Details, prelude::*};
use server_fn::ServerFn;

use super::keyboard;
use crate::{
    component::return_to::ReturnTo,
    preference::{Script, language, preferences},
    serverfn::preference::ChooseScript,
    words::ListWords,
};

/// Which panels have been opened. What a panel holds is drawn when it is opened for the first time, if the browser runs
/// scripts: of a page of the list the panels are the most, and seldom opened.
#[derive(Clone, Copy)]
pub struct Panels(RwSignal<BTreeSet<String>>);

impl Panels {
    /// None.
    pub fn new() -> Self {
        Self(RwSignal::default())
    }

    /// Draws what reads this anew when a panel is opened for the first time.
    pub fn follow(self) {
        self.0.track();
    }

    fn has_been_opened(self, name: &str) -> bool {
        self.0.with_untracked(|opened| opened.contains(name))
    }

    fn open(self, name: &str) {
        if !self.has_been_opened(name) {
            _ = self.0.try_update(|opened| opened.insert(name.to_owned()));
        }
    }
}

/// A panel: what is always seen of it, which opens it, and what it holds. Of the open panels one stays open.
pub fn panel(
    panels: Panels,
    name: String,
    class: &'static str,
    is_open: bool,
    summary: AnyView,
    body: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let is_drawn_at_once = is_open || preferences().script == Script::Unknown;
    let element = NodeRef::<Details>::new();
    let opened = {
        let name = name.clone();
        move || panels.open(&name)
    };
    // One that was opened before the page came alive has told nobody. Only the element knows, once it is in the page, so that it
    // is asked by an effect, which writes a signal as whoever opens it does; it runs once and reads nothing of what it writes.
    let open_already = opened.clone();
    Effect::new(move |_| {
        if element.get().is_some_and(|panel| panel.open()) {
            open_already();
        }
    });
    // Newer rows put what a function draws in the place of what it drew before, and with it what its reader is about to fill in.
    // What has been opened once is therefore drawn as it is, and changed where it stands: the list is drawn anew as soon as a panel
    // is opened for the first time, before anything is filled in. A function draws it until then, while rows are on their way.
    let body = match is_drawn_at_once || panels.has_been_opened(&name) {
        true => Either::Left(body()),
        false => {
            let is_drawn = Memo::new(move |_| panels.0.with(|opened| opened.contains(&name)));
            Either::Right(move || is_drawn.get().then(&body))
        }
    };
    let inner = view! {
        {summary}
        {body}
    };
    // Newer rows draw every attribute of a panel anew. One that does not say whether it is open stays as its reader has it.
    let toggled = move |_| opened();
    match is_open {
        true => view! {
            <details class=class name="list-panel" open node_ref=element on:toggle=toggled on:click=keyboard::fold_after_link>
                {inner}
            </details>
        }
        .into_any(),
        false => view! {
            <details class=class name="list-panel" node_ref=element on:toggle=toggled on:click=keyboard::fold_after_link>
                {inner}
            </details>
        }
        .into_any(),
    }
}

/// For a browser that ran scripts once and runs them no longer: the way to have the panels drawn.
pub fn without_script() -> AnyView {
    if preferences().script == Script::Unknown {
        return ().into_any();
    }
    let words = language();
    view! {
        <noscript>
            <form class="notice script-gone" method="post" action=ChooseScript::url()>
                <ReturnTo/>
                <p>{words.script_has_gone()}</p>
                <button class="ds-button" data-variant="secondary" type="submit" name="script" value="">
                    {words.draw_panels()}
                </button>
            </form>
        </noscript>
    }
    .into_any()
}
