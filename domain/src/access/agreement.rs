//! Agreements (*avtal*): which services an organisation has, from when to when (`access.md` section 1).
//!
//! The last day of an agreement is a day of it: what ends today still works today and no longer tomorrow. Periods are read
//! that way everywhere, of agreements, grants and accounts alike.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    catalogue::{Catalogue, ShownService},
    code::ServiceCode,
    organisation::Organisation,
};
use crate::{
    id::OrganisationId,
    language::{Language, Message},
    period::Period,
};

/// An organisation's contract for a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The service.
    pub service: ServiceCode,
    /// From when to when; without an end until further notice.
    pub period: Period,
}

/// All agreements, of which no two of an organisation for a service overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreements(Vec<Agreement>);

/// Where an organisation stands with a service on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreementState {
    /// There is an agreement.
    Agreed,
    /// There never was one, nor is one to come.
    Missing,
    /// One begins later.
    NotBegun {
        /// Its first day.
        from: NaiveDate,
    },
    /// One has ended and none is to come.
    Ended {
        /// Its last day.
        last: NaiveDate,
    },
}

/// Why an agreement is not made or ended as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AgreementRefusal {
    /// It ends before it begins.
    #[error("ends before it begins")]
    EndsBeforeItBegins,
    /// The organisation has one for the service on some of the days.
    #[error("overlaps another")]
    Overlaps {
        /// The period of the other one.
        other: Period,
    },
    /// There is none on the day after which it shall end.
    #[error("nothing to end")]
    NothingToEnd,
}

impl AgreementRefusal {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::EndsBeforeItBegins => "ends_before_it_begins",
            Self::Overlaps { .. } => "agreement_overlaps",
            Self::NothingToEnd => "no_agreement_to_end",
        }
    }
}

impl Message for AgreementRefusal {
    fn message(&self, language: Language) -> String {
        match (*self, language) {
            (Self::EndsBeforeItBegins, Language::Swedish) => {
                "Avtalet slutar innan det börjar. Välj en sista dag som inte ligger före den första.".to_owned()
            }
            (Self::EndsBeforeItBegins, Language::English) => {
                "The agreement ends before it begins. Choose a last day that is not before the first.".to_owned()
            }
            (Self::Overlaps { other: Period { start, end: Some(end) } }, Language::Swedish) => format!(
                "Organisationen har redan ett avtal för e-tjänsten {start}–{end}. Avsluta det, eller välj andra dagar."
            ),
            (Self::Overlaps { other: Period { start, end: Some(end) } }, Language::English) => format!(
                "The organisation already has an agreement for the service {start}–{end}. End that one, or choose other days."
            ),
            (Self::Overlaps { other: Period { start, end: None } }, Language::Swedish) => format!(
                "Organisationen har redan ett avtal för e-tjänsten från {start} tills vidare. Avsluta det först."
            ),
            (Self::Overlaps { other: Period { start, end: None } }, Language::English) => format!(
                "The organisation already has an agreement for the service from {start} until further notice. End that one first."
            ),
            (Self::NothingToEnd, Language::Swedish) => {
                "Organisationen har inget avtal för e-tjänsten den dagen. Välj en dag då avtalet gäller.".to_owned()
            }
            (Self::NothingToEnd, Language::English) => {
                "The organisation has no agreement for the service on that day. Choose a day of the agreement.".to_owned()
            }
        }
    }
}

impl Agreement {
    /// Whether it holds on a day, its last one included.
    pub fn is_agreed_on(&self, day: NaiveDate) -> bool {
        self.period.contains(day)
    }
}

impl Agreements {
    /// Agreements that have been kept.
    ///
    /// # Errors
    /// The first one that cannot stand beside those before it.
    pub fn of(agreements: impl IntoIterator<Item = Agreement>) -> Result<Self, AgreementRefusal> {
        agreements.into_iter().try_fold(Self::default(), |all, agreement| all.agree(agreement))
    }

    /// All of them, in the order in which they were made.
    pub fn all(&self) -> &[Agreement] {
        &self.0
    }

    /// The agreements with one more.
    ///
    /// # Errors
    /// When it ends before it begins, or overlaps one of the same organisation for the same service.
    pub fn agree(mut self, new: Agreement) -> Result<Self, AgreementRefusal> {
        if new.period.is_contradictory() {
            return Err(AgreementRefusal::EndsBeforeItBegins);
        }
        let mut others = self.between(new.organisation, &new.service);
        if let Some(other) = others.find(|other| other.period.overlaps(&new.period)) {
            return Err(AgreementRefusal::Overlaps { other: other.period });
        }
        drop(others);
        self.0.push(new);
        Ok(self)
    }

    /// The agreements of which the one that holds on a day ends with that day.
    ///
    /// # Errors
    /// When none holds on that day.
    pub fn end(
        mut self,
        organisation: OrganisationId,
        service: &ServiceCode,
        last: NaiveDate,
    ) -> Result<Self, AgreementRefusal> {
        let is_meant = |agreement: &&mut Agreement| {
            agreement.organisation == organisation
                && agreement.service == *service
                && agreement.is_agreed_on(last)
        };
        let ended = self.0.iter_mut().find(is_meant).ok_or(AgreementRefusal::NothingToEnd)?;
        ended.period.end = Some(last);
        Ok(self)
    }

    /// Whether an organisation has a service on a day.
    pub fn is_agreed_on(&self, organisation: OrganisationId, service: &ServiceCode, day: NaiveDate) -> bool {
        self.state_on(organisation, service, day) == AgreementState::Agreed
    }

    /// Where an organisation stands with a service on a day.
    pub fn state_on(
        &self,
        organisation: OrganisationId,
        service: &ServiceCode,
        day: NaiveDate,
    ) -> AgreementState {
        let periods: Vec<Period> =
            self.between(organisation, service).map(|agreement| agreement.period).collect();
        if periods.iter().any(|period| period.contains(day)) {
            return AgreementState::Agreed;
        }
        let coming = periods.iter().map(|period| period.start).filter(|start| *start > day).min();
        let ended = periods.iter().filter_map(|period| period.end).filter(|end| *end < day).max();
        match (coming, ended) {
            (Some(from), _) => AgreementState::NotBegun { from },
            (None, Some(last)) => AgreementState::Ended { last },
            (None, None) => AgreementState::Missing,
        }
    }

    /// What can be given in an organisation on a day, by service and group in order: what is offered then, for its kind, of
    /// the services that it has. What is not agreed is not offered.
    pub fn offered_on<'a>(
        &self,
        catalogue: &'a Catalogue,
        organisation: &Organisation,
        day: NaiveDate,
    ) -> Vec<ShownService<'a>> {
        catalogue.grouped(|entry| {
            entry.offered_on(day)
                && entry.kinds.contains(&organisation.kind)
                && self.is_agreed_on(organisation.id, &entry.service, day)
        })
    }

    fn between(
        &self,
        organisation: OrganisationId,
        service: &ServiceCode,
    ) -> impl Iterator<Item = &Agreement> {
        self.0
            .iter()
            .filter(move |agreement| agreement.organisation == organisation && agreement.service == *service)
    }
}
