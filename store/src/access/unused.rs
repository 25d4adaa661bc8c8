//! When what has been given is acted in.

use chrono::NaiveDate;
use domain::{
    access::unused::unused_since_at_latest,
    id::{GrantId, OrganisationId},
};

use crate::{Connection, OperationTransaction, Store, StoreError, db::on};

/// A permission given by itself is acted in with every role at the same place, but in that of an administrator, who uses
/// nothing.
const NOTE: &str = "UPDATE grant_use SET last_used = $2 WHERE (last_used IS NULL OR last_used < $2) AND grant_id IN \
    (SELECT g.id FROM access_grant a JOIN access_grant g ON g.account_id = a.account_id AND (g.id = a.id \
       OR g.kind = 'permission' AND a.kind <> 'administrator' AND g.organisation_id = a.organisation_id \
       AND (g.unit_id IS NULL) = (a.unit_id IS NULL)) \
     WHERE a.id = $1 AND g.from_day <= $2 AND (g.to_day IS NULL OR g.to_day >= $2))";

impl Connection {
    /// How many users of an organisation have something on a day that has not been acted in for so long that it is flagged.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn users_with_what_is_unused(
        &mut self,
        organisation: OrganisationId,
        day: NaiveDate,
    ) -> Result<i64, StoreError> {
        let sql = "SELECT count(DISTINCT r.account_id) FROM resting_grant r JOIN organisation_user u \
                   ON u.account_id = r.account_id AND u.organisation_id = r.organisation_id AND u.removed IS NULL \
                   WHERE r.organisation_id = $1 AND r.from_day <= $2 AND r.to_day >= $2 AND r.unused_since <= $3";
        Ok(
            on!(self, c => sqlx::query_scalar(sql).bind(organisation.0).bind(day).bind(unused_since_at_latest(day))
            .fetch_one(c).await?),
        )
    }
}

impl Store {
    /// Notes that a session has acted in something on a day. Of two notes that overtake each other the later day stands.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_use(&self, acting_in: GrantId, day: NaiveDate) -> Result<(), StoreError> {
        let mut writer = self.write_aside().await?;
        on!(writer, c => sqlx::query(NOTE).bind(acting_in.0).bind(day).execute(c).await.map(drop)?);
        Ok(())
    }
}

impl OperationTransaction {
    /// Notes that a session acts in something from a day on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_use(&mut self, acting_in: GrantId, day: NaiveDate) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(NOTE).bind(acting_in.0).bind(day).execute(c).await.map(drop)?);
        Ok(())
    }
}
