//! What caseworkers register.

use domain::{
    access::Scope,
    case::{DeregistrationReason, change::CaseValues},
    contact::{
        ContactDetailKind, ContactWay, LivingOutside, NewContact,
        change::{ContactValues, EditedContact},
        detail::Detail,
    },
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    follow_up::FollowUp,
    id::{AccountId, CaseId, ContactId, PersonId},
    measure::{MeasureOutcome, MeasureType, change::EditedMeasure},
    occupation::{OccupationAfter, OccupationAtRegistration},
    person::{Address, AddressKind},
};
use store::{CaseRecord, ClosedCase, NewAccount, OperationTransaction, PersonWrite};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything, instant,
    people::{But, address, born, save},
    place,
    register::{
        add_measure, close_follow_ups, detail, explanation, measure, open_case, open_case_in, period,
        set_fields,
    },
    within,
};

stories! {
    a_measure_is_written_one_version_on,
    what_is_of_another_version_is_left_alone,
    each_municipality_changes_what_it_may_see,
    protected_people_are_not_reached,
    contacts_are_the_own_municipalitys,
    a_contact_is_written_one_version_on,
    fields_that_are_not_given_are_left_alone,
    the_primary_way_to_reach_a_person_comes_first,
    there_is_one_postal_address,
    a_diploma_is_marked_once_by_each_source,
    a_case_entered_by_hand_counts_school_as_finished,
}

async fn read(transaction: &mut OperationTransaction, case: CaseId) -> CaseRecord {
    transaction.case(&everything(), case).await.unwrap().unwrap()
}

async fn a_measure_is_written_one_version_on(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let one =
        add_measure(&mut transaction, case, &measure(MeasureType::WorkPlacement, "2026-11-02", "")).await;
    add_measure(&mut transaction, case, &measure(MeasureType::Other, "2026-11-10", "")).await;
    let seen = transaction.seen_measures(&within(NORRKOPING), case).await.unwrap().remove(1);
    assert_eq!((seen.case, seen.person, seen.measure.id, seen.measure.version), (case, person, one, 1));
    let ended =
        seen.measure.values.ended(day("2026-11-09"), OccupationAfter::Work, MeasureOutcome::Completed);
    let at = instant("2026-11-20T08:30:00Z");
    transaction.write_measure((one, 1), &ended, "Bo Ek", at).await.unwrap();
    let after = transaction.seen_measures(&within(NORRKOPING), case).await.unwrap().remove(1).measure;
    assert_eq!(after, EditedMeasure { version: 2, values: ended, ..seen.measure });

    let measures = read(&mut transaction, case).await.measures;
    assert_eq!(measures[1].period, period("2026-11-02", "2026-11-09"));
    assert_eq!(
        (measures[1].occupation_after, measures[1].outcome),
        (Some(OccupationAfter::Work), Some(MeasureOutcome::Completed))
    );
    assert_eq!(measures[1].changed, "Bo Ek, 2026-11-20 09:30");
    assert_eq!((measures[0].occupation_after, measures[0].outcome), (None, None));
}

async fn what_is_of_another_version_is_left_alone(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let placement = measure(MeasureType::WorkPlacement, "2026-11-02", "");
    let id = add_measure(&mut transaction, case, &placement).await;
    let at = instant("2026-11-20T08:00:00Z");
    assert!(transaction.write_measure((id, 2), &placement, "Bo Ek", at).await.is_err());
    assert!(transaction.remove_measure((id, 2)).await.is_err());
    let contact =
        transaction.add_contact(case, &contact("2026-11-02", "Första", ""), "Bo Ek", at).await.unwrap();
    assert!(transaction.remove_contact((contact, 2)).await.is_err());
    let record = transaction.edited_contacts(&everything(), &[contact]).await.unwrap().remove(0).contact;
    let write = (contact, 2, record.values);
    assert!(transaction.write_contacts(&[write], "Bo Ek", at).await.is_err());
    let mobile = detail(ContactDetailKind::Mobile, "070-174 06 01", false);
    let way = transaction.add_contact_detail(person, &mobile).await.unwrap();
    assert!(transaction.remove_contact_detail((way, 2)).await.is_err());
    let record = read(&mut transaction, case).await;
    assert_eq!((record.measures.len(), record.contacts.len(), record.contact_details.len()), (1, 1, 1));
    transaction.remove_measure((id, 1)).await.unwrap();
    transaction.remove_contact((contact, 1)).await.unwrap();
    transaction.remove_contact_detail((way, 1)).await.unwrap();
    let record = read(&mut transaction, case).await;
    assert_eq!((record.measures.len(), record.contacts.len(), record.contact_details.len()), (0, 0, 0));
}

/// Somebody with a closed case in Linköping and an open one in Norrköping, each with a measure and a contact.
async fn somebody_who_moved(
    transaction: &mut OperationTransaction,
) -> (PersonId, [CaseId; 2], Vec<ContactId>) {
    let viggo = born("2008-08-17");
    let person = save(transaction, &viggo.clone().moved_to(LINKOPING, "2010-01-01")).await;
    let before = open_case_in(transaction, LINKOPING, person, "2026-10-01").await;
    let closed = ClosedCase {
        case: before,
        person,
        reason: DeregistrationReason::MovedAway,
        explanation: explanation(transaction, LINKOPING, person, "2026-10-31").await,
        measures: Vec::new(),
    };
    let moved = viggo.moved_to(LINKOPING, "2010-01-01").moved_to(NORRKOPING, "2026-11-01");
    save(transaction, &PersonWrite { id: Some(person), ..moved }).await;
    transaction.close_cases(day("2026-10-31"), None, &[closed]).await.unwrap();
    let case = open_case(transaction, person, "2026-11-01").await;
    let mut contacts = Vec::new();
    for (case, date) in [(before, "2026-10-02"), (case, "2026-11-02")] {
        add_measure(transaction, case, &measure(MeasureType::WorkPlacement, date, "")).await;
        let at = instant("2026-11-20T08:00:00Z");
        contacts
            .push(transaction.add_contact(case, &contact(date, "Samtal", ""), "Bo Ek", at).await.unwrap());
    }
    (person, [before, case], contacts)
}

async fn each_municipality_changes_what_it_may_see(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (person, [before, case], contacts) = somebody_who_moved(&mut transaction).await;
    let mobile = detail(ContactDetailKind::Mobile, "070-174 06 01", false);
    transaction.add_contact_detail(person, &mobile).await.unwrap();
    let (earlier, later) = (within(LINKOPING), within(NORRKOPING));
    let mut notes = async |scope: &Scope, case| -> Vec<(String, String)> {
        let seen = transaction.seen_measures(scope, case).await.unwrap().into_iter();
        seen.map(|seen| (seen.measure.municipality.to_string(), seen.measure.values.notes)).collect()
    };
    let told = |code: &str, notes: &str| (code.to_owned(), notes.to_owned());
    let own = "Bara för kommunen";
    assert_eq!(notes(&later, case).await, [told(NORRKOPING, own), told(LINKOPING, "")]);
    assert_eq!(notes(&earlier, before).await, [told(LINKOPING, own)]);
    assert_eq!((notes(&earlier, case).await, notes(&later, before).await), (vec![], vec![]));
    for (scope, case, contact) in [(&earlier, before, contacts[0]), (&later, case, contacts[1])] {
        let found = transaction.edited_contacts(scope, &contacts).await.unwrap();
        assert_eq!(found.iter().map(|record| record.contact.id).collect::<Vec<_>>(), [contact]);
        let found = transaction.worked_cases(scope, &[before, CaseId(4711), CaseId(case.0)]).await.unwrap();
        assert_eq!(found.iter().map(|worked| worked.case.id).collect::<Vec<_>>(), [case]);
    }
    // Whom somebody has left does not reach them.
    assert!(transaction.reached_person(&earlier, before).await.unwrap().is_none());
    assert_eq!(transaction.reached_person(&later, case).await.unwrap().unwrap().details.len(), 1);
    assert!(transaction.responsibility(&earlier, before).await.unwrap().unwrap().has_left);
    assert!(!transaction.responsibility(&later, case).await.unwrap().unwrap().has_left);
    assert!(transaction.responsibility(&earlier, case).await.unwrap().is_none());
}

async fn protected_people_are_not_reached(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (person, [_, case], contacts) = somebody_who_moved(&mut transaction).await;
    let hidden = born("2008-08-17").moved_to(NORRKOPING, "2026-11-01").protected();
    save(&mut transaction, &PersonWrite { id: Some(person), ..hidden }).await;
    let scope = within(NORRKOPING);
    assert!(transaction.seen_measures(&scope, case).await.unwrap().is_empty());
    assert!(transaction.edited_contacts(&scope, &contacts).await.unwrap().is_empty());
    assert!(transaction.worked_cases(&scope, &[case]).await.unwrap().is_empty());
    assert!(transaction.reached_person(&scope, case).await.unwrap().is_none());
    assert!(transaction.responsibility(&scope, case).await.unwrap().is_none());
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

async fn a_contact_is_written_one_version_on(database: &TestDatabase) {
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
    close_follow_ups(&mut transaction, case, day("2026-11-02"), "Svarade", "2026-11-09").await;
    let scope = everything();
    let records = transaction.edited_contacts_of(&scope, case).await.unwrap();
    let told: Vec<_> = records
        .iter()
        .map(|record| {
            let EditedContact { version, values, .. } = &record.contact;
            (values.heading.as_str(), *version, values.follow_up.closed_on(), values.follow_up.reason())
        })
        .collect();
    let closed = ("Första", 2, Some(day("2026-11-09")), Some("Svarade"));
    assert_eq!(told, [closed, ("Andra", 1, None, None), ("Ingen", 1, None, None)]);
    let EditedContact { id, version, values, .. } = &records[0].contact;
    let emptied = ContactValues { follow_up: FollowUp::None, notes: String::new(), ..values.clone() };
    transaction.write_contacts(&[(*id, *version, emptied.clone())], "Åsa", at).await.unwrap();
    let after = transaction.edited_contacts(&scope, &[*id]).await.unwrap().remove(0).contact;
    assert_eq!((after.version, after.values), (3, emptied));
    assert_eq!(read(&mut transaction, case).await.contacts[2].changed, "Åsa, 2026-11-20 09:00");
}

async fn account(transaction: &mut OperationTransaction, name: &str) -> AccountId {
    let account = NewAccount {
        user_name: name.to_lowercase(),
        name: name.into(),
        password_hash: "$argon2id$".into(),
        demo: false,
        active_from: day("2020-01-01"),
        one_time_until: None,
    };
    transaction.add_account(&account).await.unwrap()
}

async fn fields_that_are_not_given_are_left_alone(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let caseworker = account(&mut transaction, "Åsa").await;
    set_fields(&mut transaction, case, Some("Ring efter tolv"), |values| {
        *values = CaseValues {
            occupation: OccupationAtRegistration::Work,
            caseworker: Some(caseworker),
            other_schooling_until: Some(day("2027-01-31")),
            living_outside: Some(LivingOutside::Nordic),
            ..*values
        };
    })
    .await;
    set_fields(&mut transaction, case, None, |_| ()).await;
    assert_eq!(read(&mut transaction, case).await.notes, "Ring efter tolv");
    set_fields(&mut transaction, case, Some(""), |_| ()).await;

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
    let mobile = |value, primary| detail(ContactDetailKind::Mobile, value, primary);
    transaction.add_contact_detail(person, &mobile("070-1740601", false)).await.unwrap();
    let second = transaction.add_contact_detail(person, &mobile("070-1740602", true)).await.unwrap();
    let details = read(&mut transaction, case).await.contact_details;
    assert_eq!((details[0].value.as_str(), details[0].primary), ("070-1740602", true));
    assert_eq!((details[1].value.as_str(), details[1].primary), ("070-1740601", false));
    // The same twice is one too many.
    let changed = Detail { id: second, primary_telephone: true, ..mobile("070-1740603", false) };
    transaction.write_contact_detail(&changed, 1).await.unwrap();
    let reached = transaction.reached_person(&within(NORRKOPING), case).await.unwrap().unwrap();
    assert_eq!((&reached.details[1].detail, reached.details[1].version), (&changed, 2));
    assert!(transaction.add_contact_detail(person, &mobile("070-1740603", false)).await.is_err());
}

async fn there_is_one_postal_address(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let case = open_case(&mut transaction, person, "2026-11-01").await;
    let postal = Address { kind: AddressKind::Postal, ..address("Box 17", "Norrköping") };
    let other = Address { lines: vec!["Box 18".into()], ..postal.clone() };
    for written in [&postal, &other] {
        transaction.set_postal_address(person, place(NORRKOPING), written).await.unwrap();
    }
    let scope = within(NORRKOPING);
    let reached = transaction.reached_person(&scope, case).await.unwrap().unwrap();
    assert_eq!(reached.postal_address, Some((other, 2)));
    transaction.remove_postal_address(person).await.unwrap();
    assert_eq!(transaction.reached_person(&scope, case).await.unwrap().unwrap().postal_address, None);
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
    let home = async |transaction: &mut OperationTransaction| {
        transaction.responsibility(&everything(), case).await.unwrap().unwrap().values.home_diploma
    };
    assert_eq!(home(&mut transaction).await, Some(DiplomaKind::UpperSecondary));
    transaction.set_home_diploma(person, None, day("2026-11-21")).await.unwrap();
    assert_eq!(home(&mut transaction).await, None);
    assert_eq!(read(&mut transaction, case).await.diplomas.len(), 1);
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
