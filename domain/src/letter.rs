//! Letters: a template with fields, filled in for each of the chosen people, and a contact *Brev* for each (requirement
//! K22). What becomes a page of paper is made elsewhere; here is what stands on it.

pub mod form;
pub mod sender;
mod template;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use template::{MergeField, Template, TemplateError, is_printable};

use crate::{
    contact::{ContactWay, NewContact},
    language::{Language, Message, Named, named},
    person::{Address, AddressKind},
};

named! {
    /// A field of the form of a template, and of the form by which letters are written.
    pub enum LetterField {
        Municipality = "municipality", "Kommun", "Municipality";
        Name = "name", "Namn", "Name";
        Subject = "subject", "Ämnesrad", "Subject";
        Text = "text", "Brevets text", "The text of the letter";
        Template = "template", "Mall", "Template";
        FollowUp = "follow_up", "Följs upp", "To be followed up";
    }
}

/// Why somebody of the chosen gets no letter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum LetterRefusal {
    /// The template is another municipality's.
    #[error("another municipality's template")]
    OtherMunicipality,
    /// The name or the address has characters that the font of the letters lacks.
    #[error("unprintable")]
    Unprintable,
    /// Whoever is dead is not written to.
    #[error("dead")]
    Dead,
    /// Whoever has left is no longer told of to the municipality.
    #[error("has left")]
    HasLeft,
    /// There is no address to send it to.
    #[error("no address")]
    NoAddress,
    /// The name and the address are more lines than the window of the envelope has room for.
    #[error("window too small")]
    WindowTooSmall,
    /// A field has nothing to be filled in with.
    #[error("missing fields")]
    Missing(Vec<MergeField>),
}

impl Message for LetterRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::OtherMunicipality => language
                .pick(
                    "Mallen hör till en annan kommun. Välj en av den egna kommunens mallar.",
                    "The template is another municipality's. Choose one of the own municipality's.",
                )
                .to_owned(),
            Self::Dead => language.pick("Personen är avliden.", "The person is dead.").to_owned(),
            Self::WindowTooSmall => language
                .pick(
                    "Namnet och adressen får inte plats i kuvertets fönster. Registrera en kortare postadress.",
                    "The name and the address do not fit in the window of the envelope. Register a shorter postal address.",
                )
                .to_owned(),
            Self::HasLeft => language
                .pick(
                    "Personen har flyttat, och kommunen får inte veta vart.",
                    "The person has moved, and the municipality is not told where.",
                )
                .to_owned(),
            Self::Unprintable => language
                .pick(
                    "Namnet eller adressen har tecken som inte finns i brevens typsnitt. Skriv det brevet för sig.",
                    "The name or the address has characters that the font of the letters lacks. Write that letter by itself.",
                )
                .to_owned(),
            Self::NoAddress => language
                .pick(
                    "Personen har ingen adress att skicka till. Registrera en postadress.",
                    "The person has no address to send to. Register a postal address.",
                )
                .to_owned(),
            Self::Missing(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field.name(language)).collect();
                match language {
                    Language::Swedish => format!(
                        "Uppgift saknas: {}. Fyll i den, eller ta bort fältet ur mallen.",
                        names.join(", ")
                    ),
                    Language::English => format!(
                        "There is no {}. Fill it in, or remove the field from the template.",
                        names.join(", ")
                    ),
                }
            }
        }
    }
}

/// Where a letter is sent: the postal address that the municipality has registered for that purpose, else what the
/// population register says.
pub fn address(addresses: &[Address]) -> Option<&Address> {
    let order =
        [AddressKind::Postal, AddressKind::SpecialPostal, AddressKind::Registered, AddressKind::Abroad];
    order.iter().find_map(|kind| addresses.iter().find(|address| address.kind == *kind))
}

/// How many lines the window of an envelope has room for, and how many characters a line of it.
const WINDOW: (usize, usize) = (7, 35);

/// The lines of the window of the envelope.
pub fn window(full_name: &str, address: &Address) -> Vec<String> {
    let care_of = match address.care_of.as_str() {
        "" => String::new(),
        named if named.to_lowercase().starts_with("c/o") => named.to_owned(),
        named => format!("c/o {named}"),
    };
    // Five digits are written three and two.
    let code = match address.postal_code.split_at_checked(3) {
        Some((first, last)) if address.postal_code.len() == 5 && address.country.is_empty() => {
            format!("{first} {last}")
        }
        _ => address.postal_code.clone(),
    };
    let place = [code.as_str(), &address.city]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("  ");
    [full_name.to_owned(), care_of]
        .into_iter()
        .chain(address.lines.iter().cloned())
        .chain([place, address.country.to_uppercase()])
        .filter(|line| !line.is_empty())
        .collect()
}

/// An address in one line, as it stands within a text.
pub fn in_line(address: &Address) -> String {
    window("", address).join(", ")
}

/// Whether what is filled in of a person can be set.
///
/// # Errors
/// [`LetterRefusal::Unprintable`], [`LetterRefusal::WindowTooSmall`].
pub fn is_settable(window: &[String], paragraphs: &[Vec<String>]) -> Result<(), LetterRefusal> {
    let (most, longest) = WINDOW;
    if window.iter().map(|line| line.chars().count().div_ceil(longest)).sum::<usize>() > most {
        return Err(LetterRefusal::WindowTooSmall);
    }
    let lines = window.iter().chain(paragraphs.iter().flatten());
    let settable = lines.flat_map(|line| line.chars()).all(is_printable);
    if settable { Ok(()) } else { Err(LetterRefusal::Unprintable) }
}

/// The contact that a letter is registered as.
pub fn contact(template: &str, sent: NaiveDate, follow_up: Option<NaiveDate>) -> NewContact {
    NewContact {
        date: sent,
        heading: template.to_owned(),
        way: ContactWay::Letter,
        notes: String::new(),
        follow_up,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_goes_to_the_postal_address_else_to_the_registered_one() {
        let of = |kind, care_of: &str, country: &str| Address {
            kind,
            care_of: care_of.into(),
            lines: vec!["Kungsgatan 1".into()],
            postal_code: "60224".into(),
            city: "Norrköping".into(),
            country: country.into(),
        };
        let (registered, postal) = (of(AddressKind::Registered, "", ""), of(AddressKind::Postal, "Ek", ""));
        assert_eq!(address(&[registered.clone(), postal.clone()]), Some(&postal));
        assert_eq!(address(std::slice::from_ref(&registered)), Some(&registered));
        assert_eq!(address(&[]), None);
        assert_eq!(
            window("Viggo Dahl", &postal),
            ["Viggo Dahl", "c/o Ek", "Kungsgatan 1", "602 24  Norrköping"]
        );
        let abroad = window("Viggo Dahl", &of(AddressKind::Abroad, "", "Norge"));
        assert_eq!(abroad, ["Viggo Dahl", "Kungsgatan 1", "60224  Norrköping", "NORGE"]);
    }

    #[test]
    fn an_address_stands_in_a_line_and_what_the_font_lacks_is_refused() {
        let address = Address {
            kind: AddressKind::Registered,
            care_of: String::new(),
            lines: vec!["Kungsgatan 1".into()],
            postal_code: "60224".into(),
            city: "Norrköping".into(),
            country: String::new(),
        };
        assert_eq!(in_line(&address), "Kungsgatan 1, 602 24  Norrköping");
        assert_eq!(is_settable(&window("Łucja Şahin", &address), &[]), Ok(()));
        let lacking = is_settable(&window("Li 李", &address), &[]);
        assert_eq!(lacking, Err(LetterRefusal::Unprintable));
        assert!(is_settable(&[], &[vec!["\u{200f}".into()]]).is_err());
        // Nor does the address run on into the text.
        let lines = |lines: usize, text: &str| vec![text.to_owned(); lines];
        assert_eq!(is_settable(&lines(7, "Kungsgatan 1"), &[]), Ok(()));
        let long = "Kungsgatan ".repeat(4);
        for window in [lines(8, "Kungsgatan 1"), lines(4, &long)] {
            assert_eq!(is_settable(&window, &[]), Err(LetterRefusal::WindowTooSmall));
        }
    }

    #[test]
    fn a_letter_is_registered_as_a_contact() {
        let contact = contact("Första brevet", "2026-11-21".parse().unwrap(), None);
        assert_eq!((contact.way, contact.heading.as_str()), (ContactWay::Letter, "Första brevet"));
    }
}
