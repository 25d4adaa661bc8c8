//! Letters (requirement K22): templates of a municipality, and letters to chosen people, one each, of which each is registered
//! as a contact *Brev*.
//!
//! Letters are written by a job ([`crate::jobs`]), which registers the contacts and can be taken back. What a letter says of
//! somebody is kept nowhere: it is read when the letters are put on paper, with the eyes of whoever asks for them, so that
//! nobody gets the address of somebody who has become protected meanwhile. What they look like on paper is no matter of this
//! crate.

mod senders;
mod templates;
mod writing;

use chrono::TimeDelta;
use domain::{
    access::Permission,
    id::{AccountId, CaseId, JobId},
    job::JobKind,
    letter::{
        LetterRefusal,
        form::{FormRefusal, LettersForm, names_follow_up},
        sender::{Sender, SenderField},
    },
    municipality::MunicipalityCode,
    operation::{EntityKind, OperationKind},
};
use store::{Connection, Identity, StoreError};
pub use store::{Recipient, TemplateRecord};

pub(crate) use senders::of as sender_of;
pub use senders::{SenderFailure, save_sender, sender, sender_form, senders, set_sender};
pub use templates::{
    add_template, municipalities, problems, remove_template, save_template, template, templates,
};
pub use writing::{LANGUAGE, Letter, Letters, Printed, Signed};

use crate::{ServiceError, Services, jobs, session::Session, turn::turn};

/// The most letters that are written at a time.
pub const MOST: usize = 10_000;
/// How many letters a file has at most: what is set and sent while somebody waits.
pub const IN_A_FILE: usize = 500;
/// How many people are read at once while the first who gets a letter is looked for.
const READ_AT_ONCE: usize = 50;
/// How many letters a page of a preview shows.
pub const SHOWN: usize = 25;
/// How many of those who get no letter a preview names.
const MOST_NAMED: usize = 200;
/// For how long letters are put on paper once they have been written. They are read anew each time, and are not to be taken
/// for what was sent long ago.
const FETCHABLE_FOR: TimeDelta = TimeDelta::days(7);

/// Why a template is not saved, or no letters are written. Nothing has then been changed.
#[derive(Debug, thiserror::Error)]
pub enum LetterFailure {
    /// Something is wrong with what stands in the form.
    #[error("refused")]
    Refused(Vec<FormRefusal>),
    /// Another has changed the template since it was seen.
    #[error("changed meanwhile")]
    ChangedMeanwhile {
        /// The template as it is now.
        now: Box<TemplateRecord>,
    },
    /// It could not be tried, or is out of reach.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<StoreError> for LetterFailure {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// What letters would be like, and who would get none.
#[derive(Clone, PartialEq, Eq)]
pub struct Preview {
    /// How many letters there would be.
    pub letters: usize,
    /// The first of those who would get none, by case and name, and why.
    pub refused: Vec<(CaseId, String, LetterRefusal)>,
    /// How many would get none.
    pub without: usize,
    /// The place of the first letter that is shown, from 0.
    pub from: usize,
    /// The letters that are shown, by case and name.
    pub shown: Vec<(CaseId, String, Letter)>,
    /// What stands above each of them.
    pub printed: Printed,
    /// What the sender's block lacks.
    pub empty: Vec<SenderField>,
}

domain::private_debug!(Preview, letters, without);

/// Reads the form by which letters are written, and answers with the template as it is.
///
/// # Errors
/// What is wrong with it; [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn read(
    services: &Services,
    session: &Session,
    form: &LettersForm,
) -> Result<(TemplateRecord, Letters), LetterFailure> {
    let today = services.today();
    let chosen = form.chosen();
    let record = templates(services, session).await?.into_iter().find(|record| Some(record.id) == chosen);
    let is_named = record.as_ref().map(|record| names_follow_up(&record.subject, &record.text));
    let follow_up = form.read(is_named, today).map_err(LetterFailure::Refused)?;
    let record = record.ok_or(ServiceError::NotFound)?;
    let letters = Letters {
        municipality: record.municipality,
        title: record.name.clone(),
        subject: record.subject.clone(),
        text: record.text.clone(),
        sent: today,
        follow_up,
    };
    Ok((record, letters))
}

fn identity(recipient: &Recipient) -> Identity {
    Identity { row: recipient.case.0, person: Some(recipient.person) }
}

/// What letters to the people of cases would be like; those of a page of them, from 1, are shown. Whose names and addresses
/// are shown stands in the journal before they are answered.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn preview(
    services: &Services,
    session: &Session,
    cases: &[i64],
    (letters, sender): (&Letters, &Sender),
    page: usize,
) -> Result<Preview, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let cases: Vec<CaseId> = cases.iter().copied().map(CaseId).collect();
    let turn = turn().await?;
    let recipients = services.store.read_snapshot(&scope).await?.recipients(&scope, &cases).await?;
    let desk = letters.desk(sender, (session.account, &session.name))?;
    let mut preview = Preview {
        letters: 0,
        refused: Vec::new(),
        without: 0,
        from: page.saturating_sub(1).saturating_mul(SHOWN),
        shown: Vec::new(),
        printed: letters.printed(sender, Vec::new()),
        empty: sender.empty(),
    };
    let mut told = Vec::new();
    for recipient in &recipients {
        match desk.to(recipient) {
            Ok(letter) => {
                if preview.letters >= preview.from && preview.shown.len() < SHOWN {
                    preview.shown.push((recipient.case, recipient.name.full(), letter));
                    told.push(identity(recipient));
                }
                preview.letters += 1;
            }
            Err(refusal) => {
                preview.without += 1;
                if preview.refused.len() < MOST_NAMED {
                    preview.refused.push((recipient.case, recipient.name.full(), refusal));
                    told.push(identity(recipient));
                }
            }
        }
    }
    // The journal has one writer; nobody else waits for their turn meanwhile.
    drop((recipients, turn));
    tell(services, session, letters.municipality, PREVIEW, &told).await?;
    Ok(preview)
}

/// The first of the letters to the people of cases, as it would be on paper. Nobody else is told of, and nobody is read who
/// comes much later.
///
/// # Errors
/// As [`preview`]; [`ServiceError::NotFound`] where none of them would get one.
pub async fn first(
    services: &Services,
    session: &Session,
    cases: &[i64],
    letters: &Letters,
) -> Result<Printed, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let cases: Vec<CaseId> = cases.iter().copied().map(CaseId).collect();
    let mut connection = services.store.read_snapshot(&scope).await?;
    let sender = sender_of(&mut connection, letters.municipality).await?;
    let desk = letters.desk(&sender, (session.account, &session.name))?;
    let mut found = None;
    for after in (0..cases.len()).step_by(READ_AT_ONCE) {
        let recipients = connection.recipients_among(&scope, &cases, after, READ_AT_ONCE).await?;
        found = recipients.iter().find_map(|recipient| {
            let letter = desk.to(recipient).ok()?;
            Some((identity(recipient), letter))
        });
        if found.is_some() || recipients.len() < READ_AT_ONCE {
            break;
        }
    }
    drop(connection);
    let (identity, letter) = found.ok_or(ServiceError::NotFound)?;
    tell(services, session, letters.municipality, PREVIEW, &[identity]).await?;
    Ok(letters.printed(&sender, vec![letter]))
}

/// How many letters of a job can be put on paper, by the place of the last: each keeps its place, and so its file, when
/// another is removed. None once they have been written too long ago, or have been taken back.
///
/// # Errors
/// [`ServiceError::NotFound`] for a job that the user does not follow.
pub async fn of_job(services: &Services, session: &Session, id: JobId) -> Result<usize, ServiceError> {
    match written(services, session, id).await? {
        Some(_) => Ok(services.store.read(&session.scope()).await?.letter_places(id).await?),
        None => Ok(0),
    }
}

/// The letters of a job as they are put on paper, by the number of their file from one. That they are read stands in the
/// journal before they are answered. Whoever could not be written to any more is left out.
///
/// # Errors
/// [`ServiceError::NotFound`] for a job that the user does not follow, and for a file that there is not.
pub async fn file(
    services: &Services,
    session: &Session,
    id: JobId,
    number: usize,
) -> Result<Printed, ServiceError> {
    file_of(services, session, id, number, IN_A_FILE).await
}

/// The same of files that have so many letters.
///
/// # Errors
/// As [`file`].
pub async fn file_of(
    services: &Services,
    session: &Session,
    id: JobId,
    number: usize,
    in_a_file: usize,
) -> Result<Printed, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let ((account, writer), letters) = written(services, session, id).await?.ok_or(ServiceError::NotFound)?;
    let first = number.checked_sub(1).and_then(|place| place.checked_mul(in_a_file));
    let first = first.filter(|first| *first < MOST).ok_or(ServiceError::NotFound)?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let cases = connection.lettered_cases(id, first..first + in_a_file).await?;
    let recipients = connection.recipients(&scope, &cases).await?;
    let sender = sender_of(&mut connection, letters.municipality).await?;
    drop(connection);
    let desk = letters.desk(&sender, (account, &writer))?;
    let (mut people, mut printed) = (Vec::new(), Vec::new());
    for recipient in &recipients {
        if let Ok(letter) = desk.to(recipient) {
            people.push(identity(recipient));
            printed.push(letter);
        }
    }
    if printed.is_empty() {
        return Err(ServiceError::NotFound);
    }
    tell(services, session, letters.municipality, &format!("job {id}: fetched"), &people).await?;
    Ok(letters.printed(&sender, printed))
}

/// What a job has written, and by whom.
async fn written(
    services: &Services,
    session: &Session,
    id: JobId,
) -> Result<Option<((AccountId, String), Letters)>, ServiceError> {
    let (job, _) = jobs::reached(services, session, id).await?;
    let is_recent = services.now() - job.begun <= FETCHABLE_FOR;
    if job.kind != JobKind::WriteLetters || !job.state.is_over() || !is_recent {
        return Ok(None);
    }
    let mut connection: Connection = services.store.read_snapshot(&session.scope()).await?;
    Ok(connection.letter_batch(id).await?.map(|batch| ((job.account, job.name), batch.into())))
}

/// What the journal says of letters that are looked at before they are written.
const PREVIEW: &str = "preview";

async fn tell(
    services: &Services,
    session: &Session,
    municipality: MunicipalityCode,
    reason: &str,
    read: &[Identity],
) -> Result<(), ServiceError> {
    if read.is_empty() {
        return Ok(());
    }
    let operation = services.operation(OperationKind::Letters, session.actor(), Some(municipality), reason);
    let mut transaction = services.store.operate(operation).await?;
    transaction.record_reads(EntityKind::Case, read).await?;
    Ok(transaction.commit().await?)
}
