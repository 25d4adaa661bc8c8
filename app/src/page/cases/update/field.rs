//! One field of the form.

use domain::{
    case::change::CaseField,
    contact::LivingOutside,
    language::{Language, Named},
    occupation::OccupationAtRegistration,
};
use leptos::prelude::*;
use service::case_changes::{EditRow, UserOf};

use super::Page;
use crate::{
    component::field_identity,
    page::record,
    server::bulk::form::{NONE, Problem},
    serverfn::bulk::CaseForm,
    words::BulkWords,
};

/// Whose fields are drawn.
#[derive(Clone, Copy)]
pub(super) enum Owner<'a> {
    /// Those of everything that is chosen.
    All,
    /// Those of all rows of the page.
    Page,
    /// One row's.
    Row(&'a EditRow),
}

/// The identity of a field in the page.
pub(super) fn identity(field: CaseField, owner: Owner<'_>) -> String {
    field_identity::field(&code_of(field, owner))
}

/// The identity of what is wrong with a field.
pub(super) fn error_identity(field: CaseField, owner: Owner<'_>) -> String {
    field_identity::error(&code_of(field, owner))
}

/// What the identities of a field are made of: each owner has fields of its own.
fn code_of(field: CaseField, owner: Owner<'_>) -> String {
    let owner = match owner {
        Owner::All => "alla".to_owned(),
        Owner::Page => "sidan".to_owned(),
        Owner::Row(row) => row.id.to_string(),
    };
    format!("{owner}-{}", field.code())
}

impl Page {
    /// A field with what is wrong with it; what is wrong with that of a row stands below the row.
    pub(super) fn field(
        &self,
        field: CaseField,
        owner: Owner<'_>,
        form: &CaseForm,
        problems: &[Problem],
    ) -> AnyView {
        let words = self.language;
        let (name, label) = match owner {
            Owner::All | Owner::Page => {
                (format!("top[{}]", field.code()), format!("{}: {}", field.name(words), words.all_here()))
            }
            Owner::Row(row) => (
                format!("rows[{}][{}]", row.id, field.code()),
                format!("{}: {}", field.name(words), row.title),
            ),
        };
        let id = identity(field, owner);
        let wrong: Vec<&str> = problems
            .iter()
            .filter(|problem| problem.field() == Some(field))
            .map(|problem| problem.text(words))
            .collect();
        let described = (!wrong.is_empty()).then(|| error_identity(field, owner));
        let invalid = (!wrong.is_empty()).then_some("true");
        let chosen = value(form, field).to_owned();
        let control = match field {
            CaseField::Registered | CaseField::OtherSchooling => {
                let required = field == CaseField::Registered && matches!(owner, Owner::Row(_));
                view! {
                    <input class="field-value" type="date" id=id name=name aria-label=label aria-invalid=invalid aria-describedby=described
                        aria-required=required.then_some("true") autocomplete="off" value=chosen/>
                }
                .into_any()
            }
            _ => {
                let options = self.options(field, owner, &chosen);
                view! {
                    <select class="select" id=id name=name aria-label=label aria-invalid=invalid aria-describedby=described>{options}</select>
                }
                .into_any()
            }
        };
        let clear = matches!((field, owner), (CaseField::OtherSchooling, Owner::All | Owner::Page)).then(|| {
            let checked = !form.clear.is_empty();
            view! { <label class="field-choice"><input type="checkbox" name="top[clear]" value="1" checked=checked/>{words.clear()}</label> }
        });
        let stands_here = !matches!(owner, Owner::Row(_));
        let wrong = stands_here.then(|| record::field::error(&code_of(field, owner), &wrong));
        view! { {control} {clear} {wrong} }.into_any()
    }

    fn options(&self, field: CaseField, owner: Owner<'_>, chosen: &str) -> Vec<AnyView> {
        let words = self.language;
        let mut choices: Vec<(String, String)> = Vec::new();
        let empty = match field {
            CaseField::Caseworker => Some(words.nobody()),
            CaseField::LivingOutside => Some(words.not_outside()),
            _ => None,
        };
        match (owner, empty) {
            (Owner::All | Owner::Page, empty) => {
                choices.push((String::new(), words.leave().to_owned()));
                choices.extend(empty.map(|empty| (NONE.to_owned(), empty.to_owned())));
            }
            (Owner::Row(_), Some(empty)) => choices.push((String::new(), empty.to_owned())),
            (Owner::Row(_), None) => {}
        }
        match field {
            CaseField::Occupation => choices.extend(named::<OccupationAtRegistration>(words)),
            CaseField::LivingOutside => choices.extend(named::<LivingOutside>(words)),
            _ => choices.extend(self.users(owner)),
        }
        let option = |(code, name): (String, String)| {
            let selected = code == chosen;
            view! { <option value=code selected=selected>{name}</option> }.into_any()
        };
        choices.into_iter().map(option).collect()
    }

    /// Who cases may be given to; of a row, those of its municipality, and whoever has it.
    fn users(&self, owner: Owner<'_>) -> Vec<(String, String)> {
        let entry = |user: &UserOf| (user.account.to_string(), user.name.clone());
        let Owner::Row(row) = owner else { return self.shown.users.iter().map(entry).collect() };
        let mut users: Vec<_> = self
            .shown
            .users
            .iter()
            .filter(|user| user.municipalities.contains(&row.municipality))
            .map(entry)
            .collect();
        if let (Some(account), Some(name)) = (row.values.caseworker, &row.caseworker) {
            let code = account.to_string();
            if !users.iter().any(|(other, _)| *other == code) {
                users.push((code, name.clone()));
            }
        }
        users
    }
}

fn named<T: Named>(words: Language) -> impl Iterator<Item = (String, String)> {
    T::ALL.iter().map(move |value| (value.code().to_owned(), value.name(words).to_owned()))
}

/// What a form holds of a field.
pub(super) fn value(form: &CaseForm, field: CaseField) -> &str {
    match field {
        CaseField::Registered => &form.registered,
        CaseField::Occupation => &form.occupation,
        CaseField::OtherSchooling => &form.other_schooling_until,
        CaseField::Caseworker => &form.caseworker,
        CaseField::LivingOutside => &form.living_outside,
    }
}
