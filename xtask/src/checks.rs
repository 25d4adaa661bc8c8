//! What is wrong with the sources before anything runs: layout, lints, types.

use crate::error::Result;
use crate::process;
use crate::report::{Count, Report};
use crate::tools::{self, WASM, npm_program};

pub fn run(report: &mut Report) {
    report.stage("fmt", || {
        tools::lints()?;
        check(process::cargo().args(["fmt", "--all", "--check"]))
    });
    report.stage("clippy host", || {
        let host = ["clippy", "--workspace", "--exclude", "frontend", "--all-targets"];
        check(process::cargo().args(host).args(["--", "-D", "warnings"]))
    });
    report.stage("clippy wasm32", || {
        tools::wasm_target()?;
        // reaches `app` and `domain` too, as the browser gets them
        let browser = ["clippy", "--package", "frontend", "--target", WASM];
        check(process::cargo().args(browser).args(["--", "-D", "warnings"]))
    });
    report.stage("types of end2end", || {
        tools::npm_packages()?;
        check(npm_program("tsc").args(["--project", "end2end"]))
    });
}

fn check(command: &mut std::process::Command) -> Result<Count> {
    let status = command.status().map_err(process::unstartable(command))?;
    Ok(Count::one(status.success()))
}
