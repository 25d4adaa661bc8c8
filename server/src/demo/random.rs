//! The demo's own source of chance.
//!
//! It is splitmix64, written out here so that the same number of people and the same seed give the same data on every
//! platform and with every version of every library: nobody else can change what a seed means. It is not for secrets.

/// The odd constant of splitmix64 (the golden ratio).
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// What a stream of chance is used for. Each aspect of a person has its own, so that changing one leaves the others.
#[derive(Clone, Copy)]
pub(super) enum Topic {
    Numbers,
    Name,
    Residence,
    Address,
    Register,
    Schooling,
    Casework,
    Plans,
    Notices,
}

/// A stream of chance.
pub(super) struct Random(u64);

fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

impl Random {
    /// The stream of a topic for one thing, such as a person or a case.
    pub(super) fn of(seed: u64, topic: Topic, thing: u64) -> Self {
        let topic = mix(seed.wrapping_add(STEP)) ^ mix((topic as u64 + 1).wrapping_mul(STEP));
        Self(mix(topic.wrapping_add(mix(thing.wrapping_mul(STEP)))))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number from 0 to `limit` − 1; 0 when the limit is 0.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(limit)) >> 64) as u64
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: i64, last: i64) -> i64 {
        first + self.below((last - first + 1).unsigned_abs()) as i64
    }

    /// True so many times in a thousand.
    pub(super) fn chance(&mut self, in_a_thousand: u64) -> bool {
        self.below(1000) < in_a_thousand
    }

    /// One of the values, each as likely; `None` when there is none.
    pub(super) fn pick<'a, T>(&mut self, values: &'a [T]) -> Option<&'a T> {
        values.get(self.below(values.len() as u64) as usize)
    }

    /// One of the values by their weights; `None` when all weights are 0.
    pub(super) fn weighted<'a, T>(&mut self, values: &'a [T], weight: impl Fn(&T) -> u64) -> Option<&'a T> {
        let mut left = self.below(values.iter().map(&weight).sum());
        values.iter().find(|value| {
            let found = left < weight(value);
            left = left.saturating_sub(weight(value));
            found
        })
    }

    /// One of a few values by their weights, or the last of them.
    pub(super) fn one_of<T: Copy>(&mut self, values: &[(T, u64)], otherwise: T) -> T {
        self.weighted(values, |(_, weight)| *weight).map_or(otherwise, |(value, _)| *value)
    }
}
