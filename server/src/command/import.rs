//! `fyren import population` and `fyren import pupils`.

use std::{fs::File, io::IsTerminal, path::Path};

use domain::{
    exchange::RowError,
    language::Language,
    operation::Actor,
    organisation::{AcademicYear, OrganisationNumber},
};
use service::{
    Services,
    import::ImportOutcome,
    population_import::PopulationImport,
    pupil_import::{PupilImport, PupilSet},
};
use store::OpenMode;

use super::{Context, print, print_json, tell};
use crate::{
    arguments::{ImportPopulation, ImportPupils},
    failure::Failure,
    format::{population_xml::PopulationReader, pupils::PupilReader},
};

/// How many row errors are printed for people; JSON tells them all.
const PRINTED_ERRORS: usize = 20;

fn open(path: &Path) -> Result<File, Failure> {
    let failed = |error| Failure::File { path: path.to_owned(), error };
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(failed(std::io::Error::from(std::io::ErrorKind::IsADirectory)));
    }
    Ok(file)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

pub async fn population(context: &Context, arguments: &ImportPopulation) -> Result<(), Failure> {
    let services = context.services(OpenMode::Existing).await?;
    let date = context.date(arguments.date, &services);
    let outcome = import_population(&services, &arguments.file, date).await?;
    services.store.close().await;
    report(context, &outcome, arguments.json)
}

/// Imports a file of the population register.
pub async fn import_population(
    services: &Services,
    path: &Path,
    date: chrono::NaiveDate,
) -> Result<ImportOutcome, Failure> {
    let file = open(path)?;
    let length = file.metadata().map_or(0, |about| about.len());
    let mut reader = PopulationReader::new(file)?;
    let mut import = PopulationImport::begin(services, Actor::Operator, &name_of(path), date).await?;
    let mut progress = Progress::new(length);
    while let Some(post) = reader.next() {
        match post? {
            Ok(post) => import.take(*post).await?,
            Err(bad) => import.refuse(bad.error, &bad.protects).await?,
        }
        progress.show(reader.position());
    }
    progress.end();
    Ok(import.finish().await?)
}

/// How much of a file has been read, on a terminal that somebody watches.
struct Progress {
    length: u64,
    shown: Option<u64>,
    is_watched: bool,
}

impl Progress {
    fn new(length: u64) -> Self {
        Self { length, shown: None, is_watched: std::io::stderr().is_terminal() }
    }

    fn show(&mut self, position: u64) {
        let percent = position.saturating_mul(100).checked_div(self.length);
        if self.is_watched && percent != self.shown {
            self.shown = percent;
            eprint!("\r{:3} %", percent.unwrap_or_default().min(100));
        }
    }

    fn end(&self) {
        if self.shown.is_some() {
            eprint!("\r     \r");
        }
    }
}

pub async fn pupils(context: &Context, arguments: &ImportPupils) -> Result<(), Failure> {
    let organiser: OrganisationNumber =
        arguments.organiser.parse().map_err(|error| Failure::argument(&error))?;
    let year: AcademicYear = arguments.academic_year.parse().map_err(|error| Failure::argument(&error))?;
    let services = context.services(OpenMode::Existing).await?;
    let date = context.date(arguments.date, &services);
    let set = PupilSet { organiser, year, date, create_missing: arguments.create_missing };
    let outcome = import_pupils(&services, &arguments.file, set).await?;
    services.store.close().await;
    report(context, &outcome, arguments.json)
}

/// Imports a file of pupils.
pub async fn import_pupils(
    services: &Services,
    path: &Path,
    set: PupilSet,
) -> Result<ImportOutcome, Failure> {
    let reader = PupilReader::new(open(path)?, set.date)?;
    let mut import = PupilImport::begin(services, Actor::Operator, &name_of(path), set).await?;
    for row in reader {
        match row? {
            Ok(row) => import.take(row).await?,
            Err(error) => import.refuse(error),
        }
    }
    Ok(import.finish().await?)
}

fn report(context: &Context, outcome: &ImportOutcome, json: bool) -> Result<(), Failure> {
    if json {
        return print_json(outcome);
    }
    let ImportOutcome {
        file,
        rows,
        created,
        changed,
        unchanged,
        outdated,
        ended,
        removed,
        renumbered,
        error_count,
        ..
    } = outcome;
    print(match context.language {
        Language::Swedish => format!(
            "{file}: {rows} lästa, {created} nya, {changed} ändrade, {unchanged} oförändrade, {outdated} inaktuella, \
             {ended} avslutade, {removed} borttagna, {renumbered} med nytt nummer, {error_count} fel."
        ),
        Language::English => format!(
            "{file}: {rows} read, {created} new, {changed} changed, {unchanged} unchanged, {outdated} outdated, \
             {ended} ended, {removed} removed, {renumbered} renumbered, {error_count} errors."
        ),
    })?;
    let line = |error: &RowError| {
        let message = context.language.pick(&error.message_sv, &error.message_en);
        format!("  {} {} ({}): {message}", context.say("Rad", "Row"), error.row, error.code)
    };
    for error in outcome.errors.iter().take(PRINTED_ERRORS) {
        tell(line(error));
    }
    if outcome.errors.len() > PRINTED_ERRORS {
        tell(format_args!("  {}", context.say("Fler fel: kör med --json.", "More errors: run with --json.")));
    }
    for warning in outcome.warnings.iter().take(PRINTED_ERRORS) {
        tell(format_args!("{} {}", context.say("Varning", "Warning"), line(warning).trim_start()));
    }
    Ok(())
}
