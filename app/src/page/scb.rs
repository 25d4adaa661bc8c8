//! *SCB Export* and *Hinder för rapportering* (requirements S1, S2). Drawn by the server, with plain forms.

pub mod export;
pub mod obstacles;

use domain::{
    access::Permission,
    case::tab::CaseTab,
    clock::stockholm_time,
    language::{Language, Message, Named},
    product_page::ProductPage,
    scb_report::{Place, Rule},
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::{
    scb_report::{Found, ScbClosedPeriod, ScbExportRecord},
    session::Session,
};

use crate::{
    component::{
        icon::Icon,
        notice::{Empty, good},
        number::grouped,
    },
    page::record::{Field, asks_before_leaving, drawn_with, interruption, summary},
    path::{self, record::RecordAddress},
    server::form::Draft,
    serverfn::scb::MakeScbReport,
    words::{CaseWords, ScbWords},
};

/// The page with the form and the exports.
pub struct Page<'a> {
    /// The exports, the latest first.
    pub exports: &'a [ScbExportRecord],
    /// The periods that are closed.
    pub closed: &'a [ScbClosedPeriod],
    /// The fields of the form.
    pub fields: Vec<Field>,
    /// What the form is drawn with, so that posting it twice makes one report.
    pub once: &'a str,
    /// The layout of the period that is proposed.
    pub layout: Option<String>,
    /// What has been done.
    pub told: Vec<String>,
    /// What was refused.
    pub draft: &'a Draft,
    /// In which language.
    pub words: Language,
}

impl Page<'_> {
    /// The whole page.
    pub fn view(&self) -> AnyView {
        let words = self.words;
        let fields: Vec<_> =
            self.fields.iter().map(|field| field.view(&self.draft.problems, words)).collect();
        let layout =
            self.layout.as_ref().map(|name| view! { <p class="quiet">{words.layout_proposed(name)}</p> });
        view! {
            <div class="page-head">
                <div>
                    <h1>{ProductPage::ScbExport.name(words)}</h1>
                    <p class="page-intro">{words.scb_intro()}</p>
                </div>
            </div>
            {good(self.told.clone())}
            <section class="card record" aria-labelledby="new-export">
                <h2 id="new-export">{words.new_export()}</h2>
                {interruption(self.draft.interrupted, self.draft.is_lost, words)}
                {summary::view(&self.draft.problems, words)}
                <form {..asks_before_leaving(self.draft.is_filled_in(), words)} class="record-form" method="post" action=MakeScbReport::url() novalidate>
                    {drawn_with(self.once)}
                    <div class="record-fields">{fields}</div>
                    {layout}
                    <p class="quiet">{words.protected_on_paper()}</p>
                    <div class="panel-actions">
                        <button class="ds-button" type="submit"><Icon name="file-text"/> {words.make_export()}</button>
                        <a class="ds-button" data-variant="secondary" href=path::OBSTACLES>{ProductPage::ReportObstacles.name(words)}</a>
                    </div>
                </form>
            </section>
            {self.exports()}
        }
        .into_any()
    }

    fn exports(&self) -> AnyView {
        let words = self.words;
        let rows: Vec<_> = self.exports.iter().map(|export| self.row(export)).collect();
        let count = grouped(rows.len() as u64, words);
        let table = if rows.is_empty() {
            view! { <Empty title=words.no_exports() text=words.no_exports_text() icon="file-text"/> }
                .into_any()
        } else {
            view! {
                <table class="plain-table stacks">
                    <thead>
                        <tr>
                            <th scope="col">{words.export_number()}</th>
                            <th scope="col">{words.municipality()}</th>
                            <th scope="col">{words.period()}</th>
                            <th scope="col">{words.layout()}</th>
                            <th scope="col">{words.made()}</th>
                            <th scope="col">{words.rows()}</th>
                            <th scope="col">{words.errors()}</th>
                            <th scope="col">{words.warnings()}</th>
                            <th scope="col">{words.files()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            }
            .into_any()
        };
        view! {
            <section class="card facts-card" aria-labelledby="exports">
                <h2 id="exports">{words.exports()} " " <span class="count">{count}</span></h2>
                {table}
            </section>
        }
        .into_any()
    }

    fn row(&self, export: &ScbExportRecord) -> AnyView {
        let words = self.words;
        let number = export.id.to_string();
        let closed = self.closed.iter().any(|closed| closed.export == export.id);
        let closed = closed.then(|| view! { " " <span class="quiet">{words.closed_mark()}</span> });
        let (file, log) = (path::scb_file(export.id), path::scb_log(export.id));
        view! {
            <tr>
                <th scope="row"><a href=path::scb_export(export.id, 1)>{words.export_title(&number)}</a> {closed}</th>
                <td data-label=words.municipality()>{export.municipality.name()}</td>
                <td data-label=words.period()>
                    <span class="nowrap">{export.period.from().to_string()} " –"</span> " " <span class="nowrap">{export.period.to().to_string()}</span>
                </td>
                <td data-label=words.layout()>{export.layout.name().to_owned()}</td>
                <td data-label=words.made()>{made(export, words)}</td>
                <td data-label=words.rows()>{grouped(export.rows, words)}</td>
                <td data-label=words.errors()>{grouped(export.errors, words)}</td>
                <td data-label=words.warnings()>{grouped(export.warnings, words)}</td>
                <td data-label=words.files()>
                    <a rel="external" download href=file aria-label=words.get_file_of(&number)>{words.get_file()}</a> " "
                    <a rel="external" download href=log aria-label=words.get_log_of(&number)>{words.get_log()}</a>
                </td>
            </tr>
        }
        .into_any()
    }
}

/// When an export was made, and by whom.
pub fn made(export: &ScbExportRecord, words: Language) -> String {
    words.made_by(&export.made.0, &stockholm_time(export.made.1))
}

/// Where what has been found is mended: the form, for whoever may change it, else the tab where it stands.
fn mended_at(found: &Found, session: &Session) -> Option<String> {
    let record = match found.finding.place {
        Place::Case => RecordAddress::Responsibility,
        Place::Measure(measure) => RecordAddress::Measure(Some(measure)),
    };
    if !session.may(Permission::ReadCases) {
        return None;
    }
    let is_of_form =
        !matches!(found.finding.rule, Rule::DeregistrationWhole | Rule::RealNumber | Rule::Protected);
    Some(match session.may(Permission::EditCases) && is_of_form {
        true => record.path(found.case),
        false => path::case_tab(found.case, if is_of_form { record.tab() } else { CaseTab::Responsibility }),
    })
}

/// What has been found, each with where it is mended.
pub fn findings(found: &[Found], session: &Session, words: Language) -> AnyView {
    let row = |found: &Found| {
        let (number, name) = &found.who;
        let field = found.finding.field.name(words);
        let who = match session.may(Permission::ReadCases) {
            true => view! { <a href=path::case(found.case)>{name.listed()}</a> }.into_any(),
            false => name.listed().into_any(),
        };
        let mend = mended_at(found, session).map(|target| {
            view! { <a href=target aria-label=words.mend_of(&name.listed(), field)>{words.mend()}</a> }
        });
        view! {
            <tr>
                <th scope="row">{who}</th>
                <td class="nowrap" data-label=words.civic_number()>{number.clone()}</td>
                <td class="nowrap" data-label=words.severity()>{found.finding.severity.name(words)}</td>
                <td data-label=words.field()>{field}</td>
                <td data-label=words.what_is_wrong()>{found.finding.message(words)}</td>
                <td data-label=words.mend()>{mend}</td>
            </tr>
        }
        .into_any()
    };
    let rows: Vec<_> = found.iter().map(row).collect();
    view! {
        <table class="plain-table stacks">
            <thead>
                <tr>
                    <th scope="col">{words.the_person()}</th>
                    <th scope="col">{words.civic_number()}</th>
                    <th scope="col">{words.severity()}</th>
                    <th scope="col">{words.field()}</th>
                    <th scope="col">{words.what_is_wrong()}</th>
                    <th scope="col">{words.mend()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// What the columns of the log's file are called.
pub fn log_headings(words: Language) -> [&'static str; 5] {
    [words.civic_number(), words.the_person(), words.severity(), words.field(), words.what_is_wrong()]
}

/// A line of the log's file.
pub fn log_cells(found: &Found, words: Language) -> [String; 5] {
    [
        found.who.0.clone(),
        found.who.1.listed(),
        found.finding.severity.name(words).to_owned(),
        found.finding.field.name(words).to_owned(),
        found.finding.message(words),
    ]
}
