//! One field of the form of a record.

use std::borrow::Cow;

use domain::{
    code_list::CodeList,
    language::{Language, Named},
};
use leptos::prelude::*;

use crate::{
    component::{field_identity, icon::Icon, textarea::TextArea},
    server::form::Problem,
    words::RecordWords,
};

/// A field of a form.
pub struct Field {
    /// Its code, as the domain's form has it.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// How it is filled in.
    pub control: Control,
    /// What stands in it.
    pub value: String,
    /// Whether it must be filled in.
    pub is_required: bool,
    /// Whether it must be filled in at times; the hint says when.
    pub is_required_at_times: bool,
    /// What to know about it.
    pub hint: Option<Cow<'static, str>>,
}

/// What the element of a field says of itself.
pub struct Attributes {
    /// Its identity in the page.
    pub id: String,
    /// Its name in the form.
    pub name: String,
    /// The identities of what is said of it.
    pub described: Option<String>,
    /// Whether something is wrong with it.
    pub invalid: Option<&'static str>,
    /// Whether it must be filled in.
    pub required: Option<&'static str>,
}

/// How a field is filled in.
pub enum Control {
    /// A text of one line, with what a browser may fill it in from.
    Line {
        /// The kind of input: `text`, `email`, `tel`.
        kind: &'static str,
        /// What the browser may fill in.
        autocomplete: &'static str,
    },
    /// A text of several lines.
    Notes,
    /// A day.
    Day,
    /// One of several values, by code and name.
    Choice {
        /// The values.
        values: Vec<(String, String)>,
        /// What it says where nothing is chosen.
        none: &'static str,
    },
    /// A box to tick.
    Tick,
}

impl Control {
    /// A text of one line that no browser knows.
    pub const LINE: Self = Self::Line { kind: "text", autocomplete: "off" };
}

/// The values of a code list that a form offers. `present` is what the record has.
pub fn choices<N: CodeList>(
    date: chrono::NaiveDate,
    present: Option<N>,
    words: Language,
) -> Vec<(String, String)> {
    let named = |value: N| (value.code().to_owned(), value.name(words).to_owned());
    N::offered(date, present).into_iter().map(named).collect()
}

/// All values of a set.
pub fn named<N: Named>(words: Language) -> Vec<(String, String)> {
    N::ALL.iter().map(|value| (value.code().to_owned(), value.name(words).to_owned())).collect()
}

impl Field {
    /// A field that may be empty.
    pub fn new<F: Named>(field: F, control: Control, value: &str, words: Language) -> Self {
        Self {
            code: field.code().to_owned(),
            name: field.name(words).to_owned(),
            control,
            value: value.to_owned(),
            is_required: false,
            is_required_at_times: false,
            hint: None,
        }
    }

    /// One that must be filled in.
    #[must_use]
    pub fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// One that must be filled in at times.
    #[must_use]
    pub fn required_when(self, hint: impl Into<Cow<'static, str>>) -> Self {
        Self { is_required_at_times: true, ..self.hinted(hint) }
    }

    /// One of which there is something to know.
    #[must_use]
    pub fn hinted(self, hint: impl Into<Cow<'static, str>>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same under another code, of one row of many.
    #[must_use]
    pub fn of_row(self, code: String) -> Self {
        Self { code, ..self }
    }

    /// What is wrong with it.
    fn wrong<'a>(&self, problems: &'a [Problem]) -> Vec<&'a str> {
        let of_this = |problem: &&Problem| problem.field.as_deref() == Some(self.code.as_str());
        problems.iter().filter(of_this).map(|problem| problem.text.as_str()).collect()
    }

    /// What the element that is filled in says of itself.
    pub fn attributes(&self, problems: &[Problem]) -> Attributes {
        let is_wrong = !self.wrong(problems).is_empty();
        let described = [
            is_wrong.then(|| field_identity::error(&self.code)),
            self.hint.is_some().then(|| field_identity::hint(&self.code)),
        ];
        let described: Vec<String> = described.into_iter().flatten().collect();
        Attributes {
            id: field_identity::field(&self.code),
            name: format!("fields[{}]", self.code),
            described: (!described.is_empty()).then(|| described.join(" ")),
            invalid: is_wrong.then_some("true"),
            required: self.is_required.then_some("true"),
        }
    }

    /// The field, with what is wrong with it.
    pub fn view(&self, problems: &[Problem], words: Language) -> AnyView {
        self.around(self.element(None, problems), problems, words)
    }

    /// What is filled in alone, in a row that says by its headings what it is, with what is wrong with it.
    pub fn in_row(&self, problems: &[Problem]) -> AnyView {
        view! { {self.element(Some(self.name.clone()), problems)} {error(&self.code, &self.wrong(problems))} }
            .into_any()
    }

    /// What is filled in, between its name and what there is to say of it.
    pub fn around(&self, element: AnyView, problems: &[Problem], words: Language) -> AnyView {
        let label = (!matches!(self.control, Control::Tick)).then(|| {
            let optional = (!self.is_required && !self.is_required_at_times)
                .then(|| view! { " " <span class="quiet record-optional">{words.optional()}</span> });
            let id = field_identity::field(&self.code);
            view! { <label for=id>{self.name.clone()} {optional}</label> }
        });
        let hint = self.hint.clone().map(|hint| {
            let id = field_identity::hint(&self.code);
            view! { <p class="quiet record-hint" id=id>{hint}</p> }
        });
        let wrong = error(&self.code, &self.wrong(problems));
        let said = (hint.is_some() || wrong.is_some())
            .then(|| view! { <div class="record-said">{hint} {wrong}</div> });
        // A box that has to be ticked is a question, which stands by itself.
        let is_long = match self.control {
            Control::Notes => true,
            Control::Tick => self.is_required,
            _ => false,
        };
        view! {
            <div class="record-field" class:record-field-long=is_long>
                {label}
                <div class="record-element">{element}</div>
                {said}
            </div>
        }
        .into_any()
    }

    /// What is filled in. It has a name of its own where no label stands beside it.
    fn element(&self, own_name: Option<String>, problems: &[Problem]) -> AnyView {
        let Attributes { id, name, described, invalid, required } = self.attributes(problems);
        let value = self.value.clone();
        match &self.control {
            Control::Tick => {
                let checked = !value.is_empty();
                view! {
                    <label class="field-choice">
                        <input type="checkbox" id=id name=name value="1" checked=checked aria-invalid=invalid aria-describedby=described/>
                        {self.name.clone()}
                    </label>
                }
                .into_any()
            }
            Control::Line { kind, autocomplete } => view! {
                <input class="field-value" type=*kind id=id name=name value=value autocomplete=*autocomplete aria-label=own_name
                    aria-required=required aria-invalid=invalid aria-describedby=described/>
            }
            .into_any(),
            Control::Day => view! {
                <input class="field-value record-day" type="date" id=id name=name value=value autocomplete="off" aria-label=own_name
                    aria-required=required aria-invalid=invalid aria-describedby=described/>
            }
            .into_any(),
            Control::Notes => {
                let (id, name, is_invalid) = (id.as_str(), name.as_str(), invalid.is_some());
                TextArea { id, name, rows: 5, text: &value, described_by: described, is_invalid }.view()
            }
            Control::Choice { values, none } => {
                let is_known = values.iter().any(|(code, _)| *code == value);
                let options = values.iter().cloned().map(|(code, name)| {
                    let selected = code == value;
                    view! { <option value=code selected=selected>{name}</option> }.into_any()
                });
                let options: Vec<_> = options.collect();
                view! {
                    <select class="select" id=id name=name aria-label=own_name
                        aria-required=required aria-invalid=invalid aria-describedby=described>
                        <option value="" selected=!is_known>{*none}</option>
                        {options}
                    </select>
                }
                .into_any()
            }
        }
    }
}

/// What is wrong with the field of a code, where it stands.
pub fn error(code: &str, wrong: &[&str]) -> Option<AnyView> {
    let id = field_identity::error(code);
    (!wrong.is_empty()).then(|| {
        view! { <p class="field-error" id=id><Icon name="triangle-alert"/>{wrong.join(" ")}</p> }.into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::drawn::html;
    use domain::contact::ContactField;

    #[test]
    fn what_stands_in_a_field_is_text_whatever_it_looks_like() {
        let text = "</textarea><script>alert(1)</script> &lt; \"'";
        for control in [Control::Notes, Control::LINE] {
            let field = Field::new(ContactField::Notes, control, text, Language::Swedish);
            let drawn = html(field.view(&[], Language::Swedish));
            assert!(!drawn.contains("<script"), "{drawn}");
            assert!(drawn.contains("&amp;lt;"), "{drawn}");
        }
    }

    #[test]
    fn what_is_wrong_stands_at_its_field_and_is_read_with_it() {
        let wrong = Problem { field: Some("heading".to_owned()), text: "Orsak saknas.".to_owned() };
        let field = Field::new(ContactField::Heading, Control::LINE, "", Language::Swedish).required();
        let drawn = html(field.view(std::slice::from_ref(&wrong), Language::Swedish));
        assert!(
            drawn.contains("aria-invalid=\"true\"") && drawn.contains("aria-describedby=\"fel-heading\"")
        );
        assert!(drawn.contains("Orsak saknas."));
        let other = Field::new(ContactField::Notes, Control::Notes, "", Language::Swedish);
        assert!(!html(other.view(&[wrong], Language::Swedish)).contains("aria-invalid"));
    }
}
