//! The report to Statistics Sweden. How its pages are drawn stands in [`crate::page::scb`].

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use domain::{
    access::Permission,
    id::ScbExportId,
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
    product_page::ProductPage,
    scb_report::{ReportField, ReportForm, ReportPeriod, layout_of},
};
use service::{
    ServiceError, Services,
    scb_report::{self, Asked, ReportFailure, ReportRefusal},
    session::{Session, form_token},
};

use super::{
    drawn::{Reader, html, parameter},
    export::{Refused, reader_of},
    form::{self, Draft, Problem, Told, back, draft, kept, on, poster},
    request, response,
};
use crate::{
    error::AppError,
    page::{
        record::{Control, Field},
        scb as pages,
    },
    path::{self, FROM_PARAMETER, PAGE_PARAMETER, PLACE_PARAMETER, TO_PARAMETER},
    serverfn::drawn::Drawn,
    words::ScbWords,
};

fn page_of(search: &str) -> usize {
    parameter(search, PAGE_PARAMETER).and_then(|page| page.parse().ok()).unwrap_or(1)
}

/// Draws the form by which a report is made, and the exports.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that reports none.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let municipalities = scb_report::municipalities(session)?;
    let (exports, closed) = scb_report::exports(services, session).await?;
    let draft = draft(reader, search).await?;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let proposed = ReportPeriod::last_whole(services.today());
    let value = |field: ReportField, proposed: &str| {
        let filled_in = draft.fields.get(field.code()).cloned();
        filled_in.unwrap_or_else(|| proposed.to_owned())
    };
    let day = |field: ReportField, day: chrono::NaiveDate| {
        Field::new(field, Control::Day, &value(field, &day.to_string()), words).required()
    };
    let mut fields = vec![day(ReportField::From, proposed.from()), day(ReportField::To, proposed.to())];
    if municipalities.len() > 1 {
        let named = |code: &MunicipalityCode| (code.to_string(), code.name().to_owned());
        let values: Vec<_> = municipalities.iter().map(named).collect();
        let first = values.first().map(|(code, _)| code.clone()).unwrap_or_default();
        let control = Control::Choice { values, none: "" };
        let chosen = value(ReportField::Municipality, &first);
        fields.insert(0, Field::new(ReportField::Municipality, control, &chosen, words).required());
    }
    // It is asked only when a closed period stands in the way.
    let asks = |problem: &Problem| problem.field.as_deref() == Some(ReportField::Again.code());
    if draft.problems.iter().any(asks) {
        let again = value(ReportField::Again, "");
        fields.push(Field::new(ReportField::Again, Control::Tick, &again, words).required());
    }
    let page = pages::Page {
        exports: &exports,
        closed: &closed,
        fields,
        once: &form_token()?,
        layout: layout_of(&services.scb_layouts, proposed).map(|layout| layout.name().to_owned()),
        told,
        draft: &draft,
        words,
    };
    Ok(form::page(ProductPage::ScbExport.name(words), draft.is_refused(), page.view(), words))
}

/// Draws an export.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that reports none, [`AppError::NotFound`] for one out of its reach.
pub async fn draw_one(reader: &Reader, id: ScbExportId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let aloud = told.join(" ");
    let export = scb_report::export(services, session, id, page_of(search)).await?;
    let page = pages::export::Page { export: &export, session, told, words: *language };
    Ok(Drawn { title: page.title(), body: html(page.view()), told: aloud, ..Drawn::default() })
}

/// Draws what is in the way of a report. Days that are no period are told of, and the present half-year is shown.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that reads no cases, [`AppError::NotFound`] for a municipality out of its reach.
pub async fn draw_obstacles(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    if !session.may(Permission::ReadCases) {
        return Err(AppError::Forbidden);
    }
    let mut municipalities = session.acting.municipalities.clone();
    municipalities.sort_by_key(|code| code.name());
    let municipality = match parameter(search, PLACE_PARAMETER).filter(|code| !code.is_empty()) {
        Some(code) => MunicipalityCode::try_from(code.as_str()).map_err(|_| AppError::NotFound)?,
        None => *municipalities.first().ok_or(AppError::NotFound)?,
    };
    let present = ReportPeriod::half_year_of(services.today());
    let form = ReportForm {
        municipality: municipality.to_string(),
        from: parameter(search, FROM_PARAMETER).unwrap_or_else(|| present.from().to_string()),
        to: parameter(search, TO_PARAMETER).unwrap_or_else(|| present.to().to_string()),
        again: String::new(),
    };
    let asked = form.read(&[municipality]).map(|(_, period, _)| period);
    let page = page_of(search);
    let mut is_mistaken = asked.is_err();
    let found = match asked {
        Ok(period) => scb_report::obstacles(services, session, (municipality, period), page).await,
        Err(_) => scb_report::obstacles(services, session, (municipality, present), page).await,
    };
    let obstacles = match found {
        // So early there is no layout, and nothing to check by.
        Err(ReportFailure::Refused(_)) => {
            is_mistaken = true;
            scb_report::obstacles(services, session, (municipality, present), page).await
        }
        found => found,
    };
    let obstacles = match obstacles {
        Ok(obstacles) => obstacles,
        Err(ReportFailure::Refused(_)) => return Err(AppError::NotFound),
        Err(ReportFailure::Unavailable(error)) => return Err(error.into()),
    };
    let (words, municipalities) = (*language, municipalities.as_slice());
    let view = pages::obstacles::Page { obstacles: &obstacles, municipalities, is_mistaken, session, words };
    let title = ProductPage::ReportObstacles.name(words).to_owned();
    Ok(Drawn { title, body: html(view.view()), ..Drawn::default() })
}

/// Makes a report, and leads on to its page, or back to the form.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn make(fields: BTreeMap<String, String>) -> Result<(), AppError> {
    let here = path::SCB_EXPORT;
    let draft = Draft { fields, ..Draft::default() };
    let Some(reader) = poster(here, || draft.clone().interrupted()).await? else { return Ok(()) };
    let reader = reader.posting(here, &draft.fields);
    let Reader { services, session, language: words } = &reader;
    let municipalities = scb_report::municipalities(session).map_err(response::answer_with)?;
    let form = serde_json::to_value(&draft.fields).and_then(serde_json::from_value::<ReportForm>);
    let form = form.map_err(|_| response::answer_with(AppError::Invalid))?;
    let (municipality, period, again) = match form.read(&municipalities) {
        Ok(asked) => asked,
        Err(errors) => {
            let problems = errors.iter().map(|error| Problem {
                field: Some(error.field.code().to_owned()),
                text: error.message(*words),
            });
            let problems = problems.collect();
            return back(&reader, here, Draft { problems, ..draft }).await;
        }
    };
    match scb_report::make(services, session, Asked { municipality, period, again }).await {
        Ok(made) => {
            on(&reader, &path::scb_export(made.id, 1), &words.export_made(&made.id.to_string())).await
        }
        Err(ReportFailure::Refused(refusal)) => {
            let field = match refusal {
                ReportRefusal::Closed(_) => ReportField::Again,
                ReportRefusal::NoLayout | ReportRefusal::NotWhole => ReportField::To,
            };
            let text = refusal.message(*words);
            let problems = vec![Problem { field: Some(field.code().to_owned()), text }];
            back(&reader, here, Draft { problems, ..draft }).await
        }
        // It has been made already, and stands first among the exports.
        Err(ReportFailure::Unavailable(ServiceError::DoneBefore)) => {
            response::see_other(here);
            Ok(())
        }
        Err(ReportFailure::Unavailable(error)) => Err(response::answer_with(error)),
    }
}

/// Closes the period of an export, and leads on to its page.
///
/// # Errors
/// As [`make`].
pub async fn close(id: ScbExportId) -> Result<(), AppError> {
    let here = path::scb_export(id, 1);
    let Some(reader) = poster(&here, || None::<Draft>).await? else { return Ok(()) };
    scb_report::close(&reader.services, &reader.session, id).await.map_err(response::answer_with)?;
    on(&reader, &here, reader.language.period_closed()).await
}

/// What is asked for of an export as a file.
enum Wanted {
    File,
    Log,
}

/// A request for the file of an export, or for its log.
pub struct ScbRequest {
    session: Session,
    id: ScbExportId,
    wanted: Wanted,
    language: Language,
}

/// A file of an export.
pub enum ScbFile {
    /// The report itself, under its name.
    Report(String, Vec<u8>),
    /// The rows of the log, the headings first, under its name.
    Log(String, Vec<[String; 5]>),
}

impl ScbRequest {
    /// Reads the name of a file. Nothing of anybody is read yet.
    ///
    /// # Errors
    /// [`Refused::SeeOther`] to where one signs in; [`AppError::NotFound`] for a name that no file has, [`AppError::Forbidden`]
    /// for a role that reports none.
    pub async fn read(services: &Services, headers: &HeaderMap, file: &str) -> Result<Self, Refused> {
        let name = file.strip_suffix(".csv").ok_or(AppError::NotFound)?;
        let (number, wanted) = match name.strip_suffix(path::LOG_SUFFIX) {
            Some(number) => (number, Wanted::Log),
            None => (name, Wanted::File),
        };
        let id = number.parse().map(ScbExportId).map_err(|_| AppError::NotFound)?;
        let session = reader_of(services, headers, &path::scb_export(id, 1)).await?;
        scb_report::municipalities(&session).map_err(AppError::from)?;
        Ok(Self { session, id, wanted, language: request::language(headers) })
    }

    /// The file.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an export out of reach; [`Refused::SeeOther`] to its page, which says why, where the file
    /// cannot be made as it was.
    pub async fn file(&self, services: &Services) -> Result<ScbFile, Refused> {
        match self.wanted {
            Wanted::File => match scb_report::file(services, &self.session, self.id).await {
                Ok((name, bytes)) => Ok(ScbFile::Report(name, bytes)),
                Err(ReportFailure::Refused(_)) => Err(Refused::SeeOther(path::scb_export(self.id, 1))),
                Err(ReportFailure::Unavailable(error)) => Err(AppError::from(error).into()),
            },
            Wanted::Log => {
                let found = scb_report::log(services, &self.session, self.id).await;
                let (_, found) = found.map_err(AppError::from)?;
                let rows = found.iter().map(|found| pages::log_cells(found, self.language));
                let headings = pages::log_headings(self.language).map(str::to_owned);
                let rows = [headings].into_iter().chain(rows).collect();
                Ok(ScbFile::Log(format!("scb-export-{}{}.csv", self.id, path::LOG_SUFFIX), rows))
            }
        }
    }
}
