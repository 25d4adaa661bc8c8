//! A layout: what the file of half a year looks like. It is data, read from a text of which [`LayoutText`] is the form.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    finding::{Rule, Severity},
    period::ReportPeriod,
    refusal::LayoutRefusal,
    source::{CodeTable, Part, Source},
};
use crate::{
    civic_number::CivicNumber,
    language::{Named, named},
};

named! {
    /// Of what there is a row, besides one for a person with none of it.
    pub enum Repeated {
        Measure = "measure", "Åtgärd", "Measure";
        Contact = "contact", "Kontakttillfälle", "Contact";
    }
}

named! {
    /// The bytes of the file's letters.
    pub enum Encoding {
        Latin1 = "iso-8859-1", "ISO-8859-1", "ISO-8859-1";
        Utf8 = "utf-8", "UTF-8", "UTF-8";
    }
}

named! {
    /// What a line ends with.
    pub enum LineEnd {
        Crlf = "crlf", "CR LF", "CR LF";
        Lf = "lf", "LF", "LF";
    }
}

named! {
    /// How a date is written.
    pub enum DateForm {
        Dashed = "YYYY-MM-DD", "ÅÅÅÅ-MM-DD", "YYYY-MM-DD";
        Compact = "YYYYMMDD", "ÅÅÅÅMMDD", "YYYYMMDD";
    }
}

named! {
    /// How a personal number is written.
    pub enum NumberForm {
        Dashed = "YYYYMMDD-NNNN", "ÅÅÅÅMMDD-NNNN", "YYYYMMDD-NNNN";
        Compact = "YYYYMMDDNNNN", "ÅÅÅÅMMDDNNNN", "YYYYMMDDNNNN";
    }
}

named! {
    /// What becomes of protected people.
    pub enum ProtectedPeople {
        ByHand = "by-hand", "Rapporteras på papper", "Reported on paper";
        InFile = "in-file", "Rapporteras i filen", "Reported in the file";
    }
}

named! {
    /// Who is left out.
    pub enum Excluded {
        OtherSchooling = "other-schooling", "Studier annan skolform", "Other schooling";
        IntroductoryProgramme = "introductory-programme", "Introduktionsprogram", "Introductory programme";
    }
}

/// A layout as it is written: `server/layouts/scb`. Each text is read by [`Layout::try_from`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayoutText {
    /// What it is called, such as `2018H2`.
    pub name: String,
    /// The first day of the first half-year that it is for.
    pub from: String,
    /// What stands between the fields.
    pub separator: String,
    /// The code of an [`Encoding`].
    pub encoding: String,
    /// The code of a [`LineEnd`].
    pub line_end: String,
    /// Whether the first line names the columns.
    pub header: bool,
    /// The code of a [`DateForm`].
    pub date: String,
    /// The code of a [`NumberForm`].
    pub number: String,
    /// The codes of [`Repeated`], in the order of the rows.
    pub rows: Vec<String>,
    /// The code of [`ProtectedPeople`].
    pub protected: String,
    /// The codes of [`Excluded`].
    pub excluded: Vec<String>,
    /// The code of a chosen [`Rule`], with that of its [`Severity`].
    pub checks: BTreeMap<String, String>,
    /// The code of a [`CodeTable`], with the code in the file of each value's.
    pub codes: BTreeMap<String, BTreeMap<String, String>>,
    /// The columns, in their order.
    pub columns: Vec<ColumnText>,
}

/// A column as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnText {
    /// Its heading.
    pub name: String,
    /// The code of a [`Source`].
    pub source: String,
    /// Whether it may not be empty in a row of what it is told of.
    #[serde(default)]
    pub required: bool,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutColumn {
    /// Its heading.
    pub name: String,
    /// What it holds.
    pub source: Source,
    /// Whether it may not be empty in a row of what it is told of.
    pub is_required: bool,
}

/// What the file of half a year looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "LayoutText", into = "LayoutText")]
pub struct Layout {
    text: LayoutText,
    from: NaiveDate,
    separator: char,
    encoding: Encoding,
    line_end: LineEnd,
    date: DateForm,
    number: NumberForm,
    rows: Vec<Repeated>,
    protected: ProtectedPeople,
    excluded: Vec<Excluded>,
    checks: BTreeMap<Rule, Severity>,
    columns: Vec<LayoutColumn>,
}

/// The value of a code, or which codes there are.
fn value<N: Named>(key: &'static str, code: &str) -> Result<N, LayoutRefusal> {
    among(key, code, N::ALL.iter().copied())
}

fn among<N: Named>(
    key: &'static str,
    code: &str,
    known: impl Iterator<Item = N> + Clone,
) -> Result<N, LayoutRefusal> {
    let found = known.clone().find(|value| value.code() == code);
    found.ok_or_else(|| LayoutRefusal::Value {
        key,
        value: code.to_owned(),
        known: known.map(Named::code).collect::<Vec<_>>().join(", "),
    })
}

fn values<N: Named>(key: &'static str, codes: &[String]) -> Result<Vec<N>, LayoutRefusal> {
    codes.iter().map(|code| value(key, code)).collect()
}

impl TryFrom<LayoutText> for Layout {
    type Error = LayoutRefusal;

    fn try_from(text: LayoutText) -> Result<Self, LayoutRefusal> {
        let from = text.from.parse().map_err(|_| LayoutRefusal::Value {
            key: "from",
            value: text.from.clone(),
            known: "YYYY-MM-DD".to_owned(),
        })?;
        let mut letters = text.separator.chars();
        let separator = match (letters.next(), letters.next()) {
            (Some(one), None) if one == '\t' || (one.is_ascii_punctuation() && !"-\"".contains(one)) => one,
            _ => return Err(LayoutRefusal::Unwritable(text.separator.clone())),
        };
        let is_severity = |severity: &Severity| *severity != Severity::ByHand;
        let check = |(rule, severity): (&String, &String)| {
            let rule = among("checks", rule, Rule::ALL.iter().copied().filter(|rule| rule.is_chosen()))?;
            let severities = Severity::ALL.iter().copied().filter(is_severity);
            Ok::<_, LayoutRefusal>((rule, among("checks", severity, severities)?))
        };
        let column = |column: &ColumnText| {
            Ok::<_, LayoutRefusal>(LayoutColumn {
                name: column.name.clone(),
                source: value("source", &column.source)?,
                is_required: column.required,
            })
        };
        let layout = Self {
            from,
            separator,
            encoding: value("encoding", &text.encoding)?,
            line_end: value("line_end", &text.line_end)?,
            date: value("date", &text.date)?,
            number: value("number", &text.number)?,
            rows: values("rows", &text.rows)?,
            protected: value("protected", &text.protected)?,
            excluded: values("excluded", &text.excluded)?,
            checks: text.checks.iter().map(check).collect::<Result<_, _>>()?,
            columns: text.columns.iter().map(column).collect::<Result<_, _>>()?,
            text,
        };
        layout.codes_are_known()?;
        layout.columns_are_told_of()?;
        layout.is_writable()?;
        Ok(layout)
    }
}

impl From<Layout> for LayoutText {
    fn from(layout: Layout) -> Self {
        layout.text
    }
}

impl Layout {
    fn codes_are_known(&self) -> Result<(), LayoutRefusal> {
        for (table, codes) in &self.text.codes {
            let table: CodeTable = value("codes", table)?;
            let known = table.values();
            if let Some(unknown) = codes.keys().find(|code| !known.contains(&code.as_str())) {
                let value = format!("{}.{unknown}", table.code());
                return Err(LayoutRefusal::Value { key: "codes", value, known: known.join(", ") });
            }
        }
        Ok(())
    }

    fn columns_are_told_of(&self) -> Result<(), LayoutRefusal> {
        if self.columns.is_empty() {
            return Err(LayoutRefusal::NoColumns);
        }
        for (place, column) in self.columns.iter().enumerate() {
            if self.columns[..place].iter().any(|before| before.name == column.name) {
                return Err(LayoutRefusal::Twice(column.name.clone()));
            }
            let has_rows = match column.source.part() {
                Part::Case => true,
                Part::Measure => self.rows.contains(&Repeated::Measure),
                Part::Contact => self.rows.contains(&Repeated::Contact),
            };
            if !has_rows {
                return Err(LayoutRefusal::NoRows(column.name.clone()));
            }
            let lacks_table = |table: CodeTable| !self.text.codes.contains_key(table.code());
            if column.source.table().is_some_and(lacks_table) {
                return Err(LayoutRefusal::NoTable(column.name.clone()));
            }
        }
        Ok(())
    }

    /// Nothing that stands in a row needs quotation marks, so that none are ever written.
    fn is_writable(&self) -> Result<(), LayoutRefusal> {
        let headings = self.columns.iter().map(|column| &column.name);
        let codes = self.text.codes.values().flat_map(BTreeMap::values);
        let is_written = |letter: char| {
            letter != self.separator
                && letter != '"'
                && !letter.is_control()
                && (self.encoding == Encoding::Utf8 || u8::try_from(u32::from(letter)).is_ok())
        };
        let wrong = headings.chain(codes).find(|text| text.is_empty() || !text.chars().all(is_written));
        wrong.map_or(Ok(()), |text| Err(LayoutRefusal::Unwritable(text.clone())))
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.text.name
    }

    /// The first day of the first half-year that it is for.
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// The columns, in their order.
    pub fn columns(&self) -> &[LayoutColumn] {
        &self.columns
    }

    /// Of what there is a row, in the order of the rows.
    pub fn rows(&self) -> &[Repeated] {
        &self.rows
    }

    /// What becomes of protected people.
    pub const fn protected(&self) -> ProtectedPeople {
        self.protected
    }

    /// Whether somebody is left out.
    pub fn excludes(&self, excluded: Excluded) -> bool {
        self.excluded.contains(&excluded)
    }

    /// How much a check of its choice matters; `None` where it is not made.
    pub fn severity(&self, rule: Rule) -> Option<Severity> {
        self.checks.get(&rule).copied()
    }

    /// The code in the file of a value of a table.
    pub(super) fn code(&self, table: CodeTable, value: &str) -> Option<&str> {
        self.text.codes.get(table.code())?.get(value).map(String::as_str)
    }

    pub(super) fn date(&self, day: NaiveDate) -> String {
        match self.date {
            DateForm::Dashed => day.to_string(),
            DateForm::Compact => day.format("%Y%m%d").to_string(),
        }
    }

    pub(super) fn number(&self, number: CivicNumber) -> String {
        match self.number {
            NumberForm::Dashed => number.to_string(),
            NumberForm::Compact => number.compact().to_owned(),
        }
    }

    pub(super) const fn has_header(&self) -> bool {
        self.text.header
    }

    pub(super) const fn separator(&self) -> char {
        self.separator
    }

    pub(super) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub(super) const fn line_end(&self) -> &'static str {
        match self.line_end {
            LineEnd::Crlf => "\r\n",
            LineEnd::Lf => "\n",
        }
    }
}

/// The layout of a period: the latest that is for its last day. `None` for a period before them all.
pub fn layout_of(layouts: &[Layout], period: ReportPeriod) -> Option<&Layout> {
    layouts.iter().filter(|layout| layout.from <= period.to()).max_by_key(|layout| layout.from)
}
