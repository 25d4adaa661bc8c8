//! Cases as they are changed, version by version.

use domain::{
    access::{Permission, Role},
    case::change::{CaseValues, EditedCase},
    contact::LivingOutside,
    id::{AccountId, CaseId},
    occupation::OccupationAtRegistration,
};
use store::{CaseWrite, ClosedCase, NewAccount, OperationTransaction, StoreError};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything,
    people::{But, born, save},
    place,
    register::{explanation, open_case, open_case_in},
    roles::give_role,
    within,
};

stories! {
    what_is_written_is_read_one_version_on,
    a_case_of_another_version_is_left_alone,
    cases_are_read_within_the_scope_only,
    a_case_knows_when_the_one_before_it_ended,
    users_are_those_with_a_role_that_may_in_the_municipality,
}

async fn edited(transaction: &mut OperationTransaction, case: CaseId) -> EditedCase {
    transaction.edited_cases(&everything(), &[case]).await.unwrap().remove(0)
}

async fn user(transaction: &mut OperationTransaction, user_name: &str, codes: &[&str]) -> AccountId {
    user_as(transaction, Role::Caseworker, user_name, codes).await
}

async fn user_as(
    transaction: &mut OperationTransaction,
    role: Role,
    user_name: &str,
    codes: &[&str],
) -> AccountId {
    let account = NewAccount {
        user_name: user_name.into(),
        name: user_name.into(),
        password_hash: String::new(),
        demo: false,
        active_from: day("2020-01-01"),
        one_time_until: None,
    };
    let id = transaction.add_account(&account).await.unwrap();
    give_role(transaction, id, role, &codes.concat(), codes).await;
    id
}

async fn what_is_written_is_read_one_version_on(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let asa = user(&mut transaction, "asa", &[NORRKOPING]).await;
    let before = edited(&mut transaction, case).await;
    assert_eq!((before.version, before.birth, before.deregistered), (1, Some(day("2008-08-17")), None));
    let values = CaseValues {
        registered: day("2026-10-01"),
        occupation: OccupationAtRegistration::Work,
        other_schooling_until: Some(day("2027-01-31")),
        caseworker: Some(asa),
        living_outside: Some(LivingOutside::Nordic),
    };
    let write = CaseWrite { id: case, version: 1, values, notes: None, judge_again: true };
    transaction.write_cases(&[write]).await.unwrap();
    let after = edited(&mut transaction, case).await;
    assert_eq!(after, EditedCase { version: 2, values, ..before });

    let emptied =
        CaseValues { other_schooling_until: None, caseworker: None, living_outside: None, ..values };
    let write = CaseWrite { id: case, version: 2, values: emptied, notes: None, judge_again: false };
    transaction.write_cases(&[write]).await.unwrap();
    assert_eq!(edited(&mut transaction, case).await, EditedCase { version: 3, values: emptied, ..after });
}

async fn a_case_of_another_version_is_left_alone(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let before = edited(&mut transaction, case).await;
    let values = CaseValues { registered: day("2026-10-01"), ..before.values };
    let write = CaseWrite { id: case, version: 2, values, notes: None, judge_again: false };
    let refused = transaction.write_cases(&[write]).await;
    assert!(matches!(refused, Err(StoreError::Inconsistent(_))), "{refused:?}");
    assert_eq!(edited(&mut transaction, case).await, before);
}

async fn cases_are_read_within_the_scope_only(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let mut cases = Vec::new();
    for person in [born("2008-08-17"), born("2008-08-18").protected()] {
        let person = save(&mut transaction, &person).await;
        cases.push(open_case(&mut transaction, person, "2026-11-01").await);
    }
    cases.push(CaseId(4711));
    let read = async |transaction: &mut OperationTransaction, code: &str| -> Vec<CaseId> {
        let found = transaction.edited_cases(&within(code), &cases).await.unwrap();
        found.iter().map(|case| case.id).collect()
    };
    assert_eq!(read(&mut transaction, NORRKOPING).await, [cases[0]]);
    assert_eq!(read(&mut transaction, LINKOPING).await, []);
}

async fn a_case_knows_when_the_one_before_it_ended(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let close = async |transaction: &mut OperationTransaction, case: CaseId, code: &str, date: &str| {
        let explanation = explanation(transaction, code, person, date).await;
        let reason = domain::case::DeregistrationReason::MovedAway;
        let closed = ClosedCase { case, person, reason, explanation, measures: Vec::new() };
        transaction.close_cases(day(date), None, &[closed]).await.unwrap();
    };
    let first = open_case(&mut transaction, person, "2026-09-01").await;
    close(&mut transaction, first, NORRKOPING, "2026-09-30").await;
    let elsewhere = open_case_in(&mut transaction, LINKOPING, person, "2026-10-01").await;
    close(&mut transaction, elsewhere, LINKOPING, "2026-10-15").await;
    let second = open_case(&mut transaction, person, "2026-11-01").await;
    assert_eq!(edited(&mut transaction, second).await.earlier_until, Some(day("2026-09-30")));
    let first = edited(&mut transaction, first).await;
    assert_eq!((first.earlier_until, first.deregistered), (None, Some(day("2026-09-30"))));
}

async fn users_are_those_with_a_role_that_may_in_the_municipality(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let orjan = user(&mut transaction, "Örjan", &[NORRKOPING]).await;
    let asa = user(&mut transaction, "Åsa", &[NORRKOPING, LINKOPING]).await;
    let bo = user(&mut transaction, "Bo", &[LINKOPING]).await;
    let gone = user(&mut transaction, "Ada", &[NORRKOPING]).await;
    transaction.set_active(gone, false).await.unwrap();
    let auditor = user_as(&mut transaction, Role::Auditor, "Eva", &[NORRKOPING]).await;
    let readers =
        transaction.users_of(&[place(NORRKOPING)], Permission::ReadLog, day("2026-11-21")).await.unwrap();
    assert_eq!(readers.iter().map(|user| user.account).collect::<Vec<_>>(), [auditor]);
    let mut users = async |codes: &[&str]| -> Vec<AccountId> {
        let codes: Vec<_> = codes.iter().map(|code| place(code)).collect();
        let found = transaction.users_of(&codes, Permission::EditCases, day("2026-11-21")).await.unwrap();
        assert!(found.iter().all(|user| user.municipalities.iter().all(|code| codes.contains(code))));
        found.iter().map(|user| user.account).collect()
    };
    assert_eq!(users(&[NORRKOPING]).await, [asa, orjan]);
    assert_eq!(users(&[NORRKOPING, LINKOPING]).await, [bo, asa, orjan]);
    assert_eq!(users(&[]).await, []);
}
