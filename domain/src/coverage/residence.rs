//! R1: registered in the municipality by the population register.

use chrono::NaiveDate;

use super::{Fact, Rule, Verdict};
use crate::{municipality::MunicipalityCode, person::Registration};

pub(super) fn residence(
    registration: &Registration,
    municipality: MunicipalityCode,
    date: NaiveDate,
) -> Verdict {
    let verdict = |holds, fact| Verdict { rule: Rule::Residence, holds, fact };
    if !registration.answered {
        return verdict(false, Fact::PopulationRegisterSilent);
    }
    if let Some(deregistration) = registration.deregistration.filter(|end| end.applies_on(date)) {
        return verdict(false, Fact::Deregistered { code: deregistration.code, date: deregistration.date });
    }
    match registration.residence_on(date) {
        Some(stay) if stay.municipality == municipality => {
            verdict(true, Fact::RegisteredHere { municipality, since: stay.since })
        }
        Some(stay) => {
            verdict(false, Fact::RegisteredElsewhere { municipality: stay.municipality, since: stay.since })
        }
        None => verdict(false, Fact::RegisteredNowhere),
    }
}
