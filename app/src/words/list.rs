//! Words of every list.

use domain::language::Language;

use crate::i18n::words;

words! {
    /// Words of every list.
    ListWords;
    filter: "Filter", "Filter";
    apply: "Verkställ", "Apply";
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
    finding: "Hittar", "Finding";
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
    export: "Exportera", "Export";
    selection: "Urval", "Selection";
    all_rows: "alla", "everybody";
    export_is_told: "Exporten skrivs i loggen som en läsning av alla i filen.", "The export is written in the log as a reading of everybody in the file.";
    rows_per_page: "Rader per sida", "Rows per page";
    page: "Sida", "Page";
    go: "Gå", "Go";
    ascending: "stigande", "ascending";
    descending: "fallande", "descending";
    loading: "Hämtar …", "Loading …";
    no_rows: "Inga rader", "No rows";
    no_match: "Inget passar urvalet", "Nothing matches the selection";
    no_match_text: "Ändra eller rensa filtret för att se fler.", "Change or clear the filter to see more.";
    nothing_yet: "Här är tomt än", "Nothing here yet";
    nothing_yet_text: "När den första körningen är klar står de unga här.", "The young people stand here once the first run has finished.";
    keys: "Kortkommandon", "Keyboard shortcuts";
    key_arrows: "Gå mellan raderna", "Move between the rows";
    key_enter: "Öppna raden", "Open the row";
    key_find: "Hitta i urvalet", "Find in the selection";
    key_help: "Visa kortkommandon", "Show the keyboard shortcuts";
    key_sort: "Lägg till i sorteringen (på en rubrik)", "Add to the sort (on a heading)";
    key_escape: "Stäng", "Close";
    shift_click: "Skift + klick", "Shift + click";
    {
        of_pages(pages: &str): "av {pages}", "of {pages}";
        remove_filter(filter: &str): "Ta bort filtret {filter}", "Remove the filter {filter}";
        remove_find(text: &str): "Sluta hitta {text}", "Stop finding {text}";
        individuals(count: &str): "{count} individer", "{count} people";
        refused(columns: &str): "Värdet för {columns} gick inte att förstå, så det filtret är inte med. Datum skrivs ÅÅÅÅ-MM-DD och tal med siffror.", "The value for {columns} was not understood, so that filter is left out. Dates are written YYYY-MM-DD and numbers in digits.";
        export_size(rows: &str, columns: &str): "{rows}, {columns}", "{rows}, {columns}";
        export_as(name: &str, end: &str): "{name} (.{end})", "{name} (.{end})";
        key_place(place: usize): "nyckel {place}", "key {place}";
    }
}

/// How many there are of what a list is made of.
pub trait CountWords {
    /// *412 rader*; the number is given a second time as it is read.
    fn rows(self, number: u64, read: &str) -> String;
    /// *9 kolumner*
    fn column_count(self, number: usize) -> String;
}

impl CountWords for Language {
    fn rows(self, number: u64, read: &str) -> String {
        let unit = if number == 1 { self.pick("rad", "row") } else { self.pick("rader", "rows") };
        format!("{read} {unit}")
    }

    fn column_count(self, number: usize) -> String {
        let unit = if number == 1 { self.pick("kolumn", "column") } else { self.pick("kolumner", "columns") };
        format!("{number} {unit}")
    }
}
