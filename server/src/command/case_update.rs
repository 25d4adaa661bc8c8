//! `fyren run case-update`.

use domain::{
    coverage::Policy,
    language::{Language, Named},
    municipality::MunicipalityCode,
    operation::Actor,
};
use service::{
    Services,
    case_update::{self, MunicipalityReport, RunReport, Which},
};
use store::OpenMode;

use super::{Context, print_json};
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
    let mut report = RunReport { date, dry_run: arguments.dry_run, municipalities: Vec::new() };
    if !arguments.dry_run {
        case_update::prepare(&services, date).await?;
    }
    for (code, policy, _) in chosen {
        report.municipalities.push(run(&services, context, code, &policy, date, arguments.dry_run).await?);
    }
    services.store.close().await;
    if arguments.json {
        return print_json(&report);
    }
    for municipality in &report.municipalities {
        println!("{}", sentence(municipality, arguments.dry_run, context.language));
        for error in &municipality.errors {
            eprintln!("  {}: {}", error.civic_number, error.message);
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
) -> Result<MunicipalityReport, Failure> {
    let actor = Actor::System(case_update::JOB.to_owned());
    Ok(case_update::run(services, actor, municipality, policy, date, dry_run, context.language).await?)
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
