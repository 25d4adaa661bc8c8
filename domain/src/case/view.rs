//! What the pages show of a case: plain values, made on the server and drawn in the browser.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CaseOrigin, CaseStatus, DeregistrationReason};
use crate::{
    civic_number::CivicNumber,
    contact::{ContactDetailKind, ContactWay, LivingOutside, detail::Detail},
    coverage::Explanation,
    diploma::DiplomaMark,
    id::{CaseId, ContactId, IndividualPlanId, MeasureId},
    individual_plan::{IndividualPlan, PlanState},
    language::Language,
    measure::{
        MeasureOutcome, MeasureType,
        incomplete::{Ending, Incomplete},
        state::MeasureState,
    },
    municipality::MunicipalityCode,
    occupation::{OccupationAfter, OccupationAtRegistration, OccupationBefore},
    operation::ChangeKind,
    organisation::ProgrammeKind,
    period::Period,
    person::{Address, DeregistrationCode, Residence},
};

/// A row of the list of cases: the columns of requirement K3.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// Which case.
    pub id: CaseId,
    /// The person's number.
    pub civic_number: CivicNumber,
    /// Surname.
    pub surname: String,
    /// Calling name and middle name.
    pub given_name: String,
    /// The status on the day of reading.
    pub status: CaseStatus,
    /// The first day of the responsibility.
    pub registered: NaiveDate,
    /// The last day, once closed.
    pub deregistered: Option<NaiveDate>,
    /// Why it is closed.
    pub reason: Option<DeregistrationReason>,
    /// Occupation at registration.
    pub occupation: OccupationAtRegistration,
    /// The caseworker's name.
    pub caseworker: Option<String>,
    /// Whole years on the day of reading.
    pub age: Option<u32>,
    /// The municipality that is responsible.
    pub municipality: MunicipalityCode,
    /// Where the person lives, if outside the home municipality.
    pub living_outside: Option<LivingOutside>,
    /// The latest contact.
    pub latest_contact: Option<NaiveDate>,
    /// The next follow-up that is not closed.
    pub next_follow_up: Option<NaiveDate>,
    /// The type of the ongoing measure, else of the planned one.
    pub measure: Option<MeasureType>,
    /// Its first day.
    pub measure_start: Option<NaiveDate>,
    /// Its last day.
    pub measure_end: Option<NaiveDate>,
    /// The primary telephone number.
    pub phone: Option<String>,
    /// The primary e-mail address.
    pub email: Option<String>,
    /// The registered address on one line.
    pub address: Option<String>,
    /// How many of its measures Statistics Sweden cannot receive, because what tells how they ended is missing.
    pub incomplete_measures: u32,
    /// Whether the person is protected. No role reaches protected people yet, so this is false in every list.
    pub protected: bool,
}

crate::private_debug!(CaseRow, id);

/// Everything on the page of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseView {
    /// The row of the list.
    pub row: CaseRow,
    /// The day of reading.
    pub today: NaiveDate,
    /// The name as the person is addressed.
    pub full_name: String,
    /// The name the person is called by.
    pub calling_name: String,
    /// All given names.
    pub given_names: String,
    /// How the case came to be.
    pub origin: CaseOrigin,
    /// The last day of other schooling, if any.
    pub other_schooling_until: Option<NaiveDate>,
    /// The municipality's own notes.
    pub notes: String,
    /// Diploma marks of the person.
    pub diplomas: Vec<DiplomaMark>,
    /// Whether the case is closed and the person no longer registered in its municipality: then nothing is told of what
    /// has happened to them since.
    pub has_left: bool,
    /// Where the person is registered.
    pub residence: Option<Residence>,
    /// The end of the registration, if it has ended.
    pub deregistration: Option<(DeregistrationCode, Option<NaiveDate>)>,
    /// The assessment of today, rule by rule; `None` when the facts contradict each other, and once
    /// the person has left.
    pub assessed_today: Option<Explanation>,
    /// The explanation stored when the case was opened.
    pub opened_because: Option<Explanation>,
    /// The explanation stored when the case was closed.
    pub closed_because: Option<Explanation>,
    /// Measures, latest first, those of earlier municipalities without notes.
    pub measures: Vec<MeasureView>,
    /// The own municipality's contacts, latest first.
    pub contacts: Vec<ContactView>,
    /// The individual plans of the case, the latest first.
    pub plans: Vec<PlanView>,
    /// Addresses, the registered one first.
    pub addresses: Vec<Address>,
    /// Ways to reach the person.
    pub contact_details: Vec<Detail>,
    /// Placements, latest first.
    pub placements: Vec<PlacementView>,
    /// Other cases of the person that the reader may see, latest first.
    pub other_cases: Vec<OtherCase>,
    /// Everything in order of time, latest first.
    pub timeline: Vec<TimelineEvent>,
}

impl CaseView {
    /// What the person is called on a page: the name, or the number of somebody whose name nobody has told of yet.
    pub fn called(&self, language: Language) -> String {
        match self.full_name.is_empty() {
            true => nameless(&self.row.civic_number, language),
            false => self.full_name.clone(),
        }
    }

    /// What the person is called in the title of a page, which a browser keeps in its history: never by the number.
    pub fn called_in_title(&self, language: Language) -> String {
        match self.full_name.is_empty() {
            true => nobody_named(language).to_owned(),
            false => self.full_name.clone(),
        }
    }
}

/// What stands where there is no name yet.
const fn nobody_named(language: Language) -> &'static str {
    language.pick("Namn saknas", "No name")
}

/// What somebody is called whose name nobody has told of yet.
fn nameless(number: &CivicNumber, language: Language) -> String {
    format!("{}, {number}", nobody_named(language))
}

crate::private_debug!(CaseView, row);

/// A measure on the page of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct MeasureView {
    /// Which one.
    pub id: MeasureId,
    /// Its type.
    pub kind: MeasureType,
    /// Its days.
    pub period: Period,
    /// What the person did before it.
    pub occupation_before: OccupationBefore,
    /// What the person did after it.
    pub occupation_after: Option<OccupationAfter>,
    /// How it ended.
    pub outcome: Option<MeasureOutcome>,
    /// The day on which the run closed it with its case.
    pub closed_with_case: Option<NaiveDate>,
    /// Notes, of the own municipality only.
    pub notes: String,
    /// The municipality that registered it.
    pub municipality: MunicipalityCode,
    /// Who created it, and when (Stockholm time).
    pub created: String,
    /// Who changed it last, and when; empty when nobody has.
    pub changed: String,
}

crate::private_debug!(MeasureView, kind, period);

impl MeasureView {
    /// What is missing of it on a day.
    pub fn incomplete(&self, today: NaiveDate) -> Option<Incomplete> {
        self.ending().missing(today)
    }

    /// How it stands on a day.
    pub fn state(&self, today: NaiveDate) -> MeasureState {
        MeasureState::on(today, &self.ending())
    }

    fn ending(&self) -> Ending {
        Ending {
            period: self.period,
            after: self.occupation_after,
            outcome: self.outcome,
            closed_with_case: self.closed_with_case,
        }
    }
}

/// A contact on the page of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactView {
    /// Which one.
    pub id: ContactId,
    /// When it was made.
    pub date: NaiveDate,
    /// The heading.
    pub heading: String,
    /// How it was made.
    pub way: ContactWay,
    /// What was said.
    pub notes: String,
    /// When it is to be followed up.
    pub follow_up: Option<NaiveDate>,
    /// Why the follow-up is closed, once it is.
    pub follow_up_closed: Option<String>,
    /// The day on which it was closed.
    pub follow_up_closed_on: Option<NaiveDate>,
    /// Who registered it.
    pub created_by: String,
    /// Who changed it last, and when; empty when nobody has.
    pub changed: String,
}

crate::private_debug!(ContactView, date, way);

/// An individual plan on the page of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanView {
    /// Which one.
    pub id: IndividualPlanId,
    /// What it says.
    pub plan: IndividualPlan,
    /// Where it stands on the day of reading.
    pub state: PlanState,
    /// Who made it, and when (Stockholm time).
    pub created: String,
    /// Who changed it last, and when; empty when nobody has.
    pub changed: String,
}

crate::private_debug!(PlanView, id, state);

/// A placement on the page of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacementView {
    /// The organiser's name.
    pub organiser: String,
    /// The school unit's name.
    pub unit: String,
    /// The study path's code.
    pub study_path: String,
    /// The study path's name, or empty.
    pub study_path_name: String,
    /// The kind of the study path.
    pub kind: ProgrammeKind,
    /// The grade, or empty.
    pub grade: String,
    /// The class, or empty.
    pub class: String,
    /// The days.
    pub period: Period,
}

/// Another case of the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherCase {
    /// Which case.
    pub id: CaseId,
    /// Whose.
    pub municipality: MunicipalityCode,
    /// How it came to be.
    pub origin: CaseOrigin,
    /// From.
    pub registered: NaiveDate,
    /// Until.
    pub deregistered: Option<NaiveDate>,
    /// Why closed.
    pub reason: Option<DeregistrationReason>,
}

/// Something that happened on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEvent {
    /// The day.
    pub date: NaiveDate,
    /// What happened.
    pub event: Event,
    /// The municipality it belongs to, where that is another than the case's.
    pub elsewhere: Option<MunicipalityCode>,
}

/// What the timeline tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A case was opened.
    Opened(MunicipalityCode, CaseOrigin),
    /// A case was closed.
    Closed(MunicipalityCode, Option<DeregistrationReason>),
    /// A placement began: study path, unit.
    PlacementBegan(String, String),
    /// A placement ended: study path, unit.
    PlacementEnded(String, String),
    /// A measure began.
    MeasureBegan(MeasureType),
    /// A measure ended, and how, if anybody has told.
    MeasureEnded(MeasureType, Option<MeasureOutcome>),
    /// The run closed a measure with its case.
    MeasureClosedWithCase(MeasureType),
    /// A contact was made: way and heading.
    Contacted(ContactWay, String),
    /// A follow-up is due: heading.
    FollowUpDue(String),
    /// What was to be followed up then has been: heading.
    FollowedUp(String),
    /// An individual plan began: its goal.
    PlanBegan(String),
    /// An individual plan is to be evaluated: its goal.
    PlanEvaluationDue(String),
    /// An individual plan has been evaluated: its goal.
    PlanEvaluated(String),
    /// Another works with the case: who did before, and who does since.
    CaseworkerChanged(Option<String>, Option<String>),
    /// A way to reach the person was added, changed or removed; of which kind, where that is known.
    DetailChanged(ChangeKind, Option<ContactDetailKind>),
    /// The postal address was added, changed or removed.
    PostalAddressChanged(ChangeKind),
    /// The person moved to a municipality.
    Moved(MunicipalityCode),
}
