//! A filter tree as SQL.

use domain::{
    list::{ChoiceTest, ColumnType, Condition, Filter, Test, TextTest, column::user_of_code},
    text::search_key,
};
use sea_query::{Cond, Expr, ExprTrait, Func, LikeExpr, SelectStatement, Value};

use super::{ColumnSql, Listed, Reader};

/// A filter as a condition. A comparison with a missing value is false, and its negation true.
pub(super) fn condition<C: Listed>(filter: &Filter<C>, reader: &Reader<'_>) -> Cond {
    match filter {
        Filter::All(members) => {
            members.iter().fold(Cond::all(), |all, member| all.add(condition(member, reader)))
        }
        // Of no alternatives none holds; but an empty group says nothing, and simplifying has removed it.
        Filter::Any(members) => {
            members.iter().fold(Cond::any(), |any, member| any.add(condition(member, reader)))
        }
        Filter::Not(inner) => {
            let inner: Expr = condition(inner, reader).into();
            Cond::all().add(Expr::from(Func::coalesce([inner, Expr::value(false)])).not())
        }
        Filter::Is(single) => comparison(single, reader),
    }
}

fn comparison<C: Listed>(condition: &Condition<C>, reader: &Reader<'_>) -> Cond {
    let column = condition.column();
    let sql = column.sql(reader);
    if let Some(several) = sql.several.as_deref().and_then(|values| of_several(condition.test(), values)) {
        return several;
    }
    match condition.test() {
        Test::Text(test) => text(&sql, test, reader),
        Test::Date(test) => sql.day_within(&test.range(reader.today)),
        Test::Number(test) => sql.number_within(&test.range(), reader.today),
        Test::Choice(ChoiceTest::AnyOf(codes)) => {
            compared(&sql, codes).into_iter().fold(Cond::any(), |any, (value, of)| any.add(value.is_in(of)))
        }
        Test::Choice(ChoiceTest::NoneOf(codes)) => {
            let none = compared(&sql, codes)
                .into_iter()
                .fold(Cond::all(), |all, (value, of)| all.add(value.is_not_in(of)));
            let none = Cond::any().add(none);
            if sql.nullable { none.add(sql.value.is_null()) } else { none }
        }
        Test::YesNo(wanted) => Cond::all().add(sql.value.eq(*wanted)),
        Test::Empty => empty(sql.value, column),
        Test::NotEmpty => empty(sql.value, column).not(),
    }
}

/// A test of a column of which a row may have several values.
fn of_several(test: &Test, values: &SelectStatement) -> Option<Cond> {
    let has = |code: &String| Expr::value(code.as_str()).in_subquery(values.clone());
    let any = |codes: &[String]| codes.iter().fold(Cond::any(), |any, code| any.add(has(code)));
    match test {
        Test::Choice(ChoiceTest::AnyOf(codes)) => Some(any(codes)),
        Test::Choice(ChoiceTest::NoneOf(codes)) => Some(any(codes).not()),
        Test::Empty => Some(Cond::all().add(Expr::exists(values.clone()).not())),
        Test::NotEmpty => Some(Cond::all().add(Expr::exists(values.clone()))),
        _ => None,
    }
}

/// What is compared with which of some codes: users may stand by their accounts.
fn compared(sql: &ColumnSql, codes: &[String]) -> Vec<(Expr, Vec<Value>)> {
    let Some(account) = &sql.account else {
        return vec![(sql.value.clone(), codes.iter().cloned().map(Value::from).collect())];
    };
    let accounts: Vec<Value> =
        codes.iter().filter_map(|code| user_of_code(code)).map(|account| account.0.into()).collect();
    let names = codes.iter().filter(|code| user_of_code(code).is_none());
    let names: Vec<Value> = names.cloned().map(Value::from).collect();
    let both = [(sql.value.clone(), names), (account.clone(), accounts)];
    both.into_iter().filter(|(_, of)| !of.is_empty()).collect()
}

fn empty<C: Listed>(value: Expr, column: C) -> Cond {
    let missing = Cond::any().add(value.clone().is_null());
    match column.column_type() {
        ColumnType::Text => missing.add(value.eq("")),
        _ => missing,
    }
}

fn text(sql: &ColumnSql, test: &TextTest, reader: &Reader<'_>) -> Cond {
    let sought = |text: &str| sql.sought(text, reader.today);
    let like = |pattern: String| LikeExpr::new(pattern).escape('\\');
    let said = |searched: Expr| match test {
        TextTest::Contains(text) => searched.like(like(format!("%{}%", escaped(&sought(text))))),
        TextTest::StartsWith(text) => searched.like(like(format!("{}%", escaped(&sought(text))))),
        TextTest::Equals(text) => searched.eq(search_key(&sought(text))),
    };
    let either = Cond::any().add(said(sql.search.clone()));
    match &sql.other_search {
        Some(other) => either.add(said(other.clone())),
        None => either,
    }
}

/// A text as a LIKE pattern that means just that text.
pub(crate) fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in search_key(text).chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

/// The condition of the quick find: every word stands in one of the columns that are searched.
pub(super) fn found<C: Listed>(find: &str, reader: &Reader<'_>) -> Option<Cond> {
    let words = search_key(find);
    if words.is_empty() {
        return None;
    }
    let columns: Vec<ColumnSql> = C::spec().found_in.iter().map(|column| column.sql(reader)).collect();
    Some(words.split(' ').fold(Cond::all(), |all, word| {
        let test = TextTest::Contains(word.to_owned());
        all.add(columns.iter().fold(Cond::any(), |any, sql| any.add(text(sql, &test, reader))))
    }))
}
