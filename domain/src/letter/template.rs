//! The text of a letter with its fields, as it is read and filled in.

use std::fmt;

use crate::{
    form::LONGEST_NOTES,
    language::{Language, Message, Named, named},
    text::clean_lines,
};

named! {
    /// A field that a template may name in braces: `{förnamn}`. The codes are what stands in the braces in either language;
    /// none of them names anybody but the person written to and the one who writes.
    pub enum MergeField {
        GivenName = "förnamn", "Förnamn", "Given name";
        Surname = "efternamn", "Efternamn", "Surname";
        FullName = "namn", "Namn", "Name";
        Address = "adress", "Adress", "Address";
        Municipality = "kommun", "Kommun", "Municipality";
        Caseworker = "handläggare", "Handläggare", "Caseworker";
        CaseworkerTelephone = "telefon", "Handläggarens telefon", "The caseworker's telephone";
        CaseworkerEmail = "e-post", "Handläggarens e-post", "The caseworker's e-mail";
        Sender = "avsändare", "Avsändare", "Sender";
        SenderAddress = "avsändarens adress", "Avsändarens adress", "The sender's address";
        SenderTelephone = "avsändarens telefon", "Avsändarens telefon", "The sender's telephone";
        SenderEmail = "avsändarens e-post", "Avsändarens e-post", "The sender's e-mail";
        Date = "datum", "Dagens datum", "Today's date";
        FollowUp = "uppföljning", "Uppföljningsdatum", "Follow-up date";
    }
}

impl MergeField {
    /// Whether it names whoever signs the letter, or how they are reached.
    pub const fn is_of_caseworker(self) -> bool {
        matches!(self, Self::Caseworker | Self::CaseworkerTelephone | Self::CaseworkerEmail)
    }

    /// Whether it is read as one, and so is not broken over two lines.
    const fn is_whole(self) -> bool {
        matches!(self, Self::CaseworkerTelephone | Self::SenderTelephone | Self::Date | Self::FollowUp)
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
    /// There is no such character in the font of the letters.
    #[error("unprintable")]
    Unprintable {
        /// The character.
        character: char,
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
            (Self::Unprintable { character, line }, Language::Swedish) => {
                format!(
                    "Rad {line}: tecknet {character} finns inte i brevens typsnitt. Ta bort eller byt ut det."
                )
            }
            (Self::Unprintable { character, line }, Language::English) => {
                format!(
                    "Line {line}: the font of the letters lacks the character {character}. Remove or replace it."
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
        let text = clean_lines(text).replace(is_invisible, "");
        match text.chars().count() {
            0 => return Err(TemplateError::Empty),
            1..=LONGEST_NOTES => {}
            _ => return Err(TemplateError::TooLong),
        }
        for (line, characters) in text.lines().enumerate() {
            if let Some(character) = characters.chars().find(|character| !is_printable(*character)) {
                return Err(TemplateError::Unprintable { character, line: line + 1 });
            }
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
                    let line = crate::text::clean_line(&value(*field).unwrap_or_default());
                    let is_whole = field.is_whole();
                    text.push_str(&if is_whole { line.replace(' ', "\u{a0}") } else { line });
                }
            }
        }
        let text = text.replace('\t', " ");
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

/// Whether a character has a picture in the font of the letters, which has the Latin, Greek and Cyrillic ones of Europe. A
/// letter that cannot be set would hinder all that are set with it.
pub fn is_printable(character: char) -> bool {
    matches!(character,
        '\t' | ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{148}' | '\u{14a}'..='\u{1c3}' | '\u{1c5}'..='\u{24f}'
        | '\u{386}' | '\u{388}'..='\u{38a}' | '\u{38c}' | '\u{38e}'..='\u{3a1}' | '\u{3a3}'..='\u{3ce}'
        | '\u{400}'..='\u{45f}' | '\u{490}'..='\u{491}' | '\u{1e00}'..='\u{1e99}' | '\u{1e9e}' | '\u{1ef2}'..='\u{1ef9}'
        | '–' | '—' | '‘'..='‚' | '“'..='„' | '†' | '•' | '…' | '′' | '″' | '‹' | '›' | '€' | '™' | '−')
}

/// Whether a character is there only for a programme that breaks lines, and is left out.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::letter::LetterRefusal;

    fn values(field: MergeField) -> Option<String> {
        match field {
            MergeField::GivenName => Some("Viggo".into()),
            MergeField::Date => Some("5 december 2026".into()),
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
                vec!["Viggo, 5\u{a0}december\u{a0}2026", "Åsa Lindqvist"],
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
    #[case("Hej!\nVi ses \u{1f600}", TemplateError::Unprintable { character: '\u{1f600}', line: 2 })]
    fn what_is_wrong_with_a_template_is_told_with_its_line(#[case] text: &str, #[case] error: TemplateError) {
        assert_eq!(Template::read(text), Err(error.clone()));
        assert!(!error.message(Language::Swedish).is_empty());
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
