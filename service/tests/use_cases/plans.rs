//! The individual plans of one case.

use domain::{
    access::Role,
    id::{CaseId, IndividualPlanId},
    individual_plan::{IndividualPlan, PlanField, PlanForm, PlanRefusal, PlanState},
    operation::{ChangeKind, EntityKind},
    record::{ChangedMeanwhile, Side},
};
use service::{
    ServiceError, cases, plans,
    saving::{SaveFailure, Seen},
    session::Session,
};

use crate::support::{
    LINKOPING, NORRKOPING,
    casework::{Office, office},
    database::{TestDatabase, stories},
    users::role,
};

stories! {
    a_plan_is_made_told_evaluated_and_removed,
    what_the_rules_refuse_of_a_plan_changes_nothing,
    of_two_changes_of_a_plan_none_is_lost_unseen,
    a_plan_stays_with_the_municipality_that_made_it,
}

fn form(goal: &str) -> PlanForm {
    PlanForm {
        goal: goal.into(),
        person: "Går på studiebesök".into(),
        start: "2026-11-01".into(),
        evaluate_on: "2027-02-15".into(),
        ..PlanForm::default()
    }
}

impl Office {
    async fn plan(&self, goal: &str) -> IndividualPlanId {
        plans::make(&self.fyren.services, &self.asa, self.case, &form(goal)).await.unwrap()
    }

    async fn seen_plan(&self, session: &Session, id: IndividualPlanId) -> Seen<IndividualPlan> {
        let record = plans::plan(&self.fyren.services, session, self.case, id).await.unwrap();
        Seen::new(record.version, record.plan)
    }
}

async fn a_plan_is_made_told_evaluated_and_removed(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let id = office.plan("Söka till gymnasiet").await;
    let told = office.told(1).await.remove(0);
    assert_eq!(
        (told.entity, told.entity_id, told.kind),
        (EntityKind::IndividualPlan, id.0, ChangeKind::Created)
    );
    let shown = office.view().await.plans.remove(0);
    assert_eq!((shown.id, shown.state), (id, PlanState::Ongoing));
    assert_eq!((shown.created.as_str(), shown.changed.as_str()), ("Åsa Lindqvist, 2026-11-21 09:00", ""));

    let seen = office.seen_plan(&office.bo, id).await;
    let evaluated = PlanForm { evaluation: "Sökte två program".into(), ..form("Söka till gymnasiet") };
    plans::change(services, &office.bo, office.case, id, &seen, &evaluated).await.unwrap();
    let shown = office.view().await.plans.remove(0);
    assert_eq!(
        (shown.state, shown.changed.as_str()),
        (PlanState::Evaluated, "Åsa Lindqvist, 2026-11-21 09:00")
    );
    plans::remove(services, &office.asa, office.case, id, 2).await.unwrap();
    let told = office.told(1).await.remove(0);
    assert_eq!((told.entity, told.kind), (EntityKind::IndividualPlan, ChangeKind::Removed));
    assert!(office.view().await.plans.is_empty());
}

async fn what_the_rules_refuse_of_a_plan_changes_nothing(database: &TestDatabase) {
    let office = office(database).await;
    let entries = office.entries().await;
    let failure = async |form: PlanForm| {
        plans::make(&office.fyren.services, &office.asa, office.case, &form).await.unwrap_err()
    };
    let nobody = PlanForm { person: " ".into(), ..form("Arbete") };
    assert_eq!(failure(nobody).await, SaveFailure::Refused(vec![PlanRefusal::NobodyAnswers]));
    let backwards = PlanForm { end: "2026-10-01".into(), ..form("Arbete") };
    assert_eq!(failure(backwards).await, SaveFailure::Refused(vec![PlanRefusal::EndsBeforeStart]));
    let SaveFailure::Unreadable(errors) = failure(form("")).await else { panic!("read") };
    assert_eq!(errors[0].field, PlanField::Goal);
    assert_eq!(office.entries().await, entries);
    assert!(office.view().await.plans.is_empty());
}

async fn of_two_changes_of_a_plan_none_is_lost_unseen(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let id = office.plan("Arbete").await;
    let first = office.seen_plan(&office.asa, id).await;
    let change = async |who: &Session, seen: &Seen<IndividualPlan>, form: &PlanForm| {
        plans::change(services, who, office.case, id, seen, form).await
    };
    let theirs = PlanForm { municipality: "Ordnar praktik".into(), ..form("Arbete") };
    change(&office.bo, &first, &theirs).await.unwrap();
    let saved = change(&office.asa, &first, &form("Arbete till våren")).await.unwrap();
    assert_eq!(saved.taken_over.unwrap().fields, [PlanField::Municipality]);
    let SaveFailure::Conflict(clash) = change(&office.bo, &first, &form("Studier")).await.unwrap_err() else {
        panic!("no conflict")
    };
    assert_eq!((clash.version, clash.fields[0].field), (3, PlanField::Goal));
    let removed = plans::remove(services, &office.bo, office.case, id, first.version).await.unwrap_err();
    assert_eq!(removed, SaveFailure::ChangedMeanwhile(ChangedMeanwhile));
    let sides = [("goal".to_owned(), Side::Mine)].into();
    change(&office.bo, &Seen { version: 3, sides, ..first.clone() }, &form("Studier")).await.unwrap();
    let after = office.seen_plan(&office.asa, id).await.values;
    assert_eq!((after.goal.as_str(), after.municipality.as_str()), ("Studier", "Ordnar praktik"));
}

async fn a_plan_stays_with_the_municipality_that_made_it(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let id = office.plan("Arbete").await;
    let seen = office.seen_plan(&office.asa, id).await;
    let there = office.moves().await;
    let auditor = office.fyren.signed_in("sara", role(Role::Auditor, &[NORRKOPING, LINKOPING])).await;
    let tries = async |session: &Session, case: CaseId, why: ServiceError| {
        let entries = office.entries().await;
        assert_eq!(plans::plan(services, session, case, id).await.err(), Some(why));
        let changed = plans::change(services, session, case, id, &seen, &form("Studier")).await;
        assert_eq!(changed.unwrap_err(), SaveFailure::Unavailable(why));
        let removed = plans::remove(services, session, case, id, 1).await;
        assert_eq!(removed.unwrap_err(), SaveFailure::Unavailable(why));
        assert_eq!(office.entries().await, entries);
    };
    tries(&office.elsewhere, office.case, ServiceError::NotFound).await;
    // Not through the person's later case either.
    tries(&office.elsewhere, there, ServiceError::NotFound).await;
    assert!(cases::view(services, &office.elsewhere, there).await.unwrap().plans.is_empty());
    tries(&auditor, office.case, ServiceError::Forbidden).await;
    let foreign = plans::make(services, &office.elsewhere, office.case, &form("Studier")).await.unwrap_err();
    assert_eq!(foreign, SaveFailure::Unavailable(ServiceError::NotFound));
    let later = plans::make(services, &office.elsewhere, there, &form("Studier")).await.unwrap();
    assert_eq!(plans::plan(services, &office.asa, there, later).await.err(), Some(ServiceError::NotFound));
    assert_eq!(office.view().await.plans.len(), 1);
    office.is_protected().await;
    tries(&office.asa, office.case, ServiceError::NotFound).await;
}
