//! What a field holds, as long as nothing else is drawn in it.

use leptos::{html::Input, prelude::*};

/// The attribute that remembers what was drawn in a field last.
const DRAWN: &str = "data-drawn";

/// A field whose reader may be about to write in it. Newer rows draw it anew and leave what is written there as it is, unless the
/// field is to hold another text than before; so does coming alive in a browser where somebody has begun to write already. Its
/// attribute `value` is drawn besides, for a field that is new.
pub fn as_drawn(text: String) -> NodeRef<Input> {
    let field = NodeRef::<Input>::new();
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        if field.get_attribute(DRAWN).is_some_and(|before| before != text) {
            field.set_value(&text);
        }
        // Setting an attribute of this name does not fail.
        _ = field.set_attribute(DRAWN, &text);
    });
    field
}
