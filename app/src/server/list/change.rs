//! What a posted change does to the query of a list. Pure: what is personal is kept, and the reader led on, elsewhere.

use domain::{
    language::Named,
    list::{
        Column, Columns, Condition, Density, Filter, FilterError, ListQuery, Operand, Operator,
        filter::MAX_TEXT,
    },
};

use crate::component::list::posted::{ANY, Field, NOT, Posted, what};

/// The same without the fields of the filter that ask for nothing.
pub fn asking<C: Column>(posted: &Posted) -> Posted {
    let mut posted = posted.clone();
    posted.fields.retain(|code, field| {
        C::from_code(code).is_some_and(|column| !matches!(condition(field, column), Ok(None)))
    });
    posted
}

/// The query after the change, and the columns whose filter could not be read.
pub fn apply<C: Column>(posted: &Posted, query: ListQuery<C>) -> (ListQuery<C>, Vec<C>) {
    let changed = match posted.what.as_str() {
        what::FILTER => return filtered(posted, query),
        what::REPLACE => return replaced(posted, query),
        what::WITHOUT => query.without_part(posted.part),
        what::FIND => {
            let find: String = posted.value.trim().chars().take(MAX_TEXT).collect();
            query.finding(&find)
        }
        what::COLUMNS => {
            let chosen = |column: &C| posted.columns.iter().any(|code| code == column.code());
            let stay = query.columns.as_slice().iter().copied().filter(chosen);
            let come = C::ALL.iter().copied().filter(chosen);
            let columns = Columns::new(stay.chain(come).collect::<Vec<_>>());
            query.showing(columns)
        }
        what::MOVE => match told_of_column::<C>(&posted.value) {
            Some((column, place)) => {
                let columns = query.columns.clone().moved(column, place.parse().unwrap_or_default());
                query.showing(columns)
            }
            None => query,
        },
        what::WIDTH => match told_of_column::<C>(&posted.value) {
            Some((column, width)) => {
                let layout = query.layout.clone().sizing(column, width.parse().ok());
                query.laid_out(layout)
            }
            None => query,
        },
        what::LAYOUT => laid_out(posted, query),
        what::SORT => match C::from_code(&posted.value) {
            Some(column) => {
                let sort = query.sort.added(column);
                query.sorted(sort)
            }
            None => query,
        },
        what::PAGE => {
            let number = posted.value.trim().parse().unwrap_or(query.page.number());
            query.on_page(number)
        }
        _ => query,
    };
    (changed, Vec::new())
}

/// A column and what is said of it: `surname:2`.
fn told_of_column<C: Column>(value: &str) -> Option<(C, &str)> {
    let (code, told) = value.split_once(':')?;
    Some((C::from_code(code)?, told.trim()))
}

fn laid_out<C: Column>(posted: &Posted, query: ListQuery<C>) -> ListQuery<C> {
    let pinned = u8::try_from(posted.part).unwrap_or(u8::MAX);
    let density = Density::from_code(&posted.value).unwrap_or(query.layout.density);
    let layout = query.layout.clone().pinning(pinned).at_density(density);
    // In the order of the columns, so that the same widths are always the same address.
    let widths = C::ALL.iter().filter_map(|column| Some((*column, posted.fields.get(column.code())?)));
    let layout =
        widths.fold(layout, |layout, (column, field)| layout.sizing(column, field.first.trim().parse().ok()));
    query.laid_out(layout)
}

fn filtered<C: Column>(posted: &Posted, query: ListQuery<C>) -> (ListQuery<C>, Vec<C>) {
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
    let (asked, refused) = conditions(posted);
    match posted.value.as_str() {
        ANY => {
            // What the list begins with goes on holding; it is what the reader has asked for of which one is enough.
            let begun = C::spec().filter;
            let (kept, added): (Vec<_>, Vec<_>) =
                asked.into_iter().partition(|part| begun.parts().contains(part));
            parts.extend(kept);
            parts.push(Filter::Any(added));
        }
        _ => parts.extend(asked),
    }
    (query.filtered(Filter::All(parts)), refused)
}

/// One part of the filter by what its fields say now. Fields that all ask for nothing remove it.
fn replaced<C: Column>(posted: &Posted, query: ListQuery<C>) -> (ListQuery<C>, Vec<C>) {
    let mut parts = query.filter.parts().to_vec();
    let Some(part) = parts.get_mut(posted.part) else { return (query, Vec::new()) };
    let (asked, refused) = conditions(posted);
    if !refused.is_empty() {
        return (query, refused);
    }
    *part = match (asked.is_empty(), posted.value.as_str()) {
        (true, _) => Filter::everything(),
        (false, NOT) => Filter::Not(Box::new(Filter::Any(asked))),
        (false, _) => Filter::Any(asked),
    };
    (query.filtered(Filter::All(parts)), Vec::new())
}

/// The conditions that the posted fields say, and the columns of those that could not be read.
fn conditions<C: Column>(posted: &Posted) -> (Vec<Filter<C>>, Vec<C>) {
    let (mut asked, mut refused) = (Vec::new(), Vec::new());
    for column in C::ALL {
        match posted.fields.get(column.code()).map(|field| condition(field, *column)) {
            Some(Ok(Some(condition))) => asked.push(Filter::Is(condition)),
            Some(Ok(None)) | None => {}
            Some(Err(_)) => refused.push(*column),
        }
    }
    (asked, refused)
}

/// The conditions that a part of the filter says in fields, and whether it keeps what they do not. None for a part that
/// says more: groups within groups, and two conditions on one column.
pub fn in_fields<C: Column>(part: &Filter<C>) -> Option<(Vec<&Condition<C>>, bool)> {
    let (part, is_negated) = match part {
        Filter::Not(inner) => (&**inner, true),
        part => (part, false),
    };
    let mut conditions: Vec<&Condition<C>> = Vec::new();
    let members = match part {
        Filter::Is(_) => std::slice::from_ref(part),
        Filter::Any(members) => members,
        Filter::All(members) if members.len() == 1 => members,
        Filter::All(_) | Filter::Not(_) => return None,
    };
    for member in members {
        let Filter::Is(condition) = member else { return None };
        if conditions.iter().any(|earlier| earlier.column() == condition.column()) {
            return None;
        }
        conditions.push(condition);
    }
    Some((conditions, is_negated))
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

/// The fields that show a condition.
pub fn field_of<C: Column>(condition: &Condition<C>) -> Field {
    let operator = condition.test().operator();
    let mut values = condition.test().values();
    let field = Field { operator: operator.code().to_owned(), ..Field::default() };
    match operator.operand(condition.column().column_type()) {
        Operand::Nothing => field,
        Operand::Choices => Field { choices: values, ..field },
        Operand::DayCount => Field { days: values.pop().unwrap_or_default(), ..field },
        Operand::Text | Operand::Day | Operand::TwoDays | Operand::Number | Operand::TwoNumbers => {
            let mut values = values.into_iter();
            Field {
                first: values.next().unwrap_or_default(),
                second: values.next().unwrap_or_default(),
                ..field
            }
        }
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

    fn posted(fields: &[(&str, Field)]) -> Posted {
        let fields = fields.iter().map(|(code, field)| ((*code).to_owned(), field.clone())).collect();
        Posted { what: what::FILTER.to_owned(), fields, ..Posted::default() }
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
        let (query, refused) = apply(&change, start);
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
        let (query, _) = apply(&posted(&[("surname", field("contains", "z"))]), start);
        assert_eq!(
            sentence(&query),
            "Efternamn innehåller ”y” och (Efternamn innehåller ”a” eller Förnamn innehåller ”b”) och Efternamn innehåller ”z”"
        );
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let change = posted(&[("registered", field("on", "i går")), ("age", field("between", "16"))]);
        let (query, refused) = apply(&change, ListQuery::<CaseColumn>::default());
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
        let (query, _) = apply(&posted(&fields), ListQuery::<CaseColumn>::default());
        let shown = shown_conditions(&query.filter);
        assert_eq!(shown.len(), fields.len());
        for condition in shown {
            let (_, field) = fields.iter().find(|(code, _)| *code == condition.column().code()).unwrap();
            assert_eq!(field_of(condition), *field);
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
        let change = Posted { what: what::COLUMNS.to_owned(), columns, ..Posted::default() };
        let (query, _) = apply(&change, start);
        assert_eq!(
            query.columns.as_slice(),
            [CaseColumn::Status, CaseColumn::Surname, CaseColumn::CivicNumber]
        );
    }

    #[test]
    fn fields_of_which_one_is_enough_make_a_group_that_is_changed_in_its_place() {
        let closed = ["other-schooling", "closed"].map(str::to_owned).to_vec();
        let status = Field { choices: closed, ..field("none-of", "") };
        let fields = [("surname", field("empty", "")), ("age", field("at-least", "18"))];
        let with_status = [fields[0].clone(), fields[1].clone(), ("status", status)];
        let any = Posted { value: ANY.to_owned(), ..posted(&with_status) };
        let (query, _) = apply(&any, ListQuery::<CaseColumn>::default());
        assert_eq!(
            sentence(&query),
            "Status är inte Studier annan skolform, Avslutad och (Efternamn är tom eller Ålder minst 18)"
        );
        // What the reader had chosen before is one of them; what the list begins with is not.
        let (chosen, _) = apply(&posted(&with_status[..1]), ListQuery::<CaseColumn>::default());
        assert_eq!(apply(&any, chosen).0, query);
        let any = Posted { value: ANY.to_owned(), ..posted(&fields) };
        let (query, _) = apply(&any, ListQuery::<CaseColumn>::default());
        assert_eq!(sentence(&query), "(Efternamn är tom eller Ålder minst 18)");
        let (conditions, is_negated) = in_fields(&query.filter.parts()[0]).unwrap();
        assert_eq!((conditions.len(), is_negated), (2, false));

        let of_part = |part, value: &str, fields: &[(&str, Field)]| Posted {
            what: what::REPLACE.to_owned(),
            value: value.to_owned(),
            part,
            ..posted(fields)
        };
        let (query, _) = apply(&of_part(0, NOT, &[("age", field("at-least", "19"))]), query);
        assert_eq!(sentence(&query), "inte (Ålder minst 19)");
        assert!(in_fields(&query.filter.parts()[0]).unwrap().1);
        let (same, refused) = apply(&of_part(0, "", &[("age", field("at-least", "x"))]), query.clone());
        assert_eq!((same == query, refused), (true, vec![CaseColumn::Age]));
        let (query, _) = apply(&of_part(0, "", &[]), query);
        assert!(query.filter.is_everything());
    }

    #[test]
    fn a_column_is_moved_made_wider_and_pinned() {
        let query = ListQuery::<CaseColumn>::default().showing(Columns::new([
            CaseColumn::Status,
            CaseColumn::Surname,
            CaseColumn::Age,
        ]));
        let change = |what: &str, value: &str| Posted {
            what: what.to_owned(),
            value: value.to_owned(),
            ..Posted::default()
        };
        let (query, _) = apply(&change(what::MOVE, "age:0"), query);
        assert_eq!(query.columns.as_slice()[0], CaseColumn::Age);
        let (query, _) = apply(&change(what::WIDTH, "surname:12"), query);
        assert_eq!(query.layout.width(CaseColumn::Surname), Some(12));
        let (query, _) = apply(&change(what::MOVE, "shoe:0"), query);
        let layout = Posted {
            part: 2,
            fields: [("age".to_owned(), field("", "6")), ("surname".to_owned(), field("", ""))].into(),
            ..change(what::LAYOUT, "compact")
        };
        let (query, _) = apply(&layout, query);
        assert_eq!((query.layout.pinned(), query.layout.density), (2, Density::Compact));
        assert_eq!(query.layout.widths(), [(CaseColumn::Age, 6)]);
    }
}
