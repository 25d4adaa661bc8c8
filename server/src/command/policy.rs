//! `fyren policy`.

use domain::{
    alarm::AlarmDays,
    coverage::policy::DatedPolicy,
    language::{Language, Named},
    municipality::MunicipalityCode,
    operation::Actor,
};
use service::policies::{self, PolicyChange};
use store::OpenMode;

use super::{Context, print, print_json};
use crate::{
    arguments::{Policy, PolicyAlarms, PolicySet, YesNo},
    failure::Failure,
};

pub async fn policy(context: &Context, arguments: &Policy) -> Result<(), Failure> {
    match arguments {
        Policy::Set(arguments) => set(context, arguments).await,
        Policy::List { json } => list(context, *json).await,
        Policy::Alarms(arguments) => alarms(context, arguments).await,
    }
}

async fn set(context: &Context, arguments: &PolicySet) -> Result<(), Failure> {
    let municipality = MunicipalityCode::try_from(arguments.municipality.as_str())?;
    let summer_break = match arguments.summer_break.as_deref() {
        None => None,
        Some("none") => Some(None),
        Some(text) => Some(Some(text.parse().map_err(|error| Failure::argument(&error))?)),
    };
    let change = PolicyChange {
        rule_set: arguments.rule_set,
        from: arguments.from,
        summer_break,
        komvux_counts: arguments.komvux_counts.map(|answer| answer == YesNo::Yes),
    };
    let services = context.services(OpenMode::Existing).await?;
    let dated = policies::set(&services, Actor::Operator, municipality, &change).await?;
    services.store.close().await;
    print(sentence(municipality, &dated, context.language))
}

async fn list(context: &Context, json: bool) -> Result<(), Failure> {
    let services = context.services(OpenMode::Existing).await?;
    let policies = policies::all(&services).await?;
    if json {
        return print_json(&policies);
    }
    for (municipality, dated) in policies {
        for policy in dated {
            print(sentence(municipality, &policy, context.language))?;
        }
    }
    Ok(())
}

async fn alarms(context: &Context, arguments: &PolicyAlarms) -> Result<(), Failure> {
    let municipality = arguments.municipality.as_deref().map(MunicipalityCode::try_from).transpose()?;
    let days = AlarmDays { silence: arguments.silence, ending: arguments.ending };
    let services = context.services(OpenMode::Existing).await?;
    service::alarms::set(&services, Actor::Operator, municipality, days).await?;
    services.store.close().await;
    let all = context.language.pick("Alla utan egna dagar", "Everybody without days of their own");
    let name = municipality.map_or(all, |code| code.name());
    let AlarmDays { silence, ending } = days;
    print(match context.language {
        Language::Swedish => format!(
            "{name}: larm efter {silence} dagar utan kontakt och {ending} dagar innan en åtgärd slutar."
        ),
        Language::English => format!(
            "{name}: alarms after {silence} days without contact and {ending} days before a measure ends."
        ),
    })
}

fn sentence(municipality: MunicipalityCode, dated: &DatedPolicy, language: Language) -> String {
    let DatedPolicy { from, policy } = dated;
    let (name, rule_set) = (municipality.name(), policy.rule_set.code());
    let summer_break = policy
        .summer_break
        .map_or_else(|| language.pick("inget", "none").to_owned(), |days| days.to_string());
    let komvux = if policy.komvux_counts { language.pick("ja", "yes") } else { language.pick("nej", "no") };
    match language {
        Language::Swedish => format!(
            "{municipality} {name} från {from}: {rule_set}, sommaruppehåll {summer_break}, komvux räknas: {komvux}."
        ),
        Language::English => {
            format!(
                "{municipality} {name} from {from}: {rule_set}, summer break {summer_break}, komvux counts: {komvux}."
            )
        }
    }
}
