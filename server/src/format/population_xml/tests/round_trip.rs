//! What is written is valid and is read as it was.

use std::{path::Path, process::Command};

use chrono::NaiveDate;
use domain::{
    civic_number::{CivicNumber, check_digit},
    exchange::population::PopulationPost,
    language::Named,
    municipality::{MunicipalityCode, municipalities},
    person::{Address, AddressKind, Deregistration, DeregistrationCode, Name, ProtectionMarks, Residence},
};
use proptest::{option, prelude::*, strategy::ValueTree};

use super::read;
use crate::format::population_xml::{PopulationEncoding, PopulationWriter};

fn date() -> impl Strategy<Value = NaiveDate> {
    (1990_i32..2030, 1_u32..13, 1_u32..29)
        .prop_map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

/// A number of the pattern of the test series, or a coordination number of it.
fn number() -> impl Strategy<Value = CivicNumber> {
    (date(), prop::bool::ANY, 238_u32..240).prop_filter_map(
        "from 1995 on",
        |(birth, coordination, serial)| {
            let day = birth.format("%d").to_string().parse::<u32>().ok()? + if coordination { 60 } else { 0 };
            let date = format!("{}{day:02}", birth.format("%Y%m"));
            let nine: [u8; 9] = format!("{}{serial}", &date[2..]).into_bytes().try_into().ok()?;
            (date.as_str() >= "1995").then(|| {
                CivicNumber::try_from(format!("{date}{serial}{}", check_digit(&nine)).as_str()).unwrap()
            })
        },
    )
}

/// Words as in names, with characters that XML or ISO-8859-1 has to write otherwise.
fn text(longest: usize) -> impl Strategy<Value = String> {
    prop::collection::vec("[A-Za-zÅÄÖåäöéŁž€&<>'\"-]{1,8}", 1..4)
        .prop_map(move |words| words.join(" ").chars().take(longest).collect::<String>().trim().to_owned())
}

fn name() -> impl Strategy<Value = Name> {
    (text(80), option::of(10_u8..100), option::of(text(40)), text(60)).prop_map(
        |(given, calling_mark, middle, surname)| Name {
            given,
            calling_mark,
            middle: middle.unwrap_or_default(),
            surname,
        },
    )
}

fn stay() -> impl Strategy<Value = Residence> {
    let codes: Vec<MunicipalityCode> = municipalities().map(|found| found.code).collect();
    (prop::sample::select(codes), option::of(date()))
        .prop_map(|(municipality, since)| Residence { municipality, since })
}

fn swedish(kind: AddressKind) -> impl Strategy<Value = Address> {
    (option::of(text(35)), prop::collection::vec(text(35), 0..3), 1_u32..100_000, text(27)).prop_map(
        move |(care_of, lines, postal_code, city)| Address {
            kind,
            care_of: care_of.unwrap_or_default(),
            lines,
            postal_code: format!("{postal_code:05}"),
            city,
            country: String::new(),
        },
    )
}

fn abroad() -> impl Strategy<Value = Address> {
    (prop::collection::vec(text(35), 0..4), text(35)).prop_map(|(lines, country)| Address {
        kind: AddressKind::Abroad,
        care_of: String::new(),
        lines,
        postal_code: String::new(),
        city: String::new(),
        country,
    })
}

fn deregistration() -> impl Strategy<Value = Deregistration> {
    let known = |code: &DeregistrationCode| *code != DeregistrationCode::Unknown;
    let codes: Vec<_> = DeregistrationCode::ALL.iter().copied().filter(known).collect();
    (prop::sample::select(codes), option::of(date())).prop_map(|(code, date)| Deregistration { code, date })
}

prop_compose! {
    fn post()(
        (changed_at, civic_number, reference) in (option::of(any::<i64>()), number(), option::of(number())),
        (confidentiality, protected_registration) in any::<(bool, bool)>(),
        deregistration in option::of(deregistration()),
        name in option::of(name()),
        residence in option::of(stay()),
        earlier_residences in prop::collection::vec(stay(), 0..3),
        addresses in (
            option::of(swedish(AddressKind::Registered)),
            option::of(swedish(AddressKind::SpecialPostal)),
            option::of(abroad()),
        ),
    ) -> PopulationPost {
        PopulationPost {
            number: 1,
            position: 0,
            changed_at,
            civic_number,
            reference,
            protection: ProtectionMarks { confidentiality, protected_registration },
            deregistration,
            unknown_deregistration_code: None,
            name,
            residence,
            earlier_residences,
            addresses: [addresses.0, addresses.1, addresses.2].into_iter().flatten().collect(),
        }
    }
}

fn written(posts: &[PopulationPost], encoding: PopulationEncoding) -> Vec<u8> {
    let mut writer = PopulationWriter::new(Vec::new(), encoding).unwrap();
    for post in posts {
        writer.write(post).unwrap();
    }
    writer.finish().unwrap()
}

proptest! {
    #[test]
    fn what_is_written_is_read(posts in prop::collection::vec(post(), 0..4)) {
        for encoding in [PopulationEncoding::Utf8, PopulationEncoding::Iso88591] {
            let bytes = written(&posts, encoding);
            let entries = read(bytes.as_slice()).unwrap();
            prop_assert_eq!(entries.len(), posts.len());
            for (index, (entry, post)) in entries.into_iter().zip(&posts).enumerate() {
                let read = entry.unwrap();
                let position = read.position;
                prop_assert!(bytes[position as usize..].starts_with(b"<Folkbokforingspost>"));
                let expected = PopulationPost { number: index as u64 + 1, position, ..post.clone() };
                prop_assert_eq!(*read, expected);
            }
        }
    }
}

/// The published schema knows neither *skyddad folkbokföring* nor the code of a false identity.
fn within_the_schema(post: &mut PopulationPost) {
    post.protection.protected_registration = false;
    if post.deregistration.is_some_and(|end| end.code == DeregistrationCode::FalseIdentity) {
        post.deregistration = None;
    }
}

#[test]
fn what_is_written_is_valid_by_the_published_schema() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/Navetavisering.xsd");
    let has_xmllint = Command::new("xmllint").arg("--version").output().is_ok();
    if !schema.exists() || !has_xmllint {
        return;
    }
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut posts: Vec<PopulationPost> =
        (0..200).map(|_| post().new_tree(&mut runner).unwrap().current()).collect();
    posts.iter_mut().for_each(within_the_schema);
    let folder = tempfile::tempdir().unwrap();
    for encoding in [PopulationEncoding::Utf8, PopulationEncoding::Iso88591] {
        let path = folder.path().join("notification.xml");
        std::fs::write(&path, written(&posts, encoding)).unwrap();
        let outcome =
            Command::new("xmllint").args(["--noout", "--schema"]).arg(&schema).arg(&path).output().unwrap();
        assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
    }
}
