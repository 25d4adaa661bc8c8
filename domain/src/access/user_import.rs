//! Many users at once from a table: what each row would change (`access.md` section 2).

use serde::{Deserialize, Serialize};

use chrono::NaiveDate;

use super::user::{UserDetails, UserField, UserForm, UserRefusal};
use crate::{
    civic_number::CivicNumber,
    id::OrganisationUserId,
    language::{Language, Message, Named},
    text::search_key,
};

/// How many rows a table may have, besides its headings.
pub const MOST_ROWS: usize = 1000;

/// A row of the table.
#[derive(Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Its line in the table, from 1.
    pub line: usize,
    /// What it says of a user.
    pub form: UserForm,
}

crate::private_debug!(ImportRow, line);

/// Why a table cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum TableRefusal {
    /// There is nothing in it.
    #[error("empty")]
    Empty,
    /// There is more in it than is taken at once.
    #[error("too many rows")]
    TooManyRows,
    /// Columns are missing.
    #[error("columns missing: {0:?}")]
    ColumnsMissing(Vec<UserField>),
}

impl Message for TableRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Empty => language
                .pick(
                    "Tabellen är tom. Klistra in minst en rad.",
                    "The table is empty. Paste at least one row.",
                )
                .to_owned(),
            Self::TooManyRows => match language {
                Language::Swedish => format!("Tabellen är för lång. Ta högst {MOST_ROWS} rader åt gången."),
                Language::English => {
                    format!("The table is too long. Take {MOST_ROWS} rows at a time at most.")
                }
            },
            Self::ColumnsMissing(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field.name(language)).collect();
                let names = names.join(", ");
                match language {
                    Language::Swedish => format!(
                        "Kolumner saknas: {names}. Ta med alla fyra, med rubrikerna överst eller i ordningen förnamn, efternamn, HSA-id och e-post."
                    ),
                    Language::English => format!(
                        "Columns are missing: {names}. Take all four, with their headings on top or in the order first name, last name, HSA-id and e-mail."
                    ),
                }
            }
        }
    }
}

/// Why nothing is done with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowRefusal {
    /// What it says of a user cannot be kept.
    User(UserRefusal),
    /// An earlier row is about the same user.
    Twice {
        /// Its line.
        line: usize,
    },
}

impl Message for RowRefusal {
    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::User(refusal), language) => refusal.message(language),
            (Self::Twice { line }, Language::Swedish) => {
                format!("Samma HSA-id står på rad {line}. Ta bort den ena raden.")
            }
            (Self::Twice { line }, Language::English) => {
                format!("The same HSA-id stands in row {line}. Remove one of the rows.")
            }
        }
    }
}

/// What a row would do.
#[derive(Clone, PartialEq, Eq)]
pub enum RowOutcome {
    /// A user is added.
    New(UserDetails),
    /// A user who is there is changed.
    Changed {
        /// Who.
        user: OrganisationUserId,
        /// What is kept of them then.
        details: UserDetails,
        /// What of it differs.
        fields: Vec<UserField>,
    },
    /// The user is there as the row has them.
    Same,
    /// Nothing is done, for every one of these reasons.
    Wrong(Vec<RowRefusal>),
}

/// The rows of a table given by its lines and cells. Its headings may stand on top, in either language and any order of columns.
///
/// # Errors
/// Why it cannot be read.
pub fn rows(table: Vec<(usize, Vec<String>)>) -> Result<Vec<ImportRow>, TableRefusal> {
    let is_filled = |(_, cells): &(usize, Vec<String>)| cells.iter().any(|cell| !cell.trim().is_empty());
    let mut table: Vec<_> = table.into_iter().filter(is_filled).collect();
    let Some((_, first)) = table.first() else { return Err(TableRefusal::Empty) };
    let headings: Vec<Option<UserField>> = first.iter().map(|cell| heading(cell)).collect();
    let columns = if headings.iter().any(Option::is_some) {
        table.remove(0);
        headings
    } else {
        UserField::ALL.iter().copied().map(Some).take(first.len()).collect()
    };
    let is_missing = |field: &UserField| !columns.contains(&Some(*field));
    let missing: Vec<UserField> = UserField::REQUIRED.into_iter().filter(is_missing).collect();
    if !missing.is_empty() {
        return Err(TableRefusal::ColumnsMissing(missing));
    }
    match table.len() {
        0 => Err(TableRefusal::Empty),
        1..=MOST_ROWS => Ok(table.into_iter().map(|(line, cells)| row(line, &cells, &columns)).collect()),
        _ => Err(TableRefusal::TooManyRows),
    }
}

/// The field that a heading names.
fn heading(cell: &str) -> Option<UserField> {
    let key = search_key(cell);
    let languages = [Language::Swedish, Language::English];
    let is_named =
        |field: &&UserField| languages.iter().any(|language| search_key(field.name(*language)) == key);
    UserField::ALL.iter().find(is_named).copied()
}

fn row(line: usize, cells: &[String], columns: &[Option<UserField>]) -> ImportRow {
    let cell = |field: UserField| {
        let place = columns.iter().position(|column| *column == Some(field));
        place.and_then(|place| cells.get(place)).map(|cell| cell.trim().to_owned()).unwrap_or_default()
    };
    let form = UserForm {
        first_name: cell(UserField::FirstName),
        last_name: cell(UserField::LastName),
        hsa_id: cell(UserField::HsaId),
        e_mail: cell(UserField::EMail),
        civic_number: cell(UserField::CivicNumber),
    };
    ImportRow { line, form }
}

/// What each row would do beside the users who are there, whom it knows by their HSA-id.
pub fn plan(
    rows: &[ImportRow],
    known: &[(OrganisationUserId, UserForm)],
    today: NaiveDate,
) -> Vec<RowOutcome> {
    let mut seen: Vec<(String, usize)> = Vec::new();
    let outcome = |row: &ImportRow| {
        let mut details = match row.form.read(today) {
            Ok(details) => details,
            Err(refusals) => return RowOutcome::Wrong(refusals.into_iter().map(RowRefusal::User).collect()),
        };
        let hsa_id = details.hsa_id.to_string();
        if let Some((_, line)) = seen.iter().find(|(of, _)| *of == hsa_id) {
            return RowOutcome::Wrong(vec![RowRefusal::Twice { line: *line }]);
        }
        seen.push((hsa_id.clone(), row.line));
        let Some((user, there)) = known.iter().find(|(_, there)| there.hsa_id == hsa_id) else {
            return RowOutcome::New(details);
        };
        let mut then = UserForm::of(&details);
        // A list without personal numbers takes none away.
        if then.civic_number.is_empty() {
            details.civic_number = CivicNumber::try_from(there.civic_number.as_str()).ok();
            then.civic_number.clone_from(&there.civic_number);
        }
        let differing = [
            (UserField::FirstName, there.first_name != then.first_name),
            (UserField::LastName, there.last_name != then.last_name),
            (UserField::EMail, there.e_mail != then.e_mail),
            (UserField::CivicNumber, there.civic_number != then.civic_number),
        ];
        let fields: Vec<UserField> =
            differing.iter().filter(|(_, differs)| *differs).map(|(field, _)| *field).collect();
        match fields.is_empty() {
            true => RowOutcome::Same,
            false => RowOutcome::Changed { user: *user, details, fields },
        }
    };
    rows.iter().map(outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(lines: &[&[&str]]) -> Vec<(usize, Vec<String>)> {
        let cells = |line: &&[&str]| line.iter().map(|cell| (*cell).to_owned()).collect();
        lines.iter().enumerate().map(|(place, line)| (place + 1, cells(line))).collect()
    }

    const ALI: [&str; 4] = ["Ali", "Ek", "se2321000016-1003", "ali@kommun.example"];

    #[test]
    fn headings_stand_in_any_order_or_not_at_all() {
        let plain = rows(table(&[&ALI])).unwrap();
        let headed = rows(table(&[
            &["E-mail", "HSA-ID ", "annat", "efternamn", "FÖRNAMN"],
            &[],
            &["ali@kommun.example", "se2321000016-1003", "x", "Ek", " Ali "],
        ]));
        let headed = headed.unwrap();
        assert_eq!((plain[0].line, headed[0].line), (1, 3));
        assert!(plain[0].form == headed[0].form);
    }

    #[test]
    fn a_table_that_cannot_be_read_says_what_is_missing() {
        assert_eq!(rows(table(&[])).unwrap_err(), TableRefusal::Empty);
        assert_eq!(rows(table(&[&["", " "]])).unwrap_err(), TableRefusal::Empty);
        assert_eq!(
            rows(table(&[&["Förnamn", "Efternamn", "HSA-id", "E-post"]])).unwrap_err(),
            TableRefusal::Empty
        );
        let missing = rows(table(&[&["Förnamn", "HSA-id"], &["Ali", "x"]])).unwrap_err();
        assert_eq!(missing, TableRefusal::ColumnsMissing(vec![UserField::LastName, UserField::EMail]));
        assert!(missing.message(Language::Swedish).contains("Efternamn, E-post"));
        let long: Vec<&[&str]> = vec![&ALI; MOST_ROWS + 1];
        assert_eq!(rows(table(&long)).unwrap_err(), TableRefusal::TooManyRows);
        assert_eq!(rows(table(&long[1..])).unwrap().len(), MOST_ROWS);
    }

    #[test]
    fn each_row_is_new_changed_the_same_or_wrong() {
        let there = |first: &str, hsa_id: &str| UserForm {
            first_name: first.into(),
            last_name: "Ek".into(),
            hsa_id: hsa_id.into(),
            e_mail: "ali@kommun.example".into(),
            civic_number: "20080817-2381".into(),
        };
        let known = [
            (OrganisationUserId(1), there("Ali", "SE2321000016-1003")),
            (OrganisationUserId(2), there("Eva", "SE2321000016-1004")),
        ];
        let read = rows(table(&[
            &ALI,
            &["Evelina", "Ek", "SE2321000016-1004", "eva@kommun.example"],
            &["Bo", "Ek", "SE2321000016-1005", "bo@kommun.example"],
            &["Bo", "Al", "SE2321000016-1005", "bo@kommun.example"],
            &["", "Ek", "två ord", "x"],
        ]))
        .unwrap();
        let plan = plan(&read, &known, "2026-11-21".parse().unwrap());
        assert!(plan[0] == RowOutcome::Same);
        let RowOutcome::Changed { user, fields, .. } = &plan[1] else { panic!("changed") };
        assert_eq!(
            (*user, fields.as_slice()),
            (OrganisationUserId(2), [UserField::FirstName, UserField::EMail].as_slice())
        );
        let RowOutcome::Changed { details, .. } = &plan[1] else { panic!("changed") };
        assert_eq!(details.civic_number, CivicNumber::try_from("20080817-2381").ok());
        assert!(matches!(&plan[2], RowOutcome::New(details) if details.first_name == "Bo"));
        assert!(plan[3] == RowOutcome::Wrong(vec![RowRefusal::Twice { line: 3 }]));
        assert!(matches!(&plan[4], RowOutcome::Wrong(refusals) if refusals.len() == 3));
    }
}
