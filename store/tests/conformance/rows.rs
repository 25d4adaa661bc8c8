//! The read model of the list says what the facts say.

use domain::{
    case::CaseStatus,
    contact::{ContactDetailKind, ContactWay, NewContact},
    list::{Filter, ListQuery, specs::cases::CaseColumn},
    measure::MeasureType,
    organisation::ProgrammeKind,
};
use store::{NewAccount, OperationTransaction};

use crate::support::{
    begin,
    database::{TestDatabase, stories},
    day, everything, instant,
    people::{But, address, born, number, save},
    raw,
    register::{School, add_measure, detail, measure, open_case, period, set_fields},
};

stories! {
    a_row_shows_what_it_is_made_of,
    a_row_is_made_anew_and_never_twice,
    the_status_of_a_row_is_the_derived_one_on_every_day,
    what_is_missing_of_measures_is_counted_on_every_day,
}

async fn row(transaction: &mut OperationTransaction, date: &str) -> domain::case::view::CaseRow {
    let query = ListQuery::<CaseColumn>::default().filtered(Filter::everything());
    transaction.list_page(&everything(), &query, day(date)).await.unwrap().page.rows.remove(0)
}

async fn a_row_shows_what_it_is_made_of(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let mut viggo = born("2008-08-17").named("Bo Viggo", "Dahl").at(address("Kungsgatan 1", "Norrköping"));
    viggo.name.calling_mark = Some(20);
    viggo.name.middle = "af".into();
    let person = save(&mut transaction, &viggo).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    add_measure(&mut transaction, case, &measure(MeasureType::WorkPlacement, "2026-12-01", "2026-12-24"))
        .await;
    add_measure(&mut transaction, case, &measure(MeasureType::Other, "2026-11-20", "2026-11-30")).await;
    for (date, follow_up) in [("2026-11-02", "2026-12-02"), ("2026-11-12", "2026-11-22"), ("2026-11-05", "")]
    {
        let contact = NewContact {
            date: day(date),
            heading: "Samtal".into(),
            way: ContactWay::Telephone,
            notes: String::new(),
            follow_up: follow_up.parse().ok(),
        };
        transaction.add_contact(case, &contact, "Bo Ek", instant("2026-11-12T08:00:00Z")).await.unwrap();
    }
    for (kind, value, primary) in [
        (ContactDetailKind::Mobile, "070-1740601", false),
        (ContactDetailKind::Mobile, "070-1740602", true),
        (ContactDetailKind::Telephone, "011-150000", true),
        (ContactDetailKind::Email, "forst@example.se", false),
        (ContactDetailKind::Email, "sen@example.se", false),
    ] {
        transaction.add_contact_detail(person, &detail(kind, value, primary)).await.unwrap();
    }
    let account = NewAccount {
        user_name: "asa".into(),
        name: "Åsa Lindqvist".into(),
        password_hash: String::new(),
        demo: false,
        active_from: day("2020-01-01"),
        one_time_until: None,
    };
    let caseworker = Some(transaction.add_account(&account).await.unwrap());
    set_fields(&mut transaction, case, None, |values| values.caseworker = caseworker).await;
    transaction.refresh_case_rows(&[person], day("2026-11-21")).await.unwrap();

    let row = row(&mut transaction, "2026-11-21").await;
    assert_eq!((row.id, row.civic_number, row.age), (case, number("2008-08-17"), Some(18)));
    assert_eq!((row.surname.as_str(), row.given_name.as_str()), ("Dahl", "Viggo af"));
    assert_eq!((row.status, row.registered), (CaseStatus::MeasureOngoing, day("2026-11-01")));
    assert_eq!(row.measure, Some(MeasureType::Other));
    assert_eq!((row.measure_start, row.measure_end), (Some(day("2026-11-20")), Some(day("2026-11-30"))));
    assert_eq!((row.latest_contact, row.next_follow_up), (Some(day("2026-11-12")), Some(day("2026-11-22"))));
    assert_eq!((row.phone.as_deref(), row.email.as_deref()), (Some("070-1740602"), Some("forst@example.se")));
    assert_eq!(row.address.as_deref(), Some("Kungsgatan 1, 60224 Norrköping"));
    assert_eq!((row.caseworker.as_deref(), row.protected), (Some("Åsa Lindqvist"), false));
}

async fn a_row_is_made_anew_and_never_twice(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17").named("Viggo", "Dahl")).await;
    let without_case = save(&mut transaction, &born("2008-08-18")).await;
    open_case(&mut transaction, person, "2026-11-01").await;
    let mut renamed = born("2008-08-17").named("Viggo", "Ek").protected();
    renamed.id = Some(person);
    save(&mut transaction, &renamed).await;
    for _ in 0..2 {
        transaction.refresh_case_rows(&[person, without_case], day("2026-11-21")).await.unwrap();
    }
    let row = row(&mut transaction, "2026-11-21").await;
    assert_eq!((row.surname.as_str(), row.protected), ("Ek", true));
    transaction.commit().await.unwrap();
    assert_eq!(raw::count(&database.address, "SELECT count(*) FROM case_row").await, 1);
}

async fn the_status_of_a_row_is_the_derived_one_on_every_day(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let school = School::build(&mut transaction).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    add_measure(&mut transaction, case, &measure(MeasureType::Other, "2026-11-03", "2026-11-05")).await;
    school
        .place(&mut transaction, person, ProgrammeKind::Introductory, period("2026-11-07", "2026-11-08"))
        .await;
    let until = Some(day("2026-11-01"));
    set_fields(&mut transaction, case, None, |values| values.other_schooling_until = until).await;
    transaction.refresh_case_rows(&[person], day("2026-11-01")).await.unwrap();

    let mut seen = Vec::new();
    let mut date = day("2026-11-01");
    while date <= day("2026-11-10") {
        // Only those whose day has come are made anew, and that is enough.
        let stale = transaction.cases_whose_day_has_come(date).await.unwrap();
        transaction.refresh_case_rows(&stale, date).await.unwrap();
        let record = transaction.case(&everything(), case).await.unwrap().unwrap();
        let status = row(&mut transaction, &date.to_string()).await.status;
        assert_eq!(status, CaseStatus::on(&record.case, &record.facts.placements, date), "{date}");
        if seen.last() != Some(&status) {
            seen.push(status);
        }
        date = date.succ_opt().unwrap();
    }
    assert_eq!(
        seen,
        [
            CaseStatus::OtherSchooling,
            CaseStatus::MeasurePlanned,
            CaseStatus::MeasureOngoing,
            CaseStatus::NeedsAction,
            CaseStatus::IntroductoryProgramme,
            CaseStatus::NeedsAction,
        ]
    );
    assert!(transaction.cases_whose_day_has_come(day("2099-12-31")).await.unwrap().is_empty());
}

async fn what_is_missing_of_measures_is_counted_on_every_day(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    for (start, end) in [("2026-11-02", "2026-11-04"), ("2026-11-05", "2026-11-07"), ("2026-11-09", "")] {
        add_measure(&mut transaction, case, &measure(MeasureType::Other, start, end)).await;
    }
    transaction.refresh_case_rows(&[person], day("2026-11-01")).await.unwrap();
    let mut counts = Vec::new();
    for date in 1..=10 {
        let date = format!("2026-11-{date:02}");
        // Only those whose day has come are made anew, and that is enough.
        let stale = transaction.cases_whose_day_has_come(day(&date)).await.unwrap();
        transaction.refresh_case_rows(&stale, day(&date)).await.unwrap();
        let record = transaction.case(&everything(), case).await.unwrap().unwrap();
        let lacking =
            record.measures.iter().filter(|measure| measure.incomplete(day(&date)).is_some()).count();
        let counted = row(&mut transaction, &date).await.incomplete_measures;
        assert_eq!(usize::try_from(counted).unwrap(), lacking, "{date}");
        counts.push(counted);
    }
    // An end that has come asks for what came after and how it ended, from its own day on.
    assert_eq!(counts, [0, 0, 0, 1, 1, 1, 2, 2, 2, 2]);
}
