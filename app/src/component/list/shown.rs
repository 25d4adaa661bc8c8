//! A list as it is shown: everything said in the reader's language, every address made. The server puts it together from
//! the list's spec and rows, so that what the browser loads knows of no list in particular, however many there are.

use chrono::NaiveDate;
use domain::list::{ColumnType, Density, Direction, Mark, profile::ShownProfiles};
use serde::{Deserialize, Serialize};

use super::posted::Field;

/// A list as it is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownList {
    /// What the list is called.
    pub title: String,
    /// How many of what there are.
    pub intro: String,
    /// Who has it on paper, and since when.
    pub printed: String,
    /// What else is to be said of the list as a whole.
    pub remark: Option<Remark>,
    /// Other pages that show the same in another way, by address and name.
    pub ways: Vec<Named>,
    /// Where a new row is made, and what stands on the link, for who may.
    pub create: Option<Named>,
    /// The present state: what stands after the `?` of its address.
    pub search: String,
    /// The day of reading.
    pub today: NaiveDate,
    /// What was left out of the address, and why.
    pub notices: Vec<String>,
    /// The quick find.
    pub find: String,
    /// The fields of the filter panel.
    pub fields: Vec<ShownField>,
    /// What is chosen, part by part.
    pub chips: Vec<Chip>,
    /// The list without the reader's filter and quick find.
    pub cleared: String,
    /// Whether that is something else than what is shown.
    pub is_narrowed: bool,
    /// The list without any filter at all.
    pub everything: String,
    /// The order, key by key.
    pub order: Vec<OrderKey>,
    /// The order in words; empty for none.
    pub sort: String,
    /// The columns that it can be sorted by besides.
    pub sortable: Vec<Named>,
    /// The list in the order that it starts with, if that is another.
    pub default_sort: Option<String>,
    /// The shown columns.
    pub columns: Vec<ShownColumn>,
    /// The others.
    pub hidden: Vec<Named>,
    /// The list with the columns that it starts with, if these are others or stand otherwise.
    pub default_columns: Option<String>,
    /// How many columns stay in sight.
    pub pinned: u8,
    /// How close the rows lie.
    pub density: Density,
    /// The rows.
    pub rows: Vec<ShownRow>,
    /// What has been chosen of the list before, and what can be done with what is chosen.
    pub selection: ShownSelection,
    /// Pages and numbers.
    pub foot: ShownFoot,
    /// The list as a file.
    pub export: ShownExport,
    /// The profiles that the reader has.
    pub profiles: ShownProfiles,
    /// The address of exactly this view, without what is selected.
    pub address: String,
}

/// What is said of a list as a whole.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// What.
    pub text: String,
    /// Whether it is as it should be.
    pub is_well: bool,
}

/// A code and its name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The stable code.
    pub code: String,
    /// What people read.
    pub name: String,
}

/// What the filter panel has for a column.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownField {
    /// The column.
    pub column: Named,
    /// What it holds.
    pub holds: ColumnType,
    /// What is filled in.
    pub field: Field,
    /// The values of a choice.
    pub values: Vec<Named>,
    /// Whether what is filled in could not be read.
    pub is_refused: bool,
}

/// A part of the filter, or the quick find.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chip {
    /// The sentence: what, how, compared with what. One of several conditions stands whole in the last.
    pub words: [String; 3],
    /// Its place in the filter; `None` for the quick find.
    pub place: Option<usize>,
    /// The list without it, where that has an address.
    pub without: Option<String>,
    /// The fields by which it is changed; none where it says more than fields can.
    pub fields: Vec<ShownField>,
    /// Whether it keeps what its fields do not.
    pub is_negated: bool,
}

impl Chip {
    /// The whole sentence.
    pub fn sentence(&self) -> String {
        self.words.join(" ").trim().to_owned()
    }
}

/// A key of the order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderKey {
    /// The column's heading.
    pub name: String,
    /// Which way.
    pub direction: Direction,
    /// The list with this key turned.
    pub turned: String,
    /// The list without it.
    pub removed: String,
}

/// A shown column.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownColumn {
    /// Its code and heading.
    pub column: Named,
    /// What it holds.
    pub holds: ColumnType,
    /// Whether it stands on the card of a narrow screen.
    pub on_card: bool,
    /// Whether its cell opens the row.
    pub opens: bool,
    /// How wide it is made, in the text size of the page.
    pub width: Option<u16>,
    /// Its place in the order, and which way.
    pub sorted: Option<(usize, Direction)>,
    /// The list sorted by it alone, and by it besides, if it can be.
    pub sort: Option<(String, String)>,
}

/// A row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownRow {
    /// What identifies it in its list.
    pub id: i64,
    /// What it is called, for who hears it.
    pub title: String,
    /// The page that it opens, if there is one.
    pub target: Option<String>,
    /// Whether it is among what has been chosen before.
    pub is_chosen: bool,
    /// What stands in its cells, in the order of the columns, and how.
    pub cells: Vec<(String, Mark)>,
}

/// What has been chosen of a list before, frozen under a token, and what can be done with what is chosen.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownSelection {
    /// What names it; none when nothing has been chosen.
    pub token: Option<String>,
    /// How many rows it has.
    pub count: u64,
    /// What can be done with rows of the list.
    pub actions: Vec<Named>,
}

/// Pages and numbers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownFoot {
    /// How many rows there are.
    pub total: u64,
    /// The page, from 1, and the last one.
    pub page: u32,
    /// The last page.
    pub last: u32,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Rows per page: how many, the list so, whether it is so.
    pub sizes: Vec<(u16, String, bool)>,
    /// *1–15 av 412*
    pub span: String,
}

/// The list as a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownExport {
    /// *412 rader, 9 kolumner*
    pub size: String,
    /// Which rows, in words.
    pub selection: String,
    /// What a file is called, and where it is.
    pub files: Vec<(String, String)>,
}

/// The rows are people.
impl std::fmt::Debug for ShownList {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ShownList({}, {} rows)", self.title, self.rows.len())
    }
}
