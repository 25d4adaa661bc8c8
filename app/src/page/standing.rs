//! *Varför?* for anybody: who it is, what the rules come to, and the verdicts. Drawn by the server.

use domain::{
    coverage::standing::Conclusion,
    language::{Language, Message, Named},
    product_page::ProductPage,
};
use leptos::prelude::*;
use service::standing::{PersonStanding, PlaceStanding};

use crate::{
    component::{breadcrumb::breadcrumb, icon::Icon},
    page::case::why,
    path,
    words::{CaseWords, DryRunWords},
};

/// The page.
pub fn view(standing: PersonStanding, words: Language) -> AnyView {
    let PersonStanding { civic_number, name, calling_name, age, today, places, .. } = standing;
    let several = places.len() > 1;
    let places: Vec<_> = places.into_iter().map(|place| card(place, several, words)).collect();
    view! {
        {breadcrumb([(path::PERSONS.to_owned(), ProductPage::Persons.name(words))])}
        <div class="case-head">
            <h1>{name}</h1>
            <dl class="key-facts">
                <div><dt>{words.civic_number()}</dt> <dd class="nowrap">{civic_number.to_string()}</dd></div>
                {age.map(|age| view! { <div><dt>{words.age()}</dt> <dd>{words.years(age)}</dd></div> }.into_any())}
            </dl>
        </div>
        <p class="page-intro drawn-note">{words.why_intro(&calling_name, &today.to_string())}</p>
        <div class="standings">{places}</div>
    }
    .into_any()
}

fn card(place: PlaceStanding, several: bool, words: Language) -> AnyView {
    let PlaceStanding { municipality, case, standing } = place;
    let tone = match &standing.conclusion {
        Conclusion::InRegister | Conclusion::Enters => "circle-check",
        Conclusion::Waits(_) | Conclusion::ClosedToday => "clock",
        Conclusion::Leaves(_) | Conclusion::NotCovered(_) => "circle-x",
        Conclusion::CannotBeJudged(_) => "triangle-alert",
    };
    let title = match several {
        true => municipality.name().to_owned(),
        false => words.in_the_register_of(municipality.name()),
    };
    let to_case = case.map(|case| {
        view! { <p><a class="ds-button" data-variant="secondary" href=path::case(case)>{words.open_the_case()}</a></p> }
    });
    view! {
        <section class="card why standing">
            <h2>{title}</h2>
            <p class="standing-conclusion"><Icon name=tone/> <strong>{standing.conclusion.message(words)}</strong></p>
            {standing.explanation.map(why::rules)}
            {to_case}
        </section>
    }
    .into_any()
}
