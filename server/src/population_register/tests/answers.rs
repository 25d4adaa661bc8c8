//! What is read of an answer.

use domain::{
    civic_number::CivicNumber,
    person::{AddressKind, DeregistrationCode, ProtectionMarks},
};
use serde_json::{Value, json};
use service::population_source::{SourceFailure, Told};

use super::stand_in::{number, post_of};
use crate::population_register::answer::read;

fn asked() -> CivicNumber {
    number("20110228")
}

fn told(posts: Value) -> Vec<Told> {
    let body = json!({ "status": 200, "folkbokforingsposter": posts }).to_string();
    read(body.as_bytes(), &[asked()]).unwrap()
}

/// The one post, changed.
fn post(change: impl FnOnce(&mut Value)) -> domain::exchange::population::PopulationPost {
    let mut post = post_of(&asked());
    change(&mut post);
    match told(json!([post])).pop() {
        Some(Told::Post(post)) => *post,
        Some(Told::Unread { error, .. }) => panic!("{}", error.code),
        None => panic!("nobody"),
    }
}

const fn marks(confidentiality: bool, protected_registration: bool) -> ProtectionMarks {
    ProtectionMarks { confidentiality, protected_registration }
}

#[test]
fn everything_that_fyren_takes_is_read() {
    let post = post(|_| {});
    let name = post.name.unwrap();
    assert_eq!((name.given.as_str(), name.full().as_str()), ("Erik Viggo", "Viggo Ek Dahl"));
    assert_eq!((post.civic_number, post.reference, post.protection), (asked(), None, marks(false, false)));
    // In Swedish time, as files tell it.
    assert_eq!(post.changed_at, Some(20_261_121_030_405));
    let stay = post.residence.unwrap();
    assert_eq!((stay.municipality.as_str(), stay.since), ("0581", "2019-10-12".parse().ok()));
    let earlier: Vec<_> = post.earlier_residences.iter().map(|stay| stay.municipality.to_string()).collect();
    assert_eq!(earlier, ["0580"]);
    let [registered, special, abroad] = post.addresses.as_slice() else { panic!("{}", post.addresses.len()) };
    assert_eq!((registered.kind, registered.care_of.as_str()), (AddressKind::Registered, "Ek"));
    assert_eq!(registered.lines, ["Gården", "Kungsgatan 1"]);
    assert_eq!((special.kind, special.postal_code.as_str()), (AddressKind::SpecialPostal, "58222"));
    assert_eq!((abroad.kind, abroad.country.as_str()), (AddressKind::Abroad, "Norge"));
}

#[test]
fn what_does_not_plainly_say_no_protects() {
    for (mark, expected) in [
        (json!("SAKNAS"), marks(false, false)),
        (json!("SEKRETESSMARKERING"), marks(true, false)),
        (json!("SKYDDAD_FOLKBOKFORING"), marks(false, true)),
        (json!("NÅGOT NYTT"), marks(true, true)),
        (json!("saknas"), marks(true, true)),
        (json!(""), marks(true, true)),
        (json!(false), marks(true, true)),
        (Value::Null, marks(true, true)),
    ] {
        let post = post(|post| post["skyddAvPersonuppgifter"] = mark.clone());
        assert_eq!(post.protection, expected, "{mark}");
    }
    let missing = post(|post| {
        post.as_object_mut().unwrap().remove("skyddAvPersonuppgifter");
    });
    assert_eq!(missing.protection, marks(true, true));
}

#[test]
fn a_bad_post_is_told_without_whom_and_the_rest_goes_on() {
    let mut bad = post_of(&asked());
    bad["folkbokforing"]["kommunkod"] = "99".into();
    bad["skyddAvPersonuppgifter"] = "SEKRETESSMARKERING".into();
    let numberless = json!({ "identitet": { "identitetsbeteckning": "201102282385" } });
    let told = told(json!([bad, numberless, "trams", post_of(&asked())]));
    let said: Vec<_> = told
        .iter()
        .map(|told| match told {
            Told::Post(_) => "post",
            Told::Unread { error, protects } => {
                assert_eq!((error.civic_number.as_ref(), error.message_sv.contains("2385")), (None, false));
                assert_eq!(protects.len(), usize::from(error.code == "residence_unreadable"));
                error.code
            }
        })
        .collect();
    assert_eq!(said, ["residence_unreadable", "civic_number_check_digit", "civic_number_empty", "post"]);
    let Told::Unread { protects, .. } = &told[0] else { panic!("read") };
    assert_eq!(protects.as_slice(), [(asked(), marks(true, false))]);
}

#[test]
fn nobody_is_told_of_who_was_not_asked_for() {
    let other = number("20110301");
    assert_eq!(told(json!([post_of(&other)])).len(), 0);
    // But who had the number that was asked for is the person.
    let mut renumbered = post_of(&other);
    renumbered["hanvisningar"] = json!([
        { "identitetsbeteckning": number("20110302").compact() },
        { "identitetsbeteckning": asked().compact() }
    ]);
    let told = told(json!([renumbered]));
    let [Told::Post(post)] = told.as_slice() else { panic!("{}", told.len()) };
    assert_eq!((post.civic_number, post.reference), (other, Some(asked())));
}

#[test]
fn who_has_left_is_told_of_as_in_a_file() {
    let gone = |code: &str, day: Value| {
        post(|post| {
            post["avregistrering"] = json!({ "orsakskod": code, "avregistreringsdatum": day });
            post["folkbokforing"] = json!({ "lanskod": "99", "kommunkod": "99" });
        })
    };
    let dead = gone("AV", json!({ "varde": "20261001", "rfc3339Datum": "2026-10-01" }));
    let end = dead.deregistration.unwrap();
    assert_eq!((end.code, end.date), (DeregistrationCode::Dead, "2026-10-01".parse().ok()));
    assert_eq!(dead.residence, None);
    let incomplete = gone("UV", json!({ "varde": "20261000" })).deregistration.unwrap();
    assert_eq!((incomplete.code, incomplete.date), (DeregistrationCode::Emigrated, None));
    let unknown = gone("XX", Value::Null);
    assert_eq!(unknown.deregistration.map(|end| end.code), Some(DeregistrationCode::Unknown));
    assert_eq!(unknown.unknown_deregistration_code.as_deref(), Some("XX"));
}

#[test]
fn what_is_missing_is_not_made_up() {
    let bare = json!({ "identitet": { "identitetsbeteckning": asked().compact() }, "skyddAvPersonuppgifter": "SAKNAS" });
    let told = told(json!([bare]));
    let [Told::Post(post)] = told.as_slice() else { panic!("{}", told.len()) };
    assert_eq!(
        (post.changed_at, post.name.is_none(), post.residence, post.addresses.len()),
        (None, true, None, 0)
    );
    let notified = post_with_name(json!({ "aviseringsnamn": "Dahl, Viggo" }));
    assert_eq!(notified.as_deref(), Some("Dahl, Viggo"));
    // Nobody being known is an answer, too.
    let nobody = json!({ "status": 200, "fel": [{ "orsakskod": 2 }] }).to_string();
    assert_eq!(read(nobody.as_bytes(), &[asked()]).unwrap().len(), 0);
    assert_eq!(read(b"{}", &[asked()]).err(), Some(SourceFailure::Unreadable));
}

fn post_with_name(name: Value) -> Option<String> {
    post(|post| post["namn"] = name).name.map(|name| name.listed())
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        _ = read(&bytes, &[asked()]);
    }

    #[test]
    fn arbitrary_values_never_panic(text in "\\PC{0,12}", place in 0..8_usize) {
        let paths = ["/skyddAvPersonuppgifter", "/identitet/identitetsbeteckning", "/folkbokforing/lanskod", "/folkbokforing/datum/varde",
            "/senastAndrad/tidpunkt", "/namn/fornamn/tilltalsnamnsmarkering", "/kontaktadress/sverige/postnummer", "/folkbokforing/historik"];
        let mut post = post_of(&asked());
        if let Some(found) = post.pointer_mut(paths[place]) {
            *found = text.into();
        }
        _ = told(json!([post]));
    }
}
