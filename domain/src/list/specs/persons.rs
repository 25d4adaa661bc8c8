//! The list of people: those who live in the reader's municipalities, and those who have an open case there.

use chrono::NaiveDate;

use crate::{
    access::Permission,
    civic_number::CivicNumber,
    id::{CaseId, PersonId},
    language::{Language, named},
    list::{
        Cell, Choices, Column, ColumnType, Columns, Filter, Label, ListRow, ListSpec, Mark, Sort, SortKey,
        Source, Tone,
    },
    municipality::MunicipalityCode,
    person::DeregistrationCode,
};

named! {
    /// The columns of the list of people; each is a field of [`PersonRow`].
    pub enum PersonColumn {
        CivicNumber = "civic-number", "Personnummer", "Personal number";
        Surname = "surname", "Efternamn", "Surname";
        GivenName = "given-name", "Förnamn", "Given name";
        Born = "born", "Född", "Born";
        Age = "age", "Ålder", "Age";
        Municipality = "municipality", "Folkbokförd i", "Registered in";
        Since = "since", "Folkbokförd sedan", "Registered since";
        Deregistered = "deregistered", "Avregistrerad ur folkbokföringen", "Removed from the population register";
        DeregisteredBecause = "deregistered-because", "Orsak i folkbokföringen", "Reason in the population register";
        OpenCase = "open-case", "Pågående aktivitetsansvar", "Open case";
    }
}

/// A person of the register.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Who.
    pub id: PersonId,
    /// The number.
    pub civic_number: CivicNumber,
    /// Surname.
    pub surname: String,
    /// Calling name and middle name.
    pub given_name: String,
    /// The day of birth that the number tells.
    pub born: Option<NaiveDate>,
    /// Whole years on the day of reading.
    pub age: Option<u32>,
    /// Where the person is registered.
    pub municipality: Option<MunicipalityCode>,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// When the registration ended.
    pub deregistered: Option<NaiveDate>,
    /// Why it ended.
    pub deregistered_because: Option<DeregistrationCode>,
    /// The open case of the person in one of the reader's municipalities.
    pub open_case: Option<CaseId>,
}

crate::private_debug!(PersonRow, id);

impl Column for PersonColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::CivicNumber | Self::Surname | Self::GivenName => ColumnType::Text,
            Self::Born | Self::Since | Self::Deregistered => ColumnType::Date,
            Self::Age => ColumnType::Number,
            Self::Municipality | Self::DeregisteredBecause => ColumnType::Choice,
            Self::OpenCase => ColumnType::YesNo,
        }
    }

    /// A day of birth is most of a number.
    fn is_personal(self) -> bool {
        match self {
            Self::CivicNumber | Self::Surname | Self::GivenName | Self::Born => true,
            Self::Age
            | Self::Municipality
            | Self::Since
            | Self::Deregistered
            | Self::DeregisteredBecause
            | Self::OpenCase => false,
        }
    }

    fn choices(self) -> Choices {
        match self {
            Self::Municipality => Choices::AtRunTime(Source::Municipalities),
            Self::DeregisteredBecause => Choices::of::<DeregistrationCode>(),
            _ => Choices::None,
        }
    }

    fn spec() -> ListSpec<Self> {
        ListSpec {
            code: "persons",
            title: Label { swedish: "Personer".to_owned(), english: "People".to_owned() },
            needs: Permission::ReadCases,
            filter: Filter::everything(),
            sort: Sort::new([SortKey::ascending(Self::Surname), SortKey::ascending(Self::GivenName)]),
            columns: Columns::of_spec(vec![
                Self::CivicNumber,
                Self::Surname,
                Self::GivenName,
                Self::Age,
                Self::Municipality,
                Self::Since,
                Self::Deregistered,
                Self::OpenCase,
            ]),
            card: vec![
                Self::Surname,
                Self::GivenName,
                Self::CivicNumber,
                Self::Municipality,
                Self::Since,
                Self::OpenCase,
            ],
            found_in: vec![Self::CivicNumber, Self::Surname, Self::GivenName],
        }
    }
}

impl ListRow for PersonRow {
    type Column = PersonColumn;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn title(&self) -> String {
        super::listed(&self.surname, &self.given_name, &self.civic_number)
    }

    fn cell(&self, column: PersonColumn, language: Language) -> Cell<'_> {
        match column {
            PersonColumn::CivicNumber => Cell::Text(self.civic_number.to_string().into()),
            PersonColumn::Surname => Cell::text(&self.surname),
            PersonColumn::GivenName => Cell::text(&self.given_name),
            PersonColumn::Born => self.born.into(),
            PersonColumn::Age => self.age.map_or(Cell::Nothing, |age| Cell::Number(age.into())),
            PersonColumn::Municipality => {
                self.municipality.map_or(Cell::Nothing, |code| Cell::text(code.name()))
            }
            PersonColumn::Since => self.since.into(),
            PersonColumn::Deregistered => self.deregistered.into(),
            PersonColumn::DeregisteredBecause => Cell::named(self.deregistered_because, language),
            PersonColumn::OpenCase => Cell::YesNo(self.open_case.is_some()),
        }
    }

    fn mark(&self, column: PersonColumn, _: NaiveDate) -> Mark {
        match column {
            PersonColumn::DeregisteredBecause => Mark::State(Tone::Quiet),
            PersonColumn::OpenCase if self.open_case.is_some() => Mark::State(Tone::Busy),
            _ => Mark::Plain,
        }
    }
}

#[cfg(test)]
pub(in crate::list) mod tests {
    use super::*;

    /// A row with something in each column.
    pub fn row() -> PersonRow {
        let day = |text: &str| text.parse().ok();
        PersonRow {
            id: PersonId(7),
            civic_number: CivicNumber::try_from("20080817-2381").unwrap(),
            surname: "Dahl".to_owned(),
            given_name: "Åsa".to_owned(),
            born: day("2008-08-17"),
            age: Some(18),
            municipality: MunicipalityCode::try_from("0581").ok(),
            since: day("2010-02-01"),
            deregistered: day("2026-11-01"),
            deregistered_because: Some(DeregistrationCode::Emigrated),
            open_case: Some(CaseId(17)),
        }
    }
}
