//! Marks of protection fail closed, and posts that cannot be taken.

use domain::person::ProtectionMarks;

use super::{IDENTITY, NUMBER, entry, file, read};

#[test]
fn a_mark_protects_unless_it_plainly_says_no() {
    for (mark, protects) in [
        ("<M>J</M>", true),
        ("<M>j</M>", true),
        ("<M>X</M>", true),
        ("<M>0</M>", true),
        ("<M><![CDATA[J]]></M>", true),
        ("<M>&#74;</M>", true),
        ("<M><Skal>J</Skal></M>", true),
        ("<M>J</M><M>N</M>", true),
        ("<M>N</M>", false),
        ("<M>n</M>", false),
        ("<M> N </M>", false),
        ("<M></M>", false),
        ("<M/>", false),
        ("<M xsi:nil='true'/>", false),
        ("", false),
    ] {
        for (name, expected) in [
            (
                "Sekretessmarkering",
                ProtectionMarks { confidentiality: protects, protected_registration: false },
            ),
            (
                "SkyddadFolkbokforing",
                ProtectionMarks { confidentiality: false, protected_registration: protects },
            ),
        ] {
            let mark = mark.replace("<M", &format!("<{name}")).replace("</M", &format!("</{name}"));
            for inside in [
                format!("{mark}<Personpost>{IDENTITY}</Personpost>"),
                format!("<Personpost>{IDENTITY}</Personpost>{mark}"),
                format!("<Personpost>{IDENTITY}{mark}</Personpost>"),
            ] {
                assert_eq!(entry(&inside).unwrap().protection, expected, "{inside}");
            }
        }
    }
}

#[test]
fn a_bad_post_still_tells_whom_it_protects() {
    let stay = "<Folkbokforing><LanKod>99</LanKod><KommunKod>01</KommunKod></Folkbokforing>";
    let bad = entry(&format!(
        "<Sekretessmarkering>J</Sekretessmarkering><Personpost>{IDENTITY}{stay}</Personpost>"
    ))
    .unwrap_err();
    assert_eq!(bad.error.code, "population_municipality");
    let (number, marks) = bad.protects[0];
    assert_eq!(number.compact(), NUMBER);
    assert!(marks.confidentiality);
    assert_eq!(entry(&format!("<Personpost>{IDENTITY}{stay}</Personpost>")).unwrap_err().protects, []);
}

#[test]
fn a_bad_post_is_named_and_the_rest_goes_on() {
    let good = format!("<Folkbokforingspost><Personpost>{IDENTITY}</Personpost></Folkbokforingspost>");
    let bad = good.replace(NUMBER, "200808172382");
    let text = file(&format!("{good}{bad}{good}"));
    let entries = read(text.as_bytes()).unwrap();
    assert!(entries[0].is_ok() && entries[2].is_ok());
    let error = &entries[1].as_ref().unwrap_err().error;
    assert_eq!(error.row, 2);
    assert!(text[error.position as usize..].starts_with(&bad));
    assert_eq!(error.civic_number.as_deref(), Some("200808172382"));
    assert_eq!(error.code, "civic_number_check_digit");
    assert_eq!(entries[2].as_ref().unwrap().number, 3);
}

#[test]
fn each_error_of_a_post_has_its_code() {
    let stay = |fields: &str| format!("<Folkbokforing>{fields}</Folkbokforing>");
    let county = "<LanKod>05</LanKod><KommunKod>81</KommunKod>";
    for (inside, code) in [
        (String::new(), "civic_number_empty"),
        ("<Personpost><PersonId><PersonNr/></PersonId></Personpost>".into(), "civic_number_empty"),
        (format!("<Personpost>{}</Personpost>", IDENTITY.replace("2381", "TF01")), "civic_number_form"),
        (
            format!("<Personpost>{}</Personpost>", IDENTITY.replace(NUMBER, "20089917-2381")),
            "civic_number_date",
        ),
        (
            format!("<Personpost>{IDENTITY}{}</Personpost>", IDENTITY.replace("2381", "2399")),
            "population_several_numbers",
        ),
        (
            format!("<Personpost>{IDENTITY}<HanvisningsPersonNr>17</HanvisningsPersonNr></Personpost>"),
            "population_reference",
        ),
        (
            format!("<Personpost>{IDENTITY}{}</Personpost>", stay("<LanKod>05</LanKod>")),
            "population_municipality",
        ),
        (
            format!(
                "<Personpost>{IDENTITY}{}</Personpost>",
                stay(&format!("<Folkbokforingsdatum>20261399</Folkbokforingsdatum>{county}"))
            ),
            "population_registration_date",
        ),
    ] {
        let bad = entry(&inside).unwrap_err();
        assert_eq!(bad.error.code, code, "{inside}");
        assert!(!bad.error.message_sv.is_empty() && bad.error.message_sv != bad.error.message_en);
    }
    let bad = entry(&format!(
        "<Personpost>{IDENTITY}{}</Personpost>",
        stay("<LanKod>99</LanKod><KommunKod>01</KommunKod>")
    ))
    .unwrap_err();
    assert!(bad.error.message_sv.contains("9901") && bad.error.message_en.contains("9901"));
}
