//! What was left out of what was asked for, and why. A list never answers with an error because of its address.

use serde::{Deserialize, Serialize};

use super::{FilterError, Label};
use crate::language::{Language, Message};

/// Something that was asked for and left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// The list has no such column, or no longer.
    UnknownColumn,
    /// The comparison is unknown; the heading of the column.
    UnknownOperator(Label),
    /// The condition cannot be had; the heading of the column and why.
    Refused(Label, FilterError),
    /// A person's data stood in the address; the heading of the column.
    PersonalInAddress(Label),
    /// A part of the filter could not be read.
    Unreadable,
    /// The filter is beyond a limit: too many conditions, or nested too deep.
    BeyondLimit(FilterError),
    /// The quick find is too long.
    FindTooLong,
    /// The list cannot be sorted by the column; its heading.
    NotSortable(Label),
    /// The page number or the page size is none.
    UnknownPage,
    /// The values that are kept on the server are no longer there.
    PrivatePartGone,
    /// The rows that were selected are no longer kept.
    SelectionGone,
    /// The page lies beyond the end.
    PageBeyondEnd {
        /// The page asked for.
        asked: u32,
        /// The last page, which is shown.
        shown: u32,
    },
}

impl Message for Notice {
    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::UnknownColumn, Language::Swedish) => {
                "Något i adressen som listan inte har, till exempel en kolumn, har utelämnats.".to_owned()
            }
            (Self::UnknownColumn, Language::English) => {
                "Something in the address that the list does not have, such as a column, was left out.".to_owned()
            }
            (Self::UnknownOperator(column), Language::Swedish) => {
                format!("Ett villkor på {} har utelämnats: jämförelsen är okänd.", column.swedish)
            }
            (Self::UnknownOperator(column), Language::English) => {
                format!("A condition on {} was left out: the comparison is unknown.", column.english)
            }
            (Self::Refused(column, why), Language::Swedish) => {
                format!("Ett villkor på {} har utelämnats. {}", column.swedish, why.message(language))
            }
            (Self::Refused(column, why), Language::English) => {
                format!("A condition on {} was left out. {}", column.english, why.message(language))
            }
            (Self::PersonalInAddress(column), Language::Swedish) => format!(
                "Ett villkor på {} har utelämnats: personuppgifter får inte stå i adressen. Ange det i filtret.",
                column.swedish
            ),
            (Self::PersonalInAddress(column), Language::English) => format!(
                "A condition on {} was left out: personal data must not stand in the address. Give it in the filter.",
                column.english
            ),
            (Self::Unreadable, Language::Swedish) => {
                "En del av filtret gick inte att läsa och har utelämnats.".to_owned()
            }
            (Self::Unreadable, Language::English) => {
                "A part of the filter could not be read and was left out.".to_owned()
            }
            (Self::BeyondLimit(why), Language::Swedish) => {
                format!("En del av filtret har utelämnats. {}", why.message(language))
            }
            (Self::BeyondLimit(why), Language::English) => {
                format!("A part of the filter was left out. {}", why.message(language))
            }
            (Self::FindTooLong, _) => FilterError::TextTooLong.message(language),
            (Self::NotSortable(column), Language::Swedish) => {
                format!("Listan kan inte sorteras på {}.", column.swedish)
            }
            (Self::NotSortable(column), Language::English) => {
                format!("The list cannot be sorted by {}.", column.english)
            }
            (Self::UnknownPage, Language::Swedish) => {
                "Sidnumret eller sidstorleken gick inte att läsa.".to_owned()
            }
            (Self::UnknownPage, Language::English) => {
                "The page number or the page size could not be read.".to_owned()
            }
            (Self::PrivatePartGone, Language::Swedish) => {
                "Sökord och personuppgifter i länkens filter finns inte längre kvar. Ange dem på nytt.".to_owned()
            }
            (Self::PrivatePartGone, Language::English) => {
                "Search words and personal data in the filter of the link are no longer kept. Give them again."
                    .to_owned()
            }
            (Self::SelectionGone, Language::Swedish) => {
                "De markerade raderna finns inte längre kvar. Markera dem på nytt.".to_owned()
            }
            (Self::SelectionGone, Language::English) => {
                "The selected rows are no longer kept. Select them again.".to_owned()
            }
            (Self::PageBeyondEnd { asked, shown }, Language::Swedish) => {
                format!("Sidan {asked} finns inte. Sista sidan, {shown}, visas.")
            }
            (Self::PageBeyondEnd { asked, shown }, Language::English) => {
                format!("There is no page {asked}. The last page, {shown}, is shown.")
            }
        }
    }
}
