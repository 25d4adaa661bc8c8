//! What users see of cases and of the log.

use domain::{
    access::{Permission, Role, Scope},
    case::{
        CaseStatus,
        change::{CaseChange, CaseValues, FieldChange},
        view::{CaseView, Event},
    },
    contact::{ContactWay, NewContact},
    coverage::Fact,
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    exchange::pupils::PupilRow,
    id::CaseId,
    language::{Language, Message, Named},
    list::{
        CaseColumn, Columns, Condition, ExportFormat, Filter, FollowUpColumn, JobColumn, ListQuery,
        LogColumn, Operator, PersonColumn, PupilColumn, RunColumn, Sort, StudyPathColumn, UnitColumn,
        UserColumn,
    },
    measure::{MeasureType, NewMeasure},
    occupation::OccupationBefore,
    operation::{ChangeKind, EntityKind, OperationKind},
    period::Period,
    person::DeregistrationCode,
};
use service::{
    ServiceError, cases,
    export::{self, Export},
    jobs::{self, CaseUpdate, Origin},
    lists, log, overview, selection,
    session::{self, Session},
};
use store::{CaseWrite, Database, Listed};

use crate::support::{
    Installation, LINKOPING, NORRKOPING, TODAY,
    database::{TestDatabase, stories},
    day, installation, number, place,
    posts::{But, post, row},
    raw,
    users::role,
    waiting::{Pause, until_waiting},
};

stories! {
    a_case_outside_the_scope_is_not_found,
    what_an_earlier_municipality_noted_stays_there,
    a_region_sees_the_cases_of_its_municipalities,
    reading_a_case_is_told_before_it_is_answered,
    each_role_reads_what_it_may,
    the_page_shows_the_same_as_the_list,
    reading_a_list_is_told_before_it_is_answered,
    an_export_is_told_of_everybody_before_its_first_row,
    a_large_export_is_told_in_parts_none_of_them_after_its_rows,
    no_row_is_handed_out_of_a_part_that_could_not_be_told,
    reading_any_list_of_people_is_told_and_no_other,
    an_export_of_any_list_is_told,
    each_role_lists_what_it_may,
    the_choices_of_a_list_are_those_of_the_reader,
    an_auditor_reads_of_sign_ins_and_accounts,
    the_earlier_municipality_sees_nothing_of_the_later_one,
    whom_somebody_has_left_is_told_nothing_of_what_came_later,
    a_page_of_a_list_and_its_total_are_of_one_moment,
    a_case_is_read_as_it_was_at_one_moment,
    mine_are_those_of_my_account_and_not_of_my_name,
}

/// Somebody with a closed case in Linköping and an open one in Norrköping, each with a measure and a contact.
async fn somebody_who_moved(fyren: &Installation) -> (CaseId, CaseId) {
    fyren.import([post("2008-08-17").living_in(LINKOPING, "2010-01-01")]).await;
    fyren.run(LINKOPING, "2026-10-01").await;
    let before = fyren.rows().await.iter().find(|row| row.municipality == place(LINKOPING)).unwrap().id;
    note(fyren, before, "2026-10-02").await;
    fyren.import([post("2008-08-17").living_in(NORRKOPING, "2026-11-01")]).await;
    fyren.run(LINKOPING, "2026-11-02").await;
    fyren.run(NORRKOPING, "2026-11-02").await;
    let rows = fyren.rows().await;
    let here = |row: &&domain::case::view::CaseRow| row.municipality == place(NORRKOPING) && !row.protected;
    let case = rows.iter().find(here).unwrap().id;
    note(fyren, case, "2026-11-03").await;
    (before, case)
}

async fn note(fyren: &Installation, case: CaseId, date: &str) {
    let at = domain::clock::Clock::now(&*fyren.clock);
    let mut transaction = fyren.write().await;
    let measure = NewMeasure {
        kind: MeasureType::WorkPlacement,
        period: Period::new(day(date), None),
        occupation_before: OccupationBefore::None,
        occupation_after: None,
        outcome: None,
        notes: format!("Hemligt {date}"),
    };
    transaction.add_measure(case, &measure, "Bo Ek", at).await.unwrap();
    let contact = NewContact {
        date: day(date),
        heading: format!("Samtal {date}"),
        way: ContactWay::Telephone,
        notes: String::new(),
        follow_up: Some(day("2026-12-01")),
    };
    transaction.add_contact(case, &contact, "Bo Ek", at).await.unwrap();
    let person = fyren.person("2008-08-17").await.unwrap().id;
    transaction.refresh_case_rows(&[person], day(TODAY)).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn a_case_outside_the_scope_is_not_found(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-18").protected()]).await;
    fyren.run(NORRKOPING, TODAY).await;
    let hidden = fyren.rows().await[0].id;
    let (before, case) = somebody_who_moved(&fyren).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let entries = fyren.journal().await.0;
    for unseen in [hidden, before, CaseId(4711)] {
        assert_eq!(cases::view(&fyren.services, &asa, unseen).await.err(), Some(ServiceError::NotFound));
    }
    assert_eq!(fyren.journal().await.0, entries);
    assert!(cases::view(&fyren.services, &asa, case).await.is_ok());
}

async fn what_an_earlier_municipality_noted_stays_there(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, case) = somebody_who_moved(&fyren).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let view = cases::view(&fyren.services, &asa, case).await.unwrap();
    let notes: Vec<_> =
        view.measures.iter().map(|measure| (measure.municipality.as_str(), measure.notes.as_str())).collect();
    assert_eq!(notes, [(NORRKOPING, "Hemligt 2026-11-03"), (LINKOPING, "")]);
    let contacts: Vec<_> = view.contacts.iter().map(|contact| contact.heading.as_str()).collect();
    assert_eq!(contacts, ["Samtal 2026-11-03"]);
    // The earlier case is beyond the reader, on the page and in its timeline.
    assert!(view.other_cases.is_empty());
    let of_linkoping = |event: &Event| matches!(event, Event::Opened(code, _) | Event::Closed(code, _) if *code == place(LINKOPING));
    assert!(!view.timeline.iter().any(|told| of_linkoping(&told.event)));
    assert!(view.timeline.windows(2).all(|pair| pair[0].date >= pair[1].date));
}

async fn a_region_sees_the_cases_of_its_municipalities(database: &TestDatabase) {
    let fyren = installation(database);
    let (before, case) = somebody_who_moved(&fyren).await;
    let region = role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING]);
    let asa = fyren.signed_in("asa", region).await;
    let view = cases::view(&fyren.services, &asa, case).await.unwrap();
    assert_eq!(view.other_cases.iter().map(|other| other.id).collect::<Vec<_>>(), [before]);
    let everything = ListQuery::<CaseColumn>::default().filtered(Filter::everything());
    assert_eq!(cases::list(&fyren.services, &asa, &everything).await.unwrap().total, 2);
}

async fn reading_a_case_is_told_before_it_is_answered(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, case) = somebody_who_moved(&fyren).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let auditor = fyren.signed_in("bo", role(Role::Auditor, &[NORRKOPING])).await;
    cases::view(&fyren.services, &asa, case).await.unwrap();
    let latest = fyren.log(&auditor).await.remove(0);
    assert_eq!((latest.kind, latest.actor.as_str()), (OperationKind::ReadCase, "Åsa Lindqvist"));
    assert_eq!((latest.municipality, latest.changes), (Some(place(NORRKOPING)), 1));
    assert!(log::latest_are_intact(&fyren.services, &auditor).await.unwrap());
}

async fn each_role_reads_what_it_may(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, case) = somebody_who_moved(&fyren).await;
    let caseworker = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let auditor = fyren.signed_in("bo", role(Role::Auditor, &[NORRKOPING])).await;
    let forbidden = Some(ServiceError::Forbidden);
    assert!(!auditor.may(Permission::ReadCases) && !caseworker.may(Permission::ReadLog));
    assert_eq!(cases::list(&fyren.services, &auditor, &ListQuery::default()).await.err(), forbidden);
    assert_eq!(cases::view(&fyren.services, &auditor, case).await.err(), forbidden);
    assert_eq!(cases::caseworkers(&fyren.services, &auditor).await.err(), forbidden);
    let entries = fyren.journal().await.0;
    let export =
        export::begin(&fyren.services, &auditor, &ListQuery::<CaseColumn>::default(), ExportFormat::Csv)
            .await;
    assert_eq!(export.err(), forbidden);
    assert_eq!(fyren.journal().await.0, entries);
    assert_eq!(overview::overview(&fyren.services, &auditor).await.err(), forbidden);
    assert_eq!(log::latest_are_intact(&fyren.services, &caseworker).await.err(), forbidden);
    assert!(overview::overview(&fyren.services, &caseworker).await.is_ok());
}

async fn the_page_shows_the_same_as_the_list(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, case) = somebody_who_moved(&fyren).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let list = cases::list(&fyren.services, &asa, &ListQuery::default()).await.unwrap();
    let view = cases::view(&fyren.services, &asa, case).await.unwrap();
    assert_eq!(list.rows, [view.row]);
    assert_eq!((view.full_name.as_str(), view.today), ("Viggo Dahl", day(TODAY)));
    assert!(view.assessed_today.unwrap().verdicts.iter().all(|verdict| verdict.holds));
    assert_eq!(view.residence.unwrap().municipality, place(NORRKOPING));
    assert_eq!(list.rows[0].civic_number, number("2008-08-17"));
}

async fn reading_a_list_is_told_before_it_is_answered(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, case) = somebody_who_moved(&fyren).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let auditor = fyren.signed_in("bo", role(Role::Auditor, &[NORRKOPING])).await;
    let entries = fyren.journal().await.0;
    let dahl = Condition::read(CaseColumn::Surname, Operator::Contains, &["Dahl"]).unwrap();
    let query = ListQuery::<CaseColumn>::default().narrowed(dahl).finding("Viggo");
    assert_eq!(cases::list(&fyren.services, &asa, &query).await.unwrap().total, 1);
    assert_eq!(fyren.journal().await, (entries + 1, 1));
    let latest = fyren.log(&auditor).await.remove(0);
    assert_eq!((latest.kind, latest.actor.as_str()), (OperationKind::ReadList, "Åsa Lindqvist"));
    // The columns, and never what was looked for in them.
    assert_eq!(latest.reason, "cases: status, surname, find");
    assert_eq!((latest.municipality, latest.changes), (Some(place(NORRKOPING)), 1));
    let person = fyren.person("2008-08-17").await.unwrap().id;
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let told = connection.changes_of(&Scope::of_the_system(), person).await.unwrap();
    let told = told.last().unwrap();
    assert_eq!((told.kind, told.entity, told.entity_id), (ChangeKind::Read, EntityKind::Case, case.0));

    let nobody = ListQuery::<CaseColumn>::default().filtered(Filter::everything()).finding("Okänd");
    assert_eq!(cases::list(&fyren.services, &asa, &nobody).await.unwrap().total, 0);
    let latest = fyren.log(&auditor).await.remove(0);
    assert_eq!((latest.reason.as_str(), latest.changes), ("cases: find", 0));
}

async fn an_export_is_told_of_everybody_before_its_first_row(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, case) = somebody_who_moved(&fyren).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let auditor = fyren.signed_in("bo", role(Role::Auditor, &[NORRKOPING])).await;
    let entries = fyren.journal().await.0;
    let dahl = Condition::read(CaseColumn::Surname, Operator::Contains, &["Dahl"]).unwrap();
    let columns = Columns::new([CaseColumn::Surname, CaseColumn::Status]);
    let query = ListQuery::<CaseColumn>::default()
        .narrowed(dahl)
        .finding("Viggo")
        .showing(columns.clone())
        .on_page(7);
    let mut export = export::begin(&fyren.services, &asa, &query, ExportFormat::Csv).await.unwrap();
    // Nothing has been read yet.
    assert_eq!(fyren.journal().await, (entries + 1, 1));
    let latest = fyren.log(&auditor).await.remove(0);
    assert_eq!((latest.kind, latest.actor.as_str()), (OperationKind::ExportList, "Åsa Lindqvist"));
    assert_eq!(latest.reason, "cases: status, surname, find; csv, 1 rows: surname, status");
    assert_eq!((latest.municipality, latest.changes), (Some(place(NORRKOPING)), 1));
    let person = fyren.person("2008-08-17").await.unwrap().id;
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let told = connection.changes_of(&Scope::of_the_system(), person).await.unwrap();
    let told = told.last().unwrap();
    assert_eq!((told.kind, told.entity, told.entity_id), (ChangeKind::Read, EntityKind::Case, case.0));

    assert_eq!((export.total(), &export.columns), (1, &columns));
    let ids = async |export: &mut Export<CaseColumn>| -> Vec<CaseId> {
        next_rows(export).await.iter().map(|row| row.id).collect()
    };
    assert_eq!(ids(&mut export).await, [case]);
    assert_eq!(ids(&mut export).await, []);

    let nobody = ListQuery::<CaseColumn>::default().filtered(Filter::everything()).finding("Okänd");
    let mut export = export::begin(&fyren.services, &asa, &nobody, ExportFormat::Xlsx).await.unwrap();
    assert_eq!(ids(&mut export).await, []);
    let latest = fyren.log(&auditor).await.remove(0);
    assert_eq!((latest.kind, latest.changes), (OperationKind::ExportList, 0));
    assert!(latest.reason.starts_with("cases: find; xlsx, 0 rows: civic-number, "), "{}", latest.reason);
}

/// Each contact 20,001 times more.
const MANY_CONTACTS: &str = "INSERT INTO contact (case_id, municipality, contact_date, heading, heading_search, \
    heading_key, way, notes, follow_up, created_by, created) WITH RECURSIVE copy(number) AS (SELECT 1 UNION ALL SELECT \
    number + 1 FROM copy WHERE number < 20001) SELECT case_id, municipality, contact_date, heading, heading_search, \
    heading_key, way, notes, follow_up, created_by, created FROM contact, copy";

async fn a_large_export_is_told_in_parts_none_of_them_after_its_rows(database: &TestDatabase) {
    let fyren = installation(database);
    somebody_who_moved(&fyren).await;
    raw::execute(&database.address, MANY_CONTACTS).await.unwrap();
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let auditor = fyren.signed_in("bo", role(Role::Auditor, &[NORRKOPING])).await;
    let entries = fyren.journal().await.0;
    let query = ListQuery::<FollowUpColumn>::default().showing(Columns::new([FollowUpColumn::Heading]));
    let mut export = export::begin(&fyren.services, &asa, &query, ExportFormat::Csv).await.unwrap();
    assert_eq!(export.total(), 20_002);
    let mut read = 0;
    loop {
        let rows = next_rows(&mut export).await;
        let ids: Vec<String> = rows.iter().map(|row| row.id.0.to_string()).collect();
        if ids.is_empty() {
            break;
        }
        let told = format!(
            "SELECT count(DISTINCT entity_id) FROM operation_change WHERE kind = 'read' AND entity = 'contact' \
             AND entity_id IN ({})",
            ids.join(", ")
        );
        assert_eq!(raw::count(&database.address, &told).await, ids.len() as i64);
        read += ids.len();
    }
    assert_eq!(read, 20_002);
    assert_eq!(fyren.journal().await, (entries + 2, 2));
    let told: Vec<_> =
        fyren.log(&auditor).await.into_iter().take(2).map(|row| (row.reason, row.changes)).collect();
    let parts = [(2, 2), (1, 20_000)]
        .map(|(part, changes)| (format!("follow-ups: closed; csv, 20002 rows: heading ({part}/2)"), changes));
    assert_eq!(told, parts);
}

/// Lets the journal take no second part of two.
fn refusing_the_second_part(database: &TestDatabase) -> &'static str {
    match database.store.database() {
        Database::Sqlite => {
            "CREATE TRIGGER refused BEFORE INSERT ON operation WHEN NEW.reason LIKE '%(2/2)' \
             BEGIN SELECT RAISE(ABORT, 'refused'); END"
        }
        Database::Postgres => "ALTER TABLE operation ADD CHECK (reason NOT LIKE '%(2/2)')",
    }
}

async fn no_row_is_handed_out_of_a_part_that_could_not_be_told(database: &TestDatabase) {
    let fyren = installation(database);
    somebody_who_moved(&fyren).await;
    raw::execute(&database.address, MANY_CONTACTS).await.unwrap();
    raw::execute(&database.address, refusing_the_second_part(database)).await.unwrap();
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let query = ListQuery::<FollowUpColumn>::default().showing(Columns::new([FollowUpColumn::Heading]));
    let mut export = export::begin(&fyren.services, &asa, &query, ExportFormat::Csv).await.unwrap();
    let mut read = 0;
    let broken = loop {
        match export.next().await {
            Ok(Some(batch)) => read += batch.rows().unwrap().len(),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    assert_eq!(broken, Some(ServiceError::Unavailable));
    assert!(read <= 20_000, "{read}");
}

/// The next rows of a file; none when all have been read.
pub async fn next_rows<C: Listed>(export: &mut Export<C>) -> Vec<C::Row> {
    let batch = export.next().await.unwrap();
    batch.map(|batch| batch.rows().unwrap()).unwrap_or_default()
}

/// Reads a page of a list, and tells what the journal has more of: entries, and changes of the latest.
async fn told<C: Listed>(fyren: &Installation, session: &Session, of: EntityKind, rows: u64) -> (u64, u64) {
    let entries = fyren.journal().await.0;
    let everything = ListQuery::<C>::default().filtered(Filter::everything());
    let page = lists::page(&fyren.services, session, &everything).await.unwrap();
    assert_eq!(page.total, rows, "{}", C::spec().code);
    let (after, changes) = fyren.journal().await;
    if after > entries {
        let auditor = format!("auditor-{}", C::spec().code);
        let auditor = fyren.signed_in(&auditor, role(Role::Auditor, &[NORRKOPING])).await;
        let log = fyren.log(&auditor).await;
        let read = log.iter().find(|row| row.kind == OperationKind::ReadList).unwrap();
        assert_eq!((read.reason.as_str(), read.municipality), (C::spec().code, Some(place(NORRKOPING))));
        let person = fyren.person("2008-08-17").await.unwrap().id;
        let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
        let of_person = connection.changes_of(&Scope::of_the_system(), person).await.unwrap();
        assert_eq!(of_person.last().map(|change| (change.kind, change.entity)), Some((ChangeKind::Read, of)));
    }
    (after - entries, changes)
}

async fn reading_any_list_of_people_is_told_and_no_other(database: &TestDatabase) {
    let fyren = installation(database);
    somebody_who_moved(&fyren).await;
    fyren.pupils(TODAY, [row("2008-08-17", "IMV", "2026-08-17", "")]).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    assert_eq!(told::<CaseColumn>(&fyren, &asa, EntityKind::Case, 1).await, (1, 1));
    assert_eq!(told::<FollowUpColumn>(&fyren, &asa, EntityKind::Contact, 1).await, (1, 1));
    assert_eq!(told::<PersonColumn>(&fyren, &asa, EntityKind::Person, 1).await, (1, 1));
    assert_eq!(told::<PupilColumn>(&fyren, &asa, EntityKind::Placement, 1).await, (1, 1));
    assert_eq!(told::<UnitColumn>(&fyren, &asa, EntityKind::Unit, 1).await.0, 0);
    assert_eq!(told::<StudyPathColumn>(&fyren, &asa, EntityKind::StudyPath, 1).await.0, 0);
    assert_eq!(told::<RunColumn>(&fyren, &asa, EntityKind::Case, 1).await.0, 0);
}

async fn an_export_of_any_list_is_told(database: &TestDatabase) {
    let fyren = installation(database);
    somebody_who_moved(&fyren).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let auditor = fyren.signed_in("bo", role(Role::Auditor, &[NORRKOPING])).await;
    let latest = async || fyren.log(&auditor).await.remove(0);
    let query = ListQuery::<FollowUpColumn>::default().showing(Columns::new([FollowUpColumn::Heading]));
    let mut export = export::begin(&fyren.services, &asa, &query, ExportFormat::Csv).await.unwrap();
    let entry = latest().await;
    assert_eq!((entry.kind, entry.changes), (OperationKind::ExportList, 1));
    assert_eq!(entry.reason, "follow-ups: closed; csv, 1 rows: heading");
    assert_eq!(next_rows(&mut export).await[0].heading, "Samtal 2026-11-03");
    let query = ListQuery::<RunColumn>::default().showing(Columns::new([RunColumn::Date]));
    let mut export = export::begin(&fyren.services, &asa, &query, ExportFormat::Xlsx).await.unwrap();
    let entry = latest().await;
    assert_eq!((entry.kind, entry.changes), (OperationKind::ExportList, 0));
    assert_eq!(entry.reason, "runs; xlsx, 1 rows: date");
    assert_eq!(next_rows(&mut export).await[0].date, day("2026-11-02"));
}

/// Whether a role may see a list, read its choices and take it away as a file, which are one question.
async fn may_list<C: Listed>(fyren: &Installation, session: &Session) -> bool {
    let query = ListQuery::<C>::default();
    let page = lists::page(&fyren.services, session, &query).await.err();
    let choices = lists::choices::<C>(&fyren.services, session).await.err();
    let file = export::begin(&fyren.services, session, &query, ExportFormat::Csv).await.err();
    assert!(page == choices && page == file, "{}", C::spec().code);
    assert!(page.is_none() || page == Some(ServiceError::Forbidden), "{}", C::spec().code);
    page.is_none()
}

async fn each_role_lists_what_it_may(database: &TestDatabase) {
    let fyren = installation(database);
    for (acting, registers, users, log) in [
        (Role::Caseworker, true, false, false),
        (Role::RegionAdministrator, true, true, false),
        (Role::Auditor, false, true, true),
    ] {
        let user = fyren.signed_in(acting.code(), role(acting, &[NORRKOPING])).await;
        for may in [
            may_list::<CaseColumn>(&fyren, &user).await,
            may_list::<FollowUpColumn>(&fyren, &user).await,
            may_list::<PersonColumn>(&fyren, &user).await,
            may_list::<PupilColumn>(&fyren, &user).await,
            may_list::<UnitColumn>(&fyren, &user).await,
            may_list::<StudyPathColumn>(&fyren, &user).await,
            may_list::<RunColumn>(&fyren, &user).await,
            may_list::<JobColumn>(&fyren, &user).await,
        ] {
            assert_eq!(may, registers, "{acting:?}");
        }
        assert_eq!(may_list::<UserColumn>(&fyren, &user).await, users, "{acting:?}");
        assert_eq!(may_list::<LogColumn>(&fyren, &user).await, log, "{acting:?}");
    }
}

async fn the_choices_of_a_list_are_those_of_the_reader(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, case) = somebody_who_moved(&fyren).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let region = fyren.signed_in("eva", role(Role::RegionAdministrator, &[LINKOPING, NORRKOPING])).await;
    let mut transaction = fyren.write().await;
    let edited = transaction.edited_cases(&Scope::of_the_system(), &[case]).await.unwrap().remove(0);
    let values = CaseValues { caseworker: Some(asa.account), ..edited.values };
    let write = CaseWrite { id: case, version: edited.version, values, notes: None, judge_again: false };
    transaction.write_cases(&[write]).await.unwrap();
    let person = fyren.person("2008-08-17").await.unwrap().id;
    transaction.refresh_case_rows(&[person], day(TODAY)).await.unwrap();
    transaction.commit().await.unwrap();
    let codes = |choices: &[domain::list::Choice]| {
        choices.iter().map(|choice| format!("{} {}", choice.code, choice.name.swedish)).collect::<Vec<_>>()
    };
    let found = lists::choices::<FollowUpColumn>(&fyren.services, &asa).await.unwrap();
    let [(FollowUpColumn::Caseworker, workers), (FollowUpColumn::Municipality, places)] = found.as_slice()
    else {
        panic!("two columns")
    };
    assert_eq!(codes(workers), ["Åsa Lindqvist Åsa Lindqvist"]);
    assert_eq!(codes(places), ["0581 Norrköping"]);
    let found = lists::choices::<PersonColumn>(&fyren.services, &region).await.unwrap();
    assert_eq!((found.len(), found[0].0), (1, PersonColumn::Municipality));
    assert_eq!(codes(&found[0].1), ["0580 Linköping", "0581 Norrköping"]);
    assert!(lists::choices::<UnitColumn>(&fyren.services, &asa).await.unwrap().is_empty());
}

async fn an_auditor_reads_of_sign_ins_and_accounts(database: &TestDatabase) {
    let fyren = installation(database);
    let auditor = fyren.signed_in("bo", role(Role::Auditor, &[NORRKOPING])).await;
    let elsewhere = fyren.signed_in("eva", role(Role::Auditor, &[LINKOPING])).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    assert!(fyren.sign_in("asa", "fel").await.is_err());
    assert!(fyren.sign_in("nobody", "fel").await.is_err());
    session::sign_out(&fyren.services, &asa).await.unwrap();
    let kinds = async |auditor: &Session| -> Vec<OperationKind> {
        fyren.log(auditor).await.iter().map(|row| row.kind).collect()
    };
    let expected = [
        OperationKind::SignOut,
        OperationKind::SignInFailed,
        OperationKind::SignIn,
        OperationKind::AccountChange,
        OperationKind::SignIn,
        OperationKind::AccountChange,
    ];
    assert_eq!(kinds(&auditor).await, expected);
    assert_eq!(kinds(&elsewhere).await, [OperationKind::SignIn, OperationKind::AccountChange]);
}

async fn the_earlier_municipality_sees_nothing_of_the_later_one(database: &TestDatabase) {
    let fyren = installation(database);
    let (before, _) = somebody_who_moved(&fyren).await;
    let eva = fyren.signed_in("eva", role(Role::Caseworker, &[LINKOPING])).await;
    let view = cases::view(&fyren.services, &eva, before).await.unwrap();
    let measures: Vec<_> = view.measures.iter().map(|measure| measure.municipality.as_str()).collect();
    assert_eq!(measures, [LINKOPING]);
    let began = view.timeline.iter().filter(|told| matches!(told.event, Event::MeasureBegan(_)));
    assert_eq!(began.count(), 1);
    assert!(view.addresses.is_empty() && view.contact_details.is_empty() && view.row.address.is_none());
}

async fn whom_somebody_has_left_is_told_nothing_of_what_came_later(database: &TestDatabase) {
    let fyren = installation(database);
    let lives_in = |code: &str, since: &str| post("2008-08-17").living_in(code, since);
    fyren.import([lives_in("0583", "2008-08-17")]).await;
    fyren.import([lives_in(LINKOPING, "2020-01-01")]).await;
    fyren.pupils("2026-08-20", [row("2008-08-17", "NA", "2026-08-17", "2026-09-20")]).await;
    fyren.run(LINKOPING, "2026-10-01").await;
    let before = fyren.rows().await[0].id;
    let eva = fyren.signed_in("eva", role(Role::Caseworker, &[LINKOPING])).await;
    let moves = |view: &CaseView| -> Vec<String> {
        let moved = view.timeline.iter().filter_map(|told| match told.event {
            Event::Moved(code) => Some(format!("{code} {}", told.date)),
            _ => None,
        });
        moved.collect()
    };
    let open = cases::view(&fyren.services, &eva, before).await.unwrap();
    assert!(!open.has_left && open.assessed_today.is_some() && !open.addresses.is_empty());
    assert_eq!(open.residence.map(|stay| stay.municipality), Some(place(LINKOPING)));

    // They move, begin school there, get a diploma and move abroad.
    fyren.import([lives_in(NORRKOPING, "2026-11-01")]).await;
    fyren.run(LINKOPING, "2026-11-02").await;
    let here =
        [row("2008-08-17", "NA", "2026-08-17", "2026-09-20"), row("2008-08-17", "EK", "2026-11-05", "")];
    fyren.pupils("2026-11-05", here).await;
    let mut transaction = fyren.write().await;
    let mark = DiplomaMark { source: DiplomaSource::ALL[0], kind: DiplomaKind::ALL[0] };
    transaction.mark_diplomas(day("2026-11-10"), &[(number("2008-08-17"), mark)]).await.unwrap();
    transaction.commit().await.unwrap();
    let emigrated = DeregistrationCode::Emigrated;
    fyren.import([lives_in(NORRKOPING, "2026-11-01").deregistered(emigrated, "2026-11-18")]).await;

    let view = cases::view(&fyren.services, &eva, before).await.unwrap();
    assert!(view.has_left && view.row.deregistered.is_some());
    assert_eq!((view.residence, view.deregistration, view.assessed_today.clone()), (None, None, None));
    assert!(view.addresses.is_empty() && view.contact_details.is_empty() && view.row.address.is_none());
    assert!(view.diplomas.is_empty() && view.other_cases.is_empty());
    let placed: Vec<&str> = view.placements.iter().map(|placed| placed.study_path.as_str()).collect();
    assert_eq!((placed, moves(&view)), (vec!["NA"], moves(&open)));
    assert_eq!(moves(&open), ["0580 2020-01-01", "0583 2008-08-17"]);
    assert!(view.timeline.iter().all(|told| told.date <= view.row.deregistered.unwrap()));
    assert_eq!((view.opened_because.clone(), view.row.status), (open.opened_because, CaseStatus::Closed));
    let why: Vec<Fact> =
        view.closed_because.unwrap().verdicts.into_iter().map(|verdict| verdict.fact).collect();
    assert!(why.contains(&Fact::RegisteredNoLonger { municipality: place(LINKOPING) }), "{why:?}");
    assert!(!why.iter().any(|fact| fact.message(Language::Swedish).contains("Norrköping")), "{why:?}");

    // Where they lived last, it is known how it ended.
    fyren.run(NORRKOPING, "2026-11-02").await;
    fyren.import([post("2008-08-18")]).await;
    fyren.run(NORRKOPING, "2026-11-03").await;
    let last = fyren.rows().await.iter().find(|row| row.civic_number == number("2008-08-18")).unwrap().id;
    fyren.import([post("2008-08-18").deregistered(emigrated, "2026-11-18")]).await;
    fyren.run(NORRKOPING, "2026-11-19").await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let view = cases::view(&fyren.services, &asa, last).await.unwrap();
    assert_eq!((view.has_left, view.residence), (true, None));
    assert_eq!(view.deregistration, Some((emigrated, Some(day("2026-11-18")))));
    let why = view.closed_because.unwrap().verdicts;
    assert!(why.iter().any(|verdict| matches!(verdict.fact, Fact::Deregistered { .. })));
}

/// Only on PostgreSQL can reading be paused between the two questions. On SQLite nothing is written between them, so that
/// the story holds there without a snapshot too.
async fn a_page_of_a_list_and_its_total_are_of_one_moment(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let unit = |code: &str| PupilRow { unit_code: code.into(), ..row("2008-08-17", "NA", "2026-08-17", "") };
    fyren.import([post("2008-08-17")]).await;
    fyren.pupils("2026-08-20", [unit("11111111")]).await;
    let query = ListQuery::<UnitColumn>::default();
    let pause = Pause::of(database, "unit_row").await;
    let (page, ()) = tokio::join!(lists::page(&fyren.services, &asa, &query), async {
        // Somebody writes between the two questions that a page is read by. On SQLite nobody can be made to wait there:
        // that both are of one moment is seen on PostgreSQL alone.
        until_waiting(database, 1).await;
        fyren.pupils("2026-08-21", [unit("22222222")]).await;
        pause.end().await;
    });
    let page = page.unwrap();
    assert_eq!(page.total, page.rows.len() as u64);
    assert_eq!(lists::page(&fyren.services, &asa, &query).await.unwrap().total, 2);
}

async fn a_case_is_read_as_it_was_at_one_moment(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17")]).await;
    fyren.run(NORRKOPING, "2026-11-01").await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let case = fyren.rows().await[0].id;
    let before = cases::view(&fyren.services, &asa, case).await.unwrap();
    let pause = Pause::of_table(database, "address").await;
    let (view, ()) = tokio::join!(cases::view(&fyren.services, &asa, case), async {
        // Somebody moves after it has been read where they live. On SQLite nobody can be made to wait there.
        until_waiting(database, 1).await;
        pause.end_with("UPDATE address SET city = 'Annorstädes'").await;
    });
    let view = view.unwrap();
    assert!(!view.addresses.is_empty());
    assert_eq!((view.has_left, view.addresses), (false, before.addresses));
}

async fn mine_are_those_of_my_account_and_not_of_my_name(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import(["2008-08-17", "2008-08-18", "2008-08-19", "2008-08-20"].map(post)).await;
    fyren.run(NORRKOPING, "2026-11-01").await;
    // Both are called the same.
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let other = fyren.signed_in("bo", role(Role::Caseworker, &[NORRKOPING])).await;
    assert_eq!(asa.name, other.name);
    let mut ids: Vec<i64> = fyren.rows().await.iter().map(|row| row.id.0).collect();
    ids.sort_unstable();
    for (session, cases) in [(&asa, &ids[..1]), (&other, &ids[1..3])] {
        let all = CaseChange { caseworker: FieldChange::Set(session.account), ..CaseChange::default() };
        let update = CaseUpdate { all, rows: Vec::new() };
        jobs::start(&fyren.services, session, cases, &update.into(), Origin::default()).await.unwrap();
    }
    let found = async |session: &Session, operator: Operator, values: &[&str]| -> Vec<i64> {
        let condition = Condition::read(CaseColumn::Caseworker, operator, values).unwrap();
        let query = ListQuery::default().filtered(Filter::Is(condition)).sorted(Sort::new([]));
        let page = cases::list(&fyren.services, session, &query).await.unwrap();
        let taken = selection::freeze_matching(&fyren.services, session, &query).await.unwrap();
        let chosen = selection::rows::<CaseColumn>(&fyren.services, session, &taken.token).await.unwrap();
        let file = export::begin(&fyren.services, session, &query, ExportFormat::Csv).await.unwrap();
        let found: Vec<i64> = page.rows.iter().map(|row| row.id.0).collect();
        assert_eq!((chosen.as_ref(), file.total()), (Some(&found), found.len()));
        found
    };
    assert_eq!(found(&asa, Operator::AnyOf, &["me"]).await, ids[..1]);
    assert_eq!(found(&other, Operator::AnyOf, &["me"]).await, ids[1..3]);
    assert_eq!(found(&asa, Operator::NoneOf, &["me"]).await, ids[1..]);
    assert_eq!(found(&other, Operator::NoneOf, &["me"]).await, [ids[0], ids[3]]);
    // So are the follow-ups of their cases.
    let contact = NewContact {
        date: day("2026-11-03"),
        heading: "Samtal".to_owned(),
        way: ContactWay::Telephone,
        notes: String::new(),
        follow_up: Some(day("2026-12-01")),
    };
    let at = domain::clock::Clock::now(&*fyren.clock);
    let mut transaction = fyren.write().await;
    for case in &ids {
        transaction.add_contact(CaseId(*case), &contact, "Bo Ek", at).await.unwrap();
    }
    transaction.commit().await.unwrap();
    for (session, cases) in [(&asa, &ids[..1]), (&other, &ids[1..3])] {
        let mine = Condition::read(FollowUpColumn::Caseworker, Operator::AnyOf, &["me"]).unwrap();
        let query = ListQuery::default().filtered(Filter::Is(mine)).sorted(Sort::new([]));
        let page = lists::page(&fyren.services, session, &query).await.unwrap();
        let mut found: Vec<i64> = page.rows.iter().map(|row| row.case.0).collect();
        found.sort_unstable();
        assert_eq!(found, cases);
    }

    // By name they cannot be told apart.
    let named = asa.name.as_str();
    assert_eq!(found(&asa, Operator::AnyOf, &[named]).await, ids[..3]);
    assert_eq!(found(&asa, Operator::AnyOf, &["me", named]).await, ids[..3]);
    assert_eq!(found(&asa, Operator::NoneOf, &["me", named]).await, ids[3..]);
}
