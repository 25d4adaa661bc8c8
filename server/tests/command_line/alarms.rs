//! How soon alarms are given, as the operator sets it.

use domain::{access::Scope, alarm::AlarmDays, municipality::MunicipalityCode};

use crate::support::{
    database::{TestDatabase, stories},
    fyren::{fyren, program, words},
};

stories! {
    a_municipality_sets_its_own_and_the_others_follow_the_installation,
}

async fn days(database: &TestDatabase, municipality: &str) -> (u16, u16) {
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let municipality = MunicipalityCode::try_from(municipality).unwrap();
    let AlarmDays { silence, ending } =
        service::alarms::days(&mut connection, Some(municipality)).await.unwrap();
    (silence, ending)
}

async fn a_municipality_sets_its_own_and_the_others_follow_the_installation(database: &TestDatabase) {
    assert_eq!(days(database, "0581").await, (90, 14), "where nobody has said anything");
    fyren(&database.address, "policy alarms --silence 60 --ending 21").done();
    let said =
        fyren(&database.address, "policy alarms --municipality 0581 --silence 30 --ending 0").done().out;
    assert!(said.contains("Norrköping: larm efter 30 dagar"), "{said}");
    assert_eq!((days(database, "0581").await, days(database, "0580").await), ((30, 0), (60, 21)));
    for wrong in ["--silence 0 --ending 1", "--silence 60", "--silence 60 --ending 14 --municipality 05"] {
        let line = format!("policy alarms {wrong}");
        let output = program().args(words(&line)).args(["--database", &database.address]).output().unwrap();
        assert!(!output.status.success(), "{line}");
    }
    assert_eq!(days(database, "0580").await, (60, 21), "what is wrong changes nothing");
}
