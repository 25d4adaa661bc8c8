//! *Agenda*: what is to be followed up, by when it is due (requirement F3).

use chrono::NaiveDate;
use domain::{
    language::{Language, Named},
    list::specs::follow_ups::FollowUpRow,
};
use leptos::prelude::*;
use service::follow_ups::AgendaSection;

use super::ways;
use crate::{
    component::{date_text::DueDate, notice::Empty, number::grouped},
    path,
    words::{AnswerWords, FollowUpWords},
};

/// How many lines of a part are shown before the rest is folded away, so that what is due today is near however much is late.
const FIRST: usize = 8;

/// The identity of a part's heading.
fn identity(section: &AgendaSection) -> String {
    format!("agenda-{}", section.part.code())
}

/// The agenda as it is shown.
pub struct Page {
    /// Its parts, each with the address of the list that shows the whole of it.
    pub parts: Vec<(AgendaSection, String)>,
    /// Whether it is of the reader's own cases alone.
    pub mine: bool,
    /// The day.
    pub today: NaiveDate,
    /// Who reads.
    pub reader: String,
    /// In which language.
    pub language: Language,
}

impl Page {
    /// What it is called.
    pub fn title(&self) -> &'static str {
        self.language.agenda()
    }

    /// The whole page.
    pub fn view(&self) -> AnyView {
        let words = self.language;
        let total: u64 = self.parts.iter().map(|(section, _)| section.total).sum();
        let intro = if self.mine { words.agenda_of_mine() } else { words.agenda_of_all() };
        let parts = match self.parts.is_empty() {
            true => self.empty(),
            false => {
                self.parts.iter().map(|(section, list)| self.part(section, list)).collect_view().into_any()
            }
        };
        let jumps = (self.parts.len() > 1).then(|| self.jumps());
        view! {
            {ways::view(path::AGENDA, words)}
            <div class="page-head">
                <div>
                    <h1>{self.title()}</h1>
                    <p class="page-intro">{intro} " · " {words.to_follow_up(&grouped(total, words))}</p>
                    <p class="print-only">{words.printed(&self.today.to_string(), &self.reader)}</p>
                </div>
                {self.whose()}
            </div>
            {jumps}
            {parts}
        }
        .into_any()
    }

    /// The ways to the parts, each with how many there are.
    fn jumps(&self) -> AnyView {
        let words = self.language;
        let jump = |(section, _): &(AgendaSection, String)| {
            let target = format!("#{}", identity(section));
            view! {
                <li>
                    <a class="tab" href=target rel="external">
                        {section.part.name(words)} " " <span class="count">{grouped(section.total, words)}</span>
                    </a>
                </li>
            }
            .into_any()
        };
        let jumps: Vec<_> = self.parts.iter().map(jump).collect();
        view! { <nav class="tabs" aria-label=words.agenda_parts()><ul>{jumps}</ul></nav> }.into_any()
    }

    /// Mine or all.
    fn whose(&self) -> AnyView {
        let words = self.language;
        let choice = |mine: bool, name: &'static str| {
            let is_shown = self.mine == mine;
            let variant = if is_shown { "primary" } else { "secondary" };
            let current = is_shown.then_some("true");
            view! {
                <li><a class="ds-button" data-variant=variant href=path::agenda(mine) aria-current=current>{name}</a></li>
            }
            .into_any()
        };
        view! {
            <nav class="agenda-whose" aria-label=words.whose()>
                <ul>{choice(false, words.of_all())} {choice(true, words.of_mine())}</ul>
            </nav>
        }
        .into_any()
    }

    fn empty(&self) -> AnyView {
        let words = self.language;
        let (text, target, name) = match self.mine {
            true => (words.nothing_mine_text(), path::AGENDA, words.see_all()),
            false => (words.nothing_text(), path::FOLLOW_UPS, words.to_list()),
        };
        view! {
            <section class="card">
                <Empty title=words.nothing() text=text icon="calendar">
                    <a class="ds-button" data-variant="secondary" href=target>{name}</a>
                </Empty>
            </section>
        }
        .into_any()
    }

    fn part(&self, section: &AgendaSection, list: &str) -> AnyView {
        let words = self.language;
        let AgendaSection { part, rows, total } = section;
        let title = identity(section);
        let lines = |rows: &[FollowUpRow]| {
            view! { <ul class="agenda">{rows.iter().map(|row| self.line(row)).collect_view()}</ul> }
                .into_any()
        };
        // One more than are shown is not worth folding.
        let shown = if rows.len() <= FIRST + 1 { rows.len() } else { FIRST };
        let (first, folded) = rows.split_at(shown);
        let rest = (*total > rows.len() as u64).then(|| {
            view! { <p class="agenda-rest"><a href=list.to_owned()>{words.whole_part(&grouped(*total, words))}</a></p> }
        });
        let folded = (!folded.is_empty()).then(|| {
            let name = words.show_more(&grouped(folded.len() as u64, words), part.name(words));
            view! {
                <details class="fold agenda-more">
                    <summary>{name}</summary>
                    {lines(folded)}
                    {rest}
                </details>
            }
            .into_any()
        });
        view! {
            <section class="card agenda-part" aria-labelledby=title.clone()>
                <h2 id=title.clone() tabindex="-1">{part.name(words)} " " <span class="count">{grouped(*total, words)}</span></h2>
                {lines(first)}
                {folded}
            </section>
        }
        .into_any()
    }

    fn line(&self, row: &FollowUpRow) -> AnyView {
        let words = self.language;
        let name = [row.given_name.as_str(), row.surname.as_str()].join(" ").trim().to_owned();
        let heading = match row.heading.is_empty() {
            true => view! { <span class="quiet">{words.without_heading()}</span> }.into_any(),
            false => row.heading.clone().into_any(),
        };
        let caseworker = row.caseworker.clone().filter(|_| !self.mine);
        view! {
            <li class="agenda-line">
                <span class="agenda-when"><DueDate date=row.follow_up today=self.today/></span>
                <a class="agenda-who" href=path::contact(row.case, row.id)>{name}</a>
                <span class="agenda-what">{heading}</span>
                <span class="agenda-way"><span class="tag">{row.way.name(words)}</span></span>
                <span class="agenda-caseworker quiet">{caseworker}</span>
            </li>
        }
        .into_any()
    }
}
