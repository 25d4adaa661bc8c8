//! Reading an answer. A post that cannot be read is told as such, and the rest goes on; an answer that is none as a whole is
//! refused. What protects somebody is read first, and what cannot be read of it protects.

use chrono::{DateTime, NaiveDateTime};
use domain::{
    civic_number::{CivicNumber, CivicNumberError, CivicNumberKind},
    clock::wall_clock,
    exchange::{RowError, population::PopulationPost},
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
    person::{Address, AddressKind, Deregistration, DeregistrationCode, Name, ProtectionMarks, Residence},
};
use serde_json::Value;
use service::population_source::{SourceFailure, Told};

use crate::format::{
    population_xml::{RegisterDate, calling_mark, postal_code},
    text::clean,
};

/// What is wrong with a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BadPost {
    /// Its number is none.
    Number(CivicNumberError),
    /// Where the person is registered is no municipality, or since no day.
    Residence,
}

impl BadPost {
    const fn code(self) -> &'static str {
        match self {
            Self::Number(error) => error.code(),
            Self::Residence => "residence_unreadable",
        }
    }
}

impl Message for BadPost {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Number(error) => error.message(language),
            Self::Residence => language
                .pick(
                    "Kommunen eller folkbokföringsdatumet går inte att läsa. Kontrollera posten hos Skatteverket.",
                    "The municipality or the day of registration cannot be read. Check the post with the Tax Agency.",
                )
                .to_owned(),
        }
    }
}

/// The posts of an answer about those who were asked for.
///
/// # Errors
/// When it is no answer at all. Nothing of it is then taken.
pub fn read(body: &[u8], asked: &[CivicNumber]) -> Result<Vec<Told>, SourceFailure> {
    let answer: Value = serde_json::from_slice(body).map_err(|_| SourceFailure::Unreadable)?;
    let posts = match answer.get("folkbokforingsposter") {
        Some(Value::Array(posts)) => posts.as_slice(),
        // Where nobody is known there is only what is wrong with each number.
        None if answer.get("fel").is_some_and(Value::is_array) => &[],
        _ => return Err(SourceFailure::Unreadable),
    };
    let told = (1..).zip(posts).filter_map(|(number, post)| {
        let told = one(number, post, asked);
        if told.is_none() {
            tracing::warn!("the population register told of somebody who was not asked for; it is left out");
        }
        told
    });
    Ok(told.collect())
}

/// One post; `None` when it is about somebody who was not asked for.
fn one(number: u64, post: &Value, asked: &[CivicNumber]) -> Option<Told> {
    let protection = protection(post);
    let own = population_number(&text(post, &["identitet", "identitetsbeteckning"]));
    let references: Vec<CivicNumber> = post
        .get("hanvisningar")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|reference| population_number(&text(reference, &["identitetsbeteckning"])).ok())
        .collect();
    let wanted = |number: &CivicNumber| asked.contains(number);
    let reference = references.iter().copied().find(wanted).or(references.first().copied());
    let refuse = |why: BadPost| Told::Unread {
        error: RowError::new(number, 0, None, why.code(), &why),
        protects: own
            .ok()
            .into_iter()
            .chain(reference)
            .filter(|_| protection.is_protected())
            .map(|number| (number, protection))
            .collect(),
    };
    let civic_number = match own {
        Ok(own) if wanted(&own) || references.iter().any(wanted) => own,
        Ok(_) => return None,
        Err(error) => return Some(refuse(BadPost::Number(error))),
    };
    let (deregistration, unknown_deregistration_code) = deregistration(post);
    let place = post.get("folkbokforing").unwrap_or(&Value::Null);
    let residence = match residence(place, "kommunkod") {
        // As in a file: the end must not be lost for where it ended.
        Err(_) if deregistration.is_some() => None,
        Err(why) => return Some(refuse(why)),
        Ok(residence) => residence,
    };
    Some(Told::Post(Box::new(PopulationPost {
        number,
        position: 0,
        changed_at: changed_at(&text(post, &["senastAndrad", "tidpunkt"])),
        civic_number,
        reference: reference.filter(|reference| *reference != civic_number),
        protection,
        deregistration,
        unknown_deregistration_code,
        name: name(post.get("namn").unwrap_or(&Value::Null)),
        residence,
        earlier_residences: earlier(place),
        addresses: addresses(post),
    })))
}

/// The text at a place, cleaned; empty where there is none.
fn text(value: &Value, path: &[&str]) -> String {
    let found = path.iter().try_fold(value, |value, name| value.get(name));
    found.and_then(Value::as_str).map(clean).unwrap_or_default()
}

/// A date, written as `{rfc3339Datum, varde}`. Only `varde` tells of days that are not known.
fn date(value: &Value, name: &str) -> RegisterDate {
    match text(value, &[name, "varde"]) {
        written if written.is_empty() => RegisterDate::parse(&text(value, &[name, "rfc3339Datum"])),
        written => RegisterDate::parse(&written),
    }
}

fn population_number(text: &str) -> Result<CivicNumber, CivicNumberError> {
    CivicNumber::try_from(text).and_then(|number| match number.kind() {
        CivicNumberKind::Temporary => Err(CivicNumberError::Form),
        CivicNumberKind::Personal | CivicNumberKind::Coordination => Ok(number),
    })
}

/// Only a plain *SAKNAS* leaves the person unprotected: what is missing or not known protects in both ways.
fn protection(post: &Value) -> ProtectionMarks {
    let marks =
        |confidentiality, protected_registration| ProtectionMarks { confidentiality, protected_registration };
    match text(post, &["skyddAvPersonuppgifter"]).as_str() {
        "SAKNAS" => marks(false, false),
        "SEKRETESSMARKERING" => marks(true, false),
        "SKYDDAD_FOLKBOKFORING" => marks(false, true),
        _ => marks(true, true),
    }
}

/// The deregistration, and its code as written if it is unknown.
fn deregistration(post: &Value) -> (Option<Deregistration>, Option<String>) {
    let Some(told) = post.get("avregistrering").filter(|told| told.is_object()) else { return (None, None) };
    let written = text(told, &["orsakskod"]);
    let code = DeregistrationCode::from_code(&written.to_ascii_uppercase())
        .filter(|code| *code != DeregistrationCode::Unknown);
    let unknown = (code.is_none() && !written.is_empty()).then(|| crate::format::text::quoted(&written));
    let code = code.unwrap_or(DeregistrationCode::Unknown);
    (Some(Deregistration { code, date: date(told, "avregistreringsdatum").known() }), unknown)
}

fn name(told: &Value) -> Option<Name> {
    let mut name = Name {
        given: text(told, &["fornamn", "namn"]),
        calling_mark: calling_mark(&text(told, &["fornamn", "tilltalsnamnsmarkering"])),
        middle: text(told, &["mellannamn", "namn"]),
        surname: text(told, &["efternamn", "namn"]),
    };
    if name.given.is_empty() && name.middle.is_empty() && name.surname.is_empty() {
        let notified = text(told, &["aviseringsnamn"]);
        let (surname, given) = notified.split_once(',').unwrap_or((&notified, ""));
        (name.surname, name.given) = (surname.trim().to_owned(), given.trim().to_owned());
    }
    (!name.given.is_empty() || !name.middle.is_empty() || !name.surname.is_empty()).then_some(name)
}

/// A stay, if it tells of one.
fn residence(place: &Value, municipality: &str) -> Result<Option<Residence>, BadPost> {
    let (county, municipality) = (text(place, &["lanskod"]), text(place, &[municipality]));
    if county.is_empty() && municipality.is_empty() {
        return Ok(None);
    }
    let code = format!("{county}{municipality}");
    let municipality = MunicipalityCode::try_from(code.as_str()).map_err(|_| BadPost::Residence)?;
    let since = date(place, "datum");
    if since == RegisterDate::Unreadable {
        return Err(BadPost::Residence);
    }
    Ok(Some(Residence { municipality, since: since.known() }))
}

/// Earlier stays. One that cannot be read is no reason to refuse the post, and neither is one abroad.
fn earlier(place: &Value) -> Vec<Residence> {
    let history = place.get("historik").and_then(Value::as_array).into_iter().flatten();
    let stay = |told: &Value| {
        let code = if told.get("kommunkod").is_some() { "kommunkod" } else { "kommun" };
        residence(told, code).ok().flatten()
    };
    history.filter_map(stay).collect()
}

fn addresses(post: &Value) -> Vec<Address> {
    let within = |kind, told: &Value| Address {
        kind,
        care_of: text(told, &["careOf"]),
        lines: lines(told, &["adressfortsattning", "gatuadress"]),
        postal_code: postal_code(&text(told, &["postnummer"])),
        city: text(told, &["postort"]),
        country: String::new(),
    };
    let at = |path: [&str; 2]| post.get(path[0])?.get(path[1]).filter(|told| told.is_object());
    let registered = at(["folkbokforing", "adress"]).map(|told| within(AddressKind::Registered, told));
    // The contact address repeats the registered one where there is no other.
    let special = at(["kontaktadress", "sverige"])
        .filter(|told| {
            [text(told, &["typ"]), text(told, &["Typ"])].contains(&"SARSKILD_POSTADRESS".to_owned())
        })
        .map(|told| within(AddressKind::SpecialPostal, told));
    let abroad = at(["kontaktadress", "utland"]).map(|told| Address {
        kind: AddressKind::Abroad,
        care_of: String::new(),
        lines: lines(told, &["adressrad1", "adressrad2", "adressrad3"]),
        postal_code: String::new(),
        city: String::new(),
        country: text(told, &["land"]),
    });
    let is_told = |address: &Address| {
        !address.lines.is_empty()
            || [&address.care_of, &address.postal_code, &address.city, &address.country]
                .iter()
                .any(|text| !text.is_empty())
    };
    [registered, special, abroad].into_iter().flatten().filter(is_told).collect()
}

fn lines(told: &Value, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| text(told, &[name])).filter(|line| !line.is_empty()).collect()
}

/// When the post was changed, as files write it: `20261121030405`, in Swedish time.
fn changed_at(text: &str) -> Option<i64> {
    let with_offset = DateTime::parse_from_rfc3339(text).ok().map(|at| wall_clock(at.to_utc()));
    let local = || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok();
    with_offset.or_else(local)?.format("%Y%m%d%H%M%S").to_string().parse().ok()
}
