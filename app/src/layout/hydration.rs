//! What only happens in the browser, once the page has come alive.

use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys::HtmlElement};
use leptos_router::hooks::use_location;

use crate::{
    preference::{Script, preferences},
    serverfn::preference::choose_script,
};

/// Marks the document when the page's own code runs: for the style sheet, which then hides buttons that only plain
/// forms need, and for tests.
pub fn mark_as_hydrated() {
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            // Setting a well-formed attribute does not fail.
            _ = root.set_attribute("data-hydrated", "");
        }
        // Said once; a server that does not answer is told by the next page.
        if preferences().script == Script::Unknown {
            spawn_local(async {
                _ = choose_script(Script::Runs.code().to_owned(), String::new()).await;
            });
        }
    });
}

/// On the way to another page: closes the drawer, and moves the focus to the new page's content, as a browser does when
/// it loads one. A change of the query alone, such as another sort, leaves the focus where it is.
pub fn follow_navigation() {
    let pathname = use_location().pathname;
    Effect::new(move |previous: Option<String>| {
        let current = pathname.get();
        if previous.is_some_and(|previous| previous != current) {
            if let Some(menu) = element("menu") {
                // Fails when the drawer is not open, which is as it should be.
                _ = menu.hide_popover();
            }
            if let Some(main) = element("main") {
                // Focusing an element that is in the page does not fail.
                _ = main.focus();
            }
        }
        current
    });
}

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
