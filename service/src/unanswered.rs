//! Asking the population register for those who were entered by hand and of whom nothing is known (requirement K6;
//! `rules.md` 2.9: at most 14 days).

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::Scope,
    civic_number::{CivicNumber, CivicNumberKind},
    operation::Actor,
};

use crate::{
    ServiceError, Services,
    import::ImportOutcome,
    population_import::PopulationImport,
    population_source::{PopulationSource, SourceFailure, Told},
};

/// How long it is waited before somebody is asked for again. Who has just been born, or has just come to the country, is
/// known there some day later.
pub const ASKED_AGAIN_AFTER: TimeDelta = TimeDelta::hours(1);

/// How many questions may not be understood before the source rests: some three people among [`AT_ONCE`] are found with so
/// many. A source that understands nothing at all is not asked for each one of them.
const MOST_NOT_UNDERSTOOD: usize = 36;

/// How long nobody is asked for after a failure: the source has tried again by itself, and is in no better shape at once.
pub const REST: TimeDelta = TimeDelta::minutes(5);

/// How many people are asked for at a time, so that what has been told is kept when what follows fails (`formats.md` 3).
const AT_ONCE: usize = 900;

/// What the journal calls an answer.
const ANSWER: &str = "folkbokforing: svar";

/// Why nobody was asked for, or nothing was made of the answer. What was asked for is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskingFailure {
    /// The source.
    #[error(transparent)]
    Source(#[from] SourceFailure),
    /// The use case.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl AskingFailure {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Source(failure) => failure.code(),
            Self::Service(error) => error.code(),
        }
    }
}

/// Who has been asked for, and when. Of no more worth than the program runs: who is asked for twice is answered twice.
#[derive(Default)]
pub struct Asker {
    asked: HashMap<CivicNumber, DateTime<Utc>>,
    rests_until: Option<DateTime<Utc>>,
}

impl Asker {
    /// Asks for those who have not been asked for lately, and takes what is told of them as an import takes it: marks of
    /// protection first. `None` when there was nobody to ask for.
    ///
    /// # Errors
    /// When the source or the database does not answer. What the source has told before it failed is taken.
    pub async fn ask(
        &mut self,
        services: &Services,
        source: &dyn PopulationSource,
    ) -> Result<Option<ImportOutcome>, AskingFailure> {
        let now = services.now();
        if self.rests_until.is_some_and(|until| now < until) {
            return Ok(None);
        }
        let waiting = self.waiting(services, now).await?;
        if waiting.is_empty() {
            return Ok(None);
        }
        let Answers { told, of, failure } = self.answers(source, &waiting, now).await;
        let outcome = if told.is_empty() {
            ImportOutcome::new(ANSWER, services.today())
        } else {
            take(services, told).await.map_err(ServiceError::from)?
        };
        // What has not been taken is asked for again.
        self.asked.extend(of.into_iter().map(|number| (number, now)));
        match failure {
            Some(failure) => Err(failure.into()),
            None => Ok(Some(outcome)),
        }
    }

    /// What is told of those who wait, and what failed. Who is never understood is not asked for again at once; who has not
    /// been answered because the source is out of order, or understands too little, waits as before.
    async fn answers(
        &mut self,
        source: &dyn PopulationSource,
        waiting: &[CivicNumber],
        now: DateTime<Utc>,
    ) -> Answers {
        let mut answers = Answers::default();
        let mut refused = 0;
        let mut parts: Vec<&[CivicNumber]> = waiting.rchunks(AT_ONCE).collect();
        while let Some(part) = parts.pop() {
            match source.people(part).await {
                Ok(mut answer) => {
                    answers.of.extend(part);
                    answers.told.append(&mut answer);
                }
                // One number that it does not like keeps nobody else waiting.
                Err(failure @ SourceFailure::NotUnderstood(_)) => {
                    refused += 1;
                    match part {
                        [number] => {
                            self.asked.insert(*number, now);
                            answers.failure = Some(failure);
                        }
                        _ => {
                            let (first, second) = part.split_at(part.len() / 2);
                            parts.extend([second, first]);
                        }
                    }
                    if refused == MOST_NOT_UNDERSTOOD {
                        // What has understood nobody is not likely to do so soon.
                        let rest = if answers.of.is_empty() { ASKED_AGAIN_AFTER } else { REST };
                        self.rests_until = Some(now + rest);
                        return Answers { failure: Some(failure), ..answers };
                    }
                }
                Err(failure) => {
                    self.rests_until = Some(now + REST);
                    return Answers { failure: Some(failure), ..answers };
                }
            }
        }
        answers
    }

    async fn waiting(
        &mut self,
        services: &Services,
        now: DateTime<Utc>,
    ) -> Result<Vec<CivicNumber>, ServiceError> {
        let mut connection = services.store.read(&Scope::of_the_system()).await?;
        // Protected people too: their cases follow them as anybody's.
        let mut numbers = connection.numbers_without_answer(&Scope::of_the_system()).await?;
        drop(connection);
        let unanswered: HashSet<CivicNumber> = numbers.iter().copied().collect();
        self.asked.retain(|number, at| unanswered.contains(number) && now - *at < ASKED_AGAIN_AFTER);
        numbers
            .retain(|number| number.kind() != CivicNumberKind::Temporary && !self.asked.contains_key(number));
        Ok(numbers)
    }
}

/// What a source has answered.
#[derive(Default)]
struct Answers {
    /// What it has told.
    told: Vec<Told>,
    /// Of whom it has answered, also that they are not known there.
    of: Vec<CivicNumber>,
    /// Why it has not answered of everybody.
    failure: Option<SourceFailure>,
}

async fn take(services: &Services, told: Vec<Told>) -> Result<ImportOutcome, store::StoreError> {
    let mut import = PopulationImport::begin(services, Actor::System, ANSWER, services.today()).await?;
    for told in told {
        match told {
            Told::Post(post) => import.take(*post).await?,
            Told::Unread { error, protects } => import.refuse(error, &protects).await?,
        }
    }
    import.finish().await
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::population_source::Asked;

    /// A source that does not understand some numbers, and how many it was asked for each time.
    struct Particular {
        misunderstands: fn(&CivicNumber) -> bool,
        asked: Mutex<Vec<usize>>,
    }

    impl PopulationSource for Particular {
        fn people<'a>(&'a self, numbers: &'a [CivicNumber]) -> Asked<'a> {
            self.asked.lock().unwrap().push(numbers.len());
            let is_understood = !numbers.iter().any(self.misunderstands);
            Box::pin(async move { is_understood.then(Vec::new).ok_or(SourceFailure::NotUnderstood(400)) })
        }
    }

    fn now() -> DateTime<Utc> {
        "2026-11-21T08:00:00Z".parse().unwrap()
    }

    /// The number of each day from 2005 on.
    fn numbers(count: usize) -> Vec<CivicNumber> {
        let first: chrono::NaiveDate = "2005-01-01".parse().unwrap();
        let number = |day: chrono::NaiveDate| {
            let stem = day.format("%Y%m%d-238").to_string();
            (0..10).find_map(|last| format!("{stem}{last}").parse().ok()).unwrap()
        };
        first.iter_days().take(count).map(number).collect()
    }

    async fn asked(misunderstands: fn(&CivicNumber) -> bool) -> (Asker, Answers, usize) {
        let source = Particular { misunderstands, asked: Mutex::default() };
        let mut asker = Asker::default();
        let answers = asker.answers(&source, &numbers(900), now()).await;
        let count = source.asked.lock().unwrap().len();
        (asker, answers, count)
    }

    #[tokio::test]
    async fn a_source_that_understands_nothing_rests() {
        let (asker, answers, count) = asked(|_| true).await;
        assert_eq!(count, MOST_NOT_UNDERSTOOD);
        assert_eq!(asker.rests_until, Some(now() + ASKED_AGAIN_AFTER));
        assert_eq!(answers.failure, Some(SourceFailure::NotUnderstood(400)));
    }

    #[tokio::test]
    async fn a_number_that_is_not_understood_keeps_nobody_else_waiting() {
        let (asker, answers, _) = asked(|number| *number == numbers(400)[399]).await;
        assert_eq!(answers.of.len(), 899);
        assert_eq!(asker.asked.keys().copied().collect::<Vec<_>>(), numbers(400)[399..]);
        assert_eq!(asker.rests_until, None);
    }

    #[tokio::test]
    async fn who_is_answered_is_asked_for_again_until_it_has_been_taken() {
        let (asker, answers, count) = asked(|_| false).await;
        assert_eq!((answers.of.len(), count), (900, 1));
        assert!(asker.asked.is_empty());
    }
}
