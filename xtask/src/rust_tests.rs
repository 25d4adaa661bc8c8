//! The Rust tests and the documentation's examples, on SQLite and PostgreSQL.

use crate::postgres::Cluster;
use crate::report::{Count, Report};
use crate::{process, tools};

pub fn run(report: &mut Report, arguments: &[String]) {
    let mut cluster = None;
    report.stage("postgresql", || {
        // says nothing about Fyren, so it counts only when it is not to be had
        cluster = Some(Cluster::start()?);
        Ok(Count::default())
    });
    report.stage("rust tests", || {
        tools::debian_packages(&[tools::XMLLINT])?;
        // A provider of OpenID Connect among them answers the tests of signing in.
        tools::npm_packages()?;
        let mut test = process::cargo();
        test.args(["test", "--workspace", "--exclude", "frontend", "--no-fail-fast"]).args(arguments);
        if let Some(cluster) = &cluster {
            test.env("FYREN_TEST_POSTGRES", cluster.url());
        }
        let (status, output) = process::watch(&mut test)?;
        Ok(count(&output).and_ended(status.success()))
    });
}

/// Adds up the closing lines, one of each test program.
fn count(output: &str) -> Count {
    let mut count = Count::default();
    for line in output.lines().filter_map(|line| line.trim().strip_prefix("test result: ")) {
        let number_of = |word: &str| -> usize {
            let parts = line.split([';', '.']).map(str::trim);
            parts
                .filter_map(|part| part.strip_suffix(word))
                .find_map(|number| number.trim().parse().ok())
                .unwrap_or(0)
        };
        count += Count { passed: number_of("passed"), failed: number_of("failed") };
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_up_the_closing_lines() {
        let output = "\
test a::b ... ok
test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
   Doc-tests domain
test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.20s
";
        assert_eq!(count(output), Count { passed: 15, failed: 2 });
        assert_eq!(count("error: could not compile"), Count::default());
    }
}
