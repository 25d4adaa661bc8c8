//! Words of the log of a case.

use domain::{language::Language, operation::ChangeKind};

use crate::i18n::words;

words! {
    /// Words of the log of a case.
    LogWords;
    tab_log: "Logg", "Log";
    log_intro: "Vem som har sett och ändrat vad, det senaste först. Det som hör till en annan kommuns arbete visas inte.", "Who has seen and changed what, the latest first. What belongs to another municipality's work is not shown.";
    log_when: "Tidpunkt", "Time";
    log_who: "Vem", "Who";
    log_what: "Vad", "What";
    log_shown: "Vad loggen visar", "What the log shows";
    log_everything: "Allt", "Everything";
    log_changes_only: "Bara ändringar", "Changes only";
    log_read: "Läste ärendet", "Read the case";
    log_read_in_list: "Såg ärendet i en lista", "Saw the case in a list";
    log_before: "Före", "Before";
    log_after: "Efter", "After";
    log_nothing: "tomt", "empty";
    log_changed: "ändrad", "changed";
    log_empty: "Inget i loggen", "Nothing in the log";
    log_empty_text: "Här står vem som har läst eller ändrat ärendet.", "Who has read or changed the case stands here.";
    {
        log_times(times: usize): "{times} gånger", "{times} times";
        log_entries(count: &str): "Händelser: {count}.", "Entries: {count}.";
    }
}

/// What was done to a thing, which is named behind it.
pub trait ChangeWords {
    /// *Ändrade*
    fn log_change(self, kind: ChangeKind) -> &'static str;
}

impl ChangeWords for Language {
    fn log_change(self, kind: ChangeKind) -> &'static str {
        match kind {
            ChangeKind::Created => self.pick("Registrerade", "Registered"),
            ChangeKind::Changed => self.pick("Ändrade", "Changed"),
            ChangeKind::Removed => self.pick("Tog bort", "Removed"),
            ChangeKind::Read => self.pick("Läste", "Read"),
        }
    }
}
