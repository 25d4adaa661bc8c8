//! The page of one export: its facts, what was found, what differs from the one before, and the closing of its period.

use domain::{
    access::Permission,
    clock::stockholm_time,
    language::{Language, Named},
    product_page::ProductPage,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::{
    scb_report::{Differing, Export, PAGE, ScbClosedPeriod},
    session::Session,
};

use super::{findings, made};
use crate::{
    component::{
        breadcrumb::breadcrumb,
        icon::Icon,
        notice::{Empty, good},
        number::grouped,
        pages::pages,
    },
    path,
    serverfn::scb::CloseScbPeriod,
    words::{CaseWords, ScbWords},
};

/// The page.
pub struct Page<'a> {
    /// The export.
    pub export: &'a Export,
    /// Who reads.
    pub session: &'a Session,
    /// What has been done.
    pub told: Vec<String>,
    /// In which language.
    pub words: Language,
}

fn number(count: usize, words: Language) -> String {
    grouped(u64::try_from(count).unwrap_or(u64::MAX), words)
}

impl Page<'_> {
    /// What it is called.
    pub fn title(&self) -> String {
        self.words.export_title(&self.export.record.id.to_string())
    }

    /// The whole page.
    pub fn view(&self) -> AnyView {
        let (words, record) = (self.words, &self.export.record);
        view! {
            {breadcrumb([(path::SCB_EXPORT.to_owned(), ProductPage::ScbExport.name(words))])}
            <div class="page-head">
                <div>
                    <h1>{self.title()}</h1>
                    <p class="page-intro">{record.municipality.name()} ", " {record.period.to_string()}</p>
                </div>
                {self.files()}
            </div>
            {good(self.told.clone())}
            {self.facts()}
            {self.log()}
            {self.difference()}
            {self.closing()}
        }
        .into_any()
    }

    fn files(&self) -> AnyView {
        let (words, id) = (self.words, self.export.record.id);
        let file = self.export.is_whole.then(|| {
            view! {
                <a class="ds-button" rel="external" download href=path::scb_file(id)><Icon name="download"/> {words.get_file()}</a>
            }
        });
        view! {
            <div class="panel-actions">
                {file}
                <a class="ds-button" data-variant="secondary" rel="external" download href=path::scb_log(id)>
                    <Icon name="download"/> {words.get_log()}
                </a>
            </div>
        }
        .into_any()
    }

    fn facts(&self) -> AnyView {
        let (words, record) = (self.words, &self.export.record);
        let not_whole = (!self.export.is_whole).then(|| {
            view! { <div class="notice notice-warning"><Icon name="triangle-alert"/> <p>{words.not_whole()}</p></div> }
        });
        view! {
            {not_whole}
            <section class="card facts-card" aria-labelledby="facts">
                <h2 id="facts">{words.export_facts()}</h2>
                <dl class="facts">
                    <dt>{words.made()}</dt> <dd>{made(record, words)}</dd>
                    <dt>{words.period()}</dt> <dd>{record.period.to_string()}</dd>
                    <dt>{words.layout()}</dt> <dd>{record.layout.name().to_owned()}</dd>
                    <dt>{words.cases_in_file()}</dt> <dd>{grouped(record.cases, words)}</dd>
                    <dt>{words.rows()}</dt> <dd>{grouped(record.rows, words)}</dd>
                    <dt>{words.left_out()}</dt> <dd>{grouped(record.excluded, words)}</dd>
                    <dt>{words.errors()}</dt> <dd>{grouped(record.errors, words)}</dd>
                    <dt>{words.warnings()}</dt> <dd>{grouped(record.warnings, words)}</dd>
                    <dt>{words.checksum()}</dt> <dd><code>{record.digest.clone()}</code></dd>
                </dl>
                <p class="quiet drawn-note">{words.protected_on_paper()}</p>
            </section>
        }
        .into_any()
    }

    fn log(&self) -> AnyView {
        let (words, export) = (self.words, self.export);
        let content = if export.findings.is_empty() {
            view! { <Empty title=words.nothing_found() text=words.nothing_found_text() icon="circle-check"/> }
                .into_any()
        } else {
            findings(&export.findings, self.session, words)
        };
        let last = export.total.div_ceil(PAGE).max(1);
        let id = export.record.id;
        view! {
            <section class="card facts-card" aria-labelledby="export-log">
                <h2 id="export-log">{words.scb_export_log()} " " <span class="count">{number(export.total, words)}</span></h2>
                {content}
                {pages(export.page as u64, last as u64, |page| path::scb_export(id, page))}
            </section>
        }
        .into_any()
    }

    fn difference(&self) -> Option<AnyView> {
        let words = self.words;
        let (before, differing) = self.export.before.as_ref()?;
        let [new, gone, changed] = self.export.differences.map(|count| number(count, words));
        let earlier = words.compared_with(&before.id.to_string());
        let content = if differing.is_empty() && self.export.differences == [0; 3] {
            view! { <p>{words.no_difference()}</p> }.into_any()
        } else {
            let rows: Vec<_> = differing.iter().map(|differing| self.differing(differing)).collect();
            view! {
                <p>{words.counted(&new, &gone, &changed)}</p>
                <table class="plain-table stacks">
                    <thead>
                        <tr>
                            <th scope="col">{words.the_person()}</th>
                            <th scope="col">{words.civic_number()}</th>
                            <th scope="col">{words.how_it_differs()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            }
            .into_any()
        };
        let view = view! {
            <section class="card facts-card" aria-labelledby="difference">
                <h2 id="difference">{words.difference()}</h2>
                <p class="quiet"><a href=path::scb_export(before.id, 1)>{earlier}</a> ", " {made(before, words)}</p>
                {content}
            </section>
        };
        Some(view.into_any())
    }

    fn differing(&self, differing: &Differing) -> AnyView {
        let (words, (number, name)) = (self.words, &differing.who);
        let who = match self.session.may(Permission::ReadCases) {
            true => view! { <a href=path::case(differing.case)>{name.listed()}</a> }.into_any(),
            false => name.listed().into_any(),
        };
        view! {
            <tr>
                <th scope="row">{who}</th>
                <td class="nowrap" data-label=words.civic_number()>{number.clone()}</td>
                <td data-label=words.how_it_differs()>{differing.how.name(words)}</td>
            </tr>
        }
        .into_any()
    }

    fn closing(&self) -> AnyView {
        let (words, id) = (self.words, self.export.record.id);
        let told = self.export.closed.as_ref().map(|closed: &ScbClosedPeriod| {
            let (by, at) = &closed.closed;
            let told = words.closed_with(&closed.export.to_string(), by, &stockholm_time(*at));
            view! { <p>{told}</p> }
        });
        let is_closed = self.export.closed.as_ref().is_some_and(|closed| closed.export == id);
        let form = (!is_closed).then(|| {
            view! {
                <p class="quiet">{words.close_period_text()}</p>
                <form method="post" action=CloseScbPeriod::url()>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <button class="ds-button" data-variant="secondary" type="submit">{words.close_period()}</button>
                </form>
            }
        });
        view! {
            <section class="card facts-card" aria-labelledby="closing">
                <h2 id="closing">{words.close_period()}</h2>
                {told}
                {form}
            </section>
        }
        .into_any()
    }
}
