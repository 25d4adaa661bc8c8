//! Files that are refused as a whole: each with its sentence in both languages, and nothing stored.

use std::io::Write;

use domain::access::Scope;

use crate::support::{
    database::{TestDatabase, stories},
    files::{Folder, HEADER, Post, notification, pupil},
    fyren::{fyren, refused},
};

stories! {
    a_bad_file_of_the_population_register_is_refused,
    a_bad_file_of_pupils_is_refused,
    a_file_that_cannot_be_opened_is_refused,
    wrong_arguments_are_refused,
}

/// What must not change: everything that is told of the register, and the number of operations in the journal.
async fn register(database: &TestDatabase) -> (String, String, u64) {
    let printed = |line| fyren(&database.address, line).done().out;
    let log = database
        .store
        .read(&Scope::of_the_system())
        .await
        .unwrap()
        .log(&Scope::of_the_system(), 1, 1)
        .await
        .unwrap();
    assert!(log.intact);
    (printed("policy list --json"), printed("cases --municipality 0581 --json"), log.total)
}

/// A register with one case.
async fn begin(database: &TestDatabase, folder: &Folder) -> (String, String, u64) {
    let address = database.address.as_str();
    fyren(address, "policy set --municipality 0581 --rule-set handbook --from 2015-01-01").done();
    let file = folder.population(&[Post::born("2008-01-01")]);
    fyren(address, &format!("import population {file} --date 2025-09-30")).done();
    fyren(address, "run case-update --date 2025-10-01").done();
    register(database).await
}

/// A zip archive with one empty file in it.
fn zip() -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.write_all(b"PK\x03\x04\x14\0\0\0\0\0\0\0!\0\0\0\0\0\0\0\0\0\0\0\0\0\x05\0\0\0a.xml").unwrap();
    bytes.write_all(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0").unwrap();
    bytes
}

async fn a_bad_file_of_the_population_register_is_refused(database: &TestDatabase) {
    let folder = Folder::new();
    let before = begin(database, &folder).await;
    // The good posts before the place where the file breaks are more than are written at a time.
    let posts = vec![Post::born("2008-01-02"); 1500];
    let whole = notification("UTF-8", &posts);
    let doctype =
        notification("UTF-8", &posts).replacen("<Navet", "<!DOCTYPE x [<!ENTITY a \"b\">]><Navet", 1);
    for (name, content, code, swedish, english) in [
        ("empty.xml", Vec::new(), "file_empty", "Filen är tom", "The file is empty"),
        (
            "truncated.xml",
            whole.as_bytes()[..whole.len() - 100].to_vec(),
            "file_truncated",
            "Filen är avbruten",
            "The file is cut off",
        ),
        (
            "broken.xml",
            whole.replace("</Folkbokforingsposter>", "</Poster>").into_bytes(),
            "file_not_well_formed",
            "Filen är inte välformad XML",
            "The file is not well-formed XML",
        ),
        ("archive.xml", zip(), "file_archive", "zip-arkiv", "zip archive"),
        ("doctype.xml", doctype.into_bytes(), "file_document_type", "DOCTYPE", "DOCTYPE"),
        (
            "entity.xml",
            whole.replace("Storgatan", "&evil;").into_bytes(),
            "file_entity",
            "entitet som inte är fördefinierad",
            "entity that XML does not predefine",
        ),
        (
            "utf-16.xml",
            whole.replace("UTF-8", "UTF-7").into_bytes(),
            "file_encoding",
            "Filens teckenkodning är ”UTF-7”",
            "The encoding of the file is “UTF-7”",
        ),
        ("other.xml", b"<Betyg/>".to_vec(), "file_root", "elementet ”Betyg”", "element “Betyg”"),
        (
            "pupils.xml",
            HEADER.as_bytes().to_vec(),
            "file_not_well_formed",
            "Filen är inte välformad XML",
            "The file is not well-formed XML",
        ),
    ] {
        let file = folder.write(name, content);
        let line = format!("import population {file} --date 2025-10-02 --json");
        refused(&database.address, &line, code, swedish, english);
        assert_eq!(register(database).await, before, "{name}");
    }
}

async fn a_bad_file_of_pupils_is_refused(database: &TestDatabase) {
    let folder = Folder::new();
    let before = begin(database, &folder).await;
    let row = pupil("2008-01-01", "NA25", "2025-08-18", "");
    let rows = format!("{row}\n").repeat(1500);
    let wrong_header =
        format!("{}\n{rows}", HEADER.replace("enhetskod", "skola").replace("slutdatum", "till"));
    for (name, content, code, swedish, english) in [
        ("empty.csv", Vec::new(), "file_empty", "Filen är tom", "The file is empty"),
        (
            "header.csv",
            wrong_header.into_bytes(),
            "file_columns",
            "Rubrikraden saknar enhetskod, slutdatum",
            "The header row lacks enhetskod, slutdatum",
        ),
        (
            "rows.csv",
            format!("{HEADER}\n").into_bytes(),
            "file_no_rows",
            "Filen har en rubrikrad men inga rader",
            "The file has a header row and no rows",
        ),
        (
            "twice.csv",
            format!("{HEADER};klass\n{rows}").into_bytes(),
            "file_repeated_column",
            "kolumnen klass flera gånger",
            "the column klass more than once",
        ),
        (
            "quotation.csv",
            format!("{HEADER}\n{}\n{row}\n", row.replace("Öberg", "\"Öberg")).into_bytes(),
            "file_quotation",
            "Ett citattecken på rad 2",
            "A quotation mark on row 2",
        ),
        ("book.csv", zip(), "file_archive", "arbetsbok", "workbook"),
    ] {
        let file = folder.write(name, content);
        let line = format!(
            "import pupils {file} --organiser 212000-0456 --academic-year 2025/2026 --date 2025-10-02 --create-missing --json"
        );
        refused(&database.address, &line, code, swedish, english);
        assert_eq!(register(database).await, before, "{name}");
    }
}

async fn a_file_that_cannot_be_opened_is_refused(database: &TestDatabase) {
    let folder = Folder::new();
    let before = begin(database, &folder).await;
    for path in [folder.path("missing.xml").display().to_string(), folder.itself().display().to_string()] {
        for line in [
            format!("import population {path} --date 2025-10-02 --json"),
            format!(
                "import pupils {path} --organiser 212000-0456 --academic-year 2025/2026 --date 2025-10-02 --json"
            ),
        ] {
            let english = format!("The file {path} cannot be opened");
            refused(&database.address, &line, "file_unreadable", "kan inte öppnas", &english);
        }
    }
    assert_eq!(register(database).await, before);
}

async fn wrong_arguments_are_refused(database: &TestDatabase) {
    let folder = Folder::new();
    let before = begin(database, &folder).await;
    let file = folder.pupils(&[pupil("2008-01-01", "NA25", "2025-08-18", "")]);
    let pupils = |organiser: &str, year: &str| {
        format!("import pupils {file} --organiser {organiser} --academic-year {year} --create-missing --json")
    };
    let policy = |rest: &str| format!("policy set --municipality 0581 --from 2020-01-01 {rest}");
    for (line, swedish, english) in [
        (pupils("12345", "2025/2026"), "inget organisationsnummer", "not an organisation number"),
        (pupils("212000-0456", "2025/2027"), "inget läsår", "not an academic year"),
        (pupils("212000-0456", "i-fjol"), "inget läsår", "not an academic year"),
        (
            policy("--rule-set handbook --summer-break juni"),
            "”juni” är inget sommaruppehåll",
            "“juni” is not a summer break",
        ),
        (
            policy("--rule-set handbook --summer-break 06-31..08-31"),
            "är inget sommaruppehåll",
            "is not a summer break",
        ),
    ] {
        refused(&database.address, &line, "argument", swedish, english);
    }
    assert_eq!(register(database).await, before);
}
