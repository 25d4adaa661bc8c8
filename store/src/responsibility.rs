//! The tab *Aktivitetsansvaret* of a case: what stands there, and what the one mark of a diploma that a municipality may
//! set becomes. Its other fields are written with [`crate::CaseWrite`].

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::{change::EditedCase, responsibility::ResponsibilityValues},
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    id::{CaseId, PersonId},
    language::Named,
    municipality::MunicipalityCode,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError, cases::HAS_LEFT, db::on, policies::optional_named,
    register::Whose, scope,
};

/// A case as it is changed in that tab.
#[derive(Clone, PartialEq, Eq)]
pub struct Responsibility {
    /// The case.
    pub case: EditedCase,
    /// What all fields hold. Of somebody who has left no later mark of a diploma is told.
    pub values: ResponsibilityValues,
    /// Whether the person has left: what is known of the person is then no longer this municipality's to change.
    pub has_left: bool,
}

domain::private_debug!(Responsibility, case, has_left);

#[derive(sqlx::FromRow)]
struct BesidesRow {
    notes: String,
    home_diploma: Option<String>,
    has_left: bool,
}

impl Connection {
    /// A case within a scope as it is changed in that tab.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn responsibility(
        &mut self,
        scope: &Scope,
        id: CaseId,
    ) -> Result<Option<Responsibility>, StoreError> {
        let Some(case) = self.edited_cases(scope, &[id]).await?.pop() else { return Ok(None) };
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT a.notes, {HAS_LEFT} AS has_left, (SELECT d.kind FROM diploma d WHERE d.person_id = a.person_id \
             AND d.source = $3) AS home_diploma \
             FROM activity_case a JOIN person p ON p.id = a.person_id WHERE a.id = $2 AND {within}"
        );
        let source = DiplomaSource::HomeMunicipality.code();
        let row: Option<BesidesRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(id.0)
            .bind(source).fetch_optional(c).await?);
        let Some(row) = row else { return Ok(None) };
        let home_diploma = match row.has_left {
            true => self.home_diploma_as_left(scope, &case).await?,
            false => optional_named("diploma kind", row.home_diploma.as_deref())?,
        };
        let values = ResponsibilityValues { case: case.values, home_diploma, notes: row.notes };
        Ok(Some(Responsibility { case, values, has_left: row.has_left }))
    }

    /// The mark that there was when the person of a case left its municipality.
    async fn home_diploma_as_left(
        &mut self,
        scope: &Scope,
        case: &EditedCase,
    ) -> Result<Option<DiplomaKind>, StoreError> {
        let Some(last) =
            self.last_day_there(scope, case.person, case.municipality, case.deregistered).await?
        else {
            return Ok(None);
        };
        let marks = self.diplomas_until(case.person.0, last).await?;
        let home = marks.into_iter().find(|mark| mark.source == DiplomaSource::HomeMunicipality);
        Ok(home.map(|mark| mark.kind))
    }

    /// The last day on which somebody who has left was registered in the municipality of their case; that of the case where
    /// the register does not tell.
    async fn last_day_there(
        &mut self,
        scope: &Scope,
        person: PersonId,
        municipality: MunicipalityCode,
        deregistered: Option<NaiveDate>,
    ) -> Result<Option<NaiveDate>, StoreError> {
        // The person is within the reader's reach through the case, wherever they are registered now.
        let through_the_case =
            if scope.includes_protected() { scope.clone() } else { Scope::of_the_system() };
        let facts = self.person_facts(&through_the_case, &[person.0]).await?.pop();
        let left = facts.and_then(|(facts, _)| facts.registration.left_on(municipality));
        Ok(left.and_then(|day| day.pred_opt()).or(deregistered))
    }
}

impl OperationTransaction {
    /// Sets the home municipality's mark of a diploma, or takes it away.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_home_diploma(
        &mut self,
        person: PersonId,
        kind: Option<DiplomaKind>,
        on: NaiveDate,
    ) -> Result<(), StoreError> {
        let source = DiplomaSource::HomeMunicipality;
        if let Some(kind) = kind {
            return self.mark_diploma(person, DiplomaMark { source, kind }, on).await;
        }
        let sql = "DELETE FROM diploma WHERE person_id = $1 AND source = $2";
        on!(self, c => sqlx::query(sql).bind(person.0).bind(source.code()).execute(c).await.map(drop)?);
        self.judge_again(Whose::People, [person.0]).await
    }
}
