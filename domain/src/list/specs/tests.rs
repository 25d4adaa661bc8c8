//! What holds of every list.

use std::collections::BTreeSet;

use super::{access_users, cases, follow_ups, jobs, log, persons, pupils, runs, study_paths, units, users};
use crate::{
    language::{Language, Named},
    list::{
        Cell, Choices, Column, ColumnType, Filter, ListQuery, ListRow,
        url::{RESERVED, from_query_string, to_query_string},
    },
    municipality::MunicipalityCode,
};

/// Looks at a list through a row with something in each column, and returns its code.
fn checked<R: ListRow>(row: &R) -> &'static str {
    let spec = R::Column::spec();
    let mut codes = BTreeSet::new();
    for column in R::Column::ALL {
        let (column, kind) = (*column, column.column_type());
        assert!(codes.insert(column.code()), "{}: two columns are called {}", spec.code, column.code());
        // It bears the name of no other key of an address.
        let is_plain = column.code().chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
        assert!(is_plain && !RESERVED.contains(&column.code()), "{}: {}", spec.code, column.code());
        for language in Language::ALL {
            let fits = match row.cell(column, language) {
                Cell::Text(_) => matches!(kind, ColumnType::Text | ColumnType::Choice),
                Cell::Day(_) | Cell::Moment(_) => kind == ColumnType::Date,
                Cell::Number(_) => kind == ColumnType::Number,
                Cell::YesNo(_) => kind == ColumnType::YesNo,
                Cell::Nothing => false,
            };
            assert!(fits, "{}: {column:?}", spec.code);
        }
        assert_eq!(
            column.choices() != Choices::None,
            kind == ColumnType::Choice,
            "{}: {column:?}",
            spec.code
        );
    }
    // What the list starts with is a query like any other, and says so in an empty address.
    assert!(spec.filter.check().is_ok() && spec.filter.clone().simplified() == spec.filter, "{}", spec.code);
    assert!(!spec.filter.is_personal() && !spec.sort.keys().is_empty(), "{}", spec.code);
    assert!(spec.sort.keys().iter().all(|key| key.column.is_sortable()), "{}", spec.code);
    let searched = |column: &R::Column| matches!(column.column_type(), ColumnType::Text | ColumnType::Choice);
    assert!(!spec.found_in.is_empty() && spec.found_in.iter().all(searched), "{}", spec.code);
    assert!(!spec.card.is_empty() && !spec.columns.as_slice().is_empty(), "{}", spec.code);
    let start = to_query_string(&ListQuery::<R::Column>::default());
    assert_eq!((start.query.as_str(), start.private), ("", None), "{}", spec.code);
    let everything = ListQuery::<R::Column>::default().filtered(Filter::everything());
    let (read, notices) = from_query_string(&to_query_string(&everything).query, None);
    assert!(read == everything && notices.is_empty(), "{}", spec.code);
    assert!(!row.title().is_empty(), "{}", spec.code);
    for language in Language::ALL {
        assert!(!spec.title.in_language(language).is_empty(), "{}", spec.code);
    }
    spec.code
}

#[test]
fn every_list_is_whole() {
    let codes = [
        checked(&cases::tests::row()),
        checked(&follow_ups::tests::row()),
        checked(&persons::tests::row()),
        checked(&units::tests::row()),
        checked(&study_paths::tests::row()),
        checked(&pupils::tests::row()),
        checked(&runs::tests::row()),
        checked(&jobs::tests::row()),
        checked(&log::tests::row()),
        checked(&users::tests::row()),
        checked(&access_users::tests::row()),
    ];
    assert_eq!(BTreeSet::from(codes).len(), codes.len(), "each list has a code of its own");
}

#[test]
fn a_municipality_is_chosen_by_code_and_shown_by_name() {
    for municipality in ["0581", "0180"].map(|code| MunicipalityCode::try_from(code).unwrap()) {
        for language in Language::ALL {
            let name = cases::CaseColumn::Municipality.choice_name(municipality.as_str(), language);
            assert_eq!(name, municipality.name());
            assert_eq!(users::UserColumn::Municipality.choice_name(municipality.as_str(), language), name);
        }
    }
    assert_eq!(cases::CaseColumn::Municipality.choice_name("9999", Language::English), "9999");
    let caseworker = cases::CaseColumn::Caseworker;
    assert_eq!(caseworker.choice_name("Åsa Lindqvist", Language::English), "Åsa Lindqvist");
}
