//! Posts as the register sends them.

use domain::{
    language::Named,
    person::{AddressKind, DeregistrationCode, ProtectionMarks},
};

use super::{IDENTITY, NUMBER, entry, file, person, read};

const WHOLE_POST: &str = r#"
<Folkbokforingspost>
  <Sekretessmarkering xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>
  <Arendeuppgift andringstidpunkt="20261121030405" totalpost="J"><PostId>17</PostId></Arendeuppgift>
  <Personpost>
    <PersonId><PersonNr>200808172381</PersonNr></PersonId>
    <HanvisningsPersonNr>20080817-2399</HanvisningsPersonNr>
    <Namn>
      <Tilltalsnamnsmarkering>20</Tilltalsnamnsmarkering>
      <Fornamn styrkt="J">Åsa
        Märta</Fornamn><Mellannamn>Ek</Mellannamn><Efternamn>Öst&amp;Väst&#xe5;</Efternamn>
      <Aviseringsnamn>Någon, Annan</Aviseringsnamn>
    </Namn>
    <Folkbokforing>
      <Folkbokforingsdatum>20190801</Folkbokforingsdatum><LanKod>05</LanKod><KommunKod>81</KommunKod>
      <ForsamlingKod>02</ForsamlingKod>
    </Folkbokforing>
    <Adresser>
      <Folkbokforingsadress>
        <CareOf>Dahl</CareOf><Utdelningsadress1/><Utdelningsadress2>Storgatan 1</Utdelningsadress2>
        <PostNr>02 23</PostNr><Postort>NORRKÖPING</Postort>
      </Folkbokforingsadress>
      <Riksnycklar><FastighetsId>1</FastighetsId></Riksnycklar>
      <SarskildPostadress><PostNr>60223</PostNr></SarskildPostadress>
      <Utlandsadress><Utdelningsadress1>Main Street 1</Utdelningsadress1><Land>USA</Land></Utlandsadress>
    </Adresser>
    <Relationer><Relation status="AV">
      <RelationId><PersonNr>199001012385</PersonNr></RelationId><Relationstyp>MO</Relationstyp>
      <Namn><Fornamn>Berta</Fornamn><Efternamn>Annan</Efternamn></Namn>
      <Avregistrering><AvregistreringsorsakKod>AV</AvregistreringsorsakKod></Avregistrering>
      <Sekretessmarkering>J</Sekretessmarkering>
      <Folkbokforing><LanKod>01</LanKod><KommunKod>80</KommunKod></Folkbokforing>
    </Relation></Relationer>
  </Personpost>
  <Historik>
    <Folkbokforing><Folkbokforingsdatum>20080817</Folkbokforingsdatum><LanKod>05</LanKod><KommunKod>80</KommunKod></Folkbokforing>
    <Folkbokforing><Folkbokforingsdatum>20100000</Folkbokforingsdatum><LanKod>05</LanKod><KommunKod>84</KommunKod></Folkbokforing>
    <Folkbokforing><LanKod>99</LanKod><KommunKod>99</KommunKod></Folkbokforing>
    <Folkbokforingsadress><PostNr>11111</PostNr></Folkbokforingsadress>
  </Historik>
  <Sarlosning><Relationer><Relation><Avregistrering>
    <AvregistreringsorsakKod>AV</AvregistreringsorsakKod></Avregistrering></Relation></Relationer></Sarlosning>
</Folkbokforingspost>"#;

#[test]
fn a_whole_post_is_read_and_what_is_told_of_relations_is_not_mistaken_for_the_person() {
    let text = file(WHOLE_POST);
    let mut entries = read(text.as_bytes()).unwrap();
    let post = entries.remove(0).unwrap();
    assert_eq!(post.number, 1);
    assert_eq!(post.position, text.find("<Folkbokforingspost>").unwrap() as u64);
    assert_eq!(post.changed_at, Some(20_261_121_030_405));
    assert_eq!(post.civic_number.compact(), NUMBER);
    assert_eq!(post.reference.unwrap().compact(), "200808172399");
    assert_eq!(post.protection, ProtectionMarks::default());
    assert_eq!((post.deregistration, post.unknown_deregistration_code), (None, None));
    let name = post.name.unwrap();
    assert_eq!(
        (name.given.as_str(), name.calling_mark, name.middle.as_str(), name.surname.as_str()),
        ("Åsa Märta", Some(20), "Ek", "Öst&Västå")
    );
    let residence = post.residence.unwrap();
    assert_eq!(residence.municipality.as_str(), "0581");
    assert_eq!(residence.since, "2019-08-01".parse().ok());
    let earlier: Vec<_> =
        post.earlier_residences.iter().map(|stay| (stay.municipality.as_str(), stay.since)).collect();
    assert_eq!(earlier, [("0580", "2008-08-17".parse().ok()), ("0584", None)]);
    let [registered, special, abroad] = post.addresses.as_slice() else { panic!("{:?}", post.addresses) };
    assert_eq!(registered.kind, AddressKind::Registered);
    assert_eq!(registered.care_of, "Dahl");
    assert_eq!(registered.lines, ["Storgatan 1"]);
    assert_eq!((registered.postal_code.as_str(), registered.city.as_str()), ("00223", "NORRKÖPING"));
    assert_eq!((special.kind, special.postal_code.as_str()), (AddressKind::SpecialPostal, "60223"));
    assert_eq!((abroad.kind, abroad.country.as_str()), (AddressKind::Abroad, "USA"));
}

#[test]
fn a_prefix_makes_no_difference() {
    let text = file(WHOLE_POST)
        .replace("</", "</n:")
        .replace('<', "<n:")
        .replace("<n:/n:", "</n:")
        .replace("<n:?", "<?")
        .replace("<n:Navetavisering>", "<n:Navetavisering xmlns:n=\"urn:n\">");
    let plain = read(file(WHOLE_POST).as_bytes()).unwrap().remove(0).unwrap();
    let mut prefixed = read(text.as_bytes()).unwrap().remove(0).unwrap();
    prefixed.position = plain.position;
    assert_eq!(prefixed, plain);
}

#[test]
fn iso_8859_1_is_read_and_positions_are_those_of_the_file() {
    let utf8 = format!("{WHOLE_POST}{WHOLE_POST}");
    let text = file(&utf8).replace("UTF-8", "ISO-8859-1");
    for label in ["ISO-8859-1", "iso-8859-1", "windows-1252"] {
        let text = text.replace("ISO-8859-1", label);
        let bytes: Vec<u8> = text.chars().map(|character| u8::try_from(character).unwrap()).collect();
        let entries = read(bytes.as_slice()).unwrap();
        let second = entries[1].as_ref().unwrap();
        let position = usize::try_from(second.position).unwrap();
        assert!(bytes[position..].starts_with(b"<Folkbokforingspost>"));
        assert!(position > 2000);
        assert_eq!(second.name.as_ref().unwrap().surname, "Öst&Västå");
    }
}

#[test]
fn utf_8_is_read_with_and_without_a_byte_order_mark_and_declaration() {
    let text = file(WHOLE_POST);
    let undeclared = text.split_once("?>").unwrap().1.trim_start();
    for text in [format!("\u{feff}{text}"), undeclared.to_owned(), format!("\u{feff}{undeclared}")] {
        let post = read(text.as_bytes()).unwrap().remove(0).unwrap();
        assert_eq!(post.position as usize, text.find("<Folkbokforingspost>").unwrap());
        assert_eq!(post.name.unwrap().given, "Åsa Märta");
    }
}

#[test]
fn every_deregistration_code_is_known_and_an_unknown_one_deregisters_and_is_kept() {
    let codes = DeregistrationCode::ALL.iter().map(|code| code.code());
    for code in codes.chain(["XX", "gn"]) {
        let post = person(&format!(
            "<Avregistrering><AvregistreringsorsakKod>{code}</AvregistreringsorsakKod>\
             <Avregistreringsdatum>20261120</Avregistreringsdatum></Avregistrering>"
        ));
        let deregistration = post.deregistration.unwrap();
        assert_eq!(deregistration.date, "2026-11-20".parse().ok());
        match code {
            "XX" | "??" => {
                assert_eq!(deregistration.code, DeregistrationCode::Unknown);
                assert_eq!(post.unknown_deregistration_code.as_deref(), Some(code));
            }
            _ => {
                assert_eq!(deregistration.code.code(), code.to_uppercase());
                assert_eq!(post.unknown_deregistration_code, None);
            }
        }
    }
}

#[test]
fn a_deregistration_with_an_incomplete_or_unreadable_date_holds_at_once() {
    for date in ["20261100", "00000000", "", "2026-13-40", "soon"] {
        let post = person(&format!(
            "<Avregistrering><AvregistreringsorsakKod>UV</AvregistreringsorsakKod>\
             <Avregistreringsdatum>{date}</Avregistreringsdatum></Avregistrering>"
        ));
        let deregistration = post.deregistration.unwrap();
        assert_eq!(
            (deregistration.code, deregistration.date),
            (DeregistrationCode::Emigrated, None),
            "{date}"
        );
    }
}

#[test]
fn a_deregistration_without_a_code_deregisters_and_an_empty_one_does_not() {
    for (date, expected) in [("20261120", "2026-11-20".parse().ok()), ("2026-13-40", None)] {
        let post = person(&format!(
            "<Avregistrering><Avregistreringsdatum>{date}</Avregistreringsdatum></Avregistrering>"
        ));
        let deregistration = post.deregistration.unwrap();
        assert_eq!((deregistration.code, deregistration.date), (DeregistrationCode::Unknown, expected));
        assert_eq!(post.unknown_deregistration_code, None);
    }
    let empty = "<Avregistrering><AvregistreringsorsakKod/><Avregistreringsdatum>00000000</Avregistreringsdatum></Avregistrering>";
    assert_eq!(person("<Avregistrering/>").deregistration, None);
    assert_eq!(person(empty).deregistration, None);
}

#[test]
fn a_special_solution_deregisters_at_once_unless_the_post_itself_tells() {
    let special = "<Sarlosning><Avregistrering><AvregistreringsorsakKod>OB</AvregistreringsorsakKod></Avregistrering></Sarlosning>";
    let post = entry(&format!("<Personpost>{IDENTITY}</Personpost>{special}")).unwrap();
    let deregistration = post.deregistration.unwrap();
    assert_eq!((deregistration.code, deregistration.date), (DeregistrationCode::Missing, None));
    let own = "<Avregistrering><AvregistreringsorsakKod>AV</AvregistreringsorsakKod></Avregistrering>";
    let post = entry(&format!("<Personpost>{IDENTITY}{own}</Personpost>{special}")).unwrap();
    assert_eq!(post.deregistration.unwrap().code, DeregistrationCode::Dead);
}

#[test]
fn who_is_registered_no_longer_may_have_stayed_where_no_municipality_is_any_more() {
    let post = person(
        "<Avregistrering><AvregistreringsorsakKod>AV</AvregistreringsorsakKod></Avregistrering>\
         <Folkbokforing><LanKod>05</LanKod><KommunKod>01</KommunKod></Folkbokforing>",
    );
    assert!(post.deregistration.is_some() && post.residence.is_none());
}

#[test]
fn a_post_may_tell_little() {
    let post = person("<Folkbokforing/><Namn/><Adresser><Folkbokforingsadress/></Adresser>");
    assert_eq!((post.residence, post.name, post.addresses.len()), (None, None, 0));
    let incomplete = "<Folkbokforing><Folkbokforingsdatum>20260000</Folkbokforingsdatum><LanKod>05</LanKod><KommunKod>81</KommunKod></Folkbokforing>";
    assert_eq!(person(incomplete).residence.unwrap().since, None);
    let post =
        entry(&format!("<Arendeuppgift andringstidpunkt='snart'/><Personpost>{IDENTITY}</Personpost>"));
    assert_eq!(post.unwrap().changed_at, None);
}

#[test]
fn a_coordination_number_and_a_dash_are_read() {
    let number = format!("20080877-238{}", domain::civic_number::check_digit(b"080877238"));
    let inside = format!(
        "<Personpost><PersonId><PersonNr/><TilldelatPersonNrSamordningsNr> {number} </TilldelatPersonNrSamordningsNr></PersonId></Personpost>"
    );
    assert_eq!(entry(&inside).unwrap().civic_number.to_string(), number);
}

#[test]
fn a_notification_name_is_split_when_there_is_nothing_else() {
    for (text, surname, given) in
        [("Dahl, Åsa Märta", "Dahl", "Åsa Märta"), ("Dahl,Åsa", "Dahl", "Åsa"), ("Dahl", "Dahl", "")]
    {
        let name = person(&format!("<Namn><Aviseringsnamn>{text}</Aviseringsnamn></Namn>")).name.unwrap();
        assert_eq!((name.surname.as_str(), name.given.as_str()), (surname, given));
    }
}

#[test]
fn a_calling_mark_has_two_digits() {
    for (text, mark) in [
        ("10", Some(10)),
        ("23", Some(23)),
        ("1", None),
        ("05", None),
        ("+9", None),
        ("100", None),
        ("x", None),
    ] {
        let name = person(&format!(
            "<Namn><Tilltalsnamnsmarkering>{text}</Tilltalsnamnsmarkering><Fornamn>Åsa</Fornamn></Namn>"
        ));
        assert_eq!(name.name.unwrap().calling_mark, mark, "{text}");
    }
}

#[test]
fn a_file_without_posts_is_whole() {
    assert_eq!(read(file("").as_bytes()).unwrap().len(), 0);
    assert_eq!(read("<Navetavisering><Folkbokforingsposter/></Navetavisering>".as_bytes()).unwrap().len(), 0);
}
