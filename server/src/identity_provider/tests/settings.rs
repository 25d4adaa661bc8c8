//! What an installation says of its providers.

use domain::language::{Language, Message};
use serde_json::{Value, json};

use crate::identity_provider::named_in;

fn written() -> Value {
    json!({ "providers": [
        { "code": "siths", "name": "SITHS", "issuer": "https://idp.example", "client_id": "fyren", "client_secret": "en hemlighet" },
        { "code": "freja", "name": "Freja", "issuer": "http://127.0.0.1:1", "client_id": "fyren", "client_secret": "en hemlighet",
          "hsa_id_claim": "hsaid", "scopes": ["profile"], "levels": ["loa3"] },
    ] })
}

#[test]
fn a_file_names_the_providers_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("providers.json");
    std::fs::write(&file, written().to_string()).unwrap();
    let providers = named_in(&file).unwrap();
    let named: Vec<(&str, &str)> =
        providers.iter().map(|provider| (provider.code(), provider.name())).collect();
    assert_eq!(named, [("siths", "SITHS"), ("freja", "Freja")]);
}

#[test]
fn what_is_wrong_with_it_is_told_without_what_is_secret() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("providers.json");
    let refused = |field: &str, value: Value| {
        let mut settings = written();
        settings["providers"][1][field] = value;
        std::fs::write(&file, settings.to_string()).unwrap();
        let error = named_in(&file).err().unwrap_or_else(|| panic!("{field} is taken"));
        for language in Language::ALL {
            let message = error.message(language);
            assert!(!message.is_empty() && !format!("{message} {error} {error:?}").contains("hemlighet"));
        }
        error.code()
    };
    assert_eq!(refused("surprise", json!("en hemlighet")), "settings_form");
    assert_eq!(refused("client_secret", json!(["en hemlighet"])), "settings_form");
    assert_eq!(refused("client_secret", json!("")), "settings_value");
    assert_eq!(refused("name", json!(" ")), "settings_value");
    assert_eq!(refused("personal_number_claim", json!("")), "settings_value");
    for code in ["", "siths", "Freja", "freja eid", "å"] {
        assert_eq!(refused("code", json!(code)), "settings_value", "{code}");
    }
    for issuer in ["http://idp.example", "idp.example", "ftp://127.0.0.1", "http://127.0.0.1.example"] {
        assert_eq!(refused("issuer", json!(issuer)), "settings_address", "{issuer}");
    }
    assert_eq!(refused("authority", json!("missing.pem")), "file_unreadable");
    assert_eq!(refused("authority", json!("providers.json")), "settings_certificate");
    assert_eq!(named_in(&folder.path().join("no.json")).err().unwrap().code(), "file_unreadable");
}
