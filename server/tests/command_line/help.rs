//! The help that each command gives, and what it says of a wrong command line.

use crate::support::fyren::{answer, program, words};

/// Every command with what its help must tell of.
const COMMANDS: [(&str, &[&str]); 17] = [
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
    ("serve", &["--listen", "--site", "--date", "--origin", "--trusted-proxy"]),
    ("migrate", &["--database"]),
    ("demo", &["--persons", "--seed", "--date", "--sign-ins"]),
    ("import", &["population", "pupils"]),
    ("import population", &["<FILE>", "--date", "--json"]),
    ("import pupils", &["<FILE>", "--organiser", "--academic-year", "--date", "--create-missing", "--json"]),
    ("run", &["case-update"]),
    ("run case-update", &["--municipality", "--date", "--dry-run", "--json"]),
    ("cases", &["--municipality", "--date", "--json"]),
    ("policy", &["set", "list"]),
    ("policy set", &["--municipality", "--rule-set", "--from", "--summer-break", "--komvux-counts"]),
    ("policy list", &["--json"]),
    ("user", &["add", "list", "password", "disable", "enable"]),
    ("audit", &["verify"]),
    ("audit verify", &["--database"]),
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
