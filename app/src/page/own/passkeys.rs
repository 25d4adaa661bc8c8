//! The part of *Min sida* about passkeys.

use domain::{
    access::passkey::{LONGEST_NAME, PasskeyPart, PasskeyRefusal},
    clock::stockholm_time,
    language::{Language, Named},
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::second_factor::passkey::{OwnPasskey, OwnPasskeys};

use crate::{
    component::icon::Icon,
    serverfn::own::{ChangePasskeys, ConfirmPasskey},
    words::{PasskeyWords, SecondFactorWords},
};

/// What is posted to add a passkey.
pub const ADD: &str = "add";
/// What is posted to remove one, before its identity.
pub const REMOVE: &str = "remove-";
/// What is posted to give up the adding.
pub const GIVE_UP: &str = "give-up";

/// The part as it is shown.
pub struct Passkeys {
    /// The reader's passkeys.
    pub own: OwnPasskeys,
    /// What they sign in with.
    pub user_name: String,
    /// Whether they have codes, too: one is asked for to change anything.
    pub has_codes: bool,
    /// Why nothing was changed.
    pub refused: Option<PasskeyRefusal>,
    /// Where to go when one has been added; empty for here.
    pub till: String,
    /// In which language.
    pub language: Language,
}

impl Passkeys {
    /// What is wrong, linking to the field where it is put right.
    pub fn summary(&self) -> Option<AnyView> {
        let words = self.language;
        let refusal = self.refused?;
        let field = format!("#{}", id_of(refusal.part()));
        Some(
            view! {
                <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="passkey-problem">
                    <h2 id="passkey-problem"><Icon name="triangle-alert"/> {words.passkey_problem()}</h2>
                    <ul><li><a href=field rel="external">{refusal.name(words)}</a></li></ul>
                </div>
            }
            .into_any(),
        )
    }

    /// Whether it is what its reader is at: one is being added, or there is something to mend.
    pub fn is_under_way(&self) -> bool {
        self.own.options.is_some() || self.refused.is_some()
    }

    /// The whole part.
    pub fn view(&self) -> AnyView {
        let words = self.language;
        let known = match self.own.passkeys.is_empty() {
            true => view! { <p><span class="tag">{words.passkeys_none()}</span></p> }.into_any(),
            false => {
                let rows: Vec<_> = self.own.passkeys.iter().map(|passkey| self.row(passkey)).collect();
                view! { <ul class="plain-list own-passkeys">{rows}</ul> }.into_any()
            }
        };
        let form = match &self.own.options {
            Some(options) => self.make(options),
            None => self.change(),
        };
        view! {
            <section class="card facts-card own-factor">
                <h2 id="passkeys">{words.passkeys()}</h2>
                {known}
                <p class="quiet">{words.passkeys_about()}</p>
                <p class="quiet">{words.passkeys_lost()}</p>
                <p class="notice passkey-without">{words.passkeys_need_script()}</p>
                {form}
            </section>
        }
        .into_any()
    }

    fn row(&self, passkey: &OwnPasskey) -> AnyView {
        let words = self.language;
        let used = passkey.last_used.map(stockholm_time);
        view! {
            <li class="calendar-line">
                <p class="own-browser">{passkey.name.clone()}</p>
                <dl class="facts">
                    <dt>{words.passkey_made()}</dt> <dd>{stockholm_time(passkey.created)}</dd>
                    <dt>{words.passkey_used()}</dt>
                    <dd>{used.unwrap_or_else(|| words.passkey_never_used().to_owned())}</dd>
                </dl>
            </li>
        }
        .into_any()
    }

    /// What the browser does next: no form can ask it for a passkey, so that a script sends this one.
    fn make(&self, options: &str) -> AnyView {
        let words = self.language;
        view! {
            <h3>{words.passkey_then_make()}</h3>
            <p class="quiet">{words.passkey_then_make_hint()}</p>
            <form
                class="record-form own-password"
                method="post"
                action=ConfirmPasskey::url()
                data-passkey="make"
                data-options=options.to_owned()
            >
                <input type="hidden" name="till" value=self.till.clone()/>
                <input type="hidden" name="answer"/>
                <p class="field-error passkey-problem" role="alert" hidden>
                    <Icon name="triangle-alert"/> {words.passkey_not_answered()}
                </p>
                <p class="panel-actions">
                    <button class="ds-button" type="submit"><Icon name="key-round"/> {words.passkey_make()}</button>
                    <button class="ds-button" data-variant="secondary" type="submit" name="what" value=GIVE_UP>
                        {words.passkey_give_up()}
                    </button>
                </p>
            </form>
        }
        .into_any()
    }

    fn change(&self) -> AnyView {
        let words = self.language;
        let remove = |passkey: &OwnPasskey| {
            let what = format!("{REMOVE}{}", passkey.id);
            view! {
                <button
                    class="ds-button"
                    data-variant="secondary"
                    data-color="danger"
                    type="submit"
                    name="what"
                    value=what
                >
                    <Icon name="trash-2"/> {words.passkey_remove(&passkey.name)}
                </button>
            }
            .into_any()
        };
        let remove: Vec<_> = self.own.passkeys.iter().map(remove).collect();
        let code = self.has_codes.then(|| {
            self.field(
                PasskeyPart::Code,
                (words.code_or_recovery(), Some(words.code_or_recovery_hint())),
                ("code", "text", "one-time-code"),
            )
        });
        view! {
            <p class="quiet">{words.passkey_change_hint()}</p>
            <form class="record-form own-password" method="post" action=ChangePasskeys::url() novalidate>
                <input type="hidden" name="till" value=self.till.clone()/>
                // Whatever keeps passwords learns whose it is.
                <input type="text" name="user_name" value=self.user_name.clone() autocomplete="username" hidden/>
                {self.field(
                    PasskeyPart::Name,
                    (words.passkey_new_name(), Some(words.passkey_new_name_hint())),
                    ("name", "text", "off"),
                )}
                {self.field(
                    PasskeyPart::Password,
                    (words.your_password(), None),
                    ("password", "password", "current-password"),
                )}
                {code}
                <p class="panel-actions">
                    <button class="ds-button" type="submit" name="what" value=ADD>{words.passkey_add()}</button>
                    {remove}
                </p>
            </form>
        }
        .into_any()
    }

    fn field(
        &self,
        part: PasskeyPart,
        (label, hint): (&'static str, Option<&'static str>),
        (name, kind, completed_by): (&'static str, &'static str, &'static str),
    ) -> AnyView {
        let id = id_of(part);
        let refusal = self.refused.filter(|refusal| refusal.part() == part);
        let is_wrong = refusal.is_some();
        let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
        let described = [hint.map(|_| hint_id.clone()), refusal.map(|_| error_id.clone())];
        let described: Vec<String> = described.into_iter().flatten().collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        let hint = hint.map(|hint| view! { <p class="quiet" id=hint_id>{hint}</p> });
        let error = refusal.map(|refusal| {
            let text = refusal.name(self.language);
            view! { <p class="field-error" id=error_id><Icon name="triangle-alert"/> {text}</p> }
        });
        // Only one that is added has a name.
        let is_required = part != PasskeyPart::Name;
        view! {
            <div class="ds-field">
                <label class="ds-label" for=id>{label}</label>
                {hint}
                {error}
                <input
                    class="ds-input"
                    id=id
                    name=name
                    type=kind
                    autocomplete=completed_by
                    maxlength=(part == PasskeyPart::Name).then(|| LONGEST_NAME.to_string())
                    required=is_required
                    aria-required=is_required.then_some("true")
                    aria-invalid=is_wrong.then_some("true")
                    aria-describedby=described
                    autofocus=is_wrong
                />
            </div>
        }
        .into_any()
    }
}

/// The identity in the page of the field of a part.
const fn id_of(part: PasskeyPart) -> &'static str {
    match part {
        PasskeyPart::Name => "passkey-name",
        PasskeyPart::Password => "passkey-password",
        PasskeyPart::Code => "passkey-code",
    }
}
