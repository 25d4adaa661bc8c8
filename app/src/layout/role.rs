//! The role that the reader acts in.

use domain::{access::RoleAssignment, language::Language};
use leptos::{ev::Event, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlSelectElement};
use server_fn::ServerFn;

use crate::{
    preference::language,
    serverfn::{frame::Frame, session::SwitchRole},
    words::FrameWords,
};

/// What a role is called: *Handläggare · Norrköping*.
pub fn role_name(role: &RoleAssignment, language: Language) -> String {
    format!("{} · {}", role.title.name(language), role.organisation)
}

/// The role as text, or a choice when there are several. With script the choice is enough; without, it has a button.
#[component]
pub fn RoleSwitcher(reader: Frame) -> impl IntoView {
    let words = language();
    if reader.roles.len() < 2 {
        let name = role_name(&reader.acting, words);
        return view! {
            <span class="header-role">
                <span class="visually-hidden">{words.role()} ": "</span>
                {name}
            </span>
        }
        .into_any();
    }
    let acting = reader.acting.id;
    let options = reader.roles.iter().map(|role| {
        view! {
            <option value=role.id.to_string() selected=role.id == acting>
                {role_name(role, words)}
            </option>
        }
        .into_any()
    });
    view! {
        <form class="header-role-form" method="post" action=SwitchRole::url()>
            <label class="visually-hidden" for="role">{words.role()}</label>
            <select id="role" name="role" class="header-select" on:change=submit_form_of>
                {options.collect_view()}
            </select>
            <button class="header-button without-script" type="submit">{words.switch_role()}</button>
        </form>
    }
    .into_any()
}

fn submit_form_of(event: Event) {
    let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
    if let Some(form) = select.and_then(|select| select.form()) {
        // Fails only when the form is no longer in the page.
        _ = form.request_submit();
    }
}
