//! `fyren audit`.

use std::path::Path;

use domain::clock::stockholm_time;
use service::anchor::{NextAnchor, first_fault_of_journal};
use store::OpenMode;

use super::{Context, print};
use crate::{anchor_file, failure::Failure};

pub async fn verify(context: &Context, file: Option<&Path>) -> Result<(), Failure> {
    let (anchors, unreadable) = file.map(anchor_file::anchors).transpose()?.unwrap_or_default();
    let services = context.services(OpenMode::Existing).await?;
    let fault = first_fault_of_journal(&services, &anchors).await?;
    services.store.close().await;
    // A log that is not what it was is worse than a line that nobody can read.
    if let Some(fault) = fault {
        return Err(fault.into());
    }
    if let (Some(file), Some(line)) = (file, unreadable) {
        return Err(Failure::NoAnchor { path: file.to_owned(), line });
    }
    print(context.say("Loggen är obruten.", "The log is unbroken."))?;
    match anchors.iter().max_by_key(|anchor| anchor.position()) {
        Some(last) => {
            let (count, position, at) = (anchors.len(), last.position(), stockholm_time(last.at()));
            print(context.say(
                &format!("Till och med post {position}, som förankrades {at}, stämmer den också med ankarfilen (antal ankare: {count})."),
                &format!("Up to entry {position}, which was anchored at {at}, it also agrees with the anchor file (anchors: {count})."),
            ))
        }
        None => print(context.say(
            "Att inget saknas i slutet, eller har skrivits om i ett stycke, visar bara ett ankare utanför databasen: fyren audit verify --anchor FIL.",
            "That nothing is missing at its end, or has been written anew in one piece, is proved only by an anchor outside the database: fyren audit verify --anchor FILE.",
        )),
    }
}

pub async fn anchor(context: &Context, file: &Path) -> Result<(), Failure> {
    let services = context.services(OpenMode::Existing).await?;
    let anchored = anchor_file::anchor(&services, file).await;
    services.store.close().await;
    let anchored = anchored?;
    if anchored.last_is_unreadable {
        context.warn(
            "Den sista raden i ankarfilen kan inte läsas, troligen för att den blev avbruten. Ta bort den när du har sett efter.",
            "The last line of the anchor file cannot be read, likely because it was torn. Remove it when you have looked at it.",
        );
    }
    match anchored.next {
        NextAnchor::Nothing => print(
            context.say("Loggen är tom. Inget har skrivits.", "The log is empty. Nothing has been written."),
        ),
        NextAnchor::Same(anchor) => {
            let position = anchor.position();
            print(context.say(
                &format!("Post {position} är redan förankrad. Inget har skrivits."),
                &format!("Entry {position} is anchored already. Nothing has been written."),
            ))
        }
        NextAnchor::New(anchor) => {
            print(context.say(&format!("Skrivet: {anchor}"), &format!("Written: {anchor}")))
        }
    }
}
