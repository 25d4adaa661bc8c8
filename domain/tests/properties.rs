//! What holds for every person, register and text, whatever the facts.

#[path = "properties/arbitrary.rs"]
mod arbitrary;
#[path = "properties/case_changes.rs"]
mod case_changes;
#[path = "properties/casework.rs"]
mod casework;
#[path = "properties/civic_numbers.rs"]
mod civic_numbers;
#[path = "properties/conflicts.rs"]
mod conflicts;
#[path = "properties/coverage.rs"]
mod coverage;
#[path = "properties/measures.rs"]
mod measures;
#[path = "properties/register.rs"]
mod register;
#[path = "properties/runs.rs"]
mod runs;
#[path = "properties/status.rs"]
mod status;
mod support;
