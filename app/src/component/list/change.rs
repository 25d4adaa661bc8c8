//! What a posted change does to the query of a list. Pure: the server keeps what is personal, and redirects.

use std::collections::HashMap;

use domain::{
    language::Named,
    list::{Column, Columns, Condition, Filter, FilterError, ListQuery, Operand, Operator, filter::MAX_TEXT},
};

use serde::{Deserialize, Serialize};

use super::posted::{Field, shown_conditions, what};

/// A posted change.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Change {
    /// What is changed: one of [`what`].
    pub what: String,
    /// The fields of the filter by the code of their column.
    pub filter: HashMap<String, Field>,
    /// The quick find, the code of the column that is sorted by besides, the number of the page, or the name of a profile.
    pub value: String,
    /// The place of the part of the filter that is removed.
    pub part: usize,
    /// The codes of the shown columns.
    pub columns: Vec<String>,
    /// The identity of a profile; 0 for none.
    pub profile: i64,
    /// The code of who has it.
    pub sharing: String,
}

impl Change {
    /// The same without the fields of the filter that ask for nothing.
    pub fn asking<C: Column>(&self) -> Self {
        let mut change = self.clone();
        change.filter.retain(|code, field| {
            C::from_code(code).is_some_and(|column| !matches!(condition(field, column), Ok(None)))
        });
        change
    }

    /// The query after the change, and the columns whose filter could not be read.
    pub fn apply<C: Column>(&self, query: ListQuery<C>) -> (ListQuery<C>, Vec<C>) {
        let changed = match self.what.as_str() {
            what::FILTER => return self.filtered(query),
            what::WITHOUT => query.without_part(self.part),
            what::FIND => {
                let find: String = self.value.trim().chars().take(MAX_TEXT).collect();
                query.finding(&find)
            }
            what::COLUMNS => {
                let chosen = |column: &C| self.columns.iter().any(|code| code == column.code());
                let stay = query.columns.as_slice().iter().copied().filter(chosen);
                let come = C::ALL.iter().copied().filter(chosen);
                let columns = Columns::new(stay.chain(come).collect::<Vec<_>>());
                query.showing(columns)
            }
            what::SORT => match C::from_code(&self.value) {
                Some(column) => {
                    let sort = query.sort.added(column);
                    query.sorted(sort)
                }
                None => query,
            },
            what::PAGE => {
                let number = self.value.trim().parse().unwrap_or(query.page.number());
                query.on_page(number)
            }
            _ => query,
        };
        (changed, Vec::new())
    }

    fn filtered<C: Column>(&self, query: ListQuery<C>) -> (ListQuery<C>, Vec<C>) {
        let shown: Vec<Condition<C>> = shown_conditions(&query.filter).into_iter().cloned().collect();
        let mut replaced = shown.iter();
        let mut next = replaced.next();
        let mut parts = Vec::new();
        for part in query.filter.parts() {
            match (part, next) {
                (Filter::Is(condition), Some(shown)) if condition == shown => next = replaced.next(),
                _ => parts.push(part.clone()),
            }
        }
        let mut refused = Vec::new();
        for column in C::ALL {
            match self.filter.get(column.code()).map(|field| condition(field, *column)) {
                Some(Ok(Some(condition))) => parts.push(Filter::Is(condition)),
                Some(Ok(None)) | None => {}
                Some(Err(_)) => refused.push(*column),
            }
        }
        (query.filtered(Filter::All(parts)), refused)
    }
}

/// The condition that the fields of a column say, if they say one.
fn condition<C: Column>(field: &Field, column: C) -> Result<Option<Condition<C>>, FilterError> {
    let Some(operator) = Operator::from_code(&field.operator) else { return Ok(None) };
    let values: Vec<&str> = match operator.operand(column.column_type()) {
        Operand::Choices => field.choices.iter().map(String::as_str).collect(),
        Operand::DayCount => vec![&field.days],
        Operand::TwoDays | Operand::TwoNumbers => vec![&field.first, &field.second],
        Operand::Nothing | Operand::Text | Operand::Day | Operand::Number => vec![&field.first],
    };
    match Condition::read(column, operator, &values) {
        Ok(condition) => Ok(Some(condition)),
        // A field that was left empty asks for nothing; one of two that was, is a mistake.
        Err(FilterError::ValueMissing) if values.iter().all(|value| value.trim().is_empty()) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use domain::list::{CaseColumn, Test, TextTest};

    use super::*;

    fn posted(fields: &[(&str, Field)]) -> Change {
        let filter = fields.iter().map(|(code, field)| ((*code).to_owned(), field.clone())).collect();
        Change { what: what::FILTER.to_owned(), filter, ..Change::default() }
    }

    fn field(operator: &str, first: &str) -> Field {
        Field { operator: operator.to_owned(), first: first.to_owned(), ..Field::default() }
    }

    fn sentence(query: &ListQuery<CaseColumn>) -> String {
        query.filter.sentence(domain::language::Language::Swedish)
    }

    #[test]
    fn applying_the_panel_replaces_what_it_shows() {
        let start = ListQuery::<CaseColumn>::default();
        let change =
            posted(&[("surname", field("starts-with", " Da ")), ("given-name", field("contains", ""))]);
        let (query, refused) = change.apply(start);
        assert_eq!(sentence(&query), "Efternamn börjar med ”Da”");
        assert_eq!(refused, []);
    }

    #[test]
    fn groups_and_second_conditions_are_kept() {
        let condition = |column, text: &str| {
            Filter::Is(Condition::new(column, Test::Text(TextTest::Contains(text.into()))).unwrap())
        };
        let group =
            Filter::Any(vec![condition(CaseColumn::Surname, "a"), condition(CaseColumn::GivenName, "b")]);
        let start = ListQuery::default().filtered(Filter::All(vec![
            condition(CaseColumn::Surname, "x"),
            condition(CaseColumn::Surname, "y"),
            group,
        ]));
        let (query, _) = posted(&[("surname", field("contains", "z"))]).apply(start);
        assert_eq!(
            sentence(&query),
            "Efternamn innehåller ”y” och (Efternamn innehåller ”a” eller Förnamn innehåller ”b”) och Efternamn innehåller ”z”"
        );
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let change = posted(&[("registered", field("on", "i går")), ("age", field("between", "16"))]);
        let (query, refused) = change.apply(ListQuery::<CaseColumn>::default());
        assert_eq!(refused, [CaseColumn::Registered, CaseColumn::Age]);
        assert!(query.filter.is_everything());
    }

    #[test]
    fn what_the_panel_shows_comes_back_as_it_was() {
        let between = Field { second: "18".to_owned(), ..field("between", "16") };
        let days = Field { days: "7".to_owned(), ..field("next-days", "") };
        let status = Field { choices: vec!["closed".to_owned()], ..field("any-of", "") };
        let fields =
            [("age", between), ("next-follow-up", days), ("status", status), ("email", field("empty", ""))];
        let (query, _) = posted(&fields).apply(ListQuery::<CaseColumn>::default());
        let shown = shown_conditions(&query.filter);
        assert_eq!(shown.len(), fields.len());
        for condition in shown {
            let (_, field) = fields.iter().find(|(code, _)| *code == condition.column().code()).unwrap();
            assert_eq!(Field::of(condition), *field);
        }
    }

    #[test]
    fn columns_keep_their_order_and_new_ones_come_last() {
        let start = ListQuery::<CaseColumn>::default().showing(Columns::new([
            CaseColumn::Status,
            CaseColumn::Surname,
            CaseColumn::Age,
        ]));
        let columns = ["surname", "civic-number", "status"].map(str::to_owned).to_vec();
        let change = Change { what: what::COLUMNS.to_owned(), columns, ..Change::default() };
        let (query, _) = change.apply(start);
        assert_eq!(
            query.columns.as_slice(),
            [CaseColumn::Status, CaseColumn::Surname, CaseColumn::CivicNumber]
        );
    }
}
