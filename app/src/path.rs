//! How addresses are built. No page writes one by hand.

use domain::{
    id::{CaseId, JobId},
    language::Named,
    list::ExportFormat,
    product_page::ProductPage,
};

/// The start page.
pub const START: &str = "/";
/// Where one signs in.
pub const SIGN_IN: &str = "/logga-in";
/// The list of cases.
pub const CASES: &str = "/aktivitetsansvar";
/// The list of follow-ups.
pub const FOLLOW_UPS: &str = "/uppfoljning";
/// The list of people.
pub const PERSONS: &str = "/personer";
/// The list of pupils.
pub const PUPILS: &str = "/elever";
/// The list of school units.
pub const UNITS: &str = "/enheter";
/// The list of study paths.
pub const STUDY_PATHS: &str = "/studievagar";
/// The list of jobs; the page of a job stands below it.
pub const JOBS: &str = "/jobb";
/// The list of runs.
pub const RUNS: &str = "/korningar";
/// The list of users.
pub const USERS: &str = "/anvandare";
/// The auditor's log.
pub const LOG: &str = "/logg";
/// The search, where there is no script.
pub const SEARCH: &str = "/sok";

/// Where the cases of a selection are changed.
pub const UPDATE_CASES: &str = "/aktivitetsansvar/uppdatera";

/// Where lists are exported: a file named after the list stands under it.
pub const EXPORT: &str = "/export";

/// The parameter that tells where to go after signing in.
pub const RETURN_PARAMETER: &str = "till";
/// The parameter of a case's page that holds the state of the list one came from.
pub const LIST_PARAMETER: &str = "lista";
/// The parameter of the search that names what the server keeps for it.
pub const TOKEN_PARAMETER: &str = "f";
/// The parameter of a list that names the rows that are chosen.
pub const SELECTION_PARAMETER: &str = "_selection";
/// The parameter of a page about chosen rows that names them.
pub const CHOSEN_PARAMETER: &str = "urval";
/// The parameter of what has been filled in and not been saved.
pub const DRAFT_PARAMETER: &str = "utkast";
/// The parameter that tells that something had been filled in and could not be kept.
pub const LOST_PARAMETER: &str = "forlorat";
/// The parameter of the page's number in a selection.
pub const PAGE_PARAMETER: &str = "sida";

/// The tabs of a case, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseTab {
    /// *Aktivitetsansvaret*, which is also the case's own address.
    Responsibility,
    /// *Åtgärder*.
    Measures,
    /// *Adresser*.
    Addresses,
    /// *Elevhistorik*.
    PupilHistory,
    /// *Tidslinje*.
    Timeline,
}

impl CaseTab {
    /// All tabs, in order.
    pub const ALL: [Self; 5] =
        [Self::Responsibility, Self::Measures, Self::Addresses, Self::PupilHistory, Self::Timeline];

    /// The last part of the tab's address, empty for the first tab.
    pub const fn segment(self) -> &'static str {
        match self {
            Self::Responsibility => "",
            Self::Measures => "atgarder",
            Self::Addresses => "adresser",
            Self::PupilHistory => "elevhistorik",
            Self::Timeline => "tidslinje",
        }
    }
}

/// The page of a case.
pub fn case(id: CaseId) -> String {
    format!("{CASES}/{id}")
}

/// A tab of a case.
pub fn case_tab(id: CaseId, tab: CaseTab) -> String {
    match tab.segment() {
        "" => case(id),
        segment => format!("{CASES}/{id}/{segment}"),
    }
}

/// The list of cases in a state: what stands after its `?`, without it.
pub fn cases(list: &str) -> String {
    if list.is_empty() { CASES.to_owned() } else { format!("{CASES}?{list}") }
}

/// An address of a case that leads back to the list in a state.
pub fn from_list(address: &str, list: &str) -> String {
    if list.is_empty() { address.to_owned() } else { format!("{address}?{LIST_PARAMETER}={}", encoded(list)) }
}

/// The address of a list's file, before its query: `/export/cases.csv`.
pub fn export_file(list: &str, format: ExportFormat) -> String {
    format!("{EXPORT}/{list}.{}", format.code())
}

/// A page of the menu.
pub const fn page(page: ProductPage) -> &'static str {
    match page {
        ProductPage::Start => START,
        ProductPage::Cases => CASES,
        ProductPage::FollowUps => FOLLOW_UPS,
        ProductPage::Persons => PERSONS,
        ProductPage::Pupils => PUPILS,
        ProductPage::Units => UNITS,
        ProductPage::StudyPaths => STUDY_PATHS,
        ProductPage::Jobs => JOBS,
        ProductPage::Runs => RUNS,
        ProductPage::Users => USERS,
        ProductPage::Log => LOG,
    }
}

/// A school unit: the list of units, filtered by its code.
pub fn unit(code: &str) -> String {
    format!("{UNITS}?code=equals:{}", encoded(code))
}

/// What the search finds of a text that is kept under a token.
pub fn search(token: &str) -> String {
    format!("{SEARCH}?{TOKEN_PARAMETER}={token}")
}

/// A page of the cases of a selection as they are changed, with what has been filled in, and the state of the list one
/// came from.
pub fn update_cases(selection: &str, page: usize, draft: Option<&str>, list: &str) -> String {
    let mut address = format!("{UPDATE_CASES}?{CHOSEN_PARAMETER}={}", encoded(selection));
    if page > 1 {
        address.push_str(&format!("&{PAGE_PARAMETER}={page}"));
    }
    if let Some(draft) = draft {
        address.push_str(&format!("&{DRAFT_PARAMETER}={}", encoded(draft)));
    }
    if !list.is_empty() {
        address.push_str(&format!("&{LIST_PARAMETER}={}", encoded(list)));
    }
    address
}

/// The same page when what had been filled in could not be kept.
pub fn lost(update_cases: &str) -> String {
    format!("{update_cases}&{LOST_PARAMETER}=1")
}

/// The page of a job, which leads back to the list in a state.
pub fn job(id: JobId, list: &str) -> String {
    from_list(&format!("{JOBS}/{id}"), list)
}

/// The page that asks whether a change is really to be taken back.
pub fn undo(id: JobId) -> String {
    format!("/andring/{id}/angra")
}

/// Where one signs in, to come back to `target` afterwards.
pub fn sign_in_to(target: &str) -> String {
    match own(target) {
        Some(START) | None => SIGN_IN.to_owned(),
        Some(target) => format!("{SIGN_IN}?{RETURN_PARAMETER}={}", encoded(target)),
    }
}

/// Whether a path is that of the page where one signs in.
pub fn is_sign_in(path: &str) -> bool {
    path.trim_end_matches('/') == SIGN_IN
}

/// Whether the page at a path comes alive in the browser.
pub fn ships_program(path: &str) -> bool {
    !is_sign_in(path) && path.trim_end_matches('/') != SEARCH
}

/// The target, if it lies within Fyren: one slash first, and nothing that a browser would read as another host.
pub fn own(target: &str) -> Option<&str> {
    let rest = target.strip_prefix('/')?;
    let leaves = rest.starts_with(['/', '\\']);
    let is_strange = target.chars().any(|character| character.is_control() || character == '\\');
    let is_plain = target.is_ascii() && !is_strange;
    (!leaves && is_plain && !is_sign_in(target.split(['?', '#']).next().unwrap_or_default()))
        .then_some(target)
}

/// Text as a value in an address.
pub fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_targets_within_fyren_are_accepted() {
        assert_eq!(own("/aktivitetsansvar?sida=2"), Some("/aktivitetsansvar?sida=2"));
        for foreign in [
            "",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "https://elsewhere.example",
            "/a\\b",
            "/a\r\nb",
            "/\t/x",
            "/logga-in",
        ] {
            assert_eq!(own(foreign), None, "{foreign:?}");
        }
    }

    #[test]
    fn signing_in_leads_back() {
        assert_eq!(sign_in_to("/aktivitetsansvar/7?x=1"), "/logga-in?till=%2Faktivitetsansvar%2F7%3Fx%3D1");
        assert_eq!(sign_in_to("/"), "/logga-in");
        assert_eq!(sign_in_to("//elsewhere.example"), "/logga-in");
    }

    #[test]
    fn a_case_remembers_the_list_one_came_from() {
        let list = "sort=-registered&page=2&f=0a1b";
        let case = from_list(&case(CaseId(7)), list);
        assert_eq!(case, "/aktivitetsansvar/7?lista=sort%3D-registered%26page%3D2%26f%3D0a1b");
        assert_eq!(cases(list), "/aktivitetsansvar?sort=-registered&page=2&f=0a1b");
        assert_eq!(
            (from_list("/aktivitetsansvar/7", ""), cases("")),
            ("/aktivitetsansvar/7".into(), CASES.into())
        );
    }

    #[test]
    fn each_tab_has_its_own_address() {
        let addresses = CaseTab::ALL.map(|tab| case_tab(CaseId(7), tab));
        assert_eq!(
            addresses,
            [
                "/aktivitetsansvar/7",
                "/aktivitetsansvar/7/atgarder",
                "/aktivitetsansvar/7/adresser",
                "/aktivitetsansvar/7/elevhistorik",
                "/aktivitetsansvar/7/tidslinje"
            ]
        );
    }
}
