//! *Register per datum*: which cases there were on a day, and how they stood. Drawn by the server.

use chrono::NaiveDate;
use domain::{
    case::CaseStatus,
    language::{Language, Named},
    list::ExportFormat,
    past::PastView,
    product_page::ProductPage,
};
use leptos::prelude::*;
use service::past::{FILE, PastRegister, PastRow};

use crate::{
    component::{
        icon::Icon, list::cell::nothing, notice::Empty, number::grouped, pages::pages, status::StatusPill,
    },
    path::{self, DATE_PARAMETER, PAGE_PARAMETER, PART_PARAMETER, PLACE_PARAMETER, VIEW_PARAMETER},
    words::{AnswerWords, CaseWords, DryRunWords, PastWords},
};

/// The page of a date.
pub struct Page {
    /// The register as it was.
    pub register: PastRegister,
    /// The day of reading.
    pub today: NaiveDate,
    /// Whether a date was written that could not be read.
    pub is_mistaken: bool,
    /// Whether the reader may open the cases.
    pub opens_cases: bool,
    /// In which language.
    pub language: Language,
}

impl Page {
    /// What it is called.
    pub fn title(&self) -> &'static str {
        ProductPage::Past.name(self.language)
    }

    /// The whole page.
    pub fn view(&self) -> AnyView {
        let (words, register) = (self.language, &self.register);
        let asked = register.asked;
        let mistaken = self.is_mistaken.then(|| {
            view! { <div class="notice notice-bad" role="alert"><Icon name="triangle-alert"/> <p>{words.not_a_day()}</p></div> }
        });
        let heading = format!("{}, {}", register.municipality.name(), asked.date);
        view! {
            <div class="page-head">
                <div>
                    <h1>{self.title()}</h1>
                    <p class="page-intro">{words.past_intro()}</p>
                </div>
                {self.files()}
            </div>
            {mistaken}
            {self.form()}
            {self.parts()}
            <section class="card facts-card">
                <h2>{heading} " " <span class="count">{grouped(register.total, words)}</span></h2>
                {self.rows()}
                {pages(asked.page, register.pages(), |page| path::with(&self.address(asked.status), PAGE_PARAMETER, &page.to_string()))}
            </section>
        }
        .into_any()
    }

    /// The cases of all pages, to take with one.
    fn files(&self) -> AnyView {
        let words = self.language;
        let shown = self.address(self.register.asked.status);
        let search = shown.split_once('?').map_or("", |(_, search)| search);
        let file = |format: ExportFormat| {
            let target = format!("{}?{search}", path::export_file(FILE, format));
            view! {
                <a class="ds-button" data-variant="secondary" rel="external" download href=target>
                    <Icon name="download"/> {words.export_as(format.name(words), format.code())}
                </a>
            }
            .into_any()
        };
        let files: Vec<_> = ExportFormat::ALL.iter().copied().map(file).collect();
        view! { <div class="panel-actions">{files}</div> }.into_any()
    }

    fn address(&self, status: Option<CaseStatus>) -> String {
        let asked = self.register.asked;
        let date = path::with(path::PAST, DATE_PARAMETER, &asked.date.to_string());
        let place = path::with(&date, PLACE_PARAMETER, self.register.municipality.as_str());
        let view = path::with(&place, VIEW_PARAMETER, asked.view.code());
        status.map_or_else(|| view.clone(), |status| path::with(&view, PART_PARAMETER, status.code()))
    }

    fn form(&self) -> AnyView {
        let (words, register) = (self.language, &self.register);
        let places = register.municipalities.iter().map(|code| {
            let selected = *code == register.municipality;
            view! { <option value=code.to_string() selected=selected>{code.name()}</option> }.into_any()
        });
        let places: Vec<_> = places.collect();
        let places = (places.len() > 1).then(|| {
            view! {
                <label for="kommun">{words.municipality()}</label>
                <select class="select" id="kommun" name=PLACE_PARAMETER>{places}</select>
            }
        });
        let views = PastView::ALL.iter().copied().map(|view_of| {
            let selected = view_of == register.asked.view;
            view! { <option value=view_of.code() selected=selected>{view_of.name(words)}</option> }.into_any()
        });
        let views: Vec<_> = views.collect();
        view! {
            <form class="drawn-choice" method="get" action=path::PAST>
                <label for="datum">{words.date()}</label>
                <input class="field-value" type="date" id="datum" name=DATE_PARAMETER autocomplete="off"
                    value=register.asked.date.to_string() max=self.today.to_string()/>
                <label for="syn">{words.past_view()}</label>
                <select class="select" id="syn" name=VIEW_PARAMETER>{views}</select>
                {places}
                <button class="ds-button" type="submit">{words.show()}</button>
            </form>
        }
        .into_any()
    }

    /// How many had each status, as links.
    fn parts(&self) -> AnyView {
        let (words, register) = (self.language, &self.register);
        let part = |status: Option<CaseStatus>, name: &'static str, count: u64| {
            let current = (status == register.asked.status).then_some("page");
            view! {
                <li>
                    <a class="tab" href=self.address(status) aria-current=current>
                        {name} " " <span class="count">{grouped(count, words)}</span>
                    </a>
                </li>
            }
            .into_any()
        };
        let statuses = CaseStatus::ALL.iter().copied().map(|status| {
            part(Some(status), status.name(words), register.counts.get(&status).copied().unwrap_or_default())
        });
        let mut parts = vec![part(None, words.past_open(), register.open())];
        parts.extend(statuses);
        view! { <nav class="tabs" aria-label=words.past_parts()><ul>{parts}</ul></nav> }.into_any()
    }

    fn rows(&self) -> AnyView {
        let (words, register) = (self.language, &self.register);
        let rows: Vec<_> = register.rows.iter().map(|row| self.row(row)).collect();
        if rows.is_empty() {
            let (title, text) = (words.past_nobody(), words.past_nobody_text());
            return view! { <Empty title=title text=text icon="history"/> }.into_any();
        }
        view! {
            <table class="plain-table stacks past-register">
                <thead>
                    <tr>
                        <th scope="col">{words.the_person()}</th>
                        <th scope="col">{words.civic_number()}</th>
                        <th scope="col">{words.status()}</th>
                        <th scope="col">{words.registered()}</th>
                        <th scope="col">{words.deregistered()}</th>
                        <th scope="col">{words.deregistration_reason()}</th>
                        <th scope="col">{words.measure()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    }

    fn row(&self, row: &PastRow) -> AnyView {
        let words = self.language;
        let who = match self.opens_cases {
            true => view! { <a href=path::case(row.case)>{row.name.listed()}</a> }.into_any(),
            false => row.name.listed().into_any(),
        };
        let measure = row.measure.map_or_else(nothing, |(kind, period)| {
            let end =
                period.end.map_or_else(|| words.until_further_notice().to_owned(), |end| end.to_string());
            let days = format!("{} – {end}", period.start);
            view! { {kind.name(words)} ", " <span class="nowrap">{days}</span> }.into_any()
        });
        let deregistered = row.deregistered.map_or_else(nothing, |day| day.to_string().into_any());
        let reason = row.reason.map_or_else(nothing, |reason| reason.name(words).into_any());
        view! {
            <tr>
                <th scope="row">{who}</th>
                <td class="nowrap" data-label=words.civic_number()>{row.civic_number.to_string()}</td>
                <td data-label=words.status()><StatusPill status=row.status/></td>
                <td class="nowrap" data-label=words.registered()>{row.registered.to_string()}</td>
                <td class="nowrap" data-label=words.deregistered()>{deregistered}</td>
                <td data-label=words.deregistration_reason()>{reason}</td>
                <td data-label=words.measure()>{measure}</td>
            </tr>
        }
        .into_any()
    }
}
