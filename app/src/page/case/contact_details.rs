//! *Kontaktuppgifter*: the ways to reach the person, with links that call and write.

use domain::{
    case::view::CaseView,
    contact::detail::{Detail, Reach},
    language::Named,
};
use leptos::prelude::*;

use crate::{
    component::{contact_link::ContactLink, notice::Empty},
    path::record::RecordAddress,
    preference::language,
    words::{CaseWords, RecordWords},
};

use super::Steps;

/// The tab.
pub fn view(case: &CaseView, steps: Steps<'_>) -> AnyView {
    let words = language();
    let add =
        (!case.has_left).then(|| steps.add(case, RecordAddress::Detail(None), words.add_detail())).flatten();
    let line = |detail: &Detail| {
        let record = RecordAddress::Detail(Some(detail.id));
        let change = steps.change(case, record, words.change(), &detail.value);
        let (kind, value) = (detail.kind, detail.value.clone());
        let message = Reach::read(kind, &value).ok().and_then(|reach| reach.text_message());
        let message = message.map(|address| {
            let name = format!("{}: {value}", words.send_message());
            view! { <a class="no-print" href=address rel="external" aria-label=name>{words.send_message()}</a> }
        });
        view! {
            <dt>{kind.name(words)}</dt>
            <dd class="detail">
                <ContactLink kind value/>
                {message}
                {detail.primary.then(|| view! { <span class="tag">{words.primary()}</span> })}
                {detail.primary_telephone.then(|| view! { <span class="tag">{words.primary_telephone()}</span> })}
                {change}
            </dd>
        }
        .into_any()
    };
    let content = match case.contact_details.is_empty() {
        true => view! { <Empty title=words.details_empty() text=words.details_empty_text() icon="phone"/> }
            .into_any(),
        false => {
            let lines: Vec<_> = case.contact_details.iter().map(line).collect();
            view! { <dl class="facts">{lines}</dl> }.into_any()
        }
    };
    view! {
        <h2 class="visually-hidden">{words.contact_details()}</h2>
        {add}
        <section class="card facts-card">{content}</section>
    }
    .into_any()
}
