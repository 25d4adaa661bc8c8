//! What caseworkers register.

use domain::{
    contact::{ContactDetailKind, ContactWay, LivingOutside, NewContact},
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    id::{AccountId, CaseId},
    measure::{MeasureOutcome, MeasureType},
    occupation::{OccupationAfter, OccupationAtRegistration},
};
use store::{CaseFields, CaseRecord, MeasureEnding, NewAccount, OperationTransaction};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything, instant,
    people::{born, save},
    place,
    register::{add_measure, measure, open_case, open_case_in, period},
};

stories! {
    a_measure_ends_as_it_is_told,
    contacts_are_the_own_municipalitys,
    the_follow_up_of_a_days_contact_is_closed,
    fields_that_are_not_given_are_left_alone,
    the_primary_way_to_reach_a_person_comes_first,
    a_diploma_is_marked_once_by_each_source,
    a_case_entered_by_hand_counts_school_as_finished,
}

async fn read(transaction: &mut OperationTransaction, case: CaseId) -> CaseRecord {
    transaction.case(&everything(), case).await.unwrap().unwrap()
}

async fn a_measure_ends_as_it_is_told(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let one =
        add_measure(&mut transaction, case, &measure(MeasureType::WorkPlacement, "2026-11-02", "")).await;
    let other = add_measure(&mut transaction, case, &measure(MeasureType::Other, "2026-11-10", "")).await;
    let at = instant("2026-11-20T08:30:00Z");
    let told = Some((OccupationAfter::Work, MeasureOutcome::Completed));
    let ending = MeasureEnding { end: day("2026-11-09"), told };
    transaction.end_measure(one, &ending, "Bo Ek", at).await.unwrap();
    let ending = MeasureEnding { end: day("2026-11-19"), told: None };
    transaction.end_measure(other, &ending, "Bo Ek", at).await.unwrap();

    let measures = read(&mut transaction, case).await.measures;
    assert_eq!(measures[1].period, period("2026-11-02", "2026-11-09"));
    assert_eq!(
        (measures[1].occupation_after, measures[1].outcome),
        (Some(OccupationAfter::Work), Some(MeasureOutcome::Completed))
    );
    assert_eq!(measures[1].changed, "Bo Ek, 2026-11-20 09:30");
    assert_eq!((measures[0].occupation_after, measures[0].outcome), (None, None));
}

fn contact(date: &str, heading: &str, follow_up: &str) -> NewContact {
    NewContact {
        date: day(date),
        heading: heading.into(),
        way: ContactWay::Telephone,
        notes: "Vill veta mer".into(),
        follow_up: follow_up.parse().ok(),
    }
}

async fn contacts_are_the_own_municipalitys(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let before = open_case_in(&mut transaction, LINKOPING, person, "2026-10-01").await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let at = instant("2026-11-20T08:00:00Z");
    transaction.add_contact(before, &contact("2026-10-02", "Linköpings", ""), "Bo Ek", at).await.unwrap();
    transaction.add_contact(case, &contact("2026-11-02", "Första", ""), "Bo Ek", at).await.unwrap();
    transaction.add_contact(case, &contact("2026-11-12", "Andra", ""), "Bo Ek", at).await.unwrap();
    let headings = |record: CaseRecord| -> Vec<String> {
        record.contacts.into_iter().map(|contact| contact.heading).collect()
    };
    assert_eq!(headings(read(&mut transaction, case).await), ["Andra", "Första"]);
    assert_eq!(headings(read(&mut transaction, before).await), ["Linköpings"]);
}

async fn the_follow_up_of_a_days_contact_is_closed(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let at = instant("2026-11-20T08:00:00Z");
    for (date, heading, follow_up) in [
        ("2026-11-02", "Första", "2026-11-10"),
        ("2026-11-03", "Andra", "2026-11-21"),
        ("2026-11-02", "Ingen", ""),
    ] {
        transaction.add_contact(case, &contact(date, heading, follow_up), "Bo Ek", at).await.unwrap();
    }
    transaction.close_follow_up(case, day("2026-11-02"), "Svarade", day("2026-11-09")).await.unwrap();
    let closed: Vec<_> = read(&mut transaction, case)
        .await
        .contacts
        .into_iter()
        .filter(|contact| contact.follow_up_closed.as_deref() == Some("Svarade"))
        .map(|contact| contact.heading)
        .collect();
    assert_eq!(closed, ["Första"]);
}

async fn account(transaction: &mut OperationTransaction, name: &str) -> AccountId {
    let account = NewAccount {
        user_name: name.to_lowercase(),
        name: name.into(),
        password_hash: "$argon2id$".into(),
        demo: false,
    };
    transaction.add_account(&account, &[]).await.unwrap()
}

async fn fields_that_are_not_given_are_left_alone(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let caseworker = account(&mut transaction, "Åsa").await;
    let fields = CaseFields {
        occupation: Some(OccupationAtRegistration::Work),
        caseworker: Some(caseworker),
        other_schooling_until: Some(day("2027-01-31")),
        living_outside: Some(LivingOutside::Nordic),
        notes: Some("Ring efter tolv".into()),
    };
    transaction.set_case_fields(case, &fields).await.unwrap();
    let only_notes = CaseFields { notes: Some(String::new()), ..CaseFields::default() };
    transaction.set_case_fields(case, &only_notes).await.unwrap();

    let record = read(&mut transaction, case).await;
    assert_eq!(record.occupation, OccupationAtRegistration::Work);
    assert_eq!(record.caseworker.as_deref(), Some("Åsa"));
    assert_eq!(record.case.other_schooling_until, Some(day("2027-01-31")));
    assert_eq!((record.living_outside, record.notes.as_str()), (Some(LivingOutside::Nordic), ""));
}

async fn the_primary_way_to_reach_a_person_comes_first(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let mobile = ContactDetailKind::Mobile;
    transaction.add_contact_detail(person, mobile, "070-1740601", false).await.unwrap();
    transaction.add_contact_detail(person, mobile, "070-1740602", true).await.unwrap();
    let details = read(&mut transaction, case).await.contact_details;
    assert_eq!((details[0].value.as_str(), details[0].primary), ("070-1740602", true));
    assert_eq!((details[1].value.as_str(), details[1].primary), ("070-1740601", false));
}

async fn a_diploma_is_marked_once_by_each_source(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let mark = |source, kind| DiplomaMark { source, kind };
    for mark in [
        mark(DiplomaSource::Authority, DiplomaKind::AdaptedCertificate),
        mark(DiplomaSource::Authority, DiplomaKind::UpperSecondary),
        mark(DiplomaSource::HomeMunicipality, DiplomaKind::UpperSecondary),
    ] {
        transaction.mark_diploma(person, mark, day("2026-06-12")).await.unwrap();
    }
    let mut marks = read(&mut transaction, case).await.diplomas;
    marks.sort_by_key(|mark| mark.source);
    assert_eq!(
        marks,
        [
            mark(DiplomaSource::Authority, DiplomaKind::UpperSecondary),
            mark(DiplomaSource::HomeMunicipality, DiplomaKind::UpperSecondary),
        ]
    );
}

async fn a_case_entered_by_hand_counts_school_as_finished(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2011-08-17")).await;
    let occupation = OccupationAtRegistration::None;
    let (registered, entered) = (day("2026-09-01"), day("2026-11-20"));
    let case =
        transaction.enter_case(person, place(NORRKOPING), registered, entered, occupation).await.unwrap();
    let record = read(&mut transaction, case).await;
    assert_eq!((record.case.registered, record.case.entered), (registered, entered));
    assert_eq!(record.case.origin, domain::case::CaseOrigin::Hand);
    assert_eq!((record.occupation, record.facts.entered_by_hand), (occupation, true));
}
