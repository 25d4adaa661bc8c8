//! Where the database is said to be, and what a missing one becomes.

use crate::support::{
    database::{TestDatabase, stories},
    files::Folder,
    fyren::{answer, fyren, program},
};

stories! {
    the_database_is_named_before_or_after_the_command_or_around_it,
    migrating_again_changes_nothing,
}

async fn the_database_is_named_before_or_after_the_command_or_around_it(database: &TestDatabase) {
    let address = database.address.as_str();
    fyren(address, "policy set --municipality 0581 --rule-set handbook --from 2015-01-01").done();
    let list = ["policy", "list", "--json"];
    let after = answer("after", program().args(list).args(["--database", address])).done();
    let within = answer("within", program().args(["policy", "--database", address, "list", "--json"])).done();
    let before = answer("before", program().args(["--database", address]).args(list)).done();
    let around = answer("around", program().args(list).env("FYREN_DATABASE", address)).done();
    assert_eq!(after.json()["0581"][0]["from"], "2015-01-01", "{}", after.out);
    for other in [within, before, around] {
        assert_eq!(other.out, after.out, "{}", other.line);
    }
    let wins = answer(
        "the argument wins",
        program().args(["--database", address]).args(list).env("FYREN_DATABASE", "x"),
    );
    assert_eq!(wins.done().out, after.out);
}

async fn migrating_again_changes_nothing(database: &TestDatabase) {
    fyren(&database.address, "policy set --municipality 0581 --rule-set handbook --from 2015-01-01").done();
    let before = fyren(&database.address, "policy list --json").done().out;
    let swedish = fyren(&database.address, "migrate").done();
    let english = fyren(&database.address, "migrate --language en").done();
    assert_eq!(
        (swedish.out.trim(), english.out.trim()),
        ("Databasen är uppdaterad.", "The database is up to date.")
    );
    assert_eq!(fyren(&database.address, "policy list --json").done().out, before);
}

#[test]
fn migrate_and_demo_make_a_missing_file_and_its_folder() {
    let folder = Folder::new();
    for (command, name) in [("migrate", "a"), ("demo --persons 5 --date 2026-11-21", "b")] {
        let file = folder.path(name).join("deeper").join("fyren.db");
        fyren(&format!("sqlite://{}", file.display()), command).done();
        assert!(file.is_file(), "{command}");
        fyren(&format!("sqlite:{}", file.display()), "policy list").done();
    }
}

#[test]
fn without_an_address_the_database_lies_in_the_folder_data() {
    let folder = Folder::new();
    answer("migrate", program().arg("migrate").current_dir(folder.itself())).done();
    assert!(folder.path("data").join("fyren.db").is_file());
    answer("policy list", program().args(["policy", "list"]).current_dir(folder.itself())).done();
}

#[test]
fn the_mode_of_an_sqlite_address_means_the_same_everywhere() {
    let folder = Folder::new();
    let plain = format!("sqlite://{}", folder.path("fyren.db").display());
    let (create, read) = (format!("{plain}?mode=rwc"), format!("{plain}?mode=ro"));
    fyren(&create, "migrate").done();
    fyren(&create, "policy set --municipality 0581 --rule-set handbook --from 2015-01-01").done();
    let policies = fyren(&create, "policy list --json").done().out;
    for address in [&plain, &read] {
        assert_eq!(fyren(address, "policy list --json").done().out, policies, "{address}");
    }
    fyren(&read, "cases --municipality 0581 --json").done();
    fyren(&read, "run case-update --dry-run --date 2025-10-01 --json").done();
}
