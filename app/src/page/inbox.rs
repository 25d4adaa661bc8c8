//! The inbox (requirement K19): what schools tell, and what is made of it. Drawn by the server, with plain forms.

use domain::{
    clock::stockholm_time,
    language::{Language, Message, Named},
    product_page::ProductPage,
    school_notice::{AsideField, NoticeField, NoticeState},
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::notices::{Inbox, NoticeRecord, PAGE};

use crate::{
    component::{
        breadcrumb::breadcrumb,
        icon::Icon,
        notice::{Empty, good},
        number::grouped,
        pages::pages,
    },
    page::record::{
        Control, Field, asks_before_leaving, drawn_with,
        guard::{self, Heading},
        interruption, summary,
    },
    path,
    server::{form::Draft, inbox::what},
    serverfn::inbox::{EnterNotice, HandleNotice},
    words::{BulkWords, CaseWords, InboxWords},
};

/// A page of the inbox.
pub fn list(inbox: Inbox, handled: bool, told: Vec<String>, words: Language) -> AnyView {
    let Inbox { notices, total, page } = inbox;
    let tab = |of_handled: bool, name: &'static str| {
        let current = (of_handled == handled).then_some("page");
        let count = (of_handled == handled && total > 0)
            .then(|| view! { " " <span class="count">{grouped(total, words)}</span> });
        view! { <li><a class="tab" href=path::inbox(of_handled, 1) aria-current=current>{name} {count}</a></li> }
            .into_any()
    };
    let content = match (notices.is_empty(), handled) {
        (true, true) => {
            view! { <section class="card"><Empty title=words.none_handled() text=words.none_handled_text() icon="inbox"/></section> }
                .into_any()
        }
        (true, false) => {
            view! { <section class="card"><Empty title=words.inbox_empty() text=words.inbox_empty_text() icon="inbox"/></section> }
                .into_any()
        }
        _ => {
            let cards: Vec<_> =
                notices.iter().map(|notice| view! { <li>{card(notice, words)}</li> }.into_any()).collect();
            view! { <ul class="notices">{cards}</ul> }.into_any()
        }
    };
    view! {
        <div class="page-head">
            <div>
                <h1>{ProductPage::Inbox.name(words)}</h1>
                <p class="page-intro">{words.inbox_intro()}</p>
            </div>
            <a class="ds-button" href=path::NEW_NOTICE><Icon name="plus"/> {words.enter_notice()}</a>
        </div>
        {good(told)}
        <nav class="tabs" aria-label=words.shown_notices()>
            <ul>{tab(false, words.waiting())} {tab(true, words.handled())}</ul>
        </nav>
        {content}
        {pages(page, total.div_ceil(PAGE), |page| path::inbox(handled, page))}
    }
    .into_any()
}

/// Whom it is about.
fn whose(record: &NoticeRecord, words: Language) -> AnyView {
    let number = record.notice.civic_number.to_string();
    match &record.pupil {
        Some(pupil) => view! { {pupil.name.full()} " " <span class="nowrap quiet">{number}</span> }.into_any(),
        None => view! { <span class="nowrap">{number}</span> " " <span class="tag">{words.unknown_pupil()}</span> }.into_any(),
    }
}

fn state(record: &NoticeRecord, words: Language) -> Option<AnyView> {
    let name = match &record.state {
        NoticeState::Waiting => return None,
        NoticeState::Contact(..) => words.told_is_contact(),
        NoticeState::PutAside(_) => words.told_is_put_aside(),
    };
    Some(view! { <span class="pill">{name}</span> }.into_any())
}

fn card(record: &NoticeRecord, words: Language) -> AnyView {
    let notice = &record.notice;
    let heading = format!("{}: {}", notice.kind.name(words), notice.school);
    view! {
        <article class="card facts-card">
            <header class="measure-head">
                <h2 class="notice-name"><a href=path::notice(record.id)>{heading}</a></h2>
                {state(record, words)}
            </header>
            <p>{whose(record, words)}</p>
            <p class="quiet">
                {words.told_from_day()} " " <span class="nowrap">{notice.date.to_string()}</span> " · " {words.received()} " " <span class="nowrap">{stockholm_time(record.received)}</span>
            </p>
            {make_contact(record, words)}
        </article>
    }
    .into_any()
}

/// The one click by which it becomes a contact, where it can.
fn make_contact(record: &NoticeRecord, words: Language) -> Option<AnyView> {
    let open = record.pupil.as_ref().and_then(|pupil| pupil.open_case);
    record.state.may_become_contact(open).ok()?;
    Some(
        view! {
            <form method="post" action=HandleNotice::url()>
                <input type="hidden" name="id" value=record.id.to_string()/>
                <input type="hidden" name="what" value=what::CONTACT/>
                <button class="ds-button" type="submit"><Icon name="message-square"/> {words.make_contact()}</button>
            </form>
        }
        .into_any(),
    )
}

/// A notice, with what can be made of it.
pub fn one(record: &NoticeRecord, draft: &Draft, told: Vec<String>, words: Language) -> AnyView {
    let notice = &record.notice;
    let heading = format!("{}: {}", notice.kind.name(words), notice.school);
    let handled = record.handled.as_ref().map(|(by, at)| {
        view! { <dt>{words.handled_by()}</dt> <dd>{by.clone()} ", " {stockholm_time(*at)}</dd> }
    });
    let aside = match &record.state {
        NoticeState::PutAside(reason) if !reason.is_empty() => {
            Some(view! { <dt>{words.told_is_put_aside()}</dt> <dd>{reason.clone()}</dd> })
        }
        _ => None,
    };
    let text = (!notice.text.is_empty()).then(|| {
        view! { <dt>{NoticeField::Text.name(words)}</dt> <dd class="notes">{notice.text.clone()}</dd> }
    });
    view! {
        {breadcrumb([(path::INBOX.to_owned(), words.all_notices())])}
        <div class="page-head"><h1>{heading}</h1> {state(record, words)}</div>
        {good(told)}
        {interruption(draft.interrupted, draft.is_lost, words)}
        {summary::view(&draft.problems, words)}
        <section class="card facts-card">
            <dl class="facts">
                <dt>{CaseWords::civic_number(words)}</dt> <dd>{whose(record, words)}</dd>
                <dt>{words.told_from_day()}</dt> <dd>{notice.date.to_string()}</dd>
                {text}
                <dt>{CaseWords::municipality(words)}</dt> <dd>{record.municipality.name()}</dd>
                <dt>{words.received()}</dt> <dd>{stockholm_time(record.received)} ", " {record.entered_by.clone()}</dd>
                {handled}
                {aside}
            </dl>
            {ways_on(record, draft, words)}
        </section>
    }
    .into_any()
}

/// What can be made of it.
fn ways_on(record: &NoticeRecord, draft: &Draft, words: Language) -> AnyView {
    let open = record.pupil.as_ref().and_then(|pupil| pupil.open_case);
    let case = match &record.state {
        NoticeState::Contact(case, _) => Some(*case),
        NoticeState::Waiting | NoticeState::PutAside(_) => open,
    };
    let case = case
        .map(|case| view! { <p><a class="record-change" href=path::case(case)>{words.open_case()}</a></p> });
    if record.state != NoticeState::Waiting {
        return case.into_any();
    }
    let contact = match record.state.may_become_contact(open) {
        Ok(_) => make_contact(record, words).into_any(),
        Err(refusal) => view! {
            <p class="quiet">{refusal.message(words)}</p>
            <p><a class="record-change" href=path::ENTER_CASE>{words.enter_person()}</a></p>
        }
        .into_any(),
    };
    let typed = draft.fields.get(AsideField::Reason.code()).cloned().unwrap_or_default();
    let reason = Field::new(AsideField::Reason, Control::LINE, &typed, words).required();
    view! {
        {case}
        {contact}
        <form {..asks_before_leaving(draft.is_filled_in(), words)} class="record-form notice-aside" method="post" action=HandleNotice::url() novalidate>
            <h2>{words.put_aside_title()}</h2>
            <p class="quiet">{words.put_aside_text()}</p>
            <input type="hidden" name="id" value=record.id.to_string()/>
            <input type="hidden" name="what" value=what::PUT_ASIDE/>
            {reason.view(&draft.problems, words)}
            <div class="panel-actions">
                <button class="ds-button" data-variant="secondary" type="submit">{words.put_aside()}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The form of a new one.
pub fn form(fields: &[Field], once: &str, draft: &Draft, words: Language) -> AnyView {
    let fields: Vec<_> = fields.iter().map(|field| field.view(&draft.problems, words)).collect();
    view! {
        {breadcrumb([(path::INBOX.to_owned(), words.all_notices())])}
        <div class="page-head">
            <div><h1>{words.new_notice()}</h1> <p class="page-intro">{words.new_notice_text()}</p></div>
        </div>
        <section class="card record">
            {interruption(draft.interrupted, draft.is_lost, words)}
            {summary::view(&draft.problems, words)}
            <form {..asks_before_leaving(draft.is_filled_in(), words)} class="record-form" method="post" action=EnterNotice::url() novalidate>
                {drawn_with(once)}
                {guard::view(&draft.risks, &draft.read, Heading::Second, words)}
                <div class="record-fields">{fields}</div>
                <div class="panel-actions">
                    <button class="ds-button" type="submit">{words.save_notice()}</button>
                    <a class="ds-button" data-variant="secondary" href=path::INBOX>{BulkWords::cancel(words)}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}
