//! The proof that the log is as it was written.

use crate::support::{
    database::{TestDatabase, stories},
    fyren::{fyren, refused},
    raw,
};

stories! {
    an_unbroken_log_is_said_to_be,
    a_removed_entry_is_found,
}

async fn something_to_tell(database: &TestDatabase) {
    let user = "user add asa --name Asa --role auditor --municipality 0581";
    fyren(&database.address, user).done();
    fyren(&database.address, "user disable asa").done();
}

async fn an_unbroken_log_is_said_to_be(database: &TestDatabase) {
    something_to_tell(database).await;
    for (language, unbroken, alone) in [
        ("sv", "Loggen är obruten.\n", "fyren audit verify --anchor FIL"),
        ("en", "The log is unbroken.\n", "fyren audit verify --anchor FILE"),
    ] {
        let said = fyren(&database.address, &format!("audit verify --language {language}")).done().out;
        assert!(said.starts_with(unbroken) && said.contains(alone), "{said}");
    }
}

async fn a_removed_entry_is_found(database: &TestDatabase) {
    something_to_tell(database).await;
    raw::execute(&database.address, "DELETE FROM operation WHERE position = 1").await.unwrap();
    let (swedish, english) = ("Loggen är bruten vid post 1", "The log is broken at entry 1");
    refused(&database.address, "audit verify", "journal_broken", swedish, english);
}
