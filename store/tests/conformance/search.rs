//! The search over people and units.

use domain::{
    access::Scope,
    id::{CaseId, PersonId},
    language::Named,
    search::{Asked, PersonHit, best_people},
};
use store::{ClosedCase, Connection, search_others_sql, search_sql};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything,
    listed::{SURNAMES, TODAY, register},
    people::{But, born, number, save, with_number},
    place, raw,
    register::{School, explanation, open_case, open_case_in},
    within,
};

stories! {
    people_are_found_by_words_in_any_order_and_by_any_part,
    swedish_letters_are_letters_of_their_own_and_case_is_none,
    every_sign_means_itself,
    a_number_is_found_in_every_form_it_is_written_in,
    somebody_is_found_by_an_earlier_number,
    other_municipalities_and_protected_people_are_not_found,
    nobody_is_found_without_a_case_within_reach,
    somebody_with_several_cases_is_found_by_each_within_reach,
    the_best_are_found_among_very_many,
    what_is_searched_is_what_memory_finds,
    a_search_of_one_municipality_reads_no_other,
    a_search_of_those_without_a_case_looks_them_up,
    units_are_all_there_with_their_organiser,
}

fn asked(text: &str) -> Asked {
    Asked::parse(text, day(TODAY)).unwrap()
}

async fn search(connection: &mut Connection, scope: &Scope, text: &str) -> Vec<PersonHit> {
    let asked = asked(text);
    best_people(&asked, connection.search_people(scope, &asked).await.unwrap())
}

async fn names(connection: &mut Connection, scope: &Scope, text: &str) -> Vec<String> {
    search(connection, scope, text).await.iter().map(PersonHit::name).collect()
}

/// People of Norrköping with cases.
async fn people(database: &TestDatabase, named: &[(&str, &str)]) -> Vec<(PersonId, CaseId)> {
    let mut transaction = begin(&database.store).await;
    let mut made = Vec::new();
    for (birth, (given, surname)) in (1..).zip(named) {
        let birth = format!("2008-08-{birth:02}");
        let person = save(&mut transaction, &born(&birth).named(given, surname)).await;
        made.push((person, open_case(&mut transaction, person, TODAY).await));
    }
    transaction.commit().await.unwrap();
    made
}

async fn people_are_found_by_words_in_any_order_and_by_any_part(database: &TestDatabase) {
    people(database, &[("Viggo", "Dahl"), ("Anna-Karin", "von Essen"), ("Bo", "Rosendahl")]).await;
    let connection = &mut database.store.read(&Scope::of_the_system()).await.unwrap();
    let scope = within(NORRKOPING);
    for (text, expected) in [
        ("dahl", ["Dahl, Viggo", "Rosendahl, Bo"].as_slice()),
        ("viggo dahl", &["Dahl, Viggo"]),
        ("Dahl Viggo", &["Dahl, Viggo"]),
        ("  vig \t da ", &["Dahl, Viggo"]),
        ("d viggo", &["Dahl, Viggo"]),
        ("karin essen", &["von Essen, Anna-Karin"]),
        ("anna-karin", &["von Essen, Anna-Karin"]),
        ("sse", &["von Essen, Anna-Karin"]),
        ("dahl karin", &[]),
        ("dahlviggo", &[]),
    ] {
        assert_eq!(names(connection, &scope, text).await, expected, "{text}");
    }
}

async fn swedish_letters_are_letters_of_their_own_and_case_is_none(database: &TestDatabase) {
    people(database, &[("Åsa", "Öström"), ("Asa", "Ostrom"), ("Éva", "Ärlig")]).await;
    let connection = &mut database.store.read(&Scope::of_the_system()).await.unwrap();
    let scope = within(NORRKOPING);
    for (text, expected) in [
        ("ÅSA", "Öström, Åsa"),
        ("åsa öst", "Öström, Åsa"),
        ("asa", "Ostrom, Asa"),
        ("STRÖM", "Öström, Åsa"),
        ("ÉVA", "Ärlig, Éva"),
        ("ÄR", "Ärlig, Éva"),
    ] {
        assert_eq!(names(connection, &scope, text).await, [expected], "{text}");
    }
}

async fn every_sign_means_itself(database: &TestDatabase) {
    let odd = [
        ("A", "100%"),
        ("B", "Under_score"),
        ("C", "O'Hara"),
        ("D", "Quote\"s"),
        ("E", "Back\\slash"),
        ("F", "🙂 Glad"),
    ];
    people(database, &odd).await;
    let connection = &mut database.store.read(&Scope::of_the_system()).await.unwrap();
    let scope = within(NORRKOPING);
    for (text, expected) in [
        ("r_s", ["Under_score, B"].as_slice()),
        ("o'h", &["O'Hara, C"]),
        ("'hara", &["O'Hara, C"]),
        ("e\"s", &["Quote\"s, D"]),
        ("k\\s", &["Back\\slash, E"]),
        ("🙂 gl", &["🙂 Glad, F"]),
        ("%%", &[]),
        ("__", &[]),
        ("_n", &[]),
        ("a%a", &[]),
        ("'; DROP TABLE case_row; --", &[]),
        ("\u{0}under\u{0}", &["Under_score, B"]),
    ] {
        assert_eq!(names(connection, &scope, text).await, expected, "{text}");
    }
}

async fn a_number_is_found_in_every_form_it_is_written_in(database: &TestDatabase) {
    people(database, &[("Viggo", "Dahl"), ("Bo", "Ek")]).await;
    let connection = &mut database.store.read(&Scope::of_the_system()).await.unwrap();
    let scope = within(NORRKOPING);
    let whole = number("2008-08-01").to_string();
    let compact = whole.replace('-', "");
    for text in [
        whole.as_str(),
        &compact,
        &whole[2..],
        &compact[2..],
        &whole[..11],
        "20080801",
        "080801",
        &whole[9..],
        &format!("viggo {}", &whole[..8]),
        &format!(" {} {} ", &whole[..8], &whole[9..]),
    ] {
        assert_eq!(names(connection, &scope, text).await, ["Dahl, Viggo"], "{text}");
    }
    assert_eq!(names(connection, &scope, "200808").await.len(), 2);
    let wrong = format!("{}{}", &whole[..12], (whole.as_bytes()[12] - b'0' + 1) % 10);
    assert_eq!(names(connection, &scope, &wrong).await, [""; 0]);
}

async fn somebody_is_found_by_an_earlier_number(database: &TestDatabase) {
    let [(person, _), ..] = people(database, &[("Viggo", "Dahl")]).await[..] else { panic!("nobody") };
    let (old, new) = (number("2008-08-01"), number("2008-09-01"));
    let mut transaction = begin(&database.store).await;
    let renumbered = store::PersonWrite { id: Some(person), ..with_number(new).named("Viggo", "Dahl") };
    save(&mut transaction, &renumbered).await;
    transaction.remember_number(person, old).await.unwrap();
    transaction.refresh_case_rows(&[person], day(TODAY)).await.unwrap();
    transaction.commit().await.unwrap();
    let connection = &mut database.store.read(&Scope::of_the_system()).await.unwrap();
    for text in [old.to_string(), old.compact()[2..].to_owned(), new.to_string()] {
        let found = search(connection, &within(NORRKOPING), &text).await;
        assert_eq!(found.iter().map(|hit| hit.civic_number).collect::<Vec<_>>(), [new]);
        assert!(search(connection, &within(LINKOPING), &text).await.is_empty());
    }
}

async fn other_municipalities_and_protected_people_are_not_found(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let there = save(&mut transaction, &born("2008-08-01").living_in(LINKOPING)).await;
    open_case_in(&mut transaction, LINKOPING, there, TODAY).await;
    let hidden = save(&mut transaction, &born("2008-08-02").protected()).await;
    open_case(&mut transaction, hidden, TODAY).await;
    let old = number("2008-08-03");
    transaction.remember_number(hidden, old).await.unwrap();
    transaction.commit().await.unwrap();
    let connection = &mut database.store.read(&Scope::of_the_system()).await.unwrap();
    let texts = [
        "dahl",
        "igg",
        "viggo dahl",
        "200808",
        &number("2008-08-01").to_string(),
        &number("2008-08-02").to_string(),
        &old.to_string(),
    ];
    for text in texts {
        assert!(search(connection, &within(NORRKOPING), text).await.is_empty(), "{text}");
        assert!(search(connection, &Scope::of([]), text).await.is_empty(), "{text}");
    }
    let both = Scope::of([place(NORRKOPING), place(LINKOPING)]);
    let people = |hits: Vec<PersonHit>| hits.iter().map(|hit| hit.person).collect::<Vec<_>>();
    assert_eq!(people(search(connection, &both, "dahl").await), [there]);
    assert_eq!(people(search(connection, &everything(), "dahl").await), [there, hidden]);
}

async fn nobody_is_found_without_a_case_within_reach(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    save(&mut transaction, &born("2008-08-01")).await;
    transaction.commit().await.unwrap();
    let connection = &mut database.store.read(&Scope::of_the_system()).await.unwrap();
    assert!(search(connection, &everything(), "dahl").await.is_empty());
}

async fn somebody_with_several_cases_is_found_by_each_within_reach(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-01").living_in(LINKOPING)).await;
    let before = open_case_in(&mut transaction, LINKOPING, person, "2026-10-01").await;
    let closed = ClosedCase {
        case: before,
        person,
        reason: domain::case::DeregistrationReason::ALL[0],
        explanation: explanation(&mut transaction, LINKOPING, person, TODAY).await,
        measures: Vec::new(),
    };
    transaction.close_cases(day(TODAY), None, &[closed]).await.unwrap();
    let after = open_case_in(&mut transaction, NORRKOPING, person, TODAY).await;
    transaction.refresh_case_rows(&[person], day(TODAY)).await.unwrap();
    transaction.commit().await.unwrap();
    let connection = &mut database.store.read(&Scope::of_the_system()).await.unwrap();
    let both = Scope::of([place(NORRKOPING), place(LINKOPING)]);
    for (scope, expected) in [(within(LINKOPING), before), (within(NORRKOPING), after), (both, after)] {
        let found = search(connection, &scope, "dahl").await;
        assert_eq!(found.iter().map(|hit| hit.case).collect::<Vec<_>>(), [expected]);
    }
}

async fn the_best_are_found_among_very_many(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let mut people = Vec::new();
    for nth in 0..120u16 {
        let birth = day("2008-01-01") + chrono::Days::new(u64::from(nth));
        let surname = if nth == 97 { "Ek" } else { "Ekberg" };
        people.push(born(&birth.to_string()).named("Eke", surname));
    }
    let ids = transaction.save_people(&people).await.unwrap();
    for id in &ids {
        open_case(&mut transaction, *id, TODAY).await;
    }
    transaction.commit().await.unwrap();
    let connection = &mut database.store.read(&Scope::of_the_system()).await.unwrap();
    let found = search(connection, &within(NORRKOPING), "ek").await;
    assert_eq!(found[0].person, ids[97]);
    assert!(found.len() > domain::search::MOST_PEOPLE && found.len() < 120, "{}", found.len());
}

/// Whoever is found has every word, and whoever has every word is found, unless there are too many to look at.
async fn what_is_searched_is_what_memory_finds(database: &TestDatabase) {
    register(&database.store, 60).await;
    let connection = &mut database.store.read(&Scope::of_the_system()).await.unwrap();
    let query = domain::list::ListQuery::<domain::list::CaseColumn>::default()
        .filtered(domain::list::Filter::everything())
        .sized(domain::list::PageSize::Fifty);
    let mut rows = Vec::<domain::case::view::CaseRow>::new();
    for page in 1..=2 {
        let query = query.clone().on_page(page);
        rows.extend(connection.list_page(&everything(), &query, day(TODAY)).await.unwrap().page.rows);
    }
    assert_eq!(rows.len(), 60);
    for scope in [within(NORRKOPING), Scope::of([place(NORRKOPING), place(LINKOPING)])] {
        for text in SURNAMES.into_iter().chain(["vig", "ggo", "åsa å", "an ka", "karin", "ö", "de geer X"])
        {
            let Ok(asked) = Asked::parse(text, day(TODAY)) else { continue };
            let expected = rows.iter().filter(|row| {
                let name = domain::text::search_key(&format!("{} \n {}", row.surname, row.given_name));
                !row.protected
                    && scope.reaches(row.municipality)
                    && asked.words().iter().all(|word| name.contains(word.as_str()))
            });
            let mut expected: Vec<CaseId> = expected.map(|row| row.id).collect();
            let hits = connection.search_people(&scope, &asked).await.unwrap();
            let mut found: Vec<CaseId> = hits.iter().map(|hit| hit.case).collect();
            expected.sort_unstable();
            found.sort_unstable();
            let is_all = found == expected;
            let is_enough =
                found.len() > domain::search::MOST_PEOPLE && found.iter().all(|case| expected.contains(case));
            assert!(is_all || is_enough, "{text}: {found:?} of {expected:?}");
        }
    }
}

async fn a_search_of_one_municipality_reads_no_other(database: &TestDatabase) {
    register(&database.store, 60).await;
    let scope = within(NORRKOPING);
    for text in ["dahl", "viggo dahl", "20070101", "2007", "20070101-2384", "viggo 2007", "d viggo"] {
        let mut statements = search_sql(database.store.database(), &scope, &asked(text));
        let reads_everything =
            |line: &&String| line.contains("Seq Scan") || line.starts_with("SCAN case_row");
        let of_the_found = statements.pop().unwrap();
        let plan = raw::plan(&database.address, &of_the_found).await;
        assert_eq!(plan.iter().find(reads_everything), None, "{of_the_found}\n{plan:#?}");
        assert!(plan.iter().any(|line| line.contains("case_row_by_person")), "{of_the_found}\n{plan:#?}");
        let by_beginning = statements.len() - usize::from(asked(text).numbers().is_empty());
        for (nth, sql) in statements.into_iter().enumerate() {
            let plan = raw::plan(&database.address, &sql).await;
            assert_eq!(plan.iter().find(reads_everything), None, "{sql}\n{plan:#?}");
            let by_municipality = |line: &&String| {
                line.contains("municipality=?") || line.contains("Index Cond: ((municipality = '0581'")
            };
            let looked_up = plan.iter().find(by_municipality).unwrap_or_else(|| panic!("{sql}\n{plan:#?}"));
            let is_a_range = looked_up.contains(">? AND ") || looked_up.contains(" < '");
            assert_eq!(is_a_range, nth < by_beginning, "{sql}\n{plan:#?}");
            // Names and digits together do not stand in one index.
            let is_of_one_index = text != "viggo 2007";
            let from_an_index =
                |line: &String| line.contains("COVERING INDEX") || line.contains("Index Only Scan");
            assert!(!is_of_one_index || plan.iter().any(from_an_index), "{sql}\n{plan:#?}");
        }
    }
}

async fn a_search_of_those_without_a_case_looks_them_up(database: &TestDatabase) {
    register(&database.store, 60).await;
    for (text, questions) in
        [("dahl", 2), ("viggo dahl", 4), ("20070101-2384", 2), ("2007", 0), ("viggo 2007", 0)]
    {
        let statements = search_others_sql(database.store.database(), &within(NORRKOPING), &asked(text));
        assert_eq!(statements.len(), questions, "{text}");
        for sql in statements {
            let plan = raw::plan(&database.address, &sql).await;
            let reads_everything =
                |line: &String| line.contains("Seq Scan on person") || line.starts_with("SCAN person");
            assert!(!plan.iter().any(reads_everything), "{sql}\n{plan:#?}");
        }
    }
}

async fn units_are_all_there_with_their_organiser(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let school = School::build(&mut transaction).await;
    transaction.commit().await.unwrap();
    let units = database.store.read(&Scope::of_the_system()).await.unwrap().units_to_search().await.unwrap();
    let told: Vec<_> =
        units.iter().map(|unit| (unit.id, unit.name.as_str(), unit.organiser.as_str())).collect();
    assert_eq!(told, [(school.unit, "Fria Friskolan", "Norrköpings kommun")]);
}
