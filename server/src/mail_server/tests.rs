//! Letters given to a server for e-mail that listens on this machine and keeps what it is given, or answers as such servers do
//! at their worst.

use std::time::Duration;

use domain::{contact::email::Email, user_message::mail::MailFailure};
use service::mail::MailServer as _;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

use super::{MailServer, Settings};
use crate::settings_file::SettingsError;

/// How a server behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// It takes every letter.
    Takes,
    /// It knows no receiver.
    KnowsNobody,
    /// It asks to be tried later.
    IsBusy,
    /// It says nothing at all.
    Hangs,
    /// It goes away in the middle of the letter.
    BreaksOff,
}

/// A server for e-mail, and what it has been given: the lines of each letter.
struct Catcher {
    port: u16,
    caught: mpsc::UnboundedReceiver<Vec<String>>,
}

impl Catcher {
    async fn open(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (keep, caught) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, manner, keep.clone()));
            }
        });
        Self { port, caught }
    }

    fn server(&self) -> MailServer {
        let mut server = MailServer::new(&settings(&format!(r#", "port": {}"#, self.port)).unwrap()).unwrap();
        server.longest = Duration::from_secs(10);
        server
    }
}

/// What a server says (RFC 5321), as far as anybody asks here.
async fn converse(mut stream: TcpStream, manner: Manner, keep: mpsc::UnboundedSender<Vec<String>>) {
    if manner == Manner::Hangs {
        // Until whoever asks gives up.
        _ = stream.read_to_end(&mut Vec::new()).await;
        return;
    }
    let mut stream = BufReader::new(stream);
    let mut answer = "220 catcher.example\r\n".to_owned();
    let mut letter: Option<Vec<String>> = None;
    loop {
        if stream.get_mut().write_all(answer.as_bytes()).await.is_err() {
            return;
        }
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let line = line.trim_end().to_owned();
        answer = match &mut letter {
            Some(lines) if line != "." => {
                lines.push(line);
                if manner == Manner::BreaksOff {
                    return;
                }
                String::new()
            }
            Some(_) => {
                _ = keep.send(letter.take().unwrap_or_default());
                "250 taken\r\n".to_owned()
            }
            None => match line.split(' ').next().unwrap_or_default() {
                "EHLO" => "250-catcher.example\r\n250 8BITMIME\r\n".to_owned(),
                "RCPT" if manner == Manner::KnowsNobody => "550 no such user here\r\n".to_owned(),
                "RCPT" if manner == Manner::IsBusy => "451 try again later\r\n".to_owned(),
                "DATA" => {
                    letter = Some(vec![]);
                    "354 go on\r\n".to_owned()
                }
                _ => "250 well\r\n".to_owned(),
            },
        };
    }
}

fn settings(rest: &str) -> Result<Settings, SettingsError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text = format!(
        r#"{{"server": "127.0.0.1", "security": "none", "from": "fyren@example.se", "address": "https://fyren.example.se/"{rest}}}"#
    );
    std::fs::write(file.path(), text).unwrap();
    Settings::read(file.path())
}

fn asa() -> Email {
    Email::try_from("asa@example.se").unwrap()
}

#[tokio::test]
async fn a_letter_says_that_there_is_something_to_read_and_where() {
    let mut catcher = Catcher::open(Manner::Takes).await;
    catcher.server().send(&asa()).await.unwrap();
    let letter = catcher.caught.recv().await.unwrap();
    let (head, body) = letter.split_at(letter.iter().position(String::is_empty).unwrap());
    let line = |name: &str| head.iter().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    assert_eq!(line("From: "), "Fyren <fyren@example.se>");
    assert_eq!(line("To: "), "asa@example.se");
    assert_eq!(line("Subject: "), "Nytt meddelande i Fyren / New message in Fyren");
    assert_eq!(line("Auto-Submitted: "), "auto-generated");
    assert!(body.iter().any(|line| line == "https://fyren.example.se/meddelanden"), "{body:?}");
}

#[tokio::test]
async fn whatever_a_server_does_is_told_as_what_may_pass_or_not() {
    for (manner, expected) in [
        (Manner::KnowsNobody, MailFailure::Refused),
        (Manner::IsBusy, MailFailure::Unavailable),
        (Manner::BreaksOff, MailFailure::Unavailable),
    ] {
        let catcher = Catcher::open(manner).await;
        assert_eq!(catcher.server().send(&asa()).await, Err(expected));
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_is_not_waited_for() {
    let catcher = Catcher::open(Manner::Hangs).await;
    let mut server = catcher.server();
    server.longest = Duration::from_millis(50);
    assert_eq!(server.send(&asa()).await, Err(MailFailure::Unavailable));
}

#[tokio::test]
async fn a_server_that_is_away_may_come_back() {
    let catcher = Catcher::open(Manner::Takes).await;
    let server = catcher.server();
    drop(catcher);
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = gone.local_addr().unwrap().port();
    drop(gone);
    let away = MailServer::new(&settings(&format!(r#", "port": {port}"#)).unwrap()).unwrap();
    assert_eq!(away.send(&asa()).await, Err(MailFailure::Unavailable));
    drop(server);
}

#[tokio::test]
async fn what_is_to_be_encrypted_is_never_said_openly() {
    // The catcher offers no encryption: nothing is given to it.
    let mut catcher = Catcher::open(Manner::Takes).await;
    for security in ["start-tls", "tls"] {
        let settings = Settings {
            port: Some(catcher.port),
            security: serde_json::from_value(security.into()).unwrap(),
            ..settings("").unwrap()
        };
        let mut server = MailServer::new(&settings).unwrap();
        server.longest = Duration::from_secs(5);
        assert!(server.send(&asa()).await.is_err(), "{security}");
    }
    assert!(catcher.caught.try_recv().is_err());
}

#[test]
fn what_cannot_be_used_of_the_settings_is_named_and_not_quoted() {
    let name = |rest: &str| match settings(rest).unwrap_err() {
        SettingsError::Value { name, .. } | SettingsError::Address { name, .. } => name.to_owned(),
        other => other.code().to_owned(),
    };
    assert_eq!(name(r#", "user_name": "fyren""#), "user_name");
    assert_eq!(name(r#", "colour": "blue""#), "settings_form");
    let open = |text: &str| {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        match Settings::read(file.path()).unwrap_err() {
            SettingsError::Value { name, .. } | SettingsError::Address { name, .. } => name.to_owned(),
            other => other.code().to_owned(),
        }
    };
    let rest = r#""from": "fyren@example.se", "address": "https://fyren.example.se""#;
    assert_eq!(open(&format!(r#"{{"server": "smtp.example.se", "security": "none", {rest}}}"#)), "security");
    assert_eq!(open(&format!(r#"{{"server": "smtp example", {rest}}}"#)), "server");
    assert_eq!(open(r#"{"server": "a", "from": "fyren@example.se", "address": "fyren"}"#), "address");
    assert_eq!(
        open(r#"{"server": "a", "from": "fyren@example.se\r\nBcc: x@y.se", "address": "https://a.se"}"#),
        "settings_form"
    );
    let debugged = format!("{:?}", settings(r#", "user_name": "fyren", "password": "hemligt""#).unwrap());
    assert!(!debugged.contains("hemligt"));
}
