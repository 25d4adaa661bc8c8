//! How the shown columns stand: which stay in sight, how wide they are, how close the rows lie.

use serde::{Deserialize, Serialize};

use super::Column;
use crate::language::named;

/// The most columns that stay in sight when the list is moved sideways.
pub const MAX_PINNED: u8 = 4;
/// The narrowest that a column is made, in the text size of the page.
pub const MIN_WIDTH: u16 = 4;
/// The widest that a column is made.
pub const MAX_WIDTH: u16 = 40;

named! {
    /// How close the rows lie.
    pub enum Density {
        Regular = "regular", "Normal", "Regular";
        Compact = "compact", "Tät", "Compact";
        Roomy = "roomy", "Luftig", "Roomy";
    }
}

/// How the columns stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "C: Column")]
pub struct Layout<C: Column> {
    pinned: u8,
    widths: Vec<(C, u16)>,
    /// How close the rows lie.
    pub density: Density,
}

impl<C: Column> Default for Layout<C> {
    fn default() -> Self {
        Self { pinned: 1, widths: Vec::new(), density: Density::Regular }
    }
}

impl<C: Column> Layout<C> {
    /// How many columns from the left stay in sight, [`MAX_PINNED`] at most.
    pub const fn pinned(&self) -> u8 {
        self.pinned
    }

    /// The width of a column in the text size of the page; `None` for as wide as what stands in it.
    pub fn width(&self, column: C) -> Option<u16> {
        self.widths.iter().find(|(sized, _)| *sized == column).map(|(_, width)| *width)
    }

    /// The columns with a width of their own, in the order in which they got it.
    pub fn widths(&self) -> &[(C, u16)] {
        &self.widths
    }

    /// With so many columns in sight.
    #[must_use]
    pub fn pinning(self, columns: u8) -> Self {
        Self { pinned: columns.min(MAX_PINNED), ..self }
    }

    /// With a column made so wide, within [`MIN_WIDTH`] and [`MAX_WIDTH`]; `None` leaves it to what stands in it.
    #[must_use]
    pub fn sizing(mut self, column: C, width: Option<u16>) -> Self {
        self.widths.retain(|(sized, _)| *sized != column);
        self.widths.extend(width.map(|width| (column, width.clamp(MIN_WIDTH, MAX_WIDTH))));
        self
    }

    /// With the rows so close.
    #[must_use]
    pub fn at_density(self, density: Density) -> Self {
        Self { density, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::books::BookColumn::{self, Pages, Title};

    #[test]
    fn a_width_is_within_what_can_be_read() {
        let layout = Layout::<BookColumn>::default().sizing(Title, Some(1)).sizing(Pages, Some(400));
        assert_eq!((layout.width(Title), layout.width(Pages)), (Some(MIN_WIDTH), Some(MAX_WIDTH)));
        let layout = layout.sizing(Title, None).sizing(Pages, Some(9));
        assert_eq!(layout.widths(), [(Pages, 9)]);
    }

    #[test]
    fn the_first_column_stays_until_another_number_is_chosen() {
        let layout = Layout::<BookColumn>::default();
        assert_eq!(layout.pinned(), 1);
        assert_eq!((layout.clone().pinning(0).pinned(), layout.pinning(200).pinned()), (0, MAX_PINNED));
    }
}
