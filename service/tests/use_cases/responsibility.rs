//! The tab *Aktivitetsansvaret* of a case.

use domain::{
    case::{
        CaseStatus,
        change::CaseRefusal,
        responsibility::{
            ResponsibilityField, ResponsibilityForm, ResponsibilityNotice, ResponsibilityValues,
        },
    },
    form::Mistake,
    id::CaseId,
    operation::{ChangeKind, EntityKind},
    record::Side,
};
use service::{
    ServiceError, responsibility,
    saving::{SaveFailure, Seen},
    session::Session,
};

use crate::support::{
    NORRKOPING, TODAY,
    casework::{Office, office},
    database::{TestDatabase, stories},
    day,
};

stories! {
    the_fields_are_saved_told_and_stand_in_the_list,
    a_diploma_marked_by_the_home_municipality_closes_the_case_in_the_next_run,
    what_the_rules_refuse_of_a_case_changes_nothing,
    of_two_who_change_a_case_the_second_chooses_field_by_field,
    the_case_of_another_municipality_is_not_found,
    of_somebody_who_has_left_the_case_is_corrected_and_no_diploma_marked,
}

impl Office {
    async fn seen_case(&self, session: &Session, case: CaseId) -> Seen<ResponsibilityValues> {
        let (found, _) = responsibility::responsibility(&self.fyren.services, session, case).await.unwrap();
        Seen::new(found.case.version, found.values)
    }

    /// The form as it is seen, with something changed.
    fn form(
        seen: &Seen<ResponsibilityValues>,
        change: impl FnOnce(&mut ResponsibilityForm),
    ) -> ResponsibilityForm {
        let mut form = ResponsibilityForm::written(&seen.values);
        change(&mut form);
        form
    }
}

async fn the_fields_are_saved_told_and_stand_in_the_list(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let (_, users) = responsibility::responsibility(services, &office.asa, office.case).await.unwrap();
    assert_eq!(users.len(), 2);
    let seen = office.seen_case(&office.asa, office.case).await;
    let form = Office::form(&seen, |form| {
        form.occupation = "work".into();
        form.caseworker = office.bo.account.to_string();
        form.other_schooling_until = "2026-12-31".into();
        form.notes = "Vill läsa på <komvux>".into();
    });
    let entries = office.entries().await;
    let saved = responsibility::save(services, &office.asa, office.case, &seen, &form).await.unwrap();
    assert_eq!(saved.notices, [ResponsibilityNotice::Excluded { until: day("2026-12-31") }]);
    assert_eq!(saved.taken_over, None);
    let row = office.row().await;
    assert_eq!((row.status, row.caseworker.as_deref()), (CaseStatus::OtherSchooling, Some("Åsa Lindqvist")));
    assert_eq!(office.view().await.notes, "Vill läsa på <komvux>");
    assert_eq!(office.version().await, 2);
    let told = office.told(2).await.remove(0);
    assert_eq!((told.entity, told.kind), (EntityKind::Case, ChangeKind::Changed));
    assert!(told.after.unwrap().contains(r#""notes":"Vill läsa på <komvux>""#));
    // The saving and the reading of the page.
    assert_eq!(office.entries().await, entries + 2);
    // Saving the same once more writes nothing.
    let seen = office.seen_case(&office.asa, office.case).await;
    responsibility::save(services, &office.asa, office.case, &seen, &form).await.unwrap();
    assert_eq!(office.version().await, 2);
}

async fn a_diploma_marked_by_the_home_municipality_closes_the_case_in_the_next_run(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let seen = office.seen_case(&office.asa, office.case).await;
    let marking = Office::form(&seen, |form| form.home_diploma = "upper-secondary".into());
    let saved = responsibility::save(services, &office.asa, office.case, &seen, &marking).await.unwrap();
    assert_eq!(saved.notices, [ResponsibilityNotice::DiplomaCloses]);
    let told = office.told(1).await.remove(0);
    assert_eq!((told.entity, told.kind), (EntityKind::Diploma, ChangeKind::Created));
    // Taken away and set again, it is judged each time.
    let marked = office.seen_case(&office.asa, office.case).await;
    assert_eq!(marked.version, 2);
    let without = Office::form(&marked, |form| form.home_diploma = String::new());
    responsibility::save(services, &office.asa, office.case, &marked, &without).await.unwrap();
    office.fyren.run(NORRKOPING, "2026-11-20").await;
    assert!(office.row().await.deregistered.is_none());
    let seen = office.seen_case(&office.asa, office.case).await;
    responsibility::save(services, &office.asa, office.case, &seen, &marking).await.unwrap();
    office.fyren.run(NORRKOPING, TODAY).await;
    assert_eq!(office.row().await.status, CaseStatus::Closed);
}

async fn what_the_rules_refuse_of_a_case_changes_nothing(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let seen = office.seen_case(&office.asa, office.case).await;
    let entries = office.entries().await;
    let failure = async |form: ResponsibilityForm| {
        responsibility::save(services, &office.asa, office.case, &seen, &form).await.unwrap_err()
    };
    let form = Office::form(&seen, |form| {
        form.registered = "2026-11-22".into();
        form.caseworker = office.elsewhere.account.to_string();
    });
    let refusals = vec![CaseRefusal::RegisteredAhead, CaseRefusal::CaseworkerElsewhere];
    assert_eq!(failure(form).await, SaveFailure::Refused(refusals));
    let SaveFailure::Unreadable(errors) = failure(ResponsibilityForm::default()).await else { panic!() };
    let missing: Vec<_> = errors.iter().map(|error| (error.field, error.mistake)).collect();
    let required = [ResponsibilityField::Registered, ResponsibilityField::Occupation];
    assert_eq!(missing, required.map(|field| (field, Mistake::Missing)));
    assert_eq!((office.entries().await, office.version().await), (entries, 1));
}

async fn of_two_who_change_a_case_the_second_chooses_field_by_field(database: &TestDatabase) {
    let office = office(database).await;
    let (services, case) = (&office.fyren.services, office.case);
    let first = office.seen_case(&office.asa, case).await;
    let bos = Office::form(&first, |form| {
        form.occupation = "work".into();
        form.notes = "Bos".into();
        form.living_outside = "nordic".into();
    });
    responsibility::save(services, &office.bo, case, &first, &bos).await.unwrap();
    let entries = office.entries().await;
    let asas = Office::form(&first, |form| {
        form.occupation = "none".into();
        form.notes = "Åsas".into();
        form.home_diploma = "upper-secondary".into();
    });
    let failure = responsibility::save(services, &office.asa, case, &first, &asas).await.unwrap_err();
    let SaveFailure::Conflict(clash) = failure else { panic!("no conflict") };
    let fields: Vec<_> = clash.fields.iter().map(|conflict| conflict.field).collect();
    assert_eq!(fields, [ResponsibilityField::Occupation, ResponsibilityField::Notes]);
    assert_eq!((clash.version, clash.by.as_str()), (2, "Åsa Lindqvist"));
    assert_eq!((office.entries().await, office.version().await), (entries, 2));
    let sides = [("occupation".to_owned(), Side::Theirs), ("notes".to_owned(), Side::Mine)].into();
    let chosen = Seen { version: clash.version, sides, ..first };
    let saved = responsibility::save(services, &office.asa, case, &chosen, &asas).await.unwrap();
    assert_eq!(saved.taken_over.unwrap().fields, [ResponsibilityField::LivingOutside]);
    let after = ResponsibilityForm::written(&office.seen_case(&office.asa, case).await.values);
    assert_eq!((after.occupation.as_str(), after.notes.as_str()), ("work", "Åsas"));
    assert_eq!((after.living_outside.as_str(), after.home_diploma.as_str()), ("nordic", "upper-secondary"));
}

async fn the_case_of_another_municipality_is_not_found(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let seen = office.seen_case(&office.asa, office.case).await;
    let form = Office::form(&seen, |form| form.notes = "Hej".into());
    let tries = async |session: &Session| {
        let entries = office.entries().await;
        let read = responsibility::responsibility(services, session, office.case).await;
        assert_eq!(read.err(), Some(ServiceError::NotFound));
        let saved = responsibility::save(services, session, office.case, &seen, &form).await;
        assert_eq!(saved.unwrap_err(), SaveFailure::Unavailable(ServiceError::NotFound));
        assert_eq!((office.entries().await, office.version().await), (entries, 1));
    };
    tries(&office.elsewhere).await;
    office.is_protected().await;
    tries(&office.asa).await;
}

async fn of_somebody_who_has_left_the_case_is_corrected_and_no_diploma_marked(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let there = office.moves().await;
    let seen = office.seen_case(&office.asa, office.case).await;
    let correcting = Office::form(&seen, |form| form.occupation = "work".into());
    responsibility::save(services, &office.asa, office.case, &seen, &correcting).await.unwrap();
    // The municipality where the person lives now marks one, of which the earlier one sees nothing.
    let new = office.seen_case(&office.elsewhere, there).await;
    let marking = Office::form(&new, |form| form.home_diploma = "upper-secondary".into());
    responsibility::save(services, &office.elsewhere, there, &new, &marking).await.unwrap();
    let seen = office.seen_case(&office.asa, office.case).await;
    assert_eq!(seen.values.home_diploma, None);
    let marking = Office::form(&seen, |form| form.home_diploma = "adapted-certificate".into());
    let failure = responsibility::save(services, &office.asa, office.case, &seen, &marking).await;
    assert_eq!(failure.unwrap_err(), SaveFailure::Unavailable(ServiceError::Forbidden));
    let foreign = responsibility::responsibility(services, &office.asa, there).await;
    assert_eq!(foreign.err(), Some(ServiceError::NotFound));
}
