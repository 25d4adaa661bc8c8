//! The users of an organisation, as its administrators keep them (seed 002, sections 4.4 and 4.6).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::hsa_id::{HsaId, HsaIdError};
use crate::{
    civic_number::{CivicNumber, CivicNumberError, CivicNumberKind},
    contact::email::{Email, EmailError},
    form::{FieldError, Reading},
    language::{Language, Message, named},
};

named! {
    /// The fields of a user.
    pub enum UserField {
        FirstName = "first_name", "Förnamn", "First name";
        LastName = "last_name", "Efternamn", "Last name";
        HsaId = "hsa_id", "HSA-id", "HSA-id";
        EMail = "e_mail", "E-post", "E-mail";
        CivicNumber = "civic_number", "Personnummer", "Personal number";
    }
}

impl UserField {
    /// Those without which nobody is a user.
    pub const REQUIRED: [Self; 4] = [Self::FirstName, Self::LastName, Self::HsaId, Self::EMail];
}

/// What stands in the form of a user, as it is typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserForm {
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The HSA-id.
    pub hsa_id: String,
    /// The e-mail address.
    pub e_mail: String,
    /// The personal number; empty of whoever does not sign in by it.
    pub civic_number: String,
}

/// A user of an organisation.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct UserDetails {
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// By which the card of the user is known, one of its kind in the organisation.
    pub hsa_id: HsaId,
    /// Where they are written to.
    pub e_mail: Email,
    /// By which an e-identification tells who they are, one of its kind in the organisation. The journal does not hold it.
    #[serde(skip)]
    pub civic_number: Option<CivicNumber>,
}

crate::private_debug!(UserDetails);

/// Why the details of a user cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserRefusal {
    /// A field is empty or too long.
    Form(FieldError<UserField>),
    /// It is no HSA-id.
    HsaId(HsaIdError),
    /// It is no e-mail address.
    EMail(EmailError),
    /// Another user of the organisation has the HSA-id.
    HsaIdTaken,
    /// It is no personal number.
    CivicNumber(CivicNumberError),
    /// It is a number that a school's system has given, by which nobody can prove who they are.
    CivicNumberIsTemporary,
    /// Another user of the organisation has the personal number.
    CivicNumberTaken,
}

impl UserRefusal {
    /// The field that is to be mended.
    pub const fn field(self) -> UserField {
        match self {
            Self::Form(error) => error.field,
            Self::HsaId(_) | Self::HsaIdTaken => UserField::HsaId,
            Self::EMail(_) => UserField::EMail,
            Self::CivicNumber(_) | Self::CivicNumberIsTemporary | Self::CivicNumberTaken => {
                UserField::CivicNumber
            }
        }
    }
}

impl Message for UserRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Form(error) => error.message(language),
            Self::HsaId(error) => error.message(language),
            Self::EMail(error) => error.message(language),
            Self::HsaIdTaken => language
                .pick(
                    "En annan användare i organisationen har det HSA-id:t. Kontrollera numret på kortet, eller öppna den användaren.",
                    "Another user of the organisation has that HSA-id. Check the number on the card, or open that user.",
                )
                .to_owned(),
            Self::CivicNumber(error) => error.message(language),
            Self::CivicNumberIsTemporary => language
                .pick(
                    "Ett tillfälligt nummer går inte att logga in med. Skriv personnumret eller samordningsnumret, eller lämna fältet tomt.",
                    "Nobody can sign in by a temporary number. Write the personal number or coordination number, or leave the field empty.",
                )
                .to_owned(),
            Self::CivicNumberTaken => language
                .pick(
                    "En annan användare i organisationen har det personnumret. Kontrollera numret, eller öppna den användaren.",
                    "Another user of the organisation has that personal number. Check the number, or open that user.",
                )
                .to_owned(),
        }
    }
}

impl UserForm {
    /// The details as they are typed again.
    pub fn of(details: &UserDetails) -> Self {
        Self {
            first_name: details.first_name.clone(),
            last_name: details.last_name.clone(),
            hsa_id: details.hsa_id.to_string(),
            e_mail: details.e_mail.to_string(),
            civic_number: details.civic_number.map(|number| number.to_string()).unwrap_or_default(),
        }
    }

    /// The details that it tells of.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read, never empty.
    pub fn read(&self, today: NaiveDate) -> Result<UserDetails, Vec<UserRefusal>> {
        let mut reading = Reading::new(today);
        let first_name = reading.required_line(UserField::FirstName, &self.first_name);
        let last_name = reading.required_line(UserField::LastName, &self.last_name);
        let names = reading.done(|| first_name.zip(last_name));
        let hsa_id = HsaId::try_from(self.hsa_id.as_str());
        // A line break would begin another line of a letter's head.
        let e_mail = match self.e_mail.chars().any(char::is_control) {
            true => Err(EmailError),
            false => Email::try_from(self.e_mail.as_str()),
        };
        let civic_number = match self.civic_number.trim() {
            "" => Ok(None),
            typed => own_number(typed, today).map(Some),
        };
        match (names, hsa_id, e_mail, civic_number) {
            (Ok((first_name, last_name)), Ok(hsa_id), Ok(e_mail), Ok(civic_number)) => {
                Ok(UserDetails { first_name, last_name, hsa_id, e_mail, civic_number })
            }
            (names, hsa_id, e_mail, civic_number) => {
                let names = names.err().unwrap_or_default().into_iter().map(UserRefusal::Form);
                let hsa_id = hsa_id.err().map(UserRefusal::HsaId);
                let e_mail = e_mail.err().map(UserRefusal::EMail);
                Err(names.chain(hsa_id).chain(e_mail).chain(civic_number.err()).collect())
            }
        }
    }
}

/// A number by which somebody can prove who they are.
fn own_number(typed: &str, today: NaiveDate) -> Result<CivicNumber, UserRefusal> {
    match CivicNumber::parse(typed, today) {
        Ok(number) if number.kind() == CivicNumberKind::Temporary => Err(UserRefusal::CivicNumberIsTemporary),
        Ok(number) => Ok(number),
        Err(error) => Err(UserRefusal::CivicNumber(error)),
    }
}

impl UserDetails {
    /// What the user could sign in with: the names in small letters without accents, a dot between.
    pub fn proposed_user_name(&self) -> String {
        let names = [&self.first_name, &self.last_name].map(|name| plain(name));
        let named: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        if named.is_empty() {
            "user".to_owned()
        } else {
            named.join(".").chars().take(LONGEST_USER_NAME).collect()
        }
    }

    /// The name as it is read.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// The longest user name that is proposed, in characters.
const LONGEST_USER_NAME: usize = 60;

/// A name in small letters a–z and digits.
fn plain(name: &str) -> String {
    let letter = |character: char| match character {
        'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' | 'æ' => Some('a'),
        'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' => Some('o'),
        'é' | 'è' | 'ê' | 'ë' => Some('e'),
        'ü' | 'ú' | 'ù' | 'û' => Some('u'),
        'í' | 'ì' | 'î' | 'ï' => Some('i'),
        'ç' | 'č' | 'ć' => Some('c'),
        'ñ' => Some('n'),
        'š' => Some('s'),
        'ž' => Some('z'),
        plain if plain.is_ascii_alphanumeric() => Some(plain),
        _ => None,
    };
    name.chars().flat_map(char::to_lowercase).filter_map(letter).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::language::Named;

    fn form() -> UserForm {
        UserForm {
            first_name: " Josef ".to_owned(),
            last_name: "Svensson".to_owned(),
            hsa_id: "se2321000016-1003".to_owned(),
            e_mail: "josef@kommun.example".to_owned(),
            civic_number: String::new(),
        }
    }

    fn read(form: &UserForm) -> Result<UserDetails, Vec<UserRefusal>> {
        form.read("2026-11-21".parse().unwrap())
    }

    #[test]
    fn every_field_is_required_and_all_that_is_wrong_is_told_at_once() {
        let wrong = read(&UserForm::default()).unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|refusal| refusal.field().code()).collect();
        assert_eq!(fields, ["first_name", "last_name", "hsa_id", "e_mail"]);
        assert!(
            wrong
                .iter()
                .all(|refusal| Language::ALL.iter().all(|language| !refusal.message(*language).is_empty()))
        );
    }

    #[rstest]
    #[case("", Ok(None))]
    #[case(" 200808172382 ", Err(UserRefusal::CivicNumber(CivicNumberError::CheckDigit)))]
    #[case("19800101", Err(UserRefusal::CivicNumber(CivicNumberError::Form)))]
    #[case("20080817TF11", Err(UserRefusal::CivicNumberIsTemporary))]
    fn a_personal_number_is_one_or_is_left_out(
        #[case] typed: &str,
        #[case] expected: Result<Option<CivicNumber>, UserRefusal>,
    ) {
        let form = UserForm { civic_number: typed.to_owned(), ..form() };
        assert_eq!(
            read(&form).map(|details| details.civic_number),
            expected.map_err(|refusal| vec![refusal])
        );
    }

    #[test]
    fn the_journal_is_not_told_the_personal_number() {
        let number = "200808172381";
        let details = read(&UserForm { civic_number: number.to_owned(), ..form() }).unwrap();
        assert!(details.civic_number.is_some());
        let told = serde_json::to_string(&details).unwrap();
        assert!(!told.contains("20080817") && !told.contains("2381"), "{told}");
    }

    #[test]
    fn what_is_typed_comes_back_tidied() {
        let details = read(&form()).unwrap();
        assert_eq!(
            (details.name().as_str(), details.hsa_id.as_str()),
            ("Josef Svensson", "SE2321000016-1003")
        );
        assert_eq!(read(&UserForm::of(&details)).unwrap(), details);
    }

    #[rstest]
    #[case("Åsa-Lena", "Örn Ek", "asalena.ornek")]
    #[case("李", "", "user")]
    #[case("Zoë", "李", "zoe")]
    fn a_user_name_is_proposed_that_can_be_typed(
        #[case] first: &str,
        #[case] last: &str,
        #[case] expected: &str,
    ) {
        let details =
            UserDetails { first_name: first.into(), last_name: last.into(), ..read(&form()).unwrap() };
        assert_eq!(details.proposed_user_name(), expected);
    }

    #[rstest]
    #[case("josef@kommun.example\nBcc: all@kommun.example")]
    #[case("josef@kommun.example\n")]
    #[case("josef")]
    fn an_address_that_could_not_be_written_to_is_refused(#[case] e_mail: &str) {
        let form = UserForm { e_mail: e_mail.to_owned(), ..form() };
        assert_eq!(read(&form), Err(vec![UserRefusal::EMail(EmailError)]));
    }
}
