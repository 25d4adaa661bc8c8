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
    not_all_saved: "Allt kunde inte sparas", "Not everything could be saved";
    fill_in_something: "Fyll i minst ett värde, eller markera Töm.", "Fill in at least one value, or tick Empty.";
    see_report: "Visa rapporten", "Show the report";
    missing: "Fyll i fältet.", "Fill in the field.";
    unreadable: "Skriv datumet som 2026-11-21.", "Write the date as 2026-11-21.";
    conflict: "Någon annan har ändrat raden under tiden, så dina värden är inte sparade. Jämför med det som står nu och spara igen.", "Somebody else has changed the row meanwhile, so your values are not saved. Compare with what stands there now and save again.";
    none_chosen: "Inga aktivitetsansvar är valda", "No cases are chosen";
    none_chosen_text: "Urvalet är tomt, eller så finns raderna inte längre för din roll. Gå tillbaka till listan och välj på nytt.", "The selection is empty, or its rows are no longer there for your role. Go back to the list and choose anew.";
    back_to_list: "Till listan", "To the list";
    pages: "Urvalets sidor", "Pages of the selection";
    progress: "Hur långt arbetet har kommit", "How far the work has come";
    cancel_job: "Avbryt jobbet", "Cancel the job";
    stopping: "Avbryts när den del som pågår är klar.", "Stops when the part under way is done.";
    not_changed: "Rader som inte ändrades", "Rows that were not changed";
    why: "Varför", "Why";
    undo: "Ångra", "Undo";
    undo_change: "Ångra ändringen", "Undo the change";
    see_undo: "Ändringen är ångrad. Visa ångringen", "The change is undone. Show the undo";
    see_undone: "Visa ändringen som ångrades", "Show the change that was undone";
    touched_rows: "Rader som har ändrats efteråt", "Rows that have been changed since";
    show_case: "Visa aktivitetsansvaret", "Show the case";
    failed_forbidden: "Rollen som jobbet startades i får inte längre ändra aktivitetsansvar. Det som är gjort är gjort.", "The role that the job was started in may no longer edit cases. What is done is done.";
    failed_touched: "Någon ändrade en av raderna innan ångringen hann göras. Inget är ångrat.", "Somebody changed one of the rows before the undo was done. Nothing is undone.";
    failed_otherwise: "Jobbet kunde inte göras. Säg till den som sköter driften.", "The job could not be done. Tell whoever runs Fyren.";
    {
        cases_chosen(count: &str): "{count} aktivitetsansvar valda", "{count} cases chosen";
        all_get_this(count: &str): "Alla {count} får det här", "All {count} get this";
        save_for_all(count: &str): "Spara för alla {count}", "Save for all {count}";
        rows_saved(count: &str): "Sparade: {count}.", "Saved: {count}.";
        rows_gone(count: &str): "{count} finns inte längre, eller syns inte för din roll.", "{count} are no longer there, or not seen by your role.";
        now_it_says(value: &str): "Nu: {value}", "Now: {value}";
        by_at(who: &str, when: &str): "{who}, {when}", "{who}, {when}";
        done_of(done: &str, total: &str): "{done} av {total}", "{done} of {total}";
        and_more(count: &str): "och {count} till", "and {count} more";
        undo_question(count: &str, who: &str, when: &str): "{count} aktivitetsansvar får tillbaka de värden de hade före ändringen som {who} gjorde {when}.", "{count} cases get back the values they had before the change that {who} made {when}.";
        undo_fields(fields: &str): "Det gäller: {fields}.", "It is about: {fields}.";
        place_of(page: &str, pages: &str): "{page} / {pages}", "{page} / {pages}";
    }
}
