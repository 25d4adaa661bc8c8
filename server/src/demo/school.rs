//! The organisers, school units and study paths of the demo, and the school calendar.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::{
    municipality::MunicipalityCode,
    organisation::{AcademicYear, OrganisationNumber, ProgrammeKind, Validity},
};

use super::data::fields;

/// The first year in which new pupils begin by the curriculum Gy25.
const GY25: i32 = 2025;

/// An organiser of schools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoOrganiser {
    /// The organisation number.
    pub number: OrganisationNumber,
    /// The name.
    pub name: &'static str,
    /// The municipality, or `None` for an independent one.
    pub municipality: Option<MunicipalityCode>,
}

/// A study path with its national code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoStudyPath {
    /// The code, such as `EE` (Gy11) or `EE25` (Gy25).
    pub code: String,
    /// The name.
    pub name: &'static str,
    /// The kind that the code proposes.
    pub kind: ProgrammeKind,
    /// When it can be followed.
    pub validity: Validity,
}

/// A school unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoUnit {
    /// The school unit's code.
    pub code: &'static str,
    /// The name.
    pub name: &'static str,
    /// The place of its organiser in [`ORGANISERS`].
    pub organiser: usize,
    /// Where it is.
    pub municipality: MunicipalityCode,
    /// When it is in use.
    pub validity: Validity,
    /// How many choose it, compared with others.
    pub(super) weight: u64,
    /// The codes of its study paths without the curriculum's suffix.
    programmes: Vec<(&'static str, ProgrammeKind)>,
}

impl DemoUnit {
    /// The unit's programmes of a kind.
    pub(super) fn programmes(&self, kind: ProgrammeKind) -> impl Iterator<Item = &'static str> {
        self.programmes.iter().filter(move |(_, of)| *of == kind).map(|(code, _)| *code)
    }

    pub(super) fn offers(&self, kind: ProgrammeKind) -> bool {
        self.programmes(kind).next().is_some()
    }
}

/// The organisers.
pub(super) static ORGANISERS: LazyLock<Vec<DemoOrganiser>> = LazyLock::new(|| {
    fields(include_str!("data/organisers.txt"))
        .filter_map(|[number, name, municipality]| {
            let municipality = MunicipalityCode::try_from(municipality).ok();
            Some(DemoOrganiser { number: number.try_into().ok()?, name, municipality })
        })
        .collect()
});

/// The school units.
pub(super) static UNITS: LazyLock<Vec<DemoUnit>> = LazyLock::new(|| {
    fields(include_str!("data/units.txt"))
        .filter_map(|[code, name, organiser, municipality, weight, programmes]| {
            Some(DemoUnit {
                code,
                name,
                organiser: ORGANISERS.iter().position(|known| known.number.as_str() == organiser)?,
                municipality: municipality.try_into().ok()?,
                validity: Validity { from: NaiveDate::from_ymd_opt(2011, 7, 1), until: None },
                weight: weight.parse().ok()?,
                programmes: programmes
                    .split(' ')
                    .filter_map(|code| Some((code, ProgrammeKind::proposed(code)?)))
                    .collect(),
            })
        })
        .collect()
});

/// The study paths. A national programme exists in both curricula.
pub(super) static STUDY_PATHS: LazyLock<Vec<DemoStudyPath>> = LazyLock::new(|| {
    let day = NaiveDate::from_ymd_opt;
    let paths = |[code, name]: [&'static str; 2]| {
        let kind = ProgrammeKind::proposed(code).unwrap_or(ProgrammeKind::National);
        let path = |code: &str, from, until| DemoStudyPath {
            code: code.to_owned(),
            name,
            kind,
            validity: Validity { from, until },
        };
        if has_two_curricula(code, kind) {
            // Pupils who began by the old curriculum have until the summer of 2031 to finish.
            vec![
                path(code, day(2011, 7, 1), day(2031, 6, 30)),
                path(&format!("{code}25"), day(GY25, 7, 1), None),
            ]
        } else {
            vec![path(code, day(2011, 7, 1), None)]
        }
    };
    fields(include_str!("data/study_paths.txt")).flat_map(paths).collect()
});

/// The place in [`STUDY_PATHS`] of a programme for those who began it in an autumn.
pub(super) fn study_path(programme: &str, kind: ProgrammeKind, began: i32) -> usize {
    let suffix = if has_two_curricula(programme, kind) && began >= GY25 { "25" } else { "" };
    STUDY_PATHS.iter().position(|path| path.code.strip_suffix(suffix) == Some(programme)).unwrap_or_default()
}

/// National programmes changed with Gy25; the international one did not.
fn has_two_curricula(programme: &str, kind: ProgrammeKind) -> bool {
    kind == ProgrammeKind::National && programme != "IB"
}

/// The academic year that begins in a calendar year.
pub(super) fn academic_year(year: i32) -> Option<AcademicYear> {
    format!("{year}/{}", year + 1).parse().ok()
}

/// The calendar year in which the academic year of a day began.
pub(super) fn year_of(date: NaiveDate) -> i32 {
    if date < first_day(date.year()) { date.year() - 1 } else { date.year() }
}

/// The first day of an academic year: the first Monday from 14 August on.
pub(super) fn first_day(year: i32) -> NaiveDate {
    on_or_after(NaiveDate::from_ymd_opt(year, 8, 14), Weekday::Mon)
}

/// The last day of school in a spring: the first Friday from 8 June on.
pub(super) fn last_day(year: i32) -> NaiveDate {
    on_or_after(NaiveDate::from_ymd_opt(year, 6, 8), Weekday::Fri)
}

/// The day itself, or the Monday after a weekend.
pub(super) fn weekday(date: NaiveDate) -> NaiveDate {
    match date.weekday() {
        Weekday::Sat => date + Days::new(2),
        Weekday::Sun => date + Days::new(1),
        _ => date,
    }
}

fn on_or_after(date: Option<NaiveDate>, wanted: Weekday) -> NaiveDate {
    let date = date.unwrap_or(NaiveDate::MIN);
    date + Days::new(u64::from(wanted.days_since(date.weekday())))
}
