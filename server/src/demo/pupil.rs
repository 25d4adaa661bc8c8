//! What the schools tell of their pupils on a day.

use chrono::NaiveDate;
use domain::{
    civic_number::CivicNumber,
    diploma::{DiplomaMark, DiplomaSource},
    exchange::pupils::PupilRow,
    period::Period,
};

use super::{
    person::Person,
    school::{STUDY_PATHS, UNITS},
};

impl Person {
    /// The person's rows of the files of a day: the organiser, the year the academic year began, and the row.
    ///
    /// A school tells of what has begun, and of an early end once it has come; before that it tells the planned end.
    pub(super) fn pupil_rows(&self, on: NaiveDate) -> impl Iterator<Item = (usize, i32, PupilRow)> {
        self.school_years.iter().filter(move |placed| placed.start <= on).filter_map(move |placed| {
            let (unit, path) = (UNITS.get(placed.unit)?, STUDY_PATHS.get(placed.path)?);
            let end = if placed.end <= on { placed.end } else { placed.planned_end };
            let row = PupilRow {
                number: 0,
                position: 0,
                civic_number: self.number_on(on),
                given_name: self.name.given.clone(),
                surname: self.name.surname.clone(),
                unit_code: unit.code.to_owned(),
                study_path_code: path.code.clone(),
                grade: if placed.grade == 0 { String::new() } else { placed.grade.to_string() },
                class: placed.class.clone(),
                period: Period::new(placed.start, Some(end)),
            };
            Some((unit.organiser, placed.year, row))
        })
    }

    /// The diploma that the authority has told of since the day `after`, up to the day `on`.
    pub(super) fn diploma_told(
        &self,
        after: Option<NaiveDate>,
        on: NaiveDate,
    ) -> Option<(CivicNumber, DiplomaMark)> {
        let (date, kind) = self.diploma?;
        let told = date <= on && after.is_none_or(|after| date > after);
        (told && self.is_known_on(on))
            .then(|| (self.number_on(on), DiplomaMark { source: DiplomaSource::Authority, kind }))
    }
}
