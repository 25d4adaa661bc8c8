//! *Ny* (requirement K6): one form, what is wrong with it, what is to be known before it is saved, and that it is saved.
//! Drawn by the server, as a plain form.

use domain::{
    case::entry::{EntryField, EntryRefusal},
    contact::LivingOutside,
    id::CaseId,
    language::{Language, Message, Named},
    occupation::OccupationAtRegistration,
    product_page::ProductPage,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::entry::{Choices, Judged};

use crate::{
    component::{breadcrumb::breadcrumb, field_identity, icon::Icon},
    layout::look_up::{ASKED, SAID, TOLD},
    page::record::{
        Control, Field, asks_before_leaving, choices,
        field::{self, Attributes},
        guard::{self, Heading},
        interruption, summary,
    },
    path,
    server::{
        entry::{Draft, Stage, municipality, what},
        form::Problem,
    },
    serverfn::entry::EnterCase,
    words::{BulkWords, CaseWords, EntryWords, RecordWords},
};

/// The page.
pub struct Page {
    /// What can be chosen.
    pub choices: Choices,
    /// What has been filled in.
    pub draft: Draft,
    /// What there is to say about it.
    pub judged: Judged,
    /// Whether something had been filled in that could not be kept.
    pub is_lost: bool,
    /// The state of the list that one came from.
    pub list: String,
    /// In which language.
    pub language: Language,
}

/// What is wrong with the form, each at its field.
fn problems(refusals: &[EntryRefusal], words: Language) -> Vec<Problem> {
    let problem = |refusal: &EntryRefusal| Problem {
        field: Some(refusal.field().code().to_owned()),
        text: refusal.message(words),
    };
    refusals.iter().map(problem).collect()
}

/// The code of the box that says that the warnings have been read.
const READ: &str = "seen";

/// The identity of what is to be known of a number.
const WARNINGS: &str = "uppslag-varningar";

/// What is told of a number: what is wrong with it, who it is, what is to be known.
pub fn told_of_number(judged: &Judged, words: Language) -> AnyView {
    let wrong = problems(&judged.refusals, words);
    let number = EntryField::CivicNumber.code();
    let wrong: Vec<&str> = wrong
        .iter()
        .filter(|problem| problem.field.as_deref() == Some(number))
        .map(|problem| problem.text.as_str())
        .collect();
    let name = judged.name.as_ref().map(|name| {
        view! {
            <dl class="facts entry-name">
                <dt>{CaseWords::given_names(words)}</dt> <dd>{name.given.clone()}</dd>
                <dt>{CaseWords::surname(words)}</dt> <dd>{[name.middle.as_str(), name.surname.as_str()].join(" ").trim().to_owned()}</dd>
            </dl>
        }
    });
    let warnings = (!judged.warnings.is_empty()).then(|| {
        let warnings = judged.warnings.iter().map(|warning| view! { <li>{warning.message(words)}</li> });
        let warnings: Vec<_> = warnings.collect();
        view! {
            <div class="notice entry-warnings"><Icon name="triangle-alert"/> <ul id=WARNINGS>{warnings}</ul></div>
        }
    });
    view! { {field::error(number, &wrong)} {name} {warnings} }.into_any()
}

/// What can be done about what is told of a number: the way to the case that there is, and a box for having read what is to be
/// known; `seen` is what has been said to have been read.
pub fn asked_of_number(judged: &Judged, seen: &str, words: Language) -> AnyView {
    let open = judged.refusals.iter().find_map(|refusal| match refusal {
        EntryRefusal::OpenCase { case } => Some(*case),
        _ => None,
    });
    let open = open.map(|case| view! { <p><a href=path::case(case)>{words.open_that_case()}</a></p> });
    let read = (!judged.warnings.is_empty()).then(|| {
        let (id, checked) = (field_identity::field(READ), judged.seen == seen);
        view! {
            <label class="field-choice">
                <input type="checkbox" id=id name=READ value=judged.seen.clone() checked=checked aria-describedby=WARNINGS/>
                {words.register_all_the_same()}
            </label>
        }
    });
    view! { {open} {read} }.into_any()
}

impl Page {
    /// What it is called.
    pub fn title(&self) -> &'static str {
        match self.draft.stage {
            Stage::Saved { .. } => self.language.saved(),
            _ => EntryWords::title(self.language),
        }
    }

    /// Whether something stands in the way of saving it.
    pub fn is_refused(&self) -> bool {
        !self.draft.risks.is_empty() || !self.problems().is_empty()
    }

    /// The whole page.
    pub fn view(&self) -> AnyView {
        let words = self.language;
        if let Stage::Saved { case } = self.draft.stage {
            return self.saved(case);
        }
        view! {
            {self.heading(words.intro())}
            {self.told()}
            {summary::view(&self.problems(), words)}
            {self.form()}
        }
        .into_any()
    }

    fn heading(&self, intro: &'static str) -> AnyView {
        view! {
            {breadcrumb([(path::cases(&self.list), ProductPage::Cases.name(self.language))])}
            <div class="page-head"><div><h1>{self.title()}</h1> <p class="page-intro">{intro}</p></div></div>
        }
        .into_any()
    }

    fn saved_text(&self, case: Option<i64>) -> &'static str {
        if case.is_some() { self.language.saved_text() } else { self.language.saved_waits_text() }
    }

    /// What is said aloud of what has been saved.
    pub fn told_aloud(&self) -> &'static str {
        match self.draft.stage {
            Stage::Saved { case } | Stage::SavedBefore { case } => self.saved_text(case),
            Stage::New | Stage::LookedUp | Stage::Tried | Stage::Interrupted => "",
        }
    }

    /// That it is saved, and where one goes from there.
    fn saved(&self, case: Option<i64>) -> AnyView {
        let words = self.language;
        let open = case.map(|case| {
            view! { <a class="ds-button" data-variant="secondary" href=path::case(CaseId(case))>{words.open_case()}</a> }
        });
        view! {
            {self.heading(self.saved_text(case))}
            <div class="bulk-bar">
                <a class="ds-button" href=path::cases(&self.list)>{BulkWords::back_to_list(words)}</a>
                {open}
                <a class="ds-button" data-variant="secondary" href=path::enter_case(None, &self.list)>{words.enter_another()}</a>
            </div>
        }
        .into_any()
    }

    /// What has become of the form before.
    fn told(&self) -> Option<AnyView> {
        let words = self.language;
        if let Stage::SavedBefore { case } = self.draft.stage {
            let open =
                case.map(|case| view! { " " <a href=path::case(CaseId(case))>{words.open_case()}</a> });
            let text = view! { <strong>{words.saved()}</strong> ". " {self.saved_text(case)} {open} };
            return Some(
                view! { <div class="notice notice-good"><Icon name="circle-check"/> <p>{text}</p></div> }
                    .into_any(),
            );
        }
        interruption(self.draft.stage == Stage::Interrupted, self.is_lost, words)
    }

    /// Why it was not saved: what is to be mended, and what is to be read first.
    fn problems(&self) -> Vec<Problem> {
        if self.draft.stage != Stage::Tried {
            return Vec::new();
        }
        let words = self.language;
        let mut problems = problems(&self.judged.refusals, words);
        if !self.judged.warnings.is_empty() && self.judged.seen != self.draft.seen {
            problems.push(Problem { field: Some(READ.to_owned()), text: words.read_first().to_owned() });
        }
        problems
    }

    fn form(&self) -> AnyView {
        let words = self.language;
        let wrong = self.problems();
        let is_unsaved = matches!(self.draft.stage, Stage::LookedUp | Stage::Tried | Stage::Interrupted);
        let fields = [EntryField::Registered, EntryField::Occupation, EntryField::LivingOutside];
        let rest = fields.into_iter().chain([EntryField::Caseworker, EntryField::Notes]);
        let rest: Vec<_> = rest.map(|field| self.field(field).view(&wrong, words)).collect();
        view! {
            <form {..asks_before_leaving(is_unsaved, words)} class="card entry" method="post" action=EnterCase::url() novalidate>
                <input type="hidden" name="list" value=self.list.clone()/>
                // What Enter presses: saving, and not the first button that is seen.
                <button class="visually-hidden" type="submit" name="what" value=what::SAVE tabindex="-1" aria-hidden="true">{BulkWords::save(words)}</button>
                {guard::view(&self.draft.risks, &self.draft.read, Heading::Second, words)}
                <div class="record-fields entry-fields">
                    {self.municipality(&wrong)}
                    {self.number(&wrong)}
                    {rest}
                </div>
                <div class="bulk-bar">
                    <button class="ds-button" type="submit" name="what" value=what::SAVE>{BulkWords::save(words)}</button>
                    <button class="ds-button" data-variant="secondary" type="submit" name="what" value=what::SAVE_AND_NEW>{words.save_and_new()}</button>
                    <a class="ds-button" data-variant="tertiary" href=path::cases(&self.list)>{BulkWords::cancel(words)}</a>
                </div>
            </form>
        }
        .into_any()
    }

    /// A field with what has been filled in.
    fn field(&self, field: EntryField) -> Field {
        let (words, form) = (self.language, &self.draft.form);
        let choice = |values, none| Control::Choice { values, none };
        let drawn = |control, value: &str| Field::new(field, control, value, words);
        match field {
            EntryField::Municipality => {
                let places = self.choices.municipalities.iter();
                let places = places.map(|code| (code.to_string(), code.name().to_owned())).collect();
                drawn(choice(places, RecordWords::choose(words)), &form.municipality).required()
            }
            EntryField::CivicNumber => drawn(Control::LINE, &form.civic_number).required(),
            EntryField::Registered => drawn(Control::Day, &form.registered).required(),
            EntryField::Occupation => {
                let occupations = choices::<OccupationAtRegistration>(self.choices.today, None, words);
                drawn(choice(occupations, RecordWords::choose(words)), &form.occupation).required()
            }
            EntryField::LivingOutside => {
                let places = choices::<LivingOutside>(self.choices.today, None, words);
                drawn(choice(places, BulkWords::not_outside(words)), &form.living_outside)
            }
            EntryField::Caseworker => {
                drawn(choice(self.caseworkers(), BulkWords::nobody(words)), &form.caseworker)
            }
            EntryField::Notes => drawn(Control::Notes, &form.notes).hinted(words.notes_hint()),
        }
    }

    /// The municipality, where there is one to choose.
    fn municipality(&self, wrong: &[Problem]) -> AnyView {
        let field = self.field(EntryField::Municipality);
        if self.choices.municipalities.len() < 2 {
            let (Attributes { id, name, .. }, chosen) = (field.attributes(&[]), field.value);
            return view! { <input type="hidden" id=id name=name value=chosen/> }.into_any();
        }
        field.view(wrong, self.language)
    }

    /// The number, with what is said of it as soon as it is known whose it is.
    fn number(&self, wrong: &[Problem]) -> AnyView {
        let words = self.language;
        let field = self.field(EntryField::CivicNumber);
        let Attributes { id, name, invalid, required, .. } = field.attributes(wrong);
        let hint = field_identity::hint(EntryField::CivicNumber.code());
        let wrong = field_identity::error(EntryField::CivicNumber.code());
        // What is said comes and goes while one types.
        let described = format!("{hint} {wrong} {WARNINGS}");
        let told = told_of_number(&self.judged, words);
        let asked = asked_of_number(&self.judged, &self.draft.seen, words);
        let element = view! {
            <div class="entry-number">
                <input class="field-value" id=id name=name type="text" inputmode="numeric" autocomplete="off"
                    autocapitalize="characters" spellcheck="false" aria-required=required aria-invalid=invalid
                    aria-describedby=described value=field.value.clone()/>
                <button class="ds-button without-script" data-variant="secondary" type="submit" name="what" value=what::LOOK_UP>{words.look_up()}</button>
            </div>
            <p class="quiet record-hint" id=hint>{words.number_form()}</p>
            <div class="entry-said" id=SAID>
                <div id=TOLD role="status">{told}</div>
                <div id=ASKED>{asked}</div>
            </div>
        };
        // What is wrong with it is said with what else is said of it.
        field.around(element.into_any(), &[], words)
    }

    /// Who can have the case: the users of the municipality, or of all while none is chosen.
    fn caseworkers(&self) -> Vec<(String, String)> {
        let chosen = municipality(&self.draft.form);
        let users = self.choices.users.iter();
        let of_place = users.filter(|user| chosen.is_none_or(|place| user.municipalities.contains(&place)));
        of_place.map(|user| (user.account.to_string(), user.name.clone())).collect()
    }
}
