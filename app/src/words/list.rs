//! Words of every list.

use crate::i18n::words;

words! {
    /// Words of every list.
    ListWords;
    filter: "Filter", "Filter";
    apply: "Verkställ", "Apply";
    apply_any: "Minst ett ska gälla", "At least one is to hold";
    negated: "Visa i stället de andra", "Show the others instead";
    change_filter: "Ändra", "Change";
    clear: "Rensa", "Clear";
    clear_filter: "Rensa filtret", "Clear the filter";
    show_all: "Visa alla", "Show all";
    chosen_filters: "Valda filter", "Chosen filters";
    no_filter: "inget filter", "no filter";
    comparison: "Jämförelse", "Comparison";
    value: "Värde", "Value";
    first_value: "Från", "From";
    last_value: "Till", "To";
    days: "Antal dagar", "Number of days";
    find: "Hitta i urvalet", "Find in the selection";
    find_button: "Hitta", "Find";
    sort: "Sortera", "Sort";
    sorted_by: "Sorterat på", "Sorted by";
    unsorted: "Osorterat", "Unsorted";
    sort_keys: "Sorteringens ordning", "The order of the sort";
    add_sort: "Sortera därefter på", "Then sort by";
    add: "Lägg till", "Add";
    turn: "Vänd", "Turn";
    remove: "Ta bort", "Remove";
    default_sort: "Återställ sorteringen", "Reset the sort";
    columns: "Kolumner", "Columns";
    show_columns: "Visa kolumnerna", "Show the columns";
    default_columns: "Återställ kolumnerna", "Reset the columns";
    column_order: "Kolumnernas ordning", "The order of the columns";
    move_left: "Flytta åt vänster", "Move to the left";
    move_right: "Flytta åt höger", "Move to the right";
    layout: "Bredd och täthet", "Width and density";
    density: "Täthet", "Density";
    pinned: "Kolumner som står kvar", "Columns that stay in sight";
    widths: "Bredd, i antal tecken", "Width, in characters";
    automatic: "automatisk", "automatic";
    select_page: "Markera alla på sidan", "Select all on the page";
    selection_bar: "Markerade rader", "Selected rows";
    select_nothing: "Avmarkera", "Select none";
    nothing: "inget", "nothing";
    export: "Exportera", "Export";
    selection: "Urval", "Selection";
    export_is_told: "Exporten skrivs i loggen som en läsning av det som står i filen.", "The export is written in the log as a reading of what stands in the file.";
    rows_per_page: "Rader per sida", "Rows per page";
    page: "Sida", "Page";
    go: "Gå", "Go";
    ascending: "stigande", "ascending";
    descending: "fallande", "descending";
    loading: "Hämtar …", "Loading …";
    no_match: "Inget passar urvalet", "Nothing matches the selection";
    no_match_text: "Ändra eller rensa filtret för att se fler.", "Change or clear the filter to see more.";
    nothing_yet: "Här är tomt än", "Nothing here yet";
    nothing_yet_text: "Listan fylls på när importer och körningar är klara.", "The list fills as imports and runs finish.";
    keys: "Kortkommandon", "Keyboard shortcuts";
    key_arrows: "Gå mellan raderna", "Move between the rows";
    key_enter: "Öppna raden", "Open the row";
    key_find: "Hitta i urvalet", "Find in the selection";
    key_search: "Sök i hela Fyren", "Search all of Fyren";
    key_help: "Visa kortkommandon", "Show the keyboard shortcuts";
    key_select: "Markera raden; med Skift ända från den förra", "Select the row; with Shift all from the one before";
    key_move: "Flytta kolumnen (på en rubrik)", "Move the column (on a heading)";
    key_widen: "Gör kolumnen smalare eller bredare (på en rubrik)", "Make the column narrower or wider (on a heading)";
    key_sort: "Lägg till i sorteringen (på en rubrik)", "Add to the sort (on a heading)";
    key_escape: "Stäng", "Close";
    shift_click: "Skift + klick", "Shift + click";
    key_space: "Mellanslag", "Space";
    key_shift_arrows: "Skift + ← →", "Shift + ← →";
    key_control_arrows: "Ctrl + ← →", "Ctrl + ← →";
    {
        of_pages(pages: &str): "av {pages}", "of {pages}";
        remove_filter(filter: &str): "Ta bort filtret {filter}", "Remove the filter {filter}";
        remove_find(text: &str): "Sluta hitta {text}", "Stop finding {text}";
        refused(columns: &str): "Värdet för {columns} gick inte att förstå, så det filtret är inte med. Datum skrivs ÅÅÅÅ-MM-DD och tal med siffror.", "The value for {columns} was not understood, so that filter is left out. Dates are written YYYY-MM-DD and numbers in digits.";
        selected(count: &str): "{count} markerade", "{count} selected";
        select_everything(count: &str): "Markera alla {count} som matchar", "Select all {count} that match";
        select_row(title: &str): "Markera {title}", "Select {title}";
        key_place(place: usize): "nyckel {place}", "key {place}";
    }
}
