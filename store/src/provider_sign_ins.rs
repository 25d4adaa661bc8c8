//! Sign-ins that have been begun at a provider and whose answer is awaited, and whose an HSA-id is.

use chrono::{DateTime, Utc};
use domain::{
    access::{
        hsa_id::HsaId,
        provider::{Candidate, VouchedId},
    },
    id::AccountId,
};
use sqlx::AssertSqlSafe;

use crate::{Connection, Store, StoreError, db::on};

/// What is kept of a sign-in while a provider is asked.
#[derive(Clone, PartialEq, Eq)]
pub struct AwaitedAnswer {
    /// The provider, by its code.
    pub provider: String,
    /// What the identity token has to repeat.
    pub nonce: String,
    /// What proves to the provider that whoever has the code is who began.
    pub verifier: String,
    /// The address in Fyren that the user goes on to; empty for the start page.
    pub till: String,
}

domain::private_debug!(AwaitedAnswer, provider);

impl Connection {
    /// The accounts among whose users one has what a provider vouches for, in any organisation, each once.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn accounts_with(&mut self, id: &VouchedId) -> Result<Vec<Candidate>, StoreError> {
        let (id, column) = match id {
            VouchedId::HsaId(id) => (id.to_string(), "hsa_id"),
            VouchedId::CivicNumber(number) => (number.to_string(), "civic_number"),
        };
        let sql = format!(
            "SELECT DISTINCT w.id, w.active, NOT EXISTS (SELECT 1 FROM organisation_user o WHERE o.account_id = w.id \
             AND o.removed IS NULL AND o.{column} <> $1) FROM organisation_user u JOIN account w ON w.id = u.account_id \
             WHERE u.{column} = $1 AND u.removed IS NULL ORDER BY w.id"
        );
        let rows: Vec<(i64, bool, bool)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_all(c).await?);
        let candidate = |(id, usable, agreed)| Candidate { account: AccountId(id), usable, agreed };
        Ok(rows.into_iter().map(candidate).collect())
    }

    /// Whether somebody else has an HSA-id in an organisation that an account is a user of.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn hsa_id_is_taken(&mut self, account: AccountId, hsa_id: &HsaId) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM organisation_user u JOIN organisation_user o ON o.organisation_id = \
                   u.organisation_id WHERE u.account_id = $1 AND u.removed IS NULL AND o.removed IS NULL \
                   AND o.account_id <> $1 AND o.hsa_id = $2)";
        Ok(on!(self, c => sqlx::query_scalar(sql).bind(account.0).bind(hsa_id.as_str()).fetch_one(c).await?))
    }
}

impl Store {
    /// Keeps what is awaited from a provider, under the hashes of the state that it is to repeat and of what the browser is to show.
    /// What was begun before an instant goes.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn await_answer(
        &self,
        (state_hash, browser_hash): (&str, &str),
        awaited: &AwaitedAnswer,
        at: DateTime<Utc>,
        forgotten_before: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut writer = self.write_aside().await?;
        let old = "DELETE FROM provider_sign_in WHERE begun < $1";
        on!(writer, c => sqlx::query(old).bind(forgotten_before.timestamp_millis()).execute(c).await.map(drop)?);
        let sql = "INSERT INTO provider_sign_in (state_hash, browser_hash, provider, nonce, verifier, till, begun) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        on!(writer, c => sqlx::query(sql).bind(state_hash).bind(browser_hash).bind(&awaited.provider)
            .bind(&awaited.nonce).bind(&awaited.verifier).bind(&awaited.till).bind(at.timestamp_millis())
            .execute(c).await.map(drop)?);
        Ok(())
    }

    /// Takes what is awaited under a state by a browser and was begun no earlier than an instant: whoever comes second finds
    /// nothing. Another browser finds nothing either, and takes nothing away from the one that began.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_awaited_answer(
        &self,
        (state_hash, browser_hash): (&str, &str),
        begun_since: DateTime<Utc>,
    ) -> Result<Option<AwaitedAnswer>, StoreError> {
        let mut writer = self.write_aside().await?;
        let sql = "DELETE FROM provider_sign_in WHERE state_hash = $1 AND browser_hash = $2 AND begun >= $3 \
                   RETURNING provider, nonce, verifier, till";
        let taken: Option<(String, String, String, String)> = on!(writer, c => sqlx::query_as(sql).bind(state_hash)
            .bind(browser_hash).bind(begun_since.timestamp_millis()).fetch_optional(c).await?);
        Ok(taken.map(|(provider, nonce, verifier, till)| AwaitedAnswer { provider, nonce, verifier, till }))
    }
}
