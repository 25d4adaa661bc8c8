//! Who may sign in, as the operator keeps them.

use std::{io::Write, process::Stdio};

use domain::{
    access::{Role, Scope},
    id::AccountId,
    municipality::MunicipalityCode,
};
use store::Connection;

use crate::support::{
    database::{TestDatabase, stories},
    fyren::{Answer, fyren, program, refused, words},
};

stories! {
    a_user_is_made_with_a_password_that_is_shown_once,
    a_password_may_be_given_on_standard_input,
    roles_reach_what_they_are_given,
    users_are_listed_with_their_roles,
    wrong_users_are_refused,
}

/// Runs a command that reads a password.
fn with_password(database: &TestDatabase, line: &str, password: &str) -> Answer {
    let mut command = program();
    command.args(words(line)).args(["--database", &database.address, "--password-stdin"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Answer {
        line: line.to_owned(),
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

async fn connection(database: &TestDatabase) -> Connection {
    database.store.read(&Scope::of_the_system()).await.unwrap()
}

async fn account(database: &TestDatabase, user_name: &str) -> AccountId {
    connection(database).await.account(user_name).await.unwrap().unwrap().id
}

const ASA: &str = "user add Asa.Lindqvist --name 'Åsa Lindqvist' --role caseworker --municipality 0581";

async fn a_user_is_made_with_a_password_that_is_shown_once(database: &TestDatabase) {
    let answer = fyren(&database.address, ASA).done();
    let shown =
        answer.out.lines().find_map(|line| line.strip_prefix("Engångslösenord, visas bara nu: ")).unwrap();
    assert_eq!(shown.len(), 26, "{}", answer.out);
    assert!(!fyren(&database.address, "user list").done().out.contains(shown));
    let list = fyren(&database.address, "user list").done().out;
    assert!(list.contains("asa.lindqvist") && list.contains("Åsa Lindqvist"), "{list}");
    fyren(&database.address, "user disable asa.lindqvist").done();
    assert!(fyren(&database.address, "user list").done().out.contains("avstängd"));
    fyren(&database.address, "user enable asa.lindqvist").done();
    assert!(!fyren(&database.address, "user list --language en").done().out.contains("disabled"));
    let other = fyren(&database.address, "user password asa.lindqvist --language en").done().out;
    assert!(other.contains("One-time password, shown only now: ") && !other.contains(shown), "{other}");
}

async fn a_password_may_be_given_on_standard_input(database: &TestDatabase) {
    let answer = with_password(database, ASA, "tolv tecken långt\n").done();
    assert!(!answer.out.contains("tolv tecken"), "{}", answer.out);
    with_password(database, "user password asa.lindqvist", "ett annat långt lösenord").done();
    let short = with_password(database, "user password asa.lindqvist", "elva tecken");
    assert_eq!(short.status, 1);
    assert!(short.err.contains("Lösenordet är för kort. Använd minst 12 tecken."), "{}", short.err);
    let short = with_password(database, "user password asa.lindqvist --language en", "");
    assert!(short.err.contains("The password is too short. Use at least 12 characters."), "{}", short.err);
}

async fn roles_reach_what_they_are_given(database: &TestDatabase) {
    fyren(&database.address, ASA).done();
    let region = "user add birgitta --name Birgitta --role region-administrator --municipality 0580,0581 \
                  --organisation 'Region Östergötland'";
    fyren(&database.address, region).done();
    let codes = |codes: &[&str]| -> Vec<MunicipalityCode> {
        codes.iter().map(|code| MunicipalityCode::try_from(*code).unwrap()).collect()
    };
    for (user_name, role, organisation, municipalities) in [
        ("asa.lindqvist", Role::Caseworker, "Norrköping", codes(&["0581"])),
        ("birgitta", Role::RegionAdministrator, "Region Östergötland", codes(&["0580", "0581"])),
    ] {
        let id = account(database, user_name).await;
        let roles = connection(database).await.roles(id, "2099-01-01".parse().unwrap()).await.unwrap();
        assert_eq!(roles.len(), 1);
        assert_eq!((roles[0].title.shipped().unwrap(), roles[0].organisation.as_str()), (role, organisation));
        assert_eq!(roles[0].municipalities, municipalities);
    }
}

async fn users_are_listed_with_their_roles(database: &TestDatabase) {
    let address = database.address.as_str();
    assert_eq!(
        fyren(address, "user list").done().out,
        "Ingen användare finns. Skapa en med fyren user add.\n"
    );
    fyren(address, ASA).done();
    let region =
        "user add bo --name 'Bo Ek' --role auditor --municipality 0580,0581 --organisation 'Region Öst'";
    fyren(address, region).done();
    fyren(address, "user disable bo").done();
    let list = fyren(address, "user list").done().out;
    assert_eq!(
        list.lines().collect::<Vec<_>>(),
        [
            "Användarnamn   Namn           Får logga in   Roller",
            "asa.lindqvist  Åsa Lindqvist  ja             Handläggare · Norrköping",
            "bo             Bo Ek          nej, avstängd  Granskare · Region Öst",
        ]
    );
    let list = fyren(address, "user list --language en").done().out;
    assert!(list.starts_with("User name      Name           May sign in   Roles\n"), "{list}");
    assert!(list.contains("no, disabled  Auditor · Region Öst"), "{list}");
    assert_eq!(
        fyren(address, "user list --json").done().json(),
        serde_json::json!([
            {
                "user_name": "asa.lindqvist", "name": "Åsa Lindqvist", "active": true,
                "roles": [{ "role": "caseworker", "organisation": "Norrköping", "municipalities": ["0581"] }],
            },
            {
                "user_name": "bo", "name": "Bo Ek", "active": false,
                "roles": [{ "role": "auditor", "organisation": "Region Öst", "municipalities": ["0580", "0581"] }],
            },
        ])
    );
}

async fn wrong_users_are_refused(database: &TestDatabase) {
    let address = database.address.as_str();
    fyren(address, ASA).done();
    for (line, code, swedish, english) in [
        (ASA, "user", "Användarnamnet är upptaget", "The user name is taken"),
        (
            "user add 'å b' --name Å --role auditor --municipality 0581",
            "user",
            "Användarnamnet får bara ha",
            "The user name may only have",
        ),
        (
            "user add ny --name Ny --role chef --municipality 0581",
            "argument",
            "Rollen ”chef” finns inte",
            "There is no role “chef”",
        ),
        (
            "user add ny --name Ny --role auditor --municipality 9999",
            "argument",
            "Ingen kommun har koden ”9999”",
            "No municipality has the code “9999”",
        ),
        (
            "user add ny --name Ny --role caseworker --municipality 0580,0581 --organisation Norrköping",
            "user",
            "En organisation med det namnet når andra kommuner",
            "An organisation of that name reaches other municipalities",
        ),
        ("user password nobody", "user", "Ingen har det användarnamnet", "Nobody has that user name"),
        ("user disable nobody", "user", "Ingen har det användarnamnet", "Nobody has that user name"),
    ] {
        refused(address, line, code, swedish, english);
    }
    assert_eq!(fyren(address, "user list --json").done().json().as_array().unwrap().len(), 1);
}
