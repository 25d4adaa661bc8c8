//! What the forms of a list post.

use std::fmt;

use domain::{
    language::Named,
    list::{Column, Condition, Filter, Operand},
};
use serde::{Deserialize, Serialize};

/// The parameter, the page's own, that names the columns whose filter could not be read.
pub const REFUSED_PARAMETER: &str = "_refused";

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
