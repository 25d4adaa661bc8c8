//! The list of study paths (`product.md` O2).

use chrono::NaiveDate;

use crate::{
    access::Permission,
    id::StudyPathId,
    language::{Language, named},
    list::{
        Cell, Choices, Column, ColumnType, Columns, Filter, Label, ListRow, ListSpec, Mark, Sort, SortKey,
        Tone,
    },
    organisation::{ProgrammeKind, Validity},
};

named! {
    /// The columns of the list of study paths; each is a field of [`StudyPathRow`].
    pub enum StudyPathColumn {
        Code = "code", "Kod", "Code";
        Name = "name", "Benämning", "Description";
        NationalCode = "national-code", "Nationell kod", "National code";
        Kind = "kind", "Typ", "Kind";
        ValidFrom = "valid-from", "Gäller från", "Valid from";
        ValidUntil = "valid-until", "Gäller till", "Valid until";
        InUse = "in-use", "I bruk", "In use";
    }
}

/// A study path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyPathRow {
    /// Which study path.
    pub id: StudyPathId,
    /// Its code.
    pub code: String,
    /// Its name, or empty.
    pub name: String,
    /// The code of its national programme or orientation, or empty.
    pub national_code: String,
    /// What a placement on it means for the register.
    pub kind: ProgrammeKind,
    /// The days on which it is in use.
    pub validity: Validity,
    /// Whether it is on the day of reading.
    pub in_use: bool,
}

impl Column for StudyPathColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::Code | Self::Name | Self::NationalCode => ColumnType::Text,
            Self::Kind => ColumnType::Choice,
            Self::ValidFrom | Self::ValidUntil => ColumnType::Date,
            Self::InUse => ColumnType::YesNo,
        }
    }

    fn is_personal(self) -> bool {
        false
    }

    fn choices(self) -> Choices {
        match self {
            Self::Kind => Choices::of::<ProgrammeKind>(),
            _ => Choices::None,
        }
    }

    fn spec() -> ListSpec<Self> {
        ListSpec {
            code: "study-paths",
            title: Label { swedish: "Studievägar".to_owned(), english: "Study paths".to_owned() },
            needs: Permission::ReadCases,
            filter: Filter::everything(),
            sort: Sort::new([SortKey::ascending(Self::Code)]),
            columns: Columns::of_spec(vec![
                Self::Code,
                Self::Name,
                Self::NationalCode,
                Self::Kind,
                Self::ValidFrom,
                Self::ValidUntil,
                Self::InUse,
            ]),
            card: vec![Self::Code, Self::Name, Self::Kind, Self::InUse],
            found_in: vec![Self::Code, Self::Name, Self::NationalCode],
        }
    }
}

impl ListRow for StudyPathRow {
    type Column = StudyPathColumn;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn title(&self) -> String {
        [self.code.as_str(), self.name.as_str()].join(" ").trim_end().to_owned()
    }

    fn cell(&self, column: StudyPathColumn, language: Language) -> Cell<'_> {
        match column {
            StudyPathColumn::Code => Cell::text(&self.code),
            StudyPathColumn::Name => Cell::text(&self.name),
            StudyPathColumn::NationalCode => Cell::text(&self.national_code),
            StudyPathColumn::Kind => Cell::named(Some(self.kind), language),
            StudyPathColumn::ValidFrom => self.validity.from.into(),
            StudyPathColumn::ValidUntil => self.validity.until.into(),
            StudyPathColumn::InUse => Cell::YesNo(self.in_use),
        }
    }

    fn mark(&self, column: StudyPathColumn, _: NaiveDate) -> Mark {
        match column {
            StudyPathColumn::InUse if !self.in_use => Mark::State(Tone::Quiet),
            _ => Mark::Plain,
        }
    }
}

#[cfg(test)]
pub(in crate::list) mod tests {
    use super::*;

    /// A row with something in each column.
    pub fn row() -> StudyPathRow {
        StudyPathRow {
            id: StudyPathId(7),
            code: "EE25".to_owned(),
            name: "El- och energiprogrammet".to_owned(),
            national_code: "EE".to_owned(),
            kind: ProgrammeKind::National,
            validity: Validity { from: "2025-07-01".parse().ok(), until: "2030-06-30".parse().ok() },
            in_use: true,
        }
    }

    #[test]
    fn a_study_path_without_a_name_is_called_by_its_code() {
        assert_eq!(row().title(), "EE25 El- och energiprogrammet");
        assert_eq!(StudyPathRow { name: String::new(), ..row() }.title(), "EE25");
    }
}
