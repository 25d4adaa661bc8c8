//! Words of bulk changes: choosing values for many cases, following the work, taking it back.

use crate::i18n::words;

words! {
    /// Words of bulk changes.
    BulkWords;
    update_cases: "Uppdatera aktivitetsansvar", "Update cases";
    can_be_undone: "Kan ångras som helhet efteråt", "Can be undone as a whole afterwards";
    individual: "Individ", "Individual";
    all_here: "Alla", "All";
    same_for_all: "Samma värde för alla på sidan: fyll i och tryck på Verkställ. Inget sparas förrän du trycker på Spara.", "The same value for all on the page: fill in and press Apply. Nothing is saved until you press Save.";
    apply: "Verkställ", "Apply";
    save: "Spara", "Save";
    reset: "Återställ", "Reset";
    cancel: "Avbryt", "Cancel";
    leave: "Lämna som det är", "Leave as it is";
    nobody: "Ingen", "Nobody";
    not_outside: "Nej", "No";
    clear: "Töm", "Empty";
    done_as_job: "Så många ändras i bakgrunden. Du kan följa arbetet och avbryta det.", "So many are changed in the background. You can follow the work and cancel it.";
    row_by_row: "Eller var för sig", "Or one by one";
    closed: "avslutad", "closed";
    open_refused_again: "Öppna dem i formuläret igen", "Open them in the form again";
    nothing_saved: "Inget sparades", "Nothing was saved";
    not_saved_yet: "Inget av det här är sparat än", "None of this is saved yet";
    not_saved_yet_text: "Du hade blivit utloggad när du sparade. Det du hade fyllt i står kvar nedan. Gå igenom det och tryck på knappen längst ned igen.", "You had been signed out when you saved. What you had filled in stands below. Look it through and press the button at the bottom again.";
    lost: "Det du hade fyllt i är inte sparat", "What you had filled in is not saved";
    lost_text: "Du hade blivit utloggad när du sparade, och det gick inte att behålla. Fyll i på nytt.", "You had been signed out when you saved, and it could not be kept. Fill it in again.";
    selection_gone: "Urvalet finns inte längre kvar", "The selection is no longer kept";
    selection_gone_text: "Ett urval finns kvar medan du är inloggad, och de femtio senaste. Gå till listan, markera aktivitetsansvaren på nytt och tryck på Uppdatera aktivitetsansvar.", "A selection is kept while you are signed in, and the fifty latest. Go to the list, select the cases again and press Update cases.";
    fill_in_something: "Fyll i minst ett värde, eller markera Töm.", "Fill in at least one value, or tick Empty.";
    see_report: "Visa rapporten", "Show the report";
    missing: "Fyll i fältet.", "Fill in the field.";
    unreadable: "Skriv datumet som 2026-11-21.", "Write the date as 2026-11-21.";
    conflict: "Någon annan har ändrat raden under tiden, så dina värden är inte sparade. Jämför med det som står nu och spara igen.", "Somebody else has changed the row meanwhile, so your values are not saved. Compare with what stands there now and save again.";
    none_chosen: "Inga aktivitetsansvar är valda", "No cases are chosen";
    none_chosen_text: "Urvalet är tomt, eller så finns raderna inte längre för din roll. Gå tillbaka till listan och välj på nytt.", "The selection is empty, or its rows are no longer there for your role. Go back to the list and choose anew.";
    back_to_list: "Till listan", "To the list";
    back_to_cases: "Till aktivitetsansvaren", "To the cases";
    back_to_follow_ups: "Till uppföljningarna", "To the follow-ups";
    pages: "Urvalets sidor", "Pages of the selection";
    progress: "Hur långt arbetet har kommit", "How far the work has come";
    cancel_job: "Avbryt jobbet", "Cancel the job";
    stopping: "Avbryts när den del som pågår är klar.", "Stops when the part under way is done.";
    stopped_too_late: "Det gick inte att avbryta: allt var redan gjort.", "It could not be cancelled: everything had been done already.";
    stopped_too_late_undo: "Tryck på Ångra om aktivitetsansvaren ska få tillbaka de värden de hade.", "Press Undo if the cases are to get back the values they had.";
    all_at_once: "Allt ångras på en gång. Det kan ta en stund, och kan inte avbrytas.", "Everything is undone at once. It may take a while, and cannot be cancelled.";
    not_changed: "Rader som inte ändrades", "Rows that were not changed";
    why: "Varför", "Why";
    undo: "Ångra", "Undo";
    undo_change: "Ångra ändringen", "Undo the change";
    see_undo: "Ändringen är ångrad. Visa ångringen", "The change is undone. Show the undo";
    see_undone: "Visa ändringen som ångrades", "Show the change that was undone";
    not_undone: "Ändringen är inte ångrad", "The change is not undone";
    see_change: "Visa ändringen", "Show the change";
    not_applied: "Det som står i raden för alla är inte ifyllt i raderna än. Tryck på Verkställ för att fylla i dem, eller töm raden.", "What stands in the row for all is not filled into the rows yet. Press Apply to fill them in, or empty the row.";
    rows_not_allowed: "Rader som inte får bli som de var", "Rows that may not become as they were";
    touched_rows: "Rader som har ändrats efteråt", "Rows that have been changed since";
    {
        all_get_this(count: &str): "Alla {count} får det här", "All {count} get this";
        save_for_all(count: &str): "Spara för alla {count}", "Save for all {count}";
        some_not_saved(count: &str, total: &str): "{count} av {total} kunde inte sparas", "{count} of {total} could not be saved";
        job_by_at(id: &str, who: &str, when: &str): "Jobb {id}. {who}, {when}", "Job {id}. {who}, {when}";
        rows_saved(count: &str): "Sparade: {count}.", "Saved: {count}.";
        rows_gone(count: &str): "{count} finns inte längre, eller syns inte för din roll.", "{count} are no longer there, or not seen by your role.";
        now_it_says(value: &str): "Nu: {value}", "Now: {value}";
        done_of(done: &str, total: &str): "{done} av {total}", "{done} of {total}";
        left_out_of(left: &str, total: &str): "Det gick inte för {left} av {total}.", "It could not be done for {left} of {total}.";
        and_more(count: &str): "och {count} till", "and {count} more";
        undo_question(count: &str, who: &str, when: &str): "{count} aktivitetsansvar får tillbaka de värden de hade före ändringen som {who} gjorde {when}.", "{count} cases get back the values they had before the change that {who} made {when}.";
        undo_measures(count: &str, who: &str, when: &str): "Åtgärderna som {who} registrerade {when} för {count} aktivitetsansvar tas bort, och de som fick slutdatum av dem fortsätter.", "The measures that {who} registered {when} in {count} cases are removed, and those that they ended go on.";
        undo_contacts(count: &str, who: &str, when: &str): "Kontakttillfällena som {who} registrerade {when} för {count} aktivitetsansvar tas bort.", "The contacts that {who} registered {when} with {count} cases are removed.";
        undo_letters(count: &str, who: &str, when: &str): "De {count} brev som {who} skrev {when} tas bort med sina kontakttillfällen, och PDF-filen går inte att hämta längre. Den kan redan ha hämtats och brev ha gått ut på papper: dem tar det här inte tillbaka.", "The {count} letters that {who} wrote {when} are removed with their contacts, and the PDF can no longer be fetched. It may have been fetched already and letters have gone out on paper: those are not taken back by this.";
        undo_closing(count: &str, who: &str, when: &str): "{count} uppföljningar som {who} avslutade {when} öppnas igen.", "{count} follow-ups that {who} closed {when} are open again.";
        undo_fields(fields: &str): "Det gäller: {fields}.", "It is about: {fields}.";
        place_of(page: &str, pages: &str): "{page} / {pages}", "{page} / {pages}";
    }
}
