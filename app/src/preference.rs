//! What the reader has chosen: language, theme, and whether the menu is folded; and whether the browser runs scripts.
//! Kept in cookies, so that the server draws the page right the first time.

use domain::language::Language;
use leptos::prelude::*;

/// The colours of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device is set.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All themes in the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The stable code: in the cookie and on the root element.
    pub const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a code; anything unknown is the device's.
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.code() == code).unwrap_or_default()
    }

    /// The value of `data-theme`, which the device's own setting goes without.
    pub fn attribute(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.code())
    }
}

/// Whether the menu shows its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Menu {
    /// Icons and words.
    #[default]
    Open,
    /// Icons only.
    Folded,
}

impl Menu {
    /// The stable code: in the cookie and on the root element.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Folded => "folded",
        }
    }

    /// The state of a code; anything unknown is open.
    pub fn from_code(code: &str) -> Self {
        if code == Self::Folded.code() { Self::Folded } else { Self::Open }
    }

    /// The value of `data-menu`, which the open menu goes without.
    pub fn attribute(self) -> Option<&'static str> {
        (self == Self::Folded).then(|| self.code())
    }

    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::Open => Self::Folded,
            Self::Folded => Self::Open,
        }
    }
}

/// Whether the browser is known to run the page's scripts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// Not yet, so that all works without.
    #[default]
    Unknown,
    /// It has done so.
    Runs,
}

impl Script {
    /// The stable code: in the cookie and on the root element.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Runs => "runs",
        }
    }

    /// The state of a code; anything unknown is not known.
    pub fn from_code(code: &str) -> Self {
        if code == Self::Runs.code() { Self::Runs } else { Self::Unknown }
    }

    /// The value of `data-script`, which an unknown browser goes without.
    pub fn attribute(self) -> Option<&'static str> {
        (self == Self::Runs).then(|| self.code())
    }
}

/// What the reader has chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// The language of every text.
    pub language: Language,
    /// The colours.
    pub theme: Theme,
    /// The menu.
    pub menu: Menu,
    /// The browser.
    pub script: Script,
}

impl Preferences {
    /// Those that came with the request, or in the browser those that the page was drawn with.
    pub fn of_the_request() -> Self {
        #[cfg(feature = "ssr")]
        return crate::server::request::preferences();
        #[cfg(not(feature = "ssr"))]
        return of_the_document();
    }
}

#[cfg(not(feature = "ssr"))]
fn of_the_document() -> Preferences {
    let attribute = |name: &str| {
        document().document_element().and_then(|root| root.get_attribute(name)).unwrap_or_default()
    };
    Preferences {
        language: Language::from_code(&attribute("lang")).unwrap_or_default(),
        theme: Theme::from_code(&attribute("data-theme")),
        menu: Menu::from_code(&attribute("data-menu")),
        script: Script::from_code(&attribute("data-script")),
    }
}

/// The choices of the page's reader.
pub fn preferences() -> Preferences {
    use_context().unwrap_or_default()
}

/// The language of the page's reader.
pub fn language() -> Language {
    preferences().language
}
