//! A form that is half filled in is not left unasked. Which forms these are, and what is asked, the server says in the page
//! (`data-leave`); here is only what runs in the browser. Also the button that prints, which no plain page can do.

use std::cell::{Cell, RefCell};

use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
    web_sys::{Element, Event, EventTarget, MouseEvent},
};

thread_local! {
    /// The form in which something has been changed since the page was shown.
    static CHANGED: RefCell<Option<Element>> = const { RefCell::new(None) };
    /// Whether the next step through the history is the one that takes back a step.
    static STEPS_BACK: Cell<bool> = const { Cell::new(false) };
    /// Where in the history one was before the latest way through it: the place there, and the address.
    static WAS_AT: RefCell<Option<(i32, String)>> = const { RefCell::new(None) };
}

/// Listens, once for the whole program, before the router does.
pub fn listen() {
    if cfg!(feature = "ssr") {
        return;
    }
    for event in ["input", "submit", "beforeunload", "click", "popstate"] {
        let heard = Closure::<dyn Fn(Event)>::new(heard).into_js_value();
        // Listening to the window does not fail.
        _ = window().add_event_listener_with_callback_and_bool(event, heard.unchecked_ref(), true);
    }
    // It is told before the step itself is.
    if let Some(navigation) = navigation() {
        let moved =
            Closure::<dyn Fn(Event)>::new(|event: Event| WAS_AT.set(entry(&event, "from"))).into_js_value();
        // Listening does not fail.
        _ = navigation.add_event_listener_with_callback("currententrychange", moved.unchecked_ref());
    }
}

/// The history that says where in it one is, in browsers that have it.
fn navigation() -> Option<EventTarget> {
    js_sys::Reflect::get(&window(), &"navigation".into()).ok()?.dyn_into().ok()
}

/// The place and the address of an entry of the history.
fn entry(of: &JsValue, name: &str) -> Option<(i32, String)> {
    let value = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok();
    let entry = value(of, name).filter(JsValue::is_object)?;
    // A whole number, which no history is too long for.
    #[expect(clippy::cast_possible_truncation)]
    let place = value(&entry, "index")?.as_f64()? as i32;
    Some((place, value(&entry, "url")?.as_string()?))
}

fn heard(event: Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let closest = |selector| target.as_ref().and_then(|target| target.closest(selector).ok().flatten());
    match event.type_().as_str() {
        "input" => {
            if let Some(form) = closest("form[data-leave]") {
                CHANGED.set(Some(form));
            }
        }
        // What is sent is not lost; nor is what stands beside it, by the button that removes the record.
        "submit" => {
            if closest("main").is_some() {
                forget();
            }
        }
        "beforeunload" => {
            if unsaved().is_some() {
                event.prevent_default();
            }
        }
        "popstate" => step(&event),
        _ => pressed(&event, closest("a[href], [data-print]"), closest("form[data-leave]").is_some()),
    }
}

/// The form that has been changed since the page was shown.
fn changed() -> Option<Element> {
    CHANGED.with_borrow(Clone::clone).filter(|form| form.is_connected())
}

/// The form that would be left with something in it that is not saved.
fn unsaved() -> Option<Element> {
    changed().or_else(|| document().query_selector("form[data-unsaved]").ok().flatten())
}

fn forget() {
    CHANGED.set(None);
    if let Some(form) = unsaved() {
        // Removing an attribute does not fail.
        _ = form.remove_attribute("data-unsaved");
    }
}

/// Whether what would be left is to be left.
fn may_leave() -> bool {
    let Some(form) = unsaved() else { return true };
    let question = form.get_attribute("data-leave").unwrap_or_default();
    let leaves = window().confirm_with_message(&question).unwrap_or(true);
    if leaves {
        forget();
    }
    leaves
}

/// A link has been pressed, or the button that prints. *Avbryt*, which stands in the form, is not asked about, nor what leads
/// to where the server keeps what has been filled in.
fn pressed(event: &Event, on: Option<Element>, is_within: bool) {
    let Some(on) = on else { return };
    if on.has_attribute("data-print") {
        // A browser that cannot print does nothing.
        _ = window().print();
        return;
    }
    let mouse = event.dyn_ref::<MouseEvent>();
    let elsewhere = mouse.is_some_and(|mouse| mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key())
        || on.has_attribute("target")
        || on.has_attribute("download");
    let href = on.get_attribute("href").unwrap_or_default();
    if elsewhere || href.starts_with('#') || calls_a_program(&href) {
        return;
    }
    // What the server keeps is there when one comes back; what has been changed since it got it is not.
    let is_kept = on.has_attribute("data-keeps") && changed().is_none();
    if is_within || is_kept {
        forget();
    } else if !may_leave() {
        event.prevent_default();
        event.stop_immediate_propagation();
    }
}

/// Whether an address is for another program, such as the telephone (`tel:`) or the calendar (`webcal:`), so that the page stays.
fn calls_a_program(href: &str) -> bool {
    let scheme = href.split(['/', '?', '#']).next().and_then(|start| start.split_once(':'));
    scheme.is_some_and(|(scheme, _)| !matches!(scheme, "http" | "https"))
}

/// A step through the history, which cannot be stopped but taken back, before the router hears of it. Whoever goes to a
/// place in the page leaves nothing. A browser that does not say where one is could not take one back there: it asks nothing.
fn step(event: &Event) {
    if STEPS_BACK.replace(false) {
        event.stop_immediate_propagation();
        return;
    }
    let is_at = navigation().and_then(|navigation| entry(&navigation, "currentEntry"));
    let (Some((was_at, before)), Some((is_at, address))) = (WAS_AT.take(), is_at) else { return };
    let page = |address: &str| address.split('#').next().map(str::to_owned);
    if page(&before) == page(&address) || may_leave() {
        return;
    }
    event.stop_immediate_propagation();
    if let Ok(history) = window().history()
        && was_at != is_at
    {
        // There are steps to take back: they have just been made.
        STEPS_BACK.set(history.go_with_delta(was_at - is_at).is_ok());
    }
}
