//! How a column stands in the database: what is compared, looked in and sorted by.

mod access_users;
mod cases;
mod follow_ups;
mod jobs;
mod log;
mod persons;
mod pupils;
mod runs;
mod study_paths;
mod units;
mod users;

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime};
use domain::{
    civic_number::{CivicNumber, birthday},
    clock::{day_begins, wall_clock},
    list::{Choices, Column, Source, condition::Range},
    municipality::{MunicipalityCode, municipalities},
    operation::role_codes,
};
use sea_query::{CaseStatement, Cond, Expr, ExprTrait, Func, SelectStatement};
use serde::{Deserialize, Deserializer};

use super::{Reader, column};

/// Defines a row as it is stored. Its columns are its fields, in their order.
macro_rules! stored {
    ($(#[$about:meta])* pub struct $row:ident { $($(#[$how:meta])* $column:ident: $kind:ty),* $(,)? }) => {
        $(#[$about])*
        #[derive(sqlx::FromRow, serde::Deserialize)]
        pub struct $row { $($(#[$how])* $column: $kind),* }

        impl crate::lists::Stored for $row {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),*];
        }
    };
}
use stored;

/// Reads whether something is so, which SQLite says by a number.
fn truth<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Said {
        Truth(bool),
        Number(i64),
    }
    Said::deserialize(from).map(|said| match said {
        Said::Truth(truth) => truth,
        Said::Number(number) => number != 0,
    })
}

/// How a column of a list stands in the database.
#[derive(Clone, Debug)]
pub struct ColumnSql {
    /// The value that is compared: dates, codes, numbers.
    pub(super) value: Expr,
    /// What texts are compared with, folded as [`domain::text::search_key`] folds.
    pub(super) search: Expr,
    /// What they are compared with besides, if either will do.
    pub(super) other_search: Option<Expr>,
    /// What rows are ordered by.
    pub(super) sort: Expr,
    /// Whether a greater value sorts first, as birth dates do for ages.
    pub(super) reversed: bool,
    /// Whether there may be no value.
    pub(super) nullable: bool,
    /// The account of the user whose name the value is.
    pub(super) account: Option<Expr>,
    /// The values, of which there may be several.
    pub(super) several: Option<Box<SelectStatement>>,
    /// What the value is.
    held: Held,
}

/// What a value is in the database, where that is not what the column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    /// The same.
    Same,
    /// A personal number, which is written in several forms.
    CivicNumber,
    /// An organisation number without its dash.
    OrganisationNumber,
    /// A birth date, where an age is shown.
    BirthDate,
    /// An instant in milliseconds, where its day and minute are shown.
    Instant,
}

impl ColumnSql {
    /// A value that is compared and sorted by as it is.
    pub(super) fn computed(value: impl Into<Expr>) -> Self {
        let value = value.into();
        Self {
            search: value.clone(),
            sort: value.clone(),
            value,
            other_search: None,
            reversed: false,
            nullable: false,
            account: None,
            several: None,
            held: Held::Same,
        }
    }

    /// The same, of a column of the table.
    pub(super) fn plain(name: &str) -> Self {
        Self::computed(column(name))
    }

    /// A text `name`, beside which `name_search` stands folded and `name_key` in the Swedish order.
    pub(super) fn text(name: &str) -> Self {
        let (search, sort) = (column(&format!("{name}_search")), column(&format!("{name}_key")));
        Self { search, sort, ..Self::plain(name) }
    }

    /// A text `name`, beside which `name_search` stands folded; it is sorted as that.
    pub(super) fn code(name: &str) -> Self {
        let search = column(&format!("{name}_search"));
        Self { sort: search.clone(), search, ..Self::plain(name) }
    }

    /// A text that says the same in another column too, folded.
    pub(super) fn also_searched(self, name: &str) -> Self {
        Self { other_search: Some(column(name)), ..self }
    }

    /// A choice; a closed set is sorted as it is shown, municipalities by their names.
    pub(super) fn choice(of: impl Column, name: &str, reader: &Reader<'_>) -> Self {
        Self::plain(name).ranked(of, reader)
    }

    /// Sorted as the choices of a column are shown.
    pub(super) fn ranked(self, of: impl Column, reader: &Reader<'_>) -> Self {
        let choices = of.choices();
        // A role that is made is called anything, and stands behind those that ship.
        let others = matches!(choices, Choices::AtRunTime(Source::Roles));
        let codes: Vec<String> = match choices {
            Choices::Fixed(choices) => choices.into_iter().map(|choice| choice.code).collect(),
            Choices::AtRunTime(Source::Municipalities) => by_name(reader),
            Choices::AtRunTime(Source::Roles) => role_codes().map(str::to_owned).collect(),
            Choices::None
            | Choices::AtRunTime(Source::Caseworkers | Source::Services | Source::Permissions) => Vec::new(),
        };
        let sort = if codes.is_empty() { self.sort } else { rank(&self.value, &codes, others) };
        Self { sort, ..self }
    }

    /// A choice of which a row may have several, which a statement gives; the column sorts by its value.
    pub(super) fn of_several(self, values: SelectStatement) -> Self {
        Self { several: Some(Box::new(values)), ..self }
    }

    /// The personal number.
    pub(super) fn civic_number() -> Self {
        Self {
            // Digits, and the capital letters of a temporary number.
            search: Func::lower(column("civic_number")).into(),
            held: Held::CivicNumber,
            ..Self::plain("civic_number")
        }
    }

    /// The number of an organisation.
    pub(super) fn organisation_number(name: &str) -> Self {
        Self { held: Held::OrganisationNumber, ..Self::plain(name) }
    }

    /// The age of somebody with a birth date.
    pub(super) fn age() -> Self {
        Self { reversed: true, held: Held::BirthDate, ..Self::plain("birth_date") }.optional()
    }

    /// An instant, of which a reader sees day and minute in Stockholm.
    pub(super) fn instant(name: &str) -> Self {
        Self { held: Held::Instant, ..Self::plain(name) }
    }

    /// Without a value in some rows.
    pub(super) fn optional(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// The name of a user, whose account stands in another column.
    pub(super) fn of_account(self, name: &str) -> Self {
        Self { account: Some(column(name)), ..self }
    }

    /// Sorted by another column.
    pub(super) fn sorted_by(self, name: &str) -> Self {
        Self { sort: column(name), ..self }
    }

    /// The column's own form of a text that is looked for.
    pub(super) fn sought(&self, text: &str, today: NaiveDate) -> String {
        let own = match self.held {
            Held::CivicNumber => CivicNumber::parse(text, today).ok().map(|number| number.to_string()),
            Held::OrganisationNumber => Some(text.replace('-', "")),
            Held::Same | Held::BirthDate | Held::Instant => None,
        };
        own.unwrap_or_else(|| text.to_owned())
    }

    /// The condition that the value lies within a range of days.
    pub(super) fn day_within(&self, range: &Range<NaiveDate>) -> Cond {
        let is_instant = self.held == Held::Instant;
        let value = || self.value.clone();
        let mut all = Cond::all();
        if let Some(from) = range.from {
            all = all.add(match is_instant {
                true => value().gte(day_begins(from).timestamp_millis()),
                false => value().gte(from),
            });
        }
        if let Some(to) = range.to {
            let next = to.succ_opt().unwrap_or(NaiveDate::MAX);
            all = all.add(match is_instant {
                true => value().lt(day_begins(next).timestamp_millis()),
                false => value().lte(to),
            });
        }
        all.add(value().is_not_null())
    }

    /// The condition that the number lies within a range.
    pub(super) fn number_within(&self, range: &Range<i64>, today: NaiveDate) -> Cond {
        let value = || self.value.clone();
        if self.held == Held::BirthDate {
            // Nobody who is not born yet has an age.
            let mut all = Cond::all().add(value().lte(today));
            if let Some(least) = range.from {
                all = all.add(value().lte(latest_birth(least, today)));
            }
            if let Some(most) = range.to {
                all = all.add(value().gt(latest_birth(most.saturating_add(1), today)));
            }
            return all;
        }
        let mut all = Cond::all().add(value().is_not_null());
        if let Some(least) = range.from {
            all = all.add(value().gte(least));
        }
        if let Some(most) = range.to {
            all = all.add(value().lte(most));
        }
        all
    }
}

/// The codes of the municipalities that a reader reaches, by name.
fn by_name(reader: &Reader<'_>) -> Vec<String> {
    let mut reached: Vec<MunicipalityCode> = match reader.scope.municipalities() {
        Some(reached) => reached.iter().copied().collect(),
        None => municipalities().map(|municipality| municipality.code).collect(),
    };
    reached.sort_by_cached_key(|code| domain::text::sort_key(code.name(), 64));
    reached.iter().map(MunicipalityCode::to_string).collect()
}

/// A number that orders codes as a list shows them; for a code that is not among them none, or that of the last.
fn rank(value: &Expr, codes: &[String], others_last: bool) -> Expr {
    let mut cases = CaseStatement::new();
    for (place, code) in codes.iter().enumerate() {
        cases = cases.case(value.clone().eq(code.as_str()), i32::try_from(place).unwrap_or(i32::MAX));
    }
    if others_last {
        cases = cases.case(value.clone().is_not_null(), i32::try_from(codes.len()).unwrap_or(i32::MAX));
    }
    cases.into()
}

/// Whether a thing with `valid_from` and `valid_until` is in use.
fn in_use(today: NaiveDate) -> ColumnSql {
    let begun = Cond::any().add(column("valid_from").is_null()).add(column("valid_from").lte(today));
    let lasts = Cond::any().add(column("valid_until").is_null()).add(column("valid_until").gte(today));
    ColumnSql::computed(Cond::all().add(begun).add(lasts))
}

/// What the clocks of Stockholm showed at a stored instant.
fn moment(milliseconds: i64) -> NaiveDateTime {
    wall_clock(DateTime::from_timestamp_millis(milliseconds).unwrap_or_default())
}

/// The latest birth of somebody who is at least so old. A birthday on 29 February is 28 February in a common year.
fn latest_birth(years: i64, today: NaiveDate) -> NaiveDate {
    let years = u32::try_from(years.clamp(0, 200)).unwrap_or_default();
    let same_day = today.checked_sub_months(Months::new(12 * years)).unwrap_or(NaiveDate::MIN);
    same_day
        .succ_opt()
        .filter(|next| next.month() == 2 && next.day() == 29 && birthday(*next, years) <= today)
        .unwrap_or(same_day)
}

#[cfg(test)]
mod tests {
    use domain::{
        access::Scope,
        civic_number::age_on,
        list::{
            CaseColumn, FollowUpColumn, JobColumn, LogColumn, PersonColumn, PupilColumn, RunColumn,
            StudyPathColumn, UnitColumn, UserColumn,
        },
    };

    use super::*;
    use crate::Listed;

    fn whoever_asks_is_known_by_account<C: Listed>() {
        let scope = Scope::of_the_system();
        let reader = Reader { scope: &scope, today: NaiveDate::default() };
        for column in C::ALL {
            assert_eq!(column.may_be_me(), column.sql(&reader).account.is_some(), "{column:?}");
        }
    }

    #[test]
    fn mine_are_those_of_my_account_in_every_list() {
        whoever_asks_is_known_by_account::<CaseColumn>();
        whoever_asks_is_known_by_account::<FollowUpColumn>();
        whoever_asks_is_known_by_account::<JobColumn>();
        whoever_asks_is_known_by_account::<LogColumn>();
        whoever_asks_is_known_by_account::<PersonColumn>();
        whoever_asks_is_known_by_account::<PupilColumn>();
        whoever_asks_is_known_by_account::<RunColumn>();
        whoever_asks_is_known_by_account::<StudyPathColumn>();
        whoever_asks_is_known_by_account::<UnitColumn>();
        whoever_asks_is_known_by_account::<UserColumn>();
        assert!(CaseColumn::Caseworker.may_be_me() && FollowUpColumn::Caseworker.may_be_me());
    }

    #[test]
    fn the_latest_birth_of_an_age_agrees_with_the_age() {
        for today in ["2026-02-27", "2026-02-28", "2026-03-01", "2028-02-28", "2028-02-29"] {
            let today: NaiveDate = today.parse().unwrap();
            for years in 0..25 {
                let birth = latest_birth(years, today);
                assert!(
                    age_on(birth, today).is_some_and(|age| i64::from(age) >= years),
                    "{birth} {today} {years}"
                );
                let younger = birth.succ_opt().and_then(|next| age_on(next, today));
                assert!(younger.is_none_or(|age| i64::from(age) < years), "{birth} {today} {years}");
            }
        }
    }
}
