//! The rules of casework, sentence by sentence: `rules.md` sections 2 to 6, and what the handbook says of the same. Each test
//! is called what its sentence says; what the run does about people is in `coverage_table.rs`.

#[path = "casework/codes.rs"]
mod codes;
#[path = "casework/conflicts.rs"]
mod conflicts;
#[path = "casework/contacts.rs"]
mod contacts;
#[path = "casework/entering.rs"]
mod entering;
#[path = "casework/measures.rs"]
mod measures;
#[path = "casework/moving.rs"]
mod moving;
#[path = "casework/removal.rs"]
mod removal;
#[path = "casework/run.rs"]
mod run;
#[path = "casework/standing.rs"]
mod standing;
#[path = "casework/status.rs"]
mod status;
mod support;

/// The sentence that a test is about stands in `rules.md`.
fn rules_say(sentence: &str) {
    says(include_str!("../../docs/rules.md"), sentence);
}

/// The sentence that a test is about stands in the handbook, where that lies beside the repository.
fn handbook_says(sentence: &str) {
    if let Ok(handbook) = std::fs::read_to_string("../../shared/seeds/001_21266e6dfeff6f6a.txt") {
        says(&handbook, sentence);
    }
}

fn says(text: &str, sentence: &str) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(sentence), "nobody says: {sentence}");
}
