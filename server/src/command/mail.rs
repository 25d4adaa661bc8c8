//! `fyren mail`: whether letters by e-mail arrive.

use std::path::Path;

use domain::{
    clock::stockholm_time,
    contact::email::Email,
    language::{Language, Message},
};
use service::mail::{self, MailServer as _};
use store::OpenMode;

use super::{Context, print};
use crate::{arguments::Mail, failure::Failure, mail_server::MailServer};

pub async fn mail(context: &Context, arguments: Mail) -> Result<(), Failure> {
    match arguments {
        Mail::Test { address, mail_server } => test(context, &address, &mail_server).await,
        Mail::List => list(context).await,
    }
}

async fn test(context: &Context, address: &str, mail_server: &Path) -> Result<(), Failure> {
    let wrong = |error: domain::contact::email::EmailError| Failure::Argument {
        swedish: error.message(Language::Swedish),
        english: error.message(Language::English),
    };
    let address = Email::try_from(address).map_err(wrong)?;
    MailServer::named_in(mail_server)?.send(&address).await.map_err(Failure::Mail)?;
    print(context.say("E-postservern tog emot brevet.", "The server for e-mail took the letter."))
}

async fn list(context: &Context) -> Result<(), Failure> {
    let services = context.services(OpenMode::Existing).await?;
    let unsent = mail::unsent(&services).await?;
    if unsent.is_empty() {
        print(context.say("Inga brev har misslyckats.", "No letters have failed."))?;
    }
    for mail in unsent {
        let next = match mail.due {
            Some(due) => context.say("försöks igen", "tried again") + " " + &stockholm_time(due),
            None => context.say("uppgivet", "given up"),
        };
        print(format_args!(
            "{} {} <{}> {}: {next}",
            stockholm_time(mail.queued_at),
            mail.user_name,
            mail.address,
            mail.failure.code()
        ))?;
    }
    services.store.close().await;
    Ok(())
}
