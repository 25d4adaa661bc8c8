//! The list of cases (`product.md` K3).

use chrono::NaiveDate;

use crate::{
    access::Permission,
    case::{CaseStatus, DeregistrationReason, view::CaseRow},
    contact::LivingOutside,
    language::{Language, Named, named},
    list::{
        Cell, ChoiceTest, Choices, Column, ColumnType, Columns, Condition, Filter, Label, ListRow, ListSpec,
        Mark, Sort, SortKey, Source, Test,
    },
    measure::MeasureType,
    occupation::OccupationAtRegistration,
};

named! {
    /// The columns of the list of cases; each is a field of [`crate::case::view::CaseRow`].
    pub enum CaseColumn {
        CivicNumber = "civic-number", "Personnummer", "Personal number";
        Surname = "surname", "Efternamn", "Surname";
        GivenName = "given-name", "Förnamn", "Given name";
        Status = "status", "Status", "Status";
        Registered = "registered", "Registrerad", "Registered";
        Deregistered = "deregistered", "Avregistrerad", "Deregistered";
        Reason = "reason", "Avregistreringsorsak", "Reason for deregistration";
        Occupation = "occupation", "Sysselsättning vid registrering", "Occupation at registration";
        Caseworker = "caseworker", "Handläggare", "Caseworker";
        Age = "age", "Ålder", "Age";
        Municipality = "municipality", "Kommun", "Municipality";
        LivingOutside = "living-outside", "Boende utanför hemkommun", "Living outside the home municipality";
        LatestContact = "latest-contact", "Senaste kontakt", "Latest contact";
        NextFollowUp = "next-follow-up", "Nästa uppföljning", "Next follow-up";
        Measure = "measure", "Åtgärd", "Measure";
        MeasureStart = "measure-start", "Åtgärd från", "Measure from";
        MeasureEnd = "measure-end", "Åtgärd till", "Measure to";
        IncompleteMeasures = "incomplete-measures", "Ofullständiga åtgärder", "Incomplete measures";
        Phone = "phone", "Telefon", "Telephone";
        Email = "email", "E-post", "E-mail";
        Address = "address", "Adress", "Address";
        Protected = "protected", "Skyddade uppgifter", "Protected data";
    }
}

impl Column for CaseColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::CivicNumber
            | Self::Surname
            | Self::GivenName
            | Self::Phone
            | Self::Email
            | Self::Address => ColumnType::Text,
            Self::Registered
            | Self::Deregistered
            | Self::LatestContact
            | Self::NextFollowUp
            | Self::MeasureStart
            | Self::MeasureEnd => ColumnType::Date,
            Self::Status
            | Self::Reason
            | Self::Occupation
            | Self::Caseworker
            | Self::Municipality
            | Self::LivingOutside
            | Self::Measure => ColumnType::Choice,
            Self::Age | Self::IncompleteMeasures => ColumnType::Number,
            Self::Protected => ColumnType::YesNo,
        }
    }

    /// A caseworker is known by name, so that filter stays out of the address too.
    fn is_personal(self) -> bool {
        match self {
            Self::CivicNumber
            | Self::Surname
            | Self::GivenName
            | Self::Caseworker
            | Self::Phone
            | Self::Email
            | Self::Address => true,
            Self::Status
            | Self::Registered
            | Self::Deregistered
            | Self::Reason
            | Self::Occupation
            | Self::Age
            | Self::Municipality
            | Self::LivingOutside
            | Self::LatestContact
            | Self::NextFollowUp
            | Self::Measure
            | Self::MeasureStart
            | Self::MeasureEnd
            | Self::IncompleteMeasures
            | Self::Protected => false,
        }
    }

    /// Protected people appear to nobody yet, so that asking for them would find nobody.
    fn is_filter_offered(self) -> bool {
        self != Self::Protected
    }

    fn choices(self) -> Choices {
        match self {
            Self::Status => Choices::of::<CaseStatus>(),
            Self::Reason => Choices::of::<DeregistrationReason>(),
            Self::Occupation => Choices::of::<OccupationAtRegistration>(),
            Self::LivingOutside => Choices::of::<LivingOutside>(),
            Self::Measure => Choices::of::<MeasureType>(),
            Self::Caseworker => Choices::AtRunTime(Source::Caseworkers),
            Self::Municipality => Choices::AtRunTime(Source::Municipalities),
            _ => Choices::None,
        }
    }

    fn spec() -> ListSpec<Self> {
        let outside = CaseStatus::ALL.iter().filter(|status| !status.is_in_default_selection());
        let outside = outside.map(|status| status.code().to_owned()).collect();
        let default_selection = Condition::new(Self::Status, Test::Choice(ChoiceTest::NoneOf(outside)));
        ListSpec {
            code: "cases",
            title: Label {
                swedish: "Aktivitetsansvar".to_owned(),
                english: "Activity responsibility".to_owned(),
            },
            needs: Permission::ReadCases,
            filter: Filter::All(default_selection.into_iter().map(Filter::Is).collect()),
            sort: Sort::new([SortKey::ascending(Self::Surname), SortKey::ascending(Self::GivenName)]),
            columns: Columns::of_spec(vec![
                Self::CivicNumber,
                Self::Surname,
                Self::GivenName,
                Self::Status,
                Self::Registered,
                Self::Occupation,
                Self::Caseworker,
                Self::Measure,
                Self::NextFollowUp,
            ]),
            card: vec![
                Self::Surname,
                Self::GivenName,
                Self::CivicNumber,
                Self::Status,
                Self::Registered,
                Self::Caseworker,
                Self::NextFollowUp,
            ],
            found_in: vec![
                Self::CivicNumber,
                Self::Surname,
                Self::GivenName,
                Self::Caseworker,
                Self::Phone,
                Self::Email,
                Self::Address,
            ],
        }
    }
}

impl ListRow for CaseRow {
    type Column = CaseColumn;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn title(&self) -> String {
        super::listed(&self.surname, &self.given_name, &self.civic_number)
    }

    fn mark(&self, column: CaseColumn, _: NaiveDate) -> Mark {
        match column {
            CaseColumn::Surname if self.protected => Mark::Protected,
            CaseColumn::Status => Mark::Status(self.status),
            CaseColumn::NextFollowUp => Mark::Due,
            CaseColumn::Phone => Mark::Telephone,
            CaseColumn::Email => Mark::Email,
            _ => Mark::Plain,
        }
    }

    fn cell(&self, column: CaseColumn, language: Language) -> Cell<'_> {
        match column {
            CaseColumn::CivicNumber => Cell::Text(self.civic_number.to_string().into()),
            CaseColumn::Surname => Cell::text(&self.surname),
            CaseColumn::GivenName => Cell::text(&self.given_name),
            CaseColumn::Status => Cell::named(Some(self.status), language),
            CaseColumn::Registered => Cell::Day(self.registered),
            CaseColumn::Deregistered => self.deregistered.into(),
            CaseColumn::Reason => Cell::named(self.reason, language),
            CaseColumn::Occupation => Cell::named(Some(self.occupation), language),
            CaseColumn::Caseworker => Cell::optional_text(self.caseworker.as_deref()),
            CaseColumn::Age => self.age.map_or(Cell::Nothing, |age| Cell::Number(age.into())),
            CaseColumn::Municipality => Cell::text(self.municipality.name()),
            CaseColumn::LivingOutside => Cell::named(self.living_outside, language),
            CaseColumn::LatestContact => self.latest_contact.into(),
            CaseColumn::NextFollowUp => self.next_follow_up.into(),
            CaseColumn::Measure => Cell::named(self.measure, language),
            CaseColumn::MeasureStart => self.measure_start.into(),
            CaseColumn::MeasureEnd => self.measure_end.into(),
            CaseColumn::IncompleteMeasures => Cell::Number(self.incomplete_measures.into()),
            CaseColumn::Phone => Cell::optional_text(self.phone.as_deref()),
            CaseColumn::Email => Cell::optional_text(self.email.as_deref()),
            CaseColumn::Address => Cell::optional_text(self.address.as_deref()),
            CaseColumn::Protected => Cell::YesNo(self.protected),
        }
    }
}

#[cfg(test)]
pub(in crate::list) mod tests {
    use super::*;
    use crate::{civic_number::CivicNumber, id::CaseId, municipality::MunicipalityCode};

    /// A row with something in each column.
    pub fn row() -> CaseRow {
        let day = |text: &str| text.parse().unwrap();
        CaseRow {
            id: CaseId(7),
            civic_number: CivicNumber::try_from("20080817-2381").unwrap(),
            surname: "Dahl".to_owned(),
            given_name: "Åsa".to_owned(),
            status: CaseStatus::Closed,
            registered: day("2026-08-17"),
            deregistered: Some(day("2026-11-20")),
            reason: Some(DeregistrationReason::ALL[0]),
            occupation: OccupationAtRegistration::ALL[0],
            caseworker: Some("Bo Ek".to_owned()),
            age: Some(18),
            municipality: MunicipalityCode::try_from("0581").unwrap(),
            living_outside: Some(LivingOutside::ALL[0]),
            latest_contact: Some(day("2026-10-01")),
            next_follow_up: Some(day("2026-12-01")),
            measure: Some(MeasureType::ALL[0]),
            measure_start: Some(day("2026-09-01")),
            measure_end: Some(day("2026-10-01")),
            incomplete_measures: 1,
            phone: Some("070-1740605".to_owned()),
            email: Some("asa@example.se".to_owned()),
            address: Some("Kungsgatan 1, 602 20 Norrköping".to_owned()),
            protected: false,
        }
    }

    #[test]
    fn the_default_selection_leaves_out_avslutad_and_studier_annan_skolform() {
        let words = CaseColumn::spec().filter.sentence(Language::Swedish);
        assert_eq!(words, "Status är inte Studier annan skolform, Avslutad");
    }
}
