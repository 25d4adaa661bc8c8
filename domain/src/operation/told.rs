//! What the journal's entries say in words: their details are stored as codes, which are the same in every language.

use std::borrow::Cow;

use super::OperationKind;
use crate::{
    case::change::CaseField,
    language::{Language, Named},
    list::{
        CaseColumn, Column, ExportFormat, FollowUpColumn, JobColumn, LogColumn, PersonColumn, PupilColumn,
        RunColumn, StudyPathColumn, UnitColumn, UserColumn,
    },
};

/// The details of an entry in a reader's language. What is no code, such as the name of a file, stays as it is.
pub fn details(kind: OperationKind, reason: &str, language: Language) -> Cow<'_, str> {
    let told = match kind {
        OperationKind::ReadList => listed(reason, language),
        OperationKind::ExportList => exported(reason, language),
        OperationKind::BulkCaseUpdate | OperationKind::BulkUndo => changed(reason, language),
        OperationKind::ProfileChange => profile(reason, language),
        OperationKind::Search => searched(reason, language),
        OperationKind::AccountChange => account(reason, language),
        OperationKind::CaseUpdate => failed_run(reason, language),
        _ => None,
    };
    told.map_or(Cow::Borrowed(reason), Cow::Owned)
}

/// The names of a list and its columns.
struct ListNames {
    title: String,
    column: fn(&str, Language) -> Option<&'static str>,
}

impl ListNames {
    fn of<C: Column>(language: Language) -> Self {
        Self {
            title: C::spec().title.in_language(language).to_owned(),
            column: |code, language| C::from_code(code).map(|column| column.name(language)),
        }
    }

    fn find(code: &str, language: Language) -> Option<Self> {
        Some(match code {
            "cases" => Self::of::<CaseColumn>(language),
            "follow-ups" => Self::of::<FollowUpColumn>(language),
            "persons" => Self::of::<PersonColumn>(language),
            "pupils" => Self::of::<PupilColumn>(language),
            "units" => Self::of::<UnitColumn>(language),
            "study-paths" => Self::of::<StudyPathColumn>(language),
            "jobs" => Self::of::<JobColumn>(language),
            "runs" => Self::of::<RunColumn>(language),
            "log" => Self::of::<LogColumn>(language),
            "users" => Self::of::<UserColumn>(language),
            _ => return None,
        })
    }

    /// Columns by their codes, separated by commas.
    fn columns(&self, codes: &str, language: Language) -> Option<String> {
        let name = |code: &str| match code {
            "find" => Some(language.pick("hitta i urvalet", "find in the selection").to_owned()),
            code => (self.column)(code, language).map(within_a_sentence),
        };
        Some(codes.split(", ").map(name).collect::<Option<Vec<_>>>()?.join(", "))
    }
}

/// A name as it stands within a sentence: with a small letter, but for abbreviations.
fn within_a_sentence(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

/// `cases`, `cases: status, find`, or one of the ways to read rows of it that are no page.
fn listed(reason: &str, language: Language) -> Option<String> {
    let (list, rest) = reason.split_once(": ").unwrap_or((reason, ""));
    let names = ListNames::find(list, language)?;
    let what = match rest {
        "" => return Some(names.title),
        "update" => language.pick("öppnade för att ändras", "opened to be changed").to_owned(),
        "report" => language.pick("nämnda i ett jobbs rapport", "named in the report of a job").to_owned(),
        "selection" => language.pick("markerade rader", "selected rows").to_owned(),
        codes => names.columns(codes, language)?,
    };
    Some(format!("{}: {what}", names.title))
}

/// `cases: status; csv, 412 rows: civic-number, surname (1/3)`
fn exported(reason: &str, language: Language) -> Option<String> {
    let (asked, file) = reason.split_once("; ")?;
    let list = asked.split(": ").next()?;
    let (file, columns) = file.split_once(": ")?;
    let (format, rows) = file.split_once(", ")?;
    let format = ExportFormat::from_code(format)?.name(language);
    let count = rows.strip_suffix(" rows")?;
    let rows = if count == "1" { language.pick("rad", "row") } else { language.pick("rader", "rows") };
    let (columns, part) = columns
        .split_once(" (")
        .map_or((columns, String::new()), |(columns, part)| (columns, format!(" ({part}")));
    let columns = ListNames::find(list, language)?.columns(columns, language)?;
    Some(format!("{}; {format}, {count} {rows}: {columns}{part}", listed(asked, language)?))
}

/// `cases: registered, occupation; job 6`, `cases: undo of job 6; job 7`
fn changed(reason: &str, language: Language) -> Option<String> {
    let (what, job) = reason.strip_prefix("cases: ")?.split_once("; job ")?;
    let what = match what.strip_prefix("undo of job ") {
        Some(undone) => match language {
            Language::Swedish => format!(": jobb {undone} ångrat"),
            Language::English => format!(": job {undone} undone"),
        },
        None if what.is_empty() => String::new(),
        None => {
            let name = |code| CaseField::from_code(code).map(|field| within_a_sentence(field.name(language)));
            format!(": {}", what.split(", ").map(name).collect::<Option<Vec<_>>>()?.join(", "))
        }
    };
    let title = ListNames::of::<CaseColumn>(language).title;
    Some(format!("{title}{what}; {} {job}", language.pick("jobb", "job")))
}

/// `cases: share`
fn profile(reason: &str, language: Language) -> Option<String> {
    let (list, what) = reason.split_once(": ")?;
    let what = match what {
        "choose" => language.pick("vald", "chosen"),
        "add" => language.pick("ny", "new"),
        "save" => language.pick("sparad", "saved"),
        "rename" => language.pick("nytt namn", "renamed"),
        "share" => language.pick("delning", "sharing"),
        "remove" => language.pick("borttagen", "removed"),
        _ => return None,
    };
    Some(format!("{}: {what}", ListNames::find(list, language)?.title))
}

fn searched(reason: &str, language: Language) -> Option<String> {
    Some(match reason {
        "name" => language.pick("Namn eller annan text", "A name or other text").to_owned(),
        "number" => language.pick("Personnummer", "A personal number").to_owned(),
        _ => return None,
    })
}

fn account(reason: &str, language: Language) -> Option<String> {
    Some(match reason {
        "password" => language.pick("Nytt lösenord", "A new password").to_owned(),
        "active" => language.pick("Kontot får användas", "The account may be used").to_owned(),
        "inactive" => language.pick("Kontot får inte användas", "The account may not be used").to_owned(),
        "filter secret" => language
            .pick("Installationens hemlighet skapad", "The secret of the installation made")
            .to_owned(),
        _ => return None,
    })
}

/// `2026-11-21, busy`
fn failed_run(reason: &str, language: Language) -> Option<String> {
    let (date, code) = reason.split_once(", ")?;
    let why = match code {
        "busy" => language.pick("registret var upptaget", "the register was busy"),
        "unavailable" => language.pick("databasen svarade inte", "the database did not answer"),
        "inconsistent" => language.pick("uppgifter gick inte ihop", "data contradicted itself"),
        _ => language.pick("något gick fel", "something went wrong"),
    };
    Some(format!("{date}, {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kind: OperationKind, reason: &str) -> [String; 2] {
        [Language::Swedish, Language::English].map(|language| details(kind, reason, language).into_owned())
    }

    #[test]
    fn codes_are_told_in_words() {
        use OperationKind::*;
        for (kind, reason, swedish, english) in [
            (ReadList, "persons", "Personer", "People"),
            (
                ReadList,
                "cases: status, find",
                "Aktivitetsansvar: status, hitta i urvalet",
                "Activity responsibility: status, find in the selection",
            ),
            (
                ExportList,
                "follow-ups: closed, status; csv, 1 rows: heading",
                "Uppföljning: avslutad, status; CSV, 1 rad: orsak",
                "Follow-ups: closed, status; CSV, 1 row: heading",
            ),
            (
                ExportList,
                "cases: selection; xlsx, 20000 rows: surname, given-name (1/2)",
                "Aktivitetsansvar: markerade rader; Excel, 20000 rader: efternamn, förnamn (1/2)",
                "Activity responsibility: selected rows; Excel, 20000 rows: surname, given name (1/2)",
            ),
            (
                BulkCaseUpdate,
                "cases: registered, occupation; job 6",
                "Aktivitetsansvar: datum för registrering, sysselsättning vid registrering; jobb 6",
                "Activity responsibility: registration date, occupation at registration; job 6",
            ),
            (
                BulkUndo,
                "cases: undo of job 6; job 7",
                "Aktivitetsansvar: jobb 6 ångrat; jobb 7",
                "Activity responsibility: job 6 undone; job 7",
            ),
            (ProfileChange, "users: share", "Användare: delning", "Users: sharing"),
            (Search, "number", "Personnummer", "A personal number"),
            (AccountChange, "inactive", "Kontot får inte användas", "The account may not be used"),
            (
                CaseUpdate,
                "2026-11-21, busy",
                "2026-11-21, registret var upptaget",
                "2026-11-21, the register was busy",
            ),
        ] {
            assert_eq!(told(kind, reason), [swedish, english], "{reason}");
        }
    }

    #[test]
    fn what_is_no_code_stays_as_it_is() {
        for (kind, reason) in [
            (OperationKind::PopulationImport, "cases"),
            (OperationKind::ReadList, "åtgärder: status"),
            (OperationKind::ReadList, "cases: shoe-size"),
            (OperationKind::CaseUpdate, "2026-11-21"),
            (OperationKind::SignIn, ""),
        ] {
            assert_eq!(told(kind, reason), [reason, reason]);
        }
    }
}
