//! The form of an individual plan (requirement K18).

use domain::{
    case::view::CaseView,
    id::{CaseId, IndividualPlanId},
    individual_plan::{PlanField, PlanForm, PlanRefusal},
    language::{Language, Named},
};
use service::plans;

use super::{NotSaved, Posted, Reader, Told, nobody};
use crate::{
    error::AppError,
    page::record::{Control, Field, RecordForm, Removal},
    words::{BulkWords, PlanWords},
};

/// The form of a new one, which begins today.
pub fn new(reader: &Reader) -> RecordForm {
    let words = reader.language;
    let form = PlanForm { start: reader.services.today().to_string(), ..PlanForm::default() };
    // How it went is written once it has been under way.
    let mut fields = fields(&form, words);
    fields.retain(|field| field.code != PlanField::Evaluation.code());
    RecordForm {
        title: words.new_plan().to_owned(),
        text: Some(words.plan_text().to_owned()),
        fields,
        save: words.save_plan(),
        ..RecordForm::default()
    }
}

/// The form of one as it stands in the register.
///
/// # Errors
/// [`AppError::NotFound`] for one that is not the case's.
pub async fn form(reader: &Reader, case: &CaseView, id: IndividualPlanId) -> Result<RecordForm, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let record = plans::plan(services, session, case.row.id, id).await?;
    let view = case.plans.iter().find(|plan| plan.id == id);
    let created = view.map(|view| words.made_by(&view.created));
    let changed =
        view.filter(|view| !view.changed.is_empty()).map(|view| words.plan_changed_by(&view.changed));
    Ok(RecordForm {
        title: words.change_plan().to_owned(),
        text: Some(words.plan_text().to_owned()),
        fields: fields(&PlanForm::written(&record.plan), words),
        version: record.version,
        seen: serde_json::to_string(&record.plan).map_err(|_| AppError::Unexpected)?,
        save: BulkWords::save(words),
        removal: Some(Removal {
            opener: words.remove_plan(),
            question: words.really_remove_plan().to_owned(),
            certain: words.yes_remove_plan(),
        }),
        history: created.into_iter().chain(changed).collect(),
        ..RecordForm::default()
    })
}

fn fields(form: &PlanForm, words: Language) -> Vec<Field> {
    let field = |field, control, value: &str| Field::new(field, control, value, words);
    vec![
        field(PlanField::Goal, Control::Notes, &form.goal).required(),
        field(PlanField::Person, Control::Notes, &form.person).hinted(words.somebody_answers_hint()),
        field(PlanField::Municipality, Control::Notes, &form.municipality),
        field(PlanField::Others, Control::Notes, &form.others),
        field(PlanField::Start, Control::Day, &form.start).required(),
        field(PlanField::End, Control::Day, &form.end),
        field(PlanField::EvaluateOn, Control::Day, &form.evaluate_on).required(),
        field(PlanField::Evaluation, Control::Notes, &form.evaluation).hinted(words.evaluation_hint()),
    ]
}

/// Makes or changes one.
///
/// # Errors
/// What is wrong with it.
pub async fn save(
    reader: &Reader,
    case: CaseId,
    id: Option<IndividualPlanId>,
    posted: &Posted,
) -> Result<Told, NotSaved> {
    let Reader { services, session, language } = reader;
    let form: PlanForm = posted.form()?;
    match id {
        None => {
            let made = plans::make(services, session, case, &form).await;
            made.map_err(|failure| not_saved(failure, *language))?;
            Ok(Told::just(language.plan_made()))
        }
        Some(id) => {
            let saved = plans::change(services, session, case, id, &posted.seen()?, &form).await;
            let saved = saved.map_err(|failure| not_saved(failure, *language))?;
            Ok(Told::saved(language.plan_saved(), &saved, *language))
        }
    }
}

/// Removes one.
///
/// # Errors
/// What is wrong with that.
pub async fn remove(
    reader: &Reader,
    case: CaseId,
    id: IndividualPlanId,
    posted: &Posted,
) -> Result<Told, NotSaved> {
    let Reader { services, session, language } = reader;
    let removed = plans::remove(services, session, case, id, posted.version).await;
    removed.map_err(|failure| not_saved(failure, *language))?;
    Ok(Told::just(language.plan_removed()))
}

fn not_saved(failure: plans::PlanFailure, language: Language) -> NotSaved {
    NotSaved::told(failure, |refusal: &PlanRefusal| Some(refusal.field().code()), nobody, language)
}
