//! One post in the making: fields are gathered as they come and judged when the post ends.

use domain::{
    civic_number::{CivicNumber, CivicNumberError, CivicNumberKind},
    exchange::{RowError, population::PopulationPost},
    language::Named,
    municipality::{MunicipalityCode, UnknownMunicipality},
    person::{Address, AddressKind, Deregistration, DeregistrationCode, Name, ProtectionMarks, Residence},
};

use super::{
    dates::RegisterDate,
    element::Element,
    error::{BadPost, PopulationPostError},
    reader::Entry,
};
use crate::format::text::{clean, quoted};

/// The fields of a post so far.
#[derive(Debug, Default)]
pub struct PostBuilder {
    number: u64,
    position: u64,
    changed_at: Option<i64>,
    protection: ProtectionMarks,
    /// The number as written.
    civic_number: String,
    has_several_numbers: bool,
    reference: String,
    deregistration: Option<(String, RegisterDate)>,
    special_deregistration: String,
    name: Name,
    notification_name: String,
    stay: StayBuilder,
    present: StayBuilder,
    earlier: Vec<Residence>,
    address: Option<Address>,
    addresses: Vec<Address>,
}

/// A stay as written.
#[derive(Debug, Default)]
struct StayBuilder {
    since: String,
    county: String,
    municipality: String,
}

impl StayBuilder {
    fn finish(&self) -> Result<Option<Residence>, PopulationPostError> {
        if self.county.is_empty() && self.municipality.is_empty() {
            return Ok(None);
        }
        let code = format!("{}{}", self.county, self.municipality);
        let municipality = MunicipalityCode::try_from(code.as_str())
            .map_err(|_| PopulationPostError::Municipality(UnknownMunicipality(quoted(&code))))?;
        let since = RegisterDate::parse(&self.since);
        if since == RegisterDate::Unreadable {
            return Err(PopulationPostError::RegistrationDate(quoted(&self.since)));
        }
        Ok(Some(Residence { municipality, since: since.known() }))
    }
}

impl PostBuilder {
    /// A new post begins; nothing of the one before is left.
    pub fn begin(&mut self, number: u64, position: u64) {
        *self = Self { number, position, ..Self::default() };
    }

    /// Where the post began, in bytes from the start of the file.
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// Takes `andringstidpunkt`.
    pub fn set_changed_at(&mut self, text: &str) {
        self.changed_at = text.trim().parse().ok();
    }

    /// Sets a mark of protection.
    pub const fn protect(&mut self, mark: Element) {
        match mark {
            Element::ConfidentialityMark => self.protection.confidentiality = true,
            Element::ProtectedRegistrationMark => self.protection.protected_registration = true,
            _ => {}
        }
    }

    /// An element of the post ends; `text` is its text. An element marked as nil has none and is thus absent.
    pub fn end(&mut self, place: Element, text: &str) {
        match place {
            Element::ConfidentialityMark | Element::ProtectedRegistrationMark => {
                // Only a plain no (or nothing) leaves the person unprotected: fail closed.
                let text = clean(text);
                if !text.is_empty() && !text.eq_ignore_ascii_case("N") {
                    self.protect(place);
                }
            }
            Element::CivicNumber => {
                let text = clean(text);
                if !text.is_empty() {
                    self.has_several_numbers |= !self.civic_number.is_empty() && self.civic_number != text;
                    // The first one stands, so that what is protected is what is named in the error.
                    if self.civic_number.is_empty() {
                        self.civic_number = text;
                    }
                }
            }
            Element::Reference => self.reference = clean(text),
            Element::DeregistrationCode => {
                self.deregistration.get_or_insert((String::new(), RegisterDate::Absent)).0 = clean(text);
            }
            Element::DeregistrationDate => {
                let date = RegisterDate::parse(&clean(text));
                self.deregistration.get_or_insert((String::new(), RegisterDate::Absent)).1 = date;
            }
            Element::SpecialDeregistrationCode => self.special_deregistration = clean(text),
            Element::CallingMark => self.name.calling_mark = calling_mark(&clean(text)),
            Element::GivenName => self.name.given = clean(text),
            Element::MiddleName => self.name.middle = clean(text),
            Element::Surname => self.name.surname = clean(text),
            Element::NotificationName => self.notification_name = clean(text),
            Element::RegistrationDate => self.stay.since = clean(text),
            Element::CountyCode => self.stay.county = clean(text),
            Element::MunicipalityCode => self.stay.municipality = clean(text),
            Element::Registration => self.present = std::mem::take(&mut self.stay),
            // The history serves to explain; a stay that cannot be read is no reason to refuse the post.
            Element::EarlierRegistration => {
                self.earlier.extend(std::mem::take(&mut self.stay).finish().ok().flatten());
            }
            Element::CareOf => self.address().care_of = clean(text),
            Element::AddressLine => {
                let line = clean(text);
                if !line.is_empty() {
                    self.address().lines.push(line);
                }
            }
            Element::PostalCode => self.address().postal_code = postal_code(&clean(text)),
            Element::City => self.address().city = clean(text),
            Element::Country => self.address().country = clean(text),
            Element::RegisteredAddress => self.end_address(AddressKind::Registered),
            Element::SpecialPostalAddress => self.end_address(AddressKind::SpecialPostal),
            Element::AddressAbroad => self.end_address(AddressKind::Abroad),
            _ => {}
        }
    }

    fn address(&mut self) -> &mut Address {
        self.address.get_or_insert_with(|| Address {
            kind: AddressKind::Registered,
            care_of: String::new(),
            lines: Vec::new(),
            postal_code: String::new(),
            city: String::new(),
            country: String::new(),
        })
    }

    fn end_address(&mut self, kind: AddressKind) {
        let Some(address) = self.address.take() else { return };
        let texts = [&address.care_of, &address.postal_code, &address.city, &address.country];
        if !address.lines.is_empty() || texts.iter().any(|text| !text.is_empty()) {
            self.addresses.push(Address { kind, ..address });
        }
    }

    /// The post ends: it is taken, or it is told why not and whom it protects nevertheless.
    pub fn finish(&mut self) -> Entry {
        let mut post = std::mem::take(self);
        let civic_number = population_number(&post.civic_number);
        post.judge(civic_number).map_err(|error| {
            let written = (!post.civic_number.is_empty()).then(|| quoted(&post.civic_number));
            Box::new(BadPost {
                error: RowError::new(post.number, post.position, written, error.code(), &error),
                protects: [civic_number, population_number(&post.reference)]
                    .into_iter()
                    .flatten()
                    .filter(|_| post.protection.is_protected())
                    .map(|number| (number, post.protection))
                    .collect(),
            })
        })
    }

    fn judge(
        &mut self,
        civic_number: Result<CivicNumber, CivicNumberError>,
    ) -> Result<Box<PopulationPost>, PopulationPostError> {
        if self.has_several_numbers {
            return Err(PopulationPostError::SeveralNumbers);
        }
        let civic_number = civic_number.map_err(PopulationPostError::CivicNumber)?;
        let reference = match population_number(&self.reference) {
            Err(CivicNumberError::Empty) => None,
            reference => Some(reference.map_err(PopulationPostError::Reference)?),
        };
        let (deregistration, unknown_deregistration_code) = self.deregistration();
        let residence = match self.present.finish() {
            // Where somebody stayed who is registered no longer may have been dissolved since; the end must not be
            // lost for that.
            Err(_) if deregistration.is_some() => None,
            residence => residence?,
        };
        Ok(Box::new(PopulationPost {
            number: self.number,
            position: self.position,
            changed_at: self.changed_at,
            civic_number,
            reference,
            protection: self.protection,
            deregistration,
            unknown_deregistration_code,
            name: self.name(),
            residence,
            earlier_residences: std::mem::take(&mut self.earlier),
            addresses: std::mem::take(&mut self.addresses),
        }))
    }

    /// The deregistration, and its code as written if it is unknown.
    fn deregistration(&mut self) -> (Option<Deregistration>, Option<String>) {
        let special = std::mem::take(&mut self.special_deregistration);
        let (written, date) = match self.deregistration.take() {
            Some(told) if !told.0.is_empty() || told.1 != RegisterDate::Absent => told,
            // The special solution has no date: at once.
            _ if !special.is_empty() => (special, RegisterDate::Absent),
            _ => return (None, None),
        };
        let code = DeregistrationCode::from_code(&written.to_ascii_uppercase())
            .filter(|code| *code != DeregistrationCode::Unknown);
        let unknown = (code.is_none() && !written.is_empty()).then(|| quoted(&written));
        let code = code.unwrap_or(DeregistrationCode::Unknown);
        (Some(Deregistration { code, date: date.known() }), unknown)
    }

    fn name(&mut self) -> Option<Name> {
        let mut name = std::mem::take(&mut self.name);
        if name.given.is_empty() && name.middle.is_empty() && name.surname.is_empty() {
            let (surname, given) =
                self.notification_name.split_once(',').unwrap_or((&self.notification_name, ""));
            name.surname = surname.trim().to_owned();
            name.given = given.trim().to_owned();
        }
        (!name.given.is_empty() || !name.middle.is_empty() || !name.surname.is_empty()).then_some(name)
    }
}

/// Reads a number; the population register gives no temporary ones.
fn population_number(text: &str) -> Result<CivicNumber, CivicNumberError> {
    CivicNumber::try_from(text).and_then(|number| match number.kind() {
        CivicNumberKind::Temporary => Err(CivicNumberError::Form),
        CivicNumberKind::Personal | CivicNumberKind::Coordination => Ok(number),
    })
}

/// Two digits of which the first is the position of a name; anything else marks nothing.
pub fn calling_mark(text: &str) -> Option<u8> {
    let is_two_digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|mark| is_two_digits && *mark >= 10)
}

/// Five digits. Written as a number it has lost its leading zeros; zeros only mean none.
pub fn postal_code(text: &str) -> String {
    let code: String = text.chars().filter(|character| *character != ' ').collect();
    if code.is_empty() || code.len() > 5 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    if code.bytes().all(|byte| byte == b'0') { String::new() } else { format!("{code:0>5}") }
}
