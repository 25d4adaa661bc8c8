//! Ways to reach a person (*kontaktuppgifter*): several e-mail addresses and numbers, of which one is the easiest way and
//! one the easiest number (requirement K10; seed 001, "Registrera kontaktuppgifter").

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    ContactDetailKind,
    email::{Email, EmailError},
    telephone::{Telephone, TelephoneError},
};
use crate::{
    form::{FieldError, Reading},
    id::ContactDetailId,
    language::{Language, Message, named},
    record::{FieldValue, Record},
};

/// The most ways to reach one person.
pub const MOST: usize = 20;

named! {
    /// A field of a way to reach a person. The codes are the names of the fields of [`DetailForm`].
    pub enum DetailField {
        Kind = "kind", "Kontakttyp", "Kind";
        Value = "value", "Kontaktinformation", "Address or number";
        Primary = "primary", "Primär kontakt", "Primary contact";
        PrimaryTelephone = "primary_telephone", "Primärt telefonnr", "Primary telephone";
    }
}

/// What stands in the form, as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DetailForm {
    /// The code of the kind.
    pub kind: String,
    /// The address or number.
    pub value: String,
    /// Whether it is the easiest way to reach the person: anything but empty.
    pub primary: String,
    /// Whether it is the easiest number: anything but empty.
    pub primary_telephone: String,
}

crate::private_debug!(DetailForm);

/// An e-mail address or a telephone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// An e-mail address.
    Email(Email),
    /// A telephone number.
    Telephone(Telephone),
}

impl Reach {
    /// Reads what is written for a kind.
    ///
    /// # Errors
    /// When it is none of that kind.
    pub fn read(kind: ContactDetailKind, text: &str) -> Result<Self, DetailRefusal> {
        match kind {
            ContactDetailKind::Email => Ok(Self::Email(Email::try_from(text)?)),
            ContactDetailKind::Telephone | ContactDetailKind::Mobile => {
                Ok(Self::Telephone(Telephone::try_from(text)?))
            }
        }
    }

    /// The address or number as it is kept and shown.
    pub fn shown(&self) -> String {
        match self {
            Self::Email(email) => email.to_string(),
            Self::Telephone(number) => number.to_string(),
        }
    }

    /// The address that calls or writes to it.
    pub fn link(&self) -> String {
        match self {
            Self::Email(email) => email.write(),
            Self::Telephone(number) => number.call(),
        }
    }

    /// The address that sends a text message to it, where it can have one.
    pub fn text_message(&self) -> Option<String> {
        match self {
            Self::Email(_) => None,
            Self::Telephone(number) => number.text_message(),
        }
    }
}

/// A way to reach a person, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDetail {
    /// E-mail, telephone, mobile.
    pub kind: ContactDetailKind,
    /// The address or number.
    pub reach: Reach,
    /// Whether it is the easiest way to reach the person.
    pub primary: bool,
    /// Whether it is the easiest number.
    pub primary_telephone: bool,
}

/// A registered way to reach a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// Which one.
    pub id: ContactDetailId,
    /// E-mail, telephone, mobile.
    pub kind: ContactDetailKind,
    /// The address or number, as it is kept.
    pub value: String,
    /// Whether it is the easiest way to reach the person.
    pub primary: bool,
    /// Whether it is the easiest number.
    pub primary_telephone: bool,
}

crate::private_debug!(Detail, id, kind);

/// Why a way to reach a person cannot be registered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DetailRefusal {
    /// What stands in the form is missing or cannot be read.
    #[error("form: {0:?}")]
    Form(FieldError<DetailField>),
    /// It is no e-mail address.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// It is no telephone number.
    #[error(transparent)]
    Telephone(#[from] TelephoneError),
    /// It is registered already.
    #[error("already there")]
    AlreadyThere,
    /// There are too many.
    #[error("too many")]
    TooMany,
    /// An e-mail address is no telephone number.
    #[error("primary telephone is an e-mail address")]
    NoTelephone,
}

impl DetailRefusal {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Form(error) => error.mistake.code(),
            Self::Email(_) => "email",
            Self::Telephone(error) => error.code(),
            Self::AlreadyThere => "detail_already_there",
            Self::TooMany => "detail_too_many",
            Self::NoTelephone => "detail_no_telephone",
        }
    }

    /// The field that is to be mended.
    pub const fn field(&self) -> DetailField {
        match self {
            Self::Form(error) => error.field,
            Self::Email(_) | Self::Telephone(_) | Self::AlreadyThere | Self::TooMany => DetailField::Value,
            Self::NoTelephone => DetailField::PrimaryTelephone,
        }
    }
}

impl Message for DetailRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Form(error) => error.message(language),
            Self::Email(error) => error.message(language),
            Self::Telephone(error) => error.message(language),
            Self::AlreadyThere => language
                .pick(
                    "Kontaktuppgiften är redan registrerad. Ändra den som finns.",
                    "It is registered already. Change the one that is there.",
                )
                .to_owned(),
            Self::TooMany => match language {
                Language::Swedish => {
                    format!("Högst {MOST} kontaktuppgifter får plats. Radera en som inte används.")
                }
                Language::English => format!("There is room for {MOST}. Delete one that is not used."),
            },
            Self::NoTelephone => language
                .pick(
                    "En e-postadress är inget telefonnummer. Ta bort krysset i Primärt telefonnr.",
                    "An e-mail address is no telephone number. Untick Primary telephone.",
                )
                .to_owned(),
        }
    }
}

impl DetailForm {
    /// What a form holds in which nobody has changed anything.
    pub fn written(detail: &Detail) -> Self {
        use crate::language::Named;
        let ticked = |is: bool| if is { "1".to_owned() } else { String::new() };
        Self {
            kind: detail.kind.code().to_owned(),
            value: detail.value.clone(),
            primary: ticked(detail.primary),
            primary_telephone: ticked(detail.primary_telephone),
        }
    }

    /// The way to reach the person that it asks for.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read, never empty.
    pub fn read(&self, today: NaiveDate) -> Result<NewDetail, Vec<DetailRefusal>> {
        let mut reading = Reading::new(today);
        let kind = reading.required_choice::<ContactDetailKind>(DetailField::Kind, &self.kind);
        let value = reading.required_line(DetailField::Value, &self.value);
        let (kind, value) = reading
            .done(|| Some((kind?, value?)))
            .map_err(|errors| errors.into_iter().map(DetailRefusal::Form).collect::<Vec<_>>())?;
        let primary_telephone = !self.primary_telephone.trim().is_empty();
        if primary_telephone && kind == ContactDetailKind::Email {
            return Err(vec![DetailRefusal::NoTelephone]);
        }
        let reach = Reach::read(kind, &value).map_err(|refusal| vec![refusal])?;
        Ok(NewDetail { kind, reach, primary: !self.primary.trim().is_empty(), primary_telephone })
    }
}

/// What is written of the ways to reach a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailPlan {
    /// What is added or changed.
    pub detail: NewDetail,
    /// The others that are no longer the easiest way or number.
    pub demoted: Vec<Detail>,
}

/// Decides about a way to reach a person among those already there: a new one, or `changed` as it is to be. At most one is
/// the easiest way, and at most one the easiest number.
///
/// # Errors
/// Why it cannot be.
pub fn plan(
    existing: &[Detail],
    changed: Option<ContactDetailId>,
    detail: NewDetail,
) -> Result<DetailPlan, DetailRefusal> {
    let others = || existing.iter().filter(|other| Some(other.id) != changed);
    let same =
        |other: &&Detail| Reach::read(other.kind, &other.value).is_ok_and(|reach| reach == detail.reach);
    if others().any(|other| same(&other)) {
        return Err(DetailRefusal::AlreadyThere);
    }
    if others().count() >= MOST {
        return Err(DetailRefusal::TooMany);
    }
    let demoted = others().filter_map(|other| {
        let after = Detail {
            primary: other.primary && !detail.primary,
            primary_telephone: other.primary_telephone && !detail.primary_telephone,
            ..other.clone()
        };
        (after != *other).then_some(after)
    });
    let demoted = demoted.collect();
    Ok(DetailPlan { detail, demoted })
}

/// The number that a person is called on: the easiest one, else a mobile number, else any.
pub fn telephone(details: &[Detail]) -> Option<&Detail> {
    let numbers = || details.iter().filter(|detail| detail.kind != ContactDetailKind::Email);
    numbers()
        .find(|detail| detail.primary_telephone)
        .or_else(|| numbers().find(|detail| detail.primary))
        .or_else(|| numbers().find(|detail| detail.kind == ContactDetailKind::Mobile))
        .or_else(|| numbers().next())
}

/// The address that a person is written to: the easiest one, else any.
pub fn email(details: &[Detail]) -> Option<&Detail> {
    let addresses = || details.iter().filter(|detail| detail.kind == ContactDetailKind::Email);
    addresses().find(|detail| detail.primary).or_else(|| addresses().next())
}

impl Detail {
    /// What a registered way to reach a person is to be.
    pub fn of(id: ContactDetailId, new: &NewDetail) -> Self {
        let NewDetail { kind, reach, primary, primary_telephone } = new;
        Self {
            id,
            kind: *kind,
            value: reach.shown(),
            primary: *primary,
            primary_telephone: *primary_telephone,
        }
    }

    /// The same as it is decided about.
    ///
    /// # Errors
    /// When what is kept is no address or number of its kind.
    pub fn asked_for(&self) -> Result<NewDetail, DetailRefusal> {
        if self.primary_telephone && self.kind == ContactDetailKind::Email {
            return Err(DetailRefusal::NoTelephone);
        }
        let reach = Reach::read(self.kind, &self.value)?;
        let (primary, primary_telephone) = (self.primary, self.primary_telephone);
        Ok(NewDetail { kind: self.kind, reach, primary, primary_telephone })
    }
}

impl Record for Detail {
    type Field = DetailField;

    fn value(&self, field: DetailField) -> FieldValue {
        match field {
            DetailField::Kind => FieldValue::choice(Some(self.kind)),
            DetailField::Value => FieldValue::text(&self.value),
            DetailField::Primary => FieldValue::ticked(self.primary),
            DetailField::PrimaryTelephone => FieldValue::ticked(self.primary_telephone),
        }
    }

    fn take(&mut self, from: &Self, field: DetailField) {
        match field {
            DetailField::Kind => self.kind = from.kind,
            DetailField::Value => self.value.clone_from(&from.value),
            DetailField::Primary => self.primary = from.primary,
            DetailField::PrimaryTelephone => self.primary_telephone = from.primary_telephone,
        }
    }

    /// A number is one of its kind, and no address is a number.
    fn go_together(one: DetailField, other: DetailField) -> bool {
        let tells_what = |field| matches!(field, DetailField::Kind | DetailField::Value);
        tells_what(one) && tells_what(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(kind: &str, value: &str, primary: &str, primary_telephone: &str) -> DetailForm {
        DetailForm {
            kind: kind.into(),
            value: value.into(),
            primary: primary.into(),
            primary_telephone: primary_telephone.into(),
        }
    }

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn detail(id: i64, kind: ContactDetailKind, value: &str, primary: bool, telephone: bool) -> Detail {
        let value = value.to_owned();
        Detail { id: ContactDetailId(id), kind, value, primary, primary_telephone: telephone }
    }

    fn existing() -> Vec<Detail> {
        vec![
            detail(1, ContactDetailKind::Email, "nour@example.se", true, false),
            detail(2, ContactDetailKind::Telephone, "011-15 00 00", false, true),
            detail(3, ContactDetailKind::Mobile, "070-174 06 31", false, false),
        ]
    }

    #[test]
    fn several_ways_of_one_kind_may_be_registered_but_each_once() {
        let another = form("mobile", "070-174 06 32", "", "").read(today()).unwrap();
        assert!(plan(&existing(), None, another).unwrap().demoted.is_empty());
        let same = form("telephone", "+46 70 174 06 31", "", "").read(today()).unwrap();
        assert_eq!(plan(&existing(), None, same.clone()), Err(DetailRefusal::AlreadyThere));
        // The one that is changed may keep its number.
        assert!(plan(&existing(), Some(ContactDetailId(3)), same).is_ok());
    }

    #[test]
    fn of_two_changes_of_one_way_none_is_lost_unseen() {
        use crate::record::{Merge, Side};
        let base = detail(3, ContactDetailKind::Mobile, "070-174 06 31", false, false);
        let theirs = Detail { value: "070-174 06 32".into(), ..base.clone() };
        let mine = Detail { primary: true, ..base.clone() };
        let merge = Merge { base: &base, theirs: &theirs, mine: &mine };
        let both = Detail { primary: true, ..theirs.clone() };
        assert_eq!(merge.merged(|_| None).unwrap(), both);
        assert_eq!(both.asked_for().map(|new| Detail::of(both.id, &new)), Ok(both));
        // A number that has become an address is chosen whole.
        let mail = Detail { kind: ContactDetailKind::Email, value: "nour@example.se".into(), ..base.clone() };
        let merge = Merge { base: &base, theirs: &theirs, mine: &mail };
        let in_conflict = merge.merged(|_| None).unwrap_err();
        assert_eq!(
            in_conflict.iter().map(|one| one.field).collect::<Vec<_>>(),
            [DetailField::Kind, DetailField::Value]
        );
        assert_eq!(merge.merged(|_| Some(Side::Mine)).unwrap(), mail);
        let ticked = Detail { primary_telephone: true, ..mail };
        assert_eq!(ticked.asked_for(), Err(DetailRefusal::NoTelephone));
    }

    #[test]
    fn one_is_the_easiest_way_and_one_the_easiest_number() {
        let number = form("mobile", "070-174 06 31", "1", "1").read(today()).unwrap();
        let plan = plan(&existing(), Some(ContactDetailId(3)), number).unwrap();
        let demoted: Vec<_> =
            plan.demoted.iter().map(|other| (other.id.0, other.primary, other.primary_telephone)).collect();
        assert_eq!(demoted, [(1, false, false), (2, false, false)]);
    }

    #[test]
    fn a_person_is_called_on_the_easiest_number_else_on_the_mobile() {
        let ids = |details: &[Detail]| {
            (telephone(details).map(|found| found.id.0), email(details).map(|found| found.id.0))
        };
        let mut details = existing();
        assert_eq!(ids(&details), (Some(2), Some(1)));
        details[1].primary_telephone = false;
        assert_eq!(ids(&details), (Some(3), Some(1)));
        assert_eq!(ids(&details[..1]), (None, Some(1)));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_field() {
        let wrong = |form: DetailForm| {
            form.read(today())
                .unwrap_err()
                .iter()
                .map(|refusal| (refusal.field(), refusal.code()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            wrong(DetailForm::default()),
            [(DetailField::Kind, "missing"), (DetailField::Value, "missing")]
        );
        assert_eq!(wrong(form("email", "javascript:alert(1)", "", "")), [(DetailField::Value, "email")]);
        assert_eq!(wrong(form("mobile", "ring mamma", "", "")), [(DetailField::Value, "telephone_form")]);
        assert_eq!(
            wrong(form("email", "a@b.se", "", "1")),
            [(DetailField::PrimaryTelephone, "detail_no_telephone")]
        );
    }

    #[test]
    fn there_is_a_limit() {
        let many: Vec<Detail> = (0..MOST as i64)
            .map(|id| detail(id, ContactDetailKind::Email, &format!("a{id}@example.se"), false, false))
            .collect();
        let new = form("email", "b@example.se", "", "").read(today()).unwrap();
        let refusal = plan(&many, None, new.clone()).unwrap_err();
        assert!(refusal.message(Language::Swedish).contains("20"));
        assert!(plan(&many, Some(ContactDetailId(0)), new).is_ok());
    }
}
