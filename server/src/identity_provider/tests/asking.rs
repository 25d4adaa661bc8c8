//! What is asked of a provider, and which answers count.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::access::provider::{
    ProviderRefusal::{self, Down, Faulty, WithoutId},
    VouchedId,
};
use domain::clock::Clock;
use reqwest::Url;
use serde_json::{Value, json};
use service::{
    identity_provider::{Answer, IdentityProvider},
    provider_sign_in::AskedOf,
};
use store::AwaitedAnswer;

use super::stand_in::{Acts, CARD, CODE, Signed, StandIn};
use crate::{
    clock::SystemClock,
    identity_provider::{conversation::OpenIdProvider, settings::ProviderSettings},
};

/// Where an answer is taken.
const ANSWERED_AT: &str = "https://fyren.example/api/sign-in-answer";

fn asked() -> AskedOf {
    let text = |letter: &str| letter.repeat(64);
    AskedOf { state: text("a"), nonce: text("b"), verifier: text("c"), browser: text("d") }
}

fn awaited() -> AwaitedAnswer {
    let AskedOf { nonce, verifier, .. } = asked();
    AwaitedAnswer { provider: "siths".to_owned(), nonce, verifier, till: String::new() }
}

fn answer() -> Answer {
    Answer { state: asked().state, code: CODE.to_owned(), ..Answer::default() }
}

/// What a browser is sent to a provider with.
async fn sent(stand_in: &StandIn, provider: &dyn IdentityProvider) -> BTreeMap<String, String> {
    let address = provider.where_asked(&asked(), ANSWERED_AT).await.unwrap();
    let address = Url::parse(&address).unwrap();
    assert_eq!(address.path(), "/ask");
    let sent: BTreeMap<String, String> = address.query_pairs().into_owned().collect();
    stand_in.act(|acts| {
        acts.nonce.clone_from(&sent["nonce"]);
        acts.challenge.clone_from(&sent["code_challenge"]);
    });
    sent
}

/// What a provider vouches for, as it is written.
async fn vouched(
    provider: &OpenIdProvider,
    answer: &Answer,
    awaited: &AwaitedAnswer,
) -> Result<String, ProviderRefusal> {
    match provider.vouched_id(answer, awaited, ANSWERED_AT).await? {
        VouchedId::HsaId(id) => Ok(id.to_string()),
        VouchedId::CivicNumber(number) => Ok(number.to_string()),
    }
}

/// Whom a provider is about that does what a test wants once a browser has been sent to it.
async fn told(change: impl FnOnce(&mut Acts)) -> Result<String, ProviderRefusal> {
    let stand_in = StandIn::open().await;
    told_by(&stand_in, stand_in.settings(), change).await
}

async fn told_by(
    stand_in: &StandIn,
    settings: ProviderSettings,
    change: impl FnOnce(&mut Acts),
) -> Result<String, ProviderRefusal> {
    let provider = OpenIdProvider::new(settings).unwrap();
    sent(stand_in, &provider).await;
    stand_in.act(change);
    vouched(&provider, &answer(), &awaited()).await
}

#[tokio::test]
async fn a_provider_of_e_identification_vouches_for_the_personal_number_and_for_no_card() {
    let stand_in = StandIn::open().await;
    let claim = "https://id.oidc.se/claim/personalIdentityNumber";
    let settings = ProviderSettings { personal_number_claim: Some(claim.to_owned()), ..stand_in.settings() };
    let told = async |number: Value| {
        told_by(&stand_in, settings.clone(), |acts| acts.claims = json!({ claim: number })).await
    };
    assert_eq!(told(json!("200808172381")).await, Ok("20080817-2381".to_owned()));
    for useless in [json!("200808172382"), json!(CARD), json!("")] {
        assert_eq!(told(useless.clone()).await, Err(WithoutId), "{useless}");
    }
}

#[tokio::test]
async fn a_provider_is_asked_with_what_its_answer_is_to_repeat_and_prove() {
    let stand_in = StandIn::open().await;
    let levels = vec!["http://id.example/loa3".to_owned()];
    let provider = OpenIdProvider::new(ProviderSettings { levels, ..stand_in.settings() }).unwrap();
    let sent = sent(&stand_in, &provider).await;
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let AskedOf { state, nonce, verifier, .. } = asked();
    let verifier = openidconnect::PkceCodeVerifier::new(verifier);
    let challenge = openidconnect::PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    let expected = [
        ("acr_values", "http://id.example/loa3"),
        ("client_id", "fyren"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
        ("nonce", nonce.as_str()),
        // Whoever is signed in at the provider already shows their card again.
        ("prompt", "login"),
        ("redirect_uri", ANSWERED_AT),
        ("response_type", "code"),
        ("scope", "openid hsa"),
        ("state", state.as_str()),
    ];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn whoever_the_provider_has_signed_for_is_told() {
    assert_eq!(told(|_| {}).await, Ok(CARD.to_owned()));
}

#[tokio::test]
async fn what_the_identity_token_does_not_say_is_asked_for() {
    let without = json!({ "employeeHsaId": null });
    let more = |told: Value| {
        let claims = without.clone();
        move |acts: &mut Acts| {
            acts.claims = claims;
            acts.user_info = Some(told);
        }
    };
    assert_eq!(told(more(json!({ "sub": "17", "employeeHsaId": CARD }))).await, Ok(CARD.to_owned()));
    // It may be that of another user, or say nothing either.
    assert_eq!(told(more(json!({ "sub": "18", "employeeHsaId": CARD }))).await, Err(Faulty));
    assert_eq!(told(more(json!({ "sub": "17" }))).await, Err(WithoutId));
    assert_eq!(told(more(json!({ "sub": "17", "employeeHsaId": [CARD] }))).await, Err(WithoutId));
    assert_eq!(told(|acts| acts.claims = json!({ "employeeHsaId": null })).await, Err(Faulty));
    let nowhere = StandIn::open().await;
    nowhere.act(|acts| {
        acts.metadata = json!({ "userinfo_endpoint": null });
        acts.claims = json!({ "employeeHsaId": null });
    });
    assert_eq!(told_by(&nowhere, nowhere.settings(), |_| {}).await, Err(WithoutId));
}

#[tokio::test]
async fn a_token_to_something_else_counts_for_nothing() {
    let then = SystemClock::new().now().timestamp() - 1;
    for claims in [
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "exp": then }),
        json!({ "exp": null }),
        json!({ "aud": "another" }),
        json!({ "aud": ["fyren", "another"] }),
        json!({ "iss": "https://elsewhere.example" }),
        json!({ "iss": null }),
        json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }),
        json!({ "sub": null }),
    ] {
        let refused = told(|acts| acts.claims = claims.clone()).await;
        assert_eq!(refused, Err(Faulty), "{claims}");
    }
}

#[tokio::test]
async fn a_token_that_the_provider_has_not_signed_counts_for_nothing() {
    for signed in [Signed::NotAtAll, Signed::WithTheSecret, Signed::AndChanged] {
        assert_eq!(told(|acts| acts.signed = signed).await, Err(Faulty));
    }
}

#[tokio::test]
async fn a_provider_that_has_changed_its_key_is_asked_of_itself_again_and_not_all_the_time() {
    let stand_in = StandIn::open().await;
    let provider = OpenIdProvider::new(stand_in.settings()).unwrap();
    sent(&stand_in, &provider).await;
    let hsa_id = async || vouched(&provider, &answer(), &awaited()).await;
    assert_eq!(hsa_id().await, Ok(CARD.to_owned()));
    assert_eq!(stand_in.acts(|acts| acts.asked_of_itself), 1, "what it said is believed for a while");
    stand_in.act(|acts| acts.take_another_key("second"));
    assert_eq!(hsa_id().await, Err(Faulty), "it was asked a moment ago");
    assert_eq!(stand_in.acts(|acts| acts.asked_of_itself), 1);
    provider.grow_old(std::time::Duration::from_secs(61)).await;
    assert_eq!(hsa_id().await, Ok(CARD.to_owned()));
    assert_eq!(stand_in.acts(|acts| acts.asked_of_itself), 2);
}

#[tokio::test]
async fn the_level_that_is_asked_for_is_vouched_for() {
    let at = async |level: Value| {
        let stand_in = StandIn::open().await;
        let levels = vec!["loa3".to_owned(), "loa4".to_owned()];
        let settings = ProviderSettings { levels, ..stand_in.settings() };
        told_by(&stand_in, settings, |acts| acts.claims = json!({ "acr": level })).await
    };
    assert_eq!(at(json!("loa4")).await, Ok(CARD.to_owned()));
    assert_eq!(at(json!("loa2")).await, Err(Faulty));
    assert_eq!(at(Value::Null).await, Err(Faulty));
    // Where none is asked for, any is.
    assert_eq!(told(|acts| acts.claims = json!({ "acr": "loa2" })).await, Ok(CARD.to_owned()));
}

#[tokio::test]
async fn what_another_began_or_another_answers_is_given_no_token() {
    let stand_in = StandIn::open().await;
    let provider = OpenIdProvider::new(stand_in.settings()).unwrap();
    sent(&stand_in, &provider).await;
    let verifier = "e".repeat(64);
    let other = AwaitedAnswer { verifier, ..awaited() };
    assert_eq!(vouched(&provider, &answer(), &other).await, Err(Faulty));
    let code = Answer { code: "en annan kod".to_owned(), ..answer() };
    assert_eq!(vouched(&provider, &code, &awaited()).await, Err(Faulty));
    stand_in.act(|acts| acts.shown = "");
    let elsewhere = Answer { issuer: Some("https://elsewhere.example".to_owned()), ..answer() };
    assert_eq!(vouched(&provider, &elsewhere, &awaited()).await, Err(Faulty));
    assert_eq!(stand_in.acts(|acts| acts.shown), "", "the code of another provider is shown to nobody");
    let here = Answer { issuer: Some(stand_in.issuer.clone()), ..answer() };
    assert_eq!(vouched(&provider, &here, &awaited()).await, Ok(CARD.to_owned()));
}

#[tokio::test]
async fn the_secret_is_shown_as_the_provider_takes_it() {
    for (takes, shown) in [
        (Value::Null, "header"),
        (json!(["client_secret_basic", "client_secret_post"]), "header"),
        (json!(["client_secret_post"]), "body"),
    ] {
        let stand_in = StandIn::open().await;
        stand_in.act(|acts| acts.metadata = json!({ "token_endpoint_auth_methods_supported": takes }));
        assert_eq!(told_by(&stand_in, stand_in.settings(), |_| {}).await, Ok(CARD.to_owned()));
        assert_eq!(stand_in.acts(|acts| acts.shown), shown);
    }
}

#[tokio::test]
async fn a_provider_that_is_out_of_order_is_told_from_one_that_is_not_what_it_should_be() {
    assert_eq!(told(|acts| acts.status = Some(StatusCode::BAD_GATEWAY)).await, Err(Down));
    // Nothing leads the secret elsewhere.
    assert_eq!(told(|acts| acts.status = Some(StatusCode::TEMPORARY_REDIRECT)).await, Err(Faulty));
    assert_eq!(told(|acts| acts.status = Some(StatusCode::OK)).await, Err(Faulty));
    for (metadata, refusal) in [
        (json!({ "issuer": "https://elsewhere.example" }), Faulty),
        (json!({ "authorization_endpoint": "http://elsewhere.example/ask" }), Faulty),
        (json!({ "jwks_uri": "http://elsewhere.example/keys" }), Faulty),
        (json!({ "token_endpoint": 17 }), Faulty),
        (json!({ "policy": "a".repeat(300 << 10) }), Faulty),
    ] {
        let stand_in = StandIn::open().await;
        stand_in.act(|acts| acts.metadata = metadata.clone());
        let provider = OpenIdProvider::new(stand_in.settings()).unwrap();
        assert_eq!(provider.where_asked(&asked(), ANSWERED_AT).await, Err(refusal));
    }
    let gone = StandIn::open().await;
    let settings = gone.settings();
    drop(gone);
    let provider =
        OpenIdProvider::new(ProviderSettings { issuer: "http://127.0.0.1:9".to_owned(), ..settings });
    assert_eq!(provider.unwrap().where_asked(&asked(), ANSWERED_AT).await, Err(Down));
}
