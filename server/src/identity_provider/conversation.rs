//! What is said with a provider: where its users are asked, and what its answer says of whom. An answer counts only if the provider
//! has signed it, for this client, to what this browser began, and it has not grown old.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use domain::access::provider::{ProviderRefusal, VouchedId};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthType, AuthenticationContextClass, AuthenticationFlow,
    AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, DiscoveryError, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, IssuerUrl, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, StandardErrorResponse,
    StandardTokenResponse, TokenResponse, UserInfoClaims, UserInfoError,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim,
        CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
        CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
        CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};
use service::{
    identity_provider::{Answer, IdentityProvider, Told},
    provider_sign_in::AskedOf,
};
use store::AwaitedAnswer;
use tokio::sync::Mutex;

use super::{
    connection::{Connection, Unreached},
    settings::{ProviderSettings, is_private},
};
use crate::settings_file::{About, SettingsError};

/// How long is believed what a provider says of itself: its addresses and its keys.
const BELIEVED_FOR: Duration = Duration::from_secs(60 * 60);
/// How soon a provider is asked of itself again because a key is unknown, so that nobody can have it asked all the time.
const ASKED_AGAIN_AFTER: Duration = Duration::from_secs(60);

/// How a provider may sign: with a key that it alone has. A secret that both have would let Fyren sign, too.
const SIGNED_WITH: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::EdDsa,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
];

/// What a provider tells besides what every provider does, by the names of its claims.
#[derive(Debug, Serialize, Deserialize)]
struct Claims(serde_json::Map<String, serde_json::Value>);

impl AdditionalClaims for Claims {}

impl Claims {
    fn text(&self, claim: &str) -> Option<String> {
        Some(self.0.get(claim)?.as_str()?.to_owned())
    }
}

type Fields = IdTokenFields<
    Claims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Tokens = StandardTokenResponse<Fields, CoreTokenType>;
type OpenIdClient = Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What a provider says of itself, and when it said so.
struct Known {
    metadata: Arc<CoreProviderMetadata>,
    since: Instant,
}

/// A provider of OpenID Connect.
pub struct OpenIdProvider {
    settings: ProviderSettings,
    issuer: IssuerUrl,
    connection: Connection,
    known: Mutex<Option<Known>>,
}

impl OpenIdProvider {
    /// Gets ready to ask; nothing is asked yet, so that a provider that is out of order keeps nobody from starting Fyren.
    ///
    /// # Errors
    /// When its address or the certificate of those who vouch for it is none.
    pub fn new(settings: ProviderSettings) -> Result<Self, SettingsError> {
        let no_address = |_| SettingsError::Address { about: About::IdentityProviders, name: "issuer" };
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(no_address)?;
        let connection = Connection::new(&settings)?;
        Ok(Self { settings, issuer, connection, known: Mutex::default() })
    }

    /// What the provider says of itself, said within `at_most`.
    async fn metadata(&self, at_most: Duration) -> Result<Arc<CoreProviderMetadata>, ProviderRefusal> {
        let mut known = self.known.lock().await;
        if let Some(known) = known.as_ref().filter(|known| known.since.elapsed() < at_most) {
            return Ok(Arc::clone(&known.metadata));
        }
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.connection).await;
        let metadata = Arc::new(found.map_err(|error| match error {
            DiscoveryError::Request(Unreached::Unreachable | Unreached::OutOfOrder(_)) => {
                self.refused(ProviderRefusal::Down, "discovery")
            }
            _ => self.refused(ProviderRefusal::Faulty, "discovery"),
        })?);
        *known = Some(Known { metadata: Arc::clone(&metadata), since: Instant::now() });
        Ok(metadata)
    }

    /// As if what the provider says of itself had been said longer ago.
    #[cfg(test)]
    pub(super) async fn grow_old(&self, age: Duration) {
        if let Some(known) = self.known.lock().await.as_mut() {
            known.since = known.since.checked_sub(age).unwrap_or(known.since);
        }
    }

    fn client(
        &self,
        metadata: &CoreProviderMetadata,
        answered_at: &str,
    ) -> Result<OpenIdClient, ProviderRefusal> {
        let no_address = |_| self.refused(ProviderRefusal::Faulty, "own_address");
        let answered_at = RedirectUrl::new(answered_at.to_owned()).map_err(no_address)?;
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = ClientSecret::new(self.settings.client_secret.clone());
        let takes = metadata.token_endpoint_auth_methods_supported();
        // Without a word of it a provider takes the secret in a header, as the standard has it.
        let in_body = takes.is_some_and(|takes| !takes.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let way = if in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        let client = OpenIdClient::from_provider_metadata(metadata.clone(), id, Some(secret));
        Ok(client.set_redirect_uri(answered_at).set_auth_type(way))
    }

    async fn where_asked(&self, asked: &AskedOf, answered_at: &str) -> Result<String, ProviderRefusal> {
        let metadata = self.metadata(BELIEVED_FOR).await?;
        if !is_private(metadata.authorization_endpoint().url()) {
            return Err(self.refused(ProviderRefusal::Faulty, "open_connection"));
        }
        let client = self.client(&metadata, answered_at)?;
        let verifier = PkceCodeVerifier::new(asked.verifier.clone());
        let (state, nonce) = (CsrfToken::new(asked.state.clone()), Nonce::new(asked.nonce.clone()));
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let level = |level: &String| AuthenticationContextClass::new(level.clone());
        let mut request = client
            .authorize_url(flow, move || state, move || nonce)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_scopes(self.settings.scopes.iter().map(|scope| Scope::new(scope.clone())))
            // Whoever signs out of a shared computer is not signed in again by the next one there.
            .add_prompt(CoreAuthPrompt::Login);
        for level in self.settings.levels.iter().map(level) {
            request = request.add_auth_context_value(level);
        }
        let (address, ..) = request.url();
        Ok(address.into())
    }

    async fn vouched_id(
        &self,
        answer: &Answer,
        awaited: &AwaitedAnswer,
        answered_at: &str,
    ) -> Result<String, ProviderRefusal> {
        // An answer of another provider may say so (RFC 9207), and is then given no code to keep.
        if answer.issuer.as_ref().is_some_and(|issuer| *issuer != self.settings.issuer) {
            return Err(self.refused(ProviderRefusal::Faulty, "issuer_of_answer"));
        }
        let metadata = self.metadata(BELIEVED_FOR).await?;
        let client = self.client(&metadata, answered_at)?;
        let exchange = client.exchange_code(AuthorizationCode::new(answer.code.clone()));
        let exchange = exchange.map_err(|_| self.refused(ProviderRefusal::Faulty, "token_address"))?;
        let verifier = PkceCodeVerifier::new(awaited.verifier.clone());
        let tokens = exchange.set_pkce_verifier(verifier).request_async(&self.connection).await;
        let tokens = tokens.map_err(|error| match error {
            RequestTokenError::Request(Unreached::Unreachable | Unreached::OutOfOrder(_)) => {
                self.refused(ProviderRefusal::Down, "token")
            }
            _ => self.refused(ProviderRefusal::Faulty, "token"),
        })?;
        match self.told_in(&client, &tokens, awaited).await {
            Err(Unproved::UnknownKey) => {
                // A provider changes its keys now and then.
                let metadata = self.metadata(ASKED_AGAIN_AFTER).await?;
                let client = self.client(&metadata, answered_at)?;
                self.told_in(&client, &tokens, awaited).await.map_err(|unproved| match unproved {
                    Unproved::UnknownKey => self.refused(ProviderRefusal::Faulty, "unknown_key"),
                    Unproved::Refused(refusal) => refusal,
                })
            }
            Err(Unproved::Refused(refusal)) => Err(refusal),
            Ok(told) => Ok(told),
        }
    }

    /// What the user is known by in what a code was exchanged for, or where the provider tells more of the same user.
    async fn told_in(
        &self,
        client: &OpenIdClient,
        tokens: &Tokens,
        awaited: &AwaitedAnswer,
    ) -> Result<String, Unproved> {
        let faulty = |what| Unproved::Refused(self.refused(ProviderRefusal::Faulty, what));
        let levels = self.settings.levels.clone();
        let is_enough = move |level: Option<&AuthenticationContextClass>| {
            let is_asked_for = level.is_some_and(|level| levels.iter().any(|asked| *asked == **level));
            if levels.is_empty() || is_asked_for { Ok(()) } else { Err("the level is too low".to_owned()) }
        };
        let verifier =
            client.id_token_verifier().set_allowed_algs(SIGNED_WITH).set_auth_context_verifier_fn(is_enough);
        let token = tokens.id_token().ok_or_else(|| faulty("no_identity_token"))?;
        let claims = token.claims(&verifier, &Nonce::new(awaited.nonce.clone())).map_err(|error| {
            use openidconnect::{
                ClaimsVerificationError as Wrong, SignatureVerificationError::NoMatchingKey,
            };
            match error {
                Wrong::SignatureVerification(NoMatchingKey) => Unproved::UnknownKey,
                Wrong::SignatureVerification(_) => faulty("signature"),
                Wrong::Expired(_) => faulty("expired"),
                Wrong::InvalidAudience(_) => faulty("audience"),
                Wrong::InvalidIssuer(_) => faulty("issuer"),
                Wrong::InvalidNonce(_) => faulty("nonce"),
                Wrong::InvalidAuthContext(_) => faulty("level"),
                _ => faulty("identity_token"),
            }
        })?;
        if let Some(said) = claims.access_token_hash() {
            let key = token.signing_key(&verifier).map_err(|_| faulty("signature"))?;
            let with = token.signing_alg().map_err(|_| faulty("signature"))?;
            let is = AccessTokenHash::from_token(tokens.access_token(), with, key);
            if is.ok().as_ref() != Some(said) {
                return Err(faulty("access_token_of_another"));
            }
        }
        let (_, claim) = self.settings.vouches_for();
        if let Some(told) = claims.additional_claims().text(claim) {
            return Ok(told);
        }
        let whose = Some(claims.subject().clone());
        let Ok(more) = client.user_info(tokens.access_token().clone(), whose) else {
            return Ok(String::new());
        };
        let more: UserInfoClaims<Claims, CoreGenderClaim> =
            more.request_async(&self.connection).await.map_err(|error| match error {
                UserInfoError::Request(Unreached::Unreachable | Unreached::OutOfOrder(_)) => {
                    Unproved::Refused(self.refused(ProviderRefusal::Down, "user_info"))
                }
                _ => faulty("user_info"),
            })?;
        Ok(more.additional_claims().text(claim).unwrap_or_default())
    }

    /// Tells the operator what is wrong, by a code and the provider's own alone.
    fn refused(&self, refusal: ProviderRefusal, what: &'static str) -> ProviderRefusal {
        tracing::warn!(
            provider = self.settings.code,
            code = what,
            "a provider of OpenID Connect was no help"
        );
        refusal
    }
}

/// Why what a code was exchanged for proves nothing.
enum Unproved {
    /// It is signed with a key that the provider has not told of.
    UnknownKey,
    /// Another reason.
    Refused(ProviderRefusal),
}

impl IdentityProvider for OpenIdProvider {
    fn code(&self) -> &str {
        &self.settings.code
    }

    fn name(&self) -> &str {
        &self.settings.name
    }

    fn where_asked<'a>(&'a self, asked: &'a AskedOf, answered_at: &'a str) -> Told<'a, String> {
        Box::pin(self.where_asked(asked, answered_at))
    }

    fn vouched_id<'a>(
        &'a self,
        answer: &'a Answer,
        awaited: &'a AwaitedAnswer,
        answered_at: &'a str,
    ) -> Told<'a, VouchedId> {
        Box::pin(async move {
            let told = self.vouched_id(answer, awaited, answered_at).await?;
            VouchedId::read(self.settings.vouches_for().0, &told)
        })
    }
}
