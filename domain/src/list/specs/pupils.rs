//! The list of pupils: the placements of those who live in the reader's municipalities (`product.md` O3).

use chrono::NaiveDate;

use crate::{
    access::Permission,
    civic_number::CivicNumber,
    id::PlacementId,
    language::{Language, Named, named},
    list::{
        Cell, ChoiceTest, Choices, Column, ColumnType, Columns, Condition, Filter, Label, ListRow, ListSpec,
        Mark, Sort, SortKey, Source, Test, Tone,
    },
    municipality::MunicipalityCode,
    organisation::ProgrammeKind,
    period::Period,
};

named! {
    /// The columns of the list of pupils; each is a field of [`PlacementRow`].
    pub enum PupilColumn {
        CivicNumber = "civic-number", "Personnummer", "Personal number";
        Surname = "surname", "Efternamn", "Surname";
        GivenName = "given-name", "Förnamn", "Given name";
        Age = "age", "Ålder", "Age";
        Unit = "unit", "Enhet", "School unit";
        UnitCode = "unit-code", "Skolenhetskod", "School unit code";
        Organiser = "organiser", "Huvudman", "Organiser";
        StudyPath = "study-path", "Studieväg", "Study path";
        Kind = "kind", "Typ av studieväg", "Kind of study path";
        Grade = "grade", "Årskurs", "Grade";
        Class = "class", "Klass", "Class";
        AcademicYear = "academic-year", "Läsår", "Academic year";
        Start = "start", "Från", "From";
        End = "end", "Till", "To";
        State = "state", "Placering", "Placement";
        Municipality = "municipality", "Hemkommun", "Home municipality";
    }
}

named! {
    /// Where a placement stands in time on a day.
    pub enum PlacementState {
        Current = "current", "Pågår", "Current";
        Future = "future", "Har inte börjat", "Not begun";
        Ended = "ended", "Avslutad", "Ended";
    }
}

impl PlacementState {
    /// The state of a placement of a period on a day.
    pub fn on(period: Period, day: NaiveDate) -> Self {
        match period {
            Period { start, .. } if start > day => Self::Future,
            Period { end: Some(end), .. } if end < day => Self::Ended,
            _ => Self::Current,
        }
    }
}

/// A placement of a pupil.
#[derive(Clone, PartialEq, Eq)]
pub struct PlacementRow {
    /// Which placement.
    pub id: PlacementId,
    /// The pupil's number.
    pub civic_number: CivicNumber,
    /// Surname.
    pub surname: String,
    /// Calling name and middle name.
    pub given_name: String,
    /// Whole years on the day of reading.
    pub age: Option<u32>,
    /// The unit's name.
    pub unit: String,
    /// The unit's code.
    pub unit_code: String,
    /// The organiser's name.
    pub organiser: String,
    /// The study path's code.
    pub study_path: String,
    /// The study path's kind.
    pub kind: ProgrammeKind,
    /// The grade, or empty.
    pub grade: String,
    /// The class, or empty.
    pub class: String,
    /// The academic year, such as `2026/2027`.
    pub academic_year: String,
    /// The days of the placement.
    pub period: Period,
    /// Where it stands on the day of reading.
    pub state: PlacementState,
    /// Where the pupil is registered.
    pub municipality: Option<MunicipalityCode>,
}

crate::private_debug!(PlacementRow, id);

impl Column for PupilColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::CivicNumber
            | Self::Surname
            | Self::GivenName
            | Self::Unit
            | Self::UnitCode
            | Self::Organiser
            | Self::StudyPath
            | Self::Grade
            | Self::Class
            | Self::AcademicYear => ColumnType::Text,
            Self::Age => ColumnType::Number,
            Self::Kind | Self::State | Self::Municipality => ColumnType::Choice,
            Self::Start | Self::End => ColumnType::Date,
        }
    }

    fn is_personal(self) -> bool {
        matches!(self, Self::CivicNumber | Self::Surname | Self::GivenName)
    }

    fn choices(self) -> Choices {
        match self {
            Self::Kind => Choices::of::<ProgrammeKind>(),
            Self::State => Choices::of::<PlacementState>(),
            Self::Municipality => Choices::AtRunTime(Source::Municipalities),
            _ => Choices::None,
        }
    }

    fn spec() -> ListSpec<Self> {
        let current = ChoiceTest::AnyOf(vec![PlacementState::Current.code().to_owned()]);
        let current = Condition::new(Self::State, Test::Choice(current));
        ListSpec {
            code: "pupils",
            title: Label { swedish: "Elever".to_owned(), english: "Pupils".to_owned() },
            needs: Permission::ReadCases,
            filter: Filter::All(current.into_iter().map(Filter::Is).collect()),
            sort: Sort::new([SortKey::ascending(Self::Surname), SortKey::ascending(Self::GivenName)]),
            columns: Columns::of_spec(vec![
                Self::CivicNumber,
                Self::Surname,
                Self::GivenName,
                Self::Unit,
                Self::StudyPath,
                Self::Grade,
                Self::Class,
                Self::Start,
                Self::End,
                Self::State,
            ]),
            card: vec![
                Self::Surname,
                Self::GivenName,
                Self::CivicNumber,
                Self::Unit,
                Self::StudyPath,
                Self::Class,
                Self::State,
            ],
            found_in: vec![
                Self::CivicNumber,
                Self::Surname,
                Self::GivenName,
                Self::Unit,
                Self::StudyPath,
                Self::Class,
            ],
        }
    }
}

impl ListRow for PlacementRow {
    type Column = PupilColumn;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn title(&self) -> String {
        format!("{}, {}", self.surname, self.given_name)
    }

    fn cell(&self, column: PupilColumn, language: Language) -> Cell<'_> {
        match column {
            PupilColumn::CivicNumber => Cell::Text(self.civic_number.to_string().into()),
            PupilColumn::Surname => Cell::text(&self.surname),
            PupilColumn::GivenName => Cell::text(&self.given_name),
            PupilColumn::Age => self.age.map_or(Cell::Nothing, |age| Cell::Number(age.into())),
            PupilColumn::Unit => Cell::text(&self.unit),
            PupilColumn::UnitCode => Cell::text(&self.unit_code),
            PupilColumn::Organiser => Cell::text(&self.organiser),
            PupilColumn::StudyPath => Cell::text(&self.study_path),
            PupilColumn::Kind => Cell::named(Some(self.kind), language),
            PupilColumn::Grade => Cell::text(&self.grade),
            PupilColumn::Class => Cell::text(&self.class),
            PupilColumn::AcademicYear => Cell::text(&self.academic_year),
            PupilColumn::Start => Cell::Day(self.period.start),
            PupilColumn::End => self.period.end.into(),
            PupilColumn::State => Cell::named(Some(self.state), language),
            PupilColumn::Municipality => {
                self.municipality.map_or(Cell::Nothing, |code| Cell::text(code.name()))
            }
        }
    }

    fn mark(&self, column: PupilColumn, _: NaiveDate) -> Mark {
        match (column, self.state) {
            (PupilColumn::State, PlacementState::Current) => Mark::State(Tone::Good),
            (PupilColumn::State, PlacementState::Future) => Mark::State(Tone::Busy),
            (PupilColumn::State, PlacementState::Ended) => Mark::State(Tone::Quiet),
            _ => Mark::Plain,
        }
    }
}

#[cfg(test)]
pub(in crate::list) mod tests {
    use super::*;

    /// A row with something in each column.
    pub fn row() -> PlacementRow {
        PlacementRow {
            id: PlacementId(7),
            civic_number: CivicNumber::try_from("20080817-2381").unwrap(),
            surname: "Dahl".to_owned(),
            given_name: "Åsa".to_owned(),
            age: Some(18),
            unit: "Fria Friskolan".to_owned(),
            unit_code: "12345678".to_owned(),
            organiser: "Norrköpings kommun".to_owned(),
            study_path: "EE25".to_owned(),
            kind: ProgrammeKind::National,
            grade: "1".to_owned(),
            class: "EE26A".to_owned(),
            academic_year: "2026/2027".to_owned(),
            period: Period::new("2026-08-17".parse().unwrap(), "2027-06-10".parse().ok()),
            state: PlacementState::Current,
            municipality: MunicipalityCode::try_from("0581").ok(),
        }
    }

    #[test]
    fn a_placement_begins_goes_on_and_ends() {
        let period = row().period;
        let on = |day: &str| PlacementState::on(period, day.parse().unwrap());
        assert_eq!(on("2026-08-16"), PlacementState::Future);
        assert_eq!((on("2026-08-17"), on("2027-06-10")), (PlacementState::Current, PlacementState::Current));
        assert_eq!(on("2027-06-11"), PlacementState::Ended);
        let until_further_notice = Period { end: None, ..period };
        assert_eq!(
            PlacementState::on(until_further_notice, "2036-01-01".parse().unwrap()),
            PlacementState::Current
        );
    }
}
