//! Letters as pages of paper: a PDF that is tagged, so that a screen reader reads it too, in the one font that comes along.
//!
//! Nothing is read from the machine or the network: no font, no package, no file, no clock. The program that sets the pages
//! is large and slow to compile, which is why it has a crate of its own.

use serde::{Deserialize, Serialize};
use typst::{
    Library, LibraryExt, World, comemo,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// The font of the pages: the program's own, at its normal weight, for Latin, Greek and Cyrillic letters.
const FONT: &[u8] = include_bytes!("../fonts/Inter-Regular.ttf");
/// How the letters are set.
const MAIN: &str = include_str!("letters.typ");

/// A letter to one person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The lines in the window of the envelope.
    pub window: Vec<String>,
    /// The line above the text; empty where there is none.
    pub subject: String,
    /// The paragraphs, each with its lines.
    pub paragraphs: Vec<Vec<String>>,
}

/// Letters that are printed together.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letters {
    /// What the document is called.
    pub title: String,
    /// Who sends them, in the first line, and how one answers.
    pub sender: Vec<String>,
    /// Their day, as it stands on them.
    pub date: String,
    /// The code of the language they are written in.
    pub language: String,
    /// One for each person.
    pub letters: Vec<Letter>,
}

/// Why there are no pages. It says no more: the words of the program that sets them quote what is set, a name for instance,
/// and an error is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The letters cannot be set.
    #[error("the letters cannot be set")]
    Setting,
    /// The pages cannot be written as a tagged PDF.
    #[error("the pages cannot be written")]
    Writing,
}

/// The letters as a PDF that conforms to PDF/UA-1.
///
/// # Errors
/// When they cannot be set, for instance because there are none.
pub fn pdf(letters: &Letters) -> Result<Vec<u8>, PaperError> {
    let data = serde_json::to_string(letters).map_err(|_| PaperError::Setting)?;
    let _forgetting = Forgetting;
    set(&Desk::new(data)?)
}

/// How many pages the letters are.
///
/// # Errors
/// When they cannot be set.
pub fn pages(letters: &Letters) -> Result<usize, PaperError> {
    let data = serde_json::to_string(letters).map_err(|_| PaperError::Setting)?;
    let _forgetting = Forgetting;
    laid_out(&Desk::new(data)?).map(|document| document.pages().len())
}

/// Dropped, it lets nothing of what has been set be remembered, also when setting has broken off.
struct Forgetting;

impl Drop for Forgetting {
    fn drop(&mut self) {
        comemo::evict(0);
    }
}

fn set(desk: &Desk) -> Result<Vec<u8>, PaperError> {
    let document = laid_out(desk)?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|_| PaperError::Writing)?;
    let options =
        PdfOptions { standards, creator: Smart::Custom(Some("Fyren".to_owned())), ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|_| PaperError::Writing)
}

fn laid_out(desk: &Desk) -> Result<PagedDocument, PaperError> {
    typst::compile(desk).output.map_err(|_| PaperError::Setting)
}

/// What lies at hand while the pages are set, and nothing else.
struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    font: Font,
    main: Source,
    data: (FileId, Bytes),
}

impl Desk {
    fn new(data: String) -> Result<Self, PaperError> {
        let font = Font::new(Bytes::new(FONT), 0).ok_or(PaperError::Setting)?;
        let main = Source::new(file("letters.typ")?, MAIN.to_owned());
        Ok(Self {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts([&font])),
            font,
            main,
            data: (file("letters.json")?, Bytes::from_string(data)),
        })
    }
}

fn file(name: &str) -> Result<FileId, PaperError> {
    let path = VirtualPath::new(name).map_err(|_| PaperError::Setting)?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let (known, bytes) = &self.data;
        if id == *known { Ok(bytes.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        (index == 0).then(|| self.font.clone())
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use typst::layout::{Frame, FrameItem};
    use typst_layout::Page;

    use super::*;

    fn letters(texts: &[&str]) -> Letters {
        let letter = |text: &&str| Letter {
            window: vec!["Viggo Dahl".into(), "Kungsgatan 1".into(), "602 24  Norrköping".into()],
            subject: "Hör av dig".into(),
            paragraphs: vec![vec![(*text).to_owned(), "Ring oss.".into()], vec!["Åsa Lindqvist".into()]],
        };
        Letters {
            title: "Första brevet".into(),
            sender: ["Norrköpings kommun", "Rådhuset", "011-15 00 00"].map(str::to_owned).to_vec(),
            date: "21 november 2026".into(),
            language: "sv".into(),
            letters: texts.iter().map(letter).collect(),
        }
    }

    fn contains(pdf: &[u8], text: &str) -> bool {
        pdf.windows(text.len()).any(|window| window == text.as_bytes())
    }

    #[test]
    fn letters_become_a_tagged_document() {
        let made = pdf(&letters(&["Hej Viggo!", "Hej Łucja Ω!"])).unwrap();
        assert!(made.starts_with(b"%PDF-"));
        for mark in ["/StructTreeRoot", "/MarkInfo", "pdfuaid", "/Lang"] {
            assert!(contains(&made, mark), "{mark}");
        }
        assert!(contains(&made, "/Count 3"), "a sheet for each person, the first with an empty back");
    }

    /// The characters of a document as they are set, page by page.
    fn set_text(letters: &Letters) -> Vec<String> {
        fn gather(frame: &Frame, text: &mut String) {
            for (_, item) in frame.items() {
                match item {
                    FrameItem::Text(set) => text.push_str(&set.text),
                    FrameItem::Group(group) => gather(&group.frame, text),
                    _ => {}
                }
            }
        }
        let document = laid_out(&Desk::new(serde_json::to_string(letters).unwrap()).unwrap()).unwrap();
        let page = |page: &Page| {
            let mut text = String::new();
            gather(&page.frame, &mut text);
            text.retain(|character| !character.is_whitespace());
            text
        };
        document.pages().iter().map(page).collect()
    }

    #[test]
    fn nobodys_letter_is_on_the_back_of_anothers() {
        let pages = set_text(&letters(&["Ett.", "Två.", "Tre."]));
        assert_eq!(pages.len(), 5);
        for (place, text) in ["Ett.", "Två.", "Tre."].iter().enumerate() {
            assert!(pages[2 * place].contains(text), "{pages:?}");
        }
        assert_eq!((pages[1].as_str(), pages[3].as_str()), ("", ""));
    }

    #[test]
    fn what_is_written_is_never_markup() {
        let text = "#panic(\"read\") $x$ *b* #read(\"/etc/passwd\") \\ <label> @ref [";
        let mut hostile = letters(&[text]);
        hostile.title = text.to_owned();
        hostile.date = text.to_owned();
        hostile.sender = vec![text.to_owned(), text.to_owned()];
        hostile.letters[0].subject = text.to_owned();
        hostile.letters[0].window[0] = text.to_owned();
        let pages = set_text(&hostile);
        let written: String = text.split_whitespace().collect();
        assert_eq!(pages[0].matches(&written).count(), 6, "{pages:?}");
        pdf(&hostile).unwrap();
    }

    #[test]
    fn a_letter_says_who_sends_it_when_and_about_what() {
        let pages = set_text(&letters(&["Hej!"]));
        for said in ["Norrköpingskommun", "Rådhuset", "011-150000", "21november2026", "Höravdig"] {
            assert!(pages[0].contains(said), "{said}: {pages:?}");
        }
        // The subject is a heading, to whoever is read the letter too.
        assert!(contains(&pdf(&letters(&["Hej!"])).unwrap(), "/H1"));
        let mut plain = letters(&["Hej!"]);
        plain.letters[0].subject.clear();
        assert!(!contains(&pdf(&plain).unwrap(), "/H1"));
    }

    #[test]
    fn every_character_that_a_letter_may_have_is_in_the_font() {
        let printable = ('\u{20}'..='\u{ffff}').filter(|character| domain::letter::is_printable(*character));
        let font = Font::new(Bytes::new(FONT), 0).unwrap();
        let lacking: String =
            printable.filter(|character| !font.info().coverage.contains(u32::from(*character))).collect();
        assert_eq!(lacking, "");
        // One that is not there would hinder all that are set with it.
        let error = pdf(&letters(&["Hej!", "Viggo 李"])).unwrap_err();
        // The log says which step failed, and nothing of the letter.
        for told in [error.to_string(), format!("{error:?}")] {
            assert!(!told.contains('李') && !told.contains("Viggo"), "{told}");
        }
        assert_eq!(error, PaperError::Writing);
    }

    #[test]
    fn a_long_letter_goes_on_on_the_next_page() {
        let text = "Vi vill veta hur du har det. ".repeat(300);
        assert!(contains(&pdf(&letters(&[&text])).unwrap(), "/Count 3"));
        assert_eq!(pages(&letters(&[&text])), Ok(3));
        assert_eq!(pages(&letters(&["Hej!"])), Ok(1));
        let next = set_text(&letters(&[&text, "Hej!"]));
        assert!(next.iter().position(|page| page.contains("Hej!")).is_some_and(|place| place % 2 == 0));
    }

    #[test]
    fn what_is_not_there_is_not_looked_for() {
        let desk = Desk::new("{}".into()).unwrap();
        assert_eq!(desk.file(file("other.json").unwrap()).unwrap_err(), FileError::AccessDenied);
        assert!(set(&desk).is_err());
    }
}
