//! Every page, file and server function, for the tests of who is answered what.

/// What a server function is for somebody without a session.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It answers anybody.
    Open,
    /// It answers nobody who has not signed in.
    Guarded,
    /// It is no form but a link, on the way to a provider and back from it; nothing is posted to it.
    Followed,
}

/// Whether a server function answers nobody who has not signed in.
pub fn is_guarded(kind: Kind) -> bool {
    kind == Guarded
}

use Kind::{Followed, Guarded, Open};

/// Every server function, with what is posted to it. A new one has its place here before it has one in the program.
pub fn functions(case: impl std::fmt::Display) -> Vec<(&'static str, Kind, String)> {
    vec![
        ("/api/accept-invitation", Open, "token=x&new=x&again=x".to_owned()),
        ("/api/add-access-user", Guarded, "fields[first_name]=Ali".to_owned()),
        ("/api/apply-for-role", Guarded, "fields[kind]=give&fields[role]=1".to_owned()),
        ("/api/ask-passkey", Open, String::new()),
        ("/api/begin-recertification", Guarded, "fields[due]=2026-12-24".to_owned()),
        ("/api/cancel-job", Guarded, "id=4711".to_owned()),
        ("/api/change-access-user", Guarded, "id=4711&version=1&fields[first_name]=Ali".to_owned()),
        ("/api/change-list", Guarded, "list=cases&what=find&value=Dahl".to_owned()),
        ("/api/change-profiles", Guarded, "list=cases&what=choose-profile&profile=0".to_owned()),
        ("/api/change-password", Guarded, "current=x&new=y&again=y".to_owned()),
        ("/api/change-passkeys", Guarded, "what=add&name=x&password=x".to_owned()),
        ("/api/change-second-factor", Guarded, "what=set-up&password=x".to_owned()),
        ("/api/change-role", Guarded, "id=4711&version=1&fields[name]=Enheten".to_owned()),
        ("/api/change-role-of-many", Guarded, "selection=x&fields[role]=1".to_owned()),
        ("/api/choose-language", Open, "language=en&return_to=/".to_owned()),
        ("/api/choose-mail", Guarded, "wanted=true".to_owned()),
        ("/api/choose-script", Open, "script=runs&return_to=/".to_owned()),
        ("/api/choose-theme", Open, "theme=dark&return_to=/".to_owned()),
        ("/api/confirm-passkey", Guarded, "answer=x".to_owned()),
        ("/api/confirm-second-factor", Guarded, "code=123456".to_owned()),
        ("/api/close-scb-period", Guarded, "id=4711".to_owned()),
        ("/api/copy-permissions", Guarded, "id=4711&fields[other]=4712".to_owned()),
        ("/api/decide-application", Guarded, "id=4711&what=approve&fields[reason]=Behov".to_owned()),
        ("/api/decide-recertification", Guarded, "id=4711&what=confirm&ticked[4711]=1".to_owned()),
        ("/api/drawn", Guarded, format!("address=/aktivitetsansvar/{case}")),
        ("/api/end-grant", Guarded, "id=4711&grant=4711".to_owned()),
        ("/api/end-session", Guarded, "id=4711".to_owned()),
        ("/api/enter-case", Guarded, "what=look-up&fields[civic_number]=20080817-2381".to_owned()),
        ("/api/enter-notice", Guarded, "fields[civic_number]=200808172381".to_owned()),
        ("/api/find", Guarded, "text=Dahl".to_owned()),
        ("/api/find-person-log", Guarded, "fields[civic_number]=20080817-2381".to_owned()),
        ("/api/fold-menu", Open, "menu=folded&return_to=/".to_owned()),
        ("/api/frame", Guarded, String::new()),
        ("/api/import-users", Guarded, "what=preview&fields[table]=Ali".to_owned()),
        ("/api/look-up-person", Guarded, "civic_number=20080817-2381".to_owned()),
        ("/api/give-role", Guarded, "id=4711&fields[role]=1".to_owned()),
        ("/api/handle-notice", Guarded, "id=4711&what=put-aside&fields[reason]=Dubblett".to_owned()),
        ("/api/make-invitation", Guarded, "id=4711".to_owned()),
        ("/api/make-password", Guarded, "id=4711".to_owned()),
        ("/api/make-scb-report", Guarded, "fields[from]=2026-07-01&fields[to]=2026-06-30".to_owned()),
        ("/api/make-role", Guarded, "fields[name]=Enheten".to_owned()),
        ("/api/reinstate-role", Guarded, "id=4711&version=1".to_owned()),
        ("/api/remove-access-user", Guarded, "id=4711".to_owned()),
        ("/api/set-last-day", Guarded, "id=4711&grant=4711&fields[reason]=Slutar".to_owned()),
        ("/api/set-permissions", Guarded, "id=4711&service=fyren".to_owned()),
        ("/api/mark-message", Guarded, "id=4711&what=put-away".to_owned()),
        ("/api/make-calendar", Guarded, "mine=1".to_owned()),
        ("/api/read-list", Guarded, "list=cases&search=".to_owned()),
        ("/api/remove-case", Guarded, format!("id={case}&version=1")),
        ("/api/revoke-calendar", Guarded, "id=4711".to_owned()),
        (
            "/api/save-record",
            Guarded,
            format!("address=/aktivitetsansvar/{case}/atgarder/ny&what=save&fields[kind]=guidance"),
        ),
        ("/api/save-sender", Guarded, "municipality=0581&fields[telephone]=011-150000".to_owned()),
        ("/api/save-template", Guarded, "what=save&fields[name]=Brev".to_owned()),
        ("/api/search", Guarded, "text=Dahl".to_owned()),
        ("/api/select-rows", Guarded, "list=cases&all=1&action=update".to_owned()),
        ("/api/send-message", Guarded, "fields[subject]=Hej".to_owned()),
        ("/api/sign-in", Open, String::new()),
        ("/api/sign-in-answer", Followed, String::new()),
        ("/api/sign-in-with", Followed, String::new()),
        ("/api/sign-in-passkey", Open, "answer=x".to_owned()),
        ("/api/sign-in-code", Open, "code=123456".to_owned()),
        ("/api/sign-out", Guarded, String::new()),
        ("/api/switch-role", Guarded, "role=1".to_owned()),
        ("/api/withdraw-application", Guarded, "id=4711".to_owned()),
        ("/api/withdraw-role", Guarded, "id=4711&version=1".to_owned()),
        ("/api/undo-change", Guarded, "id=4711".to_owned()),
        ("/api/update-cases", Guarded, format!("what=save&rows[{case}][version]=1")),
    ]
}

/// Every page, as it is routed.
pub const PAGES: [&str; 56] = [
    "/",
    "/aktivitetsansvar",
    "/aktivitetsansvar/ny",
    "/aktivitetsansvar/uppdatera",
    "/aktivitetsansvar/{id}",
    "/aktivitetsansvar/{id}/{tab}",
    "/aktivitetsansvar/{id}/{tab}/{record}",
    "/aktivitetsansvar/atgarder",
    "/aktivitetsansvar/brev",
    "/aktivitetsansvar/kontakt",
    "/aktivitetsansvar/lamna-over",
    "/aktivitetsansvar/uppdatera",
    "/andring/{id}/angra",
    "/anvandare",
    "/anvandarroller",
    "/anvandarroller/{id}",
    "/anvandarroller/{id}/{part}",
    "/behorigheter",
    "/behorigheter/{id}",
    "/behorigheter/{id}/{part}",
    "/behorigheter/{id}/{part}/{service}",
    "/behorigheter-per-datum",
    "/brevmallar",
    "/brevmallar/{id}",
    "/elever",
    "/enheter",
    "/inkorg",
    "/inkorg/{id}",
    "/jobb",
    "/jobb/{id}",
    "/korningar",
    "/korningar/prov",
    "/logg",
    "/logg/person",
    "/logg/person/{id}",
    "/logga-in",
    "/logga-in/kod",
    "/logga-in/inbjudan",
    "/logga-in/misslyckades",
    "/meddelanden",
    "/meddelanden/{id}",
    "/min-sida",
    "/min-sida/ansok",
    "/personer",
    "/personer/{id}/varfor",
    "/register-per-datum",
    "/scb-export",
    "/scb-export/{id}",
    "/hinder-for-rapportering",
    "/sok",
    "/studievagar",
    "/uppfoljning",
    "/uppfoljning/agenda",
    "/uppfoljning/kalender",
    "/uppfoljning/avsluta",
    "/uppfoljning/kontakt",
];

/// What names a person and no case.
pub const OF_PEOPLE: [&str; 3] =
    ["/personer/{id}/varfor", "/logg/person/{id}", "/export/loggutdrag/{id}.csv"];

/// The tabs of a case but the first, which has the case's own address; the last there is not.
pub const TABS: [&str; 17] = [
    "adresser",
    "adresser/post",
    "aktivitetsansvaret",
    "aktivitetsansvaret/andra",
    "atgarder",
    "atgarder/ny",
    "elevhistorik",
    "kontakttillfallen/ny",
    "kontaktuppgifter",
    "kontaktuppgifter/ny",
    "logg",
    "plan",
    "plan/ny",
    "radera",
    "tidslinje",
    "utskrift",
    "finns-inte",
];

/// Every list, by its code, and where it lives.
pub const LISTS: [(&str, &str); 11] = [
    ("access-users", "/behorigheter"),
    ("cases", "/aktivitetsansvar"),
    ("follow-ups", "/uppfoljning"),
    ("jobs", "/jobb"),
    ("log", "/logg"),
    ("persons", "/personer"),
    ("pupils", "/elever"),
    ("runs", "/korningar"),
    ("study-paths", "/studievagar"),
    ("units", "/enheter"),
    ("users", "/anvandare"),
];

/// The register as of a date, which has files too.
pub const PAST: (&str, &str) = ("past", "/register-per-datum");
