//! Running other programs, with errors that name them.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;

use crate::error::{Error, Result};

/// The cargo that runs this program, so that toolchains are never mixed.
pub fn cargo() -> Command {
    Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// Runs a program to its end; anything but success is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(unstartable(command))?;
    require_success(command, status)
}

/// The program's standard output. Its standard error stays on the terminal.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(unstartable(command))?;
    require_success(command, output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether the program can be started and succeeds; says nothing on the terminal.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Runs a program with its output shown as it comes, and returns that output too.
pub fn watch(command: &mut Command) -> Result<(ExitStatus, String)> {
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(unstartable(command))?;
    let seen = Mutex::new(String::new());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(|| echo(stdout, &seen, |line| println!("{line}")));
        scope.spawn(|| echo(stderr, &seen, |line| eprintln!("{line}")));
    });
    let status = child.wait().map_err(unstartable(command))?;
    Ok((status, seen.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)))
}

fn echo(from: Option<impl Read>, seen: &Mutex<String>, show: impl Fn(&str)) {
    let Some(from) = from else { return };
    for line in BufReader::new(from).split(b'\n').map_while(|line| line.ok()) {
        let line = String::from_utf8_lossy(&line);
        show(&line);
        let mut seen = seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        seen.push_str(&line);
        seen.push('\n');
    }
}

pub fn require_success(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() { Ok(()) } else { Err(Error::Failed { command: describe(command), status }) }
}

/// For `map_err`: says which program it was.
pub fn unstartable(command: &Command) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let command = describe(command);
    move |source| Error::Unstartable { command, source }
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
