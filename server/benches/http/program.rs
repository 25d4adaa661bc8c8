//! The program, serving.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// The day that the register is of.
pub const TODAY: &str = "2026-11-21";

/// How often it is looked whether it answers, and how many times.
const LOOK: Duration = Duration::from_millis(2);
const LOOKS: u32 = 5_000;

/// The program, which ends with this.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// How long it took until it answered.
    pub started: Duration,
}

impl Program {
    /// Starts it on a database. The folder is for what it serves besides: of the client there is nothing but a name.
    pub fn start(database: &str, folder: &Path) -> Self {
        let site = folder.join("site");
        fs::create_dir_all(site.join("pkg")).expect("a folder");
        fs::write(site.join("pkg/app.css"), "").expect("a file");
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = free.expect("a place to listen").to_string();
        let start = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_fyren"))
            .args(["serve", "--date", TODAY, "--listen", &address, "--database", database])
            .arg("--site")
            .arg(&site)
            .stdout(Stdio::null())
            .spawn()
            .expect("the program");
        let mut program = Self { child, address, started: Duration::ZERO };
        let answers = (0..LOOKS).any(|_| {
            let answers = program.answers();
            if !answers {
                sleep(LOOK);
            }
            answers
        });
        assert!(answers, "the program does not answer");
        program.started = start.elapsed();
        program
    }

    fn answers(&self) -> bool {
        use std::io::{Read, Write};
        let Ok(mut stream) = std::net::TcpStream::connect(&self.address) else { return false };
        let mut answer = [0; 12];
        let asked = format!("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        stream.write_all(asked.as_bytes()).is_ok()
            && stream.read_exact(&mut answer).is_ok()
            && answer.ends_with(b" 200")
    }

    /// What Linux tells of its memory under a name, in KiB.
    pub fn memory(&self, name: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    }

    /// Lets the most memory that it has had be what it has now.
    pub fn forget_the_most(&self) {
        fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").expect("Linux");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How much else the machine has had to do in the last minute.
pub fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().unwrap_or("unknown").to_owned()
}

/// Makes the demo's register.
pub fn demo(database: &str) {
    let made = Command::new(env!("CARGO_BIN_EXE_fyren"))
        .args(["demo", "--persons", "20000", "--seed", "1", "--date", TODAY, "--database", database])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(made.expect("the program").success(), "no demo was made");
}
