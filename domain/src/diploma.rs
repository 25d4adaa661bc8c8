//! Diplomas of upper secondary school.

use serde::{Deserialize, Serialize};

use crate::language::named;

named! {
    /// Who has marked a diploma.
    pub enum DiplomaSource {
        Authority = "authority", "Gymnasieexamen enligt myndighetsimport", "Diploma according to the authority";
        HomeMunicipality = "home", "Gymnasieexamen enligt hemkommun", "Diploma according to the home municipality";
    }
}

named! {
    /// What kind of diploma it is.
    pub enum DiplomaKind {
        UpperSecondary = "upper-secondary", "Gymnasieexamen", "Upper secondary diploma";
        AdaptedCertificate = "adapted-certificate", "Gymnasiebevis från anpassad gymnasieskola", "Certificate of adapted upper secondary school";
    }
}

/// A mark that a person has a diploma.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DiplomaMark {
    /// Who marked it.
    pub source: DiplomaSource,
    /// What was marked.
    pub kind: DiplomaKind,
}
