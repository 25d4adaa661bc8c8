//! Letters by e-mail: whether one arrives, and which did not.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use crate::support::{
    database::{TestDatabase, stories},
    files::Folder,
    fyren::{fyren, refused},
};

stories! {
    a_letter_is_given_to_the_server_or_told_why_not,
    what_cannot_be_used_is_told_and_nothing_is_served,
    without_letters_that_failed_that_is_said,
}

/// A server for e-mail that answers the receiver as it is told.
fn server(receiver: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || listener.incoming().flatten().for_each(|stream| converse(&stream, receiver)));
    port
}

fn converse(stream: &TcpStream, receiver: &str) {
    let (mut out, mut lines) = (stream, BufReader::new(stream).lines());
    let mut is_letter = false;
    let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes());
    _ = say("220 server.example");
    while let Some(Ok(line)) = lines.next() {
        let answer = match line.split([' ', ':']).next().unwrap_or_default() {
            "." => "250 taken",
            _ if is_letter => continue,
            "RCPT" => receiver,
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ => "250 well",
        };
        is_letter = answer.starts_with("354");
        if say(answer).is_err() {
            return;
        }
    }
}

fn settings(folder: &Folder, port: u16) -> String {
    let text = format!(
        r#"{{"server": "127.0.0.1", "port": {port}, "security": "none", "from": "fyren@example.se", "address": "https://fyren.example.se"}}"#
    );
    folder.write("mail.json", text)
}

async fn a_letter_is_given_to_the_server_or_told_why_not(database: &TestDatabase) {
    let folder = Folder::new();
    let file = settings(&folder, server("250 well"));
    let sent = fyren(&database.address, &format!("mail test asa@example.se --mail-server {file}")).done();
    assert_eq!(sent.out.trim(), "E-postservern tog emot brevet.");
    let file = settings(&folder, server("550 no such user"));
    let line = format!("mail test asa@example.se --mail-server {file}");
    refused(&database.address, &line, "refused", "tog inte emot brevet", "did not take the letter");
    let file = settings(&folder, server("451 later"));
    let line = format!("mail test asa@example.se --mail-server {file}");
    refused(&database.address, &line, "unavailable", "svarade inte i tid", "did not answer in time");
}

async fn what_cannot_be_used_is_told_and_nothing_is_served(database: &TestDatabase) {
    let folder = Folder::new();
    let file = settings(&folder, 25);
    let line = format!("mail test åsa --mail-server {file}");
    refused(&database.address, &line, "argument", "går inte att använda", "cannot be used");
    let open = r#"{"server": "smtp.example.se", "security": "none", "from": "fyren@example.se", "address": "https://a.se"}"#;
    let file = folder.write("open.json", open);
    let line = format!("mail test asa@example.se --mail-server {file}");
    refused(
        &database.address,
        &line,
        "settings_value",
        "security i filen om e-postservern",
        "security in the file",
    );
}

async fn without_letters_that_failed_that_is_said(database: &TestDatabase) {
    assert_eq!(fyren(&database.address, "mail list").done().out.trim(), "Inga brev har misslyckats.");
}
