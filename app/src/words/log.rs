//! Words of the auditor's log.

use crate::i18n::words;

words! {
    /// Words of the auditor's log.
    LogWords;
    log_title: "Logg", "Log";
    log_intro:
        "Vem som har gjort vad, när och med hur många uppgifter. Loggen visar aldrig en persons uppgifter.",
        "Who did what, when and to how many records. The log never shows a person's data.";
    intact: "Sidans poster är oförändrade", "The entries of this page are unaltered";
    broken: "En post på sidan har ändrats", "An entry of this page has been altered";
    when: "När", "When";
    what: "Vad", "What";
    who: "Vem", "Who";
    in_role: "Roll", "Role";
    changes: "Antal", "Count";
    reason: "Uppgift", "Detail";
    role_system: "Systemet", "The system";
    role_operator: "Driften", "The operator";
    log_empty: "Inget har hänt än", "Nothing has happened yet";
    log_empty_text: "Här syns varje import, körning, inloggning och läsning så snart den skett.", "Each import, run, sign-in and reading appears here as soon as it has happened.";
    log_pages: "Loggens sidor", "Pages of the log";
}
