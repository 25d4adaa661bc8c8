//! Letters: a template with fields, filled in for each of the chosen people, and a contact *Brev* for each (requirement
//! K22). What becomes a page of paper is made elsewhere; here is what stands on it.

use std::fmt;

use chrono::NaiveDate;

use crate::{
    contact::{ContactWay, NewContact},
    form::LONGEST_NOTES,
    language::{Language, Message, Named, named},
    person::{Address, AddressKind},
    text::clean_lines,
};

named! {
    /// A field that a template may name in braces: `{förnamn}`. The codes are what stands in the braces in either language;
    /// none of them names anybody but the person written to and the one who writes.
    pub enum MergeField {
        GivenName = "förnamn", "Förnamn", "Given name";
        Surname = "efternamn", "Efternamn", "Surname";
        FullName = "namn", "Namn", "Name";
        Municipality = "kommun", "Kommun", "Municipality";
        Caseworker = "handläggare", "Handläggare", "Caseworker";
        Date = "datum", "Dagens datum", "Today's date";
        FollowUp = "uppföljning", "Uppföljningsdatum", "Follow-up date";
        Telephone = "telefon", "Handläggarens telefon", "The caseworker's telephone";
    }
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// What stands there as it is.
    Text(String),
    /// A field.
    Field(MergeField),
}

/// A template that holds no nonsense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

/// Why a text is no template. The place is counted in characters from one, to be found again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// There is nothing in it.
    #[error("empty")]
    Empty,
    /// It is too long.
    #[error("too long")]
    TooLong,
    /// No field is called that.
    #[error("unknown field")]
    UnknownField {
        /// What stands in the braces.
        name: String,
        /// In which line, from one.
        line: usize,
    },
    /// A brace is not closed, or not opened.
    #[error("lone brace")]
    LoneBrace {
        /// In which line, from one.
        line: usize,
    },
}

impl Message for TemplateError {
    fn message(&self, language: Language) -> String {
        let fields = || {
            let named = MergeField::ALL.iter().map(|field| format!("{{{}}}", field.code()));
            named.collect::<Vec<_>>().join(", ")
        };
        match (self, language) {
            (Self::Empty, _) => language
                .pick(
                    "Mallen är tom. Skriv brevets text.",
                    "The template is empty. Write the text of the letter.",
                )
                .to_owned(),
            (Self::TooLong, Language::Swedish) => {
                format!("Mallen är för lång: högst {LONGEST_NOTES} tecken får plats. Korta den.")
            }
            (Self::TooLong, Language::English) => {
                format!("The template is too long: there is room for {LONGEST_NOTES} characters. Shorten it.")
            }
            (Self::UnknownField { name, line }, Language::Swedish) => {
                format!("Rad {line}: fältet {{{name}}} finns inte. Välj bland {}.", fields())
            }
            (Self::UnknownField { name, line }, Language::English) => {
                format!("Line {line}: there is no field {{{name}}}. Choose among {}.", fields())
            }
            (Self::LoneBrace { line }, Language::Swedish) => {
                format!(
                    "Rad {line}: en klammer saknar sin motsvarighet. Skriv {{{{ eller }}}} för en klammer i texten."
                )
            }
            (Self::LoneBrace { line }, Language::English) => {
                format!(
                    "Line {line}: a brace lacks its counterpart. Write {{{{ or }}}} for a brace in the text."
                )
            }
        }
    }
}

impl Template {
    /// Reads a template: fields stand in braces, a brace of the text is written twice.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn read(text: &str) -> Result<Self, TemplateError> {
        let text = clean_lines(text);
        match text.chars().count() {
            0 => return Err(TemplateError::Empty),
            1..=LONGEST_NOTES => {}
            _ => return Err(TemplateError::TooLong),
        }
        let mut parts = Vec::new();
        let (mut plain, mut line) = (String::new(), 1);
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '{' | '}' if characters.peek() == Some(&character) => {
                    plain.push(character);
                    characters.next();
                }
                '}' => return Err(TemplateError::LoneBrace { line }),
                '{' => {
                    let mut name = String::new();
                    loop {
                        match characters.next() {
                            Some('}') => break,
                            Some('{' | '\n') | None => return Err(TemplateError::LoneBrace { line }),
                            Some(other) => name.push(other),
                        }
                    }
                    let field = field(&name)
                        .ok_or_else(|| TemplateError::UnknownField { name: name.trim().to_owned(), line })?;
                    if !plain.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut plain)));
                    }
                    parts.push(Part::Field(field));
                }
                other => {
                    line += usize::from(other == '\n');
                    plain.push(other);
                }
            }
        }
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self { parts })
    }

    /// The fields it names, each once, in the order of the fields.
    pub fn fields(&self) -> Vec<MergeField> {
        let is_named = |field: &MergeField| self.parts.contains(&Part::Field(*field));
        MergeField::ALL.iter().copied().filter(is_named).collect()
    }

    /// The letter to one person: the paragraphs of its body, each with its lines.
    ///
    /// # Errors
    /// The fields that there is nothing to fill in for, so that nobody gets a letter with a hole in it.
    pub fn filled(
        &self,
        values: &impl Fn(MergeField) -> Option<String>,
    ) -> Result<Vec<Vec<String>>, Vec<MergeField>> {
        let value = |field: MergeField| values(field).filter(|value| !value.trim().is_empty());
        let missing: Vec<MergeField> =
            self.fields().into_iter().filter(|field| value(*field).is_none()).collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(plain) => text.push_str(plain),
                // What is filled in makes no line and no paragraph of its own.
                Part::Field(field) => {
                    text.push_str(&crate::text::clean_line(&value(*field).unwrap_or_default()))
                }
            }
        }
        let paragraphs = text.split("\n\n").map(|paragraph| {
            paragraph.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        });
        Ok(paragraphs.filter(|paragraph| !paragraph.is_empty()).collect())
    }
}

impl fmt::Display for Template {
    /// The template as it is written.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Text(plain) => {
                    formatter.write_str(&plain.replace('{', "{{").replace('}', "}}"))?;
                }
                Part::Field(field) => write!(formatter, "{{{}}}", field.code())?,
            }
        }
        Ok(())
    }
}

/// A field by its code or its name in either language, whatever the case.
fn field(name: &str) -> Option<MergeField> {
    let name = name.trim().to_lowercase();
    MergeField::ALL.iter().copied().find(|field| {
        field.code() == name
            || Language::ALL.iter().any(|language| field.name(*language).to_lowercase() == name)
    })
}

/// Why somebody of the chosen gets no letter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterRefusal {
    /// There is no address to send it to.
    #[error("no address")]
    NoAddress,
    /// A field has nothing to be filled in with.
    #[error("missing fields")]
    Missing(Vec<MergeField>),
}

impl Message for LetterRefusal {
    fn message(&self, language: Language) -> String {
        match self {
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
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn values(field: MergeField) -> Option<String> {
        match field {
            MergeField::GivenName => Some("Viggo".into()),
            MergeField::Date => Some("2026-11-21".into()),
            MergeField::Caseworker => Some("Åsa\n\nLindqvist".into()),
            _ => None,
        }
    }

    #[test]
    fn a_template_is_filled_in_for_a_person() {
        let text = "Hej {Förnamn}!\r\n\r\nVi vill veta hur du har det.\r\nRing oss.\r\n\r\n\r\n{given name}, { datum }\r\n{handläggare}";
        let template = Template::read(text).unwrap();
        assert_eq!(template.fields(), [MergeField::GivenName, MergeField::Caseworker, MergeField::Date]);
        let letter = template.filled(&values).unwrap();
        let lines: Vec<Vec<&str>> =
            letter.iter().map(|paragraph| paragraph.iter().map(String::as_str).collect()).collect();
        assert_eq!(
            lines,
            [
                vec!["Hej Viggo!"],
                vec!["Vi vill veta hur du har det.", "Ring oss."],
                vec!["Viggo, 2026-11-21", "Åsa Lindqvist"],
            ]
        );
    }

    #[test]
    fn nobody_gets_a_letter_with_a_hole_in_it() {
        let template = Template::read("Hej {namn}, följs upp {uppföljning}, {förnamn}").unwrap();
        let missing = template.filled(&values).unwrap_err();
        assert_eq!(missing, [MergeField::FullName, MergeField::FollowUp]);
        let message = LetterRefusal::Missing(missing).message(Language::Swedish);
        assert_eq!(
            message,
            "Uppgift saknas: Namn, Uppföljningsdatum. Fyll i den, eller ta bort fältet ur mallen."
        );
    }

    #[rstest]
    #[case(" \n ", TemplateError::Empty)]
    #[case("a\nHej {personnummer}", TemplateError::UnknownField { name: "personnummer".into(), line: 2 })]
    #[case("Hej {namn", TemplateError::LoneBrace { line: 1 })]
    #[case("Hej\n\nnamn}", TemplateError::LoneBrace { line: 3 })]
    #[case("{na{mn}", TemplateError::LoneBrace { line: 1 })]
    fn what_is_wrong_with_a_template_is_told_with_its_line(#[case] text: &str, #[case] error: TemplateError) {
        assert_eq!(Template::read(text), Err(error.clone()));
        assert!(!error.message(Language::Swedish).is_empty());
    }

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
    fn a_letter_is_registered_as_a_contact() {
        let contact = contact("Första brevet", "2026-11-21".parse().unwrap(), None);
        assert_eq!((contact.way, contact.heading.as_str()), (ContactWay::Letter, "Första brevet"));
    }

    proptest! {
        #[test]
        fn a_template_is_written_as_it_is_read(text in "[a-z{}\n ]{0,40}") {
            if let Ok(template) = Template::read(&text) {
                prop_assert_eq!(Template::read(&template.to_string()), Ok(template));
            }
        }
    }
}
