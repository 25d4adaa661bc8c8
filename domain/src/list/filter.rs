//! Conditions combined: all of them, any of them, not.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Column, Condition, condition::NameOf};
use crate::{
    id::AccountId,
    language::{Language, Message},
};

/// The most conditions of a filter.
pub const MAX_CONDITIONS: usize = 100;
/// The deepest nesting of groups, the outermost counted.
pub const MAX_DEPTH: usize = 5;
/// The longest text of a condition or of the quick find, in characters.
pub const MAX_TEXT: usize = 200;
/// The most values of one choice condition: more than there are municipalities.
pub const MAX_CHOICES: usize = 300;

/// Which rows are kept.
///
/// It has two values, never a third for "unknown": `Not` keeps exactly the rows that its inner filter does not keep, also
/// those without a value. A group without members says nothing; [`Filter::simplified`] removes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "C: Column", rename_all = "lowercase")]
pub enum Filter<C: Column> {
    /// The rows that every member keeps.
    All(Vec<Filter<C>>),
    /// The rows that at least one member keeps.
    Any(Vec<Filter<C>>),
    /// The rows that the inner filter does not keep.
    Not(Box<Filter<C>>),
    /// The rows that meet a condition.
    Is(Condition<C>),
}

impl<C: Column> Filter<C> {
    /// The filter that keeps every row.
    pub const fn everything() -> Self {
        Self::All(Vec::new())
    }

    /// Whether it keeps every row because it says nothing.
    pub fn is_everything(&self) -> bool {
        self.conditions().is_empty()
    }

    /// The outermost members: what the list shows a chip for each of.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::All(parts) => parts,
            other => std::slice::from_ref(other),
        }
    }

    /// Every condition, from left to right.
    pub fn conditions(&self) -> Vec<&Condition<C>> {
        match self {
            Self::All(members) | Self::Any(members) => members.iter().flat_map(Self::conditions).collect(),
            Self::Not(inner) => inner.conditions(),
            Self::Is(condition) => vec![condition],
        }
    }

    /// Whether a value in it says who a person is.
    pub fn is_personal(&self) -> bool {
        self.conditions().into_iter().any(Condition::is_personal)
    }

    /// The nesting of groups: 0 for a single condition.
    pub fn depth(&self) -> usize {
        match self {
            Self::All(members) | Self::Any(members) => {
                1 + members.iter().map(Self::depth).max().unwrap_or_default()
            }
            Self::Not(inner) => 1 + inner.depth(),
            Self::Is(_) => 0,
        }
    }

    /// Whether the limits on a filter hold.
    ///
    /// # Errors
    /// [`FilterError::TooManyConditions`] or [`FilterError::TooDeep`].
    pub fn check(&self) -> Result<(), FilterError> {
        if self.conditions().len() > MAX_CONDITIONS {
            Err(FilterError::TooManyConditions)
        } else if self.depth() > MAX_DEPTH {
            Err(FilterError::TooDeep)
        } else {
            Ok(())
        }
    }

    /// The same filter in its one plain form: outermost `All`; no empty, single or needlessly nested groups; public
    /// conditions first, then public groups, then what holds personal values, as an address writes them.
    #[must_use]
    pub fn simplified(self) -> Self {
        let mut parts = match self.reduced() {
            None => Vec::new(),
            Some(Self::All(parts)) => parts,
            Some(part) => vec![part],
        };
        parts.sort_by_key(|part| (part.is_personal(), !matches!(part, Self::Is(_)) && !part.is_personal()));
        Self::All(parts)
    }

    fn reduced(self) -> Option<Self> {
        match self {
            Self::Is(condition) => Some(Self::Is(condition)),
            Self::Not(inner) => Some(match inner.reduced()? {
                Self::Not(twice) => *twice,
                // *inte (är inte …)* is said as *är …*.
                Self::Is(condition) => match condition.opposite() {
                    Some(opposite) => Self::Is(opposite),
                    None => Self::Not(Box::new(Self::Is(condition))),
                },
                other => Self::Not(Box::new(other)),
            }),
            Self::All(members) => {
                let mut flat = Vec::new();
                for member in members.into_iter().filter_map(Self::reduced) {
                    match member {
                        Self::All(inner) => flat.extend(inner),
                        other => flat.push(other),
                    }
                }
                Self::group(flat, Self::All)
            }
            Self::Any(members) => {
                let mut flat = Vec::new();
                for member in members.into_iter().filter_map(Self::reduced) {
                    match member {
                        Self::Any(inner) => flat.extend(inner),
                        other => flat.push(other),
                    }
                }
                Self::group(flat, Self::Any)
            }
        }
    }

    fn group(mut members: Vec<Self>, group: fn(Vec<Self>) -> Self) -> Option<Self> {
        match members.len() {
            0 => None,
            1 => members.pop(),
            _ => Some(group(members)),
        }
    }

    /// With every relative date ("the next 7 days") made absolute, so that the filter means the same tomorrow.
    #[must_use]
    pub fn resolve(self, today: NaiveDate) -> Self {
        let each = |members: Vec<Self>| members.into_iter().map(|member| member.resolve(today)).collect();
        match self {
            Self::All(members) => Self::All(each(members)),
            Self::Any(members) => Self::Any(each(members)),
            Self::Not(inner) => Self::Not(Box::new(inner.resolve(today))),
            Self::Is(condition) => Self::Is(condition.resolve(today)),
        }
    }

    /// With whoever asks, by account, in the place of [`super::column::ME`].
    #[must_use]
    pub fn asked_by(self, account: AccountId) -> Self {
        let each = |members: Vec<Self>| members.into_iter().map(|member| member.asked_by(account)).collect();
        match self {
            Self::All(members) => Self::All(each(members)),
            Self::Any(members) => Self::Any(each(members)),
            Self::Not(inner) => Self::Not(Box::new(inner.asked_by(account))),
            Self::Is(condition) => Self::Is(condition.asked_by(account)),
        }
    }

    /// The filter in words, such as *Status är Avslutad eller Handläggare är tom*.
    pub fn sentence(&self, language: Language) -> String {
        self.sentence_by(language, &|_, _| None)
    }

    /// The same, where some values have names that are known only at run time.
    pub fn sentence_by(&self, language: Language, name: NameOf<'_, C>) -> String {
        let joined = |members: &[Self], word: &str| {
            let member = |member: &Self| match member {
                Self::All(_) | Self::Any(_) => format!("({})", member.sentence_by(language, name)),
                Self::Not(_) | Self::Is(_) => member.sentence_by(language, name),
            };
            members.iter().map(member).collect::<Vec<_>>().join(word)
        };
        match self {
            Self::All(members) => joined(members, language.pick(" och ", " and ")),
            Self::Any(members) => joined(members, language.pick(" eller ", " or ")),
            Self::Not(inner) => {
                format!("{} ({})", language.pick("inte", "not"), inner.sentence_by(language, name))
            }
            Self::Is(condition) => condition.sentence_by(language, name).to_string(),
        }
    }
}

/// Why a filter cannot be had. Says nothing of the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum FilterError {
    /// The operator does not fit the type of the column.
    #[error("the operator does not fit the column")]
    OperatorDoesNotFit,
    /// There is nothing to compare with.
    #[error("a value is missing")]
    ValueMissing,
    /// The value is no date, no whole number, or none of the choices.
    #[error("the value does not fit the column")]
    ValueDoesNotFit,
    /// A text is longer than [`MAX_TEXT`] characters.
    #[error("a text has more than {MAX_TEXT} characters")]
    TextTooLong,
    /// A condition names more than [`MAX_CHOICES`] choices.
    #[error("a condition has more than {MAX_CHOICES} values")]
    TooManyChoices,
    /// There are more than [`MAX_CONDITIONS`] conditions.
    #[error("there are more than {MAX_CONDITIONS} conditions")]
    TooManyConditions,
    /// Groups are nested deeper than [`MAX_DEPTH`].
    #[error("groups are nested deeper than {MAX_DEPTH}")]
    TooDeep,
}

impl FilterError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OperatorDoesNotFit => "filter_operator_does_not_fit",
            Self::ValueMissing => "filter_value_missing",
            Self::ValueDoesNotFit => "filter_value_does_not_fit",
            Self::TextTooLong => "filter_text_too_long",
            Self::TooManyChoices => "filter_too_many_choices",
            Self::TooManyConditions => "filter_too_many_conditions",
            Self::TooDeep => "filter_too_deep",
        }
    }
}

impl Message for FilterError {
    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::OperatorDoesNotFit, Language::Swedish) => {
                "Jämförelsen passar inte kolumnen. Välj en annan.".to_owned()
            }
            (Self::OperatorDoesNotFit, Language::English) => {
                "The comparison does not fit the column. Choose another.".to_owned()
            }
            (Self::ValueMissing, Language::Swedish) => "Ange ett värde att filtrera på.".to_owned(),
            (Self::ValueMissing, Language::English) => "Give a value to filter by.".to_owned(),
            (Self::ValueDoesNotFit, Language::Swedish) => {
                "Värdet passar inte kolumnen. Datum skrivs ÅÅÅÅ-MM-DD och tal med högst sju siffror.".to_owned()
            }
            (Self::ValueDoesNotFit, Language::English) => {
                "The value does not fit the column. Dates are written YYYY-MM-DD and numbers in seven digits at most."
                    .to_owned()
            }
            (Self::TextTooLong, Language::Swedish) => {
                format!("Texten är för lång. Använd högst {MAX_TEXT} tecken.")
            }
            (Self::TextTooLong, Language::English) => {
                format!("The text is too long. Use at most {MAX_TEXT} characters.")
            }
            (Self::TooManyChoices, Language::Swedish) => {
                format!("För många val i samma villkor. Välj högst {MAX_CHOICES}.")
            }
            (Self::TooManyChoices, Language::English) => {
                format!("Too many choices in one condition. Choose at most {MAX_CHOICES}.")
            }
            (Self::TooManyConditions, Language::Swedish) => {
                format!("Filtret har för många villkor. Använd högst {MAX_CONDITIONS}.")
            }
            (Self::TooManyConditions, Language::English) => {
                format!("The filter has too many conditions. Use at most {MAX_CONDITIONS}.")
            }
            (Self::TooDeep, Language::Swedish) => {
                format!("Filtrets grupper ligger för djupt i varandra. Använd högst {MAX_DEPTH} nivåer.")
            }
            (Self::TooDeep, Language::English) => {
                format!("The groups of the filter are nested too deep. Use at most {MAX_DEPTH} levels.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::list::{
        Column, ListQuery, Operator,
        books::{BookColumn, is},
    };

    fn long() -> Filter<BookColumn> {
        is(BookColumn::Pages, Operator::AtLeast, &["900"])
    }

    fn novel() -> Filter<BookColumn> {
        is(BookColumn::Genre, Operator::AnyOf, &["novel", "poetry"])
    }

    #[test]
    fn the_plain_form_has_no_needless_groups() {
        let nested = Filter::Any(vec![
            Filter::All(vec![]),
            Filter::Any(vec![
                Filter::All(vec![long()]),
                Filter::Not(Box::new(Filter::Not(Box::new(novel())))),
            ]),
        ]);
        assert_eq!(nested.simplified(), Filter::All(vec![Filter::Any(vec![long(), novel()])]));
        assert_eq!(
            Filter::Not(Box::new(Filter::<BookColumn>::Any(vec![]))).simplified(),
            Filter::everything()
        );
    }

    #[test]
    fn what_is_not_not_so_is_so() {
        let other = is(BookColumn::Genre, Operator::NoneOf, &["novel", "poetry"]);
        let not = |filter: &Filter<BookColumn>| Filter::Not(Box::new(filter.clone())).simplified();
        assert_eq!(not(&other), Filter::All(vec![novel()]));
        assert_eq!(not(&novel()), Filter::All(vec![other]));
        let (empty, full) =
            [Operator::Empty, Operator::NotEmpty].map(|operator| is(BookColumn::Shelf, operator, &[])).into();
        assert_eq!(not(&empty), Filter::All(vec![full]));
        // Of an unknown number neither one comparison nor its opposite holds.
        assert_eq!(not(&long()), Filter::All(vec![Filter::Not(Box::new(long()))]));
    }

    #[test]
    fn a_filter_is_read_aloud_with_its_groups() {
        let filter = Filter::All(vec![
            Filter::Any(vec![long(), is(BookColumn::Shelf, Operator::Empty, &[])]),
            Filter::Not(Box::new(novel())),
        ]);
        assert_snapshot!(
            filter.sentence(Language::Swedish),
            @"(Sidor minst 900 eller Hylla är tom) och inte (Genre är Roman, Lyrik)"
        );
        assert_snapshot!(
            filter.sentence(Language::English),
            @"(Pages at least 900 or Shelf is empty) and not (Genre is Novel, Poetry)"
        );
    }

    #[test]
    fn a_filter_beyond_the_limits_does_not_pass_the_wire() {
        let query = |filter| ListQuery { filter, ..ListQuery::<BookColumn>::default() };
        let json = serde_json::to_string(&query(Filter::All(vec![long(); MAX_CONDITIONS + 1]))).unwrap();
        let error = serde_json::from_str::<ListQuery<BookColumn>>(&json).unwrap_err();
        assert_snapshot!(error, @"there are more than 100 conditions");
        let group = |inner, depth: usize| {
            let both = vec![inner, long()];
            if depth.is_multiple_of(2) { Filter::All(both) } else { Filter::Any(both) }
        };
        let deepest = (1..=MAX_DEPTH).fold(novel(), group);
        assert_eq!((deepest.depth(), deepest.check()), (MAX_DEPTH, Ok(())));
        assert_eq!(group(deepest, MAX_DEPTH + 1).check(), Err(FilterError::TooDeep));
    }

    #[test]
    fn the_default_filter_of_a_list_is_plain_and_not_personal() {
        fn check<C: Column>() {
            let spec = C::spec();
            assert!(!spec.filter.is_personal());
            assert_eq!(spec.filter.clone().simplified(), spec.filter);
        }
        check::<BookColumn>();
        check::<crate::list::CaseColumn>();
    }
}
