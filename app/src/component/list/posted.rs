//! What the forms of a list post.

use std::fmt;

use domain::{
    language::Named,
    list::{Column, Condition, Filter, Operand},
};
use leptos::{ev::SubmitEvent, form::form_data_from_event};
use serde::{Deserialize, Serialize};

use super::change::Change;

/// The parameter, the page's own, that names the columns whose filter could not be read.
pub const REFUSED_PARAMETER: &str = "_refused";

/// The parameter, the page's own, that tells what a form of the profiles came to.
pub const PROFILE_PARAMETER: &str = "_profile";

/// What a form can change.
pub mod what {
    /// The whole filter.
    pub const FILTER: &str = "filter";
    /// One part of the filter, which is removed.
    pub const WITHOUT: &str = "without";
    /// The quick find.
    pub const FIND: &str = "find";
    /// The columns.
    pub const COLUMNS: &str = "columns";
    /// The order, by one more key.
    pub const SORT: &str = "sort";
    /// The page.
    pub const PAGE: &str = "page";
    /// Which profile is chosen.
    pub const CHOOSE_PROFILE: &str = "choose-profile";
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

impl Field {
    /// The fields that show a condition.
    pub fn of<C: Column>(condition: &Condition<C>) -> Self {
        let operator = condition.test().operator();
        let mut values = condition.test().values();
        let field = Self { operator: operator.code().to_owned(), ..Self::default() };
        match operator.operand(condition.column().column_type()) {
            Operand::Nothing => field,
            Operand::Choices => Self { choices: values, ..field },
            Operand::DayCount => Self { days: values.pop().unwrap_or_default(), ..field },
            Operand::Text | Operand::Day | Operand::TwoDays | Operand::Number | Operand::TwoNumbers => {
                let mut values = values.into_iter();
                Self {
                    first: values.next().unwrap_or_default(),
                    second: values.next().unwrap_or_default(),
                    ..field
                }
            }
        }
    }
}

/// What a form of a list posts, read from its fields by name. The server reads the same names; this spares the browser
/// the reader that reads any form.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Posted {
    /// The state of the list that the form stands in.
    pub search: String,
    /// What is changed.
    pub change: Change,
}

impl Posted {
    /// Reads a form's fields. What a list's forms do not have is left out; `None` when a number is none.
    pub fn read(fields: impl IntoIterator<Item = (String, String)>) -> Option<Self> {
        let (mut search, mut change) = (String::new(), Change::default());
        for (name, value) in fields {
            let mut parts = name.split(['[', ']']).filter(|part| !part.is_empty());
            match (parts.next(), parts.next(), parts.next()) {
                (Some("search"), ..) => search = value,
                (Some("what"), ..) => change.what = value,
                (Some("value"), ..) => change.value = value,
                (Some("part"), ..) => change.part = value.parse().ok()?,
                (Some("profile"), ..) => change.profile = value.parse().ok()?,
                (Some("sharing"), ..) => change.sharing = value,
                (Some("columns"), Some(_), _) => change.columns.push(value),
                (Some("filter"), Some(column), Some(part)) => {
                    let field = change.filter.entry(column.to_owned()).or_default();
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
        Some(Self { search, change })
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
}

/// The condition on each column that the filter panel shows: the first simple one. Groups, and further conditions on
/// the same column, have no place there and are kept as they are.
pub fn shown_conditions<C: Column>(filter: &Filter<C>) -> Vec<&Condition<C>> {
    let mut shown: Vec<&Condition<C>> = Vec::new();
    for part in filter.parts() {
        if let Filter::Is(condition) = part
            && shown.iter().all(|earlier| earlier.column() != condition.column())
        {
            shown.push(condition);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_by_the_names_of_its_fields() {
        let fields = [
            ("search", "?sort=-registered"),
            ("what", what::FILTER),
            ("filter[surname][operator]", "contains"),
            ("filter[surname][first]", "å=&b"),
            ("filter[status][operator]", "any-of"),
            ("filter[status][choices][0]", "closed"),
            ("filter[status][choices][3]", "needs-action"),
            ("columns[0]", "surname"),
            ("columns[7]", "status"),
            ("part", "2"),
            ("profile", "7"),
            ("sharing", "shared"),
            ("unknown", "left out"),
        ];
        let posted = Posted::read(fields.map(|(name, value)| (name.to_owned(), value.to_owned()))).unwrap();
        let Posted { search, change } = posted;
        assert_eq!((search.as_str(), change.what.as_str()), ("?sort=-registered", what::FILTER));
        assert_eq!((change.columns, change.part), (vec!["surname".to_owned(), "status".to_owned()], 2));
        assert_eq!(change.filter["surname"].first, "å=&b");
        assert_eq!(change.filter["status"].choices, ["closed", "needs-action"]);
        assert_eq!((change.filter.len(), change.profile, change.sharing.as_str()), (2, 7, "shared"));
        assert!(Posted::read([("part".to_owned(), "all".to_owned())]).is_none());
    }
}
