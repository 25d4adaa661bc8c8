//! *Ny*: looking somebody up, opening a case by hand, and what the population register tells afterwards.

use std::sync::Mutex;

use chrono::TimeDelta;
use domain::{
    access::{Role, Scope},
    case::{
        CaseOrigin, DeregistrationReason,
        entry::{EntryField, EntryForm, EntryWarning},
        view::CaseRow,
    },
    civic_number::CivicNumber,
    contact::LivingOutside,
    exchange::population::PopulationPost,
    occupation::OccupationAtRegistration,
    operation::{ChangeKind, EntityKind, OperationKind},
    person::{Name, ProtectionMarks},
};
use service::{
    ServiceError, cases,
    entry::{self, EntryFailure, Judged},
    population_source::{Asked, PopulationSource, SourceFailure, Told},
    session::Session,
    unanswered::{ASKED_AGAIN_AFTER, Asker, AskingFailure, REST},
};

use tokio::task::JoinSet;

use crate::support::{
    Installation, LINKOPING, NORRKOPING, TODAY,
    database::{TestDatabase, stories},
    day, installation, number, place,
    posts::{But, marks, post, row, unreadable},
    users::role,
};

stories! {
    somebody_known_is_looked_up_by_number_and_that_is_told,
    however_many_are_looked_up_at_once_nobody_waits_for_the_others,
    somebody_known_gets_a_case_with_everything_that_was_filled_in,
    a_look_up_stands_in_the_log_of_the_municipality_that_the_form_names,
    whoever_has_a_number_comes_before_whoever_has_had_it,
    what_is_to_be_known_of_the_number_is_said_beside_what_is_wrong_with_the_rest,
    somebody_unknown_is_saved_once_the_warning_has_been_seen,
    somebody_registered_elsewhere_is_saved_with_a_warning_and_closed_at_the_next_run,
    a_warning_is_of_the_person_and_the_municipality_it_was_given_for,
    somebody_with_an_open_case_gets_no_second_one,
    everything_that_is_wrong_is_told_at_once_and_nothing_is_written,
    a_region_chooses_the_municipality_and_nobody_enters_for_another,
    nobody_learns_that_somebody_is_protected,
    a_protected_person_is_not_made_once_more_and_their_case_follows_them,
    an_old_number_finds_the_person,
    a_role_that_edits_no_cases_enters_nobody,
    two_who_enter_the_same_at_once_open_one_case,
    what_the_population_register_tells_completes_who_was_entered,
    who_turns_out_to_be_protected_is_in_no_list_from_then_on,
    somebody_without_an_answer_is_asked_for_again_after_a_while,
    an_answer_that_fails_changes_nothing,
    a_number_that_the_register_does_not_like_keeps_nobody_else_waiting,
    what_cannot_be_read_of_an_answer_protects_all_the_same,
}

const YOUNG: &str = "2011-02-28";
const OTHER: &str = "2011-03-01";

async fn caseworker(fyren: &Installation) -> Session {
    fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await
}

fn form(birth: &str) -> EntryForm {
    EntryForm {
        municipality: NORRKOPING.into(),
        civic_number: number(birth).to_string(),
        registered: TODAY.into(),
        occupation: "unknown".into(),
        ..EntryForm::default()
    }
}

async fn judge(fyren: &Installation, session: &Session, form: &EntryForm) -> Judged {
    entry::judge(&fyren.services, session, form).await.unwrap()
}

fn refused(judged: &Judged) -> Vec<(EntryField, &'static str)> {
    judged.refusals.iter().map(|refusal| (refusal.field(), refusal.code())).collect()
}

fn warned(judged: &Judged) -> Vec<&'static str> {
    judged.warnings.iter().map(EntryWarning::code).collect()
}

async fn save(
    fyren: &Installation,
    session: &Session,
    form: &EntryForm,
    seen: &str,
) -> Result<Option<domain::id::CaseId>, EntryFailure> {
    entry::save(&fyren.services, session, form, seen).await.map(|entered| entered.case)
}

/// Saves as somebody does who has read what is to be known.
async fn enter(
    fyren: &Installation,
    session: &Session,
    form: &EntryForm,
) -> Result<Option<domain::id::CaseId>, EntryFailure> {
    let seen = judge(fyren, session, form).await.seen;
    save(fyren, session, form, &seen).await
}

impl Installation {
    async fn row_of(&self, birth: &str) -> CaseRow {
        let rows = self.rows().await;
        rows.into_iter().find(|row| row.civic_number == number(birth)).unwrap()
    }

    async fn people(&self) -> i64 {
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        let numbers: Vec<CivicNumber> = [YOUNG, OTHER].map(number).to_vec();
        connection.people_by_number(&Scope::of_the_system(), &numbers).await.unwrap().len() as i64
    }

    /// What the journal holds of a person, but for readings.
    async fn changes_of(&self, birth: &str) -> Vec<(EntityKind, ChangeKind)> {
        let person = self.person(birth).await.unwrap().id;
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        let changes = connection.changes_of(&Scope::of_the_system(), person).await.unwrap();
        let mut told: Vec<_> = changes.into_iter().map(|change| (change.entity, change.kind)).collect();
        told.retain(|(_, kind)| *kind != ChangeKind::Read);
        told
    }

    async fn latest_kind(&self) -> (OperationKind, u64) {
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        assert_eq!(connection.first_broken_entry().await.unwrap(), None);
        let row = connection.log(&Scope::of_the_system(), 1, 1).await.unwrap().rows.remove(0);
        (row.kind, row.changes)
    }
}

async fn somebody_known_is_looked_up_by_number_and_that_is_told(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(YOUNG).living_in(LINKOPING, "2015-01-01")]).await;
    let asa = caseworker(&fyren).await;
    let number_alone = EntryForm { civic_number: number(YOUNG).compact().into(), ..EntryForm::default() };
    let judged = entry::look_up(&fyren.services, &asa, &number_alone).await.unwrap();
    assert_eq!(judged.name.map(|name| name.full()).as_deref(), Some("Viggo Dahl"));
    assert!(judged.refusals.is_empty());
    assert_eq!(fyren.latest_kind().await, (OperationKind::ReadVerdicts, 1));
    // With the municipality it is told where they live, too.
    let judged = entry::look_up(&fyren.services, &asa, &form(YOUNG)).await.unwrap();
    assert_eq!(judged.warnings, [EntryWarning::NotRegisteredHere { municipality: Some(place(LINKOPING)) }]);
    let unknown = entry::look_up(&fyren.services, &asa, &form(OTHER)).await.unwrap();
    assert_eq!(
        (unknown.name, warned(&Judged { warnings: unknown.warnings, ..Judged::default() })),
        (None, vec!["unknown"])
    );
    assert_eq!(fyren.latest_kind().await, (OperationKind::ReadVerdicts, 0));
    // A number that is none looks nobody up.
    let entries = fyren.journal().await.0;
    let wrong = EntryForm { civic_number: "110228-2384".into(), ..form(YOUNG) };
    let judged = entry::look_up(&fyren.services, &asa, &wrong).await.unwrap();
    assert_eq!(refused(&judged), [(EntryField::CivicNumber, "civic_number_form")]);
    assert_eq!(fyren.journal().await.0, entries);
}

async fn however_many_are_looked_up_at_once_nobody_waits_for_the_others(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(YOUNG)]).await;
    let asa = caseworker(&fyren).await;
    let mut looked_up = JoinSet::new();
    // More than there are connections.
    for _ in 0..20 {
        let (services, asa) = (fyren.services.clone(), asa.clone());
        looked_up.spawn(async move { entry::look_up(&services, &asa, &form(YOUNG)).await });
    }
    let named = looked_up
        .join_all()
        .await
        .into_iter()
        .filter(|judged| judged.as_ref().is_ok_and(|judged| judged.name.is_some()));
    assert_eq!(named.count(), 20);
}

async fn somebody_known_gets_a_case_with_everything_that_was_filled_in(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(YOUNG)]).await;
    let asa = caseworker(&fyren).await;
    let form = EntryForm {
        registered: "2026-11-01".into(),
        occupation: "work".into(),
        living_outside: "nordic".into(),
        caseworker: asa.account.to_string(),
        notes: "Gick ut nian ett år tidigare.".into(),
        ..form(YOUNG)
    };
    let judged = judge(&fyren, &asa, &form).await;
    assert_eq!((warned(&judged), refused(&judged)), (vec![], vec![]));
    let case = save(&fyren, &asa, &form, "").await.unwrap().unwrap();
    assert_eq!(fyren.latest_kind().await, (OperationKind::CaseEntry, 2));
    assert_eq!(fyren.journal().await.1, 2);
    let changes = fyren.changes_of(YOUNG).await;
    assert!(changes.contains(&(EntityKind::Person, ChangeKind::Changed)), "{changes:?}");
    assert!(changes.contains(&(EntityKind::Case, ChangeKind::Created)), "{changes:?}");
    let view = cases::view(&fyren.services, &asa, case).await.unwrap();
    let row = &view.row;
    assert_eq!((row.registered, row.occupation), (day("2026-11-01"), OccupationAtRegistration::Work));
    assert_eq!(
        (row.living_outside, row.caseworker.as_deref()),
        (Some(LivingOutside::Nordic), Some("Åsa Lindqvist"))
    );
    assert_eq!((view.origin, view.notes.as_str()), (CaseOrigin::Hand, "Gick ut nian ett år tidigare."));
    // It is in the list, the run leaves it, and whoever opens it next sees its first version.
    assert_eq!(fyren.row_of(YOUNG).await.id, case);
    assert_eq!(fyren.run(NORRKOPING, "2026-11-22").await.closed.len(), 0);
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let edited = connection.edited_cases(&Scope::of_the_system(), &[case]).await.unwrap();
    assert_eq!(edited[0].version, 1);
}

async fn somebody_unknown_is_saved_once_the_warning_has_been_seen(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    assert_eq!(save(&fyren, &asa, &form(YOUNG), "").await, Err(EntryFailure::LookedAt));
    assert_eq!(fyren.people().await, 0);
    let judged = judge(&fyren, &asa, &form(YOUNG)).await;
    assert_eq!(judged.warnings, [EntryWarning::Unknown { waits_until: day("2026-12-05") }]);
    // The same again says yes; of the case it is told no more than that it is saved.
    assert_eq!(save(&fyren, &asa, &form(YOUNG), &judged.seen).await, Ok(None));
    let person = fyren.person(YOUNG).await.unwrap();
    assert_eq!(
        (person.name, person.entered_by_hand, person.registration.answered),
        (Name::default(), true, false)
    );
    assert_eq!(fyren.row_of(YOUNG).await.municipality, place(NORRKOPING));
    // It waits for the population register, and no longer.
    assert_eq!(fyren.run(NORRKOPING, "2026-12-05").await.closed.len(), 0);
    assert_eq!(fyren.run(NORRKOPING, "2026-12-06").await.closed.len(), 1);
}

async fn somebody_registered_elsewhere_is_saved_with_a_warning_and_closed_at_the_next_run(
    database: &TestDatabase,
) {
    let fyren = installation(database);
    fyren.import([post(YOUNG).living_in(LINKOPING, "2015-01-01")]).await;
    let asa = caseworker(&fyren).await;
    assert_eq!(save(&fyren, &asa, &form(YOUNG), "").await, Err(EntryFailure::LookedAt));
    assert!(enter(&fyren, &asa, &form(YOUNG)).await.unwrap().is_some());
    fyren.run(NORRKOPING, "2026-11-22").await;
    assert_eq!(fyren.row_of(YOUNG).await.reason, Some(DeregistrationReason::MovedAway));
}

async fn a_warning_is_of_the_person_and_the_municipality_it_was_given_for(database: &TestDatabase) {
    let fyren = installation(database);
    let bo = fyren.signed_in("bo", role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING])).await;
    let seen = judge(&fyren, &bo, &form(YOUNG)).await.seen;
    assert_eq!(save(&fyren, &bo, &form(OTHER), &seen).await, Err(EntryFailure::LookedAt));
    let elsewhere = EntryForm { municipality: LINKOPING.into(), ..form(YOUNG) };
    assert_eq!(save(&fyren, &bo, &elsewhere, &seen).await, Err(EntryFailure::LookedAt));
    // What has become known meanwhile is to be seen first.
    fyren.import([post(YOUNG).living_in(LINKOPING, "2015-01-01")]).await;
    assert_eq!(save(&fyren, &bo, &form(YOUNG), &seen).await, Err(EntryFailure::LookedAt));
    assert_eq!(fyren.rows().await, []);
}

async fn somebody_with_an_open_case_gets_no_second_one(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17")]).await;
    fyren.run(NORRKOPING, TODAY).await;
    let asa = caseworker(&fyren).await;
    let judged = judge(&fyren, &asa, &form("2008-08-17")).await;
    assert_eq!(refused(&judged), [(EntryField::CivicNumber, "open_case")]);
    assert_eq!(save(&fyren, &asa, &form("2008-08-17"), "").await, Err(EntryFailure::LookedAt));
    assert_eq!(fyren.rows().await.len(), 1);
}

async fn everything_that_is_wrong_is_told_at_once_and_nothing_is_written(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    let entries = fyren.journal().await.0;
    let wrong = EntryForm {
        municipality: NORRKOPING.into(),
        civic_number: "20110228-TF01".into(),
        registered: "igår".into(),
        occupation: String::new(),
        living_outside: "månen".into(),
        caseworker: "Åsa".into(),
        notes: "å".repeat(100_000),
    };
    let judged = judge(&fyren, &asa, &wrong).await;
    assert_eq!(
        refused(&judged),
        [
            (EntryField::CivicNumber, "temporary_number"),
            (EntryField::Registered, "not_a_date"),
            (EntryField::Occupation, "missing"),
            (EntryField::LivingOutside, "not_a_choice"),
            (EntryField::Caseworker, "not_a_choice"),
            (EntryField::Notes, "too_long"),
        ]
    );
    assert_eq!(save(&fyren, &asa, &wrong, "").await, Err(EntryFailure::LookedAt));
    assert_eq!(fyren.journal().await.0, entries);
    // The name is told also where the rest is missing, and what the rules refuse is told as what cannot be read.
    fyren.import([post(YOUNG)]).await;
    let judged = judge(&fyren, &asa, &EntryForm { occupation: String::new(), ..form(YOUNG) }).await;
    assert!(judged.name.is_some() && refused(&judged) == [(EntryField::Occupation, "missing")]);
    let ahead = EntryForm { registered: "2026-11-22".into(), caseworker: "4711".into(), ..form(YOUNG) };
    let judged = judge(&fyren, &asa, &ahead).await;
    assert_eq!(
        refused(&judged),
        [(EntryField::Registered, "registered_ahead"), (EntryField::Caseworker, "caseworker_elsewhere")]
    );
}

async fn a_region_chooses_the_municipality_and_nobody_enters_for_another(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(YOUNG).living_in(LINKOPING, "2015-01-01")]).await;
    let asa = caseworker(&fyren).await;
    let bo = fyren.signed_in("bo", role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING])).await;
    let choices = entry::choices(&fyren.services, &bo).await.unwrap();
    assert_eq!(choices.municipalities, [place(LINKOPING), place(NORRKOPING)]);
    let elsewhere = EntryForm { municipality: LINKOPING.into(), ..form(YOUNG) };
    assert_eq!(refused(&judge(&fyren, &asa, &elsewhere).await), [(EntryField::Municipality, "not_a_choice")]);
    assert_eq!(save(&fyren, &asa, &elsewhere, "").await, Err(EntryFailure::LookedAt));
    assert!(save(&fyren, &bo, &elsewhere, "").await.unwrap().is_some());
    assert_eq!(fyren.row_of(YOUNG).await.municipality, place(LINKOPING));
}

async fn a_look_up_stands_in_the_log_of_the_municipality_that_the_form_names(database: &TestDatabase) {
    let fyren = installation(database);
    let bo = fyren.signed_in("bo", role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING])).await;
    let auditor = fyren.signed_in("gunnar", role(Role::Auditor, &[LINKOPING])).await;
    let told = async || {
        let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
        let rows = connection.log(&auditor.scope(), 1, 50).await.unwrap().rows;
        rows.iter().filter(|row| row.kind == OperationKind::ReadVerdicts).count()
    };
    // Also while the rest of the form is not filled in, and though the journal is asked of one of several.
    let elsewhere = EntryForm { municipality: LINKOPING.into(), occupation: String::new(), ..form(YOUNG) };
    judge(&fyren, &bo, &elsewhere).await;
    entry::look_up(&fyren.services, &bo, &elsewhere).await.unwrap();
    assert_eq!(told().await, 2);
    judge(&fyren, &bo, &form(YOUNG)).await;
    assert_eq!(told().await, 2);
    // Where no municipality is named yet it is told where it was judged: in the first of those within reach.
    let first = bo.acting.municipalities[0];
    let nowhere = EntryForm { municipality: String::new(), ..form(YOUNG) };
    entry::look_up(&fyren.services, &bo, &nowhere).await.unwrap();
    let sara = fyren.signed_in("sara", role(Role::Auditor, &[first.as_str()])).await;
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let latest = connection.log(&sara.scope(), 1, 50).await.unwrap().rows;
    let latest = latest.iter().find(|row| row.kind == OperationKind::ReadVerdicts).unwrap();
    assert_eq!(latest.municipality, Some(first));
    assert_eq!(told().await, if first == place(LINKOPING) { 3 } else { 2 });
}

async fn whoever_has_a_number_comes_before_whoever_has_had_it(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(YOUNG).named("Berg"), post(OTHER).named("Dahl")]).await;
    let former = fyren.person(YOUNG).await.unwrap().id;
    let asa = caseworker(&fyren).await;
    let operation = fyren.services.operation(OperationKind::PopulationImport, asa.actor(), None, "");
    let mut transaction = fyren.services.store.operate(operation).await.unwrap();
    transaction.remember_number(former, number(OTHER)).await.unwrap();
    transaction.commit().await.unwrap();
    let judged = judge(&fyren, &asa, &form(OTHER)).await;
    assert_eq!(judged.name.map(|name| name.surname).as_deref(), Some("Dahl"));
    assert!(save(&fyren, &asa, &form(OTHER), "").await.unwrap().is_some());
    assert_eq!(fyren.row_of(OTHER).await.surname, "Dahl");
}

async fn what_is_to_be_known_of_the_number_is_said_beside_what_is_wrong_with_the_rest(
    database: &TestDatabase,
) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    let unfinished = EntryForm { occupation: String::new(), ..form(YOUNG) };
    let judged = judge(&fyren, &asa, &unfinished).await;
    assert_eq!(refused(&judged), [(EntryField::Occupation, "missing")]);
    assert_eq!(warned(&judged), ["unknown"]);
    assert_eq!(judged.seen, judge(&fyren, &asa, &form(YOUNG)).await.seen);
    assert_eq!(save(&fyren, &asa, &unfinished, &judged.seen).await, Err(EntryFailure::LookedAt));
}

async fn nobody_learns_that_somebody_is_protected(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(YOUNG).protected()]).await;
    let asa = caseworker(&fyren).await;
    let told = async |birth: &str| {
        let entries = fyren.journal().await.0;
        let looked_up = entry::look_up(&fyren.services, &asa, &form(birth)).await.unwrap();
        let judged = judge(&fyren, &asa, &form(birth)).await;
        let saved = [
            save(&fyren, &asa, &form(birth), "").await,
            save(&fyren, &asa, &form(birth), &judged.seen).await,
        ];
        let seen = judged.seen.replace(&number(birth).to_string(), "NUMMER");
        let words = (looked_up.name, looked_up.warnings, refused(&judged), judged.warnings, seen);
        (words, judged.name, saved, fyren.journal().await.0 - entries)
    };
    assert!(told(YOUNG).await == told(OTHER).await, "of a protected and of an unknown person");
    // Saving again is answered again.
    let seen = judge(&fyren, &asa, &form(YOUNG)).await.seen;
    assert_eq!(save(&fyren, &asa, &form(YOUNG), &seen).await, Ok(None));
    let of_protected = fyren.rows().await.into_iter().filter(|row| row.civic_number == number(YOUNG));
    assert_eq!(of_protected.count(), 1);
}

async fn a_protected_person_is_not_made_once_more_and_their_case_follows_them(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(YOUNG).protected()]).await;
    let asa = caseworker(&fyren).await;
    let before = fyren.person(YOUNG).await.unwrap();
    assert_eq!(enter(&fyren, &asa, &form(YOUNG)).await, Ok(None));
    let person = fyren.person(YOUNG).await.unwrap();
    assert_eq!((person.id, &person.name, person.entered_by_hand), (before.id, &before.name, true));
    let case = fyren.row_of(YOUNG).await.id;
    assert_eq!(cases::view(&fyren.services, &asa, case).await.err(), Some(ServiceError::NotFound));
    let list = cases::list(&fyren.services, &asa, &domain::list::ListQuery::default()).await.unwrap();
    assert_eq!(list.total, 0);
    // The log counts nothing of them where protected people are not reached.
    assert_eq!(fyren.latest_kind().await.0, OperationKind::ReadList);
    // When the mark is gone, so is the secret.
    fyren.import([post(YOUNG).changed(2)]).await;
    assert!(cases::view(&fyren.services, &asa, case).await.is_ok());
}

async fn an_old_number_finds_the_person(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(OTHER)]).await;
    fyren.import([post(YOUNG).refers_to(OTHER)]).await;
    let asa = caseworker(&fyren).await;
    assert!(judge(&fyren, &asa, &form(OTHER)).await.name.is_some());
    assert!(save(&fyren, &asa, &form(OTHER), "").await.unwrap().is_some());
    assert_eq!(fyren.row_of(YOUNG).await.civic_number, number(YOUNG));
    assert_eq!(refused(&judge(&fyren, &asa, &form(YOUNG)).await), [(EntryField::CivicNumber, "open_case")]);
}

async fn a_role_that_edits_no_cases_enters_nobody(database: &TestDatabase) {
    let fyren = installation(database);
    let gunnar = fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    assert_eq!(entry::choices(&fyren.services, &gunnar).await.err(), Some(ServiceError::Forbidden));
    assert_eq!(
        entry::look_up(&fyren.services, &gunnar, &form(YOUNG)).await.err(),
        Some(ServiceError::Forbidden)
    );
    let refused = Err(EntryFailure::Unavailable(ServiceError::Forbidden));
    assert_eq!(save(&fyren, &gunnar, &form(YOUNG), "").await, refused);
}

async fn two_who_enter_the_same_at_once_open_one_case(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    let seen = judge(&fyren, &asa, &form(YOUNG)).await.seen;
    let form = form(YOUNG);
    let (one, other) = tokio::join!(save(&fyren, &asa, &form, &seen), save(&fyren, &asa, &form, &seen));
    let saved = [one, other].into_iter().filter(Result::is_ok).count();
    assert_eq!((saved, fyren.rows().await.len(), fyren.people().await), (1, 1, 1));
}

/// A population register that tells what a story lets it.
struct Register {
    told: Mutex<Vec<Result<Vec<Told>, SourceFailure>>>,
    asked: Mutex<Vec<Vec<CivicNumber>>>,
}

impl Register {
    fn telling(told: impl IntoIterator<Item = Result<Vec<PopulationPost>, SourceFailure>>) -> Self {
        let posts = |posts: Vec<PopulationPost>| posts.into_iter().map(|post| Told::Post(Box::new(post)));
        Self::saying(told.into_iter().map(|told| told.map(|told| posts(told).collect())))
    }

    fn saying(told: impl IntoIterator<Item = Result<Vec<Told>, SourceFailure>>) -> Self {
        let mut told: Vec<_> = told.into_iter().collect();
        told.reverse();
        Self { told: Mutex::new(told), asked: Mutex::default() }
    }

    fn times_asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl PopulationSource for Register {
    fn people<'a>(&'a self, numbers: &'a [CivicNumber]) -> Asked<'a> {
        self.asked.lock().unwrap().push(numbers.to_vec());
        let told = self.told.lock().unwrap().pop().unwrap_or(Ok(Vec::new()));
        Box::pin(async { told })
    }
}

async fn what_the_population_register_tells_completes_who_was_entered(database: &TestDatabase) {
    let fyren = installation(database);
    // Somebody whom only a school has told of is not asked for: no case is theirs by hand.
    fyren.pupils(TODAY, [row(OTHER, "NA", "2026-11-20", "")]).await;
    let asa = caseworker(&fyren).await;
    let register = Register::telling([Ok(vec![post(YOUNG)])]);
    let mut asker = Asker::default();
    assert!(asker.ask(&fyren.services, &register).await.unwrap().is_none());
    enter(&fyren, &asa, &form(YOUNG)).await.unwrap();
    let outcome = asker.ask(&fyren.services, &register).await.unwrap().unwrap();
    assert_eq!((outcome.changed, outcome.created), (1, 0));
    assert_eq!(register.asked.lock().unwrap().as_slice(), [vec![number(YOUNG)]]);
    let row = fyren.row_of(YOUNG).await;
    assert_eq!((row.surname.as_str(), row.given_name.as_str()), ("Dahl", "Viggo"));
    let person = fyren.person(YOUNG).await.unwrap();
    assert!(person.entered_by_hand && person.registration.answered);
    assert_eq!(fyren.latest_kind().await.0, OperationKind::PopulationImport);
    // Who is answered is asked for no more, and stays although they are young.
    assert!(asker.ask(&fyren.services, &register).await.unwrap().is_none());
    assert_eq!(fyren.run(NORRKOPING, "2026-11-22").await.closed.len(), 0);
}

async fn who_turns_out_to_be_protected_is_in_no_list_from_then_on(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    enter(&fyren, &asa, &form(YOUNG)).await.unwrap();
    let case = fyren.row_of(YOUNG).await.id;
    assert!(cases::view(&fyren.services, &asa, case).await.is_ok());
    let register = Register::telling([Ok(vec![post(YOUNG).protected()])]);
    Asker::default().ask(&fyren.services, &register).await.unwrap();
    assert_eq!(cases::view(&fyren.services, &asa, case).await.err(), Some(ServiceError::NotFound));
    assert_eq!(judge(&fyren, &asa, &form(YOUNG)).await.name, None);
}

async fn somebody_without_an_answer_is_asked_for_again_after_a_while(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    enter(&fyren, &asa, &form(YOUNG)).await.unwrap();
    let (register, mut asker) = (Register::telling([]), Asker::default());
    asker.ask(&fyren.services, &register).await.unwrap();
    fyren.clock.pass(ASKED_AGAIN_AFTER - TimeDelta::seconds(1));
    assert!(asker.ask(&fyren.services, &register).await.unwrap().is_none());
    // Somebody new is asked for at once.
    enter(&fyren, &asa, &form(OTHER)).await.unwrap();
    asker.ask(&fyren.services, &register).await.unwrap();
    fyren.clock.pass(TimeDelta::seconds(1));
    asker.ask(&fyren.services, &register).await.unwrap();
    let asked = register.asked.lock().unwrap().clone();
    assert_eq!(asked, [vec![number(YOUNG)], vec![number(OTHER)], vec![number(YOUNG)]]);
    // Once a case is closed nobody waits for its person.
    fyren.run(NORRKOPING, "2026-12-06").await;
    fyren.clock.pass(ASKED_AGAIN_AFTER);
    assert!(asker.ask(&fyren.services, &register).await.unwrap().is_none());
    assert_eq!(register.times_asked(), 3);
}

async fn an_answer_that_fails_changes_nothing(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    enter(&fyren, &asa, &form(YOUNG)).await.unwrap();
    let entries = fyren.journal().await.0;
    let register = Register::telling([Err(SourceFailure::OutOfOrder(503)), Ok(vec![post(YOUNG)])]);
    let mut asker = Asker::default();
    let failed = asker.ask(&fyren.services, &register).await.err();
    assert_eq!(failed, Some(AskingFailure::Source(SourceFailure::OutOfOrder(503))));
    assert_eq!(fyren.journal().await.0, entries);
    // It is left alone for a while, and no longer.
    fyren.clock.pass(REST - TimeDelta::seconds(1));
    assert!(asker.ask(&fyren.services, &register).await.unwrap().is_none());
    assert_eq!(register.times_asked(), 1);
    fyren.clock.pass(TimeDelta::seconds(1));
    asker.ask(&fyren.services, &register).await.unwrap();
    assert_eq!(fyren.row_of(YOUNG).await.surname, "Dahl");
}

async fn a_number_that_the_register_does_not_like_keeps_nobody_else_waiting(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    enter(&fyren, &asa, &form(YOUNG)).await.unwrap();
    enter(&fyren, &asa, &form(OTHER)).await.unwrap();
    let misunderstood = || Err(SourceFailure::NotUnderstood(400));
    // Both, then each alone.
    let answers = if number(YOUNG) < number(OTHER) {
        [misunderstood(), Ok(vec![post(YOUNG)]), misunderstood()]
    } else {
        [misunderstood(), misunderstood(), Ok(vec![post(YOUNG)])]
    };
    let (register, mut asker) = (Register::telling(answers), Asker::default());
    let failed = asker.ask(&fyren.services, &register).await.err();
    assert_eq!(failed, Some(AskingFailure::Source(SourceFailure::NotUnderstood(400))));
    assert_eq!(fyren.row_of(YOUNG).await.surname, "Dahl");
    // The other is tried again later, and not every minute.
    assert!(asker.ask(&fyren.services, &register).await.unwrap().is_none());
    fyren.clock.pass(ASKED_AGAIN_AFTER);
    asker.ask(&fyren.services, &register).await.unwrap();
    assert_eq!(register.asked.lock().unwrap().last().unwrap(), &vec![number(OTHER)]);
}

async fn what_cannot_be_read_of_an_answer_protects_all_the_same(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = caseworker(&fyren).await;
    enter(&fyren, &asa, &form(YOUNG)).await.unwrap();
    let unread = Told::Unread { error: unreadable(None), protects: vec![(number(YOUNG), marks())] };
    let register = Register::saying([Ok(vec![unread])]);
    let outcome = Asker::default().ask(&fyren.services, &register).await.unwrap().unwrap();
    assert_eq!(outcome.error_count, 1);
    let protection = fyren.person(YOUNG).await.unwrap().protection;
    assert_eq!(protection, ProtectionMarks { confidentiality: true, protected_registration: false });
}
