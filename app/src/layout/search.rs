//! The search in the header of each page: a link to the page that searches, which with script opens a dialog instead.
//!
//! The dialog is a combobox: the field keeps the focus, the arrows choose among the hits, Enter goes to the chosen one
//! and Escape closes. The server draws the dialog and the hits, outside of what comes alive; what runs in the browser
//! asks for the hits of what is typed, and shows the latest answer.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use domain::language::{Language, Message};
use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlDialogElement, HtmlElement, HtmlInputElement},
};

use crate::{
    component::icon::Icon,
    error::AppError,
    path,
    preference::{Preferences, language},
    serverfn::search::find,
    words::{CommonWords, SearchWords},
};

const DIALOG: &str = "search";
const FIELD: &str = "search-field";
const HITS: &str = "search-hits";
const NOTE: &str = "search-note";

/// How long to wait for the next key before asking.
const PAUSE: Duration = Duration::from_millis(150);

/// The number of the latest question. The answer to an earlier one is too late.
static LATEST: AtomicU32 = AtomicU32::new(0);

/// What opens the search.
#[component]
pub fn SearchOpener() -> impl IntoView {
    let words = language();
    view! {
        <a class="header-button header-search" href=path::SEARCH rel="external" title=words.search_all() aria-keyshortcuts="Control+K Meta+K">
            <Icon name="search"/>
            <span class="header-search-text">{words.search()}</span>
            <kbd class="with-script" aria-hidden="true">"Ctrl K"</kbd>
        </a>
    }
    .into_any()
}

/// The dialog. Its text is in the language of the page, which is loaded anew when another is chosen.
pub fn dialog(words: Language) -> impl IntoView {
    view! {
        <dialog class="search" id=DIALOG aria-label=words.search_all()>
            <div class="search-head">
                <Icon name="search"/>
                <input
                    class="search-field"
                    id=FIELD
                    type="text"
                    role="combobox"
                    aria-label=words.search_field()
                    aria-autocomplete="list"
                    aria-expanded="false"
                    aria-controls=HITS
                    placeholder=words.search_field()
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    enterkeyhint="go"
                />
                <button class="search-close" type="button">{words.close()}</button>
            </div>
            <div class="search-hits" id=HITS role="listbox" aria-label=words.hits()></div>
            <p class="search-note" id=NOTE role="status"></p>
            <p class="search-hint">
                <span class="search-keys" aria-hidden="true">
                    <kbd>"↑"</kbd> <kbd>"↓"</kbd> {words.key_choose()} <kbd>"Enter"</kbd> {words.key_go()}
                </span>
                {words.search_hint()}
            </p>
        </dialog>
    }
}

/// Listens for what opens the dialog, for what is done in it, and for what closes it. Once, for the whole program.
pub fn listen() {
    Effect::new(|_| {
        for event in ["click", "input", "keydown"] {
            window_event_listener_untyped(event, heard);
        }
    });
}

fn heard(event: Event) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let is_in = |selector: &str| target.closest(selector).ok().flatten().is_some();
    match event.type_().as_str() {
        "input" if target.id() == FIELD => ask(),
        "keydown" => {
            if let Ok(event) = event.dyn_into::<KeyboardEvent>() {
                pressed(&event, target.id() == FIELD);
            }
        }
        "click" if is_in(".header-search") && is_plain(&event) => {
            event.prevent_default();
            open();
        }
        // A hit leads away, and the backdrop of a dialog is the dialog.
        "click" if target.id() == DIALOG || is_in("#search .hit, .search-close") => close(),
        _ => {}
    }
}

/// Whether a click is not meant for a new tab or window.
fn is_plain(event: &Event) -> bool {
    let is_modified = |click: &MouseEvent| click.ctrl_key() || click.meta_key() || click.shift_key();
    !event.dyn_ref::<MouseEvent>().is_some_and(is_modified)
}

fn pressed(event: &KeyboardEvent, in_the_field: bool) {
    let hits = hits();
    let chosen = hits.iter().position(|hit| hit.matches("[aria-selected=true]").unwrap_or(false));
    match (event.key().as_str(), chosen) {
        ("k" | "K", _) if event.ctrl_key() || event.meta_key() => open(),
        _ if !in_the_field => return,
        ("Escape", _) => close(),
        ("ArrowDown", Some(place)) => choose((place + 1) % hits.len()),
        ("ArrowUp", Some(place)) => choose((place + hits.len() - 1) % hits.len()),
        ("Enter", Some(place)) => hits[place].click(),
        ("Enter", None) => ask(),
        _ => return,
    }
    event.prevent_default();
}

fn element<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn open() {
    if let Some(dialog) = element::<HtmlDialogElement>(DIALOG).filter(|dialog| !dialog.open()) {
        // Fails only for a dialog that is open.
        _ = dialog.show_modal();
    }
}

/// Closes the dialog, which gives the focus back, and leaves nothing of what was looked for in the page.
fn close() {
    if let (Some(dialog), Some(field)) = (element::<HtmlDialogElement>(DIALOG), field()) {
        dialog.close();
        field.set_value("");
        ask();
    }
}

fn field() -> Option<HtmlInputElement> {
    element(FIELD)
}

/// Asks for what stands in the field, once the reader pauses.
fn ask() {
    let question = LATEST.fetch_add(1, Ordering::Relaxed) + 1;
    let is_latest = move || LATEST.load(Ordering::Relaxed) == question;
    let Some(text) = field().map(|field| field.value()) else { return };
    if text.trim().is_empty() {
        show("", "");
        return;
    }
    let look = async move {
        mark(HITS, "aria-busy", "true");
        let answer = find(text).await;
        if !is_latest() {
            return;
        }
        match answer {
            Ok((note, hits)) => show(&note, &hits),
            // Where one signs in leads back here. Fails only when the browser forbids leaving the page.
            Err(AppError::SignedOut) => _ = window().location().reload(),
            Err(error) => show(&error.message(Preferences::of_the_request().language), ""),
        }
    };
    set_timeout(
        move || {
            if is_latest() {
                leptos::task::spawn_local(look);
            }
        },
        PAUSE,
    );
}

/// Shows what the server has drawn, the first hit chosen.
fn show(note: &str, hits: &str) {
    if let (Some(list), Some(said)) = (element::<Element>(HITS), element::<Element>(NOTE)) {
        list.set_inner_html(hits);
        said.set_text_content(Some(note));
    }
    mark(HITS, "aria-busy", "false");
    choose(0);
}

fn choose(place: usize) {
    let hits = hits();
    for (nth, hit) in hits.iter().enumerate() {
        // Setting a well-formed attribute does not fail.
        _ = hit.set_attribute("aria-selected", if nth == place { "true" } else { "false" });
    }
    let chosen = hits.get(place);
    if let Some(chosen) = chosen {
        chosen.scroll_into_view_with_bool(false);
    }
    mark(FIELD, "aria-activedescendant", &chosen.map(|chosen| chosen.id()).unwrap_or_default());
    mark(FIELD, "aria-expanded", if chosen.is_some() { "true" } else { "false" });
}

fn hits() -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all("#search .hit") else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok()).collect()
}

fn mark(id: &str, name: &str, value: &str) {
    if let Some(element) = element::<Element>(id) {
        // Setting a well-formed attribute does not fail.
        _ = element.set_attribute(name, value);
    }
}
