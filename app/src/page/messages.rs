//! Messages between users, and what the system tells: a box of them, one, and the form of a new one. Drawn by the server, with
//! plain forms.

use domain::{
    clock::stockholm_time,
    id::UserMessageId,
    language::{Language, Named},
    product_page::ProductPage,
    user_message::{
        MessageBox, Receiver, UserMessageField, UserMessageForm, notice::NoticePlace, notice::SystemNotice,
    },
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::user_messages::{Content, Messages, PAGE, Receivers, UserMessageRecord};

use crate::{
    component::{
        breadcrumb::breadcrumb,
        field_identity,
        icon::Icon,
        notice::{Empty, good},
        number::grouped,
        pages::pages,
    },
    page::record::{
        Control, Field, asks_before_leaving, drawn_with,
        field::error,
        guard::{self, Heading},
        interruption, summary,
    },
    path::{self, access::AccessAddress},
    server::{form::Draft, messages::what},
    serverfn::messages::{MarkMessage, SendMessage},
    words::{BulkWords, MessageWords},
};

/// Who tells what the system tells.
const SYSTEM: &str = "Fyren";

/// What a message is about.
pub fn subject(message: &UserMessageRecord, words: Language) -> String {
    match &message.content {
        Content::Written { subject, .. } => subject.clone(),
        Content::Notice(notice) => notice.subject(words),
    }
}

/// Whether its reader has yet to open it.
fn is_unread(message: &UserMessageRecord) -> bool {
    message.is_received && message.read_at.is_none() && message.put_away_at.is_none()
}

fn sender(message: &UserMessageRecord) -> String {
    message.sender.as_ref().map_or_else(|| SYSTEM.to_owned(), |(_, name)| name.clone())
}

fn receivers(message: &UserMessageRecord, words: Language) -> String {
    message.addressed.iter().map(|addressed| addressed.name(words)).collect::<Vec<_>>().join(", ")
}

/// A page of a box.
pub fn list(found: Messages, of: MessageBox, told: Vec<String>, words: Language) -> AnyView {
    let Messages { messages, total, page } = found;
    let [total, page, a_page] = [total, page, PAGE].map(i64::unsigned_abs);
    let tab = |shown: MessageBox| {
        let current = (shown == of).then_some("page");
        let count = (shown == of && total > 0)
            .then(|| view! { " " <span class="count count-none">{grouped(total, words)}</span> });
        view! { <li><a class="tab" href=path::messages(shown, 1) aria-current=current>{shown.name(words)} {count}</a></li> }
            .into_any()
    };
    let tabs: Vec<_> = MessageBox::ALL.iter().copied().map(tab).collect();
    let rows: Vec<_> = messages.iter().map(|message| row(message, of, words)).collect();
    let (title, text) = match of {
        MessageBox::Received => (words.none_received(), words.none_received_text()),
        MessageBox::Sent => (words.none_sent(), words.none_sent_text()),
        MessageBox::PutAway => (words.none_put_away(), words.none_put_away_text()),
    };
    let content = match rows.is_empty() {
        true => view! { <Empty title text icon="mail"/> }.into_any(),
        false => view! { <ul class="messages">{rows}</ul> }.into_any(),
    };
    view! {
        <div class="page-head">
            <div>
                <h1>{ProductPage::Messages.name(words)}</h1>
                <p class="page-intro">{words.messages_intro()}</p>
            </div>
            <a class="ds-button" href=path::NEW_MESSAGE><Icon name="plus"/> {words.write_message()}</a>
        </div>
        {good(told)}
        <nav class="tabs" aria-label=words.boxes()><ul>{tabs}</ul></nav>
        <section class="card">{content}</section>
        {pages(page, total.div_ceil(a_page), |page| path::messages(of, page))}
    }
    .into_any()
}

fn row(message: &UserMessageRecord, of: MessageBox, words: Language) -> AnyView {
    let unread = is_unread(message);
    let mark = unread.then(|| view! { <span class="pill message-mark">{words.unread_mark()}</span> " " });
    let who = match of {
        MessageBox::Sent => view! { <span class="visually-hidden">{words.message_to()} " "</span> {receivers(message, words)} }.into_any(),
        MessageBox::Received | MessageBox::PutAway => sender(message).into_any(),
    };
    let first_line = match &message.content {
        Content::Written { text, .. } => text.lines().next().unwrap_or_default().to_owned(),
        Content::Notice(notice) => notice.text(words),
    };
    view! {
        <li class="message" class:message-unread=unread>
            <p class="message-who">{who}</p>
            <p class="message-subject">{mark} <a href=path::message(message.id)>{subject(message, words)}</a></p>
            <p class="message-line quiet">{first_line}</p>
            <p class="message-time quiet nowrap">{stockholm_time(message.sent_at)}</p>
        </li>
    }
    .into_any()
}

/// A message.
pub fn one(message: &UserMessageRecord, told: Vec<String>, words: Language) -> AnyView {
    let text = match &message.content {
        Content::Written { text, .. } => {
            view! { <div class="notes message-text">{text.clone()}</div> }.into_any()
        }
        Content::Notice(notice) => told_by_the_system(notice, words),
    };
    let to = (!message.addressed.is_empty())
        .then(|| view! { <dt>{words.message_to()}</dt> <dd>{receivers(message, words)}</dd> });
    let from = match &message.organisation {
        Some(organisation) if message.sender.is_some() => format!("{}, {organisation}", sender(message)),
        _ => sender(message),
    };
    let answers = message.answers.map(|id| {
        view! { <dt>{words.answers_to()}</dt> <dd><a href=path::message(id)>{words.earlier_message()}</a></dd> }
    });
    let [receivers, readers] =
        [message.receivers, message.readers].map(|count| grouped(count.unsigned_abs(), words));
    let read =
        (!message.is_received).then(|| view! { <p class="quiet">{words.read_by(&readers, &receivers)}</p> });
    let answer = (message.is_received && matches!(message.content, Content::Written { .. })).then(|| {
        view! { <a class="ds-button" href=path::answer_message(message.id)><Icon name="message-square"/> {words.answer_message()}</a> }
    });
    let marks: Vec<_> = match (message.is_received, message.put_away_at) {
        (false, _) => Vec::new(),
        (true, None) => vec![(what::PUT_AWAY, words.put_message_away()), (what::UNREAD, words.mark_unread())],
        (true, Some(_)) => vec![(what::TAKE_BACK, words.take_message_back())],
    };
    let marks: Vec<_> = marks
        .into_iter()
        .map(|(what, name)| {
            view! {
                <form method="post" action=MarkMessage::url()>
                    <input type="hidden" name="id" value=message.id.to_string()/>
                    <input type="hidden" name="what" value=what/>
                    <button class="ds-button" data-variant="secondary" type="submit">{name}</button>
                </form>
            }
            .into_any()
        })
        .collect();
    view! {
        {breadcrumb([(path::MESSAGES.to_owned(), words.all_messages())])}
        <div class="page-head"><h1>{subject(message, words)}</h1></div>
        {good(told)}
        <section class="card facts-card">
            <dl class="facts">
                <dt>{words.message_from()}</dt> <dd>{from}</dd>
                {to}
                <dt>{words.message_at()}</dt> <dd>{stockholm_time(message.sent_at)}</dd>
                {answers}
            </dl>
            {text}
            {read}
            <div class="panel-actions">{answer} {marks}</div>
        </section>
    }
    .into_any()
}

fn told_by_the_system(notice: &SystemNotice, words: Language) -> AnyView {
    let target = match notice.place() {
        NoticePlace::OwnPage => path::OWN_PAGE.to_owned(),
        NoticePlace::OwnApplications => path::APPLY.to_owned(),
        NoticePlace::Users => path::ACCESS.to_owned(),
        NoticePlace::Application(id) => AccessAddress::Application(id).path(),
        NoticePlace::Recertification => AccessAddress::Recertification.path(),
        NoticePlace::Job(id) => path::job(id),
    };
    view! {
        <div class="message-text">
            <p>{notice.text(words)}</p>
            <p><a class="record-change" href=target>{words.follow_notice()}</a></p>
        </div>
    }
    .into_any()
}

/// The form of a message.
pub struct Writing<'a> {
    /// Whom can be written to.
    pub receivers: &'a Receivers,
    /// In which organisation.
    pub organisation: &'a str,
    /// What is filled in.
    pub form: &'a UserMessageForm,
    /// What it answers.
    pub answers: Option<UserMessageId>,
    /// What the form is drawn with.
    pub once: &'a str,
    /// What was refused.
    pub draft: &'a Draft,
    /// In which language.
    pub words: Language,
}

impl Writing<'_> {
    /// The whole page.
    pub fn view(&self) -> AnyView {
        let words = self.words;
        let content = match self.receivers.users.is_empty() {
            true => {
                view! { <Empty title=words.nobody_to_write_to() text=words.nobody_to_write_to_text() icon="users"/> }
                    .into_any()
            }
            false => self.fields(),
        };
        view! {
            {breadcrumb([(path::MESSAGES.to_owned(), words.all_messages())])}
            <div class="page-head">
                <div>
                    <h1>{words.new_message()}</h1>
                    <p class="page-intro">{self.organisation.to_owned()} " · " {words.new_message_text()}</p>
                </div>
            </div>
            <section class="card record">{content}</section>
        }
        .into_any()
    }

    fn fields(&self) -> AnyView {
        let (words, draft) = (self.words, self.draft);
        let subject =
            Field::new(UserMessageField::Subject, Control::LINE, &self.form.subject, words).required();
        let text = Field::new(UserMessageField::Text, Control::Notes, &self.form.text, words).required();
        let answers =
            self.answers.map(|id| view! { <input type="hidden" name="answers" value=id.to_string()/> });
        view! {
            {interruption(draft.interrupted, draft.is_lost, words)}
            {summary::view(&draft.problems, words)}
            <form {..asks_before_leaving(draft.is_filled_in(), words)} class="record-form message-form" method="post" action=SendMessage::url() novalidate>
                {drawn_with(self.once)}
                {answers}
                {guard::view(&draft.risks, &draft.read, Heading::Second, words)}
                {self.to()}
                <div class="record-fields">
                    {subject.view(&draft.problems, words)}
                    {text.view(&draft.problems, words)}
                </div>
                <div class="panel-actions">
                    <button class="ds-button" type="submit">{words.send_message()}</button>
                    <a class="ds-button" data-variant="secondary" href=path::MESSAGES>{BulkWords::cancel(words)}</a>
                </div>
            </form>
        }
        .into_any()
    }

    /// Whom it goes to: roles and users, each with a box.
    fn to(&self) -> AnyView {
        let words = self.words;
        let code = UserMessageField::Receivers.code();
        let wrong: Vec<&str> = self
            .draft
            .problems
            .iter()
            .filter(|problem| problem.field.as_deref() == Some(code))
            .map(|problem| problem.text.as_str())
            .collect();
        let described = (!wrong.is_empty()).then(|| field_identity::error(code));
        let everybody =
            self.tick(Receiver::Everybody, words.everybody_here().to_owned(), self.receivers.users.len());
        let roles: Vec<_> = self
            .receivers
            .roles
            .iter()
            .map(|role| self.tick(role.receiver, role.title.name(words).to_owned(), role.holders))
            .collect();
        let users: Vec<_> = self
            .receivers
            .users
            .iter()
            .map(|user| {
                let titles: Vec<&str> = user.titles.iter().map(|(_, title)| title.name(words)).collect();
                self.ticked(Receiver::User(user.account), user.name.clone(), titles.join(", "))
            })
            .collect();
        view! {
            <fieldset class="message-to" id=field_identity::field(code) tabindex="-1" aria-describedby=described>
                <legend>{UserMessageField::Receivers.name(words)}</legend>
                {error(code, &wrong)}
                <div class="message-receivers">
                    <fieldset class="ticks"><legend>{words.to_roles()}</legend> {everybody} {roles}</fieldset>
                    <fieldset class="ticks"><legend>{words.to_users()}</legend> {users}</fieldset>
                </div>
            </fieldset>
        }
        .into_any()
    }

    fn tick(&self, receiver: Receiver, name: String, holders: usize) -> AnyView {
        let count = grouped(u64::try_from(holders).unwrap_or(u64::MAX), self.words);
        self.ticked(receiver, name, self.words.holders(&count))
    }

    fn ticked(&self, receiver: Receiver, name: String, about: String) -> AnyView {
        let field = format!("fields[{}]", UserMessageForm::field_of(receiver));
        let checked = self.form.receivers.contains(&receiver);
        view! {
            <label class="field-choice">
                <input type="checkbox" name=field value="1" checked=checked/>
                <span>{name} " " <span class="quiet">{about}</span></span>
            </label>
        }
        .into_any()
    }
}
