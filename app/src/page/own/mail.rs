//! Whether a letter by e-mail says that there is a message.

use domain::{clock::stockholm_time, language::Language};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::mail::MailChoice;

use crate::{component::icon::Icon, serverfn::messages::ChooseMail, words::MessageWords};

/// The part of *Min sida* about it.
pub fn view(choice: &MailChoice, words: Language) -> AnyView {
    let addresses: Vec<_> = choice
        .addresses
        .iter()
        .map(|(organisation, address)| {
            view! { <li>{address.clone()} " " <span class="quiet">{organisation.clone()}</span></li> }
                .into_any()
        })
        .collect();
    let state = match (choice.is_wanted, addresses.is_empty()) {
        (_, true) => view! { <p>{words.mail_no_address()}</p> }.into_any(),
        (true, false) => {
            view! { <p>{words.mail_on()}</p> <ul class="plain-list">{addresses}</ul> }.into_any()
        }
        (false, false) => view! { <p>{words.mail_off()}</p> }.into_any(),
    };
    let failed = choice.last.filter(|last| choice.is_wanted && last.failure.is_some()).map(|last| {
        let text = words.mail_failed(&stockholm_time(last.at));
        view! { <p class="notice notice-warning"><Icon name="triangle-alert"/> <span>{text}</span></p> }
    });
    let change = (choice.is_wanted || !choice.addresses.is_empty()).then(|| {
        let name = if choice.is_wanted { words.want_no_mail() } else { words.want_mail() };
        view! {
            <form method="post" action=ChooseMail::url()>
                <input type="hidden" name="wanted" value=(!choice.is_wanted).to_string()/>
                <p class="panel-actions"><button class="ds-button" data-variant="secondary" type="submit">{name}</button></p>
            </form>
        }
    });
    view! {
        <section class="card facts-card">
            <h2>{words.mail_title()}</h2>
            <p class="quiet">{words.mail_text()}</p>
            {state}
            {failed}
            {change}
        </section>
    }
    .into_any()
}
