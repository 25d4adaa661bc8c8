//! The list of jobs: what has been done with many cases at once (requirements K7 and K16).

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    access::Permission,
    id::{AccountId, JobId},
    job::{JobKind, JobState, OutcomeCounts},
    language::{Language, named},
    list::{
        Cell, Choices, Column, ColumnType, Columns, Filter, Label, ListRow, ListSpec, Mark, Sort, SortKey,
        Source, Tone,
    },
    municipality::MunicipalityCode,
};

named! {
    /// The columns of the list of jobs; each is a field of [`JobEntry`].
    pub enum JobColumn {
        Begun = "begun", "Startat", "Started";
        Ended = "ended", "Slutade", "Ended";
        Kind = "kind", "Jobb", "Job";
        By = "by", "Startat av", "Started by";
        Municipality = "municipality", "Kommun", "Municipality";
        State = "state", "Läge", "State";
        Total = "total", "Rader", "Rows";
        Changed = "changed", "Ändrade", "Changed";
        Unchanged = "unchanged", "Oförändrade", "Unchanged";
        NotChanged = "not-changed", "Inte ändrade", "Not changed";
        Undone = "undone", "Ångrat", "Undone";
    }
}

/// A job, without its rows.
#[derive(Clone, PartialEq, Eq)]
pub struct JobEntry {
    /// Which job.
    pub id: JobId,
    /// When it was asked for, by the clocks of Stockholm.
    pub begun: NaiveDateTime,
    /// When it was over.
    pub ended: Option<NaiveDateTime>,
    /// What it does.
    pub kind: JobKind,
    /// Whose it is.
    pub account: AccountId,
    /// Their name.
    pub by: String,
    /// The municipality of a role that reached just one.
    pub municipality: Option<MunicipalityCode>,
    /// How far it has come.
    pub state: JobState,
    /// On how many rows.
    pub total: i64,
    /// What became of those that are done.
    pub counts: OutcomeCounts,
    /// Whether it has been taken back.
    pub undone: bool,
}

crate::private_debug!(JobEntry, id, kind, state);

impl Column for JobColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::Begun | Self::Ended => ColumnType::Date,
            Self::Kind | Self::Municipality | Self::State => ColumnType::Choice,
            Self::By => ColumnType::Text,
            Self::Total | Self::Changed | Self::Unchanged | Self::NotChanged => ColumnType::Number,
            Self::Undone => ColumnType::YesNo,
        }
    }

    fn is_personal(self) -> bool {
        self == Self::By
    }

    fn choices(self) -> Choices {
        match self {
            Self::Kind => Choices::of::<JobKind>(),
            Self::State => Choices::of::<JobState>(),
            Self::Municipality => Choices::AtRunTime(Source::Municipalities),
            _ => Choices::None,
        }
    }

    /// The latest first.
    fn spec() -> ListSpec<Self> {
        ListSpec {
            code: "jobs",
            title: Label { swedish: "Jobb".to_owned(), english: "Jobs".to_owned() },
            needs: Permission::EditCases,
            filter: Filter::everything(),
            sort: Sort::new([SortKey::descending(Self::Begun)]),
            columns: Columns::of_spec(vec![
                Self::Begun,
                Self::Kind,
                Self::By,
                Self::State,
                Self::Total,
                Self::Changed,
                Self::Unchanged,
                Self::NotChanged,
                Self::Undone,
            ]),
            card: vec![
                Self::Kind,
                Self::Begun,
                Self::By,
                Self::State,
                Self::Changed,
                Self::NotChanged,
                Self::Undone,
            ],
            found_in: vec![Self::By],
        }
    }
}

fn number(count: u64) -> Cell<'static> {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

impl ListRow for JobEntry {
    type Column = JobColumn;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn title(&self) -> String {
        format!("{} ({})", self.begun.format("%Y-%m-%d %H:%M"), self.id)
    }

    fn cell(&self, column: JobColumn, language: Language) -> Cell<'_> {
        match column {
            JobColumn::Begun => Cell::Moment(self.begun),
            JobColumn::Ended => self.ended.map_or(Cell::Nothing, Cell::Moment),
            JobColumn::Kind => Cell::named(Some(self.kind), language),
            JobColumn::By => Cell::text(&self.by),
            JobColumn::Municipality => {
                self.municipality.map_or(Cell::Nothing, |code| Cell::text(code.name()))
            }
            JobColumn::State => Cell::named(Some(self.state), language),
            JobColumn::Total => Cell::Number(self.total),
            JobColumn::Changed => number(self.counts.changed),
            JobColumn::Unchanged => number(self.counts.unchanged),
            JobColumn::NotChanged => number(self.counts.not_changed()),
            JobColumn::Undone => Cell::YesNo(self.undone),
        }
    }

    fn mark(&self, column: JobColumn, _: NaiveDate) -> Mark {
        match (column, self.state) {
            (JobColumn::State, JobState::Done) => Mark::State(Tone::Good),
            (JobColumn::State, JobState::Failed) => Mark::State(Tone::Bad),
            (JobColumn::State, JobState::Running) => Mark::State(Tone::Busy),
            (JobColumn::State, JobState::Queued) => Mark::State(Tone::Quiet),
            (JobColumn::State, JobState::Cancelled) => Mark::State(Tone::Warning),
            (JobColumn::NotChanged, _) if self.counts.not_changed() > 0 => Mark::State(Tone::Warning),
            _ => Mark::Plain,
        }
    }
}

#[cfg(test)]
pub(in crate::list) mod tests {
    use super::*;

    /// A row with something in each column.
    pub fn row() -> JobEntry {
        let day: NaiveDate = "2026-11-21".parse().unwrap();
        JobEntry {
            id: JobId(7),
            begun: day.and_hms_opt(9, 0, 0).unwrap(),
            ended: day.and_hms_opt(9, 1, 0),
            kind: JobKind::UpdateCases,
            account: AccountId(3),
            by: "Åsa Lindqvist".to_owned(),
            municipality: MunicipalityCode::try_from("0581").ok(),
            state: JobState::Done,
            total: 684,
            counts: OutcomeCounts { changed: 680, unchanged: 2, refused: 1, conflict: 0, gone: 1 },
            undone: true,
        }
    }

    #[test]
    fn what_was_refused_overtaken_or_gone_is_not_changed() {
        let cell =
            |column: JobColumn| row().cell(column, Language::Swedish).words(Language::Swedish).into_owned();
        assert_eq!([JobColumn::Total, JobColumn::NotChanged].map(cell), ["684", "2"]);
    }
}
