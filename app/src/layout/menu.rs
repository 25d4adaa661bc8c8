//! The main menu, which follows the role: what the role may not, and what is not built, is not there.

use domain::access::Permission;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_location;
use server_fn::ServerFn;

use super::FrameResource;
use crate::{
    component::{icon::Icon, return_to::ReturnTo},
    path,
    preference::{Menu, language, preferences},
    serverfn::{
        frame::Frame,
        preference::{FoldMenu, fold_menu},
    },
    words::{CommonWords, FrameWords},
};

/// The menu: a column on wide screens, a drawer over the page on narrow ones. A popover, so that the drawer works
/// without script; the style sheet keeps it open where there is room.
#[component]
pub fn MainMenu(reader: FrameResource) -> impl IntoView {
    let words = language();
    view! {
        <nav id="menu" class="menu" popover="auto" aria-label=words.main_menu()>
            <button class="menu-close" type="button" popovertarget="menu" popovertargetaction="hide">
                <Icon name="x"/>
                {words.close()}
            </button>
            <Suspense>
                {move || Suspend::new(async move {
                    let reader = reader.await.ok()?;
                    Some(view! { <Entries reader/> }.into_any())
                })}
            </Suspense>
            <Fold/>
        </nav>
    }
    .into_any()
}

#[component]
fn Entries(reader: Frame) -> impl IntoView {
    let words = language();
    let cases = reader.may(Permission::ReadCases).then(|| {
        view! {
            <h2 class="menu-group" id="menu-register">{words.group_register()}</h2>
            <ul class="menu-list" aria-labelledby="menu-register">
                <Entry target=path::CASES icon="users" name=words.cases()/>
                <Entry target=path::FOLLOW_UPS icon="calendar" name=words.follow_ups()/>
                <Entry target=path::PERSONS icon="user" name=words.persons()/>
            </ul>
            <h2 class="menu-group" id="menu-schools">{words.group_schools()}</h2>
            <ul class="menu-list" aria-labelledby="menu-schools">
                <Entry target=path::PUPILS icon="graduation-cap" name=words.pupils()/>
                <Entry target=path::UNITS icon="school" name=words.units()/>
                <Entry target=path::STUDY_PATHS icon="list" name=words.study_paths()/>
            </ul>
        }
        .into_any()
    });
    let entry = |permission, target, icon, name| {
        reader.may(permission).then(|| view! { <Entry target icon name/> }.into_any())
    };
    let system = [
        entry(Permission::ReadCases, path::RUNS, "clock", words.runs()),
        entry(Permission::ReadUsers, path::USERS, "users", words.users()),
        entry(Permission::ReadLog, path::LOG, "shield", words.log()),
    ];
    let system = system.iter().any(Option::is_some).then(|| {
        view! {
            <h2 class="menu-group" id="menu-system">{words.group_system()}</h2>
            <ul class="menu-list" aria-labelledby="menu-system">{Vec::from(system)}</ul>
        }
        .into_any()
    });
    view! {
        <ul class="menu-list">
            <Entry target=path::START icon="house" name=words.start()/>
        </ul>
        {cases}
        {system}
    }
    .into_any()
}

/// A line of the menu, marked when its page, or one below it, is open.
#[component]
fn Entry(target: &'static str, icon: &'static str, name: &'static str) -> impl IntoView {
    let pathname = use_location().pathname;
    let current = move || {
        let pathname = pathname.read();
        if pathname.as_str() == target {
            Some("page")
        } else {
            let is_below = target != path::START && pathname.starts_with(&format!("{target}/"));
            is_below.then_some("true")
        }
    };
    view! {
        <li>
            <a class="menu-entry" href=target aria-current=current title=name>
                <Icon name=icon/>
                <span class="menu-name">{name}</span>
            </a>
        </li>
    }
    .into_any()
}

/// Folds the menu to icons, or opens it; the choice is kept.
#[component]
fn Fold() -> impl IntoView {
    let words = language();
    let menu = RwSignal::new(preferences().menu);
    let fold = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = menu.get_untracked().other();
        menu.set(chosen);
        if let Some(root) = document().document_element() {
            // Setting a well-formed attribute does not fail.
            _ = root.set_attribute("data-menu", chosen.code());
        }
        leptos::task::spawn_local(async move {
            // Not keeping the choice is no reason to disturb the reader; it can be chosen again.
            _ = fold_menu(chosen.code().to_owned(), String::new()).await;
        });
    };
    let name = move || match menu.get() {
        Menu::Open => words.fold_menu(),
        Menu::Folded => words.unfold_menu(),
    };
    view! {
        <form class="menu-fold" method="post" action=FoldMenu::url() on:submit=fold>
            <ReturnTo/>
            <input type="hidden" name="menu" value=move || menu.get().other().code()/>
            <button class="menu-entry" type="submit" title=name>
                <Icon name="chevron-left"/>
                <span class="menu-name">{name}</span>
            </button>
        </form>
    }
    .into_any()
}
