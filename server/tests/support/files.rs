//! Files as the Tax Agency and schools send them, written by hand.

use std::path::{Path, PathBuf};

use domain::civic_number::{CivicNumber, check_digit};
use tempfile::TempDir;

/// The header of a file of pupils.
pub const HEADER: &str =
    "personnummer;förnamn;efternamn;enhetskod;studievägskod;årskurs;klass;startdatum;slutdatum";

/// A folder with files, which is removed in the end.
pub struct Folder(TempDir);

impl Folder {
    /// An empty one.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Where a file is or would be.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The folder itself.
    pub fn itself(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file and returns its path as written on a command line.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// Writes a file of the population register.
    pub fn population(&self, posts: &[Post]) -> String {
        self.write("folkbokforing.xml", notification("UTF-8", posts))
    }

    /// Writes a file of pupils.
    pub fn pupils(&self, rows: &[String]) -> String {
        self.write("elever.csv", format!("{HEADER}\n{}\n", rows.join("\n")))
    }
}

/// The number of the published series for tests of somebody born on a day, with a dash.
pub fn number(birth: &str) -> String {
    let eight = birth.replace('-', "");
    let nine: [u8; 9] = format!("{}238", &eight[2..]).as_bytes().try_into().unwrap();
    let number = format!("{eight}-238{}", check_digit(&nine));
    CivicNumber::try_from(number.as_str()).unwrap().to_string()
}

/// A post of the population register.
#[derive(Clone)]
pub struct Post {
    number: String,
    marks: &'static str,
    end: String,
    reference: String,
    home: String,
    history: String,
}

impl Post {
    /// Somebody born on a day, registered in Norrköping since then.
    pub fn born(birth: &str) -> Self {
        let home = stay("0581", birth);
        let (marks, end, reference, history) = ("", String::new(), String::new(), String::new());
        Self { number: number(birth).replace('-', ""), marks, end, reference, home, history }
    }

    /// With another number.
    pub fn numbered(self, number: &str) -> Self {
        Self { number: number.replace('-', ""), ..self }
    }

    /// Registered in a municipality since a day.
    pub fn living_in(self, municipality: &str, since: &str) -> Self {
        Self { home: stay(municipality, since), ..self }
    }

    /// Who has moved to a municipality.
    pub fn moved_to(self, municipality: &str, since: &str) -> Self {
        Self {
            history: format!("<Historik>{}</Historik>", self.home),
            home: stay(municipality, since),
            ..self
        }
    }

    /// Whose registration has ended.
    pub fn deregistered(self, code: &str, date: &str) -> Self {
        let date = date.replace('-', "");
        let end = format!(
            "<Avregistrering><AvregistreringsorsakKod>{code}</AvregistreringsorsakKod>\
             <Avregistreringsdatum>{date}</Avregistreringsdatum></Avregistrering>"
        );
        Self { end, ..self }
    }

    /// Who has had another number.
    pub fn formerly(self, number: &str) -> Self {
        let reference = format!("<HanvisningsPersonNr>{}</HanvisningsPersonNr>", number.replace('-', ""));
        Self { reference, ..self }
    }

    /// Who is protected.
    pub fn protected(self) -> Self {
        Self { marks: "<Sekretessmarkering>J</Sekretessmarkering>", ..self }
    }

    fn xml(&self) -> String {
        let Self { number, marks, end, reference, home, history } = self;
        format!(
            "<Folkbokforingspost>{marks}<Personpost><PersonId><PersonNr>{number}</PersonNr></PersonId>{reference}{end}\
             <Namn><Tilltalsnamnsmarkering>10</Tilltalsnamnsmarkering><Fornamn>Åsa</Fornamn>\
             <Efternamn>Öberg</Efternamn></Namn>{home}\
             <Adresser><Folkbokforingsadress><Utdelningsadress2>Storgatan 1</Utdelningsadress2><PostNr>60224</PostNr>\
             <Postort>Norrköping</Postort></Folkbokforingsadress></Adresser></Personpost>{history}</Folkbokforingspost>"
        )
    }
}

fn stay(municipality: &str, since: &str) -> String {
    let (county, code) = municipality.split_at(2);
    let since = since.replace('-', "");
    format!(
        "<Folkbokforing><Folkbokforingsdatum>{since}</Folkbokforingsdatum><LanKod>{county}</LanKod>\
         <KommunKod>{code}</KommunKod></Folkbokforing>"
    )
}

/// A whole file.
pub fn notification(encoding: &str, posts: &[Post]) -> String {
    let posts: String = posts.iter().map(Post::xml).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"{encoding}\"?>\n<Navetavisering><Folkbokforingsposter>{posts}\
         </Folkbokforingsposter></Navetavisering>\n"
    )
}

/// A text in ISO-8859-1.
pub fn iso_8859_1(text: &str) -> Vec<u8> {
    text.chars().map(|character| u8::try_from(character).unwrap()).collect()
}

/// A row of a file of pupils: somebody born on a day, on a study path.
pub fn pupil(birth: &str, study_path: &str, start: &str, end: &str) -> String {
    format!("{};Åsa;Öberg;58110010;{study_path};1;{study_path}25A;{start};{end}", number(birth))
}
