//! Posts of the population register and rows of pupil files, readably written down.

use domain::{
    exchange::{RowError, population::PopulationPost, pupils::PupilRow},
    operation::Actor,
    period::Period,
    person::{Address, AddressKind, Deregistration, DeregistrationCode, Name, ProtectionMarks, Residence},
};
use service::{
    import::ImportOutcome,
    population_import::PopulationImport,
    pupil_import::{PupilImport, PupilSet},
};

use super::{Installation, NORRKOPING, TODAY, day, number, place};

/// A post of somebody who lives in Norrköping since birth.
pub fn post(birth: &str) -> PopulationPost {
    PopulationPost {
        number: 1,
        position: 0,
        changed_at: None,
        civic_number: number(birth),
        reference: None,
        protection: ProtectionMarks::default(),
        deregistration: None,
        unknown_deregistration_code: None,
        name: Some(Name { given: "Viggo".into(), surname: "Dahl".into(), ..Name::default() }),
        residence: Some(Residence { municipality: place(NORRKOPING), since: Some(day(birth)) }),
        earlier_residences: Vec::new(),
        addresses: vec![Address {
            kind: AddressKind::Registered,
            care_of: String::new(),
            lines: vec!["Kungsgatan 1".into()],
            postal_code: "60224".into(),
            city: "Norrköping".into(),
            country: String::new(),
        }],
    }
}

/// What a post may say besides.
pub trait But: Sized {
    fn named(self, surname: &str) -> Self;
    fn changed(self, at: i64) -> Self;
    fn living_in(self, code: &str, since: &str) -> Self;
    fn protected(self) -> Self;
    fn refers_to(self, birth: &str) -> Self;
    fn deregistered(self, code: DeregistrationCode, date: &str) -> Self;
}

impl But for PopulationPost {
    fn named(self, surname: &str) -> Self {
        let name = Name { given: "Viggo".into(), surname: surname.into(), ..Name::default() };
        Self { name: Some(name), ..self }
    }

    fn changed(self, at: i64) -> Self {
        Self { changed_at: Some(at), ..self }
    }

    fn living_in(self, code: &str, since: &str) -> Self {
        Self { residence: Some(Residence { municipality: place(code), since: Some(day(since)) }), ..self }
    }

    fn protected(self) -> Self {
        Self { protection: marks(), ..self }
    }

    fn refers_to(self, birth: &str) -> Self {
        Self { reference: Some(number(birth)), ..self }
    }

    fn deregistered(self, code: DeregistrationCode, date: &str) -> Self {
        Self { deregistration: Some(Deregistration { code, date: date.parse().ok() }), ..self }
    }
}

/// The mark of secrecy.
pub fn marks() -> ProtectionMarks {
    ProtectionMarks { confidentiality: true, protected_registration: false }
}

/// Why a post or row could not be read.
pub fn unreadable(civic_number: Option<String>) -> RowError {
    let said = domain::civic_number::CivicNumberError::CheckDigit;
    RowError::new(1, 0, civic_number, "unreadable", &said)
}

/// A row that places somebody from a day on; an empty end is until further notice.
pub fn row(birth: &str, path: &str, start: &str, end: &str) -> PupilRow {
    PupilRow {
        number: 2,
        position: 0,
        civic_number: number(birth),
        given_name: "Viggo".into(),
        surname: "Dahl".into(),
        unit_code: "12345678".into(),
        study_path_code: path.into(),
        grade: "1".into(),
        class: "1A".into(),
        period: Period::new(day(start), end.parse().ok()),
    }
}

/// The set that the stories import: one organiser's academic year.
pub fn set(date: &str, create_missing: bool) -> PupilSet {
    PupilSet {
        organiser: domain::organisation::OrganisationNumber::try_from("212000-0456").unwrap(),
        year: "2026/2027".parse().unwrap(),
        date: day(date),
        create_missing,
    }
}

impl Installation {
    /// Imports posts in one file.
    pub async fn import(&self, posts: impl IntoIterator<Item = PopulationPost>) -> ImportOutcome {
        let mut import = self.begin_import().await;
        for post in posts {
            import.take(post).await.unwrap();
        }
        import.finish().await.unwrap()
    }

    pub async fn begin_import(&self) -> PopulationImport {
        PopulationImport::begin(&self.services, Actor::Operator, "navet.xml", day(TODAY)).await.unwrap()
    }

    /// Imports rows in one file, making what is missing.
    pub async fn pupils(&self, date: &str, rows: impl IntoIterator<Item = PupilRow>) -> ImportOutcome {
        self.pupils_as(set(date, true), rows).await
    }

    pub async fn pupils_as(&self, set: PupilSet, rows: impl IntoIterator<Item = PupilRow>) -> ImportOutcome {
        let mut import = self.begin_pupils(set).await;
        for row in rows {
            import.take(row).await.unwrap();
        }
        import.finish().await.unwrap()
    }

    pub async fn begin_pupils(&self, set: PupilSet) -> PupilImport {
        PupilImport::begin(&self.services, Actor::Operator, "elever.csv", set).await.unwrap()
    }
}
