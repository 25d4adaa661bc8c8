//! A notification written: for the demo, which thereby goes the same way as real data.

use std::io::{self, Write};

use domain::{
    civic_number::{CivicNumber, CivicNumberKind},
    exchange::population::PopulationPost,
    language::Named,
    person::{Address, AddressKind, Deregistration, DeregistrationCode, Name, Residence},
};
use quick_xml::escape::escape;

/// The encoding of a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PopulationEncoding {
    /// UTF-8.
    Utf8,
    /// ISO-8859-1; what it lacks is written as character references.
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests write files in the older encoding"))]
    Iso88591,
}

impl PopulationEncoding {
    const fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Iso88591 => "ISO-8859-1",
        }
    }
}

/// Writes posts one after the other. The file is whole only after [`PopulationWriter::finish`].
///
/// Texts must keep within the schema's lengths for the file to be valid. `SkyddadFolkbokforing` is written only for
/// those who have it, since the published schema does not know it.
#[derive(Debug)]
pub struct PopulationWriter<W: Write> {
    out: W,
    encoding: PopulationEncoding,
    post: String,
}

impl<W: Write> PopulationWriter<W> {
    /// Begins a file. The output should be buffered.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn new(out: W, encoding: PopulationEncoding) -> io::Result<Self> {
        let mut writer = Self { out, encoding, post: String::new() };
        writeln!(writer.out, "<?xml version=\"1.0\" encoding=\"{}\"?>", encoding.label())?;
        writeln!(writer.out, "<Navetavisering><Folkbokforingsposter>")?;
        Ok(writer)
    }

    /// Writes one post. Addresses of kinds that the register does not have are left out.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn write(&mut self, post: &PopulationPost) -> io::Result<()> {
        self.post.clear();
        write_post(&mut self.post, post);
        self.post.push('\n');
        match self.encoding {
            PopulationEncoding::Utf8 => self.out.write_all(self.post.as_bytes()),
            PopulationEncoding::Iso88591 => self.out.write_all(&iso_8859_1(&self.post)),
        }
    }

    /// Ends the file and hands back the output, flushed.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        writeln!(self.out, "</Folkbokforingsposter></Navetavisering>")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

fn write_post(out: &mut String, post: &PopulationPost) {
    within(out, "Folkbokforingspost", |out| {
        if post.protection.confidentiality {
            element(out, "Sekretessmarkering", "J");
        }
        if post.protection.protected_registration {
            element(out, "SkyddadFolkbokforing", "J");
        }
        if let Some(changed_at) = post.changed_at {
            out.push_str(&format!("<Arendeuppgift andringstidpunkt=\"{changed_at}\"/>"));
        }
        within(out, "Personpost", |out| write_person(out, post));
        if !post.earlier_residences.is_empty() {
            within(out, "Historik", |out| {
                for stay in &post.earlier_residences {
                    write_stay(out, stay);
                }
            });
        }
    });
}

fn write_person(out: &mut String, post: &PopulationPost) {
    within(out, "PersonId", |out| {
        element(out, number_element(post.civic_number), post.civic_number.compact())
    });
    if let Some(reference) = post.reference {
        element(out, "HanvisningsPersonNr", reference.compact());
    }
    if let Some(deregistration) = &post.deregistration {
        write_deregistration(out, deregistration, post.unknown_deregistration_code.as_deref());
    }
    if let Some(name) = &post.name {
        write_name(out, name);
    }
    if let Some(stay) = &post.residence {
        write_stay(out, stay);
    }
    let addresses = [
        (AddressKind::Registered, "Folkbokforingsadress"),
        (AddressKind::SpecialPostal, "SarskildPostadress"),
        (AddressKind::Abroad, "Utlandsadress"),
    ];
    let of_kind = |kind| post.addresses.iter().find(|address| address.kind == kind);
    if addresses.iter().any(|(kind, _)| of_kind(*kind).is_some()) {
        within(out, "Adresser", |out| {
            for (kind, name) in addresses {
                if let Some(address) = of_kind(kind) {
                    within(out, name, |out| write_address(out, address));
                }
            }
        });
    }
}

fn number_element(number: CivicNumber) -> &'static str {
    match number.kind() {
        CivicNumberKind::Coordination => "TilldelatPersonNrSamordningsNr",
        CivicNumberKind::Personal | CivicNumberKind::Temporary => "PersonNr",
    }
}

fn write_deregistration(out: &mut String, deregistration: &Deregistration, unknown: Option<&str>) {
    within(out, "Avregistrering", |out| {
        let code = match deregistration.code {
            DeregistrationCode::Unknown => unknown.unwrap_or_default(),
            known => known.code(),
        };
        optional(out, "AvregistreringsorsakKod", code);
        if let Some(date) = deregistration.date {
            element(out, "Avregistreringsdatum", &date.format("%Y%m%d").to_string());
        }
    });
}

fn write_name(out: &mut String, name: &Name) {
    within(out, "Namn", |out| {
        if let Some(mark) = name.calling_mark {
            element(out, "Tilltalsnamnsmarkering", &mark.to_string());
        }
        optional(out, "Fornamn", &name.given);
        optional(out, "Mellannamn", &name.middle);
        optional(out, "Efternamn", &name.surname);
    });
}

fn write_stay(out: &mut String, stay: &Residence) {
    within(out, "Folkbokforing", |out| {
        if let Some(since) = stay.since {
            element(out, "Folkbokforingsdatum", &since.format("%Y%m%d").to_string());
        }
        let (county, municipality) = stay.municipality.as_str().split_at(2);
        element(out, "LanKod", county);
        element(out, "KommunKod", municipality);
    });
}

fn write_address(out: &mut String, address: &Address) {
    optional(out, "CareOf", &address.care_of);
    for (line, name) in
        address.lines.iter().zip(["Utdelningsadress1", "Utdelningsadress2", "Utdelningsadress3"])
    {
        element(out, name, line);
    }
    optional(out, "PostNr", &address.postal_code);
    optional(out, "Postort", &address.city);
    optional(out, "Land", &address.country);
}

fn within(out: &mut String, name: &str, write: impl FnOnce(&mut String)) {
    out.extend(["<", name, ">"]);
    write(out);
    out.extend(["</", name, ">"]);
}

fn element(out: &mut String, name: &str, text: &str) {
    within(out, name, |out| out.push_str(&escape(text)));
}

fn optional(out: &mut String, name: &str, text: &str) {
    if !text.is_empty() {
        element(out, name, text);
    }
}

/// The bytes of XML in ISO-8859-1. Only texts can hold characters outside it, and there a reference stands for them.
fn iso_8859_1(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        match u8::try_from(character) {
            // The control characters above ASCII mean other things to readers of windows-1252.
            Ok(byte) if !(0x80..0xa0).contains(&byte) => bytes.push(byte),
            _ => bytes.extend(format!("&#{};", u32::from(character)).bytes()),
        }
    }
    bytes
}
