//! The columns of the list of cases in `case_row`, and its rows.

use chrono::{Datelike, Months, NaiveDate};
use domain::{
    access::Scope,
    case::view::CaseRow,
    civic_number::{CivicNumber, age_on, birthday},
    id::{CaseId, PersonId},
    list::{Choices, Column, condition::Range, specs::cases::CaseColumn},
    municipality::{MunicipalityCode, municipalities},
};
use sea_query::{CaseStatement, Cond, Expr, ExprTrait, Func};

use super::{ColumnSql, Listed, column};
use crate::{
    StoreError,
    policies::{municipality, named, optional_named},
    population::civic_number,
};

/// A row as it is read.
#[derive(sqlx::FromRow)]
pub struct Row {
    case_id: i64,
    person_id: i64,
    civic_number: String,
    surname: String,
    given_name: String,
    status: String,
    registered: NaiveDate,
    deregistered: Option<NaiveDate>,
    reason: Option<String>,
    occupation: String,
    caseworker: Option<String>,
    birth_date: Option<NaiveDate>,
    municipality: String,
    living_outside: Option<String>,
    latest_contact: Option<NaiveDate>,
    next_follow_up: Option<NaiveDate>,
    measure: Option<String>,
    measure_start: Option<NaiveDate>,
    measure_end: Option<NaiveDate>,
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
    protected: bool,
}

impl Row {
    pub(super) const fn case(&self) -> i64 {
        self.case_id
    }

    pub(super) const fn person(&self) -> PersonId {
        PersonId(self.person_id)
    }

    pub(super) fn read(self, today: NaiveDate) -> Result<CaseRow, StoreError> {
        Ok(CaseRow {
            id: CaseId(self.case_id),
            civic_number: civic_number(&self.civic_number)?,
            surname: self.surname,
            given_name: self.given_name,
            status: named("status", &self.status)?,
            registered: self.registered,
            deregistered: self.deregistered,
            reason: optional_named("deregistration reason", self.reason.as_deref())?,
            occupation: named("occupation", &self.occupation)?,
            caseworker: self.caseworker,
            age: self.birth_date.and_then(|birth| age_on(birth, today)),
            municipality: municipality(&self.municipality)?,
            living_outside: optional_named("living outside", self.living_outside.as_deref())?,
            latest_contact: self.latest_contact,
            next_follow_up: self.next_follow_up,
            measure: optional_named("measure type", self.measure.as_deref())?,
            measure_start: self.measure_start,
            measure_end: self.measure_end,
            phone: self.phone,
            email: self.email,
            address: self.address,
            protected: self.protected,
        })
    }
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

/// A number that orders codes as a list shows them.
fn rank<'a>(value: Expr, codes: impl IntoIterator<Item = &'a str>) -> Expr {
    let mut cases = CaseStatement::new();
    for (place, code) in codes.into_iter().enumerate() {
        cases = cases.case(value.clone().eq(code), i32::try_from(place).unwrap_or(i32::MAX));
    }
    cases.into()
}

impl Listed for CaseColumn {
    const TABLE: &'static str = "case_row";
    const ID: &'static str = "case_id";
    const READ: &'static [&'static str] = &[
        "case_id",
        "person_id",
        "civic_number",
        "surname",
        "given_name",
        "status",
        "registered",
        "deregistered",
        "reason",
        "occupation",
        "caseworker",
        "birth_date",
        "municipality",
        "living_outside",
        "latest_contact",
        "next_follow_up",
        "measure",
        "measure_start",
        "measure_end",
        "phone",
        "email",
        "address",
        "protected",
    ];

    fn sql(self, scope: &Scope) -> ColumnSql {
        let plain = |name: &'static str, nullable: bool| ColumnSql {
            value: column(name),
            search: column(name),
            sort: column(name),
            reversed: false,
            nullable,
        };
        let text = |name: &'static str, search: &'static str, sort: &'static str, nullable: bool| ColumnSql {
            search: column(search),
            sort: column(sort),
            ..plain(name, nullable)
        };
        let choice = |name: &'static str, nullable: bool| {
            let sort = match self.choices() {
                Choices::Fixed(choices) => {
                    rank(column(name), choices.iter().map(|choice| choice.code.as_str()))
                }
                Choices::None | Choices::AtRunTime => column(name),
            };
            ColumnSql { sort, ..plain(name, nullable) }
        };
        match self {
            Self::CivicNumber => ColumnSql {
                // Digits, and the capital letters of a temporary number.
                search: Func::lower(column("civic_number")).into(),
                ..plain("civic_number", false)
            },
            Self::Surname => text("surname", "surname_search", "surname_key", false),
            Self::GivenName => text("given_name", "given_name_search", "given_name_key", false),
            Self::Status => choice("status", false),
            Self::Registered => plain("registered", false),
            Self::Deregistered => plain("deregistered", true),
            Self::Reason => choice("reason", true),
            Self::Occupation => choice("occupation", false),
            Self::Caseworker => text("caseworker", "caseworker_search", "caseworker_key", true),
            Self::Age => ColumnSql { reversed: true, ..plain("birth_date", true) },
            Self::Municipality => {
                let mut reached: Vec<MunicipalityCode> = match scope.municipalities() {
                    Some(reached) => reached.iter().copied().collect(),
                    None => municipalities().map(|municipality| municipality.code).collect(),
                };
                reached.sort_by_cached_key(|code| domain::text::sort_key(code.name(), 64));
                let sort = match reached.is_empty() {
                    true => column("municipality"),
                    false => rank(column("municipality"), reached.iter().map(MunicipalityCode::as_str)),
                };
                ColumnSql { sort, ..plain("municipality", false) }
            }
            Self::LivingOutside => choice("living_outside", true),
            Self::LatestContact => plain("latest_contact", true),
            Self::NextFollowUp => plain("next_follow_up", true),
            Self::Measure => choice("measure", true),
            Self::MeasureStart => plain("measure_start", true),
            Self::MeasureEnd => plain("measure_end", true),
            Self::Phone => text("phone", "phone_search", "phone", true),
            Self::Email => text("email", "email_search", "email", true),
            Self::Address => text("address", "address_search", "address_search", true),
            Self::Protected => plain("protected", false),
        }
    }

    fn sought(self, text: &str, today: NaiveDate) -> Option<String> {
        match self {
            Self::CivicNumber => CivicNumber::parse(text, today).ok().map(|number| number.to_string()),
            _ => None,
        }
    }

    fn number_range(self, range: &Range<i64>, today: NaiveDate) -> Cond {
        // The one number is the age, which stands in the database as the birth date.
        // Nobody who is not born yet has an age.
        let mut all = Cond::all().add(column("birth_date").lte(today));
        if let Some(least) = range.from {
            all = all.add(column("birth_date").lte(latest_birth(least, today)));
        }
        if let Some(most) = range.to {
            all = all.add(column("birth_date").gt(latest_birth(most.saturating_add(1), today)));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
