//! Whom a run has to judge one by one, chosen in SQL, so that people about whom nothing can happen are never loaded.
//!
//! The first run of a municipality looks at everybody and leaves out those for whom the facts in the database alone say
//! that nothing happens under any policy. A later run looks at those whose facts have changed since the last one and at
//! those whose day has come. Either choice is wider than the rules, never narrower.
//!
//! `CROSS JOIN` keeps SQLite from beginning with the other table: it has no statistics, and takes all of a municipality's
//! people for fewer than a day's placements.

use chrono::NaiveDate;
use domain::{access::Scope, coverage::calendar, id::PersonId, municipality::MunicipalityCode};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, StoreError,
    db::on,
    scope::{self, PROTECTED},
};

/// A person to be examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CandidateId(pub(crate) i64);

impl From<PersonId> for CandidateId {
    fn from(person: PersonId) -> Self {
        Self(person.0)
    }
}

/// At whom a run looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhomToJudge {
    /// Everybody whom the municipality's run is about.
    Everybody,
    /// Those whose facts have changed since the run of a day, or about whom a day that has come since may decide. That
    /// run applied the same policy, and was within the summer break if this one is.
    Since(NaiveDate),
}

/// How many people a run is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Examined {
    /// All of them.
    pub all: u64,
    /// Those of them who are protected.
    pub protected: u64,
}

/// The person `p` is of an age that the rules speak of, of unknown age, or entered by hand. `$4` and `$5` are the bounds
/// of the birth date.
const OF_AN_AGE: &str = "(p.birth_date IS NULL OR p.birth_date BETWEEN $4 AND $5 OR p.entered_by_hand)";

/// The person `p` has a placement on the day `$3` that fails the programme rule under every policy.
const IN_NATIONAL_PROGRAMME: &str = "EXISTS (SELECT 1 FROM placement t JOIN study_path s ON s.id = t.study_path_id \
    WHERE t.person_id = p.id AND t.start_date <= $3 AND (t.end_date IS NULL OR t.end_date >= $3) \
    AND s.kind IN ('national', 'adapted'))";

/// Residents of municipality `$2` who are of an age, in parts that have nobody in common and of which an index finds each.
fn residents(what: &str, within: &str) -> [String; 3] {
    let of = |condition: &str| {
        format!("SELECT {what} FROM person p WHERE p.municipality = $2 AND {condition} AND {within}")
    };
    [
        of("p.birth_date BETWEEN $4 AND $5"),
        of("p.birth_date IS NULL"),
        of("p.entered_by_hand AND p.birth_date NOT BETWEEN $4 AND $5"),
    ]
}

/// Those whom the run is about though they are none of its residents of an age: who lived there on the day `$3`, and who
/// has an open case there.
fn others(within: &str) -> String {
    format!(
        "SELECT p.id FROM residence s CROSS JOIN person p WHERE p.id = s.person_id AND s.municipality = $2 AND s.until >= $3 \
           AND {OF_AN_AGE} AND p.municipality IS DISTINCT FROM $2 AND {within} \
         UNION SELECT p.id FROM activity_case a CROSS JOIN person p \
           WHERE p.id = a.person_id AND a.municipality = $2 AND a.deregistered IS NULL \
           AND NOT (p.municipality IS NOT DISTINCT FROM $2 AND {OF_AN_AGE}) AND {within}"
    )
}

/// Everybody but those about whom nothing happens: residents without an open case who are in a national programme or
/// have a diploma, and residents with one about whom nothing has happened that could close it.
fn everybody(within: &str) -> String {
    let [of_age, of_unknown_age, by_hand] = residents("p.id", within);
    let may_open = format!(
        "NOT {IN_NATIONAL_PROGRAMME} \
         AND NOT EXISTS (SELECT 1 FROM diploma d WHERE d.person_id = p.id AND d.kind = 'upper-secondary') \
         AND NOT EXISTS (SELECT 1 FROM activity_case a WHERE a.person_id = p.id AND a.municipality = $2 AND a.deregistered IS NULL)"
    );
    let others = others(within);
    // A placement that ends before it starts makes its person a candidate, so that the contradiction is listed.
    format!(
        "{of_age} AND {may_open} UNION {of_unknown_age} UNION {by_hand} AND {may_open} UNION {others} \
         UNION SELECT p.id FROM placement t CROSS JOIN person p \
           WHERE p.id = t.person_id AND t.end_date < t.start_date AND p.municipality = $2 AND {OF_AN_AGE} AND {within} \
         UNION SELECT p.id FROM activity_case a CROSS JOIN person p \
           WHERE p.id = a.person_id AND a.municipality = $2 AND a.deregistered IS NULL AND {within} AND (\
             NOT p.answered OR p.residence_since > $3 OR p.deregistration_code IS NOT NULL \
             OR p.birth_date < $6 OR p.birth_date > $7 OR a.other_schooling_until < $3 \
             OR EXISTS (SELECT 1 FROM placement t JOIN study_path s ON s.id = t.study_path_id WHERE t.person_id = p.id \
                  AND t.start_date <= $3 AND (t.end_date IS NULL OR t.end_date >= $3) AND s.kind <> 'other') \
             OR EXISTS (SELECT 1 FROM diploma d WHERE d.person_id = p.id))"
    )
}

/// Those whose facts have changed since the run of the day `$6`, and those about whom a day since then may decide: a
/// birthday of somebody with a case, births between `$7` and `$8`, the end of compulsory school, births between `$9` and
/// `$10`, also of one who will have moved away, a placement that began or ended, the end of other schooling, the day after
/// a closing. `$3` is the day. Of whom the population register has told of a day ahead, such as a move, each run that
/// looks at them has the next one judge again.
const CHANGED: &str = "SELECT c.person_id AS id FROM to_judge c WHERE c.municipality = $2 \
    UNION SELECT p.id FROM person p WHERE p.municipality = $2 AND p.birth_date BETWEEN $7 AND $8 \
      AND EXISTS (SELECT 1 FROM activity_case a WHERE a.person_id = p.id AND a.municipality = $2 AND a.deregistered IS NULL) \
    UNION SELECT p.id FROM person p WHERE p.municipality = $2 AND p.birth_date BETWEEN $9 AND $10 \
    UNION SELECT p.id FROM residence s CROSS JOIN person p \
      WHERE p.id = s.person_id AND s.municipality = $2 AND s.until >= $3 AND p.birth_date BETWEEN $9 AND $10 \
    UNION SELECT p.id FROM placement t CROSS JOIN person p \
      WHERE p.id = t.person_id AND t.start_date > $6 AND t.start_date <= $3 AND p.municipality = $2 \
    UNION SELECT p.id FROM placement t CROSS JOIN person p \
      WHERE p.id = t.person_id AND t.end_date >= $6 AND t.end_date < $3 AND p.municipality = $2 \
    UNION SELECT a.person_id FROM activity_case a WHERE a.municipality = $2 AND a.deregistered IS NULL \
      AND a.other_schooling_until IS NOT NULL AND a.other_schooling_until < $3 \
    UNION SELECT a.person_id FROM activity_case a WHERE a.municipality = $2 \
      AND a.deregistered >= $6 AND a.deregistered <= $3";

/// The run of municipality `$2` on the day `$3` is about the person `p`, as [`residents`] and [`others`] say together.
fn is_about() -> String {
    format!(
        "(EXISTS (SELECT 1 FROM activity_case a WHERE a.person_id = p.id AND a.municipality = $2 AND a.deregistered IS NULL) \
         OR ({OF_AN_AGE} AND (p.municipality = $2 OR EXISTS (SELECT 1 FROM residence s \
             WHERE s.person_id = p.id AND s.municipality = $2 AND s.until >= $3))))"
    )
}

impl Connection {
    /// Whom the run of a municipality has to judge one by one, in order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn candidates(
        &mut self,
        scope: &Scope,
        municipality: MunicipalityCode,
        date: NaiveDate,
        whom: WhomToJudge,
    ) -> Result<Vec<CandidateId>, StoreError> {
        let within = scope::of_people(self.database(), scope, "$1");
        let code = municipality.as_str();
        let (born_from, born_until) = calendar::births_that_may_be_covered(date);
        let ids: Vec<i64> = match whom {
            WhomToJudge::Everybody => {
                let (twenty, young) = calendar::births_that_are_of_age(date);
                let sql = format!("SELECT e.id FROM ({}) e ORDER BY e.id", everybody(&within));
                on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(code).bind(date)
                    .bind(born_from).bind(born_until).bind(twenty).bind(young).fetch_all(c).await?)
            }
            WhomToJudge::Since(last) => {
                let [birthdays, school] = calendar::births_whose_day_comes(last, date);
                let sql = format!(
                    "SELECT p.id FROM ({CHANGED}) e CROSS JOIN person p WHERE p.id = e.id AND {} AND {within} ORDER BY p.id",
                    is_about()
                );
                on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(code).bind(date)
                    .bind(born_from).bind(born_until).bind(last).bind(birthdays.0).bind(birthdays.1)
                    .bind(school.0).bind(school.1).fetch_all(c).await?)
            }
        };
        Ok(ids.into_iter().map(CandidateId).collect())
    }

    /// How many people the run of a municipality is about.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn examined(
        &mut self,
        scope: &Scope,
        municipality: MunicipalityCode,
        date: NaiveDate,
    ) -> Result<Examined, StoreError> {
        let within = scope::of_people(self.database(), scope, "$1");
        let protected = format!("{within} AND {PROTECTED}");
        let (born_from, born_until) = calendar::births_that_may_be_covered(date);
        let residents =
            |within: &str| residents("count(*)", within).map(|part| format!("({part})")).join(" + ");
        let sql = format!(
            "SELECT {} + count(*), {} + count(*) FILTER (WHERE {PROTECTED}) \
             FROM ({}) e CROSS JOIN person p WHERE p.id = e.id",
            residents(&within),
            residents(&protected),
            others(&within)
        );
        let (all, protected): (i64, i64) = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(municipality.as_str()).bind(date).bind(born_from).bind(born_until).fetch_one(c).await?);
        let count = |count| u64::try_from(count).unwrap_or_default();
        Ok(Examined { all: count(all), protected: count(protected) })
    }
}
