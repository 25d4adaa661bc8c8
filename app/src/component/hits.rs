//! What the search has found, in groups. Drawn on the server only: as the options of the dialog's list box, or as the
//! lists of the page that does the same without script.

use chrono::NaiveDate;
use domain::{
    language::{Language, Named},
    search::{Found, OtherHit, PersonHit, UnitHit},
};
use leptos::prelude::*;

use crate::{component::icon::Icon, layout::menu::page_icon, path, words::HitWords};

/// Hits of one kind.
pub struct Group {
    /// What kind, such as *Personer*.
    pub name: &'static str,
    /// The hits, the best first.
    pub hits: Vec<Hit>,
}

/// Something that is found.
pub struct Hit {
    /// What it is called.
    pub title: String,
    /// What tells it from others of that name.
    pub detail: String,
    /// The page that it leads to.
    pub target: String,
    /// Its icon.
    pub icon: &'static str,
}

/// What was found, by kind; kinds of which there is nothing are left out.
pub fn groups(found: &Found, several_places: bool, today: NaiveDate, language: Language) -> Vec<Group> {
    let people = found.people.iter().map(|hit| person(hit, several_places, language)).collect();
    let others = found.others.iter().map(|hit| other(hit, language)).collect();
    let units = found.units.iter().map(|hit| unit(hit, today, language)).collect();
    let pages = found.pages.iter().map(|page| Hit {
        title: page.name(language).to_owned(),
        detail: page.group().map_or(language.page_of_fyren(), |group| group.name(language)).to_owned(),
        target: path::page(*page).to_owned(),
        icon: page_icon(*page),
    });
    [
        (language.people(), people),
        (language.others(), others),
        (language.units(), units),
        (language.pages(), pages.collect()),
    ]
    .into_iter()
    .filter(|(_, hits): &(_, Vec<Hit>)| !hits.is_empty())
    .map(|(name, hits)| Group { name, hits })
    .collect()
}

fn person(hit: &PersonHit, several_places: bool, language: Language) -> Hit {
    let mut details = vec![hit.civic_number.to_string(), hit.status.name(language).to_owned()];
    if several_places {
        details.push(hit.municipality.name().to_owned());
    }
    Hit { title: hit.name(), detail: details.join(" · "), target: path::case(hit.case), icon: "user" }
}

/// Somebody without a case, who is judged by the rules.
fn other(hit: &OtherHit, language: Language) -> Hit {
    let detail = language.why_not_here(&hit.civic_number.to_string(), hit.municipality.name());
    Hit { title: hit.name.clone(), detail, target: path::why(hit.person), icon: "user" }
}

fn unit(hit: &UnitHit, today: NaiveDate, language: Language) -> Hit {
    let mut details = vec![hit.code.as_str(), &hit.organiser];
    if !hit.validity.contains(today) {
        details.push(language.unit_ended());
    }
    let name = if hit.name.is_empty() { &hit.code } else { &hit.name };
    Hit { title: name.clone(), detail: details.join(" · "), target: path::unit(&hit.code), icon: "school" }
}

/// The hits as options of a list box, the first one chosen.
pub fn options(groups: Vec<Group>) -> impl IntoView {
    let mut place = 0;
    groups
        .into_iter()
        .enumerate()
        .map(|(nth, Group { name, hits })| {
            let label = format!("hits-{nth}");
            let options = hits.into_iter().map(|hit| {
                place += 1;
                view! {
                    <a
                        class="hit"
                        role="option"
                        id=format!("hit-{place}")
                        href=hit.target.clone()
                        tabindex="-1"
                        aria-selected="false"
                    >
                        {what_it_is(&hit)}
                    </a>
                }
            });
            view! {
                <div role="group" aria-labelledby=label.clone()>
                    <div class="hits-name" id=label.clone()>{name}</div>
                    {options.collect_view()}
                </div>
            }
        })
        .collect_view()
}

/// The hits as lists of links under headings.
pub fn lists(groups: Vec<Group>) -> impl IntoView {
    groups
        .into_iter()
        .map(|Group { name, hits }| {
            let links = hits.into_iter().map(|hit| {
                view! { <li><a class="hit" href=hit.target.clone()>{what_it_is(&hit)}</a></li> }
            });
            view! {
                <h2 class="hits-name">{name}</h2>
                <ul class="hits">{links.collect_view()}</ul>
            }
        })
        .collect_view()
}

fn what_it_is(hit: &Hit) -> impl IntoView + use<> {
    view! {
        <Icon name=hit.icon/>
        <span class="hit-title">{hit.title.clone()}</span>
        <span class="hit-detail">{hit.detail.clone()}</span>
    }
}

#[cfg(test)]
mod tests {
    use domain::id::PersonId;

    use super::*;

    #[test]
    fn somebody_without_a_case_is_told_of_in_a_sentence() {
        let hit = OtherHit {
            person: PersonId(7),
            civic_number: "20080812-2386".try_into().unwrap(),
            name: "Ek, Siv".to_owned(),
            municipality: "0581".try_into().unwrap(),
        };
        assert_eq!(
            other(&hit, Language::Swedish).detail,
            "20080812-2386, folkbokförd i Norrköping. Visa varför personen inte har något aktivitetsansvar."
        );
    }
}
