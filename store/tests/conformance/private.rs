//! What is printed for those who mend the program holds nothing of a person.

use domain::id::AccountId;
use store::{AccountRecord, NewAccount};

use crate::support::{
    day,
    people::{But, address, born},
};

#[test]
fn debug_output_holds_no_personal_data() {
    let text = || "Hemligt".to_owned();
    let person = born("2008-08-17").named("Hemligt", "Hemligt").at(address("Hemligt 1", "Hemligt"));
    let new = NewAccount {
        user_name: text(),
        name: text(),
        password_hash: text(),
        demo: false,
        active_from: day("2020-01-01"),
        one_time_until: None,
    };
    let account = AccountRecord {
        id: AccountId(7),
        user_name: text(),
        name: text(),
        password_hash: text(),
        active: true,
        active_from: day("2020-01-01"),
        password_chosen: None,
        one_time_until: None,
        demo: false,
        failed_attempts: 0,
        locked_until: None,
    };
    for printed in [format!("{person:?}"), format!("{new:?}"), format!("{account:?}")] {
        assert!(!printed.contains("Hemligt") && !printed.contains("0817"), "{printed}");
    }
}
