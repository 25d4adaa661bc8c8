//! The forms of casework: one record each. A kind of record says in a file of its own what its form has and which use case
//! saves it; what is common to all stands here. How they are drawn stands in [`crate::page::record`].
//!
//! What is refused is shown again as [`crate::server::form`] says.

pub(super) mod contact;
mod detail;
pub(super) mod measure;
mod plan;
mod postal_address;
mod responsibility;

use std::collections::{BTreeMap, HashMap};

use domain::{
    access::Permission,
    case::view::CaseView,
    contact::{change::ContactValues, form::ContactForm},
    form::FieldError,
    id::{AccountId, CaseId},
    individual_plan::PlanForm,
    language::{Language, Message, Named},
    measure::form::MeasureForm,
    note_guard::RiskKind,
    record::Side,
};
use serde::de::DeserializeOwned;
use service::{
    ServiceError,
    note_guard::{self, Note},
    saving::{SaveFailure, Seen},
};

use super::{
    bulk,
    drawn::{Reader, parameter},
    form::{Clash, ClashField, Draft, Problem, Told, keep, poster},
    response,
};
use crate::{
    error::AppError,
    page::record::RecordForm,
    path::{self, many::ManyAddress, record::RecordAddress},
    words::RecordWords,
};

/// What a form of a record asks for.
pub mod what {
    /// Save it.
    pub const SAVE: &str = "save";
    /// Remove it.
    pub const REMOVE: &str = "remove";
}

/// Whose value is to hold.
pub mod side {
    /// What the other has saved.
    pub const THEIRS: &str = "theirs";
    /// What has been filled in.
    pub const MINE: &str = "mine";
}

/// What the question is called that asks whose value of a field is to hold.
pub fn asked_of(field: &str) -> String {
    format!("val-{field}")
}

/// The form, posted.
pub struct Posted {
    /// Where the form stands, with the state of the list that one came from.
    pub address: String,
    /// What is asked for.
    pub what: String,
    /// The version that the form shows.
    pub version: i64,
    /// What the fields held in it, as JSON.
    pub seen: String,
    /// What stands in the fields, by their codes.
    pub fields: BTreeMap<String, String>,
    /// Whose value is to hold of fields that two have changed, by their codes.
    pub sides: BTreeMap<String, String>,
    /// Which warnings about the notes have been read, by the codes of their kinds.
    pub read: BTreeMap<String, String>,
}

impl Posted {
    /// The form that the domain reads.
    fn form<F: DeserializeOwned>(&self) -> Result<F, NotSaved> {
        let fields = serde_json::to_value(&self.fields).and_then(serde_json::from_value);
        fields.map_err(|_| NotSaved::Failed(AppError::Invalid))
    }

    /// The record as it was when the form was drawn.
    fn seen<R: DeserializeOwned>(&self) -> Result<Seen<R>, NotSaved> {
        let values = serde_json::from_str(&self.seen).map_err(|_| NotSaved::Failed(AppError::Invalid))?;
        let side = |(field, side): (&String, &String)| match side.as_str() {
            side::THEIRS => Some((field.clone(), Side::Theirs)),
            side::MINE => Some((field.clone(), Side::Mine)),
            _ => None,
        };
        let sides: HashMap<String, Side> = self.sides.iter().filter_map(side).collect();
        Ok(Seen { version: self.version, values, sides })
    }

    /// What has been filled in, to be shown again.
    pub fn draft(&self) -> Draft {
        Draft {
            fields: self.fields.clone(),
            version: self.version,
            seen: self.seen.clone(),
            read: self.read(),
            ..Draft::default()
        }
    }

    /// The warnings that have been read.
    pub(super) fn read(&self) -> Vec<RiskKind> {
        self.read.keys().filter_map(|kind| RiskKind::from_code(kind)).collect()
    }
}

/// What a record is shown again with.
#[derive(Default)]
pub struct Refused {
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What another has changed, with the version that it is now.
    pub clash: Option<(i64, Clash)>,
    /// What its notes seem to hold that the register may not.
    pub risks: Vec<RiskKind>,
}

/// Why a record is not saved.
pub enum NotSaved {
    /// It is shown again, with this.
    Refused(Box<Refused>),
    /// It could not be tried.
    Failed(AppError),
}

impl From<ServiceError> for NotSaved {
    fn from(error: ServiceError) -> Self {
        Self::Failed(error.into())
    }
}

impl NotSaved {
    /// What a use case says. `field` is the code of the field that a refusal is about, `user` the name of an account.
    fn told<F: Named, W: Message>(
        failure: SaveFailure<F, W>,
        field: impl Fn(&W) -> Option<&'static str>,
        user: impl Fn(AccountId) -> Option<String>,
        language: Language,
    ) -> Self {
        let problem = |field: Option<&'static str>, text| Problem { field: field.map(str::to_owned), text };
        let unread = |error: &FieldError<F>| Problem::unread(error, language);
        let refused = |refusal: &W| problem(field(refusal), refusal.message(language));
        let problems = match failure {
            SaveFailure::Unreadable(errors) => errors.iter().map(unread).collect(),
            SaveFailure::Refused(refusals) => refusals.iter().map(refused).collect(),
            SaveFailure::Both(errors, refusals) => {
                errors.iter().map(unread).chain(refusals.iter().map(refused)).collect()
            }
            SaveFailure::ChangedMeanwhile(changed) => vec![problem(None, changed.message(language))],
            SaveFailure::Conflict(clash) => {
                let fields = clash.fields.iter().map(|conflict| ClashField {
                    code: conflict.field.code().to_owned(),
                    name: conflict.field.name(language).to_owned(),
                    theirs: conflict.theirs.shown(language, &user),
                    mine: conflict.mine.shown(language, &user),
                });
                let alone = clash.theirs_alone.iter().map(|field| field.code().to_owned());
                let shown = Clash { by: clash.by, fields: fields.collect(), theirs_alone: alone.collect() };
                let clash = Some((clash.version, shown));
                return Self::Refused(Box::new(Refused { clash, ..Refused::default() }));
            }
            SaveFailure::Unavailable(error) => return error.into(),
        };
        problems.into()
    }
}

impl From<Vec<Problem>> for NotSaved {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Refused(Box::new(Refused { problems, ..Refused::default() }))
    }
}

/// The form of a record of a case, as it stands in the register.
///
/// # Errors
/// [`AppError::NotFound`] for a record that is not there or out of the reader's reach, [`AppError::Forbidden`] for a role
/// that edits none.
pub async fn form(reader: &Reader, case: &CaseView, record: RecordAddress) -> Result<RecordForm, AppError> {
    if !reader.session.may(Permission::EditCases) {
        return Err(AppError::Forbidden);
    }
    match record {
        RecordAddress::Responsibility => responsibility::form(reader, case).await,
        RecordAddress::Measure(None) => Ok(measure::new(reader, case)),
        RecordAddress::Measure(Some(id)) => measure::form(reader, case, id).await,
        RecordAddress::Contact(None) => contact::new(reader, case).await,
        RecordAddress::Contact(Some(id)) => contact::form(reader, case, id).await,
        RecordAddress::Detail(None) => Ok(detail::new(reader)),
        RecordAddress::Detail(Some(id)) => detail::form(reader, case.row.id, id).await,
        RecordAddress::PostalAddress => postal_address::form(reader, case.row.id).await,
        RecordAddress::Plan(None) => Ok(plan::new(reader)),
        RecordAddress::Plan(Some(id)) => plan::form(reader, case, id).await,
    }
}

async fn save(
    reader: &Reader,
    case: CaseId,
    record: RecordAddress,
    posted: &Posted,
) -> Result<Told, NotSaved> {
    guard(reader, case, record, posted).await?;
    match record {
        RecordAddress::Responsibility => responsibility::save(reader, case, posted).await,
        RecordAddress::Measure(id) => measure::save(reader, case, id, posted).await,
        RecordAddress::Contact(id) => contact::save(reader, case, id, posted).await,
        RecordAddress::Detail(id) => detail::save(reader, case, id, posted).await,
        RecordAddress::PostalAddress => postal_address::save(reader, case, posted).await,
        RecordAddress::Plan(id) => plan::save(reader, case, id, posted).await,
    }
}

/// Lets nothing pass in which the notes seem to hold what the register may not, before whoever saves it has said to have
/// read why.
async fn guard(
    reader: &Reader,
    case: CaseId,
    record: RecordAddress,
    posted: &Posted,
) -> Result<(), NotSaved> {
    let seen: serde_json::Value = serde_json::from_str(&posted.seen).unwrap_or_default();
    let note = |code: &&str| Note {
        text: posted.fields.get(*code).map(String::as_str).unwrap_or_default(),
        before: seen.get(*code).and_then(serde_json::Value::as_str).unwrap_or_default(),
    };
    let notes: Vec<Note<'_>> = record.notes().iter().map(note).collect();
    let Reader { services, session, .. } = reader;
    let risks = note_guard::unread(services, session, case, &notes, &posted.read()).await?;
    if risks.is_empty() {
        return Ok(());
    }
    let problems = unreadable(reader, record, posted)?;
    Err(NotSaved::Refused(Box::new(Refused { problems, clash: None, risks })))
}

/// What cannot be read of a form, to be told together with what its notes seem to hold.
fn unreadable(reader: &Reader, record: RecordAddress, posted: &Posted) -> Result<Vec<Problem>, NotSaved> {
    fn problems<F: Named, R>(read: Result<R, Vec<FieldError<F>>>, language: Language) -> Vec<Problem> {
        let errors = read.err().unwrap_or_default();
        errors.iter().map(|error| Problem::unread(error, language)).collect()
    }
    let (today, language) = (reader.services.today(), reader.language);
    Ok(match record {
        RecordAddress::Measure(_) => problems(posted.form::<MeasureForm>()?.read(today), language),
        RecordAddress::Contact(None) => problems(posted.form::<ContactForm>()?.read(today), language),
        RecordAddress::Contact(Some(_)) => {
            let seen: ContactValues = posted.seen()?.values;
            problems(posted.form::<ContactForm>()?.read_change(&seen, &seen, today), language)
        }
        RecordAddress::Plan(_) => problems(posted.form::<PlanForm>()?.read(today), language),
        RecordAddress::Responsibility | RecordAddress::Detail(_) | RecordAddress::PostalAddress => Vec::new(),
    })
}

async fn remove(
    reader: &Reader,
    case: CaseId,
    record: RecordAddress,
    posted: &Posted,
) -> Result<Told, NotSaved> {
    match record {
        RecordAddress::Measure(Some(id)) => measure::remove(reader, case, id, posted).await,
        RecordAddress::Contact(Some(id)) => contact::remove(reader, case, id, posted).await,
        RecordAddress::Detail(Some(id)) => detail::remove(reader, case, id, posted).await,
        RecordAddress::PostalAddress => postal_address::remove(reader, case, posted).await,
        RecordAddress::Plan(Some(id)) => plan::remove(reader, case, id, posted).await,
        // There is nothing to remove.
        RecordAddress::Responsibility
        | RecordAddress::Measure(None)
        | RecordAddress::Contact(None)
        | RecordAddress::Detail(None)
        | RecordAddress::Plan(None) => Err(NotSaved::Failed(AppError::NotFound)),
    }
}

/// Nobody, for records whose fields name no account.
const fn nobody(_: AccountId) -> Option<String> {
    None
}

/// Does what a form asks for, and leads on: to the tab that the record stands on, or back to the form.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn post(posted: Posted) -> Result<(), AppError> {
    let (at, search) = posted.address.split_once('?').unwrap_or((&posted.address, ""));
    let list = parameter(search, path::LIST_PARAMETER).unwrap_or_default();
    // What is asked of many has the same form.
    if let Some((many, selection)) = ManyAddress::read(&posted.address) {
        return bulk::many::post(posted, (many, &selection), &list).await;
    }
    let Some((case, record)) = RecordAddress::read(at) else {
        return Err(response::answer_with(AppError::NotFound));
    };
    let here = path::from_list(&record.path(case), &list);
    let filled_in = || posted.draft().interrupted().filter(|_| posted.what != what::REMOVE);
    let Some(reader) = poster(&here, filled_in).await? else { return Ok(()) };
    if !reader.session.may(Permission::EditCases) {
        return Err(response::answer_with(AppError::Forbidden));
    }
    let reader = reader.posting(&format!("{} {here}", posted.what), &posted.fields);
    let language = reader.language;
    let done = match posted.what.as_str() {
        what::REMOVE => remove(&reader, case, record, &posted).await,
        _ => save(&reader, case, record, &posted).await,
    };
    let done = match done {
        Err(NotSaved::Failed(AppError::DoneBefore)) => Ok(Told::just(language.sent_twice())),
        done => done,
    };
    let target = match done {
        Ok(told) => {
            let token = keep(&reader, &told).await?;
            path::with(&path::from_list(&record.back(case), &list), path::SAVED_PARAMETER, &token)
        }
        Err(NotSaved::Refused(refused)) => {
            let Refused { problems, clash, risks } = *refused;
            let mut draft = Draft { problems, risks, ..posted.draft() };
            if let Some((version, clash)) = clash {
                let again = !posted.sides.is_empty() || posted.version == version;
                // Whoever has been asked and has not chosen, is told so.
                if again {
                    draft.problems.extend(clash.fields.iter().map(|field| Problem {
                        field: Some(asked_of(&field.code)),
                        text: language.side_missing(&field.name),
                    }));
                }
                (draft.version, draft.clash) = (version, Some(clash));
            }
            path::with(&here, path::DRAFT_PARAMETER, &keep(&reader, &draft).await?)
        }
        // Another has removed it. What was filled in stays, in the form of a new one.
        Err(NotSaved::Failed(AppError::NotFound)) if record.anew().is_some() => {
            let anew = record.anew().unwrap_or(record);
            let by = removed_by(&reader, case, record).await?;
            if posted.what == what::REMOVE {
                let token = keep(&reader, &Told::just(&language.removed_already(&by))).await?;
                let back = path::from_list(&record.back(case), &list);
                path::with(&back, path::SAVED_PARAMETER, &token)
            } else {
                let problems = vec![Problem { field: None, text: language.removed_meanwhile(&by) }];
                let draft = Draft { problems, version: 0, seen: String::new(), ..posted.draft() };
                let form = path::from_list(&anew.path(case), &list);
                path::with(&form, path::DRAFT_PARAMETER, &keep(&reader, &draft).await?)
            }
        }
        Err(NotSaved::Failed(error)) => return Err(response::answer_with(error)),
    };
    response::see_other(&target);
    Ok(())
}

/// Who has removed a record that was there: a name, or *Någon annan* where the journal tells of none.
async fn removed_by(reader: &Reader, case: CaseId, record: RecordAddress) -> Result<String, AppError> {
    let Reader { services, session, language } = reader;
    let removed = match record.thing() {
        Some(thing) => service::case_log::removed_by(services, session, case, thing).await,
        None => Ok(None),
    };
    let removed = removed.map_err(response::answer_with)?;
    Ok(removed.unwrap_or_else(|| language.somebody_else().to_owned()))
}
