//! `fyren cases`.

use std::io::Write;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::CaseStatus,
    coverage::Explanation,
    id::CaseId,
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
};
use serde::Serialize;
use store::{CaseListing, OpenMode};

use super::Context;
use crate::{arguments::Cases, failure::Failure};

/// How many cases are read at a time.
const BATCH: i64 = 2000;

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
    let mut connection = services.store.read().await?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut after, mut first) = (CaseId(0), true);
    if arguments.json {
        write!(out, "[")?;
    }
    loop {
        let batch = connection.case_listings(&Scope::of_the_system(), municipality, after, BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = last.case.id;
        for listing in &batch {
            let case = printed(listing, date, context.language);
            if arguments.json {
                if !first {
                    write!(out, ",")?;
                }
                first = false;
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
    }
    if arguments.json {
        writeln!(out, "]")?;
    }
    out.flush()?;
    Ok(())
}
