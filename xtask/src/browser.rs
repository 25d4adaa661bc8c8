//! The Playwright suite, against the released client, the server that the Rust tests have built, and a demo register of one
//! fixed day.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::report::{Count, Report};
use crate::tools::{self, npm_program};
use crate::workspace::{DEBUG_FYREN, create_folder, remove};
use crate::{build, process};

const FOLDER: &str = "target/e2e";
const DATABASE: &str = "sqlite://target/e2e/fyren.db";
const RESULTS: &str = "target/e2e/results.json";
/// The suite's today. `end2end/playwright.config.ts` gives the server the same.
const TODAY: &str = "2026-11-21";

pub fn run(report: &mut Report, arguments: &[String]) {
    let built = report.stage("client and server", || {
        build::client()?;
        build::debug_server().map(|()| Count::default())
    });
    if built.failed > 0 {
        return;
    }
    report.stage("browser", || {
        tools::debian_packages(&[tools::CHROMIUM])?;
        create_register()?;
        let mut playwright = npm_program("playwright");
        playwright.args(["test", "--config", "end2end"]).args(arguments);
        if let Some(chromium) = tools::chromium() {
            playwright.env("CHROMIUM", chromium);
        }
        let status = playwright.status().map_err(process::unstartable(&playwright))?;
        if !Path::new(RESULTS).exists() {
            process::require_success(&playwright, status)?; // it never came to a test
        }
        Ok(count(&read_results()?).and_ended(status.success()))
    });
}

/// Always made anew: the tests change it, and the program that makes it may have changed.
fn create_register() -> Result<()> {
    remove(FOLDER)?;
    create_folder(FOLDER)?;
    let fyren = |arguments: &[&str]| {
        let mut fyren = Command::new(DEBUG_FYREN);
        fyren.args(arguments).args(["--date", TODAY]).env("FYREN_DATABASE", DATABASE);
        process::output(&mut fyren)
    };
    let sign_ins = fyren(&["demo", "--persons", "20000", "--seed", "1"])?;
    print!("{sign_ins}");
    fyren(&["run", "case-update", "--municipality", "*"])?;
    Ok(())
}

fn read_results() -> Result<Value> {
    let text = fs::read_to_string(RESULTS).map_err(Error::file(RESULTS))?;
    serde_json::from_str(&text)
        .map_err(|error| Error::Content { path: RESULTS.into(), message: error.to_string() })
}

/// A test that needed a second try has failed: it is not to be relied on.
fn count(results: &Value) -> Count {
    let number_of = |name: &str| results["stats"][name].as_u64().unwrap_or(0) as usize;
    Count { passed: number_of("expected"), failed: number_of("unexpected") + number_of("flaky") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_playwright_reports() {
        let results =
            serde_json::json!({ "stats": { "expected": 31, "unexpected": 1, "flaky": 2, "skipped": 4 } });
        assert_eq!(count(&results), Count { passed: 31, failed: 3 });
    }
}
