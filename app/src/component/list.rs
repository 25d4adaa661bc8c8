//! The one list of the product. It knows of no list in particular: the server says everything that is shown
//! ([`shown::ShownList`]), and a page says which list it is.
//!
//! The state of a list is its address. Whatever changes the state is a link to another address, or a form whose answer
//! is a redirect to one, so that it works without script, can be shared, and the browser's Back works.

pub mod cell;
mod chips;
mod columns;
mod export;
mod field;
mod filter;
mod find;
mod foot;
mod head;
mod keyboard;
mod keys;
mod moving;
mod order;
mod panel;
pub mod posted;
mod profile;
mod rows;
pub mod selection;
pub mod shown;

use domain::access::Permission;
use leptos::{ev::SubmitEvent, prelude::*, reactive::actions::ActionAbortHandle};
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use server_fn::ServerFn;

use crate::{
    component::{failure::Failure, icon::Icon},
    error::AppError,
    preference::language,
    serverfn::list::{ChangeList, ChangeProfiles, read_list},
    words::{CommonWords, ListWords},
};
use panel::Panels;
use posted::Posted;
use selection::Selection;
use shown::ShownList;

/// How the forms of a list are posted: without script to an address, with script by a call that leads on to the next.
#[derive(Clone, Copy)]
pub struct Posting {
    /// The code of the list.
    list: &'static str,
    /// The state that the list is shown in.
    search: StoredValue<String>,
    /// The call.
    post: Callback<Posted>,
    /// Whether newer rows are on their way.
    pending: Signal<bool>,
    /// The column whose heading is to have the focus when they have come, and how wide it has been asked to be.
    held: StoredValue<Option<Held>>,
    /// Which panels have been opened.
    panels: Panels,
}

impl Posting {
    /// Where a form is posted without script.
    fn url(what: &str) -> &'static str {
        if what.ends_with("-profile") { ChangeProfiles::url() } else { ChangeList::url() }
    }

    /// Leaves the focus with a column wherever it is moved, however wide it is made.
    fn hold_column(self, code: &str, width: Option<i32>) {
        self.held.set_value(Some(Held { column: code.to_owned(), width }));
    }
}

/// A column that is worked on by keys, until all that has been asked for is answered.
#[derive(Clone)]
struct Held {
    /// Its code.
    column: String,
    /// The width that has been asked for: older rows may come before that is answered.
    width: Option<i32>,
}

/// A form of the list. Its fields are those of [`Posted`].
#[component]
fn ListForm(
    /// How it is posted.
    posting: Posting,
    /// What it changes.
    what: &'static str,
    /// What it looks like.
    class: &'static str,
    /// What it is for, if that is searching.
    #[prop(optional)]
    role: Option<&'static str>,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        keyboard::fold_panel(&event);
        if let Some(posted) = Posted::from_event(&event) {
            event.prevent_default();
            posting.post.run(posted);
        }
    };
    let search = posting.search.get_value();
    view! {
        <form class=class role=role method="post" action=Posting::url(what) on:submit=submit>
            <input type="hidden" name="list" value=posting.list/>
            <input type="hidden" name="search" value=search.clone() prop:value=search/>
            <input type="hidden" name="what" value=what/>
            {children()}
        </form>
    }
    .into_any()
}

/// The page of a list.
#[component]
pub fn ListPage(
    /// The code of the list.
    code: &'static str,
    /// Where it lives.
    path: &'static str,
    /// What a role must have to see it.
    needs: Permission,
) -> impl IntoView {
    let words = language();
    let location = use_location();
    // On the way to another page the address changes first; that is no reason to read the list again.
    let search = Memo::new(move |previous: Option<&String>| match location.pathname.get() {
        here if here == path => location.search.get(),
        _ => previous.cloned().unwrap_or_default(),
    });
    let answer = Resource::new(move || search.get(), move |search| read_list(code.to_owned(), search));
    let change = ServerAction::<ChangeList>::new();
    let change_profiles = ServerAction::<ChangeProfiles>::new();
    // What has been posted and not been answered. Its answer leads on to an address, and would take whoever has gone elsewhere
    // meanwhile back from there.
    let under_way = StoredValue::new(Vec::<ActionAbortHandle>::new());
    keyboard::on_leaving(move || {
        under_way.update_value(|posts| posts.drain(..).for_each(ActionAbortHandle::abort));
    });
    let post = move |posted: Posted| {
        change.clear();
        change_profiles.clear();
        if !change.pending().get_untracked() && !change_profiles.pending().get_untracked() {
            under_way.update_value(Vec::clear);
        }
        let dispatched = if posted.is_of_profiles() {
            let Posted { search, what, value, profile, sharing, .. } = posted;
            let list = code.to_owned();
            change_profiles.dispatch(ChangeProfiles { list, search, what, value, profile, sharing })
        } else {
            let Posted { search, what, fields, value, part, columns, .. } = posted;
            change.dispatch(ChangeList { list: code.to_owned(), search, what, fields, value, part, columns })
        };
        under_way.update_value(|posts| posts.push(dispatched));
    };
    // What is shown is what was asked for last; anything else asked for since is on its way.
    let (drawn, set_drawn) = signal(search.get_untracked());
    let pending = Signal::derive(move || {
        search.get() != drawn.get() || change.pending().get() || change_profiles.pending().get()
    });
    let refused = move || {
        let error = change.value().get().and_then(Result::err);
        let error = error.or_else(|| change_profiles.value().get().and_then(Result::err));
        error.map(|error| view! { <Failure error needs/> }.into_any())
    };
    let selection = Selection::of_the_application();
    let held = StoredValue::new(None);
    let shown_last = StoredValue::new(None::<ShownList>);
    let shown_search = StoredValue::new(String::new());
    let posting = Posting {
        list: code,
        search: shown_search,
        post: Callback::new(post),
        pending,
        held,
        panels: Panels::new(),
    };
    let draw = move |list: ShownList| {
        shown_search.set_value(list.search.clone());
        whole(&list, posting, selection)
    };
    let shown = move || {
        // A panel that is opened for the first time is drawn with all the rest.
        posting.panels.follow();
        Suspend::new(async move {
            let answer_now = answer.await;
            Effect::new(move |_| set_drawn.set(search.get_untracked()));
            match answer_now {
                Ok(list) => {
                    shown_last.set_value(Some(list.clone()));
                    draw(list)
                }
                Err(error) => {
                    let retry = Callback::new(move |()| answer.refetch());
                    // What has been read stays, so that nobody loses their place while a network is away.
                    let last =
                        shown_last.get_value().filter(|_| error.may_pass() && error != AppError::SignedOut);
                    let is_page = last.is_none();
                    view! { <Failure error needs is_page retry/> {last.map(draw)} }.into_any()
                }
            }
        })
    };
    keyboard::listen();
    view! {
        <Transition>
            {refused}
            {shown}
        </Transition>
        <p class="visually-hidden" role="status">{move || pending.get().then(|| words.loading())}</p>
    }
    .into_any()
}

/// The list: heading, tools, what is chosen, rows, pages.
fn whole(list: &ShownList, posting: Posting, selection: Selection) -> AnyView {
    let words = language();
    let pending = posting.pending;
    selection.follow(posting.list, &list.selection);
    let widths: Vec<_> =
        list.columns.iter().map(|shown| (shown.column.code.clone(), shown.width.map(i32::from))).collect();
    Effect::new(move |_| {
        let opened = selection.come_back();
        if let Some(Held { column, width }) = posting.held.get_value() {
            // A key that is held down is answered more than once.
            let is = widths.iter().find(|(code, _)| *code == column).and_then(|(_, width)| *width);
            if width.is_none_or(|width| is == Some(width)) {
                posting.held.set_value(None);
            }
            // At once, so that the next press of a key finds it, and again when all of it stands in the page.
            moving::focus(&column);
            request_animation_frame(move || moving::focus(&column));
        } else if let Some(row) = opened {
            request_animation_frame(move || keyboard::focus_row(row));
        }
    });
    view! {
        <Title text=words.page_title(&list.title)/>
        <div class="page-head">
            <div>
                <h1>{list.title.clone()}</h1>
                <p class="page-intro">{list.intro.clone()}</p>
                <p class="print-only">{list.printed.clone()}</p>
            </div>
            {list.remark.clone().map(remark)}
            {ways(&list.ways)}
            {list.create.clone().map(create)}
        </div>
        {panel::without_script()}
        {profile::views(&list.profiles, posting)}
        <div class="list-tools">
            {find::find(list.find.clone(), posting)}
            {filter::filter_panel(list, posting)}
            {order::order(list, posting)}
            {columns::column_chooser(list, posting)}
            {export::export(list, posting.panels)}
            <profile::ProfilePanel profiles=list.profiles.clone() posting address=list.address.clone()/>
            <keys::Keys opens=list.rows.iter().any(|row| row.target.is_some())/>
        </div>
        {chips::chips(list, posting)}
        {notices(&list.notices)}
        <profile::Outcome/>
        {refused_fields(list)}
        <div class="card list-card" class:list-pending=pending aria-busy=move || pending.get().to_string()>
            <div class="progress" aria-hidden="true"></div>
            {head::sort_sentence(&list.sort)}
            {rows::rows(list, posting, selection)}
            {selection::bar(list, posting, selection)}
            {foot::foot(list.foot.clone(), posting)}
        </div>
    }
    .into_any()
}

/// The way to what shows the same in another way.
fn ways(ways: &[shown::Named]) -> AnyView {
    let way = |way: &shown::Named| {
        let shown::Named { code, name } = way.clone();
        view! { <a class="ds-button" data-variant="secondary" href=code>{name}</a> }.into_any()
    };
    let ways: Vec<_> = ways.iter().map(way).collect();
    (!ways.is_empty()).then(|| view! { <p class="head-ways">{ways}</p> }).into_any()
}

/// Leads to where a new row is made.
fn create(shown::Named { code, name }: shown::Named) -> AnyView {
    view! { <a class="ds-button" href=code><Icon name="plus"/>{name}</a> }.into_any()
}

/// What is said of the list as a whole.
fn remark(remark: shown::Remark) -> AnyView {
    let shown::Remark { text, is_well } = remark;
    match is_well {
        true => view! { <p class="seal seal-intact"><Icon name="circle-check"/>{text}</p> }.into_any(),
        false => view! { <p class="seal seal-broken" role="alert"><Icon name="triangle-alert"/>{text}</p> }
            .into_any(),
    }
}

/// What was left out of what the address asks for.
fn notices(notices: &[String]) -> AnyView {
    if notices.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> =
        notices.iter().cloned().map(|notice| view! { <li>{notice}</li> }.into_any()).collect();
    view! {
        <div class="notice" role="status">
            <Icon name="info"/>
            <ul>{items}</ul>
        </div>
    }
    .into_any()
}

/// Which fields of the filter could not be read. The first of them has the focus.
fn refused_fields(list: &ShownList) -> AnyView {
    let refused = list.fields.iter().filter(|field| field.is_refused);
    let names: Vec<_> = refused.map(|field| field.column.name.as_str()).collect();
    if names.is_empty() {
        return ().into_any();
    }
    Effect::new(|_| request_animation_frame(keyboard::focus_refused));
    view! {
        <div class="notice notice-bad" role="alert">
            <Icon name="triangle-alert"/>
            <p>{language().refused(&names.join(", "))}</p>
        </div>
    }
    .into_any()
}
