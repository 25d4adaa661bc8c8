//! Columns moved and made wider, by hand and by keys. Runs in the browser only.

use leptos::{
    ev::{DragEvent, KeyboardEvent, PointerEvent},
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys::{Element, Event, HtmlElement},
};

use super::{
    Posting,
    posted::{Posted, what},
};

const KIND: &str = "application/x-fyren-column";

/// A column is taken up.
pub fn begin(event: DragEvent) {
    if let (Some(data), Some(head)) = (event.data_transfer(), head(&event)) {
        let code = head.get_attribute("data-column").unwrap_or_default();
        // Fails only for a drag that has ended.
        _ = data.set_data(KIND, &code);
        data.set_effect_allowed("move");
    }
}

/// A column is held over another.
pub fn over(event: DragEvent) {
    let is_column = event.data_transfer().is_some_and(|data| data.types().includes(&KIND.into(), 0));
    if is_column && head(&event).is_some() {
        event.prevent_default();
    }
}

/// A column is let go over another, and takes its place.
pub fn drop(event: &DragEvent, posting: Posting) {
    let moved = event.data_transfer().and_then(|data| data.get_data(KIND).ok());
    let target = head(event);
    if let (Some(moved), Some(target)) = (moved.filter(|moved| !moved.is_empty()), target) {
        event.prevent_default();
        let code = target.get_attribute("data-column").unwrap_or_default();
        if let Some(place) = heads().iter().position(|head| is_of(head, &code)) {
            posting.change(what::MOVE, format!("{moved}:{place}"));
        }
    }
}

/// The column of the heading that has the focus is moved by Shift and an arrow, and made wider or narrower by Control and
/// an arrow.
pub fn by_key(event: &KeyboardEvent, posting: Posting) {
    let step: i32 = match event.key().as_str() {
        "ArrowLeft" => -1,
        "ArrowRight" => 1,
        _ => return,
    };
    let Some(head) = head(event) else { return };
    let code = head.get_attribute("data-column").unwrap_or_default();
    let place =
        heads().iter().position(|head| is_of(head, &code)).and_then(|place| i32::try_from(place).ok());
    let Some(place) = place else { return };
    if event.shift_key() && !event.ctrl_key() {
        event.prevent_default();
        let place = (place + step).max(0);
        posting.hold_column(&code, None);
        posting.change(what::MOVE, format!("{code}:{place}"));
    } else if event.ctrl_key() && !event.shift_key() {
        event.prevent_default();
        let held = posting.held.get_value().filter(|held| held.column == code);
        let width = held.and_then(|held| held.width).unwrap_or_else(|| width(&head));
        let width = (width + step).clamp(4, 40);
        set_width(&cells(&code), width);
        // A key that is held down goes on from here, whatever rows come meanwhile.
        posting.hold_column(&code, Some(width));
        posting.change(what::WIDTH, format!("{code}:{width}"));
    }
}

/// The right edge of a heading is taken hold of: the column follows the pointer, and its width is kept once it is let go.
pub fn widen(event: &PointerEvent, posting: Posting) {
    let is_grip = target(event).is_some_and(|element| element.matches(".grip").unwrap_or(false));
    let Some(head) = head(event).filter(|_| is_grip) else { return };
    event.prevent_default();
    posting.held.set_value(None);
    let code = head.get_attribute("data-column").unwrap_or_default();
    let (begun, width, unit) = (event.client_x(), f64::from(head.offset_width()), text_size());
    let at = move |event: &PointerEvent| {
        // The widths are small numbers.
        #[allow(clippy::cast_possible_truncation)]
        let width = ((width + f64::from(event.client_x() - begun)) / unit).round() as i32;
        width.clamp(4, 40)
    };
    let cells = cells(&code);
    let follow = Closure::<dyn Fn(PointerEvent)>::new(move |event: PointerEvent| {
        set_width(&cells, at(&event));
    });
    // Capturing fails only for a pointer that is gone.
    _ = head.set_pointer_capture(event.pointer_id());
    head.set_onpointermove(Some(follow.as_ref().unchecked_ref()));
    let holder = head.clone();
    let end = Closure::once_into_js(move |event: PointerEvent| {
        holder.set_onpointermove(None);
        holder.set_onpointerup(None);
        holder.set_onpointercancel(None);
        std::mem::drop(follow);
        posting.change(what::WIDTH, format!("{code}:{}", at(&event)));
    });
    head.set_onpointerup(Some(end.unchecked_ref()));
    // A pointer that is taken away ends it where it was.
    head.set_onpointercancel(Some(end.unchecked_ref()));
}

/// Keeps the first columns where they are when the list is moved sideways. The style sheet keeps one; where further ones
/// stand depends on how wide those before them are.
pub fn keep_in_sight(columns: u8) {
    Effect::new(move |_| request_animation_frame(move || keep(usize::from(columns))));
}

fn keep(columns: usize) {
    // A card has no columns.
    let is_narrow =
        window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width < 700.0);
    let wanted = if is_narrow { 0 } else { columns };
    let Ok(rows) = document().query_selector_all(".list-rows tr") else { return };
    for row in (0..rows.length()).filter_map(|place| rows.item(place)?.dyn_into::<Element>().ok()) {
        let mut left = 0;
        let cells = row.children();
        for (place, cell) in (0_u32..cells.length())
            .filter_map(|place| cells.item(place)?.dyn_into::<HtmlElement>().ok())
            .enumerate()
        {
            let is_kept = wanted > 1 && place <= wanted;
            let style = cell.style();
            // Setting a known property does not fail.
            _ = style.set_property("position", if is_kept { "sticky" } else { "" });
            _ = style.set_property("left", &if is_kept { format!("{left}px") } else { String::new() });
            _ = cell.class_list().toggle_with_force("kept", is_kept);
            left += cell.offset_width();
        }
    }
}

/// Gives the focus back to the heading of a column that has been moved, unless it has been taken elsewhere meanwhile.
pub fn focus(code: &str) {
    let holds = document().active_element();
    if holds.is_some_and(|element| !element.matches("body, th[data-column] *").unwrap_or(false)) {
        return;
    }
    let head = heads().into_iter().find(|head| is_of(head, code));
    let link = head.and_then(|head| head.query_selector("a").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        // Focusing an element that is in the page does not fail.
        _ = link.focus();
    }
}

fn target(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

fn head(event: &Event) -> Option<HtmlElement> {
    target(event)?.closest("th[data-column]").ok()??.dyn_into().ok()
}

fn heads() -> Vec<HtmlElement> {
    all(".list-rows th[data-column]")
}

fn all(selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok()).collect()
}

fn is_of(head: &HtmlElement, code: &str) -> bool {
    head.get_attribute("data-column").as_deref() == Some(code)
}

/// The heading of a column and the cells below it.
fn cells(code: &str) -> Vec<HtmlElement> {
    all(&format!(".list-rows th[data-column={code}], .list-rows tbody .cell-{code}"))
}

fn set_width(cells: &[HtmlElement], width: i32) {
    for cell in cells {
        let kept: Vec<String> =
            cell.class_name().split(' ').filter(|class| !is_width(class)).map(str::to_owned).collect();
        cell.set_class_name(&format!("{} sized w-{width}", kept.join(" ")));
    }
}

fn is_width(class: &str) -> bool {
    class == "sized" || class.strip_prefix("w-").is_some_and(|width| width.parse::<u16>().is_ok())
}

/// The text size of the page, in which widths are told.
fn text_size() -> f64 {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    let size = style.and_then(|style| style.get_property_value("font-size").ok()).unwrap_or_default();
    let size = js_sys::parse_float(&size);
    if size > 0.0 { size } else { 16.0 }
}

/// How wide a column is: as it has been made, or else as it stands.
fn width(head: &HtmlElement) -> i32 {
    let made = head.class_name().split(' ').find_map(|class| class.strip_prefix("w-")?.parse().ok());
    // The widths are small numbers.
    #[allow(clippy::cast_possible_truncation)]
    let stands = || (f64::from(head.offset_width()) / text_size()).round() as i32;
    made.unwrap_or_else(stands)
}

impl Posting {
    /// Posts one change of the columns.
    fn change(self, what: &str, value: String) {
        let search = self.search.get_value();
        self.post.run(Posted { search, what: what.to_owned(), value, ..Posted::default() });
    }
}
