//! Opening, closing and reading cases.

use domain::{
    case::{CaseOrigin, DeregistrationReason},
    coverage::plan::MeasureClosing,
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    id::CaseId,
    measure::MeasureType,
    occupation::OccupationAtRegistration,
    organisation::ProgrammeKind,
};
use store::{ClosedCase, OpenedCase};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything,
    people::{But, address, born, number, save},
    place,
    register::{School, add_measure, detail, explanation, measure, open_case, open_case_in, period},
    within,
};

stories! {
    a_case_carries_why_it_was_opened_and_closed,
    cases_are_opened_in_one_go_and_keep_their_order,
    nobody_has_two_open_cases_in_one_municipality,
    measures_close_with_their_case,
    a_closed_case_is_not_closed_again,
    a_case_outside_the_scope_is_not_read,
    a_case_is_read_with_everything_around_it,
    the_cases_of_a_municipality_are_listed_in_batches,
    everybody_who_has_or_has_had_a_case,
    other_cases_are_those_of_the_scope,
    the_earlier_municipality_sees_nothing_of_the_later_one,
}

async fn a_case_carries_why_it_was_opened_and_closed(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let school = School::build(&mut transaction).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let opened_because = explanation(&mut transaction, NORRKOPING, person, "2026-11-01").await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    school.place(&mut transaction, person, ProgrammeKind::National, period("2026-11-20", "")).await;
    let closed_because = explanation(&mut transaction, NORRKOPING, person, "2026-11-21").await;
    let closed = ClosedCase {
        case,
        person,
        reason: DeregistrationReason::NationalProgramme,
        explanation: closed_because.clone(),
        measures: Vec::new(),
    };
    transaction.close_cases(day("2026-11-21"), None, &[closed]).await.unwrap();

    let record = transaction.case(&everything(), case).await.unwrap().unwrap();
    assert_eq!((record.opened_because, record.closed_because), (Some(opened_because), Some(closed_because)));
    assert_eq!(record.reason, Some(DeregistrationReason::NationalProgramme));
    assert_eq!((record.case.registered, record.case.entered), (day("2026-11-01"), day("2026-11-01")));
    assert_eq!((record.case.deregistered, record.case.origin), (Some(day("2026-11-21")), CaseOrigin::Run));
    assert_eq!(record.occupation, OccupationAtRegistration::Unknown);
}

async fn cases_are_opened_in_one_go_and_keep_their_order(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let people =
        transaction.save_people(&["2008-08-17", "2008-08-18", "2008-08-19"].map(born)).await.unwrap();
    let because = explanation(&mut transaction, NORRKOPING, people[0], "2026-11-01").await;
    let opened: Vec<OpenedCase> = [2, 0, 1]
        .into_iter()
        .map(|nth| OpenedCase { person: people[nth], explanation: because.clone() })
        .collect();
    let cases = transaction.open_cases(place(NORRKOPING), day("2026-11-01"), None, &opened).await.unwrap();
    for (case, opened) in cases.iter().zip(&opened) {
        let record = transaction.case(&everything(), *case).await.unwrap().unwrap();
        assert_eq!(record.person, opened.person);
    }
}

async fn nobody_has_two_open_cases_in_one_municipality(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let unknown = OccupationAtRegistration::Unknown;
    open_case(&mut transaction, person, "2026-11-01").await;
    open_case_in(&mut transaction, LINKOPING, person, "2026-11-01").await;
    let date = day("2026-11-02");
    assert!(transaction.enter_case(person, place(NORRKOPING), date, date, unknown).await.is_err());
}

async fn measures_close_with_their_case(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let endless = measure(MeasureType::WorkPlacement, "2026-11-02", "");
    let planned = measure(MeasureType::CareerGuidance, "2026-12-01", "2026-12-24");
    let ongoing = add_measure(&mut transaction, case, &endless).await;
    let planned = add_measure(&mut transaction, case, &planned).await;
    let closed = ClosedCase {
        case,
        person,
        reason: DeregistrationReason::NationalProgramme,
        explanation: explanation(&mut transaction, NORRKOPING, person, "2026-11-21").await,
        measures: vec![
            MeasureClosing { id: ongoing, new_end: Some(day("2026-11-19")) },
            MeasureClosing { id: planned, new_end: None },
        ],
    };
    transaction.close_cases(day("2026-11-21"), None, &[closed]).await.unwrap();
    let mut measures = transaction.case(&everything(), case).await.unwrap().unwrap().case.measures;
    measures.sort_by_key(|measure| measure.id);
    assert_eq!(measures[0].period, period("2026-11-02", "2026-11-19"));
    assert_eq!(measures[1].period, period("2026-12-01", "2026-12-24"));
    assert!(measures.iter().all(|measure| measure.closed_with_case == Some(day("2026-11-21"))));
}

async fn a_closed_case_is_not_closed_again(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let mut closed = ClosedCase {
        case,
        person,
        reason: DeregistrationReason::MovedAway,
        explanation: explanation(&mut transaction, NORRKOPING, person, "2026-11-21").await,
        measures: Vec::new(),
    };
    transaction.close_cases(day("2026-11-21"), None, &[closed.clone()]).await.unwrap();
    closed.reason = DeregistrationReason::Turned20;
    transaction.close_cases(day("2026-11-22"), None, &[closed]).await.unwrap();
    let record = transaction.case(&everything(), case).await.unwrap().unwrap();
    assert_eq!(record.reason, Some(DeregistrationReason::MovedAway));
    assert_eq!(record.case.deregistered, Some(day("2026-11-21")));
}

async fn a_case_outside_the_scope_is_not_read(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let here = save(&mut transaction, &born("2008-08-17")).await;
    let there = save(&mut transaction, &born("2008-08-18").living_in(LINKOPING)).await;
    let protected = save(&mut transaction, &born("2008-08-19").protected()).await;
    let seen = open_case(&mut transaction, here, "2026-11-01").await;
    let elsewhere = open_case_in(&mut transaction, LINKOPING, there, "2026-11-01").await;
    let hidden = open_case(&mut transaction, protected, "2026-11-01").await;
    let scope = within(NORRKOPING);
    for (case, is_seen) in [(seen, true), (elsewhere, false), (hidden, false), (CaseId(4711), false)] {
        assert_eq!(transaction.case(&scope, case).await.unwrap().is_some(), is_seen, "{case}");
    }
    assert!(transaction.case(&everything(), hidden).await.unwrap().is_some());
    let open = transaction.open_cases_of(&scope, place(NORRKOPING)).await.unwrap();
    assert_eq!(open.iter().map(|open| open.case.id).collect::<Vec<_>>(), [seen]);
    assert!(transaction.open_cases_of(&scope, place(LINKOPING)).await.unwrap().is_empty());

    // A case stays in the municipality's reach when the person moves away.
    let mut moved = born("2008-08-17").moved_to(LINKOPING, "2026-11-10");
    moved.id = Some(here);
    save(&mut transaction, &moved).await;
    assert!(transaction.case(&scope, seen).await.unwrap().is_some());
}

async fn a_case_is_read_with_everything_around_it(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let school = School::build(&mut transaction).await;
    let viggo = born("2008-08-17").named("Viggo", "Dahl").at(address("Kungsgatan 1", "Norrköping"));
    let person = save(&mut transaction, &viggo).await;
    school.place(&mut transaction, person, ProgrammeKind::National, period("2025-08-18", "2026-06-12")).await;
    school.place(&mut transaction, person, ProgrammeKind::Introductory, period("2026-08-17", "")).await;
    let mark = DiplomaMark { source: DiplomaSource::HomeMunicipality, kind: DiplomaKind::AdaptedCertificate };
    transaction.mark_diploma(person, mark, day("2026-06-12")).await.unwrap();
    let before = open_case_in(&mut transaction, LINKOPING, person, "2026-07-01").await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    add_measure(&mut transaction, before, &measure(MeasureType::WorkPlacement, "2026-07-02", "")).await;
    add_measure(&mut transaction, case, &measure(MeasureType::CareerGuidance, "2026-11-02", "")).await;

    let record = transaction.case(&within(NORRKOPING), case).await.unwrap().unwrap();
    assert_eq!((record.civic_number, &record.name), (number("2008-08-17"), &viggo.name));
    assert_eq!(record.municipality, place(NORRKOPING));
    assert_eq!((record.addresses.clone(), record.diplomas.clone()), (viggo.addresses, vec![mark]));
    let kinds: Vec<_> = record.placements.iter().map(|placement| placement.kind).collect();
    assert_eq!(kinds, [ProgrammeKind::Introductory, ProgrammeKind::National]);
    assert_eq!(record.placements[0].organiser, "Norrköpings kommun");
    // What another municipality noted stays there; that there was a measure does not.
    let notes: Vec<_> = record
        .measures
        .iter()
        .map(|measure| (measure.municipality.as_str(), measure.notes.as_str()))
        .collect();
    assert_eq!(notes, [(NORRKOPING, "Bara för kommunen"), (LINKOPING, "")]);
    assert_eq!(record.measures[0].created, "Åsa Lindqvist, 2026-11-20 09:00");
    // Other cases are told of as far as the reader reaches.
    assert!(record.other_cases.is_empty());
    let record = transaction.case(&everything(), case).await.unwrap().unwrap();
    let others: Vec<_> = record.other_cases.iter().map(|other| (other.id, other.municipality)).collect();
    assert_eq!(others, [(before, place(LINKOPING))]);
}

async fn the_cases_of_a_municipality_are_listed_in_batches(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let births: Vec<_> = (1..=9).map(|nth| born(&format!("2008-08-{nth:02}"))).collect();
    let people = transaction.save_people(&births).await.unwrap();
    let mut cases = Vec::new();
    for person in people {
        cases.push(open_case(&mut transaction, person, "2026-11-01").await);
    }
    let (mut after, mut seen) = (CaseId(0), Vec::new());
    loop {
        let batch = transaction.case_listings(&everything(), place(NORRKOPING), after, 4).await.unwrap();
        let Some(last) = batch.last() else { break };
        assert!(batch.len() <= 4);
        after = last.case.id;
        seen.extend(batch.iter().map(|listing| listing.case.id));
    }
    assert_eq!(seen, cases);
    assert!(
        transaction
            .case_listings(&within(LINKOPING), place(NORRKOPING), CaseId(0), 9)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn everybody_who_has_or_has_had_a_case(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let people =
        transaction.save_people(&["2008-08-17", "2008-08-18", "2008-08-19"].map(born)).await.unwrap();
    open_case(&mut transaction, people[2], "2026-11-01").await;
    open_case(&mut transaction, people[0], "2026-11-01").await;
    open_case_in(&mut transaction, LINKOPING, people[0], "2026-11-01").await;
    assert_eq!(transaction.people_with_cases().await.unwrap(), [people[0], people[2]]);
}

async fn other_cases_are_those_of_the_scope(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let before = open_case_in(&mut transaction, LINKOPING, person, "2026-07-01").await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let record = transaction.case(&within(NORRKOPING), case).await.unwrap().unwrap();
    assert!(record.other_cases.is_empty());
    let record = transaction.case(&everything(), case).await.unwrap().unwrap();
    assert_eq!(record.other_cases.iter().map(|other| other.id).collect::<Vec<_>>(), [before]);
}

async fn the_earlier_municipality_sees_nothing_of_the_later_one(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let here = born("2008-08-17").at(address("Kungsgatan 1", "Norrköping"));
    let person = save(&mut transaction, &here).await;
    let mobile = domain::contact::ContactDetailKind::Mobile;
    transaction.add_contact_detail(person, &detail(mobile, "070-1740605", true)).await.unwrap();
    let email = domain::contact::ContactDetailKind::Email;
    transaction.add_contact_detail(person, &detail(email, "viggo@example.se", true)).await.unwrap();
    let before = open_case(&mut transaction, person, "2026-07-01").await;
    add_measure(&mut transaction, before, &measure(MeasureType::WorkPlacement, "2026-07-02", "")).await;
    let closed = ClosedCase {
        case: before,
        person,
        reason: DeregistrationReason::MovedAway,
        explanation: explanation(&mut transaction, NORRKOPING, person, "2026-07-01").await,
        measures: Vec::new(),
    };
    transaction.close_cases(day("2026-10-01"), None, &[closed]).await.unwrap();

    // While the person lives there, the municipality of a closed case sees where.
    transaction.refresh_case_rows(&[person], day("2026-11-02")).await.unwrap();
    let record = transaction.case(&within(NORRKOPING), before).await.unwrap().unwrap();
    assert_eq!((record.addresses.len(), record.contact_details.len()), (1, 2));
    assert!(row_of(&mut transaction, before).await.phone.is_some());

    let mut moved =
        born("2008-08-17").moved_to(LINKOPING, "2026-09-30").at(address("Storgatan 2", "Linköping"));
    moved.id = Some(person);
    save(&mut transaction, &moved).await;
    let case = open_case_in(&mut transaction, LINKOPING, person, "2026-11-01").await;
    add_measure(&mut transaction, case, &measure(MeasureType::CareerGuidance, "2026-11-02", "")).await;
    transaction.refresh_case_rows(&[person], day("2026-11-02")).await.unwrap();

    let earlier = transaction.case(&within(NORRKOPING), before).await.unwrap().unwrap();
    let kinds = |record: &store::CaseRecord| -> Vec<_> {
        record.measures.iter().map(|measure| measure.kind).collect()
    };
    assert_eq!(kinds(&earlier), [MeasureType::WorkPlacement]);
    assert!(earlier.addresses.is_empty() && earlier.contact_details.is_empty());
    let row = row_of(&mut transaction, before).await;
    assert_eq!((row.address, row.phone, row.email), (None, None, None));

    let later = transaction.case(&within(LINKOPING), case).await.unwrap().unwrap();
    assert_eq!(kinds(&later), [MeasureType::CareerGuidance, MeasureType::WorkPlacement]);
    assert_eq!((later.addresses.len(), later.contact_details.len()), (1, 2));
    let row = row_of(&mut transaction, case).await;
    assert!(row.address.is_some() && row.phone.is_some() && row.email.is_some());
}

async fn row_of(transaction: &mut store::OperationTransaction, case: CaseId) -> domain::case::view::CaseRow {
    let query = domain::list::ListQuery::default().filtered(domain::list::Filter::everything());
    let list = transaction
        .list_page::<domain::list::CaseColumn>(&everything(), &query, day("2026-11-02"))
        .await
        .unwrap();
    list.page.rows.into_iter().find(|row| row.id == case).unwrap()
}
