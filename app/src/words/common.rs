//! Words that many pages say.

use crate::i18n::words;

words! {
    /// Words that many pages say.
    CommonWords;
    try_again: "Försök igen", "Try again";
    trying_again: "Det som visas kan ha ändrats. Försöker igen …", "What is shown may have changed. Trying again …";
    to_start: "Till startsidan", "To the start page";
    late: "försenad", "overdue";
    close: "Stäng", "Close";
    previous: "Föregående", "Previous";
    next: "Nästa", "Next";
    pages: "Sidor", "Pages";
    not_found_title: "Sidan finns inte", "There is no such page";
    not_found_text:
        "Adressen är fel eller har ändrats. Kontrollera den, eller börja om från startsidan.",
        "The address is wrong or has changed. Check it, or begin again from the start page.";
    {
        switch_to(role: &str): "Byt roll överst på sidan till {role}, som når hit.", "Switch at the top of the page to {role}, which reaches this.";
        page_title(page: &str): "{page} – Fyren", "{page} – Fyren";
    }
}
