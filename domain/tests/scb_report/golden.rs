//! One register in both layouts, byte for byte.

use domain::{
    case::DeregistrationReason::{IntroductoryProgramme, MovedAway, NationalProgramme},
    measure::MeasureType,
    occupation::OccupationAtRegistration,
    organisation::ProgrammeKind,
    scb_report::CaseFacts,
};

use crate::register::{But, LAYOUT_2016, LAYOUT_2018, case, days, done, layout, ongoing, report};

/// Every kind of person there is a rule about.
pub fn register() -> Vec<CaseFacts> {
    let guidance = done(2, "2018-11-01", "2018-11-30");
    vec![
        case(1, "2001-01-01"),
        case(2, "2001-01-02")
            .measure(domain::scb_report::MeasureFacts { kind: MeasureType::CareerGuidance, ..guidance })
            .measure(done(1, "2018-09-10", "2018-10-31"))
            .contact(1, "2018-09-05")
            .contact(2, "2018-10-01")
            .contact(3, "2018-12-24"),
        case(3, "2001-01-03").closed("2018-10-15", MovedAway).measure(done(3, "2018-09-03", "2018-10-10")),
        case(4, "2001-01-04").measure(ongoing(4, "2018-12-01")),
        case(5, "2001-01-05").elsewhere_until("2019-06-01"),
        case(6, "2001-01-06").placed(days("2018-08-20", ""), ProgrammeKind::Introductory),
        case(7, "2001-01-07")
            .placed(days("2017-08-20", "2018-05-01"), ProgrammeKind::National)
            .closed("2019-01-10", NationalProgramme),
        CaseFacts { is_protected: true, ..case(8, "2001-01-08") },
        CaseFacts { number: "20010109-TF01".parse().unwrap(), ..case(9, "2001-01-09") },
        case(10, "2001-01-10").closed("2018-11-20", IntroductoryProgramme),
        CaseFacts { occupation: OccupationAtRegistration::Unknown, ..case(11, "2001-01-11") },
    ]
}

fn golden(toml: &str) -> String {
    let layout = layout(toml);
    let bytes = layout.file(report(&register(), &layout).rows());
    assert!(bytes.is_ascii());
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

#[test]
fn the_file_of_the_autumn_of_2016_and_after() {
    insta::assert_snapshot!("2016H2", golden(LAYOUT_2016));
}

#[test]
fn the_file_of_the_autumn_of_2018_and_after() {
    insta::assert_snapshot!("2018H2", golden(LAYOUT_2018));
}

#[test]
fn lines_end_as_the_layout_says_and_letters_are_those_of_its_encoding() {
    let mut text = crate::register::text_of(LAYOUT_2018);
    text.columns[0].name = "Födelse".to_owned();
    text.header = true;
    let file = |text| domain::scb_report::Layout::try_from(text).unwrap().file([]);
    let latin = file(text.clone());
    assert!(latin.starts_with(b"F\xf6delse;KommunKod;") && latin.ends_with(b"\r\n"));
    text.encoding = "utf-8".to_owned();
    text.line_end = "lf".to_owned();
    text.separator = "\t".to_owned();
    let unicode = file(text.clone());
    assert!(unicode.starts_with("Födelse\tKommunKod\t".as_bytes()) && !unicode.contains(&b'\r'));
    text.header = false;
    assert!(file(text).is_empty());
}
