//! The form of *Uppdatera aktivitetsansvar* read: what it asks for, and what is wrong with it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    case::change::{CaseChange, CaseField, CaseRefusal, CaseValues, FieldChange},
    contact::LivingOutside,
    id::{AccountId, JobId},
    job::OutcomeCounts,
    language::{Language, Named},
    occupation::OccupationAtRegistration,
};
use serde::{Deserialize, Serialize};

use crate::{serverfn::bulk::CaseForm, words::BulkWords};

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// A field that must not be empty is.
    Missing(CaseField),
    /// What stands in a field is no value of it.
    Unreadable(CaseField),
    /// The rules refuse it.
    Refused(CaseRefusal),
    /// Somebody else has changed the row meanwhile.
    Conflict,
    /// What stands in the row for all has not been filled into the rows.
    NotApplied,
}

impl Problem {
    /// The field that is to be mended; none when it is the row as a whole.
    pub const fn field(self) -> Option<CaseField> {
        match self {
            Self::Missing(field) | Self::Unreadable(field) => Some(field),
            Self::Refused(refusal) => Some(refusal.field()),
            Self::Conflict | Self::NotApplied => None,
        }
    }

    /// What is wrong, and what to do.
    pub fn text(self, words: Language) -> &'static str {
        match self {
            Self::Missing(_) => words.missing(),
            Self::Unreadable(_) => words.unreadable(),
            Self::Refused(refusal) => refusal.name(words),
            Self::Conflict => words.conflict(),
            Self::NotApplied => words.not_applied(),
        }
    }
}

/// A form that has been filled in and not been saved, or not all of it. The server keeps it under a token, so that no
/// value stands in an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The row for all.
    pub top: CaseForm,
    /// The rows that differ from the register.
    pub rows: BTreeMap<i64, CaseForm>,
    /// What is wrong with which.
    pub problems: BTreeMap<i64, Vec<Problem>>,
    /// What is wrong with the row for all.
    pub top_problems: Vec<Problem>,
    /// Whether nobody was signed in any more when it was to be saved.
    pub interrupted: bool,
    /// Whether nothing was filled in where something must be.
    pub is_empty: bool,
    /// What saved the other rows, and what became of them.
    pub saved: Option<(JobId, OutcomeCounts)>,
}

impl Draft {
    /// Whether something stands in the way of saving it, or some of it.
    pub fn is_refused(&self) -> bool {
        !self.problems.is_empty() || !self.top_problems.is_empty() || self.is_empty
    }

    /// Whether something is in it that is not saved.
    pub fn is_unsaved(&self) -> bool {
        !self.is_empty && (!self.rows.is_empty() || self.top != CaseForm::default())
    }
}

/// The value of *nobody* and of *no* in the row for all, where empty means that the field is left alone.
pub const NONE: &str = "none";

/// Whose fields a form has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// One row's: an empty field is emptied.
    Row,
    /// All rows': an empty field is left alone.
    All,
}

/// What a form asks for.
///
/// # Errors
/// What cannot be read, or must not be empty.
pub fn read(form: &CaseForm, of: Of) -> Result<CaseChange, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut date = |field: CaseField, text: &str| match text.trim() {
        "" => None,
        text => {
            let date: Option<NaiveDate> = text.parse().ok();
            if date.is_none() {
                problems.push(Problem::Unreadable(field));
            }
            date
        }
    };
    let registered = date(CaseField::Registered, &form.registered);
    let until = date(CaseField::OtherSchooling, &form.other_schooling_until);
    if of == Of::Row && form.registered.trim().is_empty() {
        problems.push(Problem::Missing(CaseField::Registered));
    }
    let occupation = match form.occupation.as_str() {
        "" => None,
        code => {
            let known = OccupationAtRegistration::from_code(code);
            if known.is_none() {
                problems.push(Problem::Unreadable(CaseField::Occupation));
            }
            known
        }
    };
    let caseworker = choice(&form.caseworker, of, |text| text.parse().ok().map(AccountId));
    let living_outside = choice(&form.living_outside, of, LivingOutside::from_code);
    let other_schooling_until = match until {
        Some(until) => FieldChange::Set(until),
        None if of == Of::Row || !form.clear.is_empty() => FieldChange::Clear,
        None => FieldChange::Leave,
    };
    let (Some(caseworker), Some(living_outside)) = (caseworker, living_outside) else {
        let field = if caseworker.is_none() { CaseField::Caseworker } else { CaseField::LivingOutside };
        problems.push(Problem::Unreadable(field));
        return Err(problems);
    };
    match problems.is_empty() {
        true => Ok(CaseChange { registered, occupation, other_schooling_until, caseworker, living_outside }),
        false => Err(problems),
    }
}

fn choice<T>(text: &str, of: Of, value: impl Fn(&str) -> Option<T>) -> Option<FieldChange<T>> {
    match (text, of) {
        ("", Of::All) => Some(FieldChange::Leave),
        ("", Of::Row) | (NONE, _) => Some(FieldChange::Clear),
        (text, _) => value(text).map(FieldChange::Set),
    }
}

/// What the form of a row asks for: what somebody has filled in, and not what stood there when it was drawn.
///
/// # Errors
/// What cannot be read, or must not be empty.
pub fn read_row(form: &CaseForm) -> Result<CaseChange, Vec<Problem>> {
    let whole = read(form, Of::Row)?;
    Ok(seen(form).map_or(whole, |seen| CaseChange::between(&seen, &whole.applied_to(&seen))))
}

/// What the fields of a row held when its form was drawn, if the form tells.
fn seen(form: &CaseForm) -> Option<CaseValues> {
    serde_json::from_str(&form.seen).ok()
}

/// A row's form after another has changed the row: what has been filled in stays, the other fields hold what stands in
/// the register now. Whoever saves it has seen that.
pub fn beside(form: &CaseForm, present: &CaseForm) -> CaseForm {
    let Some(seen) = seen(form).map(|seen| written(&seen, form.version)) else {
        return CaseForm { version: present.version, seen: present.seen.clone(), ..form.clone() };
    };
    let pick = |of: fn(&CaseForm) -> &String| {
        if of(form) == of(&seen) { of(present).clone() } else { of(form).clone() }
    };
    CaseForm {
        version: present.version,
        seen: present.seen.clone(),
        registered: pick(|form| &form.registered),
        occupation: pick(|form| &form.occupation),
        other_schooling_until: pick(|form| &form.other_schooling_until),
        clear: String::new(),
        caseworker: pick(|form| &form.caseworker),
        living_outside: pick(|form| &form.living_outside),
    }
}

/// What a row's form holds when nobody has changed it.
pub fn written(values: &CaseValues, version: i64) -> CaseForm {
    CaseForm {
        version,
        seen: serde_json::to_string(values).unwrap_or_default(),
        registered: values.registered.to_string(),
        occupation: values.occupation.code().to_owned(),
        other_schooling_until: values.other_schooling_until.map(|date| date.to_string()).unwrap_or_default(),
        clear: String::new(),
        caseworker: values.caseworker.map(|account| account.to_string()).unwrap_or_default(),
        living_outside: values.living_outside.map(|place| place.code().to_owned()).unwrap_or_default(),
    }
}

/// A row's form with what the row for all says.
pub fn filled(row: &CaseForm, top: &CaseForm) -> CaseForm {
    let pick = |above: &str, own: &str| match above {
        "" => own.to_owned(),
        NONE => String::new(),
        text => text.to_owned(),
    };
    let until = match top.clear.is_empty() {
        true => pick(&top.other_schooling_until, &row.other_schooling_until),
        false => top.other_schooling_until.clone(),
    };
    CaseForm {
        version: row.version,
        seen: row.seen.clone(),
        registered: pick(&top.registered, &row.registered),
        occupation: pick(&top.occupation, &row.occupation),
        other_schooling_until: until,
        clear: String::new(),
        caseworker: pick(&top.caseworker, &row.caseworker),
        living_outside: pick(&top.living_outside, &row.living_outside),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> CaseValues {
        CaseValues {
            registered: "2026-09-01".parse().unwrap(),
            occupation: OccupationAtRegistration::Work,
            other_schooling_until: "2026-12-31".parse().ok(),
            caseworker: Some(AccountId(7)),
            living_outside: Some(LivingOutside::Nordic),
        }
    }

    #[test]
    fn a_row_that_nobody_has_changed_asks_for_what_is_there() {
        let change = read(&written(&values(), 3), Of::Row).unwrap();
        assert_eq!(change.applied_to(&values()), values());
        let empty =
            CaseValues { other_schooling_until: None, caseworker: None, living_outside: None, ..values() };
        assert_eq!(read(&written(&empty, 3), Of::Row).unwrap().applied_to(&values()), empty);
    }

    #[test]
    fn a_row_asks_for_what_has_been_filled_in_alone() {
        let row = written(&values(), 3);
        assert_eq!(read_row(&row), Ok(CaseChange::default()));
        let row = CaseForm { caseworker: String::new(), registered: "2026-10-01".into(), ..row };
        let fields: Vec<_> = read_row(&row).unwrap().fields().collect();
        assert_eq!(fields, [CaseField::Registered, CaseField::Caseworker]);
    }

    #[test]
    fn what_another_has_changed_stands_beside_what_has_been_filled_in() {
        let row = CaseForm { registered: "2026-10-01".into(), ..written(&values(), 3) };
        let changed = CaseValues {
            registered: "2026-09-02".parse().unwrap(),
            caseworker: Some(AccountId(8)),
            living_outside: None,
            ..values()
        };
        let shown = beside(&row, &written(&changed, 4));
        assert_eq!(shown, CaseForm { registered: "2026-10-01".into(), ..written(&changed, 4) });
        let fields: Vec<_> = read_row(&shown).unwrap().fields().collect();
        assert_eq!(fields, [CaseField::Registered]);
    }

    #[test]
    fn an_empty_row_for_all_leaves_everything_alone() {
        assert_eq!(read(&CaseForm::default(), Of::All), Ok(CaseChange::default()));
        let row = written(&values(), 3);
        assert_eq!(filled(&row, &CaseForm::default()), row);
    }

    #[test]
    fn the_row_for_all_sets_and_empties_the_same_in_the_rows_as_at_once() {
        let top = CaseForm {
            registered: "2026-10-01".into(),
            clear: "1".into(),
            caseworker: NONE.into(),
            living_outside: "other".into(),
            ..CaseForm::default()
        };
        let at_once = read(&top, Of::All).unwrap().applied_to(&values());
        let by_rows = read(&filled(&written(&values(), 3), &top), Of::Row).unwrap().applied_to(&values());
        assert_eq!(at_once, by_rows);
        assert_eq!((at_once.other_schooling_until, at_once.caseworker), (None, None));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_field() {
        let row = CaseForm {
            registered: String::new(),
            other_schooling_until: "igår".into(),
            occupation: "jester".into(),
            caseworker: "Åsa".into(),
            ..written(&values(), 3)
        };
        let fields: Vec<_> =
            read(&row, Of::Row).unwrap_err().into_iter().filter_map(Problem::field).collect();
        let expected =
            [CaseField::OtherSchooling, CaseField::Registered, CaseField::Occupation, CaseField::Caseworker];
        assert_eq!(fields, expected);
    }
}
