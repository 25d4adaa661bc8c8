//! As much of a browser as asking for one page after the other takes.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// The password of everybody in the demo.
const PASSWORD: &str = "Fyren-demo-2026";
const SESSION: &str = "__Host-fyren=";

/// A connection that is kept.
pub struct Web {
    stream: BufReader<TcpStream>,
    host: String,
    cookie: String,
}

/// What was answered, and when.
struct Answer {
    status: String,
    headers: Vec<(String, String)>,
    bytes: u64,
    first: Duration,
}

/// A file that was taken.
pub struct Download {
    /// How long until its first byte.
    pub first: Duration,
    /// How long until its last.
    pub whole: Duration,
    /// How large it is.
    pub bytes: u64,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

impl Web {
    /// Connects, with the cookie of a session or without.
    pub fn connect(address: &str, cookie: &str) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("a connection");
        Self {
            stream: BufReader::with_capacity(1 << 16, stream),
            host: address.to_owned(),
            cookie: cookie.to_owned(),
        }
    }

    /// Connects and signs in somebody of the demo.
    pub fn signed_in(address: &str, user: &str) -> Self {
        let mut web = Self::connect(address, "");
        let answer = web.post("/api/sign-in", &format!("user_name={user}&password={PASSWORD}"));
        let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
        let session =
            cookies.map(|(_, value)| value).find(|value| value.starts_with(SESSION)).expect("a session");
        web.cookie = session.split(';').next().unwrap_or_default().to_owned();
        web
    }

    /// The cookie of the session.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Asks for a page, which must be there, and reads it.
    pub fn page(&mut self, path: &str) {
        self.get(path);
    }

    /// Asks for a file, and takes it.
    pub fn download(&mut self, path: &str) -> Download {
        let start = Instant::now();
        let answer = self.get(path);
        Download { first: answer.first, whole: start.elapsed(), bytes: answer.bytes }
    }

    /// Looks for a text in the list of cases, and returns the address of what is found.
    pub fn find(&mut self, search: &str, text: &str) -> String {
        let search: String = search.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let answer =
            self.post("/api/change-list", &format!("list=cases&search={search}&what=find&value={text}"));
        answer.header("location").expect("a way on").to_owned()
    }

    fn get(&mut self, path: &str) -> Answer {
        let answer = self.ask("GET", path, "", "");
        assert!(answer.status.contains(" 200 "), "{path}: {}", answer.status);
        answer
    }

    fn post(&mut self, path: &str, form: &str) -> Answer {
        let headers = format!(
            "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            form.len()
        );
        self.ask("POST", path, &headers, form)
    }

    fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let Self { host, cookie, .. } = self;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nCookie: {cookie}\r\n{headers}\r\n{body}"
        );
        let start = Instant::now();
        self.stream.get_mut().write_all(request.as_bytes()).expect("a request");
        let status = self.line();
        let mut headers = Vec::new();
        loop {
            let line = self.line();
            let Some((name, value)) = line.split_once(':') else { break };
            headers.push((name.to_lowercase(), value.trim().to_owned()));
        }
        let mut answer = Answer { status, headers, bytes: 0, first: Duration::ZERO };
        if let Some(length) = answer.header("content-length") {
            answer.bytes = length.parse().expect("a length");
            answer.first = start.elapsed();
            self.skip(answer.bytes);
        } else if answer.header("transfer-encoding").is_some() {
            loop {
                let size = u64::from_str_radix(&self.line(), 16).expect("a size");
                if answer.bytes == 0 {
                    answer.first = start.elapsed();
                }
                answer.bytes += size;
                self.skip(size + 2);
                if size == 0 {
                    break;
                }
            }
        }
        answer
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    }

    fn skip(&mut self, bytes: u64) {
        let skipped = std::io::copy(&mut (&mut self.stream).take(bytes), &mut std::io::sink());
        assert_eq!(skipped.expect("a body"), bytes, "the answer breaks off");
    }
}
