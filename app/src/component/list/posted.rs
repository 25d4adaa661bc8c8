//! What the forms of a list post.

use std::{collections::HashMap, fmt};

use leptos::{ev::SubmitEvent, form::form_data_from_event};
use serde::{Deserialize, Serialize};

/// The parameter, the page's own, that tells what a form of the profiles came to.
pub const PROFILE_PARAMETER: &str = "_profile";

/// What a form can change.
pub mod what {
    /// The whole filter.
    pub const FILTER: &str = "filter";
    /// One part of the filter, which is removed.
    pub const WITHOUT: &str = "without";
    /// One part of the filter, which is changed.
    pub const REPLACE: &str = "replace";
    /// The quick find.
    pub const FIND: &str = "find";
    /// The columns.
    pub const COLUMNS: &str = "columns";
    /// The place of a column: its code, a colon, the place from 0.
    pub const MOVE: &str = "move";
    /// The width of a column: its code, a colon, the width in the text size of the page, or nothing.
    pub const WIDTH: &str = "width";
    /// How the columns stand.
    pub const LAYOUT: &str = "layout";
    /// The order, by one more key.
    pub const SORT: &str = "sort";
    /// The page.
    pub const PAGE: &str = "page";
    /// Which profile is chosen.
    pub const CHOOSE_PROFILE: &str = "choose-profile";
    /// A profile as it was saved, without what its reader has changed.
    pub const RESET_PROFILE: &str = "reset-profile";
    /// The profiles, by one more.
    pub const ADD_PROFILE: &str = "add-profile";
    /// What a profile shows.
    pub const SAVE_PROFILE: &str = "save-profile";
    /// The name of a profile.
    pub const RENAME_PROFILE: &str = "rename-profile";
    /// Who has a profile.
    pub const SHARE_PROFILE: &str = "share-profile";
    /// The profiles, by one less.
    pub const REMOVE_PROFILE: &str = "remove-profile";
}

/// The value by which the fields of a filter hold one instead of all.
pub const ANY: &str = "any";
/// The value by which a part of the filter keeps what its fields do not.
pub const NOT: &str = "not";

/// The fields that the filter panel has for a column.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The operator's code; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
    /// The value, or the first of two.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first: String,
    /// The second of two.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub second: String,
    /// The number of days.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub days: String,
    /// The chosen codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
}

/// What was written may be a person's.
impl fmt::Debug for Field {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Field(…)")
    }
}

/// What a form of a list posts. The browser reads it from the form's fields by name, as the server does; this spares it
/// the reader that reads any form.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Posted {
    /// The state of the list that the form stands in.
    pub search: String,
    /// What is changed: one of [`what`].
    pub what: String,
    /// Fields by the code of their column: of the filter, or widths.
    pub fields: HashMap<String, Field>,
    /// The quick find, the code of the column that is sorted by besides, the number of the page, the name of a profile …
    pub value: String,
    /// The place of a part of the filter, or how many columns stay in sight.
    pub part: usize,
    /// The codes of the shown columns.
    pub columns: Vec<String>,
    /// The identity of a profile; 0 for none.
    pub profile: i64,
    /// The code of who has it.
    pub sharing: String,
}

impl Posted {
    /// Reads a form's fields. What a list's forms do not have is left out; `None` when a number is none.
    pub fn read(fields: impl IntoIterator<Item = (String, String)>) -> Option<Self> {
        let mut posted = Self::default();
        for (name, value) in fields {
            let mut parts = name.split(['[', ']']).filter(|part| !part.is_empty());
            match (parts.next(), parts.next(), parts.next()) {
                (Some("search"), ..) => posted.search = value,
                (Some("what"), ..) => posted.what = value,
                (Some("value"), ..) => posted.value = value,
                (Some("part"), ..) => posted.part = value.parse().ok()?,
                (Some("profile"), ..) => posted.profile = value.parse().ok()?,
                (Some("sharing"), ..) => posted.sharing = value,
                (Some("columns"), Some(_), _) => posted.columns.push(value),
                (Some("fields"), Some(column), Some(part)) => {
                    let field = posted.fields.entry(column.to_owned()).or_default();
                    match part {
                        "operator" => field.operator = value,
                        "first" => field.first = value,
                        "second" => field.second = value,
                        "days" => field.days = value,
                        "choices" => field.choices.push(value),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        Some(posted)
    }

    /// Reads the form that is submitted; `None` when it is not as a list's forms are: the browser then sends it itself.
    pub fn from_event(event: &SubmitEvent) -> Option<Self> {
        let data = form_data_from_event(event).ok()?;
        let pairs = js_sys::try_iter(&data).ok()??.flatten().filter_map(|pair| {
            let pair: js_sys::Array = pair.into();
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        });
        Self::read(pairs)
    }

    /// Whether it is of the profiles, rather than of what is shown.
    pub fn is_of_profiles(&self) -> bool {
        self.what.ends_with("-profile")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_by_the_names_of_its_fields() {
        let fields = [
            ("search", "?sort=-registered"),
            ("what", what::FILTER),
            ("fields[surname][operator]", "contains"),
            ("fields[surname][first]", "å=&b"),
            ("fields[status][operator]", "any-of"),
            ("fields[status][choices][0]", "closed"),
            ("fields[status][choices][3]", "needs-action"),
            ("columns[0]", "surname"),
            ("columns[7]", "status"),
            ("part", "2"),
            ("profile", "7"),
            ("sharing", "shared"),
            ("unknown", "left out"),
        ];
        let posted = Posted::read(fields.map(|(name, value)| (name.to_owned(), value.to_owned()))).unwrap();
        assert_eq!((posted.search.as_str(), posted.what.as_str()), ("?sort=-registered", what::FILTER));
        assert_eq!((posted.columns, posted.part), (vec!["surname".to_owned(), "status".to_owned()], 2));
        assert_eq!(posted.fields["surname"].first, "å=&b");
        assert_eq!(posted.fields["status"].choices, ["closed", "needs-action"]);
        assert_eq!((posted.fields.len(), posted.profile, posted.sharing.as_str()), (2, 7, "shared"));
        assert!(Posted::read([("part".to_owned(), "all".to_owned())]).is_none());
    }
}
