//! Changing the fields of cases: what is changed can be taken back.

use chrono::NaiveDate;
use domain::{
    case::change::{CaseChange, CaseRefusal, CaseValues, EditedCase, FieldChange},
    contact::LivingOutside,
    id::{AccountId, CaseId, PersonId},
    occupation::OccupationAtRegistration,
};
use proptest::{option, prelude::*};

use crate::{
    arbitrary::{birth, date, place, value},
    support::day,
};

const TODAY: &str = "2027-01-01";

fn caseworker() -> impl Strategy<Value = AccountId> {
    (1_i64..4).prop_map(AccountId)
}

fn values() -> impl Strategy<Value = CaseValues> {
    let fields = (
        date(),
        value::<OccupationAtRegistration>(),
        option::of(date()),
        option::of(caseworker()),
        option::of(value::<LivingOutside>()),
    );
    fields.prop_map(|(registered, occupation, other_schooling_until, caseworker, living_outside)| {
        CaseValues { registered, occupation, other_schooling_until, caseworker, living_outside }
    })
}

fn field<T: std::fmt::Debug + Clone + 'static>(
    value: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = FieldChange<T>> {
    prop_oneof![Just(FieldChange::Leave), Just(FieldChange::Clear), value.prop_map(FieldChange::Set)]
}

fn change() -> impl Strategy<Value = CaseChange> {
    let fields = (
        option::of(date()),
        option::of(value::<OccupationAtRegistration>()),
        field(date()),
        field(caseworker()),
        field(value::<LivingOutside>()),
    );
    fields.prop_map(|(registered, occupation, other_schooling_until, caseworker, living_outside)| {
        CaseChange { registered, occupation, other_schooling_until, caseworker, living_outside }
    })
}

fn case() -> impl Strategy<Value = EditedCase> {
    (values(), place(), option::of(date()), option::of(date()), option::of(birth())).prop_map(
        |(values, municipality, deregistered, earlier_until, birth)| EditedCase {
            id: CaseId(1),
            person: PersonId(1),
            municipality,
            version: 1,
            values,
            deregistered,
            earlier_until,
            birth,
        },
    )
}

fn today() -> NaiveDate {
    day(TODAY)
}

/// The first two of the users that changes name.
fn is_user(account: AccountId) -> bool {
    account.0 < 3
}

proptest! {
    #[test]
    fn what_is_changed_can_be_taken_back(before in values(), change in change()) {
        let after = change.applied_to(&before);
        let back = CaseChange::between(&after, &before);
        prop_assert_eq!(back.applied_to(&after), before);
        // Only what differs is taken back, and nothing when nothing does.
        prop_assert_eq!(back.is_empty(), after == before);
        prop_assert!(back.fields().all(|field| change.fields().any(|changed| changed == field)));
    }

    #[test]
    fn changing_twice_is_changing_once(before in values(), change in change()) {
        let once = change.applied_to(&before);
        prop_assert_eq!(change.applied_to(&once), once);
    }

    #[test]
    fn a_change_is_done_as_asked_or_refused_with_reasons(case in case(), change in change()) {
        match change.decide(&case, today(), is_user) {
            Ok(after) => prop_assert_eq!(after, change.applied_to(&case.values)),
            Err(refusals) => {
                prop_assert!(!refusals.is_empty());
                prop_assert!(refusals.iter().all(|refusal| change.fields().any(|field| field == refusal.field())));
            }
        }
    }

    #[test]
    fn no_change_closes_a_case_or_moves_it_ahead(case in case(), change in change()) {
        if let Ok(after) = change.decide(&case, today(), is_user) {
            let is_new = |differs: bool, holds: bool| !differs || holds;
            prop_assert!(is_new(after.registered != case.values.registered, after.registered <= today()));
            let until = after.other_schooling_until;
            let ends = until.is_some_and(|until| until < today());
            prop_assert!(is_new(until != case.values.other_schooling_until, !ends && case.deregistered.is_none()));
            let known = after.caseworker.is_none_or(is_user);
            prop_assert!(is_new(after.caseworker != case.values.caseworker, known));
        }
    }

    #[test]
    fn a_change_to_what_is_there_is_never_refused(case in case()) {
        let same = CaseChange {
            registered: Some(case.values.registered),
            occupation: Some(case.values.occupation),
            other_schooling_until: case.values.other_schooling_until.map_or(FieldChange::Clear, FieldChange::Set),
            caseworker: case.values.caseworker.map_or(FieldChange::Clear, FieldChange::Set),
            living_outside: case.values.living_outside.map_or(FieldChange::Clear, FieldChange::Set),
        };
        let decided: Result<CaseValues, Vec<CaseRefusal>> = same.decide(&case, today(), |_| false);
        prop_assert_eq!(decided, Ok(case.values));
    }
}
