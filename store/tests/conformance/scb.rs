//! What a report to Statistics Sweden is made of, and what is kept of it.

use domain::{
    access::Scope,
    id::CaseId,
    measure::{MeasureOutcome, MeasureType, NewMeasure},
    occupation::OccupationAfter,
    organisation::ProgrammeKind,
    scb_report::ReportPeriod,
};
use store::{ScbCase, StoreError};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything,
    people::{But, born, number, save},
    place,
    register::{School, add_measure, measure, open_case, open_case_in, period},
    within,
};

stories! {
    a_report_knows_the_cases_of_its_municipality_that_were_open_in_its_period,
    protected_people_are_known_to_the_system_alone,
}

fn autumn() -> ReportPeriod {
    ReportPeriod::new(day("2026-07-01"), day("2026-12-31")).unwrap()
}

async fn cases(
    database: &TestDatabase,
    scope: &domain::access::Scope,
    of: &str,
    period: ReportPeriod,
) -> Result<Vec<ScbCase>, StoreError> {
    database.store.read(&Scope::of_the_system()).await?.scb_cases(scope, place(of), period).await
}

async fn a_report_knows_the_cases_of_its_municipality_that_were_open_in_its_period(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let school = School::build(&mut transaction).await;
    let later = save(&mut transaction, &born("2008-08-18")).await;
    let one = save(&mut transaction, &born("2008-08-17")).await;
    let other = save(&mut transaction, &born("2008-08-19").living_in(LINKOPING)).await;
    let case = open_case(&mut transaction, one, "2026-09-01").await;
    open_case(&mut transaction, later, "2027-01-01").await;
    open_case_in(&mut transaction, LINKOPING, other, "2026-09-01").await;
    let done = NewMeasure {
        occupation_after: Some(OccupationAfter::Work),
        outcome: Some(MeasureOutcome::Completed),
        ..measure(MeasureType::CareerGuidance, "2026-10-01", "2026-10-31")
    };
    let second =
        add_measure(&mut transaction, case, &measure(MeasureType::WorkPlacement, "2026-11-01", "")).await;
    let first = add_measure(&mut transaction, case, &done).await;
    let placed = school.placement(one, ProgrammeKind::National, period("2025-08-20", "2026-05-01"));
    let year = crate::support::register::academic_year();
    transaction.save_placements(school.organiser, year, &[placed]).await.unwrap();
    transaction.commit().await.unwrap();

    let found = cases(database, &within(NORRKOPING), NORRKOPING, autumn()).await.unwrap();
    assert_eq!(found.len(), 1);
    let (facts, name) = (&found[0].facts, &found[0].name);
    assert_eq!((facts.case, facts.person, facts.number), (case, one, number("2008-08-17")));
    assert_eq!((facts.municipality, facts.registered), (place(NORRKOPING), day("2026-09-01")));
    assert_eq!(name.listed(), "Dahl, Viggo");
    let measures: Vec<_> = facts.measures.iter().map(|measure| (measure.id, measure.after)).collect();
    assert_eq!(measures, [(first, Some(OccupationAfter::Work)), (second, None)]);
    assert_eq!(facts.placements, [(period("2025-08-20", "2026-05-01"), ProgrammeKind::National)]);
    // Read again it is the same, and elsewhere it is not.
    let again = cases(database, &within(NORRKOPING), NORRKOPING, autumn()).await.unwrap();
    assert!(again[0].facts == *facts);
    for (scope, of) in [(within(LINKOPING), NORRKOPING), (within(NORRKOPING), LINKOPING)] {
        assert!(cases(database, &scope, of, autumn()).await.unwrap().is_empty());
    }
    let spring = ReportPeriod::new(day("2027-01-01"), day("2027-06-30")).unwrap();
    let both: Vec<CaseId> = cases(database, &everything(), NORRKOPING, spring)
        .await
        .unwrap()
        .iter()
        .map(|c| c.facts.case)
        .collect();
    assert_eq!(both.len(), 2);
}

async fn protected_people_are_known_to_the_system_alone(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let person = save(&mut transaction, &born("2008-08-17").protected()).await;
    open_case(&mut transaction, person, "2026-09-01").await;
    transaction.commit().await.unwrap();
    assert!(cases(database, &within(NORRKOPING), NORRKOPING, autumn()).await.unwrap().is_empty());
    let found = cases(database, &everything(), NORRKOPING, autumn()).await.unwrap();
    assert!(found.len() == 1 && found[0].facts.is_protected);
}
