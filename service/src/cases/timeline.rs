//! The timeline of a case: what the register has a day for, and what the journal alone remembers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::{
        change::CaseField,
        view::{Event, MeasureView, TimelineEvent},
    },
    clock::wall_clock,
    contact::{ContactDetailKind, detail::DetailField},
    id::{AccountId, IndividualPlanId},
    individual_plan::{PlanField, PlanState},
    language::Named,
    municipality::MunicipalityCode,
    operation::{Change, EntityKind},
};
use store::{CaseRecord, Connection, PlanRecord, StoreError};

use crate::fields::flat;

/// What the journal tells of a case that no field of it does.
#[derive(Default)]
pub(super) struct Told {
    /// The events, the earliest first.
    events: Vec<(NaiveDate, Event)>,
    /// The days on which plans were evaluated.
    evaluated: BTreeMap<IndividualPlanId, NaiveDate>,
}

/// Asks the journal what belongs in the timeline of a case that has been read.
pub(super) async fn told(
    connection: &mut Connection,
    scope: &Scope,
    record: &CaseRecord,
) -> Result<Told, StoreError> {
    let changes = connection.case_changes_told(scope, record).await?;
    let changes: Vec<(NaiveDate, Fields<'_>)> =
        changes.iter().map(|(at, change)| (wall_clock(*at).date(), Fields::of(change))).collect();
    let handed = changes.iter().filter_map(|(_, fields)| fields.caseworkers());
    let accounts: Vec<AccountId> = handed.flat_map(|(before, after)| [before, after]).flatten().collect();
    let names = connection.account_names(&accounts).await?;
    let name = |account: Option<AccountId>| account.and_then(|account| names.get(&account).cloned());

    // A change of a way of contact holds only what became different; of which kind it is may stand where it was added.
    let present = record.contact_details.iter().map(|detail| (detail.id.0, detail.kind));
    let added = changes.iter().filter_map(|(_, fields)| Some((fields.change.entity_id, fields.kind()?)));
    let kinds: BTreeMap<i64, ContactDetailKind> = added.chain(present).collect();
    let mut told = Told::default();
    for (date, fields) in &changes {
        let Change { entity, entity_id, kind, .. } = *fields.change;
        let event = match entity {
            EntityKind::Case => {
                let changed = fields.caseworkers();
                changed.map(|(before, after)| Event::CaseworkerChanged(name(before), name(after)))
            }
            EntityKind::ContactDetail if fields.is_another_way() => {
                let of = fields.kind().or_else(|| kinds.get(&entity_id).copied());
                Some(Event::DetailChanged(kind, of))
            }
            EntityKind::Address => Some(Event::PostalAddressChanged(kind)),
            EntityKind::IndividualPlan if fields.is_evaluation() => {
                told.evaluated.insert(IndividualPlanId(entity_id), *date);
                None
            }
            _ => None,
        };
        told.events.extend(event.map(|event| (*date, event)));
    }
    Ok(told)
}

/// A change of the journal, with the fields that became different.
struct Fields<'a> {
    change: &'a Change,
    before: Vec<(String, String)>,
    after: Vec<(String, String)>,
}

impl<'a> Fields<'a> {
    fn of(change: &'a Change) -> Self {
        let [before, after] =
            [&change.before, &change.after].map(|text| text.as_deref().map(flat).unwrap_or_default());
        Self { change, before, after }
    }

    /// The values of a field before and after, empty for nothing; `None` where it did not become different.
    fn values(&self, field: impl Named) -> Option<(&str, &str)> {
        let (before, after) = (find(&self.before, field.code()), find(&self.after, field.code()));
        let differs = before.is_some() || after.is_some();
        differs.then(|| (before.unwrap_or_default(), after.unwrap_or_default()))
    }

    /// Who worked with the case before and who does since, where another does.
    fn caseworkers(&self) -> Option<(Option<AccountId>, Option<AccountId>)> {
        let account = |id: &str| id.parse().ok().map(AccountId);
        let (before, after) =
            (self.change.entity == EntityKind::Case).then(|| self.values(CaseField::Caseworker))??;
        Some((account(before), account(after)))
    }

    /// The kind of a way of contact, where it stands in the change.
    fn kind(&self) -> Option<ContactDetailKind> {
        let (before, after) =
            (self.change.entity == EntityKind::ContactDetail).then(|| self.values(DetailField::Kind))??;
        ContactDetailKind::from_code(if after.is_empty() { before } else { after })
    }

    /// Whether the person is reached in another way than before, and not only first in another.
    fn is_another_way(&self) -> bool {
        self.values(DetailField::Kind).or_else(|| self.values(DetailField::Value)).is_some()
    }

    /// Whether an evaluation was written where there was none.
    fn is_evaluation(&self) -> bool {
        self.values(PlanField::Evaluation)
            .is_some_and(|(before, after)| before.is_empty() && !after.is_empty())
    }
}

fn find<'a>(fields: &'a [(String, String)], code: &str) -> Option<&'a str> {
    fields.iter().find(|(name, _)| name == code).map(|(_, value)| value.as_str())
}

/// Everything that has happened and what is due, the latest first.
pub(super) fn timeline(record: &CaseRecord, told: Told, today: NaiveDate) -> Vec<TimelineEvent> {
    let Told { events: of_the_journal, evaluated } = told;
    let mut events = Events { here: record.municipality, told: Vec::new() };
    // Of one day the latest stands first as well: what was done in a case between its opening and its closing, and the opening
    // after what it followed from.
    events.closed(record);
    for (date, event) in of_the_journal.into_iter().rev() {
        events.tell(date, event);
    }
    for measure in &record.measures {
        events.measure(measure, today);
    }
    for contact in &record.contacts {
        let heading = || contact.heading.clone();
        events.tell(contact.date, Event::Contacted(contact.way, heading()));
        match (contact.follow_up_closed_on, contact.follow_up) {
            (Some(on), _) => events.tell(on, Event::FollowedUp(heading())),
            (None, Some(due)) => events.tell(due, Event::FollowUpDue(heading())),
            (None, None) => {}
        }
    }
    for PlanRecord { id, plan, created, changed, .. } in &record.plans {
        events.tell(plan.period.start, Event::PlanBegan(plan.goal.clone()));
        if plan.state(today) == PlanState::Evaluated {
            // Whose words the journal can no longer open is told of as written when the plan was written last.
            let written = wall_clock(changed.as_ref().unwrap_or(created).1).date();
            let on = evaluated.get(id).copied().unwrap_or(written);
            events.tell(on, Event::PlanEvaluated(plan.goal.clone()));
        } else {
            events.tell(plan.evaluate_on, Event::PlanEvaluationDue(plan.goal.clone()));
        }
    }
    events.opened(record);
    for placement in &record.placements {
        let named = || (placement.study_path.clone(), placement.unit.clone());
        let (path, unit) = named();
        events.tell(placement.period.start, Event::PlacementBegan(path, unit));
        if let Some(end) = placement.period.end.filter(|end| *end <= today) {
            let (path, unit) = named();
            events.tell(end, Event::PlacementEnded(path, unit));
        }
    }
    let registration = &record.facts.registration;
    for stay in registration.earlier.iter().chain(&registration.present) {
        if let Some(since) = stay.since {
            events.tell(since, Event::Moved(stay.municipality));
        }
    }
    events.told.sort_by_key(|event| std::cmp::Reverse(event.date));
    events.told
}

/// The events of a case as they are gathered.
struct Events {
    /// The municipality of the case.
    here: MunicipalityCode,
    told: Vec<TimelineEvent>,
}

impl Events {
    fn tell(&mut self, date: NaiveDate, event: Event) {
        self.told.push(TimelineEvent { date, event, elsewhere: None });
    }

    /// That the case was closed, and the others of the person that the reader sees. Of a case elsewhere nothing is told
    /// (`rules.md` section 3): that it ended, the measures that were closed with it say.
    fn closed(&mut self, record: &CaseRecord) {
        let own = (record.case.deregistered, record.municipality, record.reason);
        let others =
            record.other_cases.iter().map(|other| (other.deregistered, other.municipality, other.reason));
        for (date, municipality, reason) in std::iter::once(own).chain(others) {
            if let Some(date) = date {
                self.tell(date, Event::Closed(municipality, reason));
            }
        }
    }

    /// That they were opened.
    fn opened(&mut self, record: &CaseRecord) {
        self.tell(record.case.registered, Event::Opened(record.municipality, record.case.origin));
        for other in &record.other_cases {
            self.tell(other.registered, Event::Opened(other.municipality, other.origin));
        }
    }

    /// One that the run has closed ended on that day, whatever its days (`rules.md` 2.4); one that had not begun by then
    /// never did.
    fn measure(&mut self, measure: &MeasureView, today: NaiveDate) {
        let closed = measure.closed_with_case;
        let began = Some(measure.period.start).filter(|start| closed.is_none_or(|closed| *start <= closed));
        let ended = match closed {
            Some(date) => Some((date, Event::MeasureClosedWithCase(measure.kind))),
            None => {
                let end = measure.period.end.filter(|end| *end <= today);
                end.map(|end| (end, Event::MeasureEnded(measure.kind, measure.outcome)))
            }
        };
        let began = began.map(|start| (start, Event::MeasureBegan(measure.kind)));
        let elsewhere = Some(measure.municipality).filter(|municipality| *municipality != self.here);
        let events = began.into_iter().chain(ended);
        self.told.extend(events.map(|(date, event)| TimelineEvent { date, event, elsewhere }));
    }
}
