//! The list of cases.

use domain::{
    access::Scope,
    list::{
        Condition, Filter, ListQuery, Notice, Operator, PageSize, Sort, SortKey, Test,
        specs::cases::CaseColumn,
    },
};
use store::Connection;

use crate::support::{
    LINKOPING, NORRKOPING,
    database::{TestDatabase, stories},
    day,
    listed::{SURNAMES, TODAY, all, every_row, listed, register},
    place, within,
};

stories! {
    swedish_letters_sort_after_z,
    the_quick_find_takes_every_character_for_itself,
    case_and_swedish_letters_do_not_hide_a_name,
    other_municipalities_and_protected_people_are_in_no_list,
    a_page_beyond_the_end_is_the_last_one,
    a_negation_keeps_those_without_a_value,
    the_caseworkers_are_those_of_the_scope,
    a_civic_number_is_found_in_every_form_it_is_written_in,
    the_people_of_a_page_stand_beside_its_rows,
}

/// Lists in a scope and checks it against the list made in memory; returns the number of rows in all.
async fn check(connection: &mut Connection, scope: &Scope, query: &ListQuery<CaseColumn>) -> u64 {
    let rows = every_row(connection).await;
    let page = connection.list_page(scope, query, day(TODAY)).await.unwrap().page;
    let (expected, total) = listed(&rows, scope, query);
    let ids = |rows: &[domain::case::view::CaseRow]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(page.total, total, "{query:?}");
    assert_eq!(ids(&page.rows), expected.iter().map(|row| row.id).collect::<Vec<_>>(), "{query:?}");
    total
}

async fn swedish_letters_sort_after_z(database: &TestDatabase) {
    register(&database.store, 40).await;
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let query = all().sorted(Sort::new([SortKey::ascending(CaseColumn::Surname)]));
    let page = connection.list_page(&Scope::of_the_system(), &query, day(TODAY)).await.unwrap().page;
    let mut names: Vec<&str> = page.rows.iter().map(|row| row.surname.as_str()).collect();
    names.dedup();
    let place_of = |name: &str| names.iter().position(|other| *other == name);
    for (earlier, later) in
        [("Dahl", "de Geer"), ("de Geer", "Édith"), ("Zetterlund", "Åberg"), ("Åberg", "Ärlig")]
    {
        assert!(place_of(earlier) < place_of(later), "{earlier} before {later}: {names:?}");
    }
}

async fn the_quick_find_takes_every_character_for_itself(database: &TestDatabase) {
    register(&database.store, 60).await;
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    for find in SURNAMES.iter().copied().chain([
        "%",
        "_",
        "\\",
        "\"",
        "'",
        "🙂",
        "100%-gränd",
        "; DROP TABLE",
        "viggo dahl",
    ]) {
        let found = check(&mut connection, &Scope::of_the_system(), &all().finding(find)).await;
        assert!(found < 60, "{find} finds everybody");
        assert!(found > 0 || find.contains("DROP"), "{find} finds nobody");
        let text =
            Condition::new(CaseColumn::Surname, Test::Text(domain::list::TextTest::Contains(find.into())));
        check(&mut connection, &Scope::of_the_system(), &all().narrowed(text.unwrap())).await;
    }
}

async fn case_and_swedish_letters_do_not_hide_a_name(database: &TestDatabase) {
    register(&database.store, 60).await;
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    for (find, also) in [
        ("ÅBERG", "åberg"),
        ("öster_gatan", "ÖSTER_GATAN"),
        ("åsa lindqvist", "ÅSA LINDQVIST"),
        ("åsa.7@", "ÅSA.7@"),
    ] {
        let found = check(&mut connection, &Scope::of_the_system(), &all().finding(find)).await;
        assert!(found > 0, "{find}");
        assert_eq!(found, check(&mut connection, &Scope::of_the_system(), &all().finding(also)).await);
    }
}

async fn other_municipalities_and_protected_people_are_in_no_list(database: &TestDatabase) {
    register(&database.store, 60).await;
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let rows = every_row(&mut connection).await;
    let hidden = rows.iter().find(|row| row.protected && row.municipality == place(NORRKOPING)).unwrap();
    let elsewhere = rows.iter().find(|row| !row.protected && row.municipality == place(LINKOPING)).unwrap();
    let scope = within(NORRKOPING);
    let yes = Filter::Is(Condition::new(CaseColumn::Protected, Test::YesNo(true)).unwrap());
    assert_eq!(check(&mut connection, &scope, &all().filtered(yes)).await, 0);
    for row in [hidden, elsewhere] {
        let find = row.civic_number.to_string();
        assert_eq!(check(&mut connection, &scope, &all().finding(&find)).await, 0);
        let not = Condition::new(CaseColumn::Surname, Test::Empty).unwrap();
        let not = Filter::Any(vec![Filter::Not(Box::new(Filter::Is(not.clone()))), Filter::Is(not)]);
        let page = connection.list_page(&scope, &all().filtered(not), day(TODAY)).await.unwrap().page;
        assert!(page.rows.iter().all(|other| other.id != row.id));
    }
    let nobody = Scope::of([]);
    assert_eq!(check(&mut connection, &nobody, &all()).await, 0);
}

async fn a_page_beyond_the_end_is_the_last_one(database: &TestDatabase) {
    register(&database.store, 22).await;
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let query = all().sized(PageSize::Five).on_page(9000);
    let page = connection.list_page(&Scope::of_the_system(), &query, day(TODAY)).await.unwrap().page;
    assert_eq!((page.total, page.rows.len(), page.page.number()), (22, 2, 5));
    assert_eq!(page.notices, [Notice::PageBeyondEnd { asked: 9000, shown: 5 }]);
    let none = connection.list_page(&Scope::of([]), &query, day(TODAY)).await.unwrap().page;
    assert_eq!((none.total, none.rows.len(), none.page.number()), (0, 0, 1));
}

async fn a_negation_keeps_those_without_a_value(database: &TestDatabase) {
    register(&database.store, 60).await;
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let on = Condition::read(CaseColumn::NextFollowUp, Operator::After, &["2026-11-20"]).unwrap();
    let not = all().filtered(Filter::Not(Box::new(Filter::Is(on))));
    let page = connection.list_page(&Scope::of_the_system(), &not, day(TODAY)).await.unwrap().page;
    assert!(page.rows.iter().any(|row| row.next_follow_up.is_none()));
    check(&mut connection, &Scope::of_the_system(), &not).await;
}

async fn the_caseworkers_are_those_of_the_scope(database: &TestDatabase) {
    register(&database.store, 60).await;
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let all = connection.caseworkers(&Scope::of_the_system()).await.unwrap();
    assert_eq!(all, ["Bo Ek", "Åsa Lindqvist", "Örjan Åberg"]);
    let rows = every_row(&mut connection).await;
    let of_linkoping = connection.caseworkers(&within(LINKOPING)).await.unwrap();
    for name in all {
        let has = rows.iter().any(|row| {
            row.municipality == place(LINKOPING) && !row.protected && row.caseworker.as_ref() == Some(&name)
        });
        assert_eq!(of_linkoping.contains(&name), has, "{name}");
    }
}

async fn a_civic_number_is_found_in_every_form_it_is_written_in(database: &TestDatabase) {
    register(&database.store, 20).await;
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let number = every_row(&mut connection).await[0].civic_number.to_string();
    let forms = [number.clone(), number.replace('-', ""), number[2..].to_owned()];
    for form in &forms {
        let is = |operator| {
            all().filtered(Filter::Is(Condition::read(CaseColumn::CivicNumber, operator, &[form]).unwrap()))
        };
        for query in
            [all().finding(form), is(Operator::Equals), is(Operator::Contains), is(Operator::StartsWith)]
        {
            let list = connection.list_page(&Scope::of_the_system(), &query, day(TODAY)).await.unwrap();
            let found: Vec<_> = list.page.rows.iter().map(|row| row.civic_number.to_string()).collect();
            assert_eq!(found, [number.as_str()], "{query:?}");
        }
    }
}

async fn the_people_of_a_page_stand_beside_its_rows(database: &TestDatabase) {
    register(&database.store, 20).await;
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let query = all().sized(PageSize::Five).on_page(2);
    let list = connection.list_page(&within(NORRKOPING), &query, day(TODAY)).await.unwrap();
    assert_eq!((list.page.rows.len(), list.identities.len()), (5, 5));
    for (row, identity) in list.page.rows.iter().zip(list.identities) {
        let record = connection.case(&within(NORRKOPING), row.id).await.unwrap().unwrap();
        assert_eq!((identity.row, identity.person), (row.id.0, Some(record.person)));
    }
}
