//! The anchor of the log outside the database: what a command and a server write, and what is proved by it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

use crate::support::{
    database::{TestDatabase, stories},
    files::Folder,
    fyren::{answer, assert_only_told, fyren, program, refused, words},
    raw,
};

stories! {
    where_the_log_ends_is_added_to_the_file_once,
    what_agrees_with_its_anchors_is_said_to,
    a_log_that_is_written_anew_or_cut_off_is_caught,
    the_anchors_of_another_installation_are_caught,
    a_line_that_is_torn_is_told_and_the_next_stands_by_itself,
    a_file_that_proves_nothing_is_refused,
    anchors_of_several_programs_at_once_are_whole_lines_in_order,
    a_server_anchors_when_it_starts_and_when_it_stops,
    a_server_without_a_place_for_its_anchors_goes_on_and_tries_again,
}

/// How long a story waits for a server.
const LONGEST: Duration = Duration::from_secs(120);

/// An entry of the log more, by making a user.
fn tell(database: &str, name: &str) {
    let user = format!("user add {name} --name {name} --role auditor --municipality 0581");
    fyren(database, &user).done();
}

/// The position of the last entry.
async fn head(database: &TestDatabase) -> i64 {
    raw::count(&database.address, "SELECT position FROM journal_head").await
}

/// Takes the last entries away and mends the chain, as somebody who holds the whole database can.
async fn cut_off(database: &TestDatabase, entries: i64) {
    let last = head(database).await - entries;
    for sql in [
        format!(
            "DELETE FROM operation_change WHERE operation_id IN (SELECT id FROM operation WHERE position > {last})"
        ),
        format!("DELETE FROM operation WHERE position > {last}"),
        format!(
            "UPDATE journal_head SET position = {last}, hash = (SELECT hash FROM operation WHERE position = {last})"
        ),
    ] {
        raw::execute(&database.address, &sql).await.unwrap();
    }
}

fn lines(file: &Path) -> Vec<String> {
    std::fs::read_to_string(file).unwrap_or_default().lines().map(str::to_owned).collect()
}

/// Whether a line is the anchor of the entry at a position.
fn is_of(line: &str, position: i64) -> bool {
    line.starts_with(&format!("fyren-anchor-1 {position} "))
}

async fn where_the_log_ends_is_added_to_the_file_once(database: &TestDatabase) {
    let (folder, address) = (Folder::new(), database.address.as_str());
    let file = folder.path("anchors");
    let anchor = format!("audit anchor --file {}", file.display());
    assert_eq!(fyren(address, &anchor).done().out, "Loggen är tom. Inget har skrivits.\n");
    tell(address, "asa");
    let first = head(database).await;
    let said = fyren(address, &anchor).done();
    let written = lines(&file);
    assert!(matches!(&written[..], [line] if is_of(line, first)), "{written:?}");
    assert_eq!(said.out, format!("Skrivet: {}\n", written[0]));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let said = fyren(address, &format!("{anchor} --language en")).done();
    assert_eq!(said.out, format!("Entry {first} is anchored already. Nothing has been written.\n"));
    assert_eq!(lines(&file), written);
    tell(address, "bo");
    fyren(address, &anchor).done();
    let both = lines(&file);
    assert!(both.len() == 2 && both[0] == written[0] && is_of(&both[1], head(database).await), "{both:?}");
}

async fn what_agrees_with_its_anchors_is_said_to(database: &TestDatabase) {
    let (folder, address) = (Folder::new(), database.address.as_str());
    let file = folder.path("anchors").display().to_string();
    tell(address, "asa");
    fyren(address, &format!("audit anchor --file {file}")).done();
    let anchored = head(database).await;
    tell(address, "bo");
    let said = fyren(address, &format!("audit verify --anchor {file}")).done().out;
    assert!(said.starts_with("Loggen är obruten.\n"), "{said}");
    assert!(said.contains(&format!("Till och med post {anchored}, som förankrades")), "{said}");
    assert!(said.contains("stämmer den också med ankarfilen (antal ankare: 1)"), "{said}");
    let said = fyren(address, &format!("audit verify --anchor {file} --language en")).done().out;
    assert!(said.contains(&format!("Up to entry {anchored}, which was anchored at")), "{said}");
    // What the chain itself tells is told as without anchors.
    raw::execute(address, "DELETE FROM operation WHERE position = 1").await.unwrap();
    let verify = format!("audit verify --anchor {file}");
    let (swedish, english) = ("Loggen är bruten vid post 1", "The log is broken at entry 1");
    refused(address, &verify, "journal_broken", swedish, english);
}

async fn a_log_that_is_written_anew_or_cut_off_is_caught(database: &TestDatabase) {
    let (folder, address) = (Folder::new(), database.address.as_str());
    let file = folder.path("anchors").display().to_string();
    let (anchor, verify) = (format!("audit anchor --file {file}"), format!("audit verify --anchor {file}"));
    for name in ["asa", "bo"] {
        tell(address, name);
        fyren(address, &anchor).done();
    }
    fyren(address, "user disable asa").done();
    fyren(address, &anchor).done();
    let (last, before) = (head(database).await, lines(Path::new(&file)));
    cut_off(database, 1).await;
    fyren(address, "audit verify").done();
    let (swedish, english) =
        (format!("Post {last} saknas i loggen"), format!("Entry {last} is missing in the log"));
    refused(address, &verify, "journal_cut_off", &swedish, &english);
    refused(address, &anchor, "journal_cut_off", &swedish, &english);
    for line in ["user disable bo", "user enable bo"] {
        fyren(address, line).done();
    }
    fyren(address, "audit verify").done();
    let (swedish, english) = (
        format!("Post {last} är en annan"),
        format!("Entry {last} is another than the one that was anchored"),
    );
    refused(address, &verify, "journal_not_as_anchored", &swedish, &english);
    let proven = format!("efter post {}", last - 1);
    refused(address, &verify, "journal_not_as_anchored", &proven, &format!("after entry {}", last - 1));
    refused(address, &anchor, "journal_not_as_anchored", &swedish, &english);
    assert_eq!(lines(Path::new(&file)), before);
}

async fn the_anchors_of_another_installation_are_caught(database: &TestDatabase) {
    let folder = Folder::new();
    let other = format!("sqlite://{}", folder.path("other.db").display());
    fyren(&other, "migrate").done();
    tell(&other, "asa");
    let file = folder.path("anchors").display().to_string();
    fyren(&other, &format!("audit anchor --file {file}")).done();
    tell(&database.address, "bo");
    let (swedish, english) = ("är ankarfilen en annan databas", "that of another database");
    for line in [format!("audit verify --anchor {file}"), format!("audit anchor --file {file}")] {
        refused(&database.address, &line, "journal_not_as_anchored", swedish, english);
    }
}

async fn a_line_that_is_torn_is_told_and_the_next_stands_by_itself(database: &TestDatabase) {
    let (folder, address) = (Folder::new(), database.address.as_str());
    let file = folder.path("anchors");
    let anchor = format!("audit anchor --file {}", file.display());
    let verify = format!("audit verify --anchor {}", file.display());
    tell(address, "asa");
    fyren(address, &anchor).done();
    tell(address, "bo");
    fyren(address, &anchor).done();
    let whole = lines(&file);
    std::fs::write(&file, format!("{}\n{}", whole[0], &whole[1][..whole[1].len() / 2])).unwrap();
    let (swedish, english) = ("Rad 2 i ankarfilen", "Line 2 of the anchor file");
    refused(address, &verify, "anchor_unreadable", swedish, english);
    let said = fyren(address, &anchor).done();
    assert!(said.err.starts_with("Varning: Den sista raden i ankarfilen kan inte läsas"), "{}", said.err);
    assert_only_told(&said);
    let mended = lines(&file);
    assert!(mended.len() == 3 && is_of(&mended[2], head(database).await), "{mended:?}");
    refused(address, &verify, "anchor_unreadable", swedish, english);
    std::fs::write(&file, format!("{}\n{}\n", mended[0], mended[2])).unwrap();
    fyren(address, &verify).done();
    // A log that is not what it was is told before a line that nobody can read.
    std::fs::write(&file, format!("nonsense\n{}\n", mended[2])).unwrap();
    refused(address, &verify, "anchor_unreadable", "Rad 1 i ankarfilen", "Line 1 of the anchor file");
    cut_off(database, 1).await;
    refused(address, &verify, "journal_cut_off", "saknas i loggen", "is missing in the log");
}

async fn a_file_that_proves_nothing_is_refused(database: &TestDatabase) {
    let (folder, address) = (Folder::new(), database.address.as_str());
    tell(address, "asa");
    let missing = folder.path("missing").join("anchors").display().to_string();
    let unusable = ("anchor_file_unusable", "kan inte användas", "cannot be used");
    for line in [format!("audit verify --anchor {missing}"), format!("audit anchor --file {missing}")] {
        refused(address, &line, unusable.0, unusable.1, unusable.2);
    }
    let empty = folder.write("empty", "");
    let verify = format!("audit verify --anchor {empty}");
    refused(address, &verify, "anchor_file_empty", "är tom", "is empty");
    let other = folder.write("other", "personnummer;namn\n");
    let anchor = format!("audit anchor --file {other}");
    refused(address, &anchor, "anchor_file_of_another_kind", "är ingen ankarfil", "is no anchor file");
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "personnummer;namn\n");
}

async fn anchors_of_several_programs_at_once_are_whole_lines_in_order(database: &TestDatabase) {
    let (folder, address) = (Folder::new(), database.address.as_str());
    let file = folder.path("anchors");
    let anchor = format!("audit anchor --file {}", file.display());
    tell(address, "asa");
    for state in ["disable", "enable", "disable"] {
        let begin = || {
            let mut command = program();
            command.args(words(&anchor)).args(["--database", address]);
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        let mut at_once: Vec<Child> = (0..4).map(|_| begin()).collect();
        fyren(address, &format!("user {state} asa")).done();
        at_once.extend((0..4).map(|_| begin()));
        for mut program in at_once {
            assert!(program.wait().unwrap().success());
        }
    }
    let written = lines(&file);
    let positions: Vec<i64> =
        written.iter().map(|line| line.split(' ').nth(1).unwrap().parse().unwrap()).collect();
    assert!(positions.is_sorted_by(|one, next| one < next), "{positions:?}");
    assert_eq!(positions.last(), Some(&head(database).await));
    let verify = format!("audit verify --anchor {}", file.display());
    answer(&verify, program().args(words(&verify)).args(["--database", address])).done();
}

/// A server that anchors, which is gone with the story.
struct Server(Child);

impl Server {
    fn start(database: &TestDatabase, folder: &Folder, anchors: &Path) -> Self {
        let pkg = folder.path("site").join("pkg");
        std::fs::create_dir_all(&pkg).unwrap();
        std::fs::write(pkg.join("app.css"), "").unwrap();
        let mut command = program();
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", &database.address]);
        command.arg("--site").arg(folder.path("site")).arg("--audit-anchor").arg(anchors);
        Self(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    /// Asks it to stop, as the system does, and waits until it has.
    fn stop(&mut self) -> ExitStatus {
        let asked = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.0.id())]).status();
        assert!(asked.unwrap().success());
        self.0.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn a_server_anchors_when_it_starts_and_when_it_stops(database: &TestDatabase) {
    let (folder, address) = (Folder::new(), database.address.as_str());
    let file = folder.path("anchors");
    tell(address, "asa");
    let mut server = Server::start(database, &folder, &file);
    let whole =
        async { while !tokio::fs::read_to_string(&file).await.unwrap_or_default().ends_with('\n') {} };
    tokio::time::timeout(LONGEST, whole).await.expect("the server anchors soon after it has started");
    let first = lines(&file);
    // A command adds to the same file while the server runs.
    fyren(address, "user disable asa").done();
    let anchor = format!("audit anchor --file {}", file.display());
    fyren(address, &anchor).done();
    let behind = lines(&file);
    assert!(
        behind.len() == first.len() + 1 && is_of(&behind[first.len()], head(database).await),
        "{behind:?}"
    );
    fyren(address, "user enable asa").done();
    let last = head(database).await;
    assert!(server.stop().success());
    let written = lines(&file);
    assert!(written.len() == behind.len() + 1 && is_of(&written[behind.len()], last), "{written:?}");
    fyren(address, &format!("audit verify --anchor {}", file.display())).done();
}

async fn a_server_without_a_place_for_its_anchors_goes_on_and_tries_again(database: &TestDatabase) {
    let folder = Folder::new();
    let file = folder.path("elsewhere").join("anchors");
    tell(&database.address, "asa");
    let mut server = Server::start(database, &folder, &file);
    let told = BufReader::new(server.0.stderr.take().unwrap()).lines().map_while(Result::ok);
    let error = tokio::task::spawn_blocking(move || {
        let is_it = |line: &String| line.contains("ERROR") && line.contains("the journal was not anchored");
        told.into_iter().find(is_it)
    });
    let error = tokio::time::timeout(LONGEST, error).await.expect("the server tells of it").unwrap();
    assert!(error.is_some_and(|line| line.contains("anchor_file_unusable")));
    let shines =
        BufReader::new(server.0.stdout.take().unwrap()).lines().map_while(Result::ok).next().unwrap();
    let mut asking = TcpStream::connect(shines.strip_prefix("Fyren lyser på http://").unwrap()).unwrap();
    asking.write_all(b"GET /healthz HTTP/1.1\r\nHost: fyren\r\nConnection: close\r\n\r\n").unwrap();
    let mut answered = String::new();
    asking.read_to_string(&mut answered).unwrap();
    assert!(answered.starts_with("HTTP/1.1 200"), "it goes on: {answered}");
    std::fs::create_dir(folder.path("elsewhere")).unwrap();
    assert!(server.stop().success());
    assert!(matches!(&lines(&file)[..], [line] if is_of(line, head(database).await)));
}
