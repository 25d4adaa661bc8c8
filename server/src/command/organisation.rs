//! `fyren organisation`: who works in the installation, and which services they have. The operator alone decides it.

use domain::{access::code::ServiceCode, language::Named, operation::Actor, period::Period};
use service::{organisations, recertification, users::UserError};
use store::OpenMode;

use super::{Context, print};
use crate::{arguments::Organisation, failure::Failure};

pub async fn organisation(context: &Context, arguments: Organisation) -> Result<(), Failure> {
    let services = context.services(OpenMode::Existing).await?;
    let today = services.today();
    match arguments {
        Organisation::List => {
            for (organisation, agreements) in organisations::all(&services).await? {
                let kind = organisation.kind.name(context.language);
                print(format_args!("{} ({kind})", organisation.name))?;
                for agreement in agreements {
                    let until = agreement.period.end.map(|last| last.to_string()).unwrap_or_default();
                    print(format_args!("  {:24} {} – {until}", agreement.service, agreement.period.start))?;
                }
            }
        }
        Organisation::Agree { organisation, service, from, until } => {
            let period = Period::new(from.unwrap_or(today), until);
            organisations::agree(&services, Actor::Operator, &organisation, code(&service)?, period).await?;
            print(context.say("Avtalet är ingånget.", "The agreement has been made."))?;
        }
        Organisation::End { organisation, service, last } => {
            let last = last.unwrap_or(today);
            organisations::end_agreement(&services, Actor::Operator, &organisation, code(&service)?, last)
                .await?;
            print(context.say("Avtalet är avslutat.", "The agreement has been ended."))?;
        }
        Organisation::Confirm { organisation, user } => {
            recertification::confirm_as_operator(&services, Actor::Operator, &organisation, &user).await?;
            print(context.say("Det användaren har är bekräftat.", "What the user has is confirmed."))?;
        }
    }
    services.store.close().await;
    Ok(())
}

fn code(text: &str) -> Result<ServiceCode, UserError> {
    ServiceCode::try_from(text).map_err(|_| UserError::NoService)
}
