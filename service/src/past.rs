//! The register as of a date (requirement K23): which cases there were and how they stood, by what is known now or by what
//! was known then.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    access::Permission,
    case::{CaseFact, CaseStatus, DeregistrationReason},
    civic_number::CivicNumber,
    clock::day_begins,
    id::{CaseId, MeasureId, PersonId},
    language::{Language, Named},
    list::{CaseColumn, Cell, ExportFormat, ListRow},
    measure::{MeasureFact, MeasureOutcome, MeasureType},
    municipality::MunicipalityCode,
    operation::{Change, EntityKind, OperationKind},
    past::{Fields, PastChange, PastView, as_known},
    period::Period,
    person::Name,
};
use store::{Identity, PastCase};

use tokio::task::spawn_blocking;

use crate::{ServiceError, Services, fields::flat, session::Session, telling::Telling, turn::turn};

/// How many cases a page shows.
pub const PAGE: u64 = 50;

/// What the file is called where a list's code would stand.
pub const FILE: &str = "past";

/// What is asked of the register.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The date.
    pub date: NaiveDate,
    /// Where; the first municipality within reach if nothing is said.
    pub municipality: Option<MunicipalityCode>,
    /// By what is known when.
    pub view: PastView,
    /// Of which status; every open case if nothing is said.
    pub status: Option<CaseStatus>,
    /// Which page, from 1.
    pub page: u64,
}

/// The register of a municipality as of a date.
#[derive(Clone, Debug)]
pub struct PastRegister {
    /// What was asked, with the municipality that was meant and the page that there is.
    pub asked: Asked,
    /// Where.
    pub municipality: MunicipalityCode,
    /// The municipalities that may be asked for.
    pub municipalities: Vec<MunicipalityCode>,
    /// How many cases had each status.
    pub counts: BTreeMap<CaseStatus, u64>,
    /// The cases of the page, by name.
    pub rows: Vec<PastRow>,
    /// How many there are on all pages.
    pub total: u64,
}

/// A case as it stood.
#[derive(Clone)]
pub struct PastRow {
    /// Which case.
    pub case: CaseId,
    /// Whose.
    pub person: PersonId,
    /// Where.
    pub municipality: MunicipalityCode,
    /// The number.
    pub civic_number: CivicNumber,
    /// The name.
    pub name: Name,
    /// The status on the day.
    pub status: CaseStatus,
    /// The first day of the responsibility.
    pub registered: NaiveDate,
    /// The last day, if the case was closed by then.
    pub deregistered: Option<NaiveDate>,
    /// Why it was closed, if it was.
    pub reason: Option<DeregistrationReason>,
    /// The measure that went on or was planned, with its days.
    pub measure: Option<(MeasureType, Period)>,
}

domain::private_debug!(PastRow, case, status);

/// The columns of the file, among those of the list of cases.
pub const COLUMNS: [CaseColumn; 11] = [
    CaseColumn::CivicNumber,
    CaseColumn::Surname,
    CaseColumn::GivenName,
    CaseColumn::Municipality,
    CaseColumn::Status,
    CaseColumn::Registered,
    CaseColumn::Deregistered,
    CaseColumn::Reason,
    CaseColumn::Measure,
    CaseColumn::MeasureStart,
    CaseColumn::MeasureEnd,
];

impl ListRow for PastRow {
    type Column = CaseColumn;

    fn id(&self) -> i64 {
        self.case.0
    }

    fn title(&self) -> String {
        self.name.listed()
    }

    fn cell(&self, column: CaseColumn, language: Language) -> Cell<'_> {
        match column {
            CaseColumn::CivicNumber => Cell::Text(self.civic_number.to_string().into()),
            CaseColumn::Surname => Cell::text(&self.name.surname),
            CaseColumn::GivenName => Cell::Text(self.name.before_surname().into()),
            CaseColumn::Municipality => Cell::text(self.municipality.name()),
            CaseColumn::Status => Cell::named(Some(self.status), language),
            CaseColumn::Registered => Cell::Day(self.registered),
            CaseColumn::Deregistered => self.deregistered.into(),
            CaseColumn::Reason => Cell::named(self.reason, language),
            CaseColumn::Measure => Cell::named(self.measure.map(|(kind, _)| kind), language),
            CaseColumn::MeasureStart => self.measure.map(|(_, period)| period.start).into(),
            CaseColumn::MeasureEnd => self.measure.and_then(|(_, period)| period.end).into(),
            // How these stood then is not known.
            CaseColumn::Occupation
            | CaseColumn::Caseworker
            | CaseColumn::Age
            | CaseColumn::LivingOutside
            | CaseColumn::LatestContact
            | CaseColumn::NextFollowUp
            | CaseColumn::IncompleteMeasures
            | CaseColumn::Phone
            | CaseColumn::Email
            | CaseColumn::Address
            | CaseColumn::Protected => Cell::Nothing,
        }
    }
}

impl PastRegister {
    /// How many pages there are, at least one.
    pub fn pages(&self) -> u64 {
        self.total.div_ceil(PAGE).max(1)
    }

    /// Whom the journal is told of: the cases of the page, and whose they are.
    fn identities(&self) -> Vec<Identity> {
        self.rows.iter().map(|row| Identity { row: row.case.0, person: Some(row.person) }).collect()
    }

    /// How many cases were open.
    pub fn open(&self) -> u64 {
        self.counts.iter().filter(|(status, _)| **status != CaseStatus::Closed).map(|(_, count)| count).sum()
    }
}

/// The register of a municipality as of a date. Whose cases are shown stands in the journal before it is answered.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that may not, [`ServiceError::NotFound`] for a municipality that it does not reach
/// and for a day that has not come.
pub async fn view(
    services: &Services,
    session: &Session,
    asked: Asked,
) -> Result<PastRegister, ServiceError> {
    let mut register = whole(services, session, asked).await?;
    let total = register.rows.len() as u64;
    register.asked.page = asked.page.clamp(1, total.div_ceil(PAGE).max(1));
    let skipped = usize::try_from((register.asked.page - 1) * PAGE).unwrap_or(usize::MAX);
    let shown = usize::try_from(PAGE).unwrap_or(usize::MAX);
    register.rows = register.rows.into_iter().skip(skipped).take(shown).collect();
    let kind = OperationKind::ReadPast;
    let operation =
        services.operation(kind, session.actor(), Some(register.municipality), asked.date.to_string());
    let mut transaction = services.store.operate(operation).await?;
    transaction.record_reads(EntityKind::Case, &register.identities()).await?;
    transaction.commit().await?;
    Ok(register)
}

/// The same with the cases of all pages, for a file. That somebody takes it with them stands in the journal before it is
/// answered.
///
/// # Errors
/// As [`view`].
pub async fn file(
    services: &Services,
    session: &Session,
    asked: Asked,
    format: ExportFormat,
) -> Result<PastRegister, ServiceError> {
    let register = whole(services, session, asked).await?;
    let status = asked.status.map_or("open", |status| status.code());
    let (view, total) = (asked.view.code(), register.total);
    let reason = format!("{FILE} {}, {view}, {status}; {}, {total} rows", asked.date, format.code());
    let telling = Telling {
        services: services.clone(),
        actor: session.actor(),
        municipality: Some(register.municipality),
        entity: Some(EntityKind::Case),
        reason,
        order: register.identities(),
    };
    telling.tell_all().await?;
    Ok(register)
}

/// Every case that is asked for, whatever page.
async fn whole(services: &Services, session: &Session, asked: Asked) -> Result<PastRegister, ServiceError> {
    let scope = session.scope_for(Permission::ReadPast)?;
    let municipalities = session.acting.municipalities.clone();
    let municipality = asked.municipality.or_else(|| municipalities.first().copied());
    let municipality = municipality.filter(|code| scope.reaches(*code)).ok_or(ServiceError::NotFound)?;
    if asked.date > services.today() {
        return Err(ServiceError::NotFound);
    }
    let turn = turn().await?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let cases = connection.past_cases(&scope, municipality).await?;
    let last = last_instant(asked.date);
    let changes = match asked.view {
        PastView::Known => connection.case_changes_after(&scope, municipality, last).await?,
        PastView::Valid => Vec::new(),
    };
    drop(connection);
    // A municipality's whole history: long enough for others to wait for the thread.
    let rows = spawn_blocking(move || known(&cases, &changes, (municipality, asked)));
    let rows = rows.await.map_err(|_| ServiceError::Unavailable)?;
    drop(turn);
    let mut counts = BTreeMap::<CaseStatus, u64>::new();
    for row in &rows {
        *counts.entry(row.status).or_default() += 1;
    }
    let is_asked_for = |row: &PastRow| match asked.status {
        Some(status) => row.status == status,
        None => row.status != CaseStatus::Closed,
    };
    let rows: Vec<PastRow> = rows.into_iter().filter(is_asked_for).collect();
    let total = rows.len() as u64;
    Ok(PastRegister { asked, municipality, municipalities, counts, rows, total })
}

/// Every case that there was, as it was known.
fn known(
    cases: &[PastCase],
    changes: &[(DateTime<Utc>, Change)],
    (municipality, asked): (MunicipalityCode, Asked),
) -> Vec<PastRow> {
    let last = last_instant(asked.date);
    let later = Later::of(changes, cases);
    let rows = cases.iter().filter_map(|case| {
        let (fact, reason) = match asked.view {
            PastView::Valid => (case.case.clone(), case.reason),
            PastView::Known => later.known(case, last)?,
        };
        row(case, &fact, reason, municipality, asked.date)
    });
    rows.collect()
}

/// The last instant of a day: what was done then was known on it.
fn last_instant(date: NaiveDate) -> DateTime<Utc> {
    day_begins(date.succ_opt().unwrap_or(date)) - TimeDelta::milliseconds(1)
}

fn row(
    case: &PastCase,
    fact: &CaseFact,
    reason: Option<DeregistrationReason>,
    municipality: MunicipalityCode,
    date: NaiveDate,
) -> Option<PastRow> {
    let as_of = fact.as_of(date)?;
    let measure = as_of.shown_measure(date);
    Some(PastRow {
        case: fact.id,
        person: case.person,
        municipality,
        civic_number: case.civic_number,
        name: case.name.clone(),
        status: CaseStatus::on(&as_of, &case.placements, date),
        registered: as_of.registered,
        deregistered: as_of.deregistered,
        reason: reason.filter(|_| as_of.deregistered.is_some()),
        measure: measure.map(|measure| (measure.kind, measure.period)),
    })
}

/// What has been done to cases and measures since, by what it was done to.
struct Later {
    cases: BTreeMap<CaseId, Vec<PastChange<String>>>,
    measures: BTreeMap<MeasureId, Vec<PastChange<String>>>,
    /// The measures that are no longer there, by the case that they were registered in.
    removed: BTreeMap<CaseId, Vec<MeasureId>>,
}

impl Later {
    fn of(changes: &[(DateTime<Utc>, Change)], cases: &[PastCase]) -> Self {
        let mut later = Self { cases: BTreeMap::new(), measures: BTreeMap::new(), removed: BTreeMap::new() };
        let mut by_person = BTreeMap::<PersonId, Vec<&PastCase>>::new();
        for case in cases {
            by_person.entry(case.person).or_default().push(case);
        }
        for (at, change) in changes {
            let [before, after] = [&change.before, &change.after].map(|text| {
                text.as_deref().map(|text| Fields::from_iter(flat(text).into_iter().map(as_measures_have)))
            });
            let past = PastChange { at: *at, before, after };
            match change.entity {
                EntityKind::Case => later.cases.entry(CaseId(change.entity_id)).or_default().push(past),
                _ => {
                    let id = MeasureId(change.entity_id);
                    if past.after.is_none()
                        && let Some(theirs) = change.person.and_then(|person| by_person.get(&person))
                        && let Some(case) = case_of(&past, theirs)
                    {
                        later.removed.entry(case).or_default().push(id);
                    }
                    later.measures.entry(id).or_default().push(past);
                }
            }
        }
        later
    }

    /// The case as it was known at an instant, and why it was closed if it was; `None` when it was not known.
    fn known(&self, case: &PastCase, at: DateTime<Utc>) -> Option<(CaseFact, Option<DeregistrationReason>)> {
        let none = Vec::new();
        let fact = &case.case;
        let changes = self.cases.get(&fact.id).unwrap_or(&none);
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let present = Fields::from([
            ("registered".to_owned(), fact.registered.to_string()),
            ("deregistered".to_owned(), day(fact.deregistered)),
            ("reason".to_owned(), case.reason.map(|reason| reason.code().to_owned()).unwrap_or_default()),
            ("other_schooling_until".to_owned(), day(fact.other_schooling_until)),
        ]);
        let known = as_known(Some(present), changes, at)?;
        let day = |name: &str| known.get(name).and_then(|text| text.parse::<NaiveDate>().ok());
        let present = fact.measures.iter().map(|measure| (measure.id, Some(in_fields(measure))));
        let removed = self.removed.get(&fact.id).into_iter().flatten();
        let removed = removed.filter(|id| fact.measures.iter().all(|measure| measure.id != **id));
        let measures = present.chain(removed.map(|id| (*id, None))).filter_map(|(id, present)| {
            measure(id, &as_known(present, self.measures.get(&id).unwrap_or(&none), at)?)
        });
        let reason = known.get("reason").and_then(|code| DeregistrationReason::from_code(code));
        let fact = CaseFact {
            registered: day("registered").unwrap_or(fact.registered),
            deregistered: day("deregistered"),
            other_schooling_until: day("other_schooling_until"),
            measures: measures.collect(),
            ..fact.clone()
        };
        Some((fact, reason))
    }
}

/// The run names the end that it sets in another way.
fn as_measures_have((name, value): (String, String)) -> (String, String) {
    if name == "end" { ("period.end".to_owned(), value) } else { (name, value) }
}

/// Which of somebody's cases a measure was registered in that is no longer there: the latest that had begun.
fn case_of(removed: &PastChange<String>, theirs: &[&PastCase]) -> Option<CaseId> {
    let start: NaiveDate = removed.before.as_ref()?.get("period.start")?.parse().ok()?;
    let begun = theirs.iter().filter(|case| case.case.registered <= start);
    let latest = begun.max_by_key(|case| case.case.registered);
    latest.or_else(|| theirs.iter().min_by_key(|case| case.case.registered)).map(|case| case.case.id)
}

fn in_fields(measure: &MeasureFact) -> Fields<String> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    Fields::from([
        ("kind".to_owned(), measure.kind.code().to_owned()),
        ("period.start".to_owned(), measure.period.start.to_string()),
        ("period.end".to_owned(), day(measure.period.end)),
        ("outcome".to_owned(), measure.outcome.map(|outcome| outcome.code().to_owned()).unwrap_or_default()),
        ("closed_with_case".to_owned(), day(measure.closed_with_case)),
    ])
}

fn measure(id: MeasureId, fields: &Fields<String>) -> Option<MeasureFact> {
    let day = |name: &str| fields.get(name).and_then(|text| text.parse::<NaiveDate>().ok());
    Some(MeasureFact {
        id,
        kind: MeasureType::from_code(fields.get("kind")?)?,
        period: Period::new(day("period.start")?, day("period.end")),
        outcome: fields.get("outcome").and_then(|code| MeasureOutcome::from_code(code)),
        closed_with_case: day("closed_with_case"),
    })
}
