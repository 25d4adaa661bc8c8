//! Why a file is refused as a whole: nothing of it is to be stored.

use std::io;

use domain::language::{Language, Message};

/// A bound on what comes in (`formats.md` section 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The size of the file, in bytes.
    FileSize(u64),
    /// Posts or rows in the file.
    Records(u64),
    /// The size of one post or row, in bytes.
    RecordSize(u64),
    /// Elements within each other.
    Depth(usize),
    /// Attributes of one element.
    Attributes(usize),
    /// The name of an element or attribute, in bytes.
    Name(usize),
    /// The text of an element or cell, in bytes.
    Text(usize),
    /// One tag, comment or run of white space, in bytes.
    Piece(usize),
}

impl Limit {
    /// The limit as part of a sentence: *högst 32 element i varandra*.
    fn described(self, language: Language) -> String {
        let (bound, swedish, english) = match self {
            Self::FileSize(bytes) => (bytes >> 20, "MiB i en fil", "MiB in a file"),
            Self::Records(records) => (records, "poster eller rader i en fil", "posts or rows in a file"),
            Self::RecordSize(bytes) => (bytes, "byte i en post eller rad", "bytes in a post or row"),
            Self::Depth(levels) => (levels as u64, "element i varandra", "elements within each other"),
            Self::Attributes(count) => (count as u64, "attribut i ett element", "attributes of an element"),
            Self::Name(bytes) => (bytes as u64, "byte i ett namn", "bytes in a name"),
            Self::Text(bytes) => (bytes as u64, "byte text i ett fält", "bytes of text in a field"),
            Self::Piece(bytes) => (
                bytes as u64,
                "byte i en tagg, en kommentar eller ett tomrum",
                "bytes in a tag, a comment or a run of white space",
            ),
        };
        match language {
            Language::Swedish => format!("högst {bound} {swedish}"),
            Language::English => format!("at most {bound} {english}"),
        }
    }
}

/// Why a file is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    /// There is nothing in the file.
    #[error("empty file")]
    Empty,
    /// It is a zip archive, or a workbook, which is one.
    #[error("zip archive or workbook")]
    Archive,
    /// Its encoding, as it names itself, is none that is read.
    #[error("encoding {0:?}")]
    Encoding(String),
    /// Some bytes are no text in the file's encoding.
    #[error("bytes outside the encoding at byte {position}")]
    Bytes {
        /// Where, in bytes from the start.
        position: u64,
    },
    /// It ends too early.
    #[error("truncated")]
    Truncated,
    /// It is not XML by the rules.
    #[error("not well-formed at byte {position}")]
    NotWellFormed {
        /// Where, in bytes from the start.
        position: u64,
    },
    /// It has a document type declaration.
    #[error("document type declaration at byte {position}")]
    DocumentType {
        /// Where, in bytes from the start.
        position: u64,
    },
    /// It refers to an entity that XML does not predefine.
    #[error("entity at byte {position}")]
    Entity {
        /// Where, in bytes from the start.
        position: u64,
    },
    /// Its outermost element is another.
    #[error("root element {0:?}")]
    Root(String),
    /// It has no list of posts.
    #[error("no list of posts")]
    NoPosts,
    /// It breaks a limit.
    #[error("limit {limit:?} broken at byte {position}")]
    Limit {
        /// The limit.
        limit: Limit,
        /// Where, in bytes from the start.
        position: u64,
    },
    /// Its header lacks columns.
    #[error("missing columns {missing:?}")]
    Columns {
        /// The columns that are missing.
        missing: Vec<&'static str>,
        /// The whole header as it should be.
        expected: String,
    },
    /// Its header has a column twice.
    #[error("repeated column {0:?}")]
    RepeatedColumn(&'static str),
    /// It has a header and no rows.
    #[error("no rows")]
    NoRows,
    /// A quotation mark that is not closed has swallowed rows.
    #[error("unclosed quotation in row {row}")]
    Quotation {
        /// The row in which the quotation begins.
        row: u64,
    },
    /// Reading failed below.
    #[error("unreadable: {0}")]
    Unreadable(io::ErrorKind),
}

impl FileRefusal {
    /// The stable code of the refusal.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::Archive => "file_archive",
            Self::Encoding(_) => "file_encoding",
            Self::Bytes { .. } => "file_bytes",
            Self::Truncated => "file_truncated",
            Self::NotWellFormed { .. } => "file_not_well_formed",
            Self::DocumentType { .. } => "file_document_type",
            Self::Entity { .. } => "file_entity",
            Self::Root(_) => "file_root",
            Self::NoPosts => "file_no_posts",
            Self::Limit { .. } => "file_limit",
            Self::Columns { .. } => "file_columns",
            Self::RepeatedColumn(_) => "file_repeated_column",
            Self::NoRows => "file_no_rows",
            Self::Quotation { .. } => "file_quotation",
            Self::Unreadable(_) => "file_unreadable",
        }
    }

    /// The refusal that a reader below has given its reason by, or that reading failed.
    pub(super) fn of_io(error: &io::Error) -> Self {
        error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<Self>())
            .cloned()
            .unwrap_or_else(|| Self::Unreadable(error.kind()))
    }
}

impl From<FileRefusal> for io::Error {
    fn from(refusal: FileRefusal) -> Self {
        Self::other(refusal)
    }
}

impl Message for FileRefusal {
    fn message(&self, language: Language) -> String {
        match language {
            Language::Swedish => self.swedish(),
            Language::English => self.english(),
        }
    }
}

impl FileRefusal {
    fn swedish(&self) -> String {
        match self {
            Self::Empty => "Filen är tom. Hämta den på nytt från avsändaren.".into(),
            Self::Archive => "Filen är ett zip-arkiv eller en arbetsbok. Packa upp den, eller spara den i rätt format (XML eller CSV), och försök igen.".into(),
            Self::Encoding(name) => format!("Filens teckenkodning är ”{name}”. Spara den som UTF-8 eller ISO-8859-1 och försök igen."),
            Self::Bytes { position } => format!("Vid byte {position} finns tecken som inte hör till filens teckenkodning. Hämta filen på nytt; öppna och spara den inte i ett annat program."),
            Self::Truncated => "Filen är avbruten: slutet saknas. Hämta den på nytt och kontrollera att hela filen följde med.".into(),
            Self::NotWellFormed { position } => format!("Filen är inte välformad XML: felet finns vid byte {position}. Hämta den på nytt från avsändaren."),
            Self::DocumentType { position } => format!("Filen har en dokumenttypsdeklaration (DOCTYPE) vid byte {position}. Sådana tas inte emot. Hämta filen på nytt från avsändaren."),
            Self::Entity { position } => format!("Filen hänvisar vid byte {position} till en entitet som inte är fördefinierad i XML. Sådana tas inte emot. Hämta filen på nytt från avsändaren."),
            Self::Root(name) => format!("Filen börjar med elementet ”{name}”, inte ”Navetavisering”. Välj en aviseringsfil från Navet."),
            Self::NoPosts => "Filen saknar elementet ”Folkbokforingsposter”. Välj en aviseringsfil från Navet.".into(),
            Self::Limit { limit, position } => format!("Filen går vid byte {position} över en gräns: {}. Kontrollera att det är rätt fil, eller dela upp den.", limit.described(Language::Swedish)),
            Self::Columns { missing, expected } => format!("Rubrikraden saknar {}. Första raden ska innehålla: {expected}", missing.join(", ")),
            Self::RepeatedColumn(column) => format!("Rubrikraden har kolumnen {column} flera gånger. Ta bort alla utom en."),
            Self::NoRows => "Filen har en rubrikrad men inga rader. En sådan fil skulle avsluta alla placeringar och tas därför inte emot. Kontrollera urvalet i skolsystemet.".into(),
            Self::Quotation { row } => format!("Ett citattecken på rad {row} avslutas inte på raden, så att följande rader försvinner. Ta bort det eller avsluta det."),
            Self::Unreadable(_) => "Filen gick inte att läsa. Kontrollera att den finns och att den får läsas, och försök igen.".into(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Empty => "The file is empty. Fetch it again from the sender.".into(),
            Self::Archive => "The file is a zip archive or a workbook. Unpack it, or save it in the right format (XML or CSV), and try again.".into(),
            Self::Encoding(name) => format!("The encoding of the file is “{name}”. Save it as UTF-8 or ISO-8859-1 and try again."),
            Self::Bytes { position } => format!("At byte {position} there are characters outside the encoding of the file. Fetch the file again; do not open and save it in another program."),
            Self::Truncated => "The file is cut off: its end is missing. Fetch it again and check that all of it arrived.".into(),
            Self::NotWellFormed { position } => format!("The file is not well-formed XML: the error is at byte {position}. Fetch it again from the sender."),
            Self::DocumentType { position } => format!("The file has a document type declaration (DOCTYPE) at byte {position}. Such files are not accepted. Fetch it again from the sender."),
            Self::Entity { position } => format!("The file refers at byte {position} to an entity that XML does not predefine. Such files are not accepted. Fetch it again from the sender."),
            Self::Root(name) => format!("The file begins with the element “{name}”, not “Navetavisering”. Choose a notification file from Navet."),
            Self::NoPosts => "The file lacks the element “Folkbokforingsposter”. Choose a notification file from Navet.".into(),
            Self::Limit { limit, position } => format!("The file breaks a limit at byte {position}: {}. Check that it is the right file, or split it.", limit.described(Language::English)),
            Self::Columns { missing, expected } => format!("The header row lacks {}. The first row must contain: {expected}", missing.join(", ")),
            Self::RepeatedColumn(column) => format!("The header row has the column {column} more than once. Remove all but one."),
            Self::NoRows => "The file has a header row and no rows. Such a file would end every placement and is not accepted. Check the selection in the school system.".into(),
            Self::Quotation { row } => format!("A quotation mark on row {row} is not closed on the row, so that the rows after it vanish. Remove it or close it."),
            Self::Unreadable(_) => "The file could not be read. Check that it exists and may be read, and try again.".into(),
        }
    }
}
