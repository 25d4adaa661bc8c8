//! The main menu, which follows the role: what the role may not, and what is not built, is not there.

use domain::{
    language::Named,
    product_page::{PageGroup, ProductPage},
};
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
    let entries = |group: Option<PageGroup>| -> Vec<AnyView> {
        let pages = ProductPage::ALL.iter().copied();
        pages
            .filter(|page| page.group() == group && page.needs().is_none_or(|needed| reader.may(needed)))
            .map(|page| view! { <Entry page/> }.into_any())
            .collect()
    };
    let groups = PageGroup::ALL.iter().copied().filter_map(|group| {
        let entries = entries(Some(group));
        let label = format!("menu-{}", group.code());
        (!entries.is_empty()).then(|| {
            view! {
                <h2 class="menu-group" id=label.clone()>{group.name(words)}</h2>
                <ul class="menu-list" aria-labelledby=label>{entries}</ul>
            }
            .into_any()
        })
    });
    view! {
        <ul class="menu-list">{entries(None)}</ul>
        {groups.collect::<Vec<_>>()}
    }
    .into_any()
}

/// The icon of a page of the menu.
pub const fn page_icon(page: ProductPage) -> &'static str {
    match page {
        ProductPage::Start => "house",
        ProductPage::Cases => "users",
        ProductPage::FollowUps => "calendar",
        ProductPage::IncompleteMeasures => "briefcase",
        ProductPage::ScbExport => "file-text",
        ProductPage::ReportObstacles => "triangle-alert",
        ProductPage::Inbox => "inbox",
        ProductPage::Persons => "user",
        ProductPage::Pupils => "graduation-cap",
        ProductPage::Units => "school",
        ProductPage::StudyPaths => "list",
        ProductPage::Jobs => "history",
        ProductPage::Runs => "clock",
        ProductPage::DryRun => "eye",
        ProductPage::Users => "settings",
        ProductPage::Access => "key-round",
        ProductPage::AccessRoles => "users",
        ProductPage::AccessReport => "history",
        ProductPage::LetterTemplates => "mail",
        ProductPage::Log => "shield",
        ProductPage::Past => "history",
        ProductPage::Messages => "message-square",
        ProductPage::OwnPage => "circle-user",
    }
}

/// A line of the menu, marked when its page, or one below it, is open.
#[component]
fn Entry(page: ProductPage) -> impl IntoView {
    let (target, name) = (path::page(page), page.name(language()));
    let pathname = use_location().pathname;
    let current = move || {
        let pathname = pathname.read();
        if pathname.as_str() == target {
            Some("page")
        } else {
            let is_below = target != path::START && pathname.starts_with(&format!("{target}/"));
            let has_its_own = || ProductPage::ALL.iter().any(|page| path::page(*page) == pathname.as_str());
            (is_below && !has_its_own()).then_some("true")
        }
    };
    view! {
        <li>
            <a class="menu-entry" href=target aria-current=current title=name>
                <Icon name=page_icon(page)/>
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
