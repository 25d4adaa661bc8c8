//! Reading the command line, and saying in the reader's language how it is written.

use std::{env, ffi::OsString};

use clap::{Command, CommandFactory, FromArgMatches, error::ErrorKind};
use domain::language::Language;

use super::{Arguments, mistake::Mistake, swedish};

/// Why a command line asks for nothing that could be done.
pub enum Unread {
    /// It asks for help or the version, which is this.
    Help(String),
    /// It is wrong.
    Mistake(Mistake),
}

/// Reads a command line, the program's name first.
///
/// # Errors
/// The help it asks for, or what is wrong with it.
pub fn read(words: Vec<OsString>) -> Result<Arguments, Unread> {
    let language = language(&words);
    let json = words.iter().any(|word| word == "--json");
    let mut command = said_in(language, Arguments::command());
    let read = command
        .try_get_matches_from_mut(words)
        .and_then(|mut matches| Arguments::from_arg_matches_mut(&mut matches));
    read.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            Unread::Help(in_language(language, &error.to_string()))
        }
        _ => Unread::Mistake(Mistake::of(&error, language, json)),
    })
}

/// What clap itself writes, in a language.
pub fn in_language(language: Language, text: &str) -> String {
    match language {
        Language::English => text.to_owned(),
        Language::Swedish => swedish::FRAME
            .iter()
            .fold(text.to_owned(), |text, (english, swedish)| text.replace(english, swedish)),
    }
}

/// The language that a command line asks for, wherever it stands in it; what is wrong with it is told in it.
fn language(words: &[OsString]) -> Language {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let apart = words.windows(2).find(|pair| pair[0] == "--language").map(|pair| pair[1].to_string());
    let joined = words.iter().find_map(|word| word.strip_prefix("--language=").map(str::to_owned));
    let code = apart.or(joined).or_else(|| env::var("FYREN_LANGUAGE").ok());
    code.and_then(|code| Language::from_code(&code)).unwrap_or_default()
}

/// The command with its help in a language.
fn said_in(language: Language, mut command: Command) -> Command {
    // Only then are clap's own flags and the global ones in their places.
    command.build();
    match language {
        Language::English => command,
        Language::Swedish => in_swedish(command),
    }
}

fn in_swedish(command: Command) -> Command {
    let about = command.get_about().map(|text| swedish::of(&text.to_string()));
    let after = command.get_after_help().map(|text| swedish::of(&text.to_string()));
    let command = match about {
        Some(about) => command.about(about),
        None => command,
    };
    let command = match after {
        Some(after) => command.after_help(after),
        None => command,
    };
    let command = command.mut_args(|argument| match argument.get_help() {
        Some(help) => {
            let help = swedish::of(&help.to_string());
            argument.help(help)
        }
        None => argument,
    });
    command.mut_subcommands(in_swedish)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(command: &Command, texts: &mut Vec<String>) {
        texts.extend(command.get_about().map(ToString::to_string));
        texts.extend(command.get_after_help().map(ToString::to_string));
        texts.extend(
            command.get_arguments().filter_map(|argument| argument.get_help()).map(ToString::to_string),
        );
        for below in command.get_subcommands() {
            told(below, texts);
        }
    }

    #[test]
    fn everything_that_help_tells_is_told_in_swedish_too() {
        let mut texts = Vec::new();
        told(&said_in(Language::English, Arguments::command()), &mut texts);
        assert!(texts.len() > 50, "{}", texts.len());
        let missing: Vec<_> = texts.iter().filter(|text| swedish::of(text) == **text).collect();
        assert!(missing.is_empty(), "{missing:#?}");
        let unused: Vec<_> =
            swedish::HELP.iter().filter(|(english, _)| !texts.iter().any(|text| text == english)).collect();
        assert!(unused.is_empty(), "{unused:#?}");
    }

    #[test]
    fn the_language_is_taken_from_anywhere_in_the_line() {
        for (line, expected) in [
            ("fyren --language en nonsense", Language::English),
            ("fyren nonsense --language=en", Language::English),
            ("fyren nonsense --language sv", Language::Swedish),
            ("fyren nonsense --language", Language::Swedish),
            ("fyren --language fi", Language::Swedish),
        ] {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(language(&words), expected, "{line}");
        }
    }
}
