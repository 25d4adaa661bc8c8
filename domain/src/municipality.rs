//! The 290 municipalities and 21 counties of Sweden. Source: Statistics Sweden's regional division.

use std::{collections::BTreeMap, fmt, sync::LazyLock};

use serde::{Deserialize, Serialize};

use crate::language::{Language, Message};

/// One line a municipality: code, name, county code, county.
const TABLE: &str = include_str!("../data/municipalities.csv");

static MUNICIPALITIES: LazyLock<BTreeMap<&'static str, Municipality>> = LazyLock::new(|| {
    TABLE
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.trim_end().split(',');
            let (code, name, county_code, county) =
                (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
            Some((code, Municipality { code: MunicipalityCode::of_table(code), name, county_code, county }))
        })
        .collect()
});

/// A municipality: a row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// The four-digit code; its first two digits are the county's.
    pub code: MunicipalityCode,
    /// The name, without the word *kommun*.
    pub name: &'static str,
    /// The two-digit code of the county.
    pub county_code: &'static str,
    /// The name of the county.
    pub county: &'static str,
}

/// The four-digit code of a municipality that exists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MunicipalityCode([u8; 4]);

/// No municipality has the code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no municipality has the code {0:?}")]
pub struct UnknownMunicipality(pub String);

impl Message for UnknownMunicipality {
    fn message(&self, language: Language) -> String {
        match language {
            Language::Swedish => {
                format!(
                    "Ingen kommun har koden ”{}”. Ange fyra siffror, till exempel 0581 för Norrköping.",
                    self.0
                )
            }
            Language::English => {
                format!(
                    "No municipality has the code “{}”. Give four digits, such as 0581 for Norrköping.",
                    self.0
                )
            }
        }
    }
}

/// All municipalities in the order of their codes.
pub fn municipalities() -> impl ExactSizeIterator<Item = &'static Municipality> {
    MUNICIPALITIES.values()
}

impl MunicipalityCode {
    fn of_table(code: &str) -> Self {
        let mut digits = [b'0'; 4];
        digits.copy_from_slice(&code.as_bytes()[..4]);
        Self(digits)
    }

    /// The four digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The municipality's row of the table.
    pub fn municipality(&self) -> &'static Municipality {
        // A code is made only from the table.
        &MUNICIPALITIES[self.as_str()]
    }

    /// The municipality's name.
    pub fn name(&self) -> &'static str {
        self.municipality().name
    }
}

impl TryFrom<&str> for MunicipalityCode {
    type Error = UnknownMunicipality;

    fn try_from(code: &str) -> Result<Self, UnknownMunicipality> {
        MUNICIPALITIES.get(code).map(|found| found.code).ok_or_else(|| UnknownMunicipality(code.to_owned()))
    }
}

impl TryFrom<String> for MunicipalityCode {
    type Error = UnknownMunicipality;

    fn try_from(code: String) -> Result<Self, UnknownMunicipality> {
        Self::try_from(code.as_str())
    }
}

impl std::str::FromStr for MunicipalityCode {
    type Err = UnknownMunicipality;

    fn from_str(code: &str) -> Result<Self, UnknownMunicipality> {
        Self::try_from(code)
    }
}

impl From<MunicipalityCode> for String {
    fn from(code: MunicipalityCode) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for MunicipalityCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_290_municipalities_in_21_counties() {
        assert_eq!(municipalities().len(), 290);
        assert_eq!(municipalities().map(|found| found.county_code).collect::<BTreeSet<_>>().len(), 21);
        assert!(municipalities().all(|found| found.code.as_str().starts_with(found.county_code)));
    }

    #[test]
    fn a_code_that_no_municipality_has_is_refused() {
        assert_eq!(MunicipalityCode::try_from("0581").unwrap().name(), "Norrköping");
        for code in ["", "581", "9999", "05811", "058a"] {
            assert!(MunicipalityCode::try_from(code).is_err(), "{code}");
        }
    }
}
