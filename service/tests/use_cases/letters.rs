//! Letters to chosen people, and their templates.

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;
use domain::{
    access::{Role, Scope},
    case::responsibility::ResponsibilityForm,
    contact::{ContactWay, postal_address::AddressForm},
    exchange::population::PopulationPost,
    id::CaseId,
    job::{JobKind, JobState, RowOutcome, RowRefusal},
    letter::{
        LetterField, LetterRefusal, MergeField,
        form::{FormRefusal, LettersForm, TemplateForm},
        sender::{SenderField, SenderForm},
    },
    operation::{ChangeKind, EntityKind},
    person::{DeregistrationCode, Name},
};
use service::{
    ServiceError, contacts, details,
    jobs::{self, Asked, Origin, Progress, worker::work_on_next},
    letters::{self, LetterFailure, Letters, Preview, SHOWN, SenderFailure},
    responsibility,
    saving::Seen,
    session::Session,
    undo,
};

use crate::support::{
    LINKOPING, NORRKOPING, TODAY,
    casework::{BIRTH, Office, office},
    database::{TestDatabase, stories},
    place,
    posts::{But, post},
    users::role,
};

stories! {
    each_of_the_chosen_gets_a_letter_and_a_contact,
    letters_are_taken_back_with_their_contacts,
    who_cannot_be_written_to_is_named_and_gets_no_contact,
    whoever_has_left_or_become_protected_is_not_written_to_nor_put_on_paper,
    the_dead_and_who_has_moved_get_no_letter_though_no_run_has_closed_the_case,
    the_postal_address_of_another_municipality_is_not_used,
    whoever_has_no_name_or_too_long_an_address_is_refused,
    the_first_letter_is_read_and_told_of_alone,
    a_letter_keeps_its_file_when_another_is_removed,
    what_is_looked_at_and_fetched_stands_in_the_journal,
    letters_are_fetched_by_who_follows_the_job_and_for_a_week,
    many_letters_wait_for_a_worker,
    a_template_is_its_municipalitys_own,
    of_two_who_change_a_template_the_second_is_shown_the_first,
    a_template_says_who_wrote_it_last_and_when,
    a_letter_says_who_sends_it_and_how_one_answers,
    who_signs_each_letter_is_known_before_it_is_written,
    every_letter_is_looked_at_page_by_page,
    the_sender_is_said_by_who_keeps_the_templates_and_not_over_anothers,
}

const TEXT: &str = "Hej {förnamn}!\r\n\r\nVi hörs {uppföljning}.\r\n{handläggare}, {kommun}, {adress}";

fn form(name: &str, text: &str) -> TemplateForm {
    TemplateForm {
        municipality: NORRKOPING.to_owned(),
        name: name.to_owned(),
        subject: String::new(),
        text: text.to_owned(),
    }
}

struct Writing {
    office: Office,
    administrator: Session,
}

async fn writing(database: &TestDatabase, text: &str) -> Writing {
    let office = office(database).await;
    let region = role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING]);
    let administrator = office.fyren.signed_in("birgitta", region).await;
    let services = &office.fyren.services;
    letters::save_template(services, &administrator, None, &form("Första brevet", text)).await.unwrap();
    Writing { office, administrator }
}

impl Writing {
    async fn template(&self) -> letters::TemplateRecord {
        letters::templates(&self.office.fyren.services, &self.administrator).await.unwrap().remove(0)
    }

    async fn read(&self, follow_up: &str) -> Result<Letters, LetterFailure> {
        let template = self.template().await.id.to_string();
        let form = LettersForm { template, follow_up: follow_up.to_owned() };
        Ok(letters::read(&self.office.fyren.services, &self.office.asa, &form).await?.1)
    }

    async fn preview(&self, by: &Session, cases: &[i64], letters: &Letters, page: usize) -> Preview {
        let services = &self.office.fyren.services;
        let sender = letters::sender(services, by, letters.municipality).await.unwrap();
        letters::preview(services, by, cases, (letters, &sender), page).await.unwrap()
    }

    async fn says(&self, version: i64, fields: &[(&str, &str)]) -> Result<(), SenderFailure> {
        let form = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let services = &self.office.fyren.services;
        letters::save_sender(services, &self.administrator, place(NORRKOPING), version, &form).await
    }

    async fn everybody(&self) -> Vec<i64> {
        self.office.fyren.rows().await.iter().map(|row| row.id.0).collect()
    }

    async fn write(&self, by: &Session, follow_up: &str) -> Progress {
        let services = &self.office.fyren.services;
        let asked = Asked::WriteLetters(self.read(follow_up).await.unwrap());
        let job =
            jobs::start(services, by, &self.everybody().await, &asked, Origin::default()).await.unwrap();
        jobs::progress(services, by, job).await.unwrap()
    }

    async fn refusal(&self, by: &Session, job: &Progress) -> RowRefusal {
        let report = jobs::report(&self.office.fyren.services, by, job.id).await.unwrap();
        assert_eq!(report[0].outcome, RowOutcome::Refused);
        report[0].reasons[0].clone()
    }
}

async fn each_of_the_chosen_gets_a_letter_and_a_contact(database: &TestDatabase) {
    let writing = writing(database, TEXT).await;
    let office = &writing.office;
    office.fyren.import([post("2008-08-18").named("Ek")]).await;
    office.fyren.run(NORRKOPING, "2026-11-20").await;
    let entries = office.entries().await;
    let job = writing.write(&office.asa, "2026-12-01").await;
    assert_eq!((job.kind, job.state, job.counts.changed), (JobKind::WriteLetters, JobState::Done, 2));
    // All of it is one operation.
    assert_eq!(office.entries().await, entries + 1);
    let contact = office.view().await.contacts.remove(0);
    assert_eq!((contact.heading.as_str(), contact.way), ("Första brevet", ContactWay::Letter));
    assert_eq!(contact.follow_up.map(|day| day.to_string()).as_deref(), Some("2026-12-01"));
    let services = &office.fyren.services;
    assert_eq!(letters::of_job(services, &office.asa, job.id).await.unwrap(), 2);
    let printed = letters::file(services, &office.asa, job.id, 1).await.unwrap();
    let letter = &printed.letters[0];
    assert_eq!(letter.window, ["Viggo Dahl", "Kungsgatan 1", "602 24  Norrköping"]);
    assert_eq!(
        letter.paragraphs,
        [
            vec!["Hej Viggo!"],
            vec![
                "Vi hörs 1\u{a0}december\u{a0}2026.",
                "Åsa Lindqvist, Norrköping, Kungsgatan 1, 602 24 Norrköping"
            ]
        ]
    );
    assert!(printed.letters[1].window[0].ends_with("Ek"));
    // A day before the letter is no day to follow it up, and a template that names the day asks for it.
    for wrong in ["2026-11-01", ""] {
        let Err(LetterFailure::Refused(refusals)) = writing.read(wrong).await else { panic!("{wrong}") };
        assert_eq!(refusals[0].field(), LetterField::FollowUp);
    }
}

async fn letters_are_taken_back_with_their_contacts(database: &TestDatabase) {
    let writing = writing(database, "Hej {förnamn}!").await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let job = writing.write(&office.asa, "").await;
    undo::undo(services, &office.asa, job.id).await.unwrap();
    assert!(office.view().await.contacts.is_empty());
    assert_eq!(letters::of_job(services, &office.asa, job.id).await.unwrap(), 0);
    let gone = letters::file(services, &office.asa, job.id, 1).await.err();
    assert_eq!(gone, Some(ServiceError::NotFound));
}

async fn who_cannot_be_written_to_is_named_and_gets_no_contact(database: &TestDatabase) {
    let writing = writing(database, "Hej {förnamn}!").await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let mut without = post(BIRTH).changed(2);
    without.addresses.clear();
    office.fyren.import([without]).await;
    let letters = writing.read("").await.unwrap();
    let preview = writing.preview(&office.asa, &writing.everybody().await, &letters, 1).await;
    assert_eq!((preview.letters, preview.without, preview.shown.len()), (0, 1, 0));
    assert_eq!(preview.refused, [(office.case, "Viggo Dahl".to_owned(), LetterRefusal::NoAddress)]);
    let job = writing.write(&office.asa, "").await;
    assert_eq!((job.counts.changed, job.counts.refused), (0, 1));
    let refusal = writing.refusal(&office.asa, &job).await;
    assert_eq!(refusal, RowRefusal::Letter(LetterRefusal::NoAddress));
    // Nor whoever has a name that cannot be set.
    office.fyren.import([post(BIRTH).changed(3).named("李")]).await;
    let job = writing.write(&office.asa, "").await;
    let refusal = writing.refusal(&office.asa, &job).await;
    assert_eq!(refusal, RowRefusal::Letter(LetterRefusal::Unprintable));
    assert!(office.view().await.contacts.is_empty());
    assert_eq!(letters::of_job(services, &office.asa, job.id).await.unwrap(), 0);
}

async fn whoever_has_left_or_become_protected_is_not_written_to_nor_put_on_paper(database: &TestDatabase) {
    let writing = writing(database, "Hej {förnamn}!").await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let asked = Asked::WriteLetters(writing.read("").await.unwrap());
    let written = writing.write(&office.asa, "").await;
    assert_eq!(written.counts.changed, 1);
    office.moves().await;
    let start = async || {
        let job =
            jobs::start(services, &office.asa, &[office.case.0], &asked, Origin::default()).await.unwrap();
        jobs::progress(services, &office.asa, job).await.unwrap()
    };
    let job = start().await;
    assert_eq!(writing.refusal(&office.asa, &job).await, RowRefusal::Letter(LetterRefusal::HasLeft));
    let file = async || letters::file(services, &office.asa, written.id, 1).await.err();
    assert_eq!(file().await, Some(ServiceError::NotFound));
    office.is_protected().await;
    let job = start().await;
    assert_eq!((job.counts.changed, job.counts.gone), (0, 1));
    assert_eq!(file().await, Some(ServiceError::NotFound));
    let letters = writing.read("").await.unwrap();
    let preview = writing.preview(&office.asa, &[office.case.0], &letters, 1).await;
    assert_eq!((preview.letters, preview.without), (0, 0));
}

async fn the_dead_and_who_has_moved_get_no_letter_though_no_run_has_closed_the_case(database: &TestDatabase) {
    let writing = writing(database, "Hej {förnamn}!").await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let written = writing.write(&office.asa, "").await;
    assert_eq!(written.counts.changed, 1);
    let refused = async |refusal: LetterRefusal| {
        let job = writing.write(&office.asa, "").await;
        assert_eq!(writing.refusal(&office.asa, &job).await, RowRefusal::Letter(refusal));
        let file = letters::file(services, &office.asa, written.id, 1).await;
        assert_eq!(file.err(), Some(ServiceError::NotFound));
    };
    office.fyren.import([post(BIRTH).changed(2).living_in(LINKOPING, "2026-11-20")]).await;
    assert!(office.row().await.deregistered.is_none());
    refused(LetterRefusal::HasLeft).await;
    let dead = post(BIRTH).changed(3).deregistered(DeregistrationCode::Dead, "2026-11-20");
    office.fyren.import([dead]).await;
    assert!(office.row().await.deregistered.is_none());
    refused(LetterRefusal::Dead).await;
    // Nor once a run has closed the case.
    office.fyren.run(NORRKOPING, TODAY).await;
    assert!(office.row().await.deregistered.is_some());
    refused(LetterRefusal::Dead).await;
}

async fn the_postal_address_of_another_municipality_is_not_used(database: &TestDatabase) {
    let writing = writing(database, "Hej {förnamn}!").await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let address = |line: &str| AddressForm {
        line1: line.into(),
        postal_code: "60224".into(),
        city: "Norrköping".into(),
        ..AddressForm::default()
    };
    details::add_address(services, &office.asa, office.case, &address("Box 17")).await.unwrap();
    let street = async |by: &Session, letters: &Letters, case: CaseId| {
        writing.preview(by, &[case.0], letters, 1).await.shown[0].2.window[1].clone()
    };
    let letters = writing.read("").await.unwrap();
    assert_eq!(street(&office.asa, &letters, office.case).await, "Box 17");
    let there = office.moves().await;
    let theirs = Letters { municipality: place(LINKOPING), ..letters };
    assert_eq!(street(&office.elsewhere, &theirs, there).await, "Kungsgatan 1");
    // What they write there themselves is theirs.
    let (present, version) =
        details::reached(services, &office.elsewhere, there).await.unwrap().postal_address.unwrap();
    let seen = Seen { version, values: present, sides: HashMap::new() };
    let own = address("Box 18");
    details::change_address(services, &office.elsewhere, there, &seen, &own).await.unwrap();
    assert_eq!(street(&office.elsewhere, &theirs, there).await, "Box 18");
}

async fn whoever_has_no_name_or_too_long_an_address_is_refused(database: &TestDatabase) {
    let writing = writing(database, "Hej!").await;
    let office = &writing.office;
    let mut crowded = post(BIRTH).changed(2);
    crowded.addresses[0].lines = vec!["Kungsgatan 1, uppgång B".into(); 7];
    let nameless = PopulationPost { name: Some(Name::default()), ..post(BIRTH).changed(3) };
    let missing = LetterRefusal::Missing(vec![MergeField::FullName]);
    for (post, refusal) in [(crowded, LetterRefusal::WindowTooSmall), (nameless, missing)] {
        office.fyren.import([post]).await;
        let job = writing.write(&office.asa, "").await;
        assert_eq!(writing.refusal(&office.asa, &job).await, RowRefusal::Letter(refusal));
    }
}

async fn the_first_letter_is_read_and_told_of_alone(database: &TestDatabase) {
    let writing = writing(database, "Hej {förnamn}!").await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let mut without = post("2008-08-18").named("Berg");
    without.addresses.clear();
    office.fyren.import([without, post("2008-09-18").named("Ek")]).await;
    office.fyren.run(NORRKOPING, "2026-11-20").await;
    let everybody = writing.everybody().await;
    assert_eq!(everybody.len(), 3);
    let letters = writing.read("").await.unwrap();
    let first = letters::first(services, &office.asa, &everybody, &letters).await.unwrap();
    assert_eq!(first.letters.len(), 1);
    assert_eq!(first.letters[0].window[0], "Viggo Dahl");
    let mut connection = services.store.read(&Scope::of_the_system()).await.unwrap();
    let mut told = Vec::new();
    for birth in [BIRTH, "2008-08-18", "2008-09-18"] {
        let person = office.fyren.person(birth).await.unwrap().id;
        let changes = connection.changes_of(&Scope::of_the_system(), person).await.unwrap();
        told.push(changes.iter().filter(|change| change.kind == ChangeKind::Read).count());
    }
    assert_eq!(told, [1, 0, 0]);
}

async fn a_letter_keeps_its_file_when_another_is_removed(database: &TestDatabase) {
    let writing = writing(database, "Hej {förnamn}!").await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let births = ["2008-08-18", "2008-09-18", "2008-10-18", "2008-11-18"];
    let names = ["Alm", "Berg", "Ceder", "Ek"];
    let posts: Vec<_> = births.iter().zip(names).map(|(birth, name)| post(birth).named(name)).collect();
    office.fyren.import(posts).await;
    office.fyren.run(NORRKOPING, "2026-11-20").await;
    let job = writing.write(&office.asa, "").await.id;
    let named = async |number: usize| -> Vec<String> {
        match letters::file_of(services, &office.asa, job, number, 2).await {
            Ok(printed) => printed.letters.iter().map(|letter| letter.window[0].clone()).collect(),
            Err(error) => {
                assert_eq!(error, ServiceError::NotFound);
                Vec::new()
            }
        }
    };
    let files = [named(1).await, named(2).await, named(3).await];
    assert_eq!(files.each_ref().map(Vec::len), [2, 2, 1]);
    assert!(named(0).await.is_empty() && named(4).await.is_empty());
    let together: BTreeSet<&String> = files.iter().flatten().collect();
    assert_eq!(together.len(), 5);
    // The letter of the office's own person, who is in the first file, is removed.
    let contact = office.view().await.contacts[0].id;
    assert!(files[0].contains(&"Viggo Dahl".to_owned()), "{files:?}");
    contacts::remove(services, &office.asa, (office.case, contact), 1).await.unwrap();
    let left: Vec<String> = files[0].iter().filter(|name| *name != "Viggo Dahl").cloned().collect();
    assert_eq!([named(1).await, named(2).await, named(3).await], [left, files[1].clone(), files[2].clone()]);
    assert_eq!(letters::of_job(services, &office.asa, job).await.unwrap(), 5);
}

async fn what_is_looked_at_and_fetched_stands_in_the_journal(database: &TestDatabase) {
    let writing = writing(database, "Hej {förnamn}!").await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let read = async || {
        let told = office.told(1).await.remove(0);
        (told.entity, told.kind)
    };
    let entries = office.entries().await;
    let letters = writing.read("").await.unwrap();
    writing.preview(&office.asa, &[office.case.0], &letters, 1).await;
    assert_eq!((office.entries().await, read().await), (entries + 1, (EntityKind::Case, ChangeKind::Read)));
    let job = writing.write(&office.asa, "").await;
    assert_eq!(read().await, (EntityKind::Contact, ChangeKind::Created));
    letters::file(services, &office.asa, job.id, 1).await.unwrap();
    assert_eq!((office.entries().await, read().await), (entries + 3, (EntityKind::Case, ChangeKind::Read)));
}

async fn letters_are_fetched_by_who_follows_the_job_and_for_a_week(database: &TestDatabase) {
    let writing = writing(database, "Hej {förnamn}!").await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let job = writing.write(&office.asa, "").await;
    let gone = Some(ServiceError::NotFound);
    assert_eq!(letters::file(services, &office.bo, job.id, 1).await.err(), gone);
    assert_eq!(letters::file(services, &office.elsewhere, job.id, 1).await.err(), gone);
    for number in [0, 2] {
        assert_eq!(letters::file(services, &office.asa, job.id, number).await.err(), gone);
    }
    for _ in 0..2 {
        letters::file(services, &office.asa, job.id, 1).await.unwrap();
    }
    office.fyren.clock.pass(TimeDelta::days(7) + TimeDelta::minutes(1));
    assert_eq!(letters::of_job(services, &office.asa, job.id).await.unwrap(), 0);
    assert_eq!(letters::file(services, &office.asa, job.id, 1).await.err(), gone);
}

async fn many_letters_wait_for_a_worker(database: &TestDatabase) {
    let writing = writing(database, "Hej {förnamn}!").await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let asked = Asked::WriteLetters(writing.read("").await.unwrap());
    let job = jobs::queue(services, &office.asa, &writing.everybody().await, &asked).await.unwrap();
    assert_eq!(letters::of_job(services, &office.asa, job).await.unwrap(), 0);
    // The template as it was when the letters were asked for is what they say.
    let template = writing.template().await;
    let seen = Some((template.id, template.version));
    letters::save_template(services, &writing.administrator, seen, &form("Nytt", "Hallå")).await.unwrap();
    assert!(work_on_next(services, TimeDelta::minutes(1), || false).await.unwrap());
    let printed = letters::file(services, &office.asa, job, 1).await.unwrap();
    assert_eq!(printed.title, "Första brevet");
    assert_eq!(printed.letters[0].paragraphs, [["Hej Viggo!"]]);
}

async fn a_template_is_its_municipalitys_own(database: &TestDatabase) {
    let writing = writing(database, "Hej {förnamn}!").await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let save = async |by: &Session, seen, form: &TemplateForm| {
        letters::save_template(services, by, seen, form).await
    };
    let forbidden = save(&office.asa, None, &form("Andra brevet", TEXT)).await.unwrap_err();
    assert!(matches!(forbidden, LetterFailure::Unavailable(ServiceError::Forbidden)));
    let Err(LetterFailure::Refused(taken)) =
        save(&writing.administrator, None, &form("Första brevet", "Hej")).await
    else {
        panic!("taken")
    };
    assert_eq!(taken, [FormRefusal::NameTaken]);
    // Linköping may have one of that name.
    let other = TemplateForm { municipality: LINKOPING.to_owned(), ..form("Första brevet", "Hej") };
    save(&writing.administrator, None, &other).await.unwrap();
    let own = async |by: &Session| -> Vec<String> {
        let templates = letters::templates(services, by).await.unwrap();
        templates.iter().map(|template| template.municipality.to_string()).collect()
    };
    assert_eq!(own(&office.asa).await, [NORRKOPING]);
    assert_eq!(own(&office.elsewhere).await, [LINKOPING]);
    // Nobody writes with another municipality's, nor to another's people with the own.
    let theirs = letters::templates(services, &office.elsewhere).await.unwrap()[0].id;
    let chosen = LettersForm { template: theirs.to_string(), follow_up: String::new() };
    let Err(LetterFailure::Refused(refused)) = letters::read(services, &office.asa, &chosen).await else {
        panic!("another's template")
    };
    assert_eq!(refused[0].field(), LetterField::Template);
    let (_, letters) = letters::read(services, &writing.administrator, &chosen).await.unwrap();
    let asked = Asked::WriteLetters(letters);
    let job = jobs::start(services, &writing.administrator, &[office.case.0], &asked, Origin::default())
        .await
        .unwrap();
    let job = jobs::progress(services, &writing.administrator, job).await.unwrap();
    let refusal = writing.refusal(&writing.administrator, &job).await;
    assert_eq!(refusal, RowRefusal::Letter(LetterRefusal::OtherMunicipality));
    // An administrator of Linköping alone does not find Norrköping's.
    let linkoping = office.fyren.signed_in("lars", role(Role::RegionAdministrator, &[LINKOPING])).await;
    let norrkopings = letters::templates(services, &office.asa).await.unwrap()[0].id;
    let found = letters::template(services, &linkoping, norrkopings).await.err();
    assert_eq!(found, Some(ServiceError::NotFound));
    let changed = save(&linkoping, Some((norrkopings, 1)), &form("Vårt", "Hej")).await.unwrap_err();
    assert!(matches!(changed, LetterFailure::Unavailable(ServiceError::NotFound)));
}

async fn of_two_who_change_a_template_the_second_is_shown_the_first(database: &TestDatabase) {
    let writing = writing(database, TEXT).await;
    let services = &writing.office.fyren.services;
    let seen = (writing.template().await.id, 1);
    let save = async |text: &str| {
        let form = form("Första brevet", text);
        letters::save_template(services, &writing.administrator, Some(seen), &form).await
    };
    save("Hej igen").await.unwrap();
    let Err(LetterFailure::ChangedMeanwhile { now }) = save("Hallå").await else { panic!("changed") };
    assert_eq!((now.version, now.text.as_str()), (2, "Hej igen"));
    let late = letters::remove_template(services, &writing.administrator, seen).await;
    assert!(matches!(late, Err(LetterFailure::ChangedMeanwhile { .. })));
    letters::remove_template(services, &writing.administrator, (seen.0, 2)).await.unwrap();
    assert!(letters::templates(services, &writing.office.asa).await.unwrap().is_empty());
}

async fn a_template_says_who_wrote_it_last_and_when(database: &TestDatabase) {
    let writing = writing(database, TEXT).await;
    let services = &writing.office.fyren.services;
    let before = writing.template().await;
    assert_eq!(
        (before.changed.0.as_str(), before.subject.as_str()),
        (writing.administrator.name.as_str(), "")
    );
    writing.office.fyren.clock.pass(TimeDelta::days(1));
    let form = TemplateForm { subject: "Hör av dig, {förnamn}".into(), ..form("Första brevet", "Hej") };
    let seen = Some((before.id, before.version));
    letters::save_template(services, &writing.administrator, seen, &form).await.unwrap();
    let after = writing.template().await;
    assert_eq!(after.subject, "Hör av dig, {förnamn}");
    assert_eq!(after.changed.1 - before.changed.1, TimeDelta::days(1));
}

const ANSWER: &str =
    "Ring {telefon} eller skriv till {e-post}.\n\n{handläggare}\n{avsändare}, {avsändarens telefon}";

async fn a_letter_says_who_sends_it_and_how_one_answers(database: &TestDatabase) {
    let writing = writing(database, ANSWER).await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let everybody = writing.everybody().await;
    let letters = writing.read("").await.unwrap();
    // Nothing is said yet: what is empty is known, and nobody gets a letter with a hole in it.
    let preview = writing.preview(&office.asa, &everybody, &letters, 1).await;
    assert_eq!(preview.empty, [SenderField::Address, SenderField::Telephone, SenderField::Email]);
    assert_eq!(preview.printed.sender, ["Norrköping"]);
    let missing = [MergeField::CaseworkerTelephone, MergeField::CaseworkerEmail, MergeField::SenderTelephone];
    assert_eq!(preview.refused[0].2, LetterRefusal::Missing(missing.to_vec()));
    let account = office.asa.account;
    let said = [
        ("name", "Kommunala aktivitetsansvaret"),
        ("address", "Rådhuset\n601 81 Norrköping"),
        ("telephone", "011-15 00 00"),
        ("email", "kaa@norrkoping.example"),
        (&format!("u{account}:telephone"), "070-174 06 31"),
    ];
    writing.says(0, &said).await.unwrap();
    let preview = writing.preview(&office.asa, &everybody, &letters, 1).await;
    assert_eq!(preview.empty, []);
    let block = [
        "Kommunala aktivitetsansvaret",
        "Rådhuset",
        "601 81 Norrköping",
        "011-15 00 00",
        "kaa@norrkoping.example",
    ];
    assert_eq!(preview.printed.sender, block);
    assert_eq!(preview.printed.date, "21 november 2026");
    let paragraphs = [
        vec!["Ring 070-174\u{a0}06\u{a0}31 eller skriv till kaa@norrkoping.example."],
        vec!["Åsa Lindqvist", "Kommunala aktivitetsansvaret, 011-15\u{a0}00\u{a0}00"],
    ];
    assert_eq!(preview.shown[0].2.paragraphs, paragraphs);
    // So it is on paper.
    let job = writing.write(&office.asa, "").await;
    let printed = letters::file(services, &office.asa, job.id, 1).await.unwrap();
    assert_eq!(
        (printed.sender, printed.date.as_str()),
        (block.map(str::to_owned).to_vec(), "21 november 2026")
    );
    assert_eq!(printed.letters[0].paragraphs, paragraphs);
}

async fn who_signs_each_letter_is_known_before_it_is_written(database: &TestDatabase) {
    let writing = writing(database, "Hej!\n{handläggare}").await;
    let office = &writing.office;
    office.fyren.import([post("2008-08-18").named("Ek")]).await;
    office.fyren.run(NORRKOPING, "2026-11-20").await;
    let services = &office.fyren.services;
    let (found, _) = responsibility::responsibility(services, &office.asa, office.case).await.unwrap();
    let hers = ResponsibilityForm {
        registered: "2026-11-01".into(),
        occupation: "work".into(),
        caseworker: office.asa.account.to_string(),
        ..ResponsibilityForm::default()
    };
    let seen = Seen::new(found.case.version, found.values);
    responsibility::save(services, &office.asa, office.case, &seen, &hers).await.unwrap();
    let letters = writing.read("").await.unwrap();
    let bo = office.fyren.signed_in_as("Bo Ek", role(Role::Caseworker, &[NORRKOPING])).await;
    // Bo writes: Åsa's case is signed by her, and the one that is nobody's by him, which is said.
    let preview = writing.preview(&bo, &writing.everybody().await, &letters, 1).await;
    let signed: Vec<_> = preview
        .shown
        .iter()
        .map(|(_, name, letter)| {
            let signed = letter.signed.as_ref().unwrap();
            (name.ends_with("Ek"), signed.name.clone(), signed.without_caseworker)
        })
        .collect();
    let asa = office.asa.name.clone();
    assert_ne!(asa, bo.name);
    assert_eq!(signed, [(false, asa, false), (true, bo.name.clone(), true)]);
    // A letter that names no caseworker is signed by nobody.
    let unsigned = Letters { text: "Hej!".into(), ..letters };
    let preview = writing.preview(&bo, &writing.everybody().await, &unsigned, 1).await;
    assert!(preview.shown.iter().all(|(_, _, letter)| letter.signed.is_none()));
}

async fn every_letter_is_looked_at_page_by_page(database: &TestDatabase) {
    let writing = writing(database, "Hej {förnamn}!").await;
    let office = &writing.office;
    let births: Vec<String> = (1..=SHOWN).map(|day| format!("2008-10-{day:02}")).collect();
    office.fyren.import(births.iter().map(|birth| post(birth).named("Ek"))).await;
    office.fyren.run(NORRKOPING, "2026-11-20").await;
    let everybody = writing.everybody().await;
    let letters = writing.read("").await.unwrap();
    let first = writing.preview(&office.asa, &everybody, &letters, 1).await;
    assert_eq!((first.letters, first.from, first.shown.len()), (SHOWN + 1, 0, SHOWN));
    let second = writing.preview(&office.asa, &everybody, &letters, 2).await;
    assert_eq!((second.letters, second.from, second.shown.len()), (SHOWN + 1, SHOWN, 1));
    let mut cases: BTreeSet<i64> = first.shown.iter().map(|(case, ..)| case.0).collect();
    cases.extend(second.shown.iter().map(|(case, ..)| case.0));
    assert_eq!(cases.len(), SHOWN + 1);
    assert_eq!(writing.preview(&office.asa, &everybody, &letters, 4711).await.shown.len(), 0);
}

async fn the_sender_is_said_by_who_keeps_the_templates_and_not_over_anothers(database: &TestDatabase) {
    let writing = writing(database, "Hej!").await;
    let office = &writing.office;
    let services = &office.fyren.services;
    let form = SenderForm::from([("telephone".to_owned(), "011-15 00 00".to_owned())]);
    let by =
        async |session: &Session| letters::save_sender(services, session, place(NORRKOPING), 0, &form).await;
    let forbidden = by(&office.asa).await.unwrap_err();
    assert!(matches!(forbidden, SenderFailure::Unavailable(ServiceError::Forbidden)));
    let linkoping = office.fyren.signed_in("lars", role(Role::RegionAdministrator, &[LINKOPING])).await;
    let unreached = by(&linkoping).await.unwrap_err();
    assert!(matches!(unreached, SenderFailure::Unavailable(ServiceError::NotFound)));
    assert_eq!(
        letters::sender(services, &linkoping, place(NORRKOPING)).await.err(),
        Some(ServiceError::NotFound)
    );
    let entries = office.entries().await;
    by(&writing.administrator).await.unwrap();
    assert_eq!(office.entries().await, entries + 1);
    // What another has said meanwhile is not lost, and what is wrong is told.
    let Err(SenderFailure::ChangedMeanwhile { now }) = writing.says(0, &[("name", "Vi")]).await else {
        panic!("changed")
    };
    assert_eq!((now.version, now.reach.telephone.as_str()), (1, "011-15 00 00"));
    let Err(SenderFailure::Refused(refusals)) = writing.says(1, &[("email", "vi")]).await else {
        panic!("refused")
    };
    assert_eq!(refusals[0].code, "email");
    writing.says(1, &[("name", "Vi")]).await.unwrap();
    let (now, users) =
        letters::sender_form(services, &writing.administrator, place(NORRKOPING)).await.unwrap();
    assert_eq!((now.version, now.name.as_str(), now.reach.telephone.as_str()), (2, "Vi", ""));
    assert!(users.iter().any(|(account, _)| *account == office.asa.account));
    // Linköping has said nothing.
    assert_eq!(letters::sender(services, &linkoping, place(LINKOPING)).await.unwrap().version, 0);
}
