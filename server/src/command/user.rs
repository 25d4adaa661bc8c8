//! `fyren user`.

use std::io::Read;

use domain::{access::Role, language::Named, municipality::MunicipalityCode, operation::Actor};
use service::users::{self, NewUser};
use store::{NewRole, OpenMode};

use super::Context;
use crate::{
    arguments::{User, UserAdd},
    failure::Failure,
};

/// The characters of a made password: none that is easily taken for another.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";

/// The length of a made password: 100 bits.
const LENGTH: usize = 20;

pub async fn user(context: &Context, arguments: User) -> Result<(), Failure> {
    let services = context.services(OpenMode::Existing).await?;
    match arguments {
        User::Add(arguments) => {
            let (password, made) = password(arguments.password_stdin)?;
            let user = new_user(&arguments, password)?;
            users::add(&services, Actor::Operator, user).await?;
            println!("{}", context.say("Användaren är skapad.", "The user has been made."));
            tell_password(context, made);
        }
        User::Password { user_name, password_stdin } => {
            let (password, made) = password(password_stdin)?;
            users::set_password(&services, Actor::Operator, &user_name, password).await?;
            println!("{}", context.say("Lösenordet är bytt.", "The password has been changed."));
            tell_password(context, made);
        }
        User::Disable { user_name } => {
            users::set_active(&services, Actor::Operator, &user_name, false).await?
        }
        User::Enable { user_name } => users::set_active(&services, Actor::Operator, &user_name, true).await?,
        User::List => {
            for account in users::all(&services).await? {
                let state = if account.active { "" } else { context.language.pick("avstängd", "disabled") };
                println!("{:32} {:32} {state}", account.user_name, account.name);
            }
        }
    }
    services.store.close().await;
    Ok(())
}

fn new_user(arguments: &UserAdd, password: String) -> Result<NewUser, Failure> {
    let role = Role::from_code(&arguments.role).ok_or_else(|| Failure::Argument {
        swedish: format!(
            "Rollen ”{}” finns inte. Välj caseworker, region-administrator eller auditor.",
            arguments.role
        ),
        english: format!(
            "There is no role “{}”. Choose caseworker, region-administrator or auditor.",
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
    })
}

/// The password from standard input, or one that is made and then told.
fn password(from_standard_input: bool) -> Result<(String, Option<String>), Failure> {
    if from_standard_input {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        return Ok((text.trim_end_matches(['\r', '\n']).to_owned(), None));
    }
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Output(std::io::Error::other(error.to_string())))?;
    let made: String = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    Ok((made.clone(), Some(made)))
}

fn tell_password(context: &Context, made: Option<String>) {
    if let Some(password) = made {
        println!("{}: {password}", context.say("Lösenord, visas bara nu", "Password, shown only now"));
    }
}
