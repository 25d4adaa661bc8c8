//! Diplomas that the authority tells of.

use domain::{
    access::Scope,
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
};

use crate::support::{
    begin,
    database::{TestDatabase, stories},
    day, everything,
    people::{born, number, save},
    place,
    register::open_case,
};
use store::WhomToJudge;

stories! {
    diplomas_are_marked_by_present_and_former_numbers_and_unknown_ones_are_left_out,
}

async fn diplomas_are_marked_by_present_and_former_numbers_and_unknown_ones_are_left_out(
    database: &TestDatabase,
) {
    let mark = |kind| DiplomaMark { source: DiplomaSource::Authority, kind };
    let (certificate, diploma) = (mark(DiplomaKind::AdaptedCertificate), mark(DiplomaKind::UpperSecondary));
    let mut transaction = begin(&database.store).await;
    let one = save(&mut transaction, &born("2008-08-17")).await;
    let two = save(&mut transaction, &born("2008-08-18")).await;
    transaction.remember_number(two, number("2008-08-19")).await.unwrap();
    let case = open_case(&mut transaction, two, "2026-11-21").await;
    let told = [
        (number("2008-08-17"), certificate),
        (number("2008-08-18"), diploma),
        (number("2008-08-19"), certificate),
        (number("2008-08-20"), diploma),
    ];
    // Told again, it is the same.
    for _ in 0..2 {
        let mut marked = transaction.mark_diplomas(day("2026-11-21"), &told).await.unwrap();
        marked.sort_by_key(|(person, _)| *person);
        assert_eq!(marked, [(one, certificate), (two, diploma)]);
    }
    transaction.commit().await.unwrap();
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    assert_eq!(connection.case(&everything(), case).await.unwrap().unwrap().diplomas, [diploma]);
    // Whoever has an upper secondary diploma and no open case is not judged at all.
    let (norrkoping, date) = (place("0581"), day("2026-11-21"));
    let judged =
        connection.candidates(&everything(), norrkoping, date, WhomToJudge::Everybody).await.unwrap();
    let examined = connection.examined(&everything(), norrkoping, date).await.unwrap();
    assert_eq!((judged.len(), examined.all), (2, 2));
}
