//! The note guard: free text is looked through for what the register may not hold (requirement K21).
//!
//! Ordinance 2006:39 lets the register hold names, numbers, addresses, occupations and measures. Health and other sensitive
//! data (GDPR article 9) and crimes (article 10) are forbidden, and other people's numbers have no place in it. The guard
//! finds words, not meanings: it warns and says why, and whoever has read the warning may save all the same.

use std::ops::Range;

use chrono::NaiveDate;

use crate::{
    civic_number::{CivicNumber, CivicNumberKind},
    form::LONGEST_NOTES,
    language::{Language, Message, Named, named},
};

named! {
    /// What a text seems to hold that it may not.
    pub enum RiskKind {
        OtherNumber = "other-number", "Någon annans personnummer", "Somebody else's personal number";
        Health = "health", "Uppgift om hälsa", "Health";
        Crime = "crime", "Uppgift om brott", "Crime";
        Sensitive = "sensitive", "Annan känslig uppgift", "Other sensitive data";
    }
}

impl Message for RiskKind {
    /// Why it may not stand there, and what to do.
    fn message(&self, language: Language) -> String {
        match self {
            Self::OtherNumber => language.pick(
                "Texten ser ut att innehålla någon annans personnummer. Registret får bara innehålla individens eget (förordning 2006:39). Skriv till exempel ”vårdnadshavare” i stället.",
                "The text seems to hold somebody else's personal number. The register may hold the person's own alone (ordinance 2006:39). Write “guardian”, for instance, instead.",
            ),
            Self::Health => language.pick(
                "Texten ser ut att säga något om hälsa. Sådana uppgifter får inte finnas i registret (förordning 2006:39, dataskyddsförordningen artikel 9). Skriv vad som är gjort och vad som är nästa steg.",
                "The text seems to tell of health. The register may not hold that (ordinance 2006:39, GDPR article 9). Write what has been done and what comes next.",
            ),
            Self::Crime => language.pick(
                "Texten ser ut att säga något om brott. Sådana uppgifter får inte finnas i registret (förordning 2006:39, dataskyddsförordningen artikel 10). Skriv vad som är gjort och vad som är nästa steg.",
                "The text seems to tell of crime. The register may not hold that (ordinance 2006:39, GDPR article 10). Write what has been done and what comes next.",
            ),
            Self::Sensitive => language.pick(
                "Texten ser ut att säga något om ursprung, tro, åsikter, sexualliv eller tvångsvård. Sådana uppgifter får inte finnas i registret (dataskyddsförordningen artikel 9). Ta bort dem.",
                "The text seems to tell of origin, belief, opinions, sex life or compulsory care. The register may not hold that (GDPR article 9). Remove it.",
            ),
        }
        .to_owned()
    }
}

/// Something in a text that it may not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    /// What it seems to be.
    pub kind: RiskKind,
    /// Where it stands, in bytes of the text.
    pub place: Range<usize>,
}

/// Words that begin so tell of health, in lower case.
const HEALTH: &[&str] = &[
    "sjuk",
    "insjukn",
    "diagnos",
    "adhd",
    "autis",
    "asperger",
    "depress",
    "depri",
    "ångest",
    "psykisk",
    "psykiat",
    "psykolog",
    "psykos",
    "bipolär",
    "självmord",
    "suicid",
    "självskad",
    "ätstör",
    "anorex",
    "bulimi",
    "medicin",
    "läkare",
    "läkemed",
    "vårdcentral",
    "akutmott",
    "terapi",
    "terapeut",
    "missbruk",
    "beroendev",
    "alkoholis",
    "alkoholpro",
    "gravid",
    "abort",
    "funktionsned",
    "funktionshin",
    "handikapp",
    "utvecklingsstör",
    "cancer",
    "diabet",
    "epilep",
    "allergi",
    "utbränd",
    "utmattn",
    "rehab",
    "lvm",
    "habilit",
    "disabilit",
    "pregnan",
    "illness",
];
/// Words that begin so tell of health only where something else does not follow.
const NOT_HEALTH: &[&str] = &["medicinteknik", "medicinsk sekreterare", "sjuksköter", "psykologi"];
/// Whole words that tell of health.
const HEALTH_WORDS: &[&str] = &["bup", "lss", "ptsd", "ocd", "ibs", "hiv"];
/// Words that begin so tell of crime.
const CRIME: &[&str] = &[
    "brottslig",
    "brottsmis",
    "brottsoffer",
    "ungdomsbrott",
    "våldsbrott",
    "narkotikabrott",
    "kriminell",
    "kriminalvård",
    "polisanmäl",
    "polisförhör",
    "åtalad",
    "åtalas",
    "anhållen",
    "häktad",
    "häktet",
    "häktning",
    "fängelse",
    "frihetsberöv",
    "villkorlig dom",
    "skyddstillsyn",
    "ungdomsvård",
    "ungdomstjänst",
    "misshandl",
    "snatt",
    "stöld",
    "stulit",
    "inbrott",
    "rånad",
    "rånat",
    "rånförsök",
    "bedrägeri",
    "våldtäkt",
    "sexualbrott",
    "gängkrim",
    "straffregist",
    "dömd",
    "dömts",
    "criminal",
    "convicted",
];
/// Whole words that tell of crime.
const CRIME_WORDS: &[&str] = &["brott", "brottet", "brotten", "rån", "rånet", "åtal", "åtalet", "prison"];
/// Words that begin so tell of what else is sensitive.
const SENSITIVE: &[&str] = &[
    "etnisk",
    "etnicitet",
    "muslim",
    "judisk",
    "religiös",
    "religion",
    "homosex",
    "bisex",
    "transsex",
    "könskorrig",
    "hbtq",
    "fackligt medlem",
    "facklig tillhör",
    "partimedlem",
    "politisk åsikt",
    "politiska åsikt",
];
/// Whole words that tell of what else is sensitive.
const SENSITIVE_WORDS: &[&str] =
    &["romer", "samisk", "jude", "islam", "hindu", "kristen", "kristna", "lvu", "sis", "tvångsvård"];

/// How many characters a stem has at most.
const LONGEST_STEM: usize = 32;

/// What a text about a person seems to hold that it may not, in the order of the text.
pub fn inspect(text: &str, own: Option<&CivicNumber>, today: NaiveDate) -> Vec<Risk> {
    let mut risks: Vec<Risk> = numbers(text, own, today).collect();
    let mut at = 0;
    for word in text.split_inclusive(|character: char| !character.is_alphanumeric()) {
        let start = at;
        at += word.len();
        let bare = word.trim_end_matches(|character: char| !character.is_alphanumeric());
        if bare.is_empty() {
            continue;
        }
        // As far ahead as a stem of several words reaches, and no farther: a text may be long.
        let rest: String = text[start..].chars().take(LONGEST_STEM).flat_map(char::to_lowercase).collect();
        if let Some(kind) = risk_of(&bare.to_lowercase(), &rest) {
            risks.push(Risk { kind, place: start..start + bare.len() });
        }
    }
    risks.sort_by_key(|risk| risk.place.start);
    risks
}

/// The kinds of what was found that nobody has read about yet, each once. What the text held before is in nobody's way:
/// `before` is the text as it was. Without an own number everybody's is somebody else's.
pub fn unread(
    text: &str,
    before: &str,
    own: Option<&CivicNumber>,
    today: NaiveDate,
    read: impl Fn(RiskKind) -> bool,
) -> Vec<RiskKind> {
    // What is too long to be saved is refused for that, and what was saved is not so long.
    let is_too_long = |text: &str| text.chars().nth(LONGEST_NOTES).is_some();
    if is_too_long(text) {
        return Vec::new();
    }
    let before = if is_too_long(before) { String::new() } else { before.to_lowercase() };
    let risks = inspect(text, own, today);
    let is_new = |risk: &&Risk| !before.contains(&text[risk.place.clone()].to_lowercase());
    let new: Vec<RiskKind> = risks.iter().filter(is_new).map(|risk| risk.kind).collect();
    RiskKind::ALL.iter().copied().filter(|kind| new.contains(kind) && !read(*kind)).collect()
}

fn risk_of(word: &str, rest: &str) -> Option<RiskKind> {
    let begins = |stems: &[&str]| {
        stems
            .iter()
            .any(|stem| if stem.contains(' ') { rest.starts_with(stem) } else { word.starts_with(stem) })
    };
    let is = |words: &[&str]| words.contains(&word);
    if (begins(HEALTH) && !begins(NOT_HEALTH)) || is(HEALTH_WORDS) {
        Some(RiskKind::Health)
    } else if begins(CRIME) || is(CRIME_WORDS) {
        Some(RiskKind::Crime)
    } else if begins(SENSITIVE) || is(SENSITIVE_WORDS) {
        Some(RiskKind::Sensitive)
    } else {
        None
    }
}

/// The numbers of other people in a text: whatever passes the check of a personal number in any of its forms.
fn numbers<'a>(
    text: &'a str,
    own: Option<&'a CivicNumber>,
    today: NaiveDate,
) -> impl Iterator<Item = Risk> + 'a {
    let is_part = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '+');
    let mut places: Vec<Range<usize>> = Vec::new();
    for (at, character) in text.char_indices() {
        match places.last_mut() {
            Some(last) if is_part(character) && last.end == at => last.end = at + 1,
            _ if is_part(character) => places.push(at..at + 1),
            _ => {}
        }
    }
    places.into_iter().filter_map(move |place| {
        let number = number(&text[place.clone()], today)?;
        (Some(&number) != own).then_some(Risk { kind: RiskKind::OtherNumber, place })
    })
}

/// A number as people write it: in full, with its sign and without a century, or as ten digits alone. Those may be a
/// telephone number too, which looks like a coordination number more often than one is meant.
fn number(text: &str, today: NaiveDate) -> Option<CivicNumber> {
    let text = text.trim_matches(['-', '+']);
    let is_short = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_short {
        let (date, last) = text.split_at(6);
        let read = CivicNumber::parse(&format!("{date}-{last}"), today).ok();
        return read.filter(|number| number.kind() == CivicNumberKind::Personal);
    }
    CivicNumber::parse(text, today).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn own() -> CivicNumber {
        CivicNumber::try_from("20080817-2381").unwrap()
    }

    #[test]
    fn no_stem_is_longer_than_what_is_looked_at() {
        for stem in [HEALTH, NOT_HEALTH, CRIME, SENSITIVE].concat() {
            assert!(stem.chars().count() <= LONGEST_STEM, "{stem}");
        }
    }

    #[test]
    fn a_text_too_long_to_be_saved_is_not_looked_through() {
        let long = "depression ".repeat(70_000);
        assert_eq!(unread(&long, "", Some(&own()), today(), |_| false), []);
        let unbelievable = "depression".repeat(LONGEST_NOTES);
        assert_eq!(unread("depression", &unbelievable, Some(&own()), today(), |_| false), [RiskKind::Health]);
    }

    fn kinds(text: &str) -> Vec<RiskKind> {
        inspect(text, Some(&own()), today()).into_iter().map(|risk| risk.kind).collect()
    }

    #[rstest]
    #[case("Vill läsa på komvux i vår. Ring igen på måndag.", &[])]
    #[case("Avbrott i utbildningen. Provar brottning och romantik.", &[])]
    #[case("Har praktik på medicinteknikföretag, genombrott!", &[])]
    #[case("Vill bli sjuksköterska eller läsa psykologi. Fru Kristensson från Rom ringde.", &[])]
    #[case("Är kristen, bor på SiS", &[RiskKind::Sensitive; 2])]
    #[case("Sjukskriven till februari", &[RiskKind::Health])]
    #[case("Går hos BUP, har fått diagnos (ADHD).", &[RiskKind::Health; 3])]
    #[case("ÅNGEST", &[RiskKind::Health])]
    #[case("Polisanmäld, dömd för rån", &[RiskKind::Crime; 3])]
    #[case("fick villkorlig dom i maj", &[RiskKind::Crime])]
    #[case("Familjen är muslimer", &[RiskKind::Sensitive])]
    #[case("Eget nummer 20080817-2381 går bra, 080817-2381 också", &[])]
    #[case("Skrev fel: 20090101-2380.", &[])]
    #[case("Mobil 0701740631, port 1234567890", &[])]
    fn words_are_found_and_harmless_ones_are_not(#[case] text: &str, #[case] expected: &[RiskKind]) {
        assert_eq!(kinds(text), expected, "{text}");
    }

    #[rstest]
    #[case("Syster: 20090101-2382")]
    #[case("Syster: 200901012382")]
    #[case("Syster: 090101-2382,")]
    #[case("Syster: (0901012382)")]
    fn other_peoples_numbers_are_found_however_they_are_written(#[case] text: &str) {
        let text = text.replace("2382", &format!("238{}", crate::civic_number::check_digit(b"090101238")));
        assert_eq!(kinds(&text), [RiskKind::OtherNumber], "{text}");
    }

    #[test]
    fn the_place_is_that_of_the_word() {
        let text = "Å, sjukskriven (ADHD)";
        let found: Vec<&str> =
            inspect(text, Some(&own()), today()).into_iter().map(|risk| &text[risk.place]).collect();
        assert_eq!(found, ["sjukskriven", "ADHD"]);
    }

    #[test]
    fn nothing_is_blocked_without_a_way_on() {
        let text = "Sjukskriven, polisanmäld";
        let left = |read: &[RiskKind], before: &str| {
            unread(text, before, Some(&own()), today(), |kind| read.contains(&kind))
        };
        assert_eq!(left(&[], ""), [RiskKind::Health, RiskKind::Crime]);
        assert_eq!(left(&[RiskKind::Health], ""), [RiskKind::Crime]);
        assert_eq!(left(&[RiskKind::Health, RiskKind::Crime], ""), []);
        // What stood there before is asked about once, when it was written.
        assert_eq!(left(&[], text), []);
        assert_eq!(left(&[], "Sjukskriven"), [RiskKind::Crime]);
    }

    #[test]
    fn each_warning_says_why() {
        for kind in RiskKind::ALL {
            let message = kind.message(Language::Swedish);
            assert!(message.contains("2006:39") || message.contains("artikel 9"), "{message}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_looked_through_and_places_lie_within_it(text in "\\PC{0,80}") {
            for risk in inspect(&text, Some(&own()), today()) {
                prop_assert!(text.get(risk.place).is_some_and(|found| !found.is_empty()));
            }
        }
    }
}
