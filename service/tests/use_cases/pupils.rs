//! Importing pupils: the whole file is the truth for an organiser and an academic year.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    organisation::{OrganisationNumber, Validity},
    period::Period,
};
use service::installation::OrganiserWithUnits;
use store::PlacementRecord;

use crate::support::{
    Installation,
    database::{TestDatabase, stories},
    day, installation, number,
    posts::{post, row, set, unreadable},
};

stories! {
    a_placement_that_the_file_lacks_ends_the_day_before,
    a_placement_that_has_not_begun_is_removed,
    people_with_a_row_in_error_are_left_alone,
    what_is_missing_is_made_only_when_asked_for,
    a_placement_outside_the_validity_is_refused,
    overlapping_and_repeated_placements_are_refused,
    another_academic_year_is_left_alone,
    importing_the_same_twice_changes_nothing,
    a_pupil_nobody_knows_is_entered_with_the_schools_names,
}

async fn placements(fyren: &Installation) -> Vec<PlacementRecord> {
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let set = set("2026-11-21", false);
    let organiser = connection.organiser(&set.organiser).await.unwrap().unwrap();
    let ids = connection.placement_set(organiser, set.year).await.unwrap();
    connection.placements_by_id(&Scope::of_the_system(), &ids).await.unwrap()
}

async fn periods(fyren: &Installation) -> Vec<Period> {
    let mut periods: Vec<_> = placements(fyren).await.iter().map(|placement| placement.period).collect();
    periods.sort();
    periods
}

fn period(start: &str, end: &str) -> Period {
    Period::new(day(start), end.parse::<NaiveDate>().ok())
}

async fn a_placement_that_the_file_lacks_ends_the_day_before(database: &TestDatabase) {
    let fyren = installation(database);
    let stays = row("2008-08-17", "NA", "2026-08-17", "");
    let leaves = row("2008-08-18", "NA", "2026-08-18", "");
    let had_ended = row("2008-08-19", "NA", "2026-08-19", "2026-10-01");
    fyren.pupils("2026-09-01", [stays.clone(), leaves, had_ended]).await;
    let outcome = fyren.pupils("2026-11-21", [stays]).await;
    assert_eq!((outcome.unchanged, outcome.ended, outcome.removed), (1, 1, 0));
    let expected =
        [period("2026-08-17", ""), period("2026-08-18", "2026-11-20"), period("2026-08-19", "2026-10-01")];
    assert_eq!(periods(&fyren).await, expected);
}

async fn a_placement_that_has_not_begun_is_removed(database: &TestDatabase) {
    let fyren = installation(database);
    let stays = row("2008-08-17", "NA", "2026-08-17", "");
    let today = row("2008-08-18", "NA", "2026-11-21", "");
    let ahead = row("2008-08-19", "NA", "2027-01-08", "");
    fyren.pupils("2026-09-01", [stays.clone(), today, ahead]).await;
    let outcome = fyren.pupils("2026-11-21", [stays]).await;
    assert_eq!((outcome.ended, outcome.removed), (0, 2));
    assert_eq!(periods(&fyren).await, [period("2026-08-17", "")]);
}

async fn people_with_a_row_in_error_are_left_alone(database: &TestDatabase) {
    let fyren = installation(database);
    let rows = ["2008-08-17", "2008-08-18", "2008-08-19"].map(|birth| row(birth, "NA", "2026-08-17", ""));
    fyren.pupils("2026-09-01", rows).await;
    let mut import = fyren.begin_pupils(set("2026-11-21", false)).await;
    import.refuse(unreadable(Some(number("2008-08-17").to_string())));
    import.take(row("2008-08-18", "XYZ", "2026-10-01", "")).await.unwrap();
    let outcome = import.finish().await.unwrap();
    assert_eq!((outcome.rows, outcome.error_count, outcome.ended), (2, 2, 1));
    let going_on = placements(&fyren).await.into_iter().filter(|placement| placement.period.end.is_none());
    assert_eq!(going_on.count(), 2);
}

async fn what_is_missing_is_made_only_when_asked_for(database: &TestDatabase) {
    let fyren = installation(database);
    let rows = || [row("2008-08-17", "NA", "2026-08-17", ""), row("2008-08-18", "XYZ", "2026-08-17", "")];
    let without = |date| set(date, false);
    let outcome = fyren.pupils_as(without("2026-11-21"), rows()).await;
    let codes = |outcome: &service::import::ImportOutcome| -> Vec<&str> {
        outcome.errors.iter().map(|error| error.code).collect()
    };
    assert_eq!(codes(&outcome), ["unknown_organiser"; 2]);
    assert!(fyren.person("2008-08-17").await.is_none());

    let outcome = fyren.pupils("2026-11-21", rows()[..1].to_vec()).await;
    assert_eq!((outcome.created, outcome.error_count, outcome.warnings.len()), (1, 0, 0));
    let mut elsewhere = row("2008-08-19", "NA", "2026-08-17", "");
    elsewhere.unit_code = "99999999".into();
    let outcome = fyren.pupils_as(without("2026-11-21"), [rows()[1].clone(), elsewhere]).await;
    assert_eq!(codes(&outcome), ["unknown_study_path", "unknown_unit"]);

    let outcome = fyren.pupils("2026-11-21", rows()).await;
    assert_eq!((outcome.created, outcome.warnings[0].code), (1, "unknown_programme"));
}

async fn a_placement_outside_the_validity_is_refused(database: &TestDatabase) {
    let fyren = installation(database);
    let validity = Validity { from: Some(day("2026-08-01")), until: Some(day("2026-12-31")) };
    let organiser = OrganiserWithUnits {
        number: OrganisationNumber::try_from("212000-0456").unwrap(),
        name: "Norrköpings kommun".into(),
        units: vec![("12345678".into(), "Fria Friskolan".into(), validity)],
    };
    service::installation::begin_demo(&fyren.services, day("2026-11-21"), &[organiser], &[]).await.unwrap();
    let rows = [
        row("2008-08-17", "NA", "2026-08-01", "2026-12-31"),
        row("2008-08-18", "NA", "2026-07-31", "2026-12-31"),
        row("2008-08-19", "NA", "2026-08-01", "2027-01-01"),
    ];
    let outcome = fyren.pupils("2026-11-21", rows).await;
    assert_eq!((outcome.created, outcome.error_count), (1, 2));
    assert!(outcome.errors.iter().all(|error| error.code == "outside_unit_validity"));
}

async fn overlapping_and_repeated_placements_are_refused(database: &TestDatabase) {
    let fyren = installation(database);
    let rows = [
        row("2008-08-17", "NA", "2026-08-17", "2026-10-31"),
        row("2008-08-17", "IMV", "2026-11-01", ""),
        row("2008-08-17", "NA", "2026-12-01", ""),
        row("2008-08-18", "NA", "2026-08-17", ""),
        row("2008-08-18", "NA", "2026-08-17", ""),
    ];
    let outcome = fyren.pupils("2026-11-21", rows).await;
    let codes: Vec<_> = outcome.errors.iter().map(|error| error.code).collect();
    assert_eq!((outcome.created, codes), (3, vec!["placements_overlap", "placement_repeated"]));
}

async fn another_academic_year_is_left_alone(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.pupils("2026-09-01", [row("2008-08-17", "NA", "2026-08-17", "")]).await;
    let next_year =
        service::pupil_import::PupilSet { year: "2027/2028".parse().unwrap(), ..set("2026-11-21", true) };
    let outcome = fyren.pupils_as(next_year, [row("2008-08-18", "NA", "2027-08-17", "")]).await;
    assert_eq!((outcome.created, outcome.ended, outcome.removed), (1, 0, 0));
    assert_eq!(periods(&fyren).await, [period("2026-08-17", "")]);
}

async fn importing_the_same_twice_changes_nothing(database: &TestDatabase) {
    let fyren = installation(database);
    let rows =
        || [row("2008-08-17", "NA", "2026-08-17", ""), row("2008-08-18", "IMV", "2026-08-17", "2026-12-31")];
    fyren.pupils("2026-11-21", rows()).await;
    let again = fyren.pupils("2026-11-21", rows()).await;
    assert_eq!((again.unchanged, again.created, again.changed, again.ended), (2, 0, 0, 0));
    assert_eq!(fyren.journal().await.1, 0);
}

async fn a_pupil_nobody_knows_is_entered_with_the_schools_names(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-18")]).await;
    let mut other_name = row("2008-08-18", "NA", "2026-08-17", "");
    other_name.surname = "Skolans".into();
    fyren.pupils("2026-11-21", [row("2008-08-17", "NA", "2026-08-17", ""), other_name]).await;
    let unknown = fyren.person("2008-08-17").await.unwrap();
    assert_eq!((unknown.name.surname.as_str(), unknown.registration.answered), ("Dahl", false));
    assert_eq!(fyren.person("2008-08-18").await.unwrap().name.surname, "Dahl");
}
