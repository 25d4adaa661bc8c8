//! The list of runs (`product.md` J2).

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    access::Permission,
    id::RunId,
    language::{Language, named},
    list::{
        Cell, Choices, Column, ColumnType, Columns, Filter, Label, ListRow, ListSpec, Mark, Sort, SortKey,
        Source, Tone,
    },
    municipality::MunicipalityCode,
};

named! {
    /// The columns of the list of runs; each is a field of [`RunRow`].
    pub enum RunColumn {
        Started = "started", "Började", "Started";
        Finished = "finished", "Slutade", "Finished";
        Job = "job", "Jobb", "Job";
        Municipality = "municipality", "Kommun", "Municipality";
        Date = "date", "Avser dag", "For the day";
        State = "state", "Utfall", "Outcome";
        Examined = "examined", "Prövade", "Examined";
        Opened = "opened", "Öppnade", "Opened";
        Closed = "closed", "Avslutade", "Closed";
        Errors = "errors", "Fel", "Errors";
        Actor = "actor", "Startad av", "Started by";
    }
}

named! {
    /// What runs do.
    pub enum Job {
        CaseUpdate = "case-update", "Uppdatering av aktivitetsansvar", "Case update";
    }
}

named! {
    /// How a run ended.
    pub enum RunState {
        Succeeded = "succeeded", "Klar", "Done";
        Failed = "failed", "Misslyckad", "Failed";
    }
}

/// A run of a job in a municipality.
#[derive(Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Which run.
    pub id: RunId,
    /// When it began, by the clocks of Stockholm.
    pub started: NaiveDateTime,
    /// When it ended.
    pub finished: NaiveDateTime,
    /// What was done.
    pub job: Job,
    /// Where.
    pub municipality: MunicipalityCode,
    /// As of which day.
    pub date: NaiveDate,
    /// How it ended.
    pub state: RunState,
    /// How many people were examined, protected ones not counted.
    pub examined: i64,
    /// How many cases it opened, those of protected people not counted.
    pub opened: i64,
    /// How many cases it closed, those of protected people not counted.
    pub closed: i64,
    /// How many people could not be judged, protected ones not counted.
    pub errors: i64,
    /// Who began it: a user, or the system's own name for itself.
    pub actor: String,
}

crate::private_debug!(RunRow, id, job, state);

impl Column for RunColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::Started | Self::Finished | Self::Date => ColumnType::Date,
            Self::Job | Self::Municipality | Self::State => ColumnType::Choice,
            Self::Examined | Self::Opened | Self::Closed | Self::Errors => ColumnType::Number,
            Self::Actor => ColumnType::Text,
        }
    }

    fn is_personal(self) -> bool {
        self == Self::Actor
    }

    fn choices(self) -> Choices {
        match self {
            Self::Job => Choices::of::<Job>(),
            Self::State => Choices::of::<RunState>(),
            Self::Municipality => Choices::AtRunTime(Source::Municipalities),
            _ => Choices::None,
        }
    }

    fn spec() -> ListSpec<Self> {
        ListSpec {
            code: "runs",
            title: Label { swedish: "Körningar".to_owned(), english: "Runs".to_owned() },
            needs: Permission::ReadCases,
            filter: Filter::everything(),
            sort: Sort::new([SortKey::descending(Self::Started)]),
            columns: Columns::of_spec(vec![
                Self::Started,
                Self::Job,
                Self::Municipality,
                Self::Date,
                Self::State,
                Self::Examined,
                Self::Opened,
                Self::Closed,
                Self::Errors,
                Self::Actor,
            ]),
            card: vec![
                Self::Job,
                Self::Municipality,
                Self::Date,
                Self::State,
                Self::Opened,
                Self::Closed,
                Self::Errors,
            ],
            found_in: vec![Self::Actor],
        }
    }
}

impl ListRow for RunRow {
    type Column = RunColumn;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn title(&self) -> String {
        format!("{} {}", self.municipality.name(), self.date)
    }

    fn cell(&self, column: RunColumn, language: Language) -> Cell<'_> {
        match column {
            RunColumn::Started => Cell::Moment(self.started),
            RunColumn::Finished => Cell::Moment(self.finished),
            RunColumn::Job => Cell::named(Some(self.job), language),
            RunColumn::Municipality => Cell::text(self.municipality.name()),
            RunColumn::Date => Cell::Day(self.date),
            RunColumn::State => Cell::named(Some(self.state), language),
            RunColumn::Examined => Cell::Number(self.examined),
            RunColumn::Opened => Cell::Number(self.opened),
            RunColumn::Closed => Cell::Number(self.closed),
            RunColumn::Errors => Cell::Number(self.errors),
            RunColumn::Actor => Cell::text(&self.actor),
        }
    }

    fn mark(&self, column: RunColumn, _: NaiveDate) -> Mark {
        match (column, self.state) {
            (RunColumn::State, RunState::Succeeded) => Mark::State(Tone::Good),
            (RunColumn::State, RunState::Failed) => Mark::State(Tone::Bad),
            (RunColumn::Errors, _) if self.errors > 0 => Mark::State(Tone::Warning),
            _ => Mark::Plain,
        }
    }
}

#[cfg(test)]
pub(in crate::list) mod tests {
    use super::*;

    /// A row with something in each column.
    pub fn row() -> RunRow {
        let day: NaiveDate = "2026-11-21".parse().unwrap();
        RunRow {
            id: RunId(7),
            started: day.and_hms_opt(2, 0, 0).unwrap(),
            finished: day.and_hms_opt(2, 3, 0).unwrap(),
            job: Job::CaseUpdate,
            municipality: MunicipalityCode::try_from("0581").unwrap(),
            date: day,
            state: RunState::Succeeded,
            examined: 4711,
            opened: 12,
            closed: 7,
            errors: 1,
            actor: "Fyren".to_owned(),
        }
    }
}
