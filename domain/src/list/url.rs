//! A query as an address, and back.
//!
//! ```text
//! ?status=any-of:needs-action,closed&registered=after:2026-09-01&sort=status,-registered&page=2&size=25&f=TOKEN
//! ```
//!
//! | key | meaning | left out |
//! |---|---|---|
//! | the code of a column | a condition, `operator:value,value`; may come again; all of them hold | with the default filter |
//! | `where` | groups: `any(status.any-of(closed),age.at-least(18))`, `all(…)`, `not(…)` | without groups |
//! | `filter` | `none`: no filter at all, not even the default one | otherwise |
//! | `sort` | columns, with `-` for descending; `none` for the order of ids | with the default order |
//! | `page`, `size` | the number from 1; the rows of a page | 1; 15 |
//! | `columns` | the shown columns | with the default ones |
//! | `pin` | how many columns stay in sight | 1 |
//! | `width` | the widths of columns in the text size of the page, `surname:12,status:9` | without one |
//! | `density` | how close the rows lie | `regular` |
//! | `f` | the token under which the server keeps the [`PrivatePart`] | without one |
//!
//! Keys that begin with `_` belong to the page, not to the list. In values, `\` takes its meaning from the comma, bracket
//! or `\` that follows. Values that say who a person is never stand here: they are the private part.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::{
    Choices, Column, Columns, Condition, Density, Filter, FilterError, Label, Layout, ListQuery, Notice,
    Operator, Page, PageSize, Sort, SortKey,
    condition::tidy,
    filter::{MAX_CONDITIONS, MAX_DEPTH},
};
use crate::language::Named;

/// Keys that are not columns.
pub const RESERVED: [&str; 10] =
    ["where", "filter", "sort", "page", "size", "columns", "pin", "width", "density", TOKEN];
const TOKEN: &str = "f";
const NONE: &str = "none";
/// Asks for the list as it starts, whatever profile is chosen.
pub const AS_IT_STARTS: &str = "_view=start";

/// What is escaped in an address: all but the letters, digits and marks that a query may hold as they are.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b',')
    .remove(b'(')
    .remove(b')');

/// A query in the two parts it is kept in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlParts {
    /// What stands in the address, without `?` and without the token; empty when all is as the list starts.
    pub query: String,
    /// What the server keeps, if there is any.
    pub private: Option<PrivatePart>,
}

impl UrlParts {
    /// The same of an address that is never empty. To whoever has chosen a profile, an empty one shows that profile.
    pub fn explicit_suffix(&self, token: Option<&str>) -> String {
        match self.suffix(token) {
            empty if empty.is_empty() => format!("?{AS_IT_STARTS}"),
            suffix => suffix,
        }
    }

    /// The end of an address: `?` and the query with the token of the private part, or nothing at all.
    pub fn suffix(&self, token: Option<&str>) -> String {
        let token = token.map(|token| format!("{TOKEN}={}", encode(token)));
        let parts: Vec<_> =
            [Some(self.query.clone()), token].into_iter().flatten().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// The part of a query that says who people are. Stored under a token for the account that asked.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivatePart {
    /// The quick find.
    pub find: String,
    /// The conditions and groups with personal values, written as in `where`.
    pub filter: String,
}

/// What it holds is left out.
impl fmt::Debug for PrivatePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PrivatePart(…)")
    }
}

/// The token of the private part in a query string, if it names one.
pub fn token(query: &str) -> Option<String> {
    pairs(query).find(|(key, value)| key == TOKEN && !value.is_empty()).map(|(_, value)| value)
}

/// Whether what stands after `?` asks for nothing at all, so that the chosen profile is shown.
pub fn asks_for_nothing(query: &str) -> bool {
    let query = query.strip_prefix('?').unwrap_or(query);
    !query.split('&').any(|pair| pair == AS_IT_STARTS || !(pair.is_empty() || pair.starts_with('_')))
}

/// Writes a query: first what is readable, then what is kept apart. Equal queries give equal texts.
pub fn to_query_string<C: Column>(query: &ListQuery<C>) -> UrlParts {
    let spec = C::spec();
    let filter = query.filter.clone().simplified();
    let (personal, public): (Vec<_>, Vec<_>) = filter.parts().iter().partition(|part| part.is_personal());
    let mut pairs: Vec<(&str, String)> = Vec::new();
    if public != spec.filter.parts().iter().collect::<Vec<_>>() {
        if public.is_empty() {
            pairs.push(("filter", NONE.to_owned()));
        }
        let mut groups = Vec::new();
        for part in public {
            match part {
                Filter::Is(condition) => pairs.push((condition.column().code(), simple(condition))),
                group => groups.push(item(group)),
            }
        }
        if !groups.is_empty() {
            pairs.push(("where", groups.join(",")));
        }
    }
    if query.sort != spec.sort {
        let keys: Vec<_> = query.sort.keys().iter().map(sort_key).collect();
        pairs.push(("sort", if keys.is_empty() { NONE.to_owned() } else { keys.join(",") }));
    }
    if query.page.number() != 1 {
        pairs.push(("page", query.page.number().to_string()));
    }
    if query.page.size != PageSize::default() {
        pairs.push(("size", query.page.size.rows().to_string()));
    }
    if query.columns != spec.columns {
        let codes: Vec<_> = query.columns.as_slice().iter().map(|column| column.code()).collect();
        pairs.push(("columns", codes.join(",")));
    }
    if query.layout.pinned() != Layout::<C>::default().pinned() {
        pairs.push(("pin", query.layout.pinned().to_string()));
    }
    if !query.layout.widths().is_empty() {
        let widths = query.layout.widths().iter().map(|(column, width)| format!("{}:{width}", column.code()));
        pairs.push(("width", widths.collect::<Vec<_>>().join(",")));
    }
    if query.layout.density != Density::Regular {
        pairs.push(("density", query.layout.density.code().to_owned()));
    }
    let private = PrivatePart {
        find: query.find.clone(),
        filter: personal.into_iter().map(item).collect::<Vec<_>>().join(","),
    };
    UrlParts {
        query: pairs
            .into_iter()
            .map(|(key, value)| format!("{key}={}", encode(&value)))
            .collect::<Vec<_>>()
            .join("&"),
        private: (private != PrivatePart::default()).then_some(private),
    }
}

/// Reads a query from what stands after `?` and what the server keeps under its token. Never fails: what cannot be read
/// is left out with a notice, each notice once.
pub fn from_query_string<C: Column>(
    query: &str,
    private: Option<&PrivatePart>,
) -> (ListQuery<C>, Vec<Notice>) {
    let mut read = ListQuery::<C>::default();
    let mut reader = Reader { notices: Vec::new(), left: MAX_CONDITIONS, is_private: false };
    let mut parts = Vec::new();
    let mut is_unfiltered = false;
    for (key, value) in pairs(query) {
        match key.as_str() {
            "where" => parts.extend(reader.items(&value)),
            "filter" if value == NONE => is_unfiltered = true,
            "filter" => reader.note(Notice::Unreadable),
            "sort" => read.sort = reader.sort(&value).unwrap_or(read.sort),
            "page" => match value.parse() {
                Ok(number @ 1..) => read.page = Page::new(number, read.page.size),
                Ok(0) | Err(_) => reader.note(Notice::UnknownPage),
            },
            "size" => match value.parse::<u16>().ok().and_then(|rows| PageSize::try_from(rows).ok()) {
                Some(size) => read.page.size = size,
                None => reader.note(Notice::UnknownPage),
            },
            "columns" => read.columns = reader.columns(&value),
            "pin" => match value.parse() {
                Ok(columns) => read.layout = read.layout.pinning(columns),
                Err(_) => reader.note(Notice::Unreadable),
            },
            "width" => read.layout = reader.widths(read.layout, &value),
            "density" => match Density::from_code(&value) {
                Some(density) => read.layout.density = density,
                None => reader.note(Notice::Unreadable),
            },
            TOKEN if !value.is_empty() && private.is_none() => reader.note(Notice::PrivatePartGone),
            TOKEN => {}
            key if key.starts_with('_') => {}
            column => parts.extend(reader.simple(column, &value)),
        }
    }
    parts.retain(|part| !part.is_everything());
    if parts.is_empty() && !is_unfiltered {
        reader.left = MAX_CONDITIONS.saturating_sub(read.filter.conditions().len());
        parts.push(read.filter);
    }
    if let Some(private) = private {
        reader.is_private = true;
        parts.extend(reader.items(&private.filter));
        match tidy(&private.find) {
            Ok(find) => read.find = find,
            Err(_) => reader.note(Notice::FindTooLong),
        }
    }
    read.filter = Filter::All(parts).simplified();
    (read, reader.notices)
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    query.strip_prefix('?').unwrap_or(query).split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(key), decode(value))
    })
}

fn sort_key<C: Column>(key: &SortKey<C>) -> String {
    match key.direction {
        super::Direction::Ascending => key.column.code().to_owned(),
        super::Direction::Descending => format!("-{}", key.column.code()),
    }
}

/// A condition after the key of its column: `operator:value,value`.
fn simple<C: Column>(condition: &Condition<C>) -> String {
    let operator = condition.test().operator().code();
    let values = written_values(condition);
    if values.is_empty() { operator.to_owned() } else { format!("{operator}:{values}") }
}

/// A member of a group: `column.operator(value,value)`, `any(…)`, `all(…)`, `not(…)`.
fn item<C: Column>(filter: &Filter<C>) -> String {
    let items = |members: &[Filter<C>]| members.iter().map(item).collect::<Vec<_>>().join(",");
    match filter {
        Filter::All(members) => format!("all({})", items(members)),
        Filter::Any(members) => format!("any({})", items(members)),
        Filter::Not(inner) => format!("not({})", item(inner)),
        Filter::Is(condition) => {
            let compared = format!("{}.{}", condition.column().code(), condition.test().operator().code());
            let values = written_values(condition);
            if values.is_empty() { compared } else { format!("{compared}({values})") }
        }
    }
}

fn written_values<C: Column>(condition: &Condition<C>) -> String {
    let escaped = |value: String| {
        let mut escaped = String::with_capacity(value.len());
        for letter in value.chars() {
            if matches!(letter, '\\' | ',' | '(' | ')') {
                escaped.push('\\');
            }
            escaped.push(letter);
        }
        escaped
    };
    condition.test().values().into_iter().map(escaped).collect::<Vec<_>>().join(",")
}

/// Splits values at their commas, up to a closing bracket if one is awaited; gives them and what follows.
fn read_values(text: &str, closing: bool) -> (Vec<String>, &str) {
    let mut values = Vec::new();
    let mut value = String::new();
    let mut letters = text.char_indices();
    let mut rest = "";
    while let Some((place, letter)) = letters.next() {
        match letter {
            '\\' => value.extend(letters.next().map(|(_, escaped)| escaped)),
            ',' => values.push(std::mem::take(&mut value)),
            ')' if closing => {
                rest = &text[place + 1..];
                break;
            }
            _ => value.push(letter),
        }
    }
    values.push(value);
    (values, rest)
}

/// Reads filters and gathers what it leaves out.
struct Reader {
    notices: Vec<Notice>,
    /// How many more conditions fit.
    left: usize,
    /// Whether personal values may stand in what is read.
    is_private: bool,
}

impl Reader {
    fn note(&mut self, notice: Notice) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    fn column<C: Column>(&mut self, code: &str) -> Option<C> {
        let column = C::from_code(code);
        if column.is_none() {
            self.note(Notice::UnknownColumn);
        }
        column
    }

    fn sort<C: Column>(&mut self, text: &str) -> Option<Sort<C>> {
        if text == NONE {
            return Some(Sort::new([]));
        }
        let mut keys = Vec::new();
        for code in text.split(',') {
            let descending = code.strip_prefix('-');
            match self.column::<C>(descending.unwrap_or(code)) {
                Some(column) if !column.is_sortable() => self.note(Notice::NotSortable(Label::of(column))),
                Some(column) if descending.is_some() => keys.push(SortKey::descending(column)),
                Some(column) => keys.push(SortKey::ascending(column)),
                None => {}
            }
        }
        (!keys.is_empty()).then(|| Sort::new(keys))
    }

    fn columns<C: Column>(&mut self, text: &str) -> Columns<C> {
        Columns::new(text.split(',').filter_map(|code| self.column(code)).collect::<Vec<_>>())
    }

    fn widths<C: Column>(&mut self, mut layout: Layout<C>, text: &str) -> Layout<C> {
        for sized in text.split(',') {
            match sized.split_once(':').map(|(code, width)| (code, width.parse())) {
                Some((code, Ok(width))) => {
                    if let Some(column) = self.column(code) {
                        layout = layout.sizing(column, Some(width));
                    }
                }
                _ => self.note(Notice::Unreadable),
            }
        }
        layout
    }

    fn simple<C: Column>(&mut self, column: &str, text: &str) -> Option<Filter<C>> {
        let (operator, values) = match text.split_once(':') {
            Some((operator, values)) => (operator, read_values(values, false).0),
            None => (text, Vec::new()),
        };
        self.condition(column, operator, values)
    }

    fn items<C: Column>(&mut self, text: &str) -> Vec<Filter<C>> {
        let mut rest = text;
        let items = self.members(&mut rest, 1);
        if !rest.is_empty() {
            self.note(Notice::Unreadable);
        }
        items
    }

    /// Reads items up to a closing bracket, which it leaves, or to where it no longer understands.
    fn members<C: Column>(&mut self, rest: &mut &str, depth: usize) -> Vec<Filter<C>> {
        let mut members = Vec::new();
        loop {
            let (word, after) = rest.split_at(rest.find(['(', ')', ',']).unwrap_or(rest.len()));
            let bracket = after.strip_prefix('(');
            *rest = bracket.unwrap_or(after);
            match word {
                "all" | "any" | "not" if bracket.is_some() => {
                    if depth == MAX_DEPTH {
                        // Reading on would let an address decide how deep the program goes.
                        *rest = "";
                        self.note(Notice::BeyondLimit(FilterError::TooDeep));
                        break;
                    }
                    let inner = self.members(rest, depth + 1);
                    *rest = rest.strip_prefix(')').unwrap_or(rest);
                    members.push(match word {
                        "all" => Filter::All(inner),
                        "any" => Filter::Any(inner),
                        _ => Filter::Not(Box::new(Filter::All(inner))),
                    });
                }
                _ => {
                    let values = bracket.map(|values| read_values(values, true));
                    let (values, after) = values.unwrap_or((Vec::new(), after));
                    *rest = after;
                    match word.split_once('.') {
                        Some((column, operator)) => {
                            members.extend(self.condition(column, operator, values));
                        }
                        None if word.is_empty() && bracket.is_none() => {}
                        None => self.note(Notice::Unreadable),
                    }
                }
            }
            match rest.strip_prefix(',') {
                Some(next) => *rest = next,
                None => break,
            }
        }
        members
    }

    fn condition<C: Column>(
        &mut self,
        column: &str,
        operator: &str,
        mut values: Vec<String>,
    ) -> Option<Filter<C>> {
        let column: C = self.column(column)?;
        let Some(operator) = Operator::from_code(operator) else {
            self.note(Notice::UnknownOperator(Label::of(column)));
            return None;
        };
        if let Choices::Fixed(choices) = column.choices() {
            // A value that nothing has decides nothing beside others that something may have.
            let is_known = |value: &String| choices.iter().any(|choice| choice.code == *value);
            if values.iter().any(is_known) && !values.iter().all(is_known) {
                values.retain(is_known);
                self.note(Notice::Refused(Label::of(column), FilterError::ValueDoesNotFit));
            }
        }
        match Condition::read(column, operator, &values) {
            Ok(condition) if condition.is_personal() && !self.is_private => {
                self.note(Notice::PersonalInAddress(Label::of(column)));
                None
            }
            Ok(_) if self.left == 0 => {
                self.note(Notice::BeyondLimit(FilterError::TooManyConditions));
                None
            }
            Ok(condition) => {
                self.left -= 1;
                Some(Filter::Is(condition))
            }
            Err(why) => {
                self.note(Notice::Refused(Label::of(column), why));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
