//! The status of a case is always derived, by the first rule that holds (`rules.md` section 4).

use chrono::NaiveDate;

use super::CaseFact;
use crate::{language::named, organisation::ProgrammeKind, placement::PlacementFact};

named! {
    /// The status of a case.
    pub enum CaseStatus {
        NeedsAction = "needs-action", "Åtgärdas", "Needs action";
        MeasureOngoing = "measure-ongoing", "Pågående åtgärd", "Ongoing measure";
        MeasurePlanned = "measure-planned", "Planerad åtgärd", "Planned measure";
        IntroductoryProgramme = "introductory-programme", "Introduktionsprogram", "Introductory programme";
        OtherSchooling = "other-schooling", "Studier annan skolform", "Other schooling";
        Closed = "closed", "Avslutad", "Closed";
    }
}

impl CaseStatus {
    /// The status of a case on a day. Total: every case has exactly one.
    pub fn on(case: &CaseFact, placements: &[PlacementFact], date: NaiveDate) -> Self {
        let introductory = |placement: &PlacementFact| {
            placement.kind == ProgrammeKind::Introductory && placement.is_current(date)
        };
        if !case.is_open() {
            Self::Closed
        } else if case.other_schooling_until.is_some_and(|until| date <= until) {
            Self::OtherSchooling
        } else if placements.iter().any(introductory) {
            Self::IntroductoryProgramme
        } else if case.measures.iter().any(|measure| measure.is_ongoing(date)) {
            Self::MeasureOngoing
        } else if case.measures.iter().any(|measure| measure.is_planned(date)) {
            Self::MeasurePlanned
        } else {
            Self::NeedsAction
        }
    }

    /// The first day after `date` on which the status may be another though nobody changes anything: the day a
    /// measure, placement or other schooling begins or has ended. `None` when only a change can change it.
    pub fn may_change_after(
        case: &CaseFact,
        placements: &[PlacementFact],
        date: NaiveDate,
    ) -> Option<NaiveDate> {
        if !case.is_open() {
            return None;
        }
        let periods = case
            .measures
            .iter()
            .map(|measure| measure.period)
            .chain(placements.iter().map(|placement| placement.period));
        periods
            .flat_map(|period| [Some(period.start), period.end.and_then(|end| end.succ_opt())])
            .chain([case.other_schooling_until.and_then(|until| until.succ_opt())])
            .flatten()
            .filter(|day| *day > date)
            .min()
    }

    /// Whether the default selection of the list shows it (seed 001, "Aktivitetsansvar").
    pub const fn is_in_default_selection(self) -> bool {
        !matches!(self, Self::Closed | Self::OtherSchooling)
    }
}
