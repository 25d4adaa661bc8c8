//! Many users of an organisation at once from a table that is pasted, as from a spreadsheet: looked at first, and then done as one
//! operation.

use domain::{
    access::{
        user::UserForm,
        user_import::{self, ImportRow, RowOutcome, TableRefusal},
    },
    id::OrganisationUserId,
};
use sha2::{Digest, Sha256};
use store::{AccessUserRecord, Connection};

use crate::{
    ServiceError, Services,
    access_users::{AccessFailure, AccessRefusal, begin, insert, organisation, put},
    session::Session,
};

/// The lines of a table, each by its number and its cells.
pub type Table = Vec<(usize, Vec<String>)>;

/// What a table would do, row by row.
pub struct ImportPlan {
    /// Its rows.
    pub rows: Vec<ImportRow>,
    /// What each would do.
    pub outcomes: Vec<RowOutcome>,
    /// What tells this plan from every other: of another table, or of the same when a user has been changed since.
    pub seal: String,
}

impl ImportPlan {
    /// How many rows do something.
    pub fn doing(&self) -> usize {
        let does = |outcome: &&RowOutcome| matches!(outcome, RowOutcome::New(_) | RowOutcome::Changed { .. });
        self.outcomes.iter().filter(does).count()
    }

    /// How many rows are left out because something is wrong with them.
    pub fn wrong(&self) -> usize {
        self.outcomes.iter().filter(|outcome| matches!(outcome, RowOutcome::Wrong(_))).count()
    }
}

fn form(user: &AccessUserRecord) -> UserForm {
    UserForm {
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        hsa_id: user.hsa_id.clone(),
        e_mail: user.e_mail.clone(),
        civic_number: user.civic_number.clone(),
    }
}

async fn planned(
    connection: &mut Connection,
    services: &Services,
    session: &Session,
    table: Table,
) -> Result<(ImportPlan, Vec<AccessUserRecord>), AccessFailure> {
    let organisation = organisation(session)?;
    let rows = user_import::rows(table).map_err(|refusal: TableRefusal| AccessRefusal::Table(refusal))?;
    let users = connection.access_users(organisation.id).await?;
    let known: Vec<(OrganisationUserId, UserForm)> = users.iter().map(|user| (user.id, form(user))).collect();
    let outcomes = user_import::plan(&rows, &known, services.today());
    let seal = seal(&rows, &outcomes, &users);
    Ok((ImportPlan { rows, outcomes, seal }, users))
}

fn seal(rows: &[ImportRow], outcomes: &[RowOutcome], users: &[AccessUserRecord]) -> String {
    let mut digest = Sha256::new();
    let mut add = |text: &str| {
        // The length keeps two cells from being one.
        digest.update(text.len().to_le_bytes());
        digest.update(text);
    };
    for (row, outcome) in rows.iter().zip(outcomes) {
        let UserForm { first_name, last_name, hsa_id, e_mail, civic_number } = &row.form;
        add(&row.line.to_string());
        for cell in [first_name, last_name, hsa_id, e_mail, civic_number] {
            add(cell);
        }
        match outcome {
            RowOutcome::New(_) => add("new"),
            RowOutcome::Same => add("same"),
            RowOutcome::Wrong(_) => add("wrong"),
            RowOutcome::Changed { user, .. } => {
                let version = users.iter().find(|known| known.id == *user).map_or(0, |known| known.version);
                add(&format!("{user} {version}"));
            }
        }
    }
    hex::encode(digest.finalize())
}

/// What a table would do; nothing is done.
///
/// # Errors
/// [`AccessRefusal::Table`] for one that cannot be read.
pub async fn preview(
    services: &Services,
    session: &Session,
    table: Table,
) -> Result<ImportPlan, AccessFailure> {
    let mut connection = services.store.read_snapshot(&session.scope()).await?;
    Ok(planned(&mut connection, services, session, table).await?.0)
}

/// Adds and changes the users of a table as one operation, if it would do what has been looked at: the plan of that seal. Rows in which
/// something is wrong are left out.
///
/// # Errors
/// [`AccessRefusal::Table`] for one that cannot be read, [`AccessRefusal::NothingToImport`] when no row does anything,
/// [`AccessRefusal::NotLookedAt`] when it would do something else than what has been looked at.
pub async fn import(
    services: &Services,
    session: &Session,
    table: Table,
    looked_at: &str,
) -> Result<ImportPlan, AccessFailure> {
    let mut transaction = begin(services, session, "user-import").await?;
    session.is_posted_first(&mut transaction, services.now()).await?;
    let (plan, users) = planned(&mut transaction, services, session, table).await?;
    if plan.doing() == 0 {
        return Err(AccessRefusal::NothingToImport.into());
    }
    if plan.seal != looked_at {
        return Err(AccessRefusal::NotLookedAt.into());
    }
    let organisation = organisation(session)?;
    for outcome in &plan.outcomes {
        match outcome {
            RowOutcome::New(details) => {
                insert(&mut transaction, services, &organisation, details).await?;
            }
            RowOutcome::Changed { user, details, .. } => {
                let known = users.iter().find(|known| known.id == *user).ok_or(ServiceError::NotFound)?;
                put(&mut transaction, known, details).await?;
            }
            RowOutcome::Same | RowOutcome::Wrong(_) => {}
        }
    }
    transaction.commit().await?;
    Ok(plan)
}
