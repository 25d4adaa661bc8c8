//! What the timeline says of each event.

use domain::{
    case::{CaseOrigin, view::Event},
    language::{Language, Named},
};

/// The event in a few words, and what more there is to say of it, or nothing.
pub fn told(event: &Event, language: Language) -> (String, String) {
    let swedish = language == Language::Swedish;
    match event {
        Event::Opened(municipality, origin) => {
            let by = match origin {
                CaseOrigin::Run => language.pick("av körningen", "by the run"),
                CaseOrigin::Hand => language.pick("för hand", "by hand"),
            };
            (format!("{} {by}", language.pick("Registrerad", "Registered")), municipality.name().to_owned())
        }
        Event::Closed(municipality, reason) => {
            let reason = reason.map(|reason| format!(": {}", reason.name(language))).unwrap_or_default();
            (
                format!("{}{reason}", language.pick("Avregistrerad", "Deregistered")),
                municipality.name().to_owned(),
            )
        }
        Event::PlacementBegan(path, unit) if swedish => (format!("Började {path}"), unit.clone()),
        Event::PlacementBegan(path, unit) => (format!("Began {path}"), unit.clone()),
        Event::PlacementEnded(path, unit) if swedish => (format!("Slutade {path}"), unit.clone()),
        Event::PlacementEnded(path, unit) => (format!("Left {path}"), unit.clone()),
        Event::MeasureBegan(kind) => {
            (language.pick("Åtgärd började", "Measure began").to_owned(), kind.name(language).to_owned())
        }
        Event::MeasureEnded(kind, outcome) => {
            let outcome = outcome.map(|outcome| format!(": {}", outcome.name(language))).unwrap_or_default();
            let ended = language.pick("Åtgärd avslutad", "Measure ended");
            (format!("{ended}{outcome}"), kind.name(language).to_owned())
        }
        Event::Contacted(way, heading) => {
            (format!("{}: {}", language.pick("Kontakt", "Contact"), way.name(language)), heading.clone())
        }
        Event::FollowUpDue(heading) => {
            (language.pick("Uppföljning", "Follow-up").to_owned(), heading.clone())
        }
        Event::Moved(municipality) if swedish => {
            (format!("Flyttade till {}", municipality.name()), String::new())
        }
        Event::Moved(municipality) => (format!("Moved to {}", municipality.name()), String::new()),
    }
}
