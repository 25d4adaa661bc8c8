//! The quick find. It is posted, and kept on the server: what is looked for is often a person.

use leptos::prelude::*;

use super::{ListForm, Posting, posted::what};
use crate::{
    component::{as_drawn::as_drawn, icon::Icon},
    preference::language,
    words::ListWords,
};

/// The identity of the field in the page, for the key `/`.
pub const FIND_FIELD: &str = "find";

/// The field and its button.
pub fn find(sought: String, posting: Posting) -> AnyView {
    let words = language();
    view! {
        <ListForm posting what=what::FIND class="find" role="search">
            <label class="visually-hidden" for=FIND_FIELD>{words.find()}</label>
            <Icon name="search"/>
            <input
                class="find-field"
                id=FIND_FIELD
                type="search"
                name="value"
                placeholder=words.find()
                autocomplete="off"
                spellcheck="false"
                maxlength="200"
                aria-keyshortcuts="/"
                value=sought.clone()
                node_ref=as_drawn(sought)
            />
            <button class="find-button" type="submit">{words.find_button()}</button>
        </ListForm>
    }
    .into_any()
}
