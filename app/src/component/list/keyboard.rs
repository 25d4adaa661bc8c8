//! Moving in the list by keys, and opening a row by clicking anywhere on it. Runs in the browser only.

use leptos::{
    ev::{self, KeyboardEvent, MouseEvent, SubmitEvent, keydown},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlElement, HtmlInputElement, MouseEventInit},
};

use super::{find::FIND_FIELD, keys::KEYS_CARD};

const ROW_LINKS: &str = ".list-rows tbody :is(.row-link, tr:not(:has(.row-link)) .cell-select input)";

/// Listens for the keys that work wherever the focus is: `/` and `?`, and an arrow down into the rows.
pub fn listen() {
    Effect::new(|_| {
        let handle = window_event_listener(keydown, |event: KeyboardEvent| {
            if event.default_prevented()
                || event.ctrl_key()
                || event.alt_key()
                || event.meta_key()
                || (is_typing(&event) && event.key() != "Escape")
            {
                return;
            }
            match event.key().as_str() {
                "/" => {
                    if let Some(field) =
                        element(FIND_FIELD).and_then(|field| field.dyn_into::<HtmlInputElement>().ok())
                    {
                        event.prevent_default();
                        // Focusing an element that is in the page does not fail.
                        _ = field.focus();
                        field.select();
                    }
                }
                "?" => {
                    if let Some(card) =
                        element(KEYS_CARD).and_then(|card| card.dyn_into::<HtmlElement>().ok())
                    {
                        event.prevent_default();
                        // Fails when it is open already.
                        _ = card.show_popover();
                    }
                }
                "Escape" => fold_panels(),
                "ArrowDown" if is_nowhere() => {
                    event.prevent_default();
                    focus_link(0);
                }
                _ => {}
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Moves between rows by the arrows, to the first and last by Home and End, and to other pages. Enter opens, since a link has the focus;
/// Space selects, as it does on the row's box.
pub fn between_rows(event: &KeyboardEvent) {
    let links = links();
    let Some(active) = document().active_element() else { return };
    let row = active.closest("tr").ok().flatten();
    if event.key() == " " && active.matches("a").unwrap_or(false) {
        let select = row.and_then(|row| row.query_selector(".cell-select input").ok().flatten());
        if let Some(select) = select {
            event.prevent_default();
            let init = MouseEventInit::new();
            init.set_bubbles(true);
            init.set_cancelable(true);
            init.set_shift_key(event.shift_key());
            // Fails only for a kind of event that the browser does not know.
            let click = MouseEvent::new_with_mouse_event_init_dict("click", &init);
            _ = click.map(|click| select.dispatch_event(&click));
        }
        return;
    }
    let place = links.iter().position(|link| row.as_ref().is_some_and(|row| row.contains(Some(link))));
    let Some(place) = place else { return };
    let target = match event.key().as_str() {
        "ArrowDown" => place + 1,
        "ArrowUp" => place.saturating_sub(1),
        "Home" => 0,
        "End" => links.len().saturating_sub(1),
        "PageUp" => return turn_page(event, "prev"),
        "PageDown" => return turn_page(event, "next"),
        _ => return,
    };
    event.prevent_default();
    focus_link(target);
}

/// Goes to the page before or after this one, where there is one.
fn turn_page(event: &KeyboardEvent, relation: &str) {
    event.prevent_default();
    let link = document().query_selector(&format!(".pager a[rel={relation}]")).ok().flatten();
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        link.click();
    }
}

/// The page of the row that was clicked, unless something in the row was, or text was being marked. The caller goes
/// there: a click made from here would come back to the same listener while it runs.
pub fn clicked_row(event: &MouseEvent) -> Option<String> {
    let clicked = target(event)?;
    let is_control = clicked.closest("a, button, input, label, summary").ok().flatten().is_some();
    let is_marking =
        window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed());
    if is_control || is_marking || event.default_prevented() {
        return None;
    }
    clicked.closest("tr").ok()??.query_selector(".row-link").ok()??.get_attribute("href")
}

/// Does something when a link is followed in this window, to this list or another page, or a row is opened.
pub fn on_leaving(act: impl Fn() + Clone + Send + Sync + 'static) {
    Effect::new(move |_| {
        let act = act.clone();
        let handle = window_event_listener(ev::click, move |event: MouseEvent| {
            let link = target(&event)
                .and_then(|clicked| clicked.closest("a[href]:not([rel~=external])").ok().flatten());
            if (link.is_some() && is_plain(&event)) || clicked_row(&event).is_some() {
                act();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Whether what is clicked comes in this window: with a key held down it comes in a tab or a window of its own.
fn is_plain(event: &MouseEvent) -> bool {
    let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    !elsewhere && event.button() == 0
}

/// Whether the link of a row was clicked, or entered, so that its page comes instead of this one.
pub fn follows_link(event: &MouseEvent) -> bool {
    let is_link = target(event).is_some_and(|clicked| matches!(clicked.closest(".row-link"), Ok(Some(_))));
    is_link && is_plain(event)
}

/// The row that was clicked, or entered.
pub fn row_of(event: &MouseEvent) -> Option<i64> {
    let row = target(event)?.closest("tr").ok()??;
    let select = row.query_selector(".cell-select input").ok()??;
    select.dyn_into::<HtmlInputElement>().ok()?.value().parse().ok()
}

/// Gives the focus to the link of a row, if that is in the page.
pub fn focus_row(row: i64) {
    let selector = format!(".list-rows tr:has(.cell-select input[value='{row}']) .row-link");
    let link = document().query_selector(&selector).ok().flatten();
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        // Focusing an element that is in the page does not fail.
        _ = link.focus();
    }
}

/// Gives the focus to the first field of the filter that could not be read, in its open panel.
pub fn focus_refused() {
    let Ok(Some(field)) = document().query_selector(".filter-panel [data-refused] .field-operator") else {
        return;
    };
    let around = |selector| field.closest(selector).ok().flatten();
    // Setting an attribute does not fail, nor does focusing an element that is in the page.
    _ = around("details").map(|panel| panel.set_attribute("open", ""));
    if let Some(whole) = around("fieldset") {
        whole.scroll_into_view();
    }
    _ = field.dyn_into::<HtmlElement>().map(|field| field.focus());
}

/// Folds the panel that a form was posted from, which else would stand over the answer. The one of the order stays:
/// keys are often added one after the other.
pub fn fold_panel(event: &SubmitEvent) {
    let form = target(event);
    // What is folded within a panel, folds with it.
    let inner = form.as_ref().and_then(|form| form.closest("details").ok().flatten());
    if form.is_some_and(|form| fold_around(&form)) {
        // Removing an attribute does not fail.
        _ = inner.map(|inner| inner.remove_attribute("open"));
    }
}

/// Folds the panel of a link that has been followed, as a form's is when it is sent. One that fetches a file leads nowhere.
pub fn fold_after_link(event: MouseEvent) {
    if let Some(link) =
        target(&event).and_then(|element| element.closest("a[href]:not([rel~=external])").ok().flatten())
    {
        fold_around(&link);
    }
}

/// Folds the panel around an element, and tells whether it did. That of the order stays: a key seldom comes alone.
fn fold_around(element: &Element) -> bool {
    let panel = element.closest("details[name='list-panel']").ok().flatten();
    let panel = panel.filter(|panel| panel.query_selector(".order-form").ok().flatten().is_none());
    // Removing an attribute does not fail.
    panel.is_some_and(|panel| panel.remove_attribute("open").is_ok())
}

/// Folds whichever panel is open, and gives the focus back to its button.
fn fold_panels() {
    let Ok(Some(panel)) = document().query_selector("details[name='list-panel'][open]") else { return };
    // Removing an attribute does not fail.
    _ = panel.remove_attribute("open");
    let button = panel.query_selector("summary").ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        // Focusing an element that is in the page does not fail.
        _ = button.focus();
    }
}

fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

fn target(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Whether the key is meant for a field.
fn is_typing(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|element| {
        element.matches("input:not([type=checkbox]), select, textarea, [contenteditable]").unwrap_or(false)
    })
}

/// Whether nothing in particular has the focus.
fn is_nowhere() -> bool {
    document()
        .active_element()
        .is_none_or(|element| element.matches("body, main, .list-scroll").unwrap_or(false))
}

fn links() -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all(ROW_LINKS) else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok()).collect()
}

fn focus_link(place: usize) {
    if let Some(link) = links().get(place) {
        // Focusing an element that is in the page does not fail.
        _ = link.focus();
    }
}
