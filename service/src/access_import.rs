//! Many users of an organisation at once from a table that is pasted, as from a spreadsheet: looked at first, and then done as one
//! operation.

use csv::ReaderBuilder;
use domain::{
    access::{
        user::UserForm,
        user_import::{self, ImportRow, RowOutcome, TableRefusal},
    },
    id::OrganisationUserId,
};
use store::{AccessUserRecord, Connection};

use crate::{
    ServiceError, Services,
    access_users::{AccessFailure, AccessRefusal, begin, insert, organisation, put},
    session::Session,
};

/// What a table would do, row by row.
pub struct ImportPlan {
    /// Its rows.
    pub rows: Vec<ImportRow>,
    /// What each would do.
    pub outcomes: Vec<RowOutcome>,
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

/// The lines of a table and their cells. Cells are parted by tabs, as spreadsheets paste them, by semicolons or by commas, by what
/// the first line has.
fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let parted_by =
        [b'\t', b';', b','].into_iter().find(|mark| first.as_bytes().contains(mark)).unwrap_or(b'\t');
    // As browsers send it, a line ends with two characters, of which the second would begin the next.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut reader = ReaderBuilder::new()
        .delimiter(parted_by)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // Text is read, so that nothing in it is no text.
    let records = reader.records().map_while(Result::ok);
    let (mut line, mut counted) = (1, 0);
    records
        .map(|record| {
            // The record stands after the empty lines that were passed over, which are counted too.
            let from = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
            let passed = text.get(from..).unwrap_or_default();
            let from = from + passed.len() - passed.trim_start_matches('\n').len();
            line += text.get(counted..from).unwrap_or_default().matches('\n').count();
            counted = from;
            (line, record.iter().map(str::to_owned).collect())
        })
        .collect()
}

fn form(user: &AccessUserRecord) -> UserForm {
    UserForm {
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        hsa_id: user.hsa_id.clone(),
        e_mail: user.e_mail.clone(),
    }
}

async fn planned(
    connection: &mut Connection,
    services: &Services,
    session: &Session,
    text: &str,
) -> Result<(ImportPlan, Vec<AccessUserRecord>), AccessFailure> {
    let organisation = organisation(session)?;
    let rows =
        user_import::rows(cells(text)).map_err(|refusal: TableRefusal| AccessRefusal::Table(refusal))?;
    let users = connection.access_users(organisation.id).await?;
    let known: Vec<(OrganisationUserId, UserForm)> = users.iter().map(|user| (user.id, form(user))).collect();
    let outcomes = user_import::plan(&rows, &known, services.today());
    Ok((ImportPlan { rows, outcomes }, users))
}

/// What a table would do; nothing is done.
///
/// # Errors
/// [`AccessRefusal::Table`] for one that cannot be read.
pub async fn preview(
    services: &Services,
    session: &Session,
    text: &str,
) -> Result<ImportPlan, AccessFailure> {
    let mut connection = services.store.read_snapshot().await?;
    Ok(planned(&mut connection, services, session, text).await?.0)
}

/// Adds and changes the users of a table as one operation. Rows in which something is wrong are left out.
///
/// # Errors
/// [`AccessRefusal::Table`] for one that cannot be read, [`AccessRefusal::NothingToImport`] when no row does anything.
pub async fn import(services: &Services, session: &Session, text: &str) -> Result<ImportPlan, AccessFailure> {
    let mut transaction = begin(services, session, "import").await?;
    session.is_posted_first(&mut transaction, services.now()).await?;
    let (plan, users) = planned(&mut transaction, services, session, text).await?;
    if plan.doing() == 0 {
        return Err(AccessRefusal::NothingToImport.into());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_parted_as_the_first_line_parts_them() {
        for (text, expected) in [
            ("a\tb;c\nd\te", vec![vec!["a", "b;c"], vec!["d", "e"]]),
            ("\u{feff}a;b,c\r\n\"d;1\";e\r\n", vec![vec!["a", "b,c"], vec!["d;1", "e"]]),
            ("a,b", vec![vec!["a", "b"]]),
            ("", vec![]),
        ] {
            let found: Vec<Vec<String>> = cells(text).into_iter().map(|(_, cells)| cells).collect();
            assert_eq!(found, expected, "{text:?}");
        }
        for text in ["a\tb\n\n\nc\td\ne\tf", "a\tb\r\n\r\n\r\nc\td\r\ne\tf\r\n"] {
            let lines: Vec<usize> = cells(text).into_iter().map(|(line, _)| line).collect();
            assert_eq!(lines, [1, 4, 5], "{text:?}");
        }
    }
}
