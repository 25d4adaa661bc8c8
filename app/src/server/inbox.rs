//! The inbox of notices from schools (requirement K19). How it is drawn stands in [`crate::page::inbox`].

use std::collections::BTreeMap;

use domain::{
    case::tab::CaseTab,
    civic_number::CivicNumber,
    id::NoticeId,
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
    note_guard::RiskKind,
    product_page::ProductPage,
    school_notice::{NoticeField, NoticeForm, NoticeKind, NoticeRefusal},
};
use service::{
    ServiceError, Services,
    note_guard::{self, Note},
    notices::{self, NoticeFailure, Notices},
    session::form_token,
};

use super::{
    drawn::{Reader, html, parameter},
    form::{self, Draft, Problem, Told, back, draft, kept, on, poster},
    response,
};
use crate::{
    error::AppError,
    page::{
        inbox,
        record::{Control, Field, named},
    },
    path,
    serverfn::drawn::Drawn,
    words::{CaseWords, InboxWords, RecordWords},
};

/// What a form asks for.
pub mod what {
    /// Make a contact of it.
    pub const CONTACT: &str = "contact";
    /// Put it aside.
    pub const PUT_ASIDE: &str = "put-aside";
}

/// The field in which the municipality is chosen.
const MUNICIPALITY: &str = "municipality";

/// Draws a page of the inbox.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that edits no cases.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let handled = parameter(search, path::PART_PARAMETER).as_deref() == Some(path::HANDLED);
    let which = if handled { Notices::Handled } else { Notices::Waiting };
    let page = parameter(search, path::PAGE_PARAMETER).and_then(|page| page.parse().ok()).unwrap_or(1);
    let inbox = notices::inbox(services, session, which, page).await?;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let drawn = Drawn {
        title: ProductPage::Inbox.name(*language).to_owned(),
        told: told.join(" "),
        body: html(inbox::list(inbox, handled, told, *language)),
        ..Drawn::default()
    };
    Ok(drawn)
}

/// Draws a notice.
///
/// # Errors
/// [`AppError::NotFound`] for one out of the reader's reach.
pub async fn draw_one(reader: &Reader, id: NoticeId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let notice = notices::notice(services, session, id).await?;
    let draft = draft(reader, search).await?;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let title = notice.notice.kind.name(*language);
    let aloud = told.join(" ");
    let view = inbox::one(&notice, &draft, told, *language);
    Ok(Drawn { told: aloud, ..form::page(title, draft.is_refused(), view, *language) })
}

/// Draws the form of a new notice.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that edits no cases.
pub async fn draw_new(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let municipalities = notices::municipalities(session)?;
    let draft = draft(reader, search).await?;
    let mut notice = NoticeForm { date: services.today().to_string(), ..NoticeForm::default() };
    let mut municipality = String::new();
    if draft.is_filled_in() {
        notice = read(&draft.fields)?;
        municipality = draft.fields.get(MUNICIPALITY).cloned().unwrap_or_default();
    }
    let mut fields = fields(&notice, words);
    if municipalities.len() > 1 {
        let values = municipalities.iter().map(|code| (code.to_string(), code.name().to_owned()));
        let place = Field {
            code: MUNICIPALITY.to_owned(),
            name: CaseWords::municipality(words).to_owned(),
            control: Control::Choice { values: values.collect(), none: words.choose() },
            value: municipality,
            is_required: true,
            is_required_at_times: false,
            hint: None,
        };
        fields.insert(0, place);
    }
    let view = inbox::form(&fields, &form_token()?, &draft, words);
    Ok(form::page(words.new_notice(), draft.is_refused(), view, words))
}

fn fields(form: &NoticeForm, words: Language) -> Vec<Field> {
    let field = |field, control, value: &str| Field::new(field, control, value, words);
    let kinds = Control::Choice { values: named::<NoticeKind>(words), none: words.choose() };
    vec![
        field(NoticeField::CivicNumber, Control::LINE, &form.civic_number)
            .required()
            .hinted(words.number_hint()),
        field(NoticeField::Kind, kinds, &form.kind).required(),
        field(NoticeField::School, Control::LINE, &form.school).required(),
        field(NoticeField::Date, Control::Day, &form.date).required(),
        field(NoticeField::Text, Control::Notes, &form.text).hinted(words.notice_text_hint()),
    ]
}

fn read(fields: &BTreeMap<String, String>) -> Result<NoticeForm, AppError> {
    let form = serde_json::to_value(fields).and_then(serde_json::from_value);
    form.map_err(|_| AppError::Invalid)
}

/// Enters a notice, and leads on to it, or back to the form.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn enter(
    fields: BTreeMap<String, String>,
    read_kinds: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let draft = Draft {
        read: read_kinds.keys().filter_map(|kind| RiskKind::from_code(kind)).collect(),
        fields,
        ..Draft::default()
    };
    let Some(reader) = poster(path::NEW_NOTICE, || draft.clone().interrupted()).await? else { return Ok(()) };
    let reader = reader.posting(path::NEW_NOTICE, &draft.fields);
    let Reader { services, session, language } = &reader;
    let form = read(&draft.fields).map_err(response::answer_with)?;
    let reached = notices::municipalities(session).map_err(response::answer_with)?;
    let chosen =
        draft.fields.get(MUNICIPALITY).and_then(|code| MunicipalityCode::try_from(code.as_str()).ok());
    let municipality = match reached.as_slice() {
        [only] => Some(*only),
        reached => chosen.filter(|code| reached.contains(code)),
    };
    let Some(municipality) = municipality else {
        // The rest is judged all the same, so that everything that is wrong is told at once.
        let text = language.choose_municipality().to_owned();
        let here = Problem { field: Some(MUNICIPALITY.to_owned()), text };
        let rest = form.read(services.today()).err().unwrap_or_default();
        let rest = problems(&rest, *language);
        let problems = [here].into_iter().chain(rest).collect();
        let risks = risks(services, &form, &draft.read);
        return back(&reader, path::NEW_NOTICE, Draft { problems, risks, ..draft }).await;
    };
    match notices::enter(services, session, municipality, &form, &draft.read).await {
        Ok(id) => on(&reader, &path::notice(id), language.notice_entered()).await,
        Err(NoticeFailure::Unavailable(ServiceError::DoneBefore)) => {
            on(&reader, path::INBOX, language.sent_twice()).await
        }
        Err(failure) => {
            let draft = Draft { risks: risks(services, &form, &draft.read), ..draft };
            refused(&reader, path::NEW_NOTICE, draft, failure).await
        }
    }
}

/// What the text of a notice seems to hold that the register may not, and nobody has said to have read. Whose number stands in
/// it is known once the number of the notice is.
fn risks(services: &Services, form: &NoticeForm, read: &[RiskKind]) -> Vec<RiskKind> {
    let number = CivicNumber::try_from(form.civic_number.as_str());
    let note = Note { text: &form.text, before: "" };
    number.map(|number| note_guard::unread_of(services, number, &[note], read)).unwrap_or_default()
}

/// What is wrong with a notice, each at its field.
fn problems(refusals: &[NoticeRefusal], words: Language) -> Vec<Problem> {
    let problem = |refusal: &NoticeRefusal| {
        let field = match refusal {
            NoticeRefusal::Form(error) => Some(error.field.code()),
            NoticeRefusal::CivicNumber(_) => Some(NoticeField::CivicNumber.code()),
            NoticeRefusal::Handled | NoticeRefusal::NoOpenCase => None,
        };
        Problem { field: field.map(str::to_owned), text: refusal.message(words) }
    };
    refusals.iter().map(problem).collect()
}

/// Makes a contact of a notice or puts it aside, and leads on.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn handle(id: NoticeId, what: String, fields: BTreeMap<String, String>) -> Result<(), AppError> {
    let here = path::notice(id);
    let draft = Draft { fields, ..Draft::default() };
    let Some(reader) = poster(&here, || draft.clone().interrupted()).await? else { return Ok(()) };
    let Reader { services, session, language } = &reader;
    if what == what::CONTACT {
        return match notices::make_contact(services, session, id, *language).await {
            Ok((case, _)) => {
                let target = path::case_tab(case, CaseTab::Contacts);
                on(&reader, &target, language.became_contact()).await
            }
            Err(failure) => refused(&reader, &here, draft, failure).await,
        };
    }
    let reason = draft.fields.get("reason").map(String::as_str).unwrap_or_default();
    match notices::put_aside(services, session, id, reason).await {
        Ok(()) => on(&reader, path::INBOX, language.was_put_aside()).await,
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

async fn refused(reader: &Reader, here: &str, draft: Draft, failure: NoticeFailure) -> Result<(), AppError> {
    let words = reader.language;
    let draft = match failure {
        NoticeFailure::Refused(refusals) => Draft { problems: problems(&refusals, words), ..draft },
        NoticeFailure::Unreadable(errors) => {
            let problems = errors.iter().map(|error| Problem::unread(error, words)).collect();
            Draft { problems, ..draft }
        }
        NoticeFailure::Risky(risks) => Draft { risks, ..draft },
        NoticeFailure::Unavailable(error) => return Err(response::answer_with(error)),
    };
    back(reader, here, draft).await
}
