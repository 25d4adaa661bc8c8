//! A person keeps their history under a new number.

use domain::{case::DeregistrationReason, person::DeregistrationCode};

use crate::support::{
    NORRKOPING,
    database::{TestDatabase, stories},
    installation, number,
    posts::{But, post, row},
};

stories! {
    the_new_numbers_post_takes_the_person_along,
    the_old_numbers_post_takes_the_person_along,
    both_posts_in_either_order_make_one_person,
    a_pupil_file_may_be_before_the_population_register,
    protection_follows_the_person,
    two_open_cases_in_one_municipality_stay_apart_and_are_listed,
    an_old_number_that_nobody_has_had_is_remembered,
}

const OLD: &str = "2008-08-17";
const NEW: &str = "2008-08-18";

fn new_number() -> domain::exchange::population::PopulationPost {
    post(NEW).refers_to(OLD)
}

fn old_number() -> domain::exchange::population::PopulationPost {
    let mut post = post(OLD).refers_to(NEW).deregistered(DeregistrationCode::OldPersonalNumber, "2026-11-20");
    (post.residence, post.addresses) = (None, Vec::new());
    post
}

async fn the_new_numbers_post_takes_the_person_along(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(OLD)]).await;
    let person = fyren.person(OLD).await.unwrap().id;
    fyren.run(NORRKOPING, "2026-11-19").await;
    let outcome = fyren.import([new_number()]).await;
    assert_eq!((outcome.renumbered, outcome.error_count), (1, 0));
    let found = fyren.person(NEW).await.unwrap();
    assert_eq!((found.id, found.civic_number), (person, number(NEW)));
    assert_eq!(fyren.person(OLD).await.unwrap().id, person);
    let rows = fyren.rows().await;
    assert_eq!((rows.len(), rows[0].civic_number), (1, number(NEW)));
    // The case goes on.
    let report = fyren.run(NORRKOPING, "2026-11-21").await;
    assert_eq!((report.opened.len(), report.closed.len(), report.unchanged), (0, 0, 1));
}

async fn the_old_numbers_post_takes_the_person_along(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(OLD)]).await;
    let person = fyren.person(OLD).await.unwrap();
    assert_eq!(fyren.import([old_number()]).await.renumbered, 1);
    assert_eq!(fyren.journal().await.1, 1, "the change of number is told");
    let found = fyren.person(NEW).await.unwrap();
    assert_eq!((found.id, found.civic_number), (person.id, number(NEW)));
    assert_eq!(found.registration, person.registration);
}

async fn both_posts_in_either_order_make_one_person(database: &TestDatabase) {
    for (nth, posts) in [[new_number(), old_number()], [old_number(), new_number()]].into_iter().enumerate() {
        let fyren = installation(database);
        if nth == 0 {
            fyren.import([post(OLD)]).await;
        }
        fyren.import(posts).await;
        let (old, new) = (fyren.person(OLD).await.unwrap(), fyren.person(NEW).await.unwrap());
        assert_eq!((old.id, old.civic_number), (new.id, number(NEW)));
        assert_eq!(new.registration.present, new_number().residence);
        assert!(new.registration.deregistration.is_none());
    }
}

async fn a_pupil_file_may_be_before_the_population_register(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(OLD)]).await;
    fyren.run(NORRKOPING, "2026-11-19").await;
    // The school knows the new number already.
    fyren.pupils("2026-11-20", [row(NEW, "NA", "2026-11-20", "")]).await;
    assert_ne!(fyren.person(OLD).await.unwrap().id, fyren.person(NEW).await.unwrap().id);
    let outcome = fyren.import([old_number()]).await;
    assert_eq!(outcome.renumbered, 1);
    let person = fyren.person(NEW).await.unwrap();
    assert_eq!(fyren.person(OLD).await.unwrap().id, person.id);
    assert_eq!(person.registration.present, post(OLD).residence, "the residence is not lost");
    let report = fyren.run(NORRKOPING, "2026-11-21").await;
    assert_eq!(report.closed[0].reason, "StNat");
    let row = fyren.rows().await.remove(0);
    assert_eq!((row.civic_number, row.reason), (number(NEW), Some(DeregistrationReason::NationalProgramme)));
}

async fn protection_follows_the_person(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(OLD).protected()]).await;
    fyren.pupils("2026-11-20", [row(NEW, "NA", "2026-11-20", "")]).await;
    fyren.import([old_number()]).await;
    assert!(fyren.person(NEW).await.unwrap().protection.is_protected());

    let other = ("2008-07-01", "2008-07-02");
    fyren.import([post(other.0)]).await;
    let mut says_so = post(other.0).refers_to(other.1).protected();
    says_so = says_so.deregistered(DeregistrationCode::OldPersonalNumber, "");
    fyren.import([says_so]).await;
    assert!(fyren.person(other.1).await.unwrap().protection.is_protected());
}

async fn two_open_cases_in_one_municipality_stay_apart_and_are_listed(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post(OLD), post(NEW)]).await;
    assert_eq!(fyren.run(NORRKOPING, "2026-11-19").await.opened.len(), 2);
    for colliding in [old_number().protected(), new_number().protected()] {
        let outcome = fyren.import([colliding]).await;
        assert_eq!((outcome.error_count, outcome.errors[0].code), (1, "both_numbers_have_open_cases"));
        assert_ne!(fyren.person(OLD).await.unwrap().id, fyren.person(NEW).await.unwrap().id);
        for birth in [OLD, NEW] {
            assert!(fyren.person(birth).await.unwrap().protection.is_protected());
        }
    }
}

async fn an_old_number_that_nobody_has_had_is_remembered(database: &TestDatabase) {
    let fyren = installation(database);
    assert_eq!(fyren.import([old_number().changed(9)]).await.created, 1);
    assert_eq!(fyren.person(OLD).await.unwrap().civic_number, number(NEW));
    // The new number's own post is better, though it was changed before.
    fyren.import([new_number().changed(8)]).await;
    assert_eq!(fyren.person(OLD).await.unwrap().registration.present, new_number().residence);

    let mut lost = old_number();
    (lost.civic_number, lost.reference) = (number("2008-07-01"), None);
    let outcome = fyren.import([lost]).await;
    assert_eq!((outcome.created, outcome.warnings[0].code), (0, "new_number_unknown"));
}
