//! What the timeline says of each event.

use domain::{
    case::{CaseOrigin, view::Event},
    language::{Language, Named},
    operation::ChangeKind,
};

/// The event in a few words, and what more there is to say of it, or nothing. What lies `ahead` has not happened yet.
pub fn told(event: &Event, ahead: bool, language: Language) -> (String, String) {
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
        Event::PlacementBegan(path, unit) if ahead => {
            (format!("{} {path}", language.pick("Börjar", "Begins")), unit.clone())
        }
        Event::PlacementBegan(path, unit) if swedish => (format!("Började {path}"), unit.clone()),
        Event::PlacementBegan(path, unit) => (format!("Began {path}"), unit.clone()),
        Event::PlacementEnded(path, unit) if swedish => (format!("Slutade {path}"), unit.clone()),
        Event::PlacementEnded(path, unit) => (format!("Left {path}"), unit.clone()),
        Event::MeasureBegan(kind) => {
            let began = match ahead {
                true => language.pick("Åtgärd börjar", "Measure begins"),
                false => language.pick("Åtgärd började", "Measure began"),
            };
            (began.to_owned(), kind.name(language).to_owned())
        }
        Event::MeasureEnded(kind, outcome) => {
            let missing = language.pick("orsak saknas", "no outcome told");
            let outcome = outcome.map_or(missing, |outcome| outcome.name(language));
            let ended = language.pick("Åtgärd avslutad", "Measure ended");
            (format!("{ended}: {outcome}"), kind.name(language).to_owned())
        }
        Event::MeasureClosedWithCase(kind) => {
            let closed = language
                .pick("Åtgärd avslutad av körningen, med ärendet", "Measure ended by the run, with the case");
            (closed.to_owned(), kind.name(language).to_owned())
        }
        Event::Contacted(way, heading) => {
            (format!("{}: {}", language.pick("Kontakt", "Contact"), way.name(language)), heading.clone())
        }
        Event::FollowUpDue(heading) => {
            (language.pick("Uppföljning", "Follow-up").to_owned(), heading.clone())
        }
        Event::FollowedUp(heading) => {
            (language.pick("Uppföljning, avslutad", "Follow-up, closed").to_owned(), heading.clone())
        }
        Event::PlanBegan(goal) => {
            let began = match ahead {
                true => language.pick("Individuell plan börjar", "Individual plan begins"),
                false => language.pick("Individuell plan började", "Individual plan began"),
            };
            (began.to_owned(), goal.clone())
        }
        Event::PlanEvaluationDue(goal) => {
            (language.pick("Planen ska utvärderas", "The plan is to be evaluated").to_owned(), goal.clone())
        }
        Event::PlanEvaluated(goal) => {
            (language.pick("Planen är utvärderad", "The plan has been evaluated").to_owned(), goal.clone())
        }
        Event::CaseworkerChanged(before, after) => {
            let caseworker = match after {
                Some(name) => format!("{}: {name}", language.pick("Handläggare", "Caseworker")),
                None => language.pick("Utan handläggare", "Without a caseworker").to_owned(),
            };
            let before =
                before.as_ref().map(|name| format!("{} {name}", language.pick("tidigare", "before:")));
            (caseworker, before.unwrap_or_default())
        }
        Event::DetailChanged(change, kind) => {
            let kind = kind.map(|kind| kind.name(language).to_owned()).unwrap_or_default();
            (way_changed(*change, ("Kontaktuppgift", "Way of contact"), language), kind)
        }
        Event::PostalAddressChanged(change) => {
            (way_changed(*change, ("Postadress", "Postal address"), language), String::new())
        }
        Event::Moved(municipality) if swedish => {
            (format!("Flyttade till {}", municipality.name()), String::new())
        }
        Event::Moved(municipality) => (format!("Moved to {}", municipality.name()), String::new()),
    }
}

/// *Postadress ändrad*
fn way_changed(change: ChangeKind, (swedish, english): (&str, &str), language: Language) -> String {
    let done = match change {
        ChangeKind::Created => language.pick("tillagd", "added"),
        ChangeKind::Removed => language.pick("borttagen", "removed"),
        ChangeKind::Changed | ChangeKind::Read => language.pick("ändrad", "changed"),
    };
    let what = if language == Language::Swedish { swedish } else { english };
    format!("{what} {done}")
}

#[cfg(test)]
mod tests {
    use domain::{contact::ContactDetailKind, measure::MeasureType};

    use super::*;

    #[test]
    fn what_lies_ahead_is_told_as_what_is_to_come() {
        let measure = Event::MeasureBegan(MeasureType::WorkPlacement);
        let placement = Event::PlacementBegan("EK25".to_owned(), String::new());
        let plan = Event::PlanBegan(String::new());
        let title = |event, ahead| told(event, ahead, Language::Swedish).0;
        assert_eq!(title(&measure, true), "Åtgärd börjar");
        assert_eq!(title(&measure, false), "Åtgärd började");
        assert_eq!(title(&placement, true), "Börjar EK25");
        assert_eq!(title(&plan, true), "Individuell plan börjar");
        assert_eq!(told(&measure, true, Language::English).0, "Measure begins");
    }

    #[test]
    fn what_is_not_told_of_an_end_is_said_to_be_missing() {
        let ended = Event::MeasureEnded(MeasureType::WorkPlacement, None);
        assert_eq!(told(&ended, false, Language::Swedish).0, "Åtgärd avslutad: orsak saknas");
    }

    #[test]
    fn who_took_over_and_how_the_person_is_reached_is_told() {
        let handed = Event::CaseworkerChanged(Some("Bo Ek".to_owned()), Some("Åsa Lindqvist".to_owned()));
        let text = |event: &Event| told(event, false, Language::Swedish);
        assert_eq!(text(&handed), ("Handläggare: Åsa Lindqvist".to_owned(), "tidigare Bo Ek".to_owned()));
        let left = Event::CaseworkerChanged(Some("Bo Ek".to_owned()), None);
        assert_eq!(text(&left).0, "Utan handläggare");
        let removed = Event::DetailChanged(ChangeKind::Removed, Some(ContactDetailKind::Mobile));
        assert_eq!(text(&removed).0, "Kontaktuppgift borttagen");
        assert_eq!(text(&Event::PostalAddressChanged(ChangeKind::Created)).0, "Postadress tillagd");
    }
}
