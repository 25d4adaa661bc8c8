use chrono::NaiveDate;
use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::{
    id::AccountId,
    language::{Language, Message},
    list::{
        CaseColumn, ChoiceTest, DateTest, NumberTest, Test, TextTest,
        books::{BookColumn, Genre, is},
        column::{user_code, user_of_code},
        condition::MAX_NUMBER,
    },
};

fn written<C: Column>(filter: Filter<C>) -> String {
    to_query_string(&ListQuery::default().filtered(filter)).query
}

fn read<C: Column>(query: &str) -> ListQuery<C> {
    let (read, notices) = from_query_string(query, None);
    assert_eq!(notices, [], "{query}");
    read
}

fn noticed<C: Column>(query: &str) -> String {
    let (_, notices) = from_query_string::<C>(query, None);
    notices.iter().map(|notice| notice.message(Language::Swedish)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_list_as_it_starts_has_an_empty_address() {
    let parts = to_query_string(&ListQuery::<CaseColumn>::default());
    assert_eq!(parts, UrlParts { query: String::new(), private: None });
    assert_eq!(parts.suffix(None), "");
    assert_eq!(parts.suffix(Some("k3")), "?f=k3");
}

#[test]
fn conditions_sort_page_and_columns_are_readable() {
    let query = ListQuery::<CaseColumn>::default()
        .narrowed(Condition::read(CaseColumn::Registered, Operator::After, &["2026-09-01"]).unwrap())
        .sorted(Sort::new([
            SortKey::ascending(CaseColumn::Status),
            SortKey::descending(CaseColumn::Registered),
        ]))
        .showing(Columns::new([CaseColumn::Surname, CaseColumn::Status]))
        .sized(PageSize::TwentyFive)
        .on_page(2);
    assert_snapshot!(
        to_query_string(&query).suffix(Some("k3")),
        @"?status=none-of:other-schooling,closed&registered=after:2026-09-01&sort=status,-registered&page=2&size=25&columns=surname,status&f=k3"
    );
}

#[test]
fn how_the_columns_stand_is_readable() {
    let layout = Layout::default().pinning(2).sizing(CaseColumn::Surname, Some(12));
    let query = ListQuery::<CaseColumn>::default().laid_out(layout.at_density(Density::Compact));
    assert_snapshot!(to_query_string(&query).query, @"pin=2&width=surname:12&density=compact");
    assert_snapshot!(noticed::<CaseColumn>("pin=all&width=surname&density=dense&width=shoe:9"), @r"
    En del av filtret gick inte att läsa och har utelämnats.
    Något i adressen som listan inte har, till exempel en kolumn, har utelämnats.
    ");
}

#[test]
fn mine_is_an_address_that_names_nobody() {
    let mine = Condition::read(CaseColumn::Caseworker, Operator::AnyOf, &["me"]).unwrap();
    let query = ListQuery::<CaseColumn>::default().filtered(Filter::Is(mine));
    assert_snapshot!(to_query_string(&query).suffix(None), @"?caseworker=any-of:me");
    assert_eq!(read::<CaseColumn>("?caseworker=any-of:me"), query);
    assert_eq!(query.filter.sentence(Language::Swedish), "Handläggare är jag");
    let asked = query.asked_by(AccountId(17)).filter;
    let [asked] = asked.conditions()[..] else { panic!("one condition") };
    assert_eq!(asked.test().values(), [user_code(AccountId(17))]);
    assert_eq!(user_of_code(&user_code(AccountId(17))), Some(AccountId(17)));
    assert!(asked.is_personal());
    // Nobody types such a value.
    let typed = Condition::read(CaseColumn::Caseworker, Operator::AnyOf, &[user_code(AccountId(17))]);
    assert_eq!(typed.unwrap().test().values(), ["17"]);
}

#[test]
fn no_filter_is_not_the_default_filter() {
    assert_snapshot!(written(Filter::<CaseColumn>::everything()), @"filter=none");
    assert!(read::<CaseColumn>("filter=none").filter.is_everything());
    assert_eq!(read::<CaseColumn>("").filter, CaseColumn::spec().filter);
}

#[test]
fn groups_stand_under_one_key() {
    let grown = is(BookColumn::Pages, Operator::Between, &["900", "300"]);
    let unknown = is(BookColumn::Published, Operator::Empty, &[]);
    let filter = Filter::All(vec![
        Filter::Not(Box::new(is(BookColumn::OnLoan, Operator::Yes, &[]))),
        Filter::Any(vec![is(BookColumn::Genre, Operator::AnyOf, &["novel", "poetry"]), grown, unknown]),
        is(BookColumn::Published, Operator::PastDays, &["30"]),
    ]);
    assert_snapshot!(
        written(filter.clone()),
        @"published=past-days:30&where=not(on-loan.yes),any(genre.any-of(novel,poetry),pages.between(300,900),published.empty)"
    );
    assert_eq!(read::<BookColumn>(&written(filter.clone())).filter, filter.simplified());
}

#[test]
fn a_column_may_come_twice_and_all_its_conditions_hold() {
    let both = read::<BookColumn>("pages=at-least:100&pages=at-most:200").filter;
    let least = is(BookColumn::Pages, Operator::AtLeast, &["100"]);
    assert_eq!(both, Filter::All(vec![least, is(BookColumn::Pages, Operator::AtMost, &["200"])]));
}

#[test]
fn marks_in_a_text_are_escaped() {
    let title = |text| written(is(BookColumn::Title, Operator::Contains, &[text]));
    assert_snapshot!(title("Räksmörgås"), @"title=contains:R%C3%A4ksm%C3%B6rg%C3%A5s");
    assert_snapshot!(title("50 % & _"), @"title=contains:50%20%25%20%26%20_");
    assert_snapshot!(title(r#"a,b:c(d)\"e""#), @r"title=contains:a%5C,b:c%5C(d%5C)%5C%5C%22e%22");
    assert_snapshot!(title("🗼"), @"title=contains:%F0%9F%97%BC");
}

#[test]
fn what_browsers_make_of_an_address_is_read_too() {
    let filter = is(BookColumn::Title, Operator::Contains, &["å b"]);
    for query in ["?title=contains%3A%C3%A5+b", "title=contains:å b", "&&title=contains:%c3%a5%20b&"] {
        assert_eq!(read::<BookColumn>(query).filter, Filter::All(vec![filter.clone()]), "{query}");
    }
}

#[test]
fn personal_values_and_the_quick_find_are_kept_apart() {
    let query = ListQuery::<CaseColumn>::default()
        .narrowed(Condition::read(CaseColumn::Surname, Operator::StartsWith, &["Åberg"]).unwrap())
        .narrowed(Condition::read(CaseColumn::Phone, Operator::Empty, &[] as &[&str]).unwrap())
        .finding("Love");
    let parts = to_query_string(&query);
    assert_snapshot!(parts.query, @"status=none-of:other-schooling,closed&phone=empty");
    let private = parts.private.unwrap();
    assert_eq!((private.find.as_str(), private.filter.as_str()), ("Love", "surname.starts-with(Åberg)"));
    assert_eq!(from_query_string(&parts.query, Some(&private)), (query, Vec::new()));
}

#[test]
fn beside_the_default_filter_only_the_token_is_needed() {
    let query = ListQuery::<BookColumn>::default()
        .narrowed(Condition::read(BookColumn::Borrower, Operator::Equals, &["Tuva"]).unwrap());
    let parts = to_query_string(&query);
    assert_eq!(parts.suffix(Some("k3")), "?f=k3");
    assert_eq!(from_query_string(&parts.query, parts.private.as_ref()), (query, Vec::new()));
}

#[test]
fn what_is_unknown_is_left_out_with_a_notice() {
    assert_snapshot!(
        noticed::<CaseColumn>("shoe-size=equals:42"),
        @"Något i adressen som listan inte har, till exempel en kolumn, har utelämnats."
    );
    assert_snapshot!(
        noticed::<CaseColumn>("status=resembles:closed"),
        @"Ett villkor på Status har utelämnats: jämförelsen är okänd."
    );
    assert_snapshot!(
        noticed::<CaseColumn>("status=before:2026-01-01"),
        @"Ett villkor på Status har utelämnats. Jämförelsen passar inte kolumnen. Välj en annan."
    );
    assert_snapshot!(
        noticed::<CaseColumn>("registered=on:2026-02-30"),
        @"Ett villkor på Registrerad har utelämnats. Värdet passar inte kolumnen. Datum skrivs ÅÅÅÅ-MM-DD och tal med högst sju siffror."
    );
    assert_snapshot!(
        noticed::<CaseColumn>("surname=equals:Dahl"),
        @"Ett villkor på Efternamn har utelämnats: personuppgifter får inte stå i adressen. Ange det i filtret."
    );
    assert_snapshot!(noticed::<BookColumn>("sort=-cover"), @"Listan kan inte sorteras på Omslag.");
    assert_snapshot!(noticed::<BookColumn>("page=0&size=7"), @"Sidnumret eller sidstorleken gick inte att läsa.");
    assert_snapshot!(
        noticed::<BookColumn>("where=any(genre.any-of(novel)]"),
        @"En del av filtret gick inte att läsa och har utelämnats."
    );
    assert_snapshot!(
        noticed::<BookColumn>("f=k3"),
        @"Sökord och personuppgifter i länkens filter finns inte längre kvar. Ange dem på nytt."
    );
    let default = ListQuery::<CaseColumn>::default();
    assert_eq!(from_query_string("shoe-size=equals:42&status=any-of:tall", None).0, default);
}

#[test]
fn of_several_values_only_the_unknown_are_left_out() {
    let (query, notices) = from_query_string::<BookColumn>("genre=any-of:novel,opera", None);
    assert_eq!(query.filter, Filter::All(vec![is(BookColumn::Genre, Operator::AnyOf, &["novel"])]));
    assert_eq!(notices.len(), 1);
}

#[test]
fn the_keys_of_the_page_are_left_alone() {
    assert_eq!(read::<CaseColumn>("_edit=status&_panel"), ListQuery::default());
}

#[test]
fn ten_thousand_conditions_are_cut_at_the_limit_and_said_so() {
    let query = "pages=at-least:1&".repeat(10_000);
    let (read, notices) = from_query_string::<BookColumn>(&query, None);
    assert_eq!(read.filter.conditions().len(), MAX_CONDITIONS);
    assert_eq!(notices, [Notice::BeyondLimit(FilterError::TooManyConditions)]);
    assert_snapshot!(
        notices[0].message(Language::English),
        @"A part of the filter was left out. The filter has too many conditions. Use at most 100."
    );
}

#[test]
fn the_default_filter_counts_among_the_conditions() {
    let private =
        PrivatePart { find: String::new(), filter: vec!["borrower.equals(Tuva)"; MAX_CONDITIONS].join(",") };
    let (read, notices) = from_query_string::<BookColumn>("", Some(&private));
    assert!(read.checked().is_ok());
    assert_eq!(notices, [Notice::BeyondLimit(FilterError::TooManyConditions)]);
}

#[test]
fn deep_nesting_is_refused_without_following_it() {
    let query = format!("where={}on-loan.yes", "not(".repeat(1_000_000));
    let (read, notices) = from_query_string::<BookColumn>(&query, None);
    assert_eq!(read, ListQuery::default());
    assert_eq!(notices, [Notice::BeyondLimit(FilterError::TooDeep)]);
}

/// Appears in every personal value below, and nowhere else.
const SECRET: char = 'Ω';

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        r#"[a-zåäöÅÄÖéü%_'",:;()~+&=#?/ 🗼😀.\\-]{1,20}"#,
        any::<String>().prop_map(|text| text.chars().take(100).collect()),
    ]
    .prop_map(|text| text.replace(SECRET, "o"))
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (1000..=9999, 1..=366_u32).prop_filter_map("a day", |(year, day)| NaiveDate::from_yo_opt(year, day))
}

fn days() -> impl Strategy<Value = DateTest> {
    prop_oneof![
        day().prop_map(DateTest::On),
        day().prop_map(DateTest::Before),
        day().prop_map(DateTest::After),
        (day(), day()).prop_map(|(from, to)| DateTest::Between(from, to)),
        Just(DateTest::Today),
        (0..400_u16).prop_map(DateTest::NextDays),
        (0..400_u16).prop_map(DateTest::PastDays),
        (0..400_u16).prop_map(DateTest::OlderThanDays),
    ]
}

fn numbers() -> impl Strategy<Value = NumberTest> {
    let number = || -MAX_NUMBER..=MAX_NUMBER;
    prop_oneof![
        number().prop_map(NumberTest::Equals),
        number().prop_map(NumberTest::AtLeast),
        number().prop_map(NumberTest::AtMost),
        (number(), number()).prop_map(|(from, to)| NumberTest::Between(from, to)),
    ]
}

fn texts(text: impl Strategy<Value = String>) -> impl Strategy<Value = Test> {
    (text, 0..3).prop_map(|(text, kind)| match kind {
        0 => Test::Text(TextTest::Contains(text)),
        1 => Test::Text(TextTest::StartsWith(text)),
        _ => Test::Text(TextTest::Equals(text)),
    })
}

fn choices(codes: impl Strategy<Value = Vec<String>>) -> impl Strategy<Value = Test> {
    let test = |any| if any { ChoiceTest::AnyOf } else { ChoiceTest::NoneOf };
    (codes, any::<bool>()).prop_map(move |(codes, any)| Test::Choice(test(any)(codes)))
}

fn condition() -> impl Strategy<Value = Condition<BookColumn>> {
    let genres = proptest::sample::subsequence(Genre::ALL.to_vec(), 1..=3)
        .prop_map(|genres| genres.into_iter().map(|genre| genre.code().to_owned()).collect());
    let secret = text().prop_map(|text| format!("{SECRET}{text}"));
    prop_oneof![
        texts(text()).prop_map(|test| (BookColumn::Title, test)),
        texts(secret).prop_map(|test| (BookColumn::Borrower, test)),
        days().prop_map(|test| (BookColumn::Published, Test::Date(test))),
        choices(genres).prop_map(|test| (BookColumn::Genre, test)),
        choices(prop::collection::vec(text(), 1..4)).prop_map(|test| (BookColumn::Shelf, test)),
        numbers().prop_map(|test| (BookColumn::Pages, Test::Number(test))),
        any::<bool>().prop_map(|yes| (BookColumn::OnLoan, Test::YesNo(yes))),
        (column(), any::<bool>())
            .prop_map(|(column, empty)| (column, if empty { Test::Empty } else { Test::NotEmpty })),
    ]
    .prop_filter_map("a condition that fits", |(column, test)| Condition::new(column, test).ok())
}

fn column() -> impl Strategy<Value = BookColumn> {
    proptest::sample::select(BookColumn::ALL)
}

fn filter() -> impl Strategy<Value = Filter<BookColumn>> {
    condition().prop_map(Filter::Is).prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::Any),
            inner.prop_map(|inner| Filter::Not(Box::new(inner))),
        ]
    })
}

prop_compose! {
    fn query()(
        filter in prop_oneof![Just(BookColumn::spec().filter), filter()],
        find in prop_oneof![Just(String::new()), text().prop_map(|text| format!("{SECRET}{text}"))],
        keys in prop::collection::vec((column(), any::<bool>()), 0..4),
        number in 1..=u32::MAX,
        size in proptest::sample::select(PageSize::ALL.to_vec()),
        columns in prop::collection::vec(column(), 0..5),
        (pinned, widths) in (0..=4_u8, prop::collection::vec((column(), 4..=40_u16), 0..3)),
        density in proptest::sample::select(Density::ALL),
    ) -> ListQuery<BookColumn> {
        let key = |(column, up)| if up { SortKey::ascending(column) } else { SortKey::descending(column) };
        let sort = Sort::new(keys.into_iter().map(key));
        let sized = |layout: Layout<BookColumn>, (column, width)| layout.sizing(column, Some(width));
        let layout = widths.into_iter().fold(Layout::default().pinning(pinned).at_density(density), sized);
        let page = Page::new(number, size);
        let query = ListQuery { filter, find, sort, page, columns: Columns::new(columns), layout };
        query.checked().unwrap()
    }
}

proptest! {
    #[test]
    fn a_query_is_read_as_it_was_written(query in query()) {
        let parts = to_query_string(&query);
        prop_assert_eq!(from_query_string(&parts.query, parts.private.as_ref()), (query, Vec::new()));
    }

    #[test]
    fn a_query_survives_the_wire(query in query()) {
        let json = serde_json::to_string(&query).unwrap();
        prop_assert_eq!(serde_json::from_str::<ListQuery<BookColumn>>(&json).unwrap(), query);
    }

    #[test]
    fn personal_values_stand_neither_in_the_address_nor_in_debug_texts(query in query()) {
        let parts = to_query_string(&query);
        let has_secret = query.filter.is_personal() || !query.find.is_empty();
        prop_assert_eq!(parts.private.is_some(), has_secret);
        prop_assert!(!decode(&parts.query).contains(SECRET));
        let debug = format!("{query:?} {parts:?}");
        prop_assert!(!debug.contains(SECRET));
    }

    #[test]
    fn an_address_needs_no_further_escaping(query in query()) {
        let is_safe = |letter: char| letter.is_ascii_alphanumeric() || "-._~:,()=&%".contains(letter);
        prop_assert!(to_query_string(&query).query.chars().all(is_safe));
    }

    #[test]
    fn whatever_is_typed_as_an_address_is_a_query(
        query in prop_oneof![
            any::<String>(),
            "((where|filter|sort|page|size|columns|f|title|genre|pages)=[a-z.,:()%0-9\\\\-]{0,40}&?){0,6}",
            "where=((any|all|not|genre.any-of|title.contains|pages.between|on-loan.yes)[(),a-z0-9\\\\]{0,6}){0,9}",
        ],
        private in any::<(String, String)>(),
    ) {
        let private = PrivatePart { find: private.0, filter: private.1 };
        let (read, _) = from_query_string::<BookColumn>(&query, Some(&private));
        prop_assert_eq!(read.clone().checked(), Ok(read.clone()));
        let parts = to_query_string(&read);
        prop_assert_eq!(from_query_string(&parts.query, parts.private.as_ref()), (read, Vec::new()));
    }

    #[test]
    fn a_resolved_date_means_the_same_days_ever_after(test in days(), today in day(), later in day()) {
        let condition = Condition::new(BookColumn::Published, Test::Date(test)).unwrap();
        let range = |condition: &Condition<_>, today| match condition.test() {
            Test::Date(test) => Some(test.range(today)),
            _ => None,
        };
        let resolved = condition.clone().resolve(today);
        prop_assert_eq!(range(&resolved, later), range(&condition, today));
    }
}
