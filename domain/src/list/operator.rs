//! How a column is compared.

use super::ColumnType;
use crate::language::named;

named! {
    /// How a column is compared; the names are the words of a filter chip between column and value.
    pub enum Operator {
        Contains = "contains", "innehåller", "contains";
        StartsWith = "starts-with", "börjar med", "starts with";
        Equals = "equals", "är", "is";
        On = "on", "är", "is";
        Before = "before", "före", "before";
        After = "after", "efter", "after";
        Between = "between", "mellan", "between";
        Today = "today", "är idag", "is today";
        NextDays = "next-days", "de närmaste dagarna", "in the next days";
        PastDays = "past-days", "de senaste dagarna", "in the past days";
        OlderThanDays = "older-than-days", "äldre än", "older than";
        AnyOf = "any-of", "är", "is";
        NoneOf = "none-of", "är inte", "is not";
        AtLeast = "at-least", "minst", "at least";
        AtMost = "at-most", "högst", "at most";
        Yes = "yes", "är ja", "is yes";
        No = "no", "är nej", "is no";
        Empty = "empty", "är tom", "is empty";
        NotEmpty = "not-empty", "är inte tom", "is not empty";
    }
}

/// What an operator compares with: which fields an editor shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Nothing.
    Nothing,
    /// One text.
    Text,
    /// One day, `YYYY-MM-DD`.
    Day,
    /// The first and the last day.
    TwoDays,
    /// A number of days.
    DayCount,
    /// One or several codes.
    Choices,
    /// One whole number.
    Number,
    /// The least and the greatest number.
    TwoNumbers,
}

impl Operator {
    /// The operators that fit a type, in the order they are offered (`product.md` L1).
    pub const fn of(column_type: ColumnType) -> &'static [Self] {
        match column_type {
            ColumnType::Text => {
                &[Self::Contains, Self::StartsWith, Self::Equals, Self::Empty, Self::NotEmpty]
            }
            ColumnType::Date => &[
                Self::On,
                Self::Before,
                Self::After,
                Self::Between,
                Self::Today,
                Self::NextDays,
                Self::PastDays,
                Self::OlderThanDays,
                Self::Empty,
                Self::NotEmpty,
            ],
            ColumnType::Choice => &[Self::AnyOf, Self::NoneOf, Self::Empty, Self::NotEmpty],
            ColumnType::Number => {
                &[Self::Equals, Self::AtLeast, Self::AtMost, Self::Between, Self::Empty, Self::NotEmpty]
            }
            ColumnType::YesNo => &[Self::Yes, Self::No],
        }
    }

    /// What the operator compares a column of the type with.
    pub const fn operand(self, column_type: ColumnType) -> Operand {
        match (self, column_type) {
            (Self::Contains | Self::StartsWith, _) | (Self::Equals, ColumnType::Text) => Operand::Text,
            (Self::On | Self::Before | Self::After, _) => Operand::Day,
            (Self::Between, ColumnType::Date) => Operand::TwoDays,
            (Self::NextDays | Self::PastDays | Self::OlderThanDays, _) => Operand::DayCount,
            (Self::AnyOf | Self::NoneOf, _) => Operand::Choices,
            (Self::Between, _) => Operand::TwoNumbers,
            (Self::Equals | Self::AtLeast | Self::AtMost, _) => Operand::Number,
            (Self::Today | Self::Yes | Self::No | Self::Empty | Self::NotEmpty, _) => Operand::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Named;

    #[test]
    fn every_operator_fits_some_column() {
        let types =
            [ColumnType::Text, ColumnType::Date, ColumnType::Choice, ColumnType::Number, ColumnType::YesNo];
        let fits = |operator: &Operator| types.iter().any(|one| Operator::of(*one).contains(operator));
        assert!(Operator::ALL.iter().all(fits));
        assert_eq!(Operator::Between.operand(ColumnType::Date), Operand::TwoDays);
        assert_eq!(Operator::Between.operand(ColumnType::Number), Operand::TwoNumbers);
    }
}
