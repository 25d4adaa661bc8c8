//! *Registrera åtgärder*: one measure for all of the chosen cases, or of their own for some.

use domain::{
    id::CaseId,
    language::{Message, Named},
    measure::{MeasureRefusal, NewMeasure, form::MeasureForm},
};
use service::{
    case_changes,
    jobs::{Asked, Measures, RowMeasure},
};

use super::{MOST_OWN, Shown, filled_in, named, own, problems, read_form, refused, whom};
use crate::{
    component::number::grouped,
    error::AppError,
    page::record::{RecordForm, RecordRow},
    server::{
        drawn::Reader,
        form::Problem,
        record::{NotSaved, Posted, measure},
    },
    words::{CountWords, ManyWords},
};

/// The page of the form.
pub(super) async fn form(reader: &Reader, token: &str) -> Result<Shown, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let page = case_changes::page(services, session, token, 1).await?;
    let total = page.total;
    if total == 0 {
        return Err(AppError::NotFound);
    }
    let is_few = total <= MOST_OWN as u64;
    let own_of = |row: case_changes::EditRow| RecordRow {
        title: format!("{}, {}", row.title, row.civic_number),
        fields: measure::fields(reader, &MeasureForm::default(), None)
            .into_iter()
            .map(|field| {
                let code = own(row.id.0, &field.code);
                field.of_row(code)
            })
            .collect(),
    };
    // Whom it concerns is seen by the rows where each has one, else by name.
    let (rows, after) = match is_few {
        true => (page.rows.into_iter().map(own_of).collect(), None),
        false => (Vec::new(), Some(whom(page.rows.into_iter().map(named), total, words))),
    };
    let rows_text = if is_few { words.own_measures_text() } else { words.too_many_rows() };
    let form = RecordForm {
        title: words.same_measure().to_owned(),
        text: Some(words.same_measure_text().to_owned()),
        fields: measure::fields(reader, &MeasureForm::default(), None),
        rows,
        rows_title: Some((words.own_measures(), rows_text)),
        save: words.register_them(),
        ..RecordForm::default()
    };
    let intro = words.cases_chosen(total, &grouped(total, words), None);
    Ok(Shown { form: Some(form), intro: Some(intro), title: words.register_measures(), after })
}

/// Each row has what is filled in for it, and besides what is filled in for all.
pub(super) fn asked(reader: &Reader, chosen: &[i64], posted: &Posted) -> Result<Asked, NotSaved> {
    let top: MeasureForm = read_form(&filled_in(posted, None))?;
    let (mut measures, mut wrong, mut with_own) = (Measures::default(), Vec::new(), 0);
    let few = if chosen.len() <= MOST_OWN { chosen } else { &[] };
    for row in few {
        let own: MeasureForm = read_form(&filled_in(posted, Some(*row)))?;
        if own == MeasureForm::default() {
            continue;
        }
        with_own += 1;
        match read(&top.filled(&own), Some(*row), reader) {
            Ok(measure) => measures.rows.push(RowMeasure { case: CaseId(*row), measure }),
            Err(problems) => wrong.extend(problems),
        }
    }
    if with_own < chosen.len() {
        match read(&top, None, reader) {
            Ok(measure) => measures.all = Some(measure),
            // What is missing is told once, where it holds for most.
            Err(problems) => wrong.splice(0..0, problems).for_each(drop),
        }
    }
    if wrong.is_empty() { Ok(Asked::RegisterMeasures(measures)) } else { Err(refused(wrong)) }
}

/// The measure for all or of one row. What is wrong with it whoever's it is, is told here, before it is refused for each.
fn read(form: &MeasureForm, row: Option<i64>, reader: &Reader) -> Result<NewMeasure, Vec<Problem>> {
    let (today, language) = (reader.services.today(), reader.language);
    let measure = form.read(today).map_err(|errors| problems(&errors, row, language))?;
    let wrong = measure.wrong_for_anybody(today);
    let problem = |refusal: &MeasureRefusal| Problem {
        field: refusal
            .field()
            .map(|field| row.map_or_else(|| field.code().to_owned(), |row| own(row, field.code()))),
        text: refusal.message(language),
    };
    if wrong.is_empty() { Ok(measure) } else { Err(wrong.iter().map(problem).collect()) }
}
