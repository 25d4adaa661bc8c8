//! The key that secrets are sealed with: where it lies, and what `fyren serve` does without it or with another.

use std::{net::TcpListener, os::unix::fs::PermissionsExt};

use domain::{
    access::Scope,
    operation::{Actor, Operation, OperationKind},
};
use service::sealing::{KEY_LENGTH, SealingKey};
use store::{Database, NewSecondFactor};

use crate::support::{
    database::{TestDatabase, stories},
    files::Folder,
    fyren::{fyren, refused},
};

stories! {
    a_key_is_made_beside_sqlite_and_elsewhere_only_where_it_is_named,
    what_is_sealed_is_served_with_its_key_alone,
    a_users_second_factor_is_taken_away,
}

const ASA: &str = "user add asa --name 'Åsa Lindqvist' --role caseworker --municipality 0581";

/// A command line that serves where another program answers, so that it ends when all before that has been looked at.
struct Serve {
    folder: Folder,
    _taken: TcpListener,
    line: String,
}

impl Serve {
    fn new() -> Self {
        let folder = Folder::new();
        let pkg = folder.path("site").join("pkg");
        std::fs::create_dir_all(&pkg).unwrap();
        std::fs::write(pkg.join("app.css"), "").unwrap();
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, site) = (taken.local_addr().unwrap(), folder.path("site"));
        let line = format!("serve --listen {address} --site {}", site.display());
        Self { folder, _taken: taken, line }
    }

    fn comes_as_far_as_answering(&self, database: &TestDatabase, more: &str) {
        refused(&database.address, &format!("{} {more}", self.line), "port_taken", "är upptagen", "is taken");
    }
}

/// Gives Åsa a second factor that is sealed with a key.
async fn seal(database: &TestDatabase, key: [u8; KEY_LENGTH]) {
    let operation = Operation {
        kind: OperationKind::AccountChange,
        actor: Actor::Operator,
        at: "2026-11-21T08:00:00Z".parse().unwrap(),
        municipality: None,
        run: None,
        reason: String::new(),
    };
    let mut transaction = database.store.operate(operation).await.unwrap();
    let asa = transaction.account("asa").await.unwrap().unwrap().id;
    let sealed = SealingKey::new(key).seal(&format!("second-factor:{asa}"), &[1; 20]).unwrap();
    let new = NewSecondFactor {
        sealed: &sealed,
        step: 1,
        recovery_codes: &["a".to_owned()],
        at: "2026-11-21T08:00:00Z".parse().unwrap(),
    };
    transaction.set_second_factor(asa, new).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn a_key_is_made_beside_sqlite_and_elsewhere_only_where_it_is_named(database: &TestDatabase) {
    let serve = Serve::new();
    match database.store.database() {
        Database::Sqlite => {
            serve.comes_as_far_as_answering(database, "--require-second-factor");
            let file = database.address.strip_prefix("sqlite://").unwrap().replace(".db", ".key");
            let made = std::fs::read_to_string(&file).unwrap();
            assert_eq!(hex::decode(made.trim()).unwrap().len(), KEY_LENGTH);
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
            serve.comes_as_far_as_answering(database, "");
            assert_eq!(std::fs::read_to_string(&file).unwrap(), made);
        }
        Database::Postgres => {
            serve.comes_as_far_as_answering(database, "");
            let line = format!("{} --require-second-factor", serve.line);
            let (swedish, english) = ("Ange den med --key-file", "Name it with --key-file");
            refused(&database.address, &line, "key_file_not_named", swedish, english);
        }
    }
    let named = serve.folder.path("named.key");
    serve.comes_as_far_as_answering(
        database,
        &format!("--key-file {} --require-second-factor", named.display()),
    );
    assert!(named.is_file());
    let nonsense = serve.folder.write("nonsense.key", "hemligt");
    let line = format!("{} --key-file {nonsense}", serve.line);
    refused(&database.address, &line, "key_file_holds_none", "innehåller ingen nyckel", "holds no key");
}

async fn what_is_sealed_is_served_with_its_key_alone(database: &TestDatabase) {
    let serve = Serve::new();
    fyren(&database.address, ASA).done();
    seal(database, [7; KEY_LENGTH]).await;
    let missing = format!("{} --key-file {}", serve.line, serve.folder.path("missing.key").display());
    refused(&database.address, &missing, "key_file_unusable", "Lägg tillbaka den", "Put it back");
    assert!(!serve.folder.path("missing.key").exists());
    let other = serve.folder.write("other.key", hex::encode([8; KEY_LENGTH]));
    let other = format!("{} --key-file {other}", serve.line);
    refused(
        &database.address,
        &other,
        "key_file_of_another",
        "Lägg tillbaka den rätta",
        "Put the right one back",
    );
    let right = serve.folder.write("right.key", hex::encode([7; KEY_LENGTH]));
    serve.comes_as_far_as_answering(database, &format!("--key-file {right}"));
}

async fn a_users_second_factor_is_taken_away(database: &TestDatabase) {
    let address = database.address.as_str();
    fyren(address, ASA).done();
    let reset = "user reset-second-factor asa";
    refused(address, reset, "user", "ingen tvåstegsinloggning", "no two-step sign-in");
    refused(
        address,
        "user reset-second-factor bo",
        "user",
        "Ingen har det användarnamnet",
        "Nobody has that",
    );
    seal(database, [7; KEY_LENGTH]).await;
    let done = fyren(address, reset).done();
    assert_eq!(done.out, "Tvåstegsinloggningen är borttagen.\n");
    assert!(
        database
            .store
            .read(&Scope::of_the_system())
            .await
            .unwrap()
            .any_second_factor()
            .await
            .unwrap()
            .is_none()
    );
}
