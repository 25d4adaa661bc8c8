//! Importing pupils' placements: the whole file is the truth for an organiser and an academic year (`formats.md`
//! section 4, "File").

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};
use domain::{
    access::Scope,
    civic_number::CivicNumber,
    exchange::{RowError, pupils::PupilRow},
    id::{OrganiserId, PersonId, PlacementId, StudyPathId, UnitId},
    language::{Language, Message, Named},
    operation::{Actor, Change, EntityKind, OperationKind},
    organisation::{AcademicYear, OrganisationNumber, ProgrammeKind, Validity},
    period::Period,
    person::{Name, ProtectionMarks, Registration},
};
use serde_json::{Map, Value};
use store::{
    NewStudyPath, NewUnit, OperationTransaction, PersonWrite, PlacementRecord, PlacementWrite, StoreError,
    StudyPathRecord, UnitRecord,
};

use crate::{Services, fields, import::ImportOutcome, rows};

/// How many rows are looked up and written at a time.
const BATCH: usize = 1000;

/// What a pupil file is imported as.
#[derive(Clone, Debug)]
pub struct PupilSet {
    /// The organiser.
    pub organiser: OrganisationNumber,
    /// The academic year.
    pub year: AcademicYear,
    /// The import's date.
    pub date: NaiveDate,
    /// Whether unknown organisers, units and study paths are made.
    pub create_missing: bool,
}

/// An import under way.
pub struct PupilImport {
    transaction: OperationTransaction,
    scope: Scope,
    outcome: ImportOutcome,
    set: PupilSet,
    organiser: Option<OrganiserId>,
    units: HashMap<String, UnitRecord>,
    study_paths: HashMap<String, StudyPathRecord>,
    waiting: Vec<PupilRow>,
    /// The rows taken so far, by person, to find overlaps.
    taken: HashMap<PersonId, Vec<Taken>>,
    /// The placements that the file has.
    kept: HashSet<PlacementId>,
    /// People with a row in error: their other placements are left alone.
    doubtful: HashSet<CivicNumber>,
    /// Numbers that could not be read, as written: whoever has nearly the same one is doubtful too.
    unread: Vec<String>,
    as_of: NaiveDate,
    refreshed: HashSet<PersonId>,
}

/// A row that was taken: what a later one of the same person is compared with.
#[derive(Clone, Copy)]
struct Taken {
    row: u64,
    unit: UnitId,
    study_path: StudyPathId,
    period: Period,
}

/// In how many characters a number that could not be read may differ from somebody's for the two to be taken as one.
const TYPING_ERRORS: usize = 2;

/// Why a readable row cannot be taken, or is taken with a warning.
#[derive(Clone, Debug)]
enum Listed {
    UnknownOrganiser(String),
    UnknownUnit(String),
    UnknownStudyPath(String),
    OutsideUnit(String),
    OutsideStudyPath(String),
    Overlaps { row: u64, period: Period },
    Repeated(u64),
    UnknownProgramme(String),
}

impl Listed {
    const fn code(&self) -> &'static str {
        match self {
            Self::UnknownOrganiser(_) => "unknown_organiser",
            Self::UnknownUnit(_) => "unknown_unit",
            Self::UnknownStudyPath(_) => "unknown_study_path",
            Self::OutsideUnit(_) => "outside_unit_validity",
            Self::OutsideStudyPath(_) => "outside_study_path_validity",
            Self::Overlaps { .. } => "placements_overlap",
            Self::Repeated(_) => "placement_repeated",
            Self::UnknownProgramme(_) => "unknown_programme",
        }
    }
}

impl Message for Listed {
    fn message(&self, language: Language) -> String {
        let swedish = language == Language::Swedish;
        match self {
            Self::UnknownOrganiser(number) if swedish => format!(
                "Huvudmannen {number} finns inte. Lägg upp den, eller importera med --create-missing."
            ),
            Self::UnknownOrganiser(number) => {
                format!("There is no organiser {number}. Add it, or import with --create-missing.")
            }
            Self::UnknownUnit(code) if swedish => format!(
                "Enheten {code} finns inte hos huvudmannen. Lägg upp den, eller importera med --create-missing."
            ),
            Self::UnknownUnit(code) => {
                format!("The organiser has no unit {code}. Add it, or import with --create-missing.")
            }
            Self::UnknownStudyPath(code) if swedish => {
                format!("Studievägen {code} finns inte. Lägg upp den, eller importera med --create-missing.")
            }
            Self::UnknownStudyPath(code) => {
                format!("There is no study path {code}. Add it, or import with --create-missing.")
            }
            Self::OutsideUnit(code) if swedish => format!(
                "Placeringen ligger utanför enheten {code}:s giltighetstid. Rätta datumen eller enhetens slutdatum."
            ),
            Self::OutsideUnit(code) => format!(
                "The placement lies outside the days of unit {code}. Correct the dates or the unit's end date."
            ),
            Self::OutsideStudyPath(code) if swedish => format!(
                "Placeringen ligger utanför studievägen {code}:s giltighetstid. Rätta datumen eller studievägens slutdatum."
            ),
            Self::OutsideStudyPath(code) => format!(
                "The placement lies outside the days of study path {code}. Correct the dates or the study path's end date."
            ),
            Self::Overlaps { row, period } => {
                let end = period.end.map(|end| end.to_string()).unwrap_or_default();
                let start = period.start;
                if swedish {
                    format!(
                        "Placeringen överlappar elevens placering {start}–{end} på rad {row}. En elev har en studieväg i taget: rätta datumen i elevsystemet."
                    )
                } else {
                    format!(
                        "The placement overlaps the pupil's placement {start}–{end} in row {row}. A pupil is on one study path at a time: correct the dates in the pupil system."
                    )
                }
            }
            Self::Repeated(row) if swedish => {
                format!("Samma placering står redan på rad {row}. Ta bort en av dem.")
            }
            Self::Repeated(row) => {
                format!("The same placement stands in row {row} already. Remove one of them.")
            }
            Self::UnknownProgramme(code) if swedish => format!(
                "Studievägen {code} har en okänd programkod och räknas som nationellt program. Kontrollera dess slag."
            ),
            Self::UnknownProgramme(code) => format!(
                "Study path {code} has an unknown programme code and counts as a national programme. Check its kind."
            ),
        }
    }
}

impl PupilImport {
    /// Begins an import of a file.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin(
        services: &Services,
        actor: Actor,
        file: &str,
        set: PupilSet,
    ) -> Result<Self, StoreError> {
        let reason = format!("{file}, {}, {}", set.organiser, set.year);
        let operation = services.operation(OperationKind::PupilImport, actor, None, reason);
        let mut transaction = services.store.operate(operation).await?;
        transaction.lock_register().await?;
        let as_of = rows::as_of(services, &mut transaction).await?;
        let mut organiser = transaction.organiser(&set.organiser).await?;
        if organiser.is_none() && set.create_missing {
            let id = transaction.add_organiser(&set.organiser, &set.organiser.to_string()).await?;
            let after = Map::from_iter([("number".to_owned(), Value::from(set.organiser.to_string()))]);
            transaction
                .record(fields::change(EntityKind::Organiser, id.0, None, None, Some(after)).as_slice())
                .await?;
            organiser = Some(id);
        }
        let units = match organiser {
            Some(organiser) => transaction.units(organiser).await?,
            None => HashMap::new(),
        };
        let study_paths = transaction.study_paths().await?;
        Ok(Self {
            transaction,
            scope: Scope::of_the_system(),
            outcome: ImportOutcome::new(file, set.date),
            set,
            organiser,
            units,
            study_paths,
            waiting: Vec::with_capacity(BATCH),
            taken: HashMap::new(),
            kept: HashSet::new(),
            doubtful: HashSet::new(),
            unread: Vec::new(),
            as_of,
            refreshed: HashSet::new(),
        })
    }

    /// Takes a row.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take(&mut self, row: PupilRow) -> Result<(), StoreError> {
        self.outcome.rows += 1;
        if let Err(why) = self.judge(&row).await? {
            self.doubtful.insert(row.civic_number);
            self.outcome.error(listed(&row, &why));
            return Ok(());
        }
        self.waiting.push(row);
        if self.waiting.len() >= BATCH { self.flush().await } else { Ok(()) }
    }

    /// Notes a row that could not be read.
    pub fn refuse(&mut self, error: RowError) {
        self.outcome.rows += 1;
        match error.civic_number.as_deref().map(|text| (text, CivicNumber::parse(text, self.set.date))) {
            Some((_, Ok(number))) => _ = self.doubtful.insert(number),
            Some((text, Err(_))) => self.unread.push(text.to_owned()),
            None => {}
        }
        self.outcome.error(error);
    }

    /// Ends what the file no longer has, and makes the import last.
    ///
    /// # Errors
    /// When the database refuses; nothing has then been changed.
    pub async fn finish(mut self) -> Result<ImportOutcome, StoreError> {
        self.flush().await?;
        self.end_what_is_gone().await?;
        let mut refreshed: Vec<PersonId> = self.refreshed.into_iter().collect();
        refreshed.sort();
        self.transaction.refresh_case_rows(&refreshed, self.as_of).await?;
        self.transaction.commit().await?;
        Ok(self.outcome)
    }

    /// Whether a row can be taken.
    async fn judge(&mut self, row: &PupilRow) -> Result<Result<(), Listed>, StoreError> {
        let Some(organiser) = self.organiser else {
            return Ok(Err(Listed::UnknownOrganiser(self.set.organiser.to_string())));
        };
        let days = [Some(row.period.start), row.period.end];
        let within = |validity: &Validity| days.iter().flatten().all(|day| validity.contains(*day));
        match self.units.get(&row.unit_code) {
            Some(unit) if !within(&unit.validity) => {
                return Ok(Err(Listed::OutsideUnit(row.unit_code.clone())));
            }
            Some(_) => {}
            None if self.set.create_missing => self.add_unit(organiser, &row.unit_code).await?,
            None => return Ok(Err(Listed::UnknownUnit(row.unit_code.clone()))),
        }
        match self.study_paths.get(&row.study_path_code) {
            Some(path) if !within(&path.validity) => {
                return Ok(Err(Listed::OutsideStudyPath(row.study_path_code.clone())));
            }
            Some(_) => {}
            None if self.set.create_missing => self.add_study_path(row).await?,
            None => return Ok(Err(Listed::UnknownStudyPath(row.study_path_code.clone()))),
        }
        Ok(Ok(()))
    }

    async fn add_unit(&mut self, organiser: OrganiserId, code: &str) -> Result<(), StoreError> {
        let validity = Validity::default();
        let unit = NewUnit { organiser, code: code.to_owned(), name: code.to_owned(), validity };
        let id: UnitId = self.transaction.add_unit(&unit).await?;
        let after = Map::from_iter([("code".to_owned(), Value::from(code))]);
        self.transaction
            .record(fields::change(EntityKind::Unit, id.0, None, None, Some(after)).as_slice())
            .await?;
        self.units.insert(code.to_owned(), UnitRecord { id, validity });
        Ok(())
    }

    async fn add_study_path(&mut self, row: &PupilRow) -> Result<(), StoreError> {
        let code = &row.study_path_code;
        let proposed = ProgrammeKind::proposed(code);
        if proposed.is_none() {
            self.outcome.warning(listed(row, &Listed::UnknownProgramme(code.clone())));
        }
        let kind = proposed.unwrap_or(ProgrammeKind::National);
        let validity = Validity::default();
        let path = NewStudyPath {
            code: code.clone(),
            national_code: code.clone(),
            name: String::new(),
            kind,
            validity,
        };
        let id: StudyPathId = self.transaction.add_study_path(&path).await?;
        let after = Map::from_iter([
            ("code".to_owned(), Value::from(code.as_str())),
            ("kind".to_owned(), Value::from(kind.code())),
        ]);
        self.transaction
            .record(fields::change(EntityKind::StudyPath, id.0, None, None, Some(after)).as_slice())
            .await?;
        self.study_paths.insert(code.clone(), StudyPathRecord { id, kind, validity });
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), StoreError> {
        let batch = std::mem::take(&mut self.waiting);
        let Some(organiser) = self.organiser.filter(|_| !batch.is_empty()) else { return Ok(()) };
        let people = self.people_of(&batch).await?;
        let mut ids: Vec<PersonId> = people.values().copied().collect();
        ids.sort();
        ids.dedup();
        let stored: HashMap<(PersonId, UnitId, StudyPathId, NaiveDate), PlacementRecord> = self
            .transaction
            .placements_of(&self.scope, organiser, &ids)
            .await?
            .into_iter()
            .map(|placement| {
                ((placement.person, placement.unit, placement.study_path, placement.period.start), placement)
            })
            .collect();
        let (mut writes, mut told) = (Vec::new(), Vec::new());
        for row in &batch {
            let (Some(person), Some(unit), Some(path)) = (
                people.get(&row.civic_number),
                self.units.get(&row.unit_code),
                self.study_paths.get(&row.study_path_code),
            ) else {
                continue;
            };
            let taken = self.taken.entry(*person).or_default();
            if let Some(other) = taken.iter().find(|other| other.period.overlaps(&row.period)) {
                let is_same = (other.unit, other.study_path, other.period.start)
                    == (unit.id, path.id, row.period.start);
                let why = if is_same {
                    Listed::Repeated(other.row)
                } else {
                    Listed::Overlaps { row: other.row, period: other.period }
                };
                self.doubtful.insert(row.civic_number);
                self.outcome.error(listed(row, &why));
                continue;
            }
            taken.push(Taken { row: row.number, unit: unit.id, study_path: path.id, period: row.period });
            let before = stored.get(&(*person, unit.id, path.id, row.period.start));
            let write = PlacementWrite {
                id: before.map(|before| before.id),
                person: *person,
                unit: unit.id,
                study_path: path.id,
                grade: row.grade.clone(),
                class: row.class.clone(),
                period: row.period,
            };
            let year = self.set.year.to_string();
            let after = placement_fields(&write.grade, &write.class, &write.period, &year, unit.id, path.id);
            let before = before.map(|before| {
                self.kept.insert(before.id);
                placement_fields(
                    &before.grade,
                    &before.class,
                    &before.period,
                    &before.academic_year,
                    before.unit,
                    before.study_path,
                )
            });
            match &before {
                Some(before) if *before == after => {
                    self.outcome.unchanged += 1;
                    continue;
                }
                Some(_) => self.outcome.changed += 1,
                None => self.outcome.created += 1,
            }
            told.push((before, after));
            writes.push(write);
        }
        if writes.is_empty() {
            return Ok(());
        }
        let ids = self.transaction.save_placements(organiser, self.set.year, &writes).await?;
        let changes: Vec<Change> = ids
            .iter()
            .zip(&writes)
            .zip(told)
            .filter_map(|((id, write), (before, after))| {
                fields::change(EntityKind::Placement, id.0, Some(write.person), before, Some(after))
            })
            .collect();
        self.transaction.record(&changes).await?;
        self.kept.extend(ids);
        self.refreshed.extend(writes.iter().map(|write| write.person));
        Ok(())
    }

    /// The people of a batch; those who are not known are made, with the names that the school has.
    async fn people_of(&mut self, batch: &[PupilRow]) -> Result<HashMap<CivicNumber, PersonId>, StoreError> {
        let mut numbers: Vec<CivicNumber> = batch.iter().map(|row| row.civic_number).collect();
        numbers.sort();
        numbers.dedup();
        let known = self.transaction.people_by_number(&self.scope, &numbers).await?;
        let mut people: HashMap<CivicNumber, PersonId> =
            known.iter().map(|(number, person)| (*number, person.id)).collect();
        let mut seen = HashSet::new();
        let made: Vec<PersonWrite> = batch
            .iter()
            .filter(|row| !people.contains_key(&row.civic_number) && seen.insert(row.civic_number))
            .map(|row| PersonWrite {
                id: None,
                civic_number: row.civic_number,
                name: Name { given: row.given_name.clone(), surname: row.surname.clone(), ..Name::default() },
                protection: ProtectionMarks::default(),
                registration: Registration::default(),
                addresses: Vec::new(),
                entered_by_hand: false,
                population_changed_at: None,
            })
            .collect();
        if made.is_empty() {
            return Ok(people);
        }
        let ids = self.transaction.save_people(&made).await?;
        let changes: Vec<Change> = ids
            .iter()
            .zip(&made)
            .filter_map(|(id, person)| {
                let mut after = fields::fields(&person.name);
                after.insert("civic_number".to_owned(), Value::from(person.civic_number.to_string()));
                fields::change(EntityKind::Person, id.0, Some(*id), None, Some(after))
            })
            .collect();
        self.transaction.record(&changes).await?;
        people.extend(made.iter().map(|person| person.civic_number).zip(ids));
        Ok(people)
    }

    /// A placement of the set that the file no longer has ends the day before the import's date, or is removed if it
    /// would not have begun by then. Those of people with a row in error are left alone.
    async fn end_what_is_gone(&mut self) -> Result<(), StoreError> {
        let Some(organiser) = self.organiser else { return Ok(()) };
        let mut doubtful = HashSet::new();
        let numbers: Vec<CivicNumber> = self.doubtful.iter().copied().collect();
        for batch in numbers.chunks(BATCH) {
            let found = self.transaction.people_by_number(&self.scope, batch).await?;
            doubtful.extend(found.values().map(|person| person.id));
        }
        let gone: Vec<PlacementId> = self
            .transaction
            .placement_set(organiser, self.set.year)
            .await?
            .into_iter()
            .filter(|id| !self.kept.contains(id))
            .collect();
        let Some(last_day) = self.set.date.checked_sub_days(Days::new(1)) else { return Ok(()) };
        for batch in gone.chunks(BATCH) {
            let placements = self.transaction.placements_by_id(&self.scope, batch).await?;
            let (mut ended, mut removed, mut changes) = (Vec::new(), Vec::new(), Vec::new());
            let is_doubtful = |placement: &&PlacementRecord| {
                let number = placement.civic_number.compact();
                doubtful.contains(&placement.person) || self.unread.iter().any(|text| is_nearly(text, number))
            };
            for placement in placements.iter().filter(|placement| !is_doubtful(placement)) {
                let fields_of = |period: &Period| {
                    placement_fields(
                        &placement.grade,
                        &placement.class,
                        period,
                        &placement.academic_year,
                        placement.unit,
                        placement.study_path,
                    )
                };
                let before = fields_of(&placement.period);
                let after = if placement.period.start > last_day {
                    removed.push(placement.id);
                    None
                } else if placement.period.end.is_none_or(|end| end > last_day) {
                    ended.push(placement.id);
                    Some(fields_of(&Period::new(placement.period.start, Some(last_day))))
                } else {
                    // It has ended of itself, and history stays.
                    continue;
                };
                changes.extend(fields::change(
                    EntityKind::Placement,
                    placement.id.0,
                    Some(placement.person),
                    Some(before),
                    after,
                ));
                self.refreshed.insert(placement.person);
            }
            self.outcome.ended += ended.len() as u64;
            self.outcome.removed += removed.len() as u64;
            self.transaction.end_placements(&ended, last_day).await?;
            self.transaction.remove_placements(&removed).await?;
            self.transaction.record(&changes).await?;
        }
        Ok(())
    }
}

/// Whether a text that is no number is somebody's number with a few typing errors.
fn is_nearly(text: &str, number: &str) -> bool {
    let written: Vec<char> = text.chars().filter(|character| character.is_ascii_alphanumeric()).collect();
    let start = number.len().saturating_sub(written.len());
    let differences =
        number.chars().skip(start).zip(&written).filter(|(right, wrong)| right != *wrong).count();
    matches!(written.len(), 10 | 12) && differences <= TYPING_ERRORS
}

fn listed(row: &PupilRow, why: &Listed) -> RowError {
    RowError::new(row.number, row.position, Some(row.civic_number.to_string()), why.code(), why)
}

fn placement_fields(
    grade: &str,
    class: &str,
    period: &Period,
    year: &str,
    unit: UnitId,
    path: StudyPathId,
) -> Map<String, Value> {
    let mut told = fields::fields(period);
    told.insert("grade".to_owned(), Value::from(grade));
    told.insert("class".to_owned(), Value::from(class));
    told.insert("academic_year".to_owned(), Value::from(year));
    told.insert("unit".to_owned(), Value::from(unit.0));
    told.insert("study_path".to_owned(), Value::from(path.0));
    told
}
