//! The sentences of `access.md` section 1, and those of section 2 that are about the model and not about pages. Each test is
//! called what its sentence says.

use domain::{
    access::{
        agreement::{Agreement, AgreementRefusal, AgreementState, Agreements},
        duties::{Actor, Change, DutyRefusal, check_separation, decide_application, judge},
        grant::{Answer, Asked, Circumstances, Decision, Grant, GrantRefusal, Granted, notice_due, why},
        organisation::{Organisation, OrganisationKind as Kind},
        role::{LONGEST_NAME, RoleName, RoleRefusal},
        verdict::Verdict,
    },
    contact::email::Email,
    id::{AccountId, GrantId},
    language::{Language, Message, Named},
    period::Period,
};
use rstest::rstest;

use crate::{
    given::{
        ADMINISTRATOR, OPERATOR, STOCKHOLM, VASTERNORRLAND, agreement, agreements, alone, catalogue, grant,
        in_all_of, in_unit, period, permission, role, service,
    },
    support::day,
};

const TODAY: &str = "2026-11-21";

fn judged(change: &Change, actor: Actor, present: &[Grant]) -> Result<Vec<Grant>, DutyRefusal> {
    judge(change, actor, present, &catalogue(), day(TODAY))
}

fn give(grant: Grant) -> Change {
    Change::Give(grant)
}

fn end(id: i64, last: &str) -> Change {
    Change::End { grant: GrantId(id), last: day(last) }
}

fn always() -> Period {
    period("2015-01-01", "")
}

/// Whether somebody may use home help on a day, with what they have.
fn home_help(grant: &Grant, on: &str, agreements: &Agreements, active: Period) -> Verdict {
    let catalogue = catalogue();
    let circumstances = Circumstances { catalogue: &catalogue, agreements, active };
    grant.works_on(day(on), circumstances)
}

// Section 1.

#[test]
fn the_operator_alone_appoints_and_ends_an_organisations_administrators() {
    let first = grant(1, 1, Granted::Administrator, "2026-01-01", "");
    for kind in Kind::ALL {
        let actor = Actor { account: Some(AccountId(7)), acts_in: *kind };
        let second = grant(2, 2, Granted::Administrator, TODAY, "");
        let appointed = judged(&give(second.clone()), actor, std::slice::from_ref(&first));
        let both = [first.clone(), second];
        let ended = judged(&end(1, "2026-12-31"), actor, &both);
        let closed = Change::CloseAccount { account: AccountId(1), last: day(TODAY) };
        let closed = judged(&closed, actor, &both);
        if kind.is_operator() {
            assert!(appointed.is_ok() && ended.is_ok() && closed.is_ok());
        } else {
            for result in [appointed, ended, closed] {
                assert_eq!(result, Err(DutyRefusal::OnlyTheOperator), "{kind:?}");
            }
        }
    }
}

#[test]
fn what_is_not_agreed_is_not_offered() {
    let catalogue = catalogue();
    let agreements = Agreements::of([
        agreement(STOCKHOLM, "state-compensation", "2020-01-01", "2026-12-31"),
        agreement(VASTERNORRLAND, "regions", "2020-01-01", ""),
        // What an organisation has agreed is not offered where it is not for its kind.
        agreement(STOCKHOLM, "regions", "2020-01-01", ""),
    ])
    .unwrap();
    let offered = |id, kind, on: &str| -> Vec<String> {
        let organisation = Organisation { id, kind, name: "Stockholms stad".into() };
        let shown = agreements.offered_on(&catalogue, &organisation, day(on));
        shown.iter().map(|shown| shown.service.code.to_string()).collect()
    };
    assert_eq!(offered(STOCKHOLM, Kind::Municipality, TODAY), ["state-compensation"]);
    assert_eq!(offered(STOCKHOLM, Kind::Municipality, "2027-01-01"), [""; 0]);
    assert_eq!(offered(VASTERNORRLAND, Kind::Region, TODAY), ["regions"]);
    let refused = grant(1, 1, alone("read-cases"), TODAY, "");
    assert_eq!(
        refused.check(Kind::Municipality, &catalogue, &agreements, day(TODAY)),
        Err(GrantRefusal::NotOffered(Verdict::AgreementMissing))
    );
}

#[test]
fn an_agreement_works_from_its_first_day_to_its_last() {
    let agreed = agreement(STOCKHOLM, "state-compensation", "2026-02-01", "2026-03-31");
    let agreements = Agreements::of([agreed.clone()]).unwrap();
    for (on, state) in [
        ("2026-01-31", AgreementState::NotBegun { from: day("2026-02-01") }),
        ("2026-02-01", AgreementState::Agreed),
        ("2026-03-31", AgreementState::Agreed),
        ("2026-04-01", AgreementState::Ended { last: day("2026-03-31") }),
    ] {
        let service = service("state-compensation");
        assert_eq!(agreements.state_on(STOCKHOLM, &service, day(on)), state, "{on}");
        let is_agreed = state == AgreementState::Agreed;
        assert_eq!(agreements.is_agreed_on(STOCKHOLM, &service, day(on)), is_agreed);
        assert_eq!(agreed.is_agreed_on(day(on)), is_agreed);
        assert_eq!(agreements.state_on(VASTERNORRLAND, &service, day(on)), AgreementState::Missing);
    }
}

#[test]
fn grants_under_an_ended_agreement_stop_working_that_day() {
    let given = grant(1, 1, alone("compensation-home-help"), "2026-01-01", "");
    let agreements = agreements().end(STOCKHOLM, &service("state-compensation"), day(TODAY)).unwrap();
    assert_eq!(home_help(&given, TODAY, &agreements, always()), Verdict::Works);
    assert_eq!(
        home_help(&given, "2026-11-22", &agreements, always()),
        Verdict::AgreementEnded { last: day(TODAY) }
    );
}

#[test]
fn no_two_agreements_of_an_organisation_for_a_service_overlap() {
    let agreements = Agreements::of([agreement(STOCKHOLM, "fyren", "2026-01-01", "2026-06-30")]).unwrap();
    let agree = |agreement: Agreement| agreements.clone().agree(agreement).map(|all| all.all().len());
    let other = period("2026-01-01", "2026-06-30");
    let refused = AgreementRefusal::Overlaps { other };
    assert_eq!(agree(agreement(STOCKHOLM, "fyren", "2026-06-30", "")), Err(refused));
    assert_eq!(agree(agreement(STOCKHOLM, "fyren", "2025-01-01", "")), Err(refused));
    assert_eq!(agree(agreement(STOCKHOLM, "fyren", "2026-07-01", "")), Ok(2));
    assert_eq!(agree(agreement(STOCKHOLM, "state-compensation", "2026-01-01", "")), Ok(2));
    assert_eq!(agree(agreement(VASTERNORRLAND, "fyren", "2026-01-01", "")), Ok(2));
    let backwards = agreement(STOCKHOLM, "fyren", "2027-01-01", "2026-12-31");
    assert_eq!(agree(backwards), Err(AgreementRefusal::EndsBeforeItBegins));
    let end = agreements.end(STOCKHOLM, &service("fyren"), day("2026-07-01"));
    assert_eq!(end, Err(AgreementRefusal::NothingToEnd));
    let open = AgreementRefusal::Overlaps { other: always() };
    for refusal in [refused, open, AgreementRefusal::EndsBeforeItBegins, AgreementRefusal::NothingToEnd] {
        assert_ne!(refusal.message(Language::Swedish), refusal.message(Language::English));
    }
}

#[test]
fn a_role_is_made_from_permissions_and_valid_for_one_kind_of_organisation() {
    let made = role(Kind::Municipality, &["compensation-home-help", "read-cases"], &[], TODAY).unwrap();
    assert_eq!((made.kinds(), made.permissions().len()), (&[Kind::Municipality].into(), 2));
    let refused = |kind, permissions: &[&str], administers: &[&str]| {
        let refusal = role(kind, permissions, administers, TODAY).unwrap_err();
        assert_ne!(refusal.message(Language::Swedish), refusal.message(Language::English));
        refusal.code()
    };
    assert_eq!(refused(Kind::Region, &["see-asylum-seekers", "compensation-home-help"], &[]), "wrong_kind");
    assert_eq!(refused(Kind::SchoolOrganiser, &["read-cases"], &[]), "wrong_kind");
    assert_eq!(refused(Kind::Municipality, &[], &[]), "role_empty");
    assert_eq!(refused(Kind::Municipality, &["nothing"], &[]), "not_there");
    assert_eq!(refused(Kind::Municipality, &["compensation-medical-grounds"], &[]), "not_there");
    assert_eq!(refused(Kind::Municipality, &["read-cases"], &["nothing"]), "not_there");
    let given = grant(1, 1, Granted::Role(made), TODAY, "");
    let check = |kind| given.check(kind, &catalogue(), &agreements(), day(TODAY));
    assert_eq!(check(Kind::Municipality), Ok(()));
    assert_eq!(check(Kind::Region), Err(GrantRefusal::WrongKind(Kind::Region)));
}

#[test]
fn a_role_does_not_administer_what_it_uses() {
    let both = role(Kind::Municipality, &["compensation-home-help"], &["state-compensation"], TODAY);
    assert_eq!(both, Err(RoleRefusal::AdministersAndUses(service("state-compensation"))));
    assert!(role(Kind::Municipality, &["read-cases"], &["state-compensation"], TODAY).is_ok());
}

#[rstest]
#[case("  Ersättningar \t Hemtjänst ", Ok("Ersättningar Hemtjänst"))]
#[case("", Err(RoleRefusal::NameMissing))]
#[case(" \u{202e} ", Err(RoleRefusal::NameMissing))]
fn the_name_of_a_role_is_one_line(#[case] text: &str, #[case] name: Result<&str, RoleRefusal>) {
    assert_eq!(RoleName::try_from(text).map(String::from), name.map(str::to_owned));
    assert_eq!(RoleName::try_from("x".repeat(LONGEST_NAME + 1)), Err(RoleRefusal::NameTooLong));
    let key = |text: &str| RoleName::try_from(text).unwrap().key();
    assert_eq!(key("HEMTJÄNST  ett"), key("Hemtjänst Ett"));
}

#[rstest]
#[case("2026-10-31", Verdict::AccountNotYet { from: day("2026-11-01") })]
#[case("2026-11-01", Verdict::Works)]
#[case("2026-11-30", Verdict::Works)]
#[case("2026-12-01", Verdict::AccountInactive { last: day("2026-11-30") })]
fn an_account_has_the_date_from_which_it_is_active(#[case] on: &str, #[case] verdict: Verdict) {
    let given = grant(1, 1, alone("compensation-home-help"), "2026-01-01", "");
    let active = period("2026-11-01", "2026-11-30");
    assert_eq!(home_help(&given, on, &agreements(), active), verdict);
}

#[test]
fn a_grant_says_who_decided_it_and_why() {
    let at = "2026-11-21T09:00:00Z".parse().unwrap();
    let decide = |reason: &str| Decision::new(Some(AccountId(1)), at, reason);
    assert_eq!(decide(" Vikarie \n för Ali ").unwrap().reason(), "Vikarie för Ali");
    assert_eq!(decide(" \n").unwrap_err(), GrantRefusal::ReasonMissing);
    assert_eq!(decide(&"x".repeat(201)).unwrap_err(), GrantRefusal::ReasonTooLong);
}

#[test]
fn a_grant_reaches_its_organisation_or_its_unit_and_nothing_else() {
    let of_unit =
        Grant { place: in_unit(STOCKHOLM, 5), ..grant(1, 1, alone("read-cases"), "2026-01-01", "") };
    let of_all = grant(2, 2, alone("read-cases"), "2026-01-01", "");
    let (catalogue, agreements) = (catalogue(), agreements());
    let circumstances = Circumstances { catalogue: &catalogue, agreements: &agreements, active: always() };
    let asked = Asked::Use(permission("read-cases"));
    let may = |account, place| {
        let grants = [&of_unit, &of_all];
        why(AccountId(account), &asked, place, day(TODAY), grants, circumstances).verdict.works()
    };
    assert!(may(1, in_unit(STOCKHOLM, 5)));
    assert!(!may(1, in_unit(STOCKHOLM, 6)) && !may(1, in_all_of(STOCKHOLM)));
    assert!(may(2, in_unit(STOCKHOLM, 5)) && may(2, in_all_of(STOCKHOLM)));
    assert!(!may(2, in_all_of(VASTERNORRLAND)) && !may(3, in_all_of(STOCKHOLM)));
}

#[rstest]
#[case::of_all_services(Granted::Administrator)]
#[case::of_the_service(Granted::Role(role(Kind::Municipality, &[], &["state-compensation"], TODAY).unwrap()))]
fn nobody_is_administrator_and_user_of_the_same_service_at_once(#[case] administers: Granted) {
    let user = grant(1, 1, alone("compensation-home-help"), "2026-01-01", "2026-12-31");
    let as_role = role(Kind::Municipality, &["compensation-home-help"], &[], TODAY).unwrap();
    let as_role = grant(1, 1, Granted::Role(as_role), "2026-01-01", "2026-12-31");
    let refused =
        Err(DutyRefusal::AdministersAndUses { service: service("state-compensation"), grant: GrantId(1) });
    for user in [user, as_role] {
        let administrator = |account, from| grant(2, account, administers.clone(), from, "");
        let judge = |grant, present: &Grant| {
            judged(&give(grant), OPERATOR, std::slice::from_ref(present)).map(|after| after.len())
        };
        assert_eq!(judge(administrator(1, "2026-12-31"), &user), refused);
        assert_eq!(judge(administrator(1, "2027-01-01"), &user), Ok(2), "one after the other");
        assert_eq!(judge(administrator(2, "2026-12-31"), &user), Ok(2), "somebody else");
        let elsewhere = Grant { place: in_all_of(VASTERNORRLAND), ..administrator(1, "2026-12-31") };
        assert_eq!(judge(elsewhere, &user), refused, "the same service elsewhere");
        // The other way around.
        let present = Grant { id: GrantId(1), ..administrator(1, "2026-01-01") };
        let asked = Grant { id: GrantId(2), ..user.clone() };
        assert_eq!(judge(asked, &present), refused);
    }
}

#[test]
fn whoever_administers_one_service_may_use_another() {
    let administers = role(Kind::Municipality, &[], &["state-compensation"], TODAY).unwrap();
    let present = [grant(1, 1, Granted::Role(administers), "2026-01-01", "")];
    let other = grant(2, 1, alone("read-cases"), TODAY, "");
    assert!(judged(&give(other), ADMINISTRATOR, &present).is_ok());
}

#[test]
fn a_role_that_is_changed_makes_nobody_administer_what_they_use() {
    let changed = role(Kind::Municipality, &["read-cases"], &["unaccompanied-minors"], TODAY).unwrap();
    let beside = |account| {
        let user = grant(2, account, alone("administer-children-without-guardian"), "2026-01-01", "");
        check_separation(&[grant(1, 1, Granted::Role(changed.clone()), "2026-01-01", ""), user], &catalogue())
    };
    let service = service("unaccompanied-minors");
    assert_eq!(beside(1), Err(DutyRefusal::AdministersAndUses { service, grant: GrantId(1) }));
    assert_eq!(beside(2), Ok(()));
}

#[test]
fn nobody_approves_their_own_application_or_grants_to_themselves() {
    assert_eq!(decide_application(AccountId(1), AccountId(1)), Err(DutyRefusal::OwnApplication));
    assert_eq!(decide_application(AccountId(1), AccountId(2)), Ok(()));
    let own = grant(1, ADMINISTRATOR.account.unwrap().0, alone("read-cases"), TODAY, "");
    assert_eq!(judged(&give(own.clone()), ADMINISTRATOR, &[]), Err(DutyRefusal::OwnGrant));
    // Neither by having somebody else send it.
    assert_eq!(judged(&give(own), OPERATOR, &[]), Err(DutyRefusal::OwnGrant));
    let operators = grant(1, OPERATOR.account.unwrap().0, Granted::Administrator, TODAY, "");
    assert_eq!(judged(&give(operators), OPERATOR, &[]), Err(DutyRefusal::OwnGrant));
}

#[test]
fn an_organisation_always_keeps_at_least_one_administrator() {
    let first = grant(1, 1, Granted::Administrator, "2026-01-01", "");
    let alone = std::slice::from_ref(&first);
    let without = |from: &str| Err(DutyRefusal::LastAdministrator { from: day(from) });
    let close = |account, last| Change::CloseAccount { account: AccountId(account), last: day(last) };
    assert_eq!(judged(&end(1, "2026-12-31"), OPERATOR, alone), without("2027-01-01"));
    assert_eq!(judged(&end(1, "2026-11-20"), OPERATOR, alone), without(TODAY));
    assert_eq!(judged(&close(1, "2026-12-31"), OPERATOR, alone), without("2027-01-01"));
    // One who comes later, or only for a time, does not keep it.
    for (start, until, gap) in [("2027-01-02", "", "2027-01-01"), (TODAY, "2027-06-30", "2027-07-01")] {
        let present = [first.clone(), grant(2, 2, Granted::Administrator, start, until)];
        assert_eq!(judged(&end(1, "2026-12-31"), OPERATOR, &present), without(gap), "{start}");
    }
    // Nor does one of another organisation.
    let elsewhere =
        Grant { place: in_all_of(VASTERNORRLAND), ..grant(2, 2, Granted::Administrator, TODAY, "") };
    assert_eq!(judged(&end(1, "2026-12-31"), OPERATOR, &[first.clone(), elsewhere]), without("2027-01-01"));
    let successor = [first.clone(), grant(2, 2, Granted::Administrator, "2027-01-01", "")];
    let after = judged(&end(1, "2026-12-31"), OPERATOR, &successor).unwrap();
    assert_eq!(after[0].period.end, Some(day("2026-12-31")));
    // The first one of all is appointed until further notice.
    let for_a_time = grant(3, 3, Granted::Administrator, TODAY, "2027-06-30");
    assert_eq!(judged(&give(for_a_time), OPERATOR, &[]), without("2027-07-01"));
}

#[test]
fn what_has_been_told_of_the_past_stays() {
    let present = [grant(1, 1, alone("read-cases"), "2026-01-01", "2026-12-31")];
    let judge = |change| judged(&change, ADMINISTRATOR, &present).map(|after| after[0].period.end);
    assert_eq!(judge(end(1, "2026-11-19")), Err(DutyRefusal::EndsInThePast));
    assert_eq!(judge(end(1, "2026-11-20")), Ok(Some(day("2026-11-20"))));
    assert_eq!(judge(end(1, "2026-12-31")), Err(DutyRefusal::NothingToEnd));
    assert_eq!(judge(end(2, "2026-12-30")), Err(DutyRefusal::NothingToEnd));
    let close = |last| Change::CloseAccount { account: AccountId(1), last: day(last) };
    assert_eq!(judge(close("2026-11-30")), Ok(Some(day("2026-11-30"))));
    assert_eq!(judge(close("2027-11-30")), Ok(Some(day("2026-12-31"))));
}

#[test]
fn what_ends_before_it_begins_was_never_given() {
    let present = [grant(1, 1, alone("compensation-home-help"), "2027-02-01", "")];
    let after = judged(&end(1, "2027-01-15"), ADMINISTRATOR, &present).unwrap();
    for on in [TODAY, "2027-01-15", "2027-02-01"] {
        assert_eq!(home_help(&after[0], on, &agreements(), always()), Verdict::NobodyGranted, "{on}");
    }
    let administrator = grant(2, 1, Granted::Administrator, TODAY, "");
    assert!(judged(&give(administrator), OPERATOR, &after).is_ok());
    assert_eq!(
        after[0].check(Kind::Municipality, &catalogue(), &agreements(), day(TODAY)),
        Err(GrantRefusal::EndsBeforeItBegins)
    );
}

// Section 2.

#[test]
fn hsa_id_and_e_mail_are_required_and_validated() {
    use domain::access::hsa_id::HsaId;
    assert!(HsaId::try_from("").is_err() && Email::try_from("").is_err());
    // Two ways to write one id are one id, so that it can be its own in an organisation.
    assert_eq!(HsaId::try_from("se123123-2133223"), HsaId::try_from(" SE123123-2133223 "));
    let long = format!("{}@{}.se", "a".repeat(64), "b".repeat(63).repeat(3));
    for text in ["a@b.se\nBcc: c@d.se", "a@b@c.se", "a b@c.se", "a@b .se", long.as_str()] {
        assert!(Email::try_from(text).is_err(), "{text}");
    }
    // Those of the source's pictures.
    for text in ["Eg@OF.SE", "E@GF.SE", "a@migrationsverket.se", "e@e.e", "mj@mv.se"] {
        assert!(Email::try_from(text).is_ok(), "{text}");
    }
}

#[rstest]
#[case("2026-10-31", Verdict::NotBegun { from: day("2026-11-01") })]
#[case("2026-11-01", Verdict::Works)]
#[case("2026-11-30", Verdict::Works)]
#[case("2026-12-01", Verdict::Ended { last: day("2026-11-30") })]
fn a_time_limited_grant_works_from_its_first_day_to_its_last(#[case] on: &str, #[case] verdict: Verdict) {
    let given = grant(1, 1, alone("compensation-home-help"), "2026-11-01", "2026-11-30");
    assert_eq!(home_help(&given, on, &agreements(), always()), verdict);
}

#[rstest]
#[case("2026-11-30", None)]
#[case("2026-12-01", Some(30))]
#[case("2026-12-23", Some(30))]
#[case("2026-12-24", Some(7))]
#[case("2026-12-31", Some(7))]
#[case("2027-01-01", None)]
fn a_grant_that_ends_is_told_of_30_and_7_days_before(#[case] on: &str, #[case] days: Option<u64>) {
    assert_eq!(notice_due(period("2026-01-01", "2026-12-31"), day(on)), days);
    assert_eq!(notice_due(period("2026-01-01", ""), day(on)), None);
}

#[test]
fn a_grant_shorter_than_a_notice_does_not_get_it() {
    let given = period("2026-12-10", "2026-12-31");
    assert_eq!(notice_due(given, day("2026-12-10")), None);
    assert_eq!(notice_due(given, day("2026-12-24")), Some(7));
}

#[rstest]
#[case::launched_tomorrow("compensation-launched-2021-06-09", "2021-06-08", Verdict::PermissionNotYet { first: day("2021-06-09") })]
#[case::launched("compensation-launched-2021-06-09", "2021-06-09", Verdict::Works)]
#[case::the_last_day("compensation-medical-grounds", "2021-07-20", Verdict::Works)]
#[case::retired("compensation-medical-grounds", "2021-07-21", Verdict::PermissionRetired { retired: day("2021-07-21") })]
#[case::before_the_renaming("administer-children-without-guardian", "2021-06-08", Verdict::Works)]
#[case::renamed("administer-children-without-guardian", "2021-06-09", Verdict::Works)]
#[case::not_agreed("see-asylum-seekers", "2021-06-09", Verdict::AgreementMissing)]
#[case::no_permission("nothing", "2021-06-09", Verdict::UnknownPermission)]
fn who_could_do_what_on_a_day_is_told_with_the_reason(
    #[case] code: &str,
    #[case] on: &str,
    #[case] verdict: Verdict,
) {
    let (catalogue, agreements) = (catalogue(), agreements());
    let circumstances = Circumstances { catalogue: &catalogue, agreements: &agreements, active: always() };
    let given = grant(1, 1, alone(code), "2020-01-01", "");
    assert_eq!(given.works_on(day(on), circumstances), verdict);
    let asked = Asked::Use(permission(code));
    let answer = why(AccountId(1), &asked, in_all_of(STOCKHOLM), day(on), [&given], circumstances);
    assert_eq!(answer, Answer { verdict, grant: Some(GrantId(1)) });
    let nobody = why(AccountId(2), &asked, in_all_of(STOCKHOLM), day(on), [&given], circumstances);
    assert_eq!(nobody, Answer { verdict: Verdict::NobodyGranted, grant: None });
}

#[test]
fn of_several_grants_the_one_that_works_answers_else_the_nearest() {
    let (catalogue, agreements) = (catalogue(), agreements());
    let circumstances = Circumstances { catalogue: &catalogue, agreements: &agreements, active: always() };
    let given = [
        grant(1, 1, alone("read-cases"), "2026-01-01", "2026-03-31"),
        grant(2, 1, alone("read-cases"), "2026-06-01", "2026-06-30"),
        grant(3, 1, alone("edit-cases"), "2026-01-01", ""),
    ];
    let answer = |on: &str| {
        let asked = Asked::Use(permission("read-cases"));
        why(AccountId(1), &asked, in_all_of(STOCKHOLM), day(on), &given, circumstances)
    };
    assert_eq!(answer("2026-03-31").grant, Some(GrantId(1)));
    let between = Answer { verdict: Verdict::NotBegun { from: day("2026-06-01") }, grant: Some(GrantId(2)) };
    assert_eq!(answer("2026-04-01"), between);
    assert_eq!(answer("2026-06-15"), Answer { verdict: Verdict::Works, grant: Some(GrantId(2)) });
    assert_eq!(answer("2026-07-01").verdict, Verdict::Ended { last: day("2026-06-30") });
}

#[test]
fn an_administrator_has_the_services_that_are_agreed_and_uses_none() {
    let (catalogue, agreements) = (catalogue(), agreements());
    let circumstances = Circumstances { catalogue: &catalogue, agreements: &agreements, active: always() };
    let given = grant(1, 1, Granted::Administrator, "2026-01-01", "");
    let lets = |asked| given.lets_on(&asked, day(TODAY), circumstances);
    assert_eq!(lets(Asked::Administer(service("state-compensation"))), Verdict::Works);
    assert_eq!(lets(Asked::Administer(service("regions"))), Verdict::AgreementMissing);
    assert_eq!(lets(Asked::Use(permission("read-cases"))), Verdict::NobodyGranted);
    assert_eq!(given.works_on(day(TODAY), circumstances), Verdict::Works);
    let none = Agreements::default();
    assert_eq!(
        given.works_on(day(TODAY), Circumstances { agreements: &none, ..circumstances }),
        Verdict::AgreementMissing
    );
}

#[test]
fn every_answer_and_refusal_is_told_in_both_languages() {
    let on = day(TODAY);
    let verdicts = [
        Verdict::Works,
        Verdict::NotBegun { from: on },
        Verdict::AccountNotYet { from: on },
        Verdict::PermissionNotYet { first: on },
        Verdict::AgreementNotBegun { from: on },
        Verdict::AccountInactive { last: on },
        Verdict::Ended { last: on },
        Verdict::AgreementEnded { last: on },
        Verdict::AgreementMissing,
        Verdict::PermissionRetired { retired: on },
        Verdict::UnknownPermission,
        Verdict::NobodyGranted,
    ];
    let duties = [
        DutyRefusal::OwnGrant,
        DutyRefusal::OwnApplication,
        DutyRefusal::AdministersAndUses { service: service("fyren"), grant: GrantId(1) },
        DutyRefusal::OnlyTheOperator,
        DutyRefusal::LastAdministrator { from: on },
        DutyRefusal::NothingToEnd,
        DutyRefusal::EndsInThePast,
    ];
    let grants = [
        GrantRefusal::EndsBeforeItBegins,
        GrantRefusal::ReasonMissing,
        GrantRefusal::ReasonTooLong,
        GrantRefusal::WrongKind(Kind::Region),
        GrantRefusal::NotOffered(Verdict::AgreementMissing),
    ];
    let said = |message: &dyn Message| {
        let [swedish, english] = Language::ALL.map(|language| message.message(language));
        assert!(
            swedish.ends_with('.') && english.ends_with('.') && swedish != english,
            "{swedish} / {english}"
        );
    };
    verdicts.iter().for_each(|verdict| said(verdict));
    duties.iter().for_each(|refusal| said(refusal));
    grants.iter().for_each(|refusal| said(refusal));
    let mut codes: Vec<_> = verdicts.iter().map(|verdict| verdict.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), verdicts.len());
}

#[test]
fn what_is_prolonged_is_judged_as_what_is_given() {
    let prolong =
        |last: &str| Change::Prolong { grant: GrantId(1), last: (!last.is_empty()).then(|| day(last)) };
    let uses = grant(1, 1, alone("compensation-home-help"), "2026-01-01", "2026-12-31");
    let present = std::slice::from_ref(&uses);
    for last in ["2027-06-30", ""] {
        let after = judged(&prolong(last), ADMINISTRATOR, present).unwrap();
        assert_eq!(after[0].period, period("2026-01-01", last));
    }
    for last in ["2026-12-31", "2026-11-30"] {
        assert_eq!(judged(&prolong(last), ADMINISTRATOR, present), Err(DutyRefusal::NotProlonged), "{last}");
    }
    let over = grant(1, 1, alone("compensation-home-help"), "2026-01-01", "2026-11-20");
    assert_eq!(judged(&prolong(""), ADMINISTRATOR, &[over]), Err(DutyRefusal::OverAlready));
    assert_eq!(judged(&prolong(""), ADMINISTRATOR, &[]), Err(DutyRefusal::NothingToEnd));
    let themselves = Actor { account: Some(AccountId(1)), ..ADMINISTRATOR };
    assert_eq!(judged(&prolong(""), themselves, present), Err(DutyRefusal::OwnGrant));
    let administrator = grant(1, 1, Granted::Administrator, "2026-01-01", "2026-12-31");
    assert_eq!(
        judged(&prolong(""), ADMINISTRATOR, std::slice::from_ref(&administrator)),
        Err(DutyRefusal::OnlyTheOperator)
    );
    assert!(judged(&prolong(""), OPERATOR, &[administrator]).is_ok());
    // Whoever is to administer later uses nothing then.
    let later = grant(2, 1, Granted::Administrator, "2027-02-01", "");
    let both = [uses, later];
    assert!(judged(&prolong("2027-01-31"), ADMINISTRATOR, &both).is_ok());
    assert!(matches!(
        judged(&prolong("2027-02-01"), ADMINISTRATOR, &both),
        Err(DutyRefusal::AdministersAndUses { .. })
    ));
}

#[test]
fn a_role_that_lets_one_give_to_others_is_the_operators_to_give() {
    let gives = role(Kind::Municipality, &[], &["state-compensation"], TODAY).unwrap();
    let given = grant(1, 1, Granted::Role(gives), TODAY, "");
    assert_eq!(judged(&give(given.clone()), ADMINISTRATOR, &[]), Err(DutyRefusal::OnlyTheOperator));
    assert!(judged(&give(given.clone()), OPERATOR, &[]).is_ok());
    assert_eq!(judged(&end(1, "2026-12-31"), ADMINISTRATOR, &[given]), Err(DutyRefusal::OnlyTheOperator));
}

#[test]
fn a_permission_that_is_no_more_stands_against_nothing() {
    // Retired on 21 July 2021.
    let uses = grant(1, 1, alone("compensation-medical-grounds"), "2020-01-01", "");
    let appointed = |from| give(grant(2, 1, Granted::Administrator, from, ""));
    assert!(matches!(
        judged(&appointed("2021-07-20"), OPERATOR, std::slice::from_ref(&uses)),
        Err(DutyRefusal::AdministersAndUses { .. })
    ));
    assert!(judged(&appointed("2021-07-21"), OPERATOR, &[uses]).is_ok());
}
