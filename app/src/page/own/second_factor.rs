//! The part of *Min sida* about two-step sign-in.

use domain::{
    access::second_factor::{SecondFactorPart, SecondFactorRefusal},
    clock::stockholm_time,
    language::{Language, Named},
};
use leptos::prelude::*;
use qrcode::{Color, QrCode};
use server_fn::ServerFn;
use service::second_factor::{OwnSecondFactor, Secret};

use crate::{
    component::icon::Icon,
    serverfn::own::{ChangeSecondFactor, ConfirmSecondFactor},
    words::SecondFactorWords,
};

/// What is posted to set up a second factor.
pub const SET_UP: &str = "set-up";
/// What is posted to make other recovery codes.
pub const RENEW_CODES: &str = "renew-codes";
/// What is posted to turn it off.
pub const TURN_OFF: &str = "turn-off";
/// What is posted to give up the setting up.
pub const GIVE_UP: &str = "give-up";

/// When so few recovery codes are left, that is told as a warning.
const FEW: i64 = 3;

/// The part as it is shown.
pub struct Part {
    /// The reader's second factor.
    pub factor: OwnSecondFactor,
    /// What they sign in with.
    pub user_name: String,
    /// Recovery codes that have just been made. They are shown this once.
    pub codes: Vec<String>,
    /// Why it was not changed.
    pub refused: Option<SecondFactorRefusal>,
    /// Whether nothing else can be done before it is on.
    pub is_due: bool,
    /// Where to go when it is; empty for here.
    pub till: String,
    /// In which language.
    pub language: Language,
}

impl Part {
    /// What is wrong, linking to the field where it is put right.
    pub fn summary(&self) -> Option<AnyView> {
        let words = self.language;
        let refusal = self.refused?;
        let field = format!("#{}", id_of(refusal.part()));
        Some(
            view! {
                <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="factor-problem">
                    <h2 id="factor-problem"><Icon name="triangle-alert"/> {words.two_step_problem()}</h2>
                    <ul><li><a href=field rel="external">{refusal.name(words)}</a></li></ul>
                </div>
            }
            .into_any(),
        )
    }

    /// Whether it is what its reader is at: it is being set up, or there are codes to take care of, or something to mend.
    pub fn is_under_way(&self) -> bool {
        self.factor.set_up.is_some() || !self.codes.is_empty() || self.refused.is_some()
    }

    /// The whole part.
    pub fn view(&self) -> AnyView {
        let words = self.language;
        let heading = (!self.is_due).then(|| view! { <h2 id="two-step">{words.two_step()}</h2> });
        let state = match self.factor.since {
            Some(at) => self.state(&stockholm_time(at)),
            None if self.is_due => ().into_any(),
            None => view! { <p><span class="tag">{words.two_step_off()}</span></p> }.into_any(),
        };
        let forms = match (&self.factor.set_up, self.factor.since) {
            (Some(secret), _) => self.set_up(secret),
            (None, Some(_)) => self.change(),
            (None, None) if self.factor.is_possible => self.turn_on(),
            (None, None) => view! { <p class="notice">{words.two_step_no_key()}</p> }.into_any(),
        };
        view! {
            <section class="card facts-card own-factor">
                {heading}
                {self.made()}
                {state}
                <p class="quiet">{words.two_step_about()}</p>
                {forms}
            </section>
        }
        .into_any()
    }

    fn state(&self, since: &str) -> AnyView {
        let words = self.language;
        let left = words.codes_left(self.factor.recovery_codes);
        let left = match self.factor.recovery_codes <= FEW {
            true => view! { <strong>{left}</strong> }.into_any(),
            false => left.into_any(),
        };
        view! { <p>{words.on_since(since)} " " {left}</p> }.into_any()
    }

    /// The recovery codes that have just been made.
    fn made(&self) -> Option<AnyView> {
        let words = self.language;
        let codes: Vec<_> =
            self.codes.iter().map(|code| view! { <li><code>{code.clone()}</code></li> }).collect();
        let on = (!self.till.is_empty()).then(|| {
            view! {
                <p class="panel-actions">
                    <a class="ds-button" href=self.till.clone()>{words.go_on()}</a>
                </p>
            }
        });
        (!codes.is_empty()).then(|| {
            view! {
                <div class="own-codes">
                    <h3 id="recovery-codes">{words.recovery_codes()}</h3>
                    <p>{words.recovery_codes_about()}</p>
                    <ol class="recovery-codes" aria-labelledby="recovery-codes">{codes}</ol>
                    {on}
                </div>
            }
            .into_any()
        })
    }

    fn turn_on(&self) -> AnyView {
        let words = self.language;
        view! {
            <p class="quiet">{words.turn_on_hint()}</p>
            <form class="record-form own-password" method="post" action=ChangeSecondFactor::url() novalidate>
                {self.hidden()}
                {self.password()}
                <p class="panel-actions">
                    <button class="ds-button" type="submit" name="what" value=SET_UP>{words.turn_on()}</button>
                </p>
            </form>
        }
        .into_any()
    }

    fn set_up(&self, secret: &Secret) -> AnyView {
        let words = self.language;
        let picture = svg(&secret.address(&self.user_name), words.qr_title());
        view! {
            <h3>{words.scan()}</h3>
            <div class="qr-code" inner_html=picture></div>
            <p class="quiet">{words.cannot_scan()}</p>
            <p><span class="visually-hidden">{words.key_is()} ": "</span> <code class="secret">{secret.shown()}</code></p>
            <h3>{words.then_confirm()}</h3>
            <form class="record-form own-password" method="post" action=ConfirmSecondFactor::url() novalidate>
                <input type="hidden" name="till" value=self.till.clone()/>
                {self.code(words.first_code(), words.first_code_hint())}
                <p class="panel-actions">
                    <button class="ds-button" type="submit">{words.confirm()}</button>
                    <button class="ds-button" data-variant="secondary" type="submit" name="what" value=GIVE_UP>
                        {words.give_up()}
                    </button>
                </p>
            </form>
        }
        .into_any()
    }

    fn change(&self) -> AnyView {
        let words = self.language;
        let off = match self.factor.is_required {
            true => None,
            false => Some(view! {
                <button
                    class="ds-button"
                    data-variant="secondary"
                    data-color="danger"
                    type="submit"
                    name="what"
                    value=TURN_OFF
                >
                    {words.turn_off()}
                </button>
            }),
        };
        let required = off.is_none().then(|| view! { <p class="quiet">{words.two_step_cannot_be_off()}</p> });
        view! {
            <h3>{words.change_two_step()}</h3>
            <p class="quiet">{words.change_two_step_hint()}</p>
            <form class="record-form own-password" method="post" action=ChangeSecondFactor::url() novalidate>
                {self.hidden()}
                {self.password()}
                {self.code(words.code_or_recovery(), words.code_or_recovery_hint())}
                {required}
                <p class="panel-actions">
                    <button class="ds-button" data-variant="secondary" type="submit" name="what" value=RENEW_CODES>
                        {words.renew_codes()}
                    </button>
                    <button class="ds-button" data-variant="secondary" type="submit" name="what" value=SET_UP>
                        {words.replace_app()}
                    </button>
                    {off}
                </p>
            </form>
        }
        .into_any()
    }

    fn hidden(&self) -> AnyView {
        view! {
            <input type="hidden" name="till" value=self.till.clone()/>
            // Whatever keeps passwords learns whose it is.
            <input type="text" name="user_name" value=self.user_name.clone() autocomplete="username" hidden/>
        }
        .into_any()
    }

    fn password(&self) -> AnyView {
        let words = self.language;
        let error = self.error(SecondFactorPart::Password);
        let is_wrong = error.is_some();
        view! {
            <div class="ds-field">
                <label class="ds-label" for="factor-password">{words.your_password()}</label>
                {error}
                <input
                    class="ds-input"
                    id="factor-password"
                    name="password"
                    type="password"
                    autocomplete="current-password"
                    required
                    aria-required="true"
                    aria-invalid=is_wrong.then_some("true")
                    aria-describedby=is_wrong.then_some("factor-password-error")
                    autofocus=is_wrong
                />
            </div>
        }
        .into_any()
    }

    fn code(&self, label: &'static str, hint: &'static str) -> AnyView {
        let error = self.error(SecondFactorPart::Code);
        let is_wrong = error.is_some();
        let described = if is_wrong { "factor-code-hint factor-code-error" } else { "factor-code-hint" };
        view! {
            <div class="ds-field">
                <label class="ds-label" for="factor-code">{label}</label>
                <p class="quiet" id="factor-code-hint">{hint}</p>
                {error}
                <input
                    class="ds-input"
                    id="factor-code"
                    name="code"
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    aria-required="true"
                    aria-invalid=is_wrong.then_some("true")
                    aria-describedby=described
                    autofocus=is_wrong
                />
            </div>
        }
        .into_any()
    }

    fn error(&self, part: SecondFactorPart) -> Option<AnyView> {
        let refusal = self.refused.filter(|refusal| refusal.part() == part)?;
        let (id, text) = (format!("{}-error", id_of(part)), refusal.name(self.language));
        Some(view! { <p class="field-error" id=id><Icon name="triangle-alert"/> {text}</p> }.into_any())
    }
}

/// The identity in the page of the field of a part.
const fn id_of(part: SecondFactorPart) -> &'static str {
    match part {
        SecondFactorPart::Password => "factor-password",
        SecondFactorPart::Code => "factor-code",
    }
}

/// A text as a QR code, dark on light in every theme, since not all apps read it the other way round. What is too long for one
/// has none.
fn svg(text: &str, title: &str) -> String {
    let Ok(code) = QrCode::new(text) else { return String::new() };
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let path: String = dark
        .map(|(place, _)| format!("M{} {}h1v1h-1z", place % width + QUIET, place / width + QUIET))
        .collect();
    let size = width + 2 * QUIET;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" width=\"220\" height=\"220\" role=\"img\" \
         aria-labelledby=\"qr-title\" shape-rendering=\"crispEdges\"><title id=\"qr-title\">{title}</title>\
         <rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    )
}

/// How many modules round a QR code are left light (ISO/IEC 18004).
const QUIET: usize = 4;
