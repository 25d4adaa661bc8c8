//! *Ny*: looking somebody up and opening a case by hand (requirement K6; seed 001, "Skapa ny individ i
//! aktivitetsansvaret").
//!
//! Nobody learns here that there is a protected person: they are as unknown as somebody nobody has heard of, and saving is
//! answered alike. No second person is made of them; the case is theirs, and in nobody's list.

use chrono::NaiveDate;
use domain::{
    access::{Permission, Scope},
    case::{
        CaseOrigin,
        entry::{
            EntryField, EntryForm, EntryPlan, EntryRefusal, EntryRequest, EntryWarning, KnownPerson, enter,
        },
    },
    civic_number::CivicNumber,
    coverage::{Policy, policy::policy_on},
    form::{FieldError, Mistake},
    id::{CaseId, PersonId},
    language::Named,
    municipality::MunicipalityCode,
    occupation::OccupationAtRegistration,
    operation::{EntityKind, OperationKind},
    person::{Name, ProtectionMarks, Registration},
};
use serde_json::{Map, Value};
use store::{Candidate, Connection, Identity, OperationTransaction, PersonWrite, StoreError, UserOf};

use crate::{
    ServiceError, Services, fields,
    population_source::{ImportedRegister, PopulationSource, Told},
    rows,
    session::Session,
};

/// What can be chosen in the form.
#[derive(Clone, Debug)]
pub struct Choices {
    /// The day, as of which codes are offered.
    pub today: NaiveDate,
    /// The municipalities whose case it can be, in the order of their names.
    pub municipalities: Vec<MunicipalityCode>,
    /// Who can have it.
    pub users: Vec<UserOf>,
}

/// What there is to say about a form before it is saved.
#[derive(Clone, Default)]
pub struct Judged {
    /// The name, when the person is known and not protected.
    pub name: Option<Name>,
    /// What is wrong with it.
    pub refusals: Vec<EntryRefusal>,
    /// What is to be known before saving.
    pub warnings: Vec<EntryWarning>,
    /// What the form says the next time, when it has been seen what is to be known.
    pub seen: String,
}

domain::private_debug!(Judged, refusals, warnings);

/// What has been saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The case of somebody who is known; of anybody else it is told that it is saved, and no more.
    pub case: Option<CaseId>,
}

/// Why nothing was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryFailure {
    /// Something is wrong with the form, or there is something to be known first: [`judge`] says what.
    #[error("the form is to be looked at")]
    LookedAt,
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<StoreError> for EntryFailure {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// What can be chosen.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn choices(services: &Services, session: &Session) -> Result<Choices, ServiceError> {
    session.scope_for(Permission::EditCases)?;
    let mut municipalities = session.acting.municipalities.clone();
    municipalities.sort_by_key(|code| code.name());
    let users = services
        .store
        .read(&session.scope())
        .await?
        .users_of(&municipalities, Permission::EditCases, services.today())
        .await?;
    Ok(Choices { today: services.today(), municipalities, users })
}

/// What there is to say about the number alone, before the rest is filled in. That somebody was found stands in the
/// journal before it is answered.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn look_up(
    services: &Services,
    session: &Session,
    form: &EntryForm,
) -> Result<Judged, ServiceError> {
    let form = number_alone(services, form);
    let mut judged = judge(services, session, &form).await?;
    judged.refusals.retain(|refusal| refusal.field() == EntryField::CivicNumber);
    Ok(judged)
}

/// The form with nothing but its number and its municipality, the rest as if it were filled in well.
fn number_alone(services: &Services, form: &EntryForm) -> EntryForm {
    EntryForm {
        municipality: form.municipality.clone(),
        civic_number: form.civic_number.clone(),
        registered: services.today().to_string(),
        occupation: OccupationAtRegistration::Unknown.code().to_owned(),
        ..EntryForm::default()
    }
}

/// What there is to say about the whole form. That somebody was found stands in the journal before it is answered.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn judge(services: &Services, session: &Session, form: &EntryForm) -> Result<Judged, ServiceError> {
    session.scope_for(Permission::EditCases)?;
    let request = read(services, session, form);
    let Ok(number) = form.number() else {
        return Ok(Judged { refusals: request.err().unwrap_or_default(), ..Judged::default() });
    };
    // Also where no municipality has been chosen yet it is told who somebody is.
    let reached = session.acting.municipalities.first().copied();
    let named = MunicipalityCode::try_from(form.municipality.as_str()).ok();
    let named = named.filter(|place| session.acting.municipalities.contains(place));
    let municipality = named.or(reached).ok_or(ServiceError::Forbidden)?;
    // Asked before, so that nobody who holds one connection waits for another.
    let name = name(services, number).await?;
    let everywhere = Scope::of_look_ups();
    let mut connection = services.store.read_snapshot(&everywhere).await?;
    let known = connection.known_person(&everywhere, municipality, number).await?;
    let known = known.as_ref();
    // Whoever is told of is whom it is decided about, and nobody else.
    let mut judged = Judged { name: name.filter(|_| known.is_some()), ..Judged::default() };
    let decided = match request {
        Ok(request) => Some((decide(services, &mut connection, &request, known).await?, request)),
        Err(refusals) => {
            judged.refusals = refusals;
            None
        }
    };
    match decided {
        Some((Ok(plan), request)) => judged.warn(&request, plan.warnings),
        refused => {
            judged.refusals.extend(refused.and_then(|(decided, _)| decided.err()).unwrap_or_default());
            // What there is to say of the number is said besides, so that all of it is told at once.
            if let Ok(request) = read(services, session, &number_alone(services, form)) {
                match decide(services, &mut connection, &request, known).await? {
                    Ok(plan) => judged.warn(&request, plan.warnings),
                    Err(refusals) => {
                        let new = refusals.into_iter().filter(|refusal| !judged.refusals.contains(refusal));
                        let new: Vec<_> = new.collect();
                        judged.refusals.extend(new);
                    }
                }
            }
        }
    }
    drop(connection);
    tell_of_look_up(services, session, municipality, known).await?;
    Ok(judged)
}

impl Judged {
    /// Warns of something that is to be known before a request is saved.
    fn warn(&mut self, request: &EntryRequest, warnings: Vec<EntryWarning>) {
        self.seen = seen(request, &warnings);
        self.warnings = warnings;
    }
}

/// The name of somebody whom the imported register knows.
async fn name(services: &Services, number: CivicNumber) -> Result<Option<Name>, ServiceError> {
    let register = ImportedRegister(services.store.clone());
    let told = register.people(&[number]).await.map_err(|_| ServiceError::Unavailable)?.pop();
    Ok(match told {
        Some(Told::Post(post)) => post.name.filter(|name| !name.full().is_empty()),
        _ => None,
    })
}

/// Tells the journal of looking somebody up, where they were judged: also when nobody is told of, so that trying numbers leaves its trace.
async fn tell_of_look_up(
    services: &Services,
    session: &Session,
    municipality: MunicipalityCode,
    known: Option<&Candidate>,
) -> Result<(), ServiceError> {
    let kind = OperationKind::ReadVerdicts;
    let operation = services.operation(kind, session.actor(), Some(municipality), "");
    let mut transaction = services.store.operate(operation).await?;
    let identity = known.map(|known| Identity { row: known.facts.id.0, person: Some(known.facts.id) });
    transaction.record_reads(EntityKind::Person, identity.as_slice()).await?;
    Ok(transaction.commit().await?)
}

/// Opens the case, when nothing is wrong and what is to be known has been seen.
///
/// # Errors
/// [`EntryFailure::LookedAt`] else; [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn save(
    services: &Services,
    session: &Session,
    form: &EntryForm,
    what_was_seen: &str,
) -> Result<Entered, EntryFailure> {
    session.scope_for(Permission::EditCases)?;
    let request = read(services, session, form).map_err(|_| EntryFailure::LookedAt)?;
    let municipality = request.municipality;
    let operation = services.operation(OperationKind::CaseEntry, session.actor(), Some(municipality), "");
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_register().await?;
    // Protected people are found, so that they are not made once more, and told to nobody.
    let system = Scope::of_the_system();
    let known = transaction.known_person(&system, municipality, request.civic_number).await?;
    let shown = known.as_ref().filter(|known| !known.protected);
    let is_shown = shown.is_some();
    let decided = decide(services, &mut transaction, &request, shown).await?;
    let plan = decided.map_err(|_| EntryFailure::LookedAt)?;
    if !plan.warnings.is_empty() && seen(&request, &plan.warnings) != what_was_seen {
        return Err(EntryFailure::LookedAt);
    }
    let case = write(services, &mut transaction, &plan, municipality, known).await?;
    transaction.commit().await?;
    Ok(Entered { case: is_shown.then_some(case) })
}

/// What a form asks for, in a municipality that the role reaches.
fn read(services: &Services, session: &Session, form: &EntryForm) -> Result<EntryRequest, Vec<EntryRefusal>> {
    let request = form.read(services.today())?;
    if session.acting.municipalities.contains(&request.municipality) {
        return Ok(request);
    }
    let error = FieldError { field: EntryField::Municipality, mistake: Mistake::NotAChoice };
    Err(vec![EntryRefusal::Form(error)])
}

/// What a form says once the warnings have been seen: of whom, where, and which.
fn seen(request: &EntryRequest, warnings: &[EntryWarning]) -> String {
    let codes: Vec<&str> = warnings.iter().map(EntryWarning::code).collect();
    format!("{} {} {}", request.civic_number, request.municipality, codes.join(" "))
}

/// What the rules say, under the policy and with the users of the municipality.
async fn decide(
    services: &Services,
    connection: &mut Connection,
    request: &EntryRequest,
    known: Option<&Candidate>,
) -> Result<Result<EntryPlan, Vec<EntryRefusal>>, ServiceError> {
    let today = services.today();
    let policies = connection.policies().await?;
    let policy = policies.get(&request.municipality).and_then(|dated| policy_on(dated, today));
    let users = connection.users_of(&[request.municipality], Permission::EditCases, services.today()).await?;
    let is_user = |account| users.iter().any(|user| user.account == account);
    let known = known.map(|known| KnownPerson { facts: &known.facts, cases: &known.cases });
    Ok(enter(request, known, today, &policy.unwrap_or_else(|| Policy::proposed(today)), is_user))
}

/// Writes the case, and the person if there is none, and tells of both. A protected person who has an open case keeps it:
/// the answer is the same.
async fn write(
    services: &Services,
    transaction: &mut OperationTransaction,
    plan: &EntryPlan,
    municipality: MunicipalityCode,
    known: Option<Candidate>,
) -> Result<CaseId, StoreError> {
    let today = services.today();
    let mut told = Vec::new();
    if let Some((known, open)) = known.as_ref().and_then(|known| Some((known, open_case(known)?))) {
        let identity = Identity { row: open.0, person: Some(known.facts.id) };
        transaction.record_reads(EntityKind::Case, &[identity]).await?;
        return Ok(open);
    }
    let by_hand = |by_hand: bool| Map::from_iter([("entered_by_hand".to_owned(), Value::from(by_hand))]);
    let person = match &known {
        Some(known) => {
            let (before, after) = (by_hand(known.facts.entered_by_hand), by_hand(true));
            let person = known.facts.id;
            told.extend(fields::change(
                EntityKind::Person,
                person.0,
                Some(person),
                Some(before),
                Some(after),
            ));
            person
        }
        None => {
            let person = made(transaction, plan.civic_number).await?;
            let mut after = by_hand(true);
            after.insert("civic_number".to_owned(), Value::from(plan.civic_number.to_string()));
            told.extend(fields::change(EntityKind::Person, person.0, Some(person), None, Some(after)));
            person
        }
    };
    let EntryPlan { values, notes, .. } = plan;
    let case =
        transaction.enter_case(person, municipality, values.registered, today, values.occupation).await?;
    transaction.complete_entered_case(case, values, notes).await?;
    let mut after = fields::fields(values);
    after.insert("municipality".to_owned(), Value::from(municipality.to_string()));
    after.insert("origin".to_owned(), Value::from(CaseOrigin::Hand.code()));
    after.insert("notes".to_owned(), Value::from(notes.as_str()));
    told.extend(fields::change(EntityKind::Case, case.0, Some(person), None, Some(after)));
    transaction.record(&told).await?;
    let as_of = rows::as_of(services, transaction).await?;
    transaction.refresh_case_rows(&[person], as_of).await?;
    Ok(case)
}

fn open_case(known: &Candidate) -> Option<CaseId> {
    known.cases.iter().find(|case| case.is_open()).map(|case| case.id)
}

/// A person of whom nothing is known but the number.
async fn made(transaction: &mut OperationTransaction, number: CivicNumber) -> Result<PersonId, StoreError> {
    let person = PersonWrite {
        id: None,
        civic_number: number,
        name: Name::default(),
        protection: ProtectionMarks::default(),
        registration: Registration::default(),
        addresses: Vec::new(),
        entered_by_hand: true,
        population_changed_at: None,
    };
    let made = transaction.save_people(&[person]).await?.pop();
    made.ok_or_else(|| StoreError::Inconsistent("a person that was made has no identity".to_owned()))
}
