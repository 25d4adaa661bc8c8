//! Moving (requirement K13): what the municipality that a person moves to sees, and the one that they move from, field by
//! field.

use domain::{
    language::Named,
    visibility::{SeenField, Standing},
};

use crate::{
    handbook_says, rules_say,
    support::situation::{LINKOPING, NORRKOPING, municipality},
};

/// Every field, and whether it is seen by the later and by the earlier municipality. A field that is added stands here or
/// the test fails.
const TABLE: [(&str, bool, bool); 31] = [
    ("measure-kind", true, false),
    ("measure-start", true, false),
    ("measure-end", true, false),
    ("measure-occupation-before", true, false),
    ("measure-occupation-after", true, false),
    ("measure-outcome", true, false),
    ("measure-closed-with-case", true, false),
    ("measure-municipality", true, false),
    ("measure-created", true, false),
    ("measure-changed", true, false),
    ("measure-notes", false, false),
    ("contact-date", false, false),
    ("contact-heading", false, false),
    ("contact-way", false, false),
    ("contact-notes", false, false),
    ("contact-follow-up", false, false),
    ("contact-closed", false, false),
    ("contact-created", false, false),
    ("case-notes", false, false),
    ("case-caseworker", false, false),
    ("case-occupation", false, false),
    ("case-living-outside", false, false),
    ("case-other-schooling", false, false),
    ("case-days", false, false),
    ("individual-plan", false, false),
    ("school-notice", false, false),
    ("person-name", true, true),
    ("person-contact-details", true, false),
    ("person-addresses", true, false),
    ("person-placements", true, true),
    ("person-diplomas", true, true),
];

#[test]
fn each_field_is_seen_by_those_whom_the_table_says() {
    let codes: Vec<&str> = TABLE.iter().map(|(code, ..)| *code).collect();
    assert_eq!(codes, SeenField::ALL.iter().map(|field| field.code()).collect::<Vec<_>>());
    for (code, later, earlier) in TABLE {
        let field = SeenField::from_code(code).unwrap();
        assert!(field.is_seen_by(Standing::Own), "{code}");
        assert_eq!(field.is_seen_by(Standing::Later), later, "{code}");
        assert_eq!(field.is_seen_by(Standing::Earlier), earlier, "{code}");
    }
}

#[test]
fn notes_on_a_measure_never_leave_the_municipality_that_wrote_them() {
    rules_say("Notes on a measure are never reported and never leave the municipality that wrote them.");
    handbook_says(
        "Om en person flyttar kan nuvarande kommun se tidigare kommuners åtgärder, men inte anteckningar gjorda på åtgärden.",
    );
    handbook_says("Dessa visas bara för den kommun som fört dem och följer inte med då individen flyttar.");
    for standing in [Standing::Later, Standing::Earlier] {
        assert!(!SeenField::MeasureNotes.is_seen_by(standing) && !SeenField::CaseNotes.is_seen_by(standing));
    }
}

#[test]
fn only_the_own_municipalitys_contacts_are_visible() {
    rules_say("Only the own municipality's contacts are visible.");
    handbook_says("Här visas bara den egna kommunens kontakter med individer.");
    let of_contacts = SeenField::ALL.iter().filter(|field| field.code().starts_with("contact-"));
    for field in of_contacts {
        let seen = Standing::ALL.iter().filter(|standing| field.is_seen_by(**standing));
        assert_eq!(seen.collect::<Vec<_>>(), [&Standing::Own]);
    }
}

#[test]
fn a_municipality_stands_to_another_as_the_person_moved() {
    let (a, b) = (municipality(NORRKOPING), municipality(LINKOPING));
    assert_eq!(Standing::of(a, a, true), Standing::Own);
    assert_eq!(Standing::of(b, a, true), Standing::Later);
    assert_eq!(Standing::of(a, b, false), Standing::Earlier);
}
