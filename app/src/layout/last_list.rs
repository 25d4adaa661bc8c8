//! The list as the reader left it, for the way back from a case.

use leptos::prelude::*;

use crate::path;

/// What stood after the `?` of the list of cases, last time.
#[derive(Clone, Copy, Debug, Default)]
pub struct LastList(RwSignal<String>);

impl LastList {
    /// Remembers the state of the list.
    pub fn remember(self, search: &str) {
        self.0.set(search.strip_prefix('?').unwrap_or(search).to_owned());
    }

    /// The address of the list as it was.
    pub fn address(self) -> String {
        let search = self.0.get();
        let mark = if search.is_empty() { "" } else { "?" };
        format!("{}{mark}{search}", path::CASES)
    }
}
