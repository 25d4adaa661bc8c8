//! *Provkörning*: who enters and leaves at the next run, why, and what is new since the last one. Drawn by the server.

use domain::{
    coverage::{Rule, difference::Part, standing::Standing},
    language::{Language, Message, Named},
    product_page::ProductPage,
};
use leptos::prelude::*;
use service::dry_run::{DryRun, PlannedPerson};

use crate::{
    component::{breadcrumb::breadcrumb, icon::Icon, notice::Empty, number::grouped, pages::pages},
    path::{self, PAGE_PARAMETER, PART_PARAMETER, PLACE_PARAMETER},
    words::{CaseWords, DryRunWords},
};

/// The page of the next run of a municipality.
pub struct Page {
    /// What it will do.
    pub run: DryRun,
    /// In which language.
    pub language: Language,
}

impl Page {
    /// What it is called.
    pub fn title(&self) -> &'static str {
        ProductPage::DryRun.name(self.language)
    }

    /// The whole page.
    pub fn view(&self) -> AnyView {
        let (words, run) = (self.language, &self.run);
        let place = run.municipality.name();
        view! {
            {breadcrumb([(path::RUNS.to_owned(), ProductPage::Runs.name(words))])}
            <div class="page-head">
                <div>
                    <h1>{self.title()}</h1>
                    <p class="page-intro">{words.dry_run_intro(place, &run.date.to_string())} " " {words.dry_run_changes_nothing()}</p>
                </div>
            </div>
            {self.places()}
            {self.notes()}
            {self.parts()}
            <section class="card facts-card">
                <h2>{run.part.name(words)} " " <span class="count">{grouped(run.count(run.part), words)}</span></h2>
                {self.reasons()}
                {self.people()}
                {pages(run.page, run.pages(), |page| path::with(&self.address(run.part), PAGE_PARAMETER, &page.to_string()))}
            </section>
        }
        .into_any()
    }

    fn address(&self, part: Part) -> String {
        let place = path::with(path::DRY_RUN, PLACE_PARAMETER, self.run.municipality.as_str());
        path::with(&place, PART_PARAMETER, part.code())
    }

    /// The choice of municipality, for whoever reaches several.
    fn places(&self) -> Option<AnyView> {
        let (words, run) = (self.language, &self.run);
        let options = run.municipalities.iter().map(|code| {
            let selected = *code == run.municipality;
            view! { <option value=code.to_string() selected=selected>{code.name()}</option> }.into_any()
        });
        let options: Vec<_> = options.collect();
        (options.len() > 1).then(|| {
            view! {
                <form class="drawn-choice" method="get" action=path::DRY_RUN>
                    <label for="kommun">{words.municipality()}</label>
                    <select class="select" id="kommun" name=PLACE_PARAMETER>{options}</select>
                    <button class="ds-button" data-variant="secondary" type="submit">{words.show()}</button>
                </form>
            }
            .into_any()
        })
    }

    /// What there is to know of the run as a whole.
    fn notes(&self) -> AnyView {
        let (words, run) = (self.language, &self.run);
        let mut notes = Vec::new();
        if run.policy.is_summer_break(run.date) {
            notes.push(words.summer_break_now().to_owned());
        }
        if run.policy_is_proposed {
            notes.push(words.policy_is_proposed(run.municipality.name()));
        }
        let notes: Vec<_> = notes.into_iter().map(|note| view! { <p>{note}</p> }.into_any()).collect();
        let notes = (!notes.is_empty())
            .then(|| view! { <div class="notice"><Icon name="info"/> <div>{notes}</div></div> });
        let compared = match run.compared_with {
            Some((date, true)) => words.compared_with_run(&date.to_string()),
            Some((date, false)) => words.compared_with_dry_run(&date.to_string()),
            None => words.compared_with_nothing().to_owned(),
        };
        let examined = words.dry_run_examined(&grouped(run.examined, words), run.policy.rule_set.name(words));
        view! { {notes} <p class="quiet drawn-note">{examined} " " {compared}</p> }.into_any()
    }

    /// The parts, as links with their numbers.
    fn parts(&self) -> AnyView {
        let (words, run) = (self.language, &self.run);
        let parts = Part::ALL.iter().copied().map(|part| {
            let current = (part == run.part).then_some("page");
            let class = if run.count(part) == 0 { "count count-none" } else { "count" };
            let count = grouped(run.count(part), words);
            view! {
                <li>
                    <a class="tab" href=self.address(part) aria-current=current>
                        {part.name(words)} " " <span class=class>{count}</span>
                    </a>
                </li>
            }
            .into_any()
        });
        let parts: Vec<_> = parts.collect();
        view! { <nav class="tabs" aria-label=words.dry_run_parts()><ul>{parts}</ul></nav> }.into_any()
    }

    /// How many leave for which reason.
    fn reasons(&self) -> Option<AnyView> {
        let (words, run) = (self.language, &self.run);
        let reasons = run.reasons.iter().map(|(reason, count)| {
            view! { <div><dt>{reason.name(words)}</dt> <dd>{grouped(*count, words)}</dd></div> }.into_any()
        });
        let reasons: Vec<_> = reasons.collect();
        (run.part == Part::Leaves && !reasons.is_empty())
            .then(|| view! { <dl class="job-counts dry-run-reasons">{reasons}</dl> }.into_any())
    }

    fn people(&self) -> AnyView {
        let (words, run) = (self.language, &self.run);
        let differs = run.part == Part::Differs;
        let rows: Vec<_> = run.people.iter().map(|who| self.row(who, differs)).collect();
        if rows.is_empty() {
            let (title, text) = (words.nobody_of_the_part(), words.nobody_of_the_part_text());
            return view! { <Empty title=title text=text icon="circle-check"/> }.into_any();
        }
        let before = differs.then(|| view! { <th scope="col">{words.before_it()}</th> });
        view! {
            <table class="plain-table stacks dry-run">
                <thead>
                    <tr>
                        <th scope="col">{words.the_person()}</th>
                        <th scope="col">{words.civic_number()}</th>
                        {before}
                        <th scope="col">{words.what_happens()}</th>
                        <th scope="col">{words.dry_run_why()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    }

    fn row(&self, who: &PlannedPerson, differs: bool) -> AnyView {
        let words = self.language;
        let target = who.case.map_or_else(|| path::why(who.person), path::case);
        let happens = who
            .outcome
            .map_or_else(|| words.nothing_any_longer().to_owned(), |outcome| outcome.message(words));
        let was = who.before.map_or_else(|| words.was_nothing().to_owned(), |before| before.message(words));
        let before = differs.then(|| view! { <td data-label=words.before_it()>{was}</td> });
        view! {
            <tr>
                <th scope="row"><a href=target>{who.name.clone()}</a></th>
                <td class="nowrap" data-label=words.civic_number()>{who.civic_number.to_string()}</td>
                {before}
                <td data-label=words.what_happens()>{happens}</td>
                <td data-label=words.dry_run_why()>{reasons_of(&who.standing, words)}</td>
            </tr>
        }
        .into_any()
    }
}

/// The facts that decide: those of the rules that fail, or where the person lives and what school says when none does.
fn reasons_of(standing: &Standing, words: Language) -> String {
    let Some(explanation) = &standing.explanation else { return standing.conclusion.message(words) };
    let verdicts = &explanation.verdicts;
    let fails = verdicts.iter().any(|verdict| !verdict.holds);
    let decides = |rule: Rule, holds: bool| match fails {
        true => !holds,
        false => matches!(rule, Rule::Residence | Rule::Programme),
    };
    let decisive = verdicts.iter().filter(|verdict| decides(verdict.rule, verdict.holds));
    let mut facts: Vec<String> = decisive.map(|verdict| verdict.fact.message(words)).collect();
    facts
        .extend(explanation.other_schooling_ended.map(|date| words.other_schooling_ended(&date.to_string())));
    facts.join(". ")
}
