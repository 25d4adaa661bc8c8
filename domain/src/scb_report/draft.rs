//! The rows of a report and what the checks find, made of what the register knows.

use chrono::NaiveDate;

use super::{
    check::{Checked, check},
    facts::{CaseFacts, ContactFacts, MeasureFacts, Occupation},
    finding::{Finding, Place, Rule, Severity},
    layout::{Excluded, Layout, ProtectedPeople, Repeated},
    period::ReportPeriod,
    source::{Part, Source},
};
use crate::{
    civic_number::CivicNumberKind,
    id::{CaseId, PersonId},
    language::{Named, named},
};

/// The fields of a row, as they stand in the file.
pub type Row = Vec<String>;

named! {
    /// What becomes of a case in a report.
    pub enum Standing {
        Reported = "reported", "Rapporteras", "Reported";
        NotOpen = "not-open", "Inte öppet under perioden", "Not open in the period";
        Excluded = "excluded", "Undantaget", "Excluded";
        NoRealNumber = "no-real-number", "Saknar riktigt personnummer", "Without a real number";
        ByHand = "by-hand", "Rapporteras på papper", "Reported on paper";
    }
}

/// A case of a report: its rows, and what has been found.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which case.
    pub case: CaseId,
    /// Whose.
    pub person: PersonId,
    /// Its rows; none where it is not in the file.
    pub rows: Vec<Row>,
    /// What is to be mended or done by hand.
    pub findings: Vec<Finding>,
}

crate::private_debug!(Entry, case, person, findings);

/// A report before it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Those who are in the file, and those of whom there is something to say, in the order of the file.
    pub entries: Vec<Entry>,
    /// How many cases of the period are left out because of other studies, protected people not counted.
    pub excluded: usize,
}

impl Draft {
    /// The rows of the file, in their order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.entries.iter().flat_map(|entry| &entry.rows)
    }

    /// How many cases are in the file.
    pub fn reported(&self) -> usize {
        self.entries.iter().filter(|entry| !entry.rows.is_empty()).count()
    }

    /// How many findings matter so much.
    pub fn count(&self, severity: Severity) -> usize {
        let findings = self.entries.iter().flat_map(|entry| &entry.findings);
        findings.filter(|finding| finding.severity == severity).count()
    }
}

/// What becomes of a case. Whoever is excluded is so whatever else holds; nothing needs to be mended then.
pub fn standing(facts: &CaseFacts, period: ReportPeriod, layout: &Layout) -> Standing {
    let last = period.to();
    let studies_elsewhere = facts.studies_elsewhere_on(last) || facts.closed_after_other_schooling();
    if !facts.was_open_in(period) {
        Standing::NotOpen
    } else if (layout.excludes(Excluded::OtherSchooling) && studies_elsewhere)
        || (layout.excludes(Excluded::IntroductoryProgramme) && facts.is_introductory_on(last))
    {
        Standing::Excluded
    } else if facts.is_protected && layout.protected() == ProtectedPeople::ByHand {
        Standing::ByHand
    } else if facts.number.kind() == CivicNumberKind::Temporary {
        Standing::NoRealNumber
    } else {
        Standing::Reported
    }
}

/// The report of some cases about a period, by a layout. What has ended by `today` is to be complete.
pub fn draft<'a>(
    facts: impl IntoIterator<Item = &'a CaseFacts>,
    period: ReportPeriod,
    layout: &Layout,
    today: NaiveDate,
) -> Draft {
    let mut draft = Draft::default();
    let mut ordered: Vec<&CaseFacts> = facts.into_iter().collect();
    ordered.sort_by_key(|facts| (facts.number, facts.registered, facts.case));
    for facts in ordered {
        let mut entry =
            Entry { case: facts.case, person: facts.person, rows: Vec::new(), findings: Vec::new() };
        match standing(facts, period, layout) {
            Standing::NotOpen => continue,
            Standing::Excluded => {
                // That somebody protected is left out is told to nobody, not even in a number.
                draft.excluded += usize::from(!facts.is_protected);
                continue;
            }
            Standing::ByHand => {
                entry.findings.push(Finding::of_case(Rule::Protected, Severity::ByHand, Source::Number));
            }
            Standing::NoRealNumber => {
                entry.findings.push(Finding::of_case(Rule::RealNumber, Severity::Error, Source::Number));
            }
            Standing::Reported => Reported::new(facts, period, layout, today).write(&mut entry),
        }
        draft.entries.push(entry);
    }
    draft
}

/// What is reported of a case.
struct Reported<'a> {
    facts: &'a CaseFacts,
    layout: &'a Layout,
    today: NaiveDate,
    last: NaiveDate,
    measures: Vec<&'a MeasureFacts>,
    contacts: Vec<&'a ContactFacts>,
}

/// What a row tells of besides the case.
#[derive(Clone, Copy)]
enum Told<'a> {
    Nothing,
    Measure(&'a MeasureFacts),
    Contact(&'a ContactFacts),
}

/// A value before it is written.
enum Value {
    Text(String),
    Coded(&'static str),
}

impl<'a> Reported<'a> {
    fn new(facts: &'a CaseFacts, period: ReportPeriod, layout: &'a Layout, today: NaiveDate) -> Self {
        let overlaps = |measure: &&MeasureFacts| period.overlaps(&measure.period);
        let mut measures: Vec<_> = facts.measures.iter().filter(overlaps).collect();
        measures.sort_by_key(|measure| (measure.period.start, measure.id));
        let mut contacts: Vec<_> =
            facts.contacts.iter().filter(|contact| period.contains(contact.date)).collect();
        contacts.sort_by_key(|contact| (contact.date, contact.id));
        Self { facts, layout, today, last: period.to(), measures, contacts }
    }

    fn write(&self, entry: &mut Entry) {
        let mut told = Vec::new();
        for repeated in self.layout.rows() {
            match repeated {
                Repeated::Measure => told.extend(self.measures.iter().copied().map(Told::Measure)),
                Repeated::Contact => told.extend(self.contacts.iter().copied().map(Told::Contact)),
            }
        }
        if told.is_empty() {
            told.push(Told::Nothing);
        }
        for rule in Rule::ALL {
            if let Some(severity) = self.layout.severity(*rule) {
                let (facts, measures, today) = (self.facts, self.measures.as_slice(), self.today);
                entry.findings.extend(check(*rule, &Checked { facts, measures, today, severity }));
            }
        }
        for told in told {
            let row = self.row(told, &mut entry.findings);
            entry.rows.push(row);
        }
    }

    fn row(&self, told: Told<'_>, findings: &mut Vec<Finding>) -> Row {
        let field = |column: &super::layout::LayoutColumn| {
            let value = self.value(column.source, told);
            let is_told_of = match column.source.part() {
                Part::Case => true,
                Part::Measure => matches!(told, Told::Measure(_)),
                Part::Contact => matches!(told, Told::Contact(_)),
            };
            let (text, broken) = match value {
                Some(Value::Text(text)) => (text, None),
                Some(Value::Coded(value)) => {
                    let table = column.source.table();
                    let code = table.and_then(|table| self.layout.code(table, value)).map(str::to_owned);
                    let broken = code.is_none().then_some(Rule::Coded);
                    (code.unwrap_or_default(), broken)
                }
                None => (String::new(), (is_told_of && column.is_required).then_some(Rule::Required)),
            };
            if let Some(rule) = broken {
                let finding = self.finding(rule, column.source, told);
                // What a case lacks is told once, however many rows it has.
                if !findings.contains(&finding) {
                    findings.push(finding);
                }
            }
            text
        };
        self.layout.columns().iter().map(field).collect()
    }

    fn finding(&self, rule: Rule, field: Source, told: Told<'_>) -> Finding {
        match told {
            Told::Measure(measure) if field.part() == Part::Measure => Finding {
                rule,
                severity: Severity::Error,
                field,
                place: Place::Measure(measure.id),
                measure: Some((measure.kind, measure.period.start)),
            },
            _ => Finding::of_case(rule, Severity::Error, field),
        }
    }

    fn value(&self, source: Source, told: Told<'_>) -> Option<Value> {
        match (source.part(), told) {
            (Part::Case, _) => self.of_case(source),
            (Part::Measure, Told::Measure(measure)) => self.of_measure(source, measure),
            (Part::Contact, Told::Contact(contact)) => self.of_contact(source, contact),
            (Part::Measure | Part::Contact, _) => None,
        }
    }

    fn day(&self, day: NaiveDate) -> Value {
        Value::Text(self.layout.date(day))
    }

    fn of_case(&self, source: Source) -> Option<Value> {
        let facts = self.facts;
        // A case that has been closed after the period was open in it, and is told to have been.
        let deregistered = facts.deregistered_by(self.last);
        match source {
            Source::Number => Some(Value::Text(self.layout.number(facts.number))),
            Source::Municipality => Some(Value::Text(facts.municipality.to_string())),
            Source::Registered => Some(self.day(facts.registered)),
            Source::RegistrationReason => Some(Value::Coded(facts.registration_reason().code())),
            Source::Occupation => Some(Value::Coded(facts.occupation.code())),
            Source::Deregistered => deregistered.map(|day| self.day(day)),
            Source::Reason => {
                facts.reason.filter(|_| deregistered.is_some()).map(|reason| Value::Coded(reason.code()))
            }
            _ => None,
        }
    }

    fn of_measure(&self, source: Source, measure: &MeasureFacts) -> Option<Value> {
        match source {
            Source::MeasureKind => Some(Value::Coded(measure.kind.code())),
            Source::MeasureStart => Some(self.day(measure.period.start)),
            Source::MeasureEnd => measure.period.end.map(|end| self.day(end)),
            Source::OccupationBefore => Some(Value::Coded(measure.before.code())),
            Source::OccupationAfter => measure.after.map(|after| Value::Coded(after.code())),
            Source::Outcome => measure.outcome.map(|outcome| Value::Coded(outcome.code())),
            _ => None,
        }
    }

    fn of_contact(&self, source: Source, contact: &ContactFacts) -> Option<Value> {
        match source {
            Source::ContactDate => Some(self.day(contact.date)),
            Source::ContactOccupation => Some(Value::Coded(match self.facts.occupation_on(contact.date) {
                Occupation::AtRegistration(occupation) => occupation.code(),
                Occupation::Before(occupation) => occupation.code(),
                Occupation::After(occupation) => occupation.code(),
            })),
            _ => None,
        }
    }
}
