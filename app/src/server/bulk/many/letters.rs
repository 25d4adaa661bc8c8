//! *Skriv brev*: letters to the people of chosen cases. The first time the form is posted it is shown again with what the
//! letters would be like; what has been looked at so is written the second time.

use domain::{
    access::Permission,
    language::{Language, Message, Named},
    letter::{
        LetterField,
        form::{LettersForm, names_follow_up},
        sender::Sender,
    },
    list::CaseColumn,
};
use serde_json::json;
use service::{
    case_changes,
    jobs::Asked,
    letters::{self, LetterFailure, Letters, Printed, TemplateRecord},
    selection,
};

use super::{Shown, filled_in, named, read_form, refused, whom};
use crate::{
    component::number::grouped,
    error::AppError,
    page::{
        letters as pages,
        record::{Control, Field, RecordForm},
    },
    path::{self, many::ManyAddress},
    server::{
        drawn::{Reader, parameter},
        form::{Draft, Problem},
        letters::Pager,
        record::{NotSaved, Posted},
    },
    words::{CountWords, LetterWords, RecordWords},
};

/// What is known of letters by whoever has looked at them, and the day that they carry: looked at before midnight and written
/// after it, they would be others.
fn looked_at(template: &TemplateRecord, letters: &Letters, sender: &Sender) -> String {
    json!([template.id.0, template.version, sender.version, letters.sent, letters.follow_up]).to_string()
}

/// The page of the form, with what the letters would be like once it has been filled in.
pub(super) async fn form(
    reader: &Reader,
    token: &str,
    draft: &Draft,
    search: &str,
) -> Result<Shown, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let chosen = selection::rows::<CaseColumn>(services, session, token).await?;
    let chosen = chosen.filter(|rows| !rows.is_empty()).ok_or(AppError::NotFound)?;
    let templates = letters::templates(services, session).await?;
    let total = chosen.len() as u64;
    let intro = Some(words.cases_chosen(total, &grouped(total, words), None));
    let title = words.write_letters();
    if templates.is_empty() {
        let after = Some(pages::without_templates(session, words));
        return Ok(Shown { form: None, intro, title, after });
    }
    let mut form = RecordForm {
        title: words.letters_form().to_owned(),
        text: Some(words.letters_text().to_owned()),
        fields: fields(reader, &templates, draft),
        save: words.look_at_letters(),
        ..RecordForm::default()
    };
    // What is told of the whole is no mistake in it.
    let has_mistakes = draft.problems.iter().any(|problem| problem.field.is_some());
    let is_right = draft.is_filled_in() && !has_mistakes && chosen.len() <= letters::MOST;
    let read = match filled_form(draft).filter(|_| is_right) {
        Some(filled) => match letters::read(services, session, &filled).await {
            Ok(read) => Some(read),
            Err(LetterFailure::Unavailable(error)) => return Err(error.into()),
            // What is wrong is said when it is posted.
            Err(_) => None,
        },
        None => None,
    };
    let Some((template, letters)) = read else {
        // Whom the letters go to is seen before there are any.
        let rows = case_changes::page(services, session, token, 1).await?.rows;
        let after = Some(whom(rows.into_iter().map(named), total, words));
        return Ok(Shown { form: Some(form), intro, title, after });
    };
    let sender = letters::sender(services, session, letters.municipality).await?;
    let page = parameter(search, path::PAGE_PARAMETER).and_then(|page| page.parse().ok()).unwrap_or(1);
    let preview = letters::preview(services, session, &chosen, (&letters, &sender), page).await?;
    if preview.letters > 0 {
        form.seen = looked_at(&template, &letters, &sender);
        form.save = if preview.letters == 1 { words.write_it() } else { words.write_them() };
    }
    let day = letters.follow_up.map(|day| day.to_string()).unwrap_or_default();
    let file = path::letter_preview(token, template.id, &day);
    let first = preview.shown.first().map(|(_, _, letter)| letter.clone());
    let pages_of_first = match first {
        Some(letter) => Pager::pages(&Printed { letters: vec![letter], ..preview.printed.clone() }).await,
        None => None,
    };
    let here = path::without(search, &[path::PAGE_PARAMETER]);
    let page = |page: usize| {
        let address = format!("{}?{here}", ManyAddress::Letters.path());
        format!("{}#letter-preview", path::with(&address, path::PAGE_PARAMETER, &page.to_string()))
    };
    let may_say = session.may(Permission::AdministerLetters);
    let round = pages::Round {
        file,
        pages: pages_of_first,
        page: &page,
        sender: may_say.then(|| path::letter_sender(letters.municipality)),
    };
    Ok(Shown { form: Some(form), intro, title, after: Some(pages::preview(&preview, round, words)) })
}

fn filled_form(draft: &Draft) -> Option<LettersForm> {
    serde_json::to_value(&draft.fields).and_then(serde_json::from_value).ok()
}

fn fields(reader: &Reader, templates: &[TemplateRecord], draft: &Draft) -> Vec<Field> {
    let words = reader.language;
    let several = reader.session.acting.municipalities.len() > 1;
    let named = |template: &TemplateRecord| {
        let name = match several {
            true => format!("{} · {}", template.name, template.municipality.name()),
            false => template.name.clone(),
        };
        (template.id.to_string(), name)
    };
    // The only one there is need not be chosen.
    let first = if let [only] = templates { only.id.to_string() } else { String::new() };
    let values = templates.iter().map(named).collect();
    let choice = Control::Choice { values, none: words.choose() };
    // The day is required where the chosen template names it, or every template does.
    let names_it = |template: &&TemplateRecord| names_follow_up(&template.subject, &template.text);
    let naming: Vec<&TemplateRecord> = templates.iter().filter(names_it).collect();
    let chosen = draft.fields.get(LetterField::Template.code()).unwrap_or(&first);
    let is_required =
        naming.len() == templates.len() || naming.iter().any(|template| template.id.to_string() == *chosen);
    let hint = words.letter_follow_up_hint();
    let mut names: Vec<String> = naming.iter().map(|template| format!("”{}”", template.name)).collect();
    names.dedup();
    let needed = || format!("{hint} {}", words.follow_up_needed(&names.join(", ")));
    let day = Field::new(LetterField::FollowUp, Control::Day, "", words);
    vec![
        Field::new(LetterField::Template, choice, &first, words).required(),
        match (is_required, naming.is_empty()) {
            (true, _) => day.required().hinted(needed()),
            (false, true) => day.hinted(hint),
            (false, false) => day.required_when(needed()),
        },
    ]
}

/// What is asked of the job, once it has been looked at.
pub async fn asked(reader: &Reader, chosen: &[i64], posted: &Posted) -> Result<Asked, NotSaved> {
    let Reader { services, session, language } = reader;
    let filled: LettersForm = read_form(&filled_in(posted, None))?;
    if chosen.len() > letters::MOST {
        let text = language.too_many_letters(&grouped(letters::MOST as u64, *language));
        return Err(refused(vec![Problem { field: None, text }]));
    }
    let (template, letters) = match letters::read(services, session, &filled).await {
        Ok(read) => read,
        Err(LetterFailure::Refused(refusals)) => {
            return Err(refused(refusals.iter().map(|refusal| problem(refusal, *language)).collect()));
        }
        Err(LetterFailure::Unavailable(error)) => return Err(error.into()),
        // Nothing of a template is changed here.
        Err(LetterFailure::ChangedMeanwhile { .. }) => return Err(refused(Vec::new())),
    };
    let sender = letters::sender(services, session, letters.municipality).await?;
    match posted.seen.as_str() {
        seen if seen == looked_at(&template, &letters, &sender) => Ok(Asked::WriteLetters(letters)),
        // What has not been looked at is shown first; nothing is wrong with it.
        "" => Err(refused(Vec::new())),
        // Something else has been, and whoever looked at it takes the letters for written.
        _ => Err(refused(vec![Problem { field: None, text: language.not_written_yet().to_owned() }])),
    }
}

/// What is wrong, at the field where it is mended.
pub fn problem(refusal: &domain::letter::form::FormRefusal, words: Language) -> Problem {
    Problem { field: Some(refusal.field().code().to_owned()), text: refusal.message(words) }
}
