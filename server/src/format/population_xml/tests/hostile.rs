//! Files that must be refused, whatever they hold, without a panic and in bounded memory.

use std::io::{self, Read, repeat};

use domain::language::{Language, Message};
use proptest::prelude::*;

use super::{IDENTITY, file, read};
use crate::format::{
    population_xml::limits,
    refusal::{FileRefusal, Limit},
};

fn refusal(bytes: impl Read) -> FileRefusal {
    let refusal = read(bytes).unwrap_err();
    for language in Language::ALL {
        assert!(!refusal.message(language).is_empty());
    }
    refusal
}

fn refusal_of_post(inside: &str) -> FileRefusal {
    refusal(file(&format!("<Folkbokforingspost>{inside}</Folkbokforingspost>")).as_bytes())
}

#[test]
fn what_is_no_notification_is_refused_with_its_reason() {
    for (bytes, code) in [
        (&b""[..], "file_empty"),
        (b" \n", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"<?xml version=\"1.0\"?>", "file_truncated"),
        (b"PK\x03\x04rest", "file_archive"),
        (b"PK", "file_archive"),
        (b"\x1f\x8b\x08", "file_archive"),
        (b"\xff\xfe<\0?\0", "file_encoding"),
        (b"<\0?\0x\0", "file_encoding"),
        (b"<?xml version='1.0' encoding='ISO-8859-15'?><Navetavisering/>", "file_encoding"),
        (b"<?xml version='1.0' encoding='nonsense'?><Navetavisering/>", "file_encoding"),
        (b"<html><body/></html>", "file_root"),
        (b"<Folkbokforingsposter/>", "file_root"),
        (b"<Navetavisering/>", "file_no_posts"),
        (b"personnummer;namn\n", "file_not_well_formed"),
        (b"<Navetavisering></Navetavisering><Navetavisering/>", "file_not_well_formed"),
        (b"<Navetavisering></Navetavisering>text", "file_not_well_formed"),
        (b"<Navetavisering></navetavisering>", "file_not_well_formed"),
        (b"<Navetavisering><a></Navetavisering></a>", "file_not_well_formed"),
        (b"<Navetavisering><1></1></Navetavisering>", "file_not_well_formed"),
        (b"<Navetavisering><a b></a></Navetavisering>", "file_not_well_formed"),
        (b"<Navetavisering><a b='1' b='2'/></Navetavisering>", "file_not_well_formed"),
        (b"<Navetavisering><a b='<'/></Navetavisering>", "file_not_well_formed"),
        (b"<Navetavisering>a & b</Navetavisering>", "file_not_well_formed"),
        (b"<Navetavisering>a\x01b</Navetavisering>", "file_not_well_formed"),
        (b"<Navetavisering>&#1;</Navetavisering>", "file_not_well_formed"),
        (b"<Navetavisering>&#x110000;</Navetavisering>", "file_not_well_formed"),
        (b"<Navetavisering><!-- a -- b --></Navetavisering>", "file_not_well_formed"),
        (b"<Navetavisering><?xml version='1.0'?></Navetavisering>", "file_not_well_formed"),
        (b"&amp;<Navetavisering/>", "file_not_well_formed"),
        (b"<![CDATA[a]]><Navetavisering/>", "file_not_well_formed"),
        (b"<Navetavisering>&unknown;</Navetavisering>", "file_entity"),
        (b"<Navetavisering><a b='&unknown;'/></Navetavisering>", "file_entity"),
        (b"<!DOCTYPE Navetavisering><Navetavisering/>", "file_document_type"),
        (b"<!DOCTYPE n SYSTEM 'file:///etc/passwd'><Navetavisering/>", "file_document_type"),
        (b"<Navetavisering>\xe5</Navetavisering>", "file_bytes"),
        (b"<?xml version='1.0' encoding='UTF-8'?><Navetavisering>\xe5</Navetavisering>", "file_bytes"),
    ] {
        assert_eq!(refusal(bytes).code(), code, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_billion_laughs_are_refused_at_their_declaration() {
    let text = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\">\
        <!ENTITY lol2 \"&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;\">]>\
        <Navetavisering>&lol2;</Navetavisering>";
    assert_eq!(refusal(text.as_bytes()), FileRefusal::DocumentType { position: 21 });
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let post = format!(
        "<Folkbokforingspost><Personpost>{IDENTITY}<Namn><Fornamn>Åsa &amp; Märta</Fornamn></Namn></Personpost></Folkbokforingspost>"
    );
    for encoding in ["UTF-8", "ISO-8859-1"] {
        let text = file(&post.repeat(3)).replace("UTF-8", encoding);
        let bytes: Vec<u8> = match encoding {
            "UTF-8" => text.into_bytes(),
            _ => text.chars().map(|character| u8::try_from(character).unwrap()).collect(),
        };
        assert!(read(bytes.as_slice()).is_ok());
        for length in 0..bytes.trim_ascii_end().len() {
            assert!(read(&bytes[..length]).is_err(), "{length}");
        }
    }
}

#[test]
fn limits_are_named() {
    let limit = |inside: &str| match refusal_of_post(inside) {
        FileRefusal::Limit { limit, .. } => limit,
        other => panic!("{other}"),
    };
    assert_eq!(limit(&"<a>".repeat(40)), Limit::Depth(limits::DEPTH));
    let attributes: String = (0..40).map(|number| format!(" a{number}='1'")).collect();
    assert_eq!(limit(&format!("<a{attributes}/>")), Limit::Attributes(limits::ATTRIBUTES));
    let many: String = (0..200_000).map(|number| format!(" a{number}='1'")).collect();
    assert_eq!(limit(&format!("<a{many}/>")), Limit::Piece(limits::PIECE_BYTES));
    assert_eq!(limit(&format!("<{}/>", "a".repeat(200))), Limit::Name(limits::NAME_BYTES));
    assert_eq!(limit(&format!("<a>{}</a>", "x".repeat(20_000))), Limit::Text(limits::TEXT_BYTES));
    assert_eq!(limit(&format!("<a>{}</a>", "&amp;".repeat(20_000))), Limit::Text(limits::TEXT_BYTES));
    let history = "<Folkbokforing><LanKod>05</LanKod><KommunKod>81</KommunKod></Folkbokforing>";
    assert_eq!(
        limit(&format!("<Historik>{}</Historik>", history.repeat(20_000))),
        Limit::RecordSize(limits::POST_BYTES)
    );
}

/// Counts what has been asked of it, so that a test can tell that the rest was not read.
struct Counting<R> {
    inner: R,
    count: usize,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count += count;
        Ok(count)
    }
}

#[test]
fn a_huge_piece_is_refused_before_it_is_read() {
    for (begin, byte) in [
        ("<Navetavisering>", b'x'),
        ("<Navetavisering>", b' '),
        ("<Navetavisering><!--", b'x'),
        ("<Navetavisering><![CDATA[", b'x'),
        ("<Navetavisering><", b'x'),
        ("<Navetavisering><a b='", b'x'),
        ("<Navetavisering></", b'x'),
        ("<Navetavisering>&", b'x'),
        ("<!DOCTYPE ", b'x'),
        ("<?xml ", b' '),
        ("", b' '),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><Navetavisering>", 0xe5),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><Navetavisering>", 0x80),
    ] {
        let mut file = Counting { inner: begin.as_bytes().chain(repeat(byte).take(100 << 20)), count: 0 };
        assert_eq!(refusal(&mut file).code(), "file_limit", "{begin}");
        assert!(file.count <= 4 * limits::PIECE_BYTES, "{begin}: {} bytes read", file.count);
    }
}

/// Hands out a single byte at a time, and now and then an interruption.
struct Dripping<'a>(&'a [u8], bool);

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1 = !self.1;
        if self.1 { Err(io::ErrorKind::Interrupted.into()) } else { self.0.read(&mut buffer[..1]) }
    }
}

#[test]
fn how_the_bytes_arrive_makes_no_difference() {
    let post = format!(
        "<Folkbokforingspost><Personpost>{IDENTITY}<Namn><Fornamn>Åsa</Fornamn></Namn></Personpost></Folkbokforingspost>"
    );
    let text = file(&post.repeat(30));
    assert_eq!(read(Dripping(text.as_bytes(), false)).unwrap(), read(text.as_bytes()).unwrap());
}

#[test]
fn a_file_that_cannot_be_read_is_refused() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::PermissionDenied.into())
        }
    }
    assert_eq!(refusal(Failing), FileRefusal::Unreadable(io::ErrorKind::PermissionDenied));
    let begun = "<Navetavisering>".as_bytes().chain(repeat(b'\n').take(2000)).chain(Failing);
    assert_eq!(refusal(begun), FileRefusal::Unreadable(io::ErrorKind::PermissionDenied));
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        _ = read(bytes.as_slice());
    }

    #[test]
    fn arbitrary_markup_never_panics(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<", ">", "</", "/>", "<!", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "&", ";", "#", "x", "'", "\"", "=",
                " ", "å", "J", "0", "<?xml version='1.0' encoding='ISO-8859-1'?>", "Navetavisering", "<Navetavisering>",
                "<Folkbokforingsposter>", "<Folkbokforingspost>", "</Folkbokforingspost>", "<Personpost>", "</Personpost>",
                "<PersonId>", "<PersonNr>", "200808172381", "</PersonNr>", "<Sekretessmarkering>", "<Namn>", "<DOCTYPE",
            ]),
            0..60,
        )
    ) {
        _ = read(parts.concat().as_bytes());
    }

    #[test]
    fn a_changed_byte_never_panics(place in 0_usize..400, byte in any::<u8>()) {
        let post = format!("<Folkbokforingspost><Arendeuppgift andringstidpunkt='1'/><Personpost>{IDENTITY}</Personpost></Folkbokforingspost>");
        let mut bytes = file(&post).into_bytes();
        let place = place % bytes.len();
        bytes[place] = byte;
        _ = read(bytes.as_slice());
    }
}
