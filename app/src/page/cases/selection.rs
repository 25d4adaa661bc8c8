//! Addresses of the list of cases with a filter that another page counts by. None holds a person's data. They are written
//! out, so that the browser need not know how a query becomes an address; the tests read them as the server does.

use chrono::{Days, NaiveDate};
use domain::{case::CaseStatus, language::Named, municipality::MunicipalityCode};

use crate::path;

fn address(search: &str) -> String {
    path::cases(search)
}

/// Every open case.
pub fn open() -> String {
    address("status=none-of:closed")
}

/// Cases of a status.
pub fn with_status(status: CaseStatus) -> String {
    address(&format!("status=any-of:{}", status.code()))
}

/// Open cases with a follow-up today.
pub fn follow_ups_today() -> String {
    address("status=none-of:closed&next-follow-up=today")
}

/// Open cases with a follow-up that should have been done.
pub fn overdue() -> String {
    address("status=none-of:closed&next-follow-up=older-than-days:0")
}

/// Cases registered within the last seven days.
pub fn registered_last_week(today: NaiveDate) -> String {
    let since = today.checked_sub_days(Days::new(6)).unwrap_or(today);
    address(&format!("registered=between:{since},{today}"))
}

/// Cases of the default selection that have no caseworker.
pub fn without_caseworker() -> String {
    address("status=none-of:other-schooling,closed&caseworker=empty")
}

/// Cases registered on a day.
pub fn registered_on(day: NaiveDate) -> String {
    address(&format!("registered=on:{day}"))
}

/// Cases deregistered on a day.
pub fn deregistered_on(day: NaiveDate) -> String {
    address(&format!("deregistered=on:{day}"))
}

/// Cases of a municipality registered on a day.
pub fn registered_in_on(municipality: MunicipalityCode, day: NaiveDate) -> String {
    address(&format!("municipality=any-of:{}&registered=on:{day}", municipality.as_str()))
}

/// Cases of a municipality deregistered on a day.
pub fn deregistered_in_on(municipality: MunicipalityCode, day: NaiveDate) -> String {
    address(&format!("municipality=any-of:{}&deregistered=on:{day}", municipality.as_str()))
}

#[cfg(test)]
mod tests {
    use domain::list::{
        CaseColumn, ListQuery,
        url::{from_query_string, to_query_string},
    };

    use super::*;

    #[test]
    fn every_selection_is_an_address_that_the_list_writes_itself() {
        let day: NaiveDate = "2026-11-21".parse().unwrap();
        let norrkoping = MunicipalityCode::try_from("0581").unwrap();
        for address in [
            open(),
            with_status(CaseStatus::NeedsAction),
            follow_ups_today(),
            overdue(),
            registered_last_week(day),
            without_caseworker(),
            registered_on(day),
            deregistered_on(day),
            registered_in_on(norrkoping, day),
            deregistered_in_on(norrkoping, day),
        ] {
            let (_, search) = address.split_once('?').unwrap();
            let (query, notices): (ListQuery<CaseColumn>, _) = from_query_string(search, None);
            assert_eq!((to_query_string(&query).query.as_str(), notices.len()), (search, 0));
        }
    }
}
