//! The list of contacts to follow up (`product.md` F1).

use chrono::NaiveDate;

use crate::{
    access::Permission,
    case::CaseStatus,
    civic_number::CivicNumber,
    contact::ContactWay,
    id::{CaseId, ContactId},
    language::{Language, named},
    list::{
        Cell, Choices, Column, ColumnType, Columns, Condition, Filter, Label, ListRow, ListSpec, Mark, Sort,
        SortKey, Source, Test,
    },
    municipality::MunicipalityCode,
};

named! {
    /// The columns of the list of follow-ups; each is a field of [`FollowUpRow`].
    pub enum FollowUpColumn {
        FollowUp = "follow-up", "Följs upp", "To follow up";
        CivicNumber = "civic-number", "Personnummer", "Personal number";
        Surname = "surname", "Efternamn", "Surname";
        GivenName = "given-name", "Förnamn", "Given name";
        ContactDate = "contact-date", "Kontaktdatum", "Contact date";
        Way = "way", "Kontaktsätt", "Contact way";
        Heading = "heading", "Orsak", "Heading";
        Caseworker = "caseworker", "Handläggare", "Caseworker";
        Status = "status", "Status", "Status";
        Municipality = "municipality", "Kommun", "Municipality";
        Closed = "closed", "Avslutad", "Closed";
        ClosedBecause = "closed-because", "Avslutningsorsak", "Reason for closing";
    }
}

/// A contact with a day on which it is to be followed up, its person and its case.
#[derive(Clone, PartialEq, Eq)]
pub struct FollowUpRow {
    /// Which contact.
    pub id: ContactId,
    /// The case it was made in.
    pub case: CaseId,
    /// When it is to be followed up.
    pub follow_up: NaiveDate,
    /// The person's number.
    pub civic_number: CivicNumber,
    /// Surname.
    pub surname: String,
    /// Calling name and middle name.
    pub given_name: String,
    /// When the contact was made.
    pub contact_date: NaiveDate,
    /// How.
    pub way: ContactWay,
    /// The heading.
    pub heading: String,
    /// The name of the case's caseworker.
    pub caseworker: Option<String>,
    /// The status of the case on the day of reading.
    pub status: CaseStatus,
    /// The municipality whose case it is.
    pub municipality: MunicipalityCode,
    /// The day on which the follow-up was closed.
    pub closed: Option<NaiveDate>,
    /// Why it was closed.
    pub closed_because: Option<String>,
}

crate::private_debug!(FollowUpRow, id);

impl Column for FollowUpColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::FollowUp | Self::ContactDate | Self::Closed => ColumnType::Date,
            Self::CivicNumber | Self::Surname | Self::GivenName | Self::Heading | Self::ClosedBecause => {
                ColumnType::Text
            }
            Self::Way | Self::Caseworker | Self::Status | Self::Municipality => ColumnType::Choice,
        }
    }

    /// What caseworkers write of people is personal; a caseworker is known by name.
    fn is_personal(self) -> bool {
        match self {
            Self::CivicNumber
            | Self::Surname
            | Self::GivenName
            | Self::Heading
            | Self::Caseworker
            | Self::ClosedBecause => true,
            Self::FollowUp
            | Self::ContactDate
            | Self::Way
            | Self::Status
            | Self::Municipality
            | Self::Closed => false,
        }
    }

    fn choices(self) -> Choices {
        match self {
            Self::Way => Choices::of::<ContactWay>(),
            Self::Status => Choices::of::<CaseStatus>(),
            Self::Caseworker => Choices::AtRunTime(Source::Caseworkers),
            Self::Municipality => Choices::AtRunTime(Source::Municipalities),
            _ => Choices::None,
        }
    }

    /// Those that are not closed, what is due first at the top. Those of closed cases stay until somebody closes them
    /// (`rules.md` section 2).
    fn spec() -> ListSpec<Self> {
        let not_done = Condition::new(Self::Closed, Test::Empty);
        ListSpec {
            code: "follow-ups",
            title: Label { swedish: "Uppföljning".to_owned(), english: "Follow-ups".to_owned() },
            needs: Permission::ReadCases,
            filter: Filter::All(not_done.into_iter().map(Filter::Is).collect()),
            sort: Sort::new([SortKey::ascending(Self::FollowUp)]),
            columns: Columns::of_spec(vec![
                Self::FollowUp,
                Self::CivicNumber,
                Self::Surname,
                Self::GivenName,
                Self::ContactDate,
                Self::Way,
                Self::Heading,
                Self::Caseworker,
                Self::Status,
            ]),
            card: vec![
                Self::Surname,
                Self::GivenName,
                Self::FollowUp,
                Self::Heading,
                Self::Way,
                Self::Caseworker,
            ],
            found_in: vec![
                Self::CivicNumber,
                Self::Surname,
                Self::GivenName,
                Self::Heading,
                Self::Caseworker,
            ],
        }
    }
}

impl ListRow for FollowUpRow {
    type Column = FollowUpColumn;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn title(&self) -> String {
        super::listed(&self.surname, &self.given_name, &self.civic_number)
    }

    fn cell(&self, column: FollowUpColumn, language: Language) -> Cell<'_> {
        match column {
            FollowUpColumn::FollowUp => Cell::Day(self.follow_up),
            FollowUpColumn::CivicNumber => Cell::Text(self.civic_number.to_string().into()),
            FollowUpColumn::Surname => Cell::text(&self.surname),
            FollowUpColumn::GivenName => Cell::text(&self.given_name),
            FollowUpColumn::ContactDate => Cell::Day(self.contact_date),
            FollowUpColumn::Way => Cell::named(Some(self.way), language),
            FollowUpColumn::Heading => Cell::text(&self.heading),
            FollowUpColumn::Caseworker => Cell::optional_text(self.caseworker.as_deref()),
            FollowUpColumn::Status => Cell::named(Some(self.status), language),
            FollowUpColumn::Municipality => Cell::text(self.municipality.name()),
            FollowUpColumn::Closed => self.closed.into(),
            FollowUpColumn::ClosedBecause => Cell::optional_text(self.closed_because.as_deref()),
        }
    }

    fn mark(&self, column: FollowUpColumn, _: NaiveDate) -> Mark {
        match column {
            FollowUpColumn::FollowUp if self.closed.is_none() => Mark::Due,
            FollowUpColumn::Status => Mark::Status(self.status),
            _ => Mark::Plain,
        }
    }
}

#[cfg(test)]
pub(in crate::list) mod tests {
    use super::*;
    use crate::language::Named;

    /// A row with something in each column.
    pub fn row() -> FollowUpRow {
        let day = |text: &str| text.parse().unwrap();
        FollowUpRow {
            id: ContactId(3),
            case: CaseId(7),
            follow_up: day("2026-11-20"),
            civic_number: CivicNumber::try_from("20080817-2381").unwrap(),
            surname: "Dahl".to_owned(),
            given_name: "Åsa".to_owned(),
            contact_date: day("2026-11-01"),
            way: ContactWay::ALL[0],
            heading: "Svarade inte".to_owned(),
            caseworker: Some("Bo Ek".to_owned()),
            status: CaseStatus::NeedsAction,
            municipality: MunicipalityCode::try_from("0581").unwrap(),
            closed: Some(day("2026-11-21")),
            closed_because: Some("Nådd".to_owned()),
        }
    }

    #[test]
    fn closed_ones_are_left_out_at_first_and_what_is_open_is_due() {
        assert_eq!(FollowUpColumn::spec().filter.sentence(Language::Swedish), "Avslutad är tom");
        let today = "2026-11-21".parse().unwrap();
        let open = FollowUpRow { closed: None, ..row() };
        assert_eq!(open.mark(FollowUpColumn::FollowUp, today), Mark::Due);
        assert_eq!(row().mark(FollowUpColumn::FollowUp, today), Mark::Plain);
    }
}
