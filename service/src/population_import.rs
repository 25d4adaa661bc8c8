//! Importing people from the population register (`formats.md` section 3).
//!
//! A post replaces what is stored of its person; the later change wins whatever the order of the posts. Everything is
//! one transaction: [`PopulationImport::finish`] makes it last, and an import that is dropped has changed nothing.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::{
    access::Scope,
    civic_number::CivicNumber,
    exchange::{RowError, population::PopulationPost},
    id::PersonId,
    language::{Language, Message},
    operation::{Actor, Change, EntityKind, OperationKind},
    person::{Address, Name, ProtectionMarks, Registration, Residence},
};
use serde_json::{Map, Value};
use store::{OperationTransaction, PersonRecord, PersonWrite, StoreError};

use crate::{Services, fields, import::ImportOutcome, rows};

/// How many posts are looked up and written at a time.
const BATCH: usize = 1000;

/// An import under way.
pub struct PopulationImport {
    transaction: OperationTransaction,
    scope: Scope,
    outcome: ImportOutcome,
    waiting: Vec<PopulationPost>,
    /// The numbers that the waiting posts speak of.
    numbers_waiting: HashSet<CivicNumber>,
    as_of: NaiveDate,
    refreshed: HashSet<PersonId>,
}

/// Why a readable post is listed.
#[derive(Clone, Copy)]
enum Listed {
    CollidingCases,
    NewNumberUnknown,
    UnknownDeregistrationCode,
}

impl Listed {
    const fn code(self) -> &'static str {
        match self {
            Self::CollidingCases => "both_numbers_have_open_cases",
            Self::NewNumberUnknown => "new_number_unknown",
            Self::UnknownDeregistrationCode => "unknown_deregistration_code",
        }
    }
}

impl Message for Listed {
    fn message(&self, language: Language) -> String {
        match self {
            Self::CollidingCases => language.pick(
                "Båda numren har ett öppet aktivitetsansvar i samma kommun, så personerna kan inte föras ihop. Inget av posten har lagrats utom skyddsmarkeringar; utred vilket ärende som gäller.",
                "Both numbers have an open case in one municipality, so the two cannot become one person. Nothing of the post was stored but marks of protection; find out which case is right.",
            ),
            Self::NewNumberUnknown => language.pick(
                "Numret är ersatt, men posten säger inte av vilket. Personen förs över när det nya numrets post kommer.",
                "The number has been replaced, but the post does not say by which. The person is moved when the new number's post arrives.",
            ),
            Self::UnknownDeregistrationCode => language.pick(
                "Okänd avregistreringskod. Personen räknas som avregistrerad; kontrollera posten hos Skatteverket.",
                "Unknown deregistration code. The person counts as deregistered; check the post with the Tax Agency.",
            ),
        }
        .to_owned()
    }
}

impl PopulationImport {
    /// Begins an import of a file.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin(
        services: &Services,
        actor: Actor,
        file: &str,
        date: NaiveDate,
    ) -> Result<Self, StoreError> {
        let operation = services.operation(OperationKind::PopulationImport, actor, None, file);
        let mut transaction = services.store.operate(operation).await?;
        transaction.lock_register().await?;
        let as_of = rows::as_of(services, &mut transaction).await?;
        Ok(Self {
            transaction,
            scope: Scope::of_the_system(),
            outcome: ImportOutcome::new(file, date),
            waiting: Vec::with_capacity(BATCH),
            numbers_waiting: HashSet::new(),
            as_of,
            refreshed: HashSet::new(),
        })
    }

    /// Takes a post.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take(&mut self, post: PopulationPost) -> Result<(), StoreError> {
        self.outcome.rows += 1;
        // Posts of one batch are looked up together, so a person may stand in it only once.
        let collides = numbers_of(&post).any(|number| self.numbers_waiting.contains(&number));
        if self.waiting.len() >= BATCH || collides {
            self.flush().await?;
        }
        self.numbers_waiting.extend(numbers_of(&post));
        self.waiting.push(post);
        Ok(())
    }

    /// Notes a post that could not be read. What it says of protection holds all the same, for the person of its own
    /// number, the first, and for whoever is known by another number in it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn refuse(
        &mut self,
        error: RowError,
        protects: &[(CivicNumber, ProtectionMarks)],
    ) -> Result<(), StoreError> {
        self.outcome.rows += 1;
        self.outcome.error(error);
        if !protects.iter().any(|(_, marks)| marks.is_protected()) {
            return Ok(());
        }
        self.flush().await?;
        for (place, (number, marks)) in protects.iter().enumerate() {
            let found = self.transaction.people_by_number(&self.scope, &[*number]).await?;
            match found.get(number) {
                Some(person) => self.protect(person, *marks).await?,
                None if place == 0 => self.keep_unread(*number, *marks).await?,
                None => {}
            }
        }
        Ok(())
    }

    /// Keeps a protected person of whom nothing else could be read, so that no other source stores them in the open.
    async fn keep_unread(
        &mut self,
        number: CivicNumber,
        protection: ProtectionMarks,
    ) -> Result<(), StoreError> {
        let person = PersonWrite {
            id: None,
            civic_number: number,
            name: Name::default(),
            protection,
            registration: Registration::default(),
            addresses: Vec::new(),
            entered_by_hand: false,
            population_changed_at: None,
        };
        self.save(vec![(person, None)]).await.map(drop)
    }

    /// Makes the import last.
    ///
    /// # Errors
    /// When the database refuses; nothing has then been changed.
    pub async fn finish(mut self) -> Result<ImportOutcome, StoreError> {
        self.flush().await?;
        self.refresh().await?;
        self.transaction.commit().await?;
        Ok(self.outcome)
    }

    async fn flush(&mut self) -> Result<(), StoreError> {
        let posts = std::mem::take(&mut self.waiting);
        if posts.is_empty() {
            return Ok(());
        }
        let numbers: Vec<CivicNumber> = self.numbers_waiting.drain().collect();
        let stored = self.transaction.people_by_number(&self.scope, &numbers).await?;
        let mut writes = Vec::with_capacity(posts.len());
        let mut references = Vec::new();
        for post in posts {
            let is_old = post.deregistration.is_some_and(|end| end.is_renumbering());
            let unknown = post
                .reference
                .filter(|old| *old != post.civic_number && !is_old && !stored.contains_key(old));
            references.extend(unknown.map(|old| (post.civic_number, old)));
            if let Some(write) = self.judge(post, &stored).await? {
                writes.push(write);
            }
        }
        self.save(writes).await?;
        self.remember(&references).await?;
        self.refresh().await
    }

    /// Makes the rows of those whom the posts so far have changed, so that what has to be remembered does not grow with
    /// the file.
    async fn refresh(&mut self) -> Result<(), StoreError> {
        let mut people: Vec<PersonId> = self.refreshed.drain().collect();
        people.sort();
        self.transaction.refresh_case_rows(&people, self.as_of).await
    }

    /// Notes old numbers that nobody was known by, so that what arrives under them later finds its person.
    async fn remember(&mut self, references: &[(CivicNumber, CivicNumber)]) -> Result<(), StoreError> {
        if references.is_empty() {
            return Ok(());
        }
        let numbers: Vec<CivicNumber> = references.iter().map(|(number, _)| *number).collect();
        let people = self.transaction.people_by_number(&self.scope, &numbers).await?;
        for (number, old) in references {
            if let Some(person) = people.get(number) {
                self.transaction.remember_number(person.id, *old).await?;
            }
        }
        Ok(())
    }

    /// Decides what a post does. Changes of number are carried out at once; what is to be written is returned with what
    /// it replaces.
    async fn judge(
        &mut self,
        post: PopulationPost,
        stored: &HashMap<CivicNumber, PersonRecord>,
    ) -> Result<Option<(PersonWrite, Option<PersonRecord>)>, StoreError> {
        let own = stored.get(&post.civic_number);
        if own.is_some_and(|own| is_outdated(&post, own)) {
            self.outcome.outdated += 1;
            return Ok(None);
        }
        if post.unknown_deregistration_code.is_some() {
            self.outcome.warning(listed(&post, Listed::UnknownDeregistrationCode));
        }
        let reference = post.reference.filter(|reference| *reference != post.civic_number);
        if post.deregistration.is_some_and(|end| end.is_renumbering()) {
            return self.judge_old_number(post, reference, stored).await;
        }
        if own.is_some_and(|own| own.civic_number != post.civic_number) {
            // The person has another number by now, and what is told of the old one is history, but for protection.
            if let Some(own) = own {
                self.protect(own, post.protection).await?;
            }
            self.outcome.outdated += 1;
            return Ok(None);
        }
        let referred = reference.and_then(|reference| stored.get(&reference));
        let has_moved_on =
            |person: &PersonRecord| Some(person.civic_number) != reference && is_outdated(&post, person);
        if own.is_none() && referred.is_some_and(has_moved_on) {
            // A later post has given the person yet another number.
            self.outcome.outdated += 1;
            return Ok(None);
        }
        match (own, referred) {
            (Some(own), Some(old)) if old.id != own.id => {
                if !self.merge(&post, old, own).await? {
                    return Ok(None);
                }
                let into = joined(old, own);
                Ok(Some((write(&post, Some(&into)), Some(own.clone()))))
            }
            (None, Some(old)) => {
                self.transaction.renumber(old.id, old.civic_number, post.civic_number).await?;
                self.outcome.renumbered += 1;
                self.refreshed.insert(old.id);
                Ok(Some((write(&post, Some(old)), Some(old.clone()))))
            }
            (own, _) => Ok(Some((write(&post, own), own.cloned()))),
        }
    }

    /// A post that says that its number is an old one (`GN`, `GS`).
    async fn judge_old_number(
        &mut self,
        post: PopulationPost,
        new_number: Option<CivicNumber>,
        stored: &HashMap<CivicNumber, PersonRecord>,
    ) -> Result<Option<(PersonWrite, Option<PersonRecord>)>, StoreError> {
        let old = stored.get(&post.civic_number);
        let new = new_number.and_then(|number| stored.get(&number));
        if let Some(person) = old.or(new) {
            self.protect(person, post.protection).await?;
        }
        match (old, new_number, new) {
            // The person has the new number already.
            (Some(old), _, _) if old.civic_number != post.civic_number => {
                self.outcome.unchanged += 1;
                Ok(None)
            }
            (Some(old), _, Some(new)) if old.id == new.id => {
                self.outcome.unchanged += 1;
                Ok(None)
            }
            (Some(old), _, Some(new)) => {
                if !self.merge(&post, old, new).await? {
                    return Ok(None);
                }
                let marks = [old.protection, new.protection, post.protection]
                    .into_iter()
                    .fold(ProtectionMarks::default(), ProtectionMarks::with);
                Ok(Some((kept(&joined(old, new), marks), Some(new.clone()))))
            }
            (Some(old), Some(number), None) => {
                self.transaction.renumber(old.id, old.civic_number, number).await?;
                let numbered = |number: CivicNumber| {
                    Some(Map::from_iter([("civic_number".to_owned(), Value::from(number.to_string()))]))
                };
                let (before, after) = (numbered(old.civic_number), numbered(number));
                let told = fields::change(EntityKind::Person, old.id.0, Some(old.id), before, after);
                self.transaction.record(told.as_slice()).await?;
                self.outcome.renumbered += 1;
                self.refreshed.insert(old.id);
                Ok(None)
            }
            (Some(_), None, None) => {
                self.outcome.unchanged += 1;
                self.outcome.warning(listed(&post, Listed::NewNumberUnknown));
                Ok(None)
            }
            (None, _, Some(new)) => {
                self.transaction.remember_number(new.id, post.civic_number).await?;
                self.outcome.unchanged += 1;
                Ok(None)
            }
            (None, Some(number), None) => {
                let old_number = post.civic_number;
                // Whatever the new number's own post says is better, even if it was changed earlier.
                let renumbered =
                    PopulationPost { civic_number: number, deregistration: None, changed_at: None, ..post };
                for id in self.save(vec![(write(&renumbered, None), None)]).await? {
                    self.transaction.remember_number(id, old_number).await?;
                }
                Ok(None)
            }
            (None, None, None) => {
                self.outcome.warning(listed(&post, Listed::NewNumberUnknown));
                if post.protection.is_protected() {
                    self.keep_unread(post.civic_number, post.protection).await?;
                }
                Ok(None)
            }
        }
    }

    /// Makes the person with the old number and the one with the new number one; false when they cannot be.
    async fn merge(
        &mut self,
        post: &PopulationPost,
        old: &PersonRecord,
        new: &PersonRecord,
    ) -> Result<bool, StoreError> {
        if self.transaction.have_colliding_cases(old.id, new.id).await? {
            self.outcome.error(listed(post, Listed::CollidingCases));
            self.protect(new, post.protection).await?;
            self.protect(old, post.protection).await?;
            return Ok(false);
        }
        self.transaction.merge_people(old.id, old.civic_number, new.id).await?;
        let told = fields::change(
            EntityKind::Person,
            new.id.0,
            Some(new.id),
            Some(Map::from_iter([("merged_from".to_owned(), Value::from(old.id.0))])),
            Some(Map::from_iter([("civic_number".to_owned(), Value::from(new.civic_number.to_string()))])),
        );
        self.transaction.record(told.as_slice()).await?;
        self.outcome.renumbered += 1;
        self.refreshed.insert(new.id);
        Ok(true)
    }

    /// Adds marks of protection to a stored person, and never takes any away.
    async fn protect(&mut self, person: &PersonRecord, marks: ProtectionMarks) -> Result<(), StoreError> {
        let protection = person.protection.with(marks);
        if protection == person.protection {
            return Ok(());
        }
        self.transaction.protect(person.id, marks).await?;
        let told = fields::change(
            EntityKind::Person,
            person.id.0,
            Some(person.id),
            Some(fields::fields(&person.protection)),
            Some(fields::fields(&protection)),
        );
        self.transaction.record(told.as_slice()).await?;
        self.refreshed.insert(person.id);
        Ok(())
    }

    /// Writes what has changed, tells of it and returns whom was written.
    async fn save(
        &mut self,
        writes: Vec<(PersonWrite, Option<PersonRecord>)>,
    ) -> Result<Vec<PersonId>, StoreError> {
        let mut changed = Vec::with_capacity(writes.len());
        let mut told = Vec::with_capacity(writes.len());
        for (write, before) in writes {
            let after = person_fields(
                &write.civic_number,
                &write.name,
                write.protection,
                &write.registration,
                &write.addresses,
            );
            let before = before.map(|before| {
                let fields = person_fields(
                    &before.civic_number,
                    &before.name,
                    before.protection,
                    &before.registration,
                    &before.addresses,
                );
                (before, fields)
            });
            match before {
                None => {
                    self.outcome.created += 1;
                    told.push((None, after));
                }
                Some((stored, before)) if before == after => {
                    self.outcome.unchanged += 1;
                    if stored.population_changed_at == write.population_changed_at {
                        continue;
                    }
                    told.push((Some(before), after));
                }
                Some((_, before)) => {
                    self.outcome.changed += 1;
                    told.push((Some(before), after));
                }
            }
            changed.push(write);
        }
        if changed.is_empty() {
            return Ok(Vec::new());
        }
        let ids = self.transaction.save_people(&changed).await?;
        let changes: Vec<Change> = ids
            .iter()
            .zip(told)
            .filter_map(|(id, (before, after))| {
                fields::change(EntityKind::Person, id.0, Some(*id), before, Some(after))
            })
            .collect();
        self.transaction.record(&changes).await?;
        self.refreshed.extend(changed.iter().filter_map(|person| person.id));
        Ok(ids)
    }
}

/// The numbers that a post speaks of: the person's, and the one it refers to.
fn numbers_of(post: &PopulationPost) -> impl Iterator<Item = CivicNumber> + use<> {
    [Some(post.civic_number), post.reference].into_iter().flatten()
}

/// Whether something later is stored; of equally late ones, and of those that do not tell, the later import wins.
fn is_outdated(post: &PopulationPost, stored: &PersonRecord) -> bool {
    matches!((post.changed_at, stored.population_changed_at), (Some(new), Some(known)) if new < known)
}

fn listed(post: &PopulationPost, why: Listed) -> RowError {
    RowError::new(post.number, post.position, Some(post.civic_number.to_string()), why.code(), &why)
}

/// The one person that two have become, under the new number: what the population register has told of the old one
/// holds where it has told nothing of the new one.
fn joined(old: &PersonRecord, new: &PersonRecord) -> PersonRecord {
    let (told, other) = if new.registration.answered { (new, old) } else { (old, new) };
    let known = other.registration.earlier.iter().chain(&other.registration.present);
    let began = told.registration.present.and_then(|stay| stay.since);
    let mut registration = told.registration.clone();
    registration.earlier.extend(known.filter(|stay| began.is_some() && stay.since < began));
    registration.earlier = in_order(registration.earlier);
    PersonRecord {
        id: new.id,
        registration,
        civic_number: new.civic_number,
        entered_by_hand: old.entered_by_hand || new.entered_by_hand,
        population_changed_at: new.population_changed_at,
        ..told.clone()
    }
}

/// A person as known, with more marks of protection.
fn kept(person: &PersonRecord, marks: ProtectionMarks) -> PersonWrite {
    PersonWrite {
        id: Some(person.id),
        civic_number: person.civic_number,
        name: person.name.clone(),
        protection: person.protection.with(marks),
        registration: person.registration.clone(),
        addresses: person.addresses.clone(),
        entered_by_hand: person.entered_by_hand,
        population_changed_at: person.population_changed_at,
    }
}

/// The person as the post tells, and as was known before where the post does not tell.
fn write(post: &PopulationPost, before: Option<&PersonRecord>) -> PersonWrite {
    // Whoever is deregistered from a day on lives where they lived until then, also when the post no longer says so.
    let known = before
        .map(|before| &before.registration)
        .filter(|_| post.residence.is_none() && post.deregistration.is_some());
    let (present, earlier) = match known {
        Some(known) => (known.present, known.earlier.clone()),
        None => (post.residence, earlier_stays(post, before.map(|before| &before.registration))),
    };
    PersonWrite {
        id: before.map(|before| before.id),
        civic_number: post.civic_number,
        name: post.name.clone().or_else(|| before.map(|before| before.name.clone())).unwrap_or_default(),
        protection: post.protection,
        registration: Registration { answered: true, present, earlier, deregistration: post.deregistration },
        addresses: sorted(post.addresses.clone()),
        entered_by_hand: before.is_some_and(|before| before.entered_by_hand),
        population_changed_at: post
            .changed_at
            .or_else(|| before.and_then(|before| before.population_changed_at)),
    }
}

fn sorted(mut addresses: Vec<Address>) -> Vec<Address> {
    addresses.sort_by_key(|address| address.kind);
    addresses
}

/// Earlier stays: those of the post's history, else those known before, the last present one among them. A stay counts
/// only if it began before the present one did.
fn earlier_stays(post: &PopulationPost, before: Option<&Registration>) -> Vec<Residence> {
    let Some(present) = post.residence.filter(|stay| stay.since.is_some()) else { return Vec::new() };
    let known = match before {
        Some(before) if post.earlier_residences.is_empty() => {
            before.earlier.iter().chain(&before.present).copied().collect()
        }
        _ => post.earlier_residences.clone(),
    };
    in_order(known.into_iter().filter(|stay| stay.since < present.since).collect())
}

/// Stays with the latest first, as they are stored; of two that began on one day the first told holds.
fn in_order(mut stays: Vec<Residence>) -> Vec<Residence> {
    stays.sort_by_key(|stay| std::cmp::Reverse(stay.since));
    stays.dedup_by_key(|stay| stay.since);
    stays
}

/// What the journal tells of a person, and what two versions are compared by.
fn person_fields(
    number: &CivicNumber,
    name: &Name,
    protection: ProtectionMarks,
    registration: &Registration,
    addresses: &[Address],
) -> Map<String, Value> {
    let mut told = fields::fields(name);
    told.append(&mut fields::fields(&protection));
    told.append(&mut fields::fields(registration));
    told.insert("civic_number".to_owned(), Value::from(number.to_string()));
    told.insert("addresses".to_owned(), serde_json::to_value(addresses).unwrap_or_default());
    told
}
