//! The one postal address that a municipality may register for a person, beside the population register's own addresses,
//! which nobody changes here (requirement K10; seed 001, "Registrera postadress").

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    form::{FieldError, Mistake, Reading},
    language::{Language, Message, Named, named},
    person::{Address, AddressKind},
    record::{FieldValue, Record},
};

named! {
    /// A field of the address. The codes are the names of the fields of [`AddressForm`].
    pub enum AddressField {
        CareOf = "care_of", "C/o", "Care of";
        Line1 = "line1", "Adressrad 1", "Address line 1";
        Line2 = "line2", "Adressrad 2", "Address line 2";
        PostalCode = "postal_code", "Postnummer", "Postal code";
        City = "city", "Postort", "Post town";
        Country = "country", "Land", "Country";
    }
}

/// What stands in the form, as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressForm {
    /// c/o, or empty.
    pub care_of: String,
    /// The street and number, or the box.
    pub line1: String,
    /// What does not fit there, or empty.
    pub line2: String,
    /// Five digits in Sweden.
    pub postal_code: String,
    /// The post town.
    pub city: String,
    /// The country; empty is Sweden.
    pub country: String,
}

crate::private_debug!(AddressForm);

/// Why an address cannot be registered, changed or deleted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressRefusal {
    /// What stands in the form is missing or cannot be read.
    #[error("form: {0:?}")]
    Form(FieldError<AddressField>),
    /// A Swedish postal code has five digits.
    #[error("postal code")]
    PostalCode,
    /// There is one already.
    #[error("already one")]
    AlreadyOne,
    /// It is the population register's.
    #[error("the population register's")]
    PopulationRegisters,
}

impl AddressRefusal {
    /// The field that is to be mended; none when it is the address as a whole.
    pub const fn field(&self) -> Option<AddressField> {
        match self {
            Self::Form(error) => Some(error.field),
            Self::PostalCode => Some(AddressField::PostalCode),
            Self::AlreadyOne | Self::PopulationRegisters => None,
        }
    }
}

impl Message for AddressRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Form(error) => error.message(language),
            Self::PostalCode => language
                .pick(
                    "Ett svenskt postnummer har fem siffror. Skriv det som 602 24, eller ange land.",
                    "A Swedish postal code has five digits. Write it as 602 24, or give a country.",
                )
                .to_owned(),
            Self::AlreadyOne => language
                .pick(
                    "Personen har redan en postadress, och fler kan inte registreras. Ändra den som finns.",
                    "The person has a postal address already, and there can only be one. Change the one that is there.",
                )
                .to_owned(),
            Self::PopulationRegisters => language
                .pick(
                    "Adressen kommer från folkbokföringen och kan inte ändras här. Registrera en postadress.",
                    "The address comes from the population register and cannot be changed here. Register a postal address.",
                )
                .to_owned(),
        }
    }
}

impl AddressForm {
    /// What a form holds in which nobody has changed anything.
    pub fn written(address: &Address) -> Self {
        let line = |place: usize| address.lines.get(place).cloned().unwrap_or_default();
        Self {
            care_of: address.care_of.clone(),
            line1: line(0),
            line2: line(1),
            postal_code: address.postal_code.clone(),
            city: address.city.clone(),
            country: address.country.clone(),
        }
    }

    /// The address that it asks for. In Sweden postal code and town are required; abroad a code is written as it is there.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read, never empty.
    pub fn read(&self, today: NaiveDate) -> Result<Address, Vec<AddressRefusal>> {
        let mut reading = Reading::new(today);
        let care_of = reading.line(AddressField::CareOf, &self.care_of);
        let first = reading.required_line(AddressField::Line1, &self.line1);
        let second = reading.line(AddressField::Line2, &self.line2);
        let code = reading.line(AddressField::PostalCode, &self.postal_code);
        let city = reading.line(AddressField::City, &self.city);
        let country = reading.line(AddressField::Country, &self.country);
        let is_swedish =
            country.is_empty() || ["sverige", "sweden"].contains(&country.to_lowercase().as_str());
        if is_swedish {
            for (field, text) in [(AddressField::PostalCode, &code), (AddressField::City, &city)] {
                if text.is_empty() {
                    reading.mistake(field, Mistake::Missing);
                }
            }
        }
        let digits: String = code.chars().filter(|character| *character != ' ').collect();
        let is_code = digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let read = reading.done(|| {
            let lines: Vec<String> = [first?, second].into_iter().filter(|line| !line.is_empty()).collect();
            Some(Address {
                kind: AddressKind::Postal,
                care_of,
                lines,
                postal_code: if is_swedish { digits.clone() } else { code.clone() },
                city,
                country: if is_swedish { String::new() } else { country },
            })
        });
        let mut refusals: Vec<AddressRefusal> = match read {
            Ok(address) if !is_swedish || is_code => return Ok(address),
            Ok(_) => Vec::new(),
            Err(errors) => errors.into_iter().map(AddressRefusal::Form).collect(),
        };
        if is_swedish && !is_code && !code.is_empty() {
            refusals.push(AddressRefusal::PostalCode);
        }
        Err(refusals)
    }
}

impl Record for Address {
    type Field = AddressField;

    fn value(&self, field: AddressField) -> FieldValue {
        let form = AddressForm::written(self);
        FieldValue::text(match field {
            AddressField::CareOf => &form.care_of,
            AddressField::Line1 => &form.line1,
            AddressField::Line2 => &form.line2,
            AddressField::PostalCode => &form.postal_code,
            AddressField::City => &form.city,
            AddressField::Country => &form.country,
        })
    }

    fn take(&mut self, from: &Self, field: AddressField) {
        match field {
            AddressField::CareOf => self.care_of.clone_from(&from.care_of),
            AddressField::Line1 | AddressField::Line2 => self.lines.clone_from(&from.lines),
            AddressField::PostalCode => self.postal_code.clone_from(&from.postal_code),
            AddressField::City => self.city.clone_from(&from.city),
            AddressField::Country => self.country.clone_from(&from.country),
        }
    }

    /// An address is one place: whose street and whose town cannot be mixed. Only who it is to the care of can.
    fn go_together(one: AddressField, other: AddressField) -> bool {
        ![one, other].contains(&AddressField::CareOf)
    }
}

/// Whether a postal address may be added beside those there are.
///
/// # Errors
/// When there is one already.
pub fn may_add(existing: &[Address]) -> Result<(), AddressRefusal> {
    let has_one = existing.iter().any(|address| address.kind == AddressKind::Postal);
    if has_one { Err(AddressRefusal::AlreadyOne) } else { Ok(()) }
}

/// Whether an address may be changed or deleted.
///
/// # Errors
/// When it is the population register's.
pub const fn may_touch(address: &Address) -> Result<(), AddressRefusal> {
    match address.kind {
        AddressKind::Postal => Ok(()),
        AddressKind::Registered | AddressKind::SpecialPostal | AddressKind::Abroad => {
            Err(AddressRefusal::PopulationRegisters)
        }
    }
}

/// The addresses in the order they are shown: the registered one first, which is always the primary one.
pub fn in_order(mut addresses: Vec<Address>) -> Vec<Address> {
    addresses.sort_by_key(|address| AddressKind::ALL.iter().position(|kind| *kind == address.kind));
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn filled_in() -> AddressForm {
        AddressForm {
            line1: " Box  17".into(),
            postal_code: "602 24".into(),
            city: "Norrköping".into(),
            ..AddressForm::default()
        }
    }

    fn wrong(form: &AddressForm) -> Vec<Option<AddressField>> {
        form.read(today()).unwrap_err().iter().map(AddressRefusal::field).collect()
    }

    #[test]
    fn a_swedish_address_has_a_line_a_code_and_a_town() {
        let address = filled_in().read(today()).unwrap();
        assert_eq!(
            (address.lines.as_slice(), address.postal_code.as_str()),
            (["Box 17".to_owned()].as_slice(), "60224")
        );
        let sweden = AddressForm { country: "Sverige".into(), ..filled_in() };
        assert_eq!(sweden.read(today()).unwrap(), address);
        assert_eq!(AddressForm::written(&address).read(today()).unwrap(), address);
        assert_eq!(
            wrong(&AddressForm::default()),
            [AddressField::Line1, AddressField::PostalCode, AddressField::City].map(Some)
        );
        assert_eq!(
            wrong(&AddressForm { postal_code: "6022".into(), ..filled_in() }),
            [Some(AddressField::PostalCode)]
        );
    }

    #[test]
    fn abroad_the_code_is_as_it_is_there() {
        let abroad =
            AddressForm { postal_code: "SW1A 1AA".into(), country: "Storbritannien".into(), ..filled_in() };
        let address = abroad.read(today()).unwrap();
        assert_eq!((address.postal_code.as_str(), address.country.as_str()), ("SW1A 1AA", "Storbritannien"));
    }

    #[test]
    fn there_is_one_and_the_registered_one_is_left_alone_and_comes_first() {
        let postal = filled_in().read(today()).unwrap();
        assert_eq!(may_add(&[]), Ok(()));
        assert_eq!(may_add(std::slice::from_ref(&postal)), Err(AddressRefusal::AlreadyOne));
        assert_eq!(may_touch(&postal), Ok(()));
        let registered = Address { kind: AddressKind::Registered, ..postal.clone() };
        assert_eq!(may_add(std::slice::from_ref(&registered)), Ok(()));
        assert_eq!(may_touch(&registered), Err(AddressRefusal::PopulationRegisters));
        assert_eq!(in_order(vec![postal.clone(), registered.clone()]), [registered, postal]);
    }
}
