//! The help that each command gives, and what it says of a wrong command line.

use crate::support::fyren::{Answer, answer, program, words};

/// Every command with what its help must tell of.
const COMMANDS: [(&str, &[&str]); 23] = [
    (
        "",
        &[
            "serve",
            "migrate",
            "demo",
            "import",
            "run",
            "cases",
            "policy",
            "user",
            "audit",
            "--database",
            "--language",
        ],
    ),
    (
        "serve",
        &[
            "--listen",
            "--site",
            "--date",
            "--origin",
            "--trusted-proxy",
            "--job-lease",
            "--population-register",
            "--audit-anchor",
        ],
    ),
    ("migrate", &["--database"]),
    ("demo", &["--persons", "--seed", "--date", "--sign-ins"]),
    ("import", &["population", "pupils"]),
    ("import population", &["<FILE>", "--date", "--json"]),
    ("import pupils", &["<FILE>", "--organiser", "--academic-year", "--date", "--create-missing", "--json"]),
    ("run", &["case-update"]),
    ("run case-update", &["--municipality", "--date", "--dry-run", "--json"]),
    ("cases", &["--municipality", "--date", "--json"]),
    ("scb", &["export", "check"]),
    ("scb export", &["--municipality", "--from", "--to", "--out", "--again"]),
    ("scb check", &["--municipality", "--from", "--to", "--json"]),
    ("policy", &["set", "list", "alarms"]),
    ("policy alarms", &["--municipality", "--silence", "--ending"]),
    ("policy set", &["--municipality", "--rule-set", "--from", "--summer-break", "--komvux-counts"]),
    ("policy list", &["--json"]),
    ("user list", &["--json"]),
    ("user", &["add", "list", "password", "disable", "enable"]),
    ("audit", &["verify", "anchor"]),
    ("audit verify", &["--anchor", "--database"]),
    ("audit anchor", &["--file", "--database"]),
    (
        "user add",
        &["<USER_NAME>", "--name", "--role", "--municipality", "--organisation", "--password-stdin"],
    ),
];

#[test]
fn every_command_explains_itself() {
    for (command, told) in COMMANDS {
        let line = format!("{command} --help");
        let answer = answer(&line, program().args(words(&line))).done();
        for word in told {
            assert!(answer.out.contains(word), "fyren {line} does not tell of {word}:\n{}", answer.out);
        }
        assert_eq!(answer.err, "", "fyren {line}");
    }
}

#[test]
fn a_wrong_command_line_ends_with_status_two() {
    for line in [
        "",
        "shine",
        "run",
        "run case-update --date 2026-02-30",
        "run case-update --date 0000-01-01",
        "cases --municipality 0581 --date 2200-01-01",
        "run case-update --municipality",
        "import population",
        "import pupils elever.csv",
        "demo --persons many",
        "cases",
        "policy set --municipality 0581 --rule-set handbook --from 2020-01-01 --komvux-counts perhaps",
        "serve --listen everywhere",
        "migrate --language fi",
    ] {
        let answer = answer(line, program().args(words(line)));
        assert_eq!(answer.status, 2, "fyren {line}\n{}{}", answer.out, answer.err);
        assert_eq!(answer.out, "", "fyren {line}");
        assert!(
            answer.err.contains("Usage:") || answer.err.contains("--help"),
            "fyren {line}\n{}",
            answer.err
        );
    }
}

/// A command line that is wrong, in a language.
#[track_caller]
fn mistaken(line: &str, language: &str) -> Answer {
    let line = format!("{line} --language {language}");
    let answer = answer(&line, program().args(words(&line)));
    assert_eq!(answer.status, 2, "fyren {line}\n{}{}", answer.out, answer.err);
    assert!(answer.err.starts_with("fyren: "), "fyren {line}\n{}", answer.err);
    answer
}

#[test]
fn a_wrong_command_line_is_explained_in_both_languages() {
    for (line, swedish, english) in [
        ("", "Kommandot är inte fullständigt. Välj", "The command is incomplete. Choose"),
        ("run", "Kommandot är inte fullständigt. Välj", "The command is incomplete. Choose"),
        ("nonsense", "Kommandot ”nonsense” finns inte.", "There is no command “nonsense”."),
        ("polcy", "Menade du policy?", "Did you mean policy?"),
        ("import population", "Det här saknas: <FILE>. Ange det.", "This is missing: <FILE>. Give it."),
        (
            "run case-update --date 2026-13-40",
            "”2026-13-40” går inte för --date <YYYY-MM-DD>. Skriv ett datum som finns, som 2026-11-21",
            "“2026-13-40” does not do for --date <YYYY-MM-DD>. Write a date that exists, such as 2026-11-21",
        ),
        (
            "policy set --municipality 0581 --from 2020-01-01 --rule-set foo",
            "Välj bland: handbook, act-2018-07.",
            "Choose among: handbook, act-2018-07.",
        ),
        (
            "run case-update --nonsense",
            "Flaggan --nonsense finns inte här.",
            "There is no option --nonsense here.",
        ),
        ("run case-update --dry-rnu", "Menade du --dry-run?", "Did you mean --dry-run?"),
        ("migrate now", "”now” är ett ord för mycket.", "“now” is a word too many."),
        ("policy list --json --json", "--json får anges bara en gång", "--json may be given only once"),
        ("cases --json --municipality", "behöver ett värde. Ange det.", "needs a value. Give it."),
        ("serve --listen everywhere", "som 127.0.0.1:3000.", "such as 127.0.0.1:3000."),
        ("demo --persons many", "Skriv ett heltal", "Write a whole number"),
    ] {
        for (language, sentence, other) in [("sv", swedish, "Usage:"), ("en", english, "Användning:")] {
            // What lacks its value would take the language for it.
            let line = if line.ends_with("--municipality") {
                format!("--language {language} {line}")
            } else {
                line.into()
            };
            let answer = match line.starts_with("--language") {
                true => answer(&line, program().args(words(&line))),
                false => mistaken(&line, language),
            };
            assert_eq!(answer.status, 2, "fyren {line}\n{}", answer.err);
            assert!(answer.err.contains(sentence), "fyren {line}\n{}", answer.err);
            assert!(answer.err.contains("--help"), "fyren {line}\n{}", answer.err);
            assert!(!answer.err.contains(other), "fyren {line}\n{}", answer.err);
        }
    }
}

#[test]
fn with_json_a_wrong_command_line_is_answered_with_a_document() {
    for line in
        ["cases --json --date 2026-13-40 --municipality 0581", "import population --json", "run --json"]
    {
        for language in ["sv", "en"] {
            let answer = mistaken(line, language);
            let said = &answer.json()["error"];
            assert_eq!(said["code"], "argument", "fyren {line}");
            let message = said["message"].as_str().unwrap();
            assert!(answer.err.starts_with(&format!("fyren: {message}")), "fyren {line}\n{}", answer.err);
        }
    }
}

#[test]
fn help_is_given_in_the_language_asked_for() {
    for (language, told, untold) in [
        ("sv", ["Användning:", "Flaggor:", "Hur många invånare", "[förval: 20000]"], "Usage:"),
        ("en", ["Usage:", "Options:", "How many residents", "[default: 20000]"], "Användning:"),
    ] {
        let line = format!("demo --help --language {language}");
        let answer = answer(&line, program().args(words(&line))).done();
        for word in told {
            assert!(answer.out.contains(word), "{word}\n{}", answer.out);
        }
        assert!(!answer.out.contains(untold), "{}", answer.out);
    }
    let english = answer("--help", program().arg("--help").env("FYREN_LANGUAGE", "en")).done();
    assert!(english.out.starts_with("Fyren: the register of young people"), "{}", english.out);
    let swedish = answer("--help", program().arg("--help")).done();
    assert!(swedish.out.starts_with("Fyren: registret över de unga"), "{}", swedish.out);
}

/// As when `head` has read enough.
#[test]
fn whoever_stops_reading_ends_the_program_quietly() {
    for (line, status) in [
        ("demo --sign-ins", 0),
        ("--help", 0),
        ("--version", 0),
        ("cases --municipality 0581 --json --database sqlite:///nowhere/fyren.db", 1),
        ("nonsense --json", 2),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = program()
            .args(words(line))
            .stdout(writer)
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap()
            .wait_with_output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!told.contains("panicked"), "fyren {line}\n{told}");
        assert_eq!(told.is_empty(), status == 0, "fyren {line}\n{told}");
        assert_eq!(output.status.code(), Some(status), "fyren {line}\n{told}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mute =
            program().args(words(line)).stdout(std::process::Stdio::null()).stderr(writer).status().unwrap();
        assert_eq!(mute.code(), Some(status), "fyren {line}");
    }
}
