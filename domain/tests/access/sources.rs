//! What ships in the catalogue is what the sources name.

use domain::{
    access::{Permission, Role, code::PermissionCode, organisation::OrganisationKind, role::RoleTemplate},
    language::{Language, Named},
};

use crate::{
    given::{catalogue, permission, service},
    support::day,
};

/// The names of a group on a day, as they are read.
fn names(code: &str, group: &str, on: &str) -> Vec<String> {
    let catalogue = catalogue();
    let shown = catalogue.offered_on(day(on));
    let found = shown.iter().find(|shown| shown.service.code == service(code)).unwrap();
    let group = found.groups.iter().find(|shown| shown.group.code.as_str() == group).unwrap();
    group.entries.iter().map(|entry| entry.name_on(day(on)).pick(Language::Swedish).to_owned()).collect()
}

#[test]
fn the_catalogue_ships_with_every_permission_named_in_the_sources() {
    assert_eq!(
        names("state-compensation", "applied-for", "2020-01-24"),
        [
            "Ankomstboende för asylsökande ensamkommande barn",
            "Asylsökande i förskola",
            "Asylsökande i förskoleklass",
            "Asylsökande i grundskola",
            "Asylsökande i gymnasieskola",
            "Ekonomiskt bistånd för nyanlända sjuka och funktionshindrade",
            "Extraordinära kostnader för asylsökande enskild elev med särskilt behov",
            "Hemtjänst för nyanlända",
            "Kostnader för ekonomiskt bistånd till personer med tillstånd av medicinska skäl",
            "Stödinsatser för hälso- och sjukvård för nyanlända",
            "Vårdkostnader enligt LVU eller motsvarande för asylsökande ensamkommande barn",
            "Vårdkostnader enligt LVU eller motsvarande för asylsökande unga",
            "Vårdkostnader för asylsökande barn med vårdnadshavare i Sverige",
        ]
    );
    assert_eq!(
        names("state-compensation", "flat-rate", "2020-01-24"),
        [
            "Använningskostnaden å 52 000 kr - Asyl",
            "Grundersättning",
            "Årlig ersättning - fast",
            "Årlig ersättning - rörlig"
        ]
    );
    assert_eq!(
        names("regions", "permissions", "2020-01-24"),
        [
            "Rapportera hälsoundersökning",
            "Se asylsökande",
            "Skapa ny ansökan om ersättning",
            "Skicka in ansökan om ersättning"
        ]
    );
    assert_eq!(
        names("unaccompanied-minors", "permissions", "2020-01-24"),
        ["MELKER Administrera barn utan vårdnadshavare"]
    );
}

#[test]
fn a_name_stands_in_its_source_or_the_entry_says_how_that_is_read() {
    for entry in catalogue().entries() {
        let file = entry.source.split(',').next().unwrap_or_default();
        // The sources lie beside the repository, or nowhere.
        let Ok(text) = std::fs::read_to_string(format!("../../shared/seeds/{file}")) else { continue };
        let quoted = |text: &str| text.split('”').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        for since in entry.names() {
            let name = since.name.pick(Language::Swedish);
            let is_named = text.contains(name) || entry.code.as_str() == "compensation-launched-2021-06-09";
            let is_explained =
                quoted(&entry.source).first().is_some_and(|words| text.contains(words.as_str()));
            assert!(is_named || is_explained, "{name} does not stand in {file}");
        }
    }
}

#[test]
fn every_entry_has_both_languages_and_a_source_and_is_for_some_organisation() {
    for entry in catalogue().entries() {
        assert!(!entry.source.is_empty() && !entry.kinds.is_empty(), "{}", entry.code);
        assert!(entry.announced <= entry.first, "{}", entry.code);
        let has = |language| !entry.information.pick(language).is_empty();
        assert_eq!(has(Language::Swedish), has(Language::English), "{}", entry.code);
        let kinds: Vec<_> = entry.kinds.iter().copied().collect();
        match entry.service.as_str() {
            "regions" => assert_eq!(kinds, [OrganisationKind::Region]),
            "fyren" => assert_eq!(kinds, [OrganisationKind::Municipality, OrganisationKind::Region]),
            _ => assert_eq!(kinds, [OrganisationKind::Municipality]),
        }
    }
}

#[test]
fn fyrens_own_permissions_are_those_of_the_program() {
    let catalogue = catalogue();
    let own: Vec<_> = catalogue.entries().iter().filter(|entry| entry.service == service("fyren")).collect();
    // What administers a service has that by it, and it is given by nobody.
    assert_eq!(own.len() + 1, Permission::ALL.len());
    for (entry, permission) in own.iter().zip(Permission::given()) {
        assert_eq!(Permission::from_code(entry.code.as_str()), Some(permission));
        for language in Language::ALL {
            assert_eq!(entry.name_on(day("2026-11-21")).pick(language), permission.name(language));
        }
    }
}

#[test]
fn the_templates_of_the_fixed_roles_may_what_those_may() {
    let catalogue = catalogue();
    for template in RoleTemplate::ALL {
        for kind in template.kinds() {
            for language in Language::ALL {
                assert!(!template.information(language).is_empty());
                let draft = template.draft(*kind, language);
                let Some(fixed) = template.fixed() else {
                    assert!(draft.permissions.is_empty(), "nothing is known of what {template:?} may do");
                    continue;
                };
                let made = draft.make(&catalogue, day("2026-11-21")).unwrap();
                assert_eq!(made.name().as_str(), fixed.name(language));
                for permission in Permission::ALL {
                    let code = PermissionCode::from(*permission);
                    assert_eq!(
                        made.permissions().contains(&code),
                        fixed.may(*permission),
                        "{template:?} {code}"
                    );
                }
            }
        }
    }
    let fixed: Vec<_> = RoleTemplate::ALL.iter().filter_map(|template| template.fixed()).collect();
    assert_eq!(fixed, Role::ALL);
}

#[test]
fn a_permission_is_found_by_its_code_alone() {
    let catalogue = catalogue();
    for entry in catalogue.entries() {
        assert_eq!(catalogue.entry(&entry.code), Some(entry));
    }
    assert_eq!(catalogue.entry(&permission("no-such-permission")), None);
}
