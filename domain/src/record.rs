//! Two people change the same thing: what each of them meant, put together field by field (requirement K17).
//!
//! Whoever saves has seen the thing as it was (*base*), and asks for something else (*mine*); meanwhile it has become what
//! another made of it (*theirs*). What only one of them has touched is taken as that one left it. Where both have, nobody
//! decides but the second, who is shown both values. The rules judge what comes out of it, like any other change.

use chrono::NaiveDate;

use crate::{
    id::AccountId,
    language::{Language, Message, Named},
};

/// A thing with fields, each of which may be changed on its own.
pub trait Record: Clone {
    /// Its fields.
    type Field: Named;

    /// What stands in a field, to compare and to show.
    fn value(&self, field: Self::Field) -> FieldValue;

    /// Takes a field over from another one.
    fn take(&mut self, from: &Self, field: Self::Field);

    /// Whether two fields only make sense together, so that what one person wrote in the one and another in the other may
    /// not be mixed unseen.
    fn go_together(_one: Self::Field, _other: Self::Field) -> bool {
        false
    }
}

/// What stands in a field.
#[derive(Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// Nothing.
    Empty,
    /// What somebody has written.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// One of a set, by its names in Swedish and in English.
    Choice(&'static str, &'static str),
    /// A user, whose name is known to whoever has looked it up.
    User(AccountId),
}

/// What somebody has written is no matter of logs.
impl std::fmt::Debug for FieldValue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FieldValue(..)")
    }
}

impl FieldValue {
    /// A text, which may be empty.
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// A day, if there is one.
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// One of a set, if there is one.
    pub fn choice<N: Named>(value: Option<N>) -> Self {
        value.map_or(Self::Empty, |value| {
            Self::Choice(value.name(Language::Swedish), value.name(Language::English))
        })
    }

    /// A box that is ticked or not.
    pub const fn ticked(is: bool) -> Self {
        if is { Self::Choice("ja", "yes") } else { Self::Empty }
    }

    /// The value as it is read. `user` gives the name of an account.
    pub fn shown(&self, language: Language, user: impl Fn(AccountId) -> Option<String>) -> String {
        match self {
            Self::Empty => language.pick("tomt", "empty").to_owned(),
            Self::Text(text) => text.clone(),
            Self::Day(day) => day.to_string(),
            Self::Choice(swedish, english) => language.pick(swedish, english).to_owned(),
            Self::User(account) => {
                user(*account).unwrap_or_else(|| language.pick("någon annan", "somebody else").to_owned())
            }
        }
    }
}

/// Whose value of a field is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What the other has saved.
    Theirs,
    /// What the one who saves now has filled in.
    Mine,
}

/// A field that both have changed, each to something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict<F> {
    /// Which field.
    pub field: F,
    /// What the other has saved.
    pub theirs: FieldValue,
    /// What the one who saves now has filled in.
    pub mine: FieldValue,
}

/// A thing in three states.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Merge<'a, R> {
    /// As it was when the one who saves now saw it.
    pub base: &'a R,
    /// As it is now.
    pub theirs: &'a R,
    /// As the one who saves now wants it.
    pub mine: &'a R,
}

impl<R: Record> Merge<'_, R> {
    /// The fields of which somebody has to choose, in their order.
    pub fn conflicts(&self) -> Vec<Conflict<R::Field>> {
        R::Field::ALL
            .iter()
            .copied()
            .filter(|field| self.is_in_conflict(*field))
            .map(|field| Conflict { field, theirs: self.theirs.value(field), mine: self.mine.value(field) })
            .collect()
    }

    /// The fields that the other has changed and the one who saves now has not: what is taken over, and told.
    pub fn taken_over(&self) -> Vec<R::Field> {
        let is = |field: &R::Field| self.theirs_changed(*field) && !self.mine_changed(*field);
        R::Field::ALL.iter().copied().filter(|field| is(field) && !self.is_in_conflict(*field)).collect()
    }

    /// The same for somebody who has been shown what the other has changed, and sends it along.
    pub fn taken_over_as_shown(&self) -> Vec<R::Field> {
        let is = |field: &R::Field| {
            let sent_along = self.mine.value(*field) == self.theirs.value(*field);
            self.theirs_changed(*field) && (sent_along || !self.mine_changed(*field))
        };
        R::Field::ALL.iter().copied().filter(|field| is(field) && !self.is_in_conflict(*field)).collect()
    }

    /// Both changes in one, with the side that has been chosen for each field in conflict.
    ///
    /// # Errors
    /// The fields of which nobody has chosen yet.
    pub fn merged(&self, chosen: impl Fn(R::Field) -> Option<Side>) -> Result<R, Vec<Conflict<R::Field>>> {
        let mut merged = self.theirs.clone();
        let mut left = Vec::new();
        let conflicts = self.conflicts();
        for field in R::Field::ALL.iter().copied() {
            match conflicts.iter().find(|conflict| conflict.field.code() == field.code()) {
                None if self.mine_changed(field) => merged.take(self.mine, field),
                None => {}
                Some(conflict) => match chosen(field) {
                    Some(Side::Mine) => merged.take(self.mine, field),
                    Some(Side::Theirs) => {}
                    None => left.push(conflict.clone()),
                },
            }
        }
        if left.is_empty() { Ok(merged) } else { Err(left) }
    }

    fn theirs_changed(&self, field: R::Field) -> bool {
        self.theirs.value(field) != self.base.value(field)
    }

    fn mine_changed(&self, field: R::Field) -> bool {
        self.mine.value(field) != self.base.value(field)
    }

    fn is_in_conflict(&self, field: R::Field) -> bool {
        if self.theirs.value(field) == self.mine.value(field) {
            return false;
        }
        let group = || {
            R::Field::ALL
                .iter()
                .copied()
                .filter(move |other| other.code() == field.code() || R::go_together(field, *other))
        };
        group().any(|other| self.theirs_changed(other)) && group().any(|other| self.mine_changed(other))
    }
}

/// Somebody else has changed a thing since it was seen, so that it is not removed by whoever has not seen what it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("changed meanwhile")]
pub struct ChangedMeanwhile;

impl Message for ChangedMeanwhile {
    fn message(&self, language: Language) -> String {
        language
            .pick(
                "Någon annan har ändrat uppgiften under tiden. Läs vad som står där nu, och ta bort den igen om den ska bort.",
                "Somebody else has changed it meanwhile. Read what stands there now, and remove it again if it is to go.",
            )
            .to_owned()
    }
}

/// Whether what was seen is what is there, by their versions.
///
/// # Errors
/// When it has been written since.
pub const fn is_as_seen(seen: i64, present: i64) -> Result<(), ChangedMeanwhile> {
    if seen == present { Ok(()) } else { Err(ChangedMeanwhile) }
}

/// What a save has taken over from another: told, so that nobody wonders where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOver<F> {
    /// The fields.
    pub fields: Vec<F>,
    /// The name of the other, as the journal has it.
    pub by: String,
}

impl<F: Named> Message for TakenOver<F> {
    fn message(&self, language: Language) -> String {
        let fields: Vec<&str> = self.fields.iter().map(|field| field.name(language)).collect();
        let (by, fields) = (&self.by, fields.join(", "));
        match language {
            Language::Swedish => {
                format!("{by} har under tiden ändrat {fields}. Det är kvar i det som sparades.")
            }
            Language::English => {
                format!("Meanwhile {by} has changed {fields}. That is kept in what was saved.")
            }
        }
    }
}
