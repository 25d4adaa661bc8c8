//! A post of the population register: everything that Fyren takes of it.

use crate::{
    civic_number::CivicNumber,
    person::{Address, Deregistration, Name, ProtectionMarks, Residence},
};

/// One person as the population register tells of them. It replaces what is stored of the person.
#[derive(Clone, PartialEq, Eq)]
pub struct PopulationPost {
    /// The number of the post in its file, from one.
    pub number: u64,
    /// Where the post begins, in bytes from the start of the file.
    pub position: u64,
    /// When the register changed it (`Arendeuppgift@andringstidpunkt`); the later post wins, whatever the order.
    pub changed_at: Option<i64>,
    /// The person's number.
    pub civic_number: CivicNumber,
    /// The other number that the post refers to (`HanvisningsPersonNr`): the old one, or in a post that deregisters an
    /// old number the new one.
    pub reference: Option<CivicNumber>,
    /// The marks of protection; an unknown value protects.
    pub protection: ProtectionMarks,
    /// The end of the registration.
    pub deregistration: Option<Deregistration>,
    /// A deregistration code that is not in the list, as written, so that it can be listed.
    pub unknown_deregistration_code: Option<String>,
    /// The name, or `None` when the post has none.
    pub name: Option<Name>,
    /// Where the person is registered, or `None` when the post does not tell.
    pub residence: Option<Residence>,
    /// Earlier stays, from the post's history.
    pub earlier_residences: Vec<Residence>,
    /// The addresses.
    pub addresses: Vec<Address>,
}

crate::private_debug!(PopulationPost, number, position);
