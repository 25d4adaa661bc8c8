//! A server that is killed in the middle of a large bulk change: the next one goes on exactly where it was.

use std::{
    process::{Child, Stdio},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    case::change::{CaseChange, EditedCase},
    clock::Clock,
    id::{CaseId, JobId},
    job::{JobState, OutcomeCounts, RowOutcome},
    occupation::OccupationAtRegistration,
};
use service::{
    Services,
    jobs::{self, CaseUpdate, RowChange},
    session,
};
use store::JobRecord;

use crate::support::{
    database::{TestDatabase, stories},
    files::Folder,
    fyren::{fyren, program},
    raw,
};

stories! {
    a_job_whose_server_is_killed_is_done_by_the_next_one_exactly,
}

/// How long a story waits for a server.
const LONGEST: Duration = Duration::from_secs(120);

/// Every closed case of a small demo forty times more, so that a job takes several transactions.
const MANY_CLOSED_CASES: &str = "INSERT INTO activity_case (person_id, municipality, registered, deregistered, reason, \
    origin, entered, occupation, notes, version) WITH RECURSIVE copy(number) AS (SELECT 1 UNION ALL SELECT number + 1 \
    FROM copy WHERE number < 40) SELECT person_id, municipality, registered, deregistered, reason, origin, entered, \
    occupation, notes, version FROM activity_case, copy WHERE deregistered IS NOT NULL";

/// A clock that stands still.
struct Standing(DateTime<Utc>);

impl Clock for Standing {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// A server at work, which is gone with the story.
struct Server(Child);

impl Server {
    fn start(database: &TestDatabase, site: &Folder) -> Self {
        let site = site.itself().display().to_string();
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--job-lease", "10", "--site", &site];
        let mut command = program();
        command.args(arguments).args(["--database", &database.address]);
        Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    /// Kills it, so that it has no time for anything.
    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The job, once something is true of it.
async fn once(database: &TestDatabase, id: JobId, is: impl Fn(&JobRecord) -> bool) -> JobRecord {
    let looking = async {
        loop {
            let job =
                database.store.read(&Scope::of_the_system()).await.unwrap().job(id).await.unwrap().unwrap();
            if is(&job) {
                return job;
            }
        }
    };
    tokio::time::timeout(LONGEST, looking).await.expect("the server works on the job")
}

/// The cases of a job, in the order of their identities.
async fn cases(database: &TestDatabase, ids: &[CaseId]) -> Vec<EditedCase> {
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    connection.edited_cases(&Scope::of_the_system(), ids).await.unwrap()
}

async fn a_job_whose_server_is_killed_is_done_by_the_next_one_exactly(database: &TestDatabase) {
    let address = database.address.as_str();
    fyren(address, "demo --persons 1000 --seed 1 --date 2026-11-21").done();
    raw::execute(address, MANY_CLOSED_CASES).await.unwrap();
    let site = Folder::new();
    std::fs::create_dir_all(site.path("pkg")).unwrap();
    std::fs::write(site.path("pkg").join("app.css"), "").unwrap();

    // Somebody who reaches all of them asks for a change of everybody; of a few, what was seen is not what there is.
    let clock = Arc::new(Standing("2026-11-21T09:00:00Z".parse().unwrap()));
    let services = Services::new(database.store.clone(), clock);
    let token = session::sign_in(&services, "birgitta.edman", "Fyren-demo-2026", &session::Client::default())
        .await
        .unwrap()
        .token;
    let birgitta = session::session(&services, &token).await.unwrap().unwrap();
    let mut ids = Vec::new();
    for code in &birgitta.acting.municipalities {
        let scope = Scope::of([*code]);
        let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
        let listed = connection.case_listings(&scope, *code, CaseId(0), i64::MAX).await.unwrap();
        ids.extend(listed.iter().map(|listing| listing.case.id));
    }
    ids.sort_unstable();
    assert!(ids.len() > 3000, "{} cases", ids.len());
    let before = cases(database, &ids).await;
    let change = |case: &EditedCase| CaseChange {
        occupation: Some(match case.values.occupation {
            OccupationAtRegistration::Work => OccupationAtRegistration::None,
            _ => OccupationAtRegistration::Work,
        }),
        ..CaseChange::default()
    };
    let seen = |case: &EditedCase| if case.id.0 % 500 == 0 { case.version + 1 } else { case.version };
    let rows: Vec<RowChange> = before
        .iter()
        .map(|case| RowChange { case: case.id, version: seen(case), change: change(case) })
        .collect();
    let conflicts: Vec<CaseId> =
        before.iter().filter(|case| seen(case) != case.version).map(|case| case.id).collect();
    let gone = CaseId(i64::MAX);
    let asked: Vec<i64> = ids.iter().map(|id| id.0).chain([gone.0]).collect();
    let update = CaseUpdate { rows, ..CaseUpdate::default() };
    let id = jobs::queue(&services, &birgitta, &asked, &update.into()).await.unwrap();

    let first = Server::start(database, &site);
    let seen_at_work = once(database, id, |job| job.counts.total() > 0).await;
    first.kill();
    // Of one moment: on PostgreSQL the part that was being done may still be kept.
    let mut connection = database.store.read_snapshot(&Scope::of_the_system()).await.unwrap();
    let torn = connection.job(id).await.unwrap().unwrap();
    let halfway = connection.edited_cases(&Scope::of_the_system(), &ids).await.unwrap();
    drop(connection);
    assert_eq!(torn.state, JobState::Running, "it was killed too late: {:?}", seen_at_work.counts);
    let is_changed = |(before, after): &(&EditedCase, &EditedCase)| after.version > before.version;
    let count = |after: &[EditedCase]| before.iter().zip(after).filter(is_changed).count() as u64;
    assert!(torn.counts.total() > 0);
    assert_eq!(count(&halfway), torn.counts.changed);

    let second = Server::start(database, &site);
    let done = once(database, id, |job| job.state.is_over()).await;
    second.kill();
    let counts = OutcomeCounts {
        changed: (ids.len() - conflicts.len()) as u64,
        conflict: conflicts.len() as u64,
        gone: 1,
        ..OutcomeCounts::default()
    };
    assert_eq!((done.state, done.counts, done.failure), (JobState::Done, counts, None));
    let after = cases(database, &ids).await;
    for (before, after) in before.iter().zip(&after) {
        let is_left_alone = conflicts.contains(&before.id);
        let expected = if is_left_alone { before.values } else { change(before).applied_to(&before.values) };
        let version = before.version + i64::from(!is_left_alone);
        assert_eq!((after.id, after.values, after.version), (before.id, expected, version));
    }
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let report: Vec<(Option<CaseId>, RowOutcome)> = connection
        .job_report(id, u64::MAX)
        .await
        .unwrap()
        .into_iter()
        .map(|report| (report.case, report.outcome))
        .collect();
    // Of what is gone there is no case to tell of.
    let conflicts = conflicts.iter().map(|case| (Some(*case), RowOutcome::Conflict));
    let expected = conflicts.chain([(None, RowOutcome::Gone)]);
    assert_eq!(report, expected.collect::<Vec<_>>());
    // The journal tells of each change once, and its chain is whole.
    let told =
        "SELECT count(*) FROM operation_change c JOIN job_operation j ON j.operation_id = c.operation_id";
    let told_once = told.replace("count(*)", "count(DISTINCT c.entity_id)");
    assert_eq!(raw::count(address, told).await.unsigned_abs(), counts.changed);
    assert_eq!(raw::count(address, &told_once).await.unsigned_abs(), counts.changed);
    assert_eq!(connection.first_broken_entry().await.unwrap(), None);
}
