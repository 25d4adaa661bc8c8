//! *Avsluta valda poster*: chosen follow-ups closed, for one reason or for reasons of their own.

use domain::{
    follow_up::closing::{ClosingField, ClosingForm},
    form::FieldError,
    id::ContactId,
    language::Named,
    list::{FollowUpColumn, ListRow, specs::follow_ups::FollowUpRow},
};
use service::{follow_ups, jobs::Asked};

use super::{MOST_OWN, Shown, own, problems, refused, whom};
use crate::{
    component::number::grouped,
    error::AppError,
    page::record::{Control, Field, RecordForm, RecordTable},
    server::{
        drawn::Reader,
        form::Problem,
        record::{NotSaved, Posted},
    },
    words::{BulkWords, ManyWords},
};

/// The page of the form.
pub(super) async fn form(reader: &Reader, token: &str) -> Result<Shown, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let chosen = follow_ups::chosen(services, session, token, MOST_OWN).await?;
    let for_all = Field::new(ClosingField::Reason, Control::LINE, "", words);
    let for_all = Field { name: words.reason_for_all().to_owned(), ..for_all };
    let own_of = |row: FollowUpRow| {
        let (who, day) = (row.title(), row.follow_up.to_string());
        let field = Field {
            code: own(row.id.0, ClosingField::Reason.code()),
            name: words.row_of(&who, &day),
            ..Field::new(ClosingField::Reason, Control::LINE, "", words)
        };
        (vec![format!("{who}, {}", row.civic_number), day, row.heading], field)
    };
    let total = chosen.total;
    if total == 0 {
        return Err(AppError::NotFound);
    }
    // Whom it concerns is seen by the rows where each has one, else by name.
    let (rows, after) = match total <= MOST_OWN as u64 {
        true => (chosen.rows.into_iter().map(own_of).collect(), None),
        false => {
            let named = |row: FollowUpRow| (row.case, words.row_of(&row.title(), &row.follow_up.to_string()));
            (Vec::new(), Some(whom(chosen.rows.into_iter().map(named), total, words)))
        }
    };
    let headings = [
        words.individual(),
        FollowUpColumn::FollowUp.name(words),
        words.contact_followed_up(),
        words.own_reason(),
    ];
    let headings = headings.map(str::to_owned).to_vec();
    let text = if rows.is_empty() { words.too_many_rows() } else { words.same_reason_text() };
    let title = words.close_follow_ups();
    let form = RecordForm {
        title: words.same_reason().to_owned(),
        text: Some(text.to_owned()),
        fields: vec![match rows.is_empty() {
            true => for_all.required(),
            false => for_all.required_when(words.unless_own_reasons()),
        }],
        table: (!rows.is_empty()).then_some(RecordTable { title, headings, rows }),
        save: words.close_them(),
        ..RecordForm::default()
    };
    let intro = words.follow_ups_chosen(&grouped(total, words));
    Ok(Shown { form: Some(form), intro: Some(intro), title: words.close_follow_ups(), after })
}

/// What is asked of the job. A row has its own reason where one is filled in, and besides that for all.
pub(super) fn asked(reader: &Reader, chosen: &[i64], posted: &Posted) -> Result<Asked, NotSaved> {
    let code = ClosingField::Reason.code();
    let reason = |name: &str| posted.fields.get(name).cloned().unwrap_or_default();
    let few = if chosen.len() <= MOST_OWN { chosen } else { &[] };
    let rows = few.iter().map(|row| (*row, reason(&own(*row, code))));
    let form = ClosingForm { top: reason(code), rows: rows.filter(|(_, text)| !text.is_empty()).collect() };
    let mut wrong: Vec<Problem> = Vec::new();
    for row in chosen {
        let Err(mistake) = form.reason(ContactId(*row)) else { continue };
        // What is missing is missed once, where it holds for all.
        let place = form.rows.contains_key(row).then_some(*row);
        let found = problems(&[FieldError { field: ClosingField::Reason, mistake }], place, reader.language);
        wrong.extend(found.into_iter().filter(|problem| !wrong.contains(problem)).collect::<Vec<_>>());
    }
    if wrong.is_empty() { Ok(Asked::CloseFollowUps(form)) } else { Err(refused(wrong)) }
}
