//! `fyren user`.

use std::{borrow::Cow, io::Read};

use domain::{
    access::{Role, RoleAssignment},
    language::{Language, Named},
    municipality::MunicipalityCode,
    operation::Actor,
};
use serde::Serialize;
use service::users::{self, GivenRole, NewRole, NewUser, User as KnownUser, UserError};
use store::OpenMode;

use super::{Context, print, print_json};
use crate::{
    arguments::{User, UserAdd},
    failure::Failure,
};

pub async fn user(context: &Context, arguments: User) -> Result<(), Failure> {
    let services = context.services(OpenMode::Existing).await?;
    match arguments {
        User::Add(arguments) => {
            let (password, made) = password(arguments.password_stdin)?;
            let user = NewUser { is_one_time: made.is_some(), ..new_user(&arguments, password)? };
            users::add(&services, Actor::Operator, user).await?;
            _ = print(context.say("Användaren är skapad.", "The user has been made."));
            tell_password(context, made)?;
        }
        User::Password { user_name, password_stdin } => {
            let (password, made) = password(password_stdin)?;
            let is_one_time = made.is_some();
            users::set_password(&services, Actor::Operator, &user_name, password, is_one_time).await?;
            _ = print(context.say("Lösenordet är bytt.", "The password has been changed."));
            tell_password(context, made)?;
        }
        User::Disable { user_name } => {
            users::set_active(&services, Actor::Operator, &user_name, false).await?
        }
        User::Enable { user_name } => users::set_active(&services, Actor::Operator, &user_name, true).await?,
        User::SetHsaId { user_name, hsa_id } => {
            users::set_hsa_id(&services, Actor::Operator, &user_name, &hsa_id).await?;
            _ = print(context.say("HSA-id är skrivet.", "The HSA-id has been written."));
        }
        User::ResetSecondFactor { user_name } => {
            users::reset_second_factor(&services, Actor::Operator, &user_name).await?;
            _ = print(
                context
                    .say("Tvåstegsinloggningen är borttagen.", "The two-step sign-in has been taken away."),
            );
        }
        User::List { json } => list(context, &users::all(&services).await?, json)?,
    }
    services.store.close().await;
    Ok(())
}

/// A user as printed. Stable as JSON.
#[derive(Serialize)]
struct PrintedUser<'a> {
    user_name: &'a str,
    name: &'a str,
    active: bool,
    roles: Vec<PrintedRole<'a>>,
}

#[derive(Serialize)]
struct PrintedRole<'a> {
    role: Cow<'static, str>,
    organisation: &'a str,
    municipalities: &'a [MunicipalityCode],
}

impl<'a> PrintedUser<'a> {
    fn new(user: &'a KnownUser) -> Self {
        let role = |assigned: &'a RoleAssignment| PrintedRole {
            role: assigned.title.told(),
            organisation: &assigned.organisation,
            municipalities: &assigned.municipalities,
        };
        let KnownUser { account, roles } = user;
        Self {
            user_name: &account.user_name,
            name: &account.name,
            active: account.active,
            roles: roles.iter().map(role).collect(),
        }
    }
}

fn list(context: &Context, users: &[KnownUser], json: bool) -> Result<(), Failure> {
    if json {
        return print_json(&users.iter().map(PrintedUser::new).collect::<Vec<_>>());
    }
    if users.is_empty() {
        return print(context.say(
            "Ingen användare finns. Skapa en med fyren user add.",
            "There is no user. Make one with fyren user add.",
        ));
    }
    let headings = match context.language {
        Language::Swedish => ["Användarnamn", "Namn", "Får logga in", "Roller"],
        Language::English => ["User name", "Name", "May sign in", "Roles"],
    };
    let row = |KnownUser { account, roles }: &KnownUser| {
        let role = |assigned: &RoleAssignment| {
            format!("{} · {}", assigned.title.name(context.language), assigned.organisation)
        };
        let roles: Vec<String> = roles.iter().map(role).collect();
        let active = match account.active {
            true => context.language.pick("ja", "yes"),
            false => context.language.pick("nej, avstängd", "no, disabled"),
        };
        [account.user_name.clone(), account.name.clone(), active.to_owned(), roles.join(", ")]
    };
    let rows: Vec<[String; 4]> =
        std::iter::once(headings.map(str::to_owned)).chain(users.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let [user_name, name, active] = [0, 1, 2].map(width);
    for row in &rows {
        print(format_args!("{:user_name$}  {:name$}  {:active$}  {}", row[0], row[1], row[2], row[3]))?;
    }
    Ok(())
}

fn new_user(arguments: &UserAdd, password: String) -> Result<NewUser, Failure> {
    let shipped = || Role::from_code(&arguments.role).map(GivenRole::Shipped);
    let role = match arguments.role.as_str() {
        "administrator" => Some(GivenRole::Administrator),
        _ => shipped(),
    };
    let role = role.ok_or_else(|| Failure::Argument {
        swedish: format!(
            "Rollen ”{}” finns inte. Välj caseworker, region-administrator, auditor eller administrator.",
            arguments.role
        ),
        english: format!(
            "There is no role “{}”. Choose caseworker, region-administrator, auditor or administrator.",
            arguments.role
        ),
    })?;
    let municipalities = arguments
        .municipality
        .iter()
        .map(|code| MunicipalityCode::try_from(code.as_str()))
        .collect::<Result<Vec<_>, _>>()?;
    let organisation = users::organisation_name(role, &municipalities, arguments.organisation.as_deref());
    Ok(NewUser {
        user_name: arguments.user_name.clone(),
        name: arguments.name.clone(),
        password,
        roles: vec![NewRole { role, organisation, municipalities }],
        demo: false,
        is_one_time: false,
        from: arguments.from,
    })
}

/// The password from standard input, or one that is made and then told.
fn password(from_standard_input: bool) -> Result<(String, Option<String>), Failure> {
    if from_standard_input {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        return Ok((text.trim_end_matches(['\r', '\n']).to_owned(), None));
    }
    let made = service::password::made().map_err(UserError::from)?;
    Ok((made.clone(), Some(made)))
}

fn tell_password(context: &Context, made: Option<String>) -> Result<(), Failure> {
    let Some(password) = made else { return Ok(()) };
    let label = context.say("Engångslösenord, visas bara nu", "One-time password, shown only now");
    // Nobody can read it later, so that it matters that nobody did.
    print(format_args!("{label}: {password}")).map_err(|_| Failure::PasswordNotShown)
}
