//! Addresses of the list of cases with a filter that another page counts by. None holds a person's data.

use chrono::{Days, NaiveDate};
use domain::{
    case::CaseStatus,
    language::Named,
    list::{
        CaseColumn, ChoiceTest, Condition, DateTest, Filter, FilterError, ListQuery, Test,
        url::to_query_string,
    },
    municipality::MunicipalityCode,
};

use crate::path;

type Wanted = Result<Condition<CaseColumn>, FilterError>;

/// The list with these conditions and no other.
fn address(conditions: impl IntoIterator<Item = Wanted>) -> String {
    let parts = conditions.into_iter().flatten().map(Filter::Is).collect();
    let query = ListQuery::default().filtered(Filter::All(parts));
    format!("{}{}", path::CASES, to_query_string(&query).suffix(None))
}

fn choice(column: CaseColumn, code: &str) -> Wanted {
    Condition::new(column, Test::Choice(ChoiceTest::AnyOf(vec![code.to_owned()])))
}

fn date(column: CaseColumn, test: DateTest) -> Wanted {
    Condition::new(column, Test::Date(test))
}

fn not_closed() -> Wanted {
    Condition::new(
        CaseColumn::Status,
        Test::Choice(ChoiceTest::NoneOf(vec![CaseStatus::Closed.code().to_owned()])),
    )
}

/// Every open case.
pub fn open() -> String {
    address([not_closed()])
}

/// Cases of a status.
pub fn with_status(status: CaseStatus) -> String {
    address([choice(CaseColumn::Status, status.code())])
}

/// Open cases with a follow-up today.
pub fn follow_ups_today() -> String {
    address([not_closed(), date(CaseColumn::NextFollowUp, DateTest::Today)])
}

/// Open cases with a follow-up that should have been done.
pub fn overdue() -> String {
    address([not_closed(), date(CaseColumn::NextFollowUp, DateTest::OlderThanDays(0))])
}

/// Cases registered within the last seven days.
pub fn registered_last_week(today: NaiveDate) -> String {
    let since = today.checked_sub_days(Days::new(6)).unwrap_or(today);
    address([date(CaseColumn::Registered, DateTest::Between(since, today))])
}

/// Cases of the default selection that have no caseworker.
pub fn without_caseworker() -> String {
    let outside = CaseStatus::ALL.iter().filter(|status| !status.is_in_default_selection());
    let codes = outside.map(|status| status.code().to_owned()).collect();
    address([
        Condition::new(CaseColumn::Status, Test::Choice(ChoiceTest::NoneOf(codes))),
        Condition::new(CaseColumn::Caseworker, Test::Empty),
    ])
}

/// Cases registered on a day.
pub fn registered_on(day: NaiveDate) -> String {
    address([date(CaseColumn::Registered, DateTest::On(day))])
}

/// Cases deregistered on a day.
pub fn deregistered_on(day: NaiveDate) -> String {
    address([date(CaseColumn::Deregistered, DateTest::On(day))])
}

/// Cases of a municipality registered on a day.
pub fn registered_in_on(municipality: MunicipalityCode, day: NaiveDate) -> String {
    address([
        choice(CaseColumn::Municipality, municipality.as_str()),
        date(CaseColumn::Registered, DateTest::On(day)),
    ])
}

/// Cases of a municipality deregistered on a day.
pub fn deregistered_in_on(municipality: MunicipalityCode, day: NaiveDate) -> String {
    address([
        choice(CaseColumn::Municipality, municipality.as_str()),
        date(CaseColumn::Deregistered, DateTest::On(day)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_selection_is_an_address_without_personal_data() {
        let today = "2026-11-21".parse().unwrap();
        assert_eq!(with_status(CaseStatus::NeedsAction), "/aktivitetsansvar?status=any-of:needs-action");
        assert_eq!(registered_last_week(today), "/aktivitetsansvar?registered=between:2026-11-15,2026-11-21");
        assert_eq!(
            without_caseworker(),
            "/aktivitetsansvar?status=none-of:other-schooling,closed&caseworker=empty"
        );
        assert_eq!(overdue(), "/aktivitetsansvar?status=none-of:closed&next-follow-up=older-than-days:0");
    }
}
