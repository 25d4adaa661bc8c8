//! Any query of a list gives what filtering and sorting in memory gives, on its pages and in its file.

use domain::{
    access::Scope,
    id::AccountId,
    language::Named,
    list::{
        CaseColumn, Choices, Column, ColumnType, Condition, Direction, Filter, FollowUpColumn, JobColumn,
        ListQuery, ListRow, LogColumn, Operator, PageSize, PersonColumn, PupilColumn, RunColumn, Sort,
        SortKey, Source, StudyPathColumn, UnitColumn, UserColumn, column::ME,
    },
    operation::role_codes,
};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, prop_oneof},
    sample::select,
    strategy::{BoxedStrategy, ValueTree},
    test_runner::TestRunner,
};
use store::{Connection, Identity, Way};

use crate::support::{
    LINKOPING, NORRKOPING,
    database::{TestDatabase, stories},
    day, everything,
    listed::{ASKING, SURNAMES, THEIR_NAME, TODAY, register, surroundings},
    memory::{InMemory, all, every_row, listed},
    place,
};

/// A story of each list: that it agrees with memory.
macro_rules! lists {
    ($($list:ident: $column:ty,)+) => {
        $(
            async fn $list(database: &TestDatabase) {
                let people = register(&database.store, 90).await;
                surroundings(&database.store, &people).await;
                agrees::<$column>(&mut database.store.read_snapshot(&Scope::of_the_system()).await.unwrap()).await;
            }
        )+

        stories! {
            $($list,)+
        }
    };
}

lists! {
    cases: CaseColumn,
    follow_ups: FollowUpColumn,
    people: PersonColumn,
    pupils: PupilColumn,
    units: UnitColumn,
    study_paths: StudyPathColumn,
    jobs: JobColumn,
    runs: RunColumn,
    entries_of_the_log: LogColumn,
    users: UserColumn,
}

/// Who reads, and has asked for some of the jobs.
const READER: i64 = 5;

/// How many rows of a list are asked where they stand.
const PLACES: usize = 4;

/// How many queries are made at random.
const QUERIES: usize = 250;

async fn agrees<C: InMemory>(connection: &mut Connection) {
    let of = |codes: &[&str], administers| {
        Scope::of(codes.iter().map(|code| place(code))).read_by(AccountId(READER), administers)
    };
    let wide = of(&[NORRKOPING, LINKOPING, "0583"], true);
    let mut scopes = vec![wide, of(&[NORRKOPING], false), of(&[NORRKOPING, LINKOPING], true)];
    // Of the lists of people, this one alone tells who is protected.
    if C::spec().code == CaseColumn::spec().code {
        scopes.insert(0, everything());
    }
    let rows = every_row::<C>(connection, &scopes[0]).await;
    assert!(rows.len() > 10, "{} rows", rows.len());
    assert!(rows.windows(2).all(|pair| pair[0].id() < pair[1].id()));

    let mut empty_columns = Vec::new();
    for column in C::ALL {
        for operator in Operator::of(column.column_type()) {
            let mut tried = values(*column, *operator).into_iter();
            let condition = tried.find_map(|values| Condition::read(*column, *operator, &values).ok());
            let kept = Filter::Is(condition.expect("a value that fits"));
            let some = check(connection, &rows, &scopes[0], &all().filtered(kept.clone())).await;
            let others = all().filtered(Filter::Not(Box::new(kept)));
            let rest = check(connection, &rows, &scopes[0], &others).await;
            assert_eq!(some + rest, rows.len() as u64, "{column:?} {operator:?}");
            if *operator == Operator::NotEmpty && some == 0 {
                empty_columns.push(column.code());
            }
        }
        for direction in Direction::ALL.iter().filter(|_| column.is_sortable()) {
            let key = SortKey { column: *column, direction: *direction };
            let first = SortKey::descending(C::ALL[C::ALL.len() / 2]);
            for (keys, scope) in [(vec![key], &scopes[0]), (vec![first, key], &scopes[1])] {
                check(connection, &rows, scope, &all().sorted(Sort::new(keys))).await;
            }
        }
    }
    assert!(empty_columns.is_empty(), "nothing is compared in {empty_columns:?}");

    let mut runner = TestRunner::deterministic();
    let mut kept = 0;
    for nth in 0..QUERIES {
        let query = query::<C>().new_tree(&mut runner).unwrap().current();
        kept += u32::from(check(connection, &rows, &scopes[nth % scopes.len()], &query).await > 0);
    }
    assert!(kept > 50, "only {kept} queries of {QUERIES} found anything");
}

/// Compares a query with memory, its page and its file, and returns how many rows there are.
async fn check<C: InMemory>(
    connection: &mut Connection,
    rows: &[C::Row],
    scope: &Scope,
    query: &ListQuery<C>,
) -> u64 {
    let ids = |rows: &[&C::Row]| rows.iter().map(|row| row.id()).collect::<Vec<_>>();
    let told = || format!("{} {:?} {:?}", query.filter.sentence(Default::default()), query.find, query.sort);
    let (expected, total) = listed(rows, scope, query);
    let query = &query.clone().asked_by(ASKING);
    let read = connection.list_page(scope, query, day(TODAY)).await.unwrap();
    assert_eq!(read.page.total, total, "{}", told());
    let shown: Vec<&C::Row> = read.page.rows.iter().collect();
    assert_eq!(ids(&shown), ids(&expected), "{}", told());
    for (row, other) in shown.iter().zip(&expected) {
        for column in C::ALL {
            let same = row.cell(*column, Default::default()) == other.cell(*column, Default::default());
            assert!(same, "{column:?} of {}", row.id());
        }
    }
    let order = connection.list_order(scope, query, day(TODAY)).await.unwrap();
    assert_eq!(order.len() as u64, total, "{}", told());
    let offset = query.page.within(total).0.offset() as usize;
    let page = order.iter().skip(offset).take(query.page.size.rows().into()).copied().collect::<Vec<_>>();
    assert_eq!(page, read.identities, "{}", told());
    assert!(page.iter().all(|identity| identity.person.is_some() == C::PEOPLE.is_some()));
    let page: Vec<i64> = page.iter().map(|identity| identity.row).collect();
    keyset_gives_the_same(connection, scope, query, &order).await;
    places_are_those_of_the_list(connection, scope, query, &order).await;
    let file = connection.list_rows::<C>(scope, &page, day(TODAY)).await.unwrap();
    assert_eq!(ids(&file.iter().collect::<Vec<_>>()), ids(&shown), "{}", told());
    total
}

/// Goes through a list from row to row, both ways, which gives what its pages put together give; and from somewhere in
/// it, by steps of other sizes.
async fn keyset_gives_the_same<C: InMemory>(
    connection: &mut Connection,
    scope: &Scope,
    query: &ListQuery<C>,
    order: &[Identity],
) {
    let size = 11 + order.len() as u32 / 3;
    let (mut walked, mut back) = (Vec::new(), Vec::new());
    loop {
        let from = (Way::After, walked.last().map(|identity: &Identity| identity.row));
        let read = connection.list_from(scope, query, from, size, day(TODAY)).await.unwrap();
        walked.extend(read.iter().map(|(identity, _)| *identity));
        if read.len() < size as usize {
            break;
        }
    }
    assert_eq!(walked, order, "{:?}", query.sort);
    loop {
        let from = (Way::Before, back.first().map(|identity: &Identity| identity.row));
        let read = connection.list_from(scope, query, from, size, day(TODAY)).await.unwrap();
        back.splice(0..0, read.iter().map(|(identity, _)| *identity));
        if read.len() < size as usize {
            break;
        }
    }
    assert_eq!(back, order, "{:?}", query.sort);
}

/// How many rows stand before one is its place in the list: at its ends, and wherever rows are alike or empty in what they are
/// sorted by.
async fn places_are_those_of_the_list<C: InMemory>(
    connection: &mut Connection,
    scope: &Scope,
    query: &ListQuery<C>,
    order: &[Identity],
) {
    let told = || format!("{} {:?} {:?}", query.filter.sentence(Default::default()), query.find, query.sort);
    let step = 1 + order.len() / PLACES;
    for (place, identity) in order.iter().enumerate() {
        if place % step == 0 || place + 1 == order.len() {
            let before = connection.list_count_before(scope, query, identity.row, day(TODAY)).await.unwrap();
            assert_eq!(before, place as u64, "{}", told());
        }
    }
    // What the list leaves out stands between two of its rows all the same, where it would be in the whole.
    let whole = query.clone().filtered(Filter::everything()).finding("");
    let whole = connection.list_order(scope, &whole, day(TODAY)).await.unwrap();
    let mut before = 0;
    for identity in whole {
        if order.contains(&identity) {
            before += 1;
        } else {
            let told_before =
                connection.list_count_before(scope, query, identity.row, day(TODAY)).await.unwrap();
            assert_eq!(told_before, before, "{}", told());
            if before > 0 {
                break;
            }
        }
    }
}

/// Values to try an operator with, of which the first that fits is taken.
fn values<C: Column>(column: C, operator: Operator) -> Vec<Vec<String>> {
    let texts = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    match operator {
        Operator::AnyOf | Operator::NoneOf => vec![codes(column).into_iter().take(2).collect()],
        Operator::Contains => vec![texts(&["a"])],
        Operator::StartsWith => vec![texts(&["2"])],
        Operator::Equals => vec![texts(&["2"]), texts(&["åberg"])],
        _ => vec![
            texts(&[]),
            texts(&["7"]),
            texts(&["2026-11-20"]),
            texts(&["2", "18"]),
            texts(&["2026-11-01", "2026-11-20"]),
        ],
    }
}

fn codes<C: Column>(column: C) -> Vec<String> {
    let texts = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    match column.choices() {
        Choices::Fixed(choices) => choices.into_iter().map(|choice| choice.code).collect(),
        Choices::AtRunTime(Source::Caseworkers) => texts(&[ME, "Åsa Lindqvist", THEIR_NAME, "Ingen"]),
        Choices::AtRunTime(Source::Municipalities) => texts(&[NORRKOPING, LINKOPING, "0583"]),
        Choices::AtRunTime(Source::Roles) => {
            role_codes().map(str::to_owned).chain(["role: Fältare_%".to_owned()]).collect()
        }
        Choices::AtRunTime(Source::Services | Source::Permissions) | Choices::None => Vec::new(),
    }
}

fn value<C: Column>(column: C) -> BoxedStrategy<String> {
    match column.column_type() {
        ColumnType::Text | ColumnType::YesNo => {
            let texts = [
                "a",
                "å",
                "Ö",
                "ek",
                "é",
                "200",
                "%",
                "_",
                "\\",
                "'",
                "\"",
                "🙂",
                "070",
                "@",
                "gatan 1,",
                "viggo",
                "20260",
                "Personer",
                "people",
                "Aktivitetsansvar: ",
                "activity resp",
                "find",
            ];
            let texts: Vec<&str> = texts.into_iter().chain(SURNAMES).collect();
            select(texts).prop_map(str::to_owned).boxed()
        }
        ColumnType::Date => prop_oneof![
            (0_u64..130).prop_map(|days| (day("2026-07-30") + chrono::Days::new(days)).to_string()),
            (0_u16..40).prop_map(|number| number.to_string()),
        ]
        .boxed(),
        ColumnType::Number => (-2_i64..24).prop_map(|number| number.to_string()).boxed(),
        ColumnType::Choice => select(codes(column)).boxed(),
    }
}

fn condition<C: Column>() -> impl Strategy<Value = Condition<C>> {
    let read = select(C::ALL).prop_flat_map(|column| {
        let operators = select(Operator::of(column.column_type()));
        (Just(column), operators, vec(value(column), 2))
    });
    read.prop_filter_map("a value that fits", |(column, operator, values)| {
        Condition::read(column, operator, &values).ok()
    })
}

fn filter<C: Column>() -> impl Strategy<Value = Filter<C>> {
    let leaf = condition().prop_map(Filter::Is);
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Filter::All),
            vec(inner.clone(), 0..3).prop_map(Filter::Any),
            inner.prop_map(|inner| Filter::Not(Box::new(inner))),
        ]
    })
}

fn query<C: Column>() -> impl Strategy<Value = ListQuery<C>> {
    let find =
        select(vec!["", "", "", "", "", "a", "people", "dahl", "%", "_", "ÅSA", "o'hara", "viggo å", "200"]);
    let key = (select(C::ALL), select(Direction::ALL));
    let key = key.prop_map(|(column, direction)| SortKey { column, direction });
    let page = (select(PageSize::ALL.to_vec()), 1_u32..5);
    (filter(), find, vec(key, 0..4), page).prop_map(|(filter, find, sort, (size, number))| {
        all().filtered(filter).finding(find).sorted(Sort::new(sort)).sized(size).on_page(number)
    })
}
