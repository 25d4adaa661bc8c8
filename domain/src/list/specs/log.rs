//! The list of operations: the journal, as the auditor reads it (`access.md` section 6).

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    access::Permission,
    id::OperationId,
    language::{Language, named},
    list::{
        Cell, Choices, Column, ColumnType, Columns, Filter, Label, ListRow, ListSpec, Mark, Sort, SortKey,
        Source, Tone,
    },
    municipality::MunicipalityCode,
    operation::{OperationKind, told},
};

named! {
    /// The columns of the log; each is a field of [`LogEntry`].
    pub enum LogColumn {
        Number = "number", "Nr", "No";
        At = "at", "Tidpunkt", "Time";
        Kind = "kind", "Händelse", "Event";
        Actor = "actor", "Vem", "Who";
        Role = "role", "Roll", "Role";
        Organisation = "organisation", "Organisation", "Organisation";
        Municipality = "municipality", "Kommun", "Municipality";
        Reason = "reason", "Uppgift", "Details";
        Changes = "changes", "Antal", "Count";
    }
}

/// An entry of the journal; never a person's data.
#[derive(Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Which operation.
    pub id: OperationId,
    /// Its place in the chain.
    pub number: i64,
    /// When, by the clocks of Stockholm.
    pub at: NaiveDateTime,
    /// What was done.
    pub kind: OperationKind,
    /// By whom.
    pub actor: String,
    /// In what role, as [`crate::access::RoleTitle::told`]; `system`, `operator`, or empty.
    pub role: String,
    /// For which organisation, or empty.
    pub organisation: String,
    /// Where, if in one municipality.
    pub municipality: Option<MunicipalityCode>,
    /// Why, or with what: often codes, shown in words. It is found by what it says in either language, and sorted by the
    /// Swedish, so that an address finds the same for every reader.
    pub reason: String,
    /// How many things it was done to, those of protected people not counted.
    pub changes: i64,
}

crate::private_debug!(LogEntry, id, number, kind);

impl Column for LogColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::Number | Self::Changes => ColumnType::Number,
            Self::At => ColumnType::Date,
            Self::Kind | Self::Role | Self::Municipality => ColumnType::Choice,
            Self::Actor | Self::Organisation | Self::Reason => ColumnType::Text,
        }
    }

    /// Whose entries somebody looks for is nobody else's business.
    fn is_personal(self) -> bool {
        self == Self::Actor
    }

    fn choices(self) -> Choices {
        match self {
            Self::Kind => Choices::of::<OperationKind>(),
            Self::Role => Choices::AtRunTime(Source::Roles),
            Self::Municipality => Choices::AtRunTime(Source::Municipalities),
            _ => Choices::None,
        }
    }

    /// The latest first.
    fn spec() -> ListSpec<Self> {
        ListSpec {
            code: "log",
            title: Label { swedish: "Logg".to_owned(), english: "Log".to_owned() },
            needs: Permission::ReadLog,
            filter: Filter::everything(),
            sort: Sort::new([SortKey::descending(Self::Number)]),
            columns: Columns::of_spec(vec![
                Self::At,
                Self::Kind,
                Self::Actor,
                Self::Role,
                Self::Municipality,
                Self::Reason,
                Self::Changes,
            ]),
            card: vec![Self::Kind, Self::At, Self::Actor, Self::Role, Self::Reason, Self::Changes],
            found_in: vec![Self::Actor, Self::Organisation, Self::Reason],
        }
    }
}

impl ListRow for LogEntry {
    type Column = LogColumn;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn title(&self) -> String {
        self.number.to_string()
    }

    fn cell(&self, column: LogColumn, language: Language) -> Cell<'_> {
        match column {
            LogColumn::Number => Cell::Number(self.number),
            LogColumn::At => Cell::Moment(self.at),
            LogColumn::Kind => Cell::named(Some(self.kind), language),
            LogColumn::Actor => Cell::text(&self.actor),
            LogColumn::Role if self.role.is_empty() => Cell::Nothing,
            LogColumn::Role => Cell::Text(column.choice_name(&self.role, language).into()),
            LogColumn::Organisation => Cell::text(&self.organisation),
            LogColumn::Municipality => {
                self.municipality.map_or(Cell::Nothing, |code| Cell::text(code.name()))
            }
            LogColumn::Reason if self.reason.is_empty() => Cell::Nothing,
            LogColumn::Reason => Cell::Text(told::details(self.kind, &self.reason, language)),
            LogColumn::Changes => Cell::Number(self.changes),
        }
    }

    fn mark(&self, column: LogColumn, _: NaiveDate) -> Mark {
        match (column, self.kind) {
            (LogColumn::Kind, OperationKind::SignInFailed) => Mark::State(Tone::Warning),
            _ => Mark::Plain,
        }
    }
}

#[cfg(test)]
pub(in crate::list) mod tests {
    use super::*;

    /// A row with something in each column.
    pub fn row() -> LogEntry {
        let day: NaiveDate = "2026-11-21".parse().unwrap();
        LogEntry {
            id: OperationId(7),
            number: 4711,
            at: day.and_hms_opt(9, 0, 0).unwrap(),
            kind: OperationKind::ReadList,
            actor: "Åsa Lindqvist".to_owned(),
            role: "caseworker".to_owned(),
            organisation: "Norrköping".to_owned(),
            municipality: MunicipalityCode::try_from("0581").ok(),
            reason: "cases: status".to_owned(),
            changes: 15,
        }
    }

    #[test]
    fn whoever_acts_does_so_in_a_role_with_a_name() {
        let role = |code: &str| {
            let entry = LogEntry { role: code.to_owned(), ..row() };
            entry.cell(LogColumn::Role, Language::Swedish).words(Language::Swedish).into_owned()
        };
        assert_eq!(["auditor", "operator", "system", ""].map(role), ["Granskare", "Driften", "Systemet", ""]);
    }
}
