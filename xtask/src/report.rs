//! What a test run did: a table, and the one line that counts.

use std::fmt;
use std::time::{Duration, Instant};

use crate::error::Result;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub passed: usize,
    pub failed: usize,
}

impl Count {
    pub fn one(passed: bool) -> Self {
        Self { passed: usize::from(passed), failed: usize::from(!passed) }
    }

    /// A stage that did not end well has failed, even when no single test of it did.
    pub fn and_ended(mut self, well: bool) -> Self {
        if !well && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[derive(Default)]
pub struct Report {
    stages: Vec<(&'static str, Count, Duration)>,
}

impl Report {
    /// Runs a stage and notes its time. An error is a failure of this stage only: the others go on.
    pub fn stage(&mut self, name: &'static str, work: impl FnOnce() -> Result<Count>) -> Count {
        eprintln!("\nxtask: {name}");
        let started = Instant::now();
        let count = work().unwrap_or_else(|error| {
            eprintln!("xtask: {name}: {error}");
            Count::one(false)
        });
        self.stages.push((name, count, started.elapsed()));
        count
    }

    pub fn total(&self) -> Count {
        let mut total = Count::default();
        self.stages.iter().for_each(|(_, count, _)| total += *count);
        total
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<22}{:>8}{:>8}{:>10}", "stage", "passed", "failed", "seconds")?;
        for (name, Count { passed, failed }, time) in &self.stages {
            writeln!(f, "{name:<22}{passed:>8}{failed:>8}{:>10.1}", time.as_secs_f32())?;
        }
        let Count { passed, failed } = self.total();
        write!(f, "\n{passed} passed, {failed} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn the_last_line_counts_everything() {
        let mut report = Report::default();
        report.stage("fmt", || Ok(Count::one(true)));
        report.stage("rust tests", || Ok(Count { passed: 40, failed: 2 }));
        report.stage("browser", || Err(Error::missing("chromium", "apt-get install chromium")));
        assert_eq!(report.to_string().lines().last(), Some("41 passed, 3 failed"));
    }

    #[test]
    fn a_stage_that_ends_badly_has_failed() {
        assert_eq!(Count { passed: 3, failed: 0 }.and_ended(false), Count { passed: 3, failed: 1 });
        assert_eq!(Count { passed: 3, failed: 2 }.and_ended(false), Count { passed: 3, failed: 2 });
        assert_eq!(Count { passed: 3, failed: 0 }.and_ended(true), Count { passed: 3, failed: 0 });
    }
}
