//! The built program, and what it answers.

use std::process::{Command, Output};

use serde_json::Value;

/// What a command answered.
pub struct Answer {
    /// The command line, for telling what failed.
    pub line: String,
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// The program with nothing from the surroundings.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fyren"));
    for name in [
        "FYREN_DATABASE",
        "FYREN_LANGUAGE",
        "FYREN_LISTEN",
        "FYREN_SITE",
        "FYREN_ORIGIN",
        "FYREN_TRUSTED_PROXY",
        "FYREN_JOB_LEASE",
        "FYREN_KEY_FILE",
        "FYREN_REQUIRE_SECOND_FACTOR",
        "FYREN_AUDIT_ANCHOR",
        "FYREN_IDENTITY_PROVIDERS",
        "FYREN_MAIL_SERVER",
        "FYREN_POPULATION_REGISTER",
        "FYREN_LOG",
    ] {
        command.env_remove(name);
    }
    command
}

/// Runs a command line, written as in a shell, on a database.
pub fn fyren(database: &str, line: &str) -> Answer {
    answer(line, program().args(words(line)).args(["--database", database]))
}

/// Runs a command and takes what it says.
pub fn answer(line: &str, command: &mut Command) -> Answer {
    let Output { status, stdout, stderr } = command.output().unwrap();
    Answer {
        line: line.to_owned(),
        status: status.code().unwrap_or(-1),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// The words of a command line; single quotes keep one together.
pub fn words(line: &str) -> Vec<String> {
    line.split('\'')
        .enumerate()
        .flat_map(|(place, part)| match place % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

impl Answer {
    /// The same, if the command did its work.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.status, 0, "fyren {}\n{}{}", self.line, self.out, self.err);
        self
    }

    /// Standard output as the one JSON document that it is.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| {
            panic!(
                "fyren {}: standard output is no JSON document: {error}\n{}{}",
                self.line, self.out, self.err
            )
        })
    }
}

/// Checks that standard error holds what the program tells people, and nothing that it logs.
#[track_caller]
pub fn assert_only_told(answer: &Answer) {
    for mark in ["\u{1b}", "ERROR", "WARN"] {
        assert!(!answer.err.contains(mark), "fyren {}\n{}", answer.line, answer.err);
    }
}

/// Checks that a command is refused as a whole, with a sentence in each language that says what is wrong.
#[track_caller]
pub fn refused(database: &str, line: &str, code: &str, swedish: &str, english: &str) {
    for (language, sentence) in [("sv", swedish), ("en", english)] {
        let line = format!("{line} --language {language}");
        let answer = fyren(database, &line);
        assert_eq!(answer.status, 1, "fyren {line}\n{}{}", answer.out, answer.err);
        assert!(answer.err.contains(sentence), "fyren {line}\n{}", answer.err);
        assert_only_told(&answer);
        if line.contains("--json") {
            let said = &answer.json()["error"];
            assert_eq!(said["code"], code, "fyren {line}");
            assert!(said["message"].as_str().unwrap().contains(sentence), "fyren {line}\n{said}");
        } else {
            assert_eq!(answer.out, "", "fyren {line}");
        }
    }
}
