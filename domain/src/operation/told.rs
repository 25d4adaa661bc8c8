//! What the journal's entries say in words: their details are stored as codes, which are the same in every language.

use std::borrow::Cow;

use super::OperationKind;
use crate::{
    access::{
        passkey::COPIED,
        provider::{PROVIDER, ProviderRefusal},
        recertification::RECERTIFICATION,
        second_factor::Factor,
    },
    case::{CaseStatus, change::CaseField},
    language::{Language, Named},
    list::{
        AccessUserColumn, CaseColumn, Column, ExportFormat, FollowUpColumn, JobColumn, LogColumn,
        PersonColumn, PupilColumn, RunColumn, StudyPathColumn, UnitColumn, UserColumn,
    },
    past::PastView,
    product_page::ProductPage,
};

/// The details of an entry in a reader's language. What is no code, such as the name of a file, stays as it is.
pub fn details(kind: OperationKind, reason: &str, language: Language) -> Cow<'_, str> {
    let told = match kind {
        OperationKind::ReadList => listed(reason, language),
        OperationKind::ExportList => exported(reason, language),
        OperationKind::BulkCaseUpdate | OperationKind::BulkUndo => changed(reason, language),
        OperationKind::BulkMeasures
        | OperationKind::BulkContacts
        | OperationKind::BulkClosing
        | OperationKind::HandOver => job(reason, language),
        OperationKind::Letters => letters(reason, language),
        OperationKind::ScbReport => scb_report(reason, language),
        OperationKind::ProfileChange => profile(reason, language),
        OperationKind::Search => searched(reason, language),
        OperationKind::AccountChange => account(reason, language),
        OperationKind::SignIn | OperationKind::SignInFailed => signed_in(reason, language),
        OperationKind::CaseUpdate => failed_run(reason, language),
        OperationKind::ReadVerdicts => judged(reason, language),
        OperationKind::ReadPersonLog => sought(reason, language),
        OperationKind::AccessChange => access(reason, language),
        OperationKind::PolicyChange => policy(reason, language),
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
            "access-users" => Self::of::<AccessUserColumn>(language),
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

/// `made 2018H2 2018-07-01 2018-12-31, 412 rows`, `obstacles 2018-07-01 2018-12-31`, and what is done with export `7`.
fn scb_report(reason: &str, language: Language) -> Option<String> {
    let (done, about) = reason.split_once(' ')?;
    let says = match done {
        "made" => {
            let (about, rows) = about.strip_suffix(" rows")?.split_once(", ")?;
            let [layout, from, to] = about.split(' ').collect::<Vec<_>>().try_into().ok()?;
            let named = if rows == "1" { ("rad", "row") } else { ("rader", "rows") };
            return Some(format!("{layout}, {from} – {to}: {rows} {}", language.pick(named.0, named.1)));
        }
        "obstacles" => {
            let (from, to) = about.split_once(' ')?;
            return Some(format!("{}: {from} – {to}", language.pick("Hinder", "Obstacles")));
        }
        "looked-at" => language.pick("öppnad", "opened"),
        "fetched" => language.pick("filen hämtad", "file fetched"),
        "fetched-log" => language.pick("loggen hämtad", "log fetched"),
        "closed" => language.pick("perioden stängd", "period closed"),
        _ => return None,
    };
    Some(format!("Export {about}: {says}"))
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
    if list == "notices" {
        return Some(language.pick("Inkorg", "Inbox").to_owned());
    }
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

/// `cases: status; csv, 412 rows: civic-number, surname (1/3)`, `past 2026-10-01, kant, closed; csv, 412 rows`
fn exported(reason: &str, language: Language) -> Option<String> {
    let (asked, file) = reason.split_once("; ")?;
    if let Some(asked) = asked.strip_prefix("past ") {
        let past = ProductPage::Past.name(language);
        return Some(format!("{past} {}; {}", as_of(asked, language)?, format_and_rows(file, language)?));
    }
    let list = asked.split(": ").next()?;
    let (file, columns) = file.split_once(": ")?;
    let file = format_and_rows(file, language)?;
    let (columns, part) = columns
        .split_once(" (")
        .map_or((columns, String::new()), |(columns, part)| (columns, format!(" ({part}")));
    let columns = ListNames::find(list, language)?.columns(columns, language)?;
    Some(format!("{}; {file}: {columns}{part}", listed(asked, language)?))
}

/// `2026-10-01, kant, closed`: the date, by what is known when, and the status, or `open` for every case that was.
fn as_of(asked: &str, language: Language) -> Option<String> {
    let [date, view, status] = asked.split(", ").collect::<Vec<_>>().try_into().ok()?;
    let view = within_a_sentence(PastView::from_code(view)?.name(language));
    let status = match status {
        "open" => language.pick("öppna", "open").to_owned(),
        code => within_a_sentence(CaseStatus::from_code(code)?.name(language)),
    };
    Some(format!("{date}, {view}, {status}"))
}

/// `csv, 412 rows`
fn format_and_rows(file: &str, language: Language) -> Option<String> {
    let (format, rows) = file.split_once(", ")?;
    let format = ExportFormat::from_code(format)?.name(language);
    let count = rows.strip_suffix(" rows")?;
    let rows = if count == "1" { language.pick("rad", "row") } else { language.pick("rader", "rows") };
    Some(format!("{format}, {count} {rows}"))
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

/// `job 6`, `job 6: fetched`, `preview`
fn letters(reason: &str, language: Language) -> Option<String> {
    if reason == "preview" {
        return Some(language.pick("Förhandsgranskning", "Preview").to_owned());
    }
    match reason.strip_suffix(": fetched") {
        Some(reason) => Some(format!("{}, {}", job(reason, language)?, language.pick("hämtade", "fetched"))),
        None => job(reason, language),
    }
}

/// `job 6`
fn job(reason: &str, language: Language) -> Option<String> {
    let job = reason.strip_prefix("job ")?;
    Some(format!("{} {job}", language.pick("Jobb", "Job")))
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

fn sought(reason: &str, language: Language) -> Option<String> {
    (reason == "nobody").then(|| language.pick("Ingen hittades", "Nobody was found").to_owned())
}

/// What is no decision with a reason of its own.
fn access(reason: &str, language: Language) -> Option<String> {
    Some(match reason {
        RECERTIFICATION => language.pick("Behörighetsgenomgång", "Recertification").to_owned(),
        "user-import" => language.pick("Import av användare", "Import of users").to_owned(),
        "invitation" => language.pick("En inbjudan skapad", "An invitation made").to_owned(),
        "one-time-password" => language.pick("Nytt engångslösenord", "A new one-time password").to_owned(),
        _ => return None,
    })
}

fn account(reason: &str, language: Language) -> Option<String> {
    Some(match reason {
        "password" => language.pick("Nytt lösenord", "A new password").to_owned(),
        "invitation-accepted" => {
            language.pick("Valde lösenord med en inbjudan", "Chose a password by an invitation").to_owned()
        }
        "own-password" => {
            language.pick("Valde ett eget lösenord", "Chose a password of their own").to_owned()
        }
        "own-session" => {
            language.pick("Avslutade en egen inloggning", "Ended a session of their own").to_owned()
        }
        "own-sessions" => {
            language.pick("Avslutade sina andra inloggningar", "Ended their other sessions").to_owned()
        }
        "own-second-factor-begun" => {
            language.pick("Började slå på tvåstegsinloggning", "Began to turn on two-step sign-in").to_owned()
        }
        "own-second-factor-given-up" => language
            .pick("Avbröt att slå på tvåstegsinloggning", "Gave up turning on two-step sign-in")
            .to_owned(),
        "own-second-factor" => {
            language.pick("Slog på tvåstegsinloggning", "Turned on two-step sign-in").to_owned()
        }
        "own-second-factor-off" => {
            language.pick("Stängde av tvåstegsinloggning", "Turned off two-step sign-in").to_owned()
        }
        "own-recovery-codes" => {
            language.pick("Skapade nya återställningskoder", "Made new recovery codes").to_owned()
        }
        "own-passkey-begun" => {
            language.pick("Började lägga till en passkey", "Began to add a passkey").to_owned()
        }
        "own-passkey" => language.pick("Lade till en passkey", "Added a passkey").to_owned(),
        "own-passkey-removed" => language.pick("Tog bort en passkey", "Removed a passkey").to_owned(),
        "second-factor-reset" => {
            language.pick("Tvåstegsinloggningen återställd", "The two-step sign-in reset").to_owned()
        }
        "hsa-id" => language.pick("Nytt HSA-id", "A new HSA-id").to_owned(),
        "active" => language.pick("Kontot får användas", "The account may be used").to_owned(),
        "inactive" => language.pick("Kontot får inte användas", "The account may not be used").to_owned(),
        "filter secret" => language
            .pick("Installationens hemlighet skapad", "The secret of the installation made")
            .to_owned(),
        _ => return None,
    })
}

/// `192.0.2.7; code`, or the factor alone: from where somebody signed in, and with what besides the password; through a provider
/// `192.0.2.7; provider`, or why not.
fn signed_in(reason: &str, language: Language) -> Option<String> {
    let (address, factor) = reason.rsplit_once("; ").unwrap_or(("", reason));
    let way = match Factor::from_code(factor) {
        Some(factor) => factor.name(language),
        None if factor == COPIED => {
            language.pick("passkey som kan vara kopierad", "passkey that may be a copy")
        }
        None if factor == PROVIDER => language.pick("inloggningstjänst", "sign-in service"),
        None => why_not_by_provider(ProviderRefusal::from_code(factor)?, language),
    };
    Some(if address.is_empty() { way.to_owned() } else { format!("{address}, {way}") })
}

/// Why nobody was signed in through a provider, as short as the log tells it.
fn why_not_by_provider(refusal: ProviderRefusal, language: Language) -> &'static str {
    match refusal {
        ProviderRefusal::Denied => {
            language.pick("inloggningstjänsten nekade", "the sign-in service denied it")
        }
        ProviderRefusal::Down => {
            language.pick("inloggningstjänsten svarade inte", "the sign-in service did not answer")
        }
        ProviderRefusal::Faulty => language
            .pick("inloggningstjänstens svar höll inte", "the answer of the sign-in service did not hold"),
        ProviderRefusal::NotAwaited => language.pick(
            "inloggningstjänstens svar var inte väntat",
            "the answer of the sign-in service was not awaited",
        ),
        ProviderRefusal::WithoutId => language.pick(
            "inloggningstjänsten lämnade inget HSA-id eller personnummer",
            "the sign-in service gave no HSA-id or personal number",
        ),
        ProviderRefusal::Unknown => language.pick(
            "ingen användare har HSA-id:t eller personnumret",
            "no user has the HSA-id or personal number",
        ),
        ProviderRefusal::Several => {
            language.pick("flera användare har HSA-id:t", "several users have the HSA-id")
        }
        ProviderRefusal::Disagreed => {
            language.pick("organisationerna har olika HSA-id", "the organisations have different HSA-ids")
        }
        ProviderRefusal::Closed => language.pick("kontot får inte användas", "the account may not be used"),
        ProviderRefusal::NothingToDo => {
            language.pick("ingen behörighet gäller i dag", "no permission holds today")
        }
        ProviderRefusal::Locked => language.pick("kontot är låst", "the account is locked"),
    }
}

/// What has been set, by the code of the setting.
fn policy(reason: &str, language: Language) -> Option<String> {
    Some(match reason {
        "alarm-days" => language.pick("Hur tidigt larm ges", "How soon alarms are given").to_owned(),
        "letter-sender" => language.pick("Avsändare på brev", "Sender of letters").to_owned(),
        _ => return None,
    })
}

fn judged(reason: &str, language: Language) -> Option<String> {
    Some(match reason {
        "dry-run" => language.pick("Provkörning", "Dry run").to_owned(),
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
            (BulkMeasures, "job 6", "Jobb 6", "Job 6"),
            (
                ScbReport,
                "made 2018H2 2018-07-01 2018-12-31, 412 rows",
                "2018H2, 2018-07-01 – 2018-12-31: 412 rader",
                "2018H2, 2018-07-01 – 2018-12-31: 412 rows",
            ),
            (
                ScbReport,
                "obstacles 2018-07-01 2018-12-31",
                "Hinder: 2018-07-01 – 2018-12-31",
                "Obstacles: 2018-07-01 – 2018-12-31",
            ),
            (ScbReport, "looked-at 7", "Export 7: öppnad", "Export 7: opened"),
            (ScbReport, "fetched 7", "Export 7: filen hämtad", "Export 7: file fetched"),
            (ScbReport, "fetched-log 7", "Export 7: loggen hämtad", "Export 7: log fetched"),
            (ScbReport, "closed 7", "Export 7: perioden stängd", "Export 7: period closed"),
            (ProfileChange, "users: share", "Användare: delning", "Users: sharing"),
            (Search, "number", "Personnummer", "A personal number"),
            (ReadVerdicts, "dry-run", "Provkörning", "Dry run"),
            (ReadPersonLog, "nobody", "Ingen hittades", "Nobody was found"),
            (AccessChange, "user-import", "Import av användare", "Import of users"),
            (AccessChange, "invitation", "En inbjudan skapad", "An invitation made"),
            (
                AccountChange,
                "invitation-accepted",
                "Valde lösenord med en inbjudan",
                "Chose a password by an invitation",
            ),
            (AccessChange, "one-time-password", "Nytt engångslösenord", "A new one-time password"),
            (AccessChange, "Vikariat", "Vikariat", "Vikariat"),
            (PolicyChange, "alarm-days", "Hur tidigt larm ges", "How soon alarms are given"),
            (
                ExportList,
                "past 2026-10-01, kant, open; csv, 412 rows",
                "Register per datum 2026-10-01, så som det var känt den dagen, öppna; CSV, 412 rader",
                "Register as of a date 2026-10-01, as it was known on that day, open; CSV, 412 rows",
            ),
            (SignIn, "192.0.2.7; code", "192.0.2.7, kod från appen", "192.0.2.7, code from the app"),
            (SignInFailed, "recovery-code", "återställningskod", "recovery code"),
            (SignIn, "192.0.2.7; provider", "192.0.2.7, inloggningstjänst", "192.0.2.7, sign-in service"),
            (
                SignInFailed,
                "192.0.2.7; provider-unknown",
                "192.0.2.7, ingen användare har HSA-id:t eller personnumret",
                "192.0.2.7, no user has the HSA-id or personal number",
            ),
            (AccountChange, "hsa-id", "Nytt HSA-id", "A new HSA-id"),
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
            (OperationKind::SignIn, "192.0.2.7"),
        ] {
            assert_eq!(told(kind, reason), [reason, reason]);
        }
    }
}
