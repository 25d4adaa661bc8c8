//! People, readably written down.

use chrono::NaiveDate;
use domain::{
    civic_number::{CivicNumber, check_digit},
    id::PersonId,
    person::{
        Address, AddressKind, Deregistration, DeregistrationCode, Name, ProtectionMarks, Registration,
        Residence,
    },
};
use store::{OperationTransaction, PersonWrite};

use super::{NORRKOPING, day, place};

/// A number of the published series for tests, whose birth numbers are 238 and 239.
pub fn number(birth: &str) -> CivicNumber {
    numbered(day(birth), 238)
}

/// The number of somebody born on a day, with a birth number.
pub fn numbered(birth: NaiveDate, birth_number: u16) -> CivicNumber {
    let eight = birth.format("%Y%m%d").to_string();
    let nine: [u8; 9] = format!("{}{birth_number}", &eight[2..]).as_bytes().try_into().unwrap();
    CivicNumber::try_from(format!("{eight}-{birth_number}{}", check_digit(&nine)).as_str()).unwrap()
}

/// Somebody born on a day who has lived in Norrköping since then.
pub fn born(birth: &str) -> PersonWrite {
    with_number(number(birth))
}

/// Somebody with a number who has lived in Norrköping since birth.
pub fn with_number(civic_number: CivicNumber) -> PersonWrite {
    PersonWrite {
        id: None,
        civic_number,
        name: name("Viggo", "Dahl"),
        protection: ProtectionMarks::default(),
        registration: Registration {
            answered: true,
            present: Some(stay(NORRKOPING, civic_number.birth_date())),
            earlier: Vec::new(),
            deregistration: None,
        },
        addresses: Vec::new(),
        entered_by_hand: false,
        population_changed_at: None,
    }
}

/// A name.
pub fn name(given: &str, surname: &str) -> Name {
    Name { given: given.into(), surname: surname.into(), ..Name::default() }
}

/// A stay.
pub fn stay(code: &str, since: Option<NaiveDate>) -> Residence {
    Residence { municipality: place(code), since }
}

/// A registered address.
pub fn address(street: &str, city: &str) -> Address {
    Address {
        kind: AddressKind::Registered,
        care_of: String::new(),
        lines: vec![street.into()],
        postal_code: "60224".into(),
        city: city.into(),
        country: String::new(),
    }
}

/// What a person may be besides somebody born on a day.
pub trait But: Sized {
    fn named(self, given: &str, surname: &str) -> Self;
    fn protected(self) -> Self;
    fn living_in(self, code: &str) -> Self;
    fn moved_to(self, code: &str, since: &str) -> Self;
    fn deregistered(self, code: DeregistrationCode, date: &str) -> Self;
    fn at(self, address: Address) -> Self;
}

impl But for PersonWrite {
    fn named(self, given: &str, surname: &str) -> Self {
        Self { name: name(given, surname), ..self }
    }

    fn protected(self) -> Self {
        Self { protection: ProtectionMarks { confidentiality: true, protected_registration: false }, ..self }
    }

    fn living_in(mut self, code: &str) -> Self {
        self.registration.present = Some(stay(code, self.civic_number.birth_date()));
        self
    }

    fn moved_to(mut self, code: &str, since: &str) -> Self {
        self.registration.earlier.extend(self.registration.present);
        self.registration.earlier.sort_by_key(|stay| std::cmp::Reverse(stay.since));
        self.registration.present = Some(stay(code, Some(day(since))));
        self
    }

    fn deregistered(mut self, code: DeregistrationCode, date: &str) -> Self {
        self.registration.deregistration = Some(Deregistration { code, date: date.parse().ok() });
        self
    }

    fn at(mut self, address: Address) -> Self {
        self.addresses.push(address);
        self
    }
}

/// Writes one person.
pub async fn save(transaction: &mut OperationTransaction, person: &PersonWrite) -> PersonId {
    transaction.save_people(std::slice::from_ref(person)).await.unwrap()[0]
}
