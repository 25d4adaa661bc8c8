//! `fyren audit`.

use service::log;
use store::OpenMode;

use super::{Context, print};
use crate::failure::Failure;

pub async fn verify(context: &Context) -> Result<(), Failure> {
    let services = context.services(OpenMode::Existing).await?;
    let broken = log::first_broken_entry(&services).await?;
    services.store.close().await;
    match broken {
        Some(position) => Err(Failure::JournalBroken(position)),
        None => print(context.say("Loggen är obruten.", "The log is unbroken.")),
    }
}
