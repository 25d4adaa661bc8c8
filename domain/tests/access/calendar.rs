//! The days on which the catalogue turns, the operator's changes of it, and what cannot be read.

use domain::{
    access::catalogue::{
        Catalogue, CatalogueError, CatalogueMistake, CatalogueRefusal, EntryState, NewEntry,
    },
    access::code::GroupCode,
    access::organisation::OrganisationKind,
    access::wording::{LONGEST_NAME, Wording, WordingError},
    language::{Language, Message},
};
use rstest::rstest;

use crate::{
    given::{catalogue, permission, service},
    support::day,
};

#[rstest]
#[case::nobody_knows("compensation-launched-2021-06-09", "2021-06-07", EntryState::Unknown)]
#[case::announced("compensation-launched-2021-06-09", "2021-06-08", EntryState::Announced)]
#[case::launched("compensation-launched-2021-06-09", "2021-06-09", EntryState::Offered)]
#[case::before_the_manual("compensation-medical-grounds", "2019-11-27", EntryState::Unknown)]
#[case::the_last_day("compensation-medical-grounds", "2021-07-20", EntryState::Offered)]
#[case::retired("compensation-medical-grounds", "2021-07-21", EntryState::Retired)]
#[case::forever("compensation-home-help", "2099-12-31", EntryState::Offered)]
fn a_permission_is_announced_offered_and_retired_on_its_days(
    #[case] code: &str,
    #[case] on: &str,
    #[case] state: EntryState,
) {
    let (catalogue, on) = (catalogue(), day(on));
    let entry = catalogue.entry(&permission(code)).unwrap();
    assert_eq!(entry.state_on(on), state);
    assert_eq!(entry.offered_on(on), state == EntryState::Offered);
    assert_eq!(entry.works_on(on), state == EntryState::Offered);
    let is_visible = matches!(state, EntryState::Announced | EntryState::Offered);
    assert_eq!(entry.visible_to_administrators_on(on), is_visible);
    let is_shown = |shown: Vec<domain::access::catalogue::ShownService<'_>>| {
        shown.iter().flat_map(|service| &service.groups).any(|group| group.entries.contains(&entry))
    };
    assert_eq!(is_shown(catalogue.offered_on(on)), state == EntryState::Offered);
    assert_eq!(is_shown(catalogue.visible_to_administrators_on(on)), is_visible);
}

#[rstest]
#[case("2019-11-27", "MELKER Administrera barn utan vårdnadshavare")]
#[case("2021-06-08", "MELKER Administrera barn utan vårdnadshavare")]
#[case("2021-06-09", "Administrera barn utan vårdnadshavare")]
#[case("2026-11-21", "Administrera barn utan vårdnadshavare")]
fn a_permission_is_called_what_it_was_called_on_the_day(#[case] on: &str, #[case] name: &str) {
    let catalogue = catalogue();
    let entry = catalogue.entry(&permission("administer-children-without-guardian")).unwrap();
    assert_eq!(entry.name_on(day(on)).pick(Language::Swedish), name);
}

#[test]
fn a_day_shows_services_and_groups_in_order_and_none_that_are_empty() {
    let catalogue = catalogue();
    let order = |on: &str| -> Vec<String> {
        let shown = catalogue.offered_on(day(on));
        let groups = shown.iter().flat_map(|shown| shown.groups.iter().map(move |group| (shown, group)));
        groups.map(|(shown, group)| format!("{}/{}", shown.service.code, group.group.code)).collect()
    };
    assert_eq!(order("2019-11-27"), ["fyren/permissions"]);
    assert_eq!(
        order("2026-11-21"),
        [
            "state-compensation/applied-for",
            "state-compensation/flat-rate",
            "unaccompanied-minors/permissions",
            "regions/permissions",
            "fyren/permissions"
        ]
    );
    assert_eq!(order("2014-12-31"), [""; 0]);
}

fn new(code: &str) -> NewEntry {
    NewEntry {
        code: code.into(),
        service: service("state-compensation"),
        group: GroupCode::try_from("applied-for").unwrap(),
        kinds: [OrganisationKind::Municipality].into(),
        name: ("Resor".into(), "Travel".into()),
        information: Default::default(),
        announced: day("2026-11-21"),
        first: day("2027-01-01"),
        source: "Beslut 2026:1".into(),
    }
}

#[test]
fn the_operator_announces_renames_and_retires_and_the_old_catalogue_stays() {
    let old = catalogue();
    let announced = old.announce(new("travel")).unwrap();
    let travel = permission("travel");
    let renamed = announced.rename(&travel, day("2027-03-01"), "Reskostnader", "Costs of travel").unwrap();
    let retired = renamed.retire(&travel, day("2028-01-01"), day("2027-12-01")).unwrap();
    assert_eq!(old, catalogue());
    assert_eq!(announced.entry(&travel).unwrap().state_on(day("2026-12-31")), EntryState::Announced);
    let entry = retired.entry(&travel).unwrap();
    assert_eq!(entry.name_on(day("2027-02-28")).pick(Language::English), "Travel");
    assert_eq!(entry.name_on(day("2027-03-01")).pick(Language::English), "Costs of travel");
    assert!(entry.works_on(day("2027-12-31")) && !entry.works_on(day("2028-01-01")));
    assert_eq!(entry.names().len(), 2);
}

/// A refusal says in both languages what is wrong, and differently.
fn is_told(refusal: &impl Message) {
    let [swedish, english] = Language::ALL.map(|language| refusal.message(language));
    assert!(swedish.ends_with('.') && english.ends_with('.') && swedish != english, "{swedish} / {english}");
}

#[test]
fn an_announcement_that_makes_no_sense_is_refused() {
    let long = "x".repeat(LONGEST_NAME + 1);
    let name = |swedish: &str, english: &str| NewEntry {
        name: (swedish.to_owned(), english.to_owned()),
        ..new("travel")
    };
    let no_group = NewEntry { group: GroupCode::try_from("permissions").unwrap(), ..new("travel") };
    let refused = [
        (new("compensation-home-help"), "code_taken"),
        (new("compensation-medical-grounds"), "code_taken"),
        (new("read-cases"), "code_taken"),
        (new("Resor!"), "code_unusable"),
        (new(""), "code_unusable"),
        (name("", "Travel"), "name_missing"),
        (name("Resor", " \n"), "name_missing"),
        (name(&long, "Travel"), "text_too_long"),
        (name("Resor", &long), "text_too_long"),
        (no_group, "unknown_group"),
        (NewEntry { service: service("nothing"), ..new("travel") }, "unknown_group"),
        (NewEntry { kinds: [].into(), ..new("travel") }, "no_kind"),
        (NewEntry { announced: day("2027-01-02"), ..new("travel") }, "announced_after_first"),
    ];
    for (new, code) in refused {
        let refusal = catalogue().announce(new.clone()).unwrap_err();
        assert_eq!(refusal.code(), code, "{new:?}");
        is_told(&refusal);
    }
    assert!(catalogue().announce(name(&"å".repeat(LONGEST_NAME), "Travel")).is_ok());
}

#[test]
fn a_renaming_or_retirement_that_makes_no_sense_is_refused() {
    let catalogue = catalogue();
    let (launched, children) =
        (permission("compensation-launched-2021-06-09"), permission("administer-children-without-guardian"));
    let medical = permission("compensation-medical-grounds");
    let rename = |code, from: &str, name: &str| catalogue.rename(code, day(from), name, name).unwrap_err();
    let retire = |code, from: &str, today: &str| catalogue.retire(code, day(from), day(today)).unwrap_err();
    let refused = [
        (rename(&launched, "2021-06-07", "Hyra"), "renamed_too_early"),
        (rename(&children, "2021-06-09", "Barn"), "renamed_too_early"),
        (rename(&children, "2019-01-01", "Barn"), "renamed_too_early"),
        (rename(&children, "2027-01-01", " "), "name_missing"),
        (rename(&children, "2027-01-01", &"x".repeat(LONGEST_NAME + 1)), "text_too_long"),
        (rename(&medical, "2021-07-21", "Bistånd"), "retired"),
        (rename(&permission("nothing"), "2027-01-01", "Barn"), "unknown_permission"),
        (retire(&launched, "2021-06-08", "2021-06-01"), "retired_before_first"),
        (retire(&medical, "2027-01-01", "2026-11-21"), "retired"),
        (retire(&children, "2026-11-20", "2026-11-21"), "retired_in_the_past"),
        (retire(&permission("nothing"), "2027-01-01", "2026-11-21"), "unknown_permission"),
    ];
    for (refusal, code) in refused {
        assert_eq!(refusal.code(), code);
        is_told(&refusal);
    }
    let same = catalogue.rename(
        &permission("see-asylum-seekers"),
        day("2027-01-01"),
        "Se  asylsökande",
        "See asylum seekers",
    );
    assert_eq!(same, Err(CatalogueRefusal::SameName));
    // What is withdrawn on its first day was never there.
    let withdrawn = catalogue.announce(new("travel")).unwrap();
    let withdrawn = withdrawn.retire(&permission("travel"), day("2027-01-01"), day("2026-12-01")).unwrap();
    assert!(!withdrawn.entry(&permission("travel")).unwrap().works_on(day("2027-01-01")));
}

const SERVICES: &str = "service;group;swedish;english\ns;;Tjänst;Service\ns;g;Grupp;Group\n";
const COLUMNS: &str = "code;service;group;kinds;announced;first;retired;name_from;swedish;english;information_swedish;information_english;source\n";
const GOOD: &str = "a;s;g;municipality;2021-01-01;2021-02-01;;;Ett;One;;;x\n";

fn mistake(services: &str, permissions: &str) -> CatalogueError {
    let error = Catalogue::parse(services, permissions).unwrap_err();
    is_told(&error);
    for (language, word) in [(Language::Swedish, "Rad"), (Language::English, "Line")] {
        assert!(error.message(language).starts_with(&format!("{word} {}: ", error.line)));
    }
    error
}

#[rstest]
#[case::columns("", 1, CatalogueMistake::Columns(COLUMNS.trim_end()))]
#[case::values("a;s;g", 3, CatalogueMistake::Values { found: 3, expected: 13 })]
#[case::a_semicolon_within("b;s;g;municipality;2021-01-01;2021-02-01;;;T;v;å;;;x", 3, CatalogueMistake::Values { found: 14, expected: 13 })]
#[case::day("b;s;g;municipality;2021-02-30;2021-02-01;;;Två;Two;;;x", 3, CatalogueMistake::Day("2021-02-30".into()))]
#[case::no_day("b;s;g;municipality;2021-02-01;;;;Två;Two;;;x", 3, CatalogueMistake::Day(String::new()))]
#[case::kind("b;s;g;municipality village;2021-01-01;2021-02-01;;;Två;Two;;;x", 3, CatalogueMistake::Kind("village".into()))]
#[case::no_kind("b;s;g;;2021-01-01;2021-02-01;;;Två;Two;;;x", 3, CatalogueRefusal::NoKind.into())]
#[case::name("b;s;g;municipality;2021-01-01;2021-02-01;;;Två;;;;x", 3, WordingError::NameMissing.into())]
#[case::group("b;s;h;municipality;2021-01-01;2021-02-01;;;Två;Two;;;x", 3, CatalogueRefusal::UnknownGroup.into())]
#[case::retired_first("b;s;g;municipality;2021-01-01;2021-02-01;2021-01-31;;Två;Two;;;x", 3, CatalogueRefusal::RetiredBeforeFirst { first: "2021-02-01".parse().unwrap() }.into())]
#[case::twice(
    "a;s;g;municipality;2021-01-01;2021-02-01;;2021-03-01;Två;Two;;;x",
    3,
    CatalogueMistake::LaterName
)]
#[case::a_day_of_the_first_name(
    "b;s;g;municipality;2021-01-01;2021-02-01;;2021-01-01;Två;Two;;;x",
    3,
    CatalogueMistake::FirstName
)]
#[case::earlier_name("a;;;;;;;2021-01-01;Två;Two;;;", 3, CatalogueRefusal::RenamedTooEarly { latest: "2021-01-01".parse().unwrap() }.into())]
#[case::an_empty_line_counts("\n\na", 5, CatalogueMistake::Values { found: 1, expected: 13 })]
fn a_line_that_cannot_be_read_is_told_with_its_number(
    #[case] line: &str,
    #[case] number: usize,
    #[case] expected: CatalogueMistake,
) {
    let permissions = if number == 1 { String::new() } else { format!("{COLUMNS}{GOOD}{line}\n") };
    assert_eq!(mistake(SERVICES, &permissions), CatalogueError { line: number, mistake: expected });
}

#[test]
fn services_are_read_once_and_before_their_groups() {
    for more in ["s;;Tjänst;Service", "s;g;Grupp;Group", "t;g;Grupp;Group"] {
        let error = mistake(&format!("{SERVICES}{more}\n"), COLUMNS);
        assert_eq!(error, CatalogueError { line: 4, mistake: CatalogueMistake::Service }, "{more}");
    }
    let bom = format!("\u{feff}{}", SERVICES.replace('\n', "\r\n"));
    assert_eq!(Catalogue::parse(&bom, COLUMNS), Catalogue::parse(SERVICES, COLUMNS));
}

#[test]
fn what_is_kept_of_a_catalogue_comes_back() {
    let shipped = catalogue();
    let kept = shipped.entries().iter().fold(Catalogue::of_services().unwrap(), |all, entry| {
        let texts = |wording: &Wording| {
            let [swedish, english] = Language::ALL.map(|language| wording.pick(language).to_owned());
            (swedish, english)
        };
        let new = NewEntry {
            code: entry.code.to_string(),
            service: entry.service.clone(),
            group: entry.group.clone(),
            kinds: entry.kinds.clone(),
            name: texts(&entry.names()[0].name),
            information: texts(&entry.information),
            announced: entry.announced,
            first: entry.first,
            source: entry.source.clone(),
        };
        all.keep(new, entry.retired, entry.names()[1..].to_vec()).unwrap()
    });
    assert_eq!(kept, shipped);
    assert_eq!(kept.with_fyren(), Ok(shipped), "nothing is there twice");
    let fyren = Catalogue::of_services().unwrap().with_fyren().unwrap();
    assert!(fyren.entries().iter().all(|entry| entry.service == service("fyren")));
}
