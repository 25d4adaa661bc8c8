//! `cargo xtask test`: everything that has to hold before a change lands.

use std::process::ExitCode;

use crate::error::{Error, Result};
use crate::report::{Count, Report};
use crate::{browser, checks, rust_tests};

#[derive(Debug, PartialEq, Eq)]
pub struct Stages {
    checks: bool,
    rust: bool,
    browser: bool,
}

impl Stages {
    /// None named means all of them.
    pub fn parse(names: &[String]) -> Result<Self> {
        let mut stages = Self { checks: names.is_empty(), rust: names.is_empty(), browser: names.is_empty() };
        for name in names {
            match name.as_str() {
                "checks" => stages.checks = true,
                "rust" => stages.rust = true,
                "browser" => stages.browser = true,
                _ => return Err(Error::Usage(crate::USAGE)),
            }
        }
        Ok(stages)
    }
}

/// Runs every stage, also after one that failed, and closes with the line that counts them all.
pub fn test(stages: &Stages, arguments: &[String]) -> Result<ExitCode> {
    if !arguments.is_empty() && stages.rust == stages.browser {
        return Err(Error::Usage(crate::USAGE)); // whose arguments would they be?
    }
    let mut report = Report::default();
    if stages.checks {
        checks::run(&mut report);
    }
    if stages.rust {
        rust_tests::run(&mut report, arguments);
    }
    if stages.browser {
        browser::run(&mut report, arguments);
    }
    println!("\n{report}");
    let Count { passed, failed } = report.total();
    // a run without a single test proves nothing
    Ok(if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_all_stages_unless_some_are_named() -> Result<()> {
        assert_eq!(Stages::parse(&[])?, Stages { checks: true, rust: true, browser: true });
        assert_eq!(
            Stages::parse(&["rust".to_owned()])?,
            Stages { checks: false, rust: true, browser: false }
        );
        assert!(Stages::parse(&["rist".to_owned()]).is_err());
        Ok(())
    }
}
