//! What is wrong with a command line, and what to do about it, in either language.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use domain::language::Language;

use super::read::in_language;
use crate::format::dates::{FIRST_YEAR, LAST_YEAR};

/// A wrong command line.
pub struct Mistake {
    /// What is wrong and what to do, in a sentence or two.
    pub message: String,
    /// How the command is written.
    pub usage: String,
    /// Whether the answer is to be a JSON document.
    pub json: bool,
}

impl Mistake {
    /// What clap found.
    pub fn of(error: &clap::Error, language: Language, json: bool) -> Self {
        let usage = match (error.kind(), error.get(ContextKind::Usage)) {
            (ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand, _) => {
                in_language(language, error.to_string().trim_end())
            }
            (_, Some(usage)) => {
                let usage = usage.to_string();
                let more = language.pick("Hjälp:", "Help:");
                format!("{}\n{more} {} --help", in_language(language, &usage), command(&usage))
            }
            (_, None) => format!("{} fyren --help", language.pick("Hjälp:", "Help:")),
        };
        Self { message: message(error, language), usage, json }
    }
}

/// The command of a usage such as `Usage: fyren run case-update [OPTIONS]`.
fn command(usage: &str) -> String {
    let words = usage.split_whitespace().skip(1);
    words.take_while(|word| !word.starts_with(['[', '<', '-'])).collect::<Vec<_>>().join(" ")
}

fn message(error: &clap::Error, language: Language) -> String {
    let get = |kind: ContextKind| error.get(kind).map(told).filter(|text| !text.is_empty());
    let argument = get(ContextKind::InvalidArg).unwrap_or_default();
    let value = get(ContextKind::InvalidValue);
    let say = |swedish: String, english: String| match language {
        Language::Swedish => swedish,
        Language::English => english,
    };
    let sentence = match (error.kind(), value) {
        (ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand, _) => say(
            "Kommandot är inte fullständigt. Välj vad som ska göras.".to_owned(),
            "The command is incomplete. Choose what is to be done.".to_owned(),
        ),
        (ErrorKind::InvalidSubcommand, _) => {
            let name = get(ContextKind::InvalidSubcommand).unwrap_or_default();
            say(format!("Kommandot ”{name}” finns inte."), format!("There is no command “{name}”."))
        }
        (ErrorKind::UnknownArgument, _) if argument.starts_with('-') => {
            say(format!("Flaggan {argument} finns inte här."), format!("There is no option {argument} here."))
        }
        (ErrorKind::UnknownArgument, _) => say(
            format!(
                "”{argument}” är ett ord för mycket. Ta bort det, eller sätt text med mellanslag inom citattecken."
            ),
            format!(
                "“{argument}” is a word too many. Remove it, or put text with spaces in quotation marks."
            ),
        ),
        (ErrorKind::MissingRequiredArgument, _) => say(
            format!("Det här saknas: {argument}. Ange det."),
            format!("This is missing: {argument}. Give it."),
        ),
        (ErrorKind::ArgumentConflict, _) => say(
            format!("{argument} får anges bara en gång, eller går inte ihop med något annat som är angivet."),
            format!("{argument} may be given only once, or does not go with something else that is given."),
        ),
        (_, None) if !argument.is_empty() => say(
            format!("{argument} behöver ett värde. Ange det."),
            format!("{argument} needs a value. Give it."),
        ),
        (_, Some(value)) => say(
            format!("”{value}” går inte för {argument}."),
            format!("“{value}” does not do for {argument}."),
        ),
        (_, None) => say(
            "Kommandoraden går inte att förstå.".to_owned(),
            "The command line is not understood.".to_owned(),
        ),
    };
    let suggested =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let suggested = suggested
        .into_iter()
        .find_map(get)
        .map(|suggested| say(format!("Menade du {suggested}?"), format!("Did you mean {suggested}?")));
    let choice = get(ContextKind::ValidValue)
        .map(|values| say(format!("Välj bland: {values}."), format!("Choose among: {values}.")));
    let advice = (error.kind() == ErrorKind::ValueValidation).then(|| advice(&argument, language)).flatten();
    [Some(sentence), suggested, choice, advice].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// How a value is written that clap itself has no list of.
fn advice(argument: &str, language: Language) -> Option<String> {
    let advice = match argument.split([' ', '=']).next()? {
        "--date" | "--from" => {
            return Some(match language {
                Language::Swedish => {
                    format!("Skriv ett datum som finns, som 2026-11-21, från åren {FIRST_YEAR}–{LAST_YEAR}.")
                }
                Language::English => {
                    format!(
                        "Write a date that exists, such as 2026-11-21, of the years {FIRST_YEAR}–{LAST_YEAR}."
                    )
                }
            });
        }
        "--listen" => language.pick(
            "Skriv adress och port, som 127.0.0.1:3000.",
            "Write an address and a port, such as 127.0.0.1:3000.",
        ),
        "--trusted-proxy" => {
            language.pick("Skriv en ip-adress, som 10.0.0.7.", "Write an IP address, such as 10.0.0.7.")
        }
        "--persons" | "--seed" => {
            language.pick("Skriv ett heltal, som 20000.", "Write a whole number, such as 20000.")
        }
        _ => return None,
    };
    Some(advice.to_owned())
}

/// A value of clap's context as it is read.
fn told(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(values) => values.join(", "),
        ContextValue::StyledStrs(values) => {
            values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        }
        value => value.to_string(),
    }
}
