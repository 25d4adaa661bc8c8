//! *Ny*: registering somebody by hand who has finished compulsory school early (requirement K6; seed 001, "Skapa ny individ
//! i aktivitetsansvaret"; `rules.md` 2.9).

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    CaseFact, CaseOrigin, DeregistrationReason,
    change::{CaseChange, CaseRefusal, CaseValues, EditedCase, FieldChange},
};
use crate::{
    civic_number::{CivicNumber, CivicNumberError, CivicNumberKind, birthday},
    contact::LivingOutside,
    coverage::{
        Contradiction, PersonFacts, Policy,
        plan::{DAYS_TO_WAIT_FOR_AN_ANSWER, Decision, Waiting, decide},
    },
    form::{FieldError, Reading},
    id::{AccountId, CaseId, PersonId},
    language::{Language, Message, Named, named},
    municipality::MunicipalityCode,
    occupation::OccupationAtRegistration,
    retention,
};

named! {
    /// A field of the form. The codes are the names of the fields of [`EntryForm`].
    pub enum EntryField {
        Municipality = "municipality", "Kommun", "Municipality";
        CivicNumber = "civic_number", "Personnummer", "Personal number";
        Registered = "registered", "Datum för registrering", "Registration date";
        Occupation = "occupation", "Sysselsättning vid registrering", "Occupation at registration";
        LivingOutside = "living_outside", "Boende utanför hemkommun", "Living outside the home municipality";
        Caseworker = "caseworker", "Handläggare", "Caseworker";
        Notes = "notes", "Anteckningar", "Notes";
    }
}

/// What stands in the form, as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryForm {
    /// The code of the municipality whose case it is to be.
    pub municipality: String,
    /// The number, with its century.
    pub civic_number: String,
    /// The registration date.
    pub registered: String,
    /// The code of the occupation at registration.
    pub occupation: String,
    /// The code of where the person lives, or empty.
    pub living_outside: String,
    /// The account of the caseworker, or empty.
    pub caseworker: String,
    /// Notes, or empty.
    pub notes: String,
}

crate::private_debug!(EntryForm);

/// Who is to be registered, and with what.
#[derive(Clone, PartialEq, Eq)]
pub struct EntryRequest {
    /// The municipality whose case it is to be.
    pub municipality: MunicipalityCode,
    /// Whose.
    pub civic_number: CivicNumber,
    /// The registration date.
    pub registered: NaiveDate,
    /// The occupation at registration.
    pub occupation: OccupationAtRegistration,
    /// Where the person lives, if outside the home municipality.
    pub living_outside: Option<LivingOutside>,
    /// The caseworker, if any.
    pub caseworker: Option<AccountId>,
    /// Notes, or empty.
    pub notes: String,
}

crate::private_debug!(EntryRequest, registered);

/// Why somebody cannot be registered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryRefusal {
    /// What stands in the form is missing or cannot be read.
    #[error("form: {0:?}")]
    Form(FieldError<EntryField>),
    /// It is no number of a person, or lacks the century.
    #[error(transparent)]
    CivicNumber(#[from] CivicNumberError),
    /// The population register knows no temporary numbers.
    #[error("temporary number")]
    Temporary,
    /// The register may no longer hold anybody of that age (`rules.md` 2.10).
    #[error("too old: {0}")]
    TooOld(NaiveDate),
    /// There is an open case already.
    #[error("open case")]
    OpenCase {
        /// Which.
        case: CaseId,
    },
    /// A case cannot hold such values.
    #[error("values: {0:?}")]
    Values(CaseRefusal),
}

impl EntryRefusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form(error) => error.mistake.code(),
            Self::CivicNumber(error) => error.code(),
            Self::Temporary => "temporary_number",
            Self::TooOld(_) => "too_old",
            Self::OpenCase { .. } => "open_case",
            Self::Values(refusal) => refusal.code(),
        }
    }

    /// The field that is to be mended.
    pub const fn field(&self) -> EntryField {
        match self {
            Self::Form(error) => error.field,
            Self::CivicNumber(_) | Self::Temporary | Self::TooOld(_) | Self::OpenCase { .. } => {
                EntryField::CivicNumber
            }
            Self::Values(CaseRefusal::CaseworkerElsewhere) => EntryField::Caseworker,
            Self::Values(_) => EntryField::Registered,
        }
    }
}

impl Message for EntryRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Form(error) => error.message(language),
            Self::CivicNumber(error) => error.message(language),
            Self::Temporary => language
                .pick(
                    "Ett tillfälligt personnummer finns inte i folkbokföringen, så aktivitetsansvaret kan inte prövas. Ange personnummer eller samordningsnummer.",
                    "A temporary number is not in the population register, so that the responsibility cannot be judged. Give a personal number or a coordination number.",
                )
                .to_owned(),
            Self::TooOld(last) => match language {
                Language::Swedish => format!(
                    "Enligt personnumret skulle personen ha gallrats ur registret senast {last}, och kan inte registreras. Kontrollera numret."
                ),
                Language::English => format!(
                    "By the number the person should have been erased from the register by {last}, and cannot be registered. Check the number."
                ),
            },
            Self::OpenCase { .. } => language
                .pick(
                    "Personen har redan ett öppet aktivitetsansvar i kommunen. Öppna det i stället.",
                    "The person has an open case in the municipality already. Open that one instead.",
                )
                .to_owned(),
            Self::Values(refusal) => refusal.message(language),
        }
    }
}

impl EntryForm {
    /// The number alone, for looking somebody up before the rest is filled in.
    ///
    /// # Errors
    /// What is wrong with the number.
    pub fn number(&self) -> Result<CivicNumber, EntryRefusal> {
        match CivicNumber::try_from(self.civic_number.as_str()) {
            Ok(number) if number.kind() == CivicNumberKind::Temporary => Err(EntryRefusal::Temporary),
            read => read.map_err(EntryRefusal::from),
        }
    }

    /// Who is to be registered, and with what. A number without its century is not read: for somebody who is looked up,
    /// nothing is guessed.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read, never empty.
    pub fn read(&self, today: NaiveDate) -> Result<EntryRequest, Vec<EntryRefusal>> {
        let number = self.number();
        let mut reading = Reading::new(today);
        let place = |text: &str| MunicipalityCode::try_from(text).ok();
        let municipality = reading.chosen(EntryField::Municipality, &self.municipality, place);
        let municipality = reading.required(EntryField::Municipality, municipality);
        let registered = reading.required_date(EntryField::Registered, &self.registered);
        let occupation = reading.required_choice(EntryField::Occupation, &self.occupation);
        let living_outside = reading.choice(EntryField::LivingOutside, &self.living_outside);
        let account = |text: &str| text.parse().ok().map(AccountId);
        let caseworker = reading.chosen(EntryField::Caseworker, &self.caseworker, account);
        let notes = reading.notes(EntryField::Notes, &self.notes);
        let rest = reading.done(|| Some((municipality?, registered?, occupation?)));
        match (number, rest) {
            (Ok(civic_number), Ok((municipality, registered, occupation))) => Ok(EntryRequest {
                municipality,
                civic_number,
                registered,
                occupation,
                living_outside,
                caseworker,
                notes,
            }),
            (number, rest) => {
                let wrong = rest.err().unwrap_or_default().into_iter().map(EntryRefusal::Form);
                Err(number.err().into_iter().chain(wrong).collect())
            }
        }
    }
}

/// Somebody of whom the register holds something already.
#[derive(Clone, Copy, Debug)]
pub struct KnownPerson<'a> {
    /// What is known.
    pub facts: &'a PersonFacts,
    /// The person's cases in the municipality.
    pub cases: &'a [CaseFact],
}

/// What the caseworker is told before saving, and may save all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryWarning {
    /// Nobody has told of the person yet.
    Unknown {
        /// The last day on which the case waits for the population register's answer.
        waits_until: NaiveDate,
    },
    /// The person is not registered in the municipality, so that the next run closes the case.
    NotRegisteredHere {
        /// Where the person is registered, if anywhere.
        municipality: Option<MunicipalityCode>,
    },
    /// The person has turned twenty by the number, so that the case is closed as soon as it is judged. Of somebody whom the
    /// population register has not told of yet.
    TurnedTwenty {
        /// When.
        on: NaiveDate,
    },
    /// The next run closes the case for another reason.
    WouldClose(DeregistrationReason),
    /// The runs cannot judge the person.
    CannotBeJudged(Contradiction),
}

impl EntryWarning {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "unknown",
            Self::NotRegisteredHere { .. } => "not_registered_here",
            Self::TurnedTwenty { .. } => "turned_twenty",
            Self::WouldClose(_) => "would_close",
            Self::CannotBeJudged(_) => "cannot_be_judged",
        }
    }
}

impl Message for EntryWarning {
    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::Unknown { waits_until }, Language::Swedish) => format!(
                "Personen finns inte i systemet. Den kan sparas, och uppgifterna hämtas från folkbokföringen. Kommer inget svar senast {waits_until} prövas aktivitetsansvaret ändå."
            ),
            (Self::Unknown { waits_until }, Language::English) => format!(
                "The person is not in the system. It can be saved, and the details are fetched from the population register. Without an answer by {waits_until} the case is judged all the same."
            ),
            (Self::NotRegisteredHere { municipality }, _) => {
                let place = municipality.map(|code| code.name());
                match (place, language) {
                    (Some(place), Language::Swedish) => format!(
                        "Personen är folkbokförd i {place}. Aktivitetsansvaret avslutas vid nästa körning."
                    ),
                    (Some(place), Language::English) => {
                        format!("The person is registered in {place}. The next run closes the case.")
                    }
                    (None, _) => language
                        .pick(
                            "Personen är inte folkbokförd i kommunen. Aktivitetsansvaret avslutas vid nästa körning.",
                            "The person is not registered in the municipality. The next run closes the case.",
                        )
                        .to_owned(),
                }
            }
            (Self::TurnedTwenty { on }, Language::Swedish) => {
                format!("Personen fyllde 20 år {on}. Aktivitetsansvaret avslutas så snart det har prövats.")
            }
            (Self::TurnedTwenty { on }, Language::English) => {
                format!("The person turned 20 on {on}. The case is closed as soon as it has been judged.")
            }
            (Self::WouldClose(reason), Language::Swedish) => format!(
                "Aktivitetsansvaret avslutas vid nästa körning med orsaken {}.",
                reason.name(language)
            ),
            (Self::WouldClose(reason), Language::English) => {
                format!("The next run closes the case with the reason {}.", reason.name(language))
            }
            (Self::CannotBeJudged(contradiction), _) => contradiction.message(language),
        }
    }
}

/// A case that is opened by hand.
#[derive(Clone, PartialEq, Eq)]
pub struct EntryPlan {
    /// Whose, if the person is known; else the person is made with the number alone.
    pub person: Option<PersonId>,
    /// The number.
    pub civic_number: CivicNumber,
    /// Whether the population register is asked for the details.
    pub asks_population_register: bool,
    /// What the fields of the case hold.
    pub values: CaseValues,
    /// Notes, or empty.
    pub notes: String,
    /// What the caseworker is told before saving.
    pub warnings: Vec<EntryWarning>,
}

crate::private_debug!(EntryPlan, person, warnings);

impl EntryPlan {
    /// The case that is opened, entered by hand today: the person counts from then on as having finished compulsory school.
    pub fn case(&self, id: CaseId, today: NaiveDate) -> CaseFact {
        CaseFact {
            id,
            registered: self.values.registered,
            deregistered: None,
            origin: CaseOrigin::Hand,
            entered: today,
            other_schooling_until: None,
            measures: Vec::new(),
        }
    }
}

/// Decides whether somebody can be registered by hand, and what is to be said about it first. `known` is nothing for
/// somebody whose identity is protected, too: that there is such a person is told to nobody here.
///
/// # Errors
/// Everything that is wrong with it, never empty.
pub fn enter(
    request: &EntryRequest,
    known: Option<KnownPerson<'_>>,
    today: NaiveDate,
    policy: &Policy,
    is_user: impl Fn(AccountId) -> bool,
) -> Result<EntryPlan, Vec<EntryRefusal>> {
    let number = &request.civic_number;
    if let Some(last) = retention::last_day(number).filter(|last| *last < today) {
        return Err(vec![EntryRefusal::TooOld(last)]);
    }
    let cases = known.map(|known| known.cases).unwrap_or_default();
    if let Some(open) = cases.iter().find(|case| case.is_open()) {
        return Err(vec![EntryRefusal::OpenCase { case: open.id }]);
    }
    let municipality = request.municipality;
    let values = values(request, cases, today, is_user)?;
    let person = known.map(|known| known.facts.id);
    let answered = known.is_some_and(|known| known.facts.registration.answered);
    let mut plan = EntryPlan {
        person,
        civic_number: request.civic_number,
        asks_population_register: !answered,
        values,
        notes: request.notes.clone(),
        warnings: Vec::new(),
    };
    plan.warnings = match known {
        Some(known) if answered => warnings(&plan, known.facts, municipality, today, policy),
        _ => {
            let days = Days::new(DAYS_TO_WAIT_FOR_AN_ANSWER.unsigned_abs());
            let unknown =
                EntryWarning::Unknown { waits_until: today.checked_add_days(days).unwrap_or(today) };
            // On the birthday itself nobody is too old, but the run of the day after closes the case.
            let twenty = number.birth_date().map(|birth| birthday(birth, 20)).filter(|on| *on <= today);
            [unknown].into_iter().chain(twenty.map(|on| EntryWarning::TurnedTwenty { on })).collect()
        }
    };
    Ok(plan)
}

/// The values of the new case, judged as any change of a case is: as if it had been registered today and were changed.
fn values(
    request: &EntryRequest,
    cases: &[CaseFact],
    today: NaiveDate,
    is_user: impl Fn(AccountId) -> bool,
) -> Result<CaseValues, Vec<EntryRefusal>> {
    let at_first = CaseValues {
        registered: NaiveDate::MAX,
        occupation: request.occupation,
        other_schooling_until: None,
        caseworker: None,
        living_outside: request.living_outside,
    };
    let case = EditedCase {
        id: CaseId(0),
        person: PersonId(0),
        municipality: request.municipality,
        version: 0,
        values: at_first,
        deregistered: None,
        earlier_until: cases.iter().filter_map(|case| case.deregistered).max(),
        birth: request.civic_number.birth_date(),
    };
    let change = CaseChange {
        registered: Some(request.registered),
        caseworker: request.caseworker.map_or(FieldChange::Leave, FieldChange::Set),
        ..CaseChange::default()
    };
    change
        .decide(&case, today, is_user)
        .map_err(|refusals| refusals.into_iter().map(EntryRefusal::Values).collect())
}

/// What the run of tomorrow would do with the case.
fn warnings(
    plan: &EntryPlan,
    facts: &PersonFacts,
    municipality: MunicipalityCode,
    today: NaiveDate,
    policy: &Policy,
) -> Vec<EntryWarning> {
    let tomorrow = today.succ_opt().unwrap_or(today);
    let facts = PersonFacts { entered_by_hand: true, ..facts.clone() };
    let decision = decide(&facts, &[plan.case(CaseId(0), today)], municipality, tomorrow, policy);
    let reason = match decision {
        Ok(Decision::Close { reason, .. } | Decision::Wait(Waiting::ToClose(reason))) => reason,
        Ok(Decision::Leave | Decision::Open { .. } | Decision::Wait(_)) => return Vec::new(),
        Err(contradiction) => return vec![EntryWarning::CannotBeJudged(contradiction)],
    };
    let elsewhere = || {
        let deregistered = facts.registration.deregistration.is_some_and(|end| end.applies_on(tomorrow));
        let stay = facts.registration.residence_on(tomorrow).filter(|_| !deregistered);
        EntryWarning::NotRegisteredHere { municipality: stay.map(|stay| stay.municipality) }
    };
    vec![match reason {
        DeregistrationReason::MovedAway => elsewhere(),
        reason => EntryWarning::WouldClose(reason),
    }]
}
