//! *Hinder för rapportering*: what is in the way of a report at the moment.

use domain::{
    language::{Language, Named},
    municipality::MunicipalityCode,
    product_page::ProductPage,
};
use leptos::prelude::*;
use service::{
    scb_report::{Obstacles, PAGE},
    session::Session,
};

use super::findings;
use crate::{
    component::{icon::Icon, notice::Empty, number::grouped, pages::pages},
    path::{self, FROM_PARAMETER, PAGE_PARAMETER, PLACE_PARAMETER, TO_PARAMETER},
    words::{CaseWords, DryRunWords, ScbWords},
};

/// The page.
pub struct Page<'a> {
    /// What is in the way.
    pub obstacles: &'a Obstacles,
    /// The municipalities that may be asked for.
    pub municipalities: &'a [MunicipalityCode],
    /// Whether days were written that are no period.
    pub is_mistaken: bool,
    /// Who reads.
    pub session: &'a Session,
    /// In which language.
    pub words: Language,
}

impl Page<'_> {
    /// The whole page.
    pub fn view(&self) -> AnyView {
        let (words, obstacles) = (self.words, self.obstacles);
        let mistaken = self.is_mistaken.then(|| {
            view! { <div class="notice notice-bad" role="alert"><Icon name="triangle-alert"/> <p>{words.not_these_days()}</p></div> }
        });
        let total = obstacles.total as u64;
        let content = if obstacles.findings.is_empty() {
            view! { <Empty title=words.no_obstacles() text=words.no_obstacles_text() icon="circle-check"/> }
                .into_any()
        } else {
            findings(&obstacles.findings, self.session, words)
        };
        let told = words.would_be_in_file(&grouped(obstacles.reported as u64, words), &obstacles.layout);
        let heading = format!("{}, {}", obstacles.municipality.name(), obstacles.period);
        let last = obstacles.total.div_ceil(PAGE).max(1) as u64;
        view! {
            <div class="page-head">
                <div>
                    <h1>{ProductPage::ReportObstacles.name(words)}</h1>
                    <p class="page-intro">{words.obstacles_intro()}</p>
                </div>
            </div>
            {mistaken}
            {self.form()}
            <section class="card facts-card">
                <h2>{heading} " " <span class="count">{grouped(total, words)}</span></h2>
                <p class="quiet">{told} " " {words.protected_on_paper()}</p>
                {content}
                {pages(obstacles.page as u64, last, |page| self.address(page))}
            </section>
        }
        .into_any()
    }

    fn address(&self, page: u64) -> String {
        let (obstacles, period) = (self.obstacles, self.obstacles.period);
        let place = path::with(path::OBSTACLES, PLACE_PARAMETER, obstacles.municipality.as_str());
        let from = path::with(&place, FROM_PARAMETER, &period.from().to_string());
        let to = path::with(&from, TO_PARAMETER, &period.to().to_string());
        path::with(&to, PAGE_PARAMETER, &page.to_string())
    }

    fn form(&self) -> AnyView {
        let (words, period) = (self.words, self.obstacles.period);
        let place = |code: &MunicipalityCode| {
            let selected = *code == self.obstacles.municipality;
            view! { <option value=code.to_string() selected=selected>{code.name()}</option> }.into_any()
        };
        let places: Vec<_> = self.municipalities.iter().map(place).collect();
        let places = (places.len() > 1).then(|| {
            view! {
                <span class="drawn-pair">
                    <label for="kommun">{words.municipality()}</label>
                    <select class="select" id="kommun" name=PLACE_PARAMETER>{places}</select>
                </span>
            }
        });
        let day = |id: &'static str, name: &'static str, value: String| {
            view! {
                <span class="drawn-pair">
                    <label for=id>{name}</label>
                    <input class="field-value" type="date" id=id name=id autocomplete="off" value=value/>
                </span>
            }
        };
        use domain::scb_report::ReportField::{From, To};
        view! {
            <form class="drawn-choice" method="get" action=path::OBSTACLES>
                {day(FROM_PARAMETER, From.name(words), period.from().to_string())}
                {day(TO_PARAMETER, To.name(words), period.to().to_string())}
                {places}
                <button class="ds-button" type="submit">{words.show()}</button>
            </form>
        }
        .into_any()
    }
}
