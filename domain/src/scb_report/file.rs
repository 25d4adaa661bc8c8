//! The rows as the bytes of a file. The same rows and layout give the same bytes.

use super::{
    draft::Row,
    layout::{Encoding, Layout},
};

impl Layout {
    /// The file of some rows.
    pub fn file<'a>(&self, rows: impl IntoIterator<Item = &'a Row>) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.has_header() {
            self.line(&mut bytes, self.columns().iter().map(|column| column.name.as_str()));
        }
        for row in rows {
            self.line(&mut bytes, row.iter().map(String::as_str));
        }
        bytes
    }

    fn line<'a>(&self, bytes: &mut Vec<u8>, fields: impl Iterator<Item = &'a str>) {
        for (place, field) in fields.enumerate() {
            if place > 0 {
                self.write(bytes, self.separator());
            }
            field.chars().for_each(|letter| self.write(bytes, letter));
        }
        bytes.extend(self.line_end().as_bytes());
    }

    fn write(&self, bytes: &mut Vec<u8>, letter: char) {
        match self.encoding() {
            Encoding::Utf8 => bytes.extend(letter.encode_utf8(&mut [0; 4]).as_bytes()),
            // Headings and codes have been tried when the layout was read; numbers and dates are ASCII.
            Encoding::Latin1 => bytes.push(u8::try_from(u32::from(letter)).unwrap_or(b'?')),
        }
    }

    /// What the file of a period is called.
    pub fn file_name(
        &self,
        municipality: crate::municipality::MunicipalityCode,
        period: super::ReportPeriod,
    ) -> String {
        format!("kaa-{municipality}-{}-{}.csv", period.from(), period.to())
    }
}
