//! The profiles of lists, and which one is chosen.

use std::collections::HashMap;

use domain::{
    id::{AccountId, GrantId, ProfileId},
    list::profile::{ListProfile, ProfileName, Sharing, StoredView},
    municipality::MunicipalityCode,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, Store, StoreError,
    db::on,
    dialect::{Database, json_integers, json_texts},
    policies::municipality,
};

/// A profile to be made.
#[derive(Clone, Debug)]
pub struct NewProfile<'a> {
    /// Whose.
    pub owner: AccountId,
    /// Of which list, by its code.
    pub list: &'a str,
    /// What it is called.
    pub name: &'a ProfileName,
    /// Who has it.
    pub sharing: Sharing,
    /// Where it is shared; nowhere for a private one.
    pub municipalities: &'a [MunicipalityCode],
    /// What it shows.
    pub view: &'a StoredView,
}

#[derive(sqlx::FromRow)]
struct ProfileRow {
    id: i64,
    account_id: i64,
    owner_name: String,
    name: String,
    sharing: String,
    query: String,
    private_filter: String,
    overlay_query: Option<String>,
    overlay_filter: Option<String>,
}

impl ProfileRow {
    fn into_profile(self, municipalities: Vec<MunicipalityCode>) -> Result<ListProfile, StoreError> {
        let nonsense = |what: &str| StoreError::Inconsistent(format!("the {what} of profile {}", self.id));
        Ok(ListProfile {
            id: ProfileId(self.id),
            name: ProfileName::try_from(self.name.as_str()).map_err(|_| nonsense("name"))?,
            owner: AccountId(self.account_id),
            owner_name: self.owner_name.clone(),
            sharing: Sharing::from_code(&self.sharing).ok_or_else(|| nonsense("sharing"))?,
            municipalities,
            view: StoredView { query: self.query, private_filter: self.private_filter },
            overlay: (self.overlay_query.zip(self.overlay_filter))
                .map(|(query, private_filter)| StoredView { query, private_filter }),
        })
    }
}

impl Connection {
    /// The profiles of a list that an account has where it acts in some municipalities: its own private ones, and those
    /// that are shared in one of them, with what it has changed in them for itself. In the order of their identities.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn profiles(
        &mut self,
        list: &str,
        account: AccountId,
        municipalities: &[MunicipalityCode],
    ) -> Result<Vec<ListProfile>, StoreError> {
        let sql = format!(
            "SELECT p.id, p.account_id, a.name AS owner_name, p.name, p.sharing, p.query, p.private_filter, \
               o.query AS overlay_query, o.private_filter AS overlay_filter \
             FROM list_profile p JOIN account a ON a.id = p.account_id \
             LEFT JOIN list_profile_overlay o ON o.profile_id = p.id AND o.account_id = $2 \
             WHERE p.list = $1 AND p.id IN ( \
               SELECT id FROM list_profile WHERE account_id = $2 AND list = $1 AND sharing = 'private' \
               UNION ALL SELECT profile_id FROM list_profile_municipality WHERE municipality IN {}) \
             ORDER BY p.id",
            self.database().texts("$3")
        );
        let codes = json_texts(municipalities.iter().map(|code| code.as_str().to_owned()));
        let rows: Vec<ProfileRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(list).bind(account.0)
            .bind(codes).fetch_all(c).await?);
        let mut places = match rows.is_empty() {
            true => HashMap::new(),
            false => self.places_of(rows.iter().map(|row| row.id)).await?,
        };
        rows.into_iter()
            .map(|row| {
                let shared_in = places.remove(&row.id).unwrap_or_default();
                row.into_profile(shared_in)
            })
            .collect()
    }

    /// Where profiles are shared.
    async fn places_of(
        &mut self,
        profiles: impl Iterator<Item = i64>,
    ) -> Result<HashMap<i64, Vec<MunicipalityCode>>, StoreError> {
        let sql = format!(
            "SELECT profile_id, municipality FROM list_profile_municipality WHERE profile_id IN {} \
             ORDER BY profile_id, municipality",
            self.database().integers("$1")
        );
        let ids = json_integers(profiles);
        let rows: Vec<(i64, String)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(c).await?);
        let mut places = HashMap::<i64, Vec<MunicipalityCode>>::new();
        for (profile, code) in rows {
            places.entry(profile).or_default().push(municipality(&code)?);
        }
        Ok(places)
    }

    /// The profiles that an account has made of a list, wherever they are shared, by the keys of their names.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn profile_names(
        &mut self,
        list: &str,
        account: AccountId,
    ) -> Result<Vec<(ProfileId, String)>, StoreError> {
        let sql = "SELECT id, name_key FROM list_profile WHERE account_id = $1 AND list = $2 ORDER BY id";
        let rows: Vec<(i64, String)> =
            on!(self, c => sqlx::query_as(sql).bind(account.0).bind(list).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id, key)| (ProfileId(id), key)).collect())
    }

    /// What has been chosen for a list in a role: a profile, or `Some(None)` for the list as it starts; `None` when nothing
    /// has been chosen.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn active_profile(
        &mut self,
        acting_in: GrantId,
        list: &str,
    ) -> Result<Option<Option<ProfileId>>, StoreError> {
        let sql = "SELECT profile_id FROM active_profile WHERE grant_id = $1 AND list = $2";
        let found: Option<Option<i64>> =
            on!(self, c => sqlx::query_scalar(sql).bind(acting_in.0).bind(list).fetch_optional(c).await?);
        Ok(found.map(|chosen| chosen.map(ProfileId)))
    }

    /// Keeps what an account has changed in a shared profile for itself alone, in the place of what it had changed before;
    /// `None` forgets that. Of two at once the last one stays, and a profile that is gone, or no longer shared, has none.
    async fn set_overlay(
        &mut self,
        account: AccountId,
        profile: ProfileId,
        overlay: Option<&StoredView>,
    ) -> Result<(), StoreError> {
        let Some(view) = overlay else {
            let sql = "DELETE FROM list_profile_overlay WHERE account_id = $1 AND profile_id = $2";
            on!(self, c => sqlx::query(sql).bind(account.0).bind(profile.0).execute(c).await.map(drop)?);
            return Ok(());
        };
        // What is being removed is waited for, so that nothing is kept of what is gone.
        let lock = match self.database() {
            Database::Sqlite => "",
            Database::Postgres => "FOR KEY SHARE",
        };
        let sql = format!(
            "INSERT INTO list_profile_overlay (account_id, profile_id, query, private_filter) \
             SELECT CAST($1 AS bigint), id, CAST($3 AS text), CAST($4 AS text) FROM list_profile \
             WHERE id = $2 AND sharing <> 'private' {lock} \
             ON CONFLICT (account_id, profile_id) DO UPDATE \
             SET query = excluded.query, private_filter = excluded.private_filter"
        );
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(account.0).bind(profile.0).bind(&view.query)
            .bind(&view.private_filter).execute(c).await.map(drop)?);
        Ok(())
    }
}

impl Store {
    /// Keeps what an account has changed in a shared profile for itself alone; `None` forgets it. It is no change of the
    /// register and of nobody else's, so the journal does not tell of it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_overlay(
        &self,
        account: AccountId,
        profile: ProfileId,
        overlay: Option<&StoredView>,
    ) -> Result<(), StoreError> {
        self.write_aside().await?.set_overlay(account, profile, overlay).await
    }
}

impl OperationTransaction {
    /// Lets nobody else change profiles until the end, so that what is read of them stays true. It is to come before the
    /// reading. Whoever only reads waits for nobody.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn lock_profiles(&mut self) -> Result<(), StoreError> {
        if self.database() == Database::Postgres {
            let sql = "LOCK TABLE list_profile IN SHARE ROW EXCLUSIVE MODE";
            on!(self, c => sqlx::query(sql).execute(c).await.map(drop)?);
        }
        Ok(())
    }

    /// Makes a profile.
    ///
    /// # Errors
    /// When the database refuses, for instance because the name is taken or a shared profile says who people are.
    pub async fn add_profile(&mut self, profile: &NewProfile<'_>) -> Result<ProfileId, StoreError> {
        let sql = "INSERT INTO list_profile (account_id, list, name, name_key, sharing, query, private_filter) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
        let NewProfile { owner, list, name, sharing, municipalities, view } = profile;
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(owner.0).bind(*list).bind(name.as_str())
            .bind(name.key()).bind(sharing.code()).bind(&view.query).bind(&view.private_filter).fetch_one(c).await?);
        self.share_profile(ProfileId(id), municipalities).await?;
        Ok(ProfileId(id))
    }

    /// Makes a profile what it is given as: its name, who has it and what it shows. Its maker stays.
    ///
    /// # Errors
    /// As [`OperationTransaction::add_profile`].
    pub async fn save_profile(&mut self, profile: &ListProfile) -> Result<(), StoreError> {
        let sql = "UPDATE list_profile SET name = $2, name_key = $3, sharing = $4, query = $5, private_filter = $6 \
                   WHERE id = $1";
        let ListProfile { id, name, sharing, municipalities, view, .. } = profile;
        on!(self, c => sqlx::query(sql).bind(id.0).bind(name.as_str()).bind(name.key()).bind(sharing.code())
            .bind(&view.query).bind(&view.private_filter).execute(c).await.map(drop)?);
        self.share_profile(*id, municipalities).await
    }

    async fn share_profile(
        &mut self,
        id: ProfileId,
        municipalities: &[MunicipalityCode],
    ) -> Result<(), StoreError> {
        let forget = "DELETE FROM list_profile_municipality WHERE profile_id = $1";
        on!(self, c => sqlx::query(forget).bind(id.0).execute(c).await.map(drop)?);
        for code in municipalities {
            let sql = "INSERT INTO list_profile_municipality (profile_id, municipality) VALUES ($1, $2)";
            on!(self, c => sqlx::query(sql).bind(id.0).bind(code.as_str()).execute(c).await.map(drop)?);
        }
        Ok(())
    }

    /// Forgets what an account has changed in a profile for itself alone.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_overlay(&mut self, account: AccountId, profile: ProfileId) -> Result<(), StoreError> {
        self.set_overlay(account, profile, None).await
    }

    /// Forgets what anybody has changed in a profile for themselves alone: nobody else has it any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_overlays(&mut self, profile: ProfileId) -> Result<(), StoreError> {
        let sql = "DELETE FROM list_profile_overlay WHERE profile_id = $1";
        on!(self, c => sqlx::query(sql).bind(profile.0).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Removes a profile, with what anybody has changed in it for themselves. Whoever had chosen it has chosen nothing from then on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_profile(&mut self, id: ProfileId) -> Result<(), StoreError> {
        let sql = "DELETE FROM list_profile WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(id.0).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Notes what has been chosen for a list in a role; `None` is the list as it starts.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn choose_profile(
        &mut self,
        acting_in: GrantId,
        list: &str,
        profile: Option<ProfileId>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO active_profile (grant_id, list, profile_id) VALUES ($1, $2, $3) \
                   ON CONFLICT (grant_id, list) DO UPDATE SET profile_id = excluded.profile_id";
        on!(self, c => sqlx::query(sql).bind(acting_in.0).bind(list).bind(profile.map(|profile| profile.0))
            .execute(c).await.map(drop)?);
        Ok(())
    }
}
