//! The form of a measure (requirement K8; seed 001, "Åtgärder").

use domain::{
    case::view::CaseView,
    id::{CaseId, MeasureId},
    language::{Language, Named},
    measure::{
        MeasureField, MeasureRefusal, NewMeasure, change::may_touch, form::MeasureForm,
        registration::proposed_occupation,
    },
};
use service::measures;

use super::{NotSaved, Posted, Reader, Told, nobody};
use crate::{
    error::AppError,
    page::record::{Control, Field, RecordForm, Removal, choices},
    words::{BulkWords, RecordWords},
};

/// The form of a new one.
pub fn new(reader: &Reader, case: &CaseView) -> RecordForm {
    let words = reader.language;
    let latest = case.measures.iter().find_map(|measure| measure.occupation_after);
    let proposed = proposed_occupation(case.row.occupation, latest);
    let form = MeasureForm {
        occupation_before: proposed.map(Named::code).unwrap_or_default().to_owned(),
        ..MeasureForm::default()
    };
    RecordForm {
        title: words.new_measure().to_owned(),
        text: Some(words.new_measure_text().to_owned()),
        fields: fields(reader, &form, None),
        save: words.save_measure(),
        ..RecordForm::default()
    }
}

/// The form of one as it stands in the register.
///
/// # Errors
/// [`AppError::NotFound`] for one that the case does not show, [`AppError::Forbidden`] for another municipality's.
pub async fn form(reader: &Reader, case: &CaseView, id: MeasureId) -> Result<RecordForm, AppError> {
    let Reader { services, session, language } = reader;
    let seen = measures::measure(services, session, case.row.id, id).await?;
    let measure = &seen.measure;
    let own = session.scope().narrowed_to(case.row.municipality);
    may_touch(measure.municipality, &own).map_err(|_| AppError::Forbidden)?;
    let view = case.measures.iter().find(|measure| measure.id == id);
    let words = *language;
    let created = view.map(|view| words.created_by(&view.created));
    let changed = view.filter(|view| !view.changed.is_empty()).map(|view| words.changed_by(&view.changed));
    Ok(RecordForm {
        title: words.change_measure().to_owned(),
        text: Some(words.end_measure_text().to_owned()),
        fields: fields(reader, &MeasureForm::written(&measure.values), Some(&measure.values)),
        version: measure.version,
        seen: serde_json::to_string(&measure.values).map_err(|_| AppError::Unexpected)?,
        save: BulkWords::save(words),
        removal: Some(Removal {
            opener: words.remove_measure(),
            question: words.really_remove_measure().to_owned(),
            certain: words.yes_remove_measure(),
        }),
        history: created.into_iter().chain(changed).collect(),
        ..RecordForm::default()
    })
}

/// The fields of the form, for one case and for many. `present` is what the measure has.
pub fn fields(reader: &Reader, form: &MeasureForm, present: Option<&NewMeasure>) -> Vec<Field> {
    let (words, today) = (reader.language, reader.services.today());
    let field = |field, control, value: &str| Field::new(field, control, value, words);
    let choice = |values| Control::Choice { values, none: words.choose() };
    let kinds = choices(today, present.map(|measure| measure.kind), words);
    let before = choices(today, present.map(|measure| measure.occupation_before), words);
    let after = choices(today, present.and_then(|measure| measure.occupation_after), words);
    let outcomes = choices(today, present.and_then(|measure| measure.outcome), words);
    vec![
        field(MeasureField::Kind, choice(kinds), &form.kind).required(),
        field(MeasureField::OccupationBefore, choice(before), &form.occupation_before).required(),
        field(MeasureField::Start, Control::Day, &form.start).required(),
        field(MeasureField::End, Control::Day, &form.end).hinted(words.measure_end_hint()),
        field(MeasureField::OccupationAfter, choice(after), &form.occupation_after)
            .required_when(words.when_ended_hint()),
        field(MeasureField::Outcome, choice(outcomes), &form.outcome).required_when(words.when_ended_hint()),
        field(MeasureField::Notes, Control::Notes, &form.notes).hinted(words.notes_stay_hint()),
    ]
}

/// Registers or changes one.
///
/// # Errors
/// What is wrong with it.
pub async fn save(
    reader: &Reader,
    case: CaseId,
    id: Option<MeasureId>,
    posted: &Posted,
) -> Result<Told, NotSaved> {
    let Reader { services, session, language } = reader;
    let form: MeasureForm = posted.form()?;
    match id {
        None => {
            let registered = measures::register(services, session, case, &form).await;
            let registered = registered.map_err(|failure| not_saved(failure, *language))?;
            Ok(Told::with(language.measure_registered(), &registered.notices, *language))
        }
        Some(id) => {
            let saved = measures::change(services, session, case, id, &posted.seen()?, &form).await;
            let saved = saved.map_err(|failure| not_saved(failure, *language))?;
            Ok(Told::saved(language.measure_saved(), &saved, *language))
        }
    }
}

/// Removes one.
///
/// # Errors
/// What is wrong with that.
pub async fn remove(reader: &Reader, case: CaseId, id: MeasureId, posted: &Posted) -> Result<Told, NotSaved> {
    let Reader { services, session, language } = reader;
    let notices = measures::remove(services, session, case, id, posted.version).await;
    let notices = notices.map_err(|failure| not_saved(failure, *language))?;
    Ok(Told::with(language.measure_removed(), &notices, *language))
}

fn not_saved(failure: measures::MeasureFailure, language: Language) -> NotSaved {
    let field = |refusal: &MeasureRefusal| refusal.field().map(Named::code);
    NotSaved::told(failure, field, nobody, language)
}
