//! *Min sida*: the reader's roles, password and sessions (`seeds` 001, "Min sida").

mod mail;
pub mod passkeys;
pub mod second_factor;

use domain::{
    access::{
        RoleAssignment,
        due::Due,
        password::{PasswordPart, PasswordRefusal},
    },
    clock::stockholm_time,
    id::GrantId,
    language::{Language, Named},
    product_page::ProductPage,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::{
    mail::MailChoice,
    own_account::{OwnAccount, SignedIn},
    session::{ABSOLUTE_LIMIT, IDLE_LIMIT},
};

use crate::{
    component::icon::Icon,
    layout::{
        role_name,
        settings::{LanguageChoice, ThemeChoice},
    },
    path,
    serverfn::own::{ChangePassword, EndSession},
    words::{ApplicationWords, MessageWords, OwnWords, PasskeyWords, SecondFactorWords},
};
use passkeys::Passkeys;
use second_factor::Part;

/// What has been done, by the code in the address that it led to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// The password has been changed.
    PasswordChanged,
    /// A session has been ended.
    SessionEnded,
    /// All sessions but one have been ended.
    SessionsEnded,
    /// Two-step sign-in has been turned on.
    SecondFactorOn,
    /// It has been turned off.
    SecondFactorOff,
    /// New recovery codes have been made.
    CodesRenewed,
    /// A passkey has been added.
    PasskeyAdded,
    /// One has been removed.
    PasskeyRemoved,
    /// Letters by e-mail are sent.
    MailOn,
    /// They are no more.
    MailOff,
}

impl Done {
    const ALL: [Self; 10] = [
        Self::PasswordChanged,
        Self::SessionEnded,
        Self::SessionsEnded,
        Self::SecondFactorOn,
        Self::SecondFactorOff,
        Self::CodesRenewed,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::MailOn,
        Self::MailOff,
    ];

    /// The code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PasswordChanged => "losenord",
            Self::SessionEnded => "inloggning",
            Self::SessionsEnded => "inloggningar",
            Self::SecondFactorOn => "tvasteg",
            Self::SecondFactorOff => "tvasteg-av",
            Self::CodesRenewed => "koder",
            Self::PasskeyAdded => "passkey",
            Self::PasskeyRemoved => "passkey-borta",
            Self::MailOn => "e-post",
            Self::MailOff => "e-post-av",
        }
    }

    /// What a code means.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.code() == code)
    }

    fn told(self, words: Language) -> &'static str {
        match self {
            Self::PasswordChanged => words.password_changed(),
            Self::SessionEnded => words.session_ended(),
            Self::SessionsEnded => words.sessions_ended(),
            Self::SecondFactorOn => words.turned_on(),
            Self::SecondFactorOff => words.turned_off(),
            Self::CodesRenewed => words.codes_renewed(),
            Self::PasskeyAdded => words.passkey_added(),
            Self::PasskeyRemoved => words.passkey_removed(),
            Self::MailOn => words.mail_turned_on(),
            Self::MailOff => words.mail_turned_off(),
        }
    }
}

/// The page as it is shown.
pub struct Page {
    /// The reader's account.
    pub account: OwnAccount,
    /// The reader's name.
    pub name: String,
    /// All roles of the reader.
    pub roles: Vec<RoleAssignment>,
    /// Which of them is acted in.
    pub acting: GrantId,
    /// Whether nothing else can be done before a password has been chosen.
    pub is_to_choose: bool,
    /// The part about two-step sign-in.
    pub second_factor: Part,
    /// The part about passkeys.
    pub passkeys: Passkeys,
    /// What the reader wants by e-mail; nothing where none is sent.
    pub mail: Option<MailChoice>,
    /// Where to go when it has been; empty for here.
    pub till: String,
    /// Why it was not changed.
    pub refused: Option<PasswordRefusal>,
    /// What has been done.
    pub done: Option<Done>,
    /// In which language.
    pub language: Language,
}

impl Page {
    /// What it is called.
    pub fn title(&self) -> &'static str {
        match self.is_to_choose {
            true => self.language.choose_first(),
            false if self.second_factor.is_due => Due::SecondFactor.name(self.language),
            false => ProductPage::OwnPage.name(self.language),
        }
    }

    /// Whether something was not changed.
    pub fn is_refused(&self) -> bool {
        self.refused.is_some() || self.second_factor.refused.is_some() || self.passkeys.refused.is_some()
    }

    /// What is said aloud.
    pub fn told(&self) -> &'static str {
        match (self.is_refused(), self.done) {
            (false, Some(done)) => done.told(self.language),
            _ => "",
        }
    }

    /// The whole page; before what is due has been done, that alone.
    pub fn view(&self) -> AnyView {
        let words = self.language;
        let is_due = self.is_to_choose || self.second_factor.is_due;
        let intro = match (self.is_to_choose, self.second_factor.is_due) {
            (true, _) => words.choose_first_text(),
            (false, true) => words.two_step_required(),
            (false, false) => words.own_intro(),
        };
        let done = (!self.told().is_empty()).then(|| {
            view! { <div class="notice notice-good"><Icon name="circle-check"/> <p>{self.told()}</p></div> }
        });
        // What is under way is not looked for at the end of the page.
        let factor = || self.second_factor.view();
        let is_first = self.second_factor.is_under_way();
        let factor_first = (!self.is_to_choose && is_first).then(factor);
        let factor_last = (!self.is_to_choose && !is_first).then(factor);
        let passkeys = || self.passkeys.view();
        let is_first = self.passkeys.is_under_way();
        let passkeys_first = (!self.is_to_choose && is_first).then(passkeys);
        let passkeys_last = (!self.is_to_choose && !is_first).then(passkeys);
        let rest = (!is_due).then(|| {
            view! {
                {self.sessions()}
                {self.mail.as_ref().map(|choice| mail::view(choice, words))}
                {self.look()}
            }
        });
        view! {
            <div class="page-head">
                <div>
                    <h1>{self.title()}</h1>
                    <p class="page-intro">{intro}</p>
                </div>
            </div>
            {done}
            {self.refused.map(|refusal| self.summary(refusal))}
            {self.second_factor.summary()}
            {self.passkeys.summary()}
            <div class="own-page">
                <div>
                    {factor_first}
                    {passkeys_first}
                    {(!is_due).then(|| self.details())}
                    {(!self.second_factor.is_due).then(|| self.password())}
                    {factor_last}
                    {passkeys_last}
                </div>
                <div>{rest}</div>
            </div>
        }
        .into_any()
    }

    fn summary(&self, refusal: PasswordRefusal) -> AnyView {
        let words = self.language;
        let field = format!("#{}", id_of(refusal.part()));
        view! {
            <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="problem">
                <h2 id="problem"><Icon name="triangle-alert"/> {words.password_problem()}</h2>
                <ul><li><a href=field rel="external">{refusal.name(words)}</a></li></ul>
            </div>
        }
        .into_any()
    }

    fn details(&self) -> AnyView {
        let words = self.language;
        let role = |role: &RoleAssignment| {
            let now = (role.id == self.acting && self.roles.len() > 1)
                .then(|| view! { " " <span class="tag">{words.acting_now()}</span> });
            let last = self.account.last_days.iter().find(|(grant, _)| *grant == role.id);
            let until = last.map(|(_, last)| {
                view! { " " <span class="quiet">{words.role_until(&last.to_string())}</span> }
            });
            view! { <li>{role_name(role, words)} {until} {now}</li> }
        };
        let roles: Vec<_> = self.roles.iter().map(role).collect();
        view! {
            <section class="card facts-card">
                <h2>{words.about_you()}</h2>
                <dl class="facts">
                    <dt>{words.name()}</dt> <dd>{self.name.clone()}</dd>
                    <dt>{words.user_name()}</dt> <dd>{self.account.user_name.clone()}</dd>
                    <dt>{words.roles()}</dt> <dd><ul class="plain-list">{roles}</ul></dd>
                </dl>
                <p class="quiet">{words.roles_hint()} " " <a href=path::APPLY>{ApplicationWords::apply(words)}</a></p>
            </section>
        }
        .into_any()
    }

    fn password(&self) -> AnyView {
        let words = self.language;
        let (current, heading) = match self.is_to_choose {
            true => (words.one_time_password(), None),
            false => (words.current_password(), Some(view! { <h2>{words.password()}</h2> })),
        };
        let chosen = match self.account.password_chosen {
            _ if self.is_to_choose => None,
            Some(at) => Some(words.chosen_at(&stockholm_time(at))),
            None => Some(words.password_made().to_owned()),
        };
        let hint =
            (!self.is_to_choose).then(|| view! { <p class="quiet">{words.change_password_hint()}</p> });
        view! {
            <section class="card facts-card">
                {heading}
                {chosen.map(|chosen| view! { <p>{chosen}</p> })}
                <form class="record-form own-password" method="post" action=ChangePassword::url() novalidate>
                    <input type="hidden" name="till" value=self.till.clone()/>
                    // Whatever keeps passwords learns whose it is.
                    <input type="text" name="user_name" value=self.account.user_name.clone() autocomplete="username" hidden/>
                    {self.field(PasswordPart::Current, "current", current, "current-password")}
                    {self.field(PasswordPart::New, "new", words.new_password(), "new-password")}
                    {self.field(PasswordPart::Again, "again", words.new_password_again(), "new-password")}
                    <p class="quiet">{words.all_needed()}</p>
                    {hint}
                    <p class="panel-actions"><button class="ds-button" type="submit">{words.change_password()}</button></p>
                </form>
            </section>
        }
        .into_any()
    }

    fn field(
        &self,
        part: PasswordPart,
        name: &'static str,
        label: &'static str,
        autocomplete: &'static str,
    ) -> AnyView {
        let id = id_of(part);
        let wrong = self.refused.filter(|refusal| refusal.part() == part);
        let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
        let hint = (part == PasswordPart::New).then(|| self.language.new_password_hint());
        let described: Vec<&str> = [hint.map(|_| hint_id.as_str()), wrong.map(|_| error_id.as_str())]
            .into_iter()
            .flatten()
            .collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        let error = wrong.map(|refusal| {
            let text = refusal.name(self.language);
            view! { <p class="field-error" id=error_id.clone()><Icon name="triangle-alert"/> {text}</p> }
        });
        view! {
            <div class="ds-field">
                <label class="ds-label" for=id>{label}</label>
                {hint.map(|hint| view! { <p class="quiet" id=hint_id.clone()>{hint}</p> })}
                {error}
                <input
                    class="ds-input"
                    id=id
                    name=name
                    type="password"
                    autocomplete=autocomplete
                    required
                    aria-required="true"
                    aria-invalid=wrong.map(|_| "true")
                    aria-describedby=described
                    autofocus=wrong.is_some()
                />
            </div>
        }
        .into_any()
    }

    fn sessions(&self) -> AnyView {
        let words = self.language;
        let rows: Vec<_> = self.account.sessions.iter().map(|session| self.session(session)).collect();
        let others = match self.account.sessions.len() {
            0 | 1 => view! { <p class="quiet">{words.only_this()}</p> }.into_any(),
            _ => view! {
                <form method="post" action=EndSession::url()>
                    <p class="panel-actions">
                        <button class="ds-button" data-variant="secondary" type="submit">
                            <Icon name="log-out"/> {words.end_other_sessions()}
                        </button>
                    </p>
                </form>
            }
            .into_any(),
        };
        view! {
            <section class="card facts-card own-sessions">
                <h2>{words.sessions()}</h2>
                <p class="quiet">
                    {words.sessions_hint()} " " {words.limits(IDLE_LIMIT.num_minutes(), ABSOLUTE_LIMIT.num_hours())}
                </p>
                <ul class="plain-list">{rows}</ul>
                {others}
            </section>
        }
        .into_any()
    }

    fn session(&self, session: &SignedIn) -> AnyView {
        let words = self.language;
        let browser = session.browser.clone().unwrap_or_else(|| words.unknown_browser().to_owned());
        let address = match session.address.as_str() {
            "" => words.unknown_address().to_owned(),
            address => address.to_owned(),
        };
        let since = stockholm_time(session.created);
        let end = match session.is_this {
            true => view! { <span class="tag">{words.this_session()}</span> }.into_any(),
            false => {
                let name = words.end_session_of(&format!("{browser}, {since}"));
                view! {
                    <form method="post" action=EndSession::url()>
                        <input type="hidden" name="id" value=session.id.to_string()/>
                        <button class="ds-button" data-variant="secondary" data-color="danger" type="submit" aria-label=name>
                            <Icon name="log-out"/> {words.end_session()}
                        </button>
                    </form>
                }
                .into_any()
            }
        };
        view! {
            <li class="calendar-line">
                <p class="own-browser">{browser}</p>
                <dl class="facts">
                    <dt>{words.signed_in_from()}</dt> <dd>{address}</dd>
                    <dt>{words.signed_in_since()}</dt> <dd>{since}</dd>
                    <dt>{words.last_used()}</dt> <dd>{stockholm_time(session.last_seen)}</dd>
                </dl>
                {end}
            </li>
        }
        .into_any()
    }

    fn look(&self) -> AnyView {
        let words = self.language;
        view! {
            <section class="card facts-card">
                <h2>{words.look()}</h2>
                <p class="quiet">{words.look_hint()}</p>
                <LanguageChoice place="own" back=path::OWN_PAGE/>
                <ThemeChoice place="own" back=path::OWN_PAGE/>
            </section>
        }
        .into_any()
    }
}

/// The identity in the page of the field of a part.
const fn id_of(part: PasswordPart) -> &'static str {
    match part {
        PasswordPart::Current => "current-password",
        PasswordPart::New => "new-password",
        PasswordPart::Again => "new-password-again",
    }
}
