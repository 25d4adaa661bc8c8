//! Who sends the letters of a municipality, and how whoever gets one can answer: the block at the top of a letter, and how
//! each caseworker is reached. Kept by whoever keeps the templates.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::is_printable;
use crate::{
    contact::{
        email::{Email, EmailError},
        telephone::{Telephone, TelephoneError},
    },
    id::AccountId,
    language::{Language, Message, Named, named},
    text::{clean_line, clean_lines},
};

/// How many characters a line of the block has room for.
pub const LONGEST_LINE: usize = 45;
/// How many lines of address it has room for.
pub const MOST_LINES: usize = 4;

named! {
    /// A part of the sender's block.
    pub enum SenderField {
        Name = "name", "Avsändare", "Sender";
        Address = "address", "Adress", "Address";
        Telephone = "telephone", "Telefon", "Telephone";
        Email = "email", "E-post", "E-mail";
    }
}

impl SenderField {
    /// The name of the field of a user in the form.
    pub fn of_user(self, account: AccountId) -> String {
        format!("u{account}:{}", self.code())
    }
}

/// How somebody is reached; empty where that is not said.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reach {
    /// The telephone number, as people read it.
    pub telephone: String,
    /// The e-mail address.
    pub email: String,
}

/// Who sends the letters of a municipality.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sender {
    /// How many times it has been written.
    pub version: i64,
    /// The name; the municipality's own where it is empty.
    pub name: String,
    /// The lines of the address.
    pub address: Vec<String>,
    /// How the municipality is reached.
    pub reach: Reach,
    /// How its users are reached, by their accounts.
    pub users: BTreeMap<i64, Reach>,
}

crate::private_debug!(Reach);
crate::private_debug!(Sender, version);

impl Sender {
    /// The lines of the block, without those there is nothing for.
    pub fn lines(&self, municipality: &str) -> Vec<String> {
        let name = if self.name.is_empty() { municipality } else { &self.name };
        let lines = [name].into_iter().chain(self.address.iter().map(String::as_str));
        let lines = lines.chain([self.reach.telephone.as_str(), &self.reach.email]);
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// What stands in the form where nothing has been changed.
    pub fn form(&self) -> SenderForm {
        let own = [
            (SenderField::Name, self.name.clone()),
            (SenderField::Address, self.address.join("\n")),
            (SenderField::Telephone, self.reach.telephone.clone()),
            (SenderField::Email, self.reach.email.clone()),
        ];
        let of_users = self.users.iter().flat_map(|(account, reach)| {
            let account = AccountId(*account);
            [
                (SenderField::Telephone.of_user(account), reach.telephone.clone()),
                (SenderField::Email.of_user(account), reach.email.clone()),
            ]
        });
        own.into_iter().map(|(field, value)| (field.code().to_owned(), value)).chain(of_users).collect()
    }

    /// What of it is empty, so that whoever gets a letter cannot answer in that way. The name is never missed.
    pub fn empty(&self) -> Vec<SenderField> {
        let is_empty = [
            (SenderField::Address, self.address.is_empty()),
            (SenderField::Telephone, self.reach.telephone.is_empty()),
            (SenderField::Email, self.reach.email.is_empty()),
        ];
        is_empty.into_iter().filter(|(_, is_empty)| *is_empty).map(|(field, _)| field).collect()
    }

    /// How somebody is reached: as is said of them, else as the municipality is.
    pub fn reach_of(&self, account: Option<AccountId>) -> Reach {
        let own = account.and_then(|account| self.users.get(&account.0)).cloned().unwrap_or_default();
        let or = |own: String, common: &String| if own.is_empty() { common.clone() } else { own };
        Reach { telephone: or(own.telephone, &self.reach.telephone), email: or(own.email, &self.reach.email) }
    }
}

/// What is wrong with a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SenderMistake {
    /// It is no telephone number.
    #[error(transparent)]
    Telephone(TelephoneError),
    /// It is no e-mail address.
    #[error(transparent)]
    Email(EmailError),
    /// A line is longer than the block has room for.
    #[error("too long")]
    TooLong,
    /// There are more lines of address than the block has room for.
    #[error("too many lines")]
    TooManyLines,
    /// The font of the letters lacks a character.
    #[error("unprintable")]
    Unprintable(char),
}

/// Why it is not saved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {mistake}")]
pub struct SenderRefusal {
    /// The name of the field in the form.
    pub code: String,
    /// Which part.
    pub field: SenderField,
    /// Whose, where it is a user's.
    pub user: Option<String>,
    /// What is wrong.
    pub mistake: SenderMistake,
}

impl Message for SenderRefusal {
    fn message(&self, language: Language) -> String {
        let field = self.field.name(language);
        let said = match (self.mistake, language) {
            (SenderMistake::Telephone(error), _) => error.message(language),
            (SenderMistake::Email(error), _) => error.message(language),
            (SenderMistake::TooLong, Language::Swedish) => {
                format!("{field}: högst {LONGEST_LINE} tecken får plats på en rad. Korta den.")
            }
            (SenderMistake::TooLong, Language::English) => {
                format!("{field}: there is room for {LONGEST_LINE} characters in a line. Shorten it.")
            }
            (SenderMistake::TooManyLines, Language::Swedish) => {
                format!("{field}: högst {MOST_LINES} rader får plats. Ta bort några.")
            }
            (SenderMistake::TooManyLines, Language::English) => {
                format!("{field}: there is room for {MOST_LINES} lines. Remove some.")
            }
            (SenderMistake::Unprintable(character), Language::Swedish) => {
                format!(
                    "{field}: tecknet {character} finns inte i brevens typsnitt. Ta bort eller byt ut det."
                )
            }
            (SenderMistake::Unprintable(character), Language::English) => {
                format!(
                    "{field}: the font of the letters lacks the character {character}. Remove or replace it."
                )
            }
        };
        self.user.as_ref().map_or(said.clone(), |user| format!("{user}: {said}"))
    }
}

/// What stands in the form, by the names of its fields.
pub type SenderForm = BTreeMap<String, String>;

/// Reads the form, with the users of the municipality who may be told of in it.
///
/// # Errors
/// Everything that cannot be read.
pub fn read(form: &SenderForm, users: &[(AccountId, String)]) -> Result<Sender, Vec<SenderRefusal>> {
    let mut reading = SenderReading { form, refusals: Vec::new() };
    let name = reading.line(SenderField::Name);
    let address = reading.address();
    let reach = reading.reach(None);
    let of_users = users.iter().map(|user| (user.0.0, reading.reach(Some(user))));
    let users = of_users.filter(|(_, reach)| *reach != Reach::default()).collect();
    match reading.refusals {
        refusals if refusals.is_empty() => Ok(Sender { version: 0, name, address, reach, users }),
        refusals => Err(refusals),
    }
}

struct SenderReading<'a> {
    form: &'a SenderForm,
    refusals: Vec<SenderRefusal>,
}

impl SenderReading<'_> {
    fn text(&self, code: &str) -> &str {
        self.form.get(code).map(String::as_str).unwrap_or_default()
    }

    fn refuse(&mut self, field: SenderField, user: Option<&(AccountId, String)>, mistake: SenderMistake) {
        let code = user.map_or_else(|| field.code().to_owned(), |(account, _)| field.of_user(*account));
        let user = user.map(|(_, name)| name.clone());
        self.refusals.push(SenderRefusal { code, field, user, mistake });
    }

    fn fitting(&mut self, field: SenderField, user: Option<&(AccountId, String)>, line: &str) {
        if line.chars().count() > LONGEST_LINE {
            self.refuse(field, user, SenderMistake::TooLong);
        }
        if let Some(character) = line.chars().find(|character| !is_printable(*character)) {
            self.refuse(field, user, SenderMistake::Unprintable(character));
        }
    }

    fn line(&mut self, field: SenderField) -> String {
        let line = clean_line(self.text(field.code()));
        self.fitting(field, None, &line);
        line
    }

    fn address(&mut self) -> Vec<String> {
        let text = clean_lines(self.text(SenderField::Address.code()));
        let lines: Vec<String> = text.lines().map(clean_line).filter(|line| !line.is_empty()).collect();
        if lines.len() > MOST_LINES {
            self.refuse(SenderField::Address, None, SenderMistake::TooManyLines);
        }
        for line in lines.iter().take(MOST_LINES) {
            self.fitting(SenderField::Address, None, line);
        }
        lines
    }

    fn reach(&mut self, user: Option<&(AccountId, String)>) -> Reach {
        let code = |field: SenderField| {
            user.map_or_else(|| field.code().to_owned(), |(account, _)| field.of_user(*account))
        };
        let mut reach = Reach::default();
        let telephone = self.text(&code(SenderField::Telephone)).trim().to_owned();
        if !telephone.is_empty() {
            match Telephone::try_from(telephone.as_str()) {
                Ok(telephone) => reach.telephone = telephone.to_string(),
                Err(error) => self.refuse(SenderField::Telephone, user, SenderMistake::Telephone(error)),
            }
        }
        let email = self.text(&code(SenderField::Email)).trim().to_owned();
        if !email.is_empty() {
            match Email::try_from(email.as_str()) {
                Ok(email) => {
                    reach.email = email.to_string();
                    self.fitting(SenderField::Email, user, &reach.email.clone());
                }
                Err(error) => self.refuse(SenderField::Email, user, SenderMistake::Email(error)),
            }
        }
        reach
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASA: AccountId = AccountId(7);

    fn users() -> [(AccountId, String); 1] {
        [(ASA, "Åsa Lindqvist".to_owned())]
    }

    fn form(fields: &[(&str, &str)]) -> SenderForm {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_block_says_how_one_answers() {
        let filled = form(&[
            ("name", " Kommunala  aktivitetsansvaret "),
            ("address", "Rådhuset\r\n\r\n601 81 Norrköping"),
            ("telephone", "011150000"),
            ("email", "kaa@Norrkoping.example"),
        ]);
        let sender = read(&filled, &users()).unwrap();
        assert_eq!(
            sender.lines("Norrköping"),
            [
                "Kommunala aktivitetsansvaret",
                "Rådhuset",
                "601 81 Norrköping",
                "011-15 00 00",
                "kaa@norrkoping.example"
            ]
        );
        assert!(sender.empty().is_empty());
        // Without anything it is the municipality, and what is empty is known.
        let nothing = read(&form(&[]), &users()).unwrap();
        assert_eq!(nothing.lines("Norrköping"), ["Norrköping"]);
        assert_eq!(nothing.empty(), [SenderField::Address, SenderField::Telephone, SenderField::Email]);
    }

    #[test]
    fn a_caseworker_is_reached_as_is_said_of_them_else_as_the_municipality_is() {
        let filled = form(&[
            ("telephone", "011-15 00 00"),
            ("email", "kaa@norrkoping.example"),
            ("u7:telephone", "070-174 06 31"),
            // Whoever is no user of the municipality is not told of.
            ("u8:telephone", "070-174 06 32"),
        ]);
        let sender = read(&filled, &users()).unwrap();
        let own = sender.reach_of(Some(ASA));
        assert_eq!((own.telephone.as_str(), own.email.as_str()), ("070-174 06 31", "kaa@norrkoping.example"));
        for other in [None, Some(AccountId(8))] {
            assert_eq!(sender.reach_of(other).telephone, "011-15 00 00");
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_its_field() {
        let long = "x".repeat(LONGEST_LINE + 1);
        let filled = form(&[
            ("name", &long),
            ("address", "a\nb\nc\nd\ne"),
            ("telephone", "ring"),
            ("email", "kaa"),
            ("u7:telephone", "1"),
            ("u7:email", "李@a.example"),
        ]);
        let refusals = read(&filled, &users()).unwrap_err();
        let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.code.as_str()).collect();
        assert_eq!(codes, ["name", "address", "telephone", "email", "u7:telephone", "u7:email"]);
        for refusal in &refusals {
            assert!(!refusal.message(Language::Swedish).is_empty());
            assert_eq!(
                refusal.message(Language::Swedish).starts_with("Åsa Lindqvist: "),
                refusal.user.is_some()
            );
        }
        let unprintable = read(&form(&[("name", "Kommun 李")]), &users()).unwrap_err();
        assert_eq!(unprintable[0].mistake, SenderMistake::Unprintable('李'));
    }
}
