//! People who move house on the demo's today, so that the run left to be made has cases to close and to open whatever
//! the day, the seed and the number of people.

use domain::{civic_number::age_on, person::Residence};

use super::{data::TOWNS, person::Person, person::Window};

/// Every so manieth of the first thousand people may be one of them.
const EVERY: u64 = 37;
/// How many people are looked at: as many as the smallest demo that has the people of the drawings.
const AMONG: u64 = 1000;

impl Person {
    /// Whether the person, at a place after the people of the drawings, moves on the demo's today: somebody who has
    /// been covered for a year at least, and of whom the population register has nothing else to tell.
    pub(super) fn moves_today(&self, place: u64, window: Window) -> bool {
        let is_plain = self.former.is_none()
            && self.arrived.is_none()
            && self.deregistration.is_none()
            && self.protection.is_none()
            && !self.stays.is_empty();
        let covered = age_on(self.birth, window.today).is_some_and(|age| (17..20).contains(&age));
        place < AMONG && place % EVERY == EVERY - 1 && is_plain && covered
    }

    /// The person, who goes to no school, moving from one municipality of the demo to another.
    pub(super) fn moving_today(mut self, window: Window) -> Self {
        let towns: Vec<_> = TOWNS.iter().filter(|town| town.rule_set.is_some()).collect();
        let place = (self.index % towns.len().max(1) as u64) as usize;
        let stay = |place: usize, since| {
            let town = towns.get(place % towns.len().max(1))?;
            Some(Residence { municipality: town.code, since: Some(since) })
        };
        self.stays = stay(place, self.birth).into_iter().chain(stay(place + 1, window.today)).collect();
        self
    }
}
