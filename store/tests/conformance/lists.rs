//! Who is in which list, and what it tells of them.

use std::collections::BTreeSet;

use domain::{
    access::Scope,
    case::DeregistrationReason,
    id::{AccountId, PersonId},
    language::{Language, Named},
    list::{
        CaseColumn, Condition, Filter, FollowUpColumn, JobColumn, ListQuery, ListRow, LogColumn, Operator,
        PersonColumn, PupilColumn, RunColumn, UserColumn,
        specs::{jobs::JobEntry, runs::RunState},
    },
    operation::{Operation, OperationKind},
    organisation::ProgrammeKind,
    person::DeregistrationCode,
};
use store::{ClosedCase, Connection, Listed};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything,
    listed::{TODAY, register, surroundings},
    memory::{all, every_row},
    operation,
    people::{But, born, number, save},
    place,
    register::{School, close_follow_ups, explanation, open_case, open_case_in, period},
    within,
};

stories! {
    protected_people_are_in_no_list_of_people,
    rows_of_another_municipality_are_not_read_by_their_identities,
    people_are_listed_where_they_live_and_where_they_have_an_open_case,
    that_another_municipality_has_a_case_is_not_told,
    pupils_are_those_who_live_in_the_municipality,
    a_follow_up_stays_with_the_municipality_that_made_it,
    the_cases_of_protected_people_are_not_counted_in_runs,
    the_log_lists_what_the_log_tells,
    a_user_is_listed_where_all_of_the_role_is_reached,
    a_job_is_listed_to_who_asked_for_it_and_who_administers_its_municipality,
    a_day_of_an_instant_is_that_of_stockholm,
}

/// What a list shows of all its rows in a column.
async fn shown<C: Listed>(connection: &mut Connection, scope: &Scope, column: C) -> Vec<String> {
    let rows = every_row::<C>(connection, scope).await;
    rows.iter().map(|row| row.cell(column, Language::English).words(Language::English).into_owned()).collect()
}

/// How many rows a condition keeps.
async fn kept<C: Listed>(
    connection: &mut Connection,
    scope: &Scope,
    column: C,
    operator: Operator,
    values: &[&str],
) -> u64 {
    let filter = Filter::Is(Condition::read(column, operator, values).unwrap());
    connection.list_page(scope, &all().filtered(filter), day(TODAY)).await.unwrap().page.total
}

async fn protected_people_are_in_no_list_of_people(database: &TestDatabase) {
    let people = register(&database.store, 90).await;
    surroundings(&database.store, &people).await;
    let mut connection = database.store.read_snapshot(&Scope::of_the_system()).await.unwrap();
    protected_are_not_in::<CaseColumn>(&mut connection).await;
    protected_are_not_in::<FollowUpColumn>(&mut connection).await;
    protected_are_not_in::<PersonColumn>(&mut connection).await;
    protected_are_not_in::<PupilColumn>(&mut connection).await;
}

async fn protected_are_not_in<C: Listed>(connection: &mut Connection) {
    let wide = Scope::of([NORRKOPING, LINKOPING, "0583"].map(place));
    let open: BTreeSet<Option<PersonId>> = persons(connection, &wide).await;
    let hidden: BTreeSet<_> = persons(connection, &everything()).await.difference(&open).copied().collect();
    assert!(!hidden.is_empty() && !open.is_empty());
    let list = C::spec().code;
    let all_rows = connection.list_order(&everything(), &all::<C>(), day(TODAY)).await.unwrap();
    let of_hidden: Vec<_> = all_rows.iter().filter(|row| hidden.contains(&row.person)).collect();
    assert!(!of_hidden.is_empty(), "{list} has rows of protected people");
    // Neither with nor without a filter, nor by its negation, nor by knowing which rows there are.
    let never = Filter::Is(Condition::read(C::spec().found_in[0], Operator::Equals, &["nobody"]).unwrap());
    for filter in [Filter::everything(), C::spec().filter, Filter::Not(Box::new(never))] {
        let rows = connection.list_order(&wide, &all().filtered(filter), day(TODAY)).await.unwrap();
        assert!(rows.iter().all(|row| open.contains(&row.person)), "{list}");
    }
    let page = connection.list_page(&wide, &all::<C>(), day(TODAY)).await.unwrap();
    assert_eq!(page.page.total as usize, all_rows.len() - of_hidden.len(), "{list}");
    let asked: Vec<i64> = of_hidden.iter().map(|row| row.row).collect();
    assert!(connection.list_rows::<C>(&wide, &asked, day(TODAY)).await.unwrap().is_empty(), "{list}");
}

async fn persons(connection: &mut Connection, scope: &Scope) -> BTreeSet<Option<PersonId>> {
    let rows = connection.list_order(scope, &all::<PersonColumn>(), day(TODAY)).await.unwrap();
    rows.into_iter().map(|row| row.person).collect()
}

async fn rows_of_another_municipality_are_not_read_by_their_identities(database: &TestDatabase) {
    let people = register(&database.store, 60).await;
    surroundings(&database.store, &people).await;
    let mut connection = database.store.read_snapshot(&Scope::of_the_system()).await.unwrap();
    others_are_not_read::<CaseColumn>(&mut connection).await;
    others_are_not_read::<FollowUpColumn>(&mut connection).await;
    others_are_not_read::<PersonColumn>(&mut connection).await;
    others_are_not_read::<PupilColumn>(&mut connection).await;
    others_are_not_read::<RunColumn>(&mut connection).await;
    others_are_not_read::<LogColumn>(&mut connection).await;
    others_are_not_read::<UserColumn>(&mut connection).await;
}

async fn others_are_not_read<C: Listed>(connection: &mut Connection) {
    let ids = |rows: &[C::Row]| rows.iter().map(ListRow::id).collect::<Vec<_>>();
    let every = ids(&every_row::<C>(connection, &everything()).await);
    let own = ids(&every_row::<C>(connection, &within(NORRKOPING)).await);
    assert!(!own.is_empty() && own.len() < every.len(), "{}", C::spec().code);
    let read = connection.list_rows::<C>(&within(NORRKOPING), &every, day(TODAY)).await.unwrap();
    assert_eq!(ids(&read), own, "{}", C::spec().code);
    let nobody = Scope::of([]);
    assert!(every_row::<C>(connection, &nobody).await.is_empty(), "{}", C::spec().code);
    assert!(connection.list_rows::<C>(&nobody, &every, day(TODAY)).await.unwrap().is_empty());
}

async fn people_are_listed_where_they_live_and_where_they_have_an_open_case(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    save(&mut transaction, &born("2008-08-17").named("Viggo", "Bofast")).await;
    save(&mut transaction, &born("2008-08-18").named("Viggo", "Annorstädes").living_in(LINKOPING)).await;
    let moved = born("2008-08-19").named("Viggo", "Flyttad");
    let person = save(&mut transaction, &moved).await;
    open_case(&mut transaction, person, "2026-10-01").await;
    let moved = moved.moved_to(LINKOPING, "2026-11-01");
    save(&mut transaction, &store::PersonWrite { id: Some(person), ..moved }).await;
    // Whose case has been closed, and who has left since.
    let left = born("2008-08-21").named("Viggo", "Avslutad");
    let person = save(&mut transaction, &left).await;
    let case = open_case(&mut transaction, person, "2026-10-01").await;
    let explanation = explanation(&mut transaction, NORRKOPING, person, "2026-11-01").await;
    let reason = DeregistrationReason::MovedAway;
    let closed = ClosedCase { case, person, reason, explanation, measures: Vec::new() };
    transaction.close_cases(day("2026-11-01"), None, &[closed]).await.unwrap();
    let left = left.moved_to(LINKOPING, "2026-11-01");
    save(&mut transaction, &store::PersonWrite { id: Some(person), ..left }).await;
    let emigrated = born("2008-08-20").named("Viggo", "Utvandrad");
    let mut emigrated = emigrated.deregistered(DeregistrationCode::Emigrated, "2026-11-01");
    emigrated.registration.present = None;
    save(&mut transaction, &emigrated).await;
    transaction.commit().await.unwrap();

    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let column = PersonColumn::Surname;
    assert_eq!(shown(&mut connection, &within(NORRKOPING), column).await, ["Bofast", "Flyttad"]);
    assert_eq!(
        shown(&mut connection, &within(LINKOPING), column).await,
        ["Annorstädes", "Flyttad", "Avslutad"]
    );
    let both = Scope::of([NORRKOPING, LINKOPING].map(place));
    assert_eq!(shown(&mut connection, &both, column).await, ["Bofast", "Annorstädes", "Flyttad", "Avslutad"]);
    assert_eq!(shown(&mut connection, &everything(), column).await.len(), 5);
}

async fn that_another_municipality_has_a_case_is_not_told(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-19")).await;
    let case = open_case_in(&mut transaction, LINKOPING, person, "2026-11-02").await;
    let before = transaction
        .enter_case(
            person,
            place(NORRKOPING),
            day("2026-09-01"),
            day("2026-09-01"),
            domain::occupation::OccupationAtRegistration::ALL[0],
        )
        .await
        .unwrap();
    let explanation = explanation(&mut transaction, NORRKOPING, person, "2026-11-01").await;
    let closed = store::ClosedCase {
        case: before,
        person,
        reason: domain::case::DeregistrationReason::MovedAway,
        explanation,
        measures: Vec::new(),
    };
    transaction.close_cases(day("2026-11-01"), None, &[closed]).await.unwrap();
    transaction.refresh_case_rows(&[person], day(TODAY)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_ne!(case, before);

    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    for (code, open) in [(NORRKOPING, "No"), (LINKOPING, "Yes")] {
        let scope = within(code);
        assert_eq!(shown(&mut connection, &scope, PersonColumn::OpenCase).await, [open], "{code}");
        let yes = kept(&mut connection, &scope, PersonColumn::OpenCase, Operator::Yes, &[]).await;
        assert_eq!(yes, u64::from(open == "Yes"), "{code}");
    }
}

async fn pupils_are_those_who_live_in_the_municipality(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let school = School::build(&mut transaction).await;
    let here = save(&mut transaction, &born("2008-08-17").named("Viggo", "Här")).await;
    let there = save(&mut transaction, &born("2008-08-18").named("Viggo", "Där").living_in(LINKOPING)).await;
    for person in [here, there] {
        let autumn = period("2026-08-17", "2026-11-20");
        school.place(&mut transaction, person, ProgrammeKind::National, autumn).await;
        let now = period(TODAY, "");
        school.place(&mut transaction, person, ProgrammeKind::Introductory, now).await;
    }
    transaction.commit().await.unwrap();
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    for (code, surname) in [(NORRKOPING, "Här"), (LINKOPING, "Där")] {
        let rows = every_row::<PupilColumn>(&mut connection, &within(code)).await;
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.surname.as_str(), row.study_path.as_str(), row.state.code()))
            .collect();
        assert_eq!(told, [(surname, "NA", "ended"), (surname, "IMV", "current")]);
    }
    // As the list starts, what has ended is left out.
    let start = ListQuery::<PupilColumn>::default();
    let page = connection.list_page(&within(NORRKOPING), &start, day(TODAY)).await.unwrap().page;
    assert_eq!((page.total, page.rows[0].unit.as_str()), (1, "Fria Friskolan"));
}

async fn a_follow_up_stays_with_the_municipality_that_made_it(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let viggo = born("2008-08-17");
    let person = save(&mut transaction, &viggo).await;
    let case = open_case(&mut transaction, person, "2026-10-01").await;
    for (date, follow_up) in
        [("2026-10-02", Some("2026-11-20")), ("2026-10-03", None), ("2026-10-04", Some(TODAY))]
    {
        let contact = domain::contact::NewContact {
            date: day(date),
            heading: date.into(),
            way: domain::contact::ContactWay::Meeting,
            notes: "Bara för kommunen".into(),
            follow_up: follow_up.map(day),
        };
        let at = crate::support::instant("2026-10-04T08:00:00Z");
        transaction.add_contact(case, &contact, "Bo Ek", at).await.unwrap();
    }
    close_follow_ups(&mut transaction, case, day("2026-10-04"), "Nådd", TODAY).await;
    let moved = viggo.moved_to(LINKOPING, "2026-11-01");
    save(&mut transaction, &store::PersonWrite { id: Some(person), ..moved }).await;
    transaction.refresh_case_rows(&[person], day(TODAY)).await.unwrap();
    transaction.commit().await.unwrap();

    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    assert!(every_row::<FollowUpColumn>(&mut connection, &within(LINKOPING)).await.is_empty());
    let rows = every_row::<FollowUpColumn>(&mut connection, &within(NORRKOPING)).await;
    let told: Vec<_> =
        rows.iter().map(|row| (row.heading.as_str(), row.closed, row.closed_because.as_deref())).collect();
    // What is not to be followed up is not in the list.
    assert_eq!(told, [("2026-10-02", None, None), ("2026-10-04", Some(day(TODAY)), Some("Nådd"))]);
    assert_eq!((rows[0].case, rows[0].civic_number), (case, number("2008-08-17")));
    let start = ListQuery::<FollowUpColumn>::default();
    let page = connection.list_page(&within(NORRKOPING), &start, day(TODAY)).await.unwrap().page;
    assert_eq!(page.rows.iter().map(|row| row.follow_up).collect::<Vec<_>>(), [day("2026-11-20")]);
}

async fn the_cases_of_protected_people_are_not_counted_in_runs(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let run = transaction
        .begin_run(
            "case-update",
            place(NORRKOPING),
            day(TODAY),
            crate::support::instant("2026-11-21T01:00:00Z"),
        )
        .await
        .unwrap();
    for person in [born("2008-08-17"), born("2008-08-18").protected()] {
        let person = save(&mut transaction, &person).await;
        let explanation = explanation(&mut transaction, NORRKOPING, person, TODAY).await;
        let opened = [store::OpenedCase { person, explanation }];
        transaction.open_cases(place(NORRKOPING), day(TODAY), Some(run), &opened).await.unwrap();
        transaction.refresh_case_rows(&[person], day(TODAY)).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let rows = every_row::<RunColumn>(&mut connection, &within(NORRKOPING)).await;
    let [row] = rows.as_slice() else { panic!("one run") };
    assert_eq!((row.id, row.opened, row.closed, row.actor.as_str()), (run, 1, 0, "Fyren"));
    // It was begun and not ended.
    assert_eq!((row.state, row.started), (RunState::Failed, day(TODAY).and_hms_opt(2, 0, 0).unwrap()));
    assert_eq!(
        kept(&mut connection, &within(NORRKOPING), RunColumn::Opened, Operator::AtLeast, &["1"]).await,
        1
    );
    assert!(every_row::<RunColumn>(&mut connection, &within(LINKOPING)).await.is_empty());
}

async fn the_log_lists_what_the_log_tells(database: &TestDatabase) {
    let people = register(&database.store, 20).await;
    surroundings(&database.store, &people).await;
    let mut connection = database.store.read_snapshot(&Scope::of_the_system()).await.unwrap();
    for scope in [everything(), within(NORRKOPING), Scope::of([NORRKOPING, LINKOPING].map(place))] {
        let log = connection.log(&scope, 1, 1000).await.unwrap();
        let order =
            connection.list_order(&scope, &ListQuery::<LogColumn>::default(), day(TODAY)).await.unwrap();
        let told: Vec<i64> = log.rows.iter().map(|row| row.id.0).collect();
        assert_eq!(order.iter().map(|identity| identity.row).collect::<Vec<_>>(), told);
        assert!(!told.is_empty());
    }
}

async fn a_user_is_listed_where_all_of_the_role_is_reached(database: &TestDatabase) {
    let people = register(&database.store, 5).await;
    surroundings(&database.store, &people).await;
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let organisations = async |connection: &mut Connection, scope: &Scope| -> BTreeSet<String> {
        shown(connection, scope, UserColumn::Organisation).await.into_iter().collect()
    };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(organisations(&mut connection, &within(NORRKOPING)).await, names(&["Norrköping"]));
    let both = Scope::of([NORRKOPING, LINKOPING].map(place));
    let all = names(&["Norrköping", "Linköping", "Region Öst_%"]);
    assert_eq!(organisations(&mut connection, &both).await, all);
    assert_eq!(organisations(&mut connection, &within("0583")).await, names(&[]));
}

async fn a_day_of_an_instant_is_that_of_stockholm(database: &TestDatabase) {
    for at in [
        "2026-11-19T22:59:59.999Z",
        "2026-11-19T23:00:00Z",
        "2026-11-20T22:59:59.999Z",
        "2026-11-20T23:00:00Z",
    ] {
        let operation = Operation {
            at: crate::support::instant(at),
            municipality: Some(place(NORRKOPING)),
            ..operation(OperationKind::Casework)
        };
        database.store.operate(operation).await.unwrap().commit().await.unwrap();
    }
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    for (operator, values, expected) in [
        (Operator::On, &["2026-11-20"][..], 2),
        (Operator::Before, &["2026-11-20"], 1),
        (Operator::After, &["2026-11-20"], 1),
        (Operator::Between, &["2026-11-19", "2026-11-20"], 3),
        (Operator::Today, &[], 1),
        (Operator::PastDays, &["1"], 3),
        (Operator::OlderThanDays, &["1"], 1),
    ] {
        let found = kept(&mut connection, &within(NORRKOPING), LogColumn::At, operator, values).await;
        assert_eq!(found, expected, "{operator:?}");
    }
    let shown = shown(&mut connection, &within(NORRKOPING), LogColumn::At).await;
    assert_eq!(shown[..2], ["2026-11-19 23:59", "2026-11-20 00:00"]);
}

async fn a_job_is_listed_to_who_asked_for_it_and_who_administers_its_municipality(database: &TestDatabase) {
    let people = register(&database.store, 20).await;
    surroundings(&database.store, &people).await;
    let mut connection = database.store.read_snapshot(&Scope::of_the_system()).await.unwrap();
    let every = every_row::<JobColumn>(&mut connection, &everything()).await;
    let asked_by = |row: &&JobEntry| row.account;
    let accounts: BTreeSet<AccountId> = every.iter().map(|row| row.account).collect();
    let ids: Vec<i64> = every.iter().map(ListRow::id).collect();
    for account in accounts {
        let own = every_row::<JobColumn>(&mut connection, &within(NORRKOPING).read_by(account, false)).await;
        let expected = every.iter().filter(|row| asked_by(row) == account).count();
        assert!(own.len() == expected && own.iter().all(|row| row.account == account));
    }
    // In a role that reaches several municipalities somebody works for none of them alone.
    let norrkoping = within(NORRKOPING).read_by(AccountId(4711), true);
    let administered = every_row::<JobColumn>(&mut connection, &norrkoping).await;
    assert!(!administered.is_empty());
    assert!(administered.iter().all(|row| row.municipality == Some(place(NORRKOPING))));
    let read = connection.list_rows::<JobColumn>(&norrkoping, &ids, day(TODAY)).await.unwrap();
    assert_eq!(read.len(), administered.len());
    // Whoever reaches everything and administers nothing follows their own work alone.
    let own = everything().read_by(AccountId(4711), false);
    for nobody in [within(NORRKOPING), Scope::of([]).read_by(AccountId(4711), true), own] {
        assert!(every_row::<JobColumn>(&mut connection, &nobody).await.is_empty());
    }
}
