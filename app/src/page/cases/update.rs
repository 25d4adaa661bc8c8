//! *Uppdatera aktivitetsansvar* (requirement K7): a row for all and *Verkställ*, a row for each case, *Spara*,
//! *Återställ*, *Avbryt*. Drawn by the server, as plain forms.

use domain::{
    case::change::CaseField,
    contact::LivingOutside,
    language::{Language, Named},
    occupation::OccupationAtRegistration,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::{
    case_changes::{EditPage, EditRow, PAGE, UserOf},
    jobs::MOST_AT_ONCE,
};

use crate::{
    component::{icon::Icon, number::grouped},
    path,
    server::bulk::{
        form::{Draft, NONE, Problem, beside, written},
        update::{in_place, what},
    },
    serverfn::bulk::{CaseForm, UpdateCases},
    words::{BulkWords, CommonWords},
};

/// The page.
pub struct Page {
    /// The cases.
    pub shown: EditPage,
    /// What has been filled in.
    pub draft: Draft,
    /// The token of the selection.
    pub token: String,
    /// The state of the list that one came from.
    pub list: String,
    /// In which language.
    pub language: Language,
}

/// Whose fields are drawn.
#[derive(Clone, Copy)]
enum Owner<'a> {
    /// All rows'.
    All,
    /// One row's.
    Row(&'a EditRow),
}

impl Page {
    /// The whole page.
    pub fn view(&self) -> AnyView {
        let words = self.language;
        let total = self.count(self.shown.total);
        let content = match self.shown.rows.is_empty() {
            true => self.nothing(),
            false => view! { {self.for_all()} {self.rows()} {self.steps()} }.into_any(),
        };
        view! {
            <div class="page-head">
                <div>
                    <h1>{words.update_cases()}</h1>
                    <p class="page-intro">{words.cases_chosen(&total)}</p>
                </div>
            </div>
            {self.summary()}
            {content}
        }
        .into_any()
    }

    fn count(&self, number: u64) -> String {
        grouped(number, self.language)
    }

    fn nothing(&self) -> AnyView {
        let words = self.language;
        view! {
            <div class="state">
                <span class="state-icon"><Icon name="info"/></span>
                <p class="state-title">{words.none_chosen()}</p>
                <p class="state-text">{words.none_chosen_text()}</p>
                <div class="state-actions"><a class="ds-button" href=path::cases(&self.list)>{words.back_to_list()}</a></div>
            </div>
        }
        .into_any()
    }

    /// What was saved and what was not, linking to the rows that are to be mended.
    fn summary(&self) -> Option<AnyView> {
        let words = self.language;
        let Draft { problems, top_problems, is_empty, saved, .. } = &self.draft;
        let mut lines: Vec<AnyView> = Vec::new();
        for problem in top_problems {
            let said =
                format!("{}: {}", problem.field().map_or("", |field| field.name(words)), problem.text(words));
            lines.push(view! { <li><a href="#alla" rel="external">{said}</a></li> }.into_any());
        }
        if *is_empty {
            let first = self.shown.rows.first().filter(|_| !self.draft.rows.is_empty());
            let target = first.map_or_else(|| "#alla".to_owned(), |row| format!("#rad-{}", row.id));
            lines.push(
                view! { <li><a href=target rel="external">{words.fill_in_something()}</a></li> }.into_any(),
            );
        }
        for row in &self.shown.rows {
            for problem in problems.get(&row.id.0).into_iter().flatten() {
                let (target, said) =
                    (format!("#rad-{}", row.id), format!("{}: {}", row.title, problem.text(words)));
                lines.push(view! { <li><a href=target rel="external">{said}</a></li> }.into_any());
            }
        }
        let saved = saved.map(|(job, counts)| {
            let gone = (counts.gone > 0).then(|| words.rows_gone(&self.count(counts.gone)));
            let saved = words.rows_saved(&self.count(in_place(counts)));
            view! { <p>{saved} " " {gone} " " <a href=path::job(job, &self.list)>{words.see_report()}</a></p> }
        });
        (!lines.is_empty()).then(|| {
            view! {
                <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="problem">
                    <h2 id="problem"><Icon name="triangle-alert"/>{words.not_all_saved()}</h2>
                    {saved}
                    <ul>{lines}</ul>
                </div>
            }
            .into_any()
        })
    }

    fn hidden(&self) -> AnyView {
        view! {
            <input type="hidden" name="selection" value=self.token.clone()/>
            <input type="hidden" name="list" value=self.list.clone()/>
            <input type="hidden" name="page" value=self.shown.page.to_string()/>
        }
        .into_any()
    }

    /// The form that gives the whole selection the same, when it is larger than a page.
    fn for_all(&self) -> Option<AnyView> {
        let words = self.language;
        if self.shown.total <= PAGE as u64 {
            return None;
        }
        let count = self.count(self.shown.total);
        let as_a_job = (self.shown.total > MOST_AT_ONCE as u64)
            .then(|| view! { <p class="quiet">{words.done_as_job()}</p> });
        let fields = CaseField::ALL.iter().map(|field| {
            view! {
                <div class="bulk-field">
                    <span class="bulk-label" aria-hidden="true">{field.name(words)}</span>
                    {self.field(*field, Owner::All, &self.draft.top, &self.draft.top_problems)}
                </div>
            }
        });
        let fields: Vec<_> = fields.collect();
        Some(
            view! {
                <form id="alla" class="card bulk-all" method="post" action=UpdateCases::url()>
                    {self.hidden()}
                    <h2>{words.all_get_this(&count)}</h2>
                    {as_a_job}
                    <div class="bulk-fields">{fields}</div>
                    <div class="bulk-bar">
                        <button class="ds-button" type="submit" name="what" value=what::SAVE_ALL>{words.save_for_all(&count)}</button>
                        <a class="ds-button" data-variant="tertiary" href=path::cases(&self.list)>{words.cancel()}</a>
                        <span class="quiet">{words.can_be_undone()}</span>
                    </div>
                </form>
                <h2 class="bulk-heading">{words.row_by_row()}</h2>
            }
            .into_any(),
        )
    }

    /// The form of the rows of the page.
    fn rows(&self) -> AnyView {
        let words = self.language;
        let headings: Vec<_> =
            CaseField::ALL.iter().map(|field| view! { <th scope="col">{field.name(words)}</th> }).collect();
        let top = match self.shown.total <= PAGE as u64 {
            true => &self.draft.top,
            // What stands there is of the form for the whole selection.
            false if self.draft.rows.is_empty() => &CaseForm::default(),
            false => &self.draft.top,
        };
        let above: Vec<_> = CaseField::ALL
            .iter()
            .map(|field| view! { <td data-label=field.name(words)>{self.field(*field, Owner::All, top, &[])}</td> })
            .collect();
        let rows: Vec<_> = self.shown.rows.iter().map(|row| self.row(row)).collect();
        let reset = path::update_cases(&self.token, self.shown.page, None, &self.list);
        view! {
            <form class="bulk-form" method="post" action=UpdateCases::url()>
                {self.hidden()}
                <p class="quiet">{words.same_for_all()}</p>
                <div class="card bulk-card">
                    <div class="list-scroll" tabindex="0" role="region" aria-label=words.update_cases()>
                        <table class="list-table stacks bulk-table">
                            <thead><tr><th scope="col">{words.individual()}</th> {headings}</tr></thead>
                            <tbody>
                                <tr class="bulk-top">
                                    <th scope="row">
                                        {words.all_here()}
                                        " "
                                        <button class="ds-button" data-variant="secondary" type="submit" name="what" value=what::FILL>{words.apply()}</button>
                                    </th>
                                    {above}
                                </tr>
                                {rows}
                            </tbody>
                        </table>
                    </div>
                </div>
                <div class="bulk-bar">
                    <button class="ds-button" type="submit" name="what" value=what::SAVE>{words.save()}</button>
                    <a class="ds-button" data-variant="secondary" href=reset>{words.reset()}</a>
                    <a class="ds-button" data-variant="tertiary" href=path::cases(&self.list)>{words.cancel()}</a>
                    <span class="quiet">{words.can_be_undone()}</span>
                </div>
            </form>
        }
        .into_any()
    }

    fn row(&self, row: &EditRow) -> AnyView {
        let words = self.language;
        let problems = self.draft.problems.get(&row.id.0).map(Vec::as_slice).unwrap_or_default();
        let present = written(&row.values, row.version);
        let mut form = self.draft.rows.get(&row.id.0).cloned().unwrap_or_else(|| present.clone());
        if problems.contains(&Problem::Conflict) {
            form = beside(&form, &present);
        }
        let cells: Vec<_> = CaseField::ALL
            .iter()
            .map(|field| {
                let now = self.present(*field, row, &form, &present);
                view! { <td data-label=field.name(words)>{self.field(*field, Owner::Row(row), &form, problems)} {now}</td> }
            })
            .collect();
        let whole = problems.iter().find(|problem| problem.field().is_none());
        let whole = whole.map(|problem| {
            view! { <p class="field-error"><Icon name="triangle-alert"/>{problem.text(words)}</p> }
        });
        let closed = row.closed.then(|| view! { " " <span class="tag">{words.closed()}</span> });
        let class = if problems.is_empty() { "bulk-row" } else { "bulk-row bulk-row-bad" };
        view! {
            <tr id=format!("rad-{}", row.id) class=class>
                <th scope="row">
                    <input type="hidden" name=format!("rows[{}][version]", row.id) value=form.version.to_string()/>
                    <input type="hidden" name=format!("rows[{}][seen]", row.id) value=form.seen.clone()/>
                    <a href=path::case(row.id)>{row.title.clone()}</a> {closed}
                    <span class="quiet bulk-number">{row.civic_number.clone()}</span>
                    {whole}
                </th>
                {cells}
            </tr>
        }
        .into_any()
    }

    /// What the register holds where the form says something else.
    fn present(
        &self,
        field: CaseField,
        row: &EditRow,
        form: &CaseForm,
        present: &CaseForm,
    ) -> Option<AnyView> {
        let words = self.language;
        let (typed, stands) = (value(form, field), value(present, field));
        let name = match field {
            CaseField::Registered | CaseField::OtherSchooling => stands.to_owned(),
            CaseField::Occupation => row.values.occupation.name(words).to_owned(),
            CaseField::Caseworker => row.caseworker.clone().unwrap_or_default(),
            CaseField::LivingOutside => {
                row.values.living_outside.map(|place| place.name(words)).unwrap_or_default().to_owned()
            }
        };
        let name = if name.is_empty() { crate::words::CaseWords::none(words).to_owned() } else { name };
        (typed != stands).then(|| view! { <p class="bulk-now">{words.now_it_says(&name)}</p> }.into_any())
    }

    fn field(&self, field: CaseField, owner: Owner<'_>, form: &CaseForm, problems: &[Problem]) -> AnyView {
        let words = self.language;
        let (name, label, of) = match owner {
            Owner::All => (
                format!("top[{}]", field.code()),
                format!("{}: {}", field.name(words), words.all_here()),
                "alla".to_owned(),
            ),
            Owner::Row(row) => (
                format!("rows[{}][{}]", row.id, field.code()),
                format!("{}: {}", field.name(words), row.title),
                row.id.to_string(),
            ),
        };
        let wrong: Vec<&str> = problems
            .iter()
            .filter(|problem| problem.field() == Some(field))
            .map(|problem| problem.text(words))
            .collect();
        let error = format!("fel-{of}-{}", field.code());
        let described = (!wrong.is_empty()).then(|| error.clone());
        let invalid = (!wrong.is_empty()).then_some("true");
        let chosen = value(form, field).to_owned();
        let control = match field {
            CaseField::Registered | CaseField::OtherSchooling => {
                let required = field == CaseField::Registered && matches!(owner, Owner::Row(_));
                view! {
                    <input class="field-value" type="date" name=name aria-label=label aria-invalid=invalid aria-describedby=described
                        aria-required=required.then_some("true") autocomplete="off" value=chosen/>
                }
                .into_any()
            }
            _ => {
                let options = self.options(field, owner, &chosen);
                view! {
                    <select class="select" name=name aria-label=label aria-invalid=invalid aria-describedby=described>{options}</select>
                }
                .into_any()
            }
        };
        let clear = matches!((field, owner), (CaseField::OtherSchooling, Owner::All)).then(|| {
            let checked = !form.clear.is_empty();
            view! { <label class="field-choice"><input type="checkbox" name="top[clear]" value="1" checked=checked/>{words.clear()}</label> }
        });
        let wrong = (!wrong.is_empty()).then(|| {
            view! { <p class="field-error" id=error><Icon name="triangle-alert"/>{wrong.join(" ")}</p> }
        });
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
            (Owner::All, empty) => {
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

    /// The pages of the selection.
    fn steps(&self) -> Option<AnyView> {
        let words = self.language;
        let EditPage { page, pages, .. } = self.shown;
        let to = |page: usize| path::update_cases(&self.token, page, None, &self.list);
        let back = (page > 1).then(|| view! { <a class="ds-button" data-variant="secondary" href=to(page - 1) rel="prev">{words.previous()}</a> });
        let on = (page < pages).then(|| view! { <a class="ds-button" data-variant="secondary" href=to(page + 1) rel="next">{words.next()}</a> });
        (pages > 1).then(|| {
            let place = words.place_of(&self.count(page as u64), &self.count(pages as u64));
            view! {
                <nav class="bulk-bar" aria-label=BulkWords::pages(words)>{back} <span class="pager-place">{place}</span> {on}</nav>
            }
            .into_any()
        })
    }
}

fn named<T: Named>(words: Language) -> impl Iterator<Item = (String, String)> {
    T::ALL.iter().map(move |value| (value.code().to_owned(), value.name(words).to_owned()))
}

fn value(form: &CaseForm, field: CaseField) -> &str {
    match field {
        CaseField::Registered => &form.registered,
        CaseField::Occupation => &form.occupation,
        CaseField::OtherSchooling => &form.other_schooling_until,
        CaseField::Caseworker => &form.caseworker,
        CaseField::LivingOutside => &form.living_outside,
    }
}
