//! Where in a notification the reader stands.
//!
//! An element means something only in its place: `Avregistrering` of a relation is another person's. Hence an element
//! is known by its parent and its name together, and whatever is inside an unknown element is unknown too.

/// A place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// The file itself.
    File,
    /// `Navetavisering`.
    Root,
    /// `Folkbokforingsposter`.
    Posts,
    /// `Folkbokforingspost`.
    Post,
    /// `Sekretessmarkering`.
    ConfidentialityMark,
    /// `SkyddadFolkbokforing`.
    ProtectedRegistrationMark,
    /// `Arendeuppgift`.
    Errand,
    /// `Personpost`.
    Person,
    /// `PersonId`.
    Identity,
    /// `PersonNr` or `TilldelatPersonNrSamordningsNr` of the person.
    CivicNumber,
    /// `HanvisningsPersonNr`.
    Reference,
    /// `Avregistrering` of the person.
    Deregistration,
    /// `AvregistreringsorsakKod` of the person.
    DeregistrationCode,
    /// `Avregistreringsdatum` of the person.
    DeregistrationDate,
    /// `Namn` of the person.
    Name,
    /// `Tilltalsnamnsmarkering`.
    CallingMark,
    /// `Fornamn`.
    GivenName,
    /// `Mellannamn`.
    MiddleName,
    /// `Efternamn`.
    Surname,
    /// `Aviseringsnamn`.
    NotificationName,
    /// `Folkbokforing` of the person.
    Registration,
    /// `Folkbokforing` of the history.
    EarlierRegistration,
    /// `Folkbokforingsdatum`.
    RegistrationDate,
    /// `LanKod`.
    CountyCode,
    /// `KommunKod`.
    MunicipalityCode,
    /// `Adresser`.
    Addresses,
    /// `Folkbokforingsadress` of the person.
    RegisteredAddress,
    /// `SarskildPostadress`.
    SpecialPostalAddress,
    /// `Utlandsadress`.
    AddressAbroad,
    /// `CareOf`.
    CareOf,
    /// `Utdelningsadress1` and so on.
    AddressLine,
    /// `PostNr`.
    PostalCode,
    /// `Postort`.
    City,
    /// `Land`.
    Country,
    /// `Historik`.
    History,
    /// `Sarlosning`.
    SpecialSolution,
    /// `Avregistrering` of the special solution.
    SpecialDeregistration,
    /// `AvregistreringsorsakKod` of the special solution.
    SpecialDeregistrationCode,
    /// Anything else.
    Other,
}

impl Element {
    /// The element of the (local) name inside this one.
    pub fn child(self, name: &[u8]) -> Self {
        match self {
            Self::File => match name {
                b"Navetavisering" => Self::Root,
                _ => Self::Other,
            },
            Self::Root => match name {
                b"Folkbokforingsposter" => Self::Posts,
                _ => Self::Other,
            },
            Self::Posts => match name {
                b"Folkbokforingspost" => Self::Post,
                _ => Self::Other,
            },
            Self::Post => match name {
                b"Personpost" => Self::Person,
                b"Arendeuppgift" => Self::Errand,
                b"Historik" => Self::History,
                b"Sarlosning" => Self::SpecialSolution,
                _ => Self::mark(name),
            },
            Self::Person => match name {
                b"PersonId" => Self::Identity,
                b"HanvisningsPersonNr" => Self::Reference,
                b"Avregistrering" => Self::Deregistration,
                b"Namn" => Self::Name,
                b"Folkbokforing" => Self::Registration,
                b"Adresser" => Self::Addresses,
                // The schema has no mark here, but one that stands here can mean nobody else.
                _ => Self::mark(name),
            },
            Self::Identity => match name {
                b"PersonNr" | b"TilldelatPersonNrSamordningsNr" => Self::CivicNumber,
                _ => Self::Other,
            },
            Self::Deregistration => match name {
                b"AvregistreringsorsakKod" => Self::DeregistrationCode,
                b"Avregistreringsdatum" => Self::DeregistrationDate,
                _ => Self::Other,
            },
            Self::Name => match name {
                b"Tilltalsnamnsmarkering" => Self::CallingMark,
                b"Fornamn" => Self::GivenName,
                b"Mellannamn" => Self::MiddleName,
                b"Efternamn" => Self::Surname,
                b"Aviseringsnamn" => Self::NotificationName,
                _ => Self::Other,
            },
            Self::Registration | Self::EarlierRegistration => match name {
                b"Folkbokforingsdatum" => Self::RegistrationDate,
                b"LanKod" => Self::CountyCode,
                b"KommunKod" => Self::MunicipalityCode,
                _ => Self::Other,
            },
            Self::Addresses => match name {
                b"Folkbokforingsadress" => Self::RegisteredAddress,
                b"SarskildPostadress" => Self::SpecialPostalAddress,
                b"Utlandsadress" => Self::AddressAbroad,
                _ => Self::Other,
            },
            Self::RegisteredAddress | Self::SpecialPostalAddress | Self::AddressAbroad => match name {
                b"CareOf" => Self::CareOf,
                b"Utdelningsadress1" | b"Utdelningsadress2" | b"Utdelningsadress3" => Self::AddressLine,
                b"PostNr" => Self::PostalCode,
                b"Postort" => Self::City,
                b"Land" => Self::Country,
                _ => Self::Other,
            },
            Self::History => match name {
                b"Folkbokforing" => Self::EarlierRegistration,
                _ => Self::Other,
            },
            Self::SpecialSolution => match name {
                b"Avregistrering" => Self::SpecialDeregistration,
                _ => Self::Other,
            },
            Self::SpecialDeregistration => match name {
                b"AvregistreringsorsakKod" => Self::SpecialDeregistrationCode,
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }

    fn mark(name: &[u8]) -> Self {
        match name {
            b"Sekretessmarkering" => Self::ConfidentialityMark,
            b"SkyddadFolkbokforing" => Self::ProtectedRegistrationMark,
            _ => Self::Other,
        }
    }

    /// Whether it is a mark of protection.
    pub const fn is_mark(self) -> bool {
        matches!(self, Self::ConfidentialityMark | Self::ProtectedRegistrationMark)
    }
}
