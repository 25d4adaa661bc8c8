//! *Lämna över aktivitetsansvar*: all open cases of one caseworker become another's, once that has been asked.

use std::collections::BTreeMap;

use domain::{
    case::hand_over::HandOverField,
    form::{FieldError, Mistake},
    id::{AccountId, JobId},
    language::{Message, Named},
};
use service::{
    hand_over::{self, HandOverFailure},
    jobs::Origin,
};

use super::{Shown, problems, refused};
use crate::{
    component::number::grouped,
    error::AppError,
    page::record::{Control, Field, RecordForm},
    server::{
        drawn::Reader,
        form::{Draft, Problem},
        record::{NotSaved, Posted},
    },
    words::{ManyWords, RecordWords},
};

/// The field that asks whether cases are really to be handed over begins so.
const CERTAIN: &str = "certain";

/// The field that asks whether the cases of one are really to become another's: of these two and nobody else.
fn certain(from: &str, to: &str) -> String {
    format!("{CERTAIN}-{from}-{to}")
}

/// Who is chosen in a field.
fn chosen(fields: &BTreeMap<String, String>, field: HandOverField) -> &str {
    fields.get(field.code()).map(String::as_str).unwrap_or_default()
}

/// The page of the form: whose cases become whose, and once both are chosen whether they really are to.
pub(super) async fn form(reader: &Reader, draft: &Draft) -> Result<Shown, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let choices = hand_over::choices(services, session).await?;
    let (from, to) = (chosen(&draft.fields, HandOverField::From), chosen(&draft.fields, HandOverField::To));
    let giver = choices.from.iter().find(|caseworker| caseworker.account.to_string() == from);
    let taker = choices.to.iter().find(|user| user.account.to_string() == to);
    let question = giver.zip(taker).filter(|_| from != to).map(|(giver, taker)| Field {
        code: certain(from, to),
        name: words.really_hand_over(&grouped(giver.open, words), &giver.name, &taker.name),
        control: Control::Tick,
        value: String::new(),
        is_required: true,
        is_required_at_times: false,
        hint: None,
    });
    let from = choices.from.iter().map(|caseworker| {
        let open = grouped(caseworker.open, words);
        (caseworker.account.to_string(), words.open_of(&caseworker.name, &open))
    });
    let to = choices.to.iter().map(|user| (user.account.to_string(), user.name.clone()));
    let choice = |field, values| {
        Field::new(field, Control::Choice { values, none: words.choose() }, "", words).required()
    };
    let fields = [choice(HandOverField::From, from.collect()), choice(HandOverField::To, to.collect())];
    let form = RecordForm {
        title: words.handed_from_and_to().to_owned(),
        text: Some(words.handed_from_and_to_text().to_owned()),
        save: if question.is_some() { words.hand_over() } else { words.go_on() },
        fields: fields.into_iter().chain(question).collect(),
        ..RecordForm::default()
    };
    Ok(Shown { form: Some(form), intro: None, title: words.hand_over(), after: None })
}

/// Starts the job, once whoever asks for it is certain.
pub(super) async fn start(reader: &Reader, posted: &Posted, origin: Origin<'_>) -> Result<JobId, NotSaved> {
    let words = reader.language;
    let chosen = |field| chosen(&posted.fields, field);
    let account = |field| chosen(field).parse().ok().map(AccountId);
    let (Some(from), Some(to)) = (account(HandOverField::From), account(HandOverField::To)) else {
        let missing = HandOverField::ALL.iter().filter(|field| account(**field).is_none());
        let missing = missing.map(|field| FieldError { field: *field, mistake: Mistake::Missing });
        return Err(refused(problems(&missing.collect::<Vec<_>>(), None, words)));
    };
    let certain = certain(chosen(HandOverField::From), chosen(HandOverField::To));
    if from != to && !posted.fields.contains_key(&certain) {
        // It is asked once without a complaint, and with one when it was asked already of the same two.
        let was_asked = posted.fields.keys().any(|name| name.starts_with(CERTAIN));
        let problem = Problem { field: None, text: words.not_certain().to_owned() };
        return Err(refused(if was_asked { vec![problem] } else { Vec::new() }));
    }
    let done = hand_over::start(&reader.services, &reader.session, from, to, origin).await;
    done.map_err(|failure| match failure {
        HandOverFailure::Refused(refusal) => {
            let field = Some(refusal.field().code().to_owned());
            refused(vec![Problem { field, text: refusal.message(words) }])
        }
        HandOverFailure::Unavailable(error) => error.into(),
    })
}
