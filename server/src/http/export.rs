//! Lists as files: `GET /export/cases.xlsx?…`, with what stands after the `?` of the list.
//!
//! What is answered is sent while it is made. Reading the rows, making the file and sending it go on side by side, a few
//! batches ahead of each other and no more; when the browser leaves, each finds the next one gone and ends.

mod body;
mod patience;

use app::{AppError, ExportRequest, PastRequest, Refused, answer_with_error, path};
use axum::{
    Router,
    body::Body,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{
    language::{Language, Named},
    list::{
        AccessUserColumn, CaseColumn, Columns, ExportFormat, FollowUpColumn, JobColumn, ListRow, LogColumn,
        PersonColumn, PupilColumn, RunColumn, StudyPathColumn, UnitColumn, UserColumn, export::file_name,
    },
};
use futures_util::future::BoxFuture;
use service::{ServiceError, Services, export, past};
use store::Listed;

use super::places::{Place, Places};
use crate::format::table::Table;
use body::Rows;
use patience::Patience;

#[derive(Clone)]
struct Exports {
    services: Services,
    places: Places,
}

/// The addresses of all lists' files.
pub fn routes<S>(services: Services) -> Router<S> {
    let exports = Exports { services, places: Places::default() };
    Router::new().route(&format!("{}/{{file}}", path::EXPORT), get(answer)).with_state(exports)
}

/// The list of a code, the address of its page, and how its file is made.
struct ListFile {
    code: &'static str,
    page: &'static str,
    file: for<'a> fn(&'a Exports, Asked<'a>) -> BoxFuture<'a, Result<Response, Refused>>,
}

impl ListFile {
    fn of<C: Listed>(page: &'static str) -> Self {
        Self { code: C::spec().code, page, file: |exports, asked| Box::pin(exports.file::<C>(asked)) }
    }

    /// Every list.
    fn all() -> [Self; 11] {
        [
            Self::of::<CaseColumn>(path::CASES),
            Self::of::<FollowUpColumn>(path::FOLLOW_UPS),
            Self::of::<PersonColumn>(path::PERSONS),
            Self::of::<PupilColumn>(path::PUPILS),
            Self::of::<UnitColumn>(path::UNITS),
            Self::of::<StudyPathColumn>(path::STUDY_PATHS),
            Self::of::<JobColumn>(path::JOBS),
            Self::of::<RunColumn>(path::RUNS),
            Self::of::<UserColumn>(path::USERS),
            Self::of::<AccessUserColumn>(path::ACCESS),
            Self::of::<LogColumn>(path::LOG),
        ]
    }
}

/// What is asked for.
struct Asked<'a> {
    /// The address of the list's page.
    page: &'static str,
    headers: &'a HeaderMap,
    /// What stands after the `?`.
    search: &'a str,
    format: ExportFormat,
}

/// Answers with the file of a list, or tells why there is none.
async fn answer(
    State(exports): State<Exports>,
    Path(file): Path<String>,
    RawQuery(search): RawQuery,
    headers: HeaderMap,
) -> Response {
    let asked = file.split_once('.').and_then(|(list, end)| Some((list, ExportFormat::from_code(end)?)));
    let search = search.unwrap_or_default();
    let answered = match asked {
        Some((past::FILE, format)) => exports.past(&headers, &search, format).await,
        Some((list, format)) => match ListFile::all().into_iter().find(|file| file.code == list) {
            Some(ListFile { page, file, .. }) => {
                file(&exports, Asked { page, headers: &headers, search: &search, format }).await
            }
            None => Err(AppError::NotFound.into()),
        },
        None => Err(AppError::NotFound.into()),
    };
    answered.unwrap_or_else(|refused| refusal(refused, &headers))
}

impl Exports {
    async fn file<C: Listed>(&self, asked: Asked<'_>) -> Result<Response, Refused> {
        let Asked { page, headers, search, format } = asked;
        let asked = ExportRequest::<C>::read(&self.services, headers, search, page).await?;
        let ExportRequest { session, query, chosen, language } = asked;
        let place = self.places.take(session.account)?;
        let export = match chosen {
            Some(rows) => export::begin_among(&self.services, &session, &query, &rows, format).await,
            None => export::begin(&self.services, &session, &query, format).await,
        };
        let export = export.map_err(AppError::from)?;
        Ok(sent(export, format, language, place))
    }
}

impl Exports {
    /// The register as of a date, which is no list that is looked through but made as a whole.
    async fn past(
        &self,
        headers: &HeaderMap,
        search: &str,
        format: ExportFormat,
    ) -> Result<Response, Refused> {
        let PastRequest { session, asked, language } =
            PastRequest::read(&self.services, headers, search).await?;
        let place = self.places.take(session.account)?;
        let register = past::file(&self.services, &session, asked, format).await.map_err(AppError::from)?;
        let name = format!(
            "register-{}-{}.{}",
            register.municipality.name().to_lowercase().replace(' ', "-"),
            register.asked.date,
            format.code()
        );
        let table = Table { columns: Columns::new(past::COLUMNS), language };
        let rows = Whole(Some(register.rows));
        Ok(file(past::FILE, &name, body::of(rows, table, format, Patience::default(), place), format))
    }
}

/// Rows that are all there already.
struct Whole<R>(Option<Vec<R>>);

impl<R: ListRow> Rows for Whole<R> {
    type Row = R;
    type Batch = Vec<R>;

    async fn next(&mut self) -> Result<Option<Vec<R>>, ServiceError> {
        Ok(self.0.take())
    }

    fn rows(batch: Vec<R>) -> Result<Vec<R>, ServiceError> {
        Ok(batch)
    }
}

/// The rows of a list of the register.
impl<C: Listed> Rows for export::Export<C> {
    type Row = C::Row;
    type Batch = export::Batch<C>;

    async fn next(&mut self) -> Result<Option<Self::Batch>, ServiceError> {
        Self::next(self).await
    }

    fn rows(batch: Self::Batch) -> Result<Vec<C::Row>, ServiceError> {
        batch.rows()
    }
}

fn sent<C: Listed>(
    export: export::Export<C>,
    format: ExportFormat,
    language: Language,
    place: Place,
) -> Response {
    let name = file_name(&C::spec(), language, export.today, format);
    let table = Table { columns: export.columns.clone(), language };
    file(C::spec().code, &name, body::of(export, table, format, Patience::default(), place), format)
}

/// A file, under a name and a plain one.
fn file(plain: &str, name: &str, body: Body, format: ExportFormat) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.media_type())),
        (header::CONTENT_DISPOSITION, attachment(plain, name)),
    ];
    (headers, body).into_response()
}

/// Tells a browser to keep a file under a name (RFC 6266); one that cannot read names beyond ASCII calls it after the
/// list's code.
fn attachment(code: &str, name: &str) -> HeaderValue {
    let plain = if name.is_ascii() { name } else { code };
    let value = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", path::encoded(name));
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}

/// What the reader is told instead of getting a file.
pub(super) fn refusal(refused: Refused, headers: &HeaderMap) -> Response {
    match refused {
        Refused::SeeOther(target) => Redirect::to(&target).into_response(),
        Refused::Error(error) => answer_with_error(headers, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_swedish_name() {
        assert_eq!(
            attachment("cases", "aktivitetsansvar-2026-11-21.csv"),
            "attachment; filename=\"aktivitetsansvar-2026-11-21.csv\"; filename*=UTF-8''aktivitetsansvar-2026-11-21.csv"
        );
        assert_eq!(
            attachment("cases", "åtgärder.csv"),
            "attachment; filename=\"cases\"; filename*=UTF-8''%C3%A5tg%C3%A4rder.csv"
        );
    }
}
