//! Letters and their templates (requirement K22). Drawn by the server, with plain forms.

pub mod sender;
mod sheet;

use domain::{
    access::Permission,
    clock::wall_clock,
    date::in_words,
    id::{CaseId, JobId, LetterTemplateId},
    language::{Language, Message, Named},
    letter::{MergeField, sender::Sender},
    municipality::MunicipalityCode,
    product_page::ProductPage,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::{
    letters::{IN_A_FILE, Letter, Preview, Printed, SHOWN, TemplateRecord},
    session::Session,
};

use crate::{
    component::{
        breadcrumb::breadcrumb,
        icon::Icon,
        notice::{Empty, good},
        number::grouped,
    },
    page::record::{Field, asks_before_leaving, interruption, summary},
    path,
    server::{form::Draft, record::what},
    serverfn::letters::SaveTemplate,
    words::{BulkWords, LetterWords},
};

fn number(count: usize, words: Language) -> String {
    grouped(u64::try_from(count).unwrap_or(u64::MAX), words)
}

/// What is said where there is no template to write letters from, and the way to one for whoever may write it.
pub fn without_templates(session: &Session, words: Language) -> AnyView {
    let way = session.may(Permission::AdministerLetters).then(|| {
        view! { <a class="ds-button" href=path::NEW_LETTER_TEMPLATE><Icon name="plus"/> {words.new_template()}</a> }
    });
    view! {
        <section class="card">
            <Empty title=words.no_templates() text=words.no_templates_text() icon="mail">{way}</Empty>
        </section>
    }
    .into_any()
}

/// What stands round a preview.
pub struct Round<'a> {
    /// The first letter as it will be on paper.
    pub file: String,
    /// How many pages that is.
    pub pages: Option<usize>,
    /// The address of a page of the preview, by its number from 1.
    pub page: &'a dyn Fn(usize) -> String,
    /// Where whoever may says who sends the letters.
    pub sender: Option<String>,
}

/// What letters would be like, and who would get none.
pub fn preview(preview: &Preview, round: Round<'_>, words: Language) -> AnyView {
    let refused = without(preview, words);
    let lacks = (!preview.empty.is_empty()).then(|| {
        let way = match &round.sender {
            Some(way) => view! { <a href=way.clone()>{words.change_sender()}</a> }.into_any(),
            None => words.who_says_sender().into_any(),
        };
        view! {
            <div class="notice notice-warning">
                <Icon name="triangle-alert"/>
                <p>{words.sender_lacks(&sender::named(&preview.empty, words))} " " {way}</p>
            </div>
        }
    });
    let letter = |place: usize, (case, name, letter): &(CaseId, String, Letter)| {
        let signed = letter.signed.as_ref().map(|signed| {
            let why = signed.without_caseworker.then(|| format!(" ({})", words.without_caseworker()));
            format!("{}{}", words.signed_by(&signed.name), why.unwrap_or_default())
        });
        view! {
            <details class="letter-one" open=place == 0>
                <summary class="profile-opener">
                    <strong>{name.clone()}</strong> {signed.map(|signed| view! { <span class="quiet">{signed}</span> })}
                </summary>
                {sheet::view(&preview.printed, letter)}
                <p><a href=path::case(*case)>{words.open_case_of(name)}</a></p>
            </details>
        }
        .into_any()
    };
    let shown: Vec<_> = preview.shown.iter().enumerate().map(|(place, shown)| letter(place, shown)).collect();
    let letters = (preview.letters > 0).then(|| {
        view! {
            <h3>{words.each_letter()}</h3>
            {sheet::pages(round.pages, words)}
            {shown}
            {steps(preview, round.page, words)}
            <p><a class="record-change" href=round.file rel="external" target="_blank"><Icon name="file-text"/> {words.first_as_pdf()}</a></p>
        }
    });
    let nobody = (preview.letters == 0).then(|| view! { <p role="alert">{words.nobody_gets_one()}</p> });
    view! {
        <section class="card job letter-preview" aria-labelledby="letter-preview">
            <h2 id="letter-preview" tabindex="-1">{words.preview()}</h2>
            <dl class="job-counts">
                <div><dt>{words.letters()}</dt> <dd>{number(preview.letters, words)}</dd></div>
                <div><dt>{words.without_letter()}</dt> <dd>{number(preview.without, words)}</dd></div>
            </dl>
            {lacks}
            {nobody}
            {letters}
            {refused}
        </section>
    }
    .into_any()
}

/// Who would get no letter, and why.
fn without(preview: &Preview, words: Language) -> Option<AnyView> {
    let rows: Vec<_> = preview
        .refused
        .iter()
        .map(|(case, name, refusal)| {
            view! {
                <tr>
                    <th scope="row"><a href=path::case(*case)>{name.clone()}</a></th>
                    <td data-label=words.why()>{refusal.message(words)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let named = rows.len();
    let more = (preview.without > named).then(|| {
        view! { <p class="quiet">{BulkWords::and_more(words, &number(preview.without - named, words))}</p> }
    });
    (named > 0).then(|| {
        view! {
            <h3>{words.without_letter()}</h3>
            <table class="plain-table stacks">
                <thead><tr><th scope="col">{words.individual()}</th> <th scope="col">{words.why()}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {more}
        }
        .into_any()
    })
}

/// The ways to the letters before and after those that are shown, which keep what has been filled in.
fn steps(preview: &Preview, page: &dyn Fn(usize) -> String, words: Language) -> Option<AnyView> {
    let (from, last) = (preview.from, preview.from + preview.shown.len());
    let place = from / SHOWN + 1;
    let step = |page: String, name: &'static str| {
        view! { <a class="ds-button" data-variant="secondary" data-keeps href=page>{name}</a> }.into_any()
    };
    (preview.letters > SHOWN).then(|| {
        let all = number(preview.letters, words);
        let shown = words.letters_of(&number(from + 1, words), &number(last, words), &all);
        view! {
            <div class="letter-files">
                {(from > 0).then(|| step(page(place - 1), words.earlier_letters()))}
                <p>{shown}</p>
                {(last < preview.letters).then(|| step(page(place + 1), words.later_letters()))}
            </div>
        }
        .into_any()
    })
}

/// The ways to the letters of a job, file by file.
pub fn files(job: JobId, letters: usize, words: Language) -> Option<AnyView> {
    let file = |place: usize| {
        let (first, last) = (place * IN_A_FILE + 1, letters.min((place + 1) * IN_A_FILE));
        let name = match letters {
            1 => words.fetch_letter().to_owned(),
            2..=IN_A_FILE => words.fetch_letters().to_owned(),
            _ => words.fetch_some(&number(first, words), &number(last, words)),
        };
        view! {
            <li>
                <a class="ds-button" href=path::letter_file(job, place + 1) rel="external" download>
                    <Icon name="download"/> {name}
                </a>
            </li>
        }
        .into_any()
    };
    (letters > 0).then(|| {
        let files: Vec<_> = (0..letters.div_ceil(IN_A_FILE)).map(file).collect();
        view! {
            <section class="card job" aria-labelledby="letters">
                <h2 id="letters">{words.letters_on_paper()}</h2>
                <ul class="letter-files">{files}</ul>
                <p class="quiet">{words.fetch_hint()}</p>
            </section>
        }
        .into_any()
    })
}

/// The list of templates, with who sends the letters of each municipality.
pub fn list(
    templates: &[TemplateRecord],
    senders: &[(MunicipalityCode, Sender)],
    told: Vec<String>,
    words: Language,
) -> AnyView {
    let nothing = templates.is_empty().then(|| {
        view! {
            <section class="card"><Empty title=words.no_templates() text=words.templates_intro() icon="mail"/></section>
        }
    });
    let parts: Vec<_> = senders
        .iter()
        .map(|(municipality, sender)| {
            let own = templates.iter().filter(|template| template.municipality == *municipality);
            of_municipality(*municipality, own, sender, words)
        })
        .collect();
    view! {
        <div class="page-head">
            <div>
                <h1>{ProductPage::LetterTemplates.name(words)}</h1>
                <p class="page-intro">{words.templates_intro()}</p>
            </div>
            <a class="ds-button" href=path::NEW_LETTER_TEMPLATE><Icon name="plus"/> {words.new_template()}</a>
        </div>
        {good(told)}
        {nothing}
        {parts}
    }
    .into_any()
}

/// The templates of one municipality, who wrote each last and when, and who sends its letters.
fn of_municipality<'a>(
    municipality: MunicipalityCode,
    templates: impl Iterator<Item = &'a TemplateRecord>,
    sender: &Sender,
    words: Language,
) -> AnyView {
    let links: Vec<_> = templates
        .map(|template| {
            let (who, at) = &template.changed;
            let when = in_words(wall_clock(*at).date(), words);
            view! {
                <li><a href=path::letter_template(template.id)>{template.name.clone()}</a>
                <span class="quiet">{words.template_changed(&when, who)}</span></li>
            }
            .into_any()
        })
        .collect();
    let links = (!links.is_empty()).then(|| view! { <ul class="letter-templates">{links}</ul> });
    let id = format!("letters-{municipality}");
    let empty = sender.empty();
    let lacks = (!empty.is_empty()).then(|| {
        view! { <span class="quiet">{words.sender_is_empty(&sender::named(&empty, words))}</span> }
    });
    view! {
        <section class="card job" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{municipality.name()}</h2>
            {links}
            <p class="letter-sender-way">
                <a class="record-change" href=path::letter_sender(municipality)>
                    <Icon name="pencil"/> {words.change_sender()} <span class="visually-hidden">{municipality.name()}</span>
                </a>
                {lacks}
            </p>
        </section>
    }
    .into_any()
}

/// A letter with made-up data, and how many pages it becomes.
pub struct Sample {
    /// The letter.
    pub printed: Printed,
    /// How many pages, where that is known.
    pub pages: Option<usize>,
}

impl Sample {
    fn view(&self, words: Language) -> AnyView {
        let letters: Vec<_> =
            self.printed.letters.iter().map(|letter| sheet::view(&self.printed, letter)).collect();
        view! {
            <section class="card job letter-preview" aria-labelledby="letter-preview">
                <h2 id="letter-preview">{words.preview()}</h2>
                <p class="quiet">{words.preview_text()}</p>
                {sheet::pages(self.pages, words)}
                {letters}
            </section>
        }
        .into_any()
    }
}

/// What another has saved meanwhile.
fn theirs(title: &'static str, draft: &Draft) -> Option<AnyView> {
    (!draft.seen.is_empty()).then(|| {
        view! {
            <section class="letter-theirs" aria-labelledby="letter-theirs">
                <h2 id="letter-theirs">{title}</h2>
                <p class="notes">{draft.seen.clone()}</p>
            </section>
        }
        .into_any()
    })
}

/// The form of a template, with what a letter looks like, and what another has saved meanwhile.
pub fn form(
    id: Option<LetterTemplateId>,
    fields: &[Field],
    (draft, is_unsaved): (&Draft, bool),
    sample: Option<Sample>,
    words: Language,
) -> AnyView {
    let title = if id.is_some() { words.change_template() } else { words.new_template() };
    let fields: Vec<_> = fields.iter().map(|field| field.view(&draft.problems, words)).collect();
    let number = id.map_or(0, |id| id.0).to_string();
    let hidden = || {
        view! {
            <input type="hidden" name="id" value=number.clone()/>
            <input type="hidden" name="version" value=draft.version.to_string()/>
        }
    };
    let merge: Vec<_> = MergeField::ALL
        .iter()
        .map(|field| {
            view! { <li><code>{format!("{{{}}}", field.code())}</code> " " {field.name(words)}</li> }
                .into_any()
        })
        .collect();
    let removal = id.map(|_| {
        view! {
            <details class="record-removal">
                <summary class="profile-opener"><Icon name="trash-2"/> {words.remove_template()}</summary>
                <form method="post" action=SaveTemplate::url()>
                    {hidden()}
                    <p>{words.really_remove_template()}</p>
                    <button class="ds-button" data-color="danger" type="submit" name="what" value=what::REMOVE>
                        {words.yes_remove_template()}
                    </button>
                </form>
            </details>
        }
    });
    view! {
        {breadcrumb([(path::LETTER_TEMPLATES.to_owned(), ProductPage::LetterTemplates.name(words))])}
        <div class="page-head"><h1>{title}</h1></div>
        <section class="card record">
            {interruption(draft.interrupted, draft.is_lost, words)}
            {summary::view(&draft.problems, words)}
            <form {..asks_before_leaving(is_unsaved, words)} class="record-form" method="post" action=SaveTemplate::url() novalidate>
                {hidden()}
                <div class="record-fields letter-form">{fields}</div>
                <section class="letter-fields" aria-labelledby="letter-fields">
                    <h2 id="letter-fields">{words.template_fields()}</h2>
                    <ul>{merge}</ul>
                </section>
                {theirs(words.saved_now(), draft)}
                <div class="panel-actions">
                    <button class="ds-button" type="submit" name="what" value=what::SAVE>{words.save_template()}</button>
                    <button class="ds-button" data-variant="secondary" type="submit" name="what" value=PREVIEW>
                        {words.look_at_letters()}
                    </button>
                    <a class="ds-button" data-variant="tertiary" href=path::LETTER_TEMPLATES>{BulkWords::cancel(words)}</a>
                </div>
            </form>
            {removal}
        </section>
        {sample.map(|sample| sample.view(words))}
    }
    .into_any()
}

/// What the form of a template asks for that is to be looked at and not saved yet.
pub const PREVIEW: &str = "preview";
