//! The rules of coverage, sentence by sentence: what the handbook says, then what `rules.md` adds where it is silent.
//!
//! Each row quotes its sentence and is judged under both rule sets. Every check also makes a second run on the same
//! day, which must do nothing.

#[path = "coverage_table/closing.rs"]
mod closing;
#[path = "coverage_table/covered.rs"]
mod covered;
#[path = "coverage_table/other_schooling.rs"]
mod other_schooling;
#[path = "coverage_table/row.rs"]
mod row;
#[path = "coverage_table/rules.rs"]
mod rules;
#[path = "coverage_table/status.rs"]
mod status;
#[path = "coverage_table/summer_break.rs"]
mod summer_break;
mod support;

use row::{Row, Source};

fn table() -> Vec<Row> {
    [
        covered::rows(),
        summer_break::rows(),
        status::rows(),
        other_schooling::rows(),
        closing::rows(),
        rules::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn the_run_does_what_each_sentence_says() {
    let failures: Vec<String> = table().iter().flat_map(Row::failures).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_quoted_sentence_stands_in_its_source() {
    for source in [Source::Handbook, Source::Rules] {
        let Some(text) = source.text() else { continue };
        let missing: Vec<&str> = table()
            .iter()
            .filter(|row| row.source == source && !text.contains(row.quote))
            .map(|row| row.quote)
            .collect();
        assert!(missing.is_empty(), "{source:?} does not say:\n{}", missing.join("\n"));
    }
}

#[test]
fn every_row_is_judged_under_both_rule_sets() {
    assert!(table().iter().all(Row::is_judged));
}
