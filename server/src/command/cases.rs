//! `fyren cases`.

use std::io::Write;

use chrono::NaiveDate;
use domain::{
    case::CaseStatus,
    coverage::Explanation,
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
};
use serde::Serialize;
use service::listing::Listing;
use store::{CaseListing, OpenMode};

use super::Context;
use crate::{arguments::Cases, failure::Failure};

/// A case as it is printed. Stable as JSON.
#[derive(Serialize)]
struct PrintedCase {
    civic_number: String,
    status: &'static str,
    registered: NaiveDate,
    deregistered: Option<NaiveDate>,
    reason: Option<&'static str>,
    explanation: Option<PrintedExplanation>,
}

#[derive(Serialize)]
struct PrintedExplanation {
    date: NaiveDate,
    rule_set: &'static str,
    verdicts: Vec<PrintedVerdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    other_schooling_ended: Option<NaiveDate>,
}

#[derive(Serialize)]
struct PrintedVerdict {
    rule: &'static str,
    holds: bool,
    sentence: String,
}

impl PrintedExplanation {
    fn new(explanation: &Explanation, language: Language) -> Self {
        let verdicts = explanation.verdicts.iter().map(|verdict| PrintedVerdict {
            rule: verdict.rule.code(),
            holds: verdict.holds,
            sentence: verdict.fact.message(language),
        });
        Self {
            date: explanation.date,
            rule_set: explanation.rule_set.code(),
            verdicts: verdicts.collect(),
            other_schooling_ended: explanation.other_schooling_ended,
        }
    }
}

fn printed(listing: &CaseListing, date: NaiveDate, language: Language) -> PrintedCase {
    let explanation = listing.closed_because.as_ref().or(listing.opened_because.as_ref());
    PrintedCase {
        civic_number: listing.civic_number.to_string(),
        status: CaseStatus::on(&listing.case, &listing.placements, date).code(),
        registered: listing.case.registered,
        deregistered: listing.case.deregistered,
        reason: listing.reason.map(Named::code),
        explanation: explanation.map(|explanation| PrintedExplanation::new(explanation, language)),
    }
}

pub async fn cases(context: &Context, arguments: &Cases) -> Result<(), Failure> {
    let municipality = MunicipalityCode::try_from(arguments.municipality.as_str())?;
    let services = context.services(OpenMode::Existing).await?;
    let date = arguments.date.unwrap_or_else(|| services.today());
    let mut listing = Listing::begin(&services, municipality).await?;
    // Until something is printed, a failure is told as a document of its own.
    let first = listing.next().await?;
    print(context, arguments.json, date, first, listing)
        .await
        .map_err(|failure| Failure::Interrupted(Box::new(failure)))
}

async fn print(
    context: &Context,
    json: bool,
    date: NaiveDate,
    first: Vec<CaseListing>,
    mut rest: Listing,
) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut separator = "[";
    let mut batch = first;
    while !batch.is_empty() {
        for listing in &batch {
            let case = printed(listing, date, context.language);
            if json {
                write!(out, "{separator}")?;
                separator = ",";
                serde_json::to_writer(&mut out, &case).map_err(std::io::Error::from)?;
            } else {
                let until = case.deregistered.map(|date| date.to_string()).unwrap_or_default();
                let reason = case.reason.unwrap_or_default();
                writeln!(
                    out,
                    "{}  {:22} {}  {until:10}  {reason}",
                    case.civic_number, case.status, case.registered
                )?;
            }
        }
        batch = rest.next().await?;
    }
    if json {
        writeln!(out, "{}]", if separator == "[" { "[" } else { "" })?;
    }
    out.flush()?;
    Ok(())
}
