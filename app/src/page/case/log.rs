//! *Logg*: who has seen and changed what of the case.

use chrono::NaiveDate;
use domain::{
    case::{
        log::{CaseLogEntry, LoggedField, LoggedThing},
        view::CaseView,
    },
    language::{Language, Named},
    operation::{ChangeKind, EntityKind, OperationKind, told},
};
use leptos::prelude::*;
use service::case_log::CaseLog;

use crate::{
    component::{date_text::NearDate, notice::Empty, number::grouped, pages::pages},
    path::{self, CHANGES_PARAMETER, PAGE_PARAMETER},
    preference::language,
    words::{LogWords, log::ChangeWords},
};

/// The tab.
pub fn view(case: &CaseView, log: &CaseLog, list: &str) -> AnyView {
    let words = language();
    let tab = path::from_list(&path::case_tab(case.row.id, domain::case::tab::CaseTab::Log), list);
    let mut days: Vec<(NaiveDate, Vec<Vec<&CaseLogEntry>>)> = Vec::new();
    for run in runs(&log.entries) {
        let day = run[0].at.date();
        match days.last_mut().filter(|(last, _)| *last == day) {
            Some((_, of_day)) => of_day.push(run),
            None => days.push((day, vec![run])),
        }
    }
    let days: Vec<_> = days
        .into_iter()
        .map(|(day, of_day)| {
            let rows: Vec<_> = of_day.iter().map(|run| row(run, (case, log), words)).collect();
            let head = format!("log-{day}");
            view! {
                <tbody>
                    <tr class="log-day"><th id=head scope="rowgroup" colspan="3"><NearDate date=day today=case.today/></th></tr>
                    {rows}
                </tbody>
            }
            .into_any()
        })
        .collect();
    let content = match days.is_empty() {
        true => {
            view! { <Empty title=words.log_empty() text=words.log_empty_text() icon="shield"/> }.into_any()
        }
        false => view! {
            <table class="plain-table stacks case-log">
                <caption class="visually-hidden">{words.log_intro()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.log_when()}</th>
                        <th scope="col">{words.log_who()}</th>
                        <th scope="col">{words.log_what()}</th>
                    </tr>
                </thead>
                {days}
            </table>
        }
        .into_any(),
    };
    let changes = path::with(&tab, CHANGES_PARAMETER, "1");
    let way = |target: &str, name: &'static str, is_current: bool| {
        let current = is_current.then_some("true");
        view! { <li><a class="tab" href=target.to_owned() aria-current=current>{name}</a></li> }.into_any()
    };
    let ways = [
        way(&tab, words.log_everything(), !log.changes_only),
        way(&changes, words.log_changes_only(), log.changes_only),
    ];
    let at = |page: u64| {
        path::with(if log.changes_only { &changes } else { &tab }, PAGE_PARAMETER, &page.to_string())
    };
    view! {
        <section class="card facts-card">
            <h2>{words.tab_log()}</h2>
            <p class="quiet log-intro">{words.log_intro()} " " {words.log_entries(&grouped(log.total, words))}</p>
            <nav class="tabs" aria-label=words.log_shown()><ul>{ways.into_iter().collect_view()}</ul></nav>
            {content}
            {pages(log.page, log.pages(), at)}
        </section>
    }
    .into_any()
}

/// The entries, those that say the same together where the latest of them stands: what one person has read in the same way on
/// one day, whatever others have done meanwhile.
fn runs(entries: &[CaseLogEntry]) -> Vec<Vec<&CaseLogEntry>> {
    let is_read = |entry: &CaseLogEntry| entry.things.iter().all(|thing| thing.kind == ChangeKind::Read);
    let same = |one: &CaseLogEntry, other: &CaseLogEntry| {
        is_read(one)
            && is_read(other)
            && one.at.date() == other.at.date()
            && (one.kind, &one.actor, &one.role, &one.organisation)
                == (other.kind, &other.actor, &other.role, &other.organisation)
    };
    let mut runs: Vec<Vec<&CaseLogEntry>> = Vec::new();
    for entry in entries {
        match runs.iter_mut().find(|run| same(run[0], entry)) {
            Some(run) => run.push(entry),
            None => runs.push(vec![entry]),
        }
    }
    runs
}

/// What is told of a kind of entry on the page of a case, where the system's own word for it says less.
fn what_was_done(kind: OperationKind, words: Language) -> &'static str {
    match kind {
        OperationKind::ReadCase => words.log_read(),
        OperationKind::ReadList => words.log_read_in_list(),
        kind => kind.name(words),
    }
}

/// One row for entries that say the same, the latest first.
fn row(run: &[&CaseLogEntry], (case, log): (&CaseView, &CaseLog), words: Language) -> AnyView {
    let entry = run[0];
    let clock = |entry: &CaseLogEntry| entry.at.format("%H:%M").to_string();
    let (first, last) = (clock(run[run.len() - 1]), clock(entry));
    let at = if first == last { last } else { format!("{first}–{last}") };
    let role = entry.role_name(words);
    let by: Vec<&str> =
        [role, entry.organisation.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let by = by.join(", ");
    // The names of files and the numbers of jobs are the log's of those who run the system.
    let details = match entry.kind {
        OperationKind::PopulationImport | OperationKind::PupilImport | OperationKind::ReadList => {
            String::new()
        }
        kind => told::details(kind, &entry.reason, words).into_owned(),
    };
    let things: Vec<_> = entry.things.iter().filter_map(|thing| changed(thing, (case, log), words)).collect();
    // Of casework what was done says all.
    let is_said = entry.kind == OperationKind::Casework && !things.is_empty();
    let times = (run.len() > 1).then(|| format!(" {}", words.log_times(run.len())));
    let title = (!is_said).then(|| {
        view! { <strong class="log-kind">{what_was_done(entry.kind, words)} {times}</strong> }.into_any()
    });
    let things = (!things.is_empty()).then(|| view! { <ul class="log-things">{things}</ul> });
    view! {
        <tr>
            <th scope="row" class="nowrap"><time datetime=entry.at.format("%Y-%m-%dT%H:%M").to_string()>{at}</time></th>
            <td data-label=words.log_who()>
                {entry.actor.clone()}
                {(!by.is_empty()).then(|| view! { " " <span class="small quiet">{by}</span> })}
            </td>
            <td data-label=words.log_what()>
                {title}
                {(!details.is_empty()).then(|| view! { " " <span class="quiet">{details}</span> })}
                {things}
            </td>
        </tr>
    }
    .into_any()
}

/// Which of the things of its kind it is, where the case still has it: *2026-11-21*. What was registered or removed says that
/// among its fields.
fn which(thing: &LoggedThing, case: &CaseView, words: Language) -> Option<String> {
    if thing.kind != ChangeKind::Changed {
        return None;
    }
    match thing.entity {
        EntityKind::Contact => {
            let contact = case.contacts.iter().find(|contact| contact.id.0 == thing.id)?;
            Some(contact.date.to_string())
        }
        EntityKind::Measure => {
            let measure = case.measures.iter().find(|measure| measure.id.0 == thing.id)?;
            Some(format!("{}, {}", measure.kind.name(words), measure.period.start))
        }
        EntityKind::IndividualPlan => {
            let plan = case.plans.iter().find(|plan| plan.id.0 == thing.id)?;
            Some(plan.plan.period.start.to_string())
        }
        EntityKind::ContactDetail => {
            let detail = case.contact_details.iter().find(|detail| detail.id.0 == thing.id)?;
            Some(detail.value.clone())
        }
        _ => None,
    }
}

/// What became different; of what was only read the kind of the entry says enough.
fn changed(thing: &LoggedThing, (case, log): (&CaseView, &CaseLog), words: Language) -> Option<AnyView> {
    if thing.kind == ChangeKind::Read {
        return None;
    }
    let fields: Vec<_> = thing.fields.iter().map(|field| field_view(field, log, words)).collect();
    let fields = (!fields.is_empty()).then(|| view! { <dl class="log-fields">{fields}</dl> });
    let what = format!("{} {}", words.log_change(thing.kind), thing.entity.name(words).to_lowercase());
    let which = which(thing, case, words)
        .map(|which| view! { " " <span class="nowrap">{format!("({which})")}</span> }.into_any());
    Some(view! { <li><strong class="log-kind">{what}</strong> {which} {fields}</li> }.into_any())
}

fn field_view(told: &LoggedField, log: &CaseLog, words: Language) -> AnyView {
    let value = |value: &Option<String>| {
        let user = |account| log.users.get(&account).cloned();
        value.as_deref().and_then(|value| told.field.shown(value, words, user))
    };
    let (before, after) = (value(&told.before), value(&told.after));
    let values = match (before, after) {
        (Some(before), Some(after)) => view! {
            <del><span class="visually-hidden">{words.log_before()} ": "</span>{before}</del>
            " → "
            <ins><span class="visually-hidden">{words.log_after()} ": "</span>{after}</ins>
        }
        .into_any(),
        (Some(before), None) => view! {
            <del><span class="visually-hidden">{words.log_before()} ": "</span>{before}</del>
            " → "
            <span class="quiet">{words.log_nothing()}</span>
        }
        .into_any(),
        (None, Some(after)) => view! { <ins>{after}</ins> }.into_any(),
        (None, None) => words.log_changed().into_any(),
    };
    view! { <div><dt>{told.field.name(words)}</dt> <dd>{values}</dd></div> }.into_any()
}

#[cfg(test)]
mod tests {
    use domain::id::OperationId;

    use super::*;

    fn entry(at: &str, kind: OperationKind, actor: &str, things: Vec<LoggedThing>) -> CaseLogEntry {
        CaseLogEntry {
            id: OperationId(1),
            at: at.parse().unwrap(),
            kind,
            actor: actor.to_owned(),
            role: "caseworker".to_owned(),
            organisation: "Norrköping".to_owned(),
            reason: String::new(),
            things,
        }
    }

    #[test]
    fn what_somebody_reads_again_and_again_on_a_day_is_told_once() {
        let read = |at, actor| entry(at, OperationKind::ReadCase, actor, Vec::new());
        let entity = domain::operation::EntityKind::Measure;
        let change = LoggedThing { entity, id: 1, kind: ChangeKind::Changed, fields: Vec::new() };
        let entries = [
            read("2026-11-21T14:28:40", "Åsa"),
            read("2026-11-21T14:27:10", "Åsa"),
            entry("2026-11-21T14:26:00", OperationKind::Casework, "Åsa", vec![change.clone()]),
            entry("2026-11-21T14:25:00", OperationKind::Casework, "Åsa", vec![change]),
            read("2026-11-21T14:20:00", "Bo"),
            read("2026-11-21T14:19:00", "Åsa"),
            read("2026-11-21T14:18:00", "Bo"),
            read("2026-11-20T14:19:00", "Bo"),
        ];
        let runs = runs(&entries);
        let told: Vec<(&str, usize)> = runs.iter().map(|run| (run[0].actor.as_str(), run.len())).collect();
        // Each stands where the latest of it does.
        assert_eq!(told, [("Åsa", 3), ("Åsa", 1), ("Åsa", 1), ("Bo", 2), ("Bo", 1)]);
    }
}
