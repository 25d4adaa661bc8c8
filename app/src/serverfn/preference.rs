//! Language, theme and menu, and whether the browser runs scripts. They are posted by plain forms, also where one signs in, and lead back to the same page.

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Chooses the language.
#[server(endpoint = "choose-language", output = Json)]
pub async fn choose_language(language: String, #[server(default)] return_to: String) -> Result<(), AppError> {
    use crate::server::preference::{LANGUAGE_COOKIE, keep};
    use domain::language::Language;
    keep(LANGUAGE_COOKIE, Language::from_code(&language).unwrap_or_default().code(), &return_to);
    Ok(())
}

/// Chooses the theme.
#[server(endpoint = "choose-theme", output = Json)]
pub async fn choose_theme(theme: String, #[server(default)] return_to: String) -> Result<(), AppError> {
    use crate::{
        preference::Theme,
        server::preference::{THEME_COOKIE, keep},
    };
    keep(THEME_COOKIE, Theme::from_code(&theme).code(), &return_to);
    Ok(())
}

/// Folds the menu to icons, or opens it.
#[server(endpoint = "fold-menu", output = Json)]
pub async fn fold_menu(menu: String, #[server(default)] return_to: String) -> Result<(), AppError> {
    use crate::{
        preference::Menu,
        server::preference::{MENU_COOKIE, keep},
    };
    keep(MENU_COOKIE, Menu::from_code(&menu).code(), &return_to);
    Ok(())
}

/// Tells whether the browser runs scripts, so that it is given what waits for them, or nothing that does.
#[server(endpoint = "choose-script", output = Json)]
pub async fn choose_script(script: String, #[server(default)] return_to: String) -> Result<(), AppError> {
    use crate::{
        preference::Script,
        server::preference::{SCRIPT_COOKIE, keep},
    };
    keep(SCRIPT_COOKIE, Script::from_code(&script).code(), &return_to);
    Ok(())
}
