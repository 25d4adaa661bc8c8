//! A role of many users at once. How the page is drawn stands in [`crate::page::access::many`].

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access::giving::{GivingField, RoleDecision},
    id::{OrganisationUserId, UserRoleId},
    language::{Language, Message, Named},
    list::AccessUserColumn,
};
use service::{
    access_users::{self, DecidedOfMany},
    selection,
};

use super::{administrator, decision, giving::has, giving_form, refused};
use crate::{
    error::AppError,
    page::{
        access::{self as shared, many as page},
        record::{Control, Field},
    },
    path::{self, access::AccessAddress},
    server::{
        drawn::{Reader, parameter},
        form::{self, Draft, Problem, Told, back, draft, kept, on_telling},
    },
    serverfn::drawn::Drawn,
    words::{AccessWords, RecordWords},
};

/// The code of the field of what is decided.
const DECISION: &str = "decision";

async fn chosen(reader: &Reader, token: &str) -> Result<BTreeSet<OrganisationUserId>, AppError> {
    let rows = selection::rows::<AccessUserColumn>(&reader.services, &reader.session, token).await?;
    Ok(rows.unwrap_or_default().into_iter().map(OrganisationUserId).collect())
}

/// Draws the form of a selection.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that administers nothing.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    access_users::organisation(session)?;
    let token = parameter(search, path::CHOSEN_PARAMETER).unwrap_or_default();
    let chosen = chosen(reader, &token).await?;
    let (roles, _) = service::access_roles::all(services, session).await?;
    let mut users = Vec::new();
    for id in chosen {
        match access_users::user(services, session, id).await {
            Ok(user) => users.push((page::target(id), shared::name(&user), has(&user, reader))),
            // Who has been removed since they were chosen.
            Err(service::ServiceError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let aloud = told.join(" ");
    let draft = draft(reader, search).await?;
    let form = giving_form(reader, &draft)?;
    let decisions = RoleDecision::ALL
        .iter()
        .map(|decision| (decision.code().to_owned(), decision.name(*language).to_owned()))
        .collect();
    let decision = Field {
        code: DECISION.to_owned(),
        name: language.decision().to_owned(),
        control: Control::Choice { values: decisions, none: language.choose() },
        value: draft.fields.get(DECISION).cloned().unwrap_or_default(),
        is_required: true,
        is_required_at_times: false,
        hint: None,
    };
    let roles =
        roles.iter().map(|role| (role.id.to_string(), role.title.name(*language).to_owned())).collect();
    let role = Control::Choice { values: roles, none: language.choose() };
    let field = |field, control, value: &str| Field::new(field, control, value, *language);
    let fields = [
        decision,
        field(GivingField::Role, role, &form.role).required(),
        field(GivingField::From, Control::Day, &form.from).required().hinted(language.first_day_hint()),
        field(GivingField::Until, Control::Day, &form.until).hinted(language.until_hint()),
        field(GivingField::Reason, Control::LINE, &form.reason).required().hinted(language.reason_hint()),
    ];
    let page = page::ManyForm {
        selection: &token,
        users,
        fields: &fields,
        draft: &draft,
        told,
        list: parameter(search, path::LIST_PARAMETER).unwrap_or_default(),
        words: *language,
    };
    let drawn = form::page(language.roles_of_many(), draft.is_refused(), page.view(), *language);
    Ok(Drawn { told: aloud, ..drawn })
}

/// Gives a role to chosen users, or ends it, and tells for whom that could not be.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn change(selection: String, fields: BTreeMap<String, String>) -> Result<(), AppError> {
    let token: String = selection.chars().filter(char::is_ascii_alphanumeric).collect();
    let here = path::with(&AccessAddress::Many.path(), path::CHOSEN_PARAMETER, &token);
    let draft = Draft { fields, ..Draft::default() };
    let Some(reader) = administrator(&here, Some(&draft)).await? else { return Ok(()) };
    let words = reader.language;
    let asked = draft.fields.get(DECISION).and_then(|code| RoleDecision::from_code(code));
    let role = draft.fields.get(GivingField::Role.code()).and_then(|id| id.parse().ok()).map(UserRoleId);
    let giving = decision(&reader, &draft)?;
    let (asked, role, giving) = match (asked, role, giving) {
        (Some(asked), Some(role), Ok(giving)) => (asked, role, giving),
        (asked, role, giving) => {
            let missing = |is_missing: bool, field: &str, text: &str| {
                is_missing.then(|| Problem { field: Some(field.to_owned()), text: text.to_owned() })
            };
            let problems = [
                missing(asked.is_none(), DECISION, words.choose_decision()),
                missing(role.is_none(), GivingField::Role.code(), words.choose_role()),
            ];
            let problems = problems.into_iter().flatten().chain(giving.err().unwrap_or_default()).collect();
            return back(&reader, &here, Draft { problems, ..draft }).await;
        }
    };
    let users: Vec<OrganisationUserId> = chosen(&reader, &token).await?.into_iter().collect();
    let (services, session) = (&reader.services, &reader.session);
    match access_users::decide_of_many(services, session, &users, (asked, Some(role)), &giving).await {
        Ok(of_many) => on_telling(&reader, &here, &told(&of_many, words)).await,
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

/// What has become of a decision, beginning with for how many it was carried out.
fn told(of_many: &DecidedOfMany, words: Language) -> Told {
    let DecidedOfMany { decided, gone, left } = of_many;
    let done = decided.iter().filter(|decided| decided.refusals.is_empty()).count();
    let first = words.decided(&done.to_string(), &(decided.len() + gone + left).to_string());
    let count = |count: usize| (count > 0).then(|| count.to_string());
    let refused = decided.iter().filter(|decided| !decided.refusals.is_empty()).map(|decided| {
        let why: Vec<String> = decided.refusals.iter().map(|refusal| refusal.message(words)).collect();
        words.not_decided(&decided.name, &why.join(" "))
    });
    let broken_off = count(*left).map(|left| words.not_reached(&left));
    let removed = count(*gone).map(|gone| words.gone_meanwhile(&gone));
    Told([first].into_iter().chain(broken_off).chain(refused).chain(removed).collect())
}
