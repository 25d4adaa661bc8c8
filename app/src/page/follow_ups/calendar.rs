//! *Kalenderprenumeration*: follow-ups in the calendar that one uses (requirement F3).

use domain::{clock::stockholm_time, language::Language};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::calendar::{DAYS_BACK, MOST_SUBSCRIPTIONS, Subscription};

use super::ways;
use crate::{
    component::icon::Icon,
    layout::role_name,
    path,
    serverfn::calendar::{MakeCalendar, RevokeCalendar},
    words::FollowUpWords,
};

/// The page as it is shown.
pub struct Page {
    /// What the reader subscribes to.
    pub subscriptions: Vec<Subscription>,
    /// The address of one that has just been made. It is shown this once.
    pub made: Option<Made>,
    /// Whether one has just been removed.
    pub is_revoked: bool,
    /// For which organisation the reader acts.
    pub organisation: String,
    /// In which language.
    pub language: Language,
}

/// The address of a subscription that has just been made.
pub struct Made {
    /// Where Fyren is: scheme and host.
    pub origin: String,
    /// Where the calendar is there.
    pub path: String,
}

impl Page {
    /// What it is called.
    pub fn title(&self) -> &'static str {
        self.language.calendar_title()
    }

    /// What is said aloud.
    pub fn told(&self) -> &'static str {
        match (&self.made, self.is_revoked) {
            (Some(_), _) => self.language.made(),
            (None, true) => self.language.revoked(),
            (None, false) => "",
        }
    }

    /// The whole page.
    pub fn view(&self) -> AnyView {
        let words = self.language;
        let revoked = (self.is_revoked && self.made.is_none()).then(|| {
            view! { <div class="notice notice-good"><Icon name="circle-check"/> <p>{words.revoked()}</p></div> }
        });
        view! {
            {ways::view(path::CALENDAR, words)}
            <div class="page-head">
                <div>
                    <h1>{self.title()}</h1>
                    <p class="page-intro">{words.calendar_intro()} " " {words.how_far(DAYS_BACK)}</p>
                </div>
            </div>
            {revoked}
            {self.made.as_ref().map(|made| self.made(made))}
            {self.subscriptions()}
            {self.adding()}
        }
        .into_any()
    }

    fn made(&self, made: &Made) -> AnyView {
        let words = self.language;
        let Made { origin, path } = made;
        let address = format!("{origin}{path}");
        let (_, host) = origin.split_once("://").unwrap_or(("", origin));
        let opened = format!("webcal://{host}{path}");
        view! {
            <section class="card facts-card calendar-made">
                <div class="notice notice-good"><Icon name="circle-check"/> <p>{words.made()}</p></div>
                <label class="calendar-label" for="calendar-address">{words.address()}</label>
                <input class="field-value" id="calendar-address" type="text" readonly value=address autocomplete="off" spellcheck="false"/>
                <p><a class="ds-button" data-variant="secondary" href=opened><Icon name="calendar"/> {words.open_in_calendar()}</a></p>
                <p class="quiet">{words.how_to()}</p>
                <p class="calendar-secret"><Icon name="lock"/> <span>{words.keep_secret()}</span></p>
            </section>
        }
        .into_any()
    }

    fn subscriptions(&self) -> AnyView {
        let words = self.language;
        let content = match self.subscriptions.is_empty() {
            true => view! { <p class="quiet">{words.no_subscriptions()}</p> }.into_any(),
            false => {
                let rows: Vec<_> =
                    self.subscriptions.iter().map(|subscription| self.row(subscription)).collect();
                view! { <ul class="plain-list calendar-list">{rows}</ul> }.into_any()
            }
        };
        view! {
            <section class="card facts-card">
                <h2>{words.subscriptions()}</h2>
                {content}
            </section>
        }
        .into_any()
    }

    fn row(&self, subscription: &Subscription) -> AnyView {
        let words = self.language;
        let Subscription { id, role, mine, created, last_read } = subscription;
        let covers = if *mine { words.of_mine() } else { words.of_all() };
        let role = match role {
            Some(role) => role_name(role, words).into_any(),
            None => {
                view! { <span class="outcome outcome-bad"><Icon name="circle-x"/> {words.role_ended()}</span> }
                    .into_any()
            }
        };
        let made = stockholm_time(*created);
        let read = last_read.map_or_else(|| words.never_read().to_owned(), stockholm_time);
        let name = words.revoke_of(&made);
        view! {
            <li class="calendar-line">
                <dl class="facts">
                    <dt>{words.covers()}</dt> <dd>{covers} " · " {role}</dd>
                    <dt>{words.created()}</dt> <dd>{made}</dd>
                    <dt>{words.last_read()}</dt> <dd>{read}</dd>
                </dl>
                <form method="post" action=RevokeCalendar::url()>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <button class="ds-button" data-variant="secondary" data-color="danger" type="submit" aria-label=name>
                        <Icon name="trash-2"/> {words.revoke()}
                    </button>
                </form>
            </li>
        }
        .into_any()
    }

    fn adding(&self) -> AnyView {
        let words = self.language;
        let content = match self.subscriptions.len() < MOST_SUBSCRIPTIONS {
            true => view! {
                <form class="record-form" method="post" action=MakeCalendar::url()>
                    <fieldset class="calendar-choice">
                        <legend>{words.which_cases()}</legend>
                        <label class="field-choice">
                            <input type="radio" name="mine" value="1" checked/> {words.mine_only()}
                        </label>
                        <label class="field-choice">
                            <input type="radio" name="mine" value=""/> {words.everything_of(&self.organisation)}
                        </label>
                    </fieldset>
                    <p class="panel-actions"><button class="ds-button" type="submit">{words.make()}</button></p>
                </form>
            }
            .into_any(),
            false => view! { <p>{words.most_subscriptions()}</p> }.into_any(),
        };
        view! {
            <section class="card facts-card">
                <h2>{words.new_subscription()}</h2>
                {content}
            </section>
        }
        .into_any()
    }
}
