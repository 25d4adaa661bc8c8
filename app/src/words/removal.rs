//! Words of deleting a case.

use crate::i18n::words;

words! {
    /// Words of deleting a case.
    RemovalWords;
    remove_case: "Radera aktivitetsansvaret", "Delete the case";
    cannot_be_undone: "Det går inte att ångra", "It cannot be undone";
    cannot_be_undone_text: "Radera bara det som aldrig borde ha funnits, till exempel en dubblett. Ett aktivitetsansvar som är avslutat som det ska är redan ute ur arbetet och räknas med i statistiken.", "Delete only what never should have been, such as a duplicate. A case that is closed as it should be is out of the work already, and counts in the statistics.";
    what_goes: "Det här försvinner", "What goes";
    what_stays: "Det här finns kvar", "What stays";
    reported_text: "Aktivitetsansvaret hör till en period som rapporteras till SCB. Raderar du det saknas det i rapporten.", "The case belongs to a period that is reported to Statistics Sweden. If you delete it, the report lacks it.";
    yes_remove: "Ja, radera aktivitetsansvaret", "Yes, delete the case";
    not_removed: "Aktivitetsansvaret kan inte raderas", "The case cannot be deleted";
    removed: "Aktivitetsansvaret är raderat", "The case is deleted";
    to_the_list: "Till listan", "To the list";
    {
        measures(count: usize): "Åtgärder: {count}", "Measures: {count}";
        contacts(count: usize, follow_ups: usize): "Kontakttillfällen: {count}, varav att följa upp: {follow_ups}", "Contacts: {count}, of which to follow up: {follow_ups}";
        went(measures: usize, contacts: usize): "Med det försvann åtgärder: {measures}, kontakttillfällen: {contacts}. Loggen har kvar vad som raderades och av vem.", "With it went measures: {measures}, contacts: {contacts}. The log keeps what was deleted and by whom.";
    }
}
