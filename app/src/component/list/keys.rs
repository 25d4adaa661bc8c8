//! Which keys do what.

use leptos::prelude::*;

use crate::{
    component::icon::Icon,
    preference::language,
    words::{CommonWords, ListWords},
};

/// The identity of the card in the page, for the key `?`.
pub const KEYS_CARD: &str = "keys";

/// The button, and the card that it and the key `?` open.
#[component]
pub fn Keys(
    /// Whether the rows of the list have pages of their own.
    opens: bool,
) -> impl IntoView {
    let words = language();
    let keys = [
        ("↑ ↓", words.key_arrows()),
        ("Home, End", words.key_ends()),
        ("Page Up, Page Down", words.key_pages()),
        ("Enter", words.key_enter()),
        (words.key_space(), words.key_select()),
        ("/", words.key_find()),
        (words.shift_click(), words.key_sort()),
        (words.key_shift_arrows(), words.key_move()),
        (words.key_control_arrows(), words.key_widen()),
        ("Ctrl + K", words.key_search()),
        ("?", words.key_help()),
        ("Esc", words.key_escape()),
    ];
    let keys = keys.into_iter().filter(|(key, _)| opens || *key != "Enter");
    let lines = keys.map(|(key, text)| view! { <dt><kbd>{key}</kbd></dt> <dd>{text}</dd> }.into_any());
    view! {
        <button class="tool keys-opener with-script" type="button" popovertarget=KEYS_CARD title=words.keys() aria-keyshortcuts="?">
            <Icon name="keyboard"/>
            <span class="visually-hidden">{words.keys()}</span>
        </button>
        <div class="keys" id=KEYS_CARD popover="auto" role="dialog" aria-labelledby="keys-title">
            <h2 id="keys-title">{words.keys()}</h2>
            <dl>{lines.collect_view()}</dl>
            <button class="ds-button" data-variant="secondary" type="button" popovertarget=KEYS_CARD popovertargetaction="hide">
                {words.close()}
            </button>
        </div>
    }
    .into_any()
}
