//! Whether a case is really to be deleted: what goes, what stays, and that it cannot be undone (requirement K12). Drawn by
//! the server, as a plain form.

use domain::{
    case::{
        removal::{Kept, Removed},
        tab::CaseTab,
        view::CaseView,
    },
    language::{Language, Message, Named},
    product_page::ProductPage,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::removal::RemovalPreview;

use crate::{
    component::{breadcrumb::breadcrumb, icon::Icon, notice::good, status::StatusPill},
    path,
    serverfn::removal::RemoveCase,
    words::{BulkWords, RemovalWords},
};

/// The page that asks.
pub struct Page {
    /// The case.
    pub case: CaseView,
    /// What would go with it.
    pub preview: RemovalPreview,
    /// Why it was not deleted just now.
    pub problems: Vec<String>,
    /// The state of the list that the reader came from.
    pub list: String,
    /// In which language.
    pub language: Language,
}

impl Page {
    /// What it is called.
    pub fn title(&self) -> &'static str {
        self.language.remove_case()
    }

    /// Whether it cannot be deleted, or was not.
    pub fn is_refused(&self) -> bool {
        self.preview.removal.is_err() || !self.problems.is_empty()
    }

    /// The whole page.
    pub fn view(&self) -> AnyView {
        let words = self.language;
        let row = &self.case.row;
        let back = path::from_list(&path::case_tab(row.id, CaseTab::Responsibility), &self.list);
        let body = match &self.preview.removal {
            Err(refusal) => not_removed(&[refusal.message(words)], words),
            Ok(removal) => {
                let problems = (!self.problems.is_empty()).then(|| not_removed(&self.problems, words));
                view! { {problems} {self.question(removal.is_reported, removal.measures, &back)} }.into_any()
            }
        };
        let until = row.deregistered.map(|date| date.to_string()).unwrap_or_default();
        view! {
            {breadcrumb([
                (path::cases(&self.list), ProductPage::Cases.name(words)),
                (back.clone(), CaseTab::Responsibility.name(words)),
            ])}
            <div class="page-head">
                <div>
                    <h1>{self.title()}</h1>
                    <p class="page-intro">
                        <strong>{self.case.called(words)}</strong>
                        {format!(", {} · {} · {} – {until} ", row.civic_number, row.municipality.name(), row.registered)}
                        <StatusPill status=row.status/>
                    </p>
                </div>
            </div>
            {body}
            {self.preview.removal.is_err().then(|| view! {
                <p><a class="ds-button" data-variant="secondary" href=back>{words.cancel()}</a></p>
            })}
        }
        .into_any()
    }

    fn question(&self, is_reported: bool, measures: usize, back: &str) -> AnyView {
        let words = self.language;
        let RemovalPreview { seen, contacts, follow_ups, .. } = self.preview;
        let gone = Removed::ALL.iter().map(|what| {
            let text = match what {
                Removed::Measures => words.measures(measures),
                Removed::Contacts => words.contacts(contacts, follow_ups),
                Removed::Case | Removed::Plan => what.name(words).to_owned(),
            };
            view! { <li>{text}</li> }.into_any()
        });
        let kept = Kept::ALL.iter().map(|what| view! { <li>{what.name(words)}</li> }.into_any());
        let reported = is_reported.then(|| {
            view! { <div class="notice"><Icon name="info"/> <p>{words.reported_text()}</p></div> }
        });
        view! {
            <section class="card facts-card removal">
                <div class="notice notice-bad" role="note">
                    <Icon name="triangle-alert"/>
                    <div><p><strong>{words.cannot_be_undone()}</strong></p> <p>{words.cannot_be_undone_text()}</p></div>
                </div>
                {reported}
                <div class="removal-columns">
                    <div><h2>{words.what_goes()}</h2> <ul>{gone.collect_view()}</ul></div>
                    <div><h2>{words.what_stays()}</h2> <ul>{kept.collect_view()}</ul></div>
                </div>
                <form class="panel-actions" method="post" action=RemoveCase::url()>
                    <input type="hidden" name="id" value=self.case.row.id.to_string()/>
                    <input type="hidden" name="version" value=seen.to_string()/>
                    <input type="hidden" name="list" value=self.list.clone()/>
                    <button class="ds-button" data-color="danger" type="submit">{words.yes_remove()}</button>
                    <a class="ds-button" data-variant="secondary" href=back.to_owned()>{words.cancel()}</a>
                </form>
            </section>
        }
        .into_any()
    }
}

fn not_removed(problems: &[String], words: Language) -> AnyView {
    let problems: Vec<_> =
        problems.iter().cloned().map(|problem| view! { <p>{problem}</p> }.into_any()).collect();
    view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="problem">
            <h2 id="problem"><Icon name="triangle-alert"/>{words.not_removed()}</h2>
            {problems}
        </div>
    }
    .into_any()
}

/// That it has been done.
pub fn done(told: Vec<String>, list: &str, words: Language) -> AnyView {
    view! {
        {breadcrumb([(path::cases(list), ProductPage::Cases.name(words))])}
        <div class="page-head"><div><h1>{words.removed()}</h1></div></div>
        {good(told)}
        <p><a class="ds-button" href=path::cases(list)>{words.to_the_list()}</a></p>
    }
    .into_any()
}
