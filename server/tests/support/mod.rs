//! What the stories of the command line share: the program, databases, files.

#[path = "../../../store/tests/support/database.rs"]
#[allow(dead_code, reason = "it is shared with the stories of the store")]
pub mod database;
pub mod files;
pub mod fyren;
#[path = "../../../store/tests/support/raw.rs"]
#[allow(dead_code, reason = "it is shared with the stories of the store")]
pub mod raw;
