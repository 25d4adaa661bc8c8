//! The form by which a report is asked for, and the address of what is in its way.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::period::ReportPeriod;
use crate::{
    form::{FieldError, Mistake},
    language::{Language, Message, named},
    municipality::MunicipalityCode,
};

named! {
    /// A field of the form. The codes are the names of the fields of [`ReportForm`].
    pub enum ReportField {
        Municipality = "municipality", "Kommun", "Municipality";
        From = "from", "Från datum", "From date";
        To = "to", "Till datum", "To date";
        Again = "again", "Skapa en ny fil fast perioden är stängd", "Make a new file though the period is closed";
    }
}

/// What has been filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportForm {
    /// The code of the municipality.
    pub municipality: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Filled in when another report is to be made of a period that is closed.
    pub again: String,
}

/// What is wrong with the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFormError {
    /// In which field.
    pub field: ReportField,
    told: Told,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Told {
    Unread(FieldError<ReportField>),
    Period(super::PeriodRefusal),
}

impl Message for ReportFormError {
    fn message(&self, language: Language) -> String {
        match &self.told {
            Told::Unread(error) => error.message(language),
            Told::Period(refusal) => refusal.message(language),
        }
    }
}

fn day(field: ReportField, text: &str, errors: &mut Vec<ReportFormError>) -> Option<NaiveDate> {
    let mistake = match text.trim() {
        "" => Mistake::Missing,
        text => match text.parse() {
            Ok(day) => return Some(day),
            Err(_) => Mistake::NotADate,
        },
    };
    errors.push(ReportFormError { field, told: Told::Unread(FieldError { field, mistake }) });
    None
}

impl ReportForm {
    /// Reads the form: whose report, of which days, and whether it is to be made though the period is closed. Where there is but
    /// one municipality to choose, it need not be said.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn read(
        &self,
        among: &[MunicipalityCode],
    ) -> Result<(MunicipalityCode, ReportPeriod, bool), Vec<ReportFormError>> {
        let mut errors = Vec::new();
        let chosen = among.iter().find(|code| code.as_str() == self.municipality.trim());
        let municipality = match among {
            [only] if self.municipality.trim().is_empty() => Some(*only),
            _ => chosen.copied(),
        };
        if municipality.is_none() {
            let field = ReportField::Municipality;
            let mistake = Mistake::NotAChoice;
            errors.push(ReportFormError { field, told: Told::Unread(FieldError { field, mistake }) });
        }
        let from = day(ReportField::From, &self.from, &mut errors);
        let to = day(ReportField::To, &self.to, &mut errors);
        let period = from.zip(to).and_then(|(from, to)| {
            ReportPeriod::new(from, to)
                .map_err(|refusal| {
                    errors.push(ReportFormError { field: ReportField::To, told: Told::Period(refusal) });
                })
                .ok()
        });
        match (municipality, period) {
            (Some(municipality), Some(period)) if errors.is_empty() => {
                Ok((municipality, period, !self.again.trim().is_empty()))
            }
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Named;

    fn form(municipality: &str, from: &str, to: &str) -> ReportForm {
        let text = str::to_owned;
        ReportForm { municipality: text(municipality), from: text(from), to: text(to), again: text("") }
    }

    #[test]
    fn everything_that_is_wrong_with_a_report_is_told_at_once() {
        let here = MunicipalityCode::try_from("0581").unwrap();
        let there = MunicipalityCode::try_from("0580").unwrap();
        let wrong = |form: &ReportForm, among: &[MunicipalityCode]| -> Vec<&str> {
            form.read(among).unwrap_err().iter().map(|error| error.field.code()).collect()
        };
        assert_eq!(wrong(&form("0580", "", "x"), &[here]), ["municipality", "from", "to"]);
        assert_eq!(wrong(&form("", "2018-07-01", "2018-12-31"), &[here, there]), ["municipality"]);
        assert_eq!(wrong(&form("", "2018-07-01", "2018-06-30"), &[here]), ["to"]);
        let (municipality, period, again) = form("", " 2018-07-01", "2018-12-31 ").read(&[here]).unwrap();
        assert_eq!(
            (municipality, period.to_string().as_str(), again),
            (here, "2018-07-01 – 2018-12-31", false)
        );
        let again = ReportForm { again: "1".to_owned(), ..form("0580", "2018-07-01", "2018-12-31") };
        assert!(again.read(&[here, there]).unwrap().2);
    }
}
