//! How addresses are built. No page writes one by hand.

#[cfg(feature = "ssr")]
pub mod access;
#[cfg(feature = "ssr")]
pub mod access_roles;
pub mod many;
pub mod record;

use domain::{
    case::tab::CaseTab,
    id::{CaseId, ContactId, JobId, NoticeId},
    language::Named,
    list::ExportFormat,
    product_page::ProductPage,
};

/// The start page.
pub const START: &str = "/";
/// What users see and change of their own account.
pub const OWN_PAGE: &str = "/min-sida";
/// What users write to each other, and what the system tells them.
pub const MESSAGES: &str = "/meddelanden";
/// Where a message is written.
pub const NEW_MESSAGE: &str = "/meddelanden/nytt";
/// Where one signs in.
pub const SIGN_IN: &str = "/logga-in";
/// Where one answers with a code when the password was right.
pub const SIGN_IN_CODE: &str = "/logga-in/kod";
/// What to do when a card did not sign its user in.
pub const SIGN_IN_FAILED: &str = "/logga-in/misslyckades";
/// Where somebody who has been invited chooses a password.
pub const INVITATION: &str = "/logga-in/inbjudan";
/// The list of cases.
pub const CASES: &str = "/aktivitetsansvar";
/// The list of follow-ups.
pub const FOLLOW_UPS: &str = "/uppfoljning";
/// The cases, closed ones too, with measures of which something is missing.
pub const INCOMPLETE_MEASURES: &str = "/aktivitetsansvar?incomplete-measures=at-least:1";
/// Reports to Statistics Sweden.
pub const SCB_EXPORT: &str = "/scb-export";
/// What is in the way of a report to Statistics Sweden.
pub const OBSTACLES: &str = "/hinder-for-rapportering";
/// Where the files of reports to Statistics Sweden lie.
#[cfg(feature = "ssr")]
pub const SCB_FILES: &str = "/export/scb";
/// What stands after the number of an export in the name of its log.
#[cfg(feature = "ssr")]
pub const LOG_SUFFIX: &str = "-logg";
/// The list of people.
pub const PERSONS: &str = "/personer";
/// The list of pupils.
pub const PUPILS: &str = "/elever";
/// The inbox of notices from schools.
pub const INBOX: &str = "/inkorg";
/// Where a notice is entered.
pub const NEW_NOTICE: &str = "/inkorg/ny";
/// The templates of letters.
pub const LETTER_TEMPLATES: &str = "/brevmallar";
/// Where a template of letters is written.
#[cfg(feature = "ssr")]
pub const NEW_LETTER_TEMPLATE: &str = "/brevmallar/ny";
/// What the code of a municipality stands behind in the address where it is said who sends its letters.
#[cfg(feature = "ssr")]
pub const SENDER_PREFIX: &str = "avsandare-";
/// Where letters are fetched.
#[cfg(feature = "ssr")]
pub const LETTER_FILES: &str = "/export/brev";
/// The file with a letter as it would be.
#[cfg(feature = "ssr")]
pub const LETTER_PREVIEW: &str = "prov";
/// The list of school units.
pub const UNITS: &str = "/enheter";
/// The list of study paths.
pub const STUDY_PATHS: &str = "/studievagar";
/// The list of jobs; the page of a job stands below it.
pub const JOBS: &str = "/jobb";
/// The list of runs.
pub const RUNS: &str = "/korningar";
/// What the next run will do.
pub const DRY_RUN: &str = "/korningar/prov";
/// The list of users.
pub const USERS: &str = "/anvandare";
/// Where one applies for a role.
pub const APPLY: &str = "/min-sida/ansok";
/// The users of the organisation that somebody administers, and what they may do.
pub const ACCESS: &str = "/behorigheter";
/// The roles that the organisation makes.
pub const ACCESS_ROLES: &str = "/anvandarroller";
/// Who could do what on a day.
pub const ACCESS_REPORT: &str = "/behorigheter-per-datum";
/// The auditor's log.
pub const LOG: &str = "/logg";
/// What the log tells of a person.
pub const PERSON_LOG: &str = "/logg/person";
/// Where the files of what the log tells of a person lie.
pub const PERSON_LOG_FILES: &str = "/export/loggutdrag";
/// The register as of a date.
pub const PAST: &str = "/register-per-datum";
/// The search, where there is no script.
pub const SEARCH: &str = "/sok";

/// What is to be followed up, by when it is due.
pub const AGENDA: &str = "/uppfoljning/agenda";
/// Where calendars of follow-ups are subscribed to.
pub const CALENDAR: &str = "/uppfoljning/kalender";
/// Where the calendars themselves lie: a token and `.ics` stand under it.
pub const CALENDARS: &str = "/kalender";

/// Where the cases of a selection are changed.
pub const UPDATE_CASES: &str = "/aktivitetsansvar/uppdatera";

/// Where somebody is registered by hand.
pub const ENTER_CASE: &str = "/aktivitetsansvar/ny";

/// Where lists are exported: a file named after the list stands under it.
pub const EXPORT: &str = "/export";

/// What stands after a case in the address of the page that asks whether it is to be deleted.
pub const REMOVE: &str = "radera";
/// What stands after a case in the address of the page that has all of it, to be printed.
#[cfg(feature = "ssr")]
pub const PRINT: &str = "utskrift";

/// The parameter that holds the code of why nobody was signed in.
#[cfg(feature = "ssr")]
pub const REASON_PARAMETER: &str = "orsak";
/// The parameter that holds the token of an invitation.
#[cfg(feature = "ssr")]
pub const INVITATION_PARAMETER: &str = "inbjudan";
/// What stands in the place of a reason when a password has been chosen.
#[cfg(feature = "ssr")]
pub const ACCEPTED: &str = "vald";
/// The parameter that tells where to go after signing in.
pub const RETURN_PARAMETER: &str = "till";
/// The parameter of a case's page that holds the state of the list one came from.
pub const LIST_PARAMETER: &str = "lista";
/// The parameter of the search that names what the server keeps for it.
pub const TOKEN_PARAMETER: &str = "f";
/// The parameter of a list that names the rows that are chosen.
pub const SELECTION_PARAMETER: &str = "_selection";
/// The parameter of a list that names the profile whose view its reader changes by going there. Only the list itself leads
/// there; of an address that came from elsewhere it is taken off.
pub const CHANGE_PARAMETER: &str = "_change";
/// The parameter of a page about chosen rows that names them.
pub const CHOSEN_PARAMETER: &str = "urval";
/// The parameter of what has been filled in and not been saved.
pub const DRAFT_PARAMETER: &str = "utkast";
/// The parameter that tells that something had been filled in and could not be kept.
pub const LOST_PARAMETER: &str = "forlorat";
/// The parameter that names what is told of what has just been saved.
pub const SAVED_PARAMETER: &str = "sparat";
/// What the inbox says of the part of it that has been handled.
#[cfg(feature = "ssr")]
pub const HANDLED: &str = "hanterade";
/// The parameter that asks for the changes alone of the log of a case.
pub const CHANGES_PARAMETER: &str = "andringar";
/// The parameter of a case's page that names the contact one came for.
pub const CONTACT_PARAMETER: &str = "kontakt";
/// The parameter of the agenda that leaves out what is not one's own.
pub const MINE_PARAMETER: &str = "mina";
/// The parameter that says which municipality is meant.
#[cfg(feature = "ssr")]
pub const PLACE_PARAMETER: &str = "kommun";
/// The parameter that says which day is meant.
#[cfg(feature = "ssr")]
pub const DATE_PARAMETER: &str = "datum";
/// The parameter of the first day of a period.
#[cfg(feature = "ssr")]
pub const FROM_PARAMETER: &str = "fran";
/// The parameter of the last day of a period, which is no place to lead back to.
#[cfg(feature = "ssr")]
pub const TO_PARAMETER: &str = "tom";
/// The parameter that says by what is known when a day is told of.
#[cfg(feature = "ssr")]
pub const VIEW_PARAMETER: &str = "syn";
/// The parameter that says from which template letters are written.
#[cfg(feature = "ssr")]
pub const TEMPLATE_PARAMETER: &str = "mall";
/// The parameter that says which part of a page is shown.
#[cfg(feature = "ssr")]
pub const PART_PARAMETER: &str = "visa";
/// The parameter of a page's number.
pub const PAGE_PARAMETER: &str = "sida";
/// The parameter that tells which message is answered.
#[cfg(feature = "ssr")]
pub const ANSWER_PARAMETER: &str = "svar";
/// What a new one begins as.
#[cfg(feature = "ssr")]
pub const OF_PARAMETER: &str = "av";

/// The page of a case.
pub fn case(id: CaseId) -> String {
    format!("{CASES}/{id}")
}

/// The page of a case, where one of its contacts is to be looked at.
pub fn contact(case: CaseId, contact: ContactId) -> String {
    with(&self::case(case), CONTACT_PARAMETER, &contact.to_string())
}

/// The agenda, of everybody's cases or of one's own.
pub fn agenda(mine: bool) -> String {
    if mine { with(AGENDA, MINE_PARAMETER, "1") } else { AGENDA.to_owned() }
}

/// The file of a calendar.
pub fn calendar_file(token: &str) -> String {
    format!("{CALENDARS}/{token}.ics")
}

/// The page that asks whether a case is really to be deleted.
pub fn remove_case(id: CaseId) -> String {
    format!("{CASES}/{id}/{REMOVE}")
}

/// The page that has all of a case, to be printed.
#[cfg(feature = "ssr")]
pub fn print_case(id: CaseId) -> String {
    format!("{CASES}/{id}/{PRINT}")
}

/// Where somebody stands by the rules.
#[cfg(feature = "ssr")]
pub fn why(person: domain::id::PersonId) -> String {
    format!("{PERSONS}/{person}/{WHY}")
}

/// The person of the last parts of an address of [`why`].
#[cfg(feature = "ssr")]
pub fn why_of(rest: &str) -> Option<domain::id::PersonId> {
    let (person, what) = rest.split_once('/')?;
    (what == WHY).then(|| person.parse().ok().map(domain::id::PersonId))?
}

/// The last part of the address of where somebody stands.
#[cfg(feature = "ssr")]
const WHY: &str = "varfor";

/// A tab of a case. The first one is the case's own address.
pub fn case_tab(id: CaseId, tab: CaseTab) -> String {
    match CaseTab::ALL.first() == Some(&tab) {
        true => case(id),
        false => format!("{CASES}/{id}/{}", tab.code()),
    }
}

/// The tab of an address by what stands after the case in it.
pub fn case_tab_of(segment: &str) -> Option<CaseTab> {
    match segment {
        "" => CaseTab::ALL.first().copied(),
        code => CaseTab::from_code(code),
    }
}

/// An address with one more parameter, whose value needs no encoding.
pub fn with(address: &str, parameter: &str, value: &str) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}{parameter}={value}")
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
        ProductPage::IncompleteMeasures => INCOMPLETE_MEASURES,
        ProductPage::ScbExport => SCB_EXPORT,
        ProductPage::ReportObstacles => OBSTACLES,
        ProductPage::Inbox => INBOX,
        ProductPage::Persons => PERSONS,
        ProductPage::Pupils => PUPILS,
        ProductPage::Units => UNITS,
        ProductPage::StudyPaths => STUDY_PATHS,
        ProductPage::Jobs => JOBS,
        ProductPage::Runs => RUNS,
        ProductPage::DryRun => DRY_RUN,
        ProductPage::Users => USERS,
        ProductPage::Access => ACCESS,
        ProductPage::AccessRoles => ACCESS_ROLES,
        ProductPage::AccessReport => ACCESS_REPORT,
        ProductPage::LetterTemplates => LETTER_TEMPLATES,
        ProductPage::Log => LOG,
        ProductPage::Past => PAST,
        ProductPage::Messages => MESSAGES,
        ProductPage::OwnPage => OWN_PAGE,
    }
}

/// A page of an export to Statistics Sweden.
#[cfg(feature = "ssr")]
pub fn scb_export(id: domain::id::ScbExportId, page: u64) -> String {
    match page {
        0 | 1 => format!("{SCB_EXPORT}/{id}"),
        page => with(&format!("{SCB_EXPORT}/{id}"), PAGE_PARAMETER, &page.to_string()),
    }
}

/// The file of an export.
#[cfg(feature = "ssr")]
pub fn scb_file(id: domain::id::ScbExportId) -> String {
    format!("{SCB_FILES}/{id}.csv")
}

/// The log of an export as a file.
#[cfg(feature = "ssr")]
pub fn scb_log(id: domain::id::ScbExportId) -> String {
    format!("{SCB_FILES}/{id}{LOG_SUFFIX}.csv")
}

/// A page of the inbox: of what waits, or of what has been handled.
#[cfg(feature = "ssr")]
pub fn inbox(handled: bool, page: u64) -> String {
    let shown = if handled { format!("?{PART_PARAMETER}={HANDLED}") } else { String::new() };
    match page {
        0 | 1 => format!("{INBOX}{shown}"),
        page => with(&format!("{INBOX}{shown}"), PAGE_PARAMETER, &page.to_string()),
    }
}

/// A page of a box of messages.
#[cfg(feature = "ssr")]
pub fn messages(of: domain::user_message::MessageBox, page: u64) -> String {
    let address = match of {
        domain::user_message::MessageBox::Received => MESSAGES.to_owned(),
        of => with(MESSAGES, PART_PARAMETER, of.code()),
    };
    if page > 1 { with(&address, PAGE_PARAMETER, &page.to_string()) } else { address }
}

/// A message.
#[cfg(feature = "ssr")]
pub fn message(id: domain::id::UserMessageId) -> String {
    format!("{MESSAGES}/{id}")
}

/// The message of an address, if it is one's.
#[cfg(feature = "ssr")]
pub fn message_of(path: &str) -> Option<domain::id::UserMessageId> {
    path.strip_prefix(MESSAGES)?.strip_prefix('/')?.parse().ok().map(domain::id::UserMessageId)
}

/// Where a message is answered.
#[cfg(feature = "ssr")]
pub fn answer_message(id: domain::id::UserMessageId) -> String {
    with(NEW_MESSAGE, ANSWER_PARAMETER, &id.to_string())
}

/// What the log tells of a person.
#[cfg(feature = "ssr")]
pub fn person_log(person: domain::id::PersonId, page: u64) -> String {
    match page {
        0 | 1 => format!("{PERSON_LOG}/{person}"),
        page => with(&format!("{PERSON_LOG}/{person}"), PAGE_PARAMETER, &page.to_string()),
    }
}

/// The page of a notice from a school.
pub fn notice(id: NoticeId) -> String {
    format!("{INBOX}/{id}")
}

/// The form of a template of letters.
#[cfg(feature = "ssr")]
pub fn letter_template(id: domain::id::LetterTemplateId) -> String {
    format!("{LETTER_TEMPLATES}/{id}")
}

/// Where it is said who sends the letters of a municipality.
#[cfg(feature = "ssr")]
pub fn letter_sender(municipality: domain::municipality::MunicipalityCode) -> String {
    format!("{LETTER_TEMPLATES}/{SENDER_PREFIX}{municipality}")
}

/// Letters that a job has written, by the number of their file from one.
#[cfg(feature = "ssr")]
pub fn letter_file(job: JobId, number: usize) -> String {
    format!("{LETTER_FILES}/{job}-{number}.pdf")
}

/// The first of the letters to the people of a selection, as it would be.
#[cfg(feature = "ssr")]
pub fn letter_preview(selection: &str, template: domain::id::LetterTemplateId, follow_up: &str) -> String {
    let file = format!("{LETTER_FILES}/{LETTER_PREVIEW}.pdf?{CHOSEN_PARAMETER}={}", encoded(selection));
    let file = with(&file, TEMPLATE_PARAMETER, &template.to_string());
    if follow_up.is_empty() { file } else { with(&file, DATE_PARAMETER, &encoded(follow_up)) }
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

/// The page of a form when what had been filled in could not be kept.
pub fn lost(form: &str) -> String {
    with(form, LOST_PARAMETER, "1")
}

/// An address, or what stands after its `?`, without some of its parameters.
pub fn without(address: &str, parameters: &[&str]) -> String {
    let (before, search) = match address.split_once('?') {
        Some((page, search)) => (format!("{page}?"), search),
        None => (String::new(), address),
    };
    let is_kept = |part: &&str| !parameters.contains(&part.split('=').next().unwrap_or_default());
    let kept: Vec<&str> = search.split('&').filter(is_kept).collect();
    format!("{before}{}", kept.join("&")).trim_end_matches('?').to_owned()
}

/// The value of one of the page's own parameters in what stands after `?`.
pub fn own_parameter<'a>(search: &'a str, name: &str) -> Option<&'a str> {
    let mut parts = search.trim_start_matches('?').split('&');
    parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
}

/// The page where somebody is registered by hand, with what has been filled in, and the state of the list one came from.
pub fn enter_case(draft: Option<&str>, list: &str) -> String {
    let parameters = [(DRAFT_PARAMETER, draft), (LIST_PARAMETER, Some(list).filter(|list| !list.is_empty()))];
    let parts =
        parameters.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", encoded(value?))));
    let search = parts.collect::<Vec<_>>().join("&");
    if search.is_empty() { ENTER_CASE.to_owned() } else { format!("{ENTER_CASE}?{search}") }
}

/// The page of a job, which leads back to the list in a state.
pub fn job(id: JobId) -> String {
    format!("{JOBS}/{id}")
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

/// Where one answers with a code or a passkey, to come to `target` afterwards.
#[cfg(feature = "ssr")]
pub fn sign_in_code_by(target: &str, ways: service::second_factor::passkey::sign_in::Ways) -> String {
    let page = match own(target) {
        Some(START) | None => SIGN_IN_CODE.to_owned(),
        Some(target) => with(SIGN_IN_CODE, RETURN_PARAMETER, &encoded(target)),
    };
    match (ways.passkey, ways.code) {
        (false, _) => page,
        (true, true) => with(&page, WAY_PARAMETER, EITHER_WAY),
        (true, false) => with(&page, WAY_PARAMETER, PASSKEY_WAY),
    }
}

/// The parameter that tells with what whoever has given their password goes on; left out for a code.
pub const WAY_PARAMETER: &str = "med";
/// With a passkey alone.
pub const PASSKEY_WAY: &str = "passkey";
/// With a passkey or a code.
pub const EITHER_WAY: &str = "passkey-eller-kod";

/// Where whoever has the token of an invitation chooses a password.
#[cfg(feature = "ssr")]
pub fn invitation(token: &str) -> String {
    with(INVITATION, INVITATION_PARAMETER, &encoded(token))
}

/// The same, with why the password was not taken.
#[cfg(feature = "ssr")]
pub fn invitation_refused(token: &str, reason: &str) -> String {
    with(&invitation(token), REASON_PARAMETER, &encoded(reason))
}

/// Where a browser is sent on to a provider from, to come to `target` afterwards.
#[cfg(feature = "ssr")]
pub fn sign_in_with(path: &str, provider: &str, target: &str) -> String {
    let address = with(path, "provider", &encoded(provider));
    match own(target) {
        Some(START) | None => address,
        Some(target) => with(&address, RETURN_PARAMETER, &encoded(target)),
    }
}

/// What to do when a card did not sign its user in, with why nobody was signed in where that is known, to come to `target` after
/// another attempt.
#[cfg(feature = "ssr")]
pub fn sign_in_failed_to(reason: Option<&str>, target: &str) -> String {
    let failed = match reason {
        Some(reason) => with(SIGN_IN_FAILED, REASON_PARAMETER, &encoded(reason)),
        None => SIGN_IN_FAILED.to_owned(),
    };
    match own(target) {
        Some(START) | None => failed,
        Some(target) => with(&failed, RETURN_PARAMETER, &encoded(target)),
    }
}

/// *Min sida*, where what is due is done before going on to a page.
#[cfg(feature = "ssr")]
pub fn own_page_to(target: &str) -> String {
    match own(target) {
        Some(START) | None => OWN_PAGE.to_owned(),
        Some(target) => with(OWN_PAGE, RETURN_PARAMETER, &encoded(target)),
    }
}

/// Whether a path is that of a page where one signs in.
pub fn is_sign_in(path: &str) -> bool {
    matches!(path.trim_end_matches('/'), SIGN_IN | SIGN_IN_CODE | SIGN_IN_FAILED | INVITATION)
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
            "/logga-in/kod?till=%2F",
            "/logga-in/misslyckades?orsak=provider-down",
            "/logga-in/inbjudan?inbjudan=x",
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
    fn what_has_been_filled_in_stands_under_a_token() {
        assert_eq!(enter_case(None, ""), "/aktivitetsansvar/ny");
        assert_eq!(lost(&enter_case(None, "")), "/aktivitetsansvar/ny?forlorat=1");
        let with_list = enter_case(Some("0a1b"), "sort=-age");
        assert_eq!(with_list, "/aktivitetsansvar/ny?utkast=0a1b&lista=sort%3D-age");
        assert_eq!(lost(&with_list), format!("{with_list}&forlorat=1"));
    }

    #[test]
    fn each_tab_has_its_own_address() {
        let address = |tab| case_tab(CaseId(7), tab);
        assert_eq!(address(CaseTab::Contacts), "/aktivitetsansvar/7");
        assert_eq!(address(CaseTab::Measures), "/aktivitetsansvar/7/atgarder");
        for tab in CaseTab::ALL {
            let address = address(*tab);
            let segment = address.strip_prefix("/aktivitetsansvar/7").unwrap().trim_start_matches('/');
            assert_eq!(case_tab_of(segment), Some(*tab));
        }
        assert_eq!(case_tab_of("annat"), None);
    }
}
