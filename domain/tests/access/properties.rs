//! What holds of every grant, every renaming and every sequence of appointments.

use chrono::{Days, NaiveDate};
use domain::{
    access::{
        agreement::{Agreement, Agreements},
        duties::{Change, judge},
        grant::{Circumstances, Grant, Granted},
        verdict::Verdict,
    },
    id::{AccountId, GrantId, OrganisationId},
    period::Period,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{
    given::{OPERATOR, STOCKHOLM, catalogue, grant, in_all_of, permission, service},
    support::day,
};

/// The first day that the properties play on; what turns in the catalogue turns soon after.
const BEGIN: &str = "2021-05-01";

fn date(after: u64) -> NaiveDate {
    day(BEGIN) + Days::new(after)
}

fn any_period() -> impl Strategy<Value = Period> {
    (0_u64..120, option::of(0_u64..60))
        .prop_map(|(start, long)| Period::new(date(start), long.map(|long| date(start + long))))
}

/// What an administrator's step does, how many days after the one before, and to whom.
type Step = (u64, i64, i64, Period, u8);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    vec((0_u64..20, 1_i64..4, 1_i64..6, any_period(), 0_u8..4), 1..40)
}

/// The first day on which an organisation is without an administrator after it has had one, by looking at every day.
fn day_without(grants: &[Grant], organisation: OrganisationId, today: NaiveDate) -> Option<NaiveDate> {
    let has = |day: NaiveDate| {
        grants.iter().any(|grant| {
            grant.granted == Granted::Administrator
                && grant.place.organisation == organisation
                && grant.period.start <= day
                && grant.period.end.is_none_or(|end| day <= end)
        })
    };
    let days = || today.iter_days().take(1_500);
    days().skip_while(|day| !has(*day)).find(|day| !has(*day))
}

proptest! {
    #[test]
    fn a_grant_works_on_a_day_iff_each_of_its_parts_does(
        code in select(vec!["compensation-launched-2021-06-09", "compensation-medical-grounds", "compensation-home-help"]),
        given in any_period(),
        agreed in option::of(any_period()),
        active in any_period(),
        on in 0_u64..200,
    ) {
        let (catalogue, on) = (catalogue(), date(on));
        let service = service("state-compensation");
        let agreements = agreed.map(|period| Agreement { organisation: STOCKHOLM, service: service.clone(), period });
        let agreements = Agreements::of(agreements).unwrap();
        let circumstances = Circumstances { catalogue: &catalogue, agreements: &agreements, active };
        let granted = Granted::Permission(permission(code));
        let grant = Grant { period: given, ..grant(1, 1, granted, BEGIN, "") };
        let verdict = grant.works_on(on, circumstances);
        let entry = catalogue.entry(&permission(code)).unwrap();
        let parts = [
            active.contains(on),
            given.contains(on),
            entry.works_on(on),
            agreed.is_some_and(|period| period.contains(on)),
        ];
        prop_assert_eq!(verdict.works(), parts.iter().all(|part| *part), "{:?} of {:?}", verdict, parts);
        let while_active = grant.while_active(active);
        prop_assert_eq!(while_active.is_some_and(|grant| grant.period.contains(on)), parts[0] && parts[1]);
        // The reason that is told is a part that does not work.
        let blamed = match verdict {
            Verdict::Works => return Ok(()),
            Verdict::AccountNotYet { .. } | Verdict::AccountInactive { .. } => parts[0],
            Verdict::NotBegun { .. } | Verdict::Ended { .. } => parts[1],
            Verdict::PermissionNotYet { .. } | Verdict::PermissionRetired { .. } => parts[2],
            Verdict::AgreementMissing | Verdict::AgreementNotBegun { .. } | Verdict::AgreementEnded { .. } => parts[3],
            Verdict::UnknownPermission | Verdict::NobodyGranted => true,
        };
        prop_assert!(!blamed, "{:?} of {:?}", verdict, parts);
    }

    #[test]
    fn renames_never_change_which_entry_is_meant(
        renames in vec((0_usize..32, 0_u64..3_000, "[a-zåäö]{1,12}"), 0..30),
        on in 0_u64..3_000,
    ) {
        let before = catalogue();
        let mut after = before.clone();
        for (which, from, name) in renames {
            let code = before.entries()[which % before.entries().len()].code.clone();
            if let Ok(renamed) = after.rename(&code, date(from), &name, &name) {
                prop_assert_eq!(renamed.entry(&code).unwrap().name_on(date(from)).pick(Default::default()), name);
                after = renamed;
            }
        }
        prop_assert_eq!(before.entries().len(), after.entries().len());
        for (old, new) in before.entries().iter().zip(after.entries()) {
            let parts = |entry: &domain::access::catalogue::Entry| {
                (entry.code.clone(), entry.service.clone(), entry.group.clone(), entry.kinds.clone(), entry.first, entry.retired)
            };
            prop_assert_eq!(parts(old), parts(new));
            prop_assert_eq!(&new.names()[..old.names().len()], old.names());
            prop_assert!(new.names().is_sorted_by(|one, other| one.from < other.from));
            prop_assert_eq!(old.works_on(date(on)), after.entry(&old.code).unwrap().works_on(date(on)));
        }
    }

    #[test]
    fn after_any_accepted_appointments_and_endings_every_organisation_has_an_administrator(steps in steps()) {
        let catalogue = catalogue();
        let (mut grants, mut today) = (Vec::new(), day(BEGIN));
        for (number, (later, organisation, account, period, kind)) in steps.into_iter().enumerate() {
            today = today + Days::new(later);
            let id = GrantId(number as i64 + 1);
            let change = match kind {
                0 | 1 => {
                    let end = period.end.filter(|_| kind == 1);
                    let appointed = grant(id.0, account, Granted::Administrator, BEGIN, "");
                    let place = in_all_of(OrganisationId(organisation));
                    Change::Give(Grant { place, period: Period { end, ..period }, ..appointed })
                }
                2 => Change::End { grant: GrantId(account * 3), last: period.start },
                _ => Change::CloseAccount { account: AccountId(account), last: period.start },
            };
            if let Ok(after) = judge(&change, OPERATOR, &grants, &catalogue, today) {
                grants = after;
            }
            for organisation in 1..4 {
                prop_assert_eq!(day_without(&grants, OrganisationId(organisation), today), None, "{:?}", change);
            }
        }
    }

    #[test]
    fn nobody_ever_administers_what_they_use(given in vec((1_i64..3, any_period(), 0_usize..4), 1..20)) {
        let (catalogue, mut grants) = (catalogue(), Vec::<Grant>::new());
        for (number, (account, period, what)) in given.into_iter().enumerate() {
            let what = match what {
                0 => Granted::Administrator,
                which => crate::given::alone(["compensation-home-help", "read-cases", "see-asylum-seekers"][which - 1]),
            };
            let grant = Grant { period, ..grant(number as i64, account, what, BEGIN, "") };
            if let Ok(after) = judge(&Change::Give(grant), OPERATOR, &grants, &catalogue, day(BEGIN)) {
                grants = after;
            }
        }
        for account in 1..3 {
            for day in (0..200).map(date) {
                let works: Vec<_> =
                    grants.iter().filter(|grant| grant.account == AccountId(account) && grant.period.contains(day)).collect();
                let administers = works.iter().any(|grant| grant.granted == Granted::Administrator);
                let uses = works.iter().any(|grant| grant.granted.permissions().next().is_some());
                prop_assert!(!(administers && uses));
            }
        }
    }
}
