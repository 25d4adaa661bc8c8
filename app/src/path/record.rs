//! The addresses of the forms of casework: under the tab of the case that the record stands on.

use domain::{
    case::tab::CaseTab,
    id::{CaseId, ContactDetailId, ContactId, IndividualPlanId, MeasureId},
    language::Named,
};

#[cfg(feature = "ssr")]
use domain::operation::EntityKind;

use super::case_tab;

/// Which record of a case a form is for. `None` is a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordAddress {
    /// The case itself.
    Responsibility,
    /// A measure.
    Measure(Option<MeasureId>),
    /// A contact.
    Contact(Option<ContactId>),
    /// A way to reach the person.
    Detail(Option<ContactDetailId>),
    /// The postal address.
    PostalAddress,
    /// An individual plan.
    Plan(Option<IndividualPlanId>),
}

/// The last part of the address of a new record.
const NEW: &str = "ny";
/// Of the form of what there is one of.
const CHANGE: &str = "andra";
/// Of the form of the postal address.
const POSTAL: &str = "post";

impl RecordAddress {
    /// The record of a tab by what stands after the tab in an address.
    pub fn of(tab: CaseTab, segment: &str) -> Option<Self> {
        let id = match segment {
            NEW => None,
            number => number.parse::<i64>().ok(),
        };
        let is_record = segment == NEW || id.is_some();
        match tab {
            CaseTab::Responsibility => (segment == CHANGE).then_some(Self::Responsibility),
            CaseTab::Addresses => (segment == POSTAL).then_some(Self::PostalAddress),
            CaseTab::Measures => is_record.then(|| Self::Measure(id.map(MeasureId))),
            CaseTab::Contacts => is_record.then(|| Self::Contact(id.map(ContactId))),
            CaseTab::ContactDetails => is_record.then(|| Self::Detail(id.map(ContactDetailId))),
            CaseTab::Plan => is_record.then(|| Self::Plan(id.map(IndividualPlanId))),
            CaseTab::PupilHistory | CaseTab::Timeline | CaseTab::Log => None,
        }
    }

    /// The case, and the record, of an address.
    pub fn read(address: &str) -> Option<(CaseId, Self)> {
        let mut parts = address.strip_prefix(super::CASES)?.strip_prefix('/')?.split('/');
        let (case, tab, record) = (parts.next()?, parts.next()?, parts.next()?);
        let tab = CaseTab::from_code(tab)?;
        parts.next().is_none().then_some(())?;
        Some((CaseId(case.parse().ok()?), Self::of(tab, record)?))
    }

    /// The tab that the record stands on.
    pub const fn tab(self) -> CaseTab {
        match self {
            Self::Responsibility => CaseTab::Responsibility,
            Self::Measure(_) => CaseTab::Measures,
            Self::Contact(_) => CaseTab::Contacts,
            Self::Detail(_) => CaseTab::ContactDetails,
            Self::PostalAddress => CaseTab::Addresses,
            Self::Plan(_) => CaseTab::Plan,
        }
    }

    /// The codes of the fields of its form in which people write freely about the person.
    pub const fn notes(self) -> &'static [&'static str] {
        match self {
            Self::Responsibility | Self::Measure(_) => &["notes"],
            Self::Contact(_) => &["heading", "notes", "closed"],
            Self::Plan(_) => &["goal", "person", "municipality", "others", "evaluation"],
            Self::Detail(_) | Self::PostalAddress => &[],
        }
    }

    /// What is registered instead of one that has been removed meanwhile, if there can be another.
    pub const fn anew(self) -> Option<Self> {
        match self {
            Self::Measure(Some(_)) => Some(Self::Measure(None)),
            Self::Contact(Some(_)) => Some(Self::Contact(None)),
            Self::Detail(Some(_)) => Some(Self::Detail(None)),
            Self::Plan(Some(_)) => Some(Self::Plan(None)),
            Self::PostalAddress => Some(Self::PostalAddress),
            Self::Responsibility
            | Self::Measure(None)
            | Self::Contact(None)
            | Self::Detail(None)
            | Self::Plan(None) => None,
        }
    }

    /// What the journal calls it, of one that there is; the one postal address has no number of its own.
    #[cfg(feature = "ssr")]
    pub fn thing(self) -> Option<(EntityKind, Option<i64>)> {
        let (kind, id) = match self {
            Self::Measure(id) => (EntityKind::Measure, id?.0),
            Self::Contact(id) => (EntityKind::Contact, id?.0),
            Self::Detail(id) => (EntityKind::ContactDetail, id?.0),
            Self::Plan(id) => (EntityKind::IndividualPlan, id?.0),
            Self::PostalAddress => return Some((EntityKind::Address, None)),
            Self::Responsibility => return None,
        };
        Some((kind, Some(id)))
    }

    /// The address of its form.
    pub fn path(self, case: CaseId) -> String {
        let id = match self {
            Self::Responsibility => return format!("{}/{CHANGE}", self.under(case)),
            Self::PostalAddress => return format!("{}/{POSTAL}", self.under(case)),
            Self::Measure(id) => id.map(|id| id.0),
            Self::Contact(id) => id.map(|id| id.0),
            Self::Detail(id) => id.map(|id| id.0),
            Self::Plan(id) => id.map(|id| id.0),
        };
        match id {
            Some(id) => format!("{}/{id}", self.under(case)),
            None => format!("{}/{NEW}", self.under(case)),
        }
    }

    /// What it stands under: the address of its tab, written out.
    fn under(self, case: CaseId) -> String {
        format!("{}/{case}/{}", super::CASES, self.tab().code())
    }

    /// The tab's own address.
    pub fn back(self, case: CaseId) -> String {
        case_tab(case, self.tab())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_an_address_that_leads_back_to_it() {
        let case = CaseId(7);
        for (record, path) in [
            (RecordAddress::Responsibility, "/aktivitetsansvar/7/aktivitetsansvaret/andra"),
            (RecordAddress::Measure(None), "/aktivitetsansvar/7/atgarder/ny"),
            (RecordAddress::Measure(Some(MeasureId(3))), "/aktivitetsansvar/7/atgarder/3"),
            (RecordAddress::Contact(Some(ContactId(4))), "/aktivitetsansvar/7/kontakttillfallen/4"),
            (RecordAddress::Detail(None), "/aktivitetsansvar/7/kontaktuppgifter/ny"),
            (RecordAddress::PostalAddress, "/aktivitetsansvar/7/adresser/post"),
            (RecordAddress::Plan(Some(IndividualPlanId(5))), "/aktivitetsansvar/7/plan/5"),
        ] {
            assert_eq!(record.path(case), path);
            assert_eq!(RecordAddress::read(path), Some((case, record)));
        }
        for nothing in [
            "/aktivitetsansvar/7",
            "/aktivitetsansvar/7/atgarder",
            "/aktivitetsansvar/7/atgarder/x",
            "/aktivitetsansvar/7/atgarder/3/4",
            "/aktivitetsansvar/7/tidslinje/3",
        ] {
            assert_eq!(RecordAddress::read(nothing), None, "{nothing}");
        }
    }
}
