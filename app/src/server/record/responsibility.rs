//! The form of *Aktivitetsansvaret* (requirement K5; seed 001, "Aktivitetsansvaret").

use domain::{
    case::{
        change::CaseRefusal,
        responsibility::{ResponsibilityField, ResponsibilityForm, ShownField},
        view::CaseView,
    },
    diploma::{DiplomaKind, DiplomaSource},
    id::{AccountId, CaseId},
    language::{Language, Message, Named},
};
use service::{case_changes::UserOf, responsibility};

use super::{NotSaved, Posted, Reader, Told};
use crate::{
    error::AppError,
    page::record::{Control, Field, RecordForm, choices, named},
    words::{BulkWords, RecordWords},
};

/// The form as it stands in the register.
///
/// # Errors
/// [`AppError::NotFound`] for a case out of the reader's reach.
pub async fn form(reader: &Reader, case: &CaseView) -> Result<RecordForm, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let (found, users) = responsibility::responsibility(services, session, case.row.id).await?;
    let values = &found.values;
    let written = ResponsibilityForm::written(values);
    let today = services.today();
    let field = |field, control, value: &str| Field::new(field, control, value, words);
    let choice = |values, none| Control::Choice { values, none };
    let mut fields = vec![
        field(ResponsibilityField::Registered, Control::Day, &written.registered).required(),
        field(
            ResponsibilityField::Occupation,
            choice(choices(today, Some(values.case.occupation), words), words.choose()),
            &written.occupation,
        )
        .required(),
        field(
            ResponsibilityField::LivingOutside,
            choice(choices(today, values.case.living_outside, words), BulkWords::not_outside(words)),
            &written.living_outside,
        ),
        field(
            ResponsibilityField::Caseworker,
            choice(accounts(&users, case, values.case.caseworker), words.nobody()),
            &written.caseworker,
        ),
        field(ResponsibilityField::OtherSchooling, Control::Day, &written.other_schooling_until)
            .hinted(words.other_schooling_hint()),
    ];
    if !found.has_left {
        let diploma = choice(named::<DiplomaKind>(words), words.no_diploma());
        fields.push(field(ResponsibilityField::HomeDiploma, diploma, &written.home_diploma));
    }
    fields.push(field(ResponsibilityField::Notes, Control::Notes, &written.notes));
    Ok(RecordForm {
        title: words.change_responsibility().to_owned(),
        fields,
        shown: shown(case, words),
        version: found.case.version,
        seen: serde_json::to_string(values).map_err(|_| AppError::Unexpected)?,
        save: BulkWords::save(words),
        ..RecordForm::default()
    })
}

/// What nobody changes here, and why.
fn shown(case: &CaseView, words: Language) -> Vec<(String, String)> {
    let day = case.row.deregistered.map(|date| date.to_string());
    let reason = case.row.reason.map(|reason| reason.name(words).to_owned());
    let authority = case.diplomas.iter().find(|mark| mark.source == DiplomaSource::Authority);
    let authority = authority.map(|mark| mark.kind.name(words).to_owned());
    let line = |field: ShownField, value: Option<String>| {
        let value = value.unwrap_or_else(|| words.pick("–", "–").to_owned());
        (field.name(words).to_owned(), format!("{value} · {}", field.message(words)))
    };
    vec![
        line(ShownField::Deregistered, day),
        line(ShownField::Reason, reason),
        line(ShownField::AuthorityDiploma, authority),
    ]
}

/// Who may have the case, and whoever has it.
fn accounts(users: &[UserOf], case: &CaseView, present: Option<AccountId>) -> Vec<(String, String)> {
    let mut accounts: Vec<_> =
        users.iter().map(|user| (user.account.to_string(), user.name.clone())).collect();
    let present = present.map(|account| account.to_string());
    if let (Some(account), Some(name)) = (present, &case.row.caseworker)
        && !accounts.iter().any(|(other, _)| *other == account)
    {
        accounts.push((account, name.clone()));
    }
    accounts
}

/// Saves it.
///
/// # Errors
/// What is wrong with it.
pub async fn save(reader: &Reader, case: CaseId, posted: &Posted) -> Result<Told, NotSaved> {
    let Reader { services, session, language } = reader;
    let form: ResponsibilityForm = posted.form()?;
    match responsibility::save(services, session, case, &posted.seen()?, &form).await {
        Ok(saved) => Ok(Told::saved(language.responsibility_saved(), &saved, *language)),
        Err(failure) => {
            let (_, users) = responsibility::responsibility(services, session, case).await?;
            let user =
                |account| users.iter().find(|user| user.account == account).map(|user| user.name.clone());
            let field = |refusal: &CaseRefusal| Some(refusal.field().code());
            Err(NotSaved::told(failure, field, user, *language))
        }
    }
}
