//! The report to Statistics Sweden (requirements S1, S2): exports that are made, kept and fetched again byte for byte, periods
//! that are closed, and the obstacles that are there at the moment.
//!
//! An export keeps the layout and, person by person, the rows as they were: so the file can be made again, and what it says of
//! somebody is erased with them. A file that is no longer the one that was made is given to nobody.

mod obstacles;

use domain::{
    access::{Permission, Scope},
    id::{CaseId, ScbExportId},
    language::{Language, Message},
    municipality::MunicipalityCode,
    operation::{Actor, EntityKind, OperationKind},
    person::Name,
    scb_report::{Differs, Draft, Finding, Layout, ReportPeriod, Row, difference, draft, layout_of},
};
use sha2::{Digest, Sha256};
use store::{Connection, Identity, NewScbExport, ScbCase, ScbEntryRecord, StoreError};

pub use store::{ScbClosedPeriod, ScbExportRecord};

pub use obstacles::{Obstacles, obstacles, obstacles_as_operator};

use crate::{ServiceError, Services, fields, session::Session};

/// How many findings or differences a page shows.
pub const PAGE: usize = 50;

/// How many exports are listed.
const MOST: usize = 200;

/// Why no report is made, or a file not given. Nothing has then been changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportRefusal {
    /// No layout is for so early a period.
    NoLayout,
    /// The report of the period has been sent, and it is not said that another is to be made.
    Closed(Box<ScbClosedPeriod>),
    /// The file cannot be made as it was: somebody in it has been erased, or is not for this role to see any more.
    NotWhole,
}

impl ReportRefusal {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoLayout => "report_no_layout",
            Self::Closed(_) => "report_period_closed",
            Self::NotWhole => "report_not_whole",
        }
    }
}

impl Message for ReportRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::NoLayout => language
                .pick(
                    "Det finns ingen fillayout för en så tidig period. Välj en senare, eller be driften lägga till en layout.",
                    "No layout is for so early a period. Choose a later one, or ask the operator to add a layout.",
                )
                .to_owned(),
            Self::Closed(closed) => {
                let (by, period) = (&closed.closed.0, closed.period);
                match language {
                    Language::Swedish => format!(
                        "Perioden {period} är stängd av {by} med export {}. En ny fil ersätter allt som har skickats: kryssa i att du vill skapa den ändå, och skicka den sedan till SCB.",
                        closed.export
                    ),
                    Language::English => format!(
                        "The period {period} has been closed by {by} with export {}. A new file replaces all that has been sent: tick that you want one all the same, and then send it to Statistics Sweden.",
                        closed.export
                    ),
                }
            }
            Self::NotWhole => language
                .pick(
                    "Filen kan inte göras om som den var: någon i den är gallrad, eller får inte längre visas för din roll. Skapa en ny export.",
                    "The file cannot be made again as it was: somebody in it has been erased, or may no longer be shown to your role. Make a new export.",
                )
                .to_owned(),
        }
    }
}

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum ReportFailure {
    /// It is refused, and why.
    #[error("refused")]
    Refused(ReportRefusal),
    /// It could not be tried, or is out of reach.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<StoreError> for ReportFailure {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// What a report is asked to be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Whose.
    pub municipality: MunicipalityCode,
    /// Which days.
    pub period: ReportPeriod,
    /// Whether another is to be made of a period that is closed.
    pub again: bool,
}

/// A report that has been made.
#[derive(Clone)]
pub struct Made {
    /// Under which number it is kept.
    pub id: ScbExportId,
    /// What it says.
    pub draft: Draft,
    /// By which layout.
    pub layout: Layout,
    /// The file.
    pub bytes: Vec<u8>,
}

domain::private_debug!(Made, id, draft);

/// Something found of somebody, with who it is.
#[derive(Clone)]
pub struct Found {
    /// In which case.
    pub case: CaseId,
    /// Who.
    pub who: (String, Name),
    /// What.
    pub finding: Finding,
}

domain::private_debug!(Found, case, finding);

/// An export with a page of what was found, and what differs from the one before.
#[derive(Clone, Debug)]
pub struct Export {
    /// Its facts.
    pub record: ScbExportRecord,
    /// Whether the file can be fetched as it was.
    pub is_whole: bool,
    /// The findings of the page.
    pub findings: Vec<Found>,
    /// How many there are on all pages.
    pub total: usize,
    /// Which page, from 1.
    pub page: usize,
    /// The export before of the same period, and what differs from it; the first of the differences.
    pub before: Option<(ScbExportRecord, Vec<Differing>)>,
    /// How many differ in each way.
    pub differences: [usize; 3],
    /// The period, when it is closed.
    pub closed: Option<ScbClosedPeriod>,
}

/// A case that differs between two exports.
#[derive(Clone)]
pub struct Differing {
    /// Which case.
    pub case: CaseId,
    /// Who.
    pub who: (String, Name),
    /// How.
    pub how: Differs,
}

domain::private_debug!(Differing, case, how);

/// The municipalities that a user reports for, in the order of their names.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reports none.
pub fn municipalities(session: &Session) -> Result<Vec<MunicipalityCode>, ServiceError> {
    session.scope_for(Permission::ReportToScb)?;
    let mut municipalities = session.acting.municipalities.clone();
    municipalities.sort_by_key(|code| code.name());
    Ok(municipalities)
}

/// The exports that a user reaches, the latest first, and the periods that are closed.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reports none.
pub async fn exports(
    services: &Services,
    session: &Session,
) -> Result<(Vec<ScbExportRecord>, Vec<ScbClosedPeriod>), ServiceError> {
    let scope = session.scope_for(Permission::ReportToScb)?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let exports = connection.scb_exports(&scope, MOST).await?;
    Ok((exports, connection.scb_closed_periods(&session.acting.municipalities).await?))
}

/// Makes a report and keeps it. Whose data it holds stands in the journal with it.
///
/// # Errors
/// Why none is made; [`ServiceError::Forbidden`] for a role that reports none, [`ServiceError::NotFound`] for a municipality
/// out of its reach.
pub async fn make(services: &Services, session: &Session, asked: Asked) -> Result<Made, ReportFailure> {
    let scope = session.scope_for(Permission::ReportToScb)?;
    if !scope.reaches(asked.municipality) {
        return Err(ServiceError::NotFound.into());
    }
    make_within(services, &scope, Some(session), asked).await
}

/// The same for the operator, who reaches everybody: protected people are told of, to be reported on paper.
///
/// # Errors
/// Why none is made.
pub async fn make_as_operator(services: &Services, asked: Asked) -> Result<Made, ReportFailure> {
    make_within(services, &Scope::of_the_system(), None, asked).await
}

async fn make_within(
    services: &Services,
    scope: &Scope,
    session: Option<&Session>,
    asked: Asked,
) -> Result<Made, ReportFailure> {
    let Asked { municipality, period, again } = asked;
    let (layout, cases, draft) = drafted(services, scope, municipality, period).await?;
    drop(cases);
    let bytes = layout.file(draft.rows());
    let digest = digest(&bytes);
    let rows = draft.rows().count();
    let reason = format!("made {} {} {}, {rows} rows", layout.name(), period.from(), period.to());
    let at = services.now();
    let actor = session.map_or(Actor::Operator, Session::actor);
    let by = actor.name().to_owned();
    let operation = services.operation(OperationKind::ScbReport, actor, Some(municipality), reason);
    let mut transaction = services.store.operate(operation).await?;
    if let Some(session) = session {
        session.is_posted_first(&mut transaction, at).await?;
    }
    if let Some(closed) = closed(&mut transaction, municipality, period).await?.filter(|_| !again) {
        return Err(ReportFailure::Refused(ReportRefusal::Closed(Box::new(closed))));
    }
    let new =
        NewScbExport { municipality, period, layout: &layout, draft: &draft, digest: &digest, by: &by, at };
    let id = transaction.keep_scb_export(&new).await?;
    let told = serde_json::json!({
        "layout": layout.name(), "from": period.from(), "to": period.to(), "rows": rows, "digest": digest,
    });
    let change = fields::change(EntityKind::ScbExport, id.0, None, None, Some(fields::fields(&told)));
    transaction.record(change.as_slice()).await?;
    let people: Vec<Identity> =
        draft.entries.iter().map(|entry| identity(entry.case, entry.person)).collect();
    transaction.record_reads(EntityKind::Case, &people).await?;
    transaction.commit().await?;
    Ok(Made { id, draft, layout, bytes })
}

/// The cases of a period as they are now, and the report that would be made of them.
async fn drafted(
    services: &Services,
    scope: &Scope,
    municipality: MunicipalityCode,
    period: ReportPeriod,
) -> Result<(Layout, Vec<ScbCase>, Draft), ReportFailure> {
    let layout = layout_of(&services.scb_layouts, period).cloned();
    let layout = layout.ok_or(ReportFailure::Refused(ReportRefusal::NoLayout))?;
    let cases = services.store.read_snapshot(scope).await?.scb_cases(scope, municipality, period).await?;
    let draft = draft(cases.iter().map(|case| &case.facts), period, &layout, services.today());
    Ok((layout, cases, draft))
}

async fn closed(
    connection: &mut Connection,
    municipality: MunicipalityCode,
    period: ReportPeriod,
) -> Result<Option<ScbClosedPeriod>, StoreError> {
    let closed = connection.scb_closed_periods(&[municipality]).await?;
    Ok(closed.into_iter().find(|closed| closed.period == period))
}

/// SHA-256 in hexadecimal digits.
fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn identity(case: CaseId, person: domain::id::PersonId) -> Identity {
    Identity { row: case.0, person: Some(person) }
}

fn entries_file(record: &ScbExportRecord, entries: &[ScbEntryRecord]) -> Option<Vec<u8>> {
    let rows = entries.iter().flat_map(|entry| &entry.entry.rows);
    let bytes = record.layout.file(rows);
    (digest(&bytes) == record.digest).then_some(bytes)
}

async fn reached(
    services: &Services,
    session: &Session,
    id: ScbExportId,
) -> Result<(Connection, ScbExportRecord, Vec<ScbEntryRecord>), ServiceError> {
    let scope = session.scope_for(Permission::ReportToScb)?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let record = connection.scb_export(&scope, id).await?.ok_or(ServiceError::NotFound)?;
    let entries = connection.scb_entries(&scope, id).await?;
    Ok((connection, record, entries))
}

async fn tell(
    services: &Services,
    session: &Session,
    (record, done): (&ScbExportRecord, &str),
    people: &[Identity],
) -> Result<(), ServiceError> {
    let reason = format!("{done} {}", record.id);
    let operation =
        services.operation(OperationKind::ScbReport, session.actor(), Some(record.municipality), reason);
    let mut transaction = services.store.operate(operation).await?;
    transaction.record_reads(EntityKind::Case, people).await?;
    Ok(transaction.commit().await?)
}

fn found(entry: &ScbEntryRecord) -> impl Iterator<Item = Found> + '_ {
    entry.entry.findings.iter().map(|finding| Found {
        case: entry.entry.case,
        who: (entry.number.to_string(), entry.name.clone()),
        finding: finding.clone(),
    })
}

/// An export with a page of what was found. Who is shown stands in the journal before it is answered.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reports none, [`ServiceError::NotFound`] for one out of its reach.
pub async fn export(
    services: &Services,
    session: &Session,
    id: ScbExportId,
    page: usize,
) -> Result<Export, ServiceError> {
    let scope = session.scope_for(Permission::ReportToScb)?;
    let (mut connection, record, entries) = reached(services, session, id).await?;
    let is_whole = entries_file(&record, &entries).is_some();
    let all: Vec<Found> = entries.iter().flat_map(found).collect();
    let total = all.len();
    let page = page.clamp(1, total.div_ceil(PAGE).max(1));
    let findings: Vec<Found> = all.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
    let earlier = match connection.scb_export_before(&record).await? {
        Some(before) => {
            let entries = connection.scb_entries(&scope, before.id).await?;
            Some((before, entries))
        }
        None => None,
    };
    let closed = closed(&mut connection, record.municipality, record.period).await?;
    drop(connection);
    let mut shown: Vec<CaseId> = findings.iter().map(|found| found.case).collect();
    let mut differences = [0; 3];
    let before = earlier.as_ref().map(|(before, earlier)| {
        let told = difference(cases_of(earlier), cases_of(&entries));
        for (_, how) in &told {
            differences[*how as usize] += 1;
        }
        let named = |(case, how): &(CaseId, Differs)| {
            let of = |entries: &[ScbEntryRecord]| {
                let found = entries.iter().find(|entry| entry.entry.case == *case);
                found.map(|entry| (entry.number.to_string(), entry.name.clone()))
            };
            Some(Differing { case: *case, who: of(&entries).or_else(|| of(earlier))?, how: *how })
        };
        (before.clone(), told.iter().take(PAGE).filter_map(named).collect::<Vec<_>>())
    });
    shown.extend(before.iter().flat_map(|(_, differing)| differing).map(|differing| differing.case));
    shown.sort_unstable();
    shown.dedup();
    let earlier = earlier.iter().flat_map(|(_, entries)| entries);
    let mut people: Vec<Identity> = entries
        .iter()
        .chain(earlier)
        .filter(|entry| shown.binary_search(&entry.entry.case).is_ok())
        .map(|entry| identity(entry.entry.case, entry.entry.person))
        .collect();
    people.sort_unstable_by_key(|identity| identity.row);
    people.dedup_by_key(|identity| identity.row);
    tell(services, session, (&record, "looked-at"), &people).await?;
    Ok(Export { record, is_whole, findings, total, page, before, differences, closed })
}

fn cases_of(entries: &[ScbEntryRecord]) -> impl Iterator<Item = (CaseId, &[Row])> {
    entries.iter().map(|entry| (entry.entry.case, entry.entry.rows.as_slice()))
}

/// The file of an export, byte for byte as it was made, and what it is called. That everybody in it is read stands in the
/// journal before it is answered.
///
/// # Errors
/// [`ReportRefusal::NotWhole`] where it cannot be made as it was; otherwise as [`export`].
pub async fn file(
    services: &Services,
    session: &Session,
    id: ScbExportId,
) -> Result<(String, Vec<u8>), ReportFailure> {
    let (connection, record, entries) = reached(services, session, id).await?;
    drop(connection);
    let bytes = entries_file(&record, &entries).ok_or(ReportFailure::Refused(ReportRefusal::NotWhole))?;
    let in_file = entries.iter().filter(|entry| !entry.entry.rows.is_empty());
    let people: Vec<Identity> = in_file.map(|entry| identity(entry.entry.case, entry.entry.person)).collect();
    tell(services, session, (&record, "fetched"), &people).await?;
    Ok((record.layout.file_name(record.municipality, record.period), bytes))
}

/// What was found by an export, all of it. Told in the journal as [`export`].
///
/// # Errors
/// As [`export`].
pub async fn log(
    services: &Services,
    session: &Session,
    id: ScbExportId,
) -> Result<(ScbExportRecord, Vec<Found>), ServiceError> {
    let (connection, record, entries) = reached(services, session, id).await?;
    drop(connection);
    let told: Vec<&ScbEntryRecord> =
        entries.iter().filter(|entry| !entry.entry.findings.is_empty()).collect();
    let people: Vec<Identity> =
        told.iter().map(|entry| identity(entry.entry.case, entry.entry.person)).collect();
    tell(services, session, (&record, "fetched-log"), &people).await?;
    let found = told.into_iter().flat_map(found).collect();
    Ok((record, found))
}

/// Closes the period of an export, when it has been sent: a later export of the period asks first.
///
/// # Errors
/// As [`export`].
pub async fn close(services: &Services, session: &Session, id: ScbExportId) -> Result<(), ServiceError> {
    let (connection, record, _) = reached(services, session, id).await?;
    drop(connection);
    let operation = services.operation(
        OperationKind::ScbReport,
        session.actor(),
        Some(record.municipality),
        format!("closed {id}"),
    );
    let mut transaction = services.store.operate(operation).await?;
    transaction.close_scb_period(&record, &session.name, services.now()).await?;
    let told = serde_json::json!({ "closed": record.period.to_string() });
    let open = fields::fields(&serde_json::json!({ "closed": null }));
    let change = fields::change(EntityKind::ScbExport, id.0, None, Some(open), Some(fields::fields(&told)));
    transaction.record(change.as_slice()).await?;
    Ok(transaction.commit().await?)
}
