//! The profiles of the list: tabs to choose one by; saving, naming, sharing and removing it as plain forms in a panel that
//! folds. What has been done, or why not, is told above the list.

use domain::{
    id::ProfileId,
    language::{Language, Named},
    list::profile::{LONGEST_NAME, ProfileError, ProfileOutcome, Sharing, ShownProfile, ShownProfiles},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    ListForm, Posting,
    panel::panel,
    posted::{PROFILE_PARAMETER, what},
};
use crate::{
    component::{as_drawn::as_drawn, icon::Icon},
    preference::language,
    words::ProfileWords,
};

/// The panel.
#[component]
pub fn ProfilePanel(
    profiles: ShownProfiles,
    posting: Posting,
    /// The address of what is shown.
    address: String,
) -> impl IntoView {
    let words = language();
    let current = profiles.current().cloned();
    let name = current.as_ref().map(|current| current.name.as_str().to_owned());
    let is_changed = current.as_ref().is_some_and(|current| current.is_changed);
    let may_administer = profiles.may_administer;
    let summary = view! {
        <summary class="tool tool-profile">
            <Icon name="bookmark"/>
            {words.profile()}
            {name.map(|name| view! { ": " <span class="profile-current">{name}</span> }.into_any())}
            {changed_mark(is_changed)}
        </summary>
    };
    let body = move || {
        let of_current =
            current.clone().map(|current| view! { <Current current may_administer posting/> }.into_any());
        view! {
            <div class="panel-body profile-panel">
                {of_current}
                <details class="profile-action" name="profile-action">
                    <summary class="profile-opener">{words.save_as()}</summary>
                    {save_as(may_administer, posting)}
                </details>
                <a class="panel-link" href=address.clone()>{words.link_to_view()}</a>
            </div>
        }
        .into_any()
    };
    panel(posting.panels, "profile".to_owned(), "panel panel-drop", false, summary.into_any(), body)
}

/// The form that saves what the list shows under a name of its own.
fn save_as(may_administer: bool, posting: Posting) -> AnyView {
    let words = language();
    view! {
        <ListForm posting what=what::ADD_PROFILE class="profile-form">
            <NameField name=String::new()/>
            <p class="quiet">{words.profile_name_hint()}</p>
            {match may_administer {
                true => view! { <SharingField chosen=Sharing::Private may_administer/> }.into_any(),
                false => view! {
                    <label class="field-choice">
                        <input type="checkbox" name="sharing" value=Sharing::Organisation.code()/>
                        {words.share_with_organisation()}
                    </label>
                }
                .into_any(),
            }}
            <button class="ds-button" type="submit">{words.save_profile()}</button>
        </ListForm>
    }
    .into_any()
}

/// What can be done with the chosen profile.
#[component]
fn Current(current: ShownProfile, may_administer: bool, posting: Posting) -> impl IntoView {
    let words = language();
    let ShownProfile { id, name, sharing, made_by, may_change, is_changed } = current;
    let name = name.as_str().to_owned();
    let save = (is_changed && may_change).then(|| {
        view! {
            <ListForm posting what=what::SAVE_PROFILE class="profile-button">
                <input type="hidden" name="profile" value=id.to_string()/>
                <button class="ds-button" type="submit">{words.save()}</button>
            </ListForm>
        }
        .into_any()
    });
    let locked = (!may_change).then(|| {
        let text = words.locked_by(&made_by.clone().unwrap_or_default());
        view! { <p class="profile-locked"><Icon name="lock"/> {text}</p> }.into_any()
    });
    let question = match sharing.is_shared() {
        true => words.really_remove_shared(&name),
        false => words.really_remove(&name),
    };
    let certain = words.yes_remove(&name);
    let changes = may_change.then(|| {
        view! {
            <details class="profile-action" name="profile-action">
                <summary class="profile-opener">{words.rename()}</summary>
                <ListForm posting what=what::RENAME_PROFILE class="profile-form">
                    <input type="hidden" name="profile" value=id.to_string()/>
                    <NameField name/>
                    <button class="ds-button" type="submit">{words.rename()}</button>
                </ListForm>
            </details>
            <details class="profile-action" name="profile-action">
                <summary class="profile-opener">{words.sharing()} ": " {sharing.name(words)}</summary>
                <ListForm posting what=what::SHARE_PROFILE class="profile-form">
                    <input type="hidden" name="profile" value=id.to_string()/>
                    <SharingField chosen=sharing may_administer/>
                    <button class="ds-button" type="submit">{words.change_sharing()}</button>
                </ListForm>
            </details>
            <details class="profile-action" name="profile-action">
                <summary class="profile-opener">{words.remove_profile()}</summary>
                <ListForm posting what=what::REMOVE_PROFILE class="profile-form">
                    <input type="hidden" name="profile" value=id.to_string()/>
                    <p>{question}</p>
                    <button class="ds-button" data-color="danger" type="submit">{certain}</button>
                </ListForm>
            </details>
        }
        .into_any()
    });
    view! {
        {locked}
        <div class="profile-buttons">{save}</div>
        {changes}
    }
    .into_any()
}

/// The profiles to choose from, as tabs over the list: one press away. A reader without any has no tabs. Beside them stands
/// what can be done with a chosen one that is changed.
pub fn views(profiles: &ShownProfiles, posting: Posting) -> AnyView {
    let words = language();
    if profiles.all.is_empty() {
        return ().into_any();
    }
    let active = profiles.active;
    let tab = |id: String, name: String, is_current: bool, is_changed: bool, note: Option<String>| {
        let title = note.clone();
        view! {
            <li>
                <button class="tab" type="submit" name="profile" value=id title=title aria-current=is_current.then_some("true")>
                    {name}
                    {note.map(|note| view! { <span class="visually-hidden">" (" {note} ")"</span> }.into_any())}
                    {changed_mark(is_changed)}
                </button>
            </li>
        }
        .into_any()
    };
    let none = tab("0".to_owned(), words.no_profile().to_owned(), active.is_none(), false, None);
    let others = profiles.all.iter().map(|profile| {
        let note = match (&profile.made_by, profile.sharing) {
            (Some(who), _) => Some(words.shared_by(who)),
            (None, Sharing::Private) => None,
            (None, sharing) => Some(sharing.name(words)),
        };
        let (name, is_current) = (profile.name.as_str().to_owned(), active == Some(profile.id));
        tab(profile.id.to_string(), name, is_current, profile.is_changed, note)
    });
    let others: Vec<_> = others.collect();
    let changed = profiles.current().filter(|current| current.is_changed);
    let changed = changed.map(|current| after_change(current.id, profiles.may_administer, posting));
    view! {
        <div class="views">
            <ListForm posting what=what::CHOOSE_PROFILE class="tabs">
                <ul aria-label=words.profiles()>{none} {others}</ul>
            </ListForm>
            {changed}
        </div>
    }
    .into_any()
}

fn changed_mark(is_changed: bool) -> Option<AnyView> {
    let words = language();
    is_changed.then(|| view! { " " <span class="tag">{words.profile_changed()}</span> }.into_any())
}

/// The way back to the chosen profile as it was saved, and on to one of the reader's own.
fn after_change(id: ProfileId, may_administer: bool, posting: Posting) -> AnyView {
    let words = language();
    view! {
        <div class="views-changed">
            <ListForm posting what=what::RESET_PROFILE class="profile-button">
                <input type="hidden" name="profile" value=id.to_string()/>
                <button class="tool" type="submit" title=words.reset_title()>{words.reset()}</button>
            </ListForm>
            <details class="panel panel-drop" name="list-panel">
                <summary class="tool">{words.save_as_new()}</summary>
                <div class="panel-body profile-panel">{save_as(may_administer, posting)}</div>
            </details>
        </div>
    }
    .into_any()
}

#[component]
fn NameField(name: String) -> impl IntoView {
    let words = language();
    view! {
        <label class="profile-field">
            {words.profile_name()}
            <input
                class="field-value"
                type="text"
                name="value"
                required
                maxlength=LONGEST_NAME.to_string()
                autocomplete="off"
                value=name.clone()
                node_ref=as_drawn(name)
            />
        </label>
    }
    .into_any()
}

/// Who is to have it. What a role starts with is for those to choose who administer.
#[component]
fn SharingField(chosen: Sharing, may_administer: bool) -> impl IntoView {
    let words = language();
    let offered = Sharing::all().into_iter().filter(|sharing| match sharing {
        Sharing::Role(_) => may_administer,
        Sharing::Private | Sharing::Organisation => true,
    });
    let options = offered.map(|sharing| {
        view! { <option value=sharing.code() selected=sharing == chosen>{sharing.name(words)}</option> }
            .into_any()
    });
    view! {
        <label class="profile-field">
            {words.sharing()}
            <select class="select" name="sharing">{options.collect_view()}</select>
        </label>
    }
    .into_any()
}

/// What a form of the profiles came to, by the address that it led to.
#[component]
pub fn Outcome() -> impl IntoView {
    let words = language();
    let query = use_query_map();
    move || {
        let told = query.read().get(PROFILE_PARAMETER)?;
        let (text, is_refused) = told_of(&told, words)?;
        let (class, icon, role) = match is_refused {
            true => ("notice notice-bad", "triangle-alert", "alert"),
            false => ("notice", "circle-check", "status"),
        };
        Some(view! { <div class=class role=role><Icon name=icon/> <p>{text}</p></div> }.into_any())
    }
}

/// The sentence of what stands in the address: a code, and after a dot what makes the address another than the one before.
fn told_of(told: &str, words: Language) -> Option<(&'static str, bool)> {
    let code = told.split('.').next().unwrap_or_default();
    let done = ProfileOutcome::from_code(code).map(|outcome| (outcome.name(words), false));
    done.or_else(|| ProfileError::from_code(code).map(|error| (error.name(words), true)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_address_is_a_sentence_or_nothing() {
        assert_eq!(told_of("saved.17", Language::Swedish), Some(("Profilen är sparad.", false)));
        assert!(told_of("name-taken", Language::English).is_some_and(|(_, is_refused)| is_refused));
        assert_eq!(told_of("<script>", Language::Swedish), None);
    }

    #[test]
    fn no_code_means_both() {
        for outcome in ProfileOutcome::ALL {
            assert_eq!(ProfileError::from_code(outcome.code()), None);
        }
    }
}
