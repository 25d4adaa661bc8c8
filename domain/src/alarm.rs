//! Alarms: what nobody does anything about unless somebody says so (requirement K20). Each is a rule of a case on a day, and
//! where the list can say it, the filter of a ready-made counter.

use chrono::NaiveDate;

use crate::{
    case::{CaseFact, CaseStatus},
    language::{Language, Message, Named, named},
    list::{CaseColumn, Condition, DateTest, Filter, ListQuery, NumberTest, Test},
};

named! {
    /// What is told.
    pub enum Alarm {
        Silence = "silence", "Ingen kontakt på länge", "No contact for long";
        MeasureEnding = "measure-ending", "Åtgärd som snart slutar", "Measure about to end";
        MeasureWithoutOutcome = "measure-without-outcome", "Åtgärd som slutat utan orsak", "Measure ended without outcome";
    }
}

/// How soon alarms are given. A municipality may set its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AlarmDays {
    /// After how many days without contact.
    pub silence: u16,
    /// How many days before a measure ends.
    pub ending: u16,
}

impl Default for AlarmDays {
    /// Three months of silence, two weeks of notice.
    fn default() -> Self {
        Self { silence: 90, ending: 14 }
    }
}

/// What the alarms ask of a case.
#[derive(Clone, Copy, Debug)]
pub struct Watched<'a> {
    /// The case, with its measures.
    pub case: &'a CaseFact,
    /// Its status on the day: those in other schooling are left alone.
    pub status: CaseStatus,
    /// The latest contact of the case, if any.
    pub latest_contact: Option<NaiveDate>,
}

impl Watched<'_> {
    /// The alarms of the case on a day.
    pub fn alarms(&self, today: NaiveDate, days: AlarmDays) -> Vec<Alarm> {
        Alarm::ALL.iter().copied().filter(|alarm| self.gives(*alarm, today, days)).collect()
    }

    fn gives(&self, alarm: Alarm, today: NaiveDate, days: AlarmDays) -> bool {
        let mut measures = self.case.measures.iter();
        match alarm {
            // A case that has just begun has had nobody to be silent towards.
            Alarm::Silence => {
                let since = self.latest_contact.unwrap_or(self.case.registered);
                self.status.is_in_default_selection() && (today - since).num_days() > i64::from(days.silence)
            }
            Alarm::MeasureEnding => {
                let is_soon =
                    |end: NaiveDate| (0..=i64::from(days.ending)).contains(&(end - today).num_days());
                self.case.is_open()
                    && measures
                        .any(|measure| measure.is_ongoing(today) && measure.period.end.is_some_and(is_soon))
            }
            // In a closed case too: Statistics Sweden cannot receive it. Occupation after and end go together with the outcome,
            // so that this is what the list counts as incomplete.
            Alarm::MeasureWithoutOutcome => measures.any(|measure| {
                let is_over =
                    measure.closed_with_case.is_some() || measure.period.end.is_some_and(|end| end <= today);
                is_over && measure.outcome.is_none()
            }),
        }
    }
}

impl Alarm {
    /// The list of the cases of the alarm: of those that the list shows at first, but for what is missing, which is asked for
    /// in closed ones too.
    pub fn query(self, days: AlarmDays) -> ListQuery<CaseColumn> {
        let query = ListQuery::<CaseColumn>::default();
        let asked = self.filter(days).unwrap_or(Filter::everything());
        match self {
            Self::MeasureWithoutOutcome => query.filtered(asked),
            Self::Silence | Self::MeasureEnding => {
                let filter = Filter::All(vec![query.filter.clone(), asked]);
                query.filtered(filter)
            }
        }
    }

    /// The filter of the list of cases that shows the cases of the alarm.
    fn filter(self, days: AlarmDays) -> Option<Filter<CaseColumn>> {
        let is = |column, test| Condition::new(column, test).map(Filter::Is).ok();
        match self {
            Self::Silence => {
                let long_ago = || Test::Date(DateTest::OlderThanDays(days.silence));
                Some(Filter::Any(vec![
                    is(CaseColumn::LatestContact, long_ago())?,
                    Filter::All(vec![
                        is(CaseColumn::LatestContact, Test::Empty)?,
                        is(CaseColumn::Registered, long_ago())?,
                    ]),
                ]))
            }
            Self::MeasureEnding => is(CaseColumn::MeasureEnd, Test::Date(DateTest::NextDays(days.ending))),
            Self::MeasureWithoutOutcome => {
                is(CaseColumn::IncompleteMeasures, Test::Number(NumberTest::AtLeast(1)))
            }
        }
    }

    /// What to do about it.
    pub fn advice(self, language: Language) -> &'static str {
        match self {
            Self::Silence => language.pick("Ta kontakt och registrera den.", "Make contact and register it."),
            Self::MeasureEnding => language.pick(
                "Ta reda på vad som händer sedan, och planera nästa steg.",
                "Find out what comes after, and plan the next step.",
            ),
            Self::MeasureWithoutOutcome => language.pick(
                "Fyll i Sysselsättning efter åtgärd och Orsak avslutad.",
                "Fill in occupation after the measure and outcome.",
            ),
        }
    }
}

impl Message for Alarm {
    fn message(&self, language: Language) -> String {
        format!("{}. {}", self.name(language), self.advice(language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::CaseOrigin,
        id::{CaseId, MeasureId},
        list::Column,
        measure::{MeasureFact, MeasureOutcome, MeasureType},
        period::Period,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn case(measures: &[(&str, &str)]) -> CaseFact {
        let measures = (1..).zip(measures).map(|(id, (start, end))| MeasureFact {
            id: MeasureId(id),
            kind: MeasureType::WorkPlacement,
            period: Period::new(day(start), end.parse().ok()),
            outcome: None,
            closed_with_case: None,
        });
        CaseFact {
            id: CaseId(1),
            registered: day("2026-08-01"),
            deregistered: None,
            origin: CaseOrigin::Run,
            entered: day("2026-08-01"),
            other_schooling_until: None,
            measures: measures.collect(),
        }
    }

    fn alarms(case: &CaseFact, latest_contact: Option<&str>, today: &str) -> Vec<Alarm> {
        let watched = Watched {
            case,
            status: CaseStatus::on(case, &[], day(today)),
            latest_contact: latest_contact.map(day),
        };
        watched.alarms(day(today), AlarmDays::default())
    }

    #[test]
    fn silence_is_counted_from_the_latest_contact_else_from_the_registration() {
        assert_eq!(alarms(&case(&[]), None, "2026-10-30"), []);
        assert_eq!(alarms(&case(&[]), None, "2026-10-31"), [Alarm::Silence]);
        assert_eq!(alarms(&case(&[]), Some("2026-09-01"), "2026-11-30"), []);
        assert_eq!(alarms(&case(&[]), Some("2026-09-01"), "2026-12-01"), [Alarm::Silence]);
        let excluded = CaseFact { other_schooling_until: Some(day("2027-01-31")), ..case(&[]) };
        assert_eq!(alarms(&excluded, None, "2026-12-01"), []);
    }

    #[test]
    fn a_measure_is_told_of_before_it_ends_and_when_it_has_without_outcome() {
        let ending = case(&[("2026-09-01", "2026-10-15")]);
        assert_eq!(alarms(&ending, None, "2026-09-30"), []);
        assert_eq!(alarms(&ending, None, "2026-10-01"), [Alarm::MeasureEnding]);
        assert_eq!(alarms(&ending, None, "2026-10-15"), [Alarm::MeasureEnding, Alarm::MeasureWithoutOutcome]);
        assert_eq!(alarms(&ending, None, "2026-10-16"), [Alarm::MeasureWithoutOutcome]);
        let mut told = ending.clone();
        told.measures[0].outcome = Some(MeasureOutcome::Completed);
        assert_eq!(alarms(&told, None, "2026-10-16"), []);
        // The run has closed the case and its measure with it.
        let mut closed = case(&[("2026-09-01", "")]);
        closed.deregistered = Some(day("2026-10-01"));
        closed.measures[0].closed_with_case = Some(day("2026-10-01"));
        assert_eq!(alarms(&closed, None, "2026-12-31"), [Alarm::MeasureWithoutOutcome]);
    }

    #[test]
    fn each_alarm_is_a_list_of_cases() {
        let said = |alarm: Alarm| alarm.query(AlarmDays::default()).filter.sentence(Language::Swedish);
        let at_first = CaseColumn::spec().filter.sentence(Language::Swedish);
        for (alarm, days) in [(Alarm::Silence, "90"), (Alarm::MeasureEnding, "14")] {
            assert!(said(alarm).contains(days) && said(alarm).contains(&at_first), "{}", said(alarm));
        }
        assert_eq!(said(Alarm::MeasureWithoutOutcome), "Ofullständiga åtgärder minst 1");
    }
}
