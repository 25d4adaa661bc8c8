use std::collections::BTreeSet;

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::{
    access::{RoleTitle, organisation::OrganisationKind},
    id::{GrantId, OrganisationId},
    language::Message,
    list::{
        CaseColumn, Columns, Condition, Direction, Filter, Operator, PageSize, Sort, SortKey,
        books::{BookColumn, is},
    },
};

const ASA: AccountId = AccountId(1);
const BIRGITTA: AccountId = AccountId(2);

fn places(codes: &[&str]) -> Vec<MunicipalityCode> {
    codes.iter().map(|code| MunicipalityCode::try_from(*code).unwrap()).collect()
}

fn acting(role: Role, codes: &[&str]) -> RoleAssignment {
    RoleAssignment {
        id: GrantId(1),
        title: RoleTitle::Shipped(role),
        organisation_id: OrganisationId(1),
        kind: OrganisationKind::Region,
        organisation: "Här".into(),
        municipalities: places(codes),
        permissions: role.permissions(),
        administers: BTreeSet::new(),
    }
}

fn profile(id: i64, sharing: Sharing, codes: &[&str]) -> ListProfile {
    ListProfile {
        id: ProfileId(id),
        name: ProfileName::try_from("Mina öppna").unwrap(),
        owner: ASA,
        owner_name: "Åsa Lindqvist".into(),
        sharing,
        municipalities: places(codes),
        view: StoredView::default(),
        overlay: None,
    }
}

#[rstest]
#[case("  Mina \t öppna ", Ok("Mina öppna"))]
#[case("", Err(ProfileError::NameMissing))]
#[case(" \u{a0} ", Err(ProfileError::NameMissing))]
#[case("a\u{7}b", Err(ProfileError::NameMissing))]
fn a_name_is_one_line(#[case] text: &str, #[case] expected: Result<&str, ProfileError>) {
    assert_eq!(ProfileName::try_from(text).as_ref().map(ProfileName::as_str), expected.as_ref().copied());
}

#[test]
fn a_name_has_at_most_eighty_characters() {
    assert!(ProfileName::try_from("å".repeat(80).as_str()).is_ok());
    assert_eq!(ProfileName::try_from("å".repeat(81).as_str()), Err(ProfileError::NameTooLong));
}

#[test]
fn names_that_differ_in_case_alone_are_the_same() {
    let key = |name: &str| ProfileName::try_from(name).unwrap().key();
    assert_eq!(key("Mina  ÖPPNA"), key("mina öppna"));
    assert_ne!(key("Mina öppna"), key("Mina oppna"));
}

#[test]
fn every_sharing_comes_back_by_its_code() {
    for sharing in Sharing::all() {
        assert_eq!(Sharing::from_code(sharing.code()), Some(sharing));
    }
    assert_eq!(Sharing::from_code("everybody"), None);
}

#[test]
fn a_private_profile_is_its_makers_alone() {
    let own = profile(1, Sharing::Private, &[]);
    let caseworker = acting(Role::Caseworker, &["0581"]);
    assert!(own.is_of(ASA, &caseworker) && own.may_be_changed_by(ASA, &caseworker));
    let region = acting(Role::RegionAdministrator, &["0580", "0581"]);
    assert!(!own.is_of(BIRGITTA, &region) && !own.may_be_changed_by(BIRGITTA, &region));
}

#[test]
fn a_shared_profile_is_changed_by_its_maker_and_who_administers_all_of_its_municipalities() {
    let of_norrkoping = profile(1, Sharing::Organisation, &["0581"]);
    let caseworker = acting(Role::Caseworker, &["0581"]);
    let region = acting(Role::RegionAdministrator, &["0580", "0581"]);
    assert!(of_norrkoping.may_be_changed_by(ASA, &caseworker));
    assert!(of_norrkoping.is_of(BIRGITTA, &caseworker));
    assert!(!of_norrkoping.may_be_changed_by(BIRGITTA, &caseworker));
    assert!(of_norrkoping.may_be_changed_by(BIRGITTA, &region));
    assert!(!of_norrkoping.is_of(BIRGITTA, &acting(Role::Caseworker, &["0580"])));
    let of_more = profile(1, Sharing::Organisation, &["0581", "0582"]);
    assert!(of_more.is_of(BIRGITTA, &region) && !of_more.may_be_changed_by(BIRGITTA, &region));
    // Its maker may have gone elsewhere.
    assert!(!of_norrkoping.may_be_changed_by(ASA, &acting(Role::Caseworker, &["0580"])));
}

#[test]
fn the_default_of_a_role_is_changed_by_administrators_only() {
    let default = profile(1, Sharing::Role(Role::Caseworker), &["0581"]);
    assert!(!default.may_be_changed_by(ASA, &acting(Role::Caseworker, &["0581"])));
    assert!(default.may_be_changed_by(ASA, &acting(Role::RegionAdministrator, &["0581"])));
    let check = |role: Role| check_sharing(&default.view, default.sharing, |permission| role.may(permission));
    assert_eq!(check(Role::Caseworker), Err(ProfileError::RoleNotAdministered));
    assert_eq!(check(Role::RegionAdministrator), Ok(()));
}

#[test]
fn a_role_starts_with_what_is_closest_to_it() {
    let role = Sharing::Role(Role::Caseworker);
    let all = [
        profile(1, role, &["0580", "0581"]),
        profile(3, role, &["0581"]),
        profile(2, role, &["0581"]),
        profile(0, Sharing::Organisation, &["0581"]),
    ];
    assert_eq!(default_of(Role::Caseworker, &all).map(|found| found.id), Some(ProfileId(2)));
    assert_eq!(default_of(Role::Auditor, &all), None);
}

#[test]
fn what_says_who_people_are_is_kept_apart_and_never_shared() {
    let of_tuva = ListQuery::<BookColumn>::default()
        .narrowed(Condition::read(BookColumn::Borrower, Operator::Equals, &["Tuva"]).unwrap());
    let view = StoredView::of(&of_tuva);
    assert!(view.is_personal() && !view.query.contains("Tuva"));
    assert!(!format!("{view:?}").contains("Tuva"));
    assert_eq!(view.read(), (of_tuva, Vec::new()));
    assert_eq!(check_sharing(&view, Sharing::Private, |_| false), Ok(()));
    for sharing in [Sharing::Organisation, Sharing::Role(Role::Caseworker)] {
        let refused = check_sharing(&view, sharing, |_| true);
        assert_eq!(refused, Err(ProfileError::PersonalShared));
    }
    assert!(ProfileError::PersonalShared.message(Language::Swedish).contains("delas inte"));
}

#[test]
fn neither_the_page_nor_the_quick_find_is_kept() {
    let far = ListQuery::<CaseColumn>::default().sized(PageSize::Five).finding("Dahl").on_page(7);
    let view = StoredView::of(&far);
    assert_eq!((view.query.as_str(), view.is_personal()), ("size=5", false));
    assert!(!view.differs_from(&far));
    assert!(view.differs_from(&far.sized(PageSize::Fifty)));
}

#[test]
fn a_column_that_is_gone_is_left_out_and_is_no_change() {
    let view =
        StoredView { query: "shoe-size=at-least:40&sort=shoe-size,-age".into(), ..StoredView::default() };
    let (query, notices) = view.read::<CaseColumn>();
    assert_eq!(notices, [Notice::UnknownColumn]);
    assert_eq!(query.sort, Sort::new([SortKey::descending(CaseColumn::Age)]));
    assert!(!view.differs_from(&query));
}

#[test]
fn only_an_address_that_asks_for_nothing_shows_the_profile() {
    use crate::list::url::{AS_IT_STARTS, asks_for_nothing};
    for nothing in ["", "?", "&", "?_profile=saved.1", "_x"] {
        assert!(asks_for_nothing(nothing), "{nothing}");
    }
    for something in ["?page=2", "f=k3", "?_x&sort=age", "filter=none"] {
        assert!(!asks_for_nothing(something), "{something}");
    }
    let start = to_query_string(&ListQuery::<CaseColumn>::default()).explicit_suffix(None);
    assert_eq!(start, format!("?{AS_IT_STARTS}"));
    assert!(!asks_for_nothing(&start));
    assert_eq!(from_query_string::<CaseColumn>(&start, None), (ListQuery::default(), Vec::new()));
}

fn queries() -> impl Strategy<Value = ListQuery<BookColumn>> {
    let condition = prop_oneof![
        "[a-zåäö ,()\\\\%&]{1,12}[a-z]".prop_map(|text| is(
            BookColumn::Borrower,
            Operator::Contains,
            &[&text]
        )),
        "[a-zåäö ,()\\\\%&]{1,12}[a-z]".prop_map(|text| is(
            BookColumn::Title,
            Operator::StartsWith,
            &[&text]
        )),
        (0_i64..900).prop_map(|pages| is(BookColumn::Pages, Operator::AtLeast, &[&pages.to_string()])),
    ];
    let filter = prop::collection::vec(condition, 0..4).prop_map(Filter::All);
    let sort = prop::sample::subsequence(vec![BookColumn::Title, BookColumn::Pages, BookColumn::Genre], 0..4);
    let columns = prop::sample::subsequence(BookColumn::ALL.to_vec(), 1..BookColumn::ALL.len());
    (
        filter,
        sort,
        any::<bool>(),
        columns,
        prop::sample::select(PageSize::ALL.to_vec()),
        1_u32..9,
        "[a-z]{0,5}",
    )
        .prop_map(|(filter, sort, descending, columns, size, page, find)| {
            let direction = if descending { Direction::Descending } else { Direction::Ascending };
            let keys: Vec<_> = sort.into_iter().map(|column| SortKey { column, direction }).collect();
            ListQuery::default()
                .filtered(filter)
                .sorted(Sort::new(keys))
                .showing(Columns::new(columns))
                .finding(&find)
                .sized(size)
                .on_page(page)
        })
}

proptest! {
    #[test]
    fn a_view_that_is_kept_comes_back(query in queries()) {
        let view = StoredView::of(&query);
        let (read, notices) = view.read::<BookColumn>();
        prop_assert_eq!(notices, []);
        prop_assert_eq!(&read, &query.clone().finding(""));
        prop_assert!(!view.differs_from(&query));
        prop_assert_eq!(StoredView::of(&read), view);
    }
}

#[test]
fn what_a_reader_changes_lies_over_the_profile_until_it_is_as_it_was() {
    let kept = ListQuery::<CaseColumn>::default().sized(PageSize::Five);
    let shared = profile(1, Sharing::Organisation, &["0581"]);
    let shared = ListProfile { view: StoredView::of(&kept), ..shared };
    assert_eq!(shared.opened(), &shared.view);
    // Neither the page nor what is looked for is a change, nor is what was there before.
    assert_eq!(shared.overlay_of(&kept.clone().finding("Tuva").on_page(3)), None);
    let dahl = Condition::read(CaseColumn::Surname, Operator::Equals, &["Dahl"]).unwrap();
    let changed = kept.narrowed(dahl).finding("Tuva");
    let overlay = shared.overlay_of(&changed).unwrap();
    assert!(overlay.is_personal() && !overlay.query.contains("Dahl"));
    let shared = ListProfile { overlay: Some(overlay.clone()), ..shared };
    assert_eq!(shared.opened(), &overlay);
    assert_eq!(shared.opened().read::<CaseColumn>().0, changed.finding(""));
}
