//! `fyren run case-update`.

use std::collections::BTreeMap;

use domain::{
    coverage::Policy,
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
    operation::Actor,
};
use service::{
    Services,
    case_update::{self, FailureReport, MunicipalityReport, RunReport, Which},
};
use store::{OpenMode, StoreError};

use super::{Context, print, print_json, tell};
use crate::{arguments::CaseUpdate, failure::Failure};

pub async fn case_update(context: &Context, arguments: &CaseUpdate) -> Result<(), Failure> {
    let which = match arguments.municipality.as_str() {
        "*" => Which::All,
        code => Which::One(MunicipalityCode::try_from(code)?),
    };
    let services = context.services(OpenMode::Existing).await?;
    let date = context.date(arguments.date, &services);
    let chosen = case_update::municipalities(&services, &which, date).await?;
    if chosen.is_empty() {
        context.warn(
            "Ingen kommun har någon policy det datumet. Sätt en med fyren policy set.",
            "No municipality has a policy on that date. Set one with fyren policy set.",
        );
    }
    for (code, policy, proposed) in &chosen {
        if *proposed {
            warn_of_proposal(context, *code, policy);
        }
    }
    let mut report =
        RunReport { date, dry_run: arguments.dry_run, municipalities: Vec::new(), failed: Vec::new() };
    let mut failure = None;
    for (code, policy, _) in chosen {
        match run(&services, context, code, &policy, date, arguments.dry_run).await {
            Ok(done) => report.municipalities.push(done),
            // What one municipality cannot do must not keep the others from it.
            Err(error) => {
                let message = error.message(context.language);
                tell(format_args!("fyren: {}: {message}", code.name()));
                report.failed.push(FailureReport { municipality: code, code: error.code(), message });
                failure = Some(error);
            }
        }
    }
    services.store.close().await;
    if let Some(error) = failure.take_if(|_| report.municipalities.is_empty()) {
        return Err(error.into());
    }
    let told = tell_report(context, arguments, &report);
    // That something failed matters also where nobody reads what was done.
    if failure.is_some() { Err(Failure::PartlyDone) } else { told }
}

fn tell_report(context: &Context, arguments: &CaseUpdate, report: &RunReport) -> Result<(), Failure> {
    if arguments.json {
        return print_json(report);
    }
    for municipality in &report.municipalities {
        print(sentence(municipality, arguments.dry_run, context.language))?;
        // Standard error ends in the system's log, where nobody's number may stand: those are in the JSON document.
        let mut errors = BTreeMap::<&str, usize>::new();
        for error in &municipality.errors {
            *errors.entry(error.code).or_default() += 1;
        }
        for (code, count) in errors {
            tell(format_args!("  {code}: {count}"));
        }
    }
    Ok(())
}

async fn run(
    services: &Services,
    context: &Context,
    municipality: MunicipalityCode,
    policy: &Policy,
    date: chrono::NaiveDate,
    dry_run: bool,
) -> Result<MunicipalityReport, StoreError> {
    let actor = || Actor::System;
    let done =
        case_update::run(services, actor(), municipality, policy, date, dry_run, context.language).await;
    if let (Err(error), false) = (&done, dry_run)
        && case_update::note_failure(services, actor(), municipality, date, error.code()).await.is_err()
    {
        context.warn(
            "Att körningen misslyckades kunde inte noteras i databasen.",
            "That the run failed could not be noted in the database.",
        );
    }
    done
}

fn warn_of_proposal(context: &Context, code: MunicipalityCode, policy: &Policy) {
    let (name, rule_set) = (code.name(), policy.rule_set.code());
    context.warn(
        &format!("{name} har ingen policy det datumet; den föreslagna {rule_set} används. Sätt en med fyren policy set."),
        &format!("{name} has no policy on that date; the proposed {rule_set} is used. Set one with fyren policy set."),
    );
}

fn sentence(report: &MunicipalityReport, dry_run: bool, language: Language) -> String {
    let name = report.municipality.name();
    let (examined, opened, closed) = (report.examined, report.opened.len(), report.closed.len());
    let (measures, waiting, errors) = (report.measures_closed, report.waiting.len(), report.errors.len());
    match (language, dry_run) {
        (Language::Swedish, false) => format!(
            "{name}: {examined} granskade, {opened} nya, {closed} avslutade, {measures} åtgärder avslutade, {waiting} väntar, {errors} fel."
        ),
        (Language::Swedish, true) => format!(
            "{name} (provkörning): {examined} granskade, {opened} skulle bli nya, {closed} skulle avslutas, {waiting} väntar, {errors} fel."
        ),
        (Language::English, false) => format!(
            "{name}: {examined} examined, {opened} opened, {closed} closed, {measures} measures closed, {waiting} waiting, {errors} errors."
        ),
        (Language::English, true) => format!(
            "{name} (dry run): {examined} examined, {opened} would be opened, {closed} would be closed, {waiting} waiting, {errors} errors."
        ),
    }
}
