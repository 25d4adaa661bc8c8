//! The fields of a thing before and after, for the journal: only those that differ.

use domain::{
    id::PersonId,
    operation::{Change, ChangeKind, EntityKind},
};
use serde::Serialize;
use serde_json::{Map, Value};

/// The fields of a value as a JSON object.
pub fn fields(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        Ok(other) => Map::from_iter([("value".to_owned(), other)]),
        Err(_) => Map::new(),
    }
}

/// The change that made, altered or removed a thing; `None` when nothing differs.
pub fn change(
    entity: EntityKind,
    entity_id: i64,
    person: Option<PersonId>,
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
) -> Option<Change> {
    let text = |fields: Map<String, Value>| Value::Object(fields).to_string();
    let told = |kind, before: Option<Map<String, Value>>, after: Option<Map<String, Value>>| {
        Some(Change { entity, entity_id, person, kind, before: before.map(text), after: after.map(text) })
    };
    let given =
        |fields: Map<String, Value>| fields.into_iter().filter(|(_, value)| !value.is_null()).collect();
    match (before, after) {
        (Some(mut before), Some(mut after)) => {
            let same: Vec<String> = after
                .iter()
                .filter(|(name, value)| before.get(*name) == Some(value))
                .map(|(name, _)| name.clone())
                .collect();
            for name in same {
                before.remove(&name);
                after.remove(&name);
            }
            if before.is_empty() && after.is_empty() {
                None
            } else {
                told(ChangeKind::Changed, Some(before), Some(after))
            }
        }
        (None, Some(after)) => told(ChangeKind::Created, None, Some(given(after))),
        (Some(before), None) => told(ChangeKind::Removed, Some(given(before)), None),
        (None, None) => None,
    }
}

/// The plain values of fields, as the journal holds them, by their ways from the root: `period.start`. Nothing is an empty
/// text.
pub(crate) fn flat(fields: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Ok(value) = serde_json::from_str(fields) {
        flatten("", &value, &mut found);
    }
    found
}

/// Lines of text stay one value; of a list of anything else it is told only that it is there.
fn flatten(way: &str, value: &Value, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                let way = if way.is_empty() { name.clone() } else { format!("{way}.{name}") };
                flatten(&way, value, fields);
            }
        }
        Value::Array(values) => {
            let lines: Option<Vec<&str>> = values.iter().map(Value::as_str).collect();
            let text = lines.map_or_else(|| value.to_string(), |lines| lines.join(", "));
            fields.push((way.to_owned(), text));
        }
        Value::Null => fields.push((way.to_owned(), String::new())),
        Value::String(text) => fields.push((way.to_owned(), text.clone())),
        Value::Bool(_) | Value::Number(_) => fields.push((way.to_owned(), value.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let object = |text: &str| serde_json::from_str::<Map<String, Value>>(text).ok();
        let told = change(EntityKind::Case, 1, None, object(r#"{"a":1,"b":2}"#), object(r#"{"a":1,"b":3}"#))
            .unwrap();
        assert_eq!((told.before.as_deref(), told.after.as_deref()), (Some(r#"{"b":2}"#), Some(r#"{"b":3}"#)));
        assert_eq!(change(EntityKind::Case, 1, None, object(r#"{"a":1}"#), object(r#"{"a":1}"#)), None);
    }
}
