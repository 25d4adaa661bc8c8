//! What the start page tells of the reader's part of the register.

use chrono::NaiveDate;

use crate::{
    alarm::{Alarm, AlarmDays},
    case::CaseStatus,
    municipality::MunicipalityCode,
};

/// The numbers of the start page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Open cases by status, in the order of the statuses, without *Avslutad*.
    pub open_by_status: Vec<(CaseStatus, u64)>,
    /// Open cases whose next follow-up is due today, and those whose is overdue.
    pub follow_ups_due: (u64, u64),
    /// Cases registered within the last seven days, today included.
    pub new_last_week: u64,
    /// Open cases in the default selection without a caseworker.
    pub without_caseworker: u64,
    /// How many cases give each alarm.
    pub alarms: Vec<(Alarm, u64)>,
    /// How soon the alarms are given.
    pub alarm_days: AlarmDays,
    /// The last run of each municipality in the scope.
    pub last_runs: Vec<LastRun>,
    /// Registered per week over 26 weeks, oldest first: the week's Monday and the count.
    pub opened_per_week: Vec<(NaiveDate, u64)>,
}

/// The latest case update of a municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastRun {
    /// Where.
    pub municipality: MunicipalityCode,
    /// The business date.
    pub date: NaiveDate,
    /// When it finished, Stockholm time.
    pub finished: String,
    /// How it ended.
    pub succeeded: bool,
    /// How many people were examined, protected ones not counted.
    pub examined: u64,
    /// Cases opened by the runs of the business date that the reader may see.
    pub opened: u64,
    /// Cases closed by the runs of the business date that the reader may see.
    pub closed: u64,
    /// People whose facts contradict each other, protected ones not counted.
    pub errors: u64,
}
