//! `fyren scb`: the report to Statistics Sweden, for the operator.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::Path,
};

use domain::{
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
    scb_report::{Finding, ReportPeriod, Severity},
};
use serde::Serialize;
use service::{
    Services,
    scb_report::{self, Asked, Found},
};
use store::OpenMode;

use super::{Context, print, print_json};
use crate::{
    arguments::{Scb, ScbPeriod},
    failure::Failure,
};

/// An obstacle as it is printed. Stable as JSON.
#[derive(Serialize)]
struct PrintedFinding {
    case: i64,
    civic_number: String,
    rule: &'static str,
    severity: &'static str,
    field: &'static str,
    message: String,
}

pub async fn scb(context: &Context, arguments: Scb) -> Result<(), Failure> {
    let services = context.services(OpenMode::Existing).await?;
    match arguments {
        Scb::Export { period, out, again } => export(context, &services, &period, &out, again).await?,
        Scb::Check { period, json } => check(context, &services, &period, json).await?,
    }
    services.store.close().await;
    Ok(())
}

fn asked(services: &Services, period: &ScbPeriod) -> Result<(MunicipalityCode, ReportPeriod), Failure> {
    let municipality = MunicipalityCode::try_from(period.municipality.as_str())?;
    let period = match (period.from, period.to) {
        (Some(from), Some(to)) => {
            ReportPeriod::new(from, to).map_err(|refusal| Failure::argument(&refusal))?
        }
        _ => ReportPeriod::last_whole(services.today()),
    };
    Ok((municipality, period))
}

/// A new file that nobody else reads. What is there already is left as it is.
fn new_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

async fn export(
    context: &Context,
    services: &Services,
    period: &ScbPeriod,
    out: &Path,
    again: bool,
) -> Result<(), Failure> {
    let (municipality, period) = asked(services, period)?;
    let unwritable = |error| Failure::OutFile { path: out.to_owned(), error };
    // Where nothing can be written, no export is made.
    let mut file = new_file(out).map_err(unwritable)?;
    let made = match scb_report::make_as_operator(services, Asked { municipality, period, again }).await {
        Ok(made) => made,
        Err(failure) => {
            drop(file);
            // It is empty, and was made a moment ago.
            _ = std::fs::remove_file(out);
            return Err(failure.into());
        }
    };
    file.write_all(&made.bytes).and_then(|()| file.sync_all()).map_err(unwritable)?;
    let (rows, cases) = (made.draft.rows().count(), made.draft.reported());
    let [errors, warnings, by_hand] =
        [Severity::Error, Severity::Warning, Severity::ByHand].map(|severity| made.draft.count(severity));
    let (id, layout) = (made.id, made.layout.name());
    print(context.say(
        &format!("Export {id}, {layout}, {period}: {rows} rader om {cases} ärenden. Fel: {errors}. Varningar: {warnings}. På papper: {by_hand}."),
        &format!("Export {id}, {layout}, {period}: {rows} rows about {cases} cases. Errors: {errors}. Warnings: {warnings}. On paper: {by_hand}."),
    ))?;
    if errors + warnings + by_hand > 0 {
        print(context.say(
            "Se vad som ska rättas, och vilka som rapporteras på papper, med fyren scb check.",
            "See what is to be mended, and who is reported on paper, with fyren scb check.",
        ))?;
    }
    Ok(())
}

fn line(who: &str, finding: &Finding, language: Language) -> String {
    format!("  {who}  {}: {}", finding.severity.name(language), finding.message(language))
}

async fn check(
    context: &Context,
    services: &Services,
    period: &ScbPeriod,
    json: bool,
) -> Result<(), Failure> {
    let obstacles = scb_report::obstacles_as_operator(services, asked(services, period)?).await?;
    let language = context.language;
    if json {
        let printed = |found: &Found| PrintedFinding {
            case: found.case.0,
            civic_number: found.who.0.clone(),
            rule: found.finding.rule.code(),
            severity: found.finding.severity.code(),
            field: found.finding.field.code(),
            message: found.finding.message(language),
        };
        return print_json(&obstacles.findings.iter().map(printed).collect::<Vec<_>>());
    }
    let (period, layout, total, reported) =
        (obstacles.period, &obstacles.layout, obstacles.total, obstacles.reported);
    print(context.say(
        &format!("{period}, {layout}: {reported} ärenden i filen, {total} hinder."),
        &format!("{period}, {layout}: {reported} cases in the file, {total} obstacles."),
    ))?;
    for found in &obstacles.findings {
        print(line(&found.who.0, &found.finding, language))?;
    }
    Ok(())
}
