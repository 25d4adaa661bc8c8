//! Language and theme.

use domain::{
    language::{Language, Named},
    product_page::ProductPage,
};
use leptos::{ev::SubmitEvent, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlButtonElement};
use server_fn::ServerFn;

use crate::{
    component::{icon::Icon, return_to::ReturnTo},
    path,
    preference::{Theme, language, preferences},
    serverfn::preference::{ChooseLanguage, ChooseTheme, choose_theme},
    words::{CommonWords, FrameWords},
};

/// The reader's name, opening the settings. A popover works without script, closes with Escape and stands over all.
#[component]
pub fn Settings(name: String) -> impl IntoView {
    let words = language();
    view! {
        <button class="header-button header-name" type="button" popovertarget="settings" title=words.settings()>
            <Icon name="user"/>
            <span class="header-name-text">{name}</span>
            <span class="visually-hidden">{words.settings()}</span>
            <Icon name="chevron-down"/>
        </button>
        <div id="settings" class="settings" popover="auto" role="group" aria-label=words.settings()>
            <a class="settings-link" href=path::OWN_PAGE>{ProductPage::OwnPage.name(words)}</a>
            <LanguageChoice/>
            <ThemeChoice/>
            <button class="settings-close visually-hidden" type="button" popovertarget="settings" popovertargetaction="hide">
                {words.close()}
            </button>
        </div>
    }
    .into_any()
}

/// A button for each language, each in its own words. The page is drawn anew in the other one.
#[component]
pub fn LanguageChoice(
    /// Where in the page it stands, where it stands twice.
    #[prop(default = "settings")]
    place: &'static str,
    /// The page to come back to; without it, this one.
    #[prop(optional)]
    back: Option<&'static str>,
) -> impl IntoView {
    let words = language();
    let label = format!("{place}-language");
    let choices = Language::ALL.map(|choice| {
        let name = match choice {
            Language::Swedish => words.swedish(),
            Language::English => words.english(),
        };
        view! {
            <button
                class="segment"
                type="submit"
                name="language"
                value=choice.code()
                lang=choice.code()
                aria-pressed=(choice == words).to_string()
            >
                {name}
            </button>
        }
        .into_any()
    });
    view! {
        <form class="settings-group" method="post" action=ChooseLanguage::url()>
            <ReturnTo named=back/>
            <span class="settings-label" id=label.clone()>{words.language()}</span>
            <div class="segments" role="group" aria-labelledby=label>{choices.collect_view()}</div>
        </form>
    }
    .into_any()
}

/// A button for each theme. With script the colours change at once, and the server keeps the choice meanwhile.
#[component]
pub fn ThemeChoice(
    /// Where in the page it stands, where it stands twice.
    #[prop(default = "settings")]
    place: &'static str,
    /// The page to come back to; without it, this one.
    #[prop(optional)]
    back: Option<&'static str>,
) -> impl IntoView {
    let words = language();
    let label = format!("{place}-theme");
    let theme = RwSignal::new(preferences().theme);
    let choose = move |event: SubmitEvent| {
        let button = event.submitter().and_then(|button| button.dyn_into::<HtmlButtonElement>().ok());
        let Some(button) = button else { return };
        event.prevent_default();
        let chosen = Theme::from_code(&button.value());
        theme.set(chosen);
        show_theme(chosen);
        leptos::task::spawn_local(async move {
            // Not keeping the choice is no reason to disturb the reader; it can be chosen again.
            _ = choose_theme(chosen.code().to_owned(), String::new()).await;
        });
    };
    let choices = Theme::ALL.map(|choice| {
        let (icon, name) = match choice {
            Theme::System => ("sun-moon", words.theme_system()),
            Theme::Light => ("sun", words.theme_light()),
            Theme::Dark => ("moon", words.theme_dark()),
        };
        view! {
            <button
                class="segment"
                type="submit"
                name="theme"
                value=choice.code()
                aria-pressed=move || (theme.get() == choice).to_string()
            >
                <Icon name=icon/>
                {name}
            </button>
        }
        .into_any()
    });
    view! {
        <form class="settings-group" method="post" action=ChooseTheme::url() on:submit=choose>
            <ReturnTo named=back/>
            <span class="settings-label" id=label.clone()>{words.theme()}</span>
            <div class="segments" role="group" aria-labelledby=label>{choices.collect_view()}</div>
        </form>
    }
    .into_any()
}

fn show_theme(theme: Theme) {
    let Some(root) = document().document_element() else { return };
    // Setting a well-formed attribute does not fail.
    _ = match theme.attribute() {
        Some(value) => root.set_attribute("data-theme", value),
        None => root.remove_attribute("data-theme"),
    };
}
