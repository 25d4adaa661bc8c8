//! Messages between users, and what the system tells. How the pages are drawn stands in [`crate::page::messages`].

use std::collections::BTreeMap;

use domain::{
    id::UserMessageId,
    language::{Language, Message, Named},
    note_guard::RiskKind,
    user_message::{MessageBox, UserMessageForm, UserMessageRefusal, answer_subject},
};
use service::{
    ServiceError, Services, mail,
    session::{Session, form_token},
    user_messages::{self, Mark, UserMessageFailure},
};

use super::{
    drawn::{Reader, parameter},
    form::{self, Draft, Problem, Told, back, draft, kept, on, poster},
    own::DONE,
    request, response,
};
use crate::{
    error::AppError,
    page::{messages as page, own::Done},
    path,
    serverfn::drawn::Drawn,
    words::MessageWords,
};

/// What can be done with a message that has been received, as its forms say it.
pub mod what {
    /// It is to be read later.
    pub const UNREAD: &str = "unread";
    /// It is out of the way.
    pub const PUT_AWAY: &str = "put-away";
    /// It is among the others again.
    pub const TAKE_BACK: &str = "take-back";
}

/// How many messages the reader has not read. One that the page shows that is asked for is being read.
///
/// # Errors
/// When the database does not answer.
pub async fn unread(services: &Services, session: &Session) -> Result<i64, AppError> {
    let page = request::page();
    let opened = page.and_then(|page| path::message_of(page.split('?').next().unwrap_or_default()));
    Ok(user_messages::unread(services, session, opened).await?)
}

/// Draws one of the reader's boxes.
///
/// # Errors
/// When the database does not answer.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let of = parameter(search, path::PART_PARAMETER).and_then(|code| MessageBox::from_code(&code));
    let of = of.unwrap_or(MessageBox::Received);
    let number = parameter(search, path::PAGE_PARAMETER).and_then(|page| page.parse().ok()).unwrap_or(1);
    let found = user_messages::read_box(services, session, of, number).await?;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let aloud = told.join(" ");
    let drawn = form::page(words.all_messages(), false, page::list(found, of, told, words), words);
    Ok(Drawn { told: aloud, ..drawn })
}

/// Draws a message.
///
/// # Errors
/// [`AppError::NotFound`] for one that the reader has neither sent nor received.
pub async fn draw_one(reader: &Reader, id: UserMessageId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let found = user_messages::open(services, session, id).await?;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let aloud = told.join(" ");
    let title = page::subject(&found, *language);
    let view = page::one(&found, told, *language);
    Ok(Drawn { told: aloud, ..form::page(&title, false, view, *language) })
}

/// Draws the form of a new message, or of an answer.
///
/// # Errors
/// [`AppError::NotFound`] for an answer to what the reader has not received from another user.
pub async fn draw_new(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let answers = match parameter(search, path::ANSWER_PARAMETER) {
        Some(id) => Some(UserMessageId(id.parse().map_err(|_| AppError::NotFound)?)),
        None => None,
    };
    let answered = match answers {
        Some(id) => Some(user_messages::to_answer(services, session, id).await?),
        None => None,
    };
    let draft = draft(reader, search).await?;
    let form = match (draft.is_filled_in(), answered) {
        (true, _) => UserMessageForm::of(&draft.fields),
        (false, Some((receiver, subject))) => UserMessageForm {
            receivers: [receiver].into(),
            subject: answer_subject(&subject, words),
            text: String::new(),
        },
        (false, None) => UserMessageForm::default(),
    };
    let receivers = user_messages::receivers(services, session).await?;
    let page = page::Writing {
        receivers: &receivers,
        organisation: &session.acting.organisation,
        form: &form,
        answers,
        once: &form_token()?,
        draft: &draft,
        words,
    };
    Ok(form::page(words.new_message(), draft.is_refused(), page.view(), words))
}

/// Where a message is written, or one answered.
fn writing(answers: Option<UserMessageId>) -> String {
    answers.map_or_else(|| path::NEW_MESSAGE.to_owned(), path::answer_message)
}

/// Sends a message, and leads to those that have been sent.
///
/// # Errors
/// When nobody is signed in, or the database does not answer.
pub async fn send(
    fields: BTreeMap<String, String>,
    read: BTreeMap<String, String>,
    answers: Option<UserMessageId>,
) -> Result<(), AppError> {
    let here = writing(answers);
    let read = read.keys().filter_map(|kind| RiskKind::from_code(kind)).collect();
    let draft = Draft { fields, read, ..Draft::default() };
    let Some(reader) = poster(&here, || draft.clone().interrupted()).await? else { return Ok(()) };
    let reader = reader.posting(&here, &draft.fields);
    let Reader { services, session, language } = &reader;
    let sent = path::messages(MessageBox::Sent, 1);
    let form = UserMessageForm::of(&draft.fields);
    match user_messages::send(services, session, &form, answers, &draft.read).await {
        Ok(_) => on(&reader, &sent, language.message_sent()).await,
        Err(UserMessageFailure::Unavailable(ServiceError::DoneBefore)) => {
            on(&reader, &sent, language.message_sent_before()).await
        }
        Err(UserMessageFailure::Refused(refusals)) => {
            let problem = |refusal: &UserMessageRefusal| Problem {
                field: Some(refusal.field().code().to_owned()),
                text: refusal.message(*language),
            };
            let problems = refusals.iter().map(problem).collect();
            back(&reader, &here, Draft { problems, ..draft }).await
        }
        Err(UserMessageFailure::Risky(risks)) => back(&reader, &here, Draft { risks, ..draft }).await,
        Err(UserMessageFailure::Unavailable(error)) => Err(response::answer_with(error)),
    }
}

/// Does something with a message that has been received, and leads back to the box.
///
/// # Errors
/// [`AppError::NotFound`] for any other, [`AppError::Invalid`] for what cannot be done.
pub async fn mark(id: UserMessageId, asked: &str) -> Result<(), AppError> {
    let here = path::message(id);
    let Some(reader) = poster(&here, || None::<Draft>).await? else { return Ok(()) };
    let Reader { services, session, language } = &reader;
    let (mark, told): (Mark, fn(Language) -> &'static str) = match asked {
        what::UNREAD => (Mark::Unread, |words| words.message_unread()),
        what::PUT_AWAY => (Mark::PutAway(services.now()), |words| words.message_put_away()),
        what::TAKE_BACK => (Mark::TakenBack, |words| words.message_taken_back()),
        _ => return Err(response::answer_with(AppError::Invalid)),
    };
    let marked = user_messages::mark(services, session, id, mark).await;
    marked.map_err(response::answer_with)?;
    on(&reader, path::MESSAGES, told(*language)).await
}

/// Chooses whether the reader is told by e-mail, and leads back to *Min sida*.
///
/// # Errors
/// [`AppError::NotFound`] where no letters are sent.
pub async fn choose_mail(is_wanted: bool) -> Result<(), AppError> {
    let Some(reader) = poster(path::OWN_PAGE, || None::<Draft>).await? else { return Ok(()) };
    let chosen = mail::choose(&reader.services, &reader.session, is_wanted).await;
    chosen.map_err(response::answer_with)?;
    let done = if is_wanted { Done::MailOn } else { Done::MailOff };
    response::see_other(&path::with(path::OWN_PAGE, DONE, done.code()));
    Ok(())
}
