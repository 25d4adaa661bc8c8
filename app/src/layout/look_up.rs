//! Looking somebody up while their number is typed, on the page where one is registered by hand. The server draws the field
//! and what is said below it; what runs in the browser asks for that once the number is whole, or has been left.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement},
};

use crate::{
    component::field_identity,
    error::AppError,
    serverfn::entry::{SaidOfNumber, look_up_person},
};

/// The code of the field of the number.
const NUMBER: &str = "civic_number";
/// The code of the field of the municipality.
const MUNICIPALITY: &str = "municipality";
/// The identity of what is said of the number.
pub const SAID: &str = "uppslag";
/// The identity of the part of it that is read aloud.
pub const TOLD: &str = "uppslag-sagt";
/// The identity of the part in which something can be done.
pub const ASKED: &str = "uppslag-val";

/// How many characters a whole number has, its dash left out.
const WHOLE: usize = 12;

/// The number of the latest question. The answer to an earlier one is too late.
static LATEST: AtomicU32 = AtomicU32::new(0);

/// Listens for what is typed in the field. Once, for the whole program.
pub fn listen() {
    Effect::new(|_| {
        for event in ["input", "change"] {
            window_event_listener_untyped(event, heard);
        }
    });
}

fn heard(event: Event) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let is_left = event.type_() == "change";
    // Other forms have a number, too; what is said of one stands on the page of this form alone.
    if element::<Element>(SAID).is_none() {
        return;
    }
    let id = target.id();
    no_longer_wrong(&id);
    if id == field_identity::field(NUMBER) {
        no_longer_wrong(&field_identity::field("seen"));
        ask(is_left);
    } else if id == field_identity::field(MUNICIPALITY) && is_left {
        ask(true);
    }
}

/// What was wrong with a field is said of what stood there: once something else does, it is no longer said above the form.
fn no_longer_wrong(id: &str) {
    let link = format!(".error-summary a[href='#{id}']");
    let Ok(Some(link)) = document().query_selector(&link) else { return };
    let Ok(Some(summary)) = link.closest(".error-summary") else { return };
    if let Ok(Some(line)) = link.closest("li") {
        line.remove();
    }
    if let Ok(None) = summary.query_selector("li") {
        summary.remove();
    }
}

fn element<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Asks for the number, if it is whole or has been left. What was said of another is gone at once.
fn ask(is_left: bool) {
    let (Some(field), Some(said)) =
        (element::<HtmlInputElement>(&field_identity::field(NUMBER)), element::<Element>(SAID))
    else {
        return;
    };
    let number = field.value();
    let place = field_identity::field(MUNICIPALITY);
    let municipality = match element::<HtmlSelectElement>(&place) {
        Some(choice) => choice.value(),
        None => element::<HtmlInputElement>(&place).map(|field| field.value()).unwrap_or_default(),
    };
    let asked = format!("{municipality} {number}");
    if said.get_attribute("data-of").as_deref() == Some(&asked) {
        return;
    }
    let question = LATEST.fetch_add(1, Ordering::Relaxed) + 1;
    show(&said, &SaidOfNumber::default(), "");
    let is_whole = number.chars().filter(char::is_ascii_alphanumeric).count() == WHOLE;
    if number.trim().is_empty() || !(is_left || is_whole) {
        return;
    }
    // Setting a well-formed attribute does not fail, here and below.
    _ = said.set_attribute("data-of", &asked);
    leptos::task::spawn_local(async move {
        let answer = look_up_person(municipality, number).await;
        if LATEST.load(Ordering::Relaxed) != question {
            return;
        }
        match answer {
            Ok(answer) => show(&said, &answer, &asked),
            // What has been typed stays; saving leads to where one signs in, and back.
            Err(AppError::SignedOut) => {}
            // Saving says the same, and what is wrong.
            Err(_) => show(&said, &SaidOfNumber::default(), ""),
        }
    });
}

/// Shows what the server has drawn.
fn show(said: &Element, answer: &SaidOfNumber, of: &str) {
    for (part, html) in [(TOLD, &answer.told), (ASKED, &answer.asked)] {
        if let Some(part) = element::<Element>(part) {
            part.set_inner_html(html);
        }
    }
    _ = said.set_attribute("data-of", of);
    let is_wrong = said.query_selector(".field-error").ok().flatten().is_some();
    if let Some(field) = element::<Element>(&field_identity::field(NUMBER)) {
        _ = field.set_attribute("aria-invalid", if is_wrong { "true" } else { "false" });
    }
}
