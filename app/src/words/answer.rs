//! Words that the server says in its answer with a list.

use domain::language::Language;

use crate::i18n::words;

words! {
    /// Words of an answer with a list.
    AnswerWords;
    finding: "Hittar", "Finding";
    all_rows: "alla", "all";
    no_rows: "Inga rader", "No rows";
    intact: "De senaste posterna är oförändrade", "The latest entries are unaltered";
    broken: "En av de senaste posterna har ändrats. Säg det till driften.", "One of the latest entries has been altered. Tell whoever runs the system.";
    {
        rows_shown(first: &str, last: &str, total: &str): "{first}–{last} av {total}", "{first}–{last} of {total}";
        printed(day: &str, who: &str): "Utskrivet {day} av {who}", "Printed on {day} by {who}";
        export_size(rows: &str, columns: &str): "{rows}, {columns}", "{rows}, {columns}";
        export_as(name: &str, end: &str): "{name} (.{end})", "{name} (.{end})";
    }
}

/// How many there are of what a list is made of.
pub trait CountWords {
    /// *412 rader*; the number is given a second time as it is read.
    fn rows(self, number: u64, read: &str) -> String;
    /// *412 individer*; the number is given a second time as it is read.
    fn individuals(self, number: u64, read: &str) -> String;
    /// *9 kolumner*
    fn column_count(self, number: usize) -> String;
    /// *9 aktivitetsansvar valda, varav 4 inte är med i listan du kom från*; the number is given a second time as it is
    /// read.
    fn cases_chosen(self, number: u64, read: &str, elsewhere: Option<&str>) -> String;
}

impl CountWords for Language {
    fn rows(self, number: u64, read: &str) -> String {
        let unit = if number == 1 { self.pick("rad", "row") } else { self.pick("rader", "rows") };
        format!("{read} {unit}")
    }

    fn individuals(self, number: u64, read: &str) -> String {
        let unit =
            if number == 1 { self.pick("individ", "person") } else { self.pick("individer", "people") };
        format!("{read} {unit}")
    }

    fn column_count(self, number: usize) -> String {
        let unit = if number == 1 { self.pick("kolumn", "column") } else { self.pick("kolumner", "columns") };
        format!("{number} {unit}")
    }

    fn cases_chosen(self, number: u64, read: &str, elsewhere: Option<&str>) -> String {
        let unit = match number {
            1 => self.pick("aktivitetsansvar valt", "case chosen"),
            _ => self.pick("aktivitetsansvar valda", "cases chosen"),
        };
        let chosen = format!("{read} {unit}");
        match (elsewhere, self) {
            (None, _) => chosen,
            (Some(elsewhere), Language::Swedish) => {
                format!("{chosen}, varav {elsewhere} inte är med i listan du kom från")
            }
            (Some(elsewhere), Language::English) => {
                format!("{chosen}, {elsewhere} of them not in the list you came from")
            }
        }
    }
}
