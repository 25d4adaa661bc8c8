//! What an installation says of the register.

use domain::language::{Language, Message};
use serde_json::{Value, json};

use super::stand_in::{StandIn, quick};
use crate::{
    population_register::{PopulationRegister, Settings},
    settings_file::SettingsError,
};

fn written() -> Value {
    json!({
        "address": "https://localhost:1/", "token_address": "https://localhost:1/token", "client_id": "fyren",
        "client_secret": "en hemlighet", "organisation_number": "162021000456", "order": "00000079-FO01-0001",
        "certificate": "client.pem"
    })
}

#[tokio::test]
async fn a_file_says_how_the_register_is_asked() {
    let register = StandIn::open().await;
    let file = register.file("register.json");
    std::fs::write(&file, written().to_string()).unwrap();
    let settings = Settings::read(&file).unwrap();
    // What is secret is in no debug text, and files lie beside this one.
    assert!(!format!("{settings:?}").contains("hemlighet"));
    assert_eq!(settings.certificate, register.file("client.pem"));
    assert!(PopulationRegister::new(settings, quick()).is_ok());
}

#[tokio::test]
async fn what_is_wrong_with_it_is_told_without_what_is_secret() {
    let register = StandIn::open().await;
    let file = register.file("register.json");
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut settings = written();
        change(&mut settings);
        std::fs::write(&file, settings.to_string()).unwrap();
        let error = Settings::read(&file)
            .and_then(|settings| PopulationRegister::new(settings, quick()).map(drop))
            .unwrap_err();
        for language in Language::ALL {
            let message = error.message(language);
            assert!(!message.is_empty() && !format!("{message} {error} {error:?}").contains("hemlighet"));
        }
        error.code()
    };
    assert_eq!(refused(&|settings| settings["order"] = Value::Null), "settings_form");
    assert_eq!(refused(&|settings| settings["client_secret"] = json!(["en hemlighet"])), "settings_form");
    assert_eq!(refused(&|settings| settings["surprise"] = json!("en hemlighet")), "settings_form");
    assert_eq!(refused(&|settings| settings["address"] = json!("http://localhost/")), "settings_address");
    assert_eq!(refused(&|settings| settings["token_address"] = json!("hemma")), "settings_address");
    assert_eq!(refused(&|settings| settings["certificate"] = json!("missing.pem")), "file_unreadable");
    assert_eq!(refused(&|settings| settings["certificate"] = json!("authority.pem")), "settings_certificate");
    assert_eq!(refused(&|settings| settings["authority"] = json!("register.json")), "settings_certificate");
    assert!(matches!(Settings::read(&register.file("no.json")), Err(SettingsError::File { .. })));
}
